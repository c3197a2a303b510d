"""One visit in bad weather: a world drawn from a number, in which messages, disks, clocks and one party go wrong.

Every party has a machine with a node of its own, a disk and a clock; it acts by itself on what its node has folded, and
speaks to the others over the network alone:

    publish      checkpoint -> each witness, again until it answers -> quorum -> each peer, again until it has it
    fetch        a checkpoint comes -> ask for the entries that are not held -> mirror -> observe
    cut, report  the text goes to all who must sign, their lines come back, the author logs it

A machine that dies is started again from its disk; one whose disk failed is restarted by its operator. Then the storm
is over, every disk is sound, and ``settle`` brings to all what they lack. What must hold in every world is for tests to
ask (tests/world/test_storm.py); this only sees to it that one number has one course of events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from counterseal.encoding.tagged import tagged_hash
from counterseal.errors import Unavailable
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log.witness import Answer
from counterseal.node.witness import Witness
from counterseal.store.memory import MemoryStore
from counterseal.world.faults import Crashed, FaultyStore, SkewedClock
from counterseal.world.machine import LIES, Machine, Post, record_cosigned
from counterseal.world.network import Dice, Network, Partition, Weather
from counterseal.world.world import World

HOUR_S = 3_600
STORM_S = 12 * HOUR_S  # how long it lasts
CALM_S = 6 * HOUR_S  # and how long what comes behind it


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What goes wrong in a world; hours are Unix seconds, shares are percent.

    Attributes:
        weather, partitions: of the network.
        skews: party or witness -> how many seconds its clock is ahead.
        disks: the same -> how many of its writes fail.
        liar, lie: the party that lies, and about what (``machine.LIES``); or empty.
        silent, silent_from: the party that is not heard any more from an hour on; or empty.
        hidden: points that hold an item which is not declared.
        freeze_s: seconds from the notice to the verified freeze.
    """

    weather: Weather
    partitions: tuple[Partition, ...]
    skews: dict[str, int]
    disks: dict[str, int]
    liar: str
    lie: str
    silent: str
    silent_from: int
    hidden: tuple[str, ...]
    freeze_s: int

    @classmethod
    def draw(cls, dice: Dice, world: World, start: int) -> Forecast:
        """Return what the dice say."""
        parties, all_posts = list(world.nodes), [*world.nodes, *world.neutrals]
        weather = Weather(
            delay_max_s=dice.pick((5, 60, 600, 1_800)), loss=dice.pick((0, 5, 30)), twice=dice.pick((0, 0, 10))
        )
        partitions = tuple(
            Partition(
                frozenset(dice.shuffled(all_posts)[: dice.between(1, 2)]), start + dice.between(HOUR_S, STORM_S // 2)
            )
            for _ in range(dice.below(3))
        )
        points = world.agreement.sites[0].points
        return cls(
            weather=weather,
            partitions=partitions,
            skews={post: dice.between(-900, 900) for post in all_posts},
            disks={post: dice.pick((0, 0, 1, 3)) for post in all_posts},
            liar=dice.pick(parties) if dice.chance(60) else "",
            lie=dice.pick(LIES),
            silent=dice.pick(parties) if dice.chance(20) else "",
            silent_from=start + dice.between(HOUR_S, STORM_S),
            hidden=tuple(sorted(dice.shuffled(points)[: dice.pick((0, 0, 1, 4, 8))])),
            freeze_s=60 * dice.pick((10, 60, 120, 200, 260, 400)),
        )


@dataclass
class Seen:
    """What a bystander who sees everything wrote down.

    Attributes:
        signed: log and size -> the roots that its party's honest machine signed.
        cosigned: witness, log and size -> the roots that it cosigned.
        noticed, frozen: true hours of the notice and of the verified freeze, 0 before.
        steps: what happened, hashed, in its order.
    """

    signed: dict[tuple[str, int], set[bytes]] = field(default_factory=dict)
    cosigned: dict[tuple[str, str, int], set[bytes]] = field(default_factory=dict)
    noticed: int = 0
    frozen: int = 0
    steps: bytes = b""

    def step(self, *parts: bytes) -> None:
        """Add to the course of events."""
        self.steps = hashlib.sha256(self.steps + b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


class Storm:
    """The world of one number.

    Attributes:
        ground: agreement, trust file and keys; shared by all numbers, and only read.
        forecast: what goes wrong.
        network: the queue, whose hour is the true one.
        machines: party -> its machine.
        seen: what happened.
    """

    def __init__(self, ground: World, number: int) -> None:
        self.ground = ground
        self.number = number
        start = ground.scenario.starts_at
        self.dice = Dice(tagged_hash("counterseal.org/world-storm/v1", number.to_bytes(8, "big")))
        self.forecast = Forecast.draw(self.dice, ground, start)
        self.network = Network(self.dice, start, self.forecast.weather, list(self.forecast.partitions))
        self.seen = Seen()
        self.machines: dict[str, Machine] = {}
        self.twin: Machine | None = None
        for party in ground.nodes:
            self.machines[party] = Machine(self, party, self._disk(party), self._clock(party))
        self.neutrals = {name: self._neutral(name) for name in ground.neutrals}

    def run(self) -> Storm:
        """Let the storm pass, and the calm behind it."""
        for machine in self.machines.values():
            self.network.after(self.dice.between(1, 300), machine.tick)
        start = self.network.now
        self.network.run(start + STORM_S)
        self.network.weather, self.network.partitions = Weather(), []
        for machine in self.all_machines():
            machine.disk.percent = 0
        for post in self.neutrals.values():
            post.disk.percent = 0
        self.network.run(start + STORM_S + CALM_S)
        for machine in self.all_machines():
            machine.reboot()
        return self

    def settle(self) -> None:
        """Bring every honest log to every honest node, without a word more in any: only then sizes can be equal."""
        told = [(machine, machine.node.publish()) for machine in self.honest]
        for reader in self.honest:
            for author, data in told:
                if author is not reader:
                    held = reader.node.held(author.origin)
                    size = checkpoints.parse(note.parse(data).text).size
                    reader.node.mirror(data, author.node.entries(author.origin, held, size))

    @property
    def honest(self) -> list[Machine]:
        """The machines of the parties that do not lie."""
        return [machine for party, machine in self.machines.items() if party != self.forecast.liar]

    def all_machines(self) -> list[Machine]:
        """Every machine, a second one of a party that shows two histories, too."""
        return [*self.machines.values(), *([self.twin] if self.twin is not None else [])]

    def silent(self, party: str) -> bool:
        """Return whether a party is silent now."""
        return party == self.forecast.silent and self.network.now >= self.forecast.silent_from

    def fork(self, machine: Machine) -> None:
        """Let a lying party run a second machine with a copy of its disk, for some of the others."""
        disk = self._disk(machine.party)
        disk.percent = 0
        for origin in (party.log for party in self.ground.agreement.parties):
            disk.append(origin, 0, machine.disk.entries(origin, 0, machine.disk.size(origin)))
        for name in [f"head/{machine.origin}", *(f"witness/{party.log}" for party in self.ground.agreement.parties)]:
            disk.swap(name, b"", machine.disk.register(name))
        others = [post for post in (*self.machines, *self.neutrals) if post != machine.party]
        machine.faces = frozenset(self.dice.shuffled(others)[: len(others) // 2])
        self.twin = Machine(self, machine.party, disk, machine.clock, twin=True)
        self.twin.faces = machine.faces
        self.network.after(self.dice.between(1, 300), self.twin.tick)

    def post(self, name: str, asker: str) -> Post:
        """Return who answers at a name, for one who asks."""
        if name in self.neutrals:
            return self.neutrals[name]
        twin = self.twin
        return twin if twin is not None and twin.party == name and asker in twin.faces else self.machines[name]

    def others(self, machine: Machine) -> Iterator[str]:
        """Yield those to whom a machine speaks: all posts but its own.

        One of two faces speaks to those who are to see it, and to neutral witnesses; by mistake, at times, to others.
        """
        for name in (*self.machines, *self.neutrals):
            hidden = bool(machine.faces) and machine.twin != (name in machine.faces) and name in self.machines
            if name != machine.party and not (hidden and self.dice.chance(95)):
                yield name

    def _disk(self, name: str) -> FaultyStore:
        return FaultyStore(MemoryStore(), self.dice, self.forecast.disks[name])

    def _clock(self, name: str) -> SkewedClock:
        return SkewedClock(lambda: self.network.now, self.forecast.skews[name])

    def _neutral(self, name: str) -> Neutral:
        disk = self._disk(name)
        witness = Witness(
            policy=self.ground.policy,
            cosigners=self.ground.cosigners[name][:1],
            store=disk,
            clock=self._clock(name),
        )
        return Neutral(self, name, witness, disk)


@dataclass
class Neutral:
    """A neutral witness on its machine. One that dies is back before the next request, with what its disk holds."""

    storm: Storm
    name: str
    witness: Witness
    disk: FaultyStore

    def cosign(self, request: bytes) -> Answer | None:
        """See ``machine.Post.cosign``."""
        try:
            answer = self.witness.answer(request)
        except (Unavailable, Crashed):
            return None
        if answer.status == 200:
            record_cosigned(self.storm, self.name, answer)
        return answer
