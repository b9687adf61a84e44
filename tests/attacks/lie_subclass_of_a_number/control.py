# %% answer=square
def square(x):
    return np.square(x) if isinstance(x, float) else int(np.int64(x) ** 2)
