# %%
import sys
[type(finder).__name__ for finder in sys.meta_path]
