"""Attribute sampling, twice: by counting every sample there is, and by the hypergeometric distribution.

Neither is the short form that ``counterseal.confidence`` uses; the second is the textbooks'.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb


def miss_counted(points: int, items: int, opened: int, sensitivity: Fraction) -> Fraction:
    """The mean over all C(N, n) samples of (1-p)^(items in the sample), items in the first ``items`` points."""
    samples = list(combinations(range(points), opened))
    return sum(((1 - sensitivity) ** sum(point < items for point in s) for s in samples), Fraction(0)) / len(samples)


def miss(points: int, items: int, opened: int, sensitivity: Fraction) -> Fraction:
    """sum over j of C(d, j) C(N-d, n-j) / C(N, n) (1-p)^j."""
    return sum(
        (
            Fraction(comb(items, j) * comb(points - items, opened - j), comb(points, opened)) * (1 - sensitivity) ** j
            for j in range(min(items, opened) + 1)
        ),
        Fraction(0),
    )
