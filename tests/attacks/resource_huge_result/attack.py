# %% answer=square
def square(x):
    return np.zeros(13 * 10**6)

# %% answer=cube
def cube(x):
    x = []
    x.append(x)
    return x
