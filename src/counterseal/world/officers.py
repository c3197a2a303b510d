"""What a party's officers do in a storm, each time that they look, by themselves and by what their node has folded.

Each function takes its party's machine and the node on it, does one thing if it is time for it, and else nothing. What
the node refuses is tried again at the next look.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from counterseal.log import note
from counterseal.log.note import Line, Note
from counterseal.node.node import Node
from counterseal.regime.subjects import cut as cuts
from counterseal.regime.subjects import draw as draws
from counterseal.sealing import draw
from counterseal.statements.kinds import (
    Declaration,
    DeclaredPoint,
    DrawShareOpened,
    DrawShareSealed,
    Filler,
    InspectionReport,
    Notice,
    OpenedPoint,
)
from counterseal.world.parties import lying
from counterseal.world.record import founding

if TYPE_CHECKING:
    from counterseal.world.machine import Machine


def found(machine: Machine, node: Node) -> None:
    """Found the log, then accede."""
    size = node.regime.size(machine.origin)
    if size < 2:
        ground = machine.storm.ground
        said = node.compose(*founding(ground, node)[size])
        node.log(note.sign(said.text, node.keyring.roots[: ground.scenario.roots.threshold]).encode())


def declare(machine: Machine, node: Node) -> None:
    """The inspected Party declares its site empty, whatever is in it."""
    site = node.agreement.sites[0]
    inspected = node.agreement.inspections[0].inspected
    if machine.party != inspected or (machine.party, site.name) in node.regime.facts.declarations:
        return
    points = tuple(DeclaredPoint(id=point, holds="empty") for point in site.points)
    machine.say(node, "declaration", Declaration(site=site.name, points=points))


def announce(machine: Machine, node: Node) -> None:
    """The inspecting Party gives notice once there is a declaration; the freeze is verified some time later."""
    facts, inspection = node.regime.facts, node.agreement.inspections[0]
    if machine.party == inspection.inspecting and facts.declarations and not facts.notices:
        machine.say(node, "notice", Notice(inspection=inspection.name, number=1))
        machine.storm.seen.noticed = machine.storm.network.now
        machine.storm.network.after(machine.storm.forecast.freeze_s, machine.freeze)


def close_cut(machine: Machine, node: Node) -> None:
    """Propose the next cut once there is something to close, and ask all for their lines until they are here."""
    facts = node.regime.facts
    number = max(facts.cuts, default=0) + 1
    if cuts.proposer(facts, number) != machine.party or number > 2 or not _to_close(machine, node, number):
        return
    if number not in machine.proposals:
        proposed = node.propose_cut(machine.hour())
        if {position.log for position in proposed.body.vector} != set(facts.logs):
            return
        own = node.sign_cut(proposed)
        machine.proposals[number] = proposed, {machine.party: own.lines}
    proposed, lines = machine.proposals[number]
    if lines.keys() == machine.storm.machines.keys():
        node.log(noted(proposed.text, (line for given in lines.values() for line in given)))
        return
    for other in machine.storm.machines:
        if other not in lines:
            machine.ask_to_sign(other, proposed, lambda back, other=other: lines.setdefault(other, back))  # type: ignore[misc]


def _to_close(machine: Machine, node: Node, number: int) -> bool:
    """Return whether what a cut is made for was witnessed: the notice and the declaration, then the report."""
    facts = node.regime.facts
    ids = [*facts.notices, *(one for given in facts.declarations.values() for one, _ in given)]
    if number == 2:
        ids = [one for one, _ in facts.reports.values()]
    witnessed = facts.logs[machine.origin].witnessed
    places = [facts.places[one] for one in ids]
    return bool(facts.notices and places) and all(index < witnessed.get(log, 0) for log, index in places)


def draw_points(machine: Machine, node: Node) -> None:
    """Seal the own share over the first cut, and open it once both are sealed."""
    facts = node.regime.facts
    for notice in facts.notices:
        role = (draws.parties(facts, notice) or {}).get(machine.party)
        if role is None or not facts.cuts:
            continue
        sealed, opened = facts.sealed.get(notice, {}), facts.opened.get(notice, {})
        _, (cut, _) = min(facts.cuts.items())
        share = machine.storm.ground.seed.secret(f"storm share {notice.hex()} {machine.party}")
        if machine.party not in sealed:
            exchange = draw.Exchange(channel=node.agreement.channel, exchange=notice, cut=cut)
            made = draw.commitment(exchange, machine.party, role, share)
            body = DrawShareSealed(exchange=notice, cut=cut, role=role, commitment=made)
            machine.say(node, "draw-share-sealed", body)
        elif machine.party not in opened and len(sealed) == 2:
            if machine.lie == "other-share":
                with lying(node):
                    machine.say(node, "draw-share-opened", DrawShareOpened(exchange=notice, share=bytes(32)))
            machine.say(node, "draw-share-opened", DrawShareOpened(exchange=notice, share=share))


def report(machine: Machine, node: Node) -> None:
    """Open what was drawn, write down what is there, and ask the escort for his line until it is here."""
    facts, inspection = node.regime.facts, node.agreement.inspections[0]
    notice = next(iter(facts.notices), b"")
    if machine.party != inspection.inspecting or not machine.frozen or notice in facts.reports:
        return
    drawn = draws.drawn(facts, notice) if notice else None
    if drawn is None:
        return
    if machine.report is None:
        now = machine.hour()
        hidden = machine.storm.forecast.hidden
        points = tuple(OpenedPoint(id=one, outcome="found" if one in hidden else "clean") for one in sorted(drawn))
        frozen = min(machine.frozen, now)
        made = InspectionReport(notice=notice, freeze_verified_at=frozen, began_at=now, ended_at=now, points=points)
        machine.report = node.compose("inspection-report", made)
    report = machine.report
    own = node.sign(report.text, node.roles("inspection-report", ("author", "each"))).lines
    machine.ask_to_sign(inspection.inspected, report, lambda back: machine.log_report(report, (*own, *back)))


def chat(machine: Machine, node: Node) -> None:
    """Say nothing, at times, so that there is news."""
    if machine.storm.dice.chance(2):
        padding = "0" * machine.storm.dice.between(1, 200)
        machine.say(node, "filler", Filler(padding=padding))


def break_rules(machine: Machine, node: Node) -> None:
    """Log something that no honest node would."""
    dice, facts = machine.storm.dice, node.regime.facts
    if not dice.chance(25):
        return
    site, inspection = node.agreement.sites[0], node.agreement.inspections[0]
    point = (DeclaredPoint(id=site.points[0], holds="empty"),)
    notice = next(iter(facts.notices), bytes(32))
    bodies: list[tuple[str, object]] = [
        ("declaration", Declaration(site=site.name, points=point)),
        ("notice", Notice(inspection=inspection.name, number=dice.between(1, 5))),
        ("draw-share-opened", DrawShareOpened(exchange=notice, share=bytes(32))),
        ("filler", Filler(padding="0")),
        ("another's word", None),
    ]
    with lying(node):
        kind, body = dice.pick(bodies)
        if body is None:
            other = dice.pick([log for log in facts.logs if log != machine.origin])
            size = facts.logs[other].tree.size
            node.log(node.entries(other, size - 1, size)[0] if size else b"nothing is said here")
            return
        node.say(kind, body, [bytes(32)] if dice.chance(30) else ())


def noted(text: bytes, lines: Iterable[Line]) -> bytes:
    """Return a note with lines in their order."""
    return Note(text, tuple(sorted(lines, key=lambda line: line.rank))).encode()


DEEDS = (found, declare, announce, close_cut, draw_points, report, chat)
"""What honest officers do, in this order."""
