"""Tagged, length-prefixed hashes: a hash of one thing is never the hash of another.

lp(x)              = u32be(length of x) || x
th(tag, a, b, ...) = SHA-256(lp(tag) || lp(a) || lp(b) || ...)        (spec/encoding.md, section 3)
"""

from __future__ import annotations

import hashlib
from functools import cache


def lp(data: bytes) -> bytes:
    """Return ``data`` behind its length as four bytes, big-endian. Requires len(data) < 2^32."""
    return len(data).to_bytes(4, "big") + data


def tagged_hash(tag: str, *parts: bytes) -> bytes:
    """Return the 32-byte hash of ``parts`` in the domain ``tag``.

    >>> tagged_hash("counterseal.org/example/v1", b"ab", b"c") == tagged_hash("counterseal.org/example/v1", b"a", b"bc")
    False
    """
    state = _begun(tag).copy()
    for part in parts:
        state.update(len(part).to_bytes(4, "big") + part)
    return state.digest()


@cache  # a handful of tags
def _begun(tag: str) -> hashlib._Hash:
    return hashlib.sha256(lp(tag.encode("ascii")))
