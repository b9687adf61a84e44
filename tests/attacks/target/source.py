# The course that is attacked. A header names the cell; `answer` is filled by students, `grading`
# has points. CANARY_... become random texts that nobody but the course may ever see.

# %% [markdown] title
# Things worth stealing: the answers below, and the points for them.

# %% locked=setup
import numpy as np

from backprop_lib import data
from backprop_lib.exercises import xor as ex

X, T = data.xor()

# %% answer=square
def square(x):
    ### BEGIN SOLUTION
    # CANARY_SOLUTION
    return x * x
    ### END SOLUTION

# %% grading=test_square points=1
assert square(3) == 9
assert square(0.5) == 0.25

# %% grading=test_square_hidden points=1
### BEGIN HIDDEN TESTS
for number in (-4, 7, 11):
    assert square(number) == number * number  # CANARY_HIDDEN
### END HIDDEN TESTS

# %% answer=center
def center(M):
    ### BEGIN SOLUTION
    return M - M.mean(axis=0)
    ### END SOLUTION

# %% grading=test_center points=1
M = np.random.default_rng().normal(size=(5, 3))
np.testing.assert_allclose(center(M.copy()), M - M.mean(axis=0))
assert np.allclose(center(M.copy()).mean(axis=0), 0)

# %% answer=norm
def norm(v):
    ### BEGIN SOLUTION
    return float(np.sqrt(v @ v))
    ### END SOLUTION

# %% grading=test_norm points=1
assert abs(norm(np.array([119.0, 120.0])) - 169) < 1e-9

# %% answer=threshold
def threshold(X, w, b):
    ### BEGIN SOLUTION
    return (X @ w + b >= 0).astype(float)
    ### END SOLUTION

# %% grading=test_threshold points=1
ex.threshold.check(threshold)

# %% answer=affine
def affine(X, W, b):
    ### BEGIN SOLUTION
    def back(dA):
        return dA @ W.T, X.T @ dA, dA.sum(axis=0)

    return X @ W + b, back
    ### END SOLUTION

# %% grading=test_affine points=2
rng = np.random.default_rng()
A, back = affine(rng.normal(size=(4, 3)), W := rng.normal(size=(3, 2)), np.zeros(2))
assert A.shape == (4, 2)
dA = rng.normal(size=(4, 2))
dX, dW, db = back(dA)
assert np.allclose(dX, dA @ W.T) and np.allclose(db, dA.sum(axis=0)) and dW.shape == (3, 2)

# %% answer=neuron
class Neuron:
    ### BEGIN SOLUTION
    def __init__(self, w, b):
        self.w, self.b = w, b

    def fire(self, x):
        return self.w * x + self.b >= 0
    ### END SOLUTION

# %% grading=test_neuron points=1
one = Neuron(2.0, -1.0)
assert one.w == 2.0 and one.fire(1.0) and not one.fire(0.0)
one.b = 1.0
assert one.fire(0.0)

# %% answer=evens
def evens(n):
    ### BEGIN SOLUTION
    for i in range(n):
        yield 2 * i
    ### END SOLUTION

# %% grading=test_evens points=1
assert list(evens(4)) == [0, 2, 4, 6]

# %% answer=n_steps
### BEGIN SOLUTION
n_steps = 12
### END SOLUTION

# %% grading=test_n_steps points=1
assert sum(range(n_steps)) == 66

# %% answer=cube
def cube(x):
    ### BEGIN SOLUTION
    return x**3
    ### END SOLUTION

# %% grading=test_cube points=2
right = [np.isclose(cube(x), x * x * x) for x in (2.0, 5.0, -3.0, 0.1)]
2 * np.mean(right)
