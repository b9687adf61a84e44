# %%
import os
os.environ["MINE"] = "1"
%env MINE
