"""The unfrozen gap: how long an item could leave, from the inspected Party's earliest knowledge to the verified freeze.

    notice/visit --arrive, within 48 hours--> notification/arrival --freeze, within 20 minutes--> notification/frozen

1. knowledge begins with the notice; of which site of a pool is meant, with the designation;
2. a duty leads from the event that starts it to the event that does it, within the visit's thread;
3. a duty counted from delivery begins as late as the agreed allowance lets it, unless who owes said its start;
4. the gap is as long as the shortest chain lets it be, each duty done at its latest, begun on the worst day;
5. without a chain of duties that all have a clock, no clock bounds it.

Whole minutes, upwards. This is said of the text alone: the state of a regime has the hours that were kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from counterseal.agreement import clock
from counterseal.agreement.check import IN_A_VISIT, event, threads
from counterseal.agreement.clock import DAY_S, SECONDS, Span
from counterseal.agreement.document import Agreement, Inspection
from counterseal.agreement.terms import Duty

CYCLE_DAYS = 1_461  # four years: every length that some months in a row have
AROUND_DAYS = 60  # before and after a holiday: hardly a calendar has a longer run without working days
FIRST_DAY = clock.day_of(2001, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The gap of one inspection.

    Attributes:
        inspection: its name.
        knowledge: the event from which the inspected Party knows.
        of: ``site`` or ``pool``: what it knows of then.
        minutes: the longest that the gap may be; None where no clock bounds it.
        chain: the duties that bound it, in order.
        unbounded: why nothing does: ``no-freeze`` (no notification verifies the freeze), ``no-chain`` (no duty leads
            there), ``no-within`` (``chain`` does, and a duty of it has no clock); else empty.
    """

    inspection: str
    knowledge: str
    of: str
    minutes: int | None = None
    chain: tuple[Duty, ...] = ()
    unbounded: str = ""

    @property
    def only_if(self) -> tuple[str, ...]:
        """The conditions without which a duty of the chain is not owed."""
        return tuple(sorted({name for duty in self.chain for name in duty.only_if}))


def gaps(agreement: Agreement, inspection: Inspection) -> tuple[Gap, ...]:
    """Return the gap of an inspection's site; of a pool, that of the site designated, and that of all from notice."""
    if not inspection.pool:
        return (_gap(agreement, inspection, "notice", "site"),)
    return _gap(agreement, inspection, "designation", "site"), _gap(agreement, inspection, "notice", "pool")


def sought(agreement: Agreement, inspection: Inspection) -> tuple[str, ...]:
    """Return the items that an inspection seeks: those of its undertakings, or all that its measure tells apart."""
    named = {owed.item for owed in agreement.undertakings if inspection.name in owed.inspections}
    return tuple(sorted(named or agreement.measure(inspection.measure).discriminates))


def escaping(agreement: Agreement, inspection: Inspection, gap: Gap) -> tuple[str, ...]:
    """Return the items sought that could leave within a gap: all of them where no clock bounds it."""
    return tuple(
        item
        for item in sought(agreement, inspection)
        if gap.minutes is None or agreement.item(item).least_removal.seconds <= 60 * gap.minutes
    )


def _gap(agreement: Agreement, inspection: Inspection, kind: str, of: str) -> Gap:
    start, freeze = f"{kind}/{inspection.name}", f"notification/{inspection.freeze}"
    duties = [duty for duty in agreement.duties if leads_within(agreement, inspection, duty)]

    def gap(chain: tuple[Duty, ...] = (), unbounded: str = "", minutes: int | None = None) -> Gap:
        return Gap(
            inspection=inspection.name, knowledge=start, of=of, minutes=minutes, chain=chain, unbounded=unbounded
        )

    if inspection.freeze is None:
        return gap(unbounded="no-freeze")
    clocked = [duty for duty in duties if duty.within is not None]
    chains = [
        (found[0] - start_s, found[1])
        for start_s in sorted(_starts(agreement, clocked))
        if (found := _soonest(agreement, clocked, start, freeze, start_s)) is not None
    ]
    if chains:
        longest_s, chain = max(chains, key=lambda found: found[0])
        return gap(chain, minutes=-(-longest_s // 60))
    unclocked = _soonest(agreement, duties, start, freeze, 0)
    return gap(unbounded="no-chain") if unclocked is None else gap(unclocked[1], "no-within")


def leads_within(agreement: Agreement, inspection: Inspection, duty: Duty) -> bool:
    """Return whether a duty leads from an event of a visit to another."""
    for text in (duty.start, duty.done_by):
        kind, name = event(text or "")
        if kind in IN_A_VISIT:
            if name != inspection.name:
                return False
        elif text is None or f"notice/{inspection.name}" not in threads(agreement, text):
            return False
    return True


def _soonest(
    agreement: Agreement, duties: Iterable[Duty], start: str, end: str, start_s: int
) -> tuple[int, tuple[Duty, ...]] | None:
    """Return the hour by which duties bring about ``end`` if all is done at its latest, and their chain; or None.

    A duty without a clock takes no time here: the caller looks for a chain, whatever its length.
    """
    waiting: list[tuple[int, tuple[str, ...], str, tuple[Duty, ...]]] = [(start_s, (), start, ())]
    passed: set[str] = set()
    while waiting:
        hour_s, names, at, chain = heappop(waiting)
        if at == end:
            return hour_s, chain
        if at in passed:
            continue
        passed.add(at)
        for duty in duties:
            if duty.start == at and duty.done_by not in passed:
                latest_s = _latest_s(agreement, duty, hour_s)
                heappush(waiting, (latest_s, (*names, duty.name), duty.done_by, (*chain, duty)))
    return None


def _latest_s(agreement: Agreement, duty: Duty, start_s: int) -> int:
    """Return the latest hour of a duty whose start was said at ``start_s``."""
    if duty.within is None:
        return start_s
    stages = [(None, span) for span in (_allowance(agreement, duty), duty.within) if span is not None]
    latest_s = clock.chain(stages, start_s, agreement.calendar(duty.calendar))[-1][1]
    assert latest_s is not None  # both stages have an end
    return latest_s


def _allowance(agreement: Agreement, duty: Duty) -> Span | None:
    """Return how much later than held the start of a duty counts as delivered to who owes it; None if at once."""
    if duty.counted_from != "delivered" or agreement.delivery is None:
        return None
    return None if duty.by in _authors(agreement, duty.start or "") else agreement.delivery.allowance


def _authors(agreement: Agreement, text: str) -> tuple[str, ...]:
    """Return the words by which an agreement means the author of an event."""
    kind, name = event(text)
    if kind in ("notice", "designation", "report"):
        inspection = agreement.inspection(name)
        assert inspection is not None  # the agreement was checked
        return ("author", "inspecting", inspection.inspecting)
    term = agreement.notification(name) if kind == "notification" else None
    return ("author",) if term is None or len(term.by) != 1 else ("author", term.by[0])


def _starts(agreement: Agreement, duties: Iterable[Duty]) -> set[int]:
    """Return hours of which one makes any chain longest: any hour for exact spans, else days of every kind."""
    listed = tuple(duties)
    spans = [span for duty in listed for span in (_allowance(agreement, duty), duty.within) if span is not None]
    if all(span.counted[0] in SECONDS for span in spans):
        return {0}
    days = set(range(FIRST_DAY, FIRST_DAY + CYCLE_DAYS))
    calendars = {agreement.calendar(duty.calendar) for duty in listed}
    for holiday in {holiday for calendar in calendars if calendar is not None for holiday in calendar.holidays}:
        at = clock.day_of(*map(int, holiday.split("-")))
        days |= set(range(max(at - AROUND_DAYS, 0), at + AROUND_DAYS))
    return {day * DAY_S for day in days}
