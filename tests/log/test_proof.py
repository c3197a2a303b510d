"""Proof files: every entry of a log can be proven to a stranger, and no bit of a proof is idle."""

from __future__ import annotations

import pytest
from log_cases.book import LOG, STATEMENT_NOTE
from log_cases.policies import SMALL
from log_cases.proofs import EXAMPLE

from counterseal.errors import Refused
from counterseal.log import cosignature, note, policy, proof, tree
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.note import Line
from counterseal.log.proof import Proof
from counterseal.log.signer import Ed25519Signer, MLDSA44Signer, Signer
from counterseal.log.vkey import COSIGNATURE_ED25519

OWNER = Ed25519Signer("alpha.example/log", bytes(32))
WITNESSES: tuple[Signer, ...] = (
    Ed25519Signer("bravo.example/witness", bytes([1]) * 32, COSIGNATURE_ED25519),
    MLDSA44Signer("bravo.example/witness-pq", bytes([1]) * 32),
)
TRUSTED = policy.parse(
    f"log {OWNER.vkey.encode()}\n"
    f"witness ed {WITNESSES[0].vkey.encode()}\n"
    f"witness pq {WITNESSES[1].vkey.encode()}\n"
    "group bravo all ed pq\n"
    "quorum bravo\n".encode()
)
ENTRIES = [b"entry %d" % number for number in range(9)]


def cosigned(size: int) -> note.Note:
    """Return the checkpoint over the first ``size`` entries, signed by its log and cosigned by both keys."""
    root = tree.Tree(map(tree.leaf_hash, ENTRIES[:size])).root()
    made = note.sign(Checkpoint(OWNER.vkey.name, size, root).encode(), [OWNER])
    for by in WITNESSES:
        made = note.add_line(made, Line(by.vkey.name, by.vkey.key_id, cosignature.cosign(by, made.text, 1_800_000_000)))
    return made


def test_every_entry_is_proven_to_a_stranger_and_no_other() -> None:
    for size in range(1, len(ENTRIES) + 1):
        grown = tree.Tree(map(tree.leaf_hash, ENTRIES[:size]))
        signed = cosigned(size)
        for index in range(size):
            made = proof.parse(Proof(index, grown.inclusion(index, size), signed).encode())
            for other, entry in enumerate(ENTRIES):
                if other == index:
                    assert proof.verify(made, entry, TRUSTED, OWNER.vkey.name) == index
                else:
                    with pytest.raises(Refused, match="proof-root"):
                        proof.verify(made, entry, TRUSTED, OWNER.vkey.name)


def test_no_bit_of_a_proof_file_is_idle() -> None:
    trusted = policy.parse(SMALL.encode())
    assert proof.verify(proof.parse(EXAMPLE), STATEMENT_NOTE, trusted, LOG.vkey.name) == 2
    for bit in range(8 * len(EXAMPLE)):
        mutant = bytearray(EXAMPLE)
        mutant[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            proof.verify(proof.parse(bytes(mutant)), STATEMENT_NOTE, trusted, LOG.vkey.name)


def test_both_kinds_of_cosignature_bind_text_and_time() -> None:
    text = cosigned(5).text
    other = cosigned(6).text
    for by in WITNESSES:
        body = cosignature.cosign(by, text, 1_800_000_000)
        assert cosignature.verify(by.vkey, text, body) == 1_800_000_000
        for bit in range(64):
            time = bytearray(body[:8])
            time[bit // 8] ^= 1 << bit % 8
            with pytest.raises(Refused):
                cosignature.verify(by.vkey, text, bytes(time) + body[8:])
        with pytest.raises(Refused, match="signature-invalid"):
            cosignature.verify(by.vkey, other, body)
