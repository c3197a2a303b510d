"""A party's machine in a storm: what it does by itself, what it answers, and how it lies.

An honest one logs only what its node previews as right; what is refused it tries again later, since it may see more by
then. Lies, each by one party only:

    backdating          its clock shows another hour at each look, years off
    false-cosignature   its witness cosigns anything, at any hour
    forking             half of the others see another history of its log
    garbage             one message in three has a byte changed
    irregular           it logs what breaks rules, and bytes that say nothing
    other-share         it opens another share of the draw than it sealed
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from counterseal.errors import Refused, Unavailable
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log import witness as rule
from counterseal.log.note import Line
from counterseal.log.witness import Answer
from counterseal.node.node import Node
from counterseal.statements import statement as statements
from counterseal.statements.statement import Statement
from counterseal.world import officers
from counterseal.world.faults import Crashed, FaultyStore, SkewedClock
from counterseal.world.parties import LyingNode

if TYPE_CHECKING:
    from counterseal.world.storm import Storm

LIES = ("backdating", "false-cosignature", "forking", "garbage", "irregular", "other-share")
TICK_MIN_S, TICK_MAX_S = 240, 720
TROUBLES_MAX = 2  # failures of the disk after which an operator starts the machine again
ESCORT_TOLERANCE_S = 3_600  # between the hours that team and escort read from their clocks
YEARS_S = 10**8


class Post(Protocol):
    """Who cosigns at a name."""

    def cosign(self, request: bytes) -> Answer | None:
        """Return the answer to an add-checkpoint request, None if nobody is there."""


class RecordingNode(LyingNode):
    """A node that remembers what it acknowledged: places in its log, and what was put there."""

    def __init__(self, acknowledged: dict[int, bytes], **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self._acknowledged = acknowledged

    def log(self, data: bytes) -> int:
        """See ``Node.log``."""
        index = super().log(data)
        self._acknowledged[index] = data
        return index


class Machine:
    """One party's node, disk and clock, with what its officers mean to do.

    Attributes:
        party, origin: whose it is, and its log.
        disk, clock: its own.
        acknowledged: index -> entry, of the own log.
        frozen: hour of the verified freeze by the own clock, 0 before.
        proposals: number -> the cut proposed, and the lines of those who signed; on paper, so no crash loses them.
        report: the report that the team wrote, likewise.
        deaths: how often the machine died.
        faces: the others who see the second machine of a forking party.
    """

    def __init__(self, storm: Storm, party: str, disk: FaultyStore, clock: SkewedClock, *, twin: bool = False) -> None:
        self.storm = storm
        self.party = party
        self.origin = storm.ground.agreement.party(party).log
        self.disk = disk
        self.clock = clock
        self.twin = twin
        self.faces: frozenset[str] = frozenset()
        self.acknowledged: dict[int, bytes] = {}
        self.deaths = 0
        self._troubles = 0
        self.frozen = 0
        self.proposals: dict[int, tuple[Statement, dict[str, tuple[Line, ...]]]] = {}
        self.report: Statement | None = None
        self._node: Node | None = self._start()
        self._forget()

    @property
    def node(self) -> Node:
        """Its node. Requires that the machine is up."""
        assert self._node is not None
        return self._node

    @property
    def lie(self) -> str:
        """What it lies about, or nothing."""
        return self.storm.forecast.lie if self.party == self.storm.forecast.liar else ""

    # Its life.

    def _start(self) -> Node:
        ground = self.storm.ground
        return RecordingNode(
            self.acknowledged,
            party=self.party,
            agreement=ground.agreement,
            policy=ground.policy,
            keyring=ground.keyrings[self.party],
            store=self.disk,
            clock=self.hour,
        )

    def hour(self) -> int:
        """Return the hour that its party would tell."""
        if self.lie == "backdating":
            return max(1, self.clock() + self.storm.dice.between(-YEARS_S, YEARS_S))
        return self.clock()

    def _forget(self) -> None:
        """What a machine knows of the network is gone when it dies."""
        self._head = b""
        self._head_size = 0
        self._olds: dict[str, int] = {}
        self._answered: set[str] = set()
        self._told: dict[str, bytes] = {}

    def reboot(self) -> None:
        """Start again from the disk."""
        self._node = self._start()
        self._troubles = 0
        self._forget()

    def _guarded(self, act: Callable[[Node], None]) -> None:
        """Do something if the machine is up and its party is not silent; a disk that fails may end it."""
        if self._node is None or self.storm.silent(self.party):
            return
        try:
            act(self._node)
        except Refused:
            return  # nothing was done; there will be another occasion
        except Unavailable:
            self._troubles += 1
            if self._troubles > TROUBLES_MAX:
                self.reboot()
        except Crashed:
            self.deaths += 1
            self._node = None
            self.storm.network.after(self.storm.dice.between(60, 1_800), self.reboot)

    def tick(self) -> None:
        """Do what there is to do, and come back in some minutes."""
        self.storm.network.after(self.storm.dice.between(TICK_MIN_S, TICK_MAX_S), self.tick)
        deeds = [*officers.DEEDS, *([officers.break_rules] if self.lie == "irregular" else [])]
        if self.lie == "forking" and self.storm.twin is None and self.storm.dice.chance(5):
            self.storm.fork(self)
        for deed in deeds:
            self._guarded(partial(deed, self))
        for act in (self._publish, self._look_at_own, self._tell):
            self._guarded(act)

    def freeze(self) -> None:
        """Note, by the own clock, that nothing moves on the site any more."""
        self.frozen = self.clock()
        self.storm.seen.frozen = self.storm.network.now

    def log_report(self, report: Statement, lines: tuple[Line, ...]) -> None:
        """Log a report once both have signed, if it is not logged yet."""

        def act(node: Node) -> None:
            if report.body.notice not in node.regime.facts.reports:
                node.log(officers.noted(report.text, lines))

        self._guarded(act)

    def say(self, node: Node, kind: str, body: object) -> Statement:
        """Have the node log a statement that this party alone signs; return it."""
        said = node.say(kind, body)
        self.storm.seen.step(self.party.encode(), said.id)
        return said

    # What it asks of others, and answers.

    def ask_to_sign(self, other: str, said: Statement, back: Callable[[tuple[Line, ...]], object]) -> None:
        """Send another party a text; if its lines come back, ``back`` takes them."""
        network = self.storm.network
        text = self._garbled(said.text)

        def answer() -> None:
            signer = self.storm.machines[other]
            signer._guarded(lambda node: reply(signer, node))

        def reply(signer: Machine, node: Node) -> None:
            lines = signer._sign(node, statements.parse(text))
            network.send(other, self.party, lambda: back(lines))

        network.send(self.party, other, answer)

    def _sign(self, node: Node, said: Statement) -> tuple[Line, ...]:
        """Return this party's lines on another's text, if it is a cut that holds here, or a report that is true."""
        if said.kind == "cut":
            return node.sign_cut(said).lines
        body = said.body
        true = all((point.outcome == "found") == (point.id in self.storm.forecast.hidden) for point in body.points)
        close = abs(body.freeze_verified_at - self.storm.seen.frozen - self.clock.skew_s) <= ESCORT_TOLERANCE_S
        if said.kind != "inspection-report" or not true or not close:
            raise Refused("entry-threshold", "the escort saw something else")
        return node.sign(said.text, node.roles("inspection-report", ("inspected", "each"))).lines

    def _publish(self, node: Node) -> None:
        """Sign the next checkpoint if there is news, and ask the witnesses who have not cosigned the newest one."""
        size = node.regime.size(self.origin)
        fresh = node.entries(self.origin, self._head_size, size)
        if any(b'"kind":"observed"' not in entry for entry in fresh):
            self._head = node.publish()
            signed = checkpoints.parse(note.parse(self._head).text)
            self._head_size = signed.size
            self._answered = set()
            if not self.lie:
                self.storm.seen.signed.setdefault((self.origin, signed.size), set()).add(signed.root)
            own = node.witness.answer(rule.encode(self._old(node), node.consistency(self._old(node)), self._head))
            if own.status == 200:
                node.merge([own.body])
        for other in self.storm.others(self) if self._head else ():
            if other not in self._answered:
                old = min(self._olds.get(other, 0), self._head_size)
                request = self._garbled(rule.encode(old, node.consistency(old), self._head))
                self._request(other, request, self._head_size)

    def _old(self, node: Node) -> int:
        known = self.disk.register(f"witness/{self.origin}")
        return min(checkpoints.parse(known).size if known else 0, self._head_size)

    def _request(self, other: str, request: bytes, size: int) -> None:
        storm = self.storm

        def answer() -> None:
            if storm.silent(other):
                return
            given = storm.post(other, self.party).cosign(request)
            if given is not None:
                storm.network.send(other, self.party, lambda: self._guarded(lambda node: take(node, given)))

        def take(node: Node, given: Answer) -> None:
            if given.status == 409 and given.body.strip().isdigit():
                self._olds[other] = int(given.body)
            if given.status == 200:
                self._olds[other] = max(size, self._olds.get(other, 0))
                if size == self._head_size:
                    self._answered.add(other)
                    node.merge([given.body])

        storm.network.send(self.party, other, answer)

    def cosign(self, request: bytes) -> Answer | None:
        """See ``Post.cosign``."""
        given: list[Answer] = []
        self._guarded(lambda node: given.append(self._cosigned(node, request)))
        return given[0] if given else None

    def _cosigned(self, node: Node, request: bytes) -> Answer:
        if self.lie == "false-cosignature":
            text = rule.parse(request).checkpoint.encode()
            hour = max(1, self.clock() + self.storm.dice.between(-YEARS_S, YEARS_S))
            return Answer(200, rule.cosign(text, hour, node.keyring.witness), text=text)
        answer = node.witness.answer(request)
        if answer.status == 200 and not self.lie:
            record_cosigned(self.storm, self.party, answer)
        return answer

    def _quorate(self, node: Node) -> bytes:
        """Return the newest checkpoint with its lines if a classical quorum cosigned it, else nothing."""
        data = node.published(self.origin, self._head_size) if self._head else b""
        if not data:
            return b""
        parsed = note.parse(data)
        policy = node.policy
        keys = [policy.keys[line.name, line.key_id].key for line in parsed.lines]
        try:
            policy.require({policy.witness_names[key] for key in keys if key in policy.witness_names}, classical=True)
        except Refused:
            return b""
        return data

    def _look_at_own(self, node: Node) -> None:
        data = self._quorate(node)
        if data:
            self._observe(node, data)

    def _tell(self, node: Node) -> None:
        """Send the newest witnessed checkpoint to every peer that has not said that it has it."""
        data = self._quorate(node)
        for other in self.storm.others(self) if data else ():
            if other in self.storm.machines and self._told.get(other) != data:
                self._send(other, lambda machine: machine.hear(self, self._garbled(data)))

    def _send(self, other: str, act: Callable[[Machine], None]) -> None:
        def arrive() -> None:
            post = self.storm.post(other, self.party)
            if isinstance(post, Machine):
                act(post)

        self.storm.network.send(self.party, other, arrive)

    def hear(self, author: Machine, data: bytes) -> None:
        """Take a checkpoint of another log: mirror it, or ask for the entries that are not held."""

        def act(node: Node) -> None:
            size = checkpoints.parse(note.parse(data).text).size
            held = node.held(author.origin)
            if size > held:
                self._send(author.party, lambda _: author.serve(self, data, held, size))
            else:
                self.take(author, data, held, [])

        self._guarded(act)

    def serve(self, reader: Machine, data: bytes, start: int, size: int) -> None:
        """Send a reader the entries that it asked for."""

        def act(node: Node) -> None:
            if start < size <= node.held(self.origin):
                entries = [self._garbled(entry) for entry in node.entries(self.origin, start, size)]
                self.storm.network.send(self.party, reader.party, lambda: reader.take(self, data, start, entries))

        self._guarded(act)

    def take(self, author: Machine, data: bytes, start: int, entries: list[bytes]) -> None:
        """Mirror another log up to a checkpoint, observe that, and say so."""

        def act(node: Node) -> None:
            if node.held(author.origin) != start:
                return
            try:
                node.mirror(data, entries)
            except Refused as refused:
                if refused.code == "mirror-root" and len(refused.evidence) == 2:
                    self._observe(node, data)  # two roots of one size: all are to see it
                raise
            self._observe(node, data)
            self.storm.network.send(self.party, author.party, lambda: author.told(self.party, data))

        self._guarded(act)

    def told(self, reader: str, data: bytes) -> None:
        """Take note that a reader has a checkpoint."""
        self._told[reader] = data

    def _observe(self, node: Node, data: bytes) -> None:
        seen = checkpoints.parse(note.parse(data).text)
        own = node.regime.facts.logs[self.origin]
        digest = checkpoints.digest(note.parse(data).text)
        if digest not in own.sightings and seen.size >= own.sizes.get(seen.origin, 0):
            node.observe(data)
            self.storm.seen.step(self.party.encode(), digest)

    def _garbled(self, data: bytes) -> bytes:
        """Return what is sent: a liar about garbage changes a byte of one message in three."""
        dice = self.storm.dice
        if self.lie != "garbage" or not dice.chance(33) or not data:
            return data
        at = dice.below(len(data))
        return data[:at] + bytes([data[at] ^ 1 << dice.below(8)]) + data[at + 1 :]


def record_cosigned(storm: Storm, witness: str, answer: Answer) -> None:
    """Write down what an honest witness cosigned."""
    text = checkpoints.parse(answer.text)
    storm.seen.cosigned.setdefault((witness, text.origin, text.size), set()).add(text.root)
