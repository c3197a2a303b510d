"""What every store promises.

1. ``append`` returns when the entries are durable, never before; entries never change and never vanish.
2. ``swap`` changes a register only if it still holds what the caller last saw, and is durable when it returns: two
   writers cannot both win. A log's newest signed checkpoint and a witness's newest cosigned one are kept so.
3. An entry is bytes: what it says is for the layers above.

Trusted with: keeping acknowledged entries. Who owns the disk can delete or alter all of it; readers notice, because
they hash what they read against signed roots, and peers hold copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Store(Protocol):
    """Logs by name, registers by name."""

    def size(self, log: str) -> int:
        """Return how many entries ``log`` has, 0 if it was never appended to."""

    def append(self, log: str, start: int, entries: Sequence[bytes]) -> None:
        """Add entries at index ``start``, all or none, durably.

        Raises:
            Unavailable: ``start`` is not the log's size, or the disk refused; nothing was added.
        """

    def entries(self, log: str, start: int, end: int) -> list[bytes]:
        """Return entries ``start`` to ``end`` - 1 from where they rest. Requires 0 <= start <= end <= size."""

    def register(self, name: str) -> bytes:
        """Return what the register holds; nothing (b"") if it was never set."""

    def swap(self, name: str, old: bytes, new: bytes) -> None:
        """Set the register to ``new`` if it holds ``old``, durably.

        Raises:
            Unavailable: it holds something else: another writer was here.
        """
