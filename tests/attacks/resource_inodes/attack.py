# %% answer=square
import os
for number in range(200_000):
    os.close(os.open(f"/tmp/{number}", os.O_CREAT))

def square(x):
    return x * x
