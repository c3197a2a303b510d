"""Cases of sealed declarations, R58 to R62, of draws over them, and of what is to be opened for a visit.

What is irregular is stated by hand; what the subjects then say comes from ``validation/state.py``, which knows no rule.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from book import Book

from upper_cases.agreement import bad, ok
from upper_cases.assessment import SOURCE, finding
from upper_cases.desk import RU, US
from upper_cases.regime_state import Break, Case, add, duty, given
from upper_cases.sealed import DEPOT, SHELTERS, Sealing, at
from upper_cases.terms import DAY, HOUR, IN_FORCE, report
from validation import state

QUORUM = 3
OTHER = "77" * 32


def write(book: Book) -> None:
    """Add the cases."""
    for case in chain(_sealed(), _opened(), _visited(), _owed(), _drawn()):
        add(book, case)  # one by one: a history goes on after its case
    _agreements(book)
    _findings(book)


def case(name: str, told: Sealing, why: str, *broken: Break) -> Case:
    """Return a case with the subjects that sealing is in."""
    void = {told.ids[one] for _, _, one in broken}
    agreed = json.loads(told.data)
    whole = state.subjects(agreed, told.logs, void, (), in_force=False, quorum=QUORUM)
    return Case(name, told, why, list(broken), {subject: whole[subject] for subject in ("declaration", "inspection")})


def sealed_by(told: Sealing, party: str, site: str) -> bytes:
    """Return the id of the last sealed declaration of a site."""
    said = [one for one in told.ids if one and told.statement(one).kind == "declaration-sealed"]
    return [one for one in said if (told.statement(one).party, told.statement(one).body.site) == (party, site)][-1]


def _sealed() -> Iterator[Case]:
    def alone(name: str, rule: str, code: str, why: str, party: str, site: str, **members: Any) -> Case:
        told = at("founded")
        one = told.declare_sealed(party, site, DEPOT if site == "depot" else SHELTERS, **members)
        return case(name, told, why, (rule, code, one))

    told = at("founded")
    told.declare_sealed(US, "depot", DEPOT)
    yield case("sealed-declaration", told, "What it holds nobody sees, but what is closed.")
    told.declare_sealed(US, "depot", {"d1": "tomahawk"}, 2)
    yield case("sealed-declaration-again", told, "The next one has number 2, and nothing closed.")
    yield alone("r17-sealed-by-the-other", "R17", "declaration-party", "Who holds it, declares it.", RU, "depot")
    yield alone("r49-sealed-number-2-first", "R49", "declaration-number", "The first has none.", US, "depot", number=2)
    yield alone("r59-another-capacity", "R59", "seal-capacity", "Eight leaves are agreed.", US, "depot", capacity=16)
    closed = [{"holds": "away", "id": "d9"}]
    yield alone("r59-closed-elsewhere", "R59", "declaration-points", "It has no d9.", US, "depot", closed=closed)
    told = at("founded")
    points = [{"holds": "empty", "id": point} for point in told.agreement.site("depot").points]
    one = told.say(US, "declaration", {"points": points, "site": "depot"})
    yield case("r58-open-where-sealed", told, "The depot is declared under seal.", ("R58", "declaration-form", one))
    told = at("founded")
    body = {"capacity": 32, "root": OTHER, "site": "deveselu"}
    one = told.say(US, "declaration-sealed", body)
    yield case("r58-sealed-where-open", told, "Deveselu is declared openly.", ("R58", "declaration-form", one))
    told = at("founded")
    one = told.say(US, "declaration-sealed", body | {"site": "nowhere"})
    yield case("r17-sealed-nowhere", told, "No visit is to it.", ("R17", "declaration-site", one))
    told = at("declared")
    one = told.say(US, "declaration-sealed", {"capacity": 8, "root": OTHER, "site": "depot"})
    why = "One number has one declaration: the slot is taken."
    yield case("r09-sealed-twice", told, why, ("R9", "slot-taken", one))


def _opened() -> Iterator[Case]:
    def opened(
        stage: str = "declared", points: tuple[str, ...] = ("d1",), number: int = 1, **more: Any
    ) -> tuple[Sealing, bytes]:
        told = at(stage)
        return told, told.unseal(sealed_by(told, US, "depot"), DEPOT, points, number, **more)

    told, _ = opened()
    yield case("opening-of-one-point", told, "Its holder may open what it pleases, for no visit.")
    told.unseal(sealed_by(told, US, "depot"), DEPOT, ("d2", "d3"), 2)
    yield case("opening-of-further-points", told, "Step by step.")
    told.unseal(sealed_by(told, US, "depot"), DEPOT, ("d1", "d2", "d3", "d4", "d5"), 3)
    yield case("opening-of-all", told, "The key of the root opens the rest, closed points and dummies included.")

    told, one = opened(number=2)
    yield case("r60-number-2-first", told, "The first opening is number 1.", ("R60", "opening-number", one))
    told = at("declared")
    body = told.unsealed(sealed_by(told, US, "depot"), DEPOT, ("d1",), 1)
    one = told.say(RU, "declaration-opened", body)
    why = "Who has the keys of another's declaration cannot open it in its place."
    yield case("r60-of-the-other", told, why, ("R60", "opening-sealed", one))
    told = at("declared")
    one = told.say(US, "declaration-opened", body | {"sealed": told.last(US, "accession").hex()})
    yield case("r60-of-what-is-not-sealed", told, "It cites something else.", ("R60", "opening-sealed", one))

    told, one = opened(points=("d1",), keys=[OTHER])
    wrong = "R62", "declaration-opening"
    yield case("r62-another-key", told, "It leads to another root.", (*wrong, one))
    told, one = opened(points=("d1",), keys=[OTHER, OTHER])
    yield case("r62-a-key-more", told, "No key is without its subtree.", (*wrong, one))
    told = at("declared")
    body = told.unsealed(sealed_by(told, US, "depot"), DEPOT, ("d1",), 1)
    for name, point, why in (
        ("r62-another-item", {"holds": "tomahawk", "id": "d1", "uid": "No. depot/d1"}, "It had sealed another item."),
        ("r62-another-identifier", {"holds": "sm-3", "id": "d1", "uid": "No. 18"}, "Or another of the kind."),
        ("r62-no-identifier", {"holds": "sm-3", "id": "d1"}, "Or one without an identifier."),
        ("r62-empty", {"holds": "empty", "id": "d1"}, "Or nothing."),
        ("r62-another-place", {"holds": "sm-3", "id": "d2", "uid": "No. depot/d1"}, "Or at another point."),
    ):
        told = at("declared")
        one = told.say(US, "declaration-opened", body | {"points": [point]})
        yield case(name, told, why, (*wrong, one))
    told = at("declared")
    again = told.declare_sealed(US, "depot", DEPOT | {"d1": "missile"}, 2)
    one = told.unseal(again, DEPOT | {"d1": "missile"}, ("d1",), 1)
    why = "What was sealed is no item of the agreement, which nobody could see before."
    yield case("r62-holds-no-item", told, why, ("R62", "declaration-holds", one))
    told = at("declared")
    again = told.declare_sealed(US, "depot", DEPOT | {"d1": "away"}, 2, closed=[{"holds": "unavailable", "id": "d5"}])
    one = told.unseal(again, DEPOT | {"d1": "away"}, ("d1",), 1)
    shut = "R62", "opening-closed"
    yield case("r62-closed-under-the-seal", told, "What is closed is told at once, or never.", (*shut, one))
    again = told.declare_sealed(US, "depot", DEPOT, 3, closed=[{"holds": "away", "id": "d1"}])
    one_more = told.unseal(again, DEPOT, ("d1",), 1)
    why = "It had told that the point is closed, and had sealed an item there."
    yield case("r62-open-under-the-seal", told, why, (*shut, one), (*shut, one_more))
    again = told.declare_sealed(US, "depot", DEPOT, 4, closed=[{"holds": "away", "id": "d5"}])
    last = told.unseal(again, DEPOT, ("d5",), 1)
    why = "It is closed for another reason."
    yield case("r62-closed-otherwise", told, why, (*shut, one), (*shut, one_more), (*shut, last))
    told = at("declared")
    one = told.say(US, "declaration-opened", body | {"points": [{"holds": "sm-3", "id": "d9"}]})
    yield case("r62-elsewhere", told, "The depot has no d9.", ("R62", "opening-points", one))


def _visited() -> Iterator[Case]:
    """The site of a pool is opened as a whole once it is named: as it was sealed before."""
    every = ("s1", "s2", "s3")

    def opening(told: Sealing, points: tuple[str, ...] = every, site: str = "shelter-a", **more: Any) -> bytes:
        notice = told.last(US, "notice").hex()
        return told.unseal(sealed_by(told, RU, site), SHELTERS, points, 1, **{"notice": notice} | more)

    told = at("designated")
    opening(told)
    yield case("opening-for-the-visit", told, "As a whole, after its designation.")
    told = at("designated")
    one = opening(told, ("s1", "s2"))
    yield case("r61-not-the-whole", told, "The whole site is to be opened.", ("R61", "opening-points", one))
    told = at("designated")
    one = opening(told, site="shelter-b")
    yield case("r61-of-another-site", told, "The other shelter was named.", ("R61", "opening-notice", one))
    told = at("declared")
    visit = told.announce("shelter-visit", 1, "shelter-a")
    told.exchange()
    one = opening(told)
    yield case("r61-before-the-designation", told, "No site is named yet.", ("R61", "opening-notice", one))
    told = at("declared")
    visit = told.announce("shelter-visit", 1, "shelter-a")
    told.exchange()
    told.designate(visit, "shelter-a")
    one = opening(told)
    why = "It is named, but not as its author sees it."
    yield case("r61-before-it-knew-the-site", told, why, ("R61", "opening-notice", one))
    told = at("designated")
    told.declare_sealed(RU, "shelter-a", {}, 2)
    yield case("sealed-after-the-designation", told, "What it sealed before stays that which is to be opened.")
    one = told.unseal(sealed_by(told, RU, "shelter-a"), {}, every, 1, notice=told.last(US, "notice").hex())
    why = "It had known which shelter is meant when it sealed this one."
    yield case("r61-sealed-after-the-designation", told, why, ("R61", "opening-late", one))
    told = at("declared")
    told.declare_sealed(RU, "shelter-a", {}, 2)
    first = [one for one in told.ids if one and told.statement(one).kind == "declaration-sealed"][1]
    visit = told.announce("shelter-visit", 1, "shelter-a")
    told.exchange()
    told.designate(visit, "shelter-a")
    told.exchange()
    one = told.unseal(first, SHELTERS, every, 1, notice=visit.hex())
    why = "It had sealed another one since."
    yield case("r61-of-an-older-one", told, why, ("R61", "opening-late", one))
    told = at("declared")
    visit = told.announce("deveselu-visit")
    told.exchange()
    one = told.unseal(sealed_by(told, US, "depot"), DEPOT, ("d1",), 1, notice=visit.hex())
    yield case("r61-for-an-open-site", told, "That visit asks for no opening.", ("R61", "opening-notice", one))


def _owed() -> Iterator[Case]:
    """The opening of the named shelter is owed within two hours of its designation."""
    told = at("designated")
    named = told.last(US, "designation-opened")
    owed = duty("open-the-named-shelter", RU, US, "due", start=named, start_s=told.now - HOUR, due_s=told.now + HOUR)
    depot = duty("seal-the-depot", US, RU, "done", done=sealed_by(told, US, "depot"), start_s=IN_FORCE)
    depot |= {"done_s": IN_FORCE + DAY, "due_s": IN_FORCE + 30 * DAY}
    yield Case("opening-owed", told, "Two hours are agreed.", [], {"duty": [owed, depot]})
    told.now += HOUR + 1
    late = owed | {"status": "not done by due hour"}
    yield Case("opening-not-made", told, "No word but this.", [], {"duty": [late, depot]})
    told = at("designated")
    notice = told.last(US, "notice").hex()
    one = told.unseal(sealed_by(told, RU, "shelter-a"), SHELTERS, ("s1", "s2", "s3"), 1, notice=notice)
    told.exchange()
    done = owed | {"done": one.hex(), "done_s": told.now, "status": "done"}
    yield Case("opening-made", told, "In the thread of the notice.", [], {"duty": [done, depot]})
    told = at("designated")
    told.unseal(sealed_by(told, RU, "shelter-a"), SHELTERS, ("s1", "s2", "s3"), 1)
    told.exchange()
    yield Case("opening-for-no-visit", told, "It is in the thread of what was sealed.", [], {"duty": [owed, depot]})


def _drawn() -> Iterator[Case]:
    """Of the depot the points drawn are opened, and no other."""

    def opening(told: Sealing, points: list[str], **more: Any) -> bytes:
        notice = told.last(RU, "notice").hex()
        return told.unseal(sealed_by(told, US, "depot"), DEPOT, points, 1, **{"notice": notice} | more)

    told = at("drawn")
    yield case("drawn-and-not-opened", told, "Two points are drawn, and nothing shows what was declared there.")
    drawn = told.drawn()
    opening(told, drawn)
    yield case("drawn-and-opened", told, "The two, and nothing else.")
    told.say(RU, "inspection-report", report(told.last(RU, "notice"), told.now, tuple(drawn)))
    yield case("drawn-opened-and-reported", told, "As declared is for the finding to say.")
    told = at("drawn")
    told.unseal(sealed_by(told, US, "depot"), DEPOT, drawn[:1], 1)
    yield case("drawn-and-half-opened", told, "One of them is opened, for no visit.")
    told.say(RU, "inspection-report", report(told.last(RU, "notice"), told.now, tuple(drawn)))
    yield case("drawn-not-opened-and-reported", told, "No irregularity: the visit shows what is lacking.")
    told = at("drawn")
    one = opening(told, drawn[:1])
    yield case("r61-not-all-that-was-drawn", told, "Both are to be opened.", ("R61", "opening-points", one))
    told = at("drawn")
    other = next(point for point in ("d1", "d2", "d3") if point not in drawn)
    one = opening(told, sorted({*drawn, other}))
    yield case("r61-more-than-was-drawn", told, "No more is to be opened for it.", ("R61", "opening-points", one))
    told = at("shares")
    one = opening(told, drawn)
    yield case("r61-before-the-draw", told, "No share is opened yet.", ("R61", "opening-draw", one))
    told = at("shares")
    notice = told.last(RU, "notice")
    for party in (RU, US):
        told.say(party, "draw-share-opened", {"exchange": notice.hex(), "share": told.share(notice, party).hex()})
    one = opening(told, drawn)
    why = "Both shares are opened, and its author has observed its own only."
    yield case("r61-before-it-knew-the-draw", told, why, ("R61", "opening-draw", one))
    told = at("noticed")
    told.declare_sealed(US, "depot", DEPOT | {"d3": "away"}, 2)
    told.now += HOUR
    told.close(1, US)
    told.exchange()
    for party, role in ((RU, "inspecting"), (US, "inspected")):
        told.seal(party, told.last(RU, "notice"), told.last(US, "cut"), role)
    why = (
        "The last that the cut holds says what is closed; to be opened is what was sealed before the notice was known."
    )
    yield case("sealed-between-notice-and-cut", told, why)


def _findings(book: Book) -> None:
    """Add findings: an item that is declared under seal disputes nothing until it is opened."""

    def add_case(name: str, told: Sealing, why: str, declared: dict[str, Any] | None = None, **members: Any) -> None:
        other = finding(
            status="not met",
            number="0x0/0x1",
            reasons=[("no-visit", [])],
            checked=[],
            freeze=None,
            now=told.now,
            probability="0x4/0x5",
        )
        there = {"items": 2, "site": "depot", "undertaking": "no-tomahawk-in-the-depot"}
        left = [point for point in told.agreement.site("depot").points if point not in members["checked"]]
        one = finding(**members, now=told.now, probability="0x1/0x2") | there | {"not_checked": left}
        shown = {"reasons": [("no-visit", [])], "status": "not met"} if declared is None else declared
        third = finding(**members | shown, now=told.now, probability="0x1/0x2") | there | {"not_checked": left}
        third |= {"kind": "as-declared", "undertaking": "shown-in-the-depot"}
        values = {"findings": [other, one, third]}
        book.ok(f"assessment/{name}", "assessment.findings", given(told), values, why, SOURCE)

    none: dict[str, Any] = {"checked": [], "freeze": None, "number": "0x0/0x1"}
    told = at("declared")
    held = DEPOT | {"d1": "tomahawk"}
    again = told.declare_sealed(US, "depot", held, 2)
    reasons: list[tuple[str, list[str]]] = [("no-visit", [])]
    add_case("sealed-item-declared", told, "Nobody can see it.", status="not met", reasons=reasons, **none)
    told.unseal(again, held, ("d2",), 1)
    add_case("sealed-another-opened", told, "Of another point.", status="not met", reasons=reasons, **none)
    opening = told.unseal(again, held, ("d1",), 2)
    reasons = [("item-declared", [opening.hex()])]
    add_case("sealed-item-opened", told, "The opening admits it.", status="disputed", reasons=reasons, **none)
    told = at("drawn")
    notice, drawn = told.last(RU, "notice"), told.drawn()
    made = told.say(RU, "inspection-report", report(notice, told.now, tuple(drawn)))
    reasons = [("guarantee-reached", [made.hex()])]
    shown: dict[str, Any] = {"checked": drawn, "freeze": told.now, "number": "0x1/0x2", "reasons": reasons}
    why = "One of five points is told to be closed and may hold an item: two of the other four were clean."
    unopened = {"number": "0x0/0x1", "reasons": [("points-unopened", [made.hex()])], "status": "not met"}
    add_case("sealed-points-closed", told, why, unopened, status="standard met", **shown)
    told.unseal(told.last(US, "declaration-sealed"), DEPOT, drawn, 1, notice=notice.hex())
    why = "What was drawn is opened: that it is as declared is shown now, too."
    add_case("sealed-points-opened", told, why, {}, status="standard met", **shown)


def _agreements(book: Book) -> None:
    depot, shelter = ("sites", "depot"), ("sites", "shelter-b")
    owed = "duties", "open-the-named-shelter"
    ok(book, "sealed", changed(), "Sites that are declared under seal.")
    ok(book, "sealed-of-a-large-capacity", changed((*depot, "capacity", 4096)), "As many leaves as there may be.")
    openly = (*depot, "declared", "open"), (*depot, "capacity", None), ("inspections", "depot-visit", "opens", None)
    ok(book, "declared-openly", changed(*openly), "What is usual may be said.")
    choice, points, missing, unknown = (f"agreement-{what}" for what in ("choice", "points", "signatures", "reference"))
    for name, changes, code, why in (
        ("sealed-without-a-capacity", [(*depot, "capacity", None)], choice, "It is agreed."),
        ("open-with-a-capacity", [(*depot, "declared", "open")], choice, "Nothing has it."),
        ("sealed-capacity-too-small", [(*depot, "capacity", 4)], points, "The depot has five points."),
        ("sealed-capacity-no-power-of-two", [(*depot, "capacity", 12)], points, "Every leaf is as deep."),
        ("sealed-capacity-too-large", [(*depot, "capacity", 8192)], "field-range", "4,096 leaves."),
        ("declared-otherwise", [(*depot, "declared", "half")], "field-choice", "Openly or under seal."),
        ("opens-what-is-open", [("inspections", "deveselu-visit", "opens", "site")], choice, "Nothing is sealed."),
        (
            "opens-of-a-pool-what-is-open",
            [(*shelter, "declared", None), (*shelter, "capacity", None)],
            choice,
            "One site of the pool is declared openly.",
        ),
        ("sealed-of-a-place-told-later", [(*shelter, "kind", "named-later")], choice, "It is declared by visit."),
        (
            "opens-the-drawn-of-chosen",
            [("inspections", "depot-visit", "choice", "inspected")],
            choice,
            "None is drawn.",
        ),
        ("opens-otherwise", [("inspections", "depot-visit", "opens", "all")], "field-choice", "Two ways."),
        ("sealed-and-nobody-signs", [("signatures", "declaration-sealed", None)], missing, "Nobody could."),
        ("opened-and-nobody-signs", [("signatures", "declaration-opened", None)], missing, "Nobody could."),
        (
            "opening-of-a-visit-that-opens-nothing",
            [(*owed, "done_by", "opening/deveselu-visit")],
            unknown,
            "There is no such event.",
        ),
        (
            "opening-by-who-holds-nothing",
            [(*owed, "by", "inspecting"), (*owed, "to", "inspected")],
            unknown,
            "Who declared it, opens it.",
        ),
    ):
        bad(book, name, changed(*changes), code, why)


def changed(*changes: tuple[Any, ...]) -> dict[str, Any]:
    """Return the agreement with members replaced: paths by name, then the value, or None to remove what is there."""
    written: dict[str, Any] = json.loads(at("empty").data)
    for *path, member, value in changes:
        place: Any = written
        for step in path:
            place = next(one for one in place if one["name"] == step) if isinstance(place, list) else place[step]
        if value is None:
            del place[member]
        else:
            place[member] = value
    return written
