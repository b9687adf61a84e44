"""A lesson: its exercises in order, and what of the library they may use."""

from dataclasses import dataclass

from backprop_lib.exercises.exercise import Exercise


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

    @property
    def points(self) -> int:
        """The points of all exercises together."""
        return sum(exercise.points for exercise in self.exercises)

    def progress(self) -> None:
        """Print each exercise with its points and how its last check here went."""
        width = max(len(exercise.name) for exercise in self.exercises)
        print(f"{self.name}: {self.title}")
        for exercise in self.exercises:
            unit = "point " if exercise.points == 1 else "points"
            print(f"  {exercise.name:<{width}}  {exercise.points:>2} {unit}  {exercise.verdict}")
        passed = [exercise for exercise in self.exercises if exercise.verdict == "passed"]
        print(
            f"{len(passed)} of {len(self.exercises)} passed, "
            f"{sum(exercise.points for exercise in passed)} of {self.points} points"
        )
