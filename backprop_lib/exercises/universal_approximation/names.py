"""Stand-ins for what the student has written before, so that one mistake costs its points once."""

SIGMOID = """
def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2
"""
STEP = """
def step(x, at, steepness):
    return (1 + np.tanh(steepness * (x - at) / 2)) / 2
"""
NET = """
def net(params, x):
    W, b, v = params
    return (1 + np.tanh((np.outer(x, W) + b) / 2)) / 2 @ v
"""
NET_LOSS = """
def net_loss(params, x, t):
    W, b, v = params
    Z = (1 + np.tanh((np.outer(x, W) + b) / 2)) / 2
    d = Z @ v - t
    dy = 2 * d / len(x)
    dA = np.outer(dy, v) * Z * (1 - Z)
    return np.mean(d**2), (x @ dA, dA.sum(axis=0), Z.T @ dy)
"""
# numpy with an exp that raises where it overflows: a warning would not be heard by a grader.
STRICT_NUMPY = """
_numpy = np


class _Strict:
    def __getattr__(self, name):
        return getattr(_numpy, name)

    def exp(self, *args, **kwargs):
        if _numpy.geterr()["over"] == "ignore":
            return _numpy.exp(*args, **kwargs)
        with _numpy.errstate(over="raise"):
            return _numpy.exp(*args, **kwargs)


np = _Strict()
"""

BEFORE_LOSS = {"step": STEP, "sigmoid": SIGMOID, "net": NET}
BEFORE_TRAINING = {**BEFORE_LOSS, "net_loss": NET_LOSS}
