# %% answer=square
def square(x):
    return x
