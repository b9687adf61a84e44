# %%
ex.threshold.hint()
ex.threshold.check(None)
ex.progress()
