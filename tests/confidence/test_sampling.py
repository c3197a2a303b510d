"""The short form of the miss against two other computations: every sample counted, and the textbook's distribution.

All are exact, so the tolerance is none.
"""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

from counterseal.confidence import guarantee, sampling
from counterseal.errors import Misuse
from validation import hypergeometric

SENSITIVITIES = (Fraction(0), Fraction(1, 3), Fraction(19, 20), Fraction(1))


@pytest.mark.parametrize("points", range(1, 9))
def test_miss_is_what_counting_every_sample_gives(points: int) -> None:
    for items in range(points + 1):
        for opened in range(points + 1):
            for p in SENSITIVITIES:
                counted = hypergeometric.miss_counted(points, items, opened, p)
                assert sampling.miss(points, items, opened, p) == counted
                assert hypergeometric.miss(points, items, opened, p) == counted


@given(st.data())
def test_miss_is_the_mean_over_the_hypergeometric_distribution(data: st.DataObject) -> None:
    points = data.draw(st.integers(1, 300))
    items, opened = (data.draw(st.integers(0, points)) for _ in range(2))
    p = data.draw(st.fractions(0, 1, max_denominator=1_000))
    assert sampling.miss(points, items, opened, p) == hypergeometric.miss(points, items, opened, p)


@given(st.data())
def test_more_items_or_more_openings_never_miss_more(data: st.DataObject) -> None:
    points = data.draw(st.integers(2, 100))
    items, opened = (data.draw(st.integers(0, points - 1)) for _ in range(2))
    p = data.draw(st.fractions(0, 1, max_denominator=50))
    here = sampling.miss(points, items, opened, p)
    assert 0 <= sampling.miss(points, items + 1, opened, p) <= here <= 1
    assert 0 <= sampling.miss(points, items, opened + 1, p) <= here


@pytest.mark.parametrize(
    ("points", "items", "opened", "p"),
    [(0, 0, 0, 1), (4, -1, 0, 1), (4, 5, 0, 1), (4, 0, -1, 1), (4, 0, 5, 1), (4, 1, 1, -1), (4, 1, 1, 2)],
)
def test_arguments_out_of_range_are_misuse(points: int, items: int, opened: int, p: int) -> None:
    with pytest.raises(Misuse):
        sampling.miss(points, items, opened, Fraction(p))


@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_an_item_that_could_have_left_makes_the_guarantee_0(gap_s: int, least_removal_s: int) -> None:
    visit = guarantee.Visit(
        points=24,
        opened=24,
        clean=True,
        sensitivity=Fraction(1),
        gap_s=gap_s,
        least_removal_s=least_removal_s,
    )
    assert guarantee.momentary(visit, 1) == (0 if gap_s >= least_removal_s else 1)
