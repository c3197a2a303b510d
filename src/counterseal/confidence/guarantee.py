"""The guarantee: the least probability, without any prior, that a visit would have shown the items had they been there.

For presence *momentary* (an instant counts), the items are supposed there at the moment the freeze was verified, and
the evader may still take them away before it: if the agreed least removal time fits between the inspected Party's
earliest possible knowledge and the verified freeze, escape is 1 and the visit adds nothing, whatever was opened
(confidence, section 5, "Randomness and escape", "Guarantee without prior"). A visit that did not end clean adds
nothing either: who refuses exactly where an item lies would lose nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from counterseal.confidence import sampling


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a visit did, in numbers.

    Attributes:
        points: points frozen and drawn from.
        opened: points drawn, opened and found clean.
        clean: whether every drawn point ended clean.
        sensitivity: agreed chance that an opened item is seen; 0 if the trial behind it has expired.
        gap_s: seconds from the inspected Party's earliest knowledge to the verified freeze, at least 0.
        least_removal_s: least seconds in which one item can leave unseen.
    """

    points: int
    opened: int
    clean: bool
    sensitivity: Fraction
    gap_s: int
    least_removal_s: int


def escapes(gap_s: int, least_removal_s: int) -> bool:
    """Return whether an item could have left between knowledge and freeze: it fits, also exactly."""
    return least_removal_s <= gap_s


def momentary(visit: Visit, items: int) -> Fraction:
    """Return the probability in [0, 1] that the visit would have shown ``items`` items there at its freeze.

    >>> visit = Visit(points=24, opened=8, clean=True, sensitivity=Fraction(1), gap_s=3600, least_removal_s=14400)
    >>> momentary(visit, 4)
    Fraction(629, 759)
    """
    return 1 - missed(visit, items)


def missed(visit: Visit, items: int) -> Fraction:
    """Return the greatest probability in [0, 1] with which the visit shows none of ``items`` items that are there.

    It is 1 where the visit adds nothing, also if ``items``, less what could hide in closed points, is 0 or below.
    """
    if items <= 0 or not visit.clean or escapes(visit.gap_s, visit.least_removal_s):
        return Fraction(1)
    return sampling.miss(visit.points, items, visit.opened, visit.sensitivity)
