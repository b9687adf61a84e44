"""The state of a Playground: what was chosen, as a dict or a link, checked in every part."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from backprop_lib.widgets.choices import CHOICES, PROBLEM, VERSION

Point = tuple[float, float, float]
LISTS = ("features", "hidden", "points")
EXTENT = 3.0  # points lie between -EXTENT and EXTENT


class BadState(ValueError):
    """A state that cannot be restored, or a choice that there is not; says which and why."""


@dataclass(frozen=True)
class Config:
    """Everything that is chosen in a Playground; with the seed it repeats a training run.

    noise and train_share are percentages; batch_size 0 means all samples; hidden holds the number
    of units of each hidden layer; points are own samples (x1, x2, target), target -1 or 1.
    Raises BadState for a choice that there is not.
    """

    seed: int = 1
    data: str = "circle"
    samples: int = 200
    noise: int = 10
    train_share: int = 50
    batch_size: int = 10
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (4, 2)
    activation: str = "tanh"
    init: str = "xavier"
    optimizer: str = "plain"
    learning_rate: float = 0.1
    regularisation: str = "none"
    regularisation_rate: float = 0.0
    steps_per_frame: int = 5
    show_test: bool = False
    discretise: bool = False
    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        for name in LISTS:
            object.__setattr__(self, name, _as_tuple(name, getattr(self, name)))
        for field in fields(self):
            _check(field.name, getattr(self, field.name))

    @property
    def problem(self) -> str:
        """classification or regression, as the data are."""
        return PROBLEM[self.data]

    def changed(self, changes: Mapping[str, Any]) -> "Config":
        """The same with other choices; raises BadState for a name or a value that there is not."""
        known = {field.name for field in fields(self)}
        for name in changes:
            if name not in known:
                raise BadState(f"{name} is nothing that can be chosen: {', '.join(sorted(known))}")
        return replace(self, **changes)


def to_dict(
    config: Config, weights: list[list[Any]] | None = None, step: int = 0
) -> dict[str, Any]:
    """The state as plain data, with the weights and the number of steps if given."""
    made: dict[str, Any] = {"version": VERSION, **asdict(config)}
    made |= {name: [_plain(item) for item in made[name]] for name in LISTS}
    return made if weights is None else {**made, "step": step, "weights": weights}


def from_dict(state: Mapping[str, Any]) -> Config:
    """The choices of a state; its weights are left to `weights_of`. Raises BadState."""
    if not isinstance(state, Mapping):
        raise BadState(f"the state is a {type(state).__name__}: a dict or a link is needed")
    if "version" not in state:
        raise BadState("the state is damaged: it has no version")
    if state["version"] != VERSION:
        raise BadState(
            f"the state is of version {state['version']!r}, this Playground reads {VERSION}"
        )
    rest = {name: state[name] for name in state if name not in ("version", "weights", "step")}
    return Config().changed(rest)


def read(text: str) -> Any:
    """What a text holds: the dict of a state, or else the text, which may be a link.

    Raises BadState for no text, and for the beginning of a state.
    """
    if not text.strip():
        raise BadState("there is nothing to bring back: paste a link or a state")
    try:
        kept = json.loads(text)
    except ValueError:
        if text.lstrip().startswith("{"):
            raise BadState("the state is damaged: a part of it is missing or changed") from None
        return text
    return kept if isinstance(kept, dict) else text


def to_link(config: Config, page: str = "") -> str:
    """The choices as the part of an address behind #; `page` is what comes before it."""
    pairs = to_dict(config)
    for name in LISTS:
        items = [_text(item) for item in pairs[name]]
        pairs[name] = (";" if name == "points" else ",").join(items)
    for name, value in pairs.items():
        pairs[name] = _text(value)
    return f"{page}#{urlencode(pairs, quote_via=quote, safe=',;^')}"


def from_link(link: str) -> Config:
    """The choices of a link, or of the part behind its #. Raises BadState."""
    pairs = dict(parse_qsl(link.rpartition("#")[2], keep_blank_values=True))
    start = to_dict(Config())
    read: dict[str, Any] = {}
    for name, text in pairs.items():
        if name not in start:
            raise BadState(f"the link is damaged: {name!r} is nothing that can be chosen")
        try:
            read[name] = _from_text(name, text, start[name])
        except ValueError:
            raise BadState(f"the link is damaged: {name} is {text!r}") from None
    return from_dict(read)


def _from_text(name: str, text: str, like: Any) -> Any:
    if name == "points":
        return [[float(n) for n in point.split(",")] for point in text.split(";") if point]
    if name in LISTS:
        items = [item for item in text.split(",") if item]
        return [int(item) for item in items] if name == "hidden" else items
    return text if isinstance(like, str) else json.loads(text)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(_text(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)


def _plain(item: Any) -> Any:
    return list(item) if isinstance(item, tuple) else item


def _as_tuple(name: str, value: Any) -> tuple[Any, ...]:
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        raise BadState(f"{name} is {value!r}: give a list, for example {_example(name)}")
    return tuple(tuple(item) if name == "points" and hasattr(item, "__iter__") else item
                 for item in value)  # fmt: skip


def _example(name: str) -> Any:
    return [[1, 1, -1]] if name == "points" else CHOICES["start"][name]


def _check(name: str, value: Any) -> None:
    if name in CHOICES["ranges"]:
        _check_number(name, value)
    elif name == "features":
        _check_features(value)
    elif name == "hidden":
        _check_hidden(value)
    elif name == "points":
        _check_points(value)
    elif isinstance(CHOICES["start"][name], bool):
        if not isinstance(value, bool):
            raise BadState(f"{name} is {value!r}: it is True or False")
    else:
        offered = PROBLEM if name == "data" else CHOICES[name]
        if not isinstance(value, str) or value not in offered:
            raise BadState(f"{name} is {value!r}: choose one of {', '.join(offered)}")


def _check_number(name: str, value: Any) -> None:
    low, high = CHOICES["ranges"][name]
    whole = not name.endswith("_rate")
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
        kind = "a whole number" if whole else "a number"
        raise BadState(f"{name} is {value!r}: it is {kind} from {low:g} to {high:.9g}")


def _check_features(value: tuple[Any, ...]) -> None:
    if not value:
        raise BadState("features is empty: the net needs at least one input")
    for item in value:
        if item not in CHOICES["features"] or value.count(item) > 1:
            offered = ", ".join(CHOICES["features"])
            raise BadState(f"features holds {item!r}: choose of {offered}, each once")


def _check_hidden(value: tuple[Any, ...]) -> None:
    layers, units = CHOICES["layers"], CHOICES["units"]
    whole = all(isinstance(q, int) and not isinstance(q, bool) for q in value)
    if not whole or len(value) > layers or not all(1 <= q <= units for q in value):
        raise BadState(
            f"hidden is {list(value)}: up to {layers} layers, each of 1 to {units} units"
        )


def _check_points(value: tuple[Any, ...]) -> None:
    if len(value) > CHOICES["points"]:
        raise BadState(f"points holds {len(value)}: at most {CHOICES['points']}")
    for point in value:
        if not (
            isinstance(point, tuple)
            and len(point) == 3
            and all(isinstance(n, int | float) and math.isfinite(n) for n in point)
            and max(abs(point[0]), abs(point[1])) <= EXTENT
            and point[2] in (-1, 1)
        ):
            raise BadState(
                f"points holds {point!r}: a point is (x1, x2, target), x1 and x2 from "
                f"{-EXTENT:g} to {EXTENT:g} and target -1 or 1"
            )
