"""The sealed designation of a site (spec/sealing.md, section 4).

    commitment = th("counterseal.org/designation/v1", channel, party, inspection, u64be number, site, salt, place?)

The salt is 32 random bytes: sites are few, and a bare hash of one would be guessed at once.
"""

from __future__ import annotations

from counterseal.encoding.tagged import tagged_hash


def commitment(
    *, channel: str, party: str, inspection: str, number: int, site: str, salt: bytes, place: str | None = None
) -> bytes:
    """Return the 32-byte commitment. ``salt`` is 32 bytes, ``number`` from 1; ``place``: of a site named later."""
    return tagged_hash(
        "counterseal.org/designation/v1",
        channel.encode("utf-8"),
        party.encode("utf-8"),
        inspection.encode("utf-8"),
        number.to_bytes(8, "big"),
        site.encode("utf-8"),
        salt,
        *(() if place is None else (place.encode("utf-8"),)),
    )
