"""Exhaustive tampering: of every proof in every tree, everything that one change makes of it is refused.

A mutant is an honest proof with one change; what it would have to be accepted for is a false sentence:

- ``bit``: one bit of one hash, of the leaf hash or of a root;
- ``node``: a hash replaced by another hash at hand (of the proof, the leaf or a root);
- ``order``: two neighbouring hashes swapped;
- ``short``, ``long``: a hash left out, a hash added at any place;
- ``index``: the proof of one leaf for every other index from -1 to the size; for consistency, every other old size;
- ``size``: the proof under the signed size and root of every other tree, smaller or larger, at hand;
- ``root``: the proof under the root of every other tree at hand, the size unchanged;
- every other size written into the signed checkpoint of a proof file, root and signature kept.

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
from dataclasses import replace
from typing import Any

import pytest

from counterseal.errors import Refused
from counterseal.log import checkpoint, note, policy, proof, tree
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.note import Note
from counterseal.log.proof import Proof
from counterseal.log.signer import Ed25519Signer
from counterseal.log.tree import verify_consistency, verify_inclusion
from validation import rfc6962

TORTURE = os.environ.get("COUNTERSEAL_TORTURE") == "1"
SIZES = list(range(1, 257)) if TORTURE else [*range(1, 65), 127, 128, 129, 255, 256]
TREE = tree.Tree(tree.leaf_hash(b"entry %d" % number) for number in range(256))
LEAVES = [TREE.node(0, index) for index in range(256)]
ROOTS = {size: TREE.root(size) for size in SIZES}
CHECKPOINTS = [Checkpoint("alpha.example/log", size, root) for size, root in ROOTS.items()]
Hashes = tuple[bytes, ...]

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


def changed(hashes: Hashes, others: Hashes, salt: int) -> Iterator[tuple[str, Hashes]]:
    """Return every mutant of the proof's hashes alone; ``salt`` varies which bit is flipped."""
    for at, value in enumerate(hashes):
        before, after = hashes[:at], hashes[at + 1 :]
        yield "bit", (*before, flip(value, salt + 37 * at), *after)
        for other in {*hashes, *others} - {value}:
            yield "node", (*before, other, *after)
        yield "short", before + after
        if after and after[0] != value:
            yield "order", (*before, after[0], value, *after[1:])
    for at in range(len(hashes) + 1):
        for other in {*hashes[at - 1 : at + 1], *others}:
            yield "long", (*hashes[:at], other, *hashes[at:])


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
            path = TREE.inclusion(index, size)
            verify_inclusion(index, size, leaf, path, root)
            salt = 13 * size + index
            for kind, mutant in changed(path, (leaf, root), salt):
                tally(kind, verify_inclusion, index, size, leaf, mutant, root)
            tally("bit", verify_inclusion, index, size, flip(leaf, salt), path, root)
            tally("bit", verify_inclusion, index, size, leaf, path, flip(root, salt))
            for other in {*path, root} - {leaf}:
                tally("node", verify_inclusion, index, size, other, path, root)
            for wrong in {*range(-1, size + 1)} - {index}:
                tally("index", verify_inclusion, wrong, size, leaf, path, root)
            for signed in CHECKPOINTS:
                if signed.size != size:
                    tally("size", checkpoint.verify_inclusion, signed, index=index, leaf_hash=leaf, proof=path)
                    tally("root", verify_inclusion, index, size, leaf, path, signed.root)
    assert tally.accepted == []
    assert dict(tally.refused) == expected(INCLUSION_REFUSED)


def test_no_tampered_consistency_proof_is_accepted() -> None:
    tally = Tally()
    for newer in CHECKPOINTS:
        new, new_root = newer.size, newer.root
        for old in range(1, new + 1):
            old_root = TREE.root(old)
            path = TREE.consistency(old, new)
            verify_consistency(old, new, old_root, new_root, path)
            salt = 13 * new + old
            for kind, mutant in changed(path, (old_root, new_root), salt):
                tally(kind, verify_consistency, old, new, old_root, new_root, mutant)
            tally("bit", verify_consistency, old, new, flip(old_root, salt), new_root, path)
            tally("bit", verify_consistency, old, new, old_root, flip(new_root, salt), path)
            older = Checkpoint(newer.origin, old, old_root)
            for wrong in {*range(new + 2)} - {old}:
                lied = Checkpoint(newer.origin, wrong, old_root)
                tally("index", checkpoint.verify_growth, lied, newer, path)
            for signed in CHECKPOINTS:
                if signed.size != new:
                    tally("size", checkpoint.verify_growth, older, signed, path)
                    tally("root", verify_consistency, old, new, old_root, signed.root, path)
                if signed.size != old:
                    tally("size", checkpoint.verify_growth, signed, newer, path)
                    tally("root", verify_consistency, old, new, signed.root, new_root, path)
    assert tally.accepted == []
    assert dict(tally.refused) == expected(CONSISTENCY_REFUSED)


def test_no_other_size_is_accepted_in_a_signed_checkpoint() -> None:
    # Root and signature kept: what the bare functions cannot refuse (docs/decisions/0006), a proof file does.
    owner = Ed25519Signer("alpha.example/log", bytes(32))
    trusted = policy.parse(f"log {owner.vkey.encode()}\nquorum none\n".encode())
    refused: Counter[str] = Counter()
    fitting = 0
    for signed in CHECKPOINTS:
        size, made = signed.size, note.sign(signed.encode(), [owner])
        for wrong in {*range(258)} - {size}:
            index = wrong % size
            path = TREE.inclusion(index, size)
            assert proof.verify(Proof(index, path, made), b"entry %d" % index, trusted, signed.origin) == index
            fitting += index < wrong and rfc6962.directions(index, wrong) == rfc6962.directions(index, size)
            lied = Note(replace(signed, size=wrong).encode(), made.lines)
            with pytest.raises(Refused) as caught:
                proof.verify(Proof(index, path, lied), b"entry %d" % index, trusted, signed.origin)
            refused[caught.value.code] += 1
    assert fitting > 100  # the bare function would have taken these
    assert dict(refused) == {"signature-invalid": 257 * len(SIZES)}


def test_the_bare_size_is_bound_by_the_shape_alone() -> None:
    # With the root kept, another size passes if and only if the way from leaf to root turns alike in both trees.
    accepted = refused = 0
    for size in range(1, 65):
        for index in range(size):
            path, root = TREE.inclusion(index, size), ROOTS[size]
            turns = rfc6962.directions(index, size)
            for wrong in {*range(index + 1, 65)} - {size}:
                alike = rfc6962.directions(index, wrong) == turns
                try:
                    verify_inclusion(index, wrong, LEAVES[index], path, root)
                    assert alike
                    accepted += 1
                except Refused:
                    assert not alike
                    refused += 1
    assert (accepted, refused) == (41664, 45696)
