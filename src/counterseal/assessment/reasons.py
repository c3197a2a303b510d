"""Why a status holds, and what would change it: codes of spec/confidence.md with the statements and numbers they cite.

The status is the first that holds:

    contradicted   what a report by both sides says cannot be if the undertaking is kept; no probability then
    disputed       an inspection is open at the cut, a party's log has forked, an item was found or declared where
                   the declaration, or the undertaking, has none, and no visit was made over a later declaration
    lapsed         the standard's time since the freeze is over at the cut
    not met        the guarantee is below the standard; the reasons say what is missing
    standard met   it is not
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterseal.encoding.canonical import Value

OPEN_CODES = {
    "ambiguous": "points-ambiguous",
    "away": "points-away",
    "failed": "points-failed",
    "not-measured": "points-not-measured",
    "refused": "points-refused",
    "too-small": "points-too-small",
}
"""Outcome of a point that is no result -> the reason for which its visit adds nothing."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a status holds: a code, and the statements it rests on."""

    code: str
    statements: tuple[bytes, ...] = ()

    def value(self) -> Value:
        """Return the reason as a canonical JSON value."""
        return {"code": self.code, "statements": [key.hex() for key in self.statements]}


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would change a finding: a code, and what it is about.

    Attributes:
        hour: until when.
        points: how many more, or fewer.
        seconds: within less than which.
        statements: which it is about.
    """

    code: str
    hour: int | None = None
    points: int | None = None
    seconds: int | None = None
    statements: tuple[bytes, ...] = ()

    def value(self) -> Value:
        """Return the change as a canonical JSON value."""
        value: dict[str, Value] = {"code": self.code}
        numbers = {"hour": self.hour, "points": self.points, "seconds": self.seconds}
        value |= {name: number for name, number in numbers.items() if number is not None}
        return value | {"statements": [key.hex() for key in self.statements]} if self.statements else value


def joined(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return one reason a code, with the statements of all, in the order of ``REASON_ORDER``."""
    found: dict[str, list[bytes]] = {}
    for reason in reasons:
        found.setdefault(reason.code, []).extend(reason.statements)
    return tuple(
        Reason(code=code, statements=tuple(dict.fromkeys(found[code]))) for code in _SHORTFALLS if code in found
    )


_SHORTFALLS = (
    "key-revoked",
    *OPEN_CODES.values(),
    "freeze-late",
    "sensitivity-expired",
    "untested",
    "points-closed",
    "chosen-by-inspected",
    "points-unopened",
)
