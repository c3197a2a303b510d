"""Deeds that fill the record: accession, declarations, notifications, cuts, attestations; and what is hidden."""

from __future__ import annotations

from typing import Any

from counterseal.assessment.finding import assess
from counterseal.attestation import write
from counterseal.attestation.file import LogPart
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.node.node import Node
from counterseal.regime.subjects import cut as cuts
from counterseal.statements.kinds import (
    Accession,
    Cut,
    Declaration,
    DeclaredPoint,
    Notification,
    OpenedPoint,
    Reading,
    RoleKey,
    RootKeySet,
)
from counterseal.store.memory import MemoryStore
from counterseal.world.scenario import Step
from counterseal.world.stage import Stage, named, signed_by_roots
from counterseal.world.world import World

WAITING = frozenset(("inspection-open", "no-exhibition", "no-visit", "not-shown"))
"""Reasons of a finding that waits for its first visit, or for the end of one."""


def accede(stage: Stage, step: Step) -> None:
    """Every party founds its log and accedes."""
    threshold = stage.scenario.roots.threshold
    for party, node in stage.world.nodes.items():
        for kind, body in founding(stage.world, node):
            node.log(signed_by_roots(node, node.compose(kind, body).text, threshold))
        stage.event(f"{party} accedes, signed by {threshold} of {len(node.keyring.roots)} root keys")


def founding(world: World, node: Node) -> tuple[tuple[str, Any], tuple[str, Any]]:
    """Return kind and body of the two statements with which a party founds its log and accedes."""
    agreement, keyring = world.agreement, node.keyring
    keys = [
        RoleKey(name=signer.vkey.name, key=signer.vkey.key, person=f"{role}-{number}", role=role)
        for role, signers in keyring.roles.items()
        for number, signer in enumerate(signers, 1)
    ]
    founded = RootKeySet(
        threshold=world.scenario.roots.threshold,
        roots=tuple(sorted(root.vkey.key for root in keyring.roots)),
        next=world.next_roots(node.party),
        policy=agreement.policy,
        keys=tuple(sorted(keys, key=lambda key: key.name)),
    )
    others = {other.name: other.roots for other in agreement.parties}
    bound = Accession(agreement=agreement.digest, policy=agreement.policy, roots=others)
    return ("root-key-set", founded), ("accession", bound)


def declare(stage: Stage, step: Step) -> None:
    """The inspected Party declares every point of a site: what it owes not to have, it says it has not."""
    agreement = stage.world.agreement
    site = agreement.site(named(step.site, [site.name for site in agreement.sites]))
    held = {point: item for item, points in stage.truth.get(site.name, {}).items() for point in points}
    owed = {u.item for u in agreement.undertakings if u.site == site.name}
    said = {point: "empty" if held.get(point) in owed else held.get(point, "empty") for point in site.points}
    said |= {point: holds for holds, points in (step.holds or {}).items() for point in points}
    if set(said) - set(site.points):
        raise Refused("scenario-step", f"got points that {site.name} does not have")
    uids = step.uids or {}
    points = tuple(DeclaredPoint(id=point, holds=said[point], uid=uids.get(point)) for point in site.points)
    visiting = (i for i in agreement.inspections if site.name in (i.site, *i.pool))
    party = next((inspection.inspected for inspection in visiting), None)
    if party is None:
        raise Refused("scenario-step", f"got a declaration of {site.name}, which nobody inspects")
    node = stage.node(party)
    before = node.regime.facts.declarations.get((party, site.name), [])
    body = Declaration(site=site.name, points=points, number=len(before) + 1 if before else None)
    lie = stage.scenario.lie
    if lie is not None and lie.about == "history" and lie.party == party and stage.fork is None:
        _fork(stage, node, body)
        return
    stage.say(node, "declaration", body, step)
    counts = {holds: sum(point.holds == holds for point in points) for holds in {point.holds for point in points}}
    listed = ", ".join(f"{count} {holds}" for holds, count in sorted(counts.items()))
    again = f", declaration {body.number}" if body.number is not None else ""
    stage.event(f"{party} declares the {len(points)} points of {site.name}: {listed}{again}")


def notify(stage: Stage, step: Step) -> None:
    """A party says a notification of the agreement's, signed by all who must."""
    agreement = stage.world.agreement
    term = agreement.notification(named(step.format, [term.name for term in agreement.notifications]))
    assert term is not None  # names come from the agreement
    node = stage.node(step.party)
    facts = node.regime.facts
    about = None if step.about is None else stage.labelled(step.about)
    root = b"" if about is None else facts.threads.get(about, b"") or about
    points = step.points
    if step.outcome is not None and root in stage.visits:
        opened = stage.visits[root].opened
        points = tuple(sorted(point.id for point in opened if point.outcome == step.outcome))
        if not points:
            raise Refused("scenario-step", f"got no point that was {step.outcome}")
    series = facts.notified.get(term.name, {}).get(node.party)
    body = Notification(
        format=term.name,
        number=1 if series is None else len(series.ids) + 1,
        about=about,
        hour=stage.world.clock.now if step.hour is None and "hour" in term.carries else step.hour,
        until=step.until,
        site=facts.site(root) if step.site is None and "site" in term.carries else step.site,
        points=points,
        figures=step.figures,
        words=step.words,
    )
    notice = facts.notices.get(root)
    inspection = None if notice is None else stage.inspection(notice[1].inspection)
    said = node.compose("notification", body)
    needs = term.signed or node.terms.signatures.get("notification", ())
    node.log(stage.signed(node, said, needs, inspection).encode())
    stage.label(step, said)
    answered = "" if step.about is None else f", about {step.about}"
    of = f" ({', '.join(points)})" if points else ""
    told = f"{node.party}: {term.title.get('en', term.name)}{of}{answered}{_quoted(step.words)}"
    stage.event(told, routine=step.about is not None and step.words is None)


def read(stage: Stage, step: Step) -> None:
    """A party reads a monitor, and the inspected Party signs what it shows: all clean, but what ``outcomes`` says."""
    agreement = stage.world.agreement
    monitor = agreement.monitor(named(step.monitor, [one.name for one in agreement.monitors]))
    assert monitor is not None  # names come from the agreement
    node = stage.node(step.party or agreement.readers(monitor)[0])
    now, facts = stage.world.clock.now, node.regime.facts
    points = step.points or monitor.points or agreement.site(monitor.site).points
    scripted = iter([outcome for outcome, count in (step.outcomes or {}).items() for _ in range(count)])
    body = Reading(
        monitor=monitor.name,
        number=len(facts.readings.get((monitor.name, node.party), ())) + 1,
        began_at=now,
        ended_at=now,
        points=tuple(OpenedPoint(id=point, outcome=next(scripted, "clean")) for point in points),
        notice=None if step.visit is None else stage.labelled(step.visit),
    )
    stage.say(node, "reading", body, step, monitor)
    other = ", ".join(f"{count} {outcome}" for outcome, count in (step.outcomes or {}).items())
    shown = other or "clean"
    stage.event(f"{node.party} and {monitor.inspected} sign a reading of {monitor.name}, {len(points)} points: {shown}")


def close_cut(stage: Stage, step: Step) -> None:
    """The party whose turn it is proposes a cut over what it observed witnessed, and all sign it."""
    world = stage.world
    number = max(stage.facts.cuts, default=0) + 1
    proposer = stage.node(cuts.proposer(stage.facts, number))
    for party in world.nodes:
        stage.node(party)  # all must sign, before anybody does
    world.gather(proposer, lasting=stage.attested)
    proposed = proposer.propose_cut(world.clock.now)
    lines = [line for node in world.nodes.values() for line in node.sign_cut(proposed).lines]
    signed = note.Note(proposed.text, tuple(sorted(lines, key=lambda line: line.rank)))
    proposer.log(signed.encode())
    stage.label(step, proposed)
    sizes = sum(position.size for position in proposed.body.vector)
    stage.event(f"all parties sign cut {number} over {sizes} entries, proposed by {proposer.party}")
    _tell_findings(stage, proposer)


def _tell_findings(stage: Stage, node: Node) -> None:
    """Tell the findings at a cut that a node has just closed, those that changed since the last one."""
    state = node.regime.judge(stage.world.clock.now)
    for finding in assess(state.document, state):
        because = ", ".join(reason.code for reason in finding.reasons)
        if stage.findings.get(finding.undertaking.name) != (finding.status, because):
            stage.findings[finding.undertaking.name] = (finding.status, because)
            waits = {reason.code for reason in finding.reasons} <= WAITING
            stage.event(f"finding {finding.undertaking.name}: {finding.status} ({because})", "finding", routine=waits)


def attest(stage: Stage, step: Step) -> None:
    """The first party writes the attestation at the newest cut."""
    node = next(iter(stage.world.nodes.values()))
    number, (cut, body) = newest_cut(node)
    log, index = node.regime.facts.places[cut]
    data = write.write(
        agreement=stage.world.agreement.data,
        trust_file=stage.world.trust_file,
        logs=[
            LogPart(
                checkpoint=node.published(position.log, position.size),
                entries=tuple(node.entries(position.log, 0, position.size)),
            )
            for position in sorted(body.vector, key=lambda at: node.regime.facts.logs[at.log].party)
        ],
        cut=node.entries(log, index, index + 1)[0],
    )
    stage.attestations[step.label or ""] = data
    stage.event(f"the attestation at cut {number} is written: {len(data)} bytes")


def place(stage: Stage, step: Step) -> None:
    """Somebody brings an item to some points, or takes it from all, unseen: only the truth changes."""
    agreement = stage.world.agreement
    site = agreement.site(named(step.site, [site.name for site in agreement.sites]))
    item = named(step.item, [item.name for item in agreement.items])
    if set(step.points) - set(site.points):
        raise Refused("scenario-step", f"got points that {site.name} does not have")
    stage.truth.setdefault(site.name, {})[item] = step.points
    stage.event(f"unseen: {len(step.points)} {item} are at {site.name} now")


def wait(stage: Stage, step: Step) -> None:
    """Nothing is said."""
    stage.event(f"nothing is said{_quoted(step.words)}")


def newest_cut(node: Node) -> tuple[int, tuple[bytes, Cut]]:
    """Return number, id and body of the newest cut that a node folded.

    Raises:
        Refused: ``scenario-step``: there is none.
    """
    if not node.regime.facts.cuts:
        raise Refused("scenario-step", "got a draw or an attestation before any cut")
    return max(node.regime.facts.cuts.items())


def _quoted(words: str | None) -> str:
    return "" if words is None else f': "{words}"'


def _fork(stage: Stage, liar: Node, body: Declaration) -> None:
    """Two histories of one log: one for all others, one for the last neutral witness, who tells."""
    world = stage.world
    store = MemoryStore()
    for party in world.agreement.parties:
        size = liar.regime.size(party.log)
        store.append(party.log, 0, liar.entries(party.log, 0, size))
    store.swap(f"head/{liar.origin}", b"", world.stores[liar.party].register(f"head/{liar.origin}"))
    hidden = world.node(liar.party, store)
    emptied = tuple(DeclaredPoint(id=point.id, holds="empty") for point in body.points)
    liar.say("declaration", body)
    hidden.say("declaration", Declaration(site=body.site, points=emptied))
    name, told = list(world.neutrals.items())[-1]
    shown = world.publish(liar, [node.witness for node in world.nodes.values()] + list(world.neutrals.values())[:-1])
    other = world.publish(hidden, [told])
    reader = next(node for node in world.nodes.values() if node is not liar)
    world.show(reader, liar, shown)
    stage.event(f"{liar.party} shows one declaration to {reader.party}, another to {name}")
    size = checkpoints.parse(note.parse(other).text).size
    try:
        reader.mirror(other, hidden.entries(liar.origin, reader.regime.size(liar.origin), size))
    except Refused as refused:
        stage.fork = (refused.evidence[1], refused.evidence[0])
        reader.observe(other)
        stage.event(f"{name} passes its checkpoint on: two roots for {size} entries of {liar.party}, both signed")
