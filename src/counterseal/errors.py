"""Every error this software raises on purpose, on one screen, by who is at fault.

    CountersealError
    ├── Refused       bytes from outside break a rule of spec/: the peer, the file, the document
    ├── Unavailable   the machine cannot do it now: disk, file, lock
    └── Misuse        the caller of a function broke its precondition

A ``Refused`` carries a stable code (listed with its meaning in ``spec/codes.json`` and printed alike by
every implementation), a sentence with got and want, the place, the mend, and the evidence where the
refused bytes prove something against somebody.
"""

from __future__ import annotations


class CountersealError(Exception):
    """The common base: ``except CountersealError`` catches all of ours and nothing else."""


class Refused(CountersealError):
    """Bytes from outside break a rule.

    Args:
        code: stable code of the rule, a key of ``spec/codes.json``.
        why: one sentence, got and want.
        where: the place: a path into the document, a line, a log index. Empty when there is only one place.
        mend: what the sender can do about it. Empty when nothing but other bytes would help.
        evidence: raw documents that prove the fault to a third party, for example two forked checkpoints.
    """

    def __init__(self, code: str, why: str, where: str = "", mend: str = "", evidence: tuple[bytes, ...] = ()) -> None:
        super().__init__(why)
        self.code = code
        self.why = why
        self.where = where
        self.mend = mend
        self.evidence = evidence

    def __str__(self) -> str:
        place = f" at {self.where}" if self.where else ""
        return f"{self.code}{place}: {self.why}"

    def at(self, where: str) -> Refused:
        """Return the same refusal with ``where`` put before its place."""
        place = f"{where}: {self.where}" if self.where else where
        return Refused(self.code, self.why, place, self.mend, self.evidence)


class Unavailable(CountersealError):
    """The machine cannot do it now; nothing is lost, trying again later may help.

    Args:
        why: one sentence, what failed.
        mend: what the operator can do about it.
    """

    def __init__(self, why: str, mend: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.mend = mend


class Misuse(CountersealError):
    """The caller broke a function's precondition: a fault of our own code or of a script."""
