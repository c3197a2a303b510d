"""Cases of what a party had, and of what it held back: nobody gains by not looking, nor alone by accusing.

A notice or a notification is judged by what had been delivered to its author before it was witnessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterseal.log import note
from upper_cases.amended import Amending
from upper_cases.amended import at as amended_at
from upper_cases.desk import RO, RU, US
from upper_cases.regime_state import Case, dispute, quota, rung
from upper_cases.regime_terms_visits import one_sided
from upper_cases.terms import CONSENT_UNTIL, DAY, HOUR, IN_FORCE, Told, at

ALLOWANCE = 6 * HOUR


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _words()
    yield from _documents()
    yield from _figures()
    yield from _stopped()
    yield from _alone()


def visit(told: Told, inspection: str, site: str, notice: bytes, held_s: int, status: str = "open") -> dict[str, Any]:
    """Return the subject ``inspection``: one visit, held as soon as it was witnessed; ``excess`` is overtaken."""
    said = told.statement(notice)
    line: dict[str, Any] = {
        "announced_at": said.at,
        "held_at": held_s,
        "inspection": inspection,
        "known_at": min(said.at, held_s),
        "notice": notice.hex(),
        "number": 1,
        "opened": [],
        "sealed": [],
        "site": site,
        "status": status,
    }
    return line | ({"outside": "overtaken"} if status == "excess" else {})


def notification(told: Told, one: bytes, **more: str) -> dict[str, Any]:
    """Return a line of the subject ``notification``."""
    said = told.statement(one)
    body = {"format": said.body.format, "number": said.body.number}
    body |= {name: getattr(said.body, name) for name in ("until", "words") if getattr(said.body, name) is not None}
    body |= {"figures": dict(said.body.figures)} if said.body.figures else {}
    return {"body": body, "id": one.hex(), "party": said.party} | more


def _words() -> Iterator[Case]:
    def withdrawn(later: int) -> tuple[Told, bytes]:
        """A consent withdrawn, which the mirrors hold at once, and a notice by one who does not look."""
        told = at("ready")
        told.notify(RO, "consent-withdrawn")
        told.observe(US, RO)
        told.now += later
        notice = told.announce("deveselu-visit")
        told.observe(US, RU)
        return told, notice

    told, notice = withdrawn(ALLOWANCE)
    shown = [visit(told, "deveselu-visit", "deveselu", notice, told.now)]
    why = "The withdrawal was delivered no earlier than the notice was witnessed."
    yield Case("notice-as-the-withdrawal-was-delivered", told, why, [], {"inspection": shown})
    told, notice = withdrawn(ALLOWANCE + 1)
    shown = [visit(told, "deveselu-visit", "deveselu", notice, told.now, "excess")]
    why = "The withdrawal had been delivered: who does not look has no consent more than who does."
    yield Case("notice-after-the-withdrawal-was-delivered", told, why, [], {"inspection": shown})

    def expired(later: int) -> tuple[Told, bytes]:
        """A notice of the consent's last second, witnessed later."""
        told = at("ready")
        told.now = CONSENT_UNTIL
        notice = told.announce("deveselu-visit")
        told.now += later
        told.observe(US, RU)
        return told, notice

    told, notice = expired(ALLOWANCE)
    shown = [visit(told, "deveselu-visit", "deveselu", notice, told.now)]
    yield Case("notice-of-a-consent-within-the-allowance", told, "Six hours are agreed.", [], {"inspection": shown})
    told, notice = expired(ALLOWANCE + 1)
    shown = [visit(told, "deveselu-visit", "deveselu", notice, told.now, "excess")]
    why = "It tells the last second of the consent, and nobody had it until the allowance was over, too."
    yield Case("notice-of-a-consent-that-had-run-out", told, why, [], {"inspection": shown})

    def letters(later: int) -> tuple[Told, bytes]:
        """Figures that allow a letter, seen, and others that do not, which the mirrors hold, unseen."""
        told = at("ready")
        told.notify(US, "figures", figures={"launchers": 4})
        told.observe(RU, US)
        told.notify(US, "figures", figures={"launchers": 3})
        told.observe(RO, US)
        told.now += later
        letter = told.notify(RU, "letter")
        told.observe(US, RU)
        return told, letter

    for name, later, more, why in (
        (
            "letter-as-other-figures-were-delivered",
            ALLOWANCE,
            {},
            "It was witnessed no later than they were delivered.",
        ),
        (
            "letter-after-other-figures-were-delivered",
            ALLOWANCE + 1,
            {"disputed": "yes"},
            "The figures that it rests on were no longer the last that it had: nothing rests on it.",
        ),
    ):
        told, letter = letters(later)
        first = told.last(RO, "notification", "consent")
        ids = [one for one in told.ids if one and told.statement(one).kind == "notification"]
        figures = [one for one in ids if told.statement(one).body.format == "figures"]
        lines = [notification(told, first), *(notification(told, one) for one in figures)]
        lines.append(notification(told, letter, **more))
        yield Case(name, told, why, [], {"notification": lines})


def _documents() -> Iterator[Case]:
    def begun(name: str) -> Amending:
        """A history in which a cut, in the log of one side and held by the mirrors, put a document in place."""
        told = amended_at("ready")
        told.amended(name)
        told.cut()
        told.observe(RO, RU)
        return told

    def noticed(name: str, later: int) -> tuple[Amending, bytes]:
        told = begun(name)
        told.now += later
        notice = told.announce("hangar-visit")
        told.observe(RO, US)
        return told, notice

    told, notice = noticed("hangar-with-consent", ALLOWANCE)
    shown = [visit(told, "hangar-visit", "hangar", notice, told.now)]
    why = "It speaks under the document before, and the cut was not delivered to its author earlier."
    yield Case("notice-as-the-cut-was-delivered", told, why, [], {"inspection": shown})
    told, notice = noticed("hangar-with-consent", ALLOWANCE + 1)
    shown = [visit(told, "hangar-visit", "hangar", notice, told.now, "excess")]
    why = "The cut had been delivered, by which such a visit needs a consent: who looks away has no older right."
    yield Case("notice-after-the-cut-was-delivered", told, why, [], {"inspection": shown})
    told, notice = noticed("alarm", ALLOWANCE + 1)
    shown = [visit(told, "hangar-visit", "hangar", notice, told.now)]
    why = "The document in effect says of such a visit what the one before said."
    yield Case("notice-by-a-document-of-the-same-terms", told, why, [], {"inspection": shown})

    def doubted(name: str) -> tuple[Amending, bytes, bytes]:
        told = begun(name)
        told.now += ALLOWANCE + 1
        doubt = told.notify(US, "discrepancy", words="the texts differ")
        told.observe(RO, US)
        return told, told.last(RO, "notification", "consultation-held"), doubt

    told, held, doubt = doubted("stricter")
    lines = [notification(told, held), notification(told, doubt, disputed="yes")]
    why = "The document in effect says otherwise of the format, and its author had it."
    yield Case("notification-after-the-cut-was-delivered", told, why, [], {"notification": lines})
    told, held, doubt = doubted("alarm")
    lines = [notification(told, held), notification(told, doubt)]
    why = "The document in effect says of the format what the one before said."
    yield Case("notification-by-a-document-of-the-same-terms", told, why, [], {"notification": lines})


def _figures() -> Iterator[Case]:
    def visited(later: int) -> tuple[Amending, bytes, bytes]:
        """One visit after the other, the second by who saw 4 launchers, so two places; others were declared since."""
        told = amended_at("ready")
        told.amended("half-of-the-launchers")
        told.notify(RO, "consent", until=CONSENT_UNTIL)
        told.notify(US, "figures", figures={"launchers": 4})
        told.cut()
        told.exchange()
        told.now += 3 * DAY
        first = told.announce("hangar-visit")
        told.observe(RU, US)
        told.notify(US, "figures", figures={"launchers": 2})
        told.observe(RO, US)
        told.now += later
        second = told.announce("deveselu-visit")
        told.observe(RO, RU)
        return told, first, second

    told, first, second = visited(ALLOWANCE)
    shown = {"quota": [quota([first, second])]}
    yield Case("visit-as-other-figures-were-delivered", told, "Two places, as its author saw.", [], shown)
    told, first, second = visited(ALLOWANCE + 1)
    shown = {"quota": [quota([first], [second])]}
    why = "One place, as its author had."
    yield Case("visit-after-other-figures-were-delivered", told, why, [], shown)


def _stopped() -> Iterator[Case]:
    told = at("ready")
    told.notify(US, "suspension")
    told.observe(RU, US)
    told.observe(RO, RU)
    key = next(key for key in told.key_set(US)["keys"] if key["person"] == "officer-1")
    last_good = told.ids[told.last(US, "notification", "suspension")][1] - 1
    told.say(US, "key-revocation", {"keys": [key["key"]], "last_good": last_good})
    text = told.text(US, "notification", {"format": "step-b", "number": 1})
    told.add(US, note.sign(text.text, [told.signer(US, "officer", 2)]).encode(), text.id)
    told.observe(RO, US)
    lines = [rung("first", "under way", [], due_s=IN_FORCE + 10 * DAY), rung("second", "not begun", [])]
    why = "Who takes back a suspension that the other side held has not stepped under it."
    yield Case(
        "step-under-an-own-stop-that-others-held", told, why, [], {"ladder": [{"ladder": "opening", "rungs": lines}]}
    )

    told = at("ready")
    told.notify(RU, "suspension")
    told.observe(RU, RU)
    first = told.ids[told.last(RU, "notification", "suspension")][1]
    told.notify(RU, "resumption")
    told.notify(RU, "suspension")
    key = next(key for key in told.key_set(RU)["keys"] if key["person"] == "officer-1")
    told.say(RU, "key-revocation", {"keys": [key["key"]], "last_good": first})
    text = told.text(RU, "notification", {"format": "suspension", "number": 3})
    again = told.add(RU, note.sign(text.text, [told.signer(RU, "officer", 2)]).encode(), text.id)
    why = "What its author takes back leaves standing what it had said before: that is not said again."
    yield Case("r36-suspended-again-below-what-it-takes-back", told, why, [("R36", "notification-once", again)])


def _alone() -> Iterator[Case]:
    def referred(*by: str, outcome: str = "clean") -> tuple[Told, bytes, bytes, list[bytes], int]:
        """One side's report, which parties refer to the commission in time."""
        told = at("designated")
        notice = told.last(RU, "notice")
        body = one_sided(notice, told.now, ["s1"]) | {"points": [{"id": "s1", "outcome": outcome}]}
        report = told.say(RU, "one-sided-report", body)
        told.exchange()
        referrals = [told.notify(party, "referral", about=report, words="they would not sign") for party in by]
        told.exchange()
        due = told.now + 30 * DAY
        told.now = due + 1
        return told, notice, report, referrals, due

    for name, by, outcome, status, why in (
        (
            "one-sided-report-referred-by-its-author",
            (RU,),
            "clean",
            "unpursued",
            "Who alone accuses and alone refers holds a finding up for the commission's time, and no longer.",
        ),
        (
            "one-sided-report-referred-by-the-other-side",
            (US,),
            "clean",
            "open",
            "Whom it concerns wants it settled, too: it is open until it is.",
        ),
    ):
        told, notice, report, referrals, due = referred(*by, outcome=outcome)
        lines = [dispute(report, RU, status, notice, due_s=due)]
        lines += [dispute(one, party, "unpursued", report, due_s=due) for one, party in zip(referrals, by, strict=True)]
        shown = {"dispute": sorted(lines, key=lambda line: str(line["raised"]))}
        yield Case(name, told, why, [], shown)
