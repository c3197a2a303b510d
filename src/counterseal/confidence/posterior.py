"""Two states, absent and present, and what evidence does to the odds between them; with decay while nobody looks.

Present means exactly the standard's items. Each step is decay, then evidence, the first one included: for its days,
once a day, absent becomes present with probability h and present absent with r; then a result y is seen, which has the
agreed likelihoods L(y | absent) and L(y | present). Weights are kept unnormalised, as integers:

    absent'  = absent (1-h) + present r          then  absent' L(y | absent)
    present' = present (1-r) + absent h          then  present' L(y | present)

n days in one: with S = absent + present, which decay does not change, and l = 1 - h - r,

    absent_n = l^n absent + r S (1 + l + ... + l^(n-1))

(confidence, sections 2 and 5). Thresholds are compared by cross-multiplication; nothing is rounded here but where a
function says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from counterseal.errors import Misuse

GRID = 1_000_000
"""Steps of the grid of hazards, and of bounds that are rounded for a record: a millionth."""

KEPT_BITS = 256


@dataclass(frozen=True, kw_only=True)
class Step:
    """Some days without a look, then a result.

    Attributes:
        days: whole days, at least 0.
        introduction, removal: h and r, chances a day; h + r <= 1.
        absent, present: likelihoods of the result, at least 0; both 1 if nobody looked.
    """

    days: int
    introduction: Fraction = Fraction(0)
    removal: Fraction = Fraction(0)
    absent: Fraction = Fraction(1)
    present: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.days < 0 or not 0 <= self.introduction + self.removal <= 1 or min(self.introduction, self.removal) < 0:
            raise Misuse(f"got {self.days} days with {self.introduction} and {self.removal} a day")
        if min(self.absent, self.present) < 0:
            raise Misuse(f"got the likelihoods {self.absent} and {self.present}")


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """Chances a day as whole numbers over one denominator: ``comes`` of introduction, ``goes`` of removal."""

    comes: int
    goes: int
    whole: int


def hazard(introduction: Fraction, removal: Fraction = Fraction(0)) -> Hazard:
    """Return chances a day over one denominator."""
    whole = lcm(introduction.denominator, removal.denominator)
    comes, goes = (chance.numerator * (whole // chance.denominator) for chance in (introduction, removal))
    return Hazard(comes=comes, goes=goes, whole=whole)


def weights(steps: Sequence[Step], absent: int, present: int, always: Hazard | None = None) -> tuple[int, int]:
    """Return the unnormalised weights of absent and present behind all steps, from those before them.

    ``always``: chances that hold on every day, in place of those of the steps.
    """
    for step in steps:
        if step.days:
            daily = hazard(step.introduction, step.removal) if always is None else always
            absent, present = _decayed(step.days, daily, absent, present)
        absent *= step.absent.numerator * step.present.denominator
        present *= step.present.numerator * step.absent.denominator
    return absent, present


def _decayed(days: int, daily: Hazard, absent: int, present: int) -> tuple[int, int]:
    moved = daily.comes + daily.goes
    if moved == 0:
        return absent, present
    kept, total = (daily.whole - moved) ** days, daily.whole**days
    # whole - kept divides the difference of their powers: the sum of the series.
    absent_later = kept * absent
    if daily.goes:
        absent_later += daily.goes * (absent + present) * ((total - kept) // moved)
    return absent_later, (absent + present) * total - absent_later


def posterior(prior: Fraction, steps: Sequence[Step]) -> Fraction:
    """Return the probability of absence behind all steps, exactly; ``prior``, in [0, 1], is that before them.

    Raises:
        Misuse: the results are possible in neither state.

    >>> posterior(Fraction(1, 2), [Step(days=1, introduction=Fraction(1, 100), present=Fraction(1, 5))])
    Fraction(495, 596)
    """
    absent, present = weights(steps, *_odds(prior))
    if absent + present == 0:
        raise Misuse("got results that neither state can give")
    return Fraction(absent, absent + present)


def _odds(prior: Fraction) -> tuple[int, int]:
    if not 0 <= prior <= 1:
        raise Misuse(f"got the prior {prior}")
    return prior.numerator, prior.denominator - prior.numerator


def bounds(
    priors: tuple[Fraction, Fraction],
    introductions: tuple[Fraction, Fraction],
    removals: tuple[Fraction, Fraction],
    steps: Sequence[Step],
) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest probability of absence over an agreed class, rounded outward to millionths.

    Prior, hazard and removal are each anywhere between two bounds, free to change from day to day. The odds of presence
    rise with the hazard and fall with the removal, so the extremes are at two constant corners: least prior, greatest
    hazard, least removal; and the reverse. Requires that in each corner h + r <= 1. Hazards of the steps are not used.
    Where what was seen cannot be in either state, the bounds are 0 and 1.
    """
    absent, present = weights(steps, *_odds(priors[0]), hazard(introductions[1], removals[0]))
    low = absent * GRID // (absent + present) if absent + present else 0
    absent, present = weights(steps, *_odds(priors[1]), hazard(introductions[0], removals[1]))
    high = -(-absent * GRID // (absent + present)) if absent + present else GRID
    return Fraction(low, GRID), Fraction(high, GRID)


def likelihood_ratio(steps: Sequence[Step]) -> Fraction:
    """Return how much likelier the results are with the items there throughout than with none: product of L over L.

    Days play no part. Requires that no result is impossible where nothing is: L(y | absent) > 0.
    """
    absent, present = weights([replace(step, days=0) for step in steps], 1, 1)
    return Fraction(present, absent)


def break_even_prior(steps: Sequence[Step], confidence: Fraction) -> Fraction | None:
    """Return the least prior of absence with which absence is at least as sure as ``confidence`` behind the steps.

    From certain absence the steps lead to weights (a_A, a_P), from certain presence to (p_A, p_P). With
    X = c p_P - (1-c) p_A and Y = (1-c) a_A - c a_P it is X / (X + Y); 0, any prior, if X <= 0 <= Y; None, none, if
    Y < 0. Without hazards it is c LR / (1 - c + c LR).

    >>> break_even_prior([Step(days=0, present=Fraction(1, 3))], Fraction(4, 5))
    Fraction(4, 7)
    """
    absent_absent, absent_present = weights(steps, 1, 0)
    present_absent, present_present = weights(steps, 0, 1)
    sure, rest = confidence.numerator, confidence.denominator - confidence.numerator
    need = sure * present_present - rest * present_absent
    have = rest * absent_absent - sure * absent_present
    if have < 0:
        return None
    return Fraction(need, need + have) if need > 0 else Fraction(0)


def break_even_hazard(steps: Sequence[Step], confidence: Fraction) -> Fraction:
    """Return the greatest hazard a day, in millionths, with which certain absence is still as sure as ``confidence``.

    Nothing is removed. The probability of absence falls as the hazard rises, so it is found by bisection; rounded down
    to the grid. Hazards of the steps are not used.

    >>> break_even_hazard([Step(days=30)], Fraction(1, 2))
    Fraction(571, 25000)
    """
    low, high = 0, GRID
    while low < high:
        middle = (low + high + 1) // 2
        if _is_sure(steps, Hazard(comes=middle, goes=0, whole=GRID), confidence):
            low = middle
        else:
            high = middle - 1
    return Fraction(low, GRID)


def _is_sure(steps: Sequence[Step], daily: Hazard, confidence: Fraction) -> bool:
    """Return whether certain absence is still as sure as ``confidence`` behind the steps, nothing being removed.

    Exact weights grow by some bits a day. So they are first kept between two bounds, cut to ``KEPT_BITS`` after each
    step, the lower ones down and the upper ones up; only where these leave it open is it asked exactly.
    """
    sure, rest = confidence.numerator, confidence.denominator - confidence.numerator
    (absent_low, absent_high), (present_low, present_high) = (1, 1), (0, 0)
    for step in steps:
        kept, total = (daily.whole - daily.comes) ** step.days, daily.whole**step.days
        absent = step.absent.numerator * step.present.denominator
        present = step.present.numerator * step.absent.denominator
        present_low = (present_low * total + absent_low * (total - kept)) * present
        present_high = (present_high * total + absent_high * (total - kept)) * present
        absent_low, absent_high = absent_low * kept * absent, absent_high * kept * absent
        cut = max(0, max(absent_high, present_high).bit_length() - KEPT_BITS)
        absent_low, present_low = absent_low >> cut, present_low >> cut
        absent_high, present_high = -(-absent_high >> cut), -(-present_high >> cut)
    if absent_low > 0 and rest * absent_low >= sure * present_high:
        return True
    if rest * absent_high < sure * present_low:
        return False
    exact_absent, exact_present = weights(steps, 1, 0, daily)
    return exact_absent > 0 and rest * exact_absent >= sure * exact_present
