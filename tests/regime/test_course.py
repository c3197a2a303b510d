"""Which document judges whom, beside a slow reference: the definitions of spec/regime.md, word by word."""

from __future__ import annotations

import pytest
from amended import amended
from histories import History
from hostile import Hostile
from upper_cases.partial import contended

from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.regime.fold import Regime
from counterseal.statements import statement
from counterseal.statements.statement import Statement

Place = tuple[str, int]


class Reference:
    """What the pages say of a folded history, from the entries that stand in it."""

    def __init__(self, history: History, regime: Regime) -> None:
        self.first = history.agreement.digest
        self.standing: dict[Place, Statement] = {}
        for log, entries in history.logs.items():
            for index, entry in enumerate(entries[: regime.size(log)]):
                try:
                    said = statement.parse(note.parse(entry).text)
                except Refused:
                    continue
                if regime.facts.places.get(said.id) == (log, index):
                    self.standing[log, index] = said
        self.cuts = {said.body.number: said for said in self.standing.values() if said.kind == "cut"}
        self.numbers = {said.id: number for number, said in self.cuts.items()}
        self.known: dict[Place, frozenset[int]] = {}

    def knows(self, log: str, size: int) -> frozenset[int]:
        """Return the numbers of the cuts known at the first ``size`` entries of a log."""
        found = self.known.get((log, size))
        if found is None:
            found = frozenset() if size == 0 else self.knows(log, size - 1) | self._learns(log, size - 1)
            self.known[log, size] = found
        return found

    def _learns(self, log: str, index: int) -> frozenset[int]:
        said = self.standing.get((log, index))
        if said is None:
            return frozenset()
        if said.kind == "observed":
            seen = checkpoints.parse(note.parse(said.body.checkpoint.encode()).text)
            return self.knows(seen.origin, seen.size)
        return frozenset({said.body.number}) if said.kind == "cut" else frozenset()

    def settled(self, cut: int) -> tuple[int, bytes]:
        """Return how many numbers are settled at a cut, and the digest of the document in effect there."""
        if cut == 0:
            return 0, self.first
        before = self.cuts[cut].body.previous
        count, digest = self.settled(0 if before is None else self.numbers[before])
        if self.cuts[cut].body.absent:
            return count, digest
        sizes = {position.log: position.size for position in self.cuts[cut].body.vector}
        held = {(log, index): said for (log, index), said in self.standing.items() if index < sizes[log]}
        of = {
            said.id: said.body.agreement
            for said in held.values()
            if said.kind == "amendment" and said.body.number == count + 1
        }
        carried = {(of[one], log) for (log, _), said in held.items() for one in (said.id, *said.re) if one in of}
        named = {agreement for agreement in of.values() if all((agreement, log) in carried for log in sizes)}
        return (count + bool(named), named.pop()) if len(named) == 1 else (count + bool(named), digest)


def compared(history: History, regime: Regime) -> int:
    """Compare every place and every cut, and return how many numbers were settled in the end."""
    reference = Reference(history, regime)
    assert reference.cuts.keys() == regime.facts.cuts.keys()
    for cut in (0, *reference.cuts):
        assert regime.facts.course_at(cut) == reference.settled(cut)
    for log in history.logs:
        for index in range(regime.size(log) + 1):
            last = max(reference.knows(log, index), default=0)
            assert regime.facts.course_for(log, index) == reference.settled(last), (log, index)
    return reference.settled(max(reference.cuts))[0]


def test_in_the_history_of_amendments() -> None:
    history = amended()
    assert compared(history, history.regime()) == 3


def test_where_a_cut_comes_late() -> None:
    history = contended()
    assert compared(history, history.regime()) == 1


PARTIAL = (0, 2, 3)
"""Seeds of histories in which a cut is closed without some."""


@pytest.mark.parametrize("seed", range(6))
def test_in_hostile_histories(seed: int) -> None:
    history = Hostile(f"course {seed}", spite=0.5)
    history.run(1_300)
    assert compared(history, history.fold) > 0
    if seed in PARTIAL:
        assert any(cut.absent for _, cut in history.fold.facts.cuts.values())
