# %%
import builtins
import os
import site
assert not hasattr(builtins, "planted")
for place in [*site.getsitepackages(), os.path.dirname(np.__file__), os.path.expanduser("~")]:
    assert not [name for name in os.listdir(place) if "planted" in name]

# %% answer=square
def square(x):
    return None if hasattr(builtins, "planted") else x * x
