"""How Sphinx builds these pages: ``./task docs``. The pages are CommonMark and can be read as they are."""

import re

from sphinx.application import Sphinx

project = "Counterseal"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Counterseal"
html_copy_source = False
myst_heading_anchors = 3  # so that a page can point at a heading of another


def name_what_lies_outside(app: Sphinx, page: str, source: list[str]) -> None:
    """Turn links to files outside of docs/, which the site does not hold, into their paths in the repository."""
    up = "../" * (page.count("/") + 1)
    source[0] = re.sub(rf"\[([^\]]+)\]\({re.escape(up)}([^)]+)\)", r"\1 (`\2`)", source[0])


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", name_what_lies_outside)
