"""Designation: the inspecting Party's choice of a site, sealed before the notice and opened after it (spec/sealing.md).

R44  it is sealed by the inspecting Party of an inspection with a pool, numbered like its visits
                                                    designation-inspection, designation-party, designation-number
R45  it is opened for the notice that cites it, as it was sealed, to a site of the pool
                                                    designation-notice, designation-opening, designation-site
R64  it tells the place exactly where the site is named later                                   designation-place
R66  the site was not exempt as its author saw it when it sealed                                designation-exempt
"""

from __future__ import annotations

from counterseal.agreement.document import NAMED_LATER
from counterseal.regime.effects import Designated, DesignationMade, Effect
from counterseal.regime.exemption import exempt
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.sealing import designation
from counterseal.statements.kinds import DesignationOpened, DesignationSealed


def by_inspecting(facts: Facts, said: Said) -> str:
    """R44."""
    body: DesignationSealed = said.statement.body
    inspection = facts.agreement.inspection(body.inspection)
    if inspection is None or not inspection.pool:
        return "designation-inspection"
    if said.statement.party != inspection.inspecting:
        return "designation-party"
    return "" if body.number == len(facts.visits.get(body.inspection, ())) + 1 else "designation-number"


def as_sealed(facts: Facts, said: Said) -> str:
    """R45."""
    body: DesignationOpened = said.statement.body
    notice = facts.notices.get(body.notice)
    sealed = facts.designations.get(body.sealed)
    if (
        notice is None
        or sealed is None
        or notice[1].designation != body.sealed
        or notice[0].party != said.statement.party
    ):
        return "designation-notice"
    made = designation.commitment(
        channel=facts.agreement.channel,
        party=said.statement.party,
        inspection=sealed[1].inspection,
        number=sealed[1].number,
        site=body.site,
        salt=body.salt,
        place=body.place,
    )
    if made != sealed[1].commitment:
        return "designation-opening"
    inspection = facts.agreement.inspection(sealed[1].inspection)
    return "" if inspection is not None and body.site in inspection.pool else "designation-site"


def placed(facts: Facts, said: Said) -> str:
    """R64."""
    body: DesignationOpened = said.statement.body
    later = facts.agreement.site(body.site).kind == NAMED_LATER
    return "" if later == (body.place is not None) else "designation-place"


def not_exempt(facts: Facts, said: Said) -> str:
    """R66."""
    body: DesignationOpened = said.statement.body
    return "designation-exempt" if body.site in facts.designations[body.sealed][2] else ""


def seal(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The party is committed."""
    return (DesignationMade(said, exempt(facts, said)),)


def open_designation(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The site is named."""
    return (Designated(said),)


RULES = {
    "designation-sealed": (Rule("R44", by_inspecting),),
    "designation-opened": (Rule("R45", as_sealed), Rule("R64", placed), Rule("R66", not_exempt)),
}
EFFECTS = {"designation-sealed": seal, "designation-opened": open_designation}
