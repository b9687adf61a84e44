# %%
import sys
sys.excepthook = lambda *args: print("oh")
1 / 0
