"""Copies are found under other names, and what the exercise or the class has in common is none."""

import random

import pytest

from autograder.report.fragments import statements, windows
from autograder.report.near_copies import near_copies

SOLUTION = "def loss(W, X):\n    A = X @ W\n    Z = np.maximum(A, 0)\n    return (Z ** 2).mean()"
PARTS = ("forward", "backward", "train")
# Ways to write one line, as a class has them.
WAYS = (
    ("{a} = X @ W", "{a} = np.dot(X, W)", "{a} = np.einsum('ij,jk', X, W)", "{a} = X.dot(W)"),
    ("{b} = np.maximum({a}, 0)", "{b} = {a} * ({a} > 0)", "{b} = np.where({a} > 0, {a}, 0)"),
    ("{c} = {b}.sum(axis=0)", "{c} = np.sum({b}, 0)", "{c} = sum({b})", "{c} = np.add.reduce({b})"),
    ("{d} = {c} / len(X)", "{d} = {c} * (1 / X.shape[0])", "{d} = {c} / X.shape[0]"),
    ("{e} = {d} ** 2", "{e} = {d} * {d}", "{e} = np.square({d})", "{e} = np.power({d}, 2)"),
    ("{f} = {e} - {e}.max()", "{f} = {e} - np.max({e})", "{f} = {e} - max({e})"),
    ("{g} = np.exp({f})", "{g} = np.e ** {f}", "{g} = 1 / np.exp(-{f})"),
    ("{h} = {g} / {g}.sum()", "{h} = {g} / np.sum({g})", "{h} = {g} * (1 / sum({g}))"),
)


def answer(ways: random.Random, names: str) -> str:
    """One student's answer: a way for each line, under names of one's own."""
    own = {letter: f"{names}{place}" for place, letter in enumerate("abcdefgh")}
    lines = [ways.choice(line).format(**own) for line in WAYS]
    return "\n    ".join(["def loss(W, X):", *lines, f"return {own['h']}"])


def a_class(size: int, seed: int = 0) -> dict[str, dict[str, str]]:
    return {
        f"s{number}": {
            part: answer(random.Random(f"{seed} {number} {part}"), f"v{number}_") for part in PARTS
        }
        for number in range(size)
    }


@pytest.mark.parametrize("size", [20, 200])
def test_a_copy_under_other_names_is_found_and_nobody_else(size: int) -> None:
    answers = a_class(size)
    answers["copy"] = {
        part: answer(random.Random(f"0 7 {part}"), "mine") + "  # by me" for part in PARTS
    }
    (pair,) = near_copies(answers, [])
    assert pair.students == ("s7", "copy")
    assert {each.answer for each in pair.agreements} == {*PARTS}
    assert all(each.shared == each.unusual for each in pair.agreements)


def in_one(parts: dict[str, str]) -> dict[str, str]:
    """All parts as one answer, in which each has lines of its own."""
    texts = (text.replace("\n", f" + {place}\n") for place, text in enumerate(parts.values()))
    return {"loss": "\n\n".join(text.replace(f": + {i}", ":") for i, text in enumerate(texts))}


def test_in_a_lesson_of_one_exercise_a_copy_is_found_too() -> None:
    answers = {name: in_one(parts) for name, parts in a_class(40).items()}
    copied = {part: answer(random.Random(f"0 7 {part}"), "mine") for part in PARTS}
    answers["copy"] = in_one(copied)
    assert [pair.students for pair in near_copies(answers, [])] == [("s7", "copy")]


def test_an_honest_class_gives_no_pair() -> None:
    assert near_copies(a_class(100, seed=1), []) == []


def test_what_many_wrote_and_what_the_course_has_counts_nothing() -> None:
    answers = a_class(40)
    for number in range(10):
        answers[f"s{number}"] = dict.fromkeys(PARTS, SOLUTION)
    assert near_copies(answers, []) == []
    answers = a_class(40) | {name: dict.fromkeys(PARTS, SOLUTION) for name in ("x", "y")}
    assert near_copies(answers, [])
    assert near_copies(answers, [dict.fromkeys(PARTS, SOLUTION)]) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(:",
        "x" * 200_000,
        "(" * 500,
        "a = " + "-" * 5000 + "1",
        "x = " + "9" * 6000,
        "\x00",
        "",
    ],
)
def test_what_is_no_code_stops_nothing(source: str) -> None:
    assert near_copies({"ada": {"f": source}, "ben": {"f": source}}, []) == []


def keys(source: str) -> list[int]:
    return [key for key, _ in windows(statements(source))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = b + 1\nc = a", "x = b + 1\ny = x"),
        ("a = a + 1", "a += 1"),
        ("a: int = 1", "a = 1"),
        ("def f(x: int) -> int:\n    'doc'\n    return x", "def f(y):\n    return y"),
    ],
)
def test_the_same_in_other_words_is_the_same(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = np.dot(b, c)", "a = np.add(b, c)"),
        ("a = 1\nb = a", "a = 1\nb = b"),
        ("a = 1", "a = 1.0"),
        ("a = b + c", "a = b - c"),
    ],
)
def test_something_else_is_something_else(one: str, other: str) -> None:
    assert keys(one) != keys(other)
