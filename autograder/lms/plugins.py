"""nbgrader's own commands do the same: `nbgrader export` and `nbgrader zip_collect`.

    nbgrader export --exporter=autograder.lms.plugins.CanvasExport --to=filled.csv \\
        --LmsExport.into=canvas-gradebook.csv --assignment='["07_xor"]'
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.plugins import ExportPlugin, ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Bool, Integer, List, Unicode

from autograder.course import Course
from autograder.errors import CourseError
from autograder.lms import archives, class_list, times
from autograder.lms.collecting import lms_of
from autograder.lms.exporting import Options, export
from autograder.lms.handed_in import without_version
from autograder.lms.naming import OWN, Lms
from autograder.lms.roster import Roster, Unmatched, is_folder_name, read_roster
from autograder.lms.whose import Lessons


class LmsExport(ExportPlugin):  # type: ignore[misc]
    """Exports as `backprop export --lms csv` does; the classes below for the LMSs."""

    lms = "csv"
    into = Unicode("", help="The LMS's own table, which is filled.").tag(config=True)
    column = List(Unicode(), help="The table's columns, one a lesson.").tag(config=True)
    scale = Bool(False, help="In proportion, where the LMS has other points.").tag(config=True)
    drop_lowest = Integer(0, min=0, help="How many of the worst lessons the total leaves out.").tag(
        config=True
    )

    def export(self, gradebook: Any) -> None:
        try:
            self._export(gradebook)
        except CourseError as error:
            self.parent.fail(str(error))

    def _export(self, gradebook: Any) -> None:
        course = Course(Path(self.parent.coursedir.root))
        lessons = [str(name) for name in self.assignment] or [
            each.name for each in gradebook.assignments if each.name in course.lessons()
        ]
        exported = export(
            course,
            lessons,
            Options(
                self.lms,
                Path(self.into) if self.into else None,
                Path(self.to) if self.to else None,
                tuple(self.column),
                self.scale,
                tuple(str(name) for name in self.student),
                self.drop_lowest,
            ),
        )
        for line in (*exported.notes, *exported.problems):
            self.log.warning(line)
        self.log.info("The grades are in %s", exported.path)


class CanvasExport(LmsExport):
    """Fills the table that Canvas exports."""

    lms = "canvas"


class MoodleExport(LmsExport):
    """Fills a grading worksheet of Moodle's, or writes a table for its import."""

    lms = "moodle"


class BlackboardExport(LmsExport):
    """Fills the table that Blackboard exports, or writes one for its upload."""

    lms = "blackboard"


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks zips as `backprop collect` reads them: none that means harm, and nothing half."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        try:
            self._extract(Path(archive_path), Path(extracted_path))
        except CourseError as error:
            self.parent.fail(str(error))

    def _extract(self, source: Path, target: Path) -> None:
        for path in sorted(source.iterdir()):
            is_zip = path.suffix.lower() == ".zip"
            with archives.opened(path if is_zip else source) as entries:
                chosen = entries if is_zip else [e for e in entries if e.path.parts[0] == path.name]
                contents = [(entry, entry.read()) for entry in chosen if not entry.refused]
                for entry in chosen:
                    if entry.refused:
                        self.log.warning("Left out: %s, since %s", entry.path, entry.refused)
            below = target / path.stem if is_zip else target
            for entry, content in contents:
                written = below.joinpath(*entry.path.parts)
                written.parent.mkdir(parents=True, exist_ok=True)
                written.write_bytes(content)


class LmsCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Tells whose a file is as `backprop collect` does."""

    roster = Unicode("", help="A CSV of the class. Default: who is in the gradebook.").tag(
        config=True
    )

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        if Path(submitted_file).suffix not in self.valid_ext:
            return None
        lms, roster, top = self._prepared()
        place = lms.place(PurePosixPath(Path(submitted_file).relative_to(top).as_posix()))
        if place is None:
            return None
        keys = place.students[0]
        if roster is None:
            name = next((keys[kind] for kind in OWN if kind in keys), "")
            if not is_folder_name(name):
                return None
        else:
            try:
                name = roster.find(keys).id
            except Unmatched as reason:
                self.log.warning("%s: %s", submitted_file, reason)
                return None
        found = {"student_id": name, "file_id": without_version(place.file)}
        if place.when is not None:
            found["timestamp"] = times.within(place.when, None).isoformat()
        return found

    def _prepared(self) -> tuple[Lms, Roster | None, Path]:
        try:
            return self._prepare()
        except CourseError as error:
            self.parent.fail(str(error))
            raise

    def _prepare(self) -> tuple[Lms, Roster | None, Path]:
        if not hasattr(self, "_known"):
            app = self.parent
            course = Course(Path(app.coursedir.root))
            top = Path(app._format_collect_path(app.extracted_directory))
            with archives.opened(top) as entries:
                lms = lms_of(entries, None, Lessons(course))
            roster = (
                read_roster(Path(self.roster)) if self.roster else class_list.known_students(course)
            )
            self._known = (lms, roster, top)
        known: tuple[Lms, Roster | None, Path] = self._known
        return known
