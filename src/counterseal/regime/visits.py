"""Visits: how each inspection stands, from its notice on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from counterseal.agreement import clock
from counterseal.agreement.clock import END_S
from counterseal.encoding.canonical import Value
from counterseal.regime import quotas
from counterseal.regime.disputes import finds
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Disputed, Hours
from counterseal.regime.subjects import draw, seal
from counterseal.regime.subjects.inspection import window
from counterseal.regime.suspension import revived
from counterseal.statements.kinds import KINDS, InspectionReport, OneSidedReport


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One inspection from its notice on.

    Attributes:
        notice: the notice's statement id, by which draw and report cite it.
        inspection, number: which inspection of the agreement, and the how-manieth visit.
        site: the site agreed, or the one designated; None until it is.
        place: where that is, as it was told when it was designated, of a site named later; else None.
        announced_at: the hour the notice claims.
        known_at: the earliest hour at which the inspected Party may have known: the notice's, or that by which a quorum
            had cosigned a checkpoint that holds it, if that is earlier. A notice cannot claim a later hour than it had.
        received_at, held_at: when the inspected Party confirmed receipt; when the mirrors' quorum held the notice.
        status: ``open`` until a report by both stands, then ``reported``; ``disputed`` if a key under that was revoked;
            ``excess`` if it binds nobody; ``unpursued`` if nobody pursued in time what one side reported alone, or if
            within the commission's time the site was not named, or nothing at all was reported.
        excess: the quota under which the visit is one too many, or None.
        outside: ``early``, ``late``, ``stopped`` or ``overtaken``, if its notice came before the right to the visit was
            open, after it lapsed, under a stop, or against what its author had to know (``outside_rights``).
        sealed, opened: parties that sealed a share of its draw, and that opened it.
        closed: the points that could not be opened, as declared.
        declaration: the declaration over which its points are drawn or were chosen, or None while there is none.
        seal: the sealed declaration that is to be opened for it.
        unopened: points drawn that nothing opened of it shows.
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
    outside: str | None
    sealed: tuple[str, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    declaration: bytes | None
    drawn: tuple[str, ...] | None
    report: tuple[bytes, InspectionReport] | None
    one_sided: tuple[tuple[str, bytes, OneSidedReport], ...] = ()
    seal: bytes | None = None
    unopened: tuple[str, ...] = ()
    place: str | None = None


def outside_rights(facts: Facts, hours: Hours, disputed: Disputed, overtaken: Collection[bytes]) -> dict[bytes, str]:
    """Return which notices came outside their right, as their authors could not or did not say.

    ``early``, ``late``: at an hour that they did not tell. Late is what was witnessed after the right had lapsed, and
    the agreed allowance, too. ``stopped``: under a stop of the author's own that it took for disputed, and others held.
    ``overtaken``: by what had been delivered to its author (``overtaken``).
    """
    found = {one: "overtaken" for one in overtaken if one in facts.notices}
    found |= dict.fromkeys(_stopped(facts, hours, disputed), "stopped")
    delivery = facts.agreement.delivery
    for inspection in facts.agreement.inspections:
        for notice in facts.visits.get(inspection.name, ()) if inspection.window is not None else ():
            opens_s, lapses_s = window(facts, inspection, facts.claims[notice].in_force_s)
            witnessed_s = hours.witnessed_by(notice)
            if quotas.hour_of(facts, hours, notice) < opens_s:
                found[notice] = "early"
                continue
            last_s = END_S if lapses_s is None or delivery is None else clock.add(lapses_s, delivery.allowance)
            if witnessed_s is not None and witnessed_s > last_s:
                found[notice] = "late"
    return found


def _stopped(facts: Facts, hours: Hours, disputed: Disputed) -> Iterator[bytes]:
    for stop in revived(facts, disputed):
        for notice in _notices(facts, stop.party, stop.of):
            if facts.places[notice][1] in stop.under and stop.hour <= quotas.hour_of(facts, hours, notice):
                yield notice


def _notices(facts: Facts, inspecting: str, names: Collection[str]) -> Iterator[bytes]:
    """Yield the notices of a party, of the inspections named among others, or of all if nothing is named."""
    for inspection in facts.agreement.inspections:
        if inspection.inspecting == inspecting and (not names or inspection.name in names):
            yield from facts.visits.get(inspection.name, ())


def visits(
    facts: Facts,
    hours: Hours,
    now: int,
    disputed: Disputed,
    excess: Mapping[bytes, str],
    outside: Mapping[bytes, str],
    pursued: Mapping[bytes, str],
) -> Iterable[Visit]:
    ordered = sorted(facts.notices.items(), key=lambda item: (item[1][1].inspection, item[1][1].number))
    for key, (said, notice) in ordered:
        inspection = facts.agreement.inspection(notice.inspection)
        report = facts.reports.get(key)
        declared, sealed = draw.declared(facts, key), seal.for_notice(facts, key)
        yield Visit(
            notice=key,
            inspection=notice.inspection,
            number=notice.number,
            site=facts.site(key),
            announced_at=said.at,
            known_at=hours.existed_by(key),
            received_at=None if inspection is None else hours.received_by(key, inspection.inspected),
            held_at=hours.held_by(key),
            status=_status(facts, hours, now, disputed, key in excess or key in outside, pursued, key),
            excess=excess.get(key),
            outside=outside.get(key),
            sealed=tuple(sorted(facts.sealed.get(key, ()))),
            opened=tuple(sorted(facts.opened.get(key, ()))),
            closed=draw.closed(facts, key),
            declaration=None if declared is None else declared[0],
            drawn=draw.drawn(facts, key),
            report=report,
            place=facts.designated[key][2] if key in facts.designated else None,
            one_sided=tuple(sorted((party, *said) for party, said in facts.one_sided.get(key, {}).items())),
            seal=None if sealed is None else sealed[0],
            unopened=seal.unopened(facts, key),
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
        since = disputed.get(report[0])
        return "reported" if since is None else "unpursued" if _over(facts, now, since) else "disputed"
    if unbound:
        return "excess"
    if _keeps_open(alone.values(), pursued):
        return "open"
    # By its own word the inspecting Party is done with it; the inspected one alone is not.
    return "unpursued" if facts.notices[notice][0].party in alone or _left(facts, hours, now, notice) else "open"


def _left(facts: Facts, hours: Hours, now: int, notice: bytes) -> bool:
    """Return whether the commission's time is over since a visit was announced, or since its site was named in time."""
    opening, begun = facts.designated.get(notice), hours.witnessed_by(notice)
    if begun is None:
        return False
    named = None if opening is None else hours.witnessed_by(opening[0])
    return _over(facts, now, begun if named is None or _over(facts, named, begun) else named)


def _over(facts: Facts, now: int, since: int) -> bool:
    """Return whether the commission's time from an hour on is over."""
    commission = facts.agreement.commission
    return commission is not None and now > clock.add(since, commission.within)


def _keeps_open(alone: Iterable[tuple[bytes, OneSidedReport]], pursued: Mapping[bytes, str]) -> bool:
    """Return whether a matter is open, or an item was found and nobody has resolved that: it may lower for ever."""
    return any(pursued[one] == "open" or (pursued[one] != "resolved" and finds(body)) for one, body in alone)


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
    if visit.place is not None:
        value["place"] = visit.place
    if visit.received_at is not None:
        value["received_at"] = visit.received_at
    if visit.held_at is not None:
        value["held_at"] = visit.held_at
    if visit.excess is not None:
        value["excess"] = visit.excess
    if visit.outside is not None:
        value["outside"] = visit.outside
    if visit.declaration is not None:
        value["declaration"] = visit.declaration.hex()
    if visit.seal is not None:
        value["seal"] = visit.seal.hex()
    if visit.unopened:
        value["unopened"] = list(visit.unopened)
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
