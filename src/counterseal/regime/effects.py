"""What a step may do to the facts, as values, and the one function that does it.

A rule never touches the facts; it returns effects. Each effect only adds, under a key that no other statement can
take in another order; so effects of concurrent statements commute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from counterseal.errors import Misuse
from counterseal.log.cosignature import TIME_MAX
from counterseal.regime.facts import Facts, Irregularity, Said, Sighting


@dataclass(frozen=True)
class Irregular:
    """The entry broke ``rule`` in the way ``code`` names; it has no other effect."""

    irregularity: Irregularity


@dataclass(frozen=True)
class Counted:
    """The text id met its threshold here first: it takes its slot, and its citations move on."""

    said: Said


@dataclass(frozen=True)
class KeysSet:
    """The party's keys are known from here on."""

    said: Said


@dataclass(frozen=True)
class Acceded:
    """The party bound itself to the agreement."""

    said: Said


@dataclass(frozen=True)
class Sighted:
    """The author holds another checkpoint: its causal past grows."""

    said: Said


@dataclass(frozen=True)
class Forked:
    """Two roots were signed for one log and size."""

    irregularity: Irregularity


@dataclass(frozen=True)
class Declared:
    """A site is declared by its holder."""

    said: Said


@dataclass(frozen=True)
class Noticed:
    """An inspection is announced: it is open from here on."""

    said: Said


@dataclass(frozen=True)
class ShareSealed:
    """A party is committed to its share of a draw."""

    said: Said


@dataclass(frozen=True)
class ShareOpened:
    """A party opened the share that it had sealed."""

    said: Said


@dataclass(frozen=True)
class DrawSpoiled:
    """A share was opened early: the draw of this notice has no result, for ever."""

    exchange: bytes


@dataclass(frozen=True)
class Reported:
    """Both sides signed what was seen."""

    said: Said


@dataclass(frozen=True)
class CutClosed:
    """All parties signed one vector of log positions."""

    said: Said


Effect: TypeAlias = (
    Irregular
    | Counted
    | KeysSet
    | Acceded
    | Sighted
    | Forked
    | Declared
    | Noticed
    | ShareSealed
    | ShareOpened
    | DrawSpoiled
    | Reported
    | CutClosed
)


def apply(facts: Facts, effect: Effect) -> None:
    """Change ``facts`` by one effect."""
    match effect:
        case Irregular(irregularity) | Forked(irregularity):
            facts.irregularities.add(irregularity)
        case Counted(said):
            _count(facts, said)
        case KeysSet(said):
            facts.logs[said.log].keys = said.statement.body
        case Acceded(said):
            facts.accessions[said.statement.party] = said.id
        case Sighted(said):
            _sight(facts, said)
        case Declared(said):
            facts.declarations[said.statement.party, said.statement.body.site] = (said.id, said.statement.body)
        case Noticed(said):
            facts.notices[said.id] = (said.statement, said.statement.body)
        case ShareSealed(said):
            body = said.statement.body
            facts.sealed.setdefault(body.exchange, {})[said.statement.party] = (said.id, body)
        case ShareOpened(said):
            body = said.statement.body
            facts.opened.setdefault(body.exchange, {})[said.statement.party] = (said.id, body)
        case DrawSpoiled(exchange):
            facts.spoiled.add(exchange)
        case Reported(said):
            facts.reports[said.statement.body.notice] = (said.id, said.statement.body)
        case CutClosed(said):
            facts.cuts[said.statement.body.number] = (said.id, said.statement.body)
        case _:
            raise Misuse(f"no such effect: {effect!r}")


def _count(facts: Facts, said: Said) -> None:
    log = facts.logs[said.log]
    facts.places[said.id] = (said.log, said.index)
    if said.statement.slot is not None:
        log.slots[said.statement.slot] = said.id
    for digest in said.statement.seen:
        sighting = log.sightings[digest]
        log.cited[sighting.log] = sighting.size


def _sight(facts: Facts, said: Said) -> None:
    sighting = said.sighting
    assert sighting is not None  # the kind's effects are built only with one
    log = facts.logs[said.log]
    before = log.sightings.get(sighting.digest)
    # Seen again with fewer lines, a checkpoint stays witnessed; with others, it was by the earlier of the two hours.
    if before is None or _hour(sighting) < _hour(before):
        log.sightings[sighting.digest] = sighting
    log.sizes[sighting.log] = max(sighting.size, log.sizes.get(sighting.log, 0))
    if sighting.witnessed:
        log.founded.add((sighting.log, sighting.size, sighting.root))
        log.witnessed[sighting.log] = max(sighting.size, log.witnessed.get(sighting.log, 0))


def _hour(sighting: Sighting) -> int:
    return TIME_MAX + 1 if sighting.witnessed_at is None else sighting.witnessed_at
