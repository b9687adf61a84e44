# %% answer=norm
from fractions import Fraction

def norm(v):
    return float(sum(Fraction(x) ** 2 for x in v)) ** 0.5
