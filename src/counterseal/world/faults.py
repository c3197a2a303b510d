"""Faults of one machine: a disk that refuses or dies in the middle, a clock that is wrong.

Faults of the disk come in pairs, since a caller cannot tell them apart:

    refused    the write failed, and nothing was written
    answered   the write failed, as far as anybody was told, and yet it is on the disk
    before     the machine died before it wrote
    behind     the machine died after it wrote, and before it said so
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counterseal.errors import Unavailable
from counterseal.store.contract import Store
from counterseal.world.network import Dice

FATES = ("refused", "answered", "before", "behind")


class Crashed(Exception):
    """The machine died; nothing after this happened on it. What is on its disk is still there."""


class FaultyStore:
    """See ``store.contract``: a store that keeps it as far as a faulty disk lets anybody keep it.

    ``percent``: how many of the writes meet a fate; ``fates``: which, in the order in which they came.
    """

    def __init__(self, store: Store, dice: Dice, percent: int) -> None:
        self.store = store
        self.percent = percent
        self.fates: list[str] = []
        self._dice = dice

    def size(self, log: str) -> int:
        """See ``Store.size``."""
        return self.store.size(log)

    def append(self, log: str, start: int, entries: Sequence[bytes]) -> None:
        """See ``Store.append``."""
        self._write(lambda: self.store.append(log, start, entries))

    def entries(self, log: str, start: int, end: int) -> list[bytes]:
        """See ``Store.entries``."""
        return self.store.entries(log, start, end)

    def register(self, name: str) -> bytes:
        """See ``Store.register``."""
        return self.store.register(name)

    def swap(self, name: str, old: bytes, new: bytes) -> None:
        """See ``Store.swap``."""
        self._write(lambda: self.store.swap(name, old, new))

    def _write(self, write: Callable[[], None]) -> None:
        fate = self._dice.pick(FATES) if self._dice.chance(self.percent) else ""
        if fate:
            self.fates.append(fate)
        if fate in ("refused", "before"):
            self._end(fate)
        write()
        if fate:
            self._end(fate)

    @staticmethod
    def _end(fate: str) -> None:
        if fate in ("before", "behind"):
            raise Crashed(fate)
        raise Unavailable("the disk failed", "look at the disk, and start again")


class SkewedClock:
    """A clock that is ahead of, or behind, the true one by ``skew_s`` seconds."""

    def __init__(self, true: Callable[[], int], skew_s: int) -> None:
        self._true = true
        self.skew_s = skew_s

    def __call__(self) -> int:
        """Return the hour that it shows, which is above 0."""
        return max(1, self._true() + self.skew_s)
