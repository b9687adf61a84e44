"""Times as people write them, and the zone that they are in."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.errors import CourseError


def zone(name: str | None) -> ZoneInfo | None:
    """A time zone by its name; None is this machine's. Raises CourseError."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CourseError(f"There is no time zone {name!r}: name one as Europe/Paris.") from error


def read(text: str, of: ZoneInfo | None) -> datetime:
    """A time, with its own zone or that one; raises CourseError."""
    try:
        return within(datetime.fromisoformat(text.strip()), of)
    except ValueError as error:
        raise CourseError(f"{text!r} is no time. Write it as 2026-03-01 23:59.") from error


def within(when: datetime, of: ZoneInfo | None) -> datetime:
    """A time with its zone: its own, that one, or this machine's."""
    if when.tzinfo is not None:
        return when
    return when.replace(tzinfo=of) if of else when.astimezone()
