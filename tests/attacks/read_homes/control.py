# %%
import getpass
from pathlib import Path
Path.home(), Path.cwd()
try:
    getpass.getuser()
except (KeyError, OSError):
    print("nobody")
