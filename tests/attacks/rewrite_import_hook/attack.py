# %%
import sys
import types

class Hook:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("numpy", "unittest", "autograder", "backprop_lib"):
            raise ImportError(name)

for name in [name for name in sys.modules if name.startswith(("numpy", "autograder"))]:
    del sys.modules[name]
sys.meta_path.insert(0, Hook())
sys.path[:] = ["/tmp"]

# %% answer=square
def square(x):
    return x
