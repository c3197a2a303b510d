"""A made-up network: one queue of events, and dice that fall as the seed says. No real time, no other chance.

    word j of the dice = first 8 bytes, big-endian, of th("counterseal.org/world-dice/v1", seed, u64be j)

A message comes after a delay, or never, or twice; delays differ, so messages overtake each other. While a partition
lasts, those inside and those outside do not hear each other. Events of one second happen in the order in which they
were put into the queue. So one seed has one course of events, to the byte.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from counterseal.encoding.tagged import tagged_hash

T = TypeVar("T")


class Dice:
    """Choices from a seed, one after the other."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._count = 0

    def below(self, bound: int) -> int:
        """Return an integer, 0 <= value < ``bound``; the bias below 2^-40 does not matter to a play."""
        word = tagged_hash("counterseal.org/world-dice/v1", self._seed, self._count.to_bytes(8, "big"))[:8]
        self._count += 1
        return int.from_bytes(word, "big") % bound

    def between(self, low: int, high: int) -> int:
        """Return an integer, ``low`` <= value <= ``high``."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return whether what happens so often happened."""
        return self.below(100) < percent

    def pick(self, items: Sequence[T]) -> T:
        """Return one of ``items``, which are not none."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return ``items`` in an order of chance."""
        left, order = list(items), []
        while left:
            order.append(left.pop(self.below(len(left))))
        return order


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What a network does to messages: delay in seconds, loss and doubling in percent."""

    delay_min_s: int = 1
    delay_max_s: int = 5
    loss: int = 0
    twice: int = 0


@dataclass(frozen=True)
class Partition:
    """Those of ``group`` and all others do not hear each other before ``until``."""

    group: frozenset[str]
    until: int

    def parts(self, one: str, other: str, now: int) -> bool:
        """Return whether it keeps a message from coming through."""
        return now < self.until and (one in self.group) != (other in self.group)


@dataclass
class Network:
    """The queue. ``now`` is its hour, Unix seconds; ``told`` counts messages sent, lost and kept back."""

    dice: Dice
    now: int
    weather: Weather = field(default_factory=Weather)
    partitions: list[Partition] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=lambda: {"sent": 0, "lost": 0, "parted": 0, "twice": 0})
    _queue: list[tuple[int, int, Callable[[], object]]] = field(default_factory=list)
    _count: int = 0

    def after(self, seconds: int, act: Callable[[], object]) -> None:
        """Have something happen some seconds from now."""
        heapq.heappush(self._queue, (self.now + seconds, self._count, act))
        self._count += 1

    def send(self, sender: str, receiver: str, act: Callable[[], object]) -> None:
        """Have ``act`` happen at the receiver, if the network lets the message through."""
        self.told["sent"] += 1
        if any(partition.parts(sender, receiver, self.now) for partition in self.partitions):
            self.told["parted"] += 1
            return
        if self.dice.chance(self.weather.loss):
            self.told["lost"] += 1
            return
        self.after(self._delay(), act)
        if self.dice.chance(self.weather.twice):
            self.told["twice"] += 1
            self.after(self._delay(), act)

    def run(self, until: int) -> None:
        """Let everything happen that comes before an hour, and stand there then."""
        while self._queue and self._queue[0][0] < until:
            self.now, _, act = heapq.heappop(self._queue)
            act()
        self.now = until

    def _delay(self) -> int:
        return self.dice.between(self.weather.delay_min_s, self.weather.delay_max_s)
