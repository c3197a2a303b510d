"""Cases of forks: two signed checkpoints that no honest log can both have signed, and pairs that prove nothing."""

from __future__ import annotations

from book import Book

from log_cases.book import LEGAL, LOG, line, note, signed
from log_cases.policies import OTHER_LOG, SMALL
from log_cases.trees import LEAVES, NO_HASH, checkpoint
from log_cases.witnesses import POLICY, note_of
from validation import rfc6962


def write(book: Book) -> None:
    """Add the cases of ``fork``."""
    call, source = "fork.verify", "spec/log.md"

    def given(first: bytes, second: bytes, policy: str = SMALL) -> dict[str, str]:
        return {"policy": policy, "first_hex": first.hex(), "second_hex": second.hex()}

    root = rfc6962.MTH(LEAVES[:3])
    result = {"origin": LOG.vkey.name, "size": 3, "first_root_hex": root.hex(), "second_root_hex": NO_HASH.hex()}
    book.ok(
        "fork/two-roots", call, given(note_of(3), note_of(3, NO_HASH)), result, "One log, one size, two roots.", source
    )

    def bad(case: str, first: bytes, second: bytes, code: str, why: str, policy: str = SMALL) -> None:
        book.refused(f"fork/{case}", call, given(first, second, policy), code, why, source)

    other_text = checkpoint(3, NO_HASH, OTHER_LOG.vkey.name.encode())
    other = note(other_text, signed(OTHER_LOG, other_text))
    bad("one-root", note_of(3), note_of(3), "fork-none", "The same checkpoint.")
    bad("two-sizes", note_of(3), note_of(4), "fork-none", "A log grows; whether it grew honestly takes a proof.")
    bad("two-logs", note_of(3), other, "fork-none", "Each log has a root of its own.", POLICY)
    bad("of-an-unknown-log", other, note_of(3), "checkpoint-unknown-log", "Nobody answers for it.")
    text = checkpoint(3, NO_HASH)
    forged = note(text, line(LOG.vkey.name, LOG.vkey.key_id, LEGAL.sign(text)))
    bad("second-is-forged", note_of(3), forged, "signature-invalid", "A fork is proven by the log's own signature.")
    bad(
        "second-is-unsigned",
        note_of(3),
        note(text, signed(OTHER_LOG, text)),
        "checkpoint-unsigned",
        "By its own, not another's.",
        POLICY,
    )
    bad("second-is-no-note", note_of(3), text, "note-shape", "Both are notes.")
