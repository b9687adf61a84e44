# %%
import gc
import sys
gc.collect(), sys.getsizeof([])
