# %% answer=square
kept = []
for _ in range(24):
    kept.append(b"x" * (64 * 2**20))

def square(x):
    return x * x
