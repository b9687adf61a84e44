# %%
from backprop_lib import data, plot
X, T = data.xor()
