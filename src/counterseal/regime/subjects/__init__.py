"""One module per subject.

Each exports ``RULES`` (kind -> numbered checks) and ``EFFECTS`` (kind -> what a statement does that passed them).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from counterseal.regime.effects import Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.regime.subjects import cut, declaration, draw, inspection, membership, observation

Effects: TypeAlias = Callable[[Facts, Said], tuple[Effect, ...]]

SUBJECTS = (membership, observation, declaration, inspection, draw, cut)

RULES: dict[str, tuple[Rule, ...]] = {kind: rules for subject in SUBJECTS for kind, rules in subject.RULES.items()}
EFFECTS: dict[str, Effects] = {kind: effects for subject in SUBJECTS for kind, effects in subject.EFFECTS.items()}
