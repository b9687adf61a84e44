# %%
ex.threshold, ex.LESSON, ex.threshold.points
