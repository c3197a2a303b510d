"""Cases of spans and of chained clocks: what is exact, what is clipped, and which days are worked."""

from __future__ import annotations

from book import Book

from clock_cases import CFE, CWC, INF, LAST, NEW_START, Json, at, calendar

EPOCH = "1970-01-01T00:00:00Z"


def write(book: Book) -> None:
    """Add the cases of ``clock.add``, ``clock.before`` and ``clock.chain``."""

    def add(case: str, start: str, span: Json, end: str, why: str, source: str = "", days: Json = None) -> None:
        given = {"start_s": at(start), "span": span} | ({"calendar": days} if days else {})
        book.ok(f"clock/add-{case}", "clock.add", given, {"end_s": at(end)}, f"{start} to {end}: {why}", source)

    def before(case: str, end: str, span: Json, start: str, why: str, source: str = "", days: Json = None) -> None:
        given = {"end_s": at(end), "span": span} | ({"calendar": days} if days else {})
        book.ok(
            f"clock/before-{case}", "clock.before", given, {"start_s": at(start)}, f"{start} to {end}: {why}", source
        )

    _exact(add)
    _months(add)
    _working_days(add)
    _before(before)
    _none(add, before)
    _chain(book)


def _exact(add: Json) -> None:
    add("minutes", "2022-03-01T11:45:00Z", {"minutes": 30}, "2022-03-01T12:15:00Z", "half an hour to name.", CFE)
    add("hours", "2022-03-01T12:00:00Z", {"hours": 36}, "2022-03-03T00:00:00Z", "36 hours.", CFE)
    add("days", "1988-07-01", {"days": 60}, "1988-08-30", "the baseline, 60 days from 1 July.", INF)
    add("weeks", "2022-03-01T12:00:00Z", {"weeks": 2}, "2022-03-15T12:00:00Z", "a week has seven days.")
    add("a-day-in-a-leap-year", "2024-02-28T12:00:00Z", {"days": 1}, "2024-02-29T12:00:00Z", "2024 has a 29 February.")
    add("a-day-in-no-leap-year", "2023-02-28T12:00:00Z", {"days": 1}, "2023-03-01T12:00:00Z", "2023 has none.")
    add("a-day-in-2000", "2000-02-28", {"days": 1}, "2000-02-29", "a century that 400 divides.")
    add("a-day-in-2100", "2100-02-28", {"days": 1}, "2100-03-01", "a century that 400 does not divide.")
    add(
        "over-a-change-of-clocks",
        *("2022-03-26T23:00:00Z", {"days": 1}, "2022-03-27T23:00:00Z"),
        "clocks of towns went forward that night; GMT does not.",
    )
    add("from-the-first-second", EPOCH, {"weeks": 1}, "1970-01-08", "a week from 0.")
    add("hours-beyond-the-last", LAST, {"hours": 1}, LAST, "what would be later is the last time there is.")
    add("weeks-beyond-the-last", "2022-03-01", {"weeks": 1_000_000}, LAST, "nineteen thousand years.")


def _none(add: Json, before: Json) -> None:
    for name, at_start, unit, days in (
        ("hours", "2022-03-01T12:00:00Z", "hours", None),
        ("months-of-the-31st", "2022-03-31T12:00:00Z", "months", None),
        ("working-days-on-a-saturday", "2022-03-05T12:00:00Z", "working_days", calendar()),
    ):
        add(f"no-{name}", at_start, {unit: 0}, at_start, "it ends when it starts, worked or not.", days=days)
        before(f"no-{name}", at_start, {unit: 0}, at_start, "it starts when it ends, worked or not.", days=days)


def _months(add: Json) -> None:
    add("a-month", "2022-03-15T08:30:15Z", {"months": 1}, "2022-04-15T08:30:15Z", "day and time of day stay.")
    add("a-month-over-the-year", "2022-12-15", {"months": 1}, "2023-01-15", "January follows December.")
    add("to-december", "2022-06-15", {"months": 6}, "2022-12-15", "the twelfth month is of the same year.")
    add("31-january-a-month", "2023-01-31T12:00:00Z", {"months": 1}, "2023-02-28T12:00:00Z", "clipped.")
    add("31-january-a-month-leap", "2024-01-31T12:00:00Z", {"months": 1}, "2024-02-29T12:00:00Z", "clipped.")
    add("31-august-a-month", "2022-08-31", {"months": 1}, "2022-09-30", "clipped to a month of 30 days.")
    add("31-august-six-months", "2022-08-31T12:00:00Z", {"months": 6}, "2023-02-28T12:00:00Z", "clipped.")
    add("28-february-a-month", "2023-02-28", {"months": 1}, "2023-03-28", "the last of a month is not kept the last.")
    add("14-months", "2022-12-31", {"months": 14}, "2024-02-29", "clipped in the month it comes to, in no other.")
    add("1200-months", "2022-03-01", {"months": 1_200}, "2122-03-01", "a hundred years.")
    add("a-year", "2011-02-05T12:00:00Z", {"years": 1}, "2012-02-05T12:00:00Z", "an anniversary.", NEW_START)
    add("29-february-a-year", "2024-02-29", {"years": 1}, "2025-02-28", "clipped.")
    add("29-february-four-years", "2024-02-29", {"years": 4}, "2028-02-29", "there is one again.")
    add("29-february-to-2100", "2096-02-29", {"years": 4}, "2100-02-28", "2100 has none.")
    add("29-february-to-2400", "2000-02-29", {"years": 400}, "2400-02-29", "2400 has one.")
    add("a-month-beyond-the-last", "9999-12-01", {"months": 1}, LAST, "there is no January after it.")
    add("years-beyond-the-last", "9500-01-01", {"years": 1_000}, LAST, "there is no year 10500.")
    add("years-to-the-last", "9000-12-31T23:59:59Z", {"years": 999}, LAST, "just there.")
    add(
        "30-january-late",
        *("2023-01-30T18:00:00Z", {"months": 1}, "2023-02-28T18:00:00Z"),
        "with add-31-january-early, a later start that ends at an earlier hour of the same day.",
    )
    add("31-january-early", "2023-01-31T06:00:00Z", {"months": 1}, "2023-02-28T06:00:00Z", "see add-30-january-late.")


def _working_days(add: Json) -> None:
    week = calendar()
    women = calendar("2022-03-08")
    add("working-day", "2022-03-01T10:00:00Z", {"working_days": 1}, "2022-03-02T10:00:00Z", "the next day.", days=week)
    add(
        "working-day-from-friday",
        *("2022-03-04T10:00:00Z", {"working_days": 1}, "2022-03-07T10:00:00Z"),
        "over a weekend.",
        days=week,
    )
    add(
        "working-day-from-saturday",
        *("2022-03-05T10:00:00Z", {"working_days": 1}, "2022-03-07T10:00:00Z"),
        "a start that is no working day does not count either.",
        days=week,
    )
    add(
        "working-days-over-a-holiday",
        *("2022-03-04T10:00:00Z", {"working_days": 3}, "2022-03-10T10:00:00Z"),
        "7, 9 and 10 March; the 8th is a holiday.",
        days=women,
    )
    add(
        "working-day-from-a-holiday",
        *("2022-03-08T23:59:59Z", {"working_days": 1}, "2022-03-09T23:59:59Z"),
        "the day after it.",
        days=women,
    )
    add(
        "working-days-holiday-on-a-weekend",
        *("2022-03-04", {"working_days": 2}, "2022-03-08"),
        "a holiday on a Saturday is no further day off.",
        days=calendar("2022-03-05"),
    )
    add(
        "working-days-over-the-year",
        *("2022-12-23T12:00:00Z", {"working_days": 5}, "2023-01-03T12:00:00Z"),
        "27, 28, 29, 30 December and 3 January.",
        days=calendar("2022-12-26", "2023-01-02"),
    )
    add(
        "working-day-weekend-of-friday",
        *("2022-03-03", {"working_days": 1}, "2022-03-06"),
        "Friday and Saturday are off, Sunday is worked.",
        days=calendar(weekend=(5, 6)),
    )
    add(
        "working-days-without-a-weekend",
        *("2022-03-04", {"working_days": 3}, "2022-03-07"),
        "every day is worked.",
        days=calendar(weekend=()),
    )
    add(
        "working-days-one-a-week",
        *("2022-03-02", {"working_days": 2}, "2022-03-16"),
        "Wednesdays only; the one of the start does not count.",
        days=calendar(weekend=(1, 2, 4, 5, 6, 7)),
    )
    add("10000-working-days", "2022-03-01", {"working_days": 10_000}, "2060-06-29", "2,000 weeks.", days=week)
    add("working-days-beyond-the-last", LAST, {"working_days": 1}, LAST, "there is none.", days=week)
    add(
        "weeks-with-a-calendar",
        *("2022-03-04", {"weeks": 1}, "2022-03-11"),
        "other units do not look at it.",
        days=women,
    )


def _before(before: Json) -> None:
    before("hours", "2022-03-03T00:00:00Z", {"hours": 36}, "2022-03-01T12:00:00Z", "notice 36 h before arrival.", CFE)
    before("minutes", "2022-03-01T00:15:00Z", {"minutes": 30}, "2022-02-28T23:45:00Z", "the day before.")
    before("weeks", "2022-03-01", {"weeks": 52}, "2021-03-02", "364 days.")
    before("days-before-the-first", "1970-01-02", {"days": 2}, EPOCH, "what would be earlier is 0.")
    before("years-before-the-first", "2022-03-01", {"years": 1_000}, EPOCH, "what would be earlier is 0.")
    before("a-month", "2022-03-15T08:30:15Z", {"months": 1}, "2022-02-15T08:30:15Z", "day and time of day stay.")
    before("31-march-a-month", "2022-03-31T12:00:00Z", {"months": 1}, "2022-02-28T12:00:00Z", "clipped.")
    before("a-month-over-the-year", "2022-01-31", {"months": 1}, "2021-12-31", "December precedes January.")
    before("29-february-a-year", "2024-02-29", {"years": 1}, "2023-02-28", "clipped.")
    week = calendar("2022-03-08")
    before(
        "working-day-of-monday",
        *("2022-03-07T10:00:00Z", {"working_days": 1}, "2022-03-04T10:00:00Z"),
        "over a weekend.",
        days=week,
    )
    before(
        "working-day-of-sunday",
        *("2022-03-06T10:00:00Z", {"working_days": 1}, "2022-03-04T10:00:00Z"),
        "the first working day before it; the day of the end does not count.",
        days=week,
    )
    before(
        "working-days-over-a-holiday",
        *("2022-03-10T10:00:00Z", {"working_days": 3}, "2022-03-04T10:00:00Z"),
        "9, 7 and 4 March.",
        days=week,
    )
    before("working-days-before-the-first", "1970-01-05", {"working_days": 9}, EPOCH, "there are two.", days=week)


def _chain(book: Book) -> None:
    def chain(
        case: str, start: str, stages: list[Json], ends: list[tuple[str, str]], why: str, source: str = ""
    ) -> None:
        result = [
            {"earliest_s": at(earliest)} | ({"latest_s": at(latest)} if latest else {}) for earliest, latest in ends
        ]
        given = {"start_s": at(start), "stages": stages}
        book.ok(f"clock/chain-{case}", "clock.chain", given, {"stages": result}, why, source)

    noon = "2022-03-01T12:00:00Z"
    chain(
        "44-hours",
        noon,
        [{"not_before": {"hours": hours}} for hours in (36, 1, 6, 1)],
        [(f"2022-03-03T{hour:02}:00:00Z", "") for hour in (0, 1, 7, 8)],
        "notice, point of entry, preparation, briefing: 36 + 1 + 6 + 1 = 44 hours at the least.",
        CFE,
    )
    chain(
        "84-hours",
        noon,
        [{"within": {"hours": hours}} for hours in (48, 36)],
        [(noon, "2022-03-03T12:00:00Z"), (noon, "2022-03-05T00:00:00Z")],
        "a first site and another: 48 + 36 = 84 hours at the most.",
        CFE,
    )
    chain(
        "108-hours",
        noon,
        [{"not_before": {"hours": 12}, "within": {"hours": 36}}, {"within": {"hours": 72}}],
        [("2022-03-02T00:00:00Z", "2022-03-03T00:00:00Z"), ("2022-03-02T00:00:00Z", "2022-03-06T00:00:00Z")],
        "transport to the perimeter ends 12 to 36 hours after arrival, access is given within 108.",
        CWC,
    )
    chain(
        "latest-is-lost-for-good",
        noon,
        [{"within": {"hours": 1}}, {"not_before": {"hours": 1}}, {"within": {"hours": 1}}],
        [(noon, "2022-03-01T13:00:00Z"), ("2022-03-01T13:00:00Z", ""), ("2022-03-01T13:00:00Z", "")],
        "behind a stage that may take any time nothing has a latest hour.",
    )
    chain("of-nothing", noon, [], [], "no stage.")
    chain(
        "earliest-and-latest-are-clipped-apart",
        "2023-01-30",
        [{"not_before": {"days": 1}, "within": {"days": 2}}, {"not_before": {"months": 1}, "within": {"months": 1}}],
        [("2023-01-31", "2023-02-01"), ("2023-02-28", "2023-03-01")],
        "each bound is counted from its own.",
    )
    chain(
        "beyond-the-last",
        LAST,
        [{"not_before": {"hours": 1}, "within": {"years": 1}}],
        [(LAST, LAST)],
        "what would be later is the last time there is.",
    )
