# %%
import inspect
inspect.currentframe().f_lineno
