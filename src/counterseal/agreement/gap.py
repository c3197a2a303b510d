"""The unfrozen gap: how long an item could leave, from the inspected Party's earliest knowledge to the verified freeze.

    notice/visit --arrive, within 48 hours--> notification/arrival --freeze, within 20 minutes--> notification/frozen

1. knowledge begins with the notice; of which site of a pool is meant, with the designation;
2. a duty leads from the event that starts it to the event that does it, within the visit's thread;
3. a duty counted from delivery begins as late as the agreed allowance lets it, unless the addressee said its start;
4. the gap is as long as the shortest chain lets it be, each duty done at its latest, begun on the worst day;
5. without a chain of duties that all have a clock, no clock bounds it;
6. where months or working days are counted, every day of four years and those around holidays are tried: an agreement
   with more duties and holidays than that is worth, is told so instead.

Whole minutes, upwards. This is said of the text alone: the state of a regime has the hours that were kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from counterseal.agreement import clock
from counterseal.agreement.calendar import DAY_S, day_of
from counterseal.agreement.clock import SECONDS, Span
from counterseal.agreement.document import Agreement, Inspection
from counterseal.agreement.events import event
from counterseal.agreement.terms import Duty

CYCLE_DAYS = 1_461  # four years: every length that some months in a row have
AROUND_DAYS = 60  # before and after a holiday: hardly a calendar has a longer run without working days
FIRST_DAY = day_of(2001, 1, 1)
STEPS_MAX = 300_000  # days times duties, over all inspections: about a second


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
            there), ``no-within`` (``chain`` does, and a duty of it has no clock), ``too-many`` (rule 6); else empty.
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
    """Return the gap of an inspection's site; of a pool, that of the site designated, and that of all from notice.

    Where the freeze of all is bounded from the notice and no duty leads to one from the designation, it is that of all
    alone: all stand still by then.
    """
    if not inspection.pool:
        return (_gap(agreement, inspection, "notice", "site"),)
    site, pool = _gap(agreement, inspection, "designation", "site"), _gap(agreement, inspection, "notice", "pool")
    return (pool,) if site.unbounded == "no-chain" and pool.minutes is not None else (site, pool)


def sought(agreement: Agreement, inspection: Inspection) -> tuple[str, ...]:
    """Return the items that an inspection seeks: that of its undertakings, or all that its measure tells apart."""
    item = agreement.sought.get(inspection.name)
    return tuple(agreement.measure(inspection.measure).discriminates) if item is None else (item,)


def escaping(agreement: Agreement, inspection: Inspection, gap: Gap) -> tuple[str, ...]:
    """Return the items sought that could leave within a gap: all of them where no clock bounds it."""
    return tuple(
        item
        for item in sought(agreement, inspection)
        if gap.minutes is None or agreement.item(item).least_removal.seconds <= 60 * gap.minutes
    )


def _gap(agreement: Agreement, inspection: Inspection, kind: str, of: str) -> Gap:
    start, freeze = f"{kind}/{inspection.name}", f"notification/{inspection.freeze}"

    def gap(chain: tuple[Duty, ...] = (), unbounded: str = "", minutes: int | None = None) -> Gap:
        return Gap(
            inspection=inspection.name, knowledge=start, of=of, minutes=minutes, chain=chain, unbounded=unbounded
        )

    if inspection.freeze is None:
        return gap(unbounded="no-freeze")
    duties = _reached(agreement, inspection, start)
    clocked = [duty for duty in duties if duty.within is not None]
    starts = _starts(agreement, clocked, STEPS_MAX // len(agreement.inspections))
    if starts is None:
        return gap(unbounded="too-many")
    after = _by_start(clocked)
    chains = [
        (found[0] - start_s, found[1])
        for start_s in starts
        if (found := _soonest(agreement, after, start, freeze, start_s)) is not None
    ]
    if chains:
        longest_s, chain = max(chains, key=lambda found: found[0])
        return gap(chain, minutes=-(-longest_s // 60))
    unclocked = _soonest(agreement, _by_start(duties), start, freeze, 0)
    return gap(unbounded="no-chain") if unclocked is None else gap(unclocked[1], "no-within")


def leads_within(agreement: Agreement, inspection: Inspection, duty: Duty) -> bool:
    """Return whether a duty leads from an event of a visit to another."""
    notice, graph = f"notice/{inspection.name}", agreement.event_graph
    return duty.start is not None and graph.meet(notice, duty.start) and graph.meet(notice, duty.done_by)


def _by_start(duties: Iterable[Duty]) -> dict[str, list[Duty]]:
    """Return the duties by the event that starts them."""
    found: dict[str, list[Duty]] = {}
    for duty in duties:
        found.setdefault(duty.start or "", []).append(duty)
    return found


def _reached(agreement: Agreement, inspection: Inspection, start: str) -> list[Duty]:
    """Return the duties that an event of a visit leads to, one after the other, within the visit."""
    found: list[Duty] = []
    asked = {start: None}
    order = [start]
    for at in order:
        led = [duty for duty in agreement.duties_from.get(at, ()) if leads_within(agreement, inspection, duty)]
        found += led
        new = [duty.done_by for duty in led if duty.done_by not in asked]
        asked.update(dict.fromkeys(new))
        order += dict.fromkeys(new)
    return found


def _soonest(
    agreement: Agreement, after: Mapping[str, Iterable[Duty]], start: str, end: str, start_s: int
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
        for duty in after.get(at, ()):
            if duty.done_by not in passed:
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
    """Return how much later than held the start of a duty counts as delivered to whom it says; None if at once."""
    addressee = {"delivered": duty.by, "delivered-to": duty.to}.get(duty.counted_from)
    if addressee is None or agreement.delivery is None:
        return None
    return None if addressee in _authors(agreement, duty.start or "") else agreement.delivery.allowance


def _authors(agreement: Agreement, text: str) -> tuple[str, ...]:
    """Return the words by which an agreement means the author of an event."""
    kind, name = event(text)
    if kind in ("notice", "designation", "opening", "report"):
        inspection = agreement.inspection(name)
        assert inspection is not None  # the agreement was checked
        if kind == "opening":
            return ("author", "inspected", inspection.inspected)
        return ("author", "inspecting", inspection.inspecting)
    term = agreement.notification(name) if kind == "notification" else None
    return ("author",) if term is None or len(term.by) != 1 else ("author", term.by[0])


def _starts(agreement: Agreement, duties: list[Duty], steps_max: int) -> list[int] | None:
    """Return hours of which one makes any chain longest: any hour for exact spans, else days of every kind.

    None where those days, times the duties, are more than ``steps_max``.
    """
    spans = [span for duty in duties for span in (_allowance(agreement, duty), duty.within) if span is not None]
    if all(span.counted[0] in SECONDS for span in spans):
        return [0] if len(duties) <= steps_max else None
    names = {duty.calendar for duty in duties if duty.calendar is not None}
    calendars = [calendar for name in sorted(names) if (calendar := agreement.calendar(name)) is not None]
    holidays = sum(len(calendar.holidays) for calendar in calendars)
    if (CYCLE_DAYS + 2 * AROUND_DAYS * holidays) * len(duties) > steps_max:
        return None
    days = set(range(FIRST_DAY, FIRST_DAY + CYCLE_DAYS))
    for holiday in {holiday for calendar in calendars for holiday in calendar.holidays}:
        at = day_of(*map(int, holiday.split("-")))
        days |= set(range(max(at - AROUND_DAYS, 0), at + AROUND_DAYS))
    return [day * DAY_S for day in sorted(days)]
