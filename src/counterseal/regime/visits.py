"""Visits: how each inspection stands, from its notice on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from counterseal.agreement import clock
from counterseal.encoding.canonical import Value
from counterseal.regime import quotas
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Disputed, Hours
from counterseal.regime.subjects import draw
from counterseal.regime.subjects.inspection import window
from counterseal.statements.kinds import KINDS, InspectionReport, OneSidedReport


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One inspection from its notice on.

    Attributes:
        notice: the notice's statement id, by which draw and report cite it.
        inspection, number: which inspection of the agreement, and the how-manieth visit.
        site: the site agreed, or the one designated; None until it is.
        announced_at: the hour the notice claims.
        known_at: the earliest hour at which the inspected Party may have known: the notice's, or that by which a quorum
            had cosigned a checkpoint that holds it, if that is earlier. A notice cannot claim a later hour than it had.
        received_at, held_at: when the inspected Party confirmed receipt; when the mirrors' quorum held the notice.
        status: ``open`` until a report by both stands, then ``reported``; ``disputed`` if a key under that was revoked;
            ``excess`` if it binds nobody; ``unpursued`` if nobody pursued in time what one side reported alone, or if
            within the commission's time the site was not named, or nothing at all was reported.
        excess: the quota under which the visit is one too many, or None.
        early: whether its notice came before the right to the visit was open, whatever hour it tells.
        sealed, opened: parties that sealed a share of its draw, and that opened it.
        closed: the points that could not be drawn, as declared.
        declaration: the declaration over which its points are drawn, or None while no share is sealed.
        drawn: the points drawn, in the order drawn, or None while a share is missing.
        report: statement id and body of the report.
        one_sided: party, statement id and body of what one side reported alone.
    """

    notice: bytes
    inspection: str
    number: int
    site: str | None
    announced_at: int
    known_at: int
    received_at: int | None
    held_at: int | None
    status: str
    excess: str | None
    early: bool
    sealed: tuple[str, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    declaration: bytes | None
    drawn: tuple[str, ...] | None
    report: tuple[bytes, InspectionReport] | None
    one_sided: tuple[tuple[str, bytes, OneSidedReport], ...] = ()


def early_visits(facts: Facts, hours: Hours) -> frozenset[bytes]:
    """Return the notices that came before their right was open, at an hour that they did not tell."""
    found: set[bytes] = set()
    for inspection in facts.agreement.inspections:
        if inspection.window is not None and inspection.window.opens is not None:
            opens_s, _ = window(facts, inspection, facts.in_force_at() or 0)
            notices = facts.visits.get(inspection.name, ())
            found |= {one for one in notices if quotas.hour_of(facts, hours, one) < opens_s}
    return frozenset(found)


def visits(
    facts: Facts,
    hours: Hours,
    now: int,
    disputed: Disputed,
    excess: Mapping[bytes, str],
    early: Collection[bytes],
    pursued: Mapping[bytes, str],
) -> Iterable[Visit]:
    ordered = sorted(facts.notices.items(), key=lambda item: (item[1][1].inspection, item[1][1].number))
    for key, (said, notice) in ordered:
        inspection = facts.agreement.inspection(notice.inspection)
        report = facts.reports.get(key)
        declared = draw.declared(facts, key)
        yield Visit(
            notice=key,
            inspection=notice.inspection,
            number=notice.number,
            site=facts.site(key),
            announced_at=said.at,
            known_at=hours.existed_by(key),
            received_at=None if inspection is None else hours.received_by(key, inspection.inspected),
            held_at=hours.held_by(key),
            status=_status(facts, hours, now, disputed, key in excess or key in early, pursued, key),
            excess=excess.get(key),
            early=key in early,
            sealed=tuple(sorted(facts.sealed.get(key, ()))),
            opened=tuple(sorted(facts.opened.get(key, ()))),
            closed=draw.closed(facts, key),
            declaration=None if declared is None else declared[0],
            drawn=draw.drawn(facts, key),
            report=report,
            one_sided=tuple(sorted((party, *said) for party, said in facts.one_sided.get(key, {}).items())),
        )


def _status(
    facts: Facts,
    hours: Hours,
    now: int,
    disputed: Disputed,
    unbound: bool,
    pursued: Mapping[bytes, str],
    notice: bytes,
) -> str:
    """Return how a visit stands; see ``Visit.status``."""
    report, alone = facts.reports.get(notice), facts.one_sided.get(notice, {})
    if report is not None:
        return "disputed" if report[0] in disputed else "reported"
    if unbound:
        return "excess"
    if _keeps_open(alone.values(), pursued):
        return "open"
    # By its own word the inspecting Party is done with it; the inspected one alone is not.
    return "unpursued" if facts.notices[notice][0].party in alone or _left(facts, hours, now, notice) else "open"


def _left(facts: Facts, hours: Hours, now: int, notice: bytes) -> bool:
    """Return whether the commission's time is over since a visit was announced, or since its site was named in time."""
    commission, opening = facts.agreement.commission, facts.designated.get(notice)
    begun = hours.witnessed_by(notice)
    if commission is None or begun is None:
        return False
    due = clock.add(begun, commission.within)
    if opening is not None and hours.seen_by(opening[0]) <= due:
        due = clock.add(hours.seen_by(opening[0]), commission.within)
    return now > due


def _keeps_open(alone: Iterable[tuple[bytes, OneSidedReport]], pursued: Mapping[bytes, str]) -> bool:
    """Return whether a matter is open, or an item was found and nobody has resolved that: it may lower for ever."""
    return any(
        pursued[one] == "open"
        or (pursued[one] != "resolved" and any(point.outcome == "found" for point in body.points))
        for one, body in alone
    )


def visit_value(visit: Visit) -> Value:
    """Return a visit as a canonical JSON value."""
    value: dict[str, Value] = {
        "announced_at": visit.announced_at,
        "inspection": visit.inspection,
        "known_at": visit.known_at,
        "notice": visit.notice.hex(),
        "number": visit.number,
        "opened": list(visit.opened),
        "sealed": list(visit.sealed),
        "status": visit.status,
    }
    if visit.closed:
        value["closed"] = list(visit.closed)
    if visit.site is not None:
        value["site"] = visit.site
    if visit.received_at is not None:
        value["received_at"] = visit.received_at
    if visit.held_at is not None:
        value["held_at"] = visit.held_at
    if visit.excess is not None:
        value["excess"] = visit.excess
    if visit.early:
        value["early"] = "yes"
    if visit.declaration is not None:
        value["declaration"] = visit.declaration.hex()
    if visit.one_sided:
        value["one_sided"] = [
            {"body": KINDS["one-sided-report"].shape.write(body), "id": key.hex(), "party": party}
            for party, key, body in visit.one_sided
        ]
    if visit.drawn is not None:
        value["drawn"] = list(visit.drawn)
    if visit.report is not None:
        value["report"] = {"body": KINDS["inspection-report"].shape.write(visit.report[1]), "id": visit.report[0].hex()}
    return value
