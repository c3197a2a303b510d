"""Pause, suspension, withdrawal, resumption: what a notification with such an effect does to agreement or part of it.

Each party's own word counts: what one party paused or suspended, that party alone resumes. A withdrawal is for good,
from the hour it tells on. A part is an inspection, a format of notification or a duty that the effect is ``of``; an
effect of nothing in particular is upon the whole.
"""

from __future__ import annotations

from typing import NamedTuple

from counterseal.agreement.terms import NotificationTerm
from counterseal.regime.facts import Facts, Sight

ORDER = ("withdrawn", "suspended", "paused")
"""Worst first: that is what stands where several were said."""
_WORDS = {"withdraws": "withdrawn", "suspends": "suspended", "pauses": "paused"}


class Stop(NamedTuple):
    """One stop that stands: what it is, by whom, by which statement, of which parts (none: the whole), from when."""

    what: str
    party: str
    statement: bytes
    of: tuple[str, ...]
    hour: int | None


def stops(facts: Facts, sight: Sight) -> list[Stop]:
    """Return the stops that stand, as somebody sees them."""
    found: list[Stop] = []
    for term in facts.agreement.notifications:
        if term.effect not in _WORDS:
            continue
        for party in facts.notified.get(term.name, {}):
            said = sight.last(term.name, party)
            if said is None or _is_resumed(facts, sight, term, party, said[0]):
                continue
            hour = facts.statements[said[1]].body.hour
            if hour is None or hour <= sight.hour:
                found.append(Stop(_WORDS[term.effect], party, said[1], term.of, hour))
    return sorted(found, key=lambda stop: (ORDER.index(stop.what), stop.party, stop.statement))


def standing_of(facts: Facts, sight: Sight, part: str | None = None) -> str:
    """Return ``in force``, ``paused``, ``suspended`` or ``withdrawn``, of a part, or of the whole."""
    for stop in stops(facts, sight):
        if not stop.of or part in stop.of:
            return stop.what
    return "in force"


def _is_resumed(facts: Facts, sight: Sight, stopped: NotificationTerm, party: str, index: int) -> bool:
    if stopped.effect == "withdraws":
        return False
    for term in facts.agreement.notifications:
        covers = not term.of or (bool(stopped.of) and set(stopped.of) <= set(term.of))
        if term.effect == "resumes" and covers:
            said = sight.last(term.name, party)
            if said is not None and said[0] > index:
                return True
    return False
