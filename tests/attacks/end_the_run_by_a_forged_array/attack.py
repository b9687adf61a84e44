# %% answer=square
import msgpack
from autograder import wire
bad = ["tuple", "ok", ["tuple", ["array", ",", [1], b"12345678"]]]
wire.pack = lambda *_: msgpack.packb(bad)

# %% answer=norm
import numpy as np
from autograder import wire
real = wire.pack
wire.pack = lambda value, *rest: real((np.array([1, 2]), 1), *rest)

# %% answer=cube
import numpy as np
from autograder import wire
real = wire.pack
shown = [{"stream": np.array([1, 2]), "text": "x"}, {"display": {("a",): 1}}]
wire.pack = lambda value, *rest: real(("ok", (shown, True)), *rest)
