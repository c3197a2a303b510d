"""Cases of an attestation that ends with a cut without some: the file ``partial``, closed without the host.

An amendment is pending in it, for a partial cut settles nothing. ``partial-later`` is of the same regime at its cut 3,
which all signed; in ``partial-forked`` one party signed another history of its log.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

from book import Book

from counterseal.attestation import write as writer
from counterseal.attestation.file import LogPart
from counterseal.log import note
from upper_cases import regime_amended
from upper_cases.assessment_terms import APART, OWED, UNFIT, _record, no_visit, not_exhibited
from upper_cases.attestation import SOURCE, Edits, refused
from upper_cases.desk import RO, RU, US
from upper_cases.partial import Partial, at, wait
from upper_cases.terms import HOUR
from validation import draw

FILE = "partial"


@cache
def told() -> tuple[Partial, bytes, bytes]:
    """Return the history, the id of its amendment, and its closing cut, which all but the host signed."""
    made = at()
    amendment = made.amended("alarm")
    made.carried()
    made.propose(US, 1)
    wait(made)
    made.exchange()
    return made, amendment, made.signed(US, made.text(US, "cut", made.body(2, (RO,))))


@cache
def _later() -> tuple[Partial, bytes]:
    """Return the history at its next cut, and that."""
    made, _, cut = told()
    made = deepcopy(made)
    made.exchange()
    last = made.add(US, cut, draw.th("counterseal.org/statement-id/v1", note.parse(cut).text))
    made.exchange()
    made.now += HOUR
    return made, made.signed(RO, made.text(RO, "cut", made.body(3, (), last)))


@cache
def _forked() -> tuple[Partial, bytes]:
    """Return another history of the same logs, and its cut."""
    made = at()
    made.notify(RU, "request", words="in the place of an amendment")
    made.propose(US, 1)
    wait(made)
    made.exchange()
    return made, made.signed(US, made.text(US, "cut", made.body(2, (RO,))))


@cache
def files() -> dict[str, bytes]:
    """Return file name -> bytes: attestations and anchors."""
    made, _, cut = told()
    agreement = json.loads(made.data)
    lines = [f"agreement {made.first.hex()}", f"policy {agreement['policy']}"]
    lines += [f"root {party['name']} {party['roots']}" for party in agreement["parties"]]
    return {
        f"{FILE}.attestation": written(made, cut),
        f"{FILE}-later.attestation": written(*_later()),
        f"{FILE}-forked.attestation": written(*_forked()),
        f"{FILE}.anchors": "".join(f"{line}\n" for line in ("counterseal.org/anchors/v1", *lines)).encode(),
    }


def written(made: Partial, cut: bytes) -> bytes:
    """Return the attestation of a history at a cut."""
    logs = [
        LogPart(checkpoint=made.checkpoint(party), entries=tuple(made.logs[log])) for party, log in made.origins.items()
    ]
    return writer.write(agreement=made.data, documents=made.documents, trust_file=made.trust_file, logs=logs, cut=cut)


def write(book: Book) -> None:
    """Add the cases."""
    made, amendment, cut = told()
    edits = Edits(FILE)
    report: dict[str, Any] = {
        "agreement": made.first.hex(),
        "amendments": [regime_amended.line(made, "alarm", amendment, "pending")],
        "cut": {
            "absent": [RO],
            "hour": made.now,
            "id": draw.th("counterseal.org/statement-id/v1", note.parse(cut).text).hex(),
            "number": 2,
        },
        "document": made.first.hex(),
        "entries": sum(map(len, made.logs.values())),
        "findings": [
            _record(name, not_exhibited() if name in APART else no_visit(UNFIT.get(name, [])), made.now)
            for name in OWED
        ],
        "irregularities": [],
        "mode": "exercise",
        "name": "partial",
        "result": "verified",
        "state": json.loads(edits.bytes_of(edits.find("conclusion")))["state"],
    }
    case = {"file": FILE, "anchors": FILE, "edits": []}
    why = "All but the host closed it, who is named; the amendment waits for a cut of all."
    book.ok("attestation/partial", "attestation.verify", case, report, why, SOURCE)
    edits = Edits(FILE)
    edits.change(edits.find("cut"), lambda data: data.replace(b'"absent":["romania"],', b""))
    refused(book, "partial-that-tells-of-none", "signature-invalid", 7, edits, "Nobody signed that.", FILE)
    _beside(book)


def _beside(book: Book) -> None:
    """Add what another file comes to beside one."""
    made, _, cut = told()
    later, forked = _later(), _forked()
    log = made.origins[RU]
    sizes: dict[str, Any] = {"log": log, "size": len(made.logs[log])}

    def cut_of(note_: bytes, hour: int, number: int, **absent: list[str]) -> dict[str, Any]:
        key = draw.th("counterseal.org/statement-id/v1", note.parse(note_).text).hex()
        return {"cut": absent | {"hour": hour, "id": key, "number": number}}

    def case(name: str, other: str | bytes, told_: dict[str, Any], lines: list[str], why: str, **more: str) -> None:
        given = {"file": FILE, "anchors": FILE}
        given |= ({"other": other} if isinstance(other, str) else {"other_hex": other.hex()}) | more
        words = "".join(f"{line}\n" for line in (f"beside the other file: {told_['relation']}", *lines))
        book.ok(f"attestation/beside-{name}", "attestation.beside", given, told_ | {"words": words}, why, SOURCE)

    def cut_lines(shown: dict[str, Any], hour: str) -> list[str]:
        return [f"  cut {shown['cut']['number']}        {shown['cut']['id']}", f"  cut's hour   {hour}"]

    def log_line(other: int) -> str:
        return f"  log          {log}, of {sizes['size']} entries here, {other} there"

    same = cut_of(cut, made.now, 2, absent=[RO])
    lines = ["  it is of the same cut", *cut_lines(same, HOURS[0])]
    case("itself", FILE, same | {"relation": "same"}, lines, "One file.")
    shown = cut_of(later[1], later[0].now, 3)
    lines = ["  what it tells is later: rest on that", *cut_lines(shown, HOURS[1])]
    case("a-later-cut", f"{FILE}-later", shown | {"relation": "superseded"}, lines, "Cut 3 follows.")
    lines = ["  what it tells is older: this file supersedes it", *cut_lines(same, HOURS[0])]
    why = "Held the other way round."
    case("an-earlier-cut", FILE, same | {"relation": "earlier"}, lines, why, file=f"{FILE}-later")

    def fork(party: str) -> tuple[dict[str, Any], list[str]]:
        """Return what is told of a party's two histories, and its lines behind those of the cut."""
        origin = made.origins[party]
        counts = [len(told_.logs[origin]) for told_ in (made, forked[0])]
        one, other = (told_.trees[origin].root(min(counts)).hex() for told_ in (made, forked[0]))
        shown = {"log": origin, "other_root": other, "other_size": counts[1], "root": one, "size": counts[0]}
        lines = [
            f"  log          {origin}, of {counts[0]} entries here, {counts[1]} there",
            f"  root here    {one}",
            f"  root there   {other}",
            "  Keep both files: each is signed by the log's key, and together they prove it to anyone.",
        ]
        return shown | {"relation": "fork"}, lines

    begun = "  two histories were signed: who has only one of these files was told only one of them"
    shown = cut_of(forked[1], forked[0].now, 2, absent=[RO])
    told_, behind = fork(RO)
    lines = [begun, *cut_lines(shown, HOURS[0]), *behind]
    case("a-fork", f"{FILE}-forked", told_ | shown, lines, "The first log of which there are two histories.")
    told_, behind = fork(RU)
    case("a-checkpoint-of-a-fork", forked[0].checkpoint(RU), told_, [begun, *behind], "One log, by one checkpoint.")

    for name, note_, relation, size in (
        ("its-own-checkpoint", made.checkpoint(RU), "same", sizes["size"]),
        ("an-earlier-checkpoint", made.checkpoint(RU, 3), "earlier", 3),
        ("a-later-checkpoint", later[0].checkpoint(RU), "superseded", len(later[0].logs[log])),
    ):
        words = {
            "same": "  it is of the same cut",
            "earlier": "  what it tells is older: this file supersedes it",
            "superseded": "  what it tells is later: rest on that",
        }
        told_ = sizes | {"other_size": size, "relation": relation}
        case(name, note_, told_, [words[relation], log_line(size)], "By the size, if the roots agree.")

    refused_ = "  the other file proves nothing: it was refused"
    rows: tuple[tuple[str, str | bytes, str, int | None, str], ...] = (
        ("another-regime", "amended", "anchor-agreement", 2, FILE),
        ("another-regime-without-anchors", "amended", "later-agreement", None, "none"),
        ("a-spoilt-file", files()[f"{FILE}-later.attestation"][:40], "attestation-form", 1, FILE),
        ("no-file", b"what is this?", "note-shape", None, FILE),
        ("a-log-of-nobody", _stranger(made), "later-log", None, FILE),
        ("a-checkpoint-that-nobody-signed", _unsigned(made), "signature-invalid", None, FILE),
        ("what-is-too-large", bytes(65_536), "note-size", None, FILE),
    )
    for name, other, code, step, anchors in rows:
        line_ = f"  code         {code}" + ("" if step is None else f", at step {step}")
        told_ = {"code": code, "relation": "refused"} | ({} if step is None else {"step": step})
        case(name, other, told_, [refused_, line_], "It is verified, too.", anchors=anchors)


HOURS = "2022-03-05T14:00:01Z", "2022-03-05T15:00:01Z"


def _stranger(made: Partial) -> bytes:
    text = b"zanzibar.example/log/partial\n" + note.parse(made.checkpoint(RU)).text.split(b"\n", 1)[1]
    return note.sign(text, [made.seed.signer("zanzibar.example/log/partial")]).encode()


def _unsigned(made: Partial) -> bytes:
    return made.checkpoint(RU).replace(b"\n%d\n" % len(made.logs[made.origins[RU]]), b"\n3\n", 1)
