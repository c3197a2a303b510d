"""The joint draw of points to open (spec/sealing.md has the hashes; these are its rules).

    R24  a share is of a known notice, by one of its two parties in its role            draw-exchange, draw-role
    R25  it cites a cut in the author's past that holds the notice and the site's declaration, and that both Parties of
         the visit signed                                                                draw-cut
    R26  the two parties cite one cut, and no commitment is a copy of one in the author's past   draw-copied
    R27  a share is opened only after every commitment was witnessed in the author's past        draw-early
    R28  what is opened is what was sealed                                               draw-opening

A share not opened, opened wrongly, or opened early leaves the draw without picks for ever: there is no re-draw. (An
early share is known to the other side before it seals its own, which could then be ground until the picks please.)
"""

from __future__ import annotations

from counterseal.agreement.document import CLOSED, DRAWN, Inspection
from counterseal.regime.effects import DrawSpoiled, Effect, ShareOpened, ShareSealed
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.sealing import draw
from counterseal.statements.kinds import Declaration, DeclarationSealed


def parties(facts: Facts, exchange: bytes) -> dict[str, str] | None:
    """Return party -> role of the draw that a notice started, or None if there is no such notice, or no draw."""
    inspection = _inspection(facts, exchange)
    if inspection is None or inspection.chooser != DRAWN:
        return None
    return {inspection.inspected: "inspected", inspection.inspecting: "inspecting"}


def drawn(facts: Facts, exchange: bytes) -> tuple[str, ...] | None:
    """Return the points drawn, in the order drawn, or None while a share is missing."""
    made = seed(facts, exchange)
    inspection = _inspection(facts, exchange)
    if made is None or inspection is None:
        return None
    points = candidates(facts, exchange)
    return draw.picks(made, points, min(inspection.points, len(points)))


def candidates(facts: Facts, exchange: bytes) -> tuple[str, ...]:
    """Return the points that can be drawn: those of the site, but what its declaration says cannot be opened."""
    found = declared(facts, exchange)
    return () if found is None else left_open(facts, found[1])


def left_open(facts: Facts, body: Declaration | DeclarationSealed) -> tuple[str, ...]:
    """Return the points of a site that its declaration, open or sealed, does not say are closed."""
    shut = frozenset(shut_by(body))
    return tuple(point for point in facts.agreement.site(body.site).points if point not in shut)


def shut_by(body: Declaration | DeclarationSealed) -> tuple[str, ...]:
    """Return the points that a declaration, open or sealed, says are closed."""
    told = body.closed if isinstance(body, DeclarationSealed) else body.points
    return tuple(point.id for point in told if point.holds in CLOSED)


def closed(facts: Facts, exchange: bytes) -> tuple[str, ...]:
    """Return the points that could not be opened, none while no declaration counts."""
    found = declared(facts, exchange)
    return () if found is None else shut_by(found[1])


def declared(facts: Facts, exchange: bytes) -> tuple[bytes, Declaration | DeclarationSealed] | None:
    """Return the declaration of the site that counts, None while none does.

    Of points that are drawn it is that in the cut over which the shares were sealed; of chosen ones the last that the
    author of the report had seen.
    """
    inspection = _inspection(facts, exchange)
    if inspection is not None and inspection.chooser != DRAWN:
        report = facts.reports.get(exchange)
        return None if report is None else facts.declared_to(exchange, *facts.places[report[0]])
    for _, (_, body) in sorted(facts.sealed.get(exchange, {}).items()):  # over two cuts: that of the first by name
        cut = facts.cut(body.cut)
        found = None if cut is None else facts.declared(exchange, cut)
        if found is not None:
            return found
    return None


def seed(facts: Facts, exchange: bytes) -> bytes | None:
    """Return the seed of a completed draw, or None."""
    inspection = _inspection(facts, exchange)
    if exchange in facts.spoiled:
        return None
    sealed, opened = facts.sealed.get(exchange, {}), facts.opened.get(exchange, {})
    if (
        inspection is None
        or sealed.keys() != {inspection.inspected, inspection.inspecting}
        or sealed.keys() != opened.keys()
    ):
        return None
    cuts = {body.cut for _, body in sealed.values()}
    if len(cuts) != 1:
        return None
    shares = [
        draw.Share(party=party, role=body.role, commitment=body.commitment, share=opened[party][1].share)
        for party, (_, body) in sealed.items()
    ]
    run = draw.Exchange(channel=facts.agreement.channel, exchange=exchange, cut=cuts.pop())
    return draw.seed(run, candidates(facts, exchange), shares)


def in_role(facts: Facts, said: Said) -> str:
    """R24."""
    roles = parties(facts, said.statement.body.exchange)
    if roles is None:
        return "draw-exchange"
    return "" if roles.get(said.statement.party) == said.statement.body.role else "draw-role"


def cut_holds(facts: Facts, said: Said) -> str:
    """R25."""
    body = said.statement.body
    cut = facts.cut(body.cut)
    inspection = _inspection(facts, body.exchange)
    if cut is None or inspection is None or {inspection.inspected, inspection.inspecting} & set(cut.absent):
        return "draw-cut"
    declaration = facts.declared(body.exchange, cut)
    if declaration is None:
        return "draw-cut"
    sizes = {position.log: position.size for position in cut.vector}
    opening = (facts.designated[body.exchange][0],) if inspection.pool else ()
    for statement in (body.exchange, declaration[0], *opening):
        log, index = facts.places[statement]
        if index >= sizes[log]:
            return "draw-cut"
    return ""


def not_copied(facts: Facts, said: Said) -> str:
    """R26."""
    body = said.statement.body
    for statement, other in facts.sealed.get(body.exchange, {}).values():
        if facts.in_past(said, statement) and (other.commitment == body.commitment or other.cut != body.cut):
            return "draw-copied"
    return ""


def not_early(facts: Facts, said: Said) -> str:
    """R27."""
    exchange = said.statement.body.exchange
    roles = parties(facts, exchange)
    if roles is None or said.statement.party not in roles:
        return "draw-exchange"
    sealed = facts.sealed.get(exchange, {})
    for party in roles:
        if party not in sealed or not facts.witnessed_before(said, sealed[party][0]):
            return "draw-early"
    return ""


def opens(facts: Facts, said: Said) -> str:
    """R28."""
    body = said.statement.body
    sealed = facts.sealed[body.exchange][said.statement.party][1]
    run = draw.Exchange(channel=facts.agreement.channel, exchange=body.exchange, cut=sealed.cut)
    made = draw.commitment(run, said.statement.party, sealed.role, body.share)
    return "" if made == sealed.commitment else "draw-opening"


def seal(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The party is committed."""
    return (ShareSealed(said),)


def open_share(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The party's share is known."""
    return (ShareOpened(said),)


def spoil(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """Who opens early spoils the draw."""
    return (DrawSpoiled(said.statement.body.exchange),)


def _inspection(facts: Facts, exchange: bytes) -> Inspection | None:
    notice = facts.notices.get(exchange)
    return None if notice is None else facts.agreement.inspection(notice[1].inspection)


RULES = {
    "draw-share-sealed": (Rule("R24", in_role), Rule("R25", cut_holds), Rule("R26", not_copied)),
    "draw-share-opened": (Rule("R27", not_early), Rule("R28", opens)),
}
EFFECTS = {"draw-share-sealed": seal, "draw-share-opened": open_share}
CONSEQUENCES = {"draw-early": spoil}
