# %% answer=evens
import itertools

def evens(n):
    yield from itertools.islice(itertools.count(0, 2), n)
