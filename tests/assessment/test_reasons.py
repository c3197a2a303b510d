"""Every reason that the specification names has words in the report, in both readers."""

from __future__ import annotations

import re
from pathlib import Path

from counterseal.attestation.report import REASONS

ROOT = Path(__file__).resolve().parents[2]


def test_every_reason_of_the_specification_has_its_words_in_both_readers() -> None:
    second = (ROOT / "web/verifier/src/attestation/report.ts").read_text(encoding="utf-8")
    said = dict(re.findall(r'^  \["([a-z-]+)", "(.*)"\],$', second, re.M))
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src/counterseal/assessment").glob("*.py"))
    given = {code for source in sources for code in re.findall(r'code="([a-z-]+)"', source)}
    assert len(given) > 15
    assert given == REASONS.keys()
    assert {code: said[code] for code in REASONS} == REASONS
