"""Cuts: numbered vectors of log positions that every party signs; numbers and draws rest on them.

    R29  the next number, citing and holding the previous cut and citing nothing else, at an hour and with positions
         that do not fall behind it, proposed by the party whose turn it is
                                     cut-cites, cut-number, cut-previous, cut-hour, cut-receding, cut-proposer
    R30  each position is a checkpoint that the proposer observed witnessed; they name every log of the agreement, by
         the root that the log has there, no log observed more of another than the vector holds, and no visit in it
         ended after the cut's hour  cut-unfounded, cut-logs, cut-root, cut-open, cut-hour

So far only joint cuts exist: the threshold (R7) asks for every party. Partial cuts enter with the duty clocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from counterseal.regime.effects import CutClosed, Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.statements.kinds import Cut


def next_in_turn(facts: Facts, said: Said) -> str:
    """R29."""
    body: Cut = said.statement.body
    if speaks_of_more(said):
        return "cut-cites"
    numbers = range(len(facts.cuts), 0, -1)  # without a gap, each in the past of the next
    last = next((facts.cuts[number] for number in numbers if facts.in_past(said, facts.cuts[number][0])), None)
    code = follows([] if last is None else [last], body)
    code = code or holds_previous(facts, body)
    if not code and said.statement.party != proposer(facts, body.number):
        code = "cut-proposer"
    return code


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


def speaks_of_more(said: Said) -> bool:
    """Return whether a cut says anything beside its vector: a cut stands in no log when it is attested (R29)."""
    cited = set() if said.statement.body.previous is None else {said.statement.body.previous}
    return bool(said.statement.seen) or set(said.statement.re) != cited


def proposer(facts: Facts, number: int) -> str:
    """Return whose turn it is: the party at (number mod count) by name."""
    return facts.agreement.parties[number % len(facts.agreement.parties)].name


def follows(past: list[tuple[bytes, Cut]], body: Cut) -> str:
    """Return the code by which ``body`` does not follow the cuts of ``past``, or an empty text (R29)."""
    last = max(past, key=lambda entry: entry[1].number, default=None)
    if body.number != (1 if last is None else last[1].number + 1):
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


RULES = {"cut": (Rule("R29", next_in_turn), Rule("R30", founded))}
EFFECTS = {"cut": close}
