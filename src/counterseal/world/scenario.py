"""The scenario: a script of steps, the hidden truth, and variants in which something else happens.

Read by the same shapes as statements, from YAML at the door. ``Scenario.variant`` returns the script with one variant's
changes made: other minutes, other truth, or a party that lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from counterseal.encoding.shape import Choice, Integer, ListOf, MapOf, Record, Shape, Text
from counterseal.errors import Refused
from counterseal.statements.kinds import NAME, POINT, UNIX_S

DEEDS = (
    "accede",
    "announce",
    "attest",
    "cut",
    "declare",
    "open-points",
    "open-shares",
    "report",
    "seal-shares",
    "verify-freeze",
)
LIES = ("history", "share")


@dataclass(frozen=True, kw_only=True)
class Step:
    """What happens ``minute`` minutes after the start; ``site`` or ``inspection`` where the deed needs one."""

    minute: int
    do: str
    site: str | None = None
    inspection: str | None = None


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A neutral cosigner and its side."""

    name: str
    side: str


@dataclass(frozen=True, kw_only=True)
class Persons:
    """How many persons of each party hold a role."""

    role: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Roots:
    """How many root keys each party has, and how many of them must sign."""

    count: int
    threshold: int


@dataclass(frozen=True, kw_only=True)
class Lie:
    """Who lies, and about what: ``share`` (opens another than it sealed) or ``history`` (shows two of its log)."""

    party: str
    about: str


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What a variant changes."""

    minutes: Mapping[str, int] | None = None
    truth: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None
    lie: Lie | None = None


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """The script. ``truth``: site -> item -> points that really hold one."""

    name: str
    agreement: str
    starts_at: int
    seed: str
    witnesses: tuple[Witness, ...]
    quorum: int
    persons: tuple[Persons, ...]
    roots: Roots
    truth: Mapping[str, Mapping[str, tuple[str, ...]]]
    steps: tuple[Step, ...]
    variants: Mapping[str, Variant] | None = None
    lie: Lie | None = None

    def variant(self, name: str) -> Scenario:
        """Return this script as the variant ``name`` changes it.

        Raises:
            Refused: ``scenario-variant``: there is none of this name.
        """
        variants = self.variants or {}
        if name not in variants:
            known = ", ".join(sorted(variants)) or "none"
            raise Refused("scenario-variant", f"got variant {name!r}, this scenario has {known}")
        changed = variants[name]
        minutes = dict(changed.minutes or {})
        steps = list(self.steps)
        for deed, minute in minutes.items():  # the last step of a deed is the one meant: cuts come more than once
            places = [place for place, step in enumerate(steps) if step.do == deed]
            if not places:
                raise Refused("scenario-variant", f"got a minute for {deed!r}, which no step does", f"/variants/{name}")
            steps[places[-1]] = replace(steps[places[-1]], minute=minute)
        truth = {site: {**items, **(changed.truth or {}).get(site, {})} for site, items in self.truth.items()}
        scenario = replace(self, steps=tuple(steps), truth=truth, lie=changed.lie)
        _check_minutes(scenario)
        return scenario


_ITEMS: Shape[Any] = MapOf(MapOf(ListOf(POINT, 0, key=str), low=0))
_LIE = Record(Lie, {"party": NAME, "about": Choice(LIES)})
_VARIANT = Record(Variant, {}, {"minutes": MapOf(Integer(0, 1_000_000)), "truth": _ITEMS, "lie": _LIE})

SHAPE: Record[Scenario] = Record(
    Scenario,
    {
        "name": NAME,
        "agreement": NAME,
        "starts_at": UNIX_S,
        "seed": Text(r"[ -~]+", 256),
        "witnesses": ListOf(Record(Witness, {"name": NAME, "side": NAME}), 0, 16, key=lambda witness: witness.name),
        "quorum": Integer(1, 64),
        "persons": ListOf(Record(Persons, {"role": NAME, "count": Integer(1, 16)}), 1, 64),
        "roots": Record(Roots, {"count": Integer(1, 16), "threshold": Integer(1, 16)}),
        "truth": _ITEMS,
        "steps": ListOf(
            Record(Step, {"minute": Integer(0, 1_000_000), "do": Choice(DEEDS)}, {"site": NAME, "inspection": NAME}),
            1,
            1024,
        ),
    },
    {"variants": MapOf(_VARIANT)},
)


def parse(document: Any) -> Scenario:
    """Return the scenario that a document read from YAML states.

    Raises:
        Refused: ``field-*`` with the member's path; ``scenario-minutes``: steps out of order.
    """
    scenario = SHAPE.read(document)
    _check_minutes(scenario)
    return scenario


def _check_minutes(scenario: Scenario) -> None:
    minutes = [step.minute for step in scenario.steps]
    if minutes != sorted(minutes):
        raise Refused("scenario-minutes", "got steps whose minutes go backwards", "/steps")
