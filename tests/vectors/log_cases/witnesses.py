"""Cases of the witness: the form of requests, every status, the order of the checks, and sequences of requests."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from book import Book

from log_cases.book import CHECKPOINT, LEGAL, LOG, TIME, line, note, seed, signed, signer, vkey_text
from log_cases.notes import cosigned, plain
from log_cases.policies import OTHER_LOG
from log_cases.trees import LEAVES, NO_HASH, checkpoint, listed
from validation import rfc6962

C2SP = "tlog-witness"
POLICY = f"log {vkey_text(LOG.vkey)}\nlog {vkey_text(OTHER_LOG.vkey)}\nquorum none\n"
EMPTY_ROOT = sha256(b"").digest()


def write(book: Book) -> None:
    """Add the cases of ``witness``."""
    _parse(book)
    _statuses(book)
    _sequences(book)
    _cosign(book)


def request(old: int, proof: list[bytes], checkpoint_note: bytes) -> bytes:
    """Return a request."""
    return b"old %d\n%b\n%b" % (old, b"".join(b64encode(node) + b"\n" for node in proof), checkpoint_note)


def note_of(size: int, root: bytes = b"") -> bytes:
    """Return the log's signed checkpoint over the first ``size`` of ``LEAVES``."""
    text = checkpoint(size, root)
    return note(text, signed(LOG, text))


def growth(old: int, new: int) -> bytes:
    """Return the honest request from one size to another."""
    return request(old, rfc6962.PROOF(old, LEAVES[:new]) if old else [], note_of(new))


def _parse(book: Book) -> None:
    def ok(case: str, data: bytes, old: int, proof: list[bytes], note_bytes: bytes, size: int, why: str) -> None:
        result = {"old": old, "proof_hex": listed(proof), "note_hex": note_bytes.hex(), "size": size}
        book.ok(f"witness/request-{case}", "witness.parse", {"request_hex": data.hex()}, result, why, C2SP)

    def bad(case: str, data: bytes, code: str, why: str) -> None:
        book.refused(f"witness/request-{case}", "witness.parse", {"request_hex": data.hex()}, code, why, C2SP)

    seven = note_of(7)
    honest = growth(3, 7)
    ok("of-growth", honest, 3, rfc6962.PROOF(3, LEAVES[:7]), seven, 7, "From 3 to 7 entries: four hashes.")
    ok("from-nothing", growth(0, 7), 0, [], seven, 7, "No hash, and the empty line at once.")
    ok("63-hashes", request(3, [NO_HASH] * 63, seven), 3, [NO_HASH] * 63, seven, 7, "Whether they fit is asked later.")
    greased = note(checkpoint(7), plain("grease.invalid"), signed(LOG, checkpoint(7)))
    ok("with-an-unknown-line", request(0, [], greased), 0, [], greased, 7, "Foreign notes follow C2SP alone.")
    form = {
        "empty": (b"", "Nothing is no request."),
        "no-old-line": (honest.partition(b"\n")[2], "Where the witness stands comes first."),
        "old-in-upper-case": (b"OLD" + honest[3:], "Letter by letter."),
        "old-without-size": (honest.replace(b"old 3", b"old "), "A plain decimal."),
        "old-with-leading-zero": (honest.replace(b"old 3", b"old 03"), "A plain decimal."),
        "old-negative": (honest.replace(b"old 3", b"old -3"), "A plain decimal."),
        "old-two-to-the-63": (honest.replace(b"old 3", b"old 9223372036854775808"), "Below 2^63."),
        "old-not-ascii": (honest.replace(b"old 3", "old \uff13".encode()), "ASCII digits."),
        "old-not-utf8": (honest.replace(b"old 3", b"old \xff"), "ASCII digits."),
        "old-with-a-blank-after": (honest.replace(b"old 3", b"old 3 "), "Nothing is trimmed."),
        "carriage-returns": (honest.replace(b"\n", b"\r\n"), "Lines end in LF alone."),
        "64-hashes": (request(3, [NO_HASH] * 64, seven), "No proof is that long."),
        "hash-of-31-bytes": (request(3, [NO_HASH[:31]], seven), "32 bytes."),
        "hash-of-33-bytes": (request(3, [NO_HASH + b"\0"], seven), "32 bytes."),
        "hash-without-padding": (request(3, [NO_HASH], seven).replace(b"=\n\n", b"\n\n", 1), "Strict base64."),
        "no-empty-line": (b"old 0\n", "The checkpoint is apart."),
    }
    for case, (data, why) in form.items():
        bad(case, data, "witness-request", why)
    bad("no-checkpoint", b"old 0\n\n", "note-shape", "The checkpoint is a note.")
    bad("note-without-signature", request(0, [], checkpoint(7)), "note-shape", "The checkpoint is signed.")
    bad(
        "note-of-another-text",
        request(0, [], note(b"text\n", plain("a"))),
        "checkpoint-form",
        "Only checkpoints are cosigned.",
    )
    extended = checkpoint(7) + b"extension\n"
    bad(
        "note-with-an-extension",
        request(0, [], note(extended, signed(LOG, extended))),
        "checkpoint-extension",
        "Nobody audits it.",
    )
    bad(
        "note-too-large",
        request(0, [], note(checkpoint(7), plain("a", body=bytes(100_000)))),
        "note-size",
        "A foreign note has at most 131,072 bytes.",
    )
    bad("note-not-utf8", request(0, [], b"\xff\n\n" + plain("a")), "note-utf8", "Text.")
    bad("note-with-a-tab", request(0, [], b"a\t\n\n" + plain("a")), "note-control", "No control characters.")
    bad(
        "note-with-a-bad-line",
        request(0, [], note(checkpoint(7), b"- a AAAAAQA=\n")),
        "note-line",
        "A line starts with U+2014.",
    )
    bad("note-with-a-bad-name", request(0, [], note(checkpoint(7), plain("a+b"))), "note-name", "No plus in a name.")


def state_at(size: int) -> dict[str, Any]:
    """Return the state of a witness that cosigned the first ``size`` of ``LEAVES``."""
    if size == 0:
        return {}
    return {LOG.vkey.name: {"size": size, "root_hex": rfc6962.MTH(LEAVES[:size]).hex()}}


def cosigned_answer(size: int, root: bytes = b"") -> dict[str, Any]:
    """Return the answer that asks to cosign."""
    return {"status": 200, "text_hex": checkpoint(size, root).hex(), "evidence_hex": ""}


def refusal(status: int, evidence: bytes = b"") -> dict[str, Any]:
    """Return an answer without a cosignature."""
    return {"status": status, "text_hex": "", "evidence_hex": evidence.hex()}


def conflict(size: int, evidence: bytes) -> dict[str, Any]:
    """Return the answer that tells the size stored."""
    return refusal(409, evidence) | {"body": f"{size}\n", "content_type": "text/x.tlog.size"}


def _add(
    book: Book,
    case: str,
    before: int,
    requests: list[bytes],
    answers: list[dict[str, Any]],
    after: int | dict[str, Any],
    why: str,
    source: str = "spec/log.md",
) -> None:
    given = {"policy": POLICY, "state": state_at(before), "requests_hex": listed(requests)}
    state = state_at(after) if isinstance(after, int) else after
    book.ok(f"witness/{case}", "witness.answer", given, {"answers": answers, "state": state}, why, source)


def _statuses(book: Book) -> None:
    def one(case: str, before: int, data: bytes, answer: dict[str, Any], after: int, why: str) -> None:
        _add(book, case, before, [data], [answer], after, why)

    one("200-first", 0, growth(0, 3), cosigned_answer(3), 3, "Every log grew from nothing.")
    one("200-growth", 3, growth(3, 7), cosigned_answer(7), 7, "The proof fits.")
    one("200-again", 7, growth(7, 7), cosigned_answer(7), 7, "The same checkpoint: a newer time on the same tree.")
    text = checkpoint(7)
    greased = note(text, plain("grease.invalid"), signed(LOG, text), cosigned("ally.example/witness", text))
    proof = rfc6962.PROOF(3, LEAVES[:7])
    one(
        "200-with-unknown-lines",
        3,
        request(3, proof, greased),
        cosigned_answer(7),
        7,
        "Unknown lines, other cosigners' too, do not count.",
    )
    one("400-no-request", 3, b"hello", refusal(400), 3, "No form, no evidence.")
    one(
        "400-no-checkpoint",
        3,
        request(3, proof, note(b"text\n", signed(LOG, b"text\n"))),
        refusal(400),
        3,
        "Signed by the log, but no checkpoint.",
    )
    one(
        "400-old-above-size",
        7,
        request(7, [], note_of(3)),
        refusal(400, note_of(3)),
        7,
        "A log does not shrink; its signature on it is kept.",
    )
    stranger = signer("stranger.example/log")
    strange_text = checkpoint(3, origin=b"stranger.example/log")
    strange = note(strange_text, signed(stranger, strange_text))
    one("404-unknown-origin", 0, request(0, [], strange), refusal(404), 0, "No key of this origin is trusted.")
    other_text = checkpoint(3, origin=OTHER_LOG.vkey.name.encode())
    crossed = note(other_text, signed(LOG, other_text))
    one(
        "403-signed-by-another-log",
        0,
        request(0, [], crossed),
        refusal(403),
        0,
        "A trusted key, but not of this origin.",
    )
    one(
        "403-unsigned",
        0,
        request(0, [], note(text, plain("grease.invalid"))),
        refusal(403),
        0,
        "No line of a trusted key.",
    )
    wrong = note(text, line(LOG.vkey.name, LOG.vkey.key_id, LEGAL.sign(text)))
    one(
        "403-signature-of-another-key",
        0,
        request(0, [], wrong),
        refusal(403),
        0,
        "The log's name and id, somebody else's signature.",
    )
    changed = note(checkpoint(8), signed(LOG, text))
    one("403-signature-on-another-size", 0, request(0, [], changed), refusal(403), 0, "The size is signed.")
    one(
        "409-witness-is-behind",
        3,
        growth(5, 7),
        conflict(3, note_of(7)),
        3,
        "The client believes in 5, the witness stands at 3.",
    )
    one(
        "409-witness-is-ahead",
        7,
        growth(3, 8),
        conflict(7, note_of(8)),
        7,
        "The client believes in 3, the witness stands at 7.",
    )
    one("409-never-seen", 0, growth(3, 7), conflict(0, note_of(7)), 0, "A log that is missing stands at 0.")
    one(
        "422-proof-changed",
        3,
        request(3, [NO_HASH, *proof[1:]], note_of(7)),
        refusal(422, note_of(7)),
        3,
        "A signed checkpoint that nobody could connect: kept.",
    )
    one(
        "422-proof-missing", 3, request(3, [], note_of(7)), refusal(422, note_of(7)), 3, "Growth is shown, not claimed."
    )
    one(
        "422-proof-too-long",
        3,
        request(3, [*proof, NO_HASH], note_of(7)),
        refusal(422, note_of(7)),
        3,
        "The length is exact.",
    )
    one(
        "422-fork",
        3,
        request(3, proof, note_of(7, NO_HASH)),
        refusal(422, note_of(7, NO_HASH)),
        3,
        "Another history of 7 entries.",
    )
    fork = note_of(3, NO_HASH)
    one(
        "422-same-size-two-roots",
        3,
        request(3, [], fork),
        refusal(422, fork),
        3,
        "The plainest fork: since July 2026 not 409.",
    )
    one(
        "422-same-size-with-a-proof",
        3,
        request(3, [NO_HASH], note_of(3)),
        refusal(422, note_of(3)),
        3,
        "Equal sizes take an empty proof.",
    )
    one(
        "422-from-nothing-with-a-proof",
        0,
        request(0, [NO_HASH], note_of(3)),
        refusal(422, note_of(3)),
        0,
        "There is nothing to prove.",
    )
    rooted = note_of(0, NO_HASH)
    one("422-empty-log-with-a-root", 0, request(0, [], rooted), refusal(422, rooted), 0, "The empty log has one root.")

    one("order-400-before-404", 0, request(0, [], strange)[:-1], refusal(400), 0, "Form before origin.")
    unsigned_strange = request(0, [], note(strange_text, plain("grease.invalid")))
    one("order-404-before-403", 0, unsigned_strange, refusal(404), 0, "Origin before signature.")
    one(
        "order-403-before-400",
        7,
        request(7, [], note(checkpoint(3), plain("grease.invalid"))),
        refusal(403),
        7,
        "Signature before old > size.",
    )
    one("order-403-before-409", 3, request(5, [], wrong), refusal(403), 3, "Signature before the size stored.")
    one(
        "order-400-before-409",
        3,
        request(7, [], note_of(5)),
        refusal(400, note_of(5)),
        3,
        "Old > size before the size stored.",
    )
    one(
        "order-409-before-422",
        3,
        request(5, [NO_HASH], note_of(7, NO_HASH)),
        conflict(3, note_of(7, NO_HASH)),
        3,
        "The size stored before the proof.",
    )


def _sequences(book: Book) -> None:
    steps = [(0, 1), (1, 4), (4, 4), (4, 9)]
    answers = [cosigned_answer(new) for _, new in steps]
    _add(
        book,
        "sequence-of-growth",
        0,
        [growth(*step) for step in steps],
        answers,
        9,
        "Each answer is on the state that the one before left.",
    )
    _add(
        book,
        "sequence-race",
        3,
        [growth(3, 7), growth(3, 5)],
        [cosigned_answer(7), conflict(7, note_of(5))],
        7,
        "Two requests, each good on the state at 3. Check and store are one step, so the second meets 7: "
        "were both checked first and stored after, 5 would overwrite 7 and the log could fork from there.",
    )
    _add(
        book,
        "sequence-race-the-other-way",
        3,
        [growth(3, 5), growth(3, 7), growth(5, 7)],
        [cosigned_answer(5), conflict(5, note_of(7)), cosigned_answer(7)],
        7,
        "The conflict tells the size stored; with it the client asks again and is answered.",
    )
    forked = [rfc6962.MTH([b"other %d" % number]) for number in range(3)]
    root = sha256(b"\1" + sha256(b"\1" + forked[0] + forked[1]).digest() + forked[2]).digest()
    fork = note_of(3, root)
    _add(
        book,
        "sequence-after-a-fork",
        0,
        [growth(0, 3), request(0, [], fork), request(3, [], fork), growth(3, 7)],
        [cosigned_answer(3), conflict(3, fork), refusal(422, fork), cosigned_answer(7)],
        7,
        "A fork is refused and kept, twice; the history seen first goes on.",
    )
    text = checkpoint(2, origin=OTHER_LOG.vkey.name.encode())
    other = request(0, [], note(text, signed(OTHER_LOG, text)))
    both = {
        **state_at(3),
        OTHER_LOG.vkey.name: {"size": 2, "root_hex": rfc6962.MTH(LEAVES[:2]).hex()},
    }
    answer = {"status": 200, "text_hex": text.hex(), "evidence_hex": ""}
    _add(
        book,
        "sequence-of-two-logs",
        0,
        [growth(0, 3), other],
        [cosigned_answer(3), answer],
        both,
        "Each log has a size of its own.",
    )
    empty = {LOG.vkey.name: {"size": 0, "root_hex": EMPTY_ROOT.hex()}}
    requests = [request(0, [], note_of(0, EMPTY_ROOT))]
    _add(book, "200-empty-log", 0, requests, [cosigned_answer(0, EMPTY_ROOT)], empty, "An empty log, cosigned as such.")
    _add(
        book,
        "sequence-from-an-empty-log",
        0,
        [*requests, growth(0, 3)],
        [cosigned_answer(0, EMPTY_ROOT), cosigned_answer(3)],
        3,
        "From the empty log, no proof.",
    )


def _cosign(book: Book) -> None:
    names = ["bravo.example/witness", "ally.example/witness"]
    given = {
        "text_hex": CHECKPOINT.hex(),
        "time": TIME,
        "cosigners": [{"name": name, "seed_hex": seed(name).hex()} for name in names],
    }
    lines = b"".join(cosigned(name, CHECKPOINT) for name in sorted(names))
    why = "One line of each cosigner, sorted; the line of bravo is that of the page's example."
    book.ok("witness/cosign", "witness.cosign", given, {"body_hex": lines.hex()}, why, "spec/log.md")
    for case, text in (("statement", b"counterseal.org/statement/v1\n{}\n"), ("nothing", b"")):
        case_given = {**given, "text_hex": text.hex()}
        book.refused(
            f"witness/cosign-{case}",
            "witness.cosign",
            case_given,
            "checkpoint-form",
            "Only checkpoints are cosigned.",
            C2SP,
        )
