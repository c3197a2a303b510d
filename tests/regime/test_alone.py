"""Each rule is the one reason of its cases: without it the entry passes.

An irregularity names the first rule that an entry breaks. So a rule that is switched off changes no case but those that
name it; and there it must let the entry pass, else another rule would have refused it too and the case would prove
nothing. The few cases in which a later rule or an effect presupposes the rule are listed, with what stands in the way.

R1 and R14 are not here: what breaks them says nothing that could pass.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import table
from calls_upper import regime
from without import switch_off

PRESUPPOSED: dict[str, str] = {
    "r05-accession-first": "R6: without a key set there are no root keys",
    "r06-key-left-out-of-a-rotation": "R7: it counts for nobody",
    "r06-revoked-key": "R7: it counts for nobody",
    "r07-reading-of-no-monitor": "R53: nobody agreed on the monitor",
    "r08-never-observed": "the effect: citing looks the checkpoint up",
    "r09-sealed-twice": "R49: the number behind the slot is one too low",
    "r09-declared-twice": "R49: the number behind the slot is one too low",
    "r10-cut-without-answering-the-last": "R29: a cut answers the one before it",
    "r17-sealed-nowhere": "R58: it asks how the site is declared",
    "r17-site-unknown": "R18: it compares the points of the site",
    "r21-on-no-notice": "R22: only a notice has a draw",
    "r24-on-no-notice": "R25: the cut must hold the notice's inspection",
    "r27-by-an-outsider": "R28: it opens what that party had sealed",
    "r27-on-no-notice": "R28: it opens what that party had sealed",
    "r58-sealed-where-open": "R59: no capacity is agreed",
    "r60-of-the-other": "R62: its party is under the seal",
    "r60-of-what-is-not-sealed": "R62: nothing is sealed",
    "r27-where-a-party-chooses": "R28: nothing was sealed that it could open",
    "r29-after-another-statement": "R73: it looks up the cut before",
    "r31-amendment": "R7: nobody knows how many must sign",
    "r31-amendment-where-none-is-left": "R7: nobody knows how many must sign",
    "r31-cut-proposed": "R7: nobody knows how many must sign",
    "r31-designation-sealed": "R7: nobody knows how many must sign",
    "r31-filler": "R7: nobody knows how many must sign",
    "r31-notification": "R7: nobody knows how many must sign",
    "r31-one-sided-report": "R7: nobody knows how many must sign",
    "r31-reading": "R7: nobody knows how many must sign",
    "r72-not-agreed": "R73: without a time it is never over",
    "r72-without-a-stranger": "R74: who is absent has a log",
}


def _cases() -> list[tuple[Path, str]]:
    """Return every case of the fold with each rule that it names."""
    found = []
    for path in table.files(("regime",)):
        case = json.loads(path.read_text(encoding="utf-8"))
        rules = {entry["rule"] for entry in case["expect"].get("ok", {}).get("irregularities", [])}
        found += [(path, rule) for rule in sorted(rules - {"R1", "R14"})]
    return found


def irregularities(case: dict[str, Any]) -> set[tuple[str, str, str, int]]:
    """Return what the fold finds irregular in a case."""
    found = regime(case["input"]).judge(case["input"]["now"]).irregularities
    return {(broken.rule, broken.code, broken.log, broken.index) for broken in found}


@pytest.mark.parametrize(("path", "rule"), _cases(), ids=lambda value: value.stem if isinstance(value, Path) else value)
def test_without_the_rule_the_entry_passes(path: Path, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    named = {broken[2:] for broken in irregularities(case) if broken[0] == rule}
    switch_off(rule, monkeypatch)
    try:
        passes = not named & {broken[2:] for broken in irregularities(case)}
    except (KeyError, StopIteration):
        passes = False
    assert passes == (path.stem not in PRESUPPOSED)
