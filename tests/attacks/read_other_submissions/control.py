# %%
import glob
print(glob.glob("*"), glob.glob("../*"))
