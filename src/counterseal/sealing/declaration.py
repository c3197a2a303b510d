"""The sealed declaration of a site: one root binds what every point holds, and opens point by point (spec/sealing.md).

    leaf = th("counterseal.org/seal-leaf/v1", channel, party, site, u64be number, u64be capacity, u64be place,
              "point" or "dummy", id, holds, uid, key of the leaf)
    node = th("counterseal.org/seal-node/v1", left, right)
    key of a child = th("counterseal.org/seal-key/v1", key of its parent, byte 0 on the left, 1 on the right)

1. The point at place i of the site's list is leaf i; behind the last are dummies, up to the capacity, a power of two.
2. The key of the root is 32 random bytes, and the key of a leaf is its salt. So one key opens a subtree, and shows
   nothing of what is beside or above it; without its salt a leaf would be guessed at once, for few things can be there.
3. An opening has the keys of the largest subtrees that hold opened points and else only dummies, and the hashes of the
   largest that hold none; both from left to right. Which they are follows from the points, so there is one form of it.

Everybody knows the place of every point: so what is opened is in the declaration, a point that is in no list has no
place in it, and one that opens the whole with the key of the root shows that nothing lies behind its points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from counterseal.encoding.tagged import tagged_hash
from counterseal.errors import Misuse, Refused

SECRET_SIZE = 32
CAPACITY_MAX = 4096

_TAG_KEY = "counterseal.org/seal-key/v1"
_TAG_LEAF = "counterseal.org/seal-leaf/v1"
_TAG_NODE = "counterseal.org/seal-node/v1"


class Point(NamedTuple):
    """What one point holds: ``uid`` is the unique identifier of the item, empty without one."""

    id: str
    holds: str
    uid: str = ""


class Opening(NamedTuple):
    """What proves opened points: keys of opened subtrees, and hashes of closed ones, 32 bytes each, left to right."""

    keys: tuple[bytes, ...]
    siblings: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Seal:
    """Whose declaration of what: the same points under another channel, party, site or number have another root.

    ``points``: how many points the site has; ``capacity``: leaves of the tree, a power of two of ``points`` to 4,096.
    """

    channel: str
    party: str
    site: str
    number: int
    points: int
    capacity: int

    def __post_init__(self) -> None:
        if not fits(self.capacity, self.points):
            raise Misuse(f"got a capacity of {self.capacity} for {self.points} points")


def fits(capacity: int, points: int) -> bool:
    """Return whether a tree of ``capacity`` leaves may seal so many points, one at least."""
    return 1 <= points <= capacity <= CAPACITY_MAX and not capacity & (capacity - 1)


def commit(seal: Seal, secret: bytes, points: Sequence[Point]) -> bytes:
    """Return the 32-byte root over all ``points``, ascending by id.

    ``secret`` is 32 random bytes, of this seal alone: who opens the whole shows it.
    """
    return _hash(seal, secret, _placed(seal, secret, points), 0, seal.capacity)


def open_points(seal: Seal, secret: bytes, points: Sequence[Point], places: Collection[int]) -> Opening:
    """Return the opening of the points at some places, one at least, of what ``commit`` took."""
    placed = _placed(seal, secret, points)
    if not places or not all(0 <= place < seal.points for place in places):
        raise Misuse(f"got places {sorted(places)}, want some of 0 to {seal.points - 1}")
    keys: list[bytes] = []
    siblings: list[bytes] = []

    def part(key: bytes, first: int, width: int) -> None:
        match _is_open(seal, ordered, first, width):
            case True:
                keys.append(key)
            case False:
                siblings.append(_hash(seal, key, placed, first, width))
            case None:
                for child, (at, half) in zip(_children(key), _halves(first, width), strict=True):
                    part(child, at, half)

    ordered = sorted(set(places))
    part(secret, 0, seal.capacity)
    return Opening(tuple(keys), tuple(siblings))


def root_of(seal: Seal, opened: Mapping[int, Point], opening: Opening) -> bytes:
    """Return the root to which opened points, by place, and their opening lead. Requires places of the site's points.

    Raises:
        Refused: ``declaration-opening``: it has more keys or hashes than these points ask for, or fewer.
    """
    ordered = sorted(opened)
    parts = [_is_open(seal, ordered, *at) for at in _parts(seal, ordered, 0, seal.capacity)]
    wanted = parts.count(True), parts.count(False)
    if not opened or (len(opening.keys), len(opening.siblings)) != wanted:
        why = f"got {len(opening.keys)} keys and {len(opening.siblings)} hashes"
        raise Refused("declaration-opening", f"{why}, these points ask for {wanted[0]} and {wanted[1]}")
    keys, siblings = iter(opening.keys), iter(opening.siblings)

    def part(first: int, width: int) -> bytes:
        match _is_open(seal, ordered, first, width):
            case True:
                return _hash(seal, next(keys), opened, first, width)
            case False:
                return next(siblings)
            case None:
                left, right = (part(*half) for half in _halves(first, width))
                return tagged_hash(_TAG_NODE, left, right)

    return part(0, seal.capacity)


def _parts(seal: Seal, ordered: Sequence[int], first: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the largest subtrees that are opened, or hold no opened point, from left to right."""
    if _is_open(seal, ordered, first, width) is not None:
        yield first, width
        return
    for at, half in _halves(first, width):
        yield from _parts(seal, ordered, at, half)


def _is_open(seal: Seal, ordered: Sequence[int], first: int, width: int) -> bool | None:
    """Return whether all points of a subtree are opened, one at least; None if some are, and some are not."""
    opened = bisect_left(ordered, first + width) - bisect_left(ordered, first)
    if opened == 0:
        return False
    return True if opened == min(first + width, seal.points) - first else None


def _hash(seal: Seal, key: bytes, points: Mapping[int, Point], first: int, width: int) -> bytes:
    """Return the hash of a subtree by its key; ``points`` are those of it by place, the rest are dummies."""
    if width == 1:
        point = points.get(first)
        return tagged_hash(
            _TAG_LEAF,
            *(part.encode("utf-8") for part in (seal.channel, seal.party, seal.site)),
            *(number.to_bytes(8, "big") for number in (seal.number, seal.capacity, first)),
            b"dummy" if point is None else b"point",
            *(part.encode("utf-8") for part in point or Point("", "")),
            key,
        )
    halves = zip(_children(key), _halves(first, width), strict=True)
    return tagged_hash(_TAG_NODE, *(_hash(seal, child, points, at, half) for child, (at, half) in halves))


def _children(key: bytes) -> tuple[bytes, bytes]:
    return tagged_hash(_TAG_KEY, key, b"\0"), tagged_hash(_TAG_KEY, key, b"\1")


def _halves(first: int, width: int) -> tuple[tuple[int, int], tuple[int, int]]:
    half = width // 2
    return (first, half), (first + half, half)


def _placed(seal: Seal, secret: bytes, points: Sequence[Point]) -> dict[int, Point]:
    """Return the points of a whole declaration by place."""
    if len(secret) != SECRET_SIZE:
        raise Misuse(f"got a secret of {len(secret)} bytes, want {SECRET_SIZE}")
    ascending = all(left.id.encode() < right.id.encode() for left, right in pairwise(points))
    if len(points) != seal.points or not ascending:
        raise Misuse(f"got {len(points)} points, want {seal.points}, strictly ascending by id")
    return dict(enumerate(points))
