"""Every vector of the log layer, and the rule that each one is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
import table
from calls_log import CALLS
from log_cases import cases

from counterseal.log import note, policy, proof, vkey

AREAS = ("vkey", "note", "threshold", "tree", "checkpoint", "cosignature", "tile", "policy", "proof", "witness", "fork")
FILES = table.files(AREAS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == cases()


def test_every_refusal_is_shown_by_a_vector() -> None:
    assert table.codes_raised("log") - table.codes_shown(FILES) == set()


def test_every_refusal_is_explained_in_the_specification() -> None:
    explained = [*table.codes_explained("note.md"), *table.codes_explained("log.md")]
    assert len(explained) == len(set(explained))
    assert set(explained) == table.codes_raised("log") - {"signature-invalid"}  # which encoding.md explains


def test_the_specification_s_examples_hold() -> None:
    statement, key = (example.encode() for example in table.examples("note.md"))
    checkpoint, _, _, policy_file, proof_file, _ = (example.encode() for example in table.examples("log.md"))
    legal = vkey.parse(key.decode().strip())
    note.verify_known(note.parse(statement), vkey.index([legal]))
    assert (len(note.parse(statement).text), len(statement)) == (291, 540)
    trusted = policy.parse(policy_file)
    origin = "alpha.example/log/regime-1"
    opened, witnesses = trusted.open(note.parse(checkpoint), origin)
    assert (opened.size, *witnesses) == (3, "bravo")
    assert proof.verify(proof.parse(proof_file), statement, trusted, origin) == 2
