# %%
ex.threshold.hint()
ex.threshold.solution()
