# %% answer=square
import os
kept = []
block = b"x" * 2**20
for _ in range(24):
    descriptor = os.memfd_create("x")
    for _ in range(60):
        os.write(descriptor, block)
    kept.append(descriptor)

def square(x):
    return x * x
