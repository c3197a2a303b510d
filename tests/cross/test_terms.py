"""Both readers make one state of one history, subject by subject, under agreements that use every term."""

from __future__ import annotations

import json
from typing import Any

import pytest
from amended import amended
from busy import Busy
from histories import ROOT, START, History

from counterseal.assessment.finding import assess
from counterseal.encoding import canonical
from tests.cross import second

DAY = 86_400


def told(history: History, nows: list[int]) -> list[dict[str, Any]]:
    """Return what the first reader makes of a history at some hours."""
    regime = history.regime()
    found = []
    for now in nows:
        state = regime.judge(now)
        value: Any = {
            "digest": state.digest.hex(),
            "findings": [finding.value() for finding in assess(state.document, state)],
            "subjects": dict(state.subjects),
        }
        found.append(json.loads(canonical.encode(value)))
    return found


def retold(history: History, nows: list[int]) -> list[dict[str, Any]]:
    """Return what the second reader makes of it."""
    given = {
        "agreement": history.data.decode(),
        "trust_file": history.trust_file.decode(),
        "documents": [document.decode() for document in history.documents],
        "entries": [[log, history.logs[log][index].decode()] for log, index in history.order],
        "nows": nows,
    }
    return second.states(json.dumps(given).encode())


def compare(history: History, nows: list[int]) -> dict[str, int]:
    """Compare subject by subject, and return how many entries each has at the last hour."""
    counts: dict[str, int] = {}
    for now, one, other in zip(nows, told(history, nows), retold(history, nows), strict=True):
        for name, subject in one["subjects"].items():
            assert other["subjects"][name] == subject, (name, now)
            counts[name] = len(subject)
        assert other["findings"] == one["findings"], now
        assert other["digest"] == one["digest"], now
    return counts


def test_a_busy_regime_is_judged_alike() -> None:
    history = Busy().run(1_500)
    later = [history.now + days * DAY for days in (0, 45, 900)]
    counts = compare(history, [0, START + DAY, START + 9 * DAY, *later])
    assert counts.pop("irregularity") == 0
    assert all(counts.values()), counts  # every other subject is there


def test_an_amended_regime_is_judged_alike() -> None:
    history = amended()
    cuts = [cut.hour for _, cut in history.regime().judge(history.now).cuts]
    counts = compare(history, [0, *(hour - 1 for hour in cuts), *cuts, history.now + 45 * DAY])
    assert counts["irregularity"] == 5


@pytest.mark.parametrize("path", sorted((ROOT / "agreements").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_agreement_shipped_comes_into_force_alike(path: Any) -> None:
    history = History(str(path.relative_to(ROOT)))
    history.found()
    for inspection in history.agreement.inspections:
        history.announce(inspection.name, 1, inspection.pool[0] if inspection.pool else None)
    for term in history.agreement.notifications:
        for party in term.by:
            if party in history.origins and not term.about:
                figures = dict.fromkeys(term.figures, 7) or None
                history.notify(party, term.name, figures=figures, **carried(history, term.carries))
    history.sync()
    compare(history, [history.now, history.now + 100 * DAY, history.now + 1_000 * DAY])


def carried(history: History, names: tuple[str, ...]) -> dict[str, Any]:
    """Return members that a notification may be asked to carry."""
    site = history.agreement.sites[0]
    given = {
        "hour": history.now,
        "until": history.now + DAY,
        "words": "EXERCISE",
        "site": site.name,
        "points": list(site.points[:1]),
    }
    return {name: given[name] for name in names}
