# %%
import importlib.util
importlib.util.find_spec("math"), importlib.util.find_spec("nothing")
