"""The calendar: days, months and years of the Gregorian one, and which days are worked (spec/clock.md, 1 and 2).

    {"holidays":["2022-03-08"],"name":"working-days","weekend":[6,7]}

1. a day is a number of days since 1970-01-01, which was a Thursday; a month one of months since January of the year 0;
2. all of it is in GMT: a day has 86,400 seconds;
3. a day is worked if its weekday is not in ``weekend`` and its date not in ``holidays``.

Nothing here walks from day to day: that 10,000 working days are over costs no more than that one is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from counterseal.encoding.canonical import Value
from counterseal.encoding.shape import Integer, ListOf, Record, Text
from counterseal.errors import Refused
from counterseal.statements.kinds import NAME

DAY_S = 86_400
HOLIDAYS_MAX = 4_096


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Which days are worked: ``weekend`` as ISO weekdays, Monday 1 to Sunday 7; ``holidays`` as ``YYYY-MM-DD``."""

    name: str
    weekend: tuple[int, ...]
    holidays: tuple[str, ...]

    def worked(self, day: int) -> int:
        """Return the number of working days up to and with ``day``, less that of those up to 1969-12-28."""
        weeks, rest = divmod(day + 3, 7)  # whole weeks since Monday, 1969-12-29, and whole days behind them
        in_weeks = weeks * self._week[7] + self._week[rest + 1]
        return in_weeks - bisect_right(self._free, day)

    def later(self, day: int, number: int) -> int:
        """Return the ``number``-th working day after ``day``; before it where ``number`` is negative, never 0."""
        reach = 7 * (abs(number) + len(self._free) + 1)  # a week has a working day, but for its holidays
        if number > 0:
            return self._first(range(day + 1, day + reach), self.worked(day) + number)
        return self._first(range(day - reach, day), self.worked(day - 1) + number + 1)

    def _first(self, days: range, number: int) -> int:
        return days[bisect_left(days, number, key=self.worked)]

    @cached_property
    def _week(self) -> tuple[int, ...]:
        """Number of days from Monday on -> how many of them are worked, holidays aside."""
        worked = [day for day in range(1, 8) if day not in self.weekend]
        return tuple(bisect_right(worked, days) for days in range(8))

    @cached_property
    def _free(self) -> list[int]:
        """The holidays on weekdays that are worked, ascending."""
        days = (day_of(*map(int, holiday.split("-"))) for holiday in self.holidays)
        return [day for day in days if (day + 3) % 7 + 1 not in self.weekend]


def day_of(year: int, month: int, day: int) -> int:
    """Return the number of days from 1970-01-01 to a date of the proleptic Gregorian calendar.

    >>> day_of(2000, 3, 1)
    11017
    """
    # Years from March on, so that the leap day is the last; by then months of 31, 30, 31, 30, 31 days come in fives.
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 719_469


def date_of(day: int) -> tuple[int, int, int]:
    """Return year, month and day of the month. The reverse of ``day_of``."""
    cycle, rest = divmod(day + 719_468, 146_097)  # days of 400 years, from 0000-03-01 on
    year = (rest - rest // 1_460 + rest // 36_524 - rest // 146_096) // 365
    rest -= 365 * year + year // 4 - year // 100
    month = (5 * rest + 2) // 153
    day = rest - (153 * month + 2) // 5 + 1
    return (400 * cycle + year, month + 3, day) if month < 10 else (400 * cycle + year + 1, month - 9, day)


def last_day(year: int, month: int) -> int:
    """Return the number of days that a month has."""
    return day_of(year + month // 12, month % 12 + 1, 1) - day_of(year, month, 1)


def month_of(hour_s: int) -> int:
    """Return the month in which a time lies."""
    year, month, _ = date_of(hour_s // DAY_S)
    return 12 * year + month - 1


def month_begin(month: int) -> int:
    """Return the first second of a month."""
    return day_of(month // 12, month % 12 + 1, 1) * DAY_S


def months_later(start_s: int, months: int) -> int:
    """Return the time so many months later, on the last day of a month that is too short; earlier if negative."""
    day, second = divmod(start_s, DAY_S)
    year, month, of_month = date_of(day)
    year, month = divmod(12 * year + month - 1 + months, 12)
    return day_of(year, month + 1, min(of_month, last_day(year, month + 1))) * DAY_S + second


# Shapes

_MONTH_DAY = "|".join(
    (
        "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
        "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
        "02-(?:0[1-9]|[12][0-9])",
    )
)


@dataclass(frozen=True)
class Day(Text):
    """A date of 1970 to 9999 as ``YYYY-MM-DD``, one that exists, else ``field-form``."""

    pattern: str = f"(?:19[7-9][0-9]|[2-9][0-9]{{3}})-(?:{_MONTH_DAY})"
    length_max: int = 10

    def read(self, value: Value, where: str = "") -> str:
        text = super().read(value, where)
        year, month, day = map(int, text.split("-"))
        if day > last_day(year, month):
            raise Refused("field-form", f"got {text!r}, a date that does not exist", where)
        return text

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"format": "date"}


@dataclass(frozen=True)
class MonthDay(Text):
    """A day of leap years as ``MM-DD``, else ``field-form``."""

    pattern: str = _MONTH_DAY
    length_max: int = 5

    def read(self, value: Value, where: str = "") -> str:
        try:
            return super().read(value, where)
        except Refused as refused:
            if refused.code != "field-form":
                raise
            why = f"got {str(value)[:80]!r}, want a month and a day that it has, MM-DD, as 12-15"
            raise Refused("field-form", why, where) from None


DAY = Day()
MONTH_DAY = MonthDay()

CALENDAR: Record[Calendar] = Record(
    Calendar,
    {
        "name": NAME,
        "weekend": ListOf(Integer(1, 7), 0, 6, key=int),
        "holidays": ListOf(DAY, 0, HOLIDAYS_MAX, key=str),
    },
)
