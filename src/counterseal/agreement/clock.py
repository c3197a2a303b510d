"""Clocks: what a span of time, a period or a date that returns comes to, in Unix seconds (spec/clock.md).

    {"months": 6}    from 2022-08-31T12:00:00Z    until 2023-02-28T12:00:00Z

1. the calendar is the Gregorian one, all of it in GMT: a day has 86,400 seconds and there is no other zone;
2. minutes to weeks are exact; months and years keep the day of the month and the time of day, and where the month is
   too short its last day is taken; working days keep the time of day, and the day of the start does not count;
3. a time is an integer of 0 to ``UNIX_S_MAX``: what would be later is that, and what would be earlier is 0;
4. the end of a period is the first second after it, so ``END_S`` for what ends with the last time there is;
5. whatever returns is counted from the entry into force and never from the last time, so no clipping adds up.

No number of any agreement stands here. Codes are those of shapes; no call below refuses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from counterseal.agreement.calendar import (
    DAY_S,
    MONTH_DAY,
    Calendar,
    day_of,
    last_day,
    month_begin,
    month_of,
    months_later,
)
from counterseal.encoding.canonical import Value
from counterseal.encoding.shape import Choice, Integer, Record
from counterseal.errors import Misuse, Refused
from counterseal.statements.statement import UNIX_S_MAX

T = TypeVar("T")

END_S = UNIX_S_MAX + 1  # the first second after the last time there is
SECONDS = {"minutes": 60, "hours": 3_600, "days": DAY_S, "weeks": 7 * DAY_S}
MONTHS = {"months": 1, "years": 12}
COUNT_MAX = {**dict.fromkeys(SECONDS, 1_000_000), "months": 1_200, "years": 1_000, "working_days": 10_000}
INDEX_MAX = UNIX_S_MAX // DAY_S  # nothing returns more often than the days between the first time and the last

PERIODS = ("ever", "calendar-year", "treaty-year", "half-year", "month", "day")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A span of time in one unit: exactly one member is given."""

    minutes: int | None = None
    hours: int | None = None
    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None
    working_days: int | None = None

    @property
    def counted(self) -> tuple[str, int]:
        """The unit, and how many of it."""
        (one,) = ((unit, number) for unit in COUNT_MAX if (number := getattr(self, unit)) is not None)
        return one


@dataclass(frozen=True, kw_only=True)
class Period:
    """One period: its ``index`` from 1, and start_s <= hour < end_s."""

    index: int
    start_s: int
    end_s: int


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """A date that returns: exactly one of the first three is given.

    Attributes:
        yearly: ``MM-DD``, its first second; 02-29 is 02-28 in a year without it.
        every: months or years from entry into force.
        each: the end of each such period.
        grace: what is added to each date. A duty "by 15 December" lasts until yearly ``12-15``, grace one day.
    """

    yearly: str | None = None
    every: Span | None = None
    each: str | None = None
    grace: Span | None = None


Stage = tuple[Span | None, Span | None]
"""A stage of a chained clock: it ends not before the first span, and within the second."""


def add(start_s: int, span: Span, calendar: Calendar | None = None) -> int:
    """Return the Unix second ``span`` after ``start_s``, at most ``UNIX_S_MAX``. Requires 0 <= start_s <= UNIX_S_MAX.

    A later start never ends on an earlier day. It may end at an earlier hour of one day, where clipping or a weekend
    brings two days of start to one.

    >>> add(1_646_136_000, Span(hours=36))
    1646265600

    Raises:
        Misuse: working days without a calendar.
    """
    return min(_moved(start_s, span, calendar, 1), UNIX_S_MAX)


def before(end_s: int, span: Span, calendar: Calendar | None = None) -> int:
    """Return the Unix second ``span`` before ``end_s``, at least 0. Requires 0 <= end_s <= UNIX_S_MAX.

    Of minutes to weeks, the latest hour from which the span is over at ``end_s``. Months, years and working days are
    counted backwards by the same rules: the n-th working day before the day of the end.

    Raises:
        Misuse: working days without a calendar.
    """
    return max(_moved(end_s, span, calendar, -1), 0)


def chain(
    stages: Iterable[Stage], start_s: int, calendar: Calendar | None = None
) -> tuple[tuple[int, int | None], ...]:
    """Return for each stage the earliest and the latest hour of its end; each starts at the end of the one before.

    A stage that nothing keeps waiting may end at once. The latest is None from the first stage on that has no end.

    Raises:
        Misuse: working days without a calendar.
    """
    result: list[tuple[int, int | None]] = []
    earliest_s: int = start_s
    latest_s: int | None = start_s
    for not_before, within in stages:
        earliest_s = earliest_s if not_before is None else add(earliest_s, not_before, calendar)
        latest_s = None if latest_s is None or within is None else add(latest_s, within, calendar)
        result.append((earliest_s, latest_s))
    return tuple(result)


def period(kind: str, hour_s: int, in_force_s: int) -> Period | None:
    """Return the period of a kind in which ``hour_s`` lies; None before entry into force, or before the first period.

    Args:
        kind: one of ``PERIODS``. ``ever``: one period from entry into force. ``calendar-year``, ``month``, ``day``:
            those of GMT, the first being that of entry into force. ``treaty-year``: from entry into force to its
            anniversary. ``half-year``: six months, the first from the first day of the month that follows entry into
            force (New START).
        hour_s: Unix second, 0 to ``UNIX_S_MAX``.
        in_force_s: the same, of entry into force.
    """
    if kind not in PERIODS:
        raise Misuse(f"got period {kind}, want one of {', '.join(PERIODS)}")
    if hour_s < in_force_s:
        return None
    if kind == "ever":
        return Period(index=1, start_s=in_force_s, end_s=END_S)
    if kind == "day":
        index = hour_s // DAY_S - in_force_s // DAY_S + 1
    elif kind == "treaty-year":
        index = (month_of(hour_s) - month_of(in_force_s)) // 12 + 1
        index -= 1 if _begin(kind, index, in_force_s) > hour_s else 0
    else:
        first, size = _grid(kind, in_force_s)
        index = (month_of(hour_s) - first) // size + 1
    if index < 1:
        return None
    end_s = min(_begin(kind, index + 1, in_force_s), END_S)
    return Period(index=index, start_s=_begin(kind, index, in_force_s), end_s=end_s)


def occurrence(recurrence: Recurrence, in_force_s: int, index: int, calendar: Calendar | None = None) -> int:
    """Return the hour of the return of an index from 1, its grace added. One behind ``UNIX_S_MAX`` never comes.

    Raises:
        Misuse: a grace of working days without a calendar.
    """
    date_s = _date(recurrence, in_force_s, index)
    return date_s if recurrence.grace is None else _moved(date_s, recurrence.grace, calendar, 1)


def occurrences(
    recurrence: Recurrence,
    in_force_s: int,
    until_s: int,
    *,
    from_s: int = 0,
    count_max: int,
    calendar: Calendar | None = None,
) -> Iterator[tuple[int, int]]:
    """Yield the index from 1 and the hour of each return from ``from_s`` to ``until_s``, both with it.

    The first date is the first that is not before entry into force; of ``every`` and ``each``, the first end. The
    window is found by halving: what came before it is not walked over.

    Args:
        recurrence: the date that returns.
        in_force_s: the hour of entry into force, 0 to ``UNIX_S_MAX``.
        until_s: the last hour of the window; no date is behind ``UNIX_S_MAX``.
        from_s: its first hour.
        count_max: at most so many are yielded.
        calendar: by which a grace of working days counts.

    Raises:
        Misuse: a grace of working days without a calendar.
    """

    def hour(index: int) -> int:
        return occurrence(recurrence, in_force_s, index, calendar)

    indexes = range(1, INDEX_MAX + 1)
    first = bisect_left(indexes, from_s, key=hour)  # later dates have no earlier hours (spec/clock.md, section 2, 4)
    for index in indexes[first : first + count_max]:
        hour_s = hour(index)
        if hour_s > min(until_s, UNIX_S_MAX):
            return
        yield index, hour_s


# What they are made of


def _moved(start_s: int, span: Span, calendar: Calendar | None, sign: int) -> int:
    """Return the second ``span`` later, or earlier for a ``sign`` of -1; beyond all bounds if it comes to that."""
    unit, number = span.counted
    if not number:
        return start_s
    if unit in SECONDS:
        return start_s + sign * number * SECONDS[unit]
    if unit in MONTHS:
        return months_later(start_s, sign * number * MONTHS[unit])
    if calendar is None:
        raise Misuse("working days need a calendar")
    day, second = divmod(start_s, DAY_S)
    return calendar.later(day, sign * number) * DAY_S + second


def _grid(kind: str, in_force_s: int) -> tuple[int, int]:
    """Return the first month of the first period, and the months of each."""
    month = month_of(in_force_s)
    return {"calendar-year": (month // 12 * 12, 12), "half-year": (month + 1, 6), "month": (month, 1)}[kind]


def _begin(kind: str, index: int, in_force_s: int) -> int:
    """Return the first second of a period; ``ever`` has none but the first."""
    if kind == "day":
        return (in_force_s // DAY_S + index - 1) * DAY_S
    if kind == "treaty-year":
        return months_later(in_force_s, 12 * (index - 1))
    first, size = _grid(kind, in_force_s)
    return month_begin(first + size * (index - 1))


def _date(recurrence: Recurrence, in_force_s: int, index: int) -> int:
    """Return the date of an index from 1, without grace."""
    if recurrence.every is not None:
        unit, number = recurrence.every.counted
        return months_later(in_force_s, index * number * MONTHS[unit])
    if recurrence.each is not None:
        return _begin(recurrence.each, index + 1, in_force_s)
    assert recurrence.yearly is not None  # exactly one is given
    month, day = map(int, recurrence.yearly.split("-"))
    year = month_of(in_force_s) // 12

    def of(year: int) -> int:
        return day_of(year, month, min(day, last_day(year, month))) * DAY_S

    return of(year + index - 1 if of(year) >= in_force_s else year + index)


# Shapes


class ExactlyOne(Generic[T]):
    """A record of which exactly one of some optional members is given, else ``field-count``."""

    def __init__(self, record: Record[T], names: Iterable[str]) -> None:
        self.record = record
        self.names = tuple(names)

    def read(self, value: Value, where: str = "") -> T:
        read = self.record.read(value, where)
        assert isinstance(value, dict)
        if len([name for name in self.names if name in value]) != 1:
            raise Refused("field-count", f"want exactly one of {', '.join(self.names)}", where)
        return read

    def write(self, value: T) -> Value:
        return self.record.write(value)

    def schema(self) -> dict[str, Any]:
        return self.record.schema() | {"oneOf": [{"required": [name]} for name in self.names]}


def _span(units: Iterable[str], low: int = 1) -> ExactlyOne[Span]:
    members = {unit: Integer(low, COUNT_MAX[unit]) for unit in units}
    return ExactlyOne(Record(Span, {}, members), members)


SPAN = _span(COUNT_MAX)
SPAN_FROM_0 = _span(COUNT_MAX, 0)
"""A span that may be none: then it ends when it starts, worked or not."""
PERIOD = Choice(PERIODS)

RECURRENCE: ExactlyOne[Recurrence] = ExactlyOne(
    Record(Recurrence, {}, {"yearly": MONTH_DAY, "every": _span(MONTHS), "each": Choice(PERIODS[1:]), "grace": SPAN}),
    ("yearly", "every", "each"),
)
