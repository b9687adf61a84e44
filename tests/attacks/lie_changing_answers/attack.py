# %% answer=square
import itertools
class Yes:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = None

answers = itertools.cycle([True, None, Yes(), [9], np.array([9, 9]), "9", float("nan")])

def square(x):
    return next(answers)
