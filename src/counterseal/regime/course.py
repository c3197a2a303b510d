"""The course of a regime: which document is in effect at which cut, and for whom.

1. A log *carries* an amendment that stands in it, or that a statement which stands in it names in ``re``. It is
   *settled* at the first cut that holds it and, from every log, an entry that carries its document under its number, if
   that is the number after those settled at the cut before. So nobody's stolen keys amend anything: its own log, which
   its own node writes, must have said so.
2. The document that it names is in effect from that cut on. Where a cut settles several of one number, they must name
   one document; else none of them takes effect, and their number is spent: who signed two texts for one place said
   nothing.
3. What bears a number that is settled already never takes effect: it was said by who had not seen that.
4. An author *knows* a cut that it logged, or that the author of what it observed knew. It speaks under the document in
   effect at the last cut that it knows; so nobody speaks under an older one than those had whom it can cite.

Cuts are a chain: each holds the one before it. So what is settled at a cut depends on what it holds, on nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from counterseal.regime.facts import Facts, Said
from counterseal.statements.kinds import Cut


class AmendmentState(NamedTuple):
    """An amendment that stands, and the first cut that holds it, carried by every log.

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
    named = _named(facts, cut, before[0] + 1)
    if not named:
        return before
    return before[0] + 1, named.pop() if len(named) == 1 else before[1]


def close(facts: Facts, said: Said) -> None:
    """Let a cut settle what it holds. Requires that the cut before it is closed."""
    cut: Cut = said.statement.body
    settled = settle(facts, cut, facts.course_at(cut.number - 1))
    if settled[0]:
        facts.course[cut.number] = settled
        reach(facts, said, cut.number)


def reach(facts: Facts, said: Said, cut: int) -> None:
    """Let the author of ``said`` know a cut from the next entry on."""
    log = facts.logs[said.log]
    known = log.eras[-1][1] if log.eras else 0
    if cut > known and facts.course_at(cut)[0] > facts.course_at(known)[0]:
        log.eras.append((said.index + 1, cut))


def in_effect(facts: Facts, now: int, closing: Cut | None = None) -> bytes:
    """Return the digest of the document in effect at ``now``: at the last cut whose hour is not after it.

    ``closing``: a cut over all that is folded, at ``now``, which is no entry of any log yet.
    """
    if not facts.amendments:
        return facts.agreement.founding
    last = max((number for number, (_, cut) in facts.cuts.items() if cut.hour <= now), default=0)
    course = facts.course_at(last)
    return (course if closing is None else settle(facts, closing, course))[1]


def amendments(facts: Facts, closing: Cut | None = None) -> tuple[AmendmentState, ...]:
    """Return every amendment that stands, by number and id, and what became of it."""
    cuts = [cut for _, (_, cut) in sorted(facts.cuts.items())]
    cuts += [] if closing is None else [closing]
    found: list[AmendmentState] = []
    for one, body in facts.amendments.items():
        cut = next((cut for cut in cuts if _settles(facts, cut, one)), None)
        status = "pending"
        if cut is not None:
            late = body.number <= facts.course_at(cut.number - 1)[0]
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
