# %% answer=norm
import ctypes

def norm(v):
    return ctypes.c_double(sum(v * v) ** 0.5).value
