"""The course of a regime: which document is in effect at which cut, and for whom.

1. A log *carries* an amendment that stands in it, or that a statement which stands in it names in ``re``. It is
   *settled* at the first joint cut that holds it and, from every log, an entry that carries its document under its
   number, if that is the number after those settled at the cut before. So nobody's stolen keys amend anything: its own
   log, which its own node writes, must have said so. A partial cut settles nothing.
2. The document that it names is in effect from that cut on. Where a cut settles several of one number, they must name
   one document; else none of them takes effect, and their number is spent: who signed two texts for one place said
   nothing.
3. What bears a number that is settled already never takes effect: it was said by who had not seen that.
4. An author *knows* a cut that it logged, or that the author of what it observed knew. It speaks under the document in
   effect at the last cut that it knows; so nobody speaks under an older one than those had whom it can cite.

Cuts are a chain: each names and holds the one before it. So what is settled at a cut depends on what it holds, on
nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from counterseal.regime.facts import Facts, Said
from counterseal.statements.kinds import Cut


class AmendmentState(NamedTuple):
    """An amendment that stands, and the first joint cut that holds it, carried by every log.

    ``status``: ``pending`` while there is no such cut; ``took effect`` there; ``void``: another of its number, carried
    too, names another document; ``late``: its number was settled before.
    """

    statement: bytes
    party: str
    number: int
    agreement: bytes
    status: str
    cut: int | None


def settle(facts: Facts, cut: Cut, before: tuple[int, bytes]) -> tuple[int, bytes]:
    """Return how many amendments are settled at a cut, and the digest of the document in effect there.

    Args:
        facts: with all that the cut holds.
        cut: the cut.
        before: the same of the cut before it.
    """
    named = set() if cut.absent else _named(facts, cut, before[0] + 1)
    if not named:
        return before
    return before[0] + 1, named.pop() if len(named) == 1 else before[1]


def close(facts: Facts, said: Said) -> None:
    """Let a cut settle what it holds. Requires that the cut before it is closed."""
    cut: Cut = said.statement.body
    settled = settle(facts, cut, _before(facts, cut))
    if settled[0]:
        facts.course[cut.number] = settled
    reach(facts, said, cut.number)


def _before(facts: Facts, cut: Cut) -> tuple[int, bytes]:
    """Return what was settled at the cut that a cut names as the one before it."""
    return facts.course_at(0 if cut.previous is None else facts.cut_numbers[cut.previous])


def reach(facts: Facts, said: Said, cut: int) -> None:
    """Let the author of ``said`` know a cut from the next entry on."""
    log = facts.logs[said.log]
    known = log.eras[-1][1] if log.eras else 0
    if cut > known:
        log.eras.append((said.index + 1, cut))


def chain(facts: Facts, closing: Cut | None = None) -> tuple[Cut, ...]:
    """Return the cut with the highest number and all before it, each as the next names it, by number.

    ``closing``: a cut over all that is folded, which is no entry of any log yet. A joint cut that comes late, when its
    number was passed over, is not among them.
    """
    cut = closing or (facts.cuts[max(facts.cuts)][1] if facts.cuts else None)
    found: list[Cut] = []
    while cut is not None:
        found.append(cut)
        cut = None if cut.previous is None else facts.cut(cut.previous)
    return tuple(reversed(found))


def in_effect(facts: Facts, now: int, closing: Cut | None = None) -> bytes:
    """Return the digest of the document in effect at ``now``: at the last cut of the chain whose hour is not after it.

    ``closing``: as for ``chain``, at ``now``.
    """
    if not facts.amendments:
        return facts.agreement.founding
    last = max((cut.number for cut in chain(facts) if cut.hour <= now), default=0)
    course = facts.course_at(last)
    return (course if closing is None else settle(facts, closing, course))[1]


def amendments(facts: Facts, closing: Cut | None = None) -> tuple[AmendmentState, ...]:
    """Return every amendment that stands, by number and id, and what became of it."""
    cuts = [cut for cut in chain(facts, closing) if not cut.absent]
    found: list[AmendmentState] = []
    for one, body in facts.amendments.items():
        cut = next((cut for cut in cuts if _settles(facts, cut, one)), None)
        status = "pending"
        if cut is not None:
            late = body.number <= _before(facts, cut)[0]
            alone = len(_named(facts, cut, body.number)) == 1
            status = "late" if late else "took effect" if alone else "void"
        party = facts.logs[facts.places[one][0]].party
        number = None if cut is None else cut.number
        found.append(AmendmentState(one, party, body.number, body.agreement, status, number))
    return tuple(sorted(found, key=lambda state: (state.number, state.statement)))


def _settles(facts: Facts, cut: Cut, one: bytes) -> bool:
    """Return whether a cut holds an amendment, and every log carries its document there."""
    body, sizes = facts.amendments[one], {position.log: position.size for position in cut.vector}
    return _holds(facts, sizes, one) and body.agreement in _named(facts, cut, body.number)


def _named(facts: Facts, cut: Cut, number: int) -> set[bytes]:
    """Return the digests of the documents under a number that a cut holds, carried by every log."""
    sizes = {position.log: position.size for position in cut.vector}
    carrying: dict[bytes, set[str]] = {}
    for one, body in facts.amendments.items():
        if body.number == number and _holds(facts, sizes, one):
            carried = facts.carried[one].items()
            logs = carrying.setdefault(body.agreement, set())
            logs.update(log for log, index in carried if index < sizes.get(log, 0))
    return {digest for digest, logs in carrying.items() if logs == facts.logs.keys()}


def _holds(facts: Facts, sizes: Mapping[str, int], statement: bytes) -> bool:
    log, index = facts.places[statement]
    return index < sizes.get(log, 0)
