"""The quota ledger: how many visits are counted under a quota, as somebody sees them, and who is in excess.

A visit counts under the quotas of its inspection, together with those that the quota's ``per`` puts with it, in the
period of its hour: the hour that its notice tells, but not before the latest that its author had shown to have come,
nor after that by which it was witnessed. What the author of a notice sees decides whether it may give it (R42).
Notices that did not see each other may still be too many: then a visit is in place if even with every concurrent one
there is room; of the rest the winner's are in place as far as there is room, and all others are in excess. Of a share,
each visit is judged by the figure that its author saw: one declared later takes no place back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from counterseal.agreement import clock
from counterseal.agreement import quota as places
from counterseal.agreement.clock import Period
from counterseal.agreement.document import Inspection
from counterseal.agreement.terms import Quota
from counterseal.regime.facts import Claim, Facts, Said, Sight, View
from counterseal.regime.hours import Disputed, Hours, Reader
from counterseal.regime.overtaken import Had

UNNAMED = ""
"""With whom a visit is counted whose site is not named yet, where visits are counted by site."""


class Entry(NamedTuple):
    """A line of the ledger: quota, with whom counted together, period, how many places, visits in place and in excess.

    ``places`` is None while the figure of which they are a share is not declared.
    """

    quota: str
    key: str
    period: int
    places: int | None
    visits: tuple[bytes, ...]
    excess: tuple[bytes, ...]


def has_place(facts: Facts, quota: Quota, inspection: Inspection, view: View) -> bool:
    """Return whether the author of a notice of ``inspection`` sees a place left under ``quota``."""
    key = _key(quota, inspection, inspection.site)
    if key == UNNAMED:
        return True  # the ledger tells afterwards
    period = clock.period(quota.period, view.hour, facts.in_force_at(view) or 0)
    if period is None:
        return False
    allowed = places.count(quota.places, period.index, _figure(quota, inspection, view))
    if allowed is None:
        return False
    taken = 0
    for name in quota.inspections:
        other = _inspection(facts, name)
        for notice in _open(facts, name, view) if quota.counting == "open" else _within(facts, name, period, view):
            taken += _key(quota, other, facts.site(notice, view)) == key
    return taken < allowed


def _within(facts: Facts, inspection: str, period: Period, view: View) -> Iterator[bytes]:
    """Yield the notices of an inspection that are seen to be of an hour of the period.

    One that tells a later hour counts at that by which its reader saw it witnessed: dating ahead takes no later place.
    """
    announced = facts.announced.get(inspection, [])
    for told_s, notice in announced[bisect_left(announced, (period.start_s, b"")) :]:
        if view.holds(notice):
            seen_s = view.cosigned_by(notice)
            hour = told_s if seen_s is None else max(facts.claims[notice].shown_s, min(told_s, seen_s))
            if period.start_s <= hour < period.end_s:
                yield notice


def _open(facts: Facts, inspection: str, view: View) -> Iterator[bytes]:
    """Yield the last notice of an inspection that is seen, if not seen to be over: R20 allows no other to be open."""
    last = next((one for one in reversed(facts.visits.get(inspection, ())) if view.holds(one)), None)
    if last is not None and not _over(facts, last, view):
        yield last


def claim(facts: Facts, said: Said) -> Claim:
    """Return what a notice claims a place with."""
    view = facts.view(said)
    inspection = facts.agreement.inspection(said.statement.body.inspection)
    figures: dict[str, int] = {}
    for name in () if inspection is None else inspection.quotas:
        assert inspection is not None
        figure = _figure(facts.agreement.quota(name), inspection, view)
        if figure is not None:
            figures[name] = figure
    return Claim(shown_s=facts.logs[said.log].shown_s, in_force_s=facts.in_force_at(view) or 0, figures=figures)


def hour_of(facts: Facts, hours: Hours, notice: bytes) -> int:
    """Return the hour of a visit by which rights and quotas are reckoned, Unix seconds: see the module."""
    return max(facts.claims[notice].shown_s, hours.existed_by(notice))


def ledger(facts: Facts, hours: Hours, reader: Reader, revoked: Disputed) -> list[Entry]:
    """Return the lines of the ledger, by quota, key and period, as the reader of the state sees them.

    ``revoked``: what revocations dispute.
    """
    found: list[Entry] = []
    for quota in facts.agreement.quotas:
        groups: dict[tuple[str, int], list[bytes]] = {}
        inspections: dict[tuple[str, int], Inspection] = {}
        for name in quota.inspections:
            inspection = _inspection(facts, name)
            for notice in facts.visits.get(name, ()):
                hour = hour_of(facts, hours, notice)
                if quota.counting == "open":
                    if hour > reader.hour or _reports(facts, notice):
                        continue
                    hour = reader.hour
                key = _key(quota, inspection, facts.site(notice))
                period = clock.period(quota.period, hour, facts.claims[notice].in_force_s)
                if key != UNNAMED and period is not None:
                    groups.setdefault((key, period.index), []).append(notice)
                    inspections[key, period.index] = inspection
        for (key, index), notices in sorted(groups.items()):
            now = places.count(quota.places, index, _figure(quota, inspections[key, index], reader))
            excess = () if quota.counting == "open" else _excess(facts, hours, quota, notices, index, revoked)
            kept = tuple(sorted(set(notices) - set(excess)))
            found.append(Entry(quota.name, key, index, now, kept, excess))
    return found


def _excess(
    facts: Facts, hours: Hours, quota: Quota, notices: list[bytes], period: int, revoked: Disputed
) -> tuple[bytes, ...]:
    figures = {one: _known_figure(facts, hours, quota, one, revoked) for one in notices}
    allowed = {one: places.count(quota.places, period, figure) for one, figure in figures.items()}
    if all(room is None or len(notices) <= room for room in allowed.values()):
        return ()
    sure: list[bytes] = []
    contested: list[bytes] = []
    for notice in notices:
        after = sum(precedes(facts, hours, notice, other) for other in notices if other != notice)
        room = allowed[notice]
        (sure if room is None or len(notices) - 1 - after < room else contested).append(notice)
    granted: set[bytes] = set()
    for notice in sorted(contested, key=lambda notice: facts.places[notice]):
        room = allowed[notice] or 0
        if facts.notices[notice][0].party == quota.winner and len(sure) + len(granted) < room:
            granted.add(notice)
    return tuple(sorted(notice for notice in contested if notice not in granted))


def precedes(facts: Facts, hours: Hours, one: bytes, other: bytes) -> bool:
    """Return whether notice ``one`` is before ``other``: its author saw it, or had it before ``other`` was witnessed.

    So nobody gains by not looking. Both stand.
    """
    if _in_past(facts, one, other):
        return True
    if facts.agreement.delivery is None or _in_past(facts, other, one):
        return False  # without delivery nobody has what it did not see: a log that is kept back gains nothing
    delivered_s = hours.delivered_by(one, facts.statements[other].party)
    return delivered_s is not None and delivered_s < hours.seen_by(other)


def _in_past(facts: Facts, one: bytes, other: bytes) -> bool:
    log, index = facts.places[one]
    other_log, other_index = facts.places[other]
    if log == other_log:
        return index < other_index
    return index < facts.logs[other_log].closure[other_index].get(log, 0)


def _key(quota: Quota, inspection: Inspection, site: str | None) -> str:
    match quota.per:
        case "all":
            return "all"
        case "inspected":
            return inspection.inspected
        case "inspecting":
            return inspection.inspecting
        case "pair":
            return f"{inspection.inspecting}/{inspection.inspected}"
    return UNNAMED if site is None else site


def _figure(quota: Quota, inspection: Inspection, sight: Sight) -> int | None:
    """Return the declared number of which the quota is a share, as somebody sees it."""
    if quota.places.figure is None:
        return None
    by = inspection.inspected if quota.declared_by == "inspected" else quota.declared_by
    assert by is not None  # the agreement was checked
    return sight.figure(by, quota.places.figure)


def _known_figure(facts: Facts, hours: Hours, quota: Quota, notice: bytes, revoked: Disputed) -> int | None:
    """Return the figure by which a visit is judged: what its author saw, or had without having looked."""
    seen = facts.claims[notice].figures.get(quota.name)
    name = quota.places.figure
    if name is None or facts.agreement.delivery is None or hours.witnessed_by(notice) is None:
        return seen
    inspection = _inspection(facts, facts.notices[notice][1].inspection)
    by = inspection.inspected if quota.declared_by == "inspected" else quota.declared_by
    assert by is not None  # the agreement was checked
    had = Had(facts, hours, notice, revoked).later_figure(by, name)
    return seen if had is None else had


def _over(facts: Facts, notice: bytes, view: View) -> bool:
    return any(view.holds(one) for one in _reports(facts, notice))


def _reports(facts: Facts, notice: bytes) -> list[bytes]:
    """Return the reports on a visit, by both sides and by one."""
    report = facts.reports.get(notice)
    return [*(() if report is None else (report[0],)), *(one for one, _ in facts.one_sided.get(notice, {}).values())]


def _inspection(facts: Facts, name: str) -> Inspection:
    inspection = facts.agreement.inspection(name)
    assert inspection is not None  # the agreement was checked
    return inspection
