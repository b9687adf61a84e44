"""A lesson: its exercises in order, what of the library they may use, and how far one is."""

from dataclasses import dataclass
from pathlib import Path

from backprop_lib.exercises import progress_file
from backprop_lib.exercises.exercise import WHOLE, Exercise
from backprop_lib.exercises.show import in_notebook


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    name: the assignment's, such as "07_xor"; given: the modules of backprop_lib that may be
    imported while the lesson is graded; exercises: in the order of the notebook.
    """

    name: str
    title: str
    given: tuple[str, ...]
    exercises: tuple[Exercise, ...]

    def __post_init__(self) -> None:
        for exercise in self.exercises:
            exercise.on_check = self._record

    @property
    def points(self) -> int:
        """The points of all exercises together."""
        return sum(exercise.points for exercise in self.exercises)

    def progress(self) -> None:
        """Print each exercise with its points and how its last check went, here or earlier."""
        if in_notebook():
            self.recall(Path.cwd())
        width = max(len(exercise.name) for exercise in self.exercises)
        print(f"{self.name}: {self.title}")
        for exercise in self.exercises:
            unit = "point " if exercise.points == 1 else "points"
            print(f"  {exercise.name:<{width}}  {exercise.points:>2} {unit}  {_state(exercise)}")
        print(self.summary())

    def doctor(self, notebook: str | Path | None = None) -> None:
        """Print what is wrong with the notebook's file, as last saved, and with this Python.

        notebook: the file, by default the one in which this is called.
        """
        from backprop_lib.doctor import doctor

        doctor(self, notebook)

    def summary(self) -> str:
        """How many exercises are passed, and how many points they bring."""
        passed = [exercise for exercise in self.exercises if exercise.verdict == "passed"]
        points = sum(
            points
            for exercise in self.exercises
            for part, points in exercise.parts.items()
            if exercise.verdicts[part] == "passed"
        )
        return f"{len(passed)} of {len(self.exercises)} passed, {points} of {self.points} points"

    def recall(self, folder: Path) -> None:
        """Take over what the file in `folder` knows of exercises that were not checked here."""
        kept = progress_file.read(folder).get(self.name, {})
        for exercise in self.exercises:
            for part, verdict in kept.get(exercise.name, {}).items():
                if exercise.verdicts.get(part) == "not attempted":
                    exercise.verdicts[part] = verdict

    def _record(self, exercise: Exercise) -> None:
        if in_notebook():
            self.recall(Path.cwd())
            told = progress_file.record(Path.cwd(), self.name, exercise.name, exercise.verdicts)
            if told:
                print(told)


def _state(exercise: Exercise) -> str:
    if WHOLE in exercise.parts:
        return exercise.verdict
    return ", ".join(f"{part} {verdict}" for part, verdict in exercise.verdicts.items())
