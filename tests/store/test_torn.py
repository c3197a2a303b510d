"""Power cuts: a write that was torn is there whole or not at all, and what was acknowledged before it always.

The write-ahead log of SQLite is cut off at many places within the last transaction, as a disk does that lost power, or
filled up behind the cut with what else a sector may hold. The copy is opened as a node would open it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counterseal.store.sqlite import SqliteStore

KEPT = [b"acknowledged", b"x" * 3_000]
TORN = [b"a" * 5_000, b"", b"b" * 3_000]


def steps(low: int, high: int) -> Iterator[int]:
    """Yield places to cut at: near every 512th byte, where sectors end, and between."""
    yield from (low, low + 1)
    yield from sorted({at for sector in range(low, high, 512) for at in (sector, sector + 211) if at < high})


def torn(folder: Path, write: Callable[[SqliteStore], None]) -> Iterator[tuple[bool, SqliteStore]]:
    """Yield, for every cut and filling, whether the file is as if there had been none, and the store as then found."""
    path, wal = folder / "store.db", folder / "store.db-wal"
    store = SqliteStore(path)
    store.append("log", 0, KEPT)
    store.swap("head", b"", b"one")
    low = wal.stat().st_size
    write(store)
    data, journal = path.read_bytes(), wal.read_bytes()
    assert low < len(journal)
    cases = [(at, filling) for at in steps(low, len(journal)) for filling in (b"", b"\0", b"\xff")]
    for number, (at, filling) in enumerate([*cases, (len(journal), b"")]):
        copy = folder / f"copy-{number}"
        copy.mkdir()
        (copy / "store.db").write_bytes(data)
        left = journal[:at] + filling * (len(journal) - at)
        (copy / "store.db-wal").write_bytes(left)
        found = SqliteStore(copy / "store.db")
        yield left == journal, found
        found.close()
    store.close()


def test_an_append_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    seen = []
    for intact, found in torn(tmp_path, lambda store: store.append("log", len(KEPT), TORN)):
        size = found.size("log")
        seen.append(intact)
        assert size == (len(KEPT) + len(TORN) if intact else len(KEPT))
        assert found.entries("log", 0, size) == [*KEPT, *TORN][:size]
        assert found.register("head") == b"one"
        found.append("log", size, [b"life goes on"])
        assert found.entries("log", size, size + 1) == [b"life goes on"]
    assert True in seen
    assert seen.count(False) > 100


@pytest.mark.parametrize("new", [b"two", b"2" * 9_000], ids=["short", "long"])
def test_a_register_holds_the_old_or_the_new(tmp_path: Path, new: bytes) -> None:
    for intact, found in torn(tmp_path, lambda store: store.swap("head", b"one", new)):
        assert found.register("head") == (new if intact else b"one")
        assert found.entries("log", 0, found.size("log")) == KEPT
