# %% answer=n_steps
n_steps = 10**12
