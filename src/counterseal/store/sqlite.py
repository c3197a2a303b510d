"""A store in one SQLite file: write-ahead log, every commit synced.

    entries(log, place, data)      primary key (log, place)
    registers(name, data)          primary key name

Python's own ``sqlite3`` is never used on the file: its library may be one with the WAL-reset bug, which 3.51.3 fixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apsw

from counterseal.errors import Misuse, Unavailable

SQLITE_MIN = 3_051_003  # 3.51.3, the first release without the WAL-reset bug

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (log TEXT NOT NULL, place INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (log, place)) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS registers (name TEXT PRIMARY KEY NOT NULL, data BLOB NOT NULL) WITHOUT ROWID, STRICT;
"""


class SqliteStore:
    """See ``store.contract``. One connection; ``close`` when done."""

    def __init__(self, path: Path) -> None:
        """Open or create the file.

        Raises:
            Unavailable: the file cannot be opened, or is no database.
        """
        if apsw.SQLITE_VERSION_NUMBER < SQLITE_MIN:
            raise Unavailable(f"SQLite {apsw.sqlite_lib_version()} has a known fault", "install apsw 3.51.3 or newer")
        try:
            self._db = apsw.Connection(str(path))
            self._db.set_busy_timeout(5_000)
            mode = self._db.pragma("journal_mode", "wal")
            self._db.pragma("synchronous", "full")
            self._db.execute(_SCHEMA)
        except apsw.Error as error:
            raise Unavailable(f"cannot open the store {path}: {error}", "check path, rights and disk") from None
        if mode != "wal":
            raise Unavailable(f"the store {path} is in journal mode {mode}, want wal", "use a local file system")

    def close(self) -> None:
        """Close the file; nothing acknowledged is lost without it."""
        self._db.close()

    def size(self, log: str) -> int:
        """See ``Store.size``."""
        return int(self._one("SELECT coalesce(max(place) + 1, 0) FROM entries WHERE log = ?", log))

    def append(self, log: str, start: int, entries: Sequence[bytes]) -> None:
        """See ``Store.append``."""
        rows = [(log, start + offset, entry) for offset, entry in enumerate(entries)]
        with _Write(self._db, f"append to {log}"):
            if self.size(log) != start:
                raise Unavailable(f"{log} has {self.size(log)} entries, not {start}: another writer was here")
            self._db.executemany("INSERT INTO entries VALUES (?, ?, ?)", rows)

    def entries(self, log: str, start: int, end: int) -> list[bytes]:
        """See ``Store.entries``."""
        if not 0 <= start <= end <= self.size(log):
            raise Misuse(f"no entries {start} to {end} among {self.size(log)} of {log}")
        sql = "SELECT data FROM entries WHERE log = ? AND place >= ? AND place < ? ORDER BY place"
        found = [row[0] for row in self._rows(sql, log, start, end)]
        if len(found) != end - start:
            raise Unavailable(
                f"{log} lacks entries between {start} and {end}", "the file is damaged; restore from peers"
            )
        return found

    def register(self, name: str) -> bytes:
        """See ``Store.register``."""
        return bytes(self._one("SELECT coalesce((SELECT data FROM registers WHERE name = ?), x'')", name))

    def swap(self, name: str, old: bytes, new: bytes) -> None:
        """See ``Store.swap``."""
        with _Write(self._db, f"set {name}"):
            if self.register(name) != old:
                raise Unavailable(f"register {name} does not hold what was read: another writer was here")
            self._db.execute(
                "INSERT INTO registers VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = ?", (name, new, new)
            )

    def _one(self, sql: str, *values: str) -> Any:
        return self._rows(sql, *values)[0][0]

    def _rows(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        try:
            return list(self._db.execute(sql, values))
        except apsw.Error as error:
            raise Unavailable(f"cannot read the store: {error}", "check the disk; restore a damaged file") from None


class _Write:
    """A transaction that takes the write lock first, so that what it reads cannot change before it writes."""

    def __init__(self, db: apsw.Connection, what: str) -> None:
        self._db = db
        self._what = what

    def __enter__(self) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except apsw.Error as error:
            raise Unavailable(f"cannot {self._what}: {error}", "is another process writing?") from None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None:
            try:
                self._db.execute("COMMIT")
                return
            except apsw.Error as failed:
                error = failed
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        if isinstance(error, apsw.Error):
            raise Unavailable(f"cannot {self._what}: {error}", "check the disk; nothing was added") from None
