"""Canonical JSON: the fast way and the scanner agree on everything, and two other implementations agree with both."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from counterseal.encoding import canonical
from counterseal.encoding.canonical import DEPTH_MAX, INTEGER_MAX
from counterseal.errors import Refused

texts = st.text(st.characters(codec="utf-8"))
names = st.from_regex(r"[a-z][a-z0-9_-]{0,63}", fullmatch=True)
values = st.recursive(
    st.integers(-INTEGER_MAX, INTEGER_MAX) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)
# What a document is made of, and what it may not be made of.
TOKENS = [
    *"{}[]:,",
    *('"', "\\", "0", "1", "-", ".", "e", " ", "\n", "a", "b", "A", "_", "\x00", "\x1f", "\x7f", "\u2028", "\u00e9"),
    *("true", "false", "null", "NaN", "-0", "9007199254740991", "9007199254740992", '"a":', '"b":', '"A":', '"",'),
    *("\\u0000", "\\u0061", "\\ud800", "\\n", "\\/", "\\u001f", '":true', "[null]"),
]


def outcome(read: Any, *given: Any) -> Any:
    """Return the value, or code and place of the refusal."""
    try:
        return read(*given)
    except Refused as refused:
        return refused.code, refused.where


def scanned(data: bytes) -> Any:
    """Return what the scanner alone says about UTF-8 text."""
    return canonical._Scanner(data.decode("utf-8")).document()


def second_opinion(data: bytes) -> bool:
    """Return whether the standard library's parser and the writer of ``rfc8785`` hold ``data`` to be canonical."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs) or not all(re.fullmatch("[a-z][a-z0-9_-]{0,63}", name) for name, _ in pairs):
            raise ValueError
        return dict(pairs)

    def depth(value: Any) -> int:
        if isinstance(value, str):
            return 0
        if type(value) is int:
            return 0
        if isinstance(value, (list, dict)):
            return 1 + max((depth(item) for item in (value.values() if isinstance(value, dict) else value)), default=0)
        raise ValueError

    try:
        value = json.loads(data, object_pairs_hook=members)
        return depth(value) <= DEPTH_MAX and rfc8785.dumps(value) == data
    except (ValueError, RecursionError):
        return False


@given(values)
def test_what_is_written_is_read_again(value: Any) -> None:
    data = canonical.encode(value)
    assert data == rfc8785.dumps(value)
    assert canonical.parse(data) == value
    assert scanned(data) == value


@given(st.lists(st.sampled_from(TOKENS), max_size=12))
def test_both_ways_and_the_second_opinion_agree_on_rubble(tokens: list[str]) -> None:
    agree("".join(tokens).encode())


@given(values, st.data())
def test_both_ways_and_the_second_opinion_agree_on_documents_with_a_fault(value: Any, data: st.DataObject) -> None:
    text = canonical.encode(value).decode()
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    token = data.draw(st.sampled_from(["", *TOKENS]))
    agree((text[:at] + token + text[at + cut :]).encode())


def test_both_ways_and_the_second_opinion_agree_on_every_short_document() -> None:
    letters = '{}[]":,a10-.e\\ '
    accepted = sum(agree("".join(chosen).encode()) for length in range(5) for chosen in product(letters, repeat=length))
    # 23 integers, 1 + 13 + 13^2 + 2 strings (two of them escapes), 9 arrays, the empty object.
    assert accepted == 23 + 185 + 9 + 1


def test_both_ways_and_the_second_opinion_agree_at_every_depth() -> None:
    for depth in range(40):
        assert agree(b"[" * depth + b'{"a":"[{"}' + b"]" * depth) == (depth < DEPTH_MAX)


def agree(data: bytes) -> bool:
    """Return whether ``data`` is accepted, by all."""
    fast = outcome(canonical.parse, data)
    assert fast == outcome(scanned, data)
    accepted = not isinstance(fast, tuple)
    assert accepted == second_opinion(data)
    return accepted


@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_a_refusal(data: bytes) -> None:
    outcome(canonical.parse, data)
