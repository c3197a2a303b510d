"""Cases of what a standard may ask over time, of agreed odds, and of what a measure agrees on."""

from __future__ import annotations

from typing import Any

from book import Book

from upper_cases.agreement import REMOVED, bad, changed, ok

STANDARD = ("undertakings", 0, "standard")
LASTING: dict[str, Any] = {
    "duration": {"days": 20},
    "items": 4,
    "lapses_after": {"days": 30},
    "presence": "continuous",
    "probability": "0x4/0x5",
    "window": {"days": 40},
}
PRIOR: dict[str, Any] = {
    "absence_max": "0x3/0x4",
    "absence_min": "0x1/0x4",
    "introduction_max": 5_000,
    "introduction_min": 500,
    "removal_max": 1_000,
    "removal_min": 0,
}
REFUSED = {"absent": "0x1/0x32", "present": "0x1/0x5"}


def write(book: Book) -> None:
    """Add the cases."""
    _lasting(book)
    _prior(book)
    _likelihoods(book)
    _at_most(book)


def _lasting(book: Book) -> None:
    ok(book, "presence-continuous", changed((STANDARD, LASTING)), "For 20 days without a break, within 40.")
    ok(book, "presence-cumulative", changed((STANDARD, LASTING | {"presence": "cumulative"})), "For 20 days in all.")
    short = {name: value for name, value in LASTING.items() if name != "window"}
    ok(book, "presence-without-window", changed((STANDARD, short)), "Then the window is as long as the duration.")
    ok(book, "window-as-long-as-duration", changed((STANDARD, LASTING | {"window": {"hours": 480}})), "It just fits.")
    for name, more, why in (
        ("presence-without-duration", {"duration": REMOVED}, "How long would it have to last?"),
        ("momentary-with-duration", {"presence": "momentary"}, "A moment does not last."),
        ("momentary-with-window", {"duration": REMOVED, "presence": "momentary"}, "A moment has no window."),
        ("window-shorter-than-duration", {"window": {"hours": 479}}, "No such presence fits into it."),
    ):
        asked = {member: value for member, value in (LASTING | more).items() if value is not REMOVED}
        bad(book, name, changed((STANDARD, asked)), "agreement-choice", why)
    both = LASTING | {"duration": {"days": 1, "hours": 1}}
    bad(book, "duration-of-two-units", changed((STANDARD, both)), "field-count", "One unit.")


def _prior(book: Book) -> None:
    at = (*STANDARD, "prior")
    ok(book, "prior", changed((at, PRIOR)), "Agreed odds, each between two bounds.")
    plainer = {name: value for name, value in PRIOR.items() if not name.startswith("removal")}
    ok(book, "prior-without-removal", changed((at, plainer)), "Nothing is taken away.")
    ok(
        book,
        "prior-exact",
        changed((at, PRIOR | {"absence_min": "0x3/0x4", "introduction_min": 5_000})),
        "Equal bounds.",
    )
    ok(book, "prior-certain", changed((at, PRIOR | {"introduction_max": 999_000})), "Together just certain.")
    for name, more, code, why in (
        ("absence-crossed", {"absence_min": "0x4/0x5"}, "agreement-choice", "The least above the greatest."),
        ("introduction-crossed", {"introduction_min": 5_001}, "agreement-choice", "The least above the greatest."),
        ("removal-crossed", {"removal_min": 1_001}, "agreement-choice", "The least above the greatest."),
        ("more-than-certain", {"introduction_max": 999_001}, "agreement-choice", "More than certain in one day."),
        ("absence-above-1", {"absence_max": "0x3/0x2"}, "field-range", "A probability."),
        ("introduction-above-a-million", {"introduction_max": 1_000_001}, "field-range", "Millionths."),
        ("introduction-a-rational", {"introduction_max": "0x1/0xc8"}, "field-type", "Millionths."),
    ):
        bad(book, f"prior-{name}", changed((at, PRIOR | more)), code, why)
    lacking = {name: value for name, value in PRIOR.items() if name != "introduction_max"}
    bad(book, "prior-without-introduction", changed((at, lacking)), "field-missing", "Without it nothing decays.")


def _likelihoods(book: Book) -> None:
    at = ("measures", 0, "likelihoods")
    words = ("ambiguous", "away", "failed", "not-measured", "refused", "resolved", "too-small")
    ok(book, "likelihoods", changed((at, dict.fromkeys(words, REFUSED))), "Of everything that is no result.")
    sure = REFUSED | {"present": "0x0/0x1"}
    ok(book, "likelihood-of-none-if-present", changed((at, {"resolved": sure})), "A clearing that misses nothing.")
    never = REFUSED | {"absent": "0x0/0x1"}
    bad(
        book,
        "likelihood-of-none-if-absent",
        changed((at, {"refused": never})),
        "field-range",
        "It would prove an item.",
    )
    for name, value, code in (
        ("likelihoods-none", {}, "field-count"),
        ("likelihood-of-clean", {"clean": REFUSED}, "field-unknown"),
        ("likelihood-of-found", {"found": REFUSED}, "field-unknown"),
        ("likelihood-above-1", {"refused": REFUSED | {"present": "0x2/0x1"}}, "field-range"),
        ("likelihood-of-one-side", {"refused": {"present": "0x1/0x5"}}, "field-missing"),
    ):
        bad(book, name, changed((at, value)), code, "What is agreed of results that are none.")


def _at_most(book: Book) -> None:
    kind, most, items = (("undertakings", 0, "kind"), ("undertakings", 0, "at_most"), (*STANDARD, "items"))
    ok(book, "at-most", changed((kind, "at-most"), (most, 20)), "20 and 4 more are 24.")
    ok(book, "at-most-none", changed((kind, "at-most"), (most, 0)), "None at all.")
    over = changed((kind, "at-most"), (most, 20), (items, 5))
    bad(book, "at-most-beyond-the-points", over, "agreement-points", "20 and 5 more do not fit.")
    bad(book, "at-most-how-many", changed((kind, "at-most")), "agreement-choice", "How many?")
    bad(book, "at-most-of-another-kind", changed((most, 0)), "agreement-choice", "Absent says it already.")
