"""The corpus: every exercise against its known mistakes, its mutants and its correct variants."""

import functools
import importlib
import json
import multiprocessing
import os
import warnings
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from backprop_lib.exercises import lessons
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.report import Report
from backprop_lib.exercises.value import ValueExercise
from tests.mutants import oracle
from tests.mutants.mutate import Endless, Mutant, define, has_source, mutants, time_limit
from tests.mutants.probe import Call, Probe
from tests.mutants.remembering import remembering
from tests.mutants.samples import EXERCISES

SEEDS = range(20)
FEW = range(1)  # for every run of the tests, which also see that the counts kept are current
WATCHED = 6  # seeds whose calls are looked at again by the oracle
CHUNK = 12  # mutants that a worker takes at a time
EQUIVALENT = Path(__file__).with_name("equivalent.json")

SAMPLES = "samples"

Name: TypeAlias = tuple[str, str]  # lesson, exercise


@dataclass(frozen=True)
class MutantResult:
    """How one mutant fared.

    passed: the seeds under which it was accepted; crashed: what the check itself raised; pattern:
    what the oracle sees in every wrong array, empty when a part of it has no pattern; diagnosed:
    what the checks called it; right: whether that agrees with the numbers; refuted: names that the
    numbers contradict.
    """

    operator: str
    change: str
    passed: tuple[int, ...]
    crashed: str = ""
    pattern: tuple[str, ...] = ()
    diagnosed: tuple[str, ...] = ()
    right: bool = False
    refuted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """All that was found out about one exercise under a number of seeds.

    mistakes, variants: for each by its name what went wrong, empty when nothing did.
    """

    lesson: str
    exercise: str
    mistakes: dict[str, str]
    variants: dict[str, str]
    mutants: tuple[MutantResult, ...]
    seeds: int = len(SEEDS)

    @property
    def survivors(self) -> set[str]:
        """The changes that were accepted under every seed."""
        return {each.change for each in self.mutants if len(each.passed) == self.seeds}

    @property
    def sometimes(self) -> dict[str, tuple[int, ...]]:
        """The changes that were accepted under some seeds only, and these."""
        return {m.change: m.passed for m in self.mutants if 0 < len(m.passed) < self.seeds}

    @property
    def with_pattern(self) -> tuple[MutantResult, ...]:
        """The mutants that match a general pattern in all that is wrong with them."""
        return tuple(each for each in self.mutants if each.pattern)


def exercise_names() -> list[Name]:
    """Every exercise of every lesson, in order, and the samples."""
    return [(lesson, each.name) for lesson in all_lessons() for each in _lesson(lesson)]


def all_lessons() -> tuple[str, ...]:
    """The names of the lessons, and of the samples."""
    return (*lessons(), SAMPLES)


def module_of(lesson: str) -> str:
    """The last part of the name of the module that has a lesson's exercises."""
    return SAMPLES if lesson == SAMPLES else lessons()[lesson].rpartition(".")[2]


def find(name: Name) -> Exercise:
    """The exercise of that name."""
    return next(each for each in _lesson(name[0]) if each.name == name[1])


@functools.lru_cache(maxsize=1)
def _remembering(name: Name) -> Any:
    return remembering(find(name))


def variants(name: Name) -> dict[str, Any]:
    """The correct variants of an exercise; for a quiz the right letter in other spellings.

    Those of a lesson are in tests/mutants/variants/, in a module named like the lesson's.
    """
    exercise: Any = find(name)
    if hasattr(exercise, "why_wrong"):
        right = exercise.right
        forms = (right, right.upper(), f" {right} ", f"{right}.", f"{right})")
        return {repr(form): form for form in forms}
    collected = importlib.import_module(f"tests.mutants.variants.{module_of(name[0])}").VARIANTS
    return {getattr(each, "__name__", repr(each)): each for each in collected[name[1]]}


def known_mistakes(name: Name) -> dict[str, tuple[Any, str]]:
    """The known mistakes of an exercise, of a quiz its wrong options: answer and sentence."""
    exercise: Any = find(name)
    if hasattr(exercise, "why_wrong"):
        return {letter: (letter, text) for letter, text in exercise.why_wrong.items()}
    is_value = isinstance(exercise, ValueExercise)
    return {
        m.name: (m.wrong() if is_value else m.wrong, m.sentence)
        for m in getattr(exercise, "mistakes", ())
    }


def mutants_of(name: Name) -> list[Mutant]:
    """The mutants of an exercise's reference, none where there is no source to change."""
    reference: Any = getattr(find(name), "reference", None)
    return mutants(reference) if has_source(reference) else []


def equivalent() -> dict[str, dict[str, dict[str, str]]]:
    """The mutants that are no mistakes: lesson, exercise, change, and the reason."""
    found: dict[str, dict[str, dict[str, str]]] = json.loads(EQUIVALENT.read_text())
    return found


def equivalent_of(name: Name) -> dict[str, str]:
    """Those of one exercise: change and reason."""
    return equivalent().get(name[0], {}).get(name[1], {})


def processes() -> ProcessPoolExecutor:
    """Two at most, to judge in: nothing that a mutant does to a module reaches who asks."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=context)


def survey(lesson: str, seeds: range, workers: Executor) -> tuple[Survey, ...]:
    """One lesson's part of the corpus, every exercise in order."""
    names = [name for name in exercise_names() if name[0] == lesson]
    surveys = [_start(name, seeds, workers) for name in names]
    return tuple(finish() for finish in surveys)


def _lesson(lesson: str) -> tuple[Exercise, ...]:
    if lesson == SAMPLES:
        return EXERCISES
    exercises: tuple[Exercise, ...] = importlib.import_module(lessons()[lesson]).LESSON.exercises
    return exercises


def _start(name: Name, seeds: range, workers: Executor) -> Any:
    count = len(mutants_of(name))
    mistakes = workers.submit(judge_mistakes, name, seeds)
    accepted = workers.submit(judge_variants, name, seeds)
    chunks = [
        workers.submit(judge_mutants, name, range(start, start + CHUNK), seeds)
        for start in range(0, count, CHUNK)
    ]

    def finish() -> Survey:
        found = tuple(result for chunk in chunks for result in chunk.result())
        return Survey(*name, mistakes.result(), accepted.result(), found, len(seeds))

    return finish


def judge_mistakes(name: Name, seeds: range = SEEDS) -> dict[str, str]:
    """Each known mistake under each seed: what was not as it should be, empty when all was."""
    known = known_mistakes(name)
    sentences = {sentence for _, sentence in known.values()}
    results = {}
    for mistake, (answer, sentence) in known.items():
        problem = ""
        for seed in seeds:
            report = _remembering(name).judge(answer, seed)
            told = {each for each in sentences if each in report.message}
            if report.verdict != "failed" or report.mistake != mistake or told != {sentence}:
                problem = problem or f"seed {seed}: {report}"
        results[mistake] = problem
    return results


def judge_variants(name: Name, seeds: Iterable[int]) -> dict[str, str]:
    """Each correct variant under each seed, in whole and in parts: the first that did not pass."""
    seeds = list(seeds)
    exercise = _remembering(name)
    parts = [None, *(part for part in exercise.parts if part)]
    results = {}
    for variant, answer in variants(name).items():
        reports = (exercise.judge(answer, seed, part) for seed in seeds for part in parts)
        results[variant] = next((str(r) for r in reports if r.verdict != "passed"), "")
    return results


def judge_mutants(name: Name, places: range, seeds: range = SEEDS) -> list[MutantResult]:
    """The mutants of an exercise at these places, each under each seed."""
    some = mutants_of(name)[places.start : places.stop]
    return [_judge_mutant(name, mutant, seeds) for mutant in some]


def _judge_mutant(name: Name, mutant: Mutant, seeds: range) -> MutantResult:
    exercise = _remembering(name)
    probe = Probe(exercise.reference)
    reports: list[Report] = []
    crashed = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # no warning may leave a check
            fn = define(mutant.source, exercise.reference)
            answer = fn if isinstance(fn, type) else probe.wrap(fn)
            for seed in seeds:
                probe.room = probe.most if seed < WATCHED else 0
                with time_limit():
                    reports.append(exercise.judge(answer, seed))
    except Endless:
        pass
    except Exception as error:
        crashed = f"{type(error).__name__}: {error}"
    passed = tuple(i for i, report in enumerate(reports) if report.verdict == "passed")
    named = tuple(dict.fromkeys(r.mistake for r in reports if r.mistake))
    result = MutantResult(mutant.operator, mutant.change, passed, crashed, diagnosed=named)
    if any(r.verdict != "failed" for r in reports) or len(reports) < len(seeds):
        return result
    return _second_opinion(result, exercise, probe.calls, always=all(r.mistake for r in reports))


def _second_opinion(
    result: MutantResult, exercise: Any, calls: Sequence[Call], always: bool
) -> MutantResult:
    """The result with what the oracle has to say; always: each report named a mistake."""
    if getattr(exercise, "tolerant", False):
        return result  # right answers have many numbers
    if len(calls) < oracle.SEVERAL or not calls[0].args:
        return result  # nothing is drawn: one answer shows no pattern
    if not any(call.expected for call in calls):
        return result  # no numbers to look at, such as those of a generator
    if any(call.actual is None or call.changed for call in calls):
        return result  # this is told before any pattern
    seen = oracle.seen(calls)
    every = {pattern for found in seen.values() for pattern in found}
    known = {mistake.name: mistake.wrong for mistake in getattr(exercise, "mistakes", ())}
    right, refuted = [], []
    for name in result.diagnosed:
        if name in known:
            agrees = oracle.reproduces(known[name], calls)
        else:
            agrees = any(oracle.agrees(name, pattern) for pattern in every)
        if agrees:
            right.append(name)
        elif name in known or oracle.can_judge(name):
            refuted.append(name)
    return replace(
        result,
        pattern=tuple(sorted(every)) if seen and all(seen.values()) else (),
        right=always and len(right) == len(result.diagnosed),
        refuted=tuple(refuted),
    )
