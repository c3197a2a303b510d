"""Observation: what a party saw of the logs, and forks.

R14  see ``regime.admit``
R15  an observed size never recedes                                  observed-receding
R16  one size of one log has one root, for ever                      fork, charged to the log's party
"""

from __future__ import annotations

from counterseal.regime.effects import Effect, Forked, Sighted
from counterseal.regime.facts import Facts, Irregularity, Said
from counterseal.regime.standing import Rule


def not_receding(facts: Facts, said: Said) -> str:
    """R15."""
    sighting = said.sighting
    assert sighting is not None  # admission gives every observed statement one
    return "observed-receding" if sighting.size < facts.logs[said.log].sizes.get(sighting.log, 0) else ""


def sight(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The causal past grows; a root that is not the log's own at that size is a fork (R16)."""
    sighting = said.sighting
    assert sighting is not None
    log = facts.logs[sighting.log]
    if log.root(sighting.size) == sighting.root:
        return (Sighted(said),)
    fork = Irregularity("R16", "fork", log.party, said.log, said.index, said.id)
    return (Sighted(said), Forked(fork))


RULES = {"observed": (Rule("R15", not_receding),)}
EFFECTS = {"observed": sight}
