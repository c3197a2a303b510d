"""A log that this process writes: append, then sign only what reads back from the store.

    append     durable when it returns: acknowledged
    read_back  read what is new from where it rests, and hash it: the leaves to be signed
    sign       sign the checkpoint over them -> compare-and-swap the head
               crash before the swap: an unpublished signature is lost; nothing was shown to anybody

Register ``head/ORIGIN`` holds the newest signed checkpoint note, without cosignatures. One size has one root, for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterseal.errors import Refused, Unavailable
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.signer import Signer
from counterseal.log.tile import ENTRY_SIZE_MAX
from counterseal.log.tree import EMPTY_ROOT, Tree, leaf_hash
from counterseal.store.contract import Store


def check_sizes(entries: Sequence[bytes]) -> None:
    """Return only if no entry is larger than a log can serve, and an attestation carry.

    Raises:
        Refused: ``entry-size``.
    """
    for entry in entries:
        if len(entry) > ENTRY_SIZE_MAX:
            raise Refused("entry-size", f"got an entry of {len(entry)} bytes, want at most {ENTRY_SIZE_MAX}")


class OwnLog:
    """The log whose key ``signer`` holds; its origin is the key's name."""

    def __init__(self, signer: Signer, store: Store) -> None:
        """Open the log, reading back and hashing everything under its head.

        Raises:
            Unavailable: the store holds other entries than those under the head, or fewer.
        """
        self.origin = signer.vkey.name
        self.tree = Tree()  # the leaves as they were read back
        self._signer = signer
        self._store = store
        head = self._stored_head()
        if store.size(self.origin) < head.size:
            raise Unavailable(
                f"the store lacks entries of {self.origin} that were signed", "rebuild the log from peers"
            )
        self._read(head.size)
        if self.tree.root() != head.root:
            raise Unavailable(
                f"the store holds other entries of {self.origin} than were signed", "rebuild it from peers"
            )
        self._head = head

    @property
    def size(self) -> int:
        """How many entries are acknowledged."""
        return self._store.size(self.origin)

    @property
    def signed_size(self) -> int:
        """How many entries the newest signed checkpoint holds."""
        return self._head.size

    def append(self, start: int, entries: Sequence[bytes]) -> None:
        """Add entries durably at index ``start``, the size that the caller knows.

        Raises:
            Refused: ``entry-size``: an entry is larger than a log serves.
            Unavailable: the log has another size, or the store failed; nothing was acknowledged.
        """
        check_sizes(entries)
        self._store.append(self.origin, start, entries)

    def read_back(self) -> Tree:
        """Read and hash what is new, and return the tree that ``sign`` would sign.

        Raises:
            Unavailable: the head is not the one that this process knows: another one writes this log.
        """
        if self._stored_head() != self._head:
            raise Unavailable(f"another process moved the head of {self.origin}", "stop one; never run a log twice")
        self._read(self.size)
        return self.tree

    def sign(self) -> bytes:
        """Return the checkpoint note of the tree read back, now the head; the same one while nothing was added.

        Raises:
            Unavailable: another process moved the head meanwhile; nothing was published.
        """
        known = self.head()
        checkpoint = Checkpoint(self.origin, self.tree.size, self.tree.root())
        if known and checkpoint == self._head:
            return known
        signed = note.sign(checkpoint.encode(), [self._signer]).encode()
        self._store.swap(f"head/{self.origin}", known, signed)
        self._head = checkpoint
        return signed

    def head(self) -> bytes:
        """Return the newest signed checkpoint note; nothing if none was signed."""
        return self._store.register(f"head/{self.origin}")

    def consistency(self, old: int) -> tuple[bytes, ...]:
        """Return the proof from size ``old`` to the head; none is needed from 0. Requires 0 <= old <= head's size."""
        return self.tree.consistency(old, self._head.size) if old else ()

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Return the path of entry ``index`` under the head. Requires 0 <= index < head's size."""
        return self.tree.inclusion(index, self._head.size)

    def _stored_head(self) -> Checkpoint:
        known = self.head()
        return checkpoints.parse(note.parse(known).text) if known else Checkpoint(self.origin, 0, EMPTY_ROOT)

    def _read(self, size: int) -> None:
        for entry in self._store.entries(self.origin, self.tree.size, size):
            self.tree.append(leaf_hash(entry))
