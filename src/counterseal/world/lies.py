"""What a party that cheats does instead: one function a cheat, each the deed ``cheat`` of a scenario with that lie.

    lie: {party: borea, about: notice}
    steps:
      - {at: 2031-03-07T06:00:00Z, do: cheat, inspection: visit-alba-battery}

Two lies are not here, for they happen where the deed happens that they spoil: ``history`` at a declaration, ``share``
where shares are opened. A lie of the truth is no function: the scenario has another truth, and the script goes on.
Whatever a liar does, it does with its own keys, its own log, and what it stole; the others' nodes stay honest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from counterseal.attestation import write
from counterseal.attestation.file import Attestation, LogPart
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.node.node import Node
from counterseal.statements.kinds import (
    Declaration,
    DeclaredPoint,
    Filler,
    InspectionReport,
    KeyRevocation,
    Notice,
    OpenedPoint,
)
from counterseal.world import record, visiting
from counterseal.world.parties import LyingNode, lying
from counterseal.world.scenario import Step
from counterseal.world.stage import Stage, Visit, signed_by_roots

PADDING = "0" * 256


def cheat(stage: Stage, step: Step) -> None:
    """Do what the scenario's lie is about.

    Raises:
        Refused: ``scenario-lie``: nobody lies, or about what another deed does.
    """
    lie = stage.scenario.lie
    if lie is None or lie.about not in LIES:
        raise Refused("scenario-lie", f"got a cheat, want a lie about one of {', '.join(LIES)}")
    LIES[lie.about](stage, step)


def commitment(stage: Stage, step: Step) -> None:
    """The other Party of a visit seals its share; the liar seals a copy of the commitment, to open what is opened."""
    visit, liar = stage.visit(step), _liar(stage)
    roles = dict(visiting.drawers(stage, visit))
    (other,) = (node for node in roles if node is not liar)
    copied = visiting.seal_share(stage, visit, other, roles[other], step)
    stage.world.exchange()
    with lying(liar):
        visiting.seal_share(stage, visit, liar, roles[liar], step, copied=copied)
    stage.event(f"{liar.party} sealed what {other.party} had sealed")


def declaration(stage: Stage, step: Step) -> None:
    """The other Party has sealed its share; the liar declares its site anew, and seals over a cut that holds that."""
    visit, liar = stage.visit(step), _liar(stage)
    roles = dict(visiting.drawers(stage, visit))
    (other,) = (node for node in roles if node is not liar)
    visiting.seal_share(stage, visit, other, roles[other], step)
    stage.world.exchange()
    site = liar.regime.facts.site(visit.notice) or ""
    series = liar.regime.facts.declarations[liar.party, site]
    _, last = series[-1]
    points = tuple(replace(p, holds="unavailable") if p.holds == "empty" else p for p in last.points)
    liar.say("declaration", Declaration(site=site, points=_but_first(points, last.points), number=len(series) + 1))
    stage.event(f"{liar.party} declares {site} anew: all but one of its empty points cannot be opened")
    stage.world.exchange()
    record.close_cut(stage, Step(do="cut"))
    stage.world.exchange()
    with lying(liar):
        visiting.seal_share(stage, visit, liar, roles[liar], step)


def draw(stage: Stage, step: Step) -> None:
    """The other Party opens its share; the liar, who could compute the draw now, opens nothing."""
    visit, liar = stage.visit(step), _liar(stage)
    for node, _ in visiting.drawers(stage, visit):
        if node is not liar:
            visiting.open_share(stage, visit, node, step)
    stage.event(f"{liar.party} does not open its share")


def entries(stage: Stage, step: Step) -> None:
    """The liar has a checkpoint witnessed, and shows what is behind it to one reader only."""
    world, liar = stage.world, _liar(stage)
    kept, shown = (node for node in world.nodes.values() if node is not liar)
    world.gather(kept, lasting=True)
    for site in {undertaking.site for undertaking in world.agreement.undertakings if undertaking.by == liar.party}:
        number = len(liar.regime.facts.declarations[liar.party, site])
        body = liar.regime.facts.declarations[liar.party, site][-1][1]
        liar.say("declaration", replace(body, number=number + 1))
    published = world.publish(liar, world.witnesses)
    size = checkpoints.parse(note.parse(published).text).size
    held = kept.held(liar.origin)
    stage.event(f"{liar.party} has {size} entries witnessed, and gives {kept.party} none beyond {held}")
    try:
        kept.mirror(published, ())
    except Refused as refused:
        stage.event(f"{kept.party} takes no root without entries: {refused.code}")
    world.show(shown, liar, published)
    passed = world.cosigned(shown, lasting=True)
    kept.mirror(passed, shown.entries(shown.origin, kept.held(shown.origin), shown.regime.size(shown.origin)))
    waits = kept.regime.size(shown.origin)
    stage.event(
        f"{kept.party} cannot fold entry {waits} of {shown.party}, which observed {size} entries of {liar.party}:"
        f" {held} to {size - 1} are missing"
    )
    sizes = {node.origin: kept.held(node.origin) for node in world.nodes.values()}
    sizes = {origin: _attestable(stage, kept, origin, size) for origin, size in sizes.items()}
    stage.offered["withheld"] = _file(stage, kept, sizes)
    kept.mirror(published, shown.entries(liar.origin, held, size))
    stage.event(
        f"{shown.party} passes them on: {kept.party} has folded {kept.regime.size(liar.origin)} of {liar.party}"
    )


def file(stage: Stage, step: Step) -> None:
    """The liar writes the attestation without the report that contradicts it, nor anything that rests on it.

    Before there is that report, it has all logs cosigned as they are: only such a checkpoint can be attested.
    """
    liar, visit = _liar(stage), stage.visit(step)
    facts = liar.regime.facts
    if visit.notice not in facts.reports:
        stage.world.gather(liar, lasting=True)
        stage.event(f"{liar.party} has all logs cosigned, as long as there is no report")
        return
    left_out, _ = visiting.reported(stage, liar, visit)
    log, index = facts.places[left_out]
    sizes = {origin: liar.held(origin) for origin in facts.logs} | {log: index}
    while True:  # until no log is left in which anybody saw what is left out
        before = dict(sizes)
        for origin, size in before.items():
            seen = ((at, s, other) for other, grown in facts.logs[origin].observed.items() for s, at in grown)
            sizes[origin] = min([size, *(at for at, s, other in seen if s > sizes[other])])
            sizes[origin] = _attestable(stage, liar, origin, sizes[origin])
        if sizes == before:
            break
    stage.offered["left-out"] = _file(stage, liar, sizes)
    stage.event(f"{liar.party} offers a file of {sum(sizes.values())} entries, up to the one before the report")


def notice(stage: Stage, step: Step) -> None:
    """The liar gives notice of a visit to which it has no right."""
    liar, inspection = _liar(stage), stage.inspection(step.inspection)
    number = len(liar.regime.facts.visits.get(inspection.name, ())) + 1
    with lying(liar):
        stage.say(liar, "notice", Notice(inspection=inspection.name, number=number), step)
    stage.event(f"{liar.party} gives notice of {inspection.name}, visit {number}, all the same")


def report(stage: Stage, step: Step) -> None:
    """The liar keeps back the report that both signed, and logs it late, dated as if it were in time."""
    visit, liar = stage.visit(step), _liar(stage)
    dated = visit.began + 3600
    body = _report(visit, dated, visit.opened)
    said = replace(liar.compose("inspection-report", body), at=dated)
    needs = liar.terms.signatures["inspection-report"]
    liar.log(stage.signed(liar, said, needs, stage.inspection_of(visit)).encode())
    stage.label(step, said)
    hours = (stage.world.clock.now - dated) // 3600
    stage.event(f"{liar.party} logs the report, dated {hours} hours back")


def revocation(stage: Stage, step: Step) -> None:
    """The liar revokes one of its keys from its third entry on: all that the others rely on would be taken back."""
    liar = _liar(stage)
    key = liar.keyring.roles["officer"][-1].vkey.key
    with lying(liar):
        _revoke(stage, liar, key, last_good=2)
    stage.event(f"{liar.party} revokes a key of an officer, back to entry 2 of its log")


def tablet(stage: Stage, step: Step) -> None:
    """An escort's tablet is stolen, its key revoked; the liar signs with it that an item was found where none was."""
    visit, liar = stage.visit(step), _liar(stage)
    inspection = stage.inspection_of(visit)
    victim = stage.node(inspection.inspected)
    stolen, *left = victim.keyring.roles["escort"]
    victim.keyring = replace(victim.keyring, roles={**victim.keyring.roles, "escort": tuple(left)})
    _revoke(stage, victim, stolen.vkey.key, last_good=victim.regime.size(victim.origin) - 1)
    stage.event(f"{victim.party} revokes the key of a tablet that was stolen")
    stage.world.exchange()
    shown = (OpenedPoint(id=visit.opened[0].id, outcome="found"), *visit.opened[1:])
    said = liar.compose("inspection-report", _report(visit, stage.world.clock.now, shown))
    lines = (*liar.sign(said.text, {"inspector": 1}).lines, *note.sign(said.text, [stolen]).lines)
    with lying(liar):
        liar.log(note.Note(said.text, tuple(sorted(lines, key=lambda line: line.rank))).encode())
    stage.event(f"{liar.party} logs a report, signed with the tablet, that an item was found")


def volume(stage: Stage, step: Step) -> None:
    """The liar says as many empty words as would drown the others: more than a whole period's volume."""
    liar, agreed = _liar(stage), stage.world.agreement.volume
    assert agreed is not None  # the scenario is on an agreement with one
    for _ in range(agreed.entries + 1):
        liar.say("filler", Filler(padding=PADDING))
    stage.event(f"{liar.party} logs {agreed.entries + 1} fillers at once")


LIES: Mapping[str, Callable[[Stage, Step], None]] = {
    "commitment": commitment,
    "declaration": declaration,
    "draw": draw,
    "entries": entries,
    "file": file,
    "notice": notice,
    "report": report,
    "revocation": revocation,
    "tablet": tablet,
    "volume": volume,
}
"""What a lie can be about, beside ``history`` and ``share``."""


def _liar(stage: Stage) -> LyingNode:
    lie = stage.scenario.lie
    node = stage.node(None if lie is None else lie.party)
    assert isinstance(node, LyingNode)  # as the world makes it for whom the scenario names
    return node


def _but_first(points: tuple[DeclaredPoint, ...], before: tuple[DeclaredPoint, ...]) -> tuple[DeclaredPoint, ...]:
    """Return ``points`` with the first that was changed as it was before."""
    first = next(place for place, (one, other) in enumerate(zip(points, before, strict=True)) if one != other)
    return points[:first] + before[first : first + 1] + points[first + 1 :]


def _report(visit: Visit, ended_at: int, points: tuple[OpenedPoint, ...]) -> InspectionReport:
    return InspectionReport(
        notice=visit.notice,
        freeze_verified_at=visit.freeze,
        began_at=visit.began,
        ended_at=ended_at,
        points=points,
    )


def _revoke(stage: Stage, node: Node, key: bytes, last_good: int) -> None:
    said = node.compose("key-revocation", KeyRevocation(keys=(key,), last_good=last_good))
    node.log(signed_by_roots(node, said.text, stage.scenario.roots.threshold))


def _attestable(stage: Stage, node: Node, origin: str, size: int) -> int:
    """Return the largest size up to ``size`` at which a node holds a checkpoint of a log with a quorum; 0: none."""
    while size:
        data = node.published(origin, size)
        try:
            if data:
                write.minimal(note.parse(data), stage.world.policy)
                break
        except Refused:
            pass  # no quorum: not all witnesses are asked for every checkpoint
        size -= 1
    return size


def _file(stage: Stage, node: Node, sizes: Mapping[str, int]) -> bytes:
    """Return a file of what a node holds of each log up to a size, with the newest cut; nothing of it is checked."""
    _, (cut, _) = record.newest_cut(node)
    log, index = node.regime.facts.places[cut]
    parts = []
    for party in stage.world.agreement.parties:
        held = note.parse(node.published(party.log, sizes[party.log]))
        parts.append(
            LogPart(
                checkpoint=write.minimal(held, stage.world.policy).encode(),
                entries=tuple(node.entries(party.log, 0, sizes[party.log])),
            )
        )
    return Attestation(
        agreement=stage.world.agreement.data,
        policy=stage.world.trust_file,
        logs=tuple(parts),
        cut=node.entries(log, index, index + 1)[0],
        conclusion=b"{}",
    ).encode()
