"""Pause, suspension, withdrawal, resumption: what a notification with such an effect does to agreement or part of it.

Each party's own word counts: what one party paused or suspended, that party alone resumes. A withdrawal is for good,
from the hour it tells on. A part is an inspection, a format of notification or a duty that the effect is ``of``; an
effect of nothing in particular is upon the whole.

A stop whose key is then revoked excuses the other parties as long as they could not know that, and never its author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from counterseal.agreement.terms import NotificationTerm
from counterseal.regime.facts import Facts, Series, StopSight

ORDER = ("withdrawn", "suspended", "paused")
"""Worst first: that is what stands where several were said."""
WORDS = {"withdraws": "withdrawn", "suspends": "suspended", "pauses": "paused"}


class Stop(NamedTuple):
    """One stop that stands: what it is, by whom, by which statement, of which parts (none: the whole), from when.

    ``disputed``: a key under it was revoked, which others cannot see yet.
    """

    what: str
    party: str
    statement: bytes
    of: tuple[str, ...]
    hour: int | None
    disputed: bool = False


def stops(facts: Facts, sight: StopSight) -> list[Stop]:
    """Return the stops that stand, as somebody sees them."""
    found: list[Stop] = []
    for term in stopping(facts):
        for party in facts.notified.get(term.name, {}):
            for _, one, disputed in unresumed(facts, sight, term, party):
                hour = facts.statements[one].body.hour
                if hour is None or hour <= sight.hour:
                    found.append(Stop(WORDS[term.effect or ""], party, one, term.of, hour, disputed))
    return sorted(found, key=lambda stop: (ORDER.index(stop.what), stop.party, stop.statement))


def standing_of(facts: Facts, sight: StopSight, part: str | None = None, excused: str | None = None) -> str:
    """Return ``in force``, ``paused``, ``suspended`` or ``withdrawn``, of a part, or of the whole.

    ``excused``: the party that this would excuse, which its own disputed stops do not.
    """
    for stop in stops(facts, sight):
        if (not stop.of or part in stop.of) and not (stop.disputed and stop.party == excused):
            return stop.what
    return "in force"


def stopping(facts: Facts) -> tuple[NotificationTerm, ...]:
    """Return the formats that pause, suspend or withdraw."""
    found: tuple[NotificationTerm, ...] | None = facts.derived.get("stopping")
    if found is None:
        found = facts.derived["stopping"] = tuple(t for t in facts.agreement.notifications if t.effect in WORDS)
    return found


def unresumed(facts: Facts, sight: StopSight, term: NotificationTerm, party: str) -> list[tuple[int, bytes, bool]]:
    """Return what a party said of a stopping format and has not resumed since: index, id, whether it is disputed.

    By R36 there is one, beside those that a revocation disputes.
    """
    found: list[tuple[int, bytes, bool]] = []
    resumed = _last_resumption(facts, sight, term, party)
    for entry in sight.stops(term.name, party):
        if entry[0] < resumed:
            break
        found.append(entry)
    return found


def _last_resumption(facts: Facts, sight: StopSight, stopped: NotificationTerm, party: str) -> int:
    """Return the index of the party's last resumption of what a format stops, -1 if none: a withdrawal has none."""
    said = [sight.last(name, party) for name in _resuming(facts, stopped)]
    return max((one[0] for one in said if one is not None), default=-1)


def resumed_after(facts: Facts, stopped: NotificationTerm, party: str, index: int) -> int | None:
    """Return the index of the party's first resumption after an index of what a format stops, or None."""
    series = [facts.notified.get(name, {}).get(party) for name in _resuming(facts, stopped)]
    return min((at for one in series if one is not None for at in one.indexes if at > index), default=None)


class Revived(NamedTuple):
    """A stop that its own party took for disputed while others held it: of which parts, from which hour.

    ``under``: the places in the party's log under it.
    """

    party: str
    of: tuple[str, ...]
    hour: int
    under: range


def revived(facts: Facts, disputed: Mapping[bytes, int]) -> Iterator[Revived]:
    """Yield the stops that their own parties doubt and no revocation disputes, each up to what resumes it."""
    for party in facts.agreement.parties:
        own = facts.logs[party.log]
        for term in stopping(facts) if own.disavowed else ():
            series = facts.notified.get(term.name, {}).get(party.name, Series())
            for index, one in zip(series.indexes, series.ids, strict=True):
                if one in own.disavowed and one not in disputed:
                    until, hour = resumed_after(facts, term, party.name, index), facts.statements[one].body.hour
                    under = range(index, own.tree.size if until is None else until)
                    yield Revived(party.name, term.of, hour or 0, under)


def _resuming(facts: Facts, stopped: NotificationTerm) -> tuple[str, ...]:
    """Return the formats that resume what a format stops."""
    known: dict[str, tuple[str, ...]] = facts.derived.setdefault("resuming", {})
    if stopped.name not in known:
        resuming = [term for term in facts.agreement.notifications if term.effect == "resumes"]
        found = [term for term in resuming if not term.of or (bool(stopped.of) and set(stopped.of) <= set(term.of))]
        known[stopped.name] = tuple(term.name for term in found) if stopped.effect != "withdraws" else ()
    return known[stopped.name]
