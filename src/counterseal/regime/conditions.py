"""Conditions: does one hold, as somebody sees what was notified? (spec/regime.md, section 5)

Whoever asks brings a ``Sight``: the author of a statement sees its past at the hour it tells, the reader of a state
sees everything at an hour. A condition looks at nothing else; so everybody who sees the same has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counterseal.agreement.document import Agreement
from counterseal.agreement.terms import WHO, Condition
from counterseal.regime.facts import Facts, Sight


def holds(facts: Facts, name: str, sight: Sight) -> bool:
    """Return whether the condition of that name holds. Requires that it exists, and that conditions do not circle."""
    return holding(facts, (name,), sight)[name]


def holding(facts: Facts, names: tuple[str, ...], sight: Sight) -> dict[str, bool]:
    """Return of each of some conditions, and of all that they are made of, whether it holds; each is judged once."""
    known: dict[str, bool] = {}
    for part in facts.agreement.condition_parts(names):
        known[part] = _holds(facts, facts.agreement.condition(part), sight, known)
    return known


def _holds(facts: Facts, condition: Condition, sight: Sight, known: Mapping[str, bool]) -> bool:
    """Return whether a condition holds, where it is known of those that it is made of."""
    if condition.all:
        return all(known[part] for part in condition.all)
    if condition.any:
        return any(known[part] for part in condition.any)
    if condition.figure is not None:
        assert condition.by is not None  # the agreement was checked
        assert condition.at_least is not None
        value = sight.figure(condition.by, condition.figure)
        return value is not None and value >= condition.at_least
    return all(_said(facts, condition, party, sight) for party in _sayers(facts, condition))


def _sayers(facts: Facts, condition: Condition) -> tuple[str, ...]:
    """Return what ``sayers`` does; it is reckoned once."""
    known: tuple[str, ...] | None = facts.derived.get(("sayers", condition.name))
    if known is None:
        known = facts.derived["sayers", condition.name] = sayers(facts.agreement, condition)
    return known


def sayers(agreement: Agreement, condition: Condition) -> tuple[str, ...]:
    """Return the parties who must all have said what a condition rests on."""
    if condition.by is not None:
        return (condition.by,)
    term = agreement.notification(condition.notification or "")
    assert term is not None  # the agreement was checked
    if "each" in term.by:
        return tuple(party.name for party in agreement.principals)
    return tuple(party for party in term.by if party not in WHO)


def resting_on(agreement: Agreement, names: Iterable[str]) -> frozenset[str]:
    """Return the formats of notification on which conditions rest, and all that those rest on."""
    found: set[str] = set()
    asked = list(names)
    seen: set[str] = set()
    while asked:
        name = asked.pop()
        if name in seen:
            continue
        seen.add(name)
        condition = agreement.condition(name)
        asked += [*condition.all, *condition.any]
        formats = {condition.notification, condition.withdrawn_by} - {None}
        if condition.figure is not None:
            formats |= {term.name for term in agreement.notifications if condition.figure in term.figures}
        for term in agreement.notifications:
            if term.name in formats and term.name not in found:
                found.add(term.name)
                asked += term.only_if
    return frozenset(found)


def all_hold(facts: Facts, names: tuple[str, ...], sight: Sight) -> bool:
    """Return whether every condition named holds."""
    known = holding(facts, names, sight)
    return all(known[name] for name in names)


def _said(facts: Facts, condition: Condition, party: str, sight: Sight) -> bool:
    said = sight.last(condition.notification or "", party)
    if said is None:
        return False
    if condition.withdrawn_by is not None:
        withdrawn = sight.last(condition.withdrawn_by, party)
        if withdrawn is not None and withdrawn[0] > said[0]:
            return False
    until = facts.statements[said[1]].body.until
    return until is None or sight.reaches(until)
