"""Clocks and quotas: every vector, Python's ``datetime`` as the rival, and the fixtures that treaties give."""

from __future__ import annotations

import calendar as months
import json
import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from pathlib import Path

import jsonschema
import pytest
import table
from calls_clock import CALLS, SHAPES
from clock_cases import at, cases
from hypothesis import given
from hypothesis import strategies as st

from counterseal.agreement import clock, quota
from counterseal.agreement.calendar import CALENDAR, DAY_S, Calendar, date_of, day_of
from counterseal.agreement.clock import Recurrence, Span
from counterseal.agreement.quota import Places, Share, YearSpan
from counterseal.errors import Misuse
from counterseal.statements.statement import UNIX_S_MAX

FILES = table.files(("clock",))
# What a JSON Schema cannot say: which dates exist, that items ascend, and which of two bounds is the lower.
BEYOND_SCHEMAS = {"read-day-2022-02-29", "read-day-2100-02-29", "read-share-bounds-crossed"}
BEYOND_SCHEMAS |= {"read-calendar-holidays-descending", "read-calendar-weekend-descending"}

hours = st.integers(0, UNIX_S_MAX)
near = st.integers(0, 4_102_444_800)  # until 2100
exact = st.sampled_from([*clock.SECONDS]).flatmap(
    lambda unit: st.builds(lambda number: Span(**{unit: number}), st.integers(1, 100_000))
)
clipped = st.one_of(
    st.builds(lambda number: Span(months=number), st.integers(1, 1_200)),
    st.builds(lambda number: Span(years=number), st.integers(1, 1_000)),
)
worked = st.builds(lambda number: Span(working_days=number), st.integers(1, 300))
calendars = st.builds(
    lambda weekend, holidays: Calendar(
        name="a", weekend=tuple(sorted(weekend)), holidays=tuple(sorted(day.isoformat() for day in holidays))
    ),
    st.sets(st.integers(1, 7), max_size=6),
    st.sets(st.dates(date(1970, 1, 1), date(2100, 12, 31)), max_size=40),
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == cases()


def test_every_call_has_a_vector() -> None:
    assert {json.loads(path.read_text(encoding="utf-8"))["call"] for path in FILES} == CALLS.keys()


def test_what_the_page_shows_is_so() -> None:
    shown = table.examples("clock.md")[0]
    days = CALENDAR.read(json.loads(shown.splitlines()[0]))
    spans = re.findall(r"^(\{.*\}) +from (\S+) +until (\S+)$", shown, flags=re.MULTILINE)
    for text, start, end in spans:
        assert clock.add(at(start), clock.SPAN.read(json.loads(text)), days) == at(end), text
    recurrence, in_force, *hours = re.findall(
        r"^\{.*\}(?= +in force)|\S+Z$", shown.split("\n\n")[2], flags=re.MULTILINE
    )
    found = clock.occurrences(
        clock.RECURRENCE.read(json.loads(recurrence)), at(in_force), at(hours[-1]), count_max=len(hours) + 1
    )
    assert [hour_s for _, hour_s in found] == [at(hour) for hour in hours]
    (schedule, total), *_ = re.findall(r"^(\{.*\}) +in all (\d+)$", shown, flags=re.MULTILINE)
    assert quota.total(quota.PLACES.read(json.loads(schedule))) == int(total)
    assert (len(spans), len(hours)) == (4, 3)


@pytest.mark.parametrize("path", [path for path in FILES if path.stem.startswith("read-")], ids=lambda path: path.stem)
def test_the_schema_says_what_the_shape_reads(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    schema = SHAPES[case["input"]["shape"]].schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    allowed = jsonschema.Draft202012Validator(schema).is_valid(case["input"]["value"])
    assert allowed == ("ok" in case["expect"] or path.stem in BEYOND_SCHEMAS)


# The calendar, and Python's.


def moment(hour_s: int) -> datetime:
    """Return a time as Python has it."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=hour_s)


def seconds(moment: datetime) -> int:
    """Return the Unix second of a time."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def moved(start: datetime, number: int) -> datetime:
    """Return the time ``number`` months later, clipped; OverflowError or ValueError where Python has no such year."""
    year, month = divmod(12 * start.year + start.month - 1 + number, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, months.monthrange(year, month + 1)[1]))


def rival(start_s: int, span: Span, calendar: Calendar | None, sign: int) -> int:
    """Return what ``add`` or ``before`` must, by ``datetime``, one day at a time where days are counted."""
    unit, number = span.counted
    start = moment(start_s)
    try:
        if unit == "working_days":
            assert calendar is not None
            while number:
                start += timedelta(days=sign)
                off = start.isoweekday() in calendar.weekend or start.date().isoformat() in calendar.holidays
                number -= 0 if off else 1
            found = start
        elif unit in clock.MONTHS:
            found = moved(start, sign * number * clock.MONTHS[unit])
        else:
            found = start + sign * timedelta(**{unit: number})
    except (OverflowError, ValueError):
        return UNIX_S_MAX if sign > 0 else 0
    return max(seconds(found), 0)


def test_every_day_is_its_date_and_back() -> None:
    last = day_of(9999, 12, 31)
    assert last == UNIX_S_MAX // DAY_S
    days = {*range(day_of(2405, 1, 1)), *range(0, last, 97), *range(last - 800, last + 1)}
    epoch = date(1970, 1, 1).toordinal()
    for day in days:
        found = date.fromordinal(epoch + day)
        assert date_of(day) == (found.year, found.month, found.day)
        assert day_of(found.year, found.month, found.day) == day


def test_days_before_the_first_are_dates_too() -> None:
    for day in range(day_of(600, 1, 1), 0, 7):
        assert day_of(*date_of(day)) == day
        assert date_of(day)[0] == (date(1970, 1, 1) + timedelta(days=day)).year


@given(hours, exact | clipped)
def test_a_span_ends_when_datetime_says(start_s: int, span: Span) -> None:
    assert clock.add(start_s, span) == rival(start_s, span, None, 1)
    assert clock.before(start_s, span) == rival(start_s, span, None, -1)


@given(near, worked, calendars)
def test_working_days_end_when_datetime_says(start_s: int, span: Span, calendar: Calendar) -> None:
    assert clock.add(start_s, span, calendar) == rival(start_s, span, calendar, 1)
    assert clock.before(start_s, span, calendar) == rival(start_s, span, calendar, -1)


@given(hours, st.integers(0, 100 * DAY_S), exact)
def test_a_later_start_never_ends_earlier(start_s: int, later_s: int, span: Span) -> None:
    assert clock.add(start_s, span) <= clock.add(min(start_s + later_s, UNIX_S_MAX), span)


@given(near, st.integers(0, 100 * DAY_S), clipped | worked, calendars)
def test_a_later_start_never_ends_on_an_earlier_day(start_s: int, later_s: int, span: Span, calendar: Calendar) -> None:
    first_s, second_s = clock.add(start_s, span, calendar), clock.add(start_s + later_s, span, calendar)
    assert first_s // DAY_S <= second_s // DAY_S
    if start_s // DAY_S == (start_s + later_s) // DAY_S:
        assert first_s <= second_s


@given(hours, exact)
def test_before_is_the_latest_hour_from_which_it_is_over(end_s: int, span: Span) -> None:
    start_s = clock.before(end_s, span)
    if start_s > 0:
        assert clock.add(start_s, span) == end_s
        assert clock.add(start_s + 1, span) == min(end_s + 1, UNIX_S_MAX)


@given(near, clipped)
def test_a_month_before_is_over_in_time(end_s: int, span: Span) -> None:
    start_s = clock.before(end_s, span)
    if start_s > 0:
        assert clock.add(start_s, span) <= end_s


def test_working_days_without_a_calendar_are_a_misuse() -> None:
    for call in (clock.add, clock.before):
        with pytest.raises(Misuse):
            call(0, Span(working_days=1))
    with pytest.raises(Misuse):
        clock.chain([(Span(working_days=1), None)], 0)
    with pytest.raises(Misuse):
        list(clock.occurrences(Recurrence(yearly="01-01", grace=Span(working_days=1)), 0, UNIX_S_MAX, count_max=1))


# Periods and what returns.


@given(st.sampled_from(clock.PERIODS), hours, hours)
def test_an_hour_lies_in_its_period(kind: str, hour_s: int, in_force_s: int) -> None:
    found = clock.period(kind, hour_s, in_force_s)
    if found is None:
        assert hour_s < in_force_s or (kind == "half-year" and hour_s - in_force_s < 31 * DAY_S)
        return
    assert hour_s >= in_force_s
    assert found.start_s <= hour_s < found.end_s <= clock.END_S
    assert found.index >= 1


@given(st.sampled_from(clock.PERIODS), near, st.integers(0, 800 * DAY_S))
def test_periods_follow_one_another_without_a_gap(kind: str, in_force_s: int, later_s: int) -> None:
    found = clock.period(kind, in_force_s + later_s, in_force_s)
    if found is None or kind == "ever":
        return
    following = clock.period(kind, found.end_s, in_force_s)
    assert following is not None
    assert (following.index, following.start_s) == (found.index + 1, found.end_s)
    assert clock.period(kind, found.end_s - 1, in_force_s) == found
    assert clock.period(kind, max(found.start_s, in_force_s), in_force_s) == found


@given(hours, hours)
def test_a_calendar_year_and_a_month_are_those_of_datetime(hour_s: int, in_force_s: int) -> None:
    hour, in_force = moment(hour_s), moment(in_force_s)
    year, month = clock.period("calendar-year", hour_s, in_force_s), clock.period("month", hour_s, in_force_s)
    if hour_s < in_force_s:
        assert (year, month) == (None, None)
        return
    assert year is not None
    assert month is not None
    assert moment(year.start_s) == datetime(hour.year, 1, 1, tzinfo=UTC)
    assert moment(month.start_s) == datetime(hour.year, hour.month, 1, tzinfo=UTC)
    assert year.index == hour.year - in_force.year + 1
    assert month.index == 12 * (hour.year - in_force.year) + hour.month - in_force.month + 1


def test_another_period_is_a_misuse() -> None:
    with pytest.raises(Misuse):
        clock.period("week", 0, 0)


recurrences = st.builds(
    lambda date, grace: Recurrence(**date, grace=grace),
    st.one_of(
        st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: {"yearly": day.isoformat()[5:]}),
        st.builds(lambda number: {"every": Span(months=number)}, st.integers(1, 40)),
        st.sampled_from(clock.PERIODS[1:]).map(lambda kind: {"each": kind}),
    ),
    st.none() | exact | worked,
)


@given(recurrences, near, st.integers(0, 4_000 * DAY_S), calendars)
def test_what_returns_comes_in_order_and_in_time(
    recurrence: Recurrence, in_force_s: int, later_s: int, calendar: Calendar
) -> None:
    until_s = in_force_s + later_s
    found = list(clock.occurrences(recurrence, in_force_s, until_s, count_max=30, calendar=calendar))
    assert [index for index, _ in found] == list(range(1, len(found) + 1))
    assert all(in_force_s <= hour_s <= until_s for _, hour_s in found)
    assert all(earlier <= later for (_, earlier), (_, later) in pairwise(found))
    fewer = list(clock.occurrences(recurrence, in_force_s, until_s, count_max=3, calendar=calendar))
    assert fewer == found[:3]


@given(recurrences, near, st.integers(0, 3_000 * DAY_S), st.integers(0, 400 * DAY_S), calendars)
def test_a_window_has_what_walking_there_finds(
    recurrence: Recurrence, in_force_s: int, later_s: int, length_s: int, calendar: Calendar
) -> None:
    from_s = in_force_s + later_s
    every = clock.occurrences(recurrence, in_force_s, from_s + length_s, count_max=4_000, calendar=calendar)
    walked = [(index, hour_s) for index, hour_s in every if hour_s >= from_s]
    found = clock.occurrences(
        recurrence, in_force_s, from_s + length_s, from_s=from_s, count_max=4_000, calendar=calendar
    )
    assert list(found) == walked


def test_nothing_returns_more_often_than_the_last_index() -> None:
    (last,) = clock.occurrences(Recurrence(each="day"), 0, UNIX_S_MAX, from_s=UNIX_S_MAX - DAY_S, count_max=9)
    assert last == (clock.INDEX_MAX, UNIX_S_MAX + 1 - DAY_S)


@given(st.sampled_from(clock.PERIODS[1:]), near)
def test_each_ends_where_its_period_ends(kind: str, in_force_s: int) -> None:
    for index, end_s in clock.occurrences(Recurrence(each=kind), in_force_s, UNIX_S_MAX, count_max=5):
        found = clock.period(kind, end_s - 1, in_force_s)
        assert found is not None
        assert (found.index, found.end_s) == (index, end_s)


# Quotas, and rationals.


@given(
    st.integers(0, 10**9),
    *(st.integers(1, 10**6), st.integers(1, 10**6)),
    *(st.none() | st.integers(1, 20), st.none() | st.integers(20, 40)),
)
def test_a_share_is_the_rational_rounded(
    figure: int, numerator: int, denominator: int, at_least: int | None, at_most: int | None
) -> None:
    share = Fraction(figure * numerator, denominator)
    rounded = {"down": floor(share), "nearest": floor(share + Fraction(1, 2)), "up": ceil(share)}
    for rounding, want in rounded.items():
        want = want if at_least is None else max(want, at_least)
        want = want if at_most is None else min(want, at_most)
        found = Share(
            numerator=numerator, denominator=denominator, rounding=rounding, at_least=at_least, at_most=at_most
        )
        assert found.places(figure) == want


@given(st.lists(st.builds(lambda a, b: YearSpan(years=a, places=b), st.integers(1, 9), st.integers(0, 9)), min_size=1))
def test_a_total_is_the_sum_of_its_periods(runs: list[YearSpan]) -> None:
    schedule = Places(by_period=tuple(runs))
    periods = sum(run.years for run in runs)
    assert quota.total(schedule) == sum(quota.count(schedule, index) or 0 for index in range(1, periods + 1))
    assert quota.count(schedule, periods + 1) == 0


# The fixtures of treaties, each also a vector.


def test_a_declared_site_takes_44_hours_at_the_least() -> None:
    ends = clock.chain([(Span(hours=number), None) for number in (36, 1, 6, 1)], 0)
    assert ends[-1] == (44 * 3_600, None)


def test_two_sites_take_84_hours_at_the_most() -> None:
    assert clock.chain([(None, Span(hours=48)), (None, Span(hours=36))], 0)[-1] == (0, 84 * 3_600)


def test_13_years_of_inspections_are_185() -> None:
    runs = ((3, 20), (5, 15), (5, 10))
    assert quota.total(Places(by_period=tuple(YearSpan(years=years, places=places) for years, places in runs))) == 185


@pytest.mark.parametrize(
    ("share", "places"),
    [
        (Share(numerator=1, denominator=60, rounding="up", at_most=15), {120: 2, 121: 3, 1_000: 15}),
        (Share(numerator=1, denominator=5, rounding="down", at_least=1), {15: 3, 4: 1}),
        (Share(numerator=2, denominator=5, rounding="nearest", at_least=1), {1: 1, 3: 1, 10: 4}),
    ],
    ids=["evaluations", "per visitor", "after a dispersal"],
)
def test_shares_of_treaties(share: Share, places: dict[int, int]) -> None:
    assert {figure: share.places(figure) for figure in places} == places
