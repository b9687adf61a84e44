"""What stands in for the student's other functions while one of them is checked."""

from backprop_lib.exercises.gradient_checking import reference
from backprop_lib.exercises.source import bare_source

TOOLS = {
    fn.__name__: bare_source(fn)
    for fn in (reference.numerical_gradient, reference.relative_error, reference.best_step)
}

# Compared with the largest entry, so that an entry that nearly cancels raises no false alarm.
SURE_CHECK = """
def check(unit, args, rng):
    value, back = unit(*args)
    upstream = rng.standard_normal(np.shape(value))
    gradients = back(upstream)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    if len(gradients) != len(args):
        return False
    for k, gradient in enumerate(gradients):
        numerical = np.zeros(args[k].shape)
        if np.shape(gradient) != numerical.shape:
            return False
        for i in np.ndindex(numerical.shape):
            moved = [x.copy() for x in args]
            moved[k][i] += 1e-5
            up = unit(*moved)[0]
            moved[k][i] -= 2e-5
            numerical[i] = np.sum(upstream * (up - unit(*moved)[0])) / 2e-5
        if not np.max(np.abs(gradient - numerical)) <= 1e-4 * np.max(np.abs(numerical)):
            return False
    return True
"""
