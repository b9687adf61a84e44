# %%
import os
import time
time.sleep(0.5)
planted = [name for place in ("/tmp", "/dev/shm", ".") for name in os.listdir(place)]
assert not [name for name in planted if "planted" in name], planted

# %% answer=square
def square(x):
    return None if [name for name in planted if "planted" in name] else x * x
