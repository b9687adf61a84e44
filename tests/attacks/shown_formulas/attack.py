# %% answer=square
class Evil(Exception):
    pass

Evil.__name__ = "=HYPERLINK"

def square(x):
    raise Evil("=cmd|' /C calc'!A0")

# %% answer=cube
def cube(x):
    raise AssertionError("=1+1")

# %% answer=threshold
def threshold(X, w, b):
    raise Evil("\n=1+1")
