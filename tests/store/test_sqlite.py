"""What only a file can lose, share or damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import apsw
import pytest

from counterseal.errors import Unavailable
from counterseal.store.sqlite import SqliteStore


def test_what_was_acknowledged_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    first = SqliteStore(path)
    first.append("a", 0, [b"1", b"2"])
    first.swap("r", b"", b"one")
    second = SqliteStore(path)  # the first was never closed, as after a crash of the process
    assert second.entries("a", 0, 2) == [b"1", b"2"]
    assert second.register("r") == b"one"
    first.close()
    second.close()


def test_every_commit_is_synced_to_a_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    assert store._db.pragma("journal_mode") == "wal"
    assert store._db.pragma("synchronous") == 2  # FULL: with less, a power cut loses acknowledged entries
    store.close()


@pytest.mark.parametrize(
    ("act", "read"),
    [
        (lambda store, name: store.append("a", 0, [name]), lambda store: store.entries("a", 0, 1)[0]),
        (lambda store, name: store.swap("r", b"", name), lambda store: store.register("r")),
    ],
    ids=["append", "swap"],
)
def test_of_two_connections_one_wins(
    tmp_path: Path, act: Callable[[SqliteStore, bytes], None], read: Callable[[SqliteStore], bytes]
) -> None:
    path = tmp_path / "store.db"
    SqliteStore(path).close()
    won: list[bytes] = []
    lost: list[bytes] = []
    start = Barrier(2)

    def write(name: bytes) -> None:
        store = SqliteStore(path)
        start.wait()
        try:
            act(store, name)
            won.append(name)
        except Unavailable:
            lost.append(name)
        store.close()

    writers = [Thread(target=write, args=(name,)) for name in (b"one", b"two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    store = SqliteStore(path)
    assert (len(won), len(lost)) == (1, 1)
    assert read(store) == won[0]
    store.close()


def test_a_failed_append_leaves_no_transaction_behind(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    with pytest.raises(Unavailable):
        store.append("a", 1, [b"1"])
    store.append("a", 0, [b"1"])
    assert store.size("a") == 1
    store.close()


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"not a database at all, but long enough to be read as its head" * 20)
    with pytest.raises(Unavailable, match="cannot open the store"):
        SqliteStore(path)


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot open the store"):
        SqliteStore(tmp_path / "nowhere" / "store.db")


def test_an_entry_that_vanished_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    store.append("a", 0, [b"1", b"2", b"3"])
    with apsw.Connection(str(path)) as db:
        db.execute("DELETE FROM entries WHERE place = 1")
    with pytest.raises(Unavailable, match="lacks entries"):
        store.entries("a", 0, 3)
    store.close()


def test_damaged_pages_are_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    store.append("a", 0, [bytes(5_000) for _ in range(20)])
    store.swap("r", b"", b"one")
    store.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)  # all but the first page
    path.write_bytes(data)
    with pytest.raises(Unavailable):
        _read_all(path)


def _read_all(path: Path) -> None:
    store = SqliteStore(path)
    try:
        store.entries("a", 0, store.size("a"))
        store.register("r")
    finally:
        store.close()
