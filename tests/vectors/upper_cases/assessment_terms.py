"""Cases of the findings under terms: conditions that do not hold, closed points, revoked keys, declared items."""

from __future__ import annotations

from typing import Any

from book import Book

from upper_cases.assessment import SOURCE, changes, finding
from upper_cases.desk import RO, RU, US
from upper_cases.regime_state import given
from upper_cases.regime_terms_visits import one_sided
from upper_cases.terms import CLOSED, DAY, HOUR, READY, Told, at, report, visit

POINTS = ("s1", "s2", CLOSED)
WHOLE, NONE = "0x1/0x1", "0x0/0x1"
FREEZE = READY + 2 * HOUR

OWED: dict[str, dict[str, Any]] = {
    "apart-in-shed-a": {"kind": "type-distinguishable"},
    "apart-untried-in-shed-a": {"kind": "type-distinguishable"},
    "at-most-one-in-shed-a": {"at_most": 1, "kind": "at-most"},
    "continuous-in-shed-a": {"duration_s": 6 * HOUR, "items": 1, "presence": "continuous", "window_s": 2 * DAY},
    "no-tomahawk-at-deveselu": {},
    "none-in-hangar": {"site": "hangar"},
    "none-in-shed-a": {},
    "none-in-shed-a-if-asked": {},
    "none-in-shed-a-once-shown": {},
    "none-in-shed-a-watched": {},
}
"""What the record says of each undertaking, beside two items, of which none may be there for a moment."""

UNFIT = {
    "none-in-shed-a-if-asked": ["not-owed"],
    "none-in-shed-a-once-shown": ["not-shown"],
}
"""Why no number can be given, as long as nobody asked."""


def write(book: Book) -> None:
    """Add the cases of ``assessment`` under terms."""

    def case(name: str, told: Told, why: str, findings: dict[str, dict[str, Any]]) -> None:
        values = [_record(undertaking, findings[undertaking], told.now) for undertaking in OWED]
        book.ok(f"assessment/{name}", "assessment.findings", given(told), {"findings": values}, why, SOURCE)

    told = at("ready")
    case("terms-no-visit", told, "Reasons that no visit can mend, and that there was none.", every(no_visit))
    told.notify(RU, "request", words="how many?")
    told.observe(US, RU)
    why = "The condition holds: what rested on it is owed, and is shown."
    asked = every(no_visit) | {name: no_visit([]) for name in UNFIT}
    case("terms-no-visit-asked", told, why, asked)

    told = at("noticed")
    disputed = met("disputed", NONE, [("inspection-open", [told.last(RU, "notice")])])
    why = "While nobody knows which site it is, it may be any of the pool."
    case("terms-site-not-yet-designated", told, why, every(lambda _: disputed))
    told = at("ready")
    told.now += HOUR
    notice = told.announce("shed-visit", 1, "shed-b")
    told.observe(RU, RU)
    told.designate(notice, "shed-b")
    case("terms-visit-to-another-site", told, "Shed B says nothing of shed A.", every(no_visit))

    told = at("reported")
    last = told.last(RU, "inspection-report")
    whole = met("standard met", WHOLE, [("guarantee-reached", [last])], FREEZE)
    unfit = {name: _lacking(codes) for name, codes in UNFIT.items()} | _closed(last, 1)
    why = "One point of three was closed and may hold an item: the second would have been found; one alone not."
    case("terms-points-closed", told, why, every(lambda _: whole) | unfit)
    told.notify(RU, "request", words="how many?")
    told.observe(US, RU)
    asked = dict.fromkeys(UNFIT, whole)
    why = "With its conditions, the number counts."
    case("terms-points-closed-asked", told, why, every(lambda _: whole) | unfit | asked)

    told = at("ready")
    told.declare(US, "shed-a", dict.fromkeys(("s1", "s2", CLOSED), "away"), number=2)
    told.exchange()
    visit(told, points=())
    empty = told.last(RU, "inspection-report")
    none = met("not met", NONE, [("points-closed", [empty])], FREEZE) | {"checked": [], "less": 2}
    nothing = {
        name: met("not met", NONE, [*((code, []) for code in codes), ("points-closed", [empty])], FREEZE)
        | {"checked": [], "less": 2, "fit": False}
        for name, codes in UNFIT.items()
    }
    nothing["continuous-in-shed-a"] = none | {"less": 3}
    why = "Where everything is away the visit is reported all the same, and shows nothing."
    case("terms-every-point-closed", told, why, every(lambda _: none) | nothing)

    told = at("opened")
    body = report(told.last(RU, "notice"), told.now)
    last = told.say(RU, "inspection-report", body)
    escort = next(key["key"] for key in told.key_set(US)["keys"] if key["person"] == "escort-1")
    told.say(US, "key-revocation", {"keys": [escort], "last_good": len(told.logs[told.origins[US]]) - 1})
    reason = [("key-revoked", [last])]
    revoked = every(lambda _: met("disputed", WHOLE, reason, FREEZE))
    revoked |= {name: met("disputed", NONE, reason, FREEZE) | {"fit": False} for name in UNFIT}
    revoked["continuous-in-shed-a"] = met("disputed", NONE, reason, FREEZE)
    why = "Who signed the report had its key revoked, by who had not seen the report."
    case("terms-key-revoked", told, why, revoked)

    told.observe(RO, US)
    told.now += 6 * HOUR + 30 * DAY
    case("terms-key-revoked-a-month-ago", told, "Nobody has pursued it yet.", revoked)
    told.now += 1
    why = "A report that nobody answers for, and nobody pursued, holds up no finding for ever; nor does it undo itself."
    left = every(lambda codes: met("not met", NONE, [*((code, []) for code in codes), *reason]))
    case("terms-key-revoked-and-left", told, why, left)
    told = at("reported")
    last = told.last(RU, "inspection-report")
    told.now += 6 * HOUR
    told.say(US, "key-revocation", {"keys": [escort], "last_good": len(told.logs[told.origins[US]]) - 1})
    told.observe(RO, US)
    whole = met("standard met", WHOLE, [("guarantee-reached", [last])], FREEZE)
    unfit = {name: _lacking(codes) for name, codes in UNFIT.items()} | _closed(last, 1)
    why = "The report had been delivered to whose escort signed it, whatever that Party then observed: it stands."
    case("terms-key-revoked-after-delivery", told, why, every(lambda _: whole) | unfit)

    told = at("designated")
    notice = told.last(RU, "notice")
    told.say(RU, "one-sided-report", one_sided(notice, told.now, ["s1", "s2"]))
    told.observe(US, RU)
    open_still = met("disputed", NONE, [("inspection-open", [notice])])
    case("terms-one-sided", told, "One side's word raises nothing.", every(lambda _: open_still))
    told.now += 30 * DAY + 1
    case("terms-one-sided-unpursued", told, "What nobody pursued lowers nothing.", every(no_visit))

    told = at("ready")
    admitted = told.declare(US, "shed-a", {"s2": "tomahawk"}, number=2)
    declared = met("disputed", NONE, [("item-declared", [admitted])])
    one = {"at-most-one-in-shed-a": no_visit([])}  # one it may have
    case("terms-item-declared-later", told, "A supplement admits an item.", every(lambda _: declared) | one)
    told.declare(US, "shed-a", {"s1": "sm-3", CLOSED: "unavailable"}, number=3)
    why = "No word takes back an item that was declared."
    case("terms-item-declared-no-more", told, why, every(lambda _: declared) | one)
    told.exchange()
    visit(told)
    looked = told.last(RU, "inspection-report")
    whole = met("standard met", WHOLE, [("guarantee-reached", [looked])], FREEZE)
    unfit |= _closed(looked, 1)
    why = "A visit over the later declaration has looked behind it."
    case("terms-item-declared-and-looked-behind", told, why, every(lambda _: whole) | unfit)


def every(say: Any) -> dict[str, dict[str, Any]]:
    """Return findings: on each absence in shed A what ``say`` makes of its reasons; no other visit, no exhibition."""
    found = {name: say(UNFIT.get(name, [])) for name in OWED}
    return found | {name: no_visit([]) for name in ELSEWHERE} | {name: not_exhibited() for name in APART}


ELSEWHERE = ("no-tomahawk-at-deveselu", "none-in-hangar")
APART = ("apart-in-shed-a", "apart-untried-in-shed-a")


def not_exhibited() -> dict[str, Any]:
    """Return a finding without an exhibition."""
    return met("not met", NONE, [("no-exhibition", [])])


def no_visit(codes: list[str]) -> dict[str, Any]:
    """Return a finding without a visit."""
    return met("not met", NONE, [*((code, []) for code in codes), ("no-visit", [])])


def met(
    status: str, number: str | None, reasons: list[tuple[str, list[bytes]]], freeze: int | None = None
) -> dict[str, Any]:
    """Return what a finding says: with a freeze, two points of three were clean."""
    written = [(code, [one.hex() for one in ids]) for code, ids in reasons]
    checked = [] if freeze is None else ["s1", "s2"]
    return {"status": status, "number": number, "reasons": written, "checked": checked, "freeze": freeze}


def _lacking(codes: list[str]) -> dict[str, Any]:
    """Return a finding for which a condition lacks, whatever was seen."""
    return met("not met", NONE, [(code, []) for code in codes], FREEZE) | {"fit": False}


def _closed(report: bytes, less: int) -> dict[str, dict[str, Any]]:
    """Return the finding of the undertaking of a single item, which may be in the closed point."""
    found = met("not met", NONE, [("points-closed", [report])], FREEZE) | {"less": less}
    return {"continuous-in-shed-a": found}


def _record(undertaking: str, members: dict[str, Any], now: int) -> dict[str, Any]:
    if undertaking == "no-tomahawk-at-deveselu":
        return finding(now=now, **members)
    there = {"items": 2, "site": "shed-a", "undertaking": undertaking}
    points = ("h1", "h2") if undertaking == "none-in-hangar" else POINTS
    left = {"not_checked": [point for point in points if point not in members["checked"]]}
    lasting = undertaking == "continuous-in-shed-a"
    record = {name: value for name, value in members.items() if name != "shown"}
    shown: dict[str, Any] = members.get("shown", {})
    value = finding(now=now, window_s=2 * DAY if lasting else 0, **record, probability="0x1/0x2")
    if lasting:
        value["assumptions"] = [*value["assumptions"], "visits-independent"]
    if undertaking in APART:
        value["assumptions"] = ["sensitivity-as-tried"]
        value["changes"] = changes(record["status"], record["reasons"], shown.get("lapses_at", 0), exhibits=True)
    return value | there | left | OWED[undertaking] | shown
