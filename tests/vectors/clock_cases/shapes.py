"""Cases of the members of an agreement that hold clocks and quotas: what is read, and what is refused."""

from __future__ import annotations

from book import Book

from clock_cases import Json, calendar
from clock_cases.quotas import EVALUATIONS, INF_QUOTA, share


def write(book: Book) -> None:
    """Add the cases of ``clock.read``."""

    def ok(case: str, shape: str, value: Json, why: str) -> None:
        book.ok(f"clock/read-{shape}-{case}", "clock.read", {"shape": shape, "value": value}, {"value": value}, why)

    def bad(case: str, shape: str, value: Json, code: str, why: str) -> None:
        book.refused(f"clock/read-{shape}-{case}", "clock.read", {"shape": shape, "value": value}, code, why)

    _spans(ok, bad)
    _days(ok, bad)
    _recurrences(ok, bad)
    _quotas(ok, bad)


def _spans(ok: Json, bad: Json) -> None:
    largest = dict.fromkeys(("minutes", "hours", "days", "weeks"), 1_000_000)
    for unit, most in (largest | {"months": 1_200, "years": 1_000, "working_days": 10_000}).items():
        name = unit.replace("_", "-")
        ok(f"of-{name}", "span", {unit: most}, "The bound is in.")
        bad(f"of-{name}-too-many", "span", {unit: most + 1}, "field-range", "One more.")
        bad(f"of-no-{name}", "span", {unit: 0}, "field-range", "A span takes time.")
        ok(f"of-no-{name}", "span-from-0", {unit: 0}, "Or, where it says so, none.")
    bad("of-nothing", "span", {}, "field-count", "Exactly one unit.")
    bad("of-nothing", "span-from-0", {}, "field-count", "None is said with a unit, too.")
    bad("below-none", "span-from-0", {"hours": -1}, "field-range", "Nothing ends before it starts.")
    bad("too-many", "span-from-0", {"hours": 1_000_001}, "field-range", "The bound is the same.")
    bad("of-two-units", "span", {"days": 1, "hours": 12}, "field-count", "Exactly one unit.")
    bad(
        "of-two-units-one-too-many", "span", {"days": 0, "hours": 1}, "field-range", "Members first, then their number."
    )
    bad("of-another-unit", "span", {"fortnights": 1}, "field-unknown", "No such unit.")
    bad("of-seconds", "span", {"seconds": 1}, "field-unknown", "Nothing is agreed in seconds.")
    bad("of-a-text", "span", {"hours": "36"}, "field-type", "A number, not its text.")
    bad("is-a-number", "span", 36, "field-type", "Of which unit?")


def _days(ok: Json, bad: Json) -> None:
    ok("first", "day", "1970-01-01", "The first day there is.")
    ok("last", "day", "9999-12-31", "The last one.")
    for text, why in (
        ("2022-02-29", "2022 is no leap year."),
        ("2022-02-30", "No year has it."),
        ("2022-04-31", "April has 30 days."),
        ("2100-02-29", "2100 is no leap year."),
        ("2022-13-01", "Twelve months."),
        ("2022-00-01", "From one."),
        ("2022-01-00", "From one."),
        ("2022-01-32", "No month has it."),
        ("1969-12-31", "Before the first day there is."),
        ("2022-1-1", "Two digits each."),
        ("20220101", "With its hyphens."),
        ("2022-01-01T00:00:00Z", "A day, not an hour."),
        ("10000-01-01", "Four digits."),
        ("", "A text has a character."),
    ):
        bad(f"{text.lower().replace(':', '-') or 'empty'}", "day", text, "field-form", why)
    ok("2000-02-29", "day", "2000-02-29", "2000 is a leap year.")
    ok("2024-02-29", "day", "2024-02-29", "2024 is a leap year.")
    bad("is-a-number", "day", 20220101, "field-type", "A text.")
    ok("usual", "calendar", calendar("2022-01-01", "2022-03-08"), "Saturday, Sunday, two holidays.")
    ok("of-nothing", "calendar", calendar(weekend=()), "Every day is worked.")
    ok("of-one-day", "calendar", calendar(weekend=(1, 2, 3, 4, 5, 6)), "One day a week is left.")
    bad("without-a-working-day", "calendar", calendar(weekend=(1, 2, 3, 4, 5, 6, 7)), "field-count", "None is left.")
    bad("weekend-of-0", "calendar", calendar(weekend=(0, 6)), "field-range", "Monday is 1, Sunday is 7.")
    bad("weekend-of-8", "calendar", calendar(weekend=(7, 8)), "field-range", "Monday is 1, Sunday is 7.")
    bad("weekend-descending", "calendar", calendar(weekend=(7, 6)), "field-order", "Ascending.")
    bad("weekend-twice", "calendar", calendar(weekend=(6, 6)), "field-order", "Each once.")
    bad("holidays-descending", "calendar", calendar("2022-03-08", "2022-01-01"), "field-order", "Ascending.")
    bad("holiday-twice", "calendar", calendar("2022-03-08", "2022-03-08"), "field-order", "Each once.")
    bad("holiday-that-is-none", "calendar", calendar("2022-02-30"), "field-form", "No such date.")
    bad("name-upper-case", "calendar", calendar() | {"name": "Working"}, "field-form", "A name.")
    bad("without-holidays", "calendar", {"name": "a", "weekend": []}, "field-missing", "None are said to be none.")


def _recurrences(ok: Json, bad: Json) -> None:
    ok("yearly", "recurrence", {"grace": {"days": 1}, "yearly": "12-15"}, "By 15 December.")
    ok("yearly-29-february", "recurrence", {"yearly": "02-29"}, "It is the 28th in most years.")
    ok("every", "recurrence", {"every": {"months": 6}}, "Months from entry into force.")
    ok("each", "recurrence", {"each": "half-year", "grace": {"working_days": 5}}, "After each half-year.")
    bad("of-nothing", "recurrence", {"grace": {"days": 1}}, "field-count", "No date.")
    bad("of-two", "recurrence", {"every": {"years": 1}, "yearly": "01-01"}, "field-count", "One of them.")
    bad("yearly-30-february", "recurrence", {"yearly": "02-30"}, "field-form", "No year has it.")
    bad("yearly-31-april", "recurrence", {"yearly": "04-31"}, "field-form", "April has 30 days.")
    bad("yearly-with-a-year", "recurrence", {"yearly": "2022-12-15"}, "field-form", "Every year.")
    bad("yearly-short", "recurrence", {"yearly": "1-1"}, "field-form", "Two digits each.")
    bad("every-hour", "recurrence", {"every": {"hours": 1}}, "field-unknown", "Months or years.")
    bad("every-nothing", "recurrence", {"every": {}}, "field-count", "Months or years.")
    bad("each-ever", "recurrence", {"each": "ever"}, "field-choice", "It does not return.")
    bad("each-week", "recurrence", {"each": "week"}, "field-choice", "No such period.")
    ok("ever", "period", "ever", "A period without end.")
    bad("quarter", "period", "quarter", "field-choice", "No such period.")


def _quotas(ok: Json, bad: Json) -> None:
    ok("fixed", "places", {"fixed": 18}, "The same in every period.")
    ok("by-period", "places", INF_QUOTA, "A schedule.")
    ok("share", "places", EVALUATIONS, "A share of a declared figure.")
    bad("of-nothing", "places", {}, "field-count", "One of three.")
    bad("of-two", "places", INF_QUOTA | {"fixed": 1}, "field-count", "One of three.")
    bad("of-a-figure", "places", {"figure": "units"}, "field-count", "A figure is no quota.")
    bad("fixed-below-none", "places", {"fixed": -1}, "field-range", "Not fewer than none.")
    bad("share-of-what", "places", {"share": EVALUATIONS["share"]}, "field-missing", "A share is of a figure.")
    bad("fixed-with-a-figure", "places", {"figure": "units", "fixed": 1}, "field-unknown", "Only a share has one.")
    bad("by-period-empty", "places", {"by_period": []}, "field-count", "A schedule has a part.")
    part = {"places": 1, "years": 1}
    ok("by-period-longest", "places", {"by_period": [part] * 64}, "The bound is in.")
    bad("by-period-too-long", "places", {"by_period": [part] * 65}, "field-count", "One more.")
    bad("by-period-of-no-year", "places", {"by_period": [part | {"years": 0}]}, "field-range", "A part has a year.")
    bad("by-period-without-years", "places", {"by_period": [{"places": 1}]}, "field-missing", "How long?")
    half = share(1, 2, "down")["share"]
    ok("bounds-equal", "share", half | {"at_least": 3, "at_most": 3}, "At least may be at most.")
    bad("bounds-crossed", "share", half | {"at_least": 4, "at_most": 3}, "field-range", "No number is both.")
    bad("of-a-zero", "share", half | {"denominator": 0}, "field-range", "Nothing is divided by zero.")
    bad("of-none", "share", half | {"numerator": 0}, "field-range", "A share is of something.")
    bad("at-least-none", "share", half | {"at_least": 0}, "field-range", "That would say nothing.")
    bad("rounded-otherwise", "share", half | {"rounding": "half-even"}, "field-choice", "Down, nearest or up.")
    bad("not-rounded", "share", {"denominator": 2, "numerator": 1}, "field-missing", "The agreement must say it.")
