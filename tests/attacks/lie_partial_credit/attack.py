# %% answer=cube
def cube(x):
    return float("nan")
