# %%
import time
time.sleep(0.3)

# %%
time.sleep(0.3)
