# %%
import gc
len(gc.get_objects()) > 0
