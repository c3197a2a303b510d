"""Cases of tiles: paths, what tiles a tree has, cutting, bundles, and reading what nobody vouches for."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from book import Book

from log_cases.trees import NO_HASH, listed
from validation import rfc6962

C2SP = "tlog-tiles"
LEAVES = [b"leaf %d" % number for number in range(21)]


def write(book: Book) -> None:
    """Add the cases of ``tile``."""
    _paths(book)
    _tiles(book)
    _cuts(book)
    _bundles(book)
    _reading(book)


def _paths(book: Book) -> None:
    def ok(case: str, level: int, index: int, width: int, path: str, why: str, source: str = C2SP) -> None:
        given = {"level": level, "index": index, "width": width}
        book.ok(f"tile/path-{case}", "tile.path", given, {"path": path}, why, source)

    ok("first", 0, 0, 256, "tile/0/000", "Three digits at least.")
    ok("three-digits", 1, 67, 256, "tile/1/067", "Three digits at least.")
    ok("thousand", 0, 1000, 256, "tile/0/x001/000", "All groups but the last bear an x.")
    ok("example", 0, 1234067, 256, "tile/0/x001/x234/067", "Groups of three digits.", "spec/log.md")
    ok("unfinished", 1, 0, 17, "tile/1/000.p/17", "The width is plain decimal.", "spec/log.md")
    ok("unfinished-width-1", 2, 0, 1, "tile/2/000.p/1", "The width is not padded.")
    ok("unfinished-width-255", 0, 1234067, 255, "tile/0/x001/x234/067.p/255", "The widest that is not full.")
    ok("level-63", 63, 0, 1, "tile/63/000.p/1", "The highest level.")
    ok("large-index", 0, 2**53 - 1, 256, "tile/0/x009/x007/x199/x254/x740/991", "2^53 - 1.")

    def bad(case: str, level: int, index: int, width: int, why: str) -> None:
        given = {"level": level, "index": index, "width": width}
        book.refused(f"tile/path-{case}", "tile.path", given, "tile-range", why, C2SP)

    bad("level-64", 64, 0, 1, "Levels end at 63.")
    bad("level-negative", -1, 0, 1, "Levels start at 0.")
    bad("index-negative", 0, -1, 256, "Tiles are counted from 0.")
    bad("index-two-to-the-64", 0, 2**64, 256, "No log is that large.")
    bad("width-0", 0, 0, 0, "No tile is empty.")
    bad("width-257", 0, 0, 257, "No tile is wider than 256.")

    def bundle(case: str, index: int, width: int, path: str, why: str) -> None:
        book.ok(
            f"tile/bundle-path-{case}", "tile.bundle_path", {"index": index, "width": width}, {"path": path}, why, C2SP
        )

    bundle("full", 0, 256, "tile/entries/000", "Entries have a level of their own name.")
    bundle("unfinished", 1234067, 112, "tile/entries/x001/x234/067.p/112", "As tiles of hashes.")
    for case, index, width in (("width-0", 0, 0), ("width-257", 0, 257), ("index-negative", -1, 1)):
        given = {"index": index, "width": width}
        book.refused(f"tile/bundle-path-{case}", "tile.bundle_path", given, "tile-range", "As tiles of hashes.", C2SP)


def _tiles(book: Book) -> None:
    def ok(case: str, size: int, height: int, levels: list[tuple[int, int]], why: str, source: str = C2SP) -> None:
        result = {"levels": [{"full": full, "partial": partial} for full, partial in levels]}
        book.ok(f"tile/tiles-{case}", "tile.tiles", {"size": size, "height": height}, result, why, source)

    ok("of-0", 0, 8, [], "An empty log has no tile.")
    ok("of-1", 1, 8, [(0, 1)], "One tile of one hash; level 1 waits for 256 leaves.")
    ok("of-255", 255, 8, [(0, 255)], "Almost full.")
    ok("of-256", 256, 8, [(1, 0), (0, 1)], "A full tile, and above it a tile of width 1.", "spec/log.md")
    ok("of-257", 257, 8, [(1, 1), (0, 1)], "The unfinished tile does not feed the level above.")
    ok("of-70000", 70_000, 8, [(273, 112), (1, 17), (0, 1)], "Three levels.", "spec/log.md")
    ok("of-65536", 65_536, 8, [(256, 0), (1, 0), (0, 1)], "256 squared.")
    ok("of-21-at-height-2", 21, 2, [(5, 1), (1, 1), (0, 1)], "21 = 5 * 4 + 1; 5 = 1 * 4 + 1.")
    ok("of-5-at-height-1", 5, 1, [(2, 1), (1, 0), (0, 1)], "Two hashes a tile: 5 = 2 * 2 + 1, 2 = 1 * 2.")


def node(height: int, level: int, place: int) -> bytes:
    """Return the hash ``place`` of a level: the root of its slice of ``LEAVES``."""
    width = 1 << height * level
    return rfc6962.MTH(LEAVES[place * width : (place + 1) * width])


def tile(size: int, height: int, level: int, index: int) -> bytes:
    """Return the tile that a tree of ``size`` leaves has at this place, from the definitions."""
    count = size >> height * level
    places = range(index << height, min((index + 1) << height, count))
    return b"".join(node(height, level, place) for place in places)


def served(size: int, height: int) -> dict[str, bytes]:
    """Return every tile of the first ``size`` leaves, by level and index."""
    result: dict[str, bytes] = {}
    level = 0
    while count := size >> height * level:
        for index in range(-(-count >> height)):
            result[f"{level}/{index}"] = tile(size, height, level, index)
        level += 1
    return result


def _cuts(book: Book) -> None:
    def ok(case: str, size: int, height: int, level: int, index: int, why: str) -> None:
        data = tile(size, height, level, index)
        given = {
            "leaves_hex": listed(LEAVES[:size]),
            "level": level,
            "index": index,
            "width": len(data) // 32,
            "height": height,
        }
        book.ok(f"tile/cut-{case}", "tile.cut", given, {"tile_hex": data.hex()}, why, C2SP)

    ok("height-8", 21, 8, 0, 0, "21 leaf hashes in an unfinished tile.")
    ok("height-2-level-0", 21, 2, 0, 1, "Leaf hashes 4 to 7.")
    ok("height-2-level-0-unfinished", 21, 2, 0, 5, "The last leaf hash, alone.")
    ok("height-2-level-1", 21, 2, 1, 0, "The roots of four leaves each, from leaf 0 to 15.")
    ok("height-2-level-1-unfinished", 21, 2, 1, 1, "The root of leaves 16 to 19; leaf 20 is not above level 0.")
    ok("height-2-level-2", 21, 2, 2, 0, "The root of the first 16 leaves.")


def _bundles(book: Book) -> None:
    entries = [b"", b"a", b"\0\0", b"x" * 300]
    data = b"\0\0" + b"\0\1a" + b"\0\2\0\0" + b"\x01\x2c" + b"x" * 300
    given = {"entries_hex": listed(entries)}
    book.ok(
        "tile/bundle",
        "tile.bundle",
        given,
        {"bundle_hex": data.hex()},
        "Each entry behind its length, big-endian.",
        C2SP,
    )
    book.ok(
        "tile/bundle-of-nothing", "tile.bundle", {"entries_hex": []}, {"bundle_hex": ""}, "No entry, no byte.", C2SP
    )
    hashes = [rfc6962.MTH([entry]) for entry in entries]

    def ok(case: str, data: bytes, leaf_hashes: list[bytes], result: list[bytes], why: str) -> None:
        case_given = {"bundle_hex": data.hex(), "leaf_hashes_hex": listed(leaf_hashes)}
        book.ok(f"tile/unbundle{case}", "tile.unbundle", case_given, {"entries_hex": listed(result)}, why, C2SP)

    def bad(case: str, data: bytes, leaf_hashes: list[bytes], code: str, why: str) -> None:
        case_given = {"bundle_hex": data.hex(), "leaf_hashes_hex": listed(leaf_hashes)}
        book.refused(f"tile/unbundle-{case}", "tile.unbundle", case_given, code, why, C2SP)

    ok("", data, hashes, entries, "Every entry hashes to its leaf.")
    ok("-nothing", b"", [], [], "No leaf, no entry.")
    bad("entry-changed", data[:-1] + b"y", hashes, "tile-entry", "The last byte of the last entry.")
    bad("entries-swapped", data, [hashes[1], hashes[0], *hashes[2:]], "tile-entry", "Each at its place.")
    bad("one-entry-missing", data[:7], hashes, "tile-bundle", "Three of four.")
    bad("cut-inside-an-entry", data[:-1], hashes, "tile-bundle", "The length promises one byte more.")
    bad("cut-inside-a-length", data[:8], hashes, "tile-bundle", "A length has two bytes.")
    bad("empty", b"", hashes, "tile-bundle", "Four entries are wanted.")
    bad("one-entry-too-many", data + b"\0\0", hashes, "tile-bundle", "Nothing follows.")
    bad("one-byte-too-many", data + b"\0", hashes, "tile-bundle", "Nothing follows.")
    bad("bytes-where-none-are-wanted", b"\0\0", [], "tile-bundle", "Nothing follows.")
    shifted = b"\0\3" + data[2:]
    bad("length-takes-in-the-next-entry", shifted, hashes, "tile-entry", "An entry that swallows the next one's frame.")
    bad("entry-before-a-later-cut", b"\0\1y" + data[2:-1], hashes, "tile-entry", "Entry by entry.")


def _reading(book: Book) -> None:
    height = 2

    def given(size: int, tiles: dict[str, bytes], start: int, end: int, root: bytes = b"") -> dict[str, Any]:
        return {
            "size": size,
            "root_hex": (root or rfc6962.MTH(LEAVES[:size])).hex(),
            "height": height,
            "tiles_hex": {place: data.hex() for place, data in tiles.items()},
            "start": start,
            "end": end,
        }

    def ok(case: str, size: int, start: int, end: int, why: str, tiles: dict[str, bytes] | None = None) -> None:
        hashes = [rfc6962.MTH([entry]) for entry in LEAVES[start:end]]
        case_given = given(size, served(size, height) if tiles is None else tiles, start, end)
        book.ok(f"tile/read-{case}", "tile.read", case_given, {"leaf_hashes_hex": listed(hashes)}, why)

    ok("all-of-21", 21, 0, 21, "Three levels at height 2.")
    ok("all-of-16", 16, 0, 16, "A complete tree: only the top tile is unfinished.")
    ok("all-of-3", 3, 0, 3, "One unfinished tile.")
    ok("one-of-21", 21, 9, 10, "Leaf 9, by its tile, the tile above, and the edge.")
    ok("none-of-21", 21, 7, 7, "Nothing is asked, the edge is checked all the same.")
    ok("an-empty-log", 0, 0, 0, "No tile; the root is the hash of nothing.", {})
    whole = served(21, height)
    needless = {place: data for place, data in whole.items() if place not in ("0/0", "0/1", "0/3", "0/4")}
    ok("without-tiles-that-nobody-asked-for", 21, 8, 12, "Leaves 8 to 11 need tile 0/2 and those above it.", needless)

    def bad(case: str, tiles: dict[str, bytes], code: str, why: str, end: int = 21, root: bytes = b"") -> None:
        book.refused(f"tile/read-{case}", "tile.read", given(21, tiles, 0, end, root), code, why)

    def changed(place: str, data: bytes) -> dict[str, bytes]:
        return {**whole, place: data}

    def flipped(place: str, at: int = 0) -> dict[str, bytes]:
        data = bytearray(whole[place])
        data[at] ^= 1
        return changed(place, bytes(data))

    for place in whole:
        name = place.replace("/", "-")
        bad(f"bit-flipped-in-{name}", flipped(place), "tile-hash", "One bit of the first hash.")
        bad(
            f"{name}-missing",
            {other: data for other, data in whole.items() if other != place},
            "tile-missing",
            "It is needed.",
        )
    bad("full-tile-cut", changed("0/1", whole["0/1"][:-32]), "tile-size", "A full tile has four hashes at this height.")
    bad("full-tile-cut-by-a-byte", changed("0/1", whole["0/1"][:-1]), "tile-size", "A hash has 32 bytes.")
    bad(
        "full-tile-longer",
        changed("0/1", whole["0/1"] + NO_HASH),
        "tile-size",
        "A full tile has four hashes at this height.",
    )
    bad("full-tile-empty", changed("0/1", b""), "tile-size", "A full tile has four hashes at this height.")
    bad("unfinished-tile-longer", changed("0/5", whole["0/5"] + NO_HASH), "tile-size", "The size says one.")
    bad("unfinished-tile-empty", changed("0/5", b""), "tile-size", "The size says one.")
    bad("tiles-swapped", {**whole, "0/1": whole["0/2"], "0/2": whole["0/1"]}, "tile-hash", "Each at its place.")
    bad(
        "unfinished-tiles-swapped",
        {**whole, "0/5": whole["1/1"], "1/1": whole["0/5"]},
        "tile-hash",
        "Each at its level.",
    )
    bad(
        "hashes-swapped",
        changed("0/1", whole["0/1"][32:64] + whole["0/1"][:32] + whole["0/1"][64:]),
        "tile-hash",
        "Order counts.",
    )
    forged = _forged()
    bad(
        "tile-and-its-hash-above-forged",
        {**whole, **forged},
        "tile-hash",
        "A forged tile that fits its forged parent: the tile above knows the parent.",
    )
    bad("edge-forged-alone", changed("2/0", NO_HASH), "tile-hash", "The top tile against the root.", end=0)
    bad("another-root", whole, "tile-hash", "The root is signed, the tiles are not.", root=NO_HASH)
    bad("root-of-another-size", whole, "tile-hash", "The root of 20 leaves.", root=rfc6962.MTH(LEAVES[:20]))
    book.refused(
        "tile/read-an-empty-log-with-a-root",
        "tile.read",
        given(0, {}, 0, 0, NO_HASH),
        "tile-hash",
        "The hash of nothing.",
    )
    size_first = {**changed("0/1", b""), "0/0": flipped("0/0")["0/0"]}
    bad("faults-in-the-order-of-leaves", size_first, "tile-hash", "Tile 0/0 is read before 0/1.")


def _forged() -> dict[str, bytes]:
    """Return tile 0/1 with other leaves, and tile 1/0 with the hash that fits it."""
    leaves = [rfc6962.MTH([b"forged %d" % number]) for number in range(4)]
    left, right = (sha256(b"\1" + leaves[at] + leaves[at + 1]).digest() for at in (0, 2))
    above = tile(21, 2, 1, 0)
    return {"0/1": b"".join(leaves), "1/0": above[:32] + sha256(b"\1" + left + right).digest() + above[64:]}
