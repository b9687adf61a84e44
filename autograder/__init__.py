"""What an instructor runs: a judge, walls around students' code, and nbgrader around both."""

import sys

# Wherever a notebook is read, jsonschema is imported, and with this, where it is installed, a
# grammar of internationalised addresses that takes a second to build. No notebook needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
