"""Attribute sampling: the chance that opened points show none of the items that are there.

N points, d of them hold an item, n are drawn without replacement and opened; an opened item is seen with probability p,
each independently. The number of items among the drawn is hypergeometric, and averaging (1-p)^j over it gives the short
exact form

    miss(N, d, n, p) = sum over j = 0..d of (-p)^j C(d, j) (n)_j / (N)_j,      (x)_j = x (x-1) ... (x-j+1)

(confidence, section 1). With p = 1 it is C(N-d, n) / C(N, n). The draw being uniform, it holds for every placement of
the items: whoever hides them gains nothing by choosing where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb

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


def least_opened(points: int, items: int, miss_max: Fraction, sensitivity: Fraction = ONE) -> int | None:
    """Return the least number of points to open with which the miss is at most ``miss_max``; None: not reachable.

    The miss falls with every point opened, so the number is found by bisection. Not reachable: an imperfect look at
    all points misses more often than that, and the answer is not N. Arguments as of ``miss``; 0 <= miss_max <= 1.

    >>> [least_opened(24, items, Fraction(1, 20)) for items in range(1, 9)]
    [23, 19, 15, 12, 10, 9, 8, 7]
    >>> least_opened(24, 1, Fraction(1, 20), Fraction(9, 10)) is None
    True
    """
    if miss(points, items, points, sensitivity) > miss_max:
        return None
    low, high = 0, points
    while low < high:
        middle = (low + high) // 2
        if miss(points, items, middle, sensitivity) <= miss_max:
            high = middle
        else:
            low = middle + 1
    return low


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """Points with one history: N of them, of which n are drawn and opened, an opened item being seen with p."""

    points: int
    opened: int
    sensitivity: Fraction = ONE


def worst_miss(strata: Sequence[Stratum], items: int) -> Fraction:
    """Return the greatest probability that no item is seen, over all ways to place ``items`` in several strata.

    The draws of the strata are independent, so a placement is missed with the product of their misses; the worst one is
    found stratum by stratum. Requires 0 <= items <= all points.

    Raises:
        Misuse: more items than points, or an argument out of its range.

    >>> worst_miss([Stratum(points=12, opened=12), Stratum(points=12, opened=4)], 1)
    Fraction(2, 3)
    """
    if not 0 <= items <= sum(stratum.points for stratum in strata):
        raise Misuse(f"got {items} items for {sum(stratum.points for stratum in strata)} points")
    worst: dict[int, Fraction] = {0: ONE}  # items placed so far -> greatest miss
    for stratum in strata:
        here = [
            miss(stratum.points, count, stratum.opened, stratum.sensitivity)
            for count in range(min(items, stratum.points) + 1)
        ]
        placed: dict[int, Fraction] = {}
        for before, missed in worst.items():
            for count in range(min(items - before, stratum.points) + 1):
                total = before + count
                placed[total] = max(placed.get(total, Fraction(0)), missed * here[count])
        worst = placed
    return worst[items]


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """How often so many alarms are raised.

    Attributes:
        present: P(alarm | items there). It includes being right for the wrong reason.
        true_find: P(alarm, and an item among what raised it | items there).
        absent: P(alarm | no item there): the false accusation.
    """

    present: Fraction
    true_find: Fraction
    absent: Fraction


def alarms(
    points: int, items: int, opened: int, sensitivity: Fraction, false_alarm: Fraction, alarms_min: int = 1
) -> Alarm:
    """Return how often at least ``alarms_min`` opened points raise an alarm.

    Of the n opened points J hold an item, J hypergeometric; each of those raises an alarm with probability p, each
    other with q: Y = Bin(J, p) + Bin(n-J, q) (Cameron and Baldock 1998). Arguments as of ``miss``, 0 <= q <= 1.

    Raises:
        Misuse: an argument is out of its range.

    >>> round(1_000_000 * alarms(150, 15, 30, Fraction(9, 10), Fraction(1, 50), 2).present)
    870566
    """
    if not 0 <= false_alarm <= 1 or alarms_min < 1:
        raise Misuse(f"got {alarms_min} alarms at least, false with {false_alarm}")
    miss(points, items, opened, sensitivity)  # for its ranges
    quiet = none_true = Fraction(0)
    for j in range(max(0, items + opened - points), min(items, opened) + 1):
        weight = Fraction(comb(items, j) * comb(points - items, opened - j), comb(points, opened))
        false = _fewer(opened - j, false_alarm, alarms_min)
        true = [comb(j, t) * sensitivity**t * (1 - sensitivity) ** (j - t) for t in range(min(j, alarms_min - 1) + 1)]
        quiet += weight * sum((chance * false[alarms_min - t] for t, chance in enumerate(true)), Fraction(0))
        none_true += weight * (1 - sensitivity) ** j * (1 - false[alarms_min])
    return Alarm(
        present=1 - quiet,
        true_find=1 - quiet - none_true,
        absent=1 - _fewer(opened, false_alarm, alarms_min)[alarms_min],
    )


def _fewer(count: int, chance: Fraction, most: int) -> list[Fraction]:
    """Return, for k = 0 to ``most``, the probability of fewer than k successes among ``count``."""
    sums = [Fraction(0)]
    for k in range(most):
        term = comb(count, k) * chance**k * (1 - chance) ** (count - k) if k <= count else Fraction(0)
        sums.append(sums[-1] + term)
    return sums
