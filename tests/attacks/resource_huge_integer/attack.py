# %% answer=cube
def cube(x):
    return 1 << 100_000_000

# %% answer=square
def square(x):
    return 1 << 100_000_000
