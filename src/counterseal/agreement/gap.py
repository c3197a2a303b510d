"""The unfrozen gap: how long an item could leave, between the inspected Party's earliest knowledge and the verified freeze.

    notice/visit --arrive, within 48 hours--> notification/arrival --freeze, within 20 minutes--> notification/frozen

1. knowledge begins with the notice; of which site of a pool is meant, with the designation;
2. a duty leads from the event that starts it to the event that does it, within the visit's thread;
3. a duty counted from delivery begins as late as the agreed allowance lets it, unless it is its author's own word;
4. the gap is as long as the shortest chain of duties lets it be, each stage at its latest, from whichever day it begins;
5. without a chain of duties that all have a clock, no clock bounds it.

Whole minutes, upwards. What is found here is said of the text alone; the state of a regime has the hours that were kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from counterseal.agreement import clock
from counterseal.agreement.check import IN_A_VISIT, event, threads
from counterseal.agreement.clock import DAY_S, SECONDS, Calendar, Span
from counterseal.agreement.document import Agreement, Inspection
from counterseal.agreement.terms import Duty

CYCLE_DAYS = 1_461  # four years: every length that some months in a row have
AROUND_DAYS = 60  # before and after a holiday: a longer run without working days is no working calendar
FIRST_DAY = clock.day_of(2001, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One duty of a chain: its latest end is ``allowance`` and ``within`` after the stage before."""

    duty: Duty
    allowance: Span | None
    within: Span
    calendar: Calendar | None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The gap of one inspection.

    Attributes:
        inspection: its name.
        knowledge: the event from which the inspected Party knows.
        of: ``site`` or ``pool``: what is known then, and stands still only when the freeze is verified.
        stages: the chain that bounds it, none if no clock does.
        unbounded: why nothing bounds it: ``no-freeze`` (the agreement names no notification for it), ``no-chain`` (no
            duty leads there), ``no-within`` (duties do, and one has no clock); else empty.
        at: of the last, the duty without a clock.
    """

    inspection: str
    knowledge: str
    of: str
    stages: tuple[Stage, ...] = ()
    unbounded: str = ""
    at: str = ""

    @cached_property
    def minutes(self) -> int | None:
        """The longest that it may be, in minutes; None where no clock bounds it."""
        return None if self.unbounded else -(-_latest_s(self.stages) // 60)

    @property
    def only_if(self) -> tuple[str, ...]:
        """The conditions without which a duty of the chain is not owed."""
        return tuple(sorted({name for stage in self.stages for name in stage.duty.only_if}))


def gaps(agreement: Agreement, inspection: Inspection) -> tuple[Gap, ...]:
    """Return the gap of an inspection: of its site from the notice; of a pool that, and the named site's from designation."""
    if not inspection.pool:
        return (_gap(agreement, inspection, "notice", "site"),)
    return (
        _gap(agreement, inspection, "designation", "site"),
        _gap(agreement, inspection, "notice", "pool"),
    )


def sought(agreement: Agreement, inspection: Inspection) -> tuple[str, ...]:
    """Return the items that an inspection is to find: those of its undertakings, or all that its measure tells apart."""
    named = {owed.item for owed in agreement.undertakings if inspection.name in owed.inspections}
    return tuple(sorted(named or agreement.measure(inspection.measure).discriminates))


def escaping(agreement: Agreement, inspection: Inspection, gap: Gap) -> tuple[str, ...]:
    """Return the items sought that could leave within a gap; all of them where no clock bounds it."""
    return tuple(
        item
        for item in sought(agreement, inspection)
        if gap.minutes is None or agreement.item(item).least_removal.seconds <= 60 * gap.minutes
    )


def _gap(agreement: Agreement, inspection: Inspection, kind: str, of: str) -> Gap:
    start = f"{kind}/{inspection.name}"
    if inspection.freeze is None:
        return Gap(inspection=inspection.name, knowledge=start, of=of, unbounded="no-freeze")
    chains = list(_chains(agreement, inspection, start, f"notification/{inspection.freeze}", (start,)))
    clocked = [_stages(agreement, chain) for chain in chains if all(duty.within is not None for duty in chain)]
    if clocked:
        best = min(clocked, key=lambda stages: (_latest_s(stages), [stage.duty.name for stage in stages]))
        return Gap(inspection=inspection.name, knowledge=start, of=of, stages=best)
    if not chains:
        return Gap(inspection=inspection.name, knowledge=start, of=of, unbounded="no-chain")
    at = min(duty.name for duty in min(chains, key=len) if duty.within is None)
    return Gap(inspection=inspection.name, knowledge=start, of=of, unbounded="no-within", at=at)


def _chains(
    agreement: Agreement, inspection: Inspection, start: str, end: str, passed: tuple[str, ...]
) -> Iterator[tuple[Duty, ...]]:
    """Yield every chain of duties of the visit's thread from one event to another that passes none twice."""
    for duty in agreement.duties:
        if duty.start != start or duty.done_by in passed or not _is_of(agreement, inspection, duty.done_by):
            continue
        if duty.done_by == end:
            yield (duty,)
            continue
        for rest in _chains(agreement, inspection, duty.done_by, end, (*passed, duty.done_by)):
            yield (duty, *rest)


def _is_of(agreement: Agreement, inspection: Inspection, text: str) -> bool:
    """Return whether an event can be of a visit under this inspection."""
    kind, name = event(text)
    if kind in IN_A_VISIT:
        return name == inspection.name
    return f"notice/{inspection.name}" in threads(agreement, text)


def _stages(agreement: Agreement, chain: Iterable[Duty]) -> tuple[Stage, ...]:
    stages: list[Stage] = []
    for duty in chain:
        assert duty.within is not None  # the caller has looked
        calendar = agreement.calendar(duty.calendar)
        stages.append(Stage(duty=duty, allowance=_allowance(agreement, duty), within=duty.within, calendar=calendar))
    return tuple(stages)


def _allowance(agreement: Agreement, duty: Duty) -> Span | None:
    """Return how much later than held the start of a duty counts as delivered to who owes it, at the latest."""
    if duty.counted_from != "delivered" or agreement.delivery is None:
        return None
    return None if duty.by in _authors(agreement, duty.start or "") else agreement.delivery.allowance


def _authors(agreement: Agreement, text: str) -> tuple[str, ...]:
    """Return who says an event, in the words of an agreement."""
    kind, name = event(text)
    if kind in ("notice", "designation", "report"):
        return ("author", "inspecting")
    term = agreement.notification(name) if kind == "notification" else None
    return ("author",) if term is None or len(term.by) != 1 else ("author", term.by[0])


def _latest_s(stages: Iterable[Stage]) -> int:
    """Return the seconds from knowledge to the latest end of a chain, from whichever hour makes that longest."""
    listed = tuple(stages)
    return max(_end_s(listed, start_s) - start_s for start_s in _starts(listed))


def _end_s(stages: Iterable[Stage], start_s: int) -> int:
    for stage in stages:
        if stage.allowance is not None:
            start_s = clock.add(start_s, stage.allowance, stage.calendar)
        ((_, latest_s),) = clock.chain([(None, stage.within)], start_s, stage.calendar)
        assert latest_s is not None  # every stage has its clock
        start_s = latest_s
    return start_s


def _starts(stages: Iterable[Stage]) -> set[int]:
    """Return hours of which one gives the longest chain: any for exact spans, else days of every kind."""
    spans = [span for stage in stages for span in (stage.allowance, stage.within) if span is not None]
    if all(span.counted[0] in SECONDS for span in spans):
        return {0}
    days = set(range(FIRST_DAY, FIRST_DAY + CYCLE_DAYS))
    for holiday in {day for stage in stages if stage.calendar is not None for day in stage.calendar.holidays}:
        at = clock.day_of(*map(int, holiday.split("-")))
        days |= set(range(max(at - AROUND_DAYS, 0), at + AROUND_DAYS))
    return {day * DAY_S for day in days}
