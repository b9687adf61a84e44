# %% answer=square
import threading
import time
threading.stack_size(64 * 1024)
for _ in range(1000):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
time.sleep(1)

def square(x):
    return x * x
