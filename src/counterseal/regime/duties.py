"""Duties: who owes what to whom, since when, until when, and how it stands at an hour.

Each statement that is a duty's start makes one instance of it; so does each date that returns, and entry into force.
The instance is done by the first statement of its thread that is what the duty is done by and comes from who owes it.

How it stands is the first of these that holds:

    unconfirmed       what starts its clock is not yet delivered to the party that owes
    done, done early  it was done, as a quorum witnessed, by its hour; early: before its window
    released          the other side did not do, by its hour, the duty whose default frees this one
    blocked           a condition did not hold, at the hour of the question or at the due hour, whichever is earlier
    suspended         the regime, or this duty, was paused, suspended or withdrawn then
    done late         it was done, as a quorum witnessed, after its hour
    unwitnessed       it was said, in time, and no quorum is known to have cosigned it yet
    due               its hour has not come
    not done by due hour

"Not done by due hour" is all that is ever said: whether it is a breach is for the parties.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from counterseal.agreement import clock
from counterseal.agreement.events import IN_FORCE, event, threads
from counterseal.agreement.terms import Duty
from counterseal.regime import conditions
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Hours, Reader
from counterseal.regime.subjects.notification import event_of, is_event
from counterseal.regime.suspension import standing_of
from counterseal.regime.who import resolve
from counterseal.statements.statement import UNIX_S_MAX

NOT_DONE = "not done by due hour"
_BOTH = ""
"""Whose word a report is that both sides signed, beside names of parties."""
RECURRENCES_MAX = 4096
"""As many returns of one date are judged; more than any agreement of a century needs."""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One instance of a duty.

    Attributes:
        duty: its name in the agreement.
        by, to: who owes it, to whom.
        start: the statement that started it; None for entry into force and dates that return.
        number: of a date that returns, from 1; else 0.
        start_s: the hour from which its clock counts; None while unconfirmed.
        from_s, due_s: its window; None where it has no such end.
        status: see the module.
        done: the statement that did it, and the hour by which that was witnessed.
        blocked_by: names of the conditions that do not hold.
        disputed_by: statements that say the texts disagree on it.
    """

    duty: str
    by: str
    to: tuple[str, ...]
    start: bytes | None
    number: int
    start_s: int | None
    from_s: int | None
    due_s: int | None
    status: str
    done: bytes | None = None
    done_s: int | None = None
    blocked_by: tuple[str, ...] = ()
    disputed_by: tuple[bytes, ...] = field(default=())

    @property
    def rank(self) -> tuple[str, int, bytes, str]:
        """What duties are listed by."""
        return self.duty, self.number, self.start or b"", self.by


class Duties:
    """Every duty of a regime at one hour."""

    def __init__(self, facts: Facts, hours: Hours, now: int, disputed: frozenset[bytes]) -> None:
        self._facts = facts
        self._hours = hours
        self._now = now
        self._disputed = disputed
        self._releases: dict[str, list[Duty]] = {}
        for duty in facts.agreement.duties:
            for name in duty.default.releases if duty.default is not None else ():
                self._releases.setdefault(name, []).append(duty)
        # Reckoned on the first question, since each instance asks again.
        self._instances: dict[str, tuple[Owed, ...]] = {}
        self._not_done: dict[str, dict[bytes | None, int]] = {}
        self._said: dict[tuple[str, bytes | None], dict[str, list[bytes]]] = {}
        self._by_hour: dict[tuple[str, str], list[tuple[int, int, str, bytes]]] = {}
        self._doubts: dict[str, tuple[bytes, ...]] = {}

    def all(self, in_force: bool) -> tuple[Owed, ...]:
        """Return every instance, by duty, number, start and party; none before entry into force."""
        if not in_force:
            return ()
        return tuple(sorted((o for duty in self._facts.agreement.duties for o in self._of(duty)), key=lambda o: o.rank))

    def _of(self, duty: Duty) -> Iterator[Owed]:
        """Yield the instances of a duty."""
        for owed in self._all_standing(duty):
            late = owed.status not in ("unconfirmed", "done", "done early")
            yield replace(owed, status="released") if late and self._is_released(owed) else owed

    def _all_standing(self, duty: Duty) -> tuple[Owed, ...]:
        """Return the instances of a duty, whatever frees them."""
        if duty.name not in self._instances:
            self._instances[duty.name] = tuple(self._standing(duty))
        return self._instances[duty.name]

    def _standing(self, duty: Duty) -> Iterator[Owed]:
        """Yield the instances of a duty, whatever frees them."""
        facts = self._facts
        if duty.recurs is not None:
            start = facts.in_force_at()
            calendar = facts.agreement.calendar(duty.calendar)
            before = start
            counted: dict[str, set[bytes]] = {}
            for number, hour in clock.occurrences(
                duty.recurs, start, UNIX_S_MAX, count_max=RECURRENCES_MAX, calendar=calendar
            ):
                for by in resolve(facts, duty.by, None, None):
                    mine = counted.setdefault(by, set())
                    owed = self._recurring(duty, by, number, before, hour, mine)
                    if owed.done is not None:
                        mine.add(owed.done)
                    yield owed
                if hour > self._now:
                    return  # the next to come, and none after it
                before = hour
            return
        if duty.start == IN_FORCE:
            for by in resolve(facts, duty.by, None, None):
                yield self._owed(duty, by, None, facts.in_force_at())
            return
        ends = threads(facts.agreement, duty.done_by)
        for statement in self.starts(duty.start or ""):
            said, root = facts.statements[statement], facts.threads[statement]
            if event_of(facts.statements[root]) not in ends or self._hours.existed_by(statement) > self._now:
                continue  # nothing in this thread can do it, or it has not begun
            for by in resolve(facts, duty.by, said, root):
                yield self._owed(duty, by, statement, self._start_s(duty, by, statement))

    def starts(self, wanted: str) -> Iterator[bytes]:
        """Yield the statements that are an event, in no particular order."""
        facts = self._facts
        kind, name = event(wanted)
        if kind == "notice":
            yield from facts.visits.get(name, ())
        elif kind == "notification":
            for series in facts.notified.get(name, {}).values():
                yield from series.ids
        elif kind == "declaration":
            yield from (one for (_, site), made in facts.declarations.items() if site == name for one, _ in made)
        else:
            for notice in facts.visits.get(name, ()):
                yield from (one for one in facts.thread[notice] if is_event(facts, facts.statements[one], wanted))

    def _start_s(self, duty: Duty, by: str, statement: bytes) -> int | None:
        if duty.counted_from == "delivered":
            return self._hours.delivered_by(statement, by)
        # An hour that helps its author is bounded by what others saw.
        own = self._facts.statements[statement].party == by
        existed = self._hours.existed_by(statement) if own else self._hours.witnessed_by(statement)
        told: int | None = getattr(self._facts.statements[statement].body, "hour", None)
        if duty.counted_from != "occurred" or told is None or existed is None:
            return existed
        return min(told, existed) if own else max(told, existed)

    def _recurring(self, duty: Duty, by: str, number: int, before: int, hour: int, counted: set[bytes]) -> Owed:
        """Return the instance of a date that returns: done by what was said since the date before, and not counted."""
        calendar = self._facts.agreement.calendar(duty.calendar)
        due = hour if duty.within is None else clock.add(hour, duty.within, calendar)
        start = before if duty.not_before is None else clock.before(hour, duty.not_before, calendar)
        done = self._first(duty, by, None, start, counted)
        return self._judged(duty, by, None, number, hour, start, due, done)

    def _owed(self, duty: Duty, by: str, start: bytes | None, start_s: int | None) -> Owed:
        calendar = self._facts.agreement.calendar(duty.calendar)
        from_s = due_s = None
        if start_s is not None:
            from_s = None if duty.not_before is None else clock.add(start_s, duty.not_before, calendar)
            due_s = None if duty.within is None else clock.add(start_s, duty.within, calendar)
        return self._judged(duty, by, start, 0, start_s, from_s, due_s, self._first(duty, by, start))

    def _first(
        self,
        duty: Duty,
        by: str,
        start: bytes | None,
        after_s: int = 0,
        counted: Collection[bytes] = (),
    ) -> bytes | None:
        """Return the first statement that does the duty, in the order of its author's log, if it exists by now."""
        facts = self._facts
        if start is None:
            timely = self._timely(duty.done_by, by)
            first = bisect_left(timely, (after_s,))
            last = bisect_left(timely, (self._now + 1,))
            fitting = (entry[1:] for entry in timely[first:last] if entry[3] not in counted)
            return min(fitting, default=(0, "", None))[2]
        if self._is_about(start, duty.done_by):
            answers = self._sorted(duty.done_by, facts.replies.get(start, ()))
            mine = (one for one in answers if facts.statements[one].party == by)
            return next((one for one in mine if self._hours.existed_by(one) <= self._now), None)
        said = self._does(duty.done_by, facts.threads[start])
        mine = (one for party in (by, _BOTH) for one in said.get(party, ()) if one != start)
        return min((one for one in mine if self._hours.existed_by(one) <= self._now), key=self._rank, default=None)

    def _does(self, wanted: str, root: bytes | None) -> dict[str, list[bytes]]:
        """Return what is an event, in a thread or anywhere, by author, or both sides' reports, in the order of logs."""
        place = wanted, root
        if place not in self._said:
            found = self._said[place] = {}
            for one in self._sorted(wanted, self.starts(wanted) if root is None else self._facts.thread[root]):
                said = self._facts.statements[one]
                found.setdefault(_BOTH if said.kind == "inspection-report" else said.party, []).append(one)
        return self._said[place]

    def _timely(self, wanted: str, by: str) -> list[tuple[int, int, str, bytes]]:
        """Return what is an event and a party's, by the hour it existed by, each with that hour and its place."""
        place = wanted, by
        if place not in self._by_hour:
            said = self._does(wanted, None)
            mine = (one for party in (by, _BOTH) for one in said.get(party, ()))
            self._by_hour[place] = sorted((self._hours.existed_by(one), *self._rank(one), one) for one in mine)
        return self._by_hour[place]

    def _sorted(self, wanted: str, ids: Iterable[bytes]) -> list[bytes]:
        """Return which of some statements are an event and not disputed, in the order of logs."""
        facts = self._facts
        fitting = (one for one in ids if one not in self._disputed and is_event(facts, facts.statements[one], wanted))
        return sorted(fitting, key=self._rank)

    def _rank(self, one: bytes) -> tuple[int, str]:
        log, index = self._facts.places[one]
        return index, log

    def _is_about(self, start: bytes, wanted: str) -> bool:
        """Return whether what does a duty must be about the start: where its format can be; else a thread is enough."""
        begun, (kind, name) = self._facts.statements[start], event(wanted)
        term = self._facts.agreement.notification(name) if kind == "notification" else None
        if term is None or begun.kind != "notification":
            return False
        return any(is_event(self._facts, begun, about) for about in term.about)

    def _judged(
        self,
        duty: Duty,
        by: str,
        start: bytes | None,
        number: int,
        start_s: int | None,
        from_s: int | None,
        due_s: int | None,
        done: bytes | None,
    ) -> Owed:
        facts = self._facts
        asked_s = self._now if due_s is None else min(self._now, due_s)
        reader = Reader(facts, self._hours, asked_s, self._disputed)
        blocked = tuple(name for name in duty.only_if if not conditions.holds(facts, name, reader))
        done_s = None if done is None else self._hours.witnessed_by(done)
        said = None if start is None else facts.statements[start]
        root = None if start is None else facts.threads[start]
        return Owed(
            duty=duty.name,
            by=by,
            to=resolve(facts, duty.to, said, root),
            start=start,
            number=number,
            start_s=start_s,
            from_s=from_s,
            due_s=due_s,
            status=self._status(duty, start, start_s, from_s, due_s, done, done_s, blocked, reader),
            done=done,
            done_s=done_s,
            blocked_by=blocked,
            disputed_by=self._discrepancies(duty),
        )

    def _status(
        self,
        duty: Duty,
        start: bytes | None,
        start_s: int | None,
        from_s: int | None,
        due_s: int | None,
        done: bytes | None,
        done_s: int | None,
        blocked: tuple[str, ...],
        reader: Reader,
    ) -> str:
        if start_s is None:
            return "unconfirmed"
        if done is None or done_s is None or (due_s is not None and done_s > due_s):
            if blocked:
                return "blocked"
            if standing_of(self._facts, reader, duty.name) != "in force":
                return "suspended"
        if done_s is not None and done_s <= self._now:
            early = from_s is not None and done_s < from_s
            return "done late" if due_s is not None and done_s > due_s else "done early" if early else "done"
        if due_s is not None and self._now > due_s:
            return NOT_DONE
        return "due" if done is None else "unwitnessed"

    def _is_released(self, owed: Owed) -> bool:
        """Return whether the default of another duty, in the same thread or anywhere, came before and frees this one.

        Two duties may free each other: whose hour came first did not do it, and the other is free.
        """
        root = None if owed.start is None else self._facts.threads[owed.start]
        for duty in self._releases.get(owed.duty, ()):
            hours = self._first_not_done(duty)
            found = hours.values() if root is None else (hours[at] for at in (root, None) if at in hours)
            if any(owed.due_s is None or hour < owed.due_s for hour in found):
                return True
        return False

    def _first_not_done(self, duty: Duty) -> dict[bytes | None, int]:
        """Return the first hour at which a duty was not done, by thread; None for what is of no thread."""
        if duty.name not in self._not_done:
            found: dict[bytes | None, int] = {}
            for other in self._all_standing(duty):
                root = None if other.start is None else self._facts.threads[other.start]
                if other.status == NOT_DONE and other.due_s is not None:
                    found[root] = min(other.due_s, found.get(root, other.due_s))
            self._not_done[duty.name] = found
        return self._not_done[duty.name]

    def _discrepancies(self, duty: Duty) -> tuple[bytes, ...]:
        """Return the statements that say the texts disagree on this duty, and that nobody resolved."""
        if duty.name not in self._doubts:
            found: list[bytes] = []
            for term in self._facts.agreement.notifications:
                if term.effect == "disputes" and (not term.of or duty.name in term.of):
                    for series in self._facts.notified.get(term.name, {}).values():
                        found += [one for one in series.ids if not self._facts.resolved(one)]
            self._doubts[duty.name] = tuple(sorted(found))
        return self._doubts[duty.name]
