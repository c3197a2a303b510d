"""Declaration, inspection and cut: R17 to R23, R29 and R30."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from book import Book

from upper_cases.desk import NORTH, RO, RU, US, Desk, base, body_of
from upper_cases.regime import Case, add


def write(book: Book) -> None:
    """Add the cases."""
    for case in cases():
        add(book, case)


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _declaration()
    yield from _notice()
    yield from _report()
    yield from _cut()


def three() -> Desk:
    """Return the desk of three parties, after all that is stored of them."""
    stored = base("three-parties")
    names = {f"{name}.example/log/three": name for name in (RO, RU, US)}
    return Desk({names[log]: len(entries) for log, entries in stored.logs.items()}, stored, "three parties")


def _declaration() -> Iterator[Case]:
    def declared(party: str = US, **changes: Any) -> tuple[Desk, Any]:
        desk = Desk("in force")
        return desk, desk.say(party, "declaration", desk.declaration() | changes)

    desk, place = declared(site="nowhere")
    yield Case("r17-site-unknown", desk, "Only agreed sites.", [("R17", "declaration-site", place)])
    desk = three()
    body = {"points": [{"holds": "empty", "id": "r1/c1"}], "site": "redzikowo"}
    place = desk.say(US, "declaration", body)
    why = "A site of the agreement that nobody inspects has no holder to declare it."
    yield Case("r17-site-not-inspected", desk, why, [("R17", "declaration-site", place)])
    desk, place = declared(RU)
    yield Case("r17-by-the-other-party", desk, "The holder declares.", [("R17", "declaration-party", place)])
    points = Desk("in force").declaration()["points"]
    for name, changed in (
        ("one-missing", points[:-1]),
        ("one-too-many", [*points, {"holds": "empty", "id": "l4/c1"}]),
        ("one-of-another-name", [*points[:-1], {"holds": "empty", "id": "l3/c9"}]),
    ):
        desk, place = declared(points=changed)
        yield Case(f"r18-{name}", desk, "Every point of the site, no other.", [("R18", "declaration-points", place)])
    desk, place = declared(points=[*points[:-1], {"holds": "nothing", "id": "l3/c8"}])
    yield Case("r18-item-unknown", desk, "An agreed item or empty.", [("R18", "declaration-holds", place)])


def _notice() -> Iterator[Case]:
    for name, party, body, rule, code, why in (
        (
            "another-inspection",
            RU,
            {"inspection": "another", "number": 1},
            "R19",
            "notice-inspection",
            "An agreed one.",
        ),
        ("by-the-inspected", US, {"inspection": "deveselu-visit", "number": 1}, "R19", "notice-party", "Who inspects."),
        ("second-first", RU, {"inspection": "deveselu-visit", "number": 2}, "R20", "notice-number", "No gap."),
    ):
        desk = Desk("declared")
        place = desk.say(party, "notice", body)
        yield Case(f"{rule.lower()}-{name}", desk, why, [(rule, code, place)])
    desk = Desk("frozen")
    place = desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 2})
    yield Case("r20-while-one-is-open", desk, "One visit at a time.", [("R20", "notice-open", place)])
    desk = Desk("reported")
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 2})
    yield Case("second-visit", desk, "After the report the next visit may come.")


def _report() -> Iterator[Case]:
    answer = ("R21", "report-notice")
    desk = Desk("inspected")
    place = desk.say(US, "inspection-report", desk.report(), by=("inspector-1", "escort-1"))
    yield Case("r21-by-the-inspected", desk, "Who gave notice reports.", [(*answer, place)])
    desk = Desk("inspected")
    every = [f"{party}/{role}" for party in (RU, US) for role in ("escort-1", "inspector-1")]
    place = desk.say(RU, "inspection-report", desk.report(notice=desk.cut()), by=every)
    yield Case("r21-on-no-notice", desk, "It answers a notice, no other statement.", [(*answer, place)])

    body = Desk("empty").report()
    desk = Desk("sealed")
    place = desk.say(RU, "inspection-report", body | {"points": []})
    yield Case("r22-before-the-draw", desk, "Nothing was drawn yet.", [("R22", "report-draw", place)])
    desk = Desk({RU: 15, US: 18})
    place = desk.say(RU, "inspection-report", body)
    why = (
        "The other's share was opened, but the author had not observed it: no draw in its past, whatever arrived first."
    )
    yield Case("r22-the-others-share-not-seen", desk, why, [("R22", "report-draw", place)])
    points = body["points"]
    other = next(f"l{i}/c{j}" for i in (1, 2, 3) for j in range(1, 9) if f"l{i}/c{j}" not in {p["id"] for p in points})
    exchanged = sorted([*points[1:], {"id": other, "outcome": "clean"}], key=lambda point: str(point["id"]))
    for name, changed, why in (
        ("one-missing", points[1:], "A point left out may be the one that mattered."),
        ("none", [], "Nothing is no report."),
        ("one-exchanged", exchanged, "A point that nobody drew proves nothing."),
    ):
        desk = Desk("inspected")
        place = desk.say(RU, "inspection-report", desk.report(points=changed))
        yield Case(f"r22-{name}", desk, why, [("R22", "report-points", place)])
    for outcome in ("found", "ambiguous", "refused", "too-small", "away", "not-measured", "failed"):
        desk = Desk("inspected")
        desk.say(RU, "inspection-report", desk.report(points=[points[0] | {"outcome": outcome}, *points[1:]]))
        yield Case(f"report-with-a-point-{outcome}", desk, "What a point showed is no fault against the rules.")

    notice, freeze, began, ended = 1_646_125_200, body["freeze_verified_at"], body["began_at"], body["ended_at"]
    for name, changed, at in (
        ("frozen-before-notice", {"freeze_verified_at": notice - 1}, ended),
        ("begun-before-the-freeze", {"began_at": freeze - 1}, ended),
        ("ended-before-it-began", {"ended_at": began - 1}, ended),
        ("signed-before-it-ended", {}, ended - 1),
    ):
        desk = Desk("inspected")
        place = desk.say(RU, "inspection-report", desk.report(**changed), at=at)
        why = "Notice, freeze, beginning, end, signature: none before the one ahead of it."
        yield Case(f"r23-{name}", desk, why, [("R23", "report-times", place)])
    desk = Desk("inspected")
    at_once = dict.fromkeys(("freeze_verified_at", "began_at", "ended_at"), notice)
    desk.say(RU, "inspection-report", desk.report(**at_once), at=notice)
    yield Case("report-all-at-one-second", desk, "Hours may be equal.")


def _cut() -> Iterator[Case]:
    def first(party: str = US, sizes: tuple[int, int] = (9, 9), **changes: Any) -> tuple[Desk, Any]:
        """A first cut after the notice."""
        desk = Desk("noticed")
        desk.exchange()
        vector = desk.vector(russian_federation=sizes[0], united_states=sizes[1])
        return desk, desk.say(party, "cut", {"hour": desk.now, "number": 1, "vector": vector} | changes)

    def second(sizes: tuple[int, int] = (24, 24), re: list[str] | None = None, **changes: Any) -> tuple[Desk, Any]:
        """A second cut after the report."""
        desk = Desk("reported")
        desk.exchange()
        vector = desk.vector(russian_federation=sizes[0], united_states=sizes[1])
        body = {"hour": desk.now, "number": 2, "previous": desk.cut(), "vector": vector} | changes
        body = {name: value for name, value in body.items() if value != ""}
        answered = {} if re is None else {"re": re}
        return desk, desk.say(RU, "cut", body, **answered)

    desk, _ = first()
    yield Case("cut-1", desk, "The first cut, proposed by the party at 1 mod 2.")
    desk, _ = second()
    yield Case("cut-2", desk, "The next one, proposed by the other party.")
    desk, place = first(RU, number=2)
    yield Case("r29-number-2-first", desk, "Cuts count from 1.", [("R29", "cut-number", place)])
    desk = Desk("reported")
    desk.exchange()
    vector = desk.vector(russian_federation=24, united_states=24)
    body = {"hour": desk.now, "number": 3, "previous": desk.cut(), "vector": vector}
    place = desk.say(US, "cut", body)
    yield Case("r29-number-left-out", desk, "No gap.", [("R29", "cut-number", place)])
    desk, place = second(re=[])
    yield Case("r10-cut-without-answering-the-last", desk, "It answers what it names.", [("R10", "re-missing", place)])
    desk = Desk({RU: 9, US: 12})
    vector = desk.vector(russian_federation=7, united_states=7)
    place = desk.say(RU, "cut", {"hour": desk.now, "number": 2, "vector": vector})
    why = "The first cut exists, but not in the author's past: for it the next number is 1."
    yield Case("r29-number-2-without-having-seen-1", desk, why, [("R29", "cut-number", place)])
    desk, place = second(previous="")
    yield Case("r29-without-the-previous", desk, "Cuts form a chain.", [("R29", "cut-previous", place)])
    notice = Desk("reported").of(RU, "notice")
    desk, place = second(previous=notice)
    yield Case("r29-after-another-statement", desk, "The previous cut itself.", [("R29", "cut-previous", place)])
    desk = Desk("cut")
    vector = desk.vector(russian_federation=9, united_states=10)
    place = desk.say(RU, "cut", {"hour": 1_646_125_499, "number": 2, "previous": desk.cut(), "vector": vector})
    yield Case("r29-an-hour-earlier", desk, "Hours do not go back.", [("R29", "cut-hour", place)])
    desk = Desk("cut")
    vector = desk.vector(russian_federation=9, united_states=10)
    desk.say(RU, "cut", {"hour": 1_646_125_500, "number": 2, "previous": desk.cut(), "vector": vector})
    yield Case("cut-2-at-the-same-hour", desk, "They may stand still.")
    desk, place = second((9, 7))
    why = "The cut names the one before, but its vector does not hold it: it could never be attested."
    yield Case("r29-without-holding-the-previous", desk, why, [("R29", "cut-previous", place)])
    notice = Desk("reported").of(RU, "notice")
    desk, place = second(re=sorted([notice, Desk("reported").cut()]))
    why = "A cut stands in no log when it is attested: it rests on its vector alone."
    yield Case("r29-answering-more", desk, why, [("R29", "cut-cites", place)])
    desk = Desk("reported")
    desk.exchange()
    vector = desk.vector(russian_federation=24, united_states=24)
    body = {"hour": desk.now, "number": 2, "previous": desk.cut(), "vector": vector}
    seen = sha256(desk.checkpoint(RU, 24)).hexdigest()
    place = desk.say(RU, "cut", body, seen=[seen])
    yield Case("r29-with-a-sighting", desk, why, [("R29", "cut-cites", place)])
    desk, place = second((4, 7))
    yield Case("r29-a-smaller-log", desk, "A cut holds what the last one held.", [("R29", "cut-receding", place)])
    desk, place = first(RU)
    yield Case("r29-out-of-turn", desk, "The party at the number mod the count.", [("R29", "cut-proposer", place)])

    ended = base().logs[f"{RU}.example/log/deveselu-one-visit"][21]
    ended_at = body_of(ended)["ended_at"]
    desk, place = second(hour=ended_at - 1)
    yield Case("r30-before-a-visit-ended", desk, "Its hour is not before what it holds.", [("R30", "cut-hour", place)])
    desk, _ = second(hour=ended_at)
    yield Case("cut-2-when-the-visit-ended", desk, "Hours may be equal.")
    desk, place = first(sizes=(9, 8))
    yield Case("r30-a-size-nobody-observed", desk, "Each position was observed.", [("R30", "cut-unfounded", place)])
    desk = Desk("noticed")
    desk.sight(US, RU, 9, by=(NORTH, US))
    vector = desk.vector(russian_federation=9, united_states=7)
    place = desk.say(US, "cut", {"hour": desk.now, "number": 1, "vector": vector})
    why = "It was observed, but no quorum had cosigned it."
    yield Case("r30-a-size-nobody-witnessed", desk, why, [("R30", "cut-unfounded", place)])
    desk = Desk("noticed")
    desk.exchange()
    fork = desk.observe(US, desk.cosigned(RU, desk.checkpoint(RU, 9, root=bytes(32))))
    vector = desk.vector(russian_federation=9, united_states=9)
    vector[0]["root"] = bytes(32).hex()
    place = desk.say(US, "cut", {"hour": desk.now, "number": 1, "vector": vector})
    why = "Even a forked root that a quorum cosigned is not the log's own."
    yield Case("r30-the-other-root-of-a-fork", desk, why, [("R16", "fork", fork), ("R30", "cut-root", place)])
    why = "The inspected Party's entries rest on more than 7 entries of the other log."
    desk = Desk("noticed")
    desk.exchange()
    vector = desk.vector(russian_federation=7, united_states=11)
    desk.sight(US, US, 11)
    place = desk.say(US, "cut", {"hour": desk.now, "number": 1, "vector": vector})
    yield Case("r30-not-closed", desk, why, [("R30", "cut-open", place)])
    desk = three()
    desk.exchange()
    sizes = {party: len(desk.logs[desk.origins[party]]) for party in (RO, RU, US)}
    desk.exchange()
    vector = desk.vector(romania=sizes[RO] - 3, russian_federation=sizes[RU] - 3, united_states=sizes[US] - 3)
    signers = [f"{party}/officer-1" for party in (RO, RU, US)]
    body = {"hour": desk.now, "number": 1, "vector": vector[1:]}
    place = desk.say(RU, "cut", body, by=signers)
    yield Case("r30-without-one-log", desk, "Every log of the agreement.", [("R30", "cut-logs", place)])
    desk = three()
    desk.exchange()
    desk.exchange()
    desk.say(RU, "cut", body | {"vector": vector}, by=signers)
    yield Case("cut-of-three", desk, "The same cut with all three positions.")
