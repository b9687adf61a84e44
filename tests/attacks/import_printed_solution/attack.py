# %% answer=threshold
import contextlib
import io
with contextlib.redirect_stdout(io.StringIO()) as printed:
    ex.threshold.solution()
exec("def threshold" + printed.getvalue().split("def threshold", 1)[1])
