"""What is done to a submitted file, by a description such as

drop = ["test_square"]                    cells left out
twice = ["square"]                        cells that come twice
source = { test_square = "pass" }         cells' texts, the course's own included
nbgrader = { test_square = { points = 9 } }   nbgrader's metadata of cells, by key
cell = { square = { cell_type = "raw" } }     cells' own keys
notebook = { nbformat = 3 }               the notebook's own keys
text = "...", times = 1                   instead of a notebook: this, so many times
bytes = "ff00"                            instead of a notebook: these
sparse = 1000000                          instead of a notebook: a file of that length
link = "../x"                             instead of a notebook: a link
folder = true                             instead of a notebook: a folder
name = "other.ipynb"                      the file's name
files = { "numpy.py" = "..." }            files beside it
links = { "notes.txt" = "../../x" }       links beside it
"""

from __future__ import annotations

import copy
import json
import os
from typing import Any

from nbformat.notebooknode import NotebookNode

from tests.attacks.course import FILE, Target

How = dict[str, Any]


def write_damaged(target: Target, student: str, made: NotebookNode, how: How) -> None:
    """Hand in `made` for `student`, damaged as `how` says."""
    folder = target.folder(student)
    folder.mkdir(parents=True)
    path = folder / how.get("name", FILE)
    if "link" in how:
        path.symlink_to(how["link"])
    elif how.get("folder"):
        path.mkdir()
    elif "sparse" in how:
        with path.open("wb") as file:
            file.truncate(how["sparse"])
    else:
        path.write_bytes(_content(made, how))
    for name, text in how.get("files", {}).items():
        beside = folder / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text)
    for name, to in how.get("links", {}).items():
        os.symlink(to, folder / name)


def _content(made: NotebookNode, how: How) -> bytes:
    if "bytes" in how:
        return bytes.fromhex(how["bytes"])
    if "text" in how:
        return str(how["text"]).encode() * int(how.get("times", 1))
    notebook = json.loads(json.dumps(made))
    notebook["cells"] = [
        cell
        for one in notebook["cells"]
        if one["id"] not in how.get("drop", ())
        for cell in _copies(one, how)
    ]
    notebook.update(how.get("notebook", {}))
    return json.dumps(notebook).encode()


def _copies(cell: dict[str, Any], how: How) -> list[dict[str, Any]]:
    name = cell["id"]
    cell["source"] = how.get("source", {}).get(name, cell["source"])
    if "nbgrader" in cell["metadata"]:
        cell["metadata"]["nbgrader"].update(how.get("nbgrader", {}).get(name, {}))
    cell.update(how.get("cell", {}).get(name, {}))
    return [cell, copy.deepcopy(cell)] if name in how.get("twice", ()) else [cell]
