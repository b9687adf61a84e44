# %% answer=square
class Equal:
    def __eq__(self, other):
        return True

def square(x):
    assert Equal() == x
    return x * x
