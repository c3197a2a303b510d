"""Every vector of the exact numbers, and the rule that each one is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
import table
from calls_upper import CALLS
from upper_cases import cases

FILES = table.files(("confidence",))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == {path: text for path, text in cases().items() if path.startswith("confidence/")}
