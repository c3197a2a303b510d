"""The numbers of confidence over again, by counting: every split, every start, every path, every day.

Nothing here is fast, and nothing comes from ``counterseal``. ``evaders`` plays at random what the guarantee bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, comb
from random import Random

from validation import hypergeometric

ONE = Fraction(1)
MILLION = 1_000_000

Look = tuple[int, Fraction]
"""A visit: the second of its freeze, and the chance that it misses what is there."""

Day = tuple[Fraction, Fraction, Fraction, Fraction]
"""Introduction, removal, and the likelihoods of what is seen at the day's end, without items and with them."""


def least_opened(points: int, items: int, miss_max: Fraction, sensitivity: Fraction = ONE) -> int | None:
    """The least n, tried one by one."""
    tried = (n for n in range(points + 1) if hypergeometric.miss(points, items, n, sensitivity) <= miss_max)
    return next(tried, None)


def worst_miss(strata: Sequence[tuple[int, int, Fraction]], items: int) -> Fraction:
    """The greatest product of misses over every split of the items; a stratum is points, opened, sensitivity."""
    worst = Fraction(0)
    for split in product(*(range(min(items, points) + 1) for points, _, _ in strata)):
        if sum(split) == items:
            missed = ONE
            for (points, opened, p), count in zip(strata, split, strict=True):
                missed *= hypergeometric.miss(points, count, opened, p)
            worst = max(worst, missed)
    return worst


def alarms(
    points: int, items: int, opened: int, p: Fraction, q: Fraction, least: int
) -> tuple[Fraction, Fraction, Fraction]:
    """P(alarm | present), P(alarm and a true one | present), P(alarm | absent), every combination counted."""
    present = true = Fraction(0)
    for j in range(max(0, items + opened - points), min(items, opened) + 1):
        weight = Fraction(comb(items, j) * comb(points - items, opened - j), comb(points, opened))
        for t, f in product(range(j + 1), range(opened - j + 1)):
            chance = weight * _binomial(j, t, p) * _binomial(opened - j, f, q)
            present += chance if t + f >= least else 0
            true += chance if t + f >= least and t > 0 else 0
    absent = sum((_binomial(opened, f, q) for f in range(least, opened + 1)), Fraction(0))
    return present, true, absent


def _binomial(n: int, k: int, p: Fraction) -> Fraction:
    return comb(n, k) * p**k * (1 - p) ** (n - k)


# Presence over time.


def continuous(looks: Sequence[Look], last: int, duration: int, window: int) -> Fraction:
    """1 less the greatest product over every second at which the evader may start."""
    worst = Fraction(0)
    for start in range(last - window, last - duration + 1):
        missed = ONE
        for hour, miss in looks:
            if start <= hour <= start + duration:
                missed *= miss
        worst = max(worst, missed)
    return 1 - worst


def cumulative(looks: Sequence[Look], last: int, duration: int, window: int, removal: int, parts: int = 0) -> Fraction:
    """1 less the greatest product over every choice of visits at which the evader is away, if that leaves the duration.

    ``parts``: seconds lost are counted down to so many parts of a removal time, visit by visit, as specified.
    """
    within = [look for look in looks if last - window <= look[0] <= last and look[1] < 1]
    if parts:
        within = [(hour, Fraction(ceil(miss * 2**64), 2**64)) for hour, miss in within]
    worst = Fraction(0)
    for away in product((False, True), repeat=len(within)):
        lost = _lost([hour for hour, _ in within], away, last, window, removal, parts)
        room = parts * (window - duration) // removal if parts else window - duration
        if lost is not None and lost <= room:
            missed = ONE
            for (_, miss), gone in zip(within, away, strict=True):
                missed *= ONE if gone else miss
            worst = max(worst, missed)
    return 1 - worst


def _lost(hours: Sequence[int], away: Sequence[bool], last: int, window: int, removal: int, parts: int) -> int | None:
    """Seconds, or parts of removal times, lost to an evader with these absences; None: they do not fit."""

    def at_most(seconds: int, times: int) -> int:
        return min(parts * seconds // removal, times * parts) if parts else min(seconds, times * removal)

    if not hours:
        return 0
    lost = at_most(hours[0] - (last - window), 1) if away[0] else 0
    for (before, was), (hour, gone) in zip(
        zip(hours, away, strict=True), list(zip(hours, away, strict=True))[1:], strict=False
    ):
        if was != gone and hour - before < removal:
            return None
        if was or gone:
            lost += at_most(hour - before, 2 if was and gone else 1)
    return lost + (at_most(last - hours[-1], 1) if away[-1] else 0)


def missed_by(looks: Iterable[Look], stays: Sequence[tuple[int, int]], random: Random) -> bool:
    """Whether an evader who is there in these spans of seconds, both ends included, is missed by every visit."""
    for hour, miss in looks:
        if any(begin <= hour <= end for begin, end in stays) and not _hits(miss, random):
            return False
    return True


def _hits(chance: Fraction, random: Random) -> bool:
    return random.randrange(chance.denominator) < chance.numerator


def stayers(last: int, duration: int, window: int, random: Random) -> Iterator[list[tuple[int, int]]]:
    """Yield, without end, evaders who stay for the duration from a random start on."""
    while True:
        start = random.randint(last - window, last - duration)
        yield [(start, start + duration)]


def comers(
    hours: Sequence[int], last: int, duration: int, window: int, removal: int, random: Random
) -> Iterator[list[tuple[int, int]]]:
    """Yield, without end, evaders who dodge random visits and are there for the duration in all."""
    while True:
        away = [random.random() < random.random() for _ in hours]
        stays, since = [], last - window
        for hour, gone in zip(hours, away, strict=True):
            if gone:
                if hour - removal >= since:
                    stays.append((since, hour - removal))
                since = max(since, hour + removal)
        stays = [*stays, (since, last)] if since <= last else stays
        if sum(end - begin for begin, end in stays) >= duration:
            yield stays


def shows(points: int, items: int, opened: int, sensitivity: Fraction, random: Random) -> bool:
    """Whether one visit, really drawn and really looked at, shows one of the items, which lie in the first points."""
    drawn = random.sample(range(points), opened)
    return any(point < items and _hits(sensitivity, random) for point in drawn)


# Two states.


def weights(days: Iterable[Day], absent: Fraction, present: Fraction) -> tuple[Fraction, Fraction]:
    """The weights of absent and present behind all days, one day after the other."""
    for comes, goes, of_absence, of_presence in days:
        absent, present = absent * (1 - comes) + present * goes, present * (1 - goes) + absent * comes
        absent, present = absent * of_absence, present * of_presence
    return absent, present


def days(count: int, comes: Fraction, goes: Fraction, absent: Fraction = ONE, present: Fraction = ONE) -> list[Day]:
    """So many days, at the end of the last of which something is seen; at least one."""
    return [*[(comes, goes, ONE, ONE)] * (count - 1), (comes, goes, absent, present)]


def posterior(prior: Fraction, seen: Sequence[Day]) -> Fraction:
    """The probability of absence behind all days."""
    absent, present = weights(seen, prior, 1 - prior)
    return absent / (absent + present)


def break_even_prior(ratio: Fraction, confidence: Fraction) -> Fraction:
    """c LR / (1 - c + c LR), and 0 for a ratio of 0."""
    return confidence * ratio / (1 - confidence + confidence * ratio) if ratio else Fraction(0)


def break_even_hazard(spans: Sequence[tuple[int, Fraction]], confidence: Fraction) -> Fraction:
    """The greatest hazard in millionths; a span is days, and the ratio of what was seen at its end."""
    low, high = 0, MILLION
    while low < high:
        middle = (low + high + 1) // 2
        odds, sure = Fraction(0), True  # of presence against absence; from certain absence
        for count, ratio in spans:
            kept = Fraction(MILLION - middle, MILLION) ** count
            sure = sure and kept > 0
            odds = (odds + 1 - kept) / kept * ratio if kept else odds
        sure = sure and confidence * odds <= 1 - confidence
        low, high = (middle, high) if sure else (low, middle - 1)
    return Fraction(low, MILLION)


def up(value: Fraction) -> Fraction:
    """Rounded up to millionths."""
    return Fraction(-(-value.numerator * MILLION // value.denominator), MILLION)


def down(value: Fraction) -> Fraction:
    """Rounded down to millionths."""
    return Fraction(value.numerator * MILLION // value.denominator, MILLION)
