# %%
raise ValueError("a < b & c > d")
