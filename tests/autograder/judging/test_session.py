"""The judge sees a student's interpreter as data, handles, and two kinds of trouble."""

import gc
import os
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.judging.handles import Stopped
from autograder.judging.session import Session
from autograder.walls.bubblewrap import Limits, Walls
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.remote import RaisedElsewhere


def texts(told: Any) -> list[str]:
    return [next(iter(output.values())) for output in told]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("print('a')\n1 + 1", "a"),
        ("%timeit -n1 -r1 1", "loop"),
        ("import asyncio\nawait asyncio.sleep(0)\nprint('awaited')", "awaited"),
        ("!echo from a shell", "from a shell"),
        ("%%time\nprint('timed')", "timed"),
        ("import warnings; warnings.warn('careful')", "careful"),
        ("1 / 0", "ZeroDivisionError"),
        ("def f(:", "SyntaxError"),
        ("from backprop_lib import units", "not available while grading: write it yourself"),
        ("from backprop_lib.units import affine", "write it yourself"),
        ("import autograder.judging.judge", "ModuleNotFoundError"),
    ],
)
def test_a_cell_shows_what_it_would_in_a_notebook(
    session: Session, source: str, shown: str
) -> None:
    told, _ = session.run(source)
    assert shown in str(told)


@pytest.mark.parametrize("end", ["exit()", "import sys; sys.exit(0)", "raise SystemExit"])
def test_a_polite_exit_ends_the_cell_alone(session: Session, end: str) -> None:
    session.run("x = 1")
    session.run(end)
    assert session.fetch("x") == 1


def test_output_that_cannot_be_told_is_left_out_and_the_cell_has_run(session: Session) -> None:
    told, _ = session.run("x = 1\nprint('\\ud800')")
    assert "could not be kept" in told[0]["error"]
    assert session.fetch("x") == 1


def test_figures_are_shown_as_pictures(session: Session) -> None:
    told, _ = session.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert told[-1]["display"]["image/png"].startswith("iVBOR")


def test_what_the_lesson_gives_can_be_imported_and_the_exercises_are_silent(
    session: Session,
) -> None:
    source = """
from backprop_lib import data, plot
from backprop_lib.exercises import xor as ex
X, T = data.xor()
ex.threshold.check(None)
ex.threshold.hint()
plot.show(plot.threshold_line([1.0, 1.0], -1.0, X, T), alt="a line")
"""
    told, fine = session.run(source)
    assert fine and len(told) == 1


def test_an_unknown_name_is_a_NameError(session: Session) -> None:
    with pytest.raises(NameError, match="'nothing' is not defined"):
        session.fetch("nothing")


def test_plain_data_is_fetched_as_a_copy(session: Session) -> None:
    session.run("import numpy as np\nx = {'a': (1, [2.5, np.arange(3)])}")
    x = session.fetch("x")
    assert x["a"][0] == 1 and x["a"][1][1].tolist() == [0, 1, 2]
    x["a"][1][1][0] = 9
    assert session.fetch("x")["a"][1][1][0] == 0


def test_functions_closures_methods_and_generators_work_through_handles(session: Session) -> None:
    session.run(
        """
def affine(x, w):
    def back(d):
        return d * w, d * x
    return x * w, back

class Node:
    def __init__(self, value):
        self.value = value
    def __add__(self, other):
        return Node(self.value + other.value)
    def twice(self):
        return 2 * self.value

def count(n):
    for i in range(n):
        yield i
"""
    )
    value, back = session.fetch("affine")(np.array([1.0, 2.0]), 3.0)
    assert value.tolist() == [3, 6]
    assert [part.tolist() for part in back(np.ones(2))] == [[3, 3], [1, 2]]
    Node = session.fetch("Node")
    total = Node(1) + Node(2)
    assert total.value == 3 and total.twice() == 6
    total.value = 5
    assert total.twice() == 10
    assert list(session.fetch("count")(4)) == [0, 1, 2, 3]


def test_an_array_on_the_left_of_an_operator_waits_for_the_handle(session: Session) -> None:
    session.run(
        "class N:\n"
        "    __array_ufunc__ = None\n"
        "    def __rmul__(self, other):\n"
        "        self.total = other.sum()\n"
        "        return self"
    )
    product = np.ones(3) * session.fetch("N")()
    assert product.total == 3


def test_arithmetic_gives_handles_alone_even_of_numbers(session: Session) -> None:
    # It has seen the other operand: a number that it gives may be made up to fit.
    session.run("class L:\n    __sub__ = __rsub__ = __neg__ = lambda self, *other: 0.0")
    liar = session.fetch("L")()
    for difference in (liar - 9, 9 - liar, -liar):
        assert difference != 0
        with pytest.raises(TypeError):
            assert abs(difference) < 1e-9


def test_a_missing_attribute_is_an_AttributeError(session: Session) -> None:
    session.run("class N: pass")
    assert not hasattr(session.fetch("N"), "grad")


def test_a_handle_is_never_equal_never_true_and_no_number(session: Session) -> None:
    session.run(
        """
class Liar:
    def __eq__(self, other): return True
    def __bool__(self): return True
    def __float__(self): return 1.0
    def __array__(self, *a, **k): import numpy; return numpy.ones(3)
    def __len__(self): return -1
liar = Liar()
"""
    )
    liar = session.fetch("liar")
    assert (liar == 1) is False and (liar != liar) is True
    for lie in (bool, float, np.asarray, len):
        with pytest.raises(Exception):  # noqa: B017 - whatever it is, it is no value
            lie(liar)
    with pytest.raises((AssertionError, TypeError)):
        np.testing.assert_allclose(liar, np.ones(3))


def test_subclasses_of_plain_types_are_handles(session: Session) -> None:
    session.run(
        """
import numpy as np
class Float(float):
    def __eq__(self, other): return True
class Array(np.ndarray):
    def __array_function__(self, *a): return True
f = Float(1)
a = np.ones(3).view(Array)
"""
    )
    assert session.fetch("f") != 1.0
    assert not isinstance(session.fetch("a"), np.ndarray)


def test_arguments_that_a_call_changes_are_changed_here_too(session: Session) -> None:
    session.run("def spoil(x, pair):\n    x[0] = 7\n    pair[1][:] = 8\n    return 0")
    x, pair = np.zeros(2), (np.zeros(2), np.zeros(1))
    spoil = session.fetch("spoil")
    spoil(x, pair)
    assert x.tolist() == [7, 0] and pair[1].tolist() == [8]
    assert spoil.arguments_after()[0] is x


def test_names_can_be_given_for_one_call(session: Session) -> None:
    session.run("def helper():\n    return 'mine'\ndef f():\n    return helper()")
    f = session.fetch("f")
    assert f.call_with_names({"helper": "def helper():\n    return 'given'"}) == "given"
    assert f() == "mine"


def test_a_function_of_the_judges_is_made_there(session: Session) -> None:
    session.run("def twice(f, x):\n    return f(f(x))")
    f = GivenFunction("f", "def f(x):\n    return a * np.sin(x)", {"a": np.array([2.0, 3.0])})
    x = np.array([0.5, 1.0])
    np.testing.assert_array_equal(session.fetch("twice")(f, x), f(f(x)))


def test_where_a_given_function_raises_is_the_students_line(session: Session) -> None:
    session.run("def call(f):\n    return f('x')")
    with pytest.raises(RaisedElsewhere) as caught:
        session.fetch("call")(GivenFunction("f", "def f(x):\n    return np.sin(x)"))
    assert caught.value.where == "line 2: `return f('x')`"


def test_a_generator_of_random_numbers_goes_on_there_from_the_same_state(session: Session) -> None:
    session.run("def draw(rng):\n    return rng.permutation(5)")
    rng = np.random.default_rng(7)
    rng.normal(size=3)
    drawn = session.fetch("draw")(rng)
    np.testing.assert_array_equal(drawn, rng.permutation(5))


def test_a_view_with_gaps_is_one_there_too_and_its_changes_come_back(session: Session) -> None:
    session.run("def f(X):\n    X.ravel()[:] = 0\n    X[0] += 1\n    return X.flags.forc, X.copy()")
    X = np.arange(12.0).reshape(4, 3)
    f = session.fetch("f")
    contiguous, result = f(X[::2])
    assert not contiguous
    np.testing.assert_array_equal(result, [[1, 2, 3], [6, 7, 8]])
    np.testing.assert_array_equal(X[::2], result)
    assert f(X)[0] is True


@pytest.mark.parametrize(
    ("body", "shared"),
    [
        ("X", True),
        ("X[:1]", True),
        ("(X.T, 1)", True),
        ("X.copy()", False),
        ("2 * X", False),
        ("np.array([])", False),
    ],
)
def test_memory_that_a_result_shares_with_an_argument_is_told(
    session: Session, body: str, shared: bool
) -> None:
    session.run(f"import numpy as np\ndef f(X):\n    return {body}")
    f = session.fetch("f")
    f(np.ones((2, 3)))
    assert f.shares_arguments() is shared


def test_memory_that_a_gradient_shares_with_the_forward_is_told(session: Session) -> None:
    session.run(
        "def unit(X):\n    Y = X + 1\n    return Y, lambda kind: {'Y': Y, 'X': X}.get(kind)"
    )
    _, back = session.fetch("unit")(np.ones(3))
    for kind, shared in (("Y", True), ("X", True), ("none", False)):
        back(kind)
        assert back.shares_earlier() is shared


def test_an_exception_names_the_students_own_line(session: Session) -> None:
    session.run("def f(x):\n    y = x + 1\n    return y / 0")
    with pytest.raises(RaisedElsewhere) as caught:
        session.fetch("f")(1)
    assert caught.value.ename == "ZeroDivisionError"
    assert caught.value.where == "line 3: `return y / 0`"


def test_an_exception_that_cannot_be_printed_is_still_told(session: Session) -> None:
    session.run("class E(Exception):\n    def __str__(self): raise self\ndef f():\n    raise E()")
    with pytest.raises(RaisedElsewhere) as caught:
        session.fetch("f")()
    assert caught.value.ename == "E"


@pytest.mark.parametrize("result", ["x", "'a' * (2**26 + 1)"])
def test_a_result_that_cannot_be_sent_is_the_students_error(session: Session, result: str) -> None:
    session.run(f"def f():\n    x = []\n    x.append(x)\n    return {result}")
    with pytest.raises(RaisedElsewhere, match="WireError"):
        session.fetch("f")()


def test_an_endless_call_is_stopped(session: Session) -> None:
    session.run("def f():\n    while True:\n        pass")
    with pytest.raises(Stopped, match="took longer than 2 seconds"):
        session.fetch("f")()
    assert not session.running


def test_an_endless_generator_is_stopped(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.judging.handles.MAX_ITERATIONS", 50)
    session.run("import itertools\ndef f():\n    yield from itertools.count()")
    with pytest.raises(Stopped, match="does it ever stop"):
        list(session.fetch("f")())


@pytest.mark.parametrize(
    "end",
    [
        "import os; os._exit(0)",
        "import os; os.kill(os.getpid(), 9)",
        "import ctypes; ctypes.string_at(0)",
    ],
    ids=["exit", "kill", "crash"],
)
def test_a_death_is_told_and_a_new_interpreter_starts(session: Session, end: str) -> None:
    with pytest.raises(Stopped, match="ended the whole Python process"):
        session.run(end)
    session.start()
    assert session.run("1")[1]


def test_several_names_are_fetched_at_once(session: Session) -> None:
    session.run("a, b = 1, [2]")
    assert session.fetch_all(["a", "b", "c"]) == {"a": 1, "b": [2]}
    assert session.fetch_all([]) == {}


def test_what_is_too_large_together_is_fetched_one_by_one(session: Session) -> None:
    session.run("import numpy as np; a, b = np.zeros((2, 5 * 2**20))")
    assert wire.MAX_BYTES < 2 * 8 * 5 * 2**20
    assert {name: len(value) for name, value in session.fetch_all(["a", "b"]).items()} == {
        "a": 5 * 2**20,
        "b": 5 * 2**20,
    }


def test_what_was_not_asked_for_is_not_taken(session: Session) -> None:
    session.run("""
import gc
for each in gc.get_objects():
    if type(each).__name__ == "Worker":
        each._requests["fetch"] = lambda *names: {"x": 1, "np": 2}
""")
    with pytest.raises(Stopped, match="an answer that is none"):
        session.fetch_all(["x"])


def test_forged_answers_on_the_socket_are_no_answers(session: Session) -> None:
    # The student's process owns its end of the socket: what it writes there is data like any other.
    forge = """
import os, socket, struct
for fd in range(3, 64):
    try:
        os.write(fd, struct.pack(">I", 5) + b"\\x93\\xa2ok")
    except OSError:
        pass
"""
    with pytest.raises(Stopped):
        session.run(forge)
        session.fetch("anything")


def test_a_lost_object_is_told(session: Session) -> None:
    session.run("def f(): pass")
    f = session.fetch("f")
    session.start()
    with pytest.raises(Stopped, match="lost"):
        f()


def test_the_whole_submission_has_a_time_limit(walls: Walls) -> None:
    limits = Limits(cell_seconds=30, submission_seconds=1)
    with Session(Walls(limits), ()) as session:
        with pytest.raises(Stopped, match="whole notebook took longer than 1 seconds"):
            session.run("while True: pass")
        assert session.time_is_up


def test_sessions_leave_no_open_descriptors(walls: Walls) -> None:
    with Session(walls, ()):
        gc.collect()  # what stays is there now: the warm interpreter
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        with Session(walls, ()) as session:
            session.run("1")
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == before
