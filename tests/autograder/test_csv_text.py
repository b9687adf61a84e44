"""CSV that spreadsheets read as it was meant."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.csv_text import csv_text, safe

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.lists(TEXT, min_size=1), min_size=1))
def test_what_is_written_is_read_again_but_for_the_apostrophe(rows: list[list[str]]) -> None:
    read = [*csv.reader(io.StringIO(csv_text(rows), newline=""))]
    assert read == [[safe(text) for text in row] for row in rows]
    for text in (text for row in read for text in row):
        assert not text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (["Müller, Jo", 'say "x"', None], '"Müller, Jo","say ""x""",\r\n'),
        ([1.5, -2, 0.1 + 0.2, 3.0], "1.5,-2,0.3,3\r\n"),
        (["=1+1", " =1+1", "a=1", "＝1"], "'=1+1,' =1+1,a=1,'＝1\r\n"),
        (["two\nlines", "عربي"], '"two\nlines",عربي\r\n'),
    ],
)
def test_lines_are_as_rfc_4180_has_them(row: list[object], line: str) -> None:
    assert csv_text([row]) == line
