"""Every vector of the fold and of the closing cut, and what they must show together."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import table
from calls_upper import CALLS
from upper_cases import cases
from upper_cases.bases import documents

from counterseal.statements.kinds import KINDS

FILES = table.files(("regime",))
RULES = {f"R{number}" for number in (*range(1, 53), *range(71, 75))}

# Two role keys with one name and id need one name, and names are strictly ascending in a key set.
UNREACHABLE = {"keyset-duplicate-id"}


def read(path: Path) -> dict[str, Any]:
    """Return a case."""
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


def broken(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the irregularities that a case expects."""
    found: list[dict[str, Any]] = case["expect"].get("ok", {}).get("irregularities", [])
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == {path: text for path, text in cases().items() if path.startswith("regime/")}
    for path, text in documents().items():
        assert (table.VECTORS / path).read_text(encoding="utf-8") == text


def test_every_rule_is_broken_by_a_case() -> None:
    assert {entry["rule"] for path in FILES for entry in broken(read(path))} == RULES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_names_the_rules_it_breaks(path: Path) -> None:
    case = read(path)
    named = set(re.findall(r"R[0-9]+", case["source"]))
    assert named == {entry["rule"] for entry in broken(case)}
    if path.stem[0] == "r" and path.stem[1:3].isdigit():
        assert f"R{int(path.stem[1:3])}" in named or not named


def test_every_code_is_shown_by_a_case() -> None:
    shown = {entry["code"] for path in FILES for entry in broken(read(path))} | table.codes_shown(FILES)
    assert _codes() - shown == set()
    assert not UNREACHABLE & shown


def _codes() -> set[str]:
    """Return every code that a rule can return or a refusal can bear, read from the sources of ``regime``."""
    codes: set[str] = set()
    for source in sorted((table.ROOT / "src" / "counterseal" / "regime").glob("**/*.py")):
        if source.name in FOR_PEOPLE:
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            value: ast.AST | None = None
            if isinstance(node, ast.Return | ast.Assign):
                value = node.value
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("Refused", "Irregularity"):
                value = ast.Tuple([*node.args], ast.Load())
            if value is not None:
                constants = [part.value for part in ast.walk(value) if isinstance(part, ast.Constant)]
                codes |= {
                    text for text in constants if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", text)
                }
    return codes - NO_CODES


NO_CODES = {*KINDS, "amendment-missing", "observed-missing", "one-sided"}
"""Kinds, which have dashes too, and a kind of event; what ``preview`` refuses, which is no irregularity: tests/node."""
FOR_PEOPLE = ("explain.py",)
"""Modules whose texts are words for people, by names of their own."""
