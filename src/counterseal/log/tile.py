"""Tiles: how a log serves its hashes and entries as files that never change (C2SP tlog-tiles).

    tile/0/x001/x234/067          256 hashes at level 0 (leaf hashes), number 1,234,067
    tile/1/000.p/17               the first 17 hashes of an unfinished tile at level 1
    tile/entries/000.p/112        112 entries, each behind its length as two bytes, big-endian

Hash i of tile n at level l is the root of the 256^l leaves from (256 n + i) * 256^l on. A tree of ``size`` leaves has
floor(size / 256^l) hashes at level l; the last (that mod 256) of them, if any, stand in an unfinished tile.

A tile from outside is untrusted until it hashes up to the signed root; ``Reader`` returns nothing before that.
``height`` is 8 on the wire. Tests take it smaller, so that small trees have many levels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from counterseal.errors import Misuse, Refused
from counterseal.log import tree
from counterseal.log.tree import HASH_SIZE, Tree, node_hash

HEIGHT = 8
LEVEL_MAX = 63
INDEX_MAX = 2**63 - 1
ENTRY_SIZE_MAX = 65_535


@dataclass(frozen=True)
class Tile:
    """A tile's place: level, number in the level, and how many hashes it has (1 to 2^height)."""

    level: int
    index: int
    width: int


def path(tile: Tile) -> str:
    """Return the path under which a tile of height 8 is served.

    Raises:
        Refused: ``tile-range``: no such tile.
    """
    if not 0 <= tile.level <= LEVEL_MAX:
        raise Refused("tile-range", f"got level {tile.level}, want 0 to {LEVEL_MAX}")
    return f"tile/{tile.level}/{_place(tile.index, tile.width)}"


def bundle_path(index: int, width: int) -> str:
    """Return the path under which a bundle of ``width`` entries is served.

    Raises:
        Refused: ``tile-range``: no such bundle.
    """
    return f"tile/entries/{_place(index, width)}"


def _place(index: int, width: int) -> str:
    full = 1 << HEIGHT
    if not 0 <= index <= INDEX_MAX or not 1 <= width <= full:
        raise Refused("tile-range", f"got tile {index} of width {width}, want 0 to 2^63-1 and 1 to {full}")
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    partial = "" if width == full else f".p/{width}"
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]]) + partial


def tiles(size: int, height: int = HEIGHT) -> Iterator[Tile]:
    """Return every tile of a tree of ``size`` leaves, level by level, none of them empty."""
    level = 0
    while count := size >> (height * level):
        for index in range(-(-count >> height)):
            yield Tile(level, index, min(1 << height, count - (index << height)))
        level += 1


def cut(source: Tree, tile: Tile, height: int = HEIGHT) -> bytes:
    """Return the bytes of a tile of ``source``: ``width`` hashes of 32 bytes."""
    start = tile.index << height
    return source.nodes(height * tile.level, start, start + tile.width)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return entries as one bundle. Requires each to be at most 65,535 bytes."""
    if any(len(entry) > ENTRY_SIZE_MAX for entry in entries):
        raise Misuse(f"an entry of a log has at most {ENTRY_SIZE_MAX} bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(data: bytes, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the entries of a bundle, whose leaf hashes are already authenticated.

    Raises:
        Refused: ``tile-bundle``: the bytes are not one framed entry for each hash; ``tile-entry``: an entry has
            another hash.
    """
    entries: list[bytes] = []
    at = 0
    for number, leaf_hash in enumerate(leaf_hashes):
        start = at + 2
        end = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or end > len(data):
            raise Refused("tile-bundle", f"got a bundle that ends in entry {number}, want {len(leaf_hashes)}")
        entry = data[start:end]
        if tree.leaf_hash(entry) != leaf_hash:
            raise Refused("tile-entry", "got an entry that is not the one in the tree", where=f"entry {number}")
        entries.append(entry)
        at = end
    if at != len(data):
        raise Refused("tile-bundle", f"got {len(data) - at} bytes behind the last entry")
    return tuple(entries)


class Reader:
    """Reads leaf hashes out of untrusted tiles, under a signed size and root.

    A full tile is accepted if it hashes to the hash that stands for it in its parent tile, itself accepted before. At
    the right edge there may be no parent: the unfinished tiles of all levels hold exactly the tree's peaks, so these
    tiles are accepted together, if the peaks hash to the root. Checking a tile against less, its own level's shape for
    example, once let a well-known library take forged tiles.
    """

    def __init__(self, size: int, root: bytes, fetch: Callable[[Tile], bytes | None], height: int = HEIGHT) -> None:
        """Fetch and accept the right edge.

        Args:
            size: the signed size.
            root: the signed root.
            fetch: returns the bytes served for a tile, or None if there are none.
            height: of tiles; 8 on the wire.

        Raises:
            Refused: ``tile-missing``; ``tile-size``: not the length that the size asks for; ``tile-hash``.
        """
        self._size = size
        self._fetch = fetch
        self._height = height
        self._accepted: dict[tuple[int, int], bytes] = {}  # (level, index) -> the tile's bytes
        edge = {(tile.level, tile.index): self._get(tile) for tile in self._edge()}
        peaks = [peak for tile in edge.values() for peak in reversed(_peaks(tile))]  # from the right to the left
        node = peaks[0] if peaks else tree.EMPTY_ROOT
        for peak in peaks[1:]:
            node = node_hash(peak, node)
        if node != root:
            raise Refused("tile-hash", f"got unfinished tiles that lead to {node.hex()}, want the root {root.hex()}")
        self._accepted |= edge

    def leaf_hashes(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return the hashes of leaves ``start`` to ``end`` - 1. Requires 0 <= start <= end <= size.

        Raises:
            Refused: ``tile-missing``, ``tile-size``, ``tile-hash``.
        """
        if not 0 <= start <= end <= self._size:
            raise Misuse(f"no leaves {start} to {end} among {self._size}")
        first = start >> self._height
        data = b"".join(self._tile(0, index) for index in range(first, -(-end >> self._height)))
        skipped = first << self._height
        return _hashes(data)[start - skipped : end - skipped]

    def _edge(self) -> Iterator[Tile]:
        """Return the unfinished tiles, from level 0 up."""
        level = 0
        while count := self._size >> (self._height * level):
            index = count >> self._height
            if width := count - (index << self._height):
                yield Tile(level, index, width)
            level += 1

    def _tile(self, level: int, index: int) -> bytes:
        """Return an accepted tile."""
        data = self._accepted.get((level, index))
        if data is None:
            parent = self._tile(level + 1, index >> self._height)
            place = HASH_SIZE * (index & ((1 << self._height) - 1))
            want = parent[place : place + HASH_SIZE]
            data = self._get(Tile(level, index, 1 << self._height))
            (got,) = _peaks(data)
            if got != want:
                where = f"tile {index} at level {level}"
                raise Refused("tile-hash", f"got a tile that leads to {got.hex()}, want {want.hex()}", where)
            self._accepted[level, index] = data
        return data

    def _get(self, tile: Tile) -> bytes:
        where = f"tile {tile.index} at level {tile.level}"
        data = self._fetch(tile)
        if data is None:
            raise Refused("tile-missing", "got no bytes", where)
        if len(data) != HASH_SIZE * tile.width:
            raise Refused("tile-size", f"got {len(data)} bytes, want {HASH_SIZE * tile.width}", where)
        return data


def _hashes(data: bytes) -> tuple[bytes, ...]:
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


def _peaks(data: bytes) -> list[bytes]:
    """Return the roots of the complete subtrees of a tile's hashes, the largest first; one if the tile is full."""
    hashes = _hashes(data)
    peaks: list[bytes] = []
    at = 0
    while at < len(hashes):
        width = 1 << (len(hashes) - at).bit_length() - 1
        row = list(hashes[at : at + width])
        while len(row) > 1:
            row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
        peaks += row
        at += width
    return peaks
