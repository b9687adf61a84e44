"""An IPython shell that runs cells as a notebook does and records what they show.

Used by the worker, inside the walls: magics, top-level await, display and inline figures behave as
the student saw them, without a kernel.
"""

from __future__ import annotations

import base64
import contextlib
import io
import linecache
import os
import traceback
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MAX_TEXT = 100_000
MAX_DISPLAYS = 50

_KEPT = ("text/plain", "image/png")


class Recorder:
    """What the current cell has shown so far, as plain data, within bounds."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._room = MAX_TEXT

    def stream(self, name: str, text: str) -> None:
        if self._room <= 0 or not text:
            return
        text = text[: self._room]
        self._room -= len(text)
        if self._room <= 0:
            text += "\n... the rest of the output was left out ...\n"
        last = self.outputs[-1] if self.outputs else {}
        if last.get("stream") == name:
            last["text"] += text
        else:
            self.outputs.append({"stream": name, "text": text})

    def display(self, data: Mapping[str, Any]) -> None:
        kept = {kind: _as_text(data[kind]) for kind in _KEPT if kind in data}
        if kept and sum("display" in output for output in self.outputs) < MAX_DISPLAYS:
            self.outputs.append({"display": kept})

    def error(self, text: str) -> None:
        self.outputs.append({"error": text[:MAX_TEXT]})


def _as_text(data: Any) -> str:
    return base64.b64encode(data).decode() if isinstance(data, bytes) else str(data)


class _Stream(io.TextIOBase):
    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def write(self, text: str) -> int:
        self._recorder.stream(self._name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    shell: Any

    def publish(self, data: Mapping[str, Any], *_: Any, **__: Any) -> None:
        self.shell.recorder.display(data)


class _Hook(DisplayHook):
    shell: Any

    def write_output_prompt(self) -> None:
        """A notebook writes its prompts itself."""

    def write_format_data(self, format_dict: Mapping[str, Any], md_dict: Any = None) -> None:
        self.shell.recorder.display(format_dict)


class _Shell(InteractiveShell):
    recorder: Recorder
    system = InteractiveShell.system_piped

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.recorder.error("\n".join(stb))

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no event loop of a window system to enable."""

    def ask_exit(self) -> None:
        """A cell that says `exit()` ends itself, not the notebook."""


class NotebookShell:
    """Runs cells one after another in one namespace.

    `names` is the notebook's global namespace.
    """

    def __init__(self) -> None:
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        self._shell: Any = _Shell.instance(
            display_pub_class=_Publisher,
            displayhook_class=_Hook,
            colors="nocolor",
            config=Config({"HistoryManager": {"enabled": False}}),
        )
        self.names: dict[str, Any] = self._shell.user_ns

    def run(self, source: str) -> tuple[list[dict[str, Any]], bool]:
        """Run one cell; returns what it showed and whether it ran without an error."""
        recorder = self._shell.recorder = Recorder()
        stdout, stderr = _Stream(recorder, "stdout"), _Stream(recorder, "stderr")
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            result = self._shell.run_cell(source, store_history=True)
        return recorder.outputs, bool(result.success)

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """What a function prints when the judge calls it belongs to no cell."""
        nowhere = io.StringIO()
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            yield

    @contextlib.contextmanager
    def given_names(self, sources: Mapping[str, str]) -> Iterator[None]:
        """For a while, let names mean functions made from `sources`."""
        missing = object()
        before = {name: self.names.get(name, missing) for name in sources}
        for name, source in sources.items():
            self.names[name] = define(name, source)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is missing:
                    self.names.pop(name, None)
                else:
                    self.names[name] = value


def define(name: str, source: str, constants: Mapping[str, Any] = MappingProxyType({})) -> Any:
    """What `source`, which may use `np` and the constants, defines as `name`."""
    scope: dict[str, Any] = {"np": np, **constants}
    exec(compile(source, f"<given {name}>", "exec"), scope)
    return scope[name]


def where_in_cells(error: BaseException) -> str:
    """The innermost line of a cell that `error` has gone through, such as "line 3: `Z = A @ W`"."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: `{(error.text or '').strip()}`"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(("<ipython-input", "<string>")):
            text = (frame.line or linecache.getline(frame.filename, frame.lineno or 0)).strip()
            return f"line {frame.lineno}: `{text}`"
    return ""
