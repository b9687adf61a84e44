# %%
import os
import sys
os.write(1, b"to a descriptor")
print("to stderr", file=sys.stderr)
sys.stdout.flush()
