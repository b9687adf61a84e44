# %%
raise KeyboardInterrupt
