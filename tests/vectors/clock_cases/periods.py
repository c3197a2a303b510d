"""Cases of periods and of dates that return."""

from __future__ import annotations

from book import Book

from clock_cases import END_S, INF, LAST, NEW_START, VIENNA, Json, at, calendar

NEW_START_IN_FORCE = "2011-02-05T12:00:00Z"
INF_IN_FORCE = "1988-06-01T12:00:00Z"
LEAP = "2024-02-29T12:00:00Z"


def write(book: Book) -> None:
    """Add the cases of ``clock.period`` and ``clock.occurrences``."""

    def lies(
        case: str, kind: str, hour: str, in_force: str, want: tuple[int, str, str], why: str, source: str = ""
    ) -> None:
        index, start, end = want
        given = {"kind": kind, "hour_s": at(hour), "in_force_s": at(in_force)}
        result = {"index": index, "start_s": at(start), "end_s": at(end) if end else END_S}
        book.ok(f"clock/period-{case}", "clock.period", given, result, f"{hour}: {why}", source)

    def none(case: str, kind: str, hour: str, in_force: str, why: str, source: str = "") -> None:
        given = {"kind": kind, "hour_s": at(hour), "in_force_s": at(in_force)}
        book.ok(f"clock/period-{case}", "clock.period", given, {}, f"{hour}: {why}", source)

    def returns(
        case: str,
        recurrence: Json,
        in_force: str,
        until: str,
        hours: list[str],
        why: str,
        source: str = "",
        count_max: int = 10,
        days: Json = None,
    ) -> None:
        given = {"recurrence": recurrence, "in_force_s": at(in_force), "until_s": at(until), "count_max": count_max}
        given |= {"calendar": days} if days else {}
        found = [{"index": index, "hour_s": at(hour)} for index, hour in enumerate(hours, 1)]
        book.ok(f"clock/occurrences-{case}", "clock.occurrences", given, {"occurrences": found}, why, source)

    _years(lies, none)
    _parts(lies, none)
    _yearly(returns)
    _every(returns)
    _windows(book)


def _windows(book: Book) -> None:
    """Add the cases of what returns within a window, by hand; the first of them has the index given."""

    def returns(
        case: str, recurrence: Json, in_force: str, window: tuple[str, str], first: int, hours: list[str], why: str
    ) -> None:
        given = {"recurrence": recurrence, "in_force_s": at(in_force), "until_s": at(window[1]), "count_max": 10}
        given |= {"from_s": at(window[0])}
        given |= {"calendar": calendar("2040-01-02")} if "working_days" in str(recurrence) else {}
        found = [{"index": index, "hour_s": at(hour)} for index, hour in enumerate(hours, first)]
        book.ok(f"clock/occurrences-window-{case}", "clock.occurrences", given, {"occurrences": found}, why)

    for case, recurrence, in_force, index, hour, why in (
        (
            "day-14610",
            {"each": "day"},
            "2000-01-01T12:00:00Z",
            14_610,
            "2040-01-01",
            "40 years of days: 365 * 40 + 10.",
        ),
        ("month-4789", {"every": {"months": 1}}, "2000-01-31", 4_789, "2399-02-28", "399 years of months, and one."),
        ("year-800", {"yearly": "02-29"}, "2000-03-01", 800, "2800-02-29", "2001 had the first."),
        ("grace-40", {"yearly": "12-15", "grace": {"days": 30}}, "2000-01-01", 40, "2040-01-14", "30 days on."),
    ):
        given = {"recurrence": recurrence, "in_force_s": at(in_force), "index": index}
        book.ok(f"clock/occurrence-{case}", "clock.occurrence", given, {"hour_s": at(hour)}, why)
    started, noon = "2000-01-01T12:00:00Z", "2000-01-31T12:00:00Z"
    two_days = ("2040-01-01", "2040-01-02")
    returns("each-day", {"each": "day"}, started, two_days, 14_610, [*two_days], "40 years of days: 365 * 40 + 10.")
    later = ("2040-01-01T00:00:01Z", "2040-01-02")
    returns("each-day-a-second-later", {"each": "day"}, started, later, 14_611, ["2040-01-02"], "the first is over.")
    century = ("2399-02-01", "2399-03-31T12:00:00Z")
    ends = ["2399-02-28T12:00:00Z", "2399-03-31T12:00:00Z"]
    returns("every-month", {"every": {"months": 1}}, noon, century, 4_789, ends, "399 years of months, and one.")
    years = ("2800-01-01", "2802-12-31")
    nearly = {"each": "treaty-year"}
    returns("each-treaty-year", nearly, "2000-02-28", ("2800-01-01", "2800-12-31"), 800, ["2800-02-28"], "800 years.")
    leap = {"yearly": "02-29"}
    ends = ["2800-02-29", "2801-02-28", "2802-02-28"]
    returns("yearly", leap, "2000-03-01", years, 800, ends, "2001 had the first; 2800 has a leap day.")
    returns("yearly-of-that-day", leap, "2000-02-29", years, 801, ends, "2000 had the first.")
    half = {"each": "half-year"}
    returns(
        "each-half-year",
        half,
        "2000-01-15",
        ("2100-01-01", "2100-08-01"),
        200,
        ["2100-02-01", "2100-08-01"],
        "two a year.",
    )
    grace = {"yearly": "12-15", "grace": {"days": 30}}
    window = ("2040-01-10", "2040-12-31")
    returns("grace-over-the-year", grace, "2000-01-01", window, 40, ["2040-01-14"], "its date is of the year before.")
    clipped = {"each": "day", "grace": {"months": 1}}
    hours = ["2023-02-28"] * 4
    of_february = ("2023-02-28", "2023-02-28T23:59:59Z")
    returns("hours-that-fall-together", clipped, "2023-01-01", of_february, 27, hours, "28 to 31 January, a month on.")
    worked = {"yearly": "12-31", "grace": {"working_days": 1}}
    hours = ["2040-01-03", "2041-01-01"]
    window = ("2040-01-03", "2041-01-01")
    returns("grace-of-working-days", worked, "2000-01-01", window, 40, hours, "Saturday to Tuesday, Monday being free.")
    early = ("1970-01-01", "2000-02-01")
    returns("before-the-first", {"each": "month"}, started, early, 1, ["2000-02-01"], "there is none before it.")
    early = ("1970-01-01", "2000-01-31")
    returns("ended-before-the-first", {"each": "month"}, started, early, 1, [], "not yet.")
    returns("turned-round", {"each": "month"}, started, ("2001-01-01", "2000-12-31"), 1, [], "no hour lies in it.")
    returns("at-the-last", {"each": "day"}, "1970-01-01", ("9999-12-31", LAST), 2_932_896, ["9999-12-31"], "no more.")
    returns("behind-the-last-date", {"each": "month"}, "1970-01-01", ("9999-12-02", LAST), 1, [], "none is left.")


def _years(lies: Json, none: Json) -> None:
    started = NEW_START_IN_FORCE
    lies("ever-first", "ever", started, started, (1, started, ""), "there is one period, from entry into force.")
    lies("ever-last", "ever", LAST, started, (1, started, ""), "its end is behind the last time there is.")
    none("ever-before", "ever", "2011-02-05T11:59:59Z", started, "a second before entry into force.")
    first = (1, "2011-01-01", "2012-01-01")
    lies("calendar-year-first", "calendar-year", started, started, first, "the year of entry into force, whole.")
    lies("calendar-year-first-end", "calendar-year", "2011-12-31T23:59:59Z", started, first, "its last second.")
    lies("calendar-year-second", "calendar-year", "2012-01-01", started, (2, "2012-01-01", "2013-01-01"), "the next.")
    none("calendar-year-before", "calendar-year", "2011-02-01", started, "of that year, but before entry into force.")
    lies("calendar-year-last", "calendar-year", LAST, started, (7989, "9999-01-01", ""), "the last year there is.")
    started = INF_IN_FORCE
    first = (1, started, "1989-06-01T12:00:00Z")
    lies("treaty-year-first", "treaty-year", started, started, first, "from entry into force.", INF)
    lies("treaty-year-first-end", "treaty-year", "1989-06-01T11:59:59Z", started, first, "up to the anniversary.", INF)
    fourth = (4, "1991-06-01T12:00:00Z", "1992-06-01T12:00:00Z")
    lies("treaty-year-fourth", "treaty-year", "1991-06-01T12:00:00Z", started, fourth, "three years are over.", INF)
    lies("treaty-year-in-january", "treaty-year", "1992-01-31", started, fourth, "months before an anniversary.")
    none("treaty-year-before", "treaty-year", "1988-05-31", started, "before entry into force.")
    second = (2, "2025-02-28T12:00:00Z", "2026-02-28T12:00:00Z")
    lies("treaty-year-of-29-february", "treaty-year", "2025-02-28T12:00:00Z", LEAP, second, "the anniversary, clipped.")
    first = (1, LEAP, "2025-02-28T12:00:00Z")
    lies("treaty-year-of-29-february-end", "treaty-year", "2025-02-28T11:59:59Z", LEAP, first, "a second before it.")
    fourth = (4, "2027-02-28T12:00:00Z", "2028-02-29T12:00:00Z")
    lies("treaty-year-to-29-february", "treaty-year", "2028-02-28T12:00:00Z", LEAP, fourth, "no clipping adds up.")
    lies("treaty-year-last", "treaty-year", LAST, "9999-06-01", (1, "9999-06-01", ""), "it has no anniversary.")


def _parts(lies: Json, none: Json) -> None:
    started = NEW_START_IN_FORCE
    first = (1, "2011-03-01", "2011-09-01")
    none("half-year-before", "half-year", "2011-02-28T23:59:59Z", started, "in force, but in no half-year.", NEW_START)
    lies("half-year-first", "half-year", "2011-03-01", started, first, "from the month that follows.", NEW_START)
    lies("half-year-first-end", "half-year", "2011-08-31T23:59:59Z", started, first, "six months.", NEW_START)
    second = (2, "2011-09-01", "2012-03-01")
    lies("half-year-second", "half-year", "2011-09-01", started, second, "the next six.", NEW_START)
    none("half-year-from-a-first", "half-year", "2011-02-27", "2011-02-01", "the month that follows, not that month.")
    first = (1, "2012-01-01", "2012-07-01")
    lies("half-year-from-december", "half-year", "2012-02-01", "2011-12-31", first, "January follows December.")
    none("half-year-never", "half-year", LAST, "9999-12-01", "no month follows.")
    lies("half-year-last", "half-year", LAST, "9999-09-30", (1, "9999-10-01", ""), "it ends behind the last time.")
    lies("month-first", "month", "2011-02-28T23:59:59Z", started, (1, "2011-02-01", "2011-03-01"), "that month, whole.")
    lies("month-second", "month", "2011-03-01", started, (2, "2011-03-01", "2011-04-01"), "the next.")
    lies("month-of-another-year", "month", "2012-02-29", started, (13, "2012-02-01", "2012-03-01"), "a year later.")
    none("month-before", "month", "2011-02-05T11:59:59Z", started, "of that month, but before entry into force.")
    lies("day-first", "day", "2011-02-05T23:59:59Z", started, (1, "2011-02-05", "2011-02-06"), "that day, whole.")
    lies("day-second", "day", "2011-02-06", started, (2, "2011-02-06", "2011-02-07"), "the next.")
    lies("day-last", "day", LAST, "9999-12-30T12:00:00Z", (2, "9999-12-31", ""), "the last day there is.")
    none("day-before", "day", "2011-02-05T00:00:00Z", started, "of that day, but before entry into force.")


def _yearly(returns: Json) -> None:
    exchange: Json = {"yearly": "12-15", "grace": {"days": 1}}
    returns(
        "by-15-december",
        *(exchange, "2011-12-01", "2013-12-31", ["2011-12-16", "2012-12-16", "2013-12-16"]),
        "until the end of that day.",
        VIENNA,
    )
    new_year: Json = {"yearly": "01-01"}
    returns(
        "from-1-january", new_year, "2011-12-01", "2013-06-30", ["2012-01-01", "2013-01-01"], "as it begins.", VIENNA
    )
    returns("on-the-day", new_year, "2012-01-01", "2012-06-30", ["2012-01-01"], "in force just when it begins.")
    returns(
        "after-the-day-began",
        *(new_year, "2012-01-01T00:00:01Z", "2013-06-30", ["2013-01-01"]),
        "that day began before entry into force, so it is the next year's.",
    )
    leap: Json = {"yearly": "02-29"}
    ends = ["2023-02-28", "2024-02-29", "2025-02-28"]
    returns("on-29-february", leap, "2022-06-01", "2025-12-31", ends, "28 February where there is no 29th.")
    returns("until-that-second", new_year, "2012-06-01", "2013-01-01", ["2013-01-01"], "the bound is in.")
    returns("until-a-second-before", new_year, "2012-06-01", "2012-12-31T23:59:59Z", [], "and nothing beyond it.")
    returns("not-more-than-asked", new_year, "2012-06-01", LAST, ["2013-01-01", "2014-01-01"], "two.", count_max=2)
    returns("none-asked", new_year, "2012-06-01", LAST, [], "none.", count_max=0)
    returns(
        "not-beyond-the-last",
        *(exchange, "9998-12-14", LAST, ["9998-12-16", "9999-12-16"]),
        "and not the last time over and over.",
    )
    returns(
        "grace-of-working-days",
        *({"yearly": "12-31", "grace": {"working_days": 2}}, "2021-06-01", "2023-12-31"),
        ["2022-01-04", "2023-01-03"],
        "from a Friday: Monday, Tuesday; from a Saturday: the same two, 2 and 3 January.",
        days=calendar("2021-12-25"),
    )


def _every(returns: Json) -> None:
    ends = ["2023-02-28T12:00:00Z", "2023-08-31T12:00:00Z", "2024-02-29T12:00:00Z", "2024-08-31T12:00:00Z"]
    returns(
        "every-six-months",
        *({"every": {"months": 6}}, "2022-08-31T12:00:00Z", "2024-12-31", ends),
        "from entry into force each time, so the 31st comes back.",
    )
    ends = ["2025-02-28T12:00:00Z", "2026-02-28T12:00:00Z", "2027-02-28T12:00:00Z", "2028-02-29T12:00:00Z"]
    returns("every-year", {"every": {"years": 1}}, LEAP, "2028-12-31", ends, "from entry into force each time.")
    returns(
        "every-two-years-with-grace",
        *({"every": {"years": 2}, "grace": {"days": 30}}, "2011-02-05", "2015-12-31", ["2013-03-07", "2015-03-07"]),
        "30 days after each.",
    )
    returns(
        "30-days-after-a-half-year",
        *({"each": "half-year", "grace": {"days": 30}}, NEW_START_IN_FORCE, "2012-12-31"),
        ["2011-10-01", "2012-03-31", "2012-10-01"],
        "the data of six months, within 30 days after them.",
        NEW_START,
    )
    started = "2011-02-05T12:00:00Z"
    returns("each-day", {"each": "day"}, started, "2011-02-07", ["2011-02-06", "2011-02-07"], "at its end.")
    returns("each-month", {"each": "month"}, started, "2011-04-01", ["2011-03-01", "2011-04-01"], "at its end.")
    returns("each-calendar-year", {"each": "calendar-year"}, started, "2012-06-01", ["2012-01-01"], "at its end.")
    returns(
        "each-treaty-year",
        *({"each": "treaty-year"}, started, "2013-06-01", ["2012-02-05T12:00:00Z", "2013-02-05T12:00:00Z"]),
        "at its end.",
    )
