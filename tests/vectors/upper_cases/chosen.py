"""Cases of points that a Party chooses: R63 and its like broken alone, and what such a visit proves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from book import Book

from upper_cases.assessment import CELLS, SOURCE, finding
from upper_cases.desk import RU, US, Desk, base
from upper_cases.regime import Case, add, given
from validation.state import Place

CLOSED = CELLS[-1]
EIGHT, OPEN = CELLS[:8], CELLS[:-1]
HOUR = 3_600
VISITS = ("deveselu-visit", "deveselu-display", "deveselu-open-day")
NUMBER = "0xbc/0xfd"
"""Of 23 points that 3 hold, 8 opened: 1 - (15 14 13) / (23 22 21)."""


def write(book: Book) -> None:
    """Add the cases."""
    for case in _cases():
        add(book, case)
    _findings(book)


def _desk() -> Desk:
    """Return the desk after the declaration and three notices, an hour later."""
    stored = base("chosen")
    names = {f"{name}.example/log/chosen": name for name in (RU, US)}
    desk = Desk({names[log]: len(entries) for log, entries in stored.logs.items()}, stored, "chosen")
    desk.now = 1_646_121_600 + HOUR
    return desk


def _notice(desk: Desk, number: int) -> str:
    """Return the id of one of the three notices, in the order of ``VISITS``."""
    log = desk.origins[RU]
    places = [index for index, entry in enumerate(desk.logs[log]) if b'"kind":"notice"' in entry]
    return desk.id((log, places[number]))


def _report(desk: Desk, points: list[str], visit: int = 0, **changes: Any) -> Place:
    """Append a report of a visit: all points were clean."""
    body = desk.report(
        began_at=desk.now,
        ended_at=desk.now,
        freeze_verified_at=desk.now,
        notice=_notice(desk, visit),
        points=[{"id": point, "outcome": "clean"} for point in points],
    )
    return desk.say(RU, "inspection-report", body | changes)


def _cases() -> Iterator[Case]:
    desk = _desk()
    _report(desk, EIGHT)
    yield Case("chosen-by-inspecting", desk, "Any eight that are not closed.", source="spec/regime.md, the state")
    desk = _desk()
    _report(desk, OPEN, visit=2)
    yield Case("chosen-all-that-are-open", desk, "All, where fewer can be.", source="spec/regime.md, the state")
    choices: tuple[tuple[str, list[str], str], ...] = (
        ("a-closed-one", [*EIGHT[:7], CLOSED], "What was declared closed is opened by nobody."),
        ("one-of-no-site", [*EIGHT[:7], "l4/c1"], "Points of the site."),
        ("seven", EIGHT[:7], "As many as agreed: who leaves one out does not say why."),
        ("nine", CELLS[:9], "And no more than agreed."),
    )
    for name, points, why in choices:
        desk = _desk()
        place = _report(desk, points)
        yield Case(f"r63-{name}", desk, why, [("R63", "chosen-points", place)])
    desk = _desk()
    body = desk.declaration()
    desk.say(US, "declaration", body | {"number": 2, "points": [*body["points"]]})
    place = _report(desk, [*EIGHT[:7], CLOSED])
    why = "It is open again, but the author has not seen that; and no order of arrival makes it so."
    yield Case("r63-opened-again-unseen", desk, why, [("R63", "chosen-points", place)])
    desk = _desk()
    desk.say(US, "declaration", body | {"number": 2, "points": [*body["points"]]})
    desk.exchange()
    place = _report(desk, [*EIGHT[:7], CLOSED])
    why = "The author has seen that it is open again, but not before it gave notice."
    yield Case("r63-opened-again-after-the-notice", desk, why, [("R63", "chosen-points", place)])
    desk = _desk()
    _report(desk, EIGHT)
    desk.exchange()
    desk.say(US, "declaration", body | {"number": 2, "points": [*body["points"]]})
    desk.exchange()
    why = "What is declared after the report changes nothing of the visit."
    yield Case("chosen-and-declared-afterwards", desk, why, source="spec/regime.md, the state")

    stored = base("chosen")
    log = f"{US}.example/log/chosen"
    before = next(i for i, entry in enumerate(stored.logs[log]) if '"kind":"declaration"' in entry)
    inspecting = next(i for i, e in enumerate(stored.logs[f"{RU}.example/log/chosen"]) if '"kind":"notice"' in e)
    desk = Desk({RU: inspecting, US: before}, stored, "chosen")
    desk.now = 1_646_121_600 + HOUR
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 1})
    place = _report(desk, EIGHT)
    why = "Nobody knows what is closed, so nobody knows what could be chosen."
    yield Case("r63-nothing-declared", desk, why, [("R63", "chosen-declaration", place)])

    desk = _desk()
    sizes = {party.replace("-", "_"): len(desk.logs[desk.origins[party]]) for party in (RU, US)}
    desk.exchange()
    desk.say(US, "cut", {"hour": desk.now, "number": 1, "vector": desk.vector(**sizes)})
    desk.exchange()
    share = {"commitment": "77" * 32, "cut": desk.cut(), "exchange": _notice(desk, 0), "role": "inspecting"}
    place = desk.say(RU, "draw-share-sealed", share)
    yield Case("r24-where-a-party-chooses", desk, "There is no draw.", [("R24", "draw-exchange", place)])
    desk = _desk()
    place = desk.say(RU, "draw-share-opened", {"exchange": _notice(desk, 0), "share": "22" * 32})
    yield Case("r27-where-a-party-chooses", desk, "There is no draw.", [("R27", "draw-exchange", place)])


def _findings(book: Book) -> None:
    desk = _desk()
    reports = [desk.id(_report(desk, points, visit)) for visit, points in ((0, EIGHT), (1, EIGHT), (2, OPEN))]
    desk.exchange()
    shown: dict[str, Any] = {"status": "not met", "freeze": desk.now, "now": desk.now}
    values = [
        finding(
            number=NUMBER,
            reasons=[("guarantee-short", [reports[0]])],
            checked=EIGHT,
            assumed=["choice-unforeseen"],
            more=2,  # of 23 points with 3 items, 10 miss all with 13 12 11 / (23 22 21) < 1/5, 9 with more
            **shown,
        ),
        finding(
            number="0x0/0x1",
            reasons=[("chosen-by-inspected", [reports[1]])],
            checked=EIGHT,
            assumed=[],
            undertaking="shown-at-deveselu",
            **shown,
        ),
        finding(
            number="0x1/0x1",
            reasons=[("guarantee-reached", [reports[2]])],
            checked=OPEN,
            assumed=[],
            undertaking="shown-whole-at-deveselu",
            **shown | {"status": "standard met"},
        ),
    ]
    why = "The same formula where the inspecting Party chose; nothing, or all, where the inspected one did."
    book.ok("assessment/chosen", "assessment.findings", given(desk), {"findings": values}, why, SOURCE)
    desk = _desk()
    opened = [("inspection-open", [_notice(desk, number)]) for number in range(3)]
    names = ("no-tomahawk-at-deveselu", "shown-at-deveselu", "shown-whole-at-deveselu")
    assumed: tuple[list[str], ...] = (["choice-unforeseen"], [], [])
    values = [
        finding(
            status="disputed",
            number="0x0/0x1",
            reasons=[opened[place]],
            checked=[],
            freeze=None,
            now=desk.now,
            assumed=assumed[place],
            undertaking=name,
        )
        for place, name in enumerate(names)
    ]
    why = "Before a report, what a visit of the kind would assume."
    book.ok("assessment/chosen-no-report-yet", "assessment.findings", given(desk), {"findings": values}, why, SOURCE)
