"""Tiles that nobody vouches for: every tampered tile of every tree of up to 90 leaves is refused, if it is used.

Height 2, so that a tree of 90 leaves has four levels. A mutant is the honest set of tiles with one tile changed: a bit
of a hash flipped, hashes swapped, the tile cut by a hash or a byte, lengthened, emptied, withheld, or answered with any
other tile of the tree. A mutant is accepted if ``Reader`` returns, having fetched the changed tile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from counterseal.errors import Misuse, Refused
from counterseal.log import tile, tree
from counterseal.log.tile import Reader, Tile

HEIGHT = 2
SIZE = 90
LEAVES = [tree.leaf_hash(b"entry %d" % number) for number in range(SIZE)]
TREE = tree.Tree(LEAVES)
Served = dict[Tile, bytes]


class Shelf:
    """Serves tiles, and remembers which ones were asked for."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.asked: set[Tile] = set()

    def get(self, place: Tile) -> bytes:
        """Return the bytes of a tile."""
        self.asked.add(place)
        return self.served[place]


def honest(size: int) -> Served:
    """Return every tile of the first ``size`` leaves."""
    return {place: tile.cut(TREE, place, HEIGHT) for place in tile.tiles(size, HEIGHT)}


def mutants(served: Served, victim: Tile) -> Iterator[tuple[str, bytes | None]]:
    """Return every other thing to serve as the tile ``victim``."""
    data = served[victim]
    hashes = [data[at : at + 32] for at in range(0, len(data), 32)]
    for at in range(victim.width):
        byte = 32 * at + (7 * victim.index + at) % 32
        yield "flip", data[:byte] + bytes([data[byte] ^ 1 << at]) + data[byte + 1 :]
    for at in range(victim.width - 1):
        yield "swap", b"".join([*hashes[:at], hashes[at + 1], hashes[at], *hashes[at + 2 :]])
    for at in range(victim.width):
        yield "cut", b"".join([*hashes[:at], *hashes[at + 1 :]])
    yield "cut", data[:-1]
    yield "cut", data[1:]
    yield "cut", data[:0]
    for more in (b"\0", hashes[0], hashes[-1], bytes(32)):
        yield "lengthen", data + more
        yield "lengthen", more + data
    yield "withhold", None
    for place, other in served.items():
        if place != victim:
            yield "replace", other


def test_honest_tiles_are_read() -> None:
    for size in range(SIZE + 1):
        served = honest(size)
        for end in range(size + 1):
            reader = Reader(size, TREE.root(size), served.get, HEIGHT)
            assert reader.leaf_hashes(0, end) == tuple(LEAVES[:end])
            assert reader.leaf_hashes(end, size) == tuple(LEAVES[end:size])


def test_no_tampered_tile_is_accepted() -> None:
    refused: Counter[str] = Counter()
    accepted: list[tuple[int, Tile, str]] = []
    for size in range(1, SIZE + 1):
        served, root = honest(size), TREE.root(size)
        for victim in served:
            for kind, data in mutants(served, victim):
                changed: dict[Tile, bytes | None] = {**served, victim: data}
                try:
                    Reader(size, root, changed.get, HEIGHT).leaf_hashes(0, size)
                except Refused:
                    refused[kind] += 1
                else:
                    accepted.append((size, victim, kind))
    assert accepted == []
    assert dict(refused) == {
        "flip": 5327,
        "swap": 3874,
        "cut": 9686,
        "lengthen": 11624,
        "withhold": 1453,
        "replace": 29188,
    }


def test_a_tampered_tile_is_refused_whatever_range_asks_for_it() -> None:
    used = unused = 0
    for size in (17, 64, 90):
        served, root = honest(size), TREE.root(size)
        for victim in served:
            data = served[victim]
            for leaf in range(size):
                shelf = Shelf({**served, victim: bytes([data[0] ^ 1]) + data[1:]})
                try:
                    assert Reader(size, root, shelf.get, HEIGHT).leaf_hashes(leaf, leaf + 1) == (LEAVES[leaf],)
                    assert victim not in shelf.asked
                    unused += 1
                except Refused:
                    assert victim in shelf.asked
                    used += 1
    assert (used, unused) == (914, 3493)


def test_a_bundle_gives_back_its_entries_and_no_others() -> None:
    entries = [b"x" * (number % 5) + b"%d" % number for number in range(40)]
    hashes = [tree.leaf_hash(entry) for entry in entries]
    data = tile.bundle(entries)
    assert tile.unbundle(data, hashes) == tuple(entries)
    for at in range(len(data)):
        for mutant in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], data[:at] + b"\0" + data[at:]):
            with pytest.raises(Refused):
                tile.unbundle(mutant, hashes)


def test_what_no_reader_may_ask_is_the_caller_s_fault() -> None:
    reader = Reader(5, TREE.root(5), honest(5).get, HEIGHT)
    for start, end in ((-1, 2), (3, 2), (0, 6)):
        with pytest.raises(Misuse):
            reader.leaf_hashes(start, end)
    with pytest.raises(Misuse):
        tile.bundle([b"x" * 65_536])
