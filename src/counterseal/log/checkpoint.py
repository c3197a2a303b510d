"""The checkpoint: what a log commits to by signing, its origin, size and root.

    alpha.example/log/regime-1                          origin: the name of the log's key
    3                                                   size, plain decimal
    6ju6X7QdW/HBS9ss7pXilS2Cz6tMzpdwLE+29dbakgA=        root of the first 3 entries, 32 bytes

Every line ends in LF. A text is refused by the first of these that it breaks:

1. UTF-8, three ended lines at least, the first not empty        ``checkpoint-form``
2. no extension line: auditors cannot see them, and ML-DSA cosignatures do not cover them    ``checkpoint-extension``
3. an origin of at most 255 bytes that is no reserved first line    ``checkpoint-origin``
4. a size of integer form                                        ``checkpoint-size``
5. a root of 32 bytes in strict base64                           ``checkpoint-root``

The proofs of ``tree`` do not bind a size: some paths have one shape in trees of several sizes. The log binds it,
by signing size and root together. So proofs from outside are checked against a checkpoint, by the two functions
below, which take sizes from nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from counterseal.encoding import strict
from counterseal.errors import Refused
from counterseal.log import tree

RESERVED_ORIGINS = frozenset(
    ("counterseal.org/statement/v1", "counterseal.org/exercise/v1", "cosignature/v1", "subtree/v1")
)
"""First lines of other signed texts: an origin of this name would let one pass as the other (spec/note.md)."""

ORIGIN_SIZE_MAX = 255  # bytes: the length prefix of a type 0x06 message is one byte


@dataclass(frozen=True)
class Checkpoint:
    """The log ``origin`` had exactly these first ``size`` entries, whose tree has this root."""

    origin: str
    size: int
    root: bytes

    def encode(self) -> bytes:
        """Return the text that the log signs, which ``parse`` reads back."""
        return f"{self.origin}\n{self.size}\n{strict.base64_encode(self.root)}\n".encode()


@lru_cache(maxsize=64)  # each cosignature of a note asks for the same text again
def parse(text: bytes) -> Checkpoint:
    """Return the checkpoint written in the text of a note.

    Raises:
        Refused: one of the codes of the module's list, the first that holds.
    """
    try:
        *lines, rest = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Refused("checkpoint-form", "got text that is not UTF-8") from None
    if rest or len(lines) < 3 or not lines[0]:
        raise Refused("checkpoint-form", "got text that is not three lines, each ended by LF, from an origin on")
    if len(lines) > 3:
        raise Refused("checkpoint-extension", f"got {len(lines)} lines, want 3", where="line 4")
    origin = lines[0]
    if origin in RESERVED_ORIGINS or len(origin.encode("utf-8")) > ORIGIN_SIZE_MAX:
        raise Refused("checkpoint-origin", "got an origin that is reserved or too long", where="line 1")
    try:
        size = strict.integer(lines[1])
    except Refused:
        raise Refused("checkpoint-size", "got a size that is not a plain integer below 2^63", where="line 2") from None
    try:
        root = strict.base64_decode(lines[2])
    except Refused:
        root = b""
    if len(root) != tree.HASH_SIZE:
        raise Refused("checkpoint-root", "got a root that is not 32 bytes in base64", where="line 3")
    return Checkpoint(origin, size, root)


def digest(text: bytes) -> bytes:
    """Return SHA-256 of a checkpoint's text: how ``seen`` cites it (spec/note.md)."""
    return hashlib.sha256(text).digest()


def verify_inclusion(checkpoint: Checkpoint, *, index: int, leaf_hash: bytes, proof: Sequence[bytes]) -> None:
    """Return only if entry ``index`` of the log, as of ``checkpoint``, has ``leaf_hash``.

    Raises:
        Refused: ``proof-*``.
    """
    tree.verify_inclusion(index, checkpoint.size, leaf_hash, proof, checkpoint.root)


def verify_growth(older: Checkpoint, newer: Checkpoint, proof: Sequence[bytes]) -> None:
    """Return only if ``newer`` is the log of ``older``, with entries added or none. Every log grew from nothing.

    Raises:
        Refused: ``checkpoint-other-log``: the origins differ; ``proof-*``.
    """
    if older.origin != newer.origin:
        raise Refused("checkpoint-other-log", f"got a checkpoint of {newer.origin}, want {older.origin}")
    for checkpoint in (older, newer):
        if checkpoint.size == 0 and checkpoint.root != tree.EMPTY_ROOT:
            raise Refused("proof-root", "got an empty log whose root is not the hash of nothing")
    if older.size > 0:
        tree.verify_consistency(older.size, newer.size, older.root, newer.root, proof)
    elif proof:
        raise Refused("proof-length", f"got {len(proof)} hashes, want none: every tree grows from the empty one")
