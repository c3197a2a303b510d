"""Cases of proof files: form, and verification from the signatures down to the entry."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from book import Book

from log_cases.book import (
    CHECKPOINT_NOTE,
    ENTRIES,
    LEGAL,
    LOG,
    OBSERVED_NOTE,
    STATEMENT_NOTE,
    line,
    note,
    signed,
    signer,
    vkey_text,
)
from log_cases.notes import cosigned
from log_cases.policies import LOG_LINE, SMALL
from log_cases.trees import LEAVES, NO_HASH, checkpoint, listed
from validation import rfc6962

C2SP = "tlog-proof"
HEAD = b"c2sp.org/tlog-proof@v1\nindex 2\n"
HASH = b"ZS83PvVpIaamvowBa2TMepLNLpZwjUyzNXCK//HTI0U=\n"
EXAMPLE = HEAD + HASH + b"\n" + CHECKPOINT_NOTE


def write(book: Book) -> None:
    """Add the cases of ``proof``."""
    _parse(book)
    _verify(book)


def proof(index: int, hashes: list[bytes], checkpoint_note: bytes) -> bytes:
    """Return a proof file."""
    lines = b"".join(b64encode(node) + b"\n" for node in hashes)
    return b"c2sp.org/tlog-proof@v1\nindex %d\n%b\n%b" % (index, lines, checkpoint_note)


def _parse(book: Book) -> None:
    def ok(case: str, data: bytes, index: int, hashes: list[bytes], why: str, source: str = C2SP) -> None:
        result = {"index": index, "hashes_hex": listed(hashes), "note_hex": CHECKPOINT_NOTE.hex()}
        book.ok(f"proof/parse-{case}", "proof.parse", {"file_hex": data.hex()}, result, why, source)

    def bad(case: str, data: bytes, code: str, why: str) -> None:
        book.refused(f"proof/parse-{case}", "proof.parse", {"file_hex": data.hex()}, code, why, C2SP)

    ok("example", EXAMPLE, 2, [b64decode(HASH)], "The example statement as entry 2 of 3.", "spec/log.md")
    ok("no-hash", proof(0, [], CHECKPOINT_NOTE), 0, [], "As in a log of one entry; whether it fits is asked later.")
    ok("63-hashes", proof(0, [NO_HASH] * 63, CHECKPOINT_NOTE), 0, [NO_HASH] * 63, "The longest path there can be.")
    large = 2**53 - 1
    ok("large-index", proof(large, [], CHECKPOINT_NOTE), large, [], "2^53 - 1; whether it fits is asked later.")

    form = {
        "empty": (b"", "Nothing is no proof."),
        "another-version": (EXAMPLE.replace(b"@v1", b"@v2"), "Not this version."),
        "first-line-indented": (b" " + EXAMPLE, "Nothing is trimmed."),
        "byte-order-mark": (b"\xef\xbb\xbf" + EXAMPLE, "No mark is dropped."),
        "without-first-line": (EXAMPLE.partition(b"\n")[2], "A file says what it is."),
        "without-index": (EXAMPLE.replace(b"index 2\n", b""), "The entry's place."),
        "first-line-alone": (b"c2sp.org/tlog-proof@v1\n\n" + CHECKPOINT_NOTE, "The entry's place."),
        "two-index-lines": (EXAMPLE.replace(b"index 2\n", b"index 2\nindex 2\n"), "The second would be a hash."),
        "index-empty": (EXAMPLE.replace(b"index 2", b"index "), "A plain decimal."),
        "index-leading-zero": (EXAMPLE.replace(b"index 2", b"index 02"), "A plain decimal."),
        "index-negative": (EXAMPLE.replace(b"index 2", b"index -2"), "A plain decimal."),
        "index-two-blanks": (EXAMPLE.replace(b"index 2", b"index  2"), "One blank."),
        "index-not-ascii": (EXAMPLE.replace(b"index 2", "index \uff12".encode()), "ASCII digits."),
        "index-not-utf8": (EXAMPLE.replace(b"index 2", b"index \xff"), "ASCII digits."),
        "index-two-to-the-63": (EXAMPLE.replace(b"index 2", b"index 9223372036854775808"), "Below 2^63."),
        "carriage-returns": (EXAMPLE.replace(b"\n", b"\r\n"), "Lines end in LF alone."),
        "no-empty-line": (HEAD + HASH + CHECKPOINT_NOTE.replace(b"\n\n", b"\n"), "The checkpoint is apart."),
        "64-hashes": (proof(0, [NO_HASH] * 64, CHECKPOINT_NOTE), "No path is that long."),
        "hash-of-31-bytes": (proof(2, [NO_HASH[:31]], CHECKPOINT_NOTE), "32 bytes."),
        "hash-of-33-bytes": (proof(2, [NO_HASH + b"\0"], CHECKPOINT_NOTE), "32 bytes."),
        "hash-with-stray-bits": (EXAMPLE.replace(b"TI0U=", b"TI0V="), "Decodes like the other: one spelling only."),
        "hash-without-padding": (EXAMPLE.replace(b"TI0U=", b"TI0U"), "Padding is part of the spelling."),
        "hash-with-a-blank-after": (EXAMPLE.replace(b"TI0U=", b"TI0U= "), "Nothing is trimmed."),
        "hash-in-hexadecimal": (
            HEAD + NO_HASH.hex().encode() + b"\n\n" + CHECKPOINT_NOTE,
            "Base64: these 64 digits decode to 48 bytes.",
        ),
        "extra-without-word": (EXAMPLE.replace(b"index 2", b"extra\nindex 2"), "Neither an extra line nor an index."),
    }
    for case, (data, why) in form.items():
        bad(case, data, "tlogproof-form", why)
    extra = EXAMPLE.replace(b"index 2", b"extra AAAA\nindex 2")
    bad("extra", extra, "tlogproof-extra", "Nothing signs it.")
    bad(
        "extra-empty", EXAMPLE.replace(b"index 2", b"extra \nindex 2"), "tlogproof-extra", "Also when it holds nothing."
    )
    late = EXAMPLE.replace(b"index 2\n", b"index 2\nextra AAAA\n")
    bad("extra-behind-the-index", late, "tlogproof-form", "There it would be a hash.")
    bad("extra-before-a-bad-index", extra.replace(b"index 2", b"index x"), "tlogproof-extra", "Line by line.")
    bad(
        "note-without-signature",
        HEAD + HASH + b"\n" + CHECKPOINT_NOTE.partition(b"\n\n")[0] + b"\n",
        "note-shape",
        "The checkpoint is a note.",
    )
    lines = CHECKPOINT_NOTE.split(b"\n\n")[1].split(b"\n")
    swapped = note(CHECKPOINT_NOTE.split(b"\n\n")[0] + b"\n", lines[1] + b"\n", lines[0] + b"\n")
    bad("note-lines-swapped", HEAD + HASH + b"\n" + swapped, "note-order", "A canonical note.")
    bad("form-before-note", HEAD + b"x\n\n", "tlogproof-form", "From the first byte on.")


def _verify(book: Book) -> None:
    def given(data: bytes, entry: bytes, policy: str, origin: str) -> dict[str, Any]:
        return {"file_hex": data.hex(), "entry_hex": entry.hex(), "policy": policy, "origin": origin}

    origin = LOG.vkey.name

    def ok(case: str, data: bytes, entry: bytes, index: int, why: str, policy: str = SMALL, source: str = C2SP) -> None:
        book.ok(
            f"proof/verify-{case}", "proof.verify", given(data, entry, policy, origin), {"index": index}, why, source
        )

    def bad(
        case: str,
        data: bytes,
        code: str,
        why: str,
        entry: bytes = STATEMENT_NOTE,
        policy: str = SMALL,
        log: str = origin,
    ) -> None:
        book.refused(f"proof/verify-{case}", "proof.verify", given(data, entry, policy, log), code, why, C2SP)

    ok("example", EXAMPLE, STATEMENT_NOTE, 2, "The example statement as entry 2 of 3.", source="spec/log.md")
    other = proof(1, rfc6962.PATH(1, list(ENTRIES)), CHECKPOINT_NOTE)
    ok("example-entry-1", other, OBSERVED_NOTE, 1, "The statement before it.", source="spec/log.md")
    nobody = f"{LOG_LINE}quorum none\n"
    ok("nobody-wanted", EXAMPLE, STATEMENT_NOTE, 2, "The log's word alone, if that is what the file says.", nobody)
    one = checkpoint(1)
    alone = proof(0, [], _cosigned_note(one))
    ok("log-of-one-entry", alone, LEAVES[0], 0, "No hash: the entry is the root.")

    bad("another-entry", EXAMPLE, "proof-root", "The observed statement, at the place of the other.", OBSERVED_NOTE)
    bad(
        "one-bit-of-the-entry",
        EXAMPLE,
        "proof-root",
        "The caller's own copy of the entry counts.",
        STATEMENT_NOTE[:-2] + b"\x0b\n",
    )
    bad(
        "text-without-signatures",
        EXAMPLE,
        "proof-root",
        "The whole note is the entry.",
        STATEMENT_NOTE.partition(b"\n\n")[0] + b"\n",
    )
    bad("another-index", EXAMPLE.replace(b"index 2", b"index 0"), "proof-length", "Entry 0 of 3 has a path of two.")
    bad("index-beyond-the-log", EXAMPLE.replace(b"index 2", b"index 3"), "proof-index", "Entry 3 of 3.")
    bad(
        "large-index-beyond-the-log",
        EXAMPLE.replace(b"index 2", b"index 9007199254740991"),
        "proof-index",
        "Far beyond.",
    )
    bad("hash-missing", HEAD + b"\n" + CHECKPOINT_NOTE, "proof-length", "The path of entry 2 of 3 has one hash.")
    bad(
        "hash-too-many",
        HEAD + HASH * 2 + b"\n" + CHECKPOINT_NOTE,
        "proof-length",
        "The path of entry 2 of 3 has one hash.",
    )
    bad("hash-changed", EXAMPLE.replace(b"ZS83", b"ZS84"), "proof-root", "One bit of the path.")
    bad(
        "of-another-log",
        EXAMPLE,
        "tlogproof-origin",
        "The caller says which log it expects.",
        log="bravo.example/log/regime-1",
    )
    bravo = signer("bravo.example/log/regime-1")
    listed_log = SMALL + f"log {vkey_text(bravo.vkey)}\n"
    bad(
        "of-another-listed-log",
        EXAMPLE,
        "tlogproof-origin",
        "Any listed log would do for the policy, not for the caller.",
        policy=listed_log,
        log=bravo.vkey.name,
    )
    text = CHECKPOINT_NOTE.partition(b"\n\n")[0] + b"\n"
    unknown = f"log {vkey_text(bravo.vkey)}\nquorum none\n"
    bad("of-a-log-without-key", EXAMPLE, "checkpoint-unknown-log", "No key is trusted for it.", policy=unknown)
    log_line, witness_line = (part + b"\n" for part in CHECKPOINT_NOTE.split(b"\n\n")[1].split(b"\n")[:2])
    bad(
        "without-the-log-s-line",
        HEAD + HASH + b"\n" + note(text, witness_line),
        "checkpoint-unsigned",
        "The log must have signed.",
    )
    bad("without-the-witness-s-line", HEAD + HASH + b"\n" + note(text, log_line), "quorum-short", "A quorum is wanted.")
    forged = note(text, line(LOG.vkey.name, LOG.vkey.key_id, LEGAL.sign(text)), witness_line)
    bad("signature-of-another-key", HEAD + HASH + b"\n" + forged, "signature-invalid", "Not the log's signature.")
    grown = text.replace(b"\n3\n", b"\n4\n")
    bad(
        "size-changed",
        HEAD + HASH + b"\n" + note(grown, log_line, witness_line),
        "signature-invalid",
        "The size is signed.",
    )
    extended = text + b"extension\n"
    bad(
        "extension-line",
        HEAD + HASH + b"\n" + note(extended, signed(LOG, extended)),
        "checkpoint-extension",
        "A checkpoint has three lines.",
    )
    bad(
        "two-empty-lines",
        HEAD + HASH + b"\n\n" + CHECKPOINT_NOTE,
        "checkpoint-form",
        "A note may start so, a checkpoint has an origin.",
    )
    bad("quorum-before-path", HEAD + b"\n" + note(text, log_line), "quorum-short", "Signatures come before the path.")
    bad(
        "origin-before-signatures",
        HEAD + HASH + b"\n" + forged,
        "tlogproof-origin",
        "The origin comes before signatures.",
        log=bravo.vkey.name,
    )


def _cosigned_note(text: bytes) -> bytes:
    return note(text, signed(LOG, text), cosigned("bravo.example/witness", text))
