# %% answer=square
print("half: \ud83d")

def square(x):
    return x
