# %% [markdown]
# If a < b and *c* > d, then `a < d` does not follow: $a_{1} < b$.
