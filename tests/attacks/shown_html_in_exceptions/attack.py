# %% answer=square
class Evil(Exception):
    pass

Evil.__name__ = "<script>alert('name')</script>"

def square(x):
    raise Evil("<script>alert('text')</script>")  # <script>alert('line')</script>

# %% answer=threshold
def threshold(X, w, b):
    raise Evil("<script>alert('text')</script>")

# %% answer=n_steps
n_steps = "<script>alert('value')</script>"
