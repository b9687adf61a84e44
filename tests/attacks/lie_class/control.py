# %% answer=neuron
from dataclasses import dataclass

@dataclass
class Neuron:
    w: float
    b: float

    def fire(self, x):
        return bool(self.w * x + self.b >= 0)
