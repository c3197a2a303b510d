"""The fast tree against RFC 6962 written down slowly, for every tree of up to 130 leaves."""

from __future__ import annotations

from functools import lru_cache

import pytest

from counterseal.errors import Misuse
from counterseal.log import checkpoint, tree
from counterseal.log.checkpoint import Checkpoint
from validation import rfc6962

SIZE = 130
ENTRIES = [b"entry %d" % number for number in range(SIZE)]
TREE = tree.Tree(tree.leaf_hash(entry) for entry in ENTRIES)


@pytest.fixture(autouse=True)
def remembered_roots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the slow tree remember the root of each slice; otherwise 17,000 proofs take a minute."""
    plain = rfc6962.MTH
    by_slice = lru_cache(maxsize=None)(lambda entries: plain(list(entries)))
    monkeypatch.setattr(rfc6962, "MTH", lambda entries: by_slice(tuple(entries)))


def test_roots() -> None:
    assert [TREE.root(size) for size in range(SIZE + 1)] == [rfc6962.MTH(ENTRIES[:size]) for size in range(SIZE + 1)]


def test_appending_gives_the_indexes_and_the_roots_of_a_tree_made_at_once() -> None:
    growing = tree.Tree()
    for index, entry in enumerate(ENTRIES):
        assert growing.append(tree.leaf_hash(entry)) == index
        assert growing.root() == TREE.root(index + 1)


def test_inclusion() -> None:
    for size in range(1, SIZE + 1):
        root = TREE.root(size)
        for index in range(size):
            proof = TREE.inclusion(index, size)
            assert list(proof) == rfc6962.PATH(index, ENTRIES[:size])
            assert len(proof) == tree.inclusion_length(index, size) == len(rfc6962.directions(index, size))
            tree.verify_inclusion(index, size, tree.leaf_hash(ENTRIES[index]), proof, root)


def test_consistency() -> None:
    for new in range(1, SIZE + 1):
        for old in range(1, new + 1):
            proof = TREE.consistency(old, new)
            assert list(proof) == rfc6962.PROOF(old, ENTRIES[:new])
            assert len(proof) == tree.consistency_length(old, new)
            tree.verify_consistency(old, new, TREE.root(old), TREE.root(new), proof)


def test_every_log_grew_from_nothing() -> None:
    nothing = Checkpoint("a", 0, tree.EMPTY_ROOT)
    for size in range(SIZE + 1):
        checkpoint.verify_growth(nothing, Checkpoint("a", size, TREE.root(size)), ())


def test_what_a_tree_cannot_answer_is_the_caller_s_fault() -> None:
    for ask in (
        lambda: TREE.root(SIZE + 1),
        lambda: TREE.root(-1),
        lambda: TREE.inclusion(3, 3),
        lambda: TREE.inclusion(0, SIZE + 1),
        lambda: TREE.consistency(0, 3),
        lambda: TREE.consistency(4, 3),
        lambda: TREE.node(1, SIZE // 2),
        lambda: TREE.append(b"short"),
    ):
        with pytest.raises(Misuse):
            ask()
    assert TREE.size == SIZE
