"""What `nbgrader_config.py` says about the walls, read without importing nbgrader."""

from __future__ import annotations

from traitlets import Bool, Float, Integer
from traitlets.config import Configurable

from autograder.walls.bubblewrap import Limits, Walls

_LIMITS = Limits()


class WallsSettings(Configurable):
    """The settings named `c.JudgeNotebook...`, after the preprocessor that has them, too."""

    enclosed = Bool(True, help="Whether the students' code runs inside walls.").tag(config=True)
    warm = Bool(True, help="Whether they are forked from a warm interpreter.").tag(config=True)
    cell_seconds = Float(_LIMITS.cell_seconds, help="For one cell.").tag(config=True)
    call_seconds = Float(
        _LIMITS.call_seconds, help="For one call of a student's function by a check."
    ).tag(config=True)
    submission_seconds = Float(
        _LIMITS.submission_seconds, help="For a notebook with all its checks."
    ).tag(config=True)
    check_seconds = Float(
        _LIMITS.check_seconds, help="Beyond those, for what the checks compute themselves."
    ).tag(config=True)
    memory = Integer(
        _LIMITS.memory, help="Bytes that all processes of a submission may use together."
    ).tag(config=True)
    processes = Integer(_LIMITS.processes, help="How many processes there may be.").tag(config=True)

    @classmethod
    def section_names(cls) -> list[str]:
        """Also the preprocessor's, for settings that are read without it."""
        names: list[str] = super().section_names()
        return names if "JudgeNotebook" in names else [*names, "JudgeNotebook"]

    def walls(self) -> Walls:
        """The walls as configured."""
        limits = Limits(
            cell_seconds=self.cell_seconds,
            call_seconds=self.call_seconds,
            submission_seconds=self.submission_seconds,
            check_seconds=self.check_seconds,
            memory=self.memory,
            processes=self.processes,
        )
        return Walls(limits, enclosed=self.enclosed, warm=self.warm)
