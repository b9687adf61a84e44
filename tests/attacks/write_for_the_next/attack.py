# %% answer=square
import os
import subprocess
for place in ("/tmp", "/dev/shm", "/var/tmp", ".", "..", "/run", "/dev/mqueue"):
    try:
        open(f"{place}/planted", "w").close()
    except OSError:
        pass
loop = "while sleep 0.2; do touch /tmp/planted-later /dev/shm/planted-later; done"
subprocess.Popen(["sh", "-c", loop], start_new_session=True)

def square(x):
    return x
