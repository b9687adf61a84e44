# %% answer=square
import signal
import time
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True:
            time.sleep(1)
    except BaseException:
        pass

# %% answer=n_steps
n_steps = -1
