"""The joint draw of spec/sealing.md in a few lines of ``hashlib``, sharing nothing with ``counterseal.sealing``."""

from __future__ import annotations

from hashlib import sha256
from itertools import count


def th(tag: str, *parts: bytes) -> bytes:
    """SHA-256 over tag and parts, each behind its length as u32be."""
    return sha256(b"".join(len(part).to_bytes(4, "big") + part for part in (tag.encode(), *parts))).digest()


def commitment(channel: str, exchange: bytes, cut: bytes, party: str, role: str, share: bytes) -> bytes:
    """What a party seals; no drand round is named."""
    parts = (channel.encode(), exchange, party.encode(), role.encode(), cut, b"", share)
    return th("counterseal.org/draw-commit/v1", *parts)


def list_digest(points: list[str]) -> bytes:
    """The digest of the candidates, which stand in byte order."""
    return th("counterseal.org/draw-list/v1", *(point.encode() for point in points))


def seed(
    channel: str, exchange: bytes, cut: bytes, points: list[str], shares: list[tuple[str, str, bytes, bytes]]
) -> bytes:
    """The seed; ``shares`` are party, role, commitment and share, in any order."""
    parts = [channel.encode(), exchange, list_digest(points), cut]
    for party, role, sealed, share in sorted(shares):
        parts += [party.encode(), role.encode(), sealed, share]
    return th("counterseal.org/draw-seed/v1", *parts, b"")


def word(seed: bytes, block: int) -> int:
    """The number that a block of the hash counter gives."""
    return int.from_bytes(th("counterseal.org/draw-pick/v1", seed, block.to_bytes(8, "big"))[:8], "big")


def picks(seed: bytes, points: list[str], n: int) -> list[str]:
    """The first ``n`` of a Fisher-Yates shuffle, each step an unbiased number below what is left."""
    words = (word(seed, block) for block in count())
    left = list(points)
    for place in range(n):
        m = len(points) - place
        w = next(w for w in words if w < 2**64 - 2**64 % m)
        other = place + w % m
        left[place], left[other] = left[other], left[place]
    return left[:n]
