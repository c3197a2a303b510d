"""A store in memory: for plays and tests. It loses everything with the process."""

from __future__ import annotations

from collections.abc import Sequence

from counterseal.errors import Misuse, Unavailable


class MemoryStore:
    """See ``store.contract``."""

    def __init__(self) -> None:
        self._logs: dict[str, list[bytes]] = {}
        self._registers: dict[str, bytes] = {}

    def size(self, log: str) -> int:
        """See ``Store.size``."""
        return len(self._logs.get(log, ()))

    def append(self, log: str, start: int, entries: Sequence[bytes]) -> None:
        """See ``Store.append``."""
        if start != self.size(log):
            raise Unavailable(f"{log} has {self.size(log)} entries, not {start}: another writer was here")
        self._logs.setdefault(log, []).extend(entries)

    def entries(self, log: str, start: int, end: int) -> list[bytes]:
        """See ``Store.entries``."""
        if not 0 <= start <= end <= self.size(log):
            raise Misuse(f"no entries {start} to {end} among {self.size(log)} of {log}")
        return self._logs.get(log, [])[start:end]

    def register(self, name: str) -> bytes:
        """See ``Store.register``."""
        return self._registers.get(name, b"")

    def swap(self, name: str, old: bytes, new: bytes) -> None:
        """See ``Store.swap``."""
        if self.register(name) != old:
            raise Unavailable(f"register {name} does not hold what was read: another writer was here")
        self._registers[name] = new
