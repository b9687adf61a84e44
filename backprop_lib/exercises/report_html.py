"""A report as HTML: it follows the notebook's theme, and says in words what it says in colour."""

from html import escape

from backprop_lib.exercises.report import ICONS, Report, Row, Verdict, Worst

# The colours of JupyterLab's theme; elsewhere, middle tones that show on light and on dark.
COLOURS: dict[Verdict, str] = {
    "passed": "var(--jp-success-color1, #388e3c)",
    "failed": "var(--jp-error-color1, #d9480f)",
    "raised": "var(--jp-warn-color1, #e8590c)",
    "not attempted": "var(--jp-border-color1, #868e96)",
}
TEXT = (
    "color: var(--jp-content-font-color1, inherit); "
    "font-family: var(--jp-ui-font-family, sans-serif)"
)
CODE = (
    "background: none; color: inherit; padding: 0; white-space: pre-wrap; overflow-wrap: anywhere; "
    "font-family: var(--jp-code-font-family, monospace); font-size: 0.93em"
)
CELL = (
    "text-align: left; padding: 0.15em 0.9em 0.15em 0; background: none; color: inherit; "
    "border: 0; border-bottom: 1px solid var(--jp-border-color2, #8886)"
)

LINE = '<tr style="background: none">'  # without the stripes of a notebook's own tables


def as_html(report: Report) -> str:
    """The whole report as one section of HTML without scripts."""
    parts = [
        _paragraph(
            f'<strong><span aria-hidden="true">{ICONS[report.verdict]}</span> '
            f"{escape(report.title)}</strong>"
        ),
        _paragraph(_text(report.message)),
        _details(report.details),
        _rows(report.rows),
        _worst(report.worst),
        *(_paragraph(f"<strong>Warning:</strong> {_text(text)}") for text in report.warnings),
    ]
    if report.next_step:
        parts.append(_paragraph(f"<strong>Next:</strong> {_text(report.next_step)}"))
    if report.again:
        parts.append(_paragraph(f"The same cases again: {_code(report.again)}"))
    style = (
        f"{TEXT}; border-left: 4px solid {COLOURS[report.verdict]}; "
        "margin: 0.3em 0; padding: 0.1em 0 0.1em 0.9em; max-width: 50em; line-height: 1.45"
    )
    return (
        f'<section class="backprop-report" role="status" aria-label="{escape(report.title)}" '
        f'style="{style}">{"".join(parts)}</section>'
    )


def _paragraph(content: str) -> str:
    return f'<p style="margin: 0.35em 0">{content}</p>'


def _code(text: str) -> str:
    return f'<code style="{CODE}">{escape(text)}</code>'


def _text(text: str) -> str:
    """Text in which what stands between backticks is code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return "".join(_code(piece) if i % 2 else escape(piece) for i, piece in enumerate(pieces))


def _details(lines: tuple[str, ...]) -> str:
    return "".join(_paragraph(_text(line) if "`" in line else _code(line)) for line in lines)


def _rows(rows: tuple[Row, ...]) -> str:
    if not rows:
        return ""
    body = ""
    for row in rows:
        verdict: Verdict = "passed" if row.right else "failed"
        word = "right" if row.right else "wrong"
        icon = f'<span aria-hidden="true" style="color: {COLOURS[verdict]}">{ICONS[verdict]}</span>'
        cells = [_code(row.yours), _code(row.expected), f"{icon}&nbsp;{word}"]
        body += f'{LINE}<th scope="row" style="{CELL}">{escape(row.name)}</th>' + "".join(
            f'<td style="{CELL}">{cell}</td>' for cell in cells
        )
        body += "</tr>"
    return _table(("", "yours", "expected", ""), body, "What came back, and what was expected")


def _worst(worst: Worst | None) -> str:
    if worst is None:
        return ""
    heads = ["worst entry", "yours", "expected"]
    values = [worst.yours, worst.expected]
    if worst.numeric:
        heads.append("difference quotient")
        values.append(worst.numeric)
    cells = "".join(f'<td style="{CELL}">{_code(value)}</td>' for value in values)
    name = _code(f"{worst.name}{worst.place}")
    body = f'{LINE}<th scope="row" style="{CELL}">{name}</th>{cells}</tr>'
    return _table(tuple(heads), body, "The entry that is furthest off")


def _table(heads: tuple[str, ...], body: str, label: str) -> str:
    head = "".join(
        f'<th scope="col" style="{CELL}">{escape(h)}</th>' if h else f'<td style="{CELL}"></td>'
        for h in heads
    )
    return (
        f'<table aria-label="{label}" style="border-collapse: collapse; margin: 0.5em 0; '
        f'font-size: inherit; {TEXT}"><thead>{LINE}{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
