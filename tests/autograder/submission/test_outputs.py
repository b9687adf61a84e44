"""What a student's cell showed is safe to keep and to open."""

import base64
import re
from typing import Any

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from autograder.submission import outputs

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n rest").decode()


def test_text_and_pictures_stay() -> None:
    told = [
        {"stream": "stdout", "text": "hello\n"},
        {"display": {"image/png": PNG, "text/plain": "<Figure>"}},
    ]
    first, second = outputs.safe_outputs(told)
    assert first.text == "hello\n"
    assert second.data == {"image/png": PNG, "text/plain": "<Figure>"}


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/javascript", "text/x"])
def test_everything_else_is_dropped(kind: str) -> None:
    (output,) = outputs.safe_outputs([{"display": {kind: "<b>", "text/plain": "plain"}}])
    assert output.data == {"text/plain": "plain"}


def test_a_picture_that_is_none_is_dropped() -> None:
    for data in ("<svg onload=alert(1)>", base64.b64encode(b"GIF89a").decode(), "=", "é"):
        assert outputs.safe_outputs([{"display": {"image/png": data}}]) == []


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07red",
        "\x1b]8;;http://evil\x1b\\red\x1b]8;;\x1b\\",
        "r\x00e\x08d\x7f",
        "\u202ered",
    ],
)
def test_terminal_escapes_and_control_characters_are_gone(text: str) -> None:
    assert outputs.plain_text(text) == "red"


def test_lines_and_tabs_stay() -> None:
    assert outputs.plain_text("a\tb\r\nc\n") == "a\tb\nc\n"


def test_a_flood_is_cut() -> None:
    assert len(outputs.plain_text("x" * 10**6)) < outputs.MAX_TEXT + 100
    assert len(outputs.safe_outputs([{"stream": "stdout", "text": "x"}] * 10_000)) <= 200


@pytest.mark.parametrize(
    "told",
    [
        None,
        "text",
        [None, 3, []],
        [{}],
        [{"stream": "stdin", "text": "x"}],
        [{"stream": "stdout", "text": 3}],
        [{"display": "x"}],
        [{"display": {}}],
        [{"error": 3}],
    ],
)
def test_what_is_malformed_is_left_out(told: Any) -> None:
    assert outputs.safe_outputs(told) == []


def test_a_notebook_that_shows_too_much_is_cut() -> None:
    room = outputs.Room(1000)
    kept = room.keep([outputs.stream("x" * 400)] * 5)
    assert len(kept) < 4 and "the rest is left out" in kept[-1].text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "![x](https://example.org/pixel.png)",
        "https://example.org",
        "www.example.org",
        "[a]: https://example.org",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_a_students_markdown_makes_no_element_with_an_address(text: str) -> None:
    page = markdown2html_mistune(outputs.plain_markdown(text))
    assert not re.search(r"<(a|img|script)\b", page), page


def test_a_students_markdown_stays_readable() -> None:
    page = markdown2html_mistune(outputs.plain_markdown("**Because** $a < b$:\n\n- one\n- `x`"))
    assert "<strong>Because</strong>" in page and "<li>one</li>" in page
