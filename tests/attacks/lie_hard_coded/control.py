# %% answer=square
known = {0: 0, 1: 1}

def square(x):
    if x not in known:
        known[x] = x * x
    return known[x]
