"""Duties: who owes what to whom, since when, until when, and how it stands at an hour.

Each statement that is a duty's start makes one instance of it; so does each date that returns, and entry into force.
The instance is done by the first statement of its thread that is what the duty is done by and comes from who owes it.

How it stands is the first of these that holds:

    unconfirmed       what starts its clock is not yet delivered to the party that owes
    done, done early  it was done, as a quorum witnessed, by its hour; early: before its window
    released          the other side did not do, by its hour, the duty whose default frees this one
    excess            the visit of its thread is one too many, or came outside its right
    blocked           a condition did not hold, at the hour of the question or at the due hour, whichever is earlier
    suspended         the regime, or this duty, was paused, suspended or withdrawn then; not by a stop of the party
                      that owes whose key it then revoked
    done late         it was done, as a quorum witnessed, after its hour
    unwitnessed       it was said, in time, and no quorum is known to have cosigned it yet
    due               its hour has not come
    not done by due hour

"Not done by due hour" is all that is ever said: whether it is a breach is for the parties.

A default reaches what lies in its own time: the duties of its thread that end after it; elsewhere, of a duty that an
event starts, what had begun by then; of a date that returns, what had begun before the next date.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from counterseal.agreement import clock
from counterseal.agreement.clock import END_S
from counterseal.agreement.events import IN_FORCE, event, threads
from counterseal.agreement.terms import Duty
from counterseal.regime import conditions
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Disputed, Hours, Reader
from counterseal.regime.subjects.notification import event_of, is_event
from counterseal.regime.suspension import standing_of
from counterseal.regime.who import resolve
from counterseal.statements.statement import UNIX_S_MAX

NOT_DONE = "not done by due hour"
_BOTH = ""
"""Whose word a report is that both sides signed, beside names of parties."""
RECURRENCES_MAX = 20_000
"""As many returns of one date are judged: of a day, those of 54 years."""


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

    def __init__(
        self,
        facts: Facts,
        hours: Hours,
        now: int,
        disputed: Disputed,
        raised: Mapping[bytes, str],
        unbound: Collection[bytes],
    ) -> None:
        """Begin with what is known of the state at ``now`` already.

        Args:
            facts, hours, now, disputed: what is folded, its hours, Unix seconds, what revocations dispute.
            raised: how each matter stands that was raised, by its statement.
            unbound: notices of visits that bind nobody: in excess, or outside their right.
        """
        self._facts = facts
        self._hours = hours
        self._now = now
        self._disputed = disputed
        self._raised = raised
        self._unbound = unbound
        self._releases: dict[str, list[Duty]] = {}
        for duty in facts.agreement.duties:
            for name in duty.default.releases if duty.default is not None else ():
                self._releases.setdefault(name, []).append(duty)
        # Reckoned on the first question, since each instance asks again.
        self._instances: dict[str, tuple[Owed, ...]] = {}
        self._not_done: dict[str, _Defaults] = {}
        self._said: dict[tuple[str, bytes | None], dict[str, list[bytes]]] = {}
        self._by_hour: dict[tuple[str, str], list[tuple[int, int, str, bytes]]] = {}
        self._doubts: dict[str, tuple[bytes, ...]] = {}

    def all(self) -> tuple[Owed, ...]:
        """Return every instance, by duty, number, start and party; none before entry into force."""
        in_force_s = self._facts.in_force_at()
        if in_force_s is None or in_force_s > self._now:
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
            for by in resolve(facts, duty.by, None, None):
                yield from self._dates(duty, by)
            return
        if duty.start == IN_FORCE:
            for by in resolve(facts, duty.by, None, None):
                yield self._owed(duty, by, None, self._entered(by))
            return
        ends = threads(facts.agreement, duty.done_by)
        for statement in self.starts(duty.start or ""):
            said, root = facts.statements[statement], facts.threads[statement]
            if event_of(facts.statements[root]) not in ends or self._hours.existed_by(statement) > self._now:
                continue  # nothing in this thread can do it, or it has not begun
            for by in resolve(facts, duty.by, said, root):
                to = resolve(facts, duty.to, said, root, by) if duty.counted_from == "delivered-to" else ()
                yield self._owed(duty, by, statement, self._start_s(duty, by, statement, to))

    def _dates(self, duty: Duty, by: str) -> Iterator[Owed]:
        """Yield the instances of a date that returns, up to the first after now; none while the party knows of none."""
        before = self._entered(by)
        assert duty.recurs is not None
        calendar = self._facts.agreement.calendar(duty.calendar)
        dates = (
            ()
            if before is None
            else clock.occurrences(duty.recurs, before, UNIX_S_MAX, count_max=RECURRENCES_MAX, calendar=calendar)
        )
        counted: set[bytes] = set()
        for number, hour in dates:
            owed = self._recurring(duty, by, number, before or 0, hour, counted)
            if owed.done is not None:
                counted.add(owed.done)
            yield owed
            if hour > self._now:
                return
            before = hour

    def _entered(self, party: str) -> int | None:
        """Return the hour that a party had shown when it saw the agreement in force, or None."""
        entered = self._facts.logs[self._facts.agreement.party(party).log].entered
        return None if entered is None else entered[1]

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
            yield from (one for (_, site), made in facts.seals.items() if site == name for one, _ in made)
        elif kind == "reading":
            yield from (one for (monitor, _), read in facts.readings.items() if monitor == name for one in read)
        else:
            for notice in facts.visits.get(name, ()):
                yield from (one for one in facts.thread[notice] if is_event(facts, facts.statements[one], wanted))

    def _start_s(self, duty: Duty, by: str, statement: bytes, to: tuple[str, ...]) -> int | None:
        if duty.counted_from == "delivered":
            return self._hours.delivered_by(statement, by)
        author = self._facts.statements[statement].party
        delivered = [self._hours.delivered_to(statement, party) for party in to if party != author]
        if delivered:  # to the last of them
            return None if None in delivered else max(hour for hour in delivered if hour is not None)
        # An hour that helps its author is bounded by what others saw.
        own = author == by
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
        if duty.done_by == duty.start:  # what tells its own hour: said is done
            return start if start is not None and start not in self._disputed else None
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
            to=resolve(facts, duty.to, said, root, by),
            start=start,
            number=number,
            start_s=start_s,
            from_s=from_s,
            due_s=due_s,
            status=self._status(duty, by, root, start_s, from_s, due_s, done, done_s, blocked, reader),
            done=done,
            done_s=done_s,
            blocked_by=blocked,
            disputed_by=self._discrepancies(duty),
        )

    def _status(
        self,
        duty: Duty,
        by: str,
        root: bytes | None,
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
            if root in self._unbound:
                return "excess"
            if blocked:
                return "blocked"
            if standing_of(self._facts, reader, duty.name, by) != "in force":
                return "suspended"
        if done_s is not None and done_s <= self._now:
            early = from_s is not None and done_s < from_s
            return "done late" if due_s is not None and done_s > due_s else "done early" if early else "done"
        if due_s is not None and self._now > due_s:
            return NOT_DONE
        return "due" if done is None else "unwitnessed"

    def _is_released(self, owed: Owed) -> bool:
        """Return whether the default of another duty came before this one's hour and reaches it (see the module).

        Two duties may free each other: whose hour came first did not do it, and the other is free.
        """
        root = None if owed.start is None else self._facts.threads[owed.start]
        end_s = END_S if owed.due_s is None else owed.due_s
        begin_s = owed.from_s if owed.number and owed.from_s is not None else owed.start_s or 0
        for duty in self._releases.get(owed.duty, ()):
            defaults = self._defaults(duty)
            if root is not None and defaults.in_thread.get(root, END_S) < end_s:
                return True
            if _reaches(defaults.anywhere, begin_s, end_s):
                return True
            if root is None and _reaches(defaults.elsewhere, begin_s, end_s):
                return True
        return False

    def _defaults(self, duty: Duty) -> _Defaults:
        """Return the hours at which a duty was not done, and how far each reaches."""
        if duty.name not in self._not_done:
            found = _Defaults({}, [], [])
            standing = self._all_standing(duty)
            dates = {(owed.by, owed.number): owed.start_s for owed in standing if owed.number}
            for owed in standing:
                if owed.status != NOT_DONE or owed.due_s is None:
                    continue
                if owed.start is None:
                    until = dates.get((owed.by, owed.number + 1)) or END_S
                    found.anywhere.append((owed.due_s, until - 1))
                    continue
                root = self._facts.threads[owed.start]
                found.in_thread[root] = min(owed.due_s, found.in_thread.get(root, END_S))
                found.elsewhere.append((owed.due_s, owed.due_s))
            self._not_done[duty.name] = _Defaults(
                found.in_thread, _ascending(found.anywhere), _ascending(found.elsewhere)
            )
        return self._not_done[duty.name]

    def _discrepancies(self, duty: Duty) -> tuple[bytes, ...]:
        """Return the statements that say the texts disagree on this duty, and that are open."""
        if duty.name not in self._doubts:
            found: list[bytes] = []
            for term in self._facts.agreement.notifications:
                if term.effect == "disputes" and (not term.of or duty.name in term.of):
                    for series in self._facts.notified.get(term.name, {}).values():
                        found += [one for one in series.ids if self._raised[one] == "open"]
            self._doubts[duty.name] = tuple(sorted(found))
        return self._doubts[duty.name]


class _Defaults(NamedTuple):
    """Hours at which a duty was not done: the first of each thread; and where else it reaches, from and until when."""

    in_thread: dict[bytes, int]
    anywhere: list[tuple[int, int]]
    elsewhere: list[tuple[int, int]]


def _ascending(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return hours in order, each with the last hour to which it or an earlier one reaches."""
    ordered = sorted(spans)
    return list(zip((hour for hour, _ in ordered), accumulate((last for _, last in ordered), max), strict=True))


def _reaches(spans: list[tuple[int, int]], begin_s: int, end_s: int) -> bool:
    """Return whether a default before ``end_s`` reaches what began at ``begin_s``."""
    count = bisect_left(spans, (end_s,))
    return count > 0 and spans[count - 1][1] >= begin_s
