"""The Merkle tree of RFC 6962 with SHA-256: roots, inclusion and consistency proofs, and their verification.

    leaf = SHA-256(0x00 || entry)      node = SHA-256(0x01 || left || right)      empty = SHA-256("")

A tree of n leaves splits at the largest power of two below n (RFC 6962, section 2.1).

Verification follows RFC 9162, sections 2.1.3.2 and 2.1.4.2, and refuses by the first of these that fails:

1. 0 <= index < size; 0 < old <= new                                 ``proof-index``
2. every hash, those not in the proof too, is 32 bytes               ``proof-hash-size``
3. the proof has exactly the length that index and size ask for      ``proof-length``
4. the proof hashes up to the root, or to both roots                 ``proof-root``

What it binds: with size and root given, an index has one path, so no other index passes. The *size* it does not
bind: leaf 0 of a tree of 3 has a path of the same shape in a tree of 4. A size is as good as where it comes from;
take it from a signed checkpoint (``checkpoint.verify_inclusion``, ``checkpoint.verify_growth``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from counterseal.errors import Misuse, Refused

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of an entry."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """An append-only tree that remembers every complete subtree, so that it answers for all earlier sizes too.

    ``_levels[h]`` holds, one after the other, the hashes of the complete subtrees of 2^h leaves. Appending costs one
    hash per leaf on average; roots and proofs cost O(log size) hashes; memory is 64 bytes a leaf.

    ``size`` is the number of leaves, which only ``append`` changes.
    """

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        self.size = 0
        for leaf in leaf_hashes:
            self.append(leaf)

    def append(self, leaf_hash: bytes) -> int:
        """Add a leaf by its hash and return its index."""
        if len(leaf_hash) != HASH_SIZE:
            raise Misuse(f"a leaf hash has {HASH_SIZE} bytes, got {len(leaf_hash)}")
        index = self.size
        self.size = index + 1
        level, height, place = self._levels[0], 0, index
        level += leaf_hash
        while place & 1:  # the last two nodes of the level have a parent
            node = hashlib.sha256(b"\1" + level[-2 * HASH_SIZE :]).digest()
            height, place = height + 1, place >> 1
            if height == len(self._levels):
                self._levels.append(bytearray())
            level = self._levels[height]
            level += node
        return index

    def node(self, height: int, index: int) -> bytes:
        """Return the hash of the complete subtree over leaves index * 2^height to (index + 1) * 2^height - 1."""
        return self.nodes(height, index, index + 1)

    def nodes(self, height: int, start: int, end: int) -> bytes:
        """Return the hashes of the complete subtrees ``start`` to ``end`` - 1 of 2^height leaves, concatenated."""
        if not 0 <= start <= end or end << height > self.size:
            raise Misuse(f"nodes {start} to {end} at height {height} are not complete in a tree of {self.size}")
        level = self._levels[height] if height < len(self._levels) else bytearray()
        return bytes(level[HASH_SIZE * start : HASH_SIZE * end])

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first ``size`` leaves; of all, without ``size``."""
        size = self.size if size is None else size
        self._require(0 <= size <= self.size, f"a tree of {self.size} has no root at size {size}")
        root = b""
        rest = size
        while rest:  # complete subtrees, one for each bit of the size, from the smallest, which stands last
            height = (rest & -rest).bit_length() - 1
            end = HASH_SIZE * (rest >> height)
            node = bytes(self._levels[height][end - HASH_SIZE : end])
            root = node_hash(node, root) if root else node
            rest &= rest - 1
        return root or EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the path of leaf ``index`` among the first ``size`` leaves, from the leaf up (RFC 6962, 2.1.1)."""
        self._require(0 <= index < size <= self.size, f"no leaf {index} among {size} of {self.size}")
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the proof that the first ``old`` leaves begin the first ``new`` ones (RFC 6962, 2.1.2)."""
        self._require(0 < old <= new <= self.size, f"no proof from {old} to {new} in a tree of {self.size}")
        path: list[bytes] = []
        start, end = 0, new
        while end != old:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        if start > 0:  # else the verifier already holds this node: it is the old root
            path.append(self._hash(start, end))
        return tuple(reversed(path))

    def _hash(self, start: int, end: int) -> bytes:
        """Return the hash over leaves ``start`` to ``end`` - 1, where the subtree from ``start`` on is aligned."""
        width = end - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            return self.node(height, start >> height)
        middle = start + _split(width)
        return node_hash(self._hash(start, middle), self._hash(middle, end))

    @staticmethod
    def _require(holds: bool, why: str) -> None:
        if not holds:
            raise Misuse(why)


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Return only if the leaf of this hash stands at ``index`` under ``root``, were ``root`` that of ``size`` leaves.

    Raises:
        Refused: ``proof-index``, ``proof-hash-size``, ``proof-length``, ``proof-root``.
    """
    if not 0 <= index < size:
        raise Refused("proof-index", f"got leaf {index} of {size}, want an index below the size")
    _check_hashes((leaf_hash, root), proof, inclusion_length(index, size))
    place, last, node = index, size - 1, leaf_hash
    for sibling in proof:  # RFC 9162, 2.1.3.2, step 4: `place` is fn, `last` is sn
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    if node != root:
        raise Refused("proof-root", f"got a proof that leads to {node.hex()}, want {root.hex()}")


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Return only if ``new_root``'s leaves begin with ``old_root``'s, were they roots of ``new`` and ``old`` leaves.

    Equal sizes take an empty proof and one root. Nothing is to be proved of an empty tree: size 0 is refused.

    Raises:
        Refused: ``proof-index``, ``proof-hash-size``, ``proof-length``, ``proof-root``.
    """
    if not 0 < old <= new:
        raise Refused("proof-index", f"got sizes {old} and {new}, want 0 < old <= new")
    _check_hashes((old_root, new_root), proof, consistency_length(old, new))
    if old == new:
        if old_root != new_root:
            raise Refused("proof-root", f"got two roots for {old} leaves: {old_root.hex()} and {new_root.hex()}")
        return
    place, last = old - 1, new - 1
    while place & 1:  # RFC 9162, 2.1.4.2, steps 3 to 5: the largest complete subtree that ends where the old tree does
        place, last = place >> 1, last >> 1
    rest = list(proof)
    old_node = new_node = rest.pop(0) if place else old_root
    for sibling in rest:
        if place & 1 or place == last:
            old_node = node_hash(sibling, old_node)
            new_node = node_hash(sibling, new_node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_node = node_hash(new_node, sibling)
        place, last = place >> 1, last >> 1
    if old_node != old_root or new_node != new_root:
        raise Refused("proof-root", f"got a proof to {old_node.hex()} and {new_node.hex()}, not to the roots")


def inclusion_length(index: int, size: int) -> int:
    """Return how many hashes the path of leaf ``index`` has. Requires 0 <= index < size.

    Below the place where the ways to ``index`` and to the last leaf part there is one sibling a level; above it,
    one for each complete subtree to the left.
    """
    below = (index ^ (size - 1)).bit_length()
    return below + (index >> below).bit_count()


def consistency_length(old: int, new: int) -> int:
    """Return how many hashes the proof from ``old`` to ``new`` has. Requires 0 < old <= new."""
    if old == new:
        return 0
    whole = (old & -old).bit_length() - 1  # height of the smallest complete subtree on the old tree's right edge
    is_power = old == 1 << whole  # then that subtree is the old tree, whose root needs no telling
    return inclusion_length(old - 1, new) - whole + (0 if is_power else 1)


def _check_hashes(ends: tuple[bytes, bytes], proof: Sequence[bytes], length: int) -> None:
    for value in (*ends, *proof):
        if len(value) != HASH_SIZE:
            raise Refused("proof-hash-size", f"got a hash of {len(value)} bytes, want {HASH_SIZE}")
    if len(proof) != length:
        raise Refused("proof-length", f"got {len(proof)} hashes, want {length}")


def _split(width: int) -> int:
    """Return the largest power of two below ``width``. Requires width > 1."""
    return 1 << (width - 1).bit_length() - 1
