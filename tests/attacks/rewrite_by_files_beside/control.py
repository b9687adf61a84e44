# %% answer=square
from helper import product

def square(x):
    return product(x, x)
