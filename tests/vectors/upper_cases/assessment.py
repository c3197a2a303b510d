"""Cases of the findings: one for each status and each reason. Findings are written out here member by member."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from book import Book

from upper_cases.desk import RU, US, Desk
from upper_cases.regime import given
from upper_cases.regime_subjects import three
from validation import confidence, draw
from validation.state import Place

SOURCE = "spec/confidence.md"
CELLS = [f"l{launcher}/c{cell}" for launcher in (1, 2, 3) for cell in range(1, 9)]
NOTICE, FREEZE, DAY = 1_646_125_200, 1_646_128_800, 86_400
WHOLE, NONE = "0x275/0x2f7", "0x0/0x1"


def write(book: Book) -> None:
    """Add the cases of ``assessment``."""

    def case(name: str, desk: Desk, why: str, **members: Any) -> None:
        value = finding(now=desk.now, **members)
        book.ok(f"assessment/{name}", "assessment.findings", given(desk), {"findings": [value]}, why, SOURCE)

    def reported(now: int = FREEZE + DAY, **changes: Any) -> tuple[Desk, str]:
        desk = Desk("inspected")
        desk.now = now
        place = desk.say(
            RU,
            "inspection-report",
            desk.report(**changes),
        )
        return desk, desk.id(place)

    points = Desk("empty").report()["points"]
    checked = [point["id"] for point in points]
    seen: dict[str, Any] = {"checked": checked, "freeze": FREEZE}

    desk, report = reported()
    case(
        "standard-met",
        desk,
        "8 of 24 clean, frozen an hour after the notice.",
        status="standard met",
        number=WHOLE,
        reasons=[("guarantee-reached", [report])],
        **seen,
    )
    desk, report = reported(now=FREEZE + 30 * DAY)
    case(
        "standard-met-to-the-last-second",
        desk,
        "It lapses after this second.",
        status="standard met",
        number=WHOLE,
        reasons=[("guarantee-reached", [report])],
        **seen,
    )
    desk, report = reported(now=FREEZE + 30 * DAY + 1)
    case(
        "lapsed",
        desk,
        "30 days after the freeze the finding is over.",
        status="lapsed",
        number=WHOLE,
        reasons=[("lapsed", [report])],
        **seen,
    )
    for name, hour in (("just", NOTICE + 14_400), ("long", NOTICE + 18_000)):
        desk, report = reported(freeze_verified_at=hour, began_at=hour, ended_at=hour)
        reason = ("freeze-late", [desk.of(RU, "notice"), report])
        case(
            f"freeze-{name}-late",
            desk,
            "An item could have left before the freeze.",
            status="not met",
            number=NONE,
            reasons=[reason],
            checked=checked,
            freeze=hour,
        )
    hour = NOTICE + 14_399
    desk, report = reported(freeze_verified_at=hour, began_at=hour, ended_at=hour)
    case(
        "freeze-just-in-time",
        desk,
        "One second less than a removal takes.",
        status="standard met",
        number=WHOLE,
        reasons=[("guarantee-reached", [report])],
        checked=checked,
        freeze=hour,
    )
    for outcome in ("ambiguous", "refused", "too-small", "away", "not-measured", "failed"):
        desk, report = reported(points=[points[0] | {"outcome": outcome}, *points[1:]])
        case(
            f"points-{outcome}",
            desk,
            "A point that was not seen clean voids the number.",
            status="not met",
            number=NONE,
            reasons=[(f"points-{outcome}", [report])],
            checked=checked[1:],
            freeze=FREEZE,
            left=[{"outcome": outcome, "points": checked[:1], "report": report}],
        )
    desk, report = reported(points=[points[0] | {"outcome": "found"}, *points[1:]])
    case(
        "contradicted",
        desk,
        "Both sides signed that an item was there: no probability.",
        status="contradicted",
        number=None,
        reasons=[("item-found", [report])],
        checked=checked[1:],
        found=checked[:1],
        freeze=FREEZE,
    )
    desk, report = reported(points=[points[0] | {"outcome": "found"}, *points[1:]], now=FREEZE + 40 * DAY)
    case(
        "contradicted-before-lapsed",
        desk,
        "The first status that holds.",
        status="contradicted",
        number=None,
        reasons=[("item-found", [report])],
        checked=checked[1:],
        found=checked[:1],
        freeze=FREEZE,
    )
    expiry = 1_704_067_200
    late = {"freeze_verified_at": NOTICE, "began_at": NOTICE, "ended_at": expiry}
    desk, report = reported(now=expiry, **late)
    case(
        "lapsed-before-not-met",
        desk,
        "The trial behind the measure had expired too; lapsed comes first.",
        status="lapsed",
        number=NONE,
        reasons=[("lapsed", [report])],
        checked=checked,
        freeze=NOTICE,
    )
    desk = Desk("frozen")
    case(
        "no-report-yet",
        desk,
        "A visit under way: nothing is settled.",
        status="disputed",
        number=NONE,
        reasons=[("inspection-open", [desk.of(RU, "notice")])],
        checked=[],
        freeze=None,
    )
    desk = Desk("declared")
    case(
        "no-visit",
        desk,
        "Declared, and nobody looked.",
        status="not met",
        number=NONE,
        reasons=[("no-visit", [])],
        checked=[],
        freeze=None,
    )
    desk = Desk("empty")
    case(
        "nothing-said",
        desk,
        "Before any word there is a finding too.",
        status="not met",
        number=NONE,
        reasons=[("no-visit", [])],
        checked=[],
        freeze=None,
    )
    desk, report = reported()
    place = _fork(desk)
    case(
        "fork",
        desk,
        "Whose log has two histories proves nothing.",
        status="disputed",
        number=WHOLE,
        reasons=[("fork", [desk.id(place)])],
        **seen,
    )
    desk, report = reported()
    place = _fork(desk)
    desk.observe(RU, desk.cosigned(US, desk.checkpoint(US, root=bytes(31) + b"\1")))
    case(
        "fork-twice",
        desk,
        "A party that forks does so once; the rest is noise that it could make without end.",
        status="disputed",
        number=WHOLE,
        reasons=[("fork", [desk.id(place)])],
        **seen,
    )
    desk = Desk("frozen")
    place = _fork(desk)
    case(
        "open-and-fork",
        desk,
        "All the reasons of a status.",
        status="disputed",
        number=NONE,
        reasons=[("inspection-open", [desk.of(RU, "notice")]), ("fork", [desk.id(place)])],
        checked=[],
        freeze=None,
    )
    desk = Desk("reported")
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 2})
    case(
        "second-visit-open",
        desk,
        "The first visit stands, but a second is under way.",
        status="disputed",
        number=WHOLE,
        reasons=[("inspection-open", [desk.of(RU, "notice")])],
        **seen,
    )

    desk = Desk("reported")
    hours = (FREEZE + DAY, FREEZE + DAY + 3_600)
    again, report = visit(desk, 2, *hours)
    case(
        "second-visit",
        desk,
        "The visit whose freeze was verified last decides.",
        status="standard met",
        number=WHOLE,
        reasons=[("guarantee-reached", [report])],
        checked=again,
        freeze=hours[1],
        curve=[(FREEZE, Fraction(130, 759) ** 2), (hours[1], Fraction(130, 759))],
        assured=FREEZE,
    )
    desk = Desk("reported")
    again, report = visit(desk, 2, *hours, {0: "refused"})
    case(
        "second-visit-not-clean",
        desk,
        "The last one decides, also when it shows less.",
        status="not met",
        number=NONE,
        reasons=[("points-refused", [report])],
        checked=again[1:],
        freeze=hours[1],
        left=[{"outcome": "refused", "points": again[:1], "report": report}],
        curve=[(FREEZE, Fraction(130, 759))],
    )
    desk = Desk("reported")
    again, report = visit(desk, 2, *hours, {7: "found"})
    case(
        "second-visit-found",
        desk,
        "One item found is one too many.",
        status="contradicted",
        number=None,
        reasons=[("item-found", [report])],
        checked=again[:7],
        found=again[7:],
        freeze=hours[1],
    )

    desk = Desk("declared")
    claimed = FREEZE + DAY
    desk.now = claimed - 14_400
    notice_at = claimed
    clean, report = visit(desk, 1, desk.now, claimed + 3_600, says=notice_at)
    reason = ("freeze-late", [desk.of(RU, "notice"), report])
    case(
        "notice-dated-later-than-it-was",
        desk,
        "It was witnessed hours before the hour that it claims.",
        status="not met",
        number=NONE,
        reasons=[reason],
        checked=clean,
        freeze=claimed + 3_600,
    )
    desk, report = reported(**dict.fromkeys(("freeze_verified_at", "began_at", "ended_at"), MAX), now=MAX)
    too_late = [("freeze-late", [desk.of(RU, "notice"), report]), ("sensitivity-expired", [report])]
    case(
        "lapse-ends-with-the-year-9999",
        desk,
        "No hour is beyond what a date can be written for.",
        status="not met",
        number=NONE,
        reasons=too_late,
        checked=checked,
        freeze=MAX,
        lapses=MAX,
    )
    desk = Desk("in force")
    body = desk.declaration()
    body["points"][23]["holds"] = "tomahawk"
    place = desk.say(US, "declaration", body)
    case(
        "item-declared",
        desk,
        "Who owes absence says itself that an item is there.",
        status="disputed",
        number=NONE,
        reasons=[("item-declared", [desk.id(place)])],
        checked=[],
        freeze=None,
    )

    for name, ended, reasons in (("one-second-before", EXPIRY - 1, []), ("at", EXPIRY, ["sensitivity-expired"])):
        desk = Desk("declared")
        clean, report = visit(desk, 1, EXPIRY - 7_200, EXPIRY - 3_600, ended=ended)
        case(
            f"trial-expires-{name}-the-end",
            desk,
            "An expired trial adds nothing.",
            status="not met" if reasons else "standard met",
            number=NONE if reasons else WHOLE,
            reasons=[(code, [report]) for code in reasons] or [("guarantee-reached", [report])],
            checked=clean,
            freeze=EXPIRY - 3_600,
        )
    desk = Desk("declared")
    clean, report = visit(desk, 1, EXPIRY - 18_000, EXPIRY - 3_600, {0: "failed"}, ended=EXPIRY)
    everything = [
        ("points-failed", [report]),
        ("freeze-late", [desk.of(RU, "notice"), report]),
        ("sensitivity-expired", [report]),
    ]
    case(
        "not-met-for-three-reasons",
        desk,
        "All that is missing, not the first only.",
        status="not met",
        number=NONE,
        reasons=everything,
        checked=clean[1:],
        freeze=EXPIRY - 3_600,
        left=[{"outcome": "failed", "points": clean[:1], "report": report}],
    )

    desk = three()
    clean, report = visit(desk, 1, THREE, THREE + 3_600)
    case(
        "guarantee-short",
        desk,
        "Nothing is wrong with the visit; the standard asks for more than 629/759.",
        status="not met",
        number=WHOLE,
        reasons=[("guarantee-short", [report])],
        checked=clean,
        freeze=THREE + 3_600,
        probability="0x9/0xa",
        more=2,
    )


MAX = 253_402_300_799
EXPIRY = 1_704_067_200
THREE = 1_646_121_600  # when notice was given in the history of three parties


def visit(
    desk: Desk,
    number: int,
    notice_at: int,
    freeze: int,
    outcomes: dict[int, str] | None = None,
    *,
    ended: int = 0,
    says: int | None = None,
) -> tuple[list[str], str]:
    """Play a visit from its notice, unless that is given already; return the points drawn and the report's id.

    ``outcomes``: place in the report -> what that point showed, where it was not clean. ``says``: the hour that the
    notice claims, where it is another than that at which it is given.
    """
    desk.now = notice_at
    if desk.base.name != "three-parties":
        desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": number}, at=says or notice_at)
    desk.exchange()
    names = list(desk.origins)
    sizes = {name.replace("-", "_"): len(desk.logs[desk.origins[name]]) for name in names}
    desk.exchange()
    cuts = [entry for entries in desk.logs.values() for entry in entries if b'"kind":"cut"' in entry]
    next_cut = len(cuts) + 1
    body = {"hour": desk.now, "number": next_cut, "vector": desk.vector(**sizes)}
    body |= {"previous": desk.cut()} if cuts else {}
    desk.say(names[next_cut % len(names)], "cut", body, by=[f"{name}/officer-1" for name in names])
    desk.exchange()
    sealed = [(party, desk.sealed(party)) for party in (RU, US)]
    for party, share in sealed:
        desk.say(party, "draw-share-sealed", share)
    desk.exchange()
    for party in (RU, US):
        desk.say(party, "draw-share-opened", desk.opened(party))
    desk.exchange()
    notice, cut = bytes.fromhex(desk.of(RU, "notice")), bytes.fromhex(desk.cut())
    shares = [
        (party, str(share["role"]), bytes.fromhex(share["commitment"]), desk.share(party)) for party, share in sealed
    ]
    drawn = sorted(draw.picks(draw.seed(desk.base.channel, notice, cut, CELLS, shares), CELLS, 8))
    points = [{"id": point, "outcome": (outcomes or {}).get(place, "clean")} for place, point in enumerate(drawn)]
    desk.now = ended or freeze
    report = {"began_at": freeze, "ended_at": desk.now, "freeze_verified_at": freeze, "notice": notice.hex()}
    place = desk.say(RU, "inspection-report", report | {"points": points})
    return drawn, desk.id(place)


def finding(
    *,
    status: str,
    number: str | None,
    reasons: list[tuple[str, list[str]]],
    checked: list[str],
    freeze: int | None,
    now: int,
    probability: str = "0x4/0x5",
    lapses: int = 0,
    found: Sequence[str] = (),
    left: Sequence[dict[str, Any]] = (),
    curve: Sequence[tuple[int, Fraction]] | None = None,
    assured: int | None = None,
    more: int = 0,
    fit: bool = True,
    window_s: int = 0,
    less: int = 0,
    assumed: Sequence[str] = ("draw-uniform",),
    undertaking: str = "no-tomahawk-at-deveselu",
) -> dict[str, Any]:
    """Return the record of a finding on one undertaking.

    Args:
        status, number, reasons, checked, freeze, lapses, found: of the record; ``number`` is the guarantee.
        now: the cut's hour.
        probability: what the standard asks.
        left: the record's ``open``.
        curve: hours and misses, where not the last visit alone shows something; ``assured``: the age of assurance.
        more, less: points that a visit would have to open more, or to close less.
        fit: whether numbers can be given.
        window_s: how far back the standard's window reaches.
        assumed: what is, beside what always is.
        undertaking: its name.
    """
    asked = ratio(probability)
    lapses = 0 if freeze is None else lapses or freeze + 30 * DAY
    value: dict[str, Any] = {
        "assumptions": [*assumed, "least-removal-as-agreed", "not-known-before-notice", "sensitivity-as-tried"],
        "changes": changes(status, reasons, lapses, more, less),
        "checked": checked,
        "item": "tomahawk",
        "items": 4,
        "kind": "absent",
        "not_checked": [cell for cell in CELLS if cell not in checked],
        "presence": "momentary",
        "probability": probability,
        "reasons": [{"code": code, "statements": statements} for code, statements in reasons],
        "site": "deveselu",
        "status": status,
        "undertaking": undertaking,
    }
    if found:
        value["found"] = list(found)
    if left:
        value["open"] = list(left)
    if number is not None:
        value["guarantee"] = number
    if freeze is not None:
        value |= {"freeze_verified_at": freeze, "lapses_at": lapses}
    if freeze is not None and number is not None and fit:
        missed = 1 - ratio(number)
        spans = [
            (freeze // DAY - (freeze - window_s) // DAY, missed),
            (max(0, now // DAY - freeze // DAY), Fraction(1)),
        ]
        shown = [(freeze, missed)] if curve is None and missed < 1 else curve or ()
        assured = freeze if curve is None and missed <= Fraction(1, 20) else assured
        value |= joint(missed, asked, spans, shown, assured)
        if len(shown) > 1:
            value["assumptions"] = [*value["assumptions"], "visits-independent"]
    return value


def joint(
    seen: Fraction,
    asked: Fraction,
    spans: Sequence[tuple[int, Fraction]],
    curve: Sequence[tuple[int, Fraction]],
    assured: int | None,
) -> dict[str, Any]:
    """Return the joint numbers beside the guarantee: of what was ``seen``, present over absent, in ``spans``."""
    value: dict[str, Any] = {
        "break_even_prior": text(confidence.break_even_prior(seen, asked)),
        "curve": [{"hour": hour, "miss": text(confidence.up(miss))} for hour, miss in curve],
        "likelihood_ratio": text(seen),
    }
    if 0 < sum(days for days, _ in spans) <= 7_320:
        value["break_even_hazard"] = text(confidence.break_even_hazard(spans, asked))
    return value if assured is None else value | {"assured_since": assured}


def ratio(written: str) -> Fraction:
    """Return the rational of canonical JSON."""
    numerator, denominator = written.split("/")
    return Fraction(int(numerator, 16), int(denominator, 16))


def text(value: Fraction) -> str:
    """Return a rational as canonical JSON has it."""
    return f"0x{value.numerator:x}/0x{value.denominator:x}"


def changes(
    status: str,
    reasons: Sequence[tuple[str, list[str]]],
    lapses: int,
    more: int = 0,
    less: int = 0,
    *,
    exhibits: bool = False,
) -> list[dict[str, Any]]:
    """Return what would change a finding, by the table of the specification."""
    codes = [code for code, _ in reasons]

    def cited(*wanted: str) -> list[str]:
        return [one for code in wanted for given, ids in reasons if given == code for one in ids]

    found: list[dict[str, Any]] = []
    if status == "contradicted":
        return found
    if status == "standard met":
        return [{"code": "exhibit-before-lapse" if exhibits else "visit-before-lapse", "hour": lapses}]
    if "inspection-open" in codes:
        found.append({"code": "report-open-visit", "statements": cited("inspection-open")})
    settled = cited("key-revoked", "alarm-open") if status == "disputed" else []
    found += [{"code": "resolve-dispute", "statements": settled}] if settled else []
    found += [{"code": "meet-conditions"}] if {"not-owed", "not-shown"} & set(codes) else []
    found += [{"code": "visit-over-later-declaration"}] if "item-declared" in codes else []
    found += [{"code": "freeze-sooner", "seconds": 14_400}] if "freeze-late" in codes else []
    found += [{"code": "new-trial"}] if {"sensitivity-expired", "untested"} & set(codes) else []
    found += [{"code": "close-fewer-points", "points": less}] if "points-closed" in codes else []
    if exhibits:
        return found if status == "disputed" else [*found, {"code": "exhibit-again"}]
    if "guarantee-short" in codes:
        return [*found, {"code": "open-more-points", "points": more} if more else {"code": "visit-more-often"}]
    return found if status == "disputed" or "kind-without-number" in codes else [*found, {"code": "visit-again"}]


def _fork(desk: Desk) -> Place:
    """Have the inspecting Party observe another root of the inspected Party's log."""
    return desk.observe(RU, desk.cosigned(US, desk.checkpoint(US, root=bytes(32))))
