"""Tables as spreadsheets and LMSs write them: any encoding, comma, semicolon or tab.

What is read is kept to the byte: a file that was filled in differs in the filled cells only.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError

MAX_BYTES = 64 * 2**20
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


@dataclass
class Row:
    """A line of a table: its fields as they stand, quotes included, and what ends it."""

    fields: list[str]
    end: str = "\r\n"

    def values(self) -> list[str]:
        return [_unquoted(field) for field in self.fields]


@dataclass
class Table:
    """A table with its encoding, byte order mark and delimiter. The first row names the columns."""

    rows: list[Row]
    delimiter: str = ","
    encoding: str = "utf-8"
    mark: bytes = b""
    name: str = "the table"

    @property
    def header(self) -> list[str]:
        return [value.strip() for value in self.rows[0].values()]

    def put(self, row: int, column: int, value: str) -> None:
        """Write a value, quoted where it must be or where the field that it replaces was."""
        fields = self.rows[row].fields
        fields.extend([""] * (column + 1 - len(fields)))
        was_quoted = fields[column].strip().startswith('"')
        fields[column] = quoted(value, self.delimiter, always=was_quoted)

    def text(self) -> str:
        return "".join(self.delimiter.join(row.fields) + row.end for row in self.rows)


def read_table(path: Path) -> Table:
    """Read a table; raises CourseError for what is none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CourseError(f"{path} has more than {MAX_BYTES // 2**20} MB: it is no table.")
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error
    if content.startswith(b"PK") or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CourseError(f"{path} is an Excel file: save it as CSV (UTF-8), then name that.")
    mark = next((mark for mark in _BOMS if content.startswith(mark)), b"")
    encoding = _BOMS.get(mark) or _guessed(content)
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is no text in {encoding}: save it as CSV (UTF-8).") from error
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    if not rows or not any(value.strip() for value in rows[0].values()):
        raise CourseError(f"{path} has no first row that names its columns.")
    return Table(rows, delimiter, encoding, mark, path.name)


def write_table(table: Table, path: Path) -> None:
    """Write a table into a new file, as it was encoded."""
    try:
        content = table.mark + table.text().encode(table.encoding)
    except UnicodeEncodeError as error:
        raise CourseError(
            f"{path} cannot be written in {table.encoding}, which {table.name} is in: "
            "save that as CSV (UTF-8) first."
        ) from error
    write_new(path, content)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file; raises CourseError rather than write over one."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise CourseError(
            f"{path} is there already and is not written over: name another with --to."
        ) from error
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from error


def one_line(text: str) -> str:
    """A text from a file for a message: on one line, without what moves a terminal's cursor."""
    line = " ".join(text.split())
    return "".join(character if character.isprintable() else "?" for character in line)


def quoted(value: str, delimiter: str, always: bool = False) -> str:
    """A field as RFC 4180 has it."""
    special = any(character in value for character in (delimiter, '"', "\r", "\n"))
    if always or special or value != value.strip():
        return '"' + value.replace('"', '""') + '"'
    return value


def _guessed(content: bytes) -> str:
    """The encoding of a file without a byte order mark."""
    start = content[:2000]
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"(?:[^"]|"")*"', "", first)
    return max((",", ";", "\t"), key=bare.count)


def _rows(text: str, delimiter: str) -> list[Row]:
    mark = re.escape(delimiter)
    field = re.compile(
        rf'(?P<field>[ ]*"(?:[^"]|"")*"[ ]*(?=$|[\r\n{mark}])|[^\r\n{mark}]*)'
        rf"(?P<end>{mark}|\r\n|\n|\r|\Z)"
    )
    rows: list[Row] = []
    fields: list[str] = []
    place = 0
    while place < len(text):
        found = field.match(text, place)
        assert found is not None  # the field may be empty, and the end is one of all there are
        place = found.end()
        fields.append(found["field"])
        if found["end"] != delimiter:
            rows.append(Row(fields, found["end"]))
            fields = []
        elif place == len(text):
            rows.append(Row([*fields, ""], ""))
    return rows


def _unquoted(field: str) -> str:
    bare = field.strip(" ")
    if len(bare) > 1 and bare.startswith('"') and bare.endswith('"'):
        return bare[1:-1].replace('""', '"')
    return field
