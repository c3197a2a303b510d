"""What notices a cheat, taken away: a rule, a step of the verifier, a clock, a reason of a finding.

Each mutant reader reads what the same honest nodes and the same liar left. It computes its own conclusion, so the one
in the file is not compared (step 8): else any difference would be noticed there.

    PYTHONPATH=src:.:tests/vectors .venv/bin/python tests/vectors/removed.py

prints the table of docs/explanation/cheats.md: for each removal, which cheats are no longer told as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from played import ROOT
from without import switch_off

from counterseal.agreement import document
from counterseal.assessment import finding
from counterseal.assessment.finding import assess
from counterseal.attestation import verify
from counterseal.attestation.file import Attestation
from counterseal.attestation.verify import Stopped
from counterseal.confidence import guarantee
from counterseal.log import note
from counterseal.node import draft
from counterseal.regime import judge, visits
from counterseal.regime.fold import Regime
from counterseal.regime.hours import Hours
from counterseal.statements import statement
from counterseal.statements.kinds import Cut
from counterseal.world import cheats
from counterseal.world.player import Played
from counterseal.world.scenario import parse

FOLD = verify._fold
OPEN = visits.visits


def remove(place: str, patch: pytest.MonkeyPatch) -> None:
    """Take away what a place of ``world.cheats`` names."""
    patch.setattr(verify, "_conclusion", _own_conclusion)
    if place in OTHERS:
        OTHERS[place](patch)
    else:
        switch_off(place, patch)


def _own_conclusion(read: Attestation, regime: Regime, cut: Cut) -> Any:
    state = regime.judge(cut.hour, cut)
    return state, assess(state.document, state)


def _without_anchor(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(verify, "_agreement", lambda read, anchors: document.parse(read.agreement))


def _without_completeness(patch: pytest.MonkeyPatch) -> None:
    def fold(*given: Any) -> Regime:
        regime = Regime(given[1], given[2])
        for head, part in zip(given[3], given[0].logs, strict=True):
            for index, entry in enumerate(part.entries):
                regime.feed(head.origin, index, entry)
        return regime

    patch.setattr(verify, "_fold", fold)


def _without_cut(patch: pytest.MonkeyPatch) -> None:
    def cut(read: Attestation, regime: Regime, heads: Any) -> tuple[bytes, Cut]:
        said = statement.parse(note.parse(read.cut).text)
        body: Cut = said.body
        return said.id, body

    patch.setattr(verify, "_cut", cut)


def _without_bounds(patch: pytest.MonkeyPatch) -> None:
    """A clock that takes an author's word: done when told."""
    patch.setattr(Hours, "witnessed_by", lambda self, one: self.told(one))


def _without_missing(patch: pytest.MonkeyPatch) -> None:
    """A state that does not say who opened."""

    def all_opened(*given: Any, **named: Any) -> Any:
        return tuple(replace(visit, opened=visit.sealed) for visit in OPEN(*given, **named))

    patch.setattr(judge, "visits", all_opened)


def _without_gap(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(guarantee, "escapes", lambda gap_s, least_removal_s: False)


def _without_found(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(finding, "_found", lambda visit: frozenset())


OTHERS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "step 2": _without_anchor,
    "step 6": _without_completeness,
    "step 7": _without_cut,
    "duty report-alba-battery": _without_bounds,
    "inspection": _without_missing,
    "finding no-missile-at-alba-battery": _without_found,
    "finding no-missile-at-borea-unit": _without_gap,
}
"""What is no rule of the fold, by the place that notices it."""

PLACES = tuple(dict.fromkeys(cheat.place for cheat in cheats.CHEATS))


def missed(place: str, plays: cheats.Cheats) -> list[str]:
    """Return the cheats that a reader without ``place`` does not tell as the table says."""
    with pytest.MonkeyPatch.context() as patch:
        remove(place, patch)
        return [cheat.name for cheat in cheats.CHEATS if not told(cheat, plays.play(cheat.name))]


def told(cheat: cheats.Cheat, played: Played) -> bool:
    """Return whether a cheat is noticed as the table says."""
    try:
        return cheats.as_wanted(cheat, played, cheats.noticed(played))
    except (Stopped, KeyError, StopIteration):  # the attestation itself is refused, or an effect presupposed the rule
        return False


def rows(plays: cheats.Cheats) -> list[str]:
    """Return the table's lines: what is removed, and the cheats that are missed then."""
    for cheat in cheats.CHEATS:
        plays.play(cheat.name)  # by nodes that lack nothing
    return [f"| {place} | {', '.join(missed(place, plays)) or 'none'} |" for place in PLACES]


@cache
def script() -> cheats.Cheats:
    """Return the cheats of the repository. Shared, since each play takes a second: look, do not touch."""
    scenario = parse(draft.read((ROOT / "scenarios" / f"{cheats.SCENARIO}.yaml").read_bytes()))
    return cheats.Cheats(scenario, draft.read((ROOT / "agreements" / f"{scenario.agreement}.yaml").read_bytes()))


if __name__ == "__main__":
    print("| removed | no longer told as it was |\n|---|---|", *rows(script()), sep="\n")
