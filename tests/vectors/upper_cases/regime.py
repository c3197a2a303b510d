"""Cases of the fold: the play at every stage, and each rule broken alone, on top of the play.

What an entry breaks is stated here by hand, as rule, code and place. The state digest then comes from
``validation/state.py``, which knows no rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from book import Book

from upper_cases.desk import QUORUM, Desk, leaf
from validation import state
from validation.state import Place

Broken = tuple[str, str, Place]
"""A rule, a code, and the entry that broke it."""


@dataclass
class Case:
    """One history and what it comes to. ``waits``: party -> entries folded, where not all of its log is."""

    name: str
    desk: Desk
    why: str
    broken: list[Broken] = field(default_factory=list)
    waits: Mapping[str, int] = field(default_factory=dict)
    in_force: bool = True
    source: str = ""


def given(desk: Desk) -> dict[str, Any]:
    """Return the input of a case."""
    return {
        "base": desk.base.name,
        "upto": desk.upto,
        "then": [[log, entry.decode()] for log, entry in desk.then],
        "now": desk.now,
    }


def add(book: Book, case: Case) -> None:
    """Add a case of ``regime.fold``."""
    desk = case.desk
    sizes = {log: len(entries) for log, entries in desk.logs.items()}
    sizes |= {desk.origins[party]: size for party, size in case.waits.items()}
    waiting = {(log, index) for log, entries in desk.logs.items() for index in range(sizes[log], len(entries))}
    irregularities = sorted((_irregularity(desk, *broken) for broken in case.broken), key=_rank)
    void = {place for rule, _, place in case.broken if rule != "R16"} | waiting
    subjects = state.subjects(desk.agreement, desk.logs, void, irregularities, case.in_force, QUORUM[desk.base.name])
    expected = {
        "state": state.digest(desk.base.agreement.encode(), desk.now, subjects).hex(),
        "irregularities": irregularities,
        "sizes": sizes,
    }
    rules = sorted({rule for rule, _, _ in case.broken}, key=lambda rule: int(rule[1:]))
    source = case.source or f"spec/regime.md, {', '.join(rules) or 'order'}"
    assert len(rules) <= 2, case.name
    book.ok(f"regime/{case.name}", "regime.fold", given(desk), expected, case.why, source)


def _irregularity(desk: Desk, rule: str, code: str, place: Place) -> dict[str, Any]:
    log, index = place
    party = next(party for party, origin in desk.origins.items() if origin == log)
    if rule == "R16":  # charged to the log that forked, found where it was observed
        seen = state.text_of(desk.logs[log][index]).decode()
        party = next(party for party, origin in desk.origins.items() if f'"checkpoint":"{origin}' in seen)
    subject = leaf(desk.logs[log][index]) if rule == "R1" else desk.id(place)
    return {"code": code, "index": index, "log": log, "party": party, "rule": rule, "subject": subject}


def _rank(irregularity: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(irregularity[name] for name in ("log", "index", "rule", "code", "party", "subject"))
