"""Cases of places told by visit: R64 and R65 broken alone, which declarations count, what a finding speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from typing import Any

from book import Book

from upper_cases.assessment import SOURCE, finding
from upper_cases.desk import RU, US
from upper_cases.named import HILL, PARTS, SHORE, SITE, Naming, at
from upper_cases.regime_state import Case, add, duty, given
from upper_cases.regime_terms_visits import one_sided
from upper_cases.terms import HOUR

FREEZE_TO_LAPSE = 30 * 24 * HOUR


def write(book: Book) -> None:
    """Add the cases."""
    for case in chain(_places(), _declarations(), _counting(), _exemptions(), _clocks()):
        add(book, case)  # one by one: a history goes on after its case
    _finding(book)


def _places() -> Iterator[Case]:
    told = at("ready")
    notice = told.announce("challenge", 1, SITE)
    told.exchange()
    opened = told.designate(notice, SITE)
    why = "Which place it is must be told."
    yield Case("r64-no-place", told, why, [("R64", "designation-place", opened)])
    told = at("ready")
    notice = told.announce("challenge", 1, "deveselu", SHORE)
    told.exchange()
    opened = told.designate(notice, "deveselu", SHORE)
    why = "Where an agreed site is, the agreement says."
    yield Case("r64-place-of-an-agreed-site", told, why, [("R64", "designation-place", opened)])
    told = at("ready")
    notice = told.announce("challenge", 1, SITE, SHORE)
    told.exchange()
    opened = told.designate(notice, SITE, HILL)
    why = "The place was sealed before the notice."
    yield Case("r45-another-place", told, why, [("R45", "designation-opening", opened)])
    told = at("ready")
    notice = told.go("challenge")
    told.exchange()
    told.now += HOUR
    declared = told.list(notice)
    told.exchange()
    begun = told.now - HOUR
    opening = told.last(RU, "designation-opened")
    clock = {"start": opening, "start_s": begun, "due_s": begun + 2 * HOUR}
    visit = {
        "announced_at": begun,
        "held_at": begun,
        "inspection": "challenge",
        "known_at": begun,
        "notice": notice.hex(),
        "number": 1,
        "opened": [],
        "place": SHORE,
        "sealed": [],
        "site": SITE,
        "status": "open",
    }
    shown = {
        "duty": [
            _arrive(notice, begun + 6 * HOUR),
            duty("declare-place", US, RU, "done", done=declared, done_s=told.now, **clock),
        ],
        "inspection": [visit],
    }
    yield Case("place-told-and-declared", told, "Sealed, announced, told, declared in its thread.", [], shown)


def _arrive(notice: bytes, delivered_s: int, status: str = "due", **members: Any) -> dict[str, Any]:
    """Return the line of the duty to arrive, twelve hours after the notice was delivered to the other side."""
    clock = {"start": notice, "start_s": delivered_s, "from_s": delivered_s + 12 * HOUR}
    return duty("arrive", RU, US, status, **clock, **members)


def _clocks() -> Iterator[Case]:
    told = at("ready")
    notice = told.announce("challenge", 1, SITE, SHORE)
    told.observe(RU, US)
    begun = told.now
    unconfirmed = duty("arrive", RU, US, "unconfirmed", start=notice)
    yield Case("owed-from-a-receipt-unconfirmed", told, "Nobody received it yet.", [], {"duty": [unconfirmed]})
    told.exchange()
    why = "Two mirrors held it: it is delivered to the other six hours later, whatever that says."
    yield Case("owed-from-the-allowance", told, why, [], {"duty": [_arrive(notice, begun + 6 * HOUR)]})
    told.now += HOUR
    told.notify(US, "receipt", about=notice, hour=told.now)
    told.exchange()
    received = told.now
    why = "The other received it an hour later: twelve hours are counted from then, not from the notice."
    yield Case("owed-from-a-receipt", told, why, [], {"duty": [_arrive(notice, received)]})
    told.now = begun + 12 * HOUR
    arrival = told.notify(RU, "arrival", about=notice)
    told.exchange()
    early = _arrive(notice, received, "done early", done=arrival, done_s=told.now)
    yield Case("arrived-early-by-the-receipt", told, "Twelve hours after the notice.", [], {"duty": [early]})

    told = at("ready")
    changed = told.now
    told.now += 5 * 24 * HOUR
    change = told.notify(US, "change", hour=changed)
    told.observe(RU, US)
    clock = {"start_s": changed, "due_s": changed + 5 * 24 * HOUR}

    def line(status: str, by: str, to: str, **members: Any) -> dict[str, Any]:
        return duty("tell-change", by, to, status, **members)

    done = line("done", US, RU, start=change, done=change, done_s=told.now, **clock)
    yield Case("change-told-in-time", told, "On the last second of five days.", [], {"duty": [done]})
    told.now += 1
    late = told.notify(RU, "change", hour=changed)
    told.observe(US, RU)
    lines = [line("done late", RU, US, start=late, done=late, done_s=told.now, **clock), done]
    why = "A second later it is late; it stands, and says so of itself."
    shown = {"duty": sorted(lines, key=lambda one: str(one["start"]))}
    yield Case("change-told-late", told, why, [], shown)
    told = at("ready")
    change = told.notify(US, "change", hour=told.now + 30 * 24 * HOUR)
    told.observe(RU, US)
    clock = {"start_s": told.now, "due_s": told.now + 5 * 24 * HOUR}
    done = line("done", US, RU, start=change, done=change, done_s=told.now, **clock)
    why = "An hour to come gives no more time: it existed by then."
    yield Case("change-told-ahead", told, why, [], {"duty": [done]})


def _declarations() -> Iterator[Case]:
    told = at("ready")
    told.go("challenge")
    told.exchange()
    declared = told.list(None)
    wrong = "R65", "declaration-notice"
    yield Case("r65-of-no-visit", told, "Nobody knows which place that is.", [(*wrong, declared)])
    told = at("ready")
    notice = told.announce("challenge", 1, SITE, SHORE)
    told.exchange()
    declared = told.list(notice)
    told.designate(notice, SITE, SHORE)
    yield Case("r65-before-it-was-told", told, "Its author did not know the place.", [(*wrong, declared)])
    told = at("ready")
    notice = told.announce("challenge", 1, "deveselu")
    told.exchange()
    told.designate(notice, "deveselu")
    told.exchange()
    declared = told.list(notice)
    yield Case("r65-of-a-visit-elsewhere", told, "That visit goes to Deveselu.", [(*wrong, declared)])
    told = at("ready")
    notice = told.go("challenge")
    told.exchange()
    declared = told.declare(US, "deveselu", {}, notice=notice.hex())
    yield Case("r65-of-an-agreed-site", told, "Deveselu is what it is, whatever visit.", [(*wrong, declared)])
    told = at("ready")
    told.go("challenge")
    told.exchange()
    declared = told.list(told.last(RU, "designation-opened"))
    yield Case("r65-on-no-notice", told, "It names the notice.", [(*wrong, declared)])


def _counting() -> Iterator[Case]:
    for name, inspection in (("drawn", "challenge"), ("chosen", "challenge-by-eye")):
        told = at("ready")
        first = told.go(inspection)
        told.exchange()
        told.list(first)
        told.exchange()
        told.say(RU, "one-sided-report", one_sided(first, told.now, []))
        second = told.go(inspection, 2, HILL)
        told.exchange()
        why = "What was declared of the shore says nothing of the hill."
        if name == "drawn":
            cut = told.close(1, US)
            told.exchange()
            place = told.seal(RU, second, cut, "inspecting")
            yield Case("r25-declared-of-another-place", told, why, [("R25", "draw-cut", place)])
        else:
            place = told.say(RU, "inspection-report", _report(second, told.now))
            yield Case("r63-declared-of-another-place", told, why, [("R63", "chosen-declaration", place)])


def _exemptions() -> Iterator[Case]:
    def visited(told: Naming, inspection: str = "challenge") -> tuple[bytes, bytes]:
        notice = told.announce(inspection, 1, "deveselu")
        opened = told.designate(notice, "deveselu")
        return notice, opened

    def line(told: Naming, notice: bytes, inspection: str = "challenge") -> dict[str, Any]:
        hour = told.statement(notice).at
        return {
            "announced_at": hour,
            "inspection": inspection,
            "known_at": hour,
            "notice": notice.hex(),
            "number": 1,
            "opened": [],
            "sealed": [],
            "site": "deveselu",
            "status": "open",
        }

    def exempt(told: Naming, days: int = 30, party: str = US) -> None:
        told.notify(party, "exemption", site="deveselu", until=told.now + days * 24 * HOUR)
        told.exchange()

    told = at("ready")
    exempt(told)
    _, opened = visited(told)
    yield Case("r66-exempt", told, "It was told before.", [("R66", "designation-exempt", opened)])
    told = at("ready")
    exempt(told)
    told.now += 30 * 24 * HOUR
    _, opened = visited(told)
    yield Case("r66-on-the-last-second", told, "Until that hour.", [("R66", "designation-exempt", opened)])
    told = at("ready")
    exempt(told)
    told.now += 30 * 24 * HOUR + 1
    why = "Its author dates itself behind the exemption, which no quorum has seen over."
    early = deepcopy(told)
    yield Case("r66-dated-ahead", early, why, [("R66", "designation-exempt", visited(early)[1])])
    told.exchange()
    notice, _ = visited(told)
    yield Case("exempt-no-more", told, "A second later.", [], {"inspection": [line(told, notice)]})
    told = at("ready")
    told.notify(US, "exemption", site="deveselu", until=told.now + 24 * HOUR)
    notice, _ = visited(told)
    yield Case("exempt-unseen", told, "Who sealed had not seen it.", [], {"inspection": [line(told, notice)]})
    told = at("ready")
    notice = told.announce("challenge", 1, "deveselu")
    exempt(told)
    told.designate(notice, "deveselu")
    shown = {"inspection": [line(told, notice) | {"held_at": told.now}]}
    yield Case("exempt-once-it-was-sealed", told, "What is sealed stays.", [], shown)
    told = at("ready")
    exempt(told, party=RU)
    notice, _ = visited(told)
    yield Case("exempt-by-the-other", told, "It is not inspected there.", [], {"inspection": [line(told, notice)]})
    told = at("ready")
    exempt(told)
    notice, _ = visited(told, "challenge-by-eye")
    shown = {"inspection": [line(told, notice, "challenge-by-eye")]}
    yield Case("exempt-from-another-visit", told, "It is of the challenge alone.", [], shown)
    told = at("ready")
    exempt(told)
    told.now += HOUR
    exempt(told, days=0)
    told.now += 1
    told.exchange()
    notice, _ = visited(told)
    yield Case("exempt-cut-short", told, "The last word counts.", [], {"inspection": [line(told, notice)]})


def _report(notice: bytes, hour: int) -> dict[str, Any]:
    return {
        "began_at": hour,
        "ended_at": hour,
        "freeze_verified_at": hour,
        "notice": notice.hex(),
        "points": [{"id": part, "outcome": "clean"} for part in PARTS[:2]],
    }


def _finding(book: Book) -> None:
    told = at("ready")
    notice = told.go("challenge-by-eye")
    told.exchange()
    told.list(notice)
    told.exchange()
    report = told.say(RU, "inspection-report", _report(notice, told.now))
    told.exchange()
    none = finding(
        status="not met", number="0x0/0x1", reasons=[("no-visit", [])], checked=[], freeze=None, now=told.now
    )
    shore = finding(
        status="standard met",
        number="0x1/0x1",
        reasons=[("guarantee-reached", [report.hex()])],
        checked=list(PARTS[:2]),
        freeze=told.now,
        now=told.now,
        lapses=told.now + FREEZE_TO_LAPSE,
        assumed=["choice-unforeseen"],
        undertaking="none-anywhere",
    )
    shore |= {"items": 2, "not_checked": list(PARTS[2:]), "place": SHORE, "site": SITE}
    why = "Two of three parts of the place that was told; of no other place does it speak."
    book.ok("assessment/place-told", "assessment.findings", given(told), {"findings": [none, shore]}, why, SOURCE)
