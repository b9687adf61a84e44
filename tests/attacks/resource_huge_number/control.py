# %% answer=n_steps
n_steps = int("12")
