"""Filler: entries that say nothing, so that the pace of a log tells nothing either. They count in the volume (R33)."""

from __future__ import annotations

from counterseal.regime.effects import Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule


def fill(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """Nothing is said."""
    return ()


RULES: dict[str, tuple[Rule, ...]] = {"filler": ()}
EFFECTS = {"filler": fill}
