"""Declaration: what the holder says its sites hold.

R17  only the inspected Party of a site declares it        declaration-site, declaration-party
R18  it names every point of the site, and each holds an agreed item or is empty
                                                           declaration-points, declaration-holds
R49  it is numbered by site without a gap, open and sealed ones together   declaration-number
R58  it is open or sealed, as the agreement says of the site               declaration-form
"""

from __future__ import annotations

from counterseal.agreement.document import CLOSED, EMPTY
from counterseal.regime.effects import Declared, Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule


def by_holder(facts: Facts, said: Said) -> str:
    """R17."""
    holders = {i.inspected for i in facts.agreement.inspections if said.statement.body.site in i.sites}
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


def declare(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The site is declared."""
    return (Declared(said),)


RULES = {
    "declaration": (Rule("R17", by_holder), Rule("R18", complete), Rule("R49", numbered), Rule("R58", in_form)),
}
EFFECTS = {"declaration": declare}
