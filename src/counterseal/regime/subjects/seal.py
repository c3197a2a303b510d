"""The sealed declaration of a site, and its openings (spec/sealing.md, section 5; R17, R49 and R58 as of an open one).

R59  it has the capacity agreed, and tells of points of the site that they are closed
                                            seal-capacity, declaration-points
R60  it is opened by its author, step by step without a gap
                                            opening-sealed, opening-number
R61  for a visit that asks for it, its author opens the last one sealed before it knew of the site, as much as agreed
                                            opening-notice, opening-late, opening-draw, opening-points
R62  what is opened are points of the site, as they were sealed, closed where they were told to be closed
                                            opening-points, declaration-holds, opening-closed, declaration-opening

What was drawn and is not opened is no irregularity: the visit shows it (``unopened``). An opening cannot contradict
another of the same declaration, for both lead to one root.
"""

from __future__ import annotations

from counterseal.agreement.document import CLOSED, EMPTY, Inspection
from counterseal.errors import Refused
from counterseal.regime.effects import Effect, Opened, Sealed
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.regime.subjects import draw
from counterseal.regime.subjects.declaration import by_holder, in_form, numbered
from counterseal.sealing.declaration import Opening, Point, Seal, root_of
from counterseal.statements.kinds import DeclarationOpened, DeclarationSealed, DeclaredPoint


def of_size(facts: Facts, said: Said) -> str:
    """R59."""
    body: DeclarationSealed = said.statement.body
    site = facts.agreement.site(body.site)
    if body.capacity != site.capacity:
        return "seal-capacity"
    return "" if {point.id for point in body.closed} <= set(site.points) else "declaration-points"


def opens_own(facts: Facts, said: Said) -> str:
    """R60."""
    body: DeclarationOpened = said.statement.body
    sealed = facts.statements.get(body.sealed)
    if sealed is None or sealed.kind != "declaration-sealed" or sealed.party != said.statement.party:
        return "opening-sealed"
    return "" if body.number == len(facts.openings.get(body.sealed, ())) + 1 else "opening-number"


def for_visit(facts: Facts, said: Said) -> str:
    """R61."""
    body: DeclarationOpened = said.statement.body
    if body.notice is None:
        return ""
    inspection = _inspection(facts, body.notice)
    if inspection is None or inspection.opens is None or inspection.inspected != said.statement.party:
        return "opening-notice"
    site = facts.site(body.notice, facts.view(said))
    if site is None or facts.statements[body.sealed].body.site != site:
        return "opening-notice"
    last = for_notice(facts, body.notice)
    if last is None or last[0] != body.sealed:
        return "opening-late"
    wanted = facts.agreement.site(site).points
    if inspection.opens == "drawn":
        shares = facts.opened.get(body.notice, {}).values()
        drawn = draw.drawn(facts, body.notice)
        if drawn is None or not all(facts.in_past(said, statement) for statement, _ in shares):
            return "opening-draw"
        wanted = tuple(sorted(drawn))
    return "" if tuple(point.id for point in body.points) == wanted else "opening-points"


def as_sealed(facts: Facts, said: Said) -> str:
    """R62."""
    body: DeclarationOpened = said.statement.body
    sealed: DeclarationSealed = facts.statements[body.sealed].body
    points = facts.agreement.site(sealed.site).points
    places = {point: place for place, point in enumerate(points)}
    if not all(point.id in places for point in body.points):
        return "opening-points"
    known = {item.name for item in facts.agreement.items} | {EMPTY, *CLOSED}
    if not all(point.holds in known for point in body.points):
        return "declaration-holds"
    closed = {point.id: point.holds for point in sealed.closed}
    if any(
        point.holds != closed.get(point.id, point.holds if point.holds not in CLOSED else "") for point in body.points
    ):
        return "opening-closed"
    seal = Seal(
        channel=facts.agreement.channel,
        party=said.statement.party,
        site=sealed.site,
        number=sealed.number or 1,
        points=len(points),
        capacity=sealed.capacity,
    )
    opened = {places[point.id]: Point(point.id, point.holds, point.uid or "") for point in body.points}
    try:
        root = root_of(seal, opened, Opening(body.keys, body.siblings))
    except Refused as refused:
        return refused.code
    return "" if root == sealed.root else "declaration-opening"


def for_notice(facts: Facts, notice: bytes) -> tuple[bytes, DeclarationSealed] | None:
    """Return what is to be opened for a visit: the last declaration that the inspected Party had sealed of its site
    before it observed which site that is; None if there is none, or the site is not named.
    """
    inspection, site = _inspection(facts, notice), facts.site(notice)
    if inspection is None or site is None:
        return None
    naming = notice if inspection.site is not None else facts.designated[notice][0]
    known = facts.observed_at(facts.agreement.party(inspection.inspected).log, naming)
    for statement, body in reversed(facts.seals.get((inspection.inspected, site), ())):
        if known is None or facts.places[statement][1] < known:
            return statement, body
    return None


def opened(facts: Facts, sealed: bytes) -> tuple[DeclaredPoint, ...]:
    """Return the points of a sealed declaration that are opened, by id."""
    points = {point.id: point for _, body in facts.openings.get(sealed, ()) for point in body.points}
    return tuple(point for _, point in sorted(points.items()))


def unopened(facts: Facts, notice: bytes) -> tuple[str, ...]:
    """Return the points drawn of a sealed site that nothing opened shows, by id; none before they are drawn."""
    counted, drawn = draw.declared(facts, notice), draw.drawn(facts, notice)
    if drawn is None or counted is None or not isinstance(counted[1], DeclarationSealed):
        return ()
    last = for_notice(facts, notice)
    shown = {point.id for point in opened(facts, last[0])} if last is not None else frozenset[str]()
    return tuple(sorted(point for point in drawn if point not in shown))


def _inspection(facts: Facts, notice: bytes) -> Inspection | None:
    said = facts.notices.get(notice)
    return None if said is None else facts.agreement.inspection(said[1].inspection)


def seal(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The site is declared, and its holder bound."""
    return (Sealed(said),)


def open_points(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """Its points are known."""
    return (Opened(said),)


RULES = {
    "declaration-sealed": (Rule("R17", by_holder), Rule("R49", numbered), Rule("R58", in_form), Rule("R59", of_size)),
    "declaration-opened": (Rule("R60", opens_own), Rule("R61", for_visit), Rule("R62", as_sealed)),
}
EFFECTS = {"declaration-sealed": seal, "declaration-opened": open_points}
