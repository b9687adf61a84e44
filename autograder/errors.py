"""What is said to the person at the terminal instead of a traceback."""

from __future__ import annotations


class CourseError(Exception):
    """Something about the course, or what was asked of it, is wrong; the text says what to do."""


class WallsUnavailable(Exception):
    """The walls cannot be built on this machine; the text says why and what to do."""
