"""What the checks do with the class Tensor, scenario by scenario."""

from collections.abc import Callable
from typing import Any, TypeAlias

from backprop_lib.exercises.automatic_differentiation import programs
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import WrongForm, a_kind
from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable

Build: TypeAlias = Callable[[Any, Any, Any], Any]

ARGUMENTS = ("x", "y", "z", "k")
LONG, DOUBLINGS, STEPS = 3000, 20, 20_000

RECURSION = (
    f"RecursionError: backward goes down a chain of {LONG:,} Tensors by calling itself once for "
    "each, and Python stops at about a thousand calls inside one another: keep a list of what is "
    "still to be visited, and loop."
)
TOO_MANY = (
    f"{DOUBLINGS} Tensors, each the one before added to itself, took backward more than {STEPS:,} "
    "steps: it goes down every path, and there are a million. Sort them first; then each is passed "
    "once."
)


def draw_numbers(rng: Rng) -> list[Case]:
    """Positive and negative numbers in every place, below 1 and above, none near 0; a number k."""
    cases = []
    for signs, size in (((1, -1, 1), 0.3), ((-1, 1, 1), 1.0), ((-1, -1, -1), 1.0)):
        x, y, z = (float(sign * size * rng.uniform(0.5, 3.0)) for sign in signs)
        cases.append(Case((x, y, z, float(rng.uniform(1.5, 4.0)))))
    return cases


def draw_lengths(rng: Rng) -> list[Case]:
    """A short chain and a long one, and the number that each starts from."""
    return [Case((float(rng.uniform(0.5, 2.0)), n)) for n in (int(rng.integers(30, 60)), LONG)]


def play_values(Tensor: Any, x: float, y: float, z: float, k: float) -> dict[str, Any]:
    """The values of single operations, and of several."""
    a, b, c = Tensor(x), Tensor(y), Tensor(z)
    found = {"a.grad before backward": a.grad}
    made = {
        "a + b": lambda: a + b,
        "a * b": lambda: a * b,
        "a.relu()": lambda: a.relu(),
        "b.relu()": lambda: b.relu(),
        "a + k": lambda: a + k,
        "k + a": lambda: k + a,
        "a * k": lambda: a * k,
        "k * a": lambda: k * a,
        "(a * b + c).relu()": lambda: (a * b + c).relu(),
    }
    found |= {f"the value of {name}": _value(name, compute) for name, compute in made.items()}
    return found | {"a.value after all of this": a.value}


def play_gradients(Tensor: Any, x: float, y: float, z: float, k: float) -> dict[str, Any]:
    """The grads of expressions in which each Tensor is used once."""
    found: dict[str, Any] = {}
    expressions: tuple[tuple[str, str, Build], ...] = (
        ("a + b", "ab", lambda a, b, _: a + b),
        ("a * b", "ab", lambda a, b, _: a * b),
        ("a.relu() + b.relu()", "ab", lambda a, b, _: a.relu() + b.relu()),
        ("k * a + k", "a", lambda a, _, __: k * a + k),
        ("(a * b + c).relu() * k", "abc", lambda a, b, c: (a * b + c).relu() * k),
    )
    for name, letters, build in expressions:
        a, b, c = Tensor(x), Tensor(y), Tensor(z)
        out = build(a, b, c)
        out.backward()
        used = zip(letters, (a, b, c), strict=False)
        found |= {f"{letter}.grad for {name}": t.grad for letter, t in used}
        found[f"out.grad for {name}"] = out.grad
    return found


def play_branches(Tensor: Any, x: float, y: float, z: float, k: float) -> dict[str, Any]:
    """The grads of expressions in which Tensors are used more than once."""
    found: dict[str, Any] = {}

    def diamond(a: Any, b: Any, c: Any) -> Any:
        u = a + b
        return u * c + u

    def other_way_round(a: Any, b: Any, c: Any) -> Any:
        u = a + b
        return u + c * u

    def short_and_long(a: Any, b: Any, c: Any) -> Any:
        u = a * b
        v = u * k + c
        return (v * u + v) * u

    def doubled(a: Any, b: Any, _: Any) -> Any:
        u = a + b
        v = u + u
        w = v + v
        return w * w

    expressions: tuple[tuple[str, str, Build], ...] = (
        ("a + a", "a", lambda a, _, __: a + a),
        ("a * a", "a", lambda a, _, __: a * a),
        ("a * b + b", "ab", lambda a, b, _: a * b + b),
        ("u = a + b; u * c + u", "abc", diamond),
        ("u = a + b; u + c * u", "abc", other_way_round),
        ("u = a * b; v = u * k + c; (v * u + v) * u", "abc", short_and_long),
        ("u = a + b; v = u + u; w = v + v; w * w", "ab", doubled),
    )
    for name, letters, build in expressions:
        a, b, c = Tensor(x), Tensor(y), Tensor(z)
        build(a, b, c).backward()
        found |= {
            f"{letter}.grad for {name}": t.grad
            for letter, t in zip(letters, (a, b, c), strict=False)
        }
    return found


def play_again(Tensor: Any, x: float, y: float, z: float, k: float) -> dict[str, Any]:
    """backward called twice, on another result of the same Tensors, and on a part."""
    a, b, c = Tensor(x), Tensor(y), Tensor(z)
    u = a * b
    out = u * k + c + u
    found: dict[str, Any] = {}
    for time in ("once", "twice"):
        out.backward()
        found |= {f"{n}.grad, backward called {time}": t.grad for n, t in (("a", a), ("b", b))}
    other = (a + b) * a
    other.backward()
    found |= {f"{n}.grad for another result": t.grad for n, t in (("a", a), ("b", b))}
    u.backward()
    return found | {f"{n}.grad for a part": t.grad for n, t in (("a", a), ("b", b), ("u", u))}


def play_deep(Tensor: Any, x: float, n: int) -> dict[str, Any]:
    """A chain of n Tensors, and 20 with a million paths through them."""
    methods = (programs.ADDED_UP, programs.DOUBLED, programs.BACKWARD_IN)
    remote = isinstance(Tensor, RemoteCallable)
    for given in methods:
        setattr(Tensor, given.name, given if remote else given.function)
    try:
        found = {}
        a = Tensor(x)
        out = a.added_up(n)
        found["the value after n additions"] = _value("a + a", lambda: out)
        with_limit(lambda: out.backward())
        found["a.grad after n additions"] = a.grad
        a = Tensor(x)
        out = a.doubled(DOUBLINGS)
        with_limit(lambda: a.backward_in(out, STEPS))
        return found | {f"a.grad after {DOUBLINGS} doublings": a.grad}
    finally:
        if not remote:
            for given in methods:
                delattr(Tensor, given.name)


def with_limit(run: Callable[[], object]) -> None:
    """Run what may recurse too deeply or take too many steps, and say so."""
    try:
        run()
    except (Exception, RaisedElsewhere) as error:
        name = error.ename if isinstance(error, RaisedElsewhere) else type(error).__name__
        if name == "RecursionError":
            raise WrongForm(RECURSION) from None
        if name == "TooManySteps":
            raise WrongForm(TOO_MANY) from None
        raise


def _value(name: str, compute: Callable[[], Any]) -> Any:
    """The value of what an operation gives. Raises WrongForm when that is no Tensor."""
    try:
        made = compute()
    except TypeError as error:
        if "arithmetic of" in str(error):  # of a handle, which gave plain data or None
            raise WrongForm(f"{name} is no Tensor: return Tensor(...).") from None
        raise
    if not hasattr(made, "value"):
        raise WrongForm(f"{name} is no Tensor but {a_kind(made)}: return Tensor(...).")
    return made.value
