# %%
import sys
sys.modules["mine"] = sys.modules["math"]
import mine
mine.pi
