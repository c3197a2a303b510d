"""The quota ledger: how many visits are counted under a quota, as somebody sees them, and who is in excess.

A visit counts in the period of the hour that its notice tells, under the quotas of its inspection, together with those
that the quota's ``per`` puts with it. What the author of a notice sees decides whether it may give it (R42). Notices
that did not see each other may still be too many: then a visit is in place if even with every concurrent one there is
room; of the rest the winner's are in place as far as there is room, and all others are in excess.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

from counterseal.agreement import clock
from counterseal.agreement import quota as places
from counterseal.agreement.clock import Period
from counterseal.agreement.document import Inspection
from counterseal.agreement.terms import Quota
from counterseal.regime.facts import Facts, Sight, View


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


def has_place(facts: Facts, quota: Quota, inspection: Inspection, hour: int, view: View) -> bool:
    """Return whether the author of a notice of ``inspection`` at ``hour`` sees a place left under ``quota``."""
    key = _key(quota, inspection, inspection.site)
    if key is None:
        return True  # counted by a site that is not named yet: the ledger tells afterwards
    period = clock.period(quota.period, hour, facts.in_force_at())
    if period is None:
        return False
    allowed = _places(quota, inspection, period.index, view)
    if allowed is None:
        return False
    taken = 0
    for name in quota.inspections:
        other = _inspection(facts, name)
        for notice in _open(facts, name, view) if quota.counting == "open" else _within(facts, name, period, view):
            taken += _key(quota, other, facts.site(notice, view)) == key
    return taken < allowed


def _within(facts: Facts, inspection: str, period: Period, view: View) -> Iterator[bytes]:
    """Yield the notices of an inspection that are seen and tell an hour of the period."""
    announced = facts.announced.get(inspection, [])
    first, end = (bisect_left(announced, (hour, b"")) for hour in (period.start_s, period.end_s))
    yield from (notice for _, notice in announced[first:end] if view.holds(notice))


def _open(facts: Facts, inspection: str, view: View) -> Iterator[bytes]:
    """Yield the notice of an inspection that is seen and not to be over: the last, since R20 allows no other."""
    for notice in reversed(facts.visits.get(inspection, [])):
        if view.holds(notice):
            if not _over(facts, notice, view):
                yield notice
            return


def ledger(facts: Facts, sight: Sight) -> list[Entry]:
    """Return the lines of the ledger, by quota, key and period, as the reader of the state sees them."""
    found: list[Entry] = []
    for quota in facts.agreement.quotas:
        if quota.counting == "open":
            continue
        groups: dict[tuple[str, int], list[bytes]] = {}
        inspections: dict[tuple[str, int], Inspection] = {}
        for name in quota.inspections:
            inspection = _inspection(facts, name)
            for notice in facts.visits.get(name, ()):
                key = _key(quota, inspection, facts.site(notice))
                period = clock.period(quota.period, facts.notices[notice][0].at, facts.in_force_at())
                if key is not None and period is not None:
                    groups.setdefault((key, period.index), []).append(notice)
                    inspections[key, period.index] = inspection
        for (key, index), notices in sorted(groups.items()):
            allowed = _places(quota, inspections[key, index], index, sight)
            excess = () if allowed is None else _excess(facts, quota, notices, allowed)
            kept = tuple(sorted(set(notices) - set(excess)))
            found.append(Entry(quota.name, key, index, allowed, kept, excess))
    return found


def _excess(facts: Facts, quota: Quota, notices: list[bytes], allowed: int) -> tuple[bytes, ...]:
    if len(notices) <= allowed:
        return ()
    sure: list[bytes] = []
    contested: list[bytes] = []
    for notice in notices:
        after = sum(precedes(facts, notice, other) for other in notices if other != notice)
        (sure if len(notices) - 1 - after < allowed else contested).append(notice)
    room = allowed - len(sure)
    mine = [notice for notice in contested if facts.notices[notice][0].party == quota.winner]
    granted = set(sorted(mine, key=lambda notice: facts.places[notice])[: max(room, 0)])
    return tuple(sorted(notice for notice in contested if notice not in granted))


def precedes(facts: Facts, one: bytes, other: bytes) -> bool:
    """Return whether statement ``one`` is in the past of the author of ``other``. Both stand."""
    log, index = facts.places[one]
    other_log, other_index = facts.places[other]
    if log == other_log:
        return index < other_index
    return index < facts.logs[other_log].closure[other_index].get(log, 0)


def _key(quota: Quota, inspection: Inspection, site: str | None) -> str | None:
    keys: dict[str, Callable[[], str | None]] = {
        "all": lambda: "all",
        "inspected": lambda: inspection.inspected,
        "inspecting": lambda: inspection.inspecting,
        "pair": lambda: f"{inspection.inspecting}/{inspection.inspected}",
        "site": lambda: site,
    }
    return keys[quota.per]()


def _places(quota: Quota, inspection: Inspection, period: int, sight: Sight) -> int | None:
    figure = None
    if quota.places.figure is not None:
        by = inspection.inspected if quota.declared_by == "inspected" else quota.declared_by
        assert by is not None  # the agreement was checked
        figure = sight.figure(by, quota.places.figure)
    return places.count(quota.places, period, figure)


def _over(facts: Facts, notice: bytes, view: View) -> bool:
    report = facts.reports.get(notice)
    ids = [] if report is None else [report[0]]
    ids += [one for one, _ in facts.one_sided.get(notice, {}).values()]
    return any(view.holds(one) for one in ids)


def _inspection(facts: Facts, name: str) -> Inspection:
    inspection = facts.agreement.inspection(name)
    assert inspection is not None  # the agreement was checked
    return inspection
