"""Cases of visits under terms: notice, designation, quota, one-sided report; R40 to R45 and R48."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterseal.log import note
from counterseal.log.cosignature import cosign
from counterseal.log.note import Line
from upper_cases.desk import RO, RU, US
from upper_cases.regime_state import APRIL, USUAL, Case, conditions, dispute, duty, owed, quota
from upper_cases.terms import CONSENT_UNTIL, DAY, HOUR, IN_FORCE, READY, WINDOW, Told, at


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _notices()
    yield from _quotas()
    yield from _designations()
    yield from _one_sided()
    yield from _released()


def _notices() -> Iterator[Case]:
    lacking = "R40", "notice-condition"
    told = at("ready")
    told.notify(RO, "consent-withdrawn")
    told.observe(RU, RO)
    notice = told.announce("deveselu-visit")
    shown = {"condition": conditions(), "quota": []}
    yield Case("r40-consent-withdrawn", told, "The host consents no more.", [(*lacking, notice)], shown)
    told = at("ready")
    told.now = CONSENT_UNTIL + 1
    notice = told.announce("deveselu-visit")
    yield Case("r40-consent-expired", told, "Granted until a second ago.", [(*lacking, notice)], shown)
    told = at("ready")
    told.now = CONSENT_UNTIL
    notice = told.announce("deveselu-visit")
    shown = {"condition": conditions(*USUAL), "quota": [quota([notice])]}
    yield Case("notice-in-the-last-second-of-the-consent", told, "Until means with it.", [], shown)
    told = at("ready")
    told.notify(RO, "consent-withdrawn")
    notice = told.announce("deveselu-visit")
    shown = {"condition": conditions(*USUAL), "quota": [quota([notice])]}
    yield Case("notice-before-the-withdrawal-was-seen", told, "Nobody has seen it: the consent holds.", [], shown)
    told.observe(US, RO)
    shown = {"condition": conditions(), "quota": [quota([notice])]}
    why = "The consent holds no more, but as the author of the notice saw it, it held."
    yield Case("notice-before-its-author-saw-the-withdrawal", told, why, [], shown)
    told = at("ready")
    told.notify(RO, "consent-withdrawn")
    told.notify(RO, "consent", until=CONSENT_UNTIL)
    told.observe(RU, RO)
    notice = told.announce("deveselu-visit")
    shown = {"condition": conditions(*USUAL), "quota": [quota([notice])]}
    yield Case("notice-after-a-second-consent", told, "The last word counts.", [], shown)

    outside = "R41", "notice-window"

    def renewed(now: int, told_s: int | None = None) -> tuple[Told, bytes]:
        told = at("ready")
        told.now = now
        told.notify(RO, "consent", until=WINDOW[1] + DAY)
        told.observe(RU, RO)
        told.now = now if told_s is None else told_s
        return told, told.announce("deveselu-visit")

    told, notice = renewed(WINDOW[0] - 1)
    yield Case("r41-before-the-window", told, "From the third day on.", [(*outside, notice)], {"quota": []})
    told, notice = renewed(WINDOW[1] + 1)
    yield Case("r41-after-the-window", told, "The right has lapsed.", [(*outside, notice)], {"quota": []})
    told, notice = renewed(WINDOW[1])
    yield Case("notice-in-the-last-second-of-the-window", told, "Not after it.", [], {"quota": [quota([notice])]})
    told, notice = renewed(WINDOW[1] + 1, told_s=WINDOW[1])
    why = "It tells an hour within the window, when its author had seen that a later one had come."
    yield Case("r41-dated-back-into-the-window", told, why, [(*outside, notice)], {"quota": []})
    told = at("founded")
    told.notify(RO, "consent", until=CONSENT_UNTIL)
    told.observe(RU, RO)
    told.now = WINDOW[0]
    notice = told.announce("deveselu-visit")
    told.now = IN_FORCE + HOUR
    told.observe(US, RU)
    visit = {
        "announced_at": WINDOW[0],
        "inspection": "deveselu-visit",
        "outside": "early",
        "known_at": IN_FORCE + HOUR,
        "held_at": IN_FORCE + HOUR,
        "notice": notice.hex(),
        "number": 1,
        "opened": [],
        "sealed": [],
        "site": "deveselu",
        "status": "excess",
    }
    why = "It tells an hour within the window, and was there before that: it binds nobody."
    yield Case("notice-dated-ahead-into-the-window", told, why, [], {"inspection": [visit]})
    told, notice = renewed(WINDOW[1])
    told.now += 6 * HOUR
    told.observe(US, RU)
    within = visit | {"announced_at": WINDOW[1], "known_at": WINDOW[1], "held_at": told.now, "notice": notice.hex()}
    del within["outside"]
    within |= {"status": "open"}
    yield Case("notice-witnessed-within-the-allowance", told, "Six hours are agreed.", [], {"inspection": [within]})
    told, notice = renewed(WINDOW[1])
    told.now += 6 * HOUR + 1
    told.observe(US, RU)
    late = within | {"held_at": told.now, "notice": notice.hex(), "outside": "late", "status": "excess"}
    why = "It tells the last hour of the window, and nobody had it until long after."
    yield Case("notice-dated-back-and-kept", told, why, [], {"inspection": [late]})
    told = at("ready")
    *most, last = told.operators
    checkpoint, cosigner = note.parse(told.checkpoint(RO, by=most[:-1])), told.witness(last)
    cosigned = cosign(cosigner, checkpoint.text, 253_402_300_799)
    lined = note.add_line(checkpoint, Line(cosigner.vkey.name, cosigner.vkey.key_id, cosigned))
    told.say(RU, "observed", {"checkpoint": lined.encode().decode()})
    notice = told.announce("deveselu-visit")
    why = "One witness tells the last hour that there is; it was that late only if a quorum's hours are."
    yield Case("notice-after-a-witness-told-a-late-hour", told, why, [], {"quota": [quota([notice])]})
    told = at("ready")
    told.now = CONSENT_UNTIL + 1
    told.observe(US, RU)
    told.observe(RU, US, by=())
    told.now = CONSENT_UNTIL
    notice = told.announce("deveselu-visit")
    why = "It looked at no quorum's hour itself, but at one who had shown a later one."
    yield Case("r40-consent-expired-as-another-had-shown", told, why, [(*lacking, notice)], {"quota": []})


def _quotas() -> Iterator[Case]:
    used = "R42", "notice-quota"
    told = at("ready")
    first = told.announce("hangar-visit")
    told.observe(RU, US)
    notice = told.announce("deveselu-visit")
    shown = {"quota": [quota([first])]}
    yield Case("r42-used-by-the-other", told, "One visit a treaty year, of both.", [(*used, notice)], shown)
    told = at("ready")
    first = told.announce("hangar-visit")
    body = one_sided(first, told.now, ["h1"])
    told.say(US, "one-sided-report", body)
    notice = told.announce("hangar-visit", 2)
    shown = {"quota": [quota([first])]}
    yield Case("r42-used-by-itself", told, "Over, but within the year.", [(*used, notice)], shown)
    told = at("ready")
    first = told.announce("hangar-visit")
    told.say(US, "one-sided-report", body | {"notice": first.hex()})
    told.now = IN_FORCE + 365 * DAY
    notice = told.announce("hangar-visit", 2)
    shown = {"quota": [quota([first]), quota([notice], period=2)]}
    yield Case("visit-of-the-second-treaty-year", told, "On the anniversary the count begins anew.", [], shown)
    told = at("ready")
    ours = told.announce("deveselu-visit")
    theirs = told.announce("hangar-visit")
    shown = {"quota": [quota([ours], [theirs])]}
    why = "Neither had seen the other: both stand, and the one that did not win is in excess."
    yield Case("two-visits-for-one-place", told, why, [], shown)
    told.exchange()
    clock = {"start": theirs, "start_s": READY}
    lines = owed(
        told,
        duty("arrive", US, RU, "excess", due_s=READY + 3 * DAY, **clock),
        duty("freeze", RU, US, "excess", due_s=READY + 4 * DAY, **clock),
    )
    yield Case("duties-of-a-visit-in-excess", told, "A visit too many binds nobody.", [], {"duty": lines})
    told = at("ready")
    first = told.announce("hangar-visit")
    told.say(US, "one-sided-report", body | {"notice": first.hex()})
    told.now = IN_FORCE + 365 * DAY
    second = told.announce("hangar-visit", 2)
    told.now = READY + HOUR
    told.observe(RU, US)
    why = "It tells the next treaty year, and was there in this one: a place too many."
    yield Case("visit-dated-ahead-a-treaty-year", told, why, [], {"quota": [quota([first], [second])]})
    told = at("ready")
    told.now = IN_FORCE + 365 * DAY
    told.observe(US, RU)
    told.now = READY
    notice = told.announce("hangar-visit")
    why = "It tells the first treaty year, when its author had seen that the second had come."
    yield Case("visit-dated-back-a-treaty-year", told, why, [], {"quota": [quota([notice], period=2)]})

    told = at("ready")
    first = told.announce("hangar-visit")
    told.say(US, "one-sided-report", body | {"notice": first.hex()})
    told.now = IN_FORCE + 365 * DAY
    second = told.announce("hangar-visit", 2)
    told.now = READY + HOUR
    told.observe(RU, US)
    told.observe(US, US)
    told.say(US, "one-sided-report", body | {"notice": second.hex(), "ended_at": told.now, "began_at": told.now})
    told.now = IN_FORCE + 366 * DAY
    third = told.announce("hangar-visit", 3)
    lines = [quota([first], [second]), quota([third], period=2)]
    why = "It told the next treaty year, was seen in this one, and takes no place there."
    yield Case("visit-of-a-year-that-an-earlier-one-told", told, why, [], {"quota": lines})
    told = at("ready")
    theirs = told.announce("hangar-visit")
    told.observe(RO, US)
    told.now += DAY
    ours = told.announce("deveselu-visit")
    told.observe(RO, RU)
    why = "It was delivered before the other was witnessed: who did not look has no better right."
    yield Case("visit-announced-without-looking", told, why, [], {"quota": [quota([theirs], [ours])]})


def _designations() -> Iterator[Case]:
    missing = "R43", "notice-designation"
    told = at("ready")
    notice = told.announce("shed-visit")
    yield Case("r43-pool-without-designation", told, "Which site is sealed before.", [(*missing, notice)])
    told = at("ready")
    sealed = told.seal_site("shed-visit", 1, "shed-a")
    notice = told.say(RU, "notice", {"designation": sealed.hex(), "inspection": "deveselu-visit", "number": 1})
    yield Case("r43-designation-without-pool", told, "The site is agreed.", [(*missing, notice)])
    told = at("ready")
    other = told.last(RO, "notification", "consent")
    notice = told.say(RU, "notice", {"designation": other.hex(), "inspection": "shed-visit", "number": 1})
    yield Case("r43-no-designation", told, "A consent designates nothing.", [(*missing, notice)])

    told = at("ready")
    sealed = told.seal_site("deveselu-visit", 1, "deveselu")
    why = "There is one site: nothing to designate."
    yield Case("r44-without-pool", told, why, [("R44", "designation-inspection", sealed)])
    told = at("ready")
    sealed = told.seal_site("another", 1, "deveselu", RU)
    yield Case("r44-inspection-unknown", told, "An agreed one.", [("R44", "designation-inspection", sealed)])
    told = at("ready")
    sealed = told.seal_site("shed-visit", 1, "shed-a", US)
    yield Case("r44-by-the-inspected", told, "Who inspects designates.", [("R44", "designation-party", sealed)])
    told = at("ready")
    sealed = told.seal_site("shed-visit", 2, "shed-a")
    yield Case("r44-number-2-first", told, "Of the next visit.", [("R44", "designation-number", sealed)])

    told = at("noticed")
    notice = told.last(RU, "notice")
    sealed = told.seal_site("shed-visit", 2, "shed-b")
    opened = told.open_site(RU, notice, sealed, "shed-b", 2)
    why = "The notice cites another one."
    yield Case("r45-another-designation", told, why, [("R45", "designation-notice", opened)])
    told = at("noticed")
    notice = told.last(RU, "notice")
    sealed = told.last(RU, "designation-sealed")
    opened = told.open_site(US, notice, sealed, "shed-a", 1)
    yield Case("r45-by-the-other-party", told, "Who sealed opens.", [("R45", "designation-notice", opened)])
    told = at("noticed")
    opened = told.open_site(RU, told.last(RO, "notification", "consent"), sealed, "shed-a", 1)
    yield Case("r45-on-no-notice", told, "For a visit that was announced.", [("R45", "designation-notice", opened)])
    told = at("noticed")
    opened = told.designate(notice, "shed-b")
    yield Case("r45-another-site", told, "Sealed is sealed.", [("R45", "designation-opening", opened)])
    told = at("noticed")
    opened = told.open_site(RU, notice, sealed, "shed-a", 2)
    yield Case("r45-another-salt", told, "With the salt that hid it.", [("R45", "designation-opening", opened)])
    told = at("ready")
    notice = told.announce("shed-visit", 1, "hangar")
    told.observe(RU, RU)
    opened = told.designate(notice, "hangar")
    yield Case("r45-site-of-no-pool", told, "One of the pool.", [("R45", "designation-site", opened)])

    told = at("designated")
    notice, receipt = told.last(RU, "notice"), told.last(US, "notification", "receipt")
    told.exchange()
    clock = {"start": notice, "start_s": READY, "due_s": READY + 2 * HOUR}
    done = duty("confirm", US, RU, "done", done=receipt, done_s=READY + 2 * HOUR, **clock)
    visit = {
        "announced_at": READY,
        "held_at": READY,
        "inspection": "shed-visit",
        "known_at": READY,
        "notice": notice.hex(),
        "number": 1,
        "opened": [],
        "received_at": READY + HOUR,
        "sealed": [],
        "site": "shed-a",
        "status": "open",
    }
    yield Case("designated", told, "Sealed, announced, opened.", [], {"duty": owed(told, done), "inspection": [visit]})
    told = at("noticed")
    waiting = duty("confirm", US, RU, "due", **clock)
    visit = {name: value for name, value in visit.items() if name not in ("received_at", "site")}
    why = "Nobody but the inspecting Party knows the site yet."
    yield Case("announced", told, why, [], {"duty": owed(told, waiting), "inspection": [visit]})
    told = at("noticed")
    told.now = READY + 30 * DAY
    yield Case("designation-awaited", told, "The commission's 30 days are not over.", [], {"inspection": [visit]})
    told.now += 1
    visit |= {"status": "unpursued"}
    why = "Who does not say in time where it goes does not hold up all sites of the pool."
    yield Case("designation-not-opened-in-time", told, why, [], {"inspection": [visit]})
    told = at("designated")
    told.exchange()
    told.now = READY + HOUR + 30 * DAY + HOUR
    told.notify(US, "request", words="who comes?")
    visit |= {"received_at": READY + HOUR, "site": "shed-a", "status": "open"}
    yield Case(
        "report-awaited", told, "30 days from the hour at which the site was named.", [], {"inspection": [visit]}
    )
    told.now += 1
    visit |= {"status": "unpursued"}
    why = "A visit of which nobody reports anything in time is closed."
    yield Case("report-not-made-in-time", told, why, [], {"inspection": [visit]})


def one_sided(notice: bytes, hour: int, points: list[str], **changes: Any) -> dict[str, Any]:
    """Return the body of a one-sided report: nothing was found."""
    return {
        "began_at": hour,
        "ended_at": hour,
        "freeze_verified_at": hour,
        "notice": notice.hex(),
        "points": [{"id": point, "outcome": "clean"} for point in points],
    } | changes


def _one_sided() -> Iterator[Case]:
    def told_alone(party: str = RU, stage: str = "designated", **changes: Any) -> tuple[Told, bytes, bytes]:
        told = at(stage)
        notice = told.last(RU, "notice")
        body = one_sided(notice, told.now, ["s1"]) | changes
        return told, notice, told.say(party, "one-sided-report", body)

    none: dict[str, Any] = {"dispute": []}
    told = at("designated")
    told.exchange()
    body = one_sided(told.last(RU, "notice"), told.now, ["s1"])
    report = told.say(RO, "one-sided-report", body)
    yield Case("r48-by-the-host", told, "Neither Party of the visit.", [("R48", "one-sided-party", report)], none)
    told = at("designated")
    report = told.say(RU, "one-sided-report", body | {"notice": told.last(RU, "designation-sealed").hex()})
    yield Case("r48-on-no-notice", told, "There was no visit.", [("R48", "one-sided-party", report)], none)
    told, *_ = told_alone(stage="noticed", points=[])
    why = "Which site is not known: that nothing came of it can be told, so that the right goes on."
    yield Case("one-sided-before-the-designation", told, why, [])
    told, _, report = told_alone(stage="noticed")
    why = "Which site is not known yet, so nothing of it can be."
    yield Case("r48-before-the-designation", told, why, [("R48", "one-sided-points", report)], none)
    told, _, report = told_alone(points=[{"id": "s9", "outcome": "clean"}])
    yield Case("r48-point-of-no-site", told, "Points of the site.", [("R48", "one-sided-points", report)], none)
    hour = told.now
    hours: tuple[tuple[str, dict[str, Any]], ...] = (
        ("begun-before-the-freeze", {"began_at": hour - 1}),
        ("ended-before-it-began", {"ended_at": hour - 1, "freeze_verified_at": hour - 2}),
        ("signed-before-it-ended", {"ended_at": hour + 1}),
    )
    for name, changes in hours:
        told, _, report = told_alone(**changes)
        why = "Freeze, beginning, end, signature: none before the one ahead of it."
        yield Case(f"r48-{name}", told, why, [("R48", "one-sided-times", report)], none)
    told, notice, first = told_alone()
    second = told.say(RU, "one-sided-report", one_sided(notice, told.now, ["s2"]))
    shown = {"dispute": [dispute(first, RU, "open", notice)]}
    why = "Each side reports alone once."
    yield Case("r09-one-sided-twice", told, why, [("R9", "slot-taken", second)], shown)

    told, notice, report = told_alone()
    yield Case("one-sided-report", told, "Nobody witnessed it yet: no clock.", [], shown)
    told.observe(US, RU)
    due = told.now + 30 * DAY
    shown = {"dispute": [dispute(report, RU, "open", notice, due_s=due)]}
    yield Case("one-sided-report-witnessed", told, "The commission has 30 days.", [], shown)
    told.now = due + 1
    shown = {"dispute": [dispute(report, RU, "unpursued", notice, due_s=due)]}
    yield Case("one-sided-report-unpursued", told, "What nobody pursues lowers nothing for ever.", [], shown)
    told, notice, report = told_alone()
    referral = told.notify(RU, "referral", about=report, words="they would not sign")
    told.observe(US, RU)
    resolution = told.notify(US, "resolution", about=referral)
    told.observe(RU, US)
    due = told.now + 30 * DAY
    lines = [
        dispute(report, RU, "open", notice, due_s=due),
        dispute(referral, RU, "resolved", report, due_s=due, resolution=resolution.hex()),
    ]
    shown = {"dispute": sorted(lines, key=lambda line: str(line["raised"]))}
    yield Case("referral-resolved", told, "The referral is closed; the report that it was about is not.", [], shown)
    told, notice, report = told_alone()
    referral = told.notify(RU, "referral", about=report, words="they would not sign")
    told.exchange()
    told.notify(RU, "resolution", about=referral)
    timely = told.notify(US, "resolution", about=referral)
    told.observe(RU, US)
    told.now = due + 1
    told.observe(US, RU)
    lines = [
        dispute(report, RU, "unpursued", notice, due_s=due),
        dispute(referral, RU, "resolved", report, due_s=due, resolution=timely.hex()),
    ]
    shown = {"dispute": sorted(lines, key=lambda line: str(line["raised"]))}
    why = "What was seen in time counts, though another resolution, seen too late, stands before it."
    yield Case("referral-resolved-in-time-and-late", told, why, [], shown)
    told, notice, report = told_alone()
    told.observe(US, RU)
    referral = told.notify(US, "referral", about=report, words="we would not sign")
    told.exchange()
    told.now = due + DAY
    resolution = told.notify(US, "resolution", about=report)
    told.observe(RU, US)
    lines = [
        dispute(report, RU, "resolved", notice, due_s=due, resolution=resolution.hex()),
        dispute(referral, US, "unpursued", report, due_s=due),
    ]
    shown = {"dispute": sorted(lines, key=lambda line: str(line["raised"]))}
    why = "What was pursued in time is open until it is resolved, and can be."
    yield Case("one-sided-report-resolved-at-last", told, why, [], shown)


def _released() -> Iterator[Case]:
    def announced(days: int) -> tuple[Told, bytes]:
        told = at("ready")
        notice = told.announce("hangar-visit")
        told.exchange()
        told.now += days * DAY + 1
        return told, notice

    told, notice = announced(0)
    arriving = {"start": notice, "start_s": READY, "due_s": READY + 3 * DAY}
    freezing = {"start": notice, "start_s": READY, "due_s": READY + 4 * DAY}
    lines = owed(told, duty("arrive", US, RU, "due", **arriving), duty("freeze", RU, US, "due", **freezing))
    yield Case("duties-of-a-visit", told, "Each owes its own.", [], {"duty": lines})
    told, notice = announced(3)
    late = duty("arrive", US, RU, "not done by due hour", **arriving)
    lines = owed(told, late, duty("freeze", RU, US, "released", **freezing))
    yield Case("duty-released", told, "Who does not come cannot ask for the freeze.", [], {"duty": lines})

    def counted(months: int, days: int) -> tuple[Told, dict[str, Any], list[dict[str, Any]]]:
        """A visit announced so long after 1 April, with arrival; the month's figures are not declared again."""
        told = at("ready")
        told.notify(US, "figures", figures={"launchers": 4})
        told.observe(RU, US)
        dates = [APRIL, APRIL + 30 * DAY, APRIL + 61 * DAY, APRIL + 91 * DAY]
        told.now = dates[months] + days * DAY
        notice = told.announce("hangar-visit")
        told.observe(RU, US)
        arrival = told.notify(US, "arrival", about=notice, hour=told.now)
        told.exchange()
        clock = {"start": notice, "start_s": told.now}
        lines = [
            duty("arrive", US, RU, "done", due_s=told.now + 3 * DAY, done=arrival, done_s=told.now, **clock),
            duty("declare", US, RU, "not done by due hour", start_s=IN_FORCE, from_s=IN_FORCE + 3 * DAY)
            | {"due_s": IN_FORCE + 30 * DAY},
        ]
        first = {"done": at("ready").last(US, "notification", "figures"), "done_s": IN_FORCE + DAY}
        for number, date in enumerate(dates[: months + 2], 1):
            begun = IN_FORCE if number == 1 else dates[number - 2]
            status = "done" if number == 1 else "not done by due hour" if number == 2 else "due"
            given = first if number == 1 else {}
            line = duty(
                "count", US, RU, status, number=number, start_s=date, from_s=begun, due_s=date + 10 * DAY, **given
            )
            lines.append(line)
        told.now += 4 * DAY + 1
        return told, clock | {"due_s": told.now - 1}, lines

    told, freezing, lines = counted(1, 7)
    lines.append(duty("freeze", RU, US, "released", **freezing))
    why = "The figures of May were due on the 11th: what began before June, and ends after that, is not owed."
    yield Case("duty-released-by-a-date", told, why, [], {"duty": _ordered(lines)})
    told, freezing, lines = counted(2, 1)
    lines.append(duty("freeze", RU, US, "not done by due hour", **freezing))
    why = "The default of May frees nothing that begins in June, and that of June is still to come."
    yield Case("duty-not-released-by-an-earlier-date", told, why, [], {"duty": _ordered(lines)})


def _ordered(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda one: (one["duty"], one["number"], one.get("start", ""), one["by"]))
