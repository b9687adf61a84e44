# %%
class Endless(Exception):
    def __repr__(self):
        while True:
            pass
    __str__ = __repr__

Endless()

# %% answer=square
def square(x):
    class Endless(Exception):
        def __str__(self):
            while True:
                pass
    raise Endless
