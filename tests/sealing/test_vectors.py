"""Every vector of the joint draw, and the rule that each one is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
import table
from calls_upper import CALLS
from upper_cases import cases

FILES = table.files(("sealing",))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == {path: text for path, text in cases().items() if path.startswith("sealing/")}


def test_every_refusal_is_shown_by_a_vector() -> None:
    assert table.codes_raised("sealing") - table.codes_shown(FILES) == set()
