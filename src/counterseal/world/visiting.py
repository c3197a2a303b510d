"""Deeds of a visit, in the order of the walking line: designation, notice, draw, openings, report."""

from __future__ import annotations

from contextlib import nullcontext

from counterseal.errors import Refused
from counterseal.node.node import Node
from counterseal.regime.subjects import draw as draws
from counterseal.sealing import designation, draw
from counterseal.statements.kinds import (
    DesignationOpened,
    DesignationSealed,
    DrawShareOpened,
    DrawShareSealed,
    InspectionReport,
    Notice,
    OneSidedReport,
    OpenedPoint,
)
from counterseal.world.parties import lying
from counterseal.world.record import newest_cut
from counterseal.world.scenario import Step
from counterseal.world.stage import Stage, Visit, named


def seal_designation(stage: Stage, step: Step) -> None:
    """The inspecting Party commits to the site of its next visit; the world keeps the secret for it."""
    inspection = stage.inspection(step.inspection)
    site = named(step.site, list(inspection.pool))
    node = stage.node(inspection.inspecting)
    number = _next_visit(node, inspection.name)
    commitment = designation.commitment(
        channel=stage.world.agreement.channel,
        party=node.party,
        inspection=inspection.name,
        number=number,
        site=site,
        salt=_salt(stage, inspection.name, number),
    )
    body = DesignationSealed(inspection=inspection.name, number=number, commitment=commitment)
    said = stage.say(node, "designation-sealed", body, step)
    stage.secrets[said.id] = site
    stage.event(f"{node.party} seals the site of {inspection.name}, visit {number}")


def announce(stage: Stage, step: Step) -> None:
    """The inspecting Party gives notice, of a visit to a sealed site by the designation named or the last one."""
    inspection = stage.inspection(step.inspection)
    node = stage.node(inspection.inspecting)
    number = _next_visit(node, inspection.name)
    sealed: bytes | None = None
    if step.designation is not None:
        sealed = stage.labelled(step.designation)
    elif inspection.pool:
        sealed = next(reversed(stage.secrets), None)
    said = stage.say(node, "notice", Notice(inspection=inspection.name, number=number, designation=sealed), step)
    stage.notice = said.id
    stage.visits[said.id] = Visit(said.id)
    stage.event(f"{node.party} gives notice of {inspection.name}, visit {number}")


def open_designation(stage: Stage, step: Step) -> None:
    """The inspecting Party opens the site that it sealed."""
    visit = stage.visit(step)
    said, body = stage.facts.notices[visit.notice]
    if body.designation not in stage.secrets:
        raise Refused("scenario-step", f"got a visit of {body.inspection}, whose site was never sealed")
    node = stage.node(said.party)
    site = stage.secrets[body.designation]
    salt = _salt(stage, body.inspection, body.number)
    opened = DesignationOpened(sealed=body.designation, notice=visit.notice, site=site, salt=salt)
    stage.say(node, "designation-opened", opened, step)
    stage.event(f"{node.party} opens its designation: {site}")


def seal_shares(stage: Stage, step: Step) -> None:
    """Both Parties of a visit commit to their shares of the draw, over the newest cut."""
    visit = stage.visit(step)
    for node, role in drawers(stage, visit):
        seal_share(stage, visit, node, role, step)


def seal_share(stage: Stage, visit: Visit, node: Node, role: str, step: Step, copied: bytes = b"") -> bytes:
    """Have a party commit to its share over the newest cut, or to what it copied; return the commitment."""
    _, (cut, _) = newest_cut(node)
    exchange = draw.Exchange(channel=stage.world.agreement.channel, exchange=visit.notice, cut=cut)
    made = copied or draw.commitment(exchange, node.party, role, _share(stage, visit, node.party))
    body = DrawShareSealed(exchange=visit.notice, cut=cut, role=role, commitment=made)
    stage.say(node, "draw-share-sealed", body, step)
    stage.event(f"{node.party} seals its share of the draw")
    return made


def open_shares(stage: Stage, step: Step) -> None:
    """Both open what they sealed; who lies about it, another."""
    visit = stage.visit(step)
    lie = stage.scenario.lie
    for node, _ in drawers(stage, visit):
        liar = lie is not None and lie.about == "share" and lie.party == node.party
        open_share(stage, visit, node, step, another=liar)


def open_share(stage: Stage, visit: Visit, node: Node, step: Step, *, another: bool = False) -> None:
    """Have a party open its share, or ``another`` than it sealed."""
    share = _share(stage, visit, f"{node.party} another" if another else node.party)
    opened = DrawShareOpened(exchange=visit.notice, share=share)
    with lying(node) if another else nullcontext():
        stage.say(node, "draw-share-opened", opened, step)
    stage.event(f"{node.party} opens {'another share than it sealed' if another else 'its share'}")


def verify_freeze(stage: Stage, step: Step) -> None:
    """The team sees at the gate that nothing moves; where the shares are sealed by then, both compute the draw."""
    visit = stage.visit(step)
    inspection = stage.inspection_of(visit)
    if stage.facts.sealed.get(visit.notice, {}).keys() == {inspection.inspecting, inspection.inspected}:
        _compute(stage, visit)
    visit.freeze = stage.world.clock.now
    stage.event("the team verifies that nothing moves on the site")


def open_points(stage: Stage, step: Step) -> None:
    """The points drawn are opened before both sides: what is in them is seen, but where ``outcomes`` says otherwise."""
    visit = stage.visit(step)
    inspection = stage.inspection_of(visit)
    facts = stage.node(inspection.inspecting).regime.facts
    if not visit.computed:
        _compute(stage, visit)
    drawn = draws.drawn(facts, visit.notice)
    if drawn is None:
        stage.event("no point is opened: the draw has no result, and is never repeated")
        return
    truth = stage.truth.get(facts.site(visit.notice) or "", {})
    sought = {u.item for u in stage.world.agreement.undertakings if inspection.name in u.inspections}
    there = {point for item, points in truth.items() if item in sought for point in points}
    scripted = iter([outcome for outcome, count in (step.outcomes or {}).items() for _ in range(count)])
    shown = {point: next(scripted, "found" if point in there else "clean") for point in drawn}
    visit.began = stage.world.clock.now
    visit.opened = tuple(OpenedPoint(id=point, outcome=outcome) for point, outcome in sorted(shown.items()))
    found = sum(point.outcome == "found" for point in visit.opened)
    other = ", ".join(f"{count} {outcome}" for outcome, count in (step.outcomes or {}).items())
    text = f"{len(drawn)} points are opened before both sides: {found or 'no'} item of the type is in them"
    stage.event(f"{text}; {other}" if other else text)


def report(stage: Stage, step: Step) -> None:
    """Both sides sign what they saw."""
    visit = stage.visit(step)
    if not visit.opened:
        stage.event("no report: nothing was opened")
        return
    inspection = stage.inspection_of(visit)
    author = stage.node(inspection.inspecting)
    body = InspectionReport(
        notice=visit.notice,
        freeze_verified_at=visit.freeze,
        began_at=visit.began,
        ended_at=stage.world.clock.now,
        points=visit.opened,
    )
    stage.say(author, "inspection-report", body, step, inspection)
    stage.event(f"{author.party} and {inspection.inspected} sign the report")


def one_sided_report(stage: Stage, step: Step) -> None:
    """One Party tells alone what it saw: the points opened, or that there was nothing to see."""
    visit = stage.visit(step)
    node = stage.node(step.party)
    now = stage.world.clock.now
    body = OneSidedReport(
        notice=visit.notice,
        freeze_verified_at=visit.freeze or now,
        began_at=visit.began or now,
        ended_at=now,
        points=visit.opened,
    )
    stage.say(node, "one-sided-report", body, step, stage.inspection_of(visit))
    stage.event(f"{node.party} reports alone, {len(visit.opened)} points")


def reported(stage: Stage, node: Node, visit: Visit) -> tuple[bytes, InspectionReport]:
    """Return id and body of the report of a visit, as a node has folded it.

    Raises:
        Refused: ``scenario-step``: there is none.
    """
    states = node.regime.judge(stage.world.clock.now).visits
    report = next((state.report for state in states if state.notice == visit.notice), None)
    if report is None:
        raise Refused("scenario-step", "got a visit without a report")
    return report


def _next_visit(node: Node, inspection: str) -> int:
    return len(node.regime.facts.visits.get(inspection, ())) + 1


def drawers(stage: Stage, visit: Visit) -> list[tuple[Node, str]]:
    """Return the two Parties that draw for a visit, each with its role, by name."""
    roles = draws.parties(stage.facts, visit.notice) or {}
    return [(stage.node(party), role) for party, role in sorted(roles.items())]


def _compute(stage: Stage, visit: Visit) -> None:
    """Both Parties tell what the draw comes to."""
    visit.computed = True
    for node, _ in drawers(stage, visit):
        drawn = draws.drawn(node.regime.facts, visit.notice)
        result = "no result, and no second draw" if drawn is None else ", ".join(drawn)
        stage.event(f"{node.party} computes the draw: {result}")


def _share(stage: Stage, visit: Visit, whose: str) -> bytes:
    return stage.world.seed.secret(f"draw share {visit.notice.hex()} {whose}")


def _salt(stage: Stage, inspection: str, number: int) -> bytes:
    return stage.world.seed.secret(f"designation {inspection} {number}")
