"""Attribute sampling: the chance that opened points show none of the items that are there.

N points, d of them hold an item, n are drawn without replacement and opened; an opened item is seen with probability p,
each independently. The number of items among the drawn is hypergeometric, and averaging (1-p)^j over it gives the short
exact form

    miss(N, d, n, p) = sum over j = 0..d of (-p)^j C(d, j) (n)_j / (N)_j,      (x)_j = x (x-1) ... (x-j+1)

(confidence, section 1). With p = 1 it is C(N-d, n) / C(N, n). The draw being uniform, it holds for every placement of
the items: whoever hides them gains nothing by choosing where.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from counterseal.errors import Misuse

ONE = Fraction(1)


@lru_cache(maxsize=1024)  # many undertakings of one agreement ask for the same number
def miss(points: int, items: int, opened: int, sensitivity: Fraction = ONE) -> Fraction:
    """Return the probability that no item is seen.

    Args:
        points: N, the points drawn from, at least 1.
        items: d, the points that hold an item, 0 <= d <= N.
        opened: n, the points drawn and opened, 0 <= n <= N.
        sensitivity: p, the chance that an opened item is seen, 0 <= p <= 1.

    Raises:
        Misuse: an argument is out of its range.

    >>> miss(24, 4, 8)
    Fraction(130, 759)
    >>> 1 - miss(24, 3, 6, Fraction(9, 10))
    Fraction(27837, 50600)
    """
    if points < 1 or not 0 <= items <= points or not 0 <= opened <= points or not 0 <= sensitivity <= 1:
        raise Misuse(f"got {items} items and {opened} opened of {points} points, seen with {sensitivity}")
    # Horner, over one denominator: each term is the one before it times -p (d-j) (n-j) / ((j+1) (N-j)).
    numerator = denominator = 1
    for j in reversed(range(min(items, opened))):
        over = sensitivity.numerator * (items - j) * (opened - j)
        under = sensitivity.denominator * (j + 1) * (points - j)
        numerator, denominator = denominator * under - numerator * over, denominator * under
    return Fraction(numerator, denominator)


def detection(points: int, items: int, opened: int, sensitivity: Fraction = ONE) -> Fraction:
    """Return the probability that at least one item is seen: 1 - ``miss``.

    >>> detection(24, 4, 8)
    Fraction(629, 759)
    """
    return 1 - miss(points, items, opened, sensitivity)
