"""Every vector of the encoding layer, and the rule that each one is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
import table
from calls_encoding import CALLS
from encoding_cases import cases

from counterseal.encoding import canonical, tagged

FILES = table.files(("canonical", "strict", "tagged", "ed25519", "shape"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == cases()


def test_every_refusal_is_shown_by_a_vector() -> None:
    assert table.codes_raised("encoding") - table.codes_shown(FILES) == set()


def test_every_refusal_is_explained_in_the_specification() -> None:
    explained = table.codes_explained("encoding.md")
    assert len(explained) == len(set(explained))
    assert set(explained) == table.codes_raised("encoding")


def test_the_specification_s_examples_hold() -> None:
    document, hashed = table.examples("encoding.md")
    assert canonical.parse(document.strip().encode())
    assert tagged.tagged_hash("counterseal.org/example/v1", b"ab", b"c").hex() in hashed
