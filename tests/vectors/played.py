"""The scenario of the repository, played: once a process for each variant, since a play takes seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from counterseal.node import draft
from counterseal.world.player import Played, Player
from counterseal.world.scenario import Scenario, parse
from counterseal.world.stage import Event

ROOT = Path(__file__).resolve().parents[2]
NAME = "deveselu-one-visit"
VARIANTS = ("late-freeze", "item-there", "another-share", "two-histories")


def scenario(variant: str = "") -> Scenario:
    """Return the scenario, or one of its variants."""
    read = parse(draft.read((ROOT / "scenarios" / f"{NAME}.yaml").read_bytes()))
    return read.variant(variant) if variant else read


def agreement_draft() -> dict[str, Any]:
    """Return the agreement's draft."""
    return draft.read((ROOT / "agreements" / f"{NAME}.yaml").read_bytes())


@cache
def play(variant: str = "") -> tuple[Played, tuple[Event, ...]]:
    """Return what the play left and told. Shared: look, do not touch."""
    told: list[Event] = []
    return Player(scenario(variant), agreement_draft(), told.append).play(), tuple(told)
