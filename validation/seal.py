"""The sealed declaration of spec/sealing.md, level by level, sharing nothing with ``counterseal.sealing``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from validation.draw import th


def keys(secret: bytes, capacity: int) -> list[list[bytes]]:
    """The keys of all nodes, level by level: the root's first, the leaves' last."""
    levels = [[secret]]
    while len(levels[-1]) < capacity:
        levels.append([th("counterseal.org/seal-key/v1", key, bytes([bit])) for key in levels[-1] for bit in (0, 1)])
    return levels


def hashes(seal: Mapping[str, Any], secret: bytes, points: Sequence[Mapping[str, str]]) -> list[list[bytes]]:
    """The hashes of all nodes in the same order; a point is as a declaration lists it."""
    capacity = int(seal["capacity"])
    leaves = []
    for place, key in enumerate(keys(secret, capacity)[-1]):
        point = points[place] if place < len(points) else {}
        names = [str(seal[name]).encode() for name in ("channel", "party", "site")]
        numbers = [number.to_bytes(8, "big") for number in (int(seal["number"]), capacity, place)]
        what = [point.get(name, "").encode() for name in ("id", "holds", "uid")]
        kind = b"point" if point else b"dummy"
        leaves.append(th("counterseal.org/seal-leaf/v1", *names, *numbers, kind, *what, key))
    levels = [leaves]
    while len(levels[0]) > 1:
        pairs = zip(levels[0][::2], levels[0][1::2], strict=True)
        levels.insert(0, [th("counterseal.org/seal-node/v1", left, right) for left, right in pairs])
    return levels


def opening(
    seal: Mapping[str, Any], secret: bytes, points: Sequence[Mapping[str, str]], opened: set[int]
) -> tuple[list[bytes], list[bytes]]:
    """The keys and the hashes that open the points at some places."""
    known, made = keys(secret, int(seal["capacity"])), hashes(seal, secret, points)
    found: dict[str, list[bytes]] = {"keys": [], "siblings": []}
    settled: set[int] = set()
    order = []
    for level in range(len(made)):
        width = int(seal["capacity"]) >> level
        for index, (key, node) in enumerate(zip(known[level], made[level], strict=True)):
            under = range(index * width, (index + 1) * width)
            if under[0] in settled:
                continue
            there = {place for place in under if place < len(points)}
            if not there & opened:
                order.append((under[0], "siblings", node))
            elif there <= opened:
                order.append((under[0], "keys", key))
            else:
                continue
            settled |= set(under)
    for _, what, value in sorted(order):
        found[what].append(value)
    return found["keys"], found["siblings"]
