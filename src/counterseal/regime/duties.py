"""Duties: who owes what to whom, since when, until when, and how it stands at an hour.

Each statement that is a duty's start makes one instance of it; so does each date that returns, and entry into force. The
instance is done by the first statement of its thread that is what the duty is done by and comes from who owes it.

How it stands is the first of these that holds:

    unconfirmed       what starts its clock is not yet delivered to the party that owes
    released          the other side did not do, by its hour, the duty whose default frees this one
    blocked           a condition did not hold, at the hour of the question or at the due hour, whichever is earlier
    suspended         the regime, or this duty, was paused, suspended or withdrawn then
    done, done late, done early     it was done, as a quorum witnessed, within its window or not
    unwitnessed       it was said, in time, and no quorum is known to have cosigned it yet
    due               its hour has not come
    not done by due hour

"Not done by due hour" is all that is ever said: whether it is a breach is for the parties.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from counterseal.agreement import clock
from counterseal.agreement.check import IN_FORCE, event
from counterseal.agreement.terms import Duty
from counterseal.regime import conditions
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Hours, Reader
from counterseal.regime.subjects.notification import is_event
from counterseal.regime.suspension import standing_of
from counterseal.regime.who import resolve

NOT_DONE = "not done by due hour"
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
        self._releases = {
            name: duty for duty in facts.agreement.duties if duty.default is not None for name in duty.default.releases
        }

    def all(self, in_force: bool) -> tuple[Owed, ...]:
        """Return every instance, by duty, number, start and party; none before entry into force."""
        if not in_force:
            return ()
        return tuple(sorted((o for duty in self._facts.agreement.duties for o in self._of(duty)), key=lambda o: o.rank))

    def _of(self, duty: Duty) -> Iterator[Owed]:
        facts = self._facts
        if duty.recurs is not None:
            start = facts.in_force_at()
            calendar = facts.agreement.calendar(duty.calendar)
            until = clock.add(self._now, duty.within, calendar) if duty.within is not None else self._now
            before = start
            for number, hour in clock.occurrences(
                duty.recurs, start, until, count_max=RECURRENCES_MAX, calendar=calendar
            ):
                for by in resolve(facts, duty.by, None, None):
                    yield self._recurring(duty, by, number, before, hour)
                before = hour
            return
        if duty.start == IN_FORCE:
            for by in resolve(facts, duty.by, None, None):
                yield self._owed(duty, by, None, facts.in_force_at())
            return
        for statement in self.starts(duty.start or ""):
            said, root = facts.statements[statement], facts.threads[statement]
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
        if duty.counted_from == "occurred":
            told: int | None = self._facts.statements[statement].body.hour
            return self._hours.existed_by(statement) if told is None else told
        return self._hours.existed_by(statement)

    def _recurring(self, duty: Duty, by: str, number: int, before: int, hour: int) -> Owed:
        """Return the instance of a date that returns: done by what was said since the date before."""
        due = (
            hour if duty.within is None else clock.add(hour, duty.within, self._facts.agreement.calendar(duty.calendar))
        )
        start = before if duty.not_before is None else clock.before(hour, duty.not_before)
        done = self._first(duty, by, None, start, due if due > self._now else None)
        return self._judged(duty, by, None, number, hour, start, due, done)

    def _owed(self, duty: Duty, by: str, start: bytes | None, start_s: int | None) -> Owed:
        calendar = self._facts.agreement.calendar(duty.calendar)
        from_s = due_s = None
        if start_s is not None:
            from_s = None if duty.not_before is None else clock.add(start_s, duty.not_before, calendar)
            due_s = None if duty.within is None else clock.add(start_s, duty.within, calendar)
        return self._judged(duty, by, start, 0, start_s, from_s, due_s, self._first(duty, by, start))

    def _first(
        self, duty: Duty, by: str, start: bytes | None, after_s: int = 0, until_s: int | None = None
    ) -> bytes | None:
        """Return the first statement that does the duty, in the order of its author's log."""
        facts = self._facts
        candidates = self.starts(duty.done_by) if start is None else facts.thread[facts.threads[start]]
        found = [
            one
            for one in candidates
            if one != start
            and one not in self._disputed
            and is_event(facts, facts.statements[one], duty.done_by)
            and (facts.statements[one].party == by or facts.statements[one].kind == "inspection-report")
            and self._hours.existed_by(one) >= after_s
            and (until_s is None or self._hours.existed_by(one) <= until_s)
            and (start is None or self._follows(start, one))
        ]
        return min(found, key=lambda one: (facts.places[one][1], facts.places[one][0]), default=None)

    def _follows(self, start: bytes, one: bytes) -> bool:
        """Return whether a statement answers the start itself where it is about a single statement, or comes by thread."""
        said, begun = self._facts.statements[one], self._facts.statements[start]
        if said.kind != "notification" or begun.kind != "notification":
            return True
        term = self._facts.agreement.notification(said.body.format)
        about_it = term is not None and any(is_event(self._facts, begun, wanted) for wanted in term.about)
        return not about_it or bool(said.body.about == start)

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
            if self._is_released(duty, start):
                return "released"
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

    def _is_released(self, duty: Duty, start: bytes | None) -> bool:
        """Return whether the default of another duty, not done in the same thread or anywhere, frees this one."""
        owing = self._releases.get(duty.name)
        if owing is None:
            return False
        root = None if start is None else self._facts.threads[start]
        for other in self._of(owing):
            same = other.start is None or root is None or self._facts.threads[other.start] == root
            if same and other.status == NOT_DONE:
                return True
        return False

    def _discrepancies(self, duty: Duty) -> tuple[bytes, ...]:
        """Return the statements that say the texts disagree on this duty, and that nobody resolved."""
        found: list[bytes] = []
        for term in self._facts.agreement.notifications:
            if term.effect == "disputes" and (not term.of or duty.name in term.of):
                for series in self._facts.notified.get(term.name, {}).values():
                    found += [one for one in series.ids if not self._facts.resolved(one)]
        return tuple(sorted(found))
