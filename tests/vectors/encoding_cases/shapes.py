"""Cases of shapes, the parsers of documents: every code, and which of two faults is named."""

from __future__ import annotations

from typing import Any

from book import Book

Json = Any


def text(pattern: str = "[a-z]+", length_max: int = 8) -> Json:
    """Describe a text."""
    return {"text": {"pattern": pattern, "length_max": length_max}}


def integer(low: int = 0, high: int = 9) -> Json:
    """Describe an integer."""
    return {"integer": {"low": low, "high": high}}


def items(item: Json, low: int = 0, high: int = 3, ascending: bool = False) -> Json:
    """Describe an array."""
    return {"list": {"item": item, "low": low, "high": high, "ascending": ascending}}


def members(item: Json, pattern: str = "[a-z]{1,3}", low: int = 1, high: int = 3) -> Json:
    """Describe an object with names of a pattern."""
    return {"map": {"item": item, "pattern": pattern, "low": low, "high": high}}


def record(must: Json, may: Json | None = None) -> Json:
    """Describe an object with names of its own."""
    return {"record": {"members": must, "optional": may or {}}}


ANY_TEXT: Json = {"text": {}}
CHOICE = {"choice": {"words": ["open", "sealed"]}}
BYTES = {"bytes": {"size": 4}}
RATIONAL = {"rational": {"low": [0, 1], "high": [1, 1]}}
SITE = record({"count": integer(), "name": text()}, {"mode": CHOICE})


def write(book: Book) -> None:
    """Add the cases of ``shape``."""

    def ok(case: str, shape: Json, value: Json, why: str) -> None:
        book.ok(f"shape/{case}", "shape.read", {"shape": shape, "value": value}, {"value": value}, why)

    def bad(case: str, shape: Json, value: Json, code: str, why: str) -> None:
        book.refused(f"shape/{case}", "shape.read", {"shape": shape, "value": value}, code, why)

    _scalars(ok, bad)
    _containers(ok, bad)
    _records(ok, bad)


def _scalars(ok: Any, bad: Any) -> None:
    ok("text", text(), "abc", "Matches as a whole.")
    ok("text-longest", text(), "a" * 8, "Eight characters.")
    ok(
        "text-counts-characters",
        text("[^x]+", 2),
        "\U0001f9ea\U0001f9ea",
        "Two characters, in four units of UTF-16 and eight bytes.",
    )
    ok(
        "text-of-any-language",
        ANY_TEXT,
        "Девеселу \u2028 \U0001f9ea",
        "Without a pattern of its own, all but control characters.",
    )
    bad("text-empty", text("[a-z]*"), "", "field-form", "A text has a character, whatever its pattern allows.")
    bad("text-too-long", text(), "a" * 9, "field-form", "Nine characters.")
    bad("text-counts-characters-too-long", text("[^x]+", 2), "\U0001f9ea" * 3, "field-form", "Three characters.")
    bad("text-of-another-form", text(), "aB", "field-form", "Not its pattern.")
    bad("text-matches-only-at-the-start", text(), "abc1", "field-form", "As a whole.")
    bad("text-matches-only-at-the-end", text(), "1abc", "field-form", "As a whole.")
    bad("text-newline-at-the-end", text(), "abc\n", "field-form", "A dollar sign of a pattern would overlook it.")
    bad("text-one-branch-of-a-pattern", text("a|bc"), "ac", "field-form", "The whole text is one branch or the other.")
    for name, control in (("nul", "\0"), ("newline", "\n"), ("escape", "\x1b"), ("delete", "\x7f")):
        bad(f"text-with-{name}", ANY_TEXT, f"a{control}b", "field-form", "No control characters.")
    for name, value in (("integer", 1), ("array", []), ("object", {})):
        bad(f"text-is-an-{name}", text(), value, "field-type", "Want a text.")
    ok("choice", CHOICE, "sealed", "One of the words.")
    bad("choice-of-another-word", CHOICE, "closed", "field-choice", "None of the words.")
    bad("choice-in-upper-case", CHOICE, "Open", "field-choice", "Letter by letter.")
    bad("choice-empty", CHOICE, "", "field-choice", "None of the words.")
    bad("choice-is-an-integer", CHOICE, 0, "field-type", "A word, not its number.")
    ok("integer-low", integer(1, 9), 1, "The bound is in.")
    ok("integer-high", integer(1, 9), 9, "The bound is in.")
    ok("integer-negative", integer(-9, -1), -5, "Bounds may be negative.")
    bad("integer-below", integer(1, 9), 0, "field-range", "Below the bound.")
    bad("integer-above", integer(1, 9), 10, "field-range", "Above the bound.")
    bad("integer-is-a-text", integer(), "1", "field-type", "A number, not its text.")
    bad("integer-is-an-array", integer(), [1], "field-type", "A number.")
    ok("bytes", BYTES, "00ff10ab", "Two digits a byte.")
    bad("bytes-too-few", BYTES, "00ff10", "field-form", "Four bytes.")
    bad("bytes-half-a-byte-less", BYTES, "00ff10a", "field-form", "Four bytes.")
    bad("bytes-too-many", BYTES, "00ff10abcd", "field-form", "Four bytes.")
    bad("bytes-upper-case", BYTES, "00FF10AB", "field-form", "Lower-case.")
    bad("bytes-newline-at-the-end", BYTES, "00ff10ab\n", "field-form", "Nothing but digits.")
    bad("bytes-are-an-integer", BYTES, 12345678, "field-type", "A text.")
    ok("rational", RATIONAL, "0x275/0x2f7", "629/759.")
    ok("rational-low", RATIONAL, "0x0/0x1", "The bound is in.")
    ok("rational-high", RATIONAL, "0x1/0x1", "The bound is in.")
    bad("rational-above", RATIONAL, "0x3/0x2", "field-range", "Above one.")
    bad("rational-not-reduced", RATIONAL, "0x2/0x4", "field-form", "One spelling.")
    bad("rational-not-reduced-and-above", RATIONAL, "0x6/0x4", "field-form", "Form before range.")
    bad("rational-is-an-integer", RATIONAL, 1, "field-type", "A text.")


def _containers(ok: Any, bad: Any) -> None:
    ok("list-empty", items(integer()), [], "None is enough here.")
    ok("list-full", items(integer()), [3, 1, 2], "In any order.")
    ok("list-repeats", items(integer()), [1, 1], "Nothing forbids it.")
    ok("list-ascending", items(integer(), ascending=True), [1, 2, 9], "Strictly ascending.")
    bad("list-too-few", items(integer(), low=1), [], "field-count", "One at least.")
    bad("list-too-many", items(integer()), [1, 2, 3, 4], "field-count", "Three at most.")
    bad("list-descending", items(integer(), ascending=True), [1, 3, 2], "field-order", "The third is below the second.")
    bad("list-twice", items(integer(), ascending=True), [1, 1], "field-order", "Strictly.")
    ok(
        "list-ascending-texts",
        items(text("[a-z0-9-]+"), ascending=True),
        ["a", "a-b", "a0"],
        "Texts by their characters.",
    )
    bad(
        "list-as-numbers",
        items(text("[0-9]+"), ascending=True),
        ["9", "10"],
        "field-order",
        "Texts by their characters, not as numbers.",
    )
    bad("list-bad-item", items(integer()), [1, 10], "field-range", "Every item is read.")
    bad("list-is-an-object", items(integer()), {"a": 1}, "field-type", "An array.")
    bad("list-count-before-items", items(integer()), [10, 1, 1, 1], "field-count", "The number first.")
    bad(
        "list-items-before-order",
        items(integer(), ascending=True),
        [2, 1, 10],
        "field-range",
        "Every item first, then their order.",
    )
    bad("list-first-item-first", items(text()), [1, "A"], "field-type", "From the first item on.")
    ok("map", members(integer()), {"a": 1, "abc": 2}, "Any names of the pattern.")
    bad("map-empty", members(integer()), {}, "field-count", "One at least.")
    bad("map-too-many", members(integer()), {"a": 1, "b": 1, "c": 1, "d": 1}, "field-count", "Three at most.")
    bad("map-name", members(integer()), {"a": 1, "abcd": 1}, "field-unknown", "A name outside the pattern.")
    bad("map-bad-member", members(integer()), {"a": 1, "b": 10}, "field-range", "Every member is read.")
    bad("map-is-an-array", members(integer()), [1], "field-type", "An object.")
    bad(
        "map-count-before-names",
        members(integer()),
        {"aaaa": 1, "b": 1, "c": 1, "d": 1},
        "field-count",
        "The number first.",
    )
    bad(
        "map-value-before-a-later-name",
        members(integer()),
        {"a": 10, "bbbb": 1},
        "field-range",
        "Member by member, in the order of names.",
    )
    bad(
        "map-name-before-a-later-value",
        members(integer()),
        {"aaaa": 1, "b": 10},
        "field-unknown",
        "Member by member, in the order of names.",
    )


def _records(ok: Any, bad: Any) -> None:
    ok("record", SITE, {"count": 1, "name": "a"}, "The members it must have.")
    ok("record-with-an-optional-member", SITE, {"count": 1, "mode": "open", "name": "a"}, "And one that it may have.")
    ok("record-without-members", record({}), {}, "Nothing is required.")
    bad("record-is-an-array", SITE, [], "field-type", "An object.")
    bad("record-member-missing", SITE, {"name": "a"}, "field-missing", "The count.")
    bad("record-empty", SITE, {}, "field-missing", "Both.")
    bad(
        "record-member-unknown",
        SITE,
        {"count": 1, "name": "a", "note": "b"},
        "field-unknown",
        "Nothing is skipped over.",
    )
    bad("record-member-of-another-type", SITE, {"count": "1", "name": "a"}, "field-type", "A number, not its text.")
    bad(
        "record-optional-member-is-read",
        SITE,
        {"count": 1, "mode": "shut", "name": "a"},
        "field-choice",
        "Optional is not unread.",
    )
    bad(
        "record-missing-before-a-later-fault",
        SITE,
        {"name": "A"},
        "field-missing",
        "In the order of names: count, then name.",
    )
    bad(
        "record-fault-before-a-later-missing",
        SITE,
        {"count": 10},
        "field-range",
        "In the order of names: count, then name.",
    )
    bad(
        "record-unknown-before-a-later-missing",
        SITE,
        {"a": 1, "count": 1},
        "field-unknown",
        "In the order of names: a, count, name.",
    )
    bad(
        "record-missing-before-a-later-unknown",
        SITE,
        {"count": 1, "zone": 1},
        "field-missing",
        "In the order of names: name, then zone.",
    )
    bad(
        "record-unknown-first-of-all",
        SITE,
        {"aa": 1, "count": 10},
        "field-unknown",
        "In the order of names: aa, then count.",
    )
    deep = record({"sites": items(SITE, 1, 2)})
    ok("record-of-a-list-of-records", deep, {"sites": [{"count": 1, "name": "a"}]}, "Shapes in shapes.")
    bad(
        "record-fault-deep-inside",
        deep,
        {"sites": [{"count": 1, "name": "a"}, {"count": 1, "name": "B"}]},
        "field-form",
        "At every depth.",
    )
