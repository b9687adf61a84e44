# %% answer=square
counter = 0

def square(x):
    global counter
    counter += 1
    return x * x
