"""Cuts: numbered vectors of log positions that every party signs; numbers and draws rest on them.

    R29  the next number, citing and holding the previous cut and citing nothing else, at an hour and with positions
         that do not fall behind it, by the party whose turn it is
                                     cut-cites, cut-number, cut-previous, cut-hour, cut-receding, cut-proposer
    R30  each position is a checkpoint that the proposer observed witnessed; they name every log of the agreement, by
         the root that the log has there, no log observed more of another than the vector holds, and no visit in it
         ended after the cut's hour  cut-unfounded, cut-logs, cut-root, cut-open, cut-hour
    R71  a proposal is of the next number                           cut-number, cut-previous
    R72  of a partial cut: who is absent may be, enough parties signed, and every side with a principal
                                     cut-absent, cut-quorum
    R73  it was proposed to all, and their time is over             cut-early
    R74  it leaves out nothing of the absent that its author had observed witnessed        cut-behind

A cut is joint where all parties signed it, and partial where some are ``absent``. A partial one passes over the number
that was proposed, and over those whose turn is an absent party's; so a number has one author and every party signs one
text for it, and who is silent in its turn stops nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counterseal.agreement import clock
from counterseal.regime.effects import CutClosed, CutOffered, Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.statements.kinds import Cut, CutProposed


def next_in_turn(facts: Facts, said: Said) -> str:
    """R29."""
    body: Cut = said.statement.body
    if speaks_of_more(said):
        return "cut-cites"
    last = _last(facts, said)
    code = follows(facts, [] if last is None else [last], body)
    code = code or holds_previous(facts, body)
    if not code and said.statement.party != proposer(facts, body.number):
        code = "cut-proposer"
    return code


def next_proposed(facts: Facts, said: Said) -> str:
    """R71."""
    body: CutProposed = said.statement.body
    last = _last(facts, said)
    if body.number != (1 if last is None else last[1].number + 1):
        return "cut-number"
    return "" if body.previous == (None if last is None else last[0]) else "cut-previous"


def _last(facts: Facts, said: Said) -> tuple[bytes, Cut] | None:
    """Return the cut with the highest number in the author's past, or None."""
    numbers = range(max(facts.cuts, default=0), 0, -1)  # with gaps: partial cuts pass over some
    told = (facts.cuts[number] for number in numbers if number in facts.cuts)
    return next((cut for cut in told if facts.in_past(said, cut[0])), None)


def holds_previous(facts: Facts, body: Cut) -> str:
    """Return the code by which the vector does not hold the cut that it names as the previous one, or an empty text."""
    if body.previous is None:
        return ""
    log, index = facts.places[body.previous]
    holds = any(position.log == log and position.size > index for position in body.vector)
    return "" if holds else "cut-previous"


def founded(facts: Facts, said: Said) -> str:
    """R30."""
    body: Cut = said.statement.body
    known = facts.logs[said.log].founded
    if any((position.log, position.size, position.root) not in known for position in body.vector):
        return "cut-unfounded"
    return well_formed(facts, body)


def absent_may_be(facts: Facts, said: Said) -> str:
    """R72."""
    body: Cut = said.statement.body
    if not body.absent:
        return ""
    cuts, parties = facts.agreement.cuts, facts.agreement.parties
    if cuts is None or not {party.name for party in parties} >= set(body.absent):
        return "cut-absent"
    signing = [party for party in parties if party.name not in body.absent]
    sides = {party.side for party in signing}
    whole = all(party.side in sides for party in facts.agreement.principals)
    return "" if len(signing) >= cuts.quorum and whole else "cut-quorum"


def time_is_over(facts: Facts, said: Said) -> str:
    """R73."""
    body: Cut = said.statement.body
    if not body.absent:
        return ""
    cuts, own = facts.agreement.cuts, facts.logs[said.log]
    sizes = {position.log: position.size for position in body.vector}
    before = 0 if body.previous is None else facts.cut_numbers[body.previous]
    for one in facts.proposals.get(before + 1, ()):
        log, index = facts.places[one]
        if not facts.in_past(said, one) or index >= sizes.get(log, 0):
            continue
        asked_s = _asked_by(facts, said, log, index)
        if cuts is not None and asked_s is not None and own.shown_s > clock.add(asked_s, cuts.within):
            return ""
    return "cut-early"


def _asked_by(facts: Facts, said: Said, log: str, index: int) -> int | None:
    """Return the hour by which an entry was delivered to everybody, as the author of ``said`` observed, or None."""
    own, delivery = facts.logs[said.log], facts.agreement.delivery
    if delivery is None:
        return own.cosigned_by(log, index)
    sightings = (seen for seen in own.sightings.values() if seen.log == log and seen.size > index)
    held = min((seen.held_at for seen in sightings if seen.held_at is not None), default=None)
    return None if held is None else clock.add(held, delivery.allowance)


def holds_the_absent(facts: Facts, said: Said) -> str:
    """R74."""
    body: Cut = said.statement.body
    witnessed = facts.logs[said.log].witnessed
    absent = {facts.agreement.party(name).log for name in body.absent}
    behind = any(position.log in absent and position.size < witnessed.get(position.log, 0) for position in body.vector)
    return "cut-behind" if behind else ""


def partial(facts: Facts, said: Said) -> str:
    """Return the code by which a cut may not be closed without those absent, or an empty text (R72 to R74)."""
    return absent_may_be(facts, said) or time_is_over(facts, said) or holds_the_absent(facts, said)


def speaks_of_more(said: Said) -> bool:
    """Return whether a cut says anything beside its vector: a cut stands in no log when it is attested (R29)."""
    cited = set() if said.statement.body.previous is None else {said.statement.body.previous}
    return bool(said.statement.seen) or set(said.statement.re) != cited


def proposer(facts: Facts, number: int) -> str:
    """Return whose turn it is: the party at (number mod count) by name."""
    return facts.agreement.parties[number % len(facts.agreement.parties)].name


def number_after(facts: Facts, last: int, absent: Sequence[str]) -> int:
    """Return the number of the cut after number ``last``: the next; without some, the first behind it not in theirs."""
    if not absent:
        return last + 1
    turns = range(last + 2, last + 2 + len(facts.agreement.parties))
    return next((number for number in turns if proposer(facts, number) not in absent), 0)


def follows(facts: Facts, past: list[tuple[bytes, Cut]], body: Cut) -> str:
    """Return the code by which ``body`` does not follow the cuts of ``past``, or an empty text (R29)."""
    last = max(past, key=lambda entry: entry[1].number, default=None)
    if body.number != number_after(facts, 0 if last is None else last[1].number, body.absent):
        return "cut-number"
    if body.previous != (None if last is None else last[0]):
        return "cut-previous"
    if last is not None:
        if body.hour < last[1].hour:
            return "cut-hour"
        sizes = {position.log: position.size for position in last[1].vector}
        if any(position.size < sizes.get(position.log, 0) for position in body.vector):
            return "cut-receding"
    return ""


def well_formed(facts: Facts, body: Cut) -> str:
    """Return the code by which the vector is not complete and causally closed, or an empty text (R30)."""
    sizes: Mapping[str, int] = {position.log: position.size for position in body.vector}
    if sizes.keys() != facts.logs.keys():
        return "cut-logs"
    for position in body.vector:
        log = facts.logs[position.log]
        if position.size > log.tree.size or log.root(position.size) != position.root:
            return "cut-root"
    for origin, size in sizes.items():
        closure = facts.logs[origin].closure
        if any(observed > sizes[other] for other, observed in closure[size].items()):
            return "cut-open"
    return "cut-hour" if body.hour < facts.last_end(sizes) else ""


def close(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The cut stands."""
    return (CutClosed(said),)


def offer(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """All are asked."""
    return (CutOffered(said),)


RULES = {
    "cut": (
        Rule("R29", next_in_turn),
        Rule("R30", founded),
        Rule("R72", absent_may_be),
        Rule("R73", time_is_over),
        Rule("R74", holds_the_absent),
    ),
    "cut-proposed": (Rule("R71", next_proposed),),
}
EFFECTS = {"cut": close, "cut-proposed": offer}
