# %% answer=square
kept = [open("/dev/null") for _ in range(5000)]

def square(x):
    return x * x
