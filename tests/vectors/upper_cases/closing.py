"""Cases of the closing cut: judged over all that is folded, as a note that no log holds yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from book import Book

from upper_cases.desk import NORTH, RU, US, Desk, line, note
from upper_cases.regime import given
from validation.state import statement_id

SIGNERS = (f"{RU}/officer-1", f"{US}/officer-1")


def write(book: Book) -> None:
    """Add the cases of ``regime.closing``."""

    def ok(name: str, desk: Desk, text: bytes, why: str, by: tuple[str, ...] = SIGNERS) -> None:
        result = {"id": statement_id(text).hex(), "number": number_of(text)}
        book.ok(f"regime/closing-{name}", "regime.closing", _given(desk, text, by), result, why, SOURCE)

    def bad(name: str, desk: Desk, text: bytes, code: str, why: str, by: tuple[str, ...] = SIGNERS) -> None:
        book.refused(f"regime/closing-{name}", "regime.closing", _given(desk, text, by), code, why, SOURCE)

    desk, text = after_report()
    ok("of-the-play", desk, text, "The cut of the play, over all that went before.")
    ok("by-the-second-officer", desk, text, "Any officer.", (f"{RU}/officer-2", f"{US}/officer-1"))
    desk = Desk("noticed")
    ok("number-1", desk, cut_text(desk, US, number=1, previous=None), "The first cut has no previous one.")

    desk, text = after_report()
    bad("real-in-an-exercise", desk, cut_text(desk, header="counterseal.org/statement/v1"), "entry-header", "R2.")
    bad("of-another-channel", desk, cut_text(desk, channel=f"regime/{'77' * 32}"), "entry-channel", "R3.")
    notice = desk.text(RU, "notice", {"inspection": "deveselu-visit", "number": 2})
    bad("no-cut", desk, notice, "cut-kind", "It is a notice.")
    bad("out-of-turn", desk, cut_text(desk, US), "cut-proposer", "Number 2 is the other party's.")
    bad("line-of-a-stranger", desk, text, "entry-signer", "R6.", (*SIGNERS, "romania/officer-1"))
    bad("by-one-party", desk, text, "entry-threshold", "R7.", SIGNERS[:1])
    bad("by-no-officer", desk, text, "entry-threshold", "R7.", (f"{RU}/legal-1", f"{US}/officer-1"))
    why = "One officer of each is enough; who adds a line makes another file of the same words."
    bad("two-officers", desk, text, "cut-surplus", why, (*SIGNERS, f"{RU}/officer-2"))
    bad("line-of-another-role", desk, text, "cut-surplus", why, (*SIGNERS, f"{RU}/legal-1"))
    bad("without-slot", desk, cut_text(desk, slot=None), "slot-form", "R9.")
    bad("slot-of-another-number", desk, cut_text(desk, slot="cut/3"), "slot-form", "R9.")
    bad("number-again", desk, cut_text(desk, US, number=1, previous=None), "slot-taken", "Number 1 stands.")
    bad("not-answering-the-last", desk, cut_text(desk, re=[]), "cut-cites", "R29.")
    bad("number-left-out", desk, cut_text(desk, US, number=3), "cut-number", "R29.")
    bad("without-previous", desk, cut_text(desk, previous=None), "cut-previous", "R29.")
    bad("after-another-statement", desk, cut_text(desk, previous=desk.of(RU, "notice")), "cut-previous", "R29.")
    bad("an-hour-earlier", desk, cut_text(desk, hour=1_646_125_499), "cut-hour", "R29.")
    before = Desk({RU: 14, US: 15})
    ok("at-the-same-hour", before, cut_text(before, hour=1_646_125_500), "Hours may stand still.")
    ended_at = desk.report()["ended_at"]
    bad("before-a-visit-ended", desk, cut_text(desk, hour=ended_at - 1), "cut-hour", "R30.")
    ok("when-the-visit-ended", desk, cut_text(desk, hour=ended_at), "Hours may be equal.")
    more = sorted([desk.cut(), desk.of(RU, "notice")])
    bad("answering-more", desk, cut_text(desk, re=more), "cut-cites", "R29.")
    bad("with-a-sighting", desk, cut_text(desk, seen=["77" * 32]), "cut-cites", "R29.")
    bad("a-smaller-log", desk, cut_text(desk, sizes=(4, 7)), "cut-receding", "R29.")
    vector = desk.vector(russian_federation=22, united_states=22)
    third = {"log": "zz.example/log/third", "root": "77" * 32, "size": 2}
    bad("a-log-too-many", desk, cut_text(desk, vector=[*vector, third]), "cut-logs", "R30.")
    bad("another-log", desk, cut_text(desk, vector=[vector[0], third]), "cut-logs", "R30.")
    other = [vector[0] | {"root": "77" * 32}, vector[1]]
    bad("another-root", desk, cut_text(desk, vector=other), "cut-root", "R30.")
    bad("beyond-what-is-here", desk, cut_text(desk, vector=[vector[0] | {"size": 23}, vector[1]]), "cut-root", "R30.")
    bad("not-closed", desk, cut_text(desk, sizes=(12, 22)), "cut-open", "R30.")
    early = Desk("founded")
    early.sight(US, RU, by=(NORTH, US))
    first = cut_text(early, US, number=1, previous=None)
    bad("not-in-force", early, first, "not-in-force", "R11: two sides are no quorum.")

    spoilt: dict[str, tuple[Callable[[bytes], bytes], str]] = {
        "signature-scalar-plus-order": (beyond, "signature-scalar"),
        "signature-with-one-bit-other": (lambda data: bytes([data[0] ^ 1]) + data[1:], "signature-invalid"),
        "signature-of-63-bytes": (lambda data: data[:-1], "signature-size"),
        "signature-of-the-identity": (lambda data: b"\1" + bytes(63), "signature-point"),
    }
    for name, (change, code) in spoilt.items():
        officers = [desk.key(RU, signer) for signer in SIGNERS]
        lines = [line(officers[0], officers[0].sign(text)), line(officers[1], change(officers[1].sign(text)))]
        case = given(desk) | {"cut": note(text, lines).decode()}
        book.refused(f"regime/closing-{name}", "regime.closing", case, code, "R6.", SOURCE)
    for name, data, code in (
        ("no-note", b"cut\n", "note-shape"),
        ("other-first-line", note(b"cut\n\n", [line(desk.key(RU, "officer-1"), bytes(64))]), "statement-header"),
    ):
        case = given(desk) | {"cut": data.decode()}
        book.refused(f"regime/closing-{name}", "regime.closing", case, code, "R1.", SOURCE)


SOURCE = "spec/regime.md, closing cut"
ORDER = 2**252 + 27742317777372353535851937790883648493


def beyond(signature: bytes) -> bytes:
    """Return the signature with the group order added to S: the same number, another spelling."""
    return signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")


def after_report() -> tuple[Desk, bytes]:
    """Return the desk at the end of the attested history, and the text of its cut."""
    desk = Desk({RU: 22, US: 22})
    return desk, cut_text(desk)


def cut_text(desk: Desk, party: str = RU, sizes: tuple[int, int] | None = None, **changes: Any) -> bytes:
    """Return a cut's text over all that is here, changed somehow; members of the body are named as such."""
    ends = sizes or tuple(len(desk.logs[desk.origins[name]]) for name in (RU, US))
    vector = desk.vector(russian_federation=ends[0], united_states=ends[1])
    body = {"hour": desk.now, "number": 2, "vector": vector}
    if "previous" not in changes:
        changes["previous"] = desk.cut()
    body |= {name: changes.pop(name) for name in tuple(changes) if name in ("hour", "number", "previous", "vector")}
    return desk.text(party, "cut", {name: value for name, value in body.items() if value is not None}, **changes)


def number_of(text: bytes) -> int:
    """Return a cut's number."""
    number: int = json.loads(text.split(b"\n")[1])["body"]["number"]
    return number


def _given(desk: Desk, text: bytes, by: tuple[str, ...]) -> dict[str, Any]:
    return given(desk) | {"cut": desk.signed(RU, text, by).decode()}
