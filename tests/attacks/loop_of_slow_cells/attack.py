# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)


# %%
import time
time.sleep(4)

# %% answer=square
def square(x):
    return x
