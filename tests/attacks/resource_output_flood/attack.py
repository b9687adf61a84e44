# %% answer=square
import sys
for _ in range(2000):
    print("x" * 25_000)
    print("y" * 25_000, file=sys.stderr)

def square(x):
    print("z" * 10**7)
    return x
