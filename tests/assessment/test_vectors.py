"""Every vector of the findings, and the rule that each one is there for."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import table
from calls_upper import CALLS
from upper_cases import cases

FILES = table.files(("assessment",))


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
    assert {reason["code"] for finding in findings for reason in finding["reasons"]} == _reasons()


def _reasons() -> set[str]:
    """Return the codes with which ``assessment`` makes reasons, read from its source."""
    sources = sorted((table.ROOT / "src" / "counterseal" / "assessment").glob("*.py"))
    return {
        str(word.value.value)
        for source in sources
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reason"
        for word in node.keywords
        if word.arg == "code" and isinstance(word.value, ast.Constant)
    }
