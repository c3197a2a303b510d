"""What all deeds of a play share: the world, what labels stand for, who signs, and what is told.

A party speaks through ``Stage.say``: composed by its node, signed by the persons of every party that the agreement
asks, logged by that node alone. An honest node refuses what would break a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterseal.agreement.document import Inspection
from counterseal.agreement.terms import Monitor, Signature
from counterseal.errors import Refused
from counterseal.log import note
from counterseal.log.note import Note
from counterseal.node.node import Node
from counterseal.regime.facts import Facts
from counterseal.statements.kinds import OpenedPoint
from counterseal.statements.statement import Statement
from counterseal.world.scenario import Scenario, Step
from counterseal.world.world import World


@dataclass(frozen=True)
class Event:
    """What happened at an hour (Unix seconds), in one line.

    ``deed``: that of the step which did it, or ``chapter`` for the heading of what follows, ``finding`` for what a cut
    came to; ``routine``: an answer that is always given, of which a short telling can do without.
    """

    hour: int
    text: str
    deed: str = ""
    routine: bool = False


@dataclass
class Visit:
    """A visit under way: what the team knows and no log says yet. Hours are Unix seconds, 0 before."""

    notice: bytes
    freeze: int = 0
    began: int = 0
    opened: tuple[OpenedPoint, ...] = ()
    computed: bool = False


@dataclass
class Stage:
    """The state of a play.

    Attributes:
        scenario, world: what is played, and on what.
        tell: takes each event.
        made: label -> id of the statement that a step made.
        visits: id of a notice -> the visit.
        notice: the last notice's id, empty before.
        secrets: id of a sealed designation -> the site behind it; in the order sealed.
        attestations: label, or nothing -> attestation; in the order made.
        findings: undertaking -> status and reasons at the last cut.
        offered: name -> a file that a liar offers as an attestation, or that somebody has from what a liar gave.
        fork: two notes of a log that shows two histories, once somebody saw both.
        truth: site -> item -> points that hold one now.
        attested: whether the next cut is going to be attested.
        deed: what the step under way does.
    """

    scenario: Scenario
    world: World
    tell: Callable[[Event], None]
    made: dict[str, bytes] = field(default_factory=dict)
    visits: dict[bytes, Visit] = field(default_factory=dict)
    notice: bytes = b""
    secrets: dict[bytes, str] = field(default_factory=dict)
    attestations: dict[str, bytes] = field(default_factory=dict)
    offered: dict[str, bytes] = field(default_factory=dict)
    findings: dict[str, tuple[str, str]] = field(default_factory=dict)
    fork: tuple[bytes, bytes] | None = None
    truth: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    attested: bool = False
    deed: str = ""

    @property
    def facts(self) -> Facts:
        """What the first party's node has folded."""
        return next(iter(self.world.nodes.values())).regime.facts

    def node(self, party: str | None) -> Node:
        """Return a party's node.

        Raises:
            Refused: ``scenario-step``: no such party; ``scenario-silent``: it is silent now.
        """
        name = named(party, list(self.world.nodes))
        if name in self.world.silent:
            raise Refused("scenario-silent", f"{name} is silent")
        return self.world.nodes[name]

    def say(
        self, author: Node, kind: str, body: Any, step: Step, inspection: Inspection | Monitor | None = None
    ) -> Statement:
        """Have ``author`` log a statement, signed by all who must, and label it; return it.

        ``inspection``: that of the visit which it is about, or the monitor that is read, if it is about one.
        """
        said = author.compose(kind, body)
        author.log(self.signed(author, said, author.terms.signatures.get(kind, ()), inspection).encode())
        return self.label(step, said)

    def signed(
        self, author: Node, said: Statement, needs: Sequence[Signature], inspection: Inspection | Monitor | None = None
    ) -> Note:
        """Return a statement with the lines of the persons whom ``needs`` asks, of every party that must sign."""
        asked: dict[str, dict[str, int]] = {}
        for need in needs:
            for party in self._signing(author.party, need.by, inspection):
                roles = asked.setdefault(party, {})
                roles[need.role] = max(need.persons, roles.get(need.role, 0))
        lines = [line for party, roles in asked.items() for line in self.node(party).sign(said.text, roles).lines]
        return Note(said.text, tuple(sorted(lines, key=lambda line: line.rank)))

    def _signing(self, author: str, by: str, inspection: Inspection | Monitor | None) -> Iterable[str]:
        if by == "author":
            return (author,)
        return (inspection.inspected,) if by == "inspected" and inspection is not None else tuple(self.world.nodes)

    def label(self, step: Step, said: Statement) -> Statement:
        """Keep what a step made under its label, and return it."""
        if step.label is not None:
            self.made[step.label] = said.id
        return said

    def labelled(self, label: str) -> bytes:
        """Return the id of what an earlier step made.

        Raises:
            Refused: ``scenario-label``: it made nothing, since it was left out.
        """
        if label not in self.made:
            raise Refused("scenario-label", f"{label} was never said")
        return self.made[label]

    def visit(self, step: Step) -> Visit:
        """Return the visit that a step names, or the last one.

        Raises:
            Refused: ``scenario-step``: it names something else, or nothing was announced.
        """
        notice = self.notice if step.visit is None else self.labelled(step.visit)
        if notice not in self.visits or notice not in self.facts.notices:
            raise Refused("scenario-step", "got a visit before any notice")
        return self.visits[notice]

    def inspection_of(self, visit: Visit) -> Inspection:
        """Return the inspection of a visit."""
        return self.inspection(self.facts.notices[visit.notice][1].inspection)

    def inspection(self, name: str | None) -> Inspection:
        """Return the inspection of that name.

        Raises:
            Refused: ``scenario-step``: there is none.
        """
        known = [inspection.name for inspection in self.world.agreement.inspections]
        inspection = self.world.agreement.inspection(named(name, known))
        assert inspection is not None  # names come from the agreement
        return inspection

    def event(self, text: str, deed: str = "", *, routine: bool = False) -> None:
        """Tell that something happened now; by the step under way, unless ``deed`` says what it is."""
        self.tell(Event(self.world.clock.now, text, deed or self.deed, routine))


def named(name: str | None, known: list[str]) -> str:
    """Return a name that is one of those known.

    Raises:
        Refused: ``scenario-step``.
    """
    if name not in known:
        raise Refused("scenario-step", f"got {name or 'no name'}, the agreement has {', '.join(known)}")
    return name


def signed_by_roots(node: Node, text: bytes, threshold: int) -> bytes:
    """Return a note with the lines of as many root keys as must sign."""
    return note.sign(text, node.keyring.roots[:threshold]).encode()
