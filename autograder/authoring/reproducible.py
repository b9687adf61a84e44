"""Zips that depend on what is in them alone: sorted, with one date and one mode for all files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
_MODE = 0o100644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by path."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type, info.external_attr, info.create_system = (
                zipfile.ZIP_DEFLATED,
                _MODE,
                3,
            )
            archive.writestr(info, files[name], compresslevel=9)
    return made.getvalue()
