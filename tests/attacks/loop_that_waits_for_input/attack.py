# %% answer=square
while True:
    try:
        answer = input("the answer? ")
    except Exception:
        pass

# %% answer=cube
import sys

def cube(x):
    while not sys.stdin.read():
        pass
