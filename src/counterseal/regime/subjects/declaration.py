"""Declaration: what the holder says its sites hold.

R17  only the inspected Party of a site declares it        declaration-site, declaration-party
R18  it names every point of the site, and each holds an agreed item or is empty
                                                           declaration-points, declaration-holds
R49  it is numbered by site without a gap, open and sealed ones together   declaration-number
R58  it is open or sealed, as the agreement says of the site               declaration-form
R65  it names the visit exactly where the site is named later, and that is to it
                                                           declaration-notice
"""

from __future__ import annotations

from counterseal.agreement.document import CLOSED, EMPTY, NAMED_LATER
from counterseal.regime.effects import Declared, Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule


def by_holder(facts: Facts, said: Said) -> str:
    """R17."""
    site = said.statement.body.site
    holders = {one.inspected for one in facts.agreement.inspections if site in one.sites}
    holders |= {one.inspected for one in facts.agreement.monitors if one.site == site}
    if not holders:
        return "declaration-site"
    return "" if said.statement.party in holders else "declaration-party"


def complete(facts: Facts, said: Said) -> str:
    """R18."""
    body = said.statement.body
    if tuple(point.id for point in body.points) != facts.agreement.site(body.site).points:
        return "declaration-points"
    known = {item.name for item in facts.agreement.items} | {EMPTY, *CLOSED}
    return "" if all(point.holds in known for point in body.points) else "declaration-holds"


def numbered(facts: Facts, said: Said) -> str:
    """R49."""
    body = said.statement.body
    own = said.statement.party, body.site
    count = len(facts.declarations.get(own, ())) + len(facts.seals.get(own, ()))
    return "" if (body.number or 1) == count + 1 else "declaration-number"


def in_form(facts: Facts, said: Said) -> str:
    """R58."""
    sealed = said.statement.kind == "declaration-sealed"
    return "" if facts.agreement.site(said.statement.body.site).is_sealed == sealed else "declaration-form"


def of_visit(facts: Facts, said: Said) -> str:
    """R65."""
    body = said.statement.body
    if facts.agreement.site(body.site).kind != NAMED_LATER:
        return "" if body.notice is None else "declaration-notice"
    notice = facts.notices.get(body.notice or b"")
    inspection = None if notice is None else facts.agreement.inspection(notice[1].inspection)
    if inspection is None or inspection.inspected != said.statement.party:
        return "declaration-notice"
    return "" if facts.site(body.notice, facts.view(said)) == body.site else "declaration-notice"


def declare(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The site is declared."""
    return (Declared(said),)


RULES = {
    "declaration": (
        Rule("R17", by_holder),
        Rule("R18", complete),
        Rule("R49", numbered),
        Rule("R58", in_form),
        Rule("R65", of_visit),
    ),
}
EFFECTS = {"declaration": declare}
