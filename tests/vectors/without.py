"""The fold without one of its rules: what a reader would make of logs who did not ask it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from counterseal.agreement.document import Agreement
from counterseal.agreement.terms import Volume
from counterseal.log import note
from counterseal.log.policy import Policy
from counterseal.regime import admit, fold, standing, subjects
from counterseal.regime.effects import Sighted
from counterseal.regime.facts import Facts, Irregularity, LogFacts, Said
from counterseal.regime.standing import Rule
from counterseal.statements import statement


def switch_off(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one rule find no fault with anything."""

    def off(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(Rule(one.id, _no_fault) if one.id == rule else one for one in rules)

    monkeypatch.setattr(fold, "STANDING", off(standing.RULES))
    monkeypatch.setattr(fold, "RULES", {kind: off(rules) for kind, rules in subjects.RULES.items()})
    if rule == "R16":
        monkeypatch.setattr(fold, "EFFECTS", {**subjects.EFFECTS, "observed": lambda facts, said: (Sighted(said),)})
    if rule == "R33":
        monkeypatch.setattr(fold, "_count_volume", _count_without_end)
    if rule in ("R2", "R3", "R4", "R5"):
        monkeypatch.setattr(fold, "admit", _lenient(rule))


def _no_fault(facts: Facts, said: Said) -> str:
    return ""


def _count_without_end(facts: Facts, volume: Volume, own: LogFacts, entry: Said | Irregularity, size: int) -> None:
    """Count an entry under a volume that nobody uses up."""
    _COUNT_VOLUME(facts, replace(volume, bytes=2**50, entries=2**50), own, entry, size)


_COUNT_VOLUME = fold._count_volume


def _lenient(rule: str) -> Any:
    """Return ``admit`` without one of its rules: what the rule compares is made equal."""

    def lenient(agreement: Agreement, policy: Policy, party: str, log: str, index: int, data: bytes) -> Any:
        entry = admit.admit(agreement, policy, party, log, index, data)
        if not isinstance(entry, Irregularity) or entry.rule != rule:
            return entry
        said = statement.parse(note.parse(data).text)
        place = index
        match rule:
            case "R2":
                agreement = replace(agreement, mode="exercise" if said.header == statement.EXERCISE_HEADER else "real")
            case "R3":
                agreement = _Elsewhere(**{name: getattr(agreement, name) for name in agreement.__dataclass_fields__})
                agreement.__dict__["elsewhere"] = said.channel
            case "R4":
                party = said.party
            case "R5":
                place = admit.POSITIONS.get(said.kind, max(index, 2))
        again = admit.admit(agreement, policy, party, log, place, data)
        return again if isinstance(again, Irregularity) else replace(again, index=index)

    return lenient


class _Elsewhere(Agreement):
    """The agreement of another channel."""

    @property
    def channel(self) -> str:
        channel: str = self.__dict__["elsewhere"]
        return channel
