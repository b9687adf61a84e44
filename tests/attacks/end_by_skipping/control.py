# %% answer=square
def square(x):
    try:
        raise StopIteration
    except StopIteration:
        return x * x
