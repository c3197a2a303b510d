"""Cases of the agreement document: the play's, changed at one place. Paths are as refusals name them."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from book import Book

from upper_cases.desk import RU, US, base
from validation import draw
from validation.state import plain

SOURCE = "spec/agreement.md"
REMOVED = object()
Path = tuple[str | int, ...]


def write(book: Book) -> None:
    """Add the cases of ``agreement``."""
    _good(book)
    _shapes(book)
    _references(book)


def played() -> dict[str, Any]:
    """Return the play's agreement."""
    agreement: dict[str, Any] = json.loads(base().agreement)
    return agreement


def changed(*changes: tuple[Path, Any]) -> dict[str, Any]:
    """Return the play's agreement with members replaced, or removed, at paths."""
    agreement = played()
    for path, value in changes:
        at: Any = agreement
        for step in path[:-1]:
            at = at[step]
        if value is REMOVED:
            del at[path[-1]]
        else:
            at[path[-1]] = deepcopy(value)
    return agreement


def ok(book: Book, name: str, agreement: dict[str, Any], why: str) -> None:
    """Add a document that parses; its digest is the tagged hash of its bytes."""
    text = plain(agreement).decode()
    digest = draw.th("counterseal.org/agreement/v1", text.encode()).hex()
    result = {"digest": digest, "channel": f"regime/{digest}", "header": _HEADERS[agreement["mode"]]}
    book.ok(f"agreement/{name}", "agreement.parse", {"text": text}, result, why, SOURCE)


def bad(book: Book, name: str, agreement: dict[str, Any], code: str, why: str) -> None:
    """Add a document that is refused."""
    given = {"text": plain(agreement).decode()}
    book.refused(f"agreement/{name}", "agreement.parse", given, code, why, SOURCE)


_HEADERS = {"exercise": "counterseal.org/exercise/v1", "real": "counterseal.org/statement/v1"}


def _good(book: Book) -> None:
    ok(book, "as-played", played(), "The play's agreement.")
    ok(book, "real", changed((("mode",), "real")), "Statements under it have the other first line.")
    three = played()
    three["parties"].insert(
        0, three["parties"][0] | {"name": "romania", "log": "romania.example/log/x", "roots": "77" * 32}
    )
    ok(book, "three-parties", three, "Two of one side are no matter, unless one inspects the other.")
    ok(book, "all-24-points", changed((("inspections", 0, "points"), 24)), "As many as there are.")
    for choice in ("drawn", "inspected", "inspecting"):
        chosen = changed((("inspections", 0, "choice"), choice))
        ok(book, f"points-by-choice-{choice}", chosen, "Drawn, or by the choice of one of the two.")
    ok(book, "24-items", changed((("undertakings", 0, "standard", "items"), 24)), "As many as there are points.")
    finest = changed((("measures", 0, "sensitivity"), f"0x1/{2**53 - 1:#x}"))
    ok(book, "sensitivity-of-the-largest-denominator", finest, "Exact work stays within bounds.")
    minutes = changed(
        (("items", 0, "least_removal"), {"minutes": 1}), (("items", 1, "least_removal"), {"days": 1_000_000})
    )
    ok(book, "other-units", minutes, "One unit, one number.")


def _shapes(book: Book) -> None:
    text = plain(played()).decode()
    for name, data, code, why in (
        ("empty", "", "json-syntax", "Nothing."),
        ("array", "[]", "field-type", "An object."),
        ("lf-behind", text + "\n", "json-syntax", "Canonical JSON, no byte more."),
        ("blank", text.replace(":", ": ", 1), "json-syntax", "Canonical JSON."),
    ):
        book.refused(f"agreement/{name}", "agreement.parse", {"text": data}, code, why, SOURCE)
    for member in played():
        bad(book, f"without-{member}", changed(((member,), REMOVED)), "field-missing", "Every member.")
    nested: list[tuple[str, Path, Any, str]] = [
        ("unknown-member", ("annex",), 1, "field-unknown"),
        ("name-upper-case", ("name",), "X", "field-form"),
        ("rules-v0", ("rules",), "v0", "field-form"),
        ("rules-v2", ("rules",), "v2", "agreement-rules"),
        ("rules-v10000", ("rules",), "v10000", "field-form"),
        ("mode-unknown", ("mode",), "drill", "field-choice"),
        ("title-empty", ("title",), {}, "field-count"),
        ("title-in-no-language", ("title",), {"english": "x"}, "field-unknown"),
        (
            "title-of-17-languages",
            ("title",),
            {chr(97 + n // 26) + chr(97 + n % 26): "x" for n in range(17)},
            "field-count",
        ),
        ("title-with-lf", ("title",), {"en": "a\nb"}, "field-form"),
        ("title-too-long", ("title",), {"en": "a" * 1025}, "field-form"),
        ("policy-short", ("policy",), "77", "field-form"),
        ("parties-one", ("parties",), [played()["parties"][0]], "field-count"),
        ("parties-out-of-order", ("parties",), played()["parties"][::-1], "field-order"),
        ("party-twice", ("parties",), [played()["parties"][0]] * 2, "field-order"),
        ("party-role-unknown", ("parties", 0, "role"), "host", "field-choice"),
        ("party-log-upper-case", ("parties", 0, "log"), "X", "field-form"),
        ("party-with-unknown", ("parties", 0, "flag"), "x", "field-unknown"),
        ("party-without-side", ("parties", 0, "side"), REMOVED, "field-missing"),
        ("items-none", ("items",), [], "field-count"),
        ("items-out-of-order", ("items",), played()["items"][::-1], "field-order"),
        ("least-removal-of-no-unit", ("items", 0, "least_removal"), {}, "field-count"),
        ("least-removal-of-two-units", ("items", 0, "least_removal"), {"hours": 1, "minutes": 1}, "field-count"),
        ("least-removal-of-zero", ("items", 0, "least_removal"), {"hours": 0}, "field-range"),
        ("least-removal-too-long", ("items", 0, "least_removal"), {"hours": 1_000_001}, "field-range"),
        ("least-removal-in-weeks", ("items", 0, "least_removal"), {"weeks": 1}, "field-unknown"),
        ("sites-none", ("sites",), [], "field-count"),
        ("groups-none", ("sites", 0, "groups"), [], "field-count"),
        ("points-none", ("sites", 0, "groups", 0, "points"), [], "field-count"),
        ("points-out-of-order", ("sites", 0, "groups", 0, "points"), ["l1/c2", "l1/c1"], "field-order"),
        ("point-upper-case", ("sites", 0, "groups", 0, "points"), ["L1"], "field-form"),
        ("measure-of-no-kind", ("measures", 0, "kind"), "looking", "field-choice"),
        ("sensitivity-0", ("measures", 0, "sensitivity"), "0x0/0x1", "field-range"),
        ("sensitivity-too-fine", ("measures", 0, "sensitivity"), f"0x1/{2**53:#x}", "field-range"),
        ("probability-0", ("undertakings", 0, "standard", "probability"), "0x0/0x1", "field-range"),
        ("probability-above-1", ("undertakings", 0, "standard", "probability"), "0x3/0x2", "field-range"),
        ("sensitivity-above-1", ("measures", 0, "sensitivity"), "0x2/0x1", "field-range"),
        ("sensitivity-not-reduced", ("measures", 0, "sensitivity"), "0x2/0x4", "field-form"),
        ("sensitivity-decimal", ("measures", 0, "sensitivity"), "1/2", "field-form"),
        ("sensitivity-number", ("measures", 0, "sensitivity"), 1, "field-type"),
        ("expires-in-year-10000", ("measures", 0, "expires_at"), 253_402_300_800, "field-range"),
        ("discriminates-nothing", ("measures", 0, "discriminates"), [], "field-count"),
        ("choice-of-nobody", ("inspections", 0, "choice"), "nobody", "field-choice"),
        ("opens-0-points", ("inspections", 0, "points"), 0, "field-range"),
        ("opens-4097-points", ("inspections", 0, "points"), 4097, "field-range"),
        ("kind-of-undertaking-unknown", ("undertakings", 0, "kind"), "present", "field-choice"),
        ("undertaking-without-inspection", ("undertakings", 0, "inspections"), [], "field-count"),
        ("standard-of-0-items", ("undertakings", 0, "standard", "items"), 0, "field-range"),
        ("standard-presence-unknown", ("undertakings", 0, "standard", "presence"), "always", "field-choice"),
        ("standard-without-lapse", ("undertakings", 0, "standard", "lapses_after"), REMOVED, "field-missing"),
        ("signature-by-nobody", ("signatures", "cut", 0, "by"), "nobody", "field-choice"),
        ("signature-of-0-persons", ("signatures", "cut", 0, "persons"), 0, "field-range"),
        ("signature-of-33-persons", ("signatures", "cut", 0, "persons"), 33, "field-range"),
        ("signatures-of-a-kind-none", ("signatures", "cut"), [], "field-count"),
    ]
    for name, path, value, code in nested:
        bad(book, name, changed((path, value)), code, f"At /{'/'.join(map(str, path))}.")


def _references(book: Book) -> None:
    same_log = changed((("parties", 1, "log"), played()["parties"][0]["log"]))
    same_roots = changed((("parties", 1, "roots"), played()["parties"][0]["roots"]))
    bad(book, "one-log-for-two", same_log, "agreement-purpose", "Each party has its own log.")
    bad(book, "one-root-set-for-two", same_roots, "agreement-purpose", "Else one party could speak as both.")
    both = changed((("rules",), "v2"), (("inspections", 0, "site"), "nowhere"))
    bad(book, "first-fault-rules-before-references", both, "agreement-rules", "What v2 refers to is not known here.")

    nowhere: list[tuple[str, Path, Any]] = [
        ("measure-discriminates-unknown", ("measures", 0, "discriminates"), ["sm-3", "unknown"]),
        ("inspecting-unknown", ("inspections", 0, "inspecting"), "romania"),
        ("inspected-unknown", ("inspections", 0, "inspected"), "romania"),
        ("inspection-site-unknown", ("inspections", 0, "site"), "nowhere"),
        ("inspection-measure-unknown", ("inspections", 0, "measure"), "unknown"),
        ("undertaking-by-unknown", ("undertakings", 0, "by"), "romania"),
        ("undertaking-to-unknown", ("undertakings", 0, "to"), "romania"),
        ("undertaking-item-unknown", ("undertakings", 0, "item"), "unknown"),
        ("undertaking-site-unknown", ("undertakings", 0, "site"), "nowhere"),
        ("undertaking-inspection-unknown", ("undertakings", 0, "inspections"), ["unknown"]),
        ("undertaking-by-the-other-party", ("undertakings", 0, "by"), RU),
        ("undertaking-to-the-inspected", ("undertakings", 0, "to"), US),
        ("measure-does-not-discriminate", ("measures", 0, "discriminates"), ["sm-3"]),
    ]
    for name, path, value in nowhere:
        bad(book, name, changed((path, value)), "agreement-reference", f"At /{'/'.join(map(str, path))}.")
    other_site = played()
    site = deepcopy(other_site["sites"][0]) | {"name": "elsewhere"}
    other_site["sites"].append(site)
    other_site["undertakings"][0]["site"] = "elsewhere"
    bad(book, "inspection-of-another-site", other_site, "agreement-reference", "It shows nothing about this site.")
    kind = changed((("signatures", "withdrawal"), [{"by": "author", "persons": 1, "role": "officer"}]))
    bad(book, "signatures-of-an-unknown-kind", kind, "agreement-reference", "No such kind.")

    bad(book, "one-side", changed((("parties", 1, "side"), RU)), "agreement-side", "No one inspects its own side.")
    self_inspection = changed((("inspections", 0, "inspecting"), US))
    bad(book, "inspects-itself", self_inspection, "agreement-side", "No one inspects itself.")

    twice = changed((("sites", 0, "groups", 1, "points", 0), "l1/c8"))
    bad(book, "point-in-two-groups", twice, "agreement-points", "A point would be drawn twice.")
    more = changed((("inspections", 0, "points"), 25))
    bad(book, "more-to-open-than-points", more, "agreement-points", "25 of 24.")
    items = changed((("undertakings", 0, "standard", "items"), 25))
    bad(book, "more-items-than-points", items, "agreement-points", "25 of 24.")

    empty = changed((("items", 0, "name"), "empty"), (("measures", 0, "discriminates"), ["empty", "tomahawk"]))
    bad(book, "item-called-empty", empty, "agreement-item", "A declaration would say two things by one word.")
    two = played()
    two["undertakings"].insert(0, deepcopy(two["undertakings"][0]) | {"item": "sm-3", "name": "a"})
    bad(book, "one-inspection-for-two-items", two, "agreement-item", "A report does not say which of them was found.")
    again = played()
    again["undertakings"].insert(0, deepcopy(again["undertakings"][0]) | {"name": "a"})
    ok(book, "one-inspection-for-two-undertakings", again, "Of one item: what was found is clear.")

    officer = {"by": "author", "persons": 1, "role": "officer"}
    for name, path, value, why in (
        ("kind-without-signatures", ("signatures", "cut"), REMOVED, "Nobody would sign cuts."),
        ("key-set-with-signatures", ("signatures", "root-key-set"), [officer], "Root keys sign it."),
        ("accession-with-signatures", ("signatures", "accession"), [officer], "Root keys sign it."),
        ("role-counted-twice", ("signatures", "notice"), [officer, officer | {"persons": 2}], "Which number holds?"),
        ("persons-17-of-16-lines", ("signatures", "notice"), [officer | {"persons": 17}], "No note has room for them."),
        ("persons-9-of-each", ("signatures", "cut"), [officer | {"by": "each", "persons": 9}], "18 lines of 16."),
    ):
        bad(book, name, changed((path, value)), "agreement-signatures", why)
    sixteen = [officer | {"by": "each", "persons": 8}]
    ok(book, "persons-8-of-each", changed((("signatures", "cut"), sixteen)), "16 lines, as many as a note has.")
    two_roles = [officer, {"by": "author", "persons": 1, "role": "legal"}]
    ok(book, "two-roles", changed((("signatures", "notice"), two_roles)), "One person of each.")
