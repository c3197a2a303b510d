"""Cases of partial cuts, R71 to R74: who may be absent, from when on, and what a cut without some comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from book import Book

from counterseal.agreement import document as documents
from counterseal.log import note
from upper_cases import partial, regime_amended
from upper_cases.agreement import bad, changed, ok
from upper_cases.amended import at as amending
from upper_cases.desk import NORTH, RO, RU, US
from upper_cases.partial import PL, Partial, asked, at, wait
from upper_cases.regime_amended import line
from upper_cases.regime_state import Break, Case, add, given
from upper_cases.terms import CONSENT_UNTIL, DAY
from validation.state import plain

SOURCE = "spec/regime.md, the closing cut"


def write(book: Book) -> None:
    """Add the cases."""
    for cases in (_stands(), _proposed(), _out_of_turn(), _absent(), _early(), _behind(), _draws(), _amendments()):
        for case in cases:
            add(book, case)  # one by one: a history goes on after its case
    _closing(book)
    _agreements(book)


def _case(name: str, told: Partial, why: str, cuts: tuple[bytes, ...] = (), *broken: Break) -> Case:
    return Case(name, told, why, list(broken), {"cut": told.told(*cuts)})


def _stands() -> Iterator[Case]:
    told = asked()
    cut = told.without(2)
    why = "It was proposed to all, and their time is over: the host is absent, its side is not."
    yield _case("partial-without-the-host", told, why, (cut,))
    told.exchange()
    told.propose(RU, 3, cut)
    wait(told)
    last = told.without(4, (RO,), cut)
    yield _case("partial-after-a-partial", told, "The turn of who is absent is passed over, too.", (cut, last))
    told = asked()
    cut = told.without(3, (US,))
    yield _case("partial-without-a-principal", told, "The host is of its side.", (cut,))
    told = asked()
    cut = told.without(2)
    joint = told.close(3, RO, cut)
    yield _case("joint-after-a-partial", told, "All sign again; the absent one in its turn.", (cut, joint))
    told = asked(name="partial-of-four")
    cut = told.without(2, (PL,))
    yield _case("partial-without-delivery", told, "Without delivery it counts from when it was witnessed.", (cut,))
    told = asked()
    body = told.body(1, ())
    cut = told.without(2)
    told.exchange()
    late = told.say(RU, "cut", body)
    why = "Its author had observed nothing since: a joint cut that comes late stands beside the partial one."
    yield _case("r29-joint-behind-a-partial", told, "Its author knows of the partial one.", (cut,), _number(late))
    told = asked()
    told.exchange()
    body, after = told.body(1, ()), told.body(2, (RO,))
    told.exchange()
    late = told.say(RU, "cut", body)
    cut = told.say(US, "cut", after)
    yield _case("joint-beside-a-partial", told, why, (late, cut))


def _number(one: bytes) -> Break:
    return "R29", "cut-number", one


def _proposed() -> Iterator[Case]:
    told = at()
    one = told.propose(US, 2)
    yield _case("r71-number-2-first", told, "No cut 1 was closed.", (), ("R71", "cut-number", one))
    told = at()
    consultation = told.last(RO, "notification", "consultation-held")
    one = told.propose(US, 1, consultation)
    yield _case("r71-after-no-cut", told, "There is no cut before it.", (), ("R71", "cut-previous", one))
    told = at()
    cut = told.cut()
    told.exchange()
    one = told.propose(US, 2, told.last(RO, "notification", "consultation-held"))
    yield _case("r71-after-another-statement", told, "Cut 1 is before it.", (cut,), ("R71", "cut-previous", one))
    one = told.propose(RU, 1)
    broken = [("R71", "cut-previous", told.last(US, "cut-proposed")), ("R71", "cut-number", one)]
    yield _case("r71-number-closed", told, "Its author logged cut 1.", (cut,), *broken)
    told = at()
    told.propose(RO, 1)
    told.propose(RU, 1)
    again = told.propose(RU, 1, at=told.now + 1)
    yield _case("r09-proposed-twice", told, "Each party once.", (), ("R9", "slot-taken", again))
    unagreed = amending("ready")
    said = unagreed.text(RU, "cut-proposed", {"number": 1})
    one = unagreed.add(RU, note.sign(said.text, [unagreed.signer(RU, "officer", 1)]).encode(), said.id)
    yield Case("r31-cut-proposed", unagreed, "Nobody may say it.", [("R31", "kind-unagreed", one)], {"cut": []})


def _out_of_turn() -> Iterator[Case]:
    for name, number, absent, party, code in (
        ("r29-partial-of-the-number-proposed", 1, (RO,), RU, "cut-number"),
        ("r29-partial-in-the-turn-of-the-absent", 2, (US,), US, "cut-number"),
        ("r29-partial-beyond-the-next-turn", 4, (RO,), RU, "cut-number"),
        ("r29-partial-by-another", 2, (RO,), RU, "cut-proposer"),
    ):
        told = asked()
        body = told.body(number, absent)
        told.exchange()
        one = told.say(party, "cut", body)
        why = "The number is the first behind the one proposed whose turn is no absent party's."
        yield _case(name, told, why, (), ("R29", code, one))


def _absent() -> Iterator[Case]:
    told = asked()
    body = told.body(2, (RO,))
    told.exchange()
    said = told.text(US, "cut", body)
    signed = note.parse(told.signed(US, said))
    one = told.add(US, note.Note(signed.text, signed.lines[1:]).encode(), said.id)
    yield _case("r07-partial-by-one", told, "Who is not absent signs.", (), ("R7", "entry-threshold", one))

    unagreed = amending("ready")
    vector = [
        {"log": log, "root": unagreed.trees[log].root(len(entries)).hex(), "size": len(entries)}
        for log, entries in unagreed.logs.items()
    ]
    unagreed.exchange()
    one = unagreed.say(US, "cut", {"absent": [RO], "hour": unagreed.now, "number": 2, "vector": vector})
    why = "The agreement says nothing of cuts without some."
    yield Case("r72-not-agreed", unagreed, why, [("R72", "cut-absent", one)], {"cut": []})
    told = asked()
    one = told.without(2, (RO, "zanzibar"))
    yield _case("r72-without-a-stranger", told, "It is no party.", (), ("R72", "cut-absent", one))
    told = asked()
    one = told.without(2, (RU,))
    yield _case("r72-by-one-side", told, "Two sign, both of one side.", (), ("R72", "cut-quorum", one))
    told = asked()
    one = told.without(4, (RO, US))
    yield _case("r72-by-one-party", told, "It is one side alone.", (), ("R72", "cut-quorum", one))
    told = asked(name="partial-of-four")
    one = told.without(2, (PL, US))
    yield _case("r72-by-two-of-three", told, "Both sides sign; three parties were agreed.", (), _quorum(one))


def _quorum(one: bytes) -> Break:
    return "R72", "cut-quorum", one


def _early() -> Iterator[Case]:
    def case(name: str, told: Partial, why: str, number: int = 2, absent: tuple[str, ...] = (RO,)) -> Case:
        return _case(name, told, why, (), ("R73", "cut-early", told.without(number, absent)))

    told = at()
    told.exchange()
    told.now += 9 * DAY
    yield case("r73-not-proposed", told, "Nobody was asked.")
    yield case("r73-at-the-last-second", asked(more_s=0), "The time of all is not over yet.")
    why = "It counts from when it was witnessed, with no allowance."
    yield case("r73-without-delivery-at-the-last-second", asked(name="partial-of-four", more_s=0), why, 2, (PL,))
    told = at()
    told.propose(US, 1)
    for reader in told.origins:
        for author in told.origins:
            told.observe(reader, author, by=[one for one in told.operators if one != NORTH])
    told.now += 9 * DAY
    yield case("r73-not-held", told, "A quorum saw it, and the mirrors did not hold it until now.")
    told = at()
    told.propose(US, 1)
    told.exchange()
    body = told.body(2, (RO,))
    told.exchange()
    told.now += 9 * DAY
    one = told.say(US, "cut", body)
    yield _case("r73-told-late", told, "Its author tells an hour that it has not shown.", (), ("R73", "cut-early", one))
    told = at()
    before = told.body(2, (RO,))
    told.exchange()
    told.propose(RU, 1)
    told.observe(US, RU)
    told.now += 9 * DAY
    told.observe(US, US)
    one = told.say(US, "cut", before | {"hour": told.now})
    yield _case("r73-without-the-proposal", told, "Its vector does not hold it.", (), ("R73", "cut-early", one))
    told = at()
    told.propose(RU, 1)
    told.exchange()
    cut = told.cut()
    told.exchange()
    told.now += 9 * DAY
    one = told.without(3, (US,), cut)
    yield _case("r73-proposed-and-closed", told, "Of number 2 nobody was asked.", (cut,), ("R73", "cut-early", one))


def _behind() -> Iterator[Case]:
    told = asked()
    body = told.body(2, (RO,))
    told.exchange()
    told.notify(RO, "consent-withdrawn")
    told.observe(US, RO)
    one = told.say(US, "cut", body)
    why = "Its author had observed, witnessed, what the absent host said last, and left it out."
    yield _case("r74-leaves-out-the-absent", told, why, (), ("R74", "cut-behind", one))
    told = asked()
    body = told.body(2, (RO,))
    told.exchange()
    told.notify(RO, "consent-withdrawn")
    told.observe(US, RO, by=())
    cut = told.say(US, "cut", body)
    yield _case("partial-beside-what-was-not-witnessed", told, "No quorum had cosigned what it left out.", (cut,))
    told = asked()
    body = told.body(2, (RO,))
    told.exchange()
    told.notify(RU, "request", words="more")
    told.observe(US, RU)
    cut = told.say(US, "cut", body)
    yield _case("partial-beside-what-a-signer-said", told, "Who signs it knows what it leaves out.", (cut,))


def _draws() -> Iterator[Case]:
    for name, absent, number in (("r25-without-a-party-of-the-visit", US, 3), ("draw-without-the-host", RO, 2)):
        told = at()
        told.notify(RO, "consent", until=CONSENT_UNTIL)
        told.declare(US, "shed-a", {})
        notice = told.announce("shed-visit", 1, "shed-a")
        told.exchange()
        told.designate(notice, "shed-a")
        told.propose(RU, 1)
        wait(told)
        cut = told.without(number, (absent,))
        told.exchange()
        sealed = told.seal(RU, notice, cut, "inspecting")
        broken = [("R25", "draw-cut", sealed)] if absent == US else []
        why = "Both Parties of a visit signed that the list is frozen." if broken else "The host draws nothing."
        yield _case(name, told, why, (cut,), *broken)


def _amendments() -> Iterator[Case]:
    told = at()
    one = told.amended("alarm")
    told.carried()
    told.propose(US, 1)
    wait(told)
    cut = told.without(2)
    shown: dict[str, Any] = {"membership": _membership(told, told.first, line(told, "alarm", one, "pending"))}
    yield Case("amendment-at-a-partial-cut", told, "What all signed, a cut of all puts in place.", [], shown)
    joint = told.close(3, RO, cut)
    line_ = line(told, "alarm", one, "took effect", cut=3)
    shown = {"membership": _membership(told, told.named["alarm"], line_), "cut": told.told(cut, joint)}
    yield Case("amendment-at-the-joint-cut-behind", told, "It holds it, too.", [], shown)

    told = at()
    one = told.amended("alarm")
    told.carried()
    told.propose(US, 1)
    wait(told)
    told.exchange()
    body, after = told.body(1, ()), told.body(2, (RO,))
    told.exchange()
    late = told.say(RU, "cut", body)
    cut = told.say(US, "cut", after)
    shown = {
        "cut": told.told(late, cut),
        "membership": _membership(told, told.first, line(told, "alarm", one, "pending")),
    }
    why = "The joint cut stands, and is none of those that the last one follows."
    yield Case("amendment-at-a-cut-passed-over", told, why, [], shown)
    told.notify(RU, "alarm", words="under what its author knew")
    told.exchange()
    told.notify(RU, "alarm", words="which it knows no longer")
    broken = told.last(RU, "notification", "alarm")
    shown = {"cut": told.told(late, cut)}
    why = "Its author observed the partial cut, which is later, and at which nothing was settled."
    yield Case("r34-behind-a-partial-cut", told, why, [("R34", "notification-format", broken)], shown)


def _membership(told: Partial, document: bytes, *amendments: dict[str, Any]) -> dict[str, Any]:
    return regime_amended.membership(told, document, *amendments)


def _closing(book: Book) -> None:
    """Add closing cuts without some."""

    def case(name: str, told: Partial, number: int, absent: tuple[str, ...], code: str, why: str) -> None:
        told.exchange()
        said = told.text(told.turn(number), "cut", told.body(number, absent))
        cut = told.signed(told.turn(number), said).decode()
        shown = {key: value for key, value in given(told).items() if key != "now"} | {"cut": cut}
        if code:
            book.refused(f"regime/closing-{name}", "regime.closing", shown, code, why, SOURCE)
        else:
            result = {"id": said.id.hex(), "number": number}
            book.ok(f"regime/closing-{name}", "regime.closing", shown, result, why, SOURCE)

    case("without-the-host", asked(), 2, (RO,), "", "All but one close it.")
    case("without-one-at-the-last-second", asked(more_s=0), 2, (RO,), "cut-early", "R73.")
    told = at()
    told.now += 9 * DAY
    case("without-one-not-proposed", told, 2, (RO,), "cut-early", "R73.")
    case("of-the-number-proposed-without-one", asked(), 1, (RO,), "cut-number", "R29.")
    case("by-one-side", asked(), 2, (RU,), "cut-quorum", "R72.")
    case("without-a-stranger", asked(), 2, (RO, "zanzibar"), "cut-absent", "R72.")
    told = asked()
    told.exchange()
    body = told.body(2, (RO,))
    said = told.text(US, "cut", body)
    signers = [told.signer(party, "officer", 1) for party in (RO, RU, US)]
    cut = note.sign(said.text, signers).encode().decode()
    shown = {key: value for key, value in given(told).items() if key != "now"} | {"cut": cut}
    why = "Who is absent signed: its line proves nothing more."
    book.refused("regime/closing-without-one-who-signed", "regime.closing", shown, "cut-surplus", why, SOURCE)


def _agreements(book: Book) -> None:
    """Add agreements by which cuts may be partial."""
    written = partial.agreement("partial")
    cuts = {"quorum": 2, "within": {"days": 2}}
    plain_ = {"by": "author", "persons": 1, "role": "officer"}
    two = changed((("cuts",), cuts), (("signatures", "cut-proposed"), [plain_]))
    why = "Of two parties of two sides nobody can be absent."
    bad(book, "cuts-of-two-parties", two, "agreement-choice", why)
    filled = _filled(written)
    ok(book, "cuts-without-some", filled, "Two of three parties, of both sides.")
    for name, change, code, why in (
        ("cuts-by-all", {"cuts": cuts | {"quorum": 3}}, "agreement-choice", "Nobody could be absent."),
        ("cuts-by-one", {"cuts": cuts | {"quorum": 1}}, "field-range", "One party alone closes no cut."),
        ("cuts-within-working-days", {"cuts": cuts | {"within": {"working_days": 2}}}, "agreement-calendar", "Which?"),
        ("cuts-that-nobody-proposes", {"signatures": {"cut-proposed": None}}, "agreement-signatures", "Who asks?"),
        ("cuts-proposed-by-each", _proposing("each"), "agreement-signatures", "Who is silent could keep it back."),
    ):
        bad(book, name, _changed(filled, change), code, why)
    three = _changed(filled, {})
    for party in three["parties"]:
        party |= {"role": "principal", "side": party["name"]}
    bad(book, "cuts-of-three-sides", three, "agreement-side", "Each side with a principal has one party.")


def _proposing(by: str) -> dict[str, Any]:
    return {"signatures": {"cut-proposed": [{"by": by, "persons": 1, "role": "officer"}]}}


def _filled(written: dict[str, Any]) -> dict[str, Any]:
    """Return a draft with made-up digests."""
    filled = _changed(written, {"policy": "77" * 32})
    for number, party in enumerate(filled["parties"]):
        party["roots"] = f"{number + 1:064x}"
    documents.parse(plain(filled))
    return filled


def _changed(written: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(plain(written))
    for member, value in change.items():
        if isinstance(value, dict) and member == "signatures":
            made[member] = {k: v for k, v in (made[member] | value).items() if v is not None}
        else:
            made[member] = value
    return made
