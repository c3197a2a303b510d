"""What no rule refuses in an agreement, and its authors may not have meant.

    gap-escapes         an item that a visit seeks could leave before the freeze is verified
    gap-unbounded       no clock bounds the time in which it could
    duty-undated        a duty without a due hour is never "not done"
    condition-unused    a condition on which nothing depends
    notification-idle   a notification that nobody owes, and on which nothing rests
    undertaking-unseen  an undertaking whose visits have no place under a quota, ever, or which needs an exhibition
    measure-untested    a measure without a joint trial: what it shows adds nothing
    monitor-idle        a monitor that no undertaking names, and on whose readings nothing rests
    alarm-unresolvable  a monitor whose alarms stay open for good: no notification resolves its readings, and
                        there is no commission whose time ends
    window-empty        a right that lapses before it opens
    host-unknown        a site whose territorial host is no party

A warning tells of no fault: there are agreements in which just that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterseal.agreement import clock
from counterseal.agreement.calendar import DAY_S
from counterseal.agreement.document import Agreement, Undertaking
from counterseal.agreement.gap import FIRST_DAY, Gap, escaping, gaps
from counterseal.agreement.terms import NotificationTerm, Quota


@dataclass(frozen=True, kw_only=True)
class Warned:
    """One warning: of what, where in the document, and a sentence."""

    what: str
    where: str
    why: str


UNBOUNDED = {
    "no-freeze": "no notification verifies its freeze",
    "no-chain": "no duties lead from {knowledge} to its freeze",
    "no-within": "{duties}, on the way to its freeze, has no clock",
    "too-many": "the duties and holidays on the way to its freeze are more than are looked at",
}


def warnings(agreement: Agreement) -> tuple[Warned, ...]:
    """Return the warnings about an agreement, in the order of the module's list."""
    return (
        *_about_gaps(agreement),
        *_about_duties(agreement),
        *_about_conditions(agreement),
        *_about_notifications(agreement),
        *_about_places(agreement),
        *_about_measures(agreement),
        *_about_monitors(agreement),
        *_about_alarms(agreement),
        *_about_windows(agreement),
        *_about_hosts(agreement),
    )


def why_unbounded(gap: Gap) -> str:
    """Return why no clock bounds a gap. Requires that none does."""
    undated = ", ".join(duty.name for duty in gap.chain if duty.within is None)
    return UNBOUNDED[gap.unbounded].format(knowledge=gap.knowledge, duties=undated)


def _about_gaps(agreement: Agreement) -> Iterator[Warned]:
    for inspection in agreement.inspections:
        where = f"/inspections/{inspection.name}"
        for gap in gaps(agreement, inspection):
            if gap.minutes is None:
                why = f"an item could leave the {gap.of}: no clock bounds it, since {why_unbounded(gap)}"
                yield Warned(what="gap-unbounded", where=where, why=why)
                continue
            for item in escaping(agreement, inspection, gap):
                least = agreement.item(item).least_removal.seconds // 60
                why = f"an item could leave the {gap.of}: {gap.minutes} min gap, least removal of {item} {least} min"
                yield Warned(what="gap-escapes", where=where, why=why)


def _about_duties(agreement: Agreement) -> Iterator[Warned]:
    for duty in agreement.duties:
        if duty.within is None and duty.recurs is None:
            why = "it has no due hour, so it is never said not to be done"
            yield Warned(what="duty-undated", where=f"/duties/{duty.name}", why=why)


def _about_conditions(agreement: Agreement) -> Iterator[Warned]:
    used = set(agreement.in_force_if)
    for condition in agreement.conditions:
        used |= {*condition.all, *condition.any}
    for undertaking in agreement.undertakings:
        used |= {*undertaking.only_if, *undertaking.shown_by}
    used |= {name for duty in agreement.duties for name in duty.only_if}
    used |= {name for inspection in agreement.inspections for name in inspection.only_if}
    used |= {name for monitor in agreement.monitors for name in monitor.only_if}
    used |= {name for term in agreement.notifications for name in term.only_if}
    for condition in agreement.conditions:
        if condition.name not in used:
            where = f"/conditions/{condition.name}"
            yield Warned(what="condition-unused", where=where, why="nothing depends on it")


def _resting(agreement: Agreement) -> set[str | None]:
    """Return the events on which something rests."""
    resting = {duty.done_by for duty in agreement.duties} | {duty.start for duty in agreement.duties}
    resting |= {ladder.start for ladder in agreement.ladders}
    return resting | {about for term in agreement.notifications for about in term.about}


def _about_notifications(agreement: Agreement) -> Iterator[Warned]:
    resting = _resting(agreement)
    names = {step for ladder in agreement.ladders for rung in ladder.rungs for step in rung.steps}
    names |= {inspection.freeze for inspection in agreement.inspections if inspection.freeze is not None}
    for condition in agreement.conditions:
        names |= {name for name in (condition.notification, condition.withdrawn_by) if name is not None}
    if agreement.delivery is not None:
        names.add(agreement.delivery.receipt)
    figures = {condition.figure for condition in agreement.conditions}
    figures |= {quota.places.figure for quota in agreement.quotas}
    for term in agreement.notifications:
        if f"notification/{term.name}" not in resting and not _does(term, names, figures):
            where = f"/notifications/{term.name}"
            yield Warned(what="notification-idle", where=where, why="nobody owes it, and nothing rests on it")


def _does(term: NotificationTerm, names: set[str], figures: set[str | None]) -> bool:
    return term.effect is not None or term.name in names or bool(figures & set(term.figures))


def _about_places(agreement: Agreement) -> Iterator[Warned]:
    nil = {quota.name for quota in agreement.quotas if _is_nil(quota)}
    shut = {inspection.name for inspection in agreement.inspections if not nil.isdisjoint(inspection.quotas)}
    for undertaking in agreement.undertakings:
        if undertaking.inspections and not undertaking.monitors and shut.issuperset(undertaking.inspections):
            why = f"no visit can show it: {', '.join(undertaking.inspections)} have no place under a quota"
            yield Warned(what="undertaking-unseen", where=f"/undertakings/{undertaking.name}", why=why)
        elif undertaking.kind == "type-distinguishable" and "exhibition" not in _looking(agreement, undertaking):
            why = "only an exhibition can show it, and it names no inspection or monitor by one"
            yield Warned(what="undertaking-unseen", where=f"/undertakings/{undertaking.name}", why=why)


def _looking(agreement: Agreement, undertaking: Undertaking) -> set[str]:
    """Return the kinds of measure that can show an undertaking."""
    visits = [one.measure for one in agreement.inspections if one.name in undertaking.inspections]
    monitors = [one.measure for one in agreement.monitors if one.name in undertaking.monitors]
    return {agreement.measure(name).kind for name in (*visits, *monitors)}


def _about_measures(agreement: Agreement) -> Iterator[Warned]:
    for measure in agreement.measures:
        if measure.sensitivity is None:
            why = "no joint trial is named, so what it shows adds nothing to any finding"
            yield Warned(what="measure-untested", where=f"/measures/{measure.name}", why=why)


def _about_monitors(agreement: Agreement) -> Iterator[Warned]:
    named = {name for undertaking in agreement.undertakings for name in undertaking.monitors}
    resting = _resting(agreement)
    for monitor in agreement.monitors:
        if monitor.name not in named and f"reading/{monitor.name}" not in resting:
            why = "no undertaking names it, and nothing rests on its readings"
            yield Warned(what="monitor-idle", where=f"/monitors/{monitor.name}", why=why)


def _about_alarms(agreement: Agreement) -> Iterator[Warned]:
    """Yield a warning for each monitor whose alarms would stay open for good, and hold up findings."""
    if agreement.commission is not None:
        return
    resolving = {about for term in agreement.notifications if term.effect == "resolves" for about in term.about}
    for monitor in agreement.monitors:
        if f"reading/{monitor.name}" not in resolving:
            why = (
                f"an alarm would stay open for good: no notification resolves reading/{monitor.name}, and no commission"
            )
            yield Warned(what="alarm-unresolvable", where=f"/monitors/{monitor.name}", why=f"{why}'s time ends")


def _is_nil(quota: Quota) -> bool:
    """Return whether a quota never has a place."""
    places = quota.places
    return places.fixed == 0 or (bool(places.by_period) and not any(run.places for run in places.by_period))


def _about_windows(agreement: Agreement) -> Iterator[Warned]:
    for inspection in agreement.inspections:
        window = inspection.window
        if window is None or window.opens is None or window.lapses is None:
            continue
        start, calendar = FIRST_DAY * DAY_S, agreement.calendar(window.calendar)
        if clock.add(start, window.opens, calendar) > clock.add(start, window.lapses, calendar):
            where = f"/inspections/{inspection.name}/window"
            yield Warned(what="window-empty", where=where, why="the right lapses before it opens")


def _about_hosts(agreement: Agreement) -> Iterator[Warned]:
    parties = {party.name for party in agreement.parties}
    for site in agreement.sites:
        if site.territorial_host not in parties:
            why = f"no party is called {site.territorial_host}"
            yield Warned(what="host-unknown", where=f"/sites/{site.name}", why=why)
