"""Cases of the bodies of those kinds that only terms bring, and of the members that they add to kinds of old.

Which code a change gives is stated by hand, from the ranges of spec/statement.md.
"""

from __future__ import annotations

from typing import Any

from book import Book

from upper_cases.desk import cites, slot
from upper_cases.statement import DIGEST, MAX, OUTCOMES, REMOVED, Change, bad, good, ok, text_of

OTHER = "11" * 32
HOUR = 1_646_125_200

DIGESTS: list[Change] = [
    ("missing", REMOVED, "field-missing"),
    ("short", DIGEST[:-2], "field-form"),
    ("long", DIGEST + "00", "field-form"),
    ("upper-case", "AB" * 32, "field-form"),
    ("number", 7, "field-type"),
]
HOURS: list[Change] = [
    ("negative", -1, "field-range"),
    ("zero", 0, ""),
    ("end-of-9999", MAX, ""),
    ("year-10000", MAX + 1, "field-range"),
    ("text", "0", "field-type"),
]
WORDS: list[Change] = [
    ("empty", "", "field-form"),
    ("upper-case", "A", "field-form"),
    ("of-64", "a" * 64, ""),
    ("of-65", "a" * 65, "field-form"),
]
NUMBERS: list[Change] = [
    ("missing", REMOVED, "field-missing"),
    ("zero", 0, "field-range"),
    ("9999", 9_999, ""),
    ("10000", 10_000, "field-range"),
    ("text", "1", "field-type"),
]
MISSING: Change = ("missing", REMOVED, "field-missing")
ABSENT: Change = ("absent", REMOVED, "")

_SEEN = {"id": "l1/c1", "outcome": "clean"}
_SHUT = {"holds": "away", "id": "l1/c1"}
_KEY = {"key": OTHER, "name": "a.example/key/x", "person": "x", "role": "officer"}

GOOD: dict[str, dict[str, Any]] = {
    "amendment": {"agreement": OTHER, "number": 1, "previous": DIGEST},
    "cut-proposed": {"number": 2, "previous": DIGEST},
    "declaration-opened": {
        "keys": [DIGEST],
        "notice": OTHER,
        "number": 2,
        "points": [{"holds": "sm-3", "id": "l1/c1", "uid": "№ 17/3"}],
        "sealed": DIGEST,
        "siblings": [OTHER, OTHER],
    },
    "declaration-sealed": {
        "capacity": 8,
        "closed": [_SHUT],
        "number": 2,
        "root": DIGEST,
        "site": "deveselu",
    },
    "designation-opened": {"notice": OTHER, "salt": DIGEST, "sealed": DIGEST, "site": "deveselu"},
    "designation-sealed": {"commitment": DIGEST, "inspection": "deveselu-visit", "number": 1},
    "filler": {"padding": "0000"},
    "key-revocation": {"keys": [OTHER, DIGEST], "last_good": 7},
    "key-rotation": {"keys": [_KEY], "next": OTHER, "policy": DIGEST, "roots": [OTHER, DIGEST], "threshold": 2},
    "notification": {
        "about": DIGEST,
        "figures": {"launchers": 3, "sheds": 0},
        "format": "receipt",
        "hour": HOUR,
        "number": 1,
        "points": ["l1/c1", "l1/c2"],
        "site": "deveselu",
        "until": HOUR,
        "words": "получено",
    },
    "one-sided-report": {
        "began_at": HOUR,
        "ended_at": HOUR,
        "freeze_verified_at": HOUR,
        "notice": DIGEST,
        "points": [_SEEN],
    },
    "reading": {
        "began_at": HOUR,
        "ended_at": HOUR,
        "monitor": "gate",
        "notice": DIGEST,
        "number": 1,
        "points": [_SEEN],
    },
}
"""A body of each kind, with every member that it may have."""

CHANGES: dict[str, dict[str, list[Change]]] = {
    "amendment": {"agreement": DIGESTS, "number": NUMBERS, "previous": DIGESTS},
    "cut-proposed": {
        "number": [MISSING, ("zero", 0, "field-range"), ("largest", 2**53 - 1, ""), ("text", "1", "field-type")],
        "previous": [ABSENT, *DIGESTS[1:]],
    },
    "declaration-opened": {
        "keys": [
            MISSING,
            ("none", [], "field-count"),
            ("one-twice", [OTHER, OTHER], ""),
            ("short", ["77"], "field-form"),
        ],
        "notice": [ABSENT, *DIGESTS[1:]],
        "number": NUMBERS,
        "points": [
            MISSING,
            ("none", [], "field-count"),
            ("descending", [_SHUT | {"id": "l1/c2"}, _SHUT], "field-order"),
            ("holds-missing", [{"id": "l1/c1"}], "field-missing"),
            ("uid-empty", [_SHUT | {"uid": ""}], "field-form"),
        ],
        "sealed": DIGESTS,
        "siblings": [
            ABSENT,
            ("none", [], "field-count"),
            ("descending", [DIGEST, OTHER], ""),
            ("short", ["77"], "field-form"),
        ],
    },
    "declaration-sealed": {
        "capacity": [
            MISSING,
            ("zero", 0, "field-range"),
            ("4096", 4_096, ""),
            ("4097", 4_097, "field-range"),
            ("text", "8", "field-type"),
        ],
        "closed": [
            ABSENT,
            ("none", [], "field-count"),
            ("descending", [_SHUT | {"id": "l1/c2"}, _SHUT], "field-order"),
            ("empty", [_SHUT | {"holds": "empty"}], "field-choice"),
            ("unavailable", [_SHUT | {"holds": "unavailable"}], ""),
            ("under-construction", [_SHUT | {"holds": "under-construction"}], ""),
            ("uid", [_SHUT | {"uid": "1"}], "field-unknown"),
        ],
        "number": [ABSENT, ("1", 1, "field-range"), *NUMBERS[2:]],
        "root": DIGESTS,
        "site": [MISSING, *WORDS],
    },
    "designation-opened": {
        "notice": DIGESTS,
        "salt": DIGESTS,
        "sealed": DIGESTS,
        "site": [MISSING, *WORDS],
        "place": [
            ("given", "the northern shore, № 7", ""),
            ("empty", "", "field-form"),
            ("of-1024", "a" * 1024, ""),
            ("of-1025", "a" * 1025, "field-form"),
            ("of-two-lines", "a\nb", "field-form"),
            ("with-c1", "a\u0085b", "field-form"),
            ("turned-round", "a\u202eb", "field-form"),
            ("with-nothing-to-see", "a\u200bb", "field-form"),
            ("of-isolates", "a\u2066b", "field-form"),
            ("with-a-byte-order-mark", "\ufeffa", "field-form"),
            ("number", 7, "field-type"),
        ],
    },
    "designation-sealed": {"commitment": DIGESTS, "inspection": [MISSING, *WORDS], "number": NUMBERS},
    "filler": {
        "padding": [
            MISSING,
            ("empty", "", "field-form"),
            ("of-1", "0", ""),
            ("of-32768", "0" * 32_768, ""),
            ("of-32769", "0" * 32_769, "field-form"),
            ("another-digit", "01", "field-form"),
            ("number", 0, "field-type"),
        ]
    },
    "key-revocation": {
        "keys": [
            MISSING,
            ("none", [], "field-count"),
            ("descending", [DIGEST, OTHER], "field-order"),
            ("one-twice", [OTHER, OTHER], "field-order"),
            ("short", [OTHER[:-2]], "field-form"),
            ("256", [f"{number:064x}" for number in range(256)], ""),
            ("257", [f"{number:064x}" for number in range(257)], "field-count"),
        ],
        "last_good": [
            MISSING,
            ("negative", -1, "field-range"),
            ("zero", 0, ""),
            ("largest", 2**53 - 1, ""),
            ("text", "7", "field-type"),
        ],
    },
    "key-rotation": {
        "keys": [MISSING, ("none", [], "field-count"), ("one-twice", [_KEY, _KEY], "field-order")],
        "next": DIGESTS,
        "policy": DIGESTS,
        "roots": [
            MISSING,
            ("none", [], "field-count"),
            ("one", [OTHER], ""),
            ("descending", [DIGEST, OTHER], "field-order"),
            ("33", [f"{number:064x}" for number in range(33)], "field-count"),
        ],
        "threshold": [MISSING, ("zero", 0, "field-range"), ("32", 32, ""), ("33", 33, "field-range")],
    },
    "notification": {
        "about": [ABSENT, *DIGESTS[1:]],
        "figures": [
            ABSENT,
            ("array", [], "field-type"),
            ("of-a-name-upper-case", {"A": 1}, "json-name"),
            ("negative", {"launchers": -1}, "field-range"),
            ("largest", {"launchers": 1_000_000_000}, ""),
            ("too-large", {"launchers": 1_000_000_001}, "field-range"),
            ("text", {"launchers": "3"}, "field-type"),
        ],
        "format": [MISSING, *WORDS],
        "hour": [ABSENT, *HOURS],
        "number": [
            MISSING,
            ("zero", 0, "field-range"),
            ("largest", 1_000_000_000, ""),
            ("too-large", 1_000_000_001, "field-range"),
        ],
        "points": [
            ABSENT,
            ("none", [], "field-count"),
            ("descending", ["l1/c2", "l1/c1"], "field-order"),
            ("one-twice", ["l1/c1", "l1/c1"], "field-order"),
            ("upper-case", ["L1"], "field-form"),
        ],
        "site": [ABSENT, *WORDS],
        "until": [ABSENT, *HOURS],
        "words": [
            ABSENT,
            ("empty", "", "field-form"),
            ("of-two-lines", "a\nb", ""),
            ("tab", "a\tb", "field-form"),
            ("delete", "a\x7f", "field-form"),
            ("number", 1, "field-type"),
        ],
    },
    "one-sided-report": {
        "began_at": [MISSING, *HOURS],
        "ended_at": [MISSING, *HOURS],
        "freeze_verified_at": [MISSING, *HOURS],
        "notice": DIGESTS,
        "points": [
            MISSING,
            ("none", [], ""),
            ("descending", [_SEEN | {"id": "l1/c2"}, _SEEN], "field-order"),
            ("outcome-unknown", [_SEEN | {"outcome": "dirty"}], "field-choice"),
            *((f"outcome-{outcome}", [_SEEN | {"outcome": outcome}], "") for outcome in OUTCOMES),
            ("outcome-alarm", [_SEEN | {"outcome": "alarm"}], "field-choice"),
        ],
    },
    "reading": {
        "began_at": [MISSING, *HOURS],
        "ended_at": [MISSING, *HOURS],
        "monitor": [MISSING, *WORDS],
        "notice": [ABSENT, *DIGESTS[1:]],
        "number": [
            MISSING,
            ("zero", 0, "field-range"),
            ("largest", 1_000_000_000, ""),
            ("too-large", 1_000_000_001, "field-range"),
        ],
        "points": [
            MISSING,
            ("none", [], "field-count"),
            ("descending", [_SEEN | {"id": "l1/c2"}, _SEEN], "field-order"),
            ("outcome-unknown", [_SEEN | {"outcome": "dirty"}], "field-choice"),
            *((f"outcome-{outcome}", [_SEEN | {"outcome": outcome}], "") for outcome in ("alarm", *OUTCOMES)),
        ],
    },
}


def write(book: Book) -> None:
    """Add the cases of new kinds and members."""
    for kind, members in CHANGES.items():
        ok(book, f"{kind}-whole", _text(kind, GOOD[kind]), "Every member that it may have.")
        bad(book, f"{kind}-with-unknown", _text(kind, GOOD[kind] | {"unknown": 1}), "field-unknown", "Nobody reads it.")
        for member, changes in members.items():
            for name, value, code in changes:
                body = {key: kept for key, kept in (GOOD[kind] | {member: value}).items() if kept is not REMOVED}
                _case(book, f"{kind}-{member.replace('_', '-')}-{name}", kind, body, member, code)
    _older(book)


def _older(book: Book) -> None:
    """Add the members that kinds of old may have under terms."""
    for name, value, code in (("given", DIGEST, ""), *DIGESTS[1:]):
        body = good("notice")["body"] | {"designation": value}
        _case(book, f"notice-designation-{name}", "notice", body, "designation", code)
    declared = good("declaration")["body"]
    for name, value, code in (("1", 1, "field-range"), ("2", 2, ""), *NUMBERS[2:]):
        _case(book, f"declaration-number-{name}", "declaration", declared | {"number": value}, "number", code)
    for name, value, code in (("given", DIGEST, ""), *DIGESTS[1:]):
        _case(book, f"declaration-notice-{name}", "declaration", declared | {"notice": value}, "notice", code)
    closed = good("cut")["body"]
    for name, value, code in (
        ("given", ["romania"], ""),
        ("none", [], "field-count"),
        ("of-62", [f"p{number:02d}" for number in range(62)], ""),
        ("of-63", [f"p{number:02d}" for number in range(63)], "field-count"),
        ("descending", ["romania", "poland"], "field-order"),
        ("one-twice", ["romania", "romania"], "field-order"),
        ("upper-case", ["Romania"], "field-form"),
        ("text", "romania", "field-type"),
    ):
        _case(book, f"cut-absent-{name}", "cut", closed | {"absent": value}, "absent", code)
    first = declared["points"][0]
    for name, value, code in (
        ("given", "№ 17/3", ""),
        ("empty", "", "field-form"),
        ("of-128", "a" * 128, ""),
        ("of-129", "a" * 129, "field-form"),
        ("number", 17, "field-type"),
    ):
        body = declared | {"points": [first | {"uid": value}, *declared["points"][1:]]}
        _case(book, f"declaration-points-uid-{name}", "declaration", body, "uid", code)


def _case(book: Book, path: str, kind: str, body: dict[str, Any], member: str, code: str) -> None:
    why = f"The member {member} of {kind}."
    bad(book, path, _text(kind, body), code, why) if code else ok(book, path, _text(kind, body), why)


def _text(kind: str, body: dict[str, Any]) -> str:
    """Return a text of the kind; where the body is a bad one, slot and citations are those of a good one."""
    whole = GOOD.get(kind) or good(kind)["body"]
    envelope = good("notice") | {"body": body, "kind": kind, "re": cites(whole)}
    named = slot(kind, whole)
    envelope.pop("slot")
    return text_of(envelope if named is None else envelope | {"slot": named})
