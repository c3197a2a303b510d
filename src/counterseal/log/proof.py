"""The proof file: one entry, its path, and the signed checkpoint it leads to (C2SP tlog-proof).

    c2sp.org/tlog-proof@v1
    index 2
    ZS83PvVpIaamvowBa2TMepLNLpZwjUyzNXCK//HTI0U=      the path, leaf to root; no line in a log of one entry

    alpha.example/log/regime-1                        the checkpoint note as it is
    ...

Form: first line, index line, at most 63 lines of 32 bytes in strict base64, an empty line (``tlogproof-form``); no
``extra`` line, because nothing would sign it (``tlogproof-extra``); then a canonical note (``note-*``).
"""

from __future__ import annotations

from dataclasses import dataclass

from counterseal.encoding import strict
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note as notes
from counterseal.log import tree
from counterseal.log.note import Note
from counterseal.log.policy import Policy

FIRST_LINE = "c2sp.org/tlog-proof@v1"
HASHES_MAX = 63  # no tree below 2^63 leaves has a longer path


@dataclass(frozen=True)
class Proof:
    """A path from entry ``index`` to the root in ``checkpoint``. Nothing is verified yet."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note

    def encode(self) -> bytes:
        """Return the file, which ``parse`` reads back."""
        head = [FIRST_LINE, f"index {self.index}", *(strict.base64_encode(node) for node in self.hashes)]
        return "".join(f"{line}\n" for line in head).encode("ascii") + b"\n" + self.checkpoint.encode()


def parse(data: bytes) -> Proof:
    """Return the proof written in a file.

    Raises:
        Refused: ``tlogproof-form``, ``tlogproof-extra``, ``note-*``.
    """
    head, gap, rest = data.partition(b"\n\n")
    lines = head.split(b"\n", HASHES_MAX + 3)
    if not gap or lines[0] != FIRST_LINE.encode():
        raise Refused("tlogproof-form", f"got no head that starts with {FIRST_LINE} and ends in an empty line")
    if len(lines) > 1 and lines[1].startswith(b"extra "):
        raise Refused("tlogproof-extra", "got an extra line, which nothing signs", where="line 2")
    if len(lines) < 2 or not lines[1].startswith(b"index "):
        raise Refused("tlogproof-form", "got no index line", where="line 2")
    if len(lines) > HASHES_MAX + 2:
        raise Refused("tlogproof-form", f"got more than {HASHES_MAX} hashes")
    try:
        index = strict.integer(lines[1].removeprefix(b"index ").decode("ascii"))
        hashes = tuple(strict.base64_decode(line.decode("ascii")) for line in lines[2:])
    except (Refused, UnicodeDecodeError):
        raise Refused("tlogproof-form", "got an index or a hash that is not in its one spelling") from None
    if any(len(node) != tree.HASH_SIZE for node in hashes):
        raise Refused("tlogproof-form", f"got a hash that is not {tree.HASH_SIZE} bytes")
    return Proof(index, hashes, notes.parse(rest))


def verify(proof: Proof, entry: bytes, policy: Policy, origin: str) -> int:
    """Return the index at which the log ``origin`` holds ``entry``, as a quorum of ``policy`` cosigned.

    The caller rebuilds ``entry`` from what it believes to be logged; a proof of some other entry is no proof.
    Signatures come before the path: they say whose size and root the path is measured against.

    Raises:
        Refused: ``tlogproof-origin``: another log; then by ``Policy.open``, ``quorum-short``, ``proof-*``.
    """
    if checkpoints.parse(proof.checkpoint.text).origin != origin:
        raise Refused("tlogproof-origin", f"got a proof from another log, want {origin}")
    checkpoint, present = policy.open(proof.checkpoint, origin)
    policy.require(present)
    checkpoints.verify_inclusion(checkpoint, index=proof.index, leaf_hash=tree.leaf_hash(entry), proof=proof.hashes)
    return proof.index
