# %%
import time
try:
    time.sleep(0.1)
except BaseException:
    pass
