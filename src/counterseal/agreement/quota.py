"""Quotas: how many places there are in a period (spec/clock.md, section 5).

    {"by_period": [{"places": 20, "years": 3}, {"places": 15, "years": 5}, {"places": 10, "years": 5}]}

1. a quota is a fixed number, a schedule over periods, or a share of a declared figure;
2. a share says how it is rounded, and only then what it is at least and at most;
3. behind the end of a schedule there is no place;
4. a share of a figure that nobody has declared yet is no number.

Whole numbers only. No number of any agreement stands here. Codes are those of shapes; no call below refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from counterseal.agreement.clock import ExactlyOne
from counterseal.encoding.canonical import Value
from counterseal.encoding.shape import Choice, Integer, ListOf, Record
from counterseal.errors import Refused
from counterseal.statements.kinds import NAME

PLACES_MAX = 1_000_000
PART_MAX = 1_000_000  # of numerator and denominator: with a figure of 10^9 no product reaches 2^53
ROUNDINGS = ("down", "nearest", "up")


@dataclass(frozen=True, kw_only=True)
class Share:
    """``numerator`` / ``denominator`` of a figure, rounded; then at least and at most so many places."""

    numerator: int
    denominator: int
    rounding: str
    at_least: int | None = None
    at_most: int | None = None

    def places(self, figure: int) -> int:
        """Return the places for a figure of 0 to 10^9. ``nearest`` rounds a half up.

        >>> Share(numerator=1, denominator=60, rounding="up", at_most=15).places(121)
        3
        """
        added = {"down": 0, "nearest": self.denominator, "up": 2 * (self.denominator - 1)}[self.rounding]
        places = (2 * figure * self.numerator + added) // (2 * self.denominator)
        places = places if self.at_least is None else max(places, self.at_least)
        return places if self.at_most is None else min(places, self.at_most)


@dataclass(frozen=True, kw_only=True)
class YearSpan:
    """So many ``places`` in each of ``years`` periods in a row."""

    years: int
    places: int


@dataclass(frozen=True, kw_only=True)
class Places:
    """A quota: exactly one of the first three is given. ``figure`` names what a share is of, and is there with one."""

    fixed: int | None = None
    by_period: tuple[YearSpan, ...] = ()
    share: Share | None = None
    figure: str | None = None


def count(places: Places, period_index: int, figure: int | None = None) -> int | None:
    """Return the places in a period; None for a share whose figure is not known.

    Args:
        places: the quota.
        period_index: of the period, from 1.
        figure: the declared figure that ``places.figure`` names, 0 to 10^9; other quotas do not look at it.
    """
    if places.fixed is not None:
        return places.fixed
    if places.share is not None:
        return None if figure is None else places.share.places(figure)
    for run in places.by_period:
        if period_index <= run.years:
            return run.places
        period_index -= run.years
    return 0


def total(places: Places) -> int | None:
    """Return the places of a whole schedule; None for a quota that has no end."""
    if not places.by_period:
        return None
    return sum(run.years * run.places for run in places.by_period)


# Shapes


class _ShareShape:
    """A share whose ``at_least`` is not above its ``at_most``, else ``field-range``."""

    _record: Record[Share] = Record(
        Share,
        {"numerator": Integer(1, PART_MAX), "denominator": Integer(1, PART_MAX), "rounding": Choice(ROUNDINGS)},
        {"at_least": Integer(1, PLACES_MAX), "at_most": Integer(1, PLACES_MAX)},
    )

    def read(self, value: Value, where: str = "") -> Share:
        share = self._record.read(value, where)
        if share.at_least is not None and share.at_most is not None and share.at_least > share.at_most:
            raise Refused("field-range", f"got at least {share.at_least} and at most {share.at_most}", where)
        return share

    def write(self, value: Share) -> Value:
        return self._record.write(value)

    def schema(self) -> dict[str, Any]:
        return self._record.schema()


SHARE = _ShareShape()


class _PlacesShape(ExactlyOne[Places]):
    """A quota that names a figure when it is a share (``field-missing``), and only then (``field-unknown``)."""

    def read(self, value: Value, where: str = "") -> Places:
        places = super().read(value, where)
        if places.share is not None and places.figure is None:
            raise Refused("field-missing", "member 'figure' is missing: a share is of something", where)
        if places.share is None and places.figure is not None:
            raise Refused("field-unknown", "got member 'figure', which only a share has", where)
        return places

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"dependentRequired": {"share": ["figure"], "figure": ["share"]}}


YEAR_SPAN: Record[YearSpan] = Record(YearSpan, {"years": Integer(1, 1_000), "places": Integer(0, PLACES_MAX)})
PLACES = _PlacesShape(
    Record(
        Places,
        {},
        {"fixed": Integer(0, PLACES_MAX), "by_period": ListOf(YEAR_SPAN, 1, 64), "share": SHARE, "figure": NAME},
    ),
    ("fixed", "by_period", "share"),
)
