"""Every vector of the findings, and the rule that each one is there for."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import table
from calls_upper import CALLS
from code_words import made
from upper_cases import cases

FILES = table.files(("assessment",))
SOURCE = table.ROOT / "src" / "counterseal" / "assessment"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == {path: text for path, text in cases().items() if path.startswith("assessment/")}


def test_every_status_and_reason_is_shown_by_a_vector() -> None:
    findings: list[dict[str, Any]] = [
        finding
        for path in FILES
        for finding in json.loads(path.read_text(encoding="utf-8"))["expect"]["ok"]["findings"]
    ]
    statuses = {"contradicted", "disputed", "lapsed", "not met", "standard met"}
    assert {finding["status"] for finding in findings} == statuses
    reasons, changes, assumptions = (_codes(kind) for kind in ("Reason", "Change", "ASSUMPTIONS"))
    assert {reason["code"] for finding in findings for reason in finding["reasons"]} == reasons
    assert {change["code"] for finding in findings for change in finding["changes"]} == changes
    assert {code for finding in findings for code in finding["assumptions"]} == assumptions


def _codes(kind: str) -> set[str]:
    """Return the codes with which ``assessment`` makes something, read from its source."""
    return {code for path in SOURCE.glob("*.py") for code in made(ast.parse(path.read_text(encoding="utf-8")), kind)}
