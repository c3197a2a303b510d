"""Every reason that the specification names has words in the report, in both readers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from code_words import made

from counterseal.attestation.report import CHANGES, REASONS

ROOT = Path(__file__).resolve().parents[2]


def test_every_reason_of_the_specification_has_its_words_in_both_readers() -> None:
    assert len(REASONS) > 15
    assert _given("Reason") == REASONS.keys()
    assert {code: _said()[code] for code in REASONS} == REASONS


def test_what_would_change_a_finding_has_its_words_in_both_readers() -> None:
    assert len(CHANGES) > 10
    assert _given("Change") == CHANGES.keys()
    assert {code: _said()[code] for code in CHANGES} == CHANGES


def test_the_page_has_the_words_of_both_tables() -> None:
    page = (ROOT / "spec/attestation.md").read_text(encoding="utf-8")
    tables = page.partition("What the reasons of a finding say in words:")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", tables, re.M)) == REASONS | CHANGES


def _said() -> dict[str, str]:
    second = (ROOT / "web/verifier/src/attestation/report.ts").read_text(encoding="utf-8")
    return dict(re.findall(r'^  \["([a-z-]+)", "(.*)"\],$', second, re.M))


def _given(kind: str) -> set[str]:
    source = ROOT / "src/counterseal/assessment"
    return {code for path in source.glob("*.py") for code in made(ast.parse(path.read_text(encoding="utf-8")), kind)}
