"""What every store promises, asked of each of them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from counterseal.errors import Misuse, Unavailable
from counterseal.store.contract import Store
from counterseal.store.memory import MemoryStore
from counterseal.store.sqlite import SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    made = SqliteStore(tmp_path / "store.db")
    yield made
    made.close()


def test_an_unknown_log_is_empty(store: Store) -> None:
    assert store.size("a") == 0
    assert store.entries("a", 0, 0) == []
    assert store.register("a") == b""


def test_entries_come_back_as_they_went_in(store: Store) -> None:
    entries = [b"", b"\x00", b"one\n", bytes(range(256)), b"x" * 65_535]
    store.append("a", 0, entries[:2])
    store.append("a", 2, entries[2:])
    assert store.size("a") == 5
    assert store.entries("a", 0, 5) == entries
    assert store.entries("a", 2, 4) == entries[2:4]
    assert store.entries("a", 5, 5) == []


def test_logs_are_apart(store: Store) -> None:
    store.append("a", 0, [b"1"])
    store.append("a/b", 0, [b"2", b"3"])
    assert (store.size("a"), store.size("a/b")) == (1, 2)
    assert store.entries("a", 0, 1) == [b"1"]


@pytest.mark.parametrize("start", [0, 1, 3])
def test_an_append_elsewhere_than_at_the_end_adds_nothing(store: Store, start: int) -> None:
    store.append("a", 0, [b"1", b"2"])
    with pytest.raises(Unavailable):
        store.append("a", start, [b"x", b"y"])
    assert store.entries("a", 0, store.size("a")) == [b"1", b"2"]


def test_appending_nothing_changes_nothing(store: Store) -> None:
    store.append("a", 0, [])
    assert store.size("a") == 0


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, 3), (2, 1), (3, 3)])
def test_no_entries_beyond_the_log(store: Store, start: int, end: int) -> None:
    store.append("a", 0, [b"1", b"2"])
    with pytest.raises(Misuse):
        store.entries("a", start, end)


def test_a_register_changes_only_from_what_was_seen(store: Store) -> None:
    store.swap("r", b"", b"one")
    with pytest.raises(Unavailable):
        store.swap("r", b"", b"two")
    with pytest.raises(Unavailable):
        store.swap("r", b"One", b"two")
    assert store.register("r") == b"one"
    store.swap("r", b"one", b"two")
    assert store.register("r") == b"two"
    assert store.register("R") == b""


class Twins(RuleBasedStateMachine):
    """Any sequence of calls leaves memory and SQLite alike."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.sqlite = SqliteStore(Path(self.folder.name) / "store.db")
        self.stores: tuple[Store, Store] = (MemoryStore(), self.sqlite)

    def teardown(self) -> None:
        self.sqlite.close()
        self.folder.cleanup()

    @rule(log=st.sampled_from("ab"), start=st.integers(0, 6), entries=st.lists(st.binary(max_size=3), max_size=3))
    def append(self, log: str, start: int, entries: list[bytes]) -> None:
        self._both(lambda store: store.append(log, start, entries))

    @rule(name=st.sampled_from("rs"), old=st.sampled_from([b"", b"1", b"2"]), new=st.sampled_from([b"1", b"2"]))
    def swap(self, name: str, old: bytes, new: bytes) -> None:
        self._both(lambda store: store.swap(name, old, new))

    @invariant()
    def alike(self) -> None:
        one, other = self.stores
        for log in "ab":
            assert one.size(log) == other.size(log)
            assert one.entries(log, 0, one.size(log)) == other.entries(log, 0, other.size(log))
        assert [one.register(name) for name in "rs"] == [other.register(name) for name in "rs"]

    def _both(self, call: Callable[[Store], None]) -> None:
        refused = []
        for store in self.stores:
            try:
                call(store)
                refused.append(False)
            except Unavailable:
                refused.append(True)
        assert refused[0] == refused[1]


Twins.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestTwins = Twins.TestCase
