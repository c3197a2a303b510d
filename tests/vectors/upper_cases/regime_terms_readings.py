"""Cases of monitors under terms: readings, R53 to R57, the disputes that alarms raise, and what is done by readings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from counterseal.log import note
from upper_cases.desk import RO, RU, US
from upper_cases.regime_state import Case, dispute, duty, owed
from upper_cases.terms import DAY, HOUR, READY, Told, at

CLEAN = {"s1": "clean"}
ALARM = {"s1": "alarm", "s2": "clean"}


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _broken()
    yield from _of_visits()
    yield from _alarms()
    yield from _owed()
    yield from _declared()


def line(told: Told, one: bytes, party: str = RU, **members: str) -> dict[str, Any]:
    """Return one line of the subject ``reading``."""
    log, index = told.ids[one]
    body = json.loads(note.parse(told.logs[log][index]).text.split(b"\n")[1])["body"]
    return {"body": body, "id": one.hex(), "party": party} | members


def _broken() -> Iterator[Case]:
    def case(name: str, rule: str, code: str, told: Told, broken: bytes, why: str) -> Case:
        return Case(name, told, why, [(rule, code, broken)], {"dispute": [], "reading": []})

    told = at("ready")
    broken = told.say(RU, "reading", _body(told, monitor="tower"))
    yield case("r07-reading-of-no-monitor", "R7", "entry-threshold", told, broken, "Of nobody's site: all must sign.")
    told = at("ready")
    said = told.text(RU, "reading", _body(told, monitor="tower"))
    everyone = [told.signer(party, role, 1) for party in (RO, RU, US) for role in ("inspector", "escort")]
    broken = told.add(RU, note.sign(said.text, everyone).encode(), said.id)
    yield case("r53-unknown-monitor", "R53", "reading-monitor", told, broken, "Nobody agreed on it.")
    told = at("ready")
    broken = told.read(US, "gate", CLEAN)
    why = "Who is watched does not say what was seen: its word alone would raise a finding."
    yield case("r53-by-the-inspected", "R53", "reading-party", told, broken, why)
    told = at("ready")
    said = told.text(RU, "reading", _body(told))
    broken = told.add(RU, note.sign(said.text, [told.signer(RU, "inspector", 1)]).encode(), said.id)
    yield case("r07-reading-by-one-side", "R7", "entry-threshold", told, broken, "What one side says raises nothing.")
    told = at("ready")
    broken = told.say(RU, "reading", _body(told, number=2))
    yield case("r54-number-2-first", "R54", "reading-number", told, broken, "The first is number 1.")
    told = at("ready")
    broken = told.read(RU, "gate", {"s1": "clean", "s4": "clean"})
    yield case("r55-point-of-no-site", "R55", "reading-points", told, broken, "The shed has three.")
    told = at("ready")
    broken = told.read(RU, "seal", {"s1": "clean", "s3": "clean"})
    yield case("r55-point-that-is-not-sealed", "R55", "reading-points", told, broken, "The seals are on two of three.")
    told = at("ready")
    broken = told.read(RU, "gate", CLEAN, began_at=told.now + 1, ended_at=told.now)
    yield case("r56-ended-before-it-began", "R56", "reading-times", told, broken, "Begun, then ended.")
    told = at("ready")
    broken = told.read(RU, "gate", CLEAN, ended_at=told.now + 1)
    yield case("r56-ended-after-it-was-said", "R56", "reading-times", told, broken, "Nobody reads ahead.")
    told = at("ready")
    told.notify(RO, "consent-withdrawn")
    told.observe(RU, RO)
    broken = told.read(RU, "seal", CLEAN)
    yield case("r57-consent-withdrawn", "R57", "reading-condition", told, broken, "The host consents no more.")
    told = at("ready")
    told.notify(US, "hold")
    told.observe(RU, US)
    broken = told.read(RU, "gate", CLEAN)
    yield case("r32-reading-of-a-paused-monitor", "R32", "regime-suspended", told, broken, "The pause is of it.")

    told = at("ready")
    told.notify(US, "hold")
    told.notify(US, "suspension")
    told.observe(RU, US)
    one = told.read(RU, "seal", CLEAN)
    why = "One monitor is paused, the whole suspended: the record of the other goes on."
    yield Case("reading-under-a-suspension", told, why, [], {"reading": [line(told, one)]})
    told = at("ready")
    ids = [told.read(RU, "gate", points) for points in (CLEAN, {"s2": "failed"}, {"s1": "away", "s3": "clean"})]
    ids.append(told.read(RU, "display", CLEAN))
    lines = [line(told, one) for one in (ids[3], *ids[:3])]
    why = "By monitor, then in the order of their numbers; no result raises nothing."
    yield Case("readings", told, why, [], {"dispute": [], "reading": lines})


def _body(told: Told, **changes: Any) -> dict[str, Any]:
    points = [{"id": "s1", "outcome": "clean"}]
    made = {"began_at": told.now, "ended_at": told.now, "monitor": "gate", "number": 1, "points": points}
    return made | changes


def _of_visits() -> Iterator[Case]:
    of_none = "R55", "reading-notice"
    told = at("noticed")
    notice = told.last(RU, "notice")
    broken = told.read(RU, "gate", CLEAN, notice)
    why = "Nobody knows yet which shed it is to."
    yield Case("r55-visit-not-designated-yet", told, why, [(*of_none, broken)], {"reading": []})
    told = at("ready")
    told.now += HOUR
    notice = told.announce("shed-visit", 1, "shed-b")
    told.observe(RU, RU)
    told.designate(notice, "shed-b")
    broken = told.read(RU, "gate", CLEAN, notice)
    why = "The visit is to the other shed."
    yield Case("r55-visit-to-another-site", told, why, [(*of_none, broken)], {"reading": []})
    told = at("ready")
    told.now += HOUR
    notice = told.announce("hangar-visit")
    told.observe(RU, US)
    broken = told.read(RU, "gate", CLEAN, notice)
    why = "The visit is to the other Party."
    yield Case("r55-visit-to-the-other", told, why, [(*of_none, broken)], {"reading": []})
    told = at("ready")
    told.observe(RU, RO)
    broken = told.read(RU, "gate", CLEAN, told.last(RO, "notification", "consent"))
    why = "A consent is no notice."
    yield Case("r55-of-no-notice", told, why, [(*of_none, broken)], {"reading": []})
    told = at("designated")
    one = told.read(RU, "gate", CLEAN, told.last(RU, "notice"))
    yield Case("reading-in-a-visit", told, "Read while the team was there.", [], {"reading": [line(told, one)]})


def _alarms() -> Iterator[Case]:
    def subjects(told: Told, one: bytes, status: str, **members: Any) -> dict[str, Any]:
        raised = dispute(one, RU, status, **members)
        return {"dispute": [raised], "reading": [line(told, one, alarm=status)]}

    told = at("ready")
    one = told.read(RU, "seal", ALARM)
    why = "A seal is broken, both sides say; no quorum is known to have seen that."
    yield Case("reading-alarm", told, why, [], subjects(told, one, "open"))
    told.exchange()
    due: dict[str, Any] = {"due_s": READY + 30 * DAY}
    yield Case("reading-alarm-witnessed", told, "The commission's clock runs.", [], subjects(told, one, "open", **due))
    left = _later(told, 30 * DAY + 1)
    why = "Nobody referred it in time: it lowers nothing for ever."
    yield Case("reading-alarm-unpursued", left, why, [], subjects(left, one, "unpursued", **due))
    referred = _later(told, HOUR)
    matter = referred.notify(RU, "referral", about=one, words="a seal is broken")
    referred.exchange()
    referred.now += 60 * DAY
    raised = dispute(matter, RU, "unpursued", one, due_s=READY + HOUR + 30 * DAY)
    lines = sorted((raised, dispute(one, RU, "open", **due)), key=lambda entry: entry["raised"])
    shown = {"dispute": lines, "reading": [line(referred, one, alarm="open")]}
    yield Case("reading-alarm-referred", referred, "Referred in time, it is open until it is resolved.", [], shown)
    resolved = _later(told, HOUR)
    resolution = resolved.notify(US, "resolution", about=one)
    resolved.exchange()
    resolved.now += HOUR
    shown = subjects(resolved, one, "resolved", **due, resolution=resolution.hex())
    yield Case("reading-alarm-resolved", resolved, "All of them signed what it was.", [], shown)
    late = _later(told, 31 * DAY)
    late.notify(US, "resolution", about=one)
    late.exchange()
    why = "What closed as unpursued is resolved no more."
    yield Case("reading-alarm-resolved-too-late", late, why, [], subjects(late, one, "unpursued", **due))

    told = at("designated")
    notice = told.last(RU, "notice")
    one = told.read(RU, "gate", {"s2": "found"}, notice)
    told.exchange()
    due = {"due_s": told.now + 30 * DAY}
    told.now += 31 * DAY
    resolution = told.notify(US, "resolution", about=one)
    told.exchange()
    shown = {"reading": [line(told, one, alarm="resolved")]}
    shown["dispute"] = [dispute(one, RU, "resolved", notice, **due, resolution=resolution.hex())]
    why = "In a visit it is about the notice; and a find may be resolved at whatever hour."
    yield Case("reading-find-resolved-late", told, why, [], shown)

    told = at("ready")
    one = told.read(RU, "seal", ALARM)
    two = told.read(RU, "gate", CLEAN)
    escort = told.signer(US, "escort", 1).vkey.key.hex()
    told.say(US, "key-revocation", {"keys": [escort], "last_good": len(told.logs[told.origins[US]]) - 1})
    lines = [line(told, two, disputed="yes"), line(told, one, alarm="open", disputed="yes")]
    shown = {"dispute": [dispute(one, RU, "open")], "reading": lines}
    why = "Whose escort signed it had the key revoked, and had not seen it: what it says against a finding stays."
    yield Case("reading-disputed", told, why, [], shown)


def _later(told: Told, seconds: int) -> Told:
    later = deepcopy(told)
    later.now += seconds
    return later


def _owed() -> Iterator[Case]:
    told = at("ready")
    one = told.read(RU, "gate", ALARM)
    told.exchange()
    told.now += HOUR
    asked = {"start": one, "start_s": READY, "due_s": READY + 2 * DAY}
    why = "A reading starts a duty, in a thread of its own."
    shown = {"duty": owed(told, duty("explain", US, RU, "due", **asked))}
    yield Case("reading-starts-a-duty", told, why, [], shown)
    done = told.notify(US, "explanation", about=one, words="a bird")
    told.exchange()
    told.now += HOUR
    asked |= {"done": done, "done_s": READY + HOUR}
    shown = {"duty": owed(told, duty("explain", US, RU, "done", **asked))}
    yield Case("reading-is-explained", told, "It is done by what is about it.", [], shown)

    told = at("designated")
    notice = told.last(RU, "notice")
    first = told.read(RU, "seal", CLEAN, notice)
    then = told.read(RU, "gate", CLEAN, notice)
    told.exchange()
    told.read(RU, "seal", CLEAN)
    told.exchange()
    read = told.now
    told.now += HOUR
    receipt = told.last(US, "notification", "receipt")
    begun = {"start_s": read, "due_s": read + 1 * DAY}
    confirmed = {"start": notice, "start_s": READY, "due_s": READY + 2 * HOUR, "done": receipt, "done_s": read}
    lines = [
        duty("confirm", US, RU, "done", **confirmed),
        duty("explain", US, RU, "due", start=then, start_s=read, due_s=read + 2 * DAY),
        duty("watch", RU, US, "done", start=first, done=then, done_s=read, **begun),
    ]
    why = (
        "In the thread of a visit one reading is done by another; what starts its own thread is done by nothing there."
    )
    yield Case("reading-does-a-duty", told, why, [], {"duty": owed(told, *lines)})


def _declared() -> Iterator[Case]:
    told = at("ready")
    one = told.read(RU, "gate", CLEAN)
    two = told.read(RU, "gate", CLEAN, number=3)
    why = "A number that was left out does not come back by itself."
    yield Case("r54-number-left-out", told, why, [("R54", "reading-number", two)], {"reading": [line(told, one)]})
