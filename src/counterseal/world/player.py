"""The player: takes a scenario's steps one by one, with what each party would do, and tells what happened.

After every step all logs are published, cosigned, mirrored and observed. Inspectors who open a point see the truth;
what parties say comes from what they know. A party that lies does so through a ``LyingNode``; everybody else plays
on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from counterseal.agreement.document import Inspection
from counterseal.attestation import anchors, write
from counterseal.attestation.file import LogPart
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.node.node import Node
from counterseal.regime.subjects import cut as cuts
from counterseal.regime.subjects import draw as draws
from counterseal.sealing import draw
from counterseal.statements.kinds import (
    Accession,
    Cut,
    Declaration,
    DeclaredPoint,
    DrawShareOpened,
    DrawShareSealed,
    InspectionReport,
    Notice,
    OpenedPoint,
    RoleKey,
    RootKeySet,
)
from counterseal.store.memory import MemoryStore
from counterseal.world.scenario import Scenario, Step
from counterseal.world.world import World


@dataclass(frozen=True)
class Event:
    """What happened at an hour (Unix seconds), in one line."""

    hour: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a play leaves: the world at its end, the attestation if one was made, the two notes of a fork if one was
    shown.
    """

    world: World
    attestation: bytes
    anchors: bytes
    fork: tuple[bytes, bytes] | None


class Player:
    """Plays one scenario once."""

    def __init__(self, scenario: Scenario, agreement_draft: Mapping[str, Any], tell: Callable[[Event], None]) -> None:
        self._scenario = scenario
        self._tell = tell
        self._world = World(scenario, agreement_draft)
        self._notice = b""  # id of the notice of the visit under way
        self._freeze = 0
        self._opened: tuple[OpenedPoint, ...] = ()
        self._opened_at = 0
        self._attestation = b""
        self._fork: tuple[bytes, bytes] | None = None

    def play(self) -> Played:
        """Take every step and return what is left of it.

        Raises:
            Refused: the script asks for what its agreement does not have, or for what no honest node would do.
        """
        deeds: dict[str, Callable[[Step], None]] = {
            "accede": self._accede,
            "announce": self._announce,
            "attest": self._attest,
            "cut": self._cut,
            "declare": self._declare,
            "open-points": self._open_points,
            "open-shares": self._open_shares,
            "report": self._report,
            "seal-shares": self._seal_shares,
            "verify-freeze": self._verify_freeze,
        }
        for step in self._scenario.steps:
            self._world.clock.now = self._scenario.starts_at + 60 * step.minute
            deeds[step.do](step)
            self._world.exchange()
        given = anchors.of(self._world.agreement).encode()
        return Played(world=self._world, attestation=self._attestation, anchors=given, fork=self._fork)

    # The deeds, in the order of the walking line.

    def _accede(self, step: Step) -> None:
        world, agreement = self._world, self._world.agreement
        threshold = self._scenario.roots.threshold
        for party, node in world.nodes.items():
            roots = node.keyring.roots
            keys = [
                RoleKey(name=signer.vkey.name, key=signer.vkey.key, person=f"{role}-{number}", role=role)
                for role, signers in node.keyring.roles.items()
                for number, signer in enumerate(signers, 1)
            ]
            founding = RootKeySet(
                threshold=threshold,
                roots=tuple(sorted(root.vkey.key for root in roots)),
                next=world.next_roots(party),
                policy=agreement.policy,
                keys=tuple(sorted(keys, key=lambda key: key.name)),
            )
            others = {other.name: other.roots for other in agreement.parties}
            bound = Accession(agreement=agreement.digest, policy=agreement.policy, roots=others)
            for kind, body in (("root-key-set", founding), ("accession", bound)):
                node.log(note.sign(node.compose(kind, body).text, roots[:threshold]).encode())
            self._say(f"{party} accedes, signed by {threshold} of {len(roots)} root keys")

    def _declare(self, step: Step) -> None:
        site = self._world.agreement.site(self._named(step.site, [s.name for s in self._world.agreement.sites]))
        held = {point: item for item, points in self._scenario.truth.get(site.name, {}).items() for point in points}
        owed = {u.item for u in self._world.agreement.undertakings if u.site == site.name}
        points = tuple(
            DeclaredPoint(id=point, holds="empty" if held.get(point) in owed else held.get(point, "empty"))
            for point in site.points
        )
        party = next((i.inspected for i in self._world.agreement.inspections if i.site == site.name), None)
        if party is None:
            raise Refused("scenario-step", f"got a declaration of {site.name}, which nobody inspects")
        node = self._world.nodes[party]
        lie = self._scenario.lie
        if lie is not None and lie.about == "history" and lie.party == party:
            self._fork_at_declaration(node, Declaration(site=site.name, points=points))
            return
        node.say("declaration", Declaration(site=site.name, points=points))
        counts = {item: sum(point.holds == item for point in points) for item in {point.holds for point in points}}
        listed = ", ".join(f"{count} {item}" for item, count in sorted(counts.items()))
        self._say(f"{party} declares the {len(points)} points of {site.name}: {listed}")

    def _announce(self, step: Step) -> None:
        inspection = self._inspection(self._named(step.inspection, [i.name for i in self._world.agreement.inspections]))
        node = self._world.nodes[inspection.inspecting]
        earlier = [body for _, body in node.regime.facts.notices.values() if body.inspection == inspection.name]
        said = node.say("notice", Notice(inspection=inspection.name, number=len(earlier) + 1))
        self._notice = said.id
        self._say(f"{inspection.inspecting} gives notice of {inspection.name}, visit {len(earlier) + 1}")

    def _cut(self, step: Step) -> None:
        anybody = next(iter(self._world.nodes.values()))
        number = max(anybody.regime.facts.cuts, default=0) + 1
        proposer = self._world.nodes[cuts.proposer(anybody.regime.facts, number)]
        proposed = proposer.propose_cut(self._world.clock.now)
        lines = [line for node in self._world.nodes.values() for line in node.sign_cut(proposed).lines]
        signed = note.Note(proposed.text, tuple(sorted(lines, key=lambda line: line.rank)))
        proposer.log(signed.encode())
        sizes = sum(position.size for position in proposed.body.vector)
        self._say(f"all parties sign cut {number} over {sizes} entries, proposed by {proposer.party}")

    def _seal_shares(self, step: Step) -> None:
        for node, role in self._drawers():
            _, (cut, _) = self._newest_cut(node)
            made = draw.commitment(self._exchange(cut), node.party, role, self._share(node.party))
            body = DrawShareSealed(exchange=self._notice, cut=cut, role=role, commitment=made)
            node.say("draw-share-sealed", body)
            self._say(f"{node.party} seals its share of the draw")

    def _open_shares(self, step: Step) -> None:
        lie = self._scenario.lie
        for node, _ in self._drawers():
            liar = lie is not None and lie.about == "share" and lie.party == node.party
            share = self._share(f"{node.party} another" if liar else node.party)
            node.say("draw-share-opened", DrawShareOpened(exchange=self._notice, share=share))
            self._say(f"{node.party} opens {'another share than it sealed' if liar else 'its share'}")

    def _verify_freeze(self, step: Step) -> None:
        for node, _ in self._drawers():
            drawn = draws.drawn(node.regime.facts, self._notice)
            result = "no result, and no second draw" if drawn is None else ", ".join(drawn)
            self._say(f"{node.party} computes the draw: {result}")
        self._freeze = self._world.clock.now
        self._say("the team verifies that nothing moves on the site")

    def _open_points(self, step: Step) -> None:
        inspection = self._inspection_under_way()
        drawn = draws.drawn(self._world.nodes[inspection.inspecting].regime.facts, self._notice)
        if drawn is None:
            self._say("no point is opened: the draw has no result, and is never repeated")
            return
        truth = self._scenario.truth.get(inspection.site or "", {})
        sought = {u.item for u in self._world.agreement.undertakings if inspection.name in u.inspections}
        there = {point for item, points in truth.items() if item in sought for point in points}
        self._opened_at = self._world.clock.now
        self._opened = tuple(
            OpenedPoint(id=point, outcome="found" if point in there else "clean") for point in sorted(drawn)
        )
        found = sum(point.outcome == "found" for point in self._opened)
        self._say(f"{len(drawn)} points are opened before both sides: {found or 'no'} item of the type is in them")

    def _report(self, step: Step) -> None:
        if not self._opened:
            self._say("no report: nothing was opened")
            return
        inspection = self._inspection_under_way()
        author, inspected = self._world.nodes[inspection.inspecting], self._world.nodes[inspection.inspected]
        body = InspectionReport(
            notice=self._notice,
            freeze_verified_at=self._freeze,
            began_at=self._opened_at,
            ended_at=self._world.clock.now,
            points=self._opened,
        )
        said = author.compose("inspection-report", body)
        lines = (
            *author.sign(said.text, author.roles("inspection-report", ("author", "each"))).lines,
            *inspected.sign(said.text, author.roles("inspection-report", ("inspected", "each"))).lines,
        )
        author.log(note.Note(said.text, tuple(sorted(lines, key=lambda line: line.rank))).encode())
        self._say(f"{author.party} and {inspected.party} sign the report")

    def _attest(self, step: Step) -> None:
        node = next(iter(self._world.nodes.values()))
        number, (cut, body) = self._newest_cut(node)
        log, index = node.regime.facts.places[cut]
        self._attestation = write.write(
            agreement=self._world.agreement.data,
            trust_file=self._world.trust_file,
            logs=[
                LogPart(
                    checkpoint=node.published(position.log, position.size),
                    entries=tuple(node.entries(position.log, 0, position.size)),
                )
                for position in sorted(body.vector, key=lambda at: node.regime.facts.logs[at.log].party)
            ],
            cut=node.entries(log, index, index + 1)[0],
        )
        self._say(f"the attestation at cut {number} is written: {len(self._attestation)} bytes")

    # What deeds share.

    def _fork_at_declaration(self, liar: Node, body: Declaration) -> None:
        """Two histories of one log: one for all others, one for the last neutral witness, who tells."""
        world = self._world
        store = MemoryStore()
        for party in world.agreement.parties:
            size = liar.regime.size(party.log)
            store.append(party.log, 0, liar.entries(party.log, 0, size))
        store.swap(f"head/{liar.origin}", b"", world.stores[liar.party].register(f"head/{liar.origin}"))
        hidden = world.node(liar.party, store)
        liar.say("declaration", body)
        hidden.say("declaration", Declaration(site=body.site, points=tuple(_emptied(point) for point in body.points)))
        name, told = list(world.neutrals.items())[-1]
        shown = world.publish(
            liar, [node.witness for node in world.nodes.values()] + list(world.neutrals.values())[:-1]
        )
        other = world.publish(hidden, [told])
        reader = next(node for node in world.nodes.values() if node is not liar)
        world.show(reader, liar, shown)
        self._say(f"{liar.party} shows one declaration to {reader.party}, another to {name}")
        size = checkpoints.parse(note.parse(other).text).size
        try:
            reader.mirror(other, hidden.entries(liar.origin, reader.regime.size(liar.origin), size))
        except Refused as refused:
            self._fork = (refused.evidence[1], refused.evidence[0])
            reader.observe(other)
            self._say(f"{name} passes its checkpoint on: two roots for {size} entries of {liar.party}, both signed")

    def _drawers(self) -> list[tuple[Node, str]]:
        inspection = self._inspection_under_way()
        roles = draws.parties(next(iter(self._world.nodes.values())).regime.facts, self._notice)
        if roles is None:
            raise Refused("scenario-step", f"got a draw of points that a Party chooses, for {inspection.name}")
        return [(self._world.nodes[party], role) for party, role in sorted(roles.items())]

    @staticmethod
    def _newest_cut(node: Node) -> tuple[int, tuple[bytes, Cut]]:
        if not node.regime.facts.cuts:
            raise Refused("scenario-step", "got a draw or an attestation before any cut")
        return max(node.regime.facts.cuts.items())

    def _share(self, whose: str) -> bytes:
        return self._world.seed.secret(f"draw share {self._notice.hex()} {whose}")

    def _exchange(self, cut: bytes) -> draw.Exchange:
        return draw.Exchange(channel=self._world.agreement.channel, exchange=self._notice, cut=cut)

    def _inspection(self, name: str) -> Inspection:
        inspection = self._world.agreement.inspection(name)
        assert inspection is not None  # names come from the agreement
        return inspection

    def _inspection_under_way(self) -> Inspection:
        facts = next(iter(self._world.nodes.values())).regime.facts
        if self._notice not in facts.notices:
            raise Refused("scenario-step", "got a visit before any notice")
        return self._inspection(facts.notices[self._notice][1].inspection)

    @staticmethod
    def _named(name: str | None, known: list[str]) -> str:
        if name not in known:
            raise Refused("scenario-step", f"got {name or 'no name'}, the agreement has {', '.join(known)}")
        return name

    def _say(self, text: str) -> None:
        self._tell(Event(self._world.clock.now, text))


def _emptied(point: DeclaredPoint) -> DeclaredPoint:
    return DeclaredPoint(id=point.id, holds="empty")
