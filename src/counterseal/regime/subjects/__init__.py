"""One module per subject.

Each exports ``RULES`` (kind -> numbered checks) and ``EFFECTS`` (kind -> what a statement does that passed them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from counterseal.regime.effects import Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.regime.subjects import (
    amendment,
    cut,
    declaration,
    designation,
    draw,
    filler,
    inspection,
    keys,
    membership,
    notification,
    observation,
    reading,
    seal,
)

Effects: TypeAlias = Callable[[Facts, Said], tuple[Effect, ...]]

SUBJECTS = (
    membership,
    keys,
    observation,
    notification,
    declaration,
    seal,
    designation,
    inspection,
    reading,
    draw,
    cut,
    amendment,
    filler,
)

RULES: dict[str, tuple[Rule, ...]] = {kind: rules for subject in SUBJECTS for kind, rules in subject.RULES.items()}
CONSEQUENCES: Mapping[str, Effects] = {**draw.CONSEQUENCES, **amendment.CONSEQUENCES}
"""Code of a broken rule -> what the breach does besides: an irregular statement keeps its adverse effects."""
EFFECTS: dict[str, Effects] = {kind: effects for subject in SUBJECTS for kind, effects in subject.EFFECTS.items()}
