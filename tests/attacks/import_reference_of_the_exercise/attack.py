# %% answer=threshold
threshold = ex.threshold.reference
