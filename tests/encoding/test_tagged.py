"""Tagged hashes: no two lists of parts are hashed alike, because none of two framings begins the other."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from counterseal.encoding import tagged


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_the_hash_is_of_the_framed_parts(given_parts: list[bytes]) -> None:
    tag = "counterseal.org/example/v1"
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in (tag.encode(), *given_parts))
    assert tagged.tagged_hash(tag, *given_parts) == sha256(framed).digest()


@given(st.lists(st.binary(max_size=6), max_size=4))
def test_frames_are_read_again_in_one_way(given_parts: list[bytes]) -> None:
    data = b"".join(tagged.lp(part) for part in given_parts)
    found: list[bytes] = []
    while data:
        size = int.from_bytes(data[:4], "big")
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    assert found == given_parts
