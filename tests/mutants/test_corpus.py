"""Every check rejects what is wrong, with the right sentence, and accepts what is right."""

import functools
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from tests.mutants import corpus, long_run, record, table
from tests.mutants.corpus import Name, Survey

OfLesson: TypeAlias = Callable[[str], tuple[Survey, ...]]
OfExercise: TypeAlias = Callable[[Name], Survey]

NAMES = corpus.exercise_names()
VARIANTS = 4  # at least, of every exercise
DIAGNOSED = 0.9
RUNS = 1_000  # of each exercise at least, over all its correct variants

every_exercise = pytest.mark.parametrize("name", NAMES, ids=":".join)


@pytest.fixture(scope="module")
def survey() -> Iterator[OfLesson]:
    with corpus.processes() as workers:
        yield functools.cache(lambda lesson: corpus.survey(lesson, corpus.FEW, workers))


@pytest.fixture(scope="module")
def surveyed(survey: OfLesson) -> OfExercise:
    return lambda name: next(each for each in survey(name[0]) if each.exercise == name[1])


@every_exercise
def test_each_known_mistake_is_rejected_with_its_own_sentence(
    name: Name, surveyed: OfExercise
) -> None:
    assert {m: problem for m, problem in surveyed(name).mistakes.items() if problem} == {}


@every_exercise
def test_every_variant_that_is_right_is_accepted(name: Name, surveyed: OfExercise) -> None:
    variants = surveyed(name).variants
    assert {variant: problem for variant, problem in variants.items() if problem} == {}


@every_exercise
def test_there_are_enough_variants(name: Name, surveyed: OfExercise) -> None:
    assert len(surveyed(name).variants) >= VARIANTS


@every_exercise
def test_every_mutant_is_rejected_under_every_seed_unless_listed_as_equivalent(
    name: Name, surveyed: OfExercise
) -> None:
    assert surveyed(name).sometimes == {}
    assert sorted(surveyed(name).survivors - corpus.equivalent_of(name).keys()) == []


@every_exercise
def test_what_is_listed_as_equivalent_is_a_mutant_and_accepted(
    name: Name, surveyed: OfExercise
) -> None:
    assert sorted(corpus.equivalent_of(name).keys() - surveyed(name).survivors) == []


def test_no_equivalent_is_listed_for_an_exercise_that_is_not_there() -> None:
    listed = corpus.equivalent()
    assert {(lesson, each) for lesson, its in listed.items() for each in its} <= set(NAMES)


@every_exercise
def test_no_check_breaks_down_over_a_mutant(name: Name, surveyed: OfExercise) -> None:
    assert {m.change: m.crashed for m in surveyed(name).mutants if m.crashed} == {}


@every_exercise
def test_no_diagnosis_is_contradicted_by_the_numbers(name: Name, surveyed: OfExercise) -> None:
    assert {m.change: m.refuted for m in surveyed(name).mutants if m.refuted} == {}


def test_nine_in_ten_of_the_mutants_with_a_general_pattern_are_diagnosed_right(
    survey: OfLesson,
) -> None:
    for lesson in corpus.all_lessons():
        matching = [mutant for each in survey(lesson) for mutant in each.with_pattern]
        missed = {m.change: (m.pattern, m.diagnosed) for m in matching if not m.right}
        assert len(missed) <= (1 - DIAGNOSED) * len(matching), missed


@pytest.mark.parametrize("lesson", corpus.all_lessons())
def test_the_record_is_of_the_checks_as_they_are_now(lesson: str) -> None:
    """Make it anew with `python -m tests.mutants LESSON`."""
    kept = record.kept(lesson)
    assert kept is not None and kept.is_current


@every_exercise
def test_under_all_seeds_all_went_well(name: Name) -> None:
    kept = record.kept(name[0])
    assert kept is not None
    row = next(row for row in kept.rows if row.exercise == name[1])
    assert row.mistakes[0] == row.mistakes[1]
    assert row.killed + row.equivalent == row.mutants
    assert row.equivalent == len(corpus.equivalent_of(name))
    assert row.variants[0] == row.variants[1]


def test_the_page_is_up_to_date() -> None:
    """Write it anew with `python -m tests.mutants`."""
    records = [kept for lesson in corpus.all_lessons() if (kept := record.kept(lesson))]
    assert table.PAGE.read_text(encoding="utf-8") == table.page(records)


def test_no_false_alarm_in_a_thousand_runs_of_each_exercise_that_draws() -> None:
    """They are done by `python -m tests.mutants --runs 1000`; here it is seen that they were."""
    counts = {(count.lesson, count.exercise): count for count in long_run.last()}
    assert list(counts) == long_run.drawing()
    assert all(count.runs >= RUNS and not count.rejected for count in counts.values())
