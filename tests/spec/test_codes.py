"""Every code is explained once, and nothing is explained that does not exist."""

from __future__ import annotations

import ast
import json
import re

import pytest

from counterseal.regime.standing import RULES as STANDING
from counterseal.regime.subjects import RULES
from tests.spec import codes

REGIME = (codes.SPEC / "regime.md").read_text(encoding="utf-8")


def test_codes_are_those_of_the_source_as_the_pages_explain_them() -> None:
    assert codes.CODES.read_text(encoding="utf-8") == codes.document()


def test_meanings_are_in_sentence_case_without_a_full_stop() -> None:
    for code, entry in json.loads(codes.CODES.read_text(encoding="utf-8")).items():
        assert re.fullmatch(r"[^a-z].*[^.]", entry["meaning"]), code


@pytest.mark.parametrize(
    "planted",
    [
        'raise Refused("planted-code", "why")',
        '_refuse("planted-code", "why", at)',
        'raise errors.Refused("planted-code" if bad else "planted-other", "why")',
        'Irregularity("R99", "planted-code", party, log, 0, b"")',
        'Reason(code="planted-code", statements=())',
        'def rule(facts, said) -> str:\n    return "" if good else "planted-code"',
        'rule, code = "R99", "planted-code"',
        'ASSUMPTIONS = ("planted-code", "planted-other")',
    ],
)
def test_a_planted_code_is_found(planted: str) -> None:
    assert "planted-code" in set(codes.in_module(ast.parse(planted), has_rules=True))


def test_what_a_rule_asks_is_no_code() -> None:
    source = 'def rule(facts, said) -> str:\n    return "" if said.kind == "some-kind" else "planted-code"'
    assert set(codes.in_module(ast.parse(source), has_rules=True)) == {"planted-code"}


def test_rules_have_a_paragraph_each() -> None:
    paragraphs = re.findall(r"^\*\*R(\d+)\. ", REGIME, flags=re.MULTILINE)
    assert sorted(map(int, paragraphs)) == [*range(1, 53), *range(71, 75)]


def test_rules_of_the_source_are_asked_in_the_order_of_the_page() -> None:
    stated = re.search(r"in this order: \*\*([R\d, ]+), then those of its kind\*\*", REGIME)
    assert stated is not None
    assert stated[1].split(", ") == [rule.id for rule in STANDING]
    for kind, rules in RULES.items():
        numbers = [int(rule.id.removeprefix("R")) for rule in rules]
        assert numbers == sorted(numbers), f"the page's order of {kind} is by number"


def test_codes_of_a_rule_stand_in_its_paragraph() -> None:
    paragraphs = {
        match[1]: match[0] for match in re.finditer(r"^\*\*(R\d+)\. .*?\n\n", REGIME, re.MULTILINE | re.DOTALL)
    }
    rows = re.findall(r"^\| `([a-z-]+)` \| ((?:R\d+(?:, )?)+) \|", REGIME, flags=re.MULTILINE)
    assert len(rows) > 40
    absent = [(code, rule) for code, rules in rows for rule in rules.split(", ") if f"`{code}`" not in paragraphs[rule]]
    assert absent == []
