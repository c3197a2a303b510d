"""Both readers say the same words of every finding that a vector holds: each kind, presence, status, reason, change."""

from __future__ import annotations

import json
from typing import Any

import table

from counterseal.attestation import report
from counterseal.encoding import canonical
from tests.cross import second

ID = "00" * 32


def reports() -> list[dict[str, Any]]:
    """Return for each case of the findings a report that holds them."""
    found = []
    for path in table.files(("assessment",)):
        case = json.loads(path.read_text(encoding="utf-8"))
        members: dict[str, Any] = {"agreement": ID, "cut": {"hour": case["input"]["now"], "id": ID, "number": 1}}
        members |= {"entries": 1, "findings": case["expect"]["ok"]["findings"], "irregularities": [], "state": ID}
        found.append(members | {"mode": "exercise", "name": path.stem, "result": report.VERIFIED})
    return found


def test_every_finding_is_told_in_the_same_words() -> None:
    given = reports()
    own = [report.text(one) for one in given]
    assert second.words(b"".join(canonical.encode(one) + b"\n" for one in given)) == own
    told = "".join(own)
    for part in (
        " beyond what was declared.",
        "held of tomahawk what was declared.",
        "one beyond the 2 allowed at the freeze",
        "did not hold what was declared",
        " seconds without a break, within the ",
        " seconds in all, within the ",
        "  hazard       ",
        "  assured      ",
        "  posterior    ",
        "  refused      ",
        "  not-measured ",
        "  clauses      III.2, VII",
    ):
        assert part in told
