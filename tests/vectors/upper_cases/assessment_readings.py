"""Cases of the findings that readings bear on: alarms and finds of monitors, exhibitions, measures never tried."""

from __future__ import annotations

from typing import Any

from book import Book

from upper_cases.assessment import SOURCE
from upper_cases.assessment_terms import NONE, OWED, _record, every, met, no_visit, not_exhibited
from upper_cases.desk import RU, US
from upper_cases.regime_state import given
from upper_cases.terms import DAY, EXPIRY, HOUR, READY, Told, at, report

WATCHED, APART, UNTRIED = "none-in-shed-a-watched", "apart-in-shed-a", "apart-untried-in-shed-a"
NINE = "0x9/0xa"
ALL = {"s1": "clean", "s2": "clean", "s3": "clean"}


def write(book: Book) -> None:
    """Add the cases of ``assessment`` on readings."""

    def case(name: str, told: Told, why: str, findings: dict[str, dict[str, Any]]) -> None:
        found = every(no_visit) | findings
        values = [_record(undertaking, found[undertaking], told.now) for undertaking in OWED]
        book.ok(f"assessment/{name}", "assessment.findings", given(told), {"findings": values}, why, SOURCE)

    told = at("ready")
    told.read(RU, "gate", ALL)
    case("readings-clean", told, "What a monitor did not show adds no number.", {})
    one = told.read(RU, "gate", {"s1": "alarm"})
    two = told.read(RU, "seal", {"s2": "alarm"})
    alarmed = met("disputed", NONE, [("alarm-open", [one]), ("alarm-open", [two])])
    case(
        "readings-alarm",
        told,
        "Of each of its monitors, by name; others' findings are not touched.",
        {WATCHED: alarmed},
    )
    told.observe(US, RU)
    told.notify(US, "resolution", about=one)
    told.exchange()
    told.now += HOUR
    left = met("disputed", NONE, [("alarm-open", [two])])
    case("readings-alarm-resolved", told, "One is resolved, the other open.", {WATCHED: left})
    told.now += 31 * DAY
    case("readings-alarm-unpursued", told, "What nobody pursued lowers nothing for ever.", {})
    one = told.read(RU, "gate", {"s1": "alarm", "s2": "found"})
    two = told.read(RU, "seal", {"s1": "found"})
    found = met("contradicted", None, [("item-found", [one]), ("item-found", [two])]) | {"found": ["s1", "s2"]}
    case("readings-found", told, "Both sides signed that there was one.", {WATCHED: found})
    _exhibited(case)
    _untried(case)


def exhibited(
    status: str, number: str | None, reasons: list[tuple[str, list[bytes]]], hour: int | None = None, **more: Any
) -> dict[str, Any]:
    """Return a finding on an exhibition at an hour, None if none counts."""
    shown = {} if hour is None else {"exhibited_at": hour, "lapses_at": hour + 30 * DAY}
    return met(status, number, reasons) | {"shown": shown} | more


def shown_at(one: bytes, later: int = 0, point: str = "s1") -> dict[str, Any]:
    """Return a finding on an exhibition at one point, which it meets."""
    return exhibited("standard met", NINE, [("guarantee-reached", [one])], READY + later, checked=[point])


def _exhibited(case: Any) -> None:
    every_point = {"checked": ["s1", "s2", "s3"]}
    told = at("ready")
    one = told.read(RU, "display", {"s1": "clean"})
    shown = exhibited("standard met", NINE, [("guarantee-reached", [one])], READY, checked=["s1"])
    why = "Told apart by a measure that tells one with 9/10: where, is for those who exhibit to choose."
    case("exhibition", told, why, {APART: shown})
    told.now += 30 * DAY
    case("exhibition-in-its-last-second", told, "It speaks for 30 days.", {APART: shown})
    told.now += 1
    lapsed = exhibited("lapsed", NINE, [("lapsed", [one])], READY, checked=["s1"])
    case("exhibition-lapsed", told, "And a second more.", {APART: lapsed})
    two = told.read(RU, "display", {"s1": "clean", "s2": "ambiguous"})
    unclear = exhibited("not met", NONE, [("not-clean", [two])], told.now, checked=["s1"])
    case("exhibition-not-clean", told, "The last one decides: one of two was not told apart.", {APART: unclear})
    three = told.read(RU, "display", {"s2": "found"})
    confused = exhibited("contradicted", None, [("item-found", [three])], told.now, found=["s2"])
    larger = max((two, three))
    confused |= {"checked": ["s1"] if larger == two else []}
    case("exhibition-found", told, "One was taken for another, both sides signed.", {APART: confused})
    told = at("ready")
    one = told.read(RU, "display", {"s1": "clean"})
    points = [{"id": "s2", "outcome": "clean"}]
    ahead: dict[str, Any] = {"began_at": told.now, "monitor": "display", "number": 2, "points": points}
    two = told.say(RU, "reading", ahead | {"ended_at": told.now + DAY}, at=told.now + DAY)
    case("exhibition-of-an-hour-to-come", told, "What both date ahead proves nothing yet.", {APART: shown_at(one)})
    told.now += DAY
    case("exhibition-of-an-hour-that-came", told, "Its hour has come.", {APART: shown_at(two, DAY, "s2")})
    told = at("ready")
    one = told.read(RU, "display", {"s3": "alarm"})
    alarmed = exhibited("disputed", NONE, [("alarm-open", [one])], READY)
    case("exhibition-alarm", told, "A change that nobody has explained.", {APART: alarmed})
    for name, hour, reasons in (("one-second-before", EXPIRY - 1, []), ("at", EXPIRY, ["sensitivity-expired"])):
        told = at("ready")
        told.now = hour
        one = told.read(RU, "display", ALL)
        given_ = [("sensitivity-expired", [one])] if reasons else [("guarantee-reached", [one])]
        late = exhibited(
            "not met" if reasons else "standard met", NONE if reasons else NINE, given_, hour, **every_point
        )
        case(f"exhibition-{name}-the-expiry", told, "From its expiry on a trial proves nothing.", {APART: late})
    told = at("ready")
    one = told.read(RU, "trial-display", ALL)
    untried = exhibited("not met", NONE, [("untested", [one])], READY, **every_point)
    case("exhibition-untested", told, "What was never tried adds nothing.", {UNTRIED: untried})
    told = at("ready")
    one = told.read(RU, "display", ALL)
    escort = told.signer(US, "escort", 1).vkey.key.hex()
    told.say(US, "key-revocation", {"keys": [escort], "last_good": len(told.logs[told.origins[US]]) - 1})
    revoked = exhibited("not met", NONE, [("key-revoked", [one])])
    case("exhibition-key-revoked", told, "Nobody answers for it any more.", {APART: revoked})
    told = at("ready")
    told.declare(US, "shed-a", {"s2": "tomahawk"}, number=2)
    one = told.read(RU, "display", ALL)
    declared = met("disputed", NONE, [("item-declared", [told.last(US, "declaration")])])
    shown = exhibited("standard met", NINE, [("guarantee-reached", [one])], READY, **every_point)
    why = "Who owes that items can be told apart may have them, and shows them."
    absences = {name: declared for name in OWED if name.endswith("shed-a") or "-shed-a-" in name}
    others = {"at-most-one-in-shed-a": no_visit([]), APART: shown, UNTRIED: not_exhibited()}  # one it may have
    case("exhibition-of-what-is-declared", told, why, absences | others)


def _untried(case: Any) -> None:
    told = at("ready")
    told.now += HOUR
    notice = told.announce("hangar-visit")
    told.exchange()
    cut = told.close(1, RU)
    told.exchange()
    for party, role in ((US, "inspecting"), (RU, "inspected")):
        told.seal(party, notice, cut, role)
    told.exchange()
    for party in (US, RU):
        told.say(party, "draw-share-opened", {"exchange": notice.hex(), "share": told.share(notice, party).hex()})
    told.observe(US, US)
    told.observe(US, RU)
    one = told.say(US, "inspection-report", report(notice, told.now, ("h1", "h2")))
    looked = met("not met", NONE, [("untested", [one])], told.now) | {"checked": ["h1", "h2"]}
    case("visit-untested", told, "A way to look that was never tried jointly adds nothing.", {"none-in-hangar": looked})
