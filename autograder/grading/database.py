"""The gradebook's database: made where there is none, and its errors in plain words."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import exc

from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.course import Course


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Any]:
    """nbgrader's gradebook of a course, made where there is none; errors are told in one line."""
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory

    url, course_id = course.gradebook_url, CourseDirectory(config=course.config).course_id
    _create(url, course_id)
    with clear_errors(url), Gradebook(url, course_id) as gradebook:
        yield gradebook


def _create(url: str, course_id: str) -> None:
    """Make a gradebook of SQLite's where there is none: whole or, if this is killed, not at all."""
    from nbgrader import api

    api.get_alembic_version = newest_revision  # its own starts a program, for a second
    with clear_errors(url):
        address = sqlalchemy.make_url(url)
        path = Path(address.database or "")
        if address.get_backend_name() != "sqlite" or not address.database or path.exists():
            return
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        try:
            api.Gradebook(address.set(database=str(part)), course_id).close()
            with contextlib.suppress(FileExistsError):  # a run of another lesson was quicker
                os.link(part, path)
        finally:
            part.unlink(missing_ok=True)


def newest_revision() -> str:
    """Of the gradebook's tables, as nbgrader's migrations have it."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


@contextlib.contextmanager
def clear_errors(url: str) -> Iterator[None]:
    """What databases and their drivers say, as one line that tells what to do."""
    try:
        yield
    except exc.NoSuchModuleError as error:
        raise CourseError(f"The gradebook's address is of no database known: {error}") from error
    except exc.ArgumentError as error:
        raise CourseError(f"The gradebook's address {url!r} cannot be read: {error}") from error
    except ModuleNotFoundError as error:
        raise CourseError(
            f"The gradebook at {_shown(url)} needs the driver {error.name}, which is not "
            "installed. For PostgreSQL: pip install 'backprop-course[postgres]', and begin the "
            "address with postgresql+psycopg://"
        ) from error
    except exc.DBAPIError as error:
        raise CourseError(_told(url, " ".join(str(error.orig).split()))) from error


def _told(url: str, said: str) -> str:
    if "locked" in said:
        why = "is locked by another program: close what has it open"
    elif "disk is full" in said or "No space left" in said:
        why = "cannot be written, the disk is full: make room"
    elif "no such column" in said or "no such table" in said or "does not exist" in said:
        why = f"was made by another nbgrader ({said[:100]}): keep a copy of it, nbgrader db upgrade"
    elif "not a database" in said or "malformed" in said:
        why = "is damaged: put it right or restore a copy"
    else:
        why = f"cannot be used ({said[:300]}): see to it"
    return f"The gradebook {_shown(url)} {why}, then run this again. What was graded is kept."


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return sqlalchemy.make_url(url).render_as_string(hide_password=True)
    except exc.ArgumentError:
        return "at the address that is configured"
