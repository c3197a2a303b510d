"""Exhaustive tampering: of every proof in every tree, everything that one change makes of it is refused.

A mutant is an honest proof with one change; what it would have to be accepted for is a false sentence:

- ``bit``: one bit of one hash, of the leaf hash or of a root;
- ``node``: a hash replaced by another hash at hand (of the proof, the leaf or a root);
- ``order``: two neighbouring hashes swapped;
- ``short``, ``long``: a hash left out, a hash added at any place;
- ``index``: the proof of one leaf for every other index from -1 to the size; for consistency, every other old size;
- ``size``: the proof under the signed size and root of every other tree, smaller or larger, at hand;
- ``root``: the proof under the root of every other tree at hand, the size unchanged.

The bare size is no mutant: the proof of leaf 0 of 3 is also one of leaf 0 of 4 under the root of 3, since nothing in
the hashes tells the sizes apart (``tree``, docstring). ``size`` changes size and root together, as a signed checkpoint
binds them. ``test_the_bare_size_is_bound_by_the_shape_alone`` says exactly how far the bare functions go.

By default: all trees of up to 64 leaves, and those around powers of two up to 256, 2.3 million mutants. With
``COUNTERSEAL_TORTURE=1``: all trees of up to 256 leaves, 69.8 million mutants, in some eight minutes. How many mutants
were refused is part of the test, so that a loop which stops making them fails it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

from counterseal.errors import Refused
from counterseal.log import checkpoint, tree
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.tree import verify_consistency, verify_inclusion
from validation import rfc6962

TORTURE = os.environ.get("COUNTERSEAL_TORTURE") == "1"
SIZES = list(range(1, 257)) if TORTURE else [*range(1, 65), 127, 128, 129, 255, 256]
TREE = tree.Tree(tree.leaf_hash(b"entry %d" % number) for number in range(256))
LEAVES = [TREE.node(0, index) for index in range(256)]
ROOTS = {size: TREE.root(size) for size in SIZES}
CHECKPOINTS = [Checkpoint("alpha.example/log", size, root) for size, root in ROOTS.items()]
Proof = tuple[bytes, ...]

# By kind of mutant: in all trees of up to 256 leaves, and in those of the default.
INCLUSION_REFUSED = {
    "bit": (312128, 24222),
    "node": (2396031, 156770),
    "order": (213441, 15298),
    "short": (246336, 18272),
    "long": (1018249, 76071),
    "index": (5658112, 272130),
    "size": (8388480, 202300),
    "root": (8388480, 202300),
}
CONSISTENCY_REFUSED = {
    "bit": (310335, 23863),
    "node": (2163648, 138244),
    "order": (211903, 15007),
    "short": (244543, 17913),
    "long": (1011323, 74695),
    "index": (5658112, 272130),
    "size": (16776960, 405160),
    "root": (16776960, 405160),
}


def expected(refused: dict[str, tuple[int, int]]) -> dict[str, int]:
    """Return the numbers for the trees that are tried now."""
    return {kind: in_all if TORTURE else by_default for kind, (in_all, by_default) in refused.items()}


def flip(value: bytes, bit: int) -> bytes:
    """Return a hash with one bit changed."""
    at = bit % 256
    return value[: at >> 3] + bytes([value[at >> 3] ^ 1 << (at & 7)]) + value[(at >> 3) + 1 :]


def changed(proof: Proof, others: Proof, salt: int) -> Iterator[tuple[str, Proof]]:
    """Return every mutant of the proof's hashes alone; ``salt`` varies which bit is flipped."""
    for at, value in enumerate(proof):
        before, after = proof[:at], proof[at + 1 :]
        yield "bit", (*before, flip(value, salt + 37 * at), *after)
        for other in {*proof, *others} - {value}:
            yield "node", (*before, other, *after)
        yield "short", before + after
        if after and after[0] != value:
            yield "order", (*before, after[0], value, *after[1:])
    for at in range(len(proof) + 1):
        for other in {*proof[at - 1 : at + 1], *others}:
            yield "long", (*proof[:at], other, *proof[at:])


class Tally:
    """Counts refusals by kind of mutant, and keeps what was accepted."""

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self.accepted: list[Any] = []

    def __call__(self, kind: str, verify: Any, *given: Any, **named: Any) -> None:
        try:
            verify(*given, **named)
        except Refused:
            self.refused[kind] += 1
        else:
            self.accepted.append((kind, given, named))


def test_no_tampered_inclusion_proof_is_accepted() -> None:
    tally = Tally()
    for size, root in ROOTS.items():
        for index in range(size):
            leaf = LEAVES[index]
            proof = TREE.inclusion(index, size)
            verify_inclusion(index, size, leaf, proof, root)
            salt = 13 * size + index
            for kind, mutant in changed(proof, (leaf, root), salt):
                tally(kind, verify_inclusion, index, size, leaf, mutant, root)
            tally("bit", verify_inclusion, index, size, flip(leaf, salt), proof, root)
            tally("bit", verify_inclusion, index, size, leaf, proof, flip(root, salt))
            for other in {*proof, root} - {leaf}:
                tally("node", verify_inclusion, index, size, other, proof, root)
            for wrong in {*range(-1, size + 1)} - {index}:
                tally("index", verify_inclusion, wrong, size, leaf, proof, root)
            for signed in CHECKPOINTS:
                if signed.size != size:
                    tally("size", checkpoint.verify_inclusion, signed, index=index, leaf_hash=leaf, proof=proof)
                    tally("root", verify_inclusion, index, size, leaf, proof, signed.root)
    assert tally.accepted == []
    assert dict(tally.refused) == expected(INCLUSION_REFUSED)


def test_no_tampered_consistency_proof_is_accepted() -> None:
    tally = Tally()
    for newer in CHECKPOINTS:
        new, new_root = newer.size, newer.root
        for old in range(1, new + 1):
            old_root = TREE.root(old)
            proof = TREE.consistency(old, new)
            verify_consistency(old, new, old_root, new_root, proof)
            salt = 13 * new + old
            for kind, mutant in changed(proof, (old_root, new_root), salt):
                tally(kind, verify_consistency, old, new, old_root, new_root, mutant)
            tally("bit", verify_consistency, old, new, flip(old_root, salt), new_root, proof)
            tally("bit", verify_consistency, old, new, old_root, flip(new_root, salt), proof)
            older = Checkpoint(newer.origin, old, old_root)
            for wrong in {*range(new + 2)} - {old}:
                lied = Checkpoint(newer.origin, wrong, old_root)
                tally("index", checkpoint.verify_growth, lied, newer, proof)
            for signed in CHECKPOINTS:
                if signed.size != new:
                    tally("size", checkpoint.verify_growth, older, signed, proof)
                    tally("root", verify_consistency, old, new, old_root, signed.root, proof)
                if signed.size != old:
                    tally("size", checkpoint.verify_growth, signed, newer, proof)
                    tally("root", verify_consistency, old, new, signed.root, new_root, proof)
    assert tally.accepted == []
    assert dict(tally.refused) == expected(CONSISTENCY_REFUSED)


def test_the_bare_size_is_bound_by_the_shape_alone() -> None:
    # With the root kept, another size passes if and only if the way from leaf to root turns alike in both trees.
    accepted = refused = 0
    for size in range(1, 65):
        for index in range(size):
            proof, root = TREE.inclusion(index, size), ROOTS[size]
            turns = rfc6962.directions(index, size)
            for wrong in {*range(index + 1, 65)} - {size}:
                alike = rfc6962.directions(index, wrong) == turns
                try:
                    verify_inclusion(index, wrong, LEAVES[index], proof, root)
                    assert alike
                    accepted += 1
                except Refused:
                    assert not alike
                    refused += 1
    assert (accepted, refused) == (41664, 45696)
