"""Cases of the rules that terms bring, R31 to R49, each broken alone on top of the history ``terms``.

What an entry breaks is stated by hand, and so is what the state then says of duties, ladders, quotas, disputes,
conditions and keys: ``regime.state`` shows named subjects, where ``regime.fold`` shows a digest of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from book import Book

from counterseal.statements.statement import UNIX_S_MAX
from upper_cases import regime, regime_had, regime_terms_keys, regime_terms_readings, regime_terms_visits
from upper_cases.desk import RO, RU, US, Desk
from upper_cases.regime_state import (
    APRIL,
    USUAL,
    Break,
    Case,
    add,
    conditions,
    dispute,
    duty,
    owed,
    owed_while_suspended,
    quota,
    rung,
)
from upper_cases.terms import CONSENT_UNTIL, DAY, HOUR, IN_FORCE, READY, Told, at


def write(book: Book) -> None:
    """Add the cases."""
    parts = regime_terms_visits, regime_terms_keys, regime_had, regime_terms_readings
    for case in chain(_rules(), *(part.cases() for part in parts)):
        add(book, case)  # one by one: a history goes on after its case
    for unsigned in _unagreed():
        regime.add(book, unsigned)


def _rules() -> Iterator[Case]:
    yield from _entered()
    yield from _stopped()
    yield from _volume()
    yield from _notifications()
    yield from _ladder()
    yield from _declared()


def _unagreed() -> Iterator[regime.Case]:
    """The play's agreement says nothing of who signs the kinds that only terms bring."""
    bodies: dict[str, Callable[[Desk], dict[str, Any]]] = {
        "amendment": lambda desk: {"agreement": "77" * 32, "number": 1, "previous": "77" * 32},
        "designation-sealed": lambda desk: {"commitment": "77" * 32, "inspection": "deveselu-visit", "number": 1},
        "filler": lambda desk: {"padding": "0"},
        "notification": lambda desk: {"format": "receipt", "number": 1},
        "one-sided-report": lambda desk: desk.report() | {"notice": desk.of(RU, "notice")},
        "reading": lambda desk: {
            "began_at": desk.now,
            "ended_at": desk.now,
            "monitor": "gate",
            "number": 1,
            "points": [{"id": "l1/c1", "outcome": "clean"}],
        },
    }
    for kind, body in bodies.items():
        desk = Desk("noticed")
        place = desk.say(RU, kind, body(desk), by=("officer-1",))
        why = "A kind of which nobody agreed who signs it is said by nobody."
        yield regime.Case(f"r31-{kind}", desk, why, [("R31", "kind-unagreed", place)])


def _entered() -> Iterator[Case]:
    for name, told_s, why in (
        ("accessions-dated-ahead", UNIX_S_MAX, "What an accession tells begins no clock: a quorum's hour does."),
        ("accessions-dated-back", 0, "Nor does it begin one before it was there."),
    ):
        told = at("empty")
        told.accede(at=told_s)
        told.sync()
        members = [
            {"accession": told.last(party, "accession").hex(), "party": party, "status": "acceded"}
            for party in (RO, RU, US)
        ]
        whole = {"in_force_s": IN_FORCE, "members": members, "status": "in force", "stops": []}
        yield Case(name, told, why, [], {"membership": whole})
    told.now -= 1
    members = [
        {"accession": told.last(party, "accession").hex(), "party": party, "status": "acceded"}
        for party in (RO, RU, US)
    ]
    early = {"members": members, "status": "not in force", "stops": []}
    why = "A second before the hour at which they saw it."
    yield Case("state-before-entry-into-force", told, why, [], {"membership": early})
    told = at("empty")
    told.accede()
    told.sync(RU)
    whole = _acceded(told) | {"in_force_s": IN_FORCE, "status": "in force", "stops": []}
    unknown = {
        "duty": [duty("declare", US, RU, "unconfirmed")],
        "ladder": [{"ladder": "opening", "rungs": [rung(name, "not begun", []) for name in ("first", "second")]}],
        "membership": whole,
    }
    why = "One party sees it in force; the other cannot yet, so no clock of its own runs."
    yield Case("in-force-as-one-has-seen", told, why, [], unknown)
    told.now += DAY
    told.sync(US)
    told.now += 30 * DAY
    clock = {"start_s": IN_FORCE + DAY, "from_s": IN_FORCE + 4 * DAY, "due_s": IN_FORCE + 31 * DAY}
    opening = rung("first", "halted", [], due_s=IN_FORCE + 11 * DAY), rung("second", "not begun", [])
    counted = {"number": 1, "start_s": APRIL, "from_s": IN_FORCE + DAY, "due_s": APRIL + 10 * DAY}
    next_to_come = {"number": 2, "start_s": APRIL + 30 * DAY, "from_s": APRIL, "due_s": APRIL + 40 * DAY}
    known = {
        "duty": [
            duty("count", US, RU, "blocked", blocked_by=["many-launchers"], **counted),
            duty("count", US, RU, "blocked", blocked_by=["many-launchers"], **next_to_come),
            duty("declare", US, RU, "due", **clock),
        ],
        "ladder": [{"ladder": "opening", "rungs": list(opening)}],
        "membership": whole,
    }
    why = "Its duties count from when it could see that, and the ladder from when the last could."
    yield Case("in-force-as-all-have-seen", told, why, [], known)


def _acceded(told: Told) -> dict[str, Any]:
    parties = (RO, RU, US)
    return {
        "members": [
            {"accession": told.last(party, "accession").hex(), "party": party, "status": "acceded"} for party in parties
        ]
    }


def _stopped() -> Iterator[Case]:
    stopped = "R32", "regime-suspended"
    told = at("ready")
    told.notify(US, "suspension")
    told.observe(RU, US)
    notice = told.announce("deveselu-visit")
    yield Case("r32-notice-under-a-suspension", told, "Rights rest.", [(*stopped, notice)], {"quota": []})
    told = at("ready")
    told.notify(RU, "suspension")
    step = told.notify(RU, "step-a")
    why = "Its own suspension too: who stops the whole does not climb on."
    yield Case("r32-step-under-a-suspension", told, why, [(*stopped, step)])
    told = at("ready")
    told.notify(RU, "pause")
    asked = told.notify(RU, "request", words="how many?")
    why = "The pause is of this format."
    yield Case("r32-notification-that-is-paused", told, why, [(*stopped, asked)], {"condition": conditions(*USUAL)})
    told = at("ready")
    told.notify(RU, "pause")
    told.observe(US, RU)
    notice = told.announce("hangar-visit")
    yield Case("r32-notice-of-a-paused-inspection", told, "The pause is of it.", [(*stopped, notice)])
    told = at("ready")
    told.notify(US, "withdrawal", hour=READY)
    told.notify(US, "resumption")
    told.observe(RU, US)
    notice = told.announce("deveselu-visit")
    yield Case("r32-after-a-withdrawal", told, "A withdrawal is for good.", [(*stopped, notice)])
    told = at("ready")
    told.notify(US, "suspension")
    told.notify(RU, "resumption")
    told.exchange()
    notice = told.announce("deveselu-visit")
    yield Case("r32-resumed-by-the-other", told, "Each resumes its own word alone.", [(*stopped, notice)])

    told = at("ready")
    told.notify(US, "suspension")
    told.observe(RU, US)
    asked = told.notify(RU, "request", words="why?")
    answer = duty("answer-request", US, RU, "unconfirmed", start=asked)
    why = "The record goes on: only rights rest. Nobody holds the request yet, so no clock runs."
    yield Case("request-under-a-suspension", told, why, [], {"duty": owed_while_suspended(told, answer)})
    told = at("ready")
    told.notify(US, "suspension")
    told.notify(US, "resumption")
    told.observe(RU, US)
    notice = told.announce("deveselu-visit")
    line = quota([notice])
    yield Case("notice-after-the-resumption", told, "What one stopped that one resumed.", [], {"quota": [line]})
    told = at("ready")
    told.notify(US, "suspension")
    notice = told.announce("deveselu-visit")
    yield Case("notice-under-a-suspension-not-seen", told, "It was not in its past.", [], {"quota": [quota([notice])]})
    told = at("ready")
    told.notify(US, "suspension")
    again = told.notify(US, "suspension")
    why = "What is stopped is not stopped again: the later word would hide the earlier one."
    yield Case("r36-suspended-twice", told, why, [("R36", "notification-once", again)])
    told = at("ready")
    told.notify(US, "suspension")
    told.notify(US, "resumption")
    told.notify(US, "suspension")
    told.observe(RU, US)
    notice = told.announce("deveselu-visit")
    yield Case("r32-suspended-again", told, "After its resumption.", [(*stopped, notice)])
    told = at("ready")
    told.notify(US, "withdrawal", hour=READY)
    later = told.notify(US, "withdrawal", hour=READY + 90 * DAY)
    why = "A withdrawal is for good, so no later one takes it back."
    yield Case("r36-withdrawn-twice", told, why, [("R36", "notification-once", later)])
    told = at("ready")
    told.notify(US, "withdrawal", hour=READY + 90 * DAY)
    told.observe(RU, US)
    notice = told.announce("deveselu-visit")
    why = "A withdrawal takes effect at the hour that it tells."
    yield Case("notice-before-a-withdrawal-takes-effect", told, why, [], {"quota": [quota([notice])]})


def _volume() -> Iterator[Case]:
    def filled(count: int, padding: int = 1) -> tuple[Told, list[bytes]]:
        """A day that the host shows to have come, and on which it says nothing else but fillers, one a second."""
        told = at("ready")
        told.now = IN_FORCE + 3 * DAY
        told.observe(RO, RO)
        said = []
        for _ in range(count):
            told.now += 1
            said.append(told.say(RO, "filler", {"padding": "0" * padding}))
        return told, said

    over = "R33", "volume-exceeded"
    told, _ = filled(35)
    yield Case("fillers-as-many-as-agreed", told, "36 entries a day.")
    told, said = filled(37)
    why = "The first entry too many is named; it stands all the same, and the next is not named again."
    yield Case("r33-one-entry-too-many", told, why, [(*over, said[35])])
    told, said = filled(2, 25_000)
    yield Case("r33-more-bytes-than-agreed", told, "49,152 bytes a day.", [(*over, said[1])])
    told, _ = filled(1, 25_000)
    told.now -= DAY
    again = told.say(RO, "filler", {"padding": "0" * 25_000})
    why = "Who dates back gains no room: what counts is the latest hour that the log has shown."
    yield Case("r33-dated-back-a-day", told, why, [(*over, again)])
    told, _ = filled(1, 25_000)
    told.now += DAY
    again = told.say(RO, "filler", {"padding": "0" * 25_000})
    why = "Nor who dates ahead: no quorum had cosigned a later day yet."
    yield Case("r33-dated-ahead-a-day", told, why, [(*over, again)])
    told, _ = filled(1, 25_000)
    told.now += DAY
    told.observe(RO, RO)
    told.say(RO, "filler", {"padding": "0" * 25_000})
    yield Case("fillers-of-two-days", told, "Each day has its own room.")
    told, _ = filled(1, 25_000)
    told.notify(RO, "consent-withdrawn")
    long = told.say(RO, "filler", {"padding": "0" * 25_001})
    told.notify(RO, "consent", until=CONSENT_UNTIL)
    why = "What is said beyond the volume still stands."
    yield Case("r33-what-follows-stands", told, why, [(*over, long)], {"condition": conditions(*USUAL)})


def _notifications() -> Iterator[Case]:
    def alone(
        party: str, name: str, rule: str, code: str, why: str, stage: str = "ready", **members: Any
    ) -> tuple[Told, list[Break], str]:
        told = at(stage)
        return told, [(rule, code, told.notify(party, name, **members))], why

    for case, (told, broken, why) in {
        "r34-format-unknown": alone(RU, "greeting", "R34", "notification-format", "Only agreed formats."),
        "r34-by-the-other-party": alone(
            RU, "figures", "R34", "notification-party", "Each declares its own.", figures={"launchers": 1}
        ),
        "r34-by-the-host": alone(
            RO, "request", "R34", "notification-party", "Each means each principal.", words="may I?"
        ),
        "r35-about-nothing": alone(RU, "receipt", "R35", "notification-about", "Of what?", hour=READY),
        "r37-without-what-it-carries": alone(RU, "request", "R37", "notification-carries", "A request says what."),
        "r37-with-more": alone(
            RU, "request", "R37", "notification-carries", "Nothing beside it.", words="how many?", until=READY
        ),
        "r37-figures-missing": alone(US, "figures", "R37", "notification-carries", "No figure, no declaration."),
        "r37-another-figure": alone(
            US, "figures", "R37", "notification-carries", "Exactly those.", figures={"launchers": 3, "sheds": 1}
        ),
        "r38-condition-fails": alone(RU, "letter", "R38", "notification-condition", "3 launchers, not 4."),
    }.items():
        yield Case(case, told, why, broken)

    told = at("noticed")
    asked = told.notify(RU, "request", about=told.last(RU, "notice"), words="how many?")
    yield Case("r35-about-something", told, "It stands by itself.", [("R35", "notification-about", asked)])
    told = at("noticed")
    answer = told.notify(US, "answer", about=told.last(RU, "notice"), words="three")
    yield Case("r35-about-another-event", told, "A notice asks nothing.", [("R35", "notification-about", answer)])
    told = at("ready")
    asked = told.notify(RU, "request", words="how many?")
    answer = told.notify(RU, "answer", about=asked, words="I know")
    yield Case("r34-answered-by-its-author", told, "Others answer.", [("R34", "notification-party", answer)])
    told = at("noticed")
    receipt = told.notify(RO, "receipt", about=told.last(RU, "notice"), hour=READY)
    yield Case("r34-receipt-by-the-host", told, "No principal.", [("R34", "notification-party", receipt)])

    told = at("ready")
    told.numbers[RU, "request"] = 1
    asked = told.notify(RU, "request", words="how many?")
    yield Case("r36-number-2-first", told, "No gap.", [("R36", "notification-number", asked)])
    told = at("ready")
    told.notify(RU, "step-a")
    again = told.notify(RU, "step-a")
    yield Case("r36-said-again-for-ever", told, "A step is a step once.", [("R36", "notification-once", again)])
    told = at("designated")
    told.notify(US, "receipt", about=told.last(RU, "notice"), hour=told.now)
    again = told.last(US, "notification", "receipt")
    yield Case("r36-said-again-about-one", told, "Received once.", [("R36", "notification-once", again)])

    def frozen(**members: Any) -> tuple[Told, bytes]:
        told = at("ready")
        notice = told.announce("hangar-visit")
        told.observe(RU, US)
        return told, told.notify(RU, "freeze", about=notice, **members)

    carried = "R37", "notification-carries"
    told, freeze = frozen(site="nowhere", points=["h1"])
    yield Case("r37-site-unknown", told, "No site of the agreement.", [(*carried, freeze)])
    told, freeze = frozen(site="hangar", points=["h1", "h9"])
    yield Case("r37-point-of-no-site", told, "No point of the site.", [(*carried, freeze)])
    told, freeze = frozen(site="hangar")
    yield Case("r37-points-missing", told, "Both members.", [(*carried, freeze)])

    told = at("ready")
    told.notify(US, "figures", figures={"launchers": 4})
    told.observe(RO, US)
    letter = told.notify(RU, "letter")
    why = "The condition holds by now, but not as far as its author had seen."
    shown = {"condition": conditions(*USUAL, "both", "many-launchers")}
    yield Case("r38-condition-holds-unseen", told, why, [("R38", "notification-condition", letter)], shown)
    told = at("ready")
    told.notify(US, "figures", figures={"launchers": 4})
    told.observe(RU, US)
    told.notify(RU, "letter")
    yield Case("letter-once-the-condition-holds", told, "Seen, it holds.", [], shown)

    yield from _answered()


def _answered() -> Iterator[Case]:
    def asking() -> tuple[Told, bytes]:
        told = at("ready")
        asked = told.notify(RU, "request", words="how many?")
        told.exchange()
        return told, asked

    told, asked = asking()
    clock: dict[str, Any] = {"start": asked, "start_s": READY + 6 * HOUR, "due_s": READY + 6 * HOUR + 5 * DAY}
    shown = {
        "condition": conditions(*USUAL, "asked"),
        "duty": owed(told, duty("answer-request", US, RU, "due", **clock)),
    }
    why = "Two mirrors hold the request: it is delivered 6 hours later, and due 5 days after that."
    yield Case("duty-due", told, why, [], shown)
    told, asked = asking()
    told.now = clock["due_s"]
    yield Case("duty-due-to-the-last-second", told, "Its hour is not over.", [], {"duty": owed(told, shown["duty"][0])})
    told, asked = asking()
    told.now = clock["due_s"] + 1
    late = duty("answer-request", US, RU, "not done by due hour", **clock)
    yield Case("duty-not-done", told, "All that is ever said.", [], {"duty": owed(told, late)})

    told, asked = asking()
    told.now += HOUR
    told.notify(US, "receipt", about=asked, hour=told.now)
    by_receipt: dict[str, Any] = {"start": asked, "start_s": told.now, "due_s": told.now + 5 * DAY}
    received = duty("answer-request", US, RU, "due", **by_receipt)
    yield Case(
        "duty-from-the-receipt", told, "Received before the allowance was over.", [], {"duty": owed(told, received)}
    )
    answer = told.notify(US, "answer", about=asked, words="three")
    unwitnessed = duty("answer-request", US, RU, "unwitnessed", done=answer, **by_receipt)
    yield Case("duty-unwitnessed", told, "Said, but nobody is known to hold it.", [], {"duty": owed(told, unwitnessed)})
    told, asked = asking()
    told.now = clock["due_s"]
    answer = told.notify(US, "answer", about=asked, words="three")
    told.observe(RU, US)
    done = duty("answer-request", US, RU, "done", done=answer, done_s=told.now, **clock)
    yield Case("duty-done", told, "In its last second.", [], {"duty": owed(told, done)})
    told, asked = asking()
    told.now = clock["due_s"] + 1
    answer = told.notify(US, "answer", about=asked, words="three")
    told.observe(RU, US)
    done = duty("answer-request", US, RU, "done late", done=answer, done_s=told.now, **clock)
    yield Case("duty-done-late", told, "A second late.", [], {"duty": owed(told, done)})
    told, asked = asking()
    told.now += HOUR
    doubt = told.notify(US, "discrepancy", words="the texts differ")
    told.exchange()
    doubted = duty("answer-request", US, RU, "due", disputed_by=[doubt.hex()], **clock)
    raised = dispute(doubt, US, "open", due_s=told.now + 30 * DAY)
    yield Case("duty-disputed", told, "The texts disagree.", [], {"dispute": [raised], "duty": owed(told, doubted)})
    told.notify(RU, "resolution", about=doubt)
    told.exchange()
    resolved = raised | {"resolution": told.last(RU, "notification", "resolution").hex(), "status": "resolved"}
    shown = {"dispute": [resolved], "duty": owed(told, duty("answer-request", US, RU, "due", **clock))}
    yield Case("dispute-resolved", told, "Both sides signed the resolution.", [], shown)


def _ladder() -> Iterator[Case]:
    early = "R39", "notification-rung"
    due = IN_FORCE + 10 * DAY
    neither = rung("second", "not begun", [])

    def shown(*rungs: dict[str, Any]) -> dict[str, Any]:
        return {"ladder": [{"ladder": "opening", "rungs": list(rungs)}]}

    told = at("ready")
    step = told.notify(RU, "step-c")
    why = "Nobody has stepped on the rung below."
    yield Case("r39-step-above", told, why, [(*early, step)], shown(rung("first", "under way", [], due_s=due), neither))
    told = at("ready")
    told.notify(RU, "step-a")
    told.notify(US, "step-b")
    told.observe(RU, RU)
    told.observe(RU, US, by=(RU, US))
    step = told.notify(RU, "step-c")
    first = rung("first", "under way", [RU], due_s=due)
    yield Case(
        "r39-step-below-not-witnessed", told, "Two of five are no quorum.", [(*early, step)], shown(first, neither)
    )
    told = at("ready")
    told.notify(RU, "step-a")
    told.notify(US, "step-b")
    told.observe(US, RU)
    told.observe(RU, US)
    step = told.notify(RU, "step-c")
    why = "Its own step too, as far as it has logged that this was witnessed."
    told.observe(US, US)
    first = rung("first", "done", [RU, US], due_s=due, done_s=READY)
    yield Case(
        "r39-own-step-not-witnessed",
        told,
        why,
        [(*early, step)],
        shown(first, rung("second", "under way", [], due_s=READY + 10 * DAY)),
    )
    told = at("ready")
    told.notify(US, "step-b")
    told.exchange()
    told.now = due + 1
    first = rung("first", "halted", [US], due_s=due)
    yield Case("ladder-halted", told, "The record names who is missing.", [], shown(first, neither))
    told = at("ready")
    told.notify(RU, "step-a")
    told.notify(US, "step-b")
    told.exchange()
    told.now += DAY
    told.notify(RU, "step-c")
    told.notify(US, "step-d")
    told.exchange()
    first = rung("first", "done", [RU, US], due_s=due, done_s=READY)
    second = rung("second", "done", [RU, US], due_s=READY + 10 * DAY, done_s=READY + DAY)
    yield Case("ladder-climbed", told, "Both, rung by rung.", [], shown(first, second))


def _declared() -> Iterator[Case]:
    number = "R49", "declaration-number"
    told = at("ready")
    first = told.declare(US, "deveselu", {}, number=2)
    yield Case("r49-number-2-first", told, "The first has no number.", [(*number, first)], {"duty": owed(told)})
    told = at("ready")
    third = told.declare(US, "shed-a", {}, number=3)
    yield Case("r49-number-left-out", told, "No gap.", [(*number, third)])
    told = at("ready")
    told.now += 2 * DAY
    told.declare(US, "shed-a", {}, number=2)
    declared = told.declare(US, "deveselu", {})
    told.observe(RU, US)
    why = "A second declaration supplements the first."
    yield Case("declared-again", told, why, [], {"duty": declared_by(told, declared, "done")})
    told = at("ready")
    declared = told.declare(US, "deveselu", {})
    told.observe(RU, US)
    why = "It may be done from the third day on."
    yield Case("duty-done-early", told, why, [], {"duty": declared_by(told, declared, "done early")})


def declared_by(told: Told, declared: bytes, status: str) -> list[dict[str, Any]]:
    """Return what ``owed`` does, where the duty to declare is done, as is witnessed now."""
    done = {"done": declared.hex(), "done_s": told.now, "status": status}
    return [one | (done if one["duty"] == "declare" else {}) for one in owed(told)]
