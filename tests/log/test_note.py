"""Notes: one note has one byte string, and nothing but signatures by known keys makes it true."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterseal.errors import Misuse, Refused
from counterseal.log import note, vkey
from counterseal.log.note import Line, Note
from counterseal.log.signer import Ed25519Signer, MLDSA44Signer
from counterseal.log.vkey import COSIGNATURE_ED25519

names = st.from_regex(r"[a-z0-9][a-z0-9._/-]{0,20}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", min_codepoint=0x20) | st.just("\n"), min_size=1, max_size=40)
lines = st.builds(Line, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=70))
notes = st.builds(
    lambda text, chosen: Note(f"{text}\n".encode(), tuple(sorted(chosen, key=lambda line: line.rank))),
    texts.filter(lambda text: text.strip("\n")),
    st.lists(lines, min_size=1, max_size=5, unique_by=lambda line: line.rank),
)
SIGNERS = [Ed25519Signer(f"alpha.example/key/{number}", bytes([number]) * 32) for number in range(1, 5)]
KEYS = vkey.index(signer.vkey for signer in SIGNERS)
TEXT = b"counterseal.org/statement/v1\n{}\n"


@given(notes)
def test_what_is_written_is_read_again(made: Note) -> None:
    assert note.parse(made.encode()) == made


@given(notes, st.data())
def test_what_is_accepted_has_no_other_spelling(made: Note, data: st.DataObject) -> None:
    encoded = made.encode()
    at = data.draw(st.integers(0, len(encoded)))
    cut = data.draw(st.integers(0, 2))
    put = data.draw(
        st.sampled_from([b"", b"\n", b" ", b"=", b"A", b"B", b"\r", b"\xe2\x80\x94 ", b"\n\n", b"\xff", b"+"])
    )
    mutant = encoded[:at] + put + encoded[at + cut :]
    try:
        parsed = note.parse(mutant)
    except Refused:
        return
    assert parsed.encode() == mutant


@given(st.binary(max_size=80))
def test_no_bytes_raise_anything_but_a_refusal(data: bytes) -> None:
    for read in (note.parse, note.split_foreign):
        with suppress(Refused):
            read(data)


def test_signing_order_plays_no_part() -> None:
    made = {note.sign(TEXT, order).encode() for order in permutations(SIGNERS)}
    assert len(made) == 1
    (encoded,) = made
    assert note.verify_every(note.parse(encoded), KEYS) == tuple(signer.vkey for signer in SIGNERS)


def test_a_line_added_later_gives_the_same_note() -> None:
    at_once = note.sign(TEXT, SIGNERS)
    for left_out in range(len(SIGNERS)):
        others = note.sign(TEXT, [signer for place, signer in enumerate(SIGNERS) if place != left_out])
        assert note.add_line(others, at_once.lines[left_out]) == at_once
    with pytest.raises(Refused, match="note-order"):
        note.add_line(at_once, at_once.lines[0])


def test_every_bit_of_a_signed_note_counts() -> None:
    encoded = note.sign(TEXT, SIGNERS[:2]).encode()
    for bit in range(8 * len(encoded)):
        mutant = bytearray(encoded)
        mutant[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            note.verify_every(note.parse(bytes(mutant)), KEYS)


def test_foreign_notes_come_out_alike_in_whatever_order_they_come_in() -> None:
    canonical = note.sign(TEXT, SIGNERS)
    grease = Line("Grease.Invalid", b"\0\0\0\0", b"?" * 64)
    for order in permutations((*canonical.lines, grease)):
        foreign = TEXT + b"\n" + b"".join(line.encode() for line in order)
        assert note.from_foreign(foreign, KEYS) == canonical


@given(
    st.lists(
        st.sampled_from(["\u2014 a ", "\u2014 ", "a", " ", "\n", "\n\n", "=", b64encode(b"12345").decode()]), max_size=9
    )
)
def test_our_notes_are_foreign_notes_too(parts: list[str]) -> None:
    data = "".join(parts).encode()
    try:
        ours: Any = note.parse(data)
    except Refused:
        return
    assert note.split_foreign(data) == (ours.text, ours.lines)


def test_keys_of_other_types_sign_no_free_text() -> None:
    for other in (Ed25519Signer("w", bytes(32), COSIGNATURE_ED25519), MLDSA44Signer("w-pq", bytes(32))):
        with pytest.raises(Misuse):
            note.sign(TEXT, [SIGNERS[0], other])
