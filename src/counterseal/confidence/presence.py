"""Presence over time: the guarantee of several visits, over every start and path of an evader; and its curve.

The standard's items are there for a duration T within a window that ends with the last visit. What an evader can do:

    continuous   start anywhere in the window that leaves T before the last visit, and stay for T without a break
    cumulative   come and go as it likes, and be there for T in all

A visit at which the evader is away shows nothing: factor 1. Any other shows nothing with its miss. The guarantee is 1
less the greatest product of factors over all starts and paths (confidence, section 5, "Guarantee without prior"), so no
prior enters it. A visit that adds nothing has miss 1, and so factor 1 for every path.

Leaving takes at least the agreed removal time before a freeze, and coming back as long after it. Absences are counted
down to sixteenths of a removal time, in the evader's favour: a cumulative guarantee is a lower bound, all else exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

ONE = Fraction(1)
ASSURED = Fraction(1, 20)  # the miss at which an evader who stayed would have been found (confidence, section 5)
GRID = 2**64  # on which misses are rounded up there: what decides is exact, and takes no longer than it may
PARTS = 16  # of a removal time, in which a cumulative guarantee counts what an evader loses
VISITS_MAX = 256  # visits that a cumulative guarantee looks at, the last ones: the others are taken to show nothing


@dataclass(frozen=True, kw_only=True)
class Look:
    """One visit: the second of its verified freeze, and the chance in [0, 1] that it misses items that are there."""

    hour_s: int
    miss: Fraction


def continuous(looks: Sequence[Look], *, last_s: int, duration_s: int, window_s: int) -> Fraction:
    """Return the probability in [0, 1] with which an evader who stays for the duration is shown.

    Only the window's first start and starts in the second behind a visit matter: any other start can be put off to
    an earlier one without meeting one visit more.

    Args:
        looks: the visits, ascending by hour, none after ``last_s``.
        last_s: the freeze of the last visit, with which the window ends.
        duration_s, window_s: 0 <= duration_s <= window_s.

    >>> looks = [Look(hour_s=hour, miss=Fraction(1, 2)) for hour in (0, 100, 200, 300)]
    >>> continuous(looks, last_s=300, duration_s=200, window_s=300)
    Fraction(3, 4)
    """
    assert 0 <= duration_s <= window_s  # the agreement says so
    first_s, latest_s = last_s - window_s, last_s - duration_s
    within = [look for look in looks if first_s <= look.hour_s <= last_s]
    starts = [(first_s, 0)]
    starts += [(look.hour_s + 1, place + 1) for place, look in enumerate(within) if look.hour_s < latest_s]
    worst, worst_over = 0, 1  # not reduced: that is done once
    zeros, numerator, denominator = 0, 1, 1
    begin = end = 0
    for start_s, place in starts:  # a window slides over the visits; its product is kept, the zeros counted apart
        while end < len(within) and within[end].hour_s <= start_s + duration_s:
            zeros += within[end].miss == 0
            numerator *= within[end].miss.numerator or 1
            denominator *= within[end].miss.denominator
            end += 1
        for look in within[begin:place]:
            zeros -= look.miss == 0
            numerator //= look.miss.numerator or 1
            denominator //= look.miss.denominator
        begin = place
        if zeros == 0 and numerator * worst_over > worst * denominator:
            worst, worst_over = numerator, denominator
    return 1 - Fraction(worst, worst_over)


def cumulative(looks: Sequence[Look], *, last_s: int, duration_s: int, window_s: int, least_removal_s: int) -> Fraction:
    """Return the probability in [0, 1], at least, with which an evader who is there for the duration in all is shown.

    A pass over the visits keeps, for an evader who is there and for one who is away, the greatest product for each
    number of parts of removal times lost. Arguments as of ``continuous``; least_removal_s >= 1.

    >>> looks = [Look(hour_s=hour, miss=Fraction(1, 2)) for hour in (100, 200, 300)]
    >>> cumulative(looks, last_s=300, duration_s=290, window_s=300, least_removal_s=10)
    Fraction(3, 4)
    >>> cumulative(looks, last_s=300, duration_s=150, window_s=300, least_removal_s=10)
    Fraction(0, 1)
    """
    assert 0 <= duration_s <= window_s  # the agreement says so
    assert least_removal_s >= 1
    first_s = last_s - window_s
    within = [
        Look(hour_s=look.hour_s, miss=Fraction(-(-look.miss.numerator * GRID // look.miss.denominator), GRID))
        for look in looks
        if first_s <= look.hour_s <= last_s and look.miss < 1
    ][-VISITS_MAX:]
    lost_max = PARTS * (window_s - duration_s) // least_removal_s
    there: dict[int, int] = {0: 1}  # parts of removal times lost -> the greatest product, over the denominators so far
    away: dict[int, int] = {}
    before_s, denominator = first_s, 1
    for place, look in enumerate(within):
        fits = PARTS * (look.hour_s - before_s) // least_removal_s
        if place == 0:
            comes, goes = there, _later(there, min(fits, PARTS), lost_max)
        else:
            moved = fits >= PARTS
            comes = _best(there, _later(away, PARTS, lost_max) if moved else {})
            goes = _best(_later(there, PARTS, lost_max) if moved else {}, _later(away, min(fits, 2 * PARTS), lost_max))
        there = {lost: product * look.miss.numerator for lost, product in comes.items()}
        away = {lost: product * look.miss.denominator for lost, product in goes.items()}
        before_s, denominator = look.hour_s, denominator * look.miss.denominator
    away = _later(away, min(PARTS * (last_s - before_s) // least_removal_s, PARTS), lost_max)
    return 1 - Fraction(max((*there.values(), *away.values())), denominator)


def _later(products: dict[int, int], lost: int, lost_max: int) -> dict[int, int]:
    """Return the products with so many parts lost more, as far as the duration still fits."""
    return {count + lost: product for count, product in products.items() if count + lost <= lost_max}


def _best(left: dict[int, int], right: dict[int, int]) -> dict[int, int]:
    """Return the greater product for each number lost."""
    return {lost: max(left.get(lost, 0), right.get(lost, 0)) for lost in left.keys() | right.keys()}


def curve(looks: Sequence[Look]) -> Iterator[tuple[int, int, int]]:
    """Yield hour and b(hour), as numerator and denominator, at each visit that shows anything, from the last one back.

    b(t): the probability that the visits from t on would all have missed an evader present since before t without a
    break: the product of their misses, not reduced. Requires that looks ascend by hour.

    >>> list(curve([Look(hour_s=0, miss=Fraction(1, 2)), Look(hour_s=9, miss=Fraction(2, 3))]))
    [(9, 2, 3), (0, 2, 6)]
    """
    numerator = denominator = 1
    for look in reversed(looks):
        if look.miss < 1:
            numerator *= look.miss.numerator
            denominator *= look.miss.denominator
            yield look.hour_s, numerator, denominator


def assured_since(looks: Sequence[Look]) -> int | None:
    """Return the age of assurance as an hour: the latest t with b(t) <= 1/20; None if there is none.

    >>> assured_since([Look(hour_s=hour, miss=Fraction(1, 5)) for hour in (0, 9, 18)])
    9
    """
    for hour_s, numerator, denominator in curve(looks):
        if numerator * ASSURED.denominator <= denominator * ASSURED.numerator:
            return hour_s
    return None
