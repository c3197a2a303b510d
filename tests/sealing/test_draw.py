"""The draw against its rival in ``validation``, its preconditions, and that it favours nobody."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from counterseal.errors import Misuse
from counterseal.sealing import draw
from validation import draw as rival

SEEDS = st.binary(min_size=32, max_size=32)
LISTS = st.lists(st.from_regex(r"[a-z0-9][a-z0-9./-]{0,9}", fullmatch=True), max_size=40, unique=True).map(sorted)


@given(SEEDS, LISTS, st.integers(0, 40))
def test_picks_are_those_of_the_rival(seed: bytes, points: list[str], count: int) -> None:
    count = min(count, len(points))
    assert list(draw.picks(seed, points, count)) == rival.picks(seed, points, count)
    assert draw.list_digest(points) == rival.list_digest(points)


@given(SEEDS, LISTS)
def test_more_picks_only_append(seed: bytes, points: list[str]) -> None:
    whole = draw.picks(seed, points, len(points))
    assert sorted(whole) == points
    assert all(draw.picks(seed, points, count) == whole[:count] for count in range(len(points)))


def test_every_order_of_three_comes_up_equally_often() -> None:
    """6,000 seeds; each of 6 orders within 5 standard deviations (29) of 1,000."""
    points = ["a", "b", "c"]
    counts = Counter(draw.picks(number.to_bytes(32, "big"), points, 3) for number in range(6_000))
    assert counts.keys() == set(permutations(points))
    assert all(abs(count - 1_000) < 145 for count in counts.values())


@given(st.integers(1, 4096), st.integers(0, 2**64 - 1))
def test_every_place_has_equally_many_words(left: int, word: int) -> None:
    """The words kept are the first ``left * floor(2^64 / left)``, so each place has floor(2^64 / left) of them."""
    place = draw.place_of(word, left)
    kept = 2**64 - 2**64 % left
    assert place == (word % left if word < kept else None)
    assert draw.place_of(kept - 1, left) == left - 1
    assert kept == 2**64 or draw.place_of(kept, left) is None


@pytest.mark.parametrize("count", [-1, 4])
def test_no_more_picks_than_points(count: int) -> None:
    with pytest.raises(Misuse):
        draw.picks(bytes(32), ["a", "b", "c"], count)


@pytest.mark.parametrize("points", [["b", "a"], ["a", "a"]])
def test_candidates_stand_in_order(points: list[str]) -> None:
    with pytest.raises(Misuse):
        draw.list_digest(points)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_share_is_32_bytes(size: int) -> None:
    run = draw.Exchange(channel="record/x", exchange=bytes(32), cut=bytes(32))
    with pytest.raises(Misuse):
        draw.commitment(run, "alpha", "inspected", bytes(size))
