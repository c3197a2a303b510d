"""Cases of the statement's text: header, lines, envelope, and the body of every kind, one member changed at a time.

Good texts are the play's. Which code a change gives is stated by hand, from the ranges of spec/statement.md.
"""

from __future__ import annotations

import json
from typing import Any

from book import Book

from upper_cases.desk import EXERCISE, RU, US, Desk, base, cites, slot
from validation.state import plain, statement_id

SOURCE = "spec/statement.md"
DIGEST = "77" * 32
MAX = 253_402_300_799

Change = tuple[str, Any, str]
"""A case's name, the value that a member gets (``REMOVED`` takes it out), and the code; an empty code passes."""

REMOVED = object()


def write(book: Book) -> None:
    """Add the cases of ``statement``."""
    _texts(book)
    _envelopes(book)
    _bodies(book)


def good(kind: str) -> dict[str, Any]:
    """Return the envelope of the play's first statement of a kind."""
    for log in base().logs.values():
        for entry in log:
            envelope: dict[str, Any] = json.loads(entry.split("\n")[1])
            if envelope["kind"] == kind:
                return envelope
    raise AssertionError(kind)


def text_of(envelope: dict[str, Any], header: str = EXERCISE) -> str:
    """Return a text."""
    return f"{header}\n{plain(envelope).decode()}\n"


def ok(book: Book, name: str, text: str, why: str) -> None:
    """Add a case that parses: id, kind, slot and citations are what spec/statements/ says of it."""
    envelope = json.loads(text.split("\n")[1])
    result = {
        "id": statement_id(text.encode()).hex(),
        "header": text.split("\n")[0],
        "kind": envelope["kind"],
        "party": envelope["party"],
        "slot_of_kind": slot(envelope["kind"], envelope["body"]) or "none",
        "cites": cites(envelope["body"]),
    }
    book.ok(f"statement/{name}", "statement.parse", {"text": text}, result, why, SOURCE)


def bad(book: Book, name: str, text: str, code: str, why: str) -> None:
    """Add a case that is refused."""
    book.refused(f"statement/{name}", "statement.parse", {"text": text}, code, why, SOURCE)


def _texts(book: Book) -> None:
    text = text_of(good("notice"))
    line = text.split("\n")[1]
    ok(book, "exercise", text, "A notice of the play.")
    ok(book, "real", text_of(good("notice"), "counterseal.org/statement/v1"), "The same words in earnest: another id.")
    for name, data, code, why in (
        ("empty", "", "statement-header", "Nothing."),
        ("header-alone", "counterseal.org/statement/v1\n", "statement-lines", "Two lines."),
        ("header-of-version-2", text.replace("/v1", "/v2", 1), "statement-header", "Version 1."),
        ("header-with-a-blank", text.replace("/v1", "/v1 ", 1), "statement-header", "Byte by byte."),
        ("header-in-upper-case", text.replace("counterseal", "Counterseal", 1), "statement-header", "Byte by byte."),
        ("header-missing", f"{line}\n", "statement-header", "The first line says what the second is."),
        ("header-with-carriage-return", text.replace("\n", "\r\n", 1), "statement-header", "Lines end in LF alone."),
        ("without-last-lf", text[:-1], "statement-lines", "Each line ends in LF."),
        ("empty-line-between", text.replace("\n", "\n\n", 1), "statement-lines", "Two lines."),
        ("third-line", text + "more\n", "statement-lines", "Two lines."),
        ("empty-line-behind", text + "\n", "statement-lines", "Two lines."),
        ("second-line-empty", f"{EXERCISE}\n\n", "json-syntax", "No JSON."),
        ("second-line-array", f"{EXERCISE}\n[]\n", "field-type", "An object."),
        ("second-line-text", f'{EXERCISE}\n"notice"\n', "field-type", "An object."),
        ("blank-in-json", text.replace('":', '": ', 1), "json-syntax", "Canonical JSON."),
        ("members-out-of-order", f'{EXERCISE}\n{{"body":{{}},"at":1}}\n', "json-order", "Canonical JSON."),
        ("member-twice", text.replace('{"at":', '{"at":1,"at":', 1), "json-duplicate", "Canonical JSON."),
        ("time-with-fraction", text.replace('{"at":', '{"at":1.5,"bt":', 1), "json-float", "Integers."),
        ("null-for-a-slot", text.replace('"slot":"', '"slot":null,"t":"', 1), "json-literal", "It is left out."),
    ):
        bad(book, name, data, code, why)


def _envelopes(book: Book) -> None:
    changes: dict[str, list[Change]] = {
        "at": [
            ("missing", REMOVED, "field-missing"),
            ("text", "1646125200", "field-type"),
            ("negative", -1, "field-range"),
            ("zero", 0, ""),
            ("end-of-9999", MAX, ""),
            ("year-10000", MAX + 1, "field-range"),
        ],
        "body": [("missing", REMOVED, "field-missing"), ("array", [], "field-type"), ("text", "x", "field-type")],
        "channel": [
            ("missing", REMOVED, "field-missing"),
            ("number", 1, "field-type"),
            ("record", "record/letters", ""),
            ("record-longest", "record/" + "a" * 64, ""),
            ("record-too-long", "record/" + "a" * 65, "field-form"),
            ("record-without-name", "record/", "field-form"),
            ("digest-upper-case", "regime/" + "AB" * 32, "field-form"),
            ("digest-short", "regime/" + "a" * 63, "field-form"),
            ("lf-behind", f"regime/{DIGEST}\n", "field-form"),
            ("of-no-kind", f"other/{DIGEST}", "field-form"),
        ],
        "kind": [
            ("missing", REMOVED, "field-missing"),
            ("unknown", "withdrawal", "kind-unknown"),
            ("upper-case", "Notice", "field-form"),
            ("empty", "", "field-form"),
            ("of-64", "a" * 64, "kind-unknown"),
            ("of-65", "a" * 65, "field-form"),
            ("of-a-prototype", "constructor", "kind-unknown"),
        ],
        "party": [
            ("missing", REMOVED, "field-missing"),
            ("digit-first", "1a", "field-form"),
            ("underscore", "a_b", "field-form"),
            ("of-64", "a" * 64, ""),
            ("of-65", "a" * 65, "field-form"),
            ("not-ascii", "росси\u044f", "field-form"),
        ],
        "re": [
            ("missing", REMOVED, "field-missing"),
            ("one", [DIGEST], ""),
            ("two-ascending", ["11" * 32, DIGEST], ""),
            ("two-descending", [DIGEST, "11" * 32], "field-order"),
            ("one-twice", [DIGEST, DIGEST], "field-order"),
            ("short", [DIGEST[:-2]], "field-form"),
            ("upper-case", ["AB" * 32], "field-form"),
            ("number", [1], "field-type"),
            ("256", [f"{number:064x}" for number in range(256)], ""),
            ("257", [f"{number:064x}" for number in range(257)], "field-count"),
        ],
        "seen": [
            ("missing", REMOVED, "field-missing"),
            ("text", DIGEST, "field-type"),
            ("two-descending", [DIGEST, "11" * 32], "field-order"),
            ("257", [f"{number:064x}" for number in range(257)], "field-count"),
        ],
        "slot": [
            ("missing", REMOVED, ""),
            ("of-another", "x", ""),
            ("empty", "", "field-form"),
            ("upper-case", "Notice", "field-form"),
            ("of-256", "a" * 256, ""),
            ("of-257", "a" * 257, "field-form"),
        ],
        "unknown": [("member", 1, "field-unknown")],
    }
    for member, cases in changes.items():
        for name, value, code in cases:
            envelope = good("notice") | {member: value}
            envelope = {key: kept for key, kept in envelope.items() if kept is not REMOVED}
            why = f"The envelope's member {member}."
            text = text_of(envelope)
            path = f"envelope-{member}-{name}"
            bad(book, path, text, code, why) if code else ok(book, path, text, why)
    for name, changed, code, why in (
        (
            "unknown-before-missing",
            {"a": 1, "at": REMOVED},
            "field-unknown",
            "Members are judged by name: a before at.",
        ),
        (
            "missing-before-unknown",
            {"at": REMOVED, "b": 1},
            "field-missing",
            "Members are judged by name: at before b.",
        ),
        ("member-before-its-body", {"at": -1, "body": {}}, "field-range", "The envelope comes before the body."),
        ("body-after-slot", {"slot": "", "body": {}}, "field-form", "The body's members come last."),
        ("kind-before-body", {"kind": "withdrawal", "body": {"x": 1}}, "kind-unknown", "Without a kind no body."),
    ):
        envelope = {key: kept for key, kept in (good("notice") | changed).items() if kept is not REMOVED}
        bad(book, f"first-fault-{name}", text_of(envelope), code, why)


def _bodies(book: Book) -> None:
    digest: list[Change] = [
        ("missing", REMOVED, "field-missing"),
        ("short", DIGEST[:-2], "field-form"),
        ("long", DIGEST + "00", "field-form"),
        ("upper-case", "AB" * 32, "field-form"),
        ("number", 7, "field-type"),
    ]
    hour: list[Change] = [
        ("missing", REMOVED, "field-missing"),
        ("negative", -1, "field-range"),
        ("year-10000", MAX + 1, "field-range"),
        ("text", "0", "field-type"),
    ]
    word: list[Change] = [
        ("missing", REMOVED, "field-missing"),
        ("empty", "", "field-form"),
        ("upper-case", "A", "field-form"),
        ("blank", "a b", "field-form"),
        ("of-64", "a" * 64, ""),
        ("of-65", "a" * 65, "field-form"),
    ]
    key = {"key": "11" * 32, "name": "a.example/key/x", "person": "x", "role": "officer"}
    point = {"holds": "empty", "id": "l1/c1"}
    seen = {"id": "l1/c1", "outcome": "clean"}
    at_log = {"log": "a.example/log/x", "root": DIGEST, "size": 2}
    other_log = at_log | {"log": "b.example/log/x"}

    def listed(item: dict[str, Any], name: str, second: Any, low: int, high: int) -> list[Change]:
        cases: list[Change] = [
            ("missing", REMOVED, "field-missing"),
            ("object", {}, "field-type"),
            ("descending", [item | {name: second}, item], "field-order"),
            ("one-twice", [item, item], "field-order"),
            ("item-with-unknown", [item | {"x": 1}, item | {name: second}], "field-unknown"),
        ]
        if high < 4096:  # more would be more than an entry may have bytes
            cases.append(("too-many", [item | {name: f"p{number:05d}"} for number in range(high + 1)], "field-count"))
        cases += [("too-few", [item] * (low - 1), "field-count")] if low else [("none", [], "")]
        return cases

    bodies: dict[str, dict[str, list[Change]]] = {
        "accession": {
            "agreement": digest,
            "policy": digest,
            "roots": [
                ("missing", REMOVED, "field-missing"),
                ("array", [], "field-type"),
                ("of-one", {US: DIGEST}, "field-count"),
                ("of-three", {"a": DIGEST, "b": DIGEST, "c": DIGEST}, ""),
                ("of-257", {f"p{number}": DIGEST for number in range(257)}, "field-count"),
                ("name-with-underscore", {"a": DIGEST, "b_c": DIGEST}, "field-unknown"),
                ("digest-short", {"a": DIGEST, "b": DIGEST[:-2]}, "field-form"),
            ],
        },
        "cut": {
            "hour": hour,
            "number": [
                ("missing", REMOVED, "field-missing"),
                ("zero", 0, "field-range"),
                ("largest", 2**53 - 1, ""),
                ("text", "1", "field-type"),
            ],
            "previous": [("absent", REMOVED, ""), ("given", DIGEST, ""), *digest[1:]],
            "vector": [
                ("missing", REMOVED, "field-missing"),
                ("of-one", [at_log], "field-count"),
                ("of-64", [at_log | {"log": f"l{number:02d}"} for number in range(64)], ""),
                ("of-65", [at_log | {"log": f"l{number:02d}"} for number in range(65)], "field-count"),
                ("descending", [other_log, at_log], "field-order"),
                ("one-log-twice", [at_log, at_log], "field-order"),
                ("size-1", [at_log | {"size": 1}, other_log], "field-range"),
                ("root-short", [at_log | {"root": "77"}, other_log], "field-form"),
                ("log-upper-case", [at_log | {"log": "A"}, other_log], "field-form"),
                ("unknown-member", [at_log | {"x": 1}, other_log], "field-unknown"),
            ],
        },
        "declaration": {
            "points": [
                *listed(point, "id", "l1/c2", 1, 4096),
                ("id-upper-case", [point | {"id": "L1"}], "field-form"),
                ("id-of-128", [point | {"id": "a" * 128}], ""),
                ("id-of-129", [point | {"id": "a" * 129}], "field-form"),
                ("holds-upper-case", [point | {"holds": "Empty"}], "field-form"),
                ("holds-missing", [{"id": "l1/c1"}], "field-missing"),
                ("in-byte-order", [point | {"id": "l1/c10"}, point | {"id": "l1/c2"}], ""),
            ],
            "site": word,
        },
        "draw-share-opened": {"exchange": digest, "share": digest},
        "draw-share-sealed": {
            "commitment": digest,
            "cut": digest,
            "exchange": digest,
            "role": [
                ("missing", REMOVED, "field-missing"),
                ("unknown", "host", "field-choice"),
                ("number", 1, "field-type"),
                ("inspected", "inspected", ""),
            ],
        },
        "inspection-report": {
            "began_at": hour,
            "ended_at": hour,
            "freeze_verified_at": hour,
            "notice": digest,
            "points": [
                *listed(seen, "id", "l1/c2", 0, 4096),
                *((f"outcome-{outcome}", [seen | {"outcome": outcome}], "") for outcome in OUTCOMES),
                ("outcome-unknown", [seen | {"outcome": "dirty"}], "field-choice"),
                ("outcome-missing", [{"id": "l1/c1"}], "field-missing"),
                ("id-missing", [{"outcome": "clean"}], "field-missing"),
            ],
        },
        "notice": {
            "inspection": word,
            "number": [
                ("missing", REMOVED, "field-missing"),
                ("zero", 0, "field-range"),
                ("9999", 9999, ""),
                ("10000", 10_000, "field-range"),
            ],
        },
        "observed": {
            "checkpoint": [
                ("missing", REMOVED, "field-missing"),
                ("empty", "", "field-form"),
                ("any-text", "whatever\n", ""),
                ("not-ascii", "\u2014\n", ""),
                ("tab", "a\tb", "field-form"),
                ("carriage-return", "a\r\n", "field-form"),
                ("of-32768", "a" * 32_768, ""),
                ("of-32769", "a" * 32_769, "field-form"),
                ("number", 1, "field-type"),
            ]
        },
        "root-key-set": {
            "keys": [
                *listed(key, "name", "b.example/key/x", 1, 256),
                ("of-one", [key], ""),
                ("key-short", [key | {"key": "11"}], "field-form"),
                ("name-upper-case", [key | {"name": "A"}], "field-form"),
                ("name-of-255", [key | {"name": "a" * 255}], ""),
                ("name-of-256", [key | {"name": "a" * 256}], "field-form"),
                ("person-upper-case", [key | {"person": "X"}], "field-form"),
                ("role-missing", [{"key": "11" * 32, "name": "a", "person": "x"}], "field-missing"),
            ],
            "next": digest,
            "policy": digest,
            "roots": [
                ("missing", REMOVED, "field-missing"),
                ("none", [], "field-count"),
                ("one", [DIGEST], ""),
                ("descending", [DIGEST, "11" * 32], "field-order"),
                ("one-twice", [DIGEST, DIGEST], "field-order"),
                ("32", [f"{number:064x}" for number in range(32)], ""),
                ("33", [f"{number:064x}" for number in range(33)], "field-count"),
            ],
            "threshold": [
                ("missing", REMOVED, "field-missing"),
                ("zero", 0, "field-range"),
                ("32", 32, ""),
                ("33", 33, "field-range"),
            ],
        },
    }
    for kind, members in bodies.items():
        ok(book, f"{kind}-as-played", text_of(good(kind)), "As the play has it.")
        bad(book, f"{kind}-with-unknown", _with(kind, "unknown", 1), "field-unknown", "What nobody reads is not said.")
        for member, cases in members.items():
            for name, value, code in cases:
                path = f"{kind}-{member.replace('_', '-')}-{name}"
                why = f"The member {member} of {kind}."
                text = _with(kind, member, value)
                bad(book, path, text, code, why) if code else ok(book, path, text, why)
    slots = Desk("in force").text(RU, "cut", good("cut")["body"] | {"number": 2**53 - 1})
    ok(book, "slot-of-a-large-number", slots.decode(), "Decimal, without an exponent.")


OUTCOMES = ("clean", "found", "ambiguous", "refused", "too-small", "away", "not-measured", "failed")


def _with(kind: str, member: str, value: Any) -> str:
    envelope = good(kind)
    body = {name: kept for name, kept in (envelope["body"] | {member: value}).items() if kept is not REMOVED}
    return text_of(envelope | {"body": body})
