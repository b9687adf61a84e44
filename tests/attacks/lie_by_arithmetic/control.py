# %% answer=norm
class Vector:
    def __init__(self, v):
        self.v = v

    def __matmul__(self, other):
        return float(self.v @ other.v)

def norm(v):
    return (Vector(v) @ Vector(v)) ** 0.5
