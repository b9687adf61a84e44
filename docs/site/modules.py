"""A hook of MkDocs: a page for each module of the library that the navigation names."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add pages of which mkdocstrings makes the reference."""
    for name in re.findall(r"reference/([\w.]+)\.md", str(config.nav)):
        text = f"# {name}\n\n::: backprop_lib.{name}\n"
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    return files
