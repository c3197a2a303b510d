"""Two agreements compared: what was added, removed, changed, by path.

    /duties/receipt/within: 1 hour -> 2 hours

1. entries with a name are the same entry if they have the same name, wherever they stand;
2. of a list of names or words, each is there or not; so, too, of signatures, by whose they are and in which role;
3. where an order means something, of rungs, of clauses, of runs of a quota, another order is a change;
4. what one of the two leaves out, and the other says with its usual value, is a change all the same.

Values are canonical JSON; two agreements that differ in nothing have the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from counterseal.agreement.phrases import UNITS
from counterseal.agreement.words import counted
from counterseal.encoding import strict
from counterseal.encoding.canonical import Value
from counterseal.errors import Refused

ORDERED = ("clauses", "rungs")
"""Lists of named entries whose order means something; all others are sorted."""

HOURS = ("expires_at",)
"""Members that are hours."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change at a path; ``old`` is None for what was added, ``new`` for what was removed."""

    where: str
    old: Value | None
    new: Value | None

    @property
    def what(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


def compare(old: Mapping[str, Value], new: Mapping[str, Value]) -> tuple[Change, ...]:
    """Return the changes from one document to another, by path in the order of the documents' member names."""
    return tuple(_members(old, new, ""))


def said(change: Change, hour: Callable[[int], str]) -> str:
    """Return a change in words. ``hour`` shows Unix seconds.

    >>> said(Change(where="/duties/receipt/within", old={"hours": 1}, new={"hours": 2}), str)
    '/duties/receipt/within: 1 hour -> 2 hours'
    """
    old, new = (None if value is None else _shown(change.where, value, hour) for value in (change.old, change.new))
    if old is None:
        return f"{change.where}: added {new}"
    return f"{change.where}: removed {old}" if new is None else f"{change.where}: {old} -> {new}"


def _members(old: Mapping[str, Value], new: Mapping[str, Value], where: str) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        yield from _values(old.get(name), new.get(name), f"{where}/{name}")


def _values(old: Value | None, new: Value | None, where: str) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and not (_is_span(old) and _is_span(new)):
        yield from _members(old, new, where)
    elif _is_list(old) and _is_list(new):
        yield from _lists(old or [], new or [], where)
    else:
        yield Change(where=where, old=old, new=new)


def _is_list(value: Value | None) -> bool:
    return value is None or isinstance(value, list)


def _lists(old: Any, new: Any, where: str) -> Iterator[Change]:
    """Yield the changes of a list whose items have names of their own, or that is changed as a whole."""
    befores, afters = _keyed(old), _keyed(new)
    if befores is None or afters is None:
        yield Change(where=where, old=old or None, new=new or None)
        return
    for key in sorted(befores.keys() | afters.keys()):
        before, after = befores.get(key), afters.get(key)
        if isinstance(before or after, dict):
            yield from _values(before, after, f"{where}/{key}")
        elif before != after:
            yield Change(where=where, old=before, new=after)
    common = befores.keys() & afters.keys()
    if where.rpartition("/")[2] in ORDERED:
        order = [[key for key in keyed if key in common] for keyed in (befores, afters)]
        if order[0] != order[1]:
            yield Change(where=where, old=list(order[0]), new=list(order[1]))


def _keyed(items: list[Any]) -> dict[str, Any] | None:
    """Return the items of a list by what makes each the same item; None if nothing does."""
    keyed: dict[str, Any] = {}
    for item in items:
        if isinstance(item, str):
            keyed[item] = item
        elif isinstance(item, dict) and "name" in item:
            keyed[str(item["name"])] = item
        elif isinstance(item, dict) and item.keys() == {"by", "persons", "role"}:
            keyed[f"{item['by']}-{item['role']}"] = item
        else:
            return None
    return keyed


def _is_span(value: Mapping[str, Value]) -> bool:
    return len(value) == 1 and value.keys() <= UNITS.keys()


def _shown(where: str, value: Value, hour: Callable[[int], str]) -> str:
    """Return a value on one line."""
    name = where.rpartition("/")[2]
    if isinstance(value, int):
        return hour(value) if name in HOURS else str(value)
    if isinstance(value, str):
        return _rational(value)
    if isinstance(value, list):
        return ", ".join(_shown(where, item, hour) for item in value)
    if _is_span(value):
        ((unit, number),) = value.items()
        assert isinstance(number, int)  # the agreement was checked
        return counted("en", unit, number)
    members = (f"{key} {_shown(f'{where}/{key}', item, hour)}" for key, item in value.items() if key != "name")
    return f"({'; '.join(members)})"


def _rational(text: str) -> str:
    """Return a text, and a rational as people write it."""
    try:
        return str(strict.rational(text))
    except Refused:
        return text
