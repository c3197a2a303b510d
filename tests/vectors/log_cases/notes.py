"""Cases of signed notes: form, verification, foreign notes at the door."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from book import Book

from log_cases.book import (
    CHECKPOINT,
    CHECKPOINT_NOTE,
    ENTRIES,
    LEGAL,
    LOG,
    NODE,
    OBSERVED,
    OBSERVED_NOTE,
    OFFICER,
    STATEMENT,
    STATEMENT_NOTE,
    TIME,
    WITNESS,
    cosigner,
    line,
    note,
    signed,
    signer,
    vkey_text,
)
from log_cases.keys import COLLIDING, colliding

DASH = "\u2014 ".encode()
TEXT = b"text\n"
BODY = bytes(range(64))


def write(book: Book) -> None:
    """Add the cases of ``note``."""
    _parse(book)
    _verify(book)
    _foreign(book)


def plain(name: str, key_id: str = "00000001", body: bytes = BODY) -> bytes:
    """Return a line that need not verify."""
    return line(name, bytes.fromhex(key_id), body)


def parsed(text: bytes, *lines: tuple[str, str, bytes]) -> dict[str, Any]:
    """Return the expected result of ``note.parse``."""
    listed = [{"name": name, "id_hex": key_id, "body_hex": body.hex()} for name, key_id, body in lines]
    return {"text_hex": text.hex(), "lines": listed}


def _parse(book: Book) -> None:
    def ok(case: str, data: bytes, result: dict[str, Any], why: str, source: str = "") -> None:
        book.ok(f"note/{case}", "note.parse", {"note_hex": data.hex()}, result, why, source)

    def bad(case: str, data: bytes, code: str, why: str, source: str = "") -> None:
        book.refused(f"note/{case}", "note.parse", {"note_hex": data.hex()}, code, why, source)

    lines = (
        (LEGAL.vkey.name, "eb5c0e0a", LEGAL.sign(STATEMENT)),
        (OFFICER.vkey.name, "c7ca21d7", OFFICER.sign(STATEMENT)),
    )
    ok("example-statement", STATEMENT_NOTE, parsed(STATEMENT, *lines), "540 bytes, signed by two.", "spec/note.md")
    node = (NODE.vkey.name, NODE.vkey.key_id.hex(), NODE.sign(OBSERVED))
    ok(
        "example-observed",
        OBSERVED_NOTE,
        parsed(OBSERVED, node),
        "A statement that carries a whole checkpoint note, escaped inside its JSON line.",
        "spec/note.md",
    )
    one = ("a", "00000001", BODY)
    ok("shortest-signature", note(TEXT, plain("a", body=b"x")), parsed(TEXT, ("a", "00000001", b"x")), "Five bytes.")
    ok(
        "empty-lines-in-the-text",
        note(b"one\n\ntwo\n", plain("a")),
        parsed(b"one\n\ntwo\n", one),
        "The last empty line splits text from lines.",
    )
    ok(
        "text-ends-in-an-empty-line",
        note(b"one\n\n", plain("a")),
        parsed(b"one\n\n", one),
        "Of three LF in a row the first two belong to the text.",
    )
    ok(
        "text-looks-like-a-signature-line",
        note(plain("b"), plain("a")),
        parsed(plain("b"), one),
        "What stands before the last empty line is text.",
    )
    strange = "\ufeff\u0085\u2028\u202e\x7f\n".encode()
    ok(
        "byte-order-mark-and-odd-characters",
        note(strange, plain("a")),
        parsed(strange, one),
        "Bytes are kept: no mark is dropped, no line is cut at U+0085 or U+2028, DEL is no control byte here.",
    )
    sixteen = [(f"n{number:02}", "00000001", BODY) for number in range(16)]
    ok(
        "sixteen-lines",
        note(TEXT, *(plain(name) for name, _, _ in sixteen)),
        parsed(TEXT, *sixteen),
        "As many lines as a note may have.",
    )
    ok(
        "one-name-two-ids",
        note(TEXT, plain("a", "00000001"), plain("a", "00000002")),
        parsed(TEXT, one, ("a", "00000002", BODY)),
        "Equal names are sorted by key id.",
    )
    ok(
        "ids-sorted-as-bytes-not-as-base64",
        note(TEXT, plain("a", "00000001"), plain("a", "f8000000"), plain("a", "fc000000")),
        parsed(TEXT, one, ("a", "f8000000", BODY), ("a", "fc000000", BODY)),
        "In base64 the last two would start with + and /, before every letter.",
    )
    ok(
        "name-that-begins-another-comes-first",
        note(TEXT, plain("a"), plain("a-b"), plain("a.b"), plain("a/b"), plain("a0"), plain("a_b"), plain("ab")),
        parsed(TEXT, *((name, "00000001", BODY) for name in ("a", "a-b", "a.b", "a/b", "a0", "a_b", "ab"))),
        "Names are sorted by their bytes; the blank behind a name plays no part.",
    )
    longest = "a" * 255
    ok("name-of-255-bytes", note(TEXT, plain(longest)), parsed(TEXT, (longest, "00000001", BODY)), "The longest name.")
    room = 65_535 - len(note(b"\n", plain("a")))
    largest = b"x" * room + b"\n"
    ok("largest-note", note(largest, plain("a")), parsed(largest, one), "65,535 bytes.")

    bad("one-byte-too-large", note(b"x" + largest, plain("a")), "note-size", "65,536 bytes do not fit an entry.")
    bad("not-utf8", note(b"\xff\n", plain("a")), "note-utf8", "0xff occurs nowhere in UTF-8.")
    bad("utf8-overlong", note(b"\xc1\x81\n", plain("a")), "note-utf8", "The letter A in two bytes.")
    bad("utf8-surrogate", note(b"\xed\xa0\x80\n", plain("a")), "note-utf8", "U+D800 has no encoding.")
    bad("utf8-above-unicode", note(b"\xf4\x90\x80\x80\n", plain("a")), "note-utf8", "U+110000 does not exist.")
    bad("utf8-cut-off", note(TEXT, plain("a"))[:-1] + b"\xe2\x80", "note-utf8", "The whole input is looked at first.")
    bad("carriage-return", note(b"text\r\n", plain("a")), "note-control", "Lines end in LF alone.")
    bad("tab", note(b"a\tb\n", plain("a")), "note-control", "No byte below 0x20 but LF.")
    bad("nul", note(b"a\0b\n", plain("a")), "note-control", "No byte below 0x20 but LF.")
    bad("control-byte-in-a-line", note(TEXT, plain("a\x1b")), "note-control", "Looked for before lines are read.")
    bad("empty", b"", "note-shape", "Nothing is no note.")
    bad("no-empty-line", TEXT + plain("a"), "note-shape", "Text and lines are not apart.")
    bad("no-text", b"\n" + plain("a"), "note-shape", "A note without text: no two LF stand together.")
    bad("text-of-one-empty-line", b"\n\n" + plain("a"), "note-shape", "A text that says nothing.")
    bad("no-signature-line", TEXT + b"\n", "note-shape", "A note is signed.")
    bad(
        "empty-line-at-the-end",
        note(TEXT, plain("a")) + b"\n",
        "note-shape",
        "The last empty line has nothing behind it.",
    )
    bad("no-newline-at-the-end", note(TEXT, plain("a"))[:-1], "note-shape", "Every line ends in LF.")
    good = plain("a")
    encoded = b64encode(bytes.fromhex("00000001") + BODY)
    bad("dash-is-a-hyphen", note(TEXT, b"- a " + encoded + b"\n"), "note-line", "A line starts with U+2014.")
    bad("dash-is-an-en-dash", note(TEXT, "\u2013 a ".encode() + encoded + b"\n"), "note-line", "U+2013 is not U+2014.")
    bad("no-blank-after-the-dash", note(TEXT, good.replace(b" ", b"", 1)), "note-line", "Dash, blank, name.")
    bad("two-blanks", note(TEXT, good.replace(b" a ", b" a  ")), "note-line", "One blank between the parts.")
    bad("blank-at-the-end-of-a-line", note(TEXT, good[:-1] + b" \n"), "note-line", "Nothing is trimmed.")
    bad("no-name", note(TEXT, good.replace(b" a ", b"  ")), "note-line", "An empty name is no name.")
    bad("no-base64", note(TEXT, DASH + b"a \n"), "note-line", "Nothing is no signature.")
    bad("key-id-alone", note(TEXT, plain("a", body=b"")), "note-line", "Four bytes: an id and no signature.")
    bad(
        "base64-stray-bits",
        note(TEXT, DASH + b"a AAAAAQB=\n"),
        "note-line",
        "Decodes like AAAAAQA=: one spelling only.",
    )
    bad("base64-url-alphabet", note(TEXT, DASH + b"a AAAA_-A=\n"), "note-line", "The standard alphabet only.")
    bad("base64-without-padding", note(TEXT, DASH + b"a AAAAAQA\n"), "note-line", "Padding is part of the spelling.")
    bad("base64-junk-inside", note(TEXT, DASH + b"a AAAA!AQA=\n"), "note-line", "Lenient decoders would drop the mark.")
    bad(
        "comment-between-lines",
        note(TEXT, plain("a"), b"# two\n", plain("b")),
        "note-line",
        "Only signature lines follow.",
    )
    bad("name-upper-case", note(TEXT, plain("Alpha")), "note-name", "Names are lower-case ASCII.")
    bad("name-with-a-plus", note(TEXT, plain("a+b")), "note-name", "A plus would split the vkey.")
    bad("name-not-ascii", note(TEXT, plain("b\u00e9ta")), "note-name", "Names are lower-case ASCII.")
    bad("name-starts-with-a-slash", note(TEXT, plain("/a")), "note-name", "Names start with a letter or a digit.")
    bad(
        "name-with-no-break-space",
        note(TEXT, plain("a\u00a0b")),
        "note-name",
        "U+00A0 parts nothing, and is in no name.",
    )
    bad("name-of-256-bytes", note(TEXT, plain("a" * 256)), "note-name", "One byte longer than a name may be.")
    seventeen = [plain(f"n{number:02}") for number in range(17)]
    bad("seventeen-lines", note(TEXT, *seventeen), "note-lines", "One line more than a note may have.")
    bad(
        "seventeen-lines-the-last-two-swapped",
        note(TEXT, *seventeen[:15], seventeen[16], seventeen[15]),
        "note-lines",
        "The seventeenth line is counted before its order is looked at.",
    )
    bad(
        "seventeen-lines-the-first-two-swapped",
        note(TEXT, seventeen[1], seventeen[0], *seventeen[2:]),
        "note-order",
        "Each line in turn meets all its checks: the second line's order fails before the seventeenth is counted.",
    )
    bad("lines-not-sorted", note(TEXT, plain("b"), plain("a")), "note-order", "Sorted by name.")
    swapped = STATEMENT_NOTE.replace(b"\n\n", b"\n").split(b"\n")
    bad(
        "example-lines-swapped",
        note(STATEMENT, swapped[3] + b"\n", swapped[2] + b"\n"),
        "note-order",
        "The same text with the same signatures is another note, so only one order may stand.",
    )
    bad("ids-not-sorted", note(TEXT, plain("a", "00000002"), plain("a")), "note-order", "Equal names: sorted by id.")
    bad(
        "ids-sorted-as-base64",
        note(TEXT, plain("a", "f8000000"), plain("a", "00000001")),
        "note-order",
        "The base64 +AAA sorts before AAAA, the bytes do not.",
    )
    bad(
        "one-key-twice",
        note(TEXT, plain("a", body=b"x" * 64), plain("a", body=b"y" * 64)),
        "note-order",
        "One line per key: the order is strict.",
    )


def _verify(book: Book) -> None:
    def given(data: bytes, vkeys: list[str], mode: str) -> dict[str, Any]:
        return {"note_hex": data.hex(), "vkeys": vkeys, "mode": mode}

    def ok(case: str, data: bytes, vkeys: list[str], mode: str, signers: list[str], why: str, source: str = "") -> None:
        book.ok(f"note/{case}", "note.verify", given(data, vkeys, mode), {"signers": signers}, why, source)

    def bad(case: str, data: bytes, vkeys: list[str], mode: str, code: str, why: str) -> None:
        book.refused(f"note/{case}", "note.verify", given(data, vkeys, mode), code, why)

    legal, officer, node, log, witness = (vkey_text(key.vkey) for key in (LEGAL, OFFICER, NODE, LOG, WITNESS))
    both = [legal, officer]
    ok(
        "every-line-verifies",
        STATEMENT_NOTE,
        [officer, node, legal],
        "every",
        both,
        "In the order of the lines.",
        "spec/note.md",
    )
    ok("known-line-verifies", STATEMENT_NOTE, [officer], "known", [officer], "The unknown line does not count.")
    ok(
        "known-lines-of-a-checkpoint",
        CHECKPOINT_NOTE,
        [witness, log],
        "known",
        [log, witness],
        "A line is verified as its key's type has it: the log's as a signature, the witness's as a cosignature.",
        "spec/log.md",
    )
    flipped = bytearray(STATEMENT_NOTE)
    flipped[len(STATEMENT) - 3] ^= 1
    text_changed = bytes(flipped)
    bad(
        "every-with-an-unknown-line",
        STATEMENT_NOTE,
        [legal],
        "every",
        "note-unknown-key",
        "Statements bear known lines only.",
    )
    bad("every-with-no-keys", STATEMENT_NOTE, [], "every", "note-unknown-key", "No key is known.")
    bad(
        "every-with-the-text-changed",
        text_changed,
        both,
        "every",
        "signature-invalid",
        "The signature covers the text.",
    )
    crossed = note(STATEMENT, line(LEGAL.vkey.name, LEGAL.vkey.key_id, OFFICER.sign(STATEMENT)))
    bad(
        "line-under-another-name",
        crossed,
        both,
        "every",
        "signature-invalid",
        "The officer's signature under the legal's name.",
    )
    short = note(STATEMENT, line(LEGAL.vkey.name, LEGAL.vkey.key_id, LEGAL.sign(STATEMENT)[:63]))
    bad("signature-of-63-bytes", short, [legal], "every", "signature-size", "An Ed25519 signature is 64 bytes.")
    long = note(STATEMENT, line(LEGAL.vkey.name, LEGAL.vkey.key_id, LEGAL.sign(STATEMENT) + b"\0"))
    bad("signature-of-65-bytes", long, [legal], "every", "signature-size", "An Ed25519 signature is 64 bytes.")
    bad(
        "every-with-a-cosignature",
        CHECKPOINT_NOTE,
        [log, witness],
        "every",
        "note-key-type",
        "A cosigner's key, type 0x04, signs no statement.",
    )
    free = note(STATEMENT, signed(WITNESS, STATEMENT))
    bad(
        "cosigner-key-signs-free-text",
        free,
        [witness],
        "every",
        "note-key-type",
        "The signature is valid Ed25519 over the text, but the key's type is 0x04.",
    )
    retyped = signer(WITNESS.vkey.name)
    as_note_key = note(CHECKPOINT, line(retyped.vkey.name, retyped.vkey.key_id, WITNESS.sign(CHECKPOINT)))
    bad(
        "known-line-of-another-type",
        as_note_key,
        [witness],
        "known",
        "note-unsigned",
        "The type is part of the key id, so the line names a key that is not known.",
    )
    bad("known-with-no-known-line", STATEMENT_NOTE, [node], "known", "note-unsigned", "Nobody known signed.")
    bad(
        "known-line-is-bad",
        text_changed,
        [officer],
        "known",
        "signature-invalid",
        "A bad line of a known key refuses the note.",
    )
    cosigned = CHECKPOINT_NOTE.replace(b"8K6SFQAAAABrSdI8", b"8K6SFQAAAABrSdI9")
    bad(
        "known-cosignature-with-its-time-changed",
        cosigned,
        [log, witness],
        "known",
        "signature-invalid",
        "The time is signed; one bad known line refuses the note, though the log's own verifies.",
    )
    on_text = note(STATEMENT, line(WITNESS.vkey.name, WITNESS.vkey.key_id, TIME.to_bytes(8, "big") + BODY))
    bad(
        "known-cosignature-on-a-statement",
        on_text,
        [witness],
        "known",
        "checkpoint-form",
        "Only checkpoints are cosigned.",
    )
    first, second = (colliding(number) for number in COLLIDING)
    keys = [vkey_text(first), vkey_text(second)]
    bad(
        "two-keys-with-one-name-and-id",
        STATEMENT_NOTE,
        keys,
        "every",
        "keyset-duplicate-id",
        "Two real keys, ground out in five seconds, answer to one line: such a key set is refused.",
    )
    bad(
        "one-key-given-twice",
        STATEMENT_NOTE,
        [legal, legal, officer],
        "every",
        "keyset-duplicate-id",
        "Also a mere repeat.",
    )


def _foreign(book: Book) -> None:
    def given(data: bytes, vkeys: list[str]) -> dict[str, Any]:
        return {"note_hex": data.hex(), "vkeys": vkeys}

    def ok(case: str, data: bytes, vkeys: list[str], result: bytes, why: str, source: str = "") -> None:
        book.ok(f"note/{case}", "note.foreign", given(data, vkeys), {"note_hex": result.hex()}, why, source)

    def bad(case: str, data: bytes, vkeys: list[str], code: str, why: str) -> None:
        book.refused(f"note/{case}", "note.foreign", given(data, vkeys), code, why)

    log, witness = vkey_text(LOG.vkey), vkey_text(WITNESS.vkey)
    log_line, witness_line = (part + b"\n" for part in CHECKPOINT_NOTE.split(b"\n\n")[1].split(b"\n")[:2])
    log_only = note(CHECKPOINT, log_line)
    grease = plain("grease.invalid", "deadbeef")
    c2sp = "signed-note"
    ok("foreign-canonical-already", CHECKPOINT_NOTE, [log, witness], CHECKPOINT_NOTE, "Nothing changes.", c2sp)
    ok(
        "foreign-lines-in-any-order",
        note(CHECKPOINT, witness_line, log_line),
        [log, witness],
        CHECKPOINT_NOTE,
        "C2SP fixes no order; only the sorted form is kept.",
        c2sp,
    )
    ok(
        "foreign-unknown-lines-are-dropped",
        note(CHECKPOINT, grease, log_line, plain("\u0444.example", "00000002", b"y"), witness_line, grease),
        [log],
        log_only,
        "Some logs add lines that nobody can verify, on purpose; names may be any without space and plus.",
        c2sp,
    )
    ok(
        "foreign-line-shares-name-or-id-with-a-known-key",
        note(
            CHECKPOINT, line(LOG.vkey.name, b"\0\0\0\1", BODY), line("other.example", LOG.vkey.key_id, BODY), log_line
        ),
        [log],
        log_only,
        "A line is known only if name and id both are.",
        c2sp,
    )
    ok(
        "foreign-more-than-sixteen-lines",
        note(CHECKPOINT, *(plain(f"grease{number}.invalid") for number in range(20)), log_line),
        [log],
        log_only,
        "The limit of 16 is for what remains.",
    )
    large = note(CHECKPOINT, plain("grease.invalid", body=bytes(60_000)), log_line)
    ok("foreign-larger-than-an-entry", large, [log], log_only, "The limit of 65,535 bytes is for what remains.")
    earlier = _cosigned(WITNESS, CHECKPOINT, TIME - 60)
    ok(
        "foreign-two-cosignatures-by-one-key",
        note(CHECKPOINT, log_line, witness_line, earlier),
        [log, witness],
        note(CHECKPOINT, log_line, earlier),
        "Both are valid; the earlier is kept, which bounds the time best.",
        "spec/log.md",
    )
    ok(
        "foreign-one-line-twice",
        note(CHECKPOINT, log_line, log_line),
        [log],
        log_only,
        "A repeat adds nothing.",
    )
    bad("foreign-no-known-line", note(CHECKPOINT, grease), [log], "note-unsigned", "Nothing would remain.")
    wrong = note(CHECKPOINT, line(LOG.vkey.name, LOG.vkey.key_id, BODY[:32] + bytes(32)), witness_line)
    bad(
        "foreign-known-line-is-bad",
        wrong,
        [log, witness],
        "signature-invalid",
        "A bad line of a known key refuses the note.",
    )
    bad(
        "foreign-second-line-of-a-known-key-is-bad",
        note(CHECKPOINT, log_line, line(LOG.vkey.name, LOG.vkey.key_id, BODY[:32] + bytes(32))),
        [log],
        "signature-invalid",
        "Every known line must verify, not just one of each key.",
    )
    bad("foreign-name-with-a-plus", note(CHECKPOINT, plain("a+b"), log_line), [log], "note-name", "C2SP forbids it.")
    bad(
        "foreign-name-with-no-break-space",
        note(CHECKPOINT, plain("a\u00a0b"), log_line),
        [log],
        "note-name",
        "U+00A0 is a space.",
    )
    bad(
        "foreign-name-with-next-line",
        note(CHECKPOINT, plain("a\u0085b"), log_line),
        [log],
        "note-name",
        "U+0085 is a space.",
    )
    ok(
        "foreign-name-with-byte-order-mark",
        note(CHECKPOINT, plain("a\ufeffb"), log_line),
        [log],
        log_only,
        "U+FEFF is no White_Space, whatever a language's regular expressions say.",
    )
    bad(
        "foreign-line-without-signature",
        note(CHECKPOINT, plain("a", body=b""), log_line),
        [log],
        "note-line",
        "Four bytes.",
    )
    bad(
        "foreign-loose-base64",
        note(CHECKPOINT, DASH + b"a AAAAAQB=\n", log_line),
        [log],
        "note-line",
        "Also on unknown lines.",
    )
    bad("foreign-not-utf8", note(b"\xff\n", log_line), [log], "note-utf8", "As for every note.")
    bad("foreign-carriage-return", note(b"a\r\n", log_line), [log], "note-control", "As for every note.")
    bad("foreign-no-empty-line", CHECKPOINT + log_line, [log], "note-shape", "As for every note.")
    many = [signer(f"many.example/{number:02}") for number in range(17)]
    bad(
        "foreign-seventeen-known-lines",
        note(ENTRIES[0], *(signed(by, ENTRIES[0]) for by in many)),
        [vkey_text(by.vkey) for by in many],
        "note-lines",
        "What remains must be a note of ours.",
    )
    over = b"x" * 65_500 + b"\n"
    bad("foreign-text-too-large", note(over, signed(LOG, over)), [log], "note-size", "What remains must fit an entry.")


def _cosigned(by: Any, text: bytes, time: int) -> bytes:
    message = b"cosignature/v1\ntime " + str(time).encode() + b"\n" + text
    return line(by.vkey.name, by.vkey.key_id, time.to_bytes(8, "big") + by.sign(message))


def cosigned(name: str, text: bytes, time: int = TIME) -> bytes:
    """Return the Ed25519 cosignature line of the cosigner ``name``."""
    return _cosigned(cosigner(name), text, time)
