"""Cases of ``regime.state``: named subjects of the state after a history, where ``regime.fold`` shows a digest of all.

What is irregular is stated by hand, and so is what the subjects say; here are their lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from book import Book

from upper_cases.amended import Amending
from upper_cases.desk import RU, US
from upper_cases.terms import DAY, IN_FORCE, Told

Break = tuple[str, str, bytes]
"""A rule, a code, and the id of the statement that broke it."""


@dataclass
class Case:
    """A history, what in it is irregular, and what subjects of the state then say."""

    name: str
    told: Told
    why: str
    broken: list[Break] = field(default_factory=list)
    subjects: dict[str, Any] = field(default_factory=dict)


def given(told: Told) -> dict[str, Any]:
    """Return the input of a case that goes on from a stage."""
    begun = told.marks[told.stage]
    return {
        "base": told.base,
        "upto": told.sizes(),
        "then": [[log, told.logs[log][index].decode()] for log, index in told.order[begun:]],
        "now": told.now,
    } | ({"documents": told.order_of(told.held)} if isinstance(told, Amending) and told.held else {})


def add(book: Book, case: Case) -> None:
    """Add a case of ``regime.state``."""
    told = case.told
    irregularities = sorted(
        (_irregularity(told, *broken) for broken in case.broken), key=lambda one: (one["log"], one["index"])
    )
    rules = sorted({rule for rule, _, _ in case.broken}, key=lambda rule: int(rule[1:]))
    source = f"spec/regime.md, {', '.join(rules) or 'the state'}"
    shown = given(told) | {"subjects": sorted(case.subjects)}
    expected = {"irregularities": irregularities, "subjects": case.subjects}
    book.ok(f"regime/{case.name}", "regime.state", shown, expected, case.why, source)


def _irregularity(told: Told, rule: str, code: str, statement: bytes) -> dict[str, Any]:
    log, index = told.ids[statement]
    party = next(party for party, origin in told.origins.items() if origin == log)
    return {"code": code, "index": index, "log": log, "party": party, "rule": rule, "subject": statement.hex()}


USUAL = ("either", "host-consents")
"""The conditions that hold at the stage ``ready``."""


def conditions(*holding: str) -> list[dict[str, str]]:
    """Return the subject ``condition``: those named hold."""
    every = ("asked", "both", "either", "host-consents", "many-launchers")
    return [{"holds": "yes" if name in holding else "no", "name": name} for name in every]


def duty(name: str, by: str, to: str, status: str, **members: Any) -> dict[str, Any]:
    """Return one line of the subject ``duty``."""
    ids = {key: value.hex() for key, value in members.items() if isinstance(value, bytes)}
    return {"by": by, "duty": name, "number": 0, "status": status, "to": [to]} | members | ids


def owed(told: Told, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the subject ``duty`` of the stage ``ready`` before 31 March: the two of every history, and more."""
    figures = told.last(US, "notification", "figures")
    standing = [
        duty(
            "count",
            US,
            RU,
            "done",
            number=1,
            blocked_by=["many-launchers"],
            done=figures,
            done_s=IN_FORCE + DAY,
            start_s=APRIL,
            from_s=IN_FORCE,
            due_s=APRIL + 10 * DAY,
        ),
        duty(
            "declare",
            US,
            RU,
            "due",
            start_s=IN_FORCE,
            from_s=IN_FORCE + 3 * DAY,
            due_s=IN_FORCE + 30 * DAY,
        ),
    ]
    return sorted((*standing, *more), key=lambda one: (one["duty"], one["number"], one.get("start", ""), one["by"]))


APRIL = 1_648_771_200  # 2022-04-01T00:00:00Z, the first end of a month


def rung(name: str, status: str, stepped: list[str], **members: int) -> dict[str, Any]:
    """Return a rung of the subject ``ladder``: who of the two has not stepped is missing."""
    missing = [party for party in (RU, US) if party not in stepped]
    return {"missing": missing, "rung": name, "status": status, "stepped": stepped} | members


def quota(visits: list[bytes], excess: list[bytes] | None = None, period: int = 1) -> dict[str, Any]:
    """Return the one line of the subject ``quota``."""
    named = {"excess": excess or [], "visits": visits}
    lists = {name: sorted(one.hex() for one in ids) for name, ids in named.items()}
    return {"key": "all", "period": period, "places": 1, "quota": "yearly"} | lists


def owed_while_suspended(told: Told, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what ``owed`` does, where a duty that waits is suspended."""
    return [one | ({"status": "suspended"} if one["status"] == "due" else {}) for one in owed(told, *more)]


def dispute(raised: bytes, party: str, status: str, about: bytes | None = None, **members: Any) -> dict[str, Any]:
    """Return one line of the subject ``dispute``."""
    line = {"party": party, "raised": raised.hex(), "status": status} | members
    return line if about is None else line | {"about": about.hex()}
