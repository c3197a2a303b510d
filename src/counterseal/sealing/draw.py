"""The joint draw: points that no party could choose and every party can recompute (spec/sealing.md).

1. The candidates are frozen in a cut. 2. Each party logs a commitment to 32 random bytes. 3. When every commitment is
witnessed, each opens its share. 4. The seed is a hash of the whole transcript; 5. picks come from a hash counter by
rejection and a partial Fisher-Yates shuffle. There is no re-draw: a missing share has its fixed consequence
(Cleve 1986: each re-draw granted after an abort biases the result).

Every value is a tagged, length-prefixed hash, so no field can slide into its neighbour, and party, role, exchange and
channel inside a commitment stop copies and replays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from counterseal.encoding.tagged import tagged_hash
from counterseal.errors import Misuse, Refused

SHARE_SIZE = 32

_TAG_COMMIT = "counterseal.org/draw-commit/v1"
_TAG_LIST = "counterseal.org/draw-list/v1"
_TAG_SEED = "counterseal.org/draw-seed/v1"
_TAG_PICK = "counterseal.org/draw-pick/v1"


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One run of the draw.

    Attributes:
        channel: the channel's name, as in statements.
        exchange: id of the notice that started it, 32 bytes.
        cut: id of the cut that froze the candidates, 32 bytes.
        drand_round: decimal text of the future drand round named in the commitments; empty for none.
    """

    channel: str
    exchange: bytes
    cut: bytes
    drand_round: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one party put in: its name, role, commitment and, once opened, the share."""

    party: str
    role: str
    commitment: bytes
    share: bytes


def commitment(exchange: Exchange, party: str, role: str, share: bytes) -> bytes:
    """Return the 32-byte commitment of ``party`` to ``share`` (32 bytes, secret and random)."""
    if len(share) != SHARE_SIZE:
        raise Misuse(f"got a share of {len(share)} bytes, want {SHARE_SIZE}")
    return tagged_hash(
        _TAG_COMMIT,
        exchange.channel.encode("ascii"),
        exchange.exchange,
        party.encode("ascii"),
        role.encode("ascii"),
        exchange.cut,
        exchange.drand_round,
        share,
    )


def list_digest(points: Sequence[str]) -> bytes:
    """Return the digest of the candidate list. Requires ids in strictly ascending byte order."""
    encoded = [point.encode("ascii") for point in points]
    if any(left >= right for left, right in pairwise(encoded)):
        raise Misuse("the candidate list is not in ascending order")
    return tagged_hash(_TAG_LIST, *encoded)


def seed(exchange: Exchange, points: Sequence[str], shares: Sequence[Share], drand_signature: bytes = b"") -> bytes:
    """Return the 32-byte seed: the hash of the whole transcript, parties by name.

    Raises:
        Refused: ``draw-opening`` when a share does not open its commitment, ``draw-copied`` when two commitments are
            equal.
    """
    ordered = sorted(shares, key=lambda share: share.party)
    for share in ordered:
        if commitment(exchange, share.party, share.role, share.share) != share.commitment:
            raise Refused("draw-opening", f"the share of {share.party} is not the one it sealed", share.party)
    if len({share.commitment for share in ordered}) != len(ordered):
        raise Refused("draw-copied", "two parties sealed the same commitment")
    parts = [exchange.channel.encode("ascii"), exchange.exchange, list_digest(points), exchange.cut]
    for share in ordered:
        parts += [share.party.encode("ascii"), share.role.encode("ascii"), share.commitment, share.share]
    return tagged_hash(_TAG_SEED, *parts, drand_signature)


def picks(seed: bytes, points: Sequence[str], count: int) -> tuple[str, ...]:
    """Return ``count`` of ``points``, each subset equally likely over seeds, in the order drawn.

    Requires 0 <= count <= len(points). Block j is th(tag, seed, u64be j); its first 8 bytes, big-endian, are the word
    w; with m points left a word at or above m * floor(2^64 / m) is skipped, so w mod m has no bias.
    """
    if not 0 <= count <= len(points):
        raise Misuse(f"got {count} picks of {len(points)} points")
    order = list(points)
    block = 0
    for index in range(count):
        place = None
        while place is None:
            word = int.from_bytes(tagged_hash(_TAG_PICK, seed, block.to_bytes(8, "big"))[:8], "big")
            place = place_of(word, len(order) - index)
            block += 1
        order[index], order[index + place] = order[index + place], order[index]
    return tuple(order[:count])


def place_of(word: int, left: int) -> int | None:
    """Return the place of 0 to ``left`` - 1 that a 64-bit word picks, or None if it must be skipped to have no bias."""
    return word % left if word < left * (2**64 // left) else None
