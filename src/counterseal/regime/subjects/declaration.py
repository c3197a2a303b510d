"""Declaration: what the holder says its sites hold.

R17  only the inspected Party of a site declares it        declaration-site, declaration-party
R18  it names every point of the site, and each holds an agreed item or is empty
                                                           declaration-points, declaration-holds
R49  it is numbered by site without a gap                             declaration-number
"""

from __future__ import annotations

from counterseal.agreement.document import CLOSED, EMPTY
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
    count = len(facts.declarations.get((said.statement.party, body.site), ()))
    return "" if (body.number or 1) == count + 1 else "declaration-number"


def declare(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The site is declared."""
    return (Declared(said),)


RULES = {"declaration": (Rule("R17", by_holder), Rule("R18", complete), Rule("R49", numbered))}
EFFECTS = {"declaration": declare}
