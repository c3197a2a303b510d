"""The scenario: a script of steps, the hidden truth, and variants in which something else happens.

    - {at: 2022-04-04T06:00:00Z, do: announce, inspection: deveselu-visit, label: visit-1}
    - {after: {minutes: 20}, do: notify, party: united-states, format: receipt, about: visit-1}
    - {after: {hours: 2}, do: verify-freeze, visit: visit-1}

Read by the same shapes as statements, from YAML at the door. When a step happens says one of ``minute``, counted from
the start, ``at``, an hour, and ``after``, counted from the step before; without any it is at the hour of the step
before. What a step makes may have a ``label``, by which later steps name it as ``about``, ``visit`` or
``designation``. ``MEMBERS`` says what else each deed takes. A
step may open a ``chapter``, the heading of what follows.

``Scenario.variant`` returns the script with one variant's changes made: other minutes, other truth, a party that lies
or is silent, steps left out or added. In a script with a lie, with silence, with steps left out or added, what can no
longer be done is told and left out; in any other it is a fault of the script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from counterseal.encoding.shape import Choice, Integer, ListOf, MapOf, Record, Shape, Text
from counterseal.errors import Refused
from counterseal.statements.kinds import FIGURE, NAME, OUTCOMES, POINT, UNIX_S

TIMES = frozenset(("after", "at", "minute"))
MEMBERS: Mapping[str, frozenset[str]] = {
    "accede": frozenset(),
    "announce": frozenset(("designation", "inspection")),
    "attest": frozenset(),
    "cheat": frozenset(("inspection", "visit")),
    "cut": frozenset(),
    "declare": frozenset(("holds", "site", "uids")),
    "notify": frozenset(("about", "figures", "format", "hour", "outcome", "party", "points", "site", "until", "words")),
    "one-sided-report": frozenset(("party", "visit")),
    "open-designation": frozenset(("visit",)),
    "open-points": frozenset(("outcomes", "visit")),
    "open-shares": frozenset(("visit",)),
    "place": frozenset(("item", "points", "site")),
    "read": frozenset(("monitor", "outcomes", "party", "points", "visit")),
    "report": frozenset(("visit",)),
    "seal-designation": frozenset(("inspection", "site")),
    "seal-shares": frozenset(("visit",)),
    "verify-freeze": frozenset(("visit",)),
    "wait": frozenset(("words",)),
}
"""Deed -> the members that its steps may have, besides ``do``, ``label`` and when."""

DEEDS = tuple(MEMBERS)
LIES = (
    "commitment",
    "declaration",
    "draw",
    "entries",
    "file",
    "history",
    "notice",
    "report",
    "revocation",
    "share",
    "tablet",
    "volume",
)
EXCHANGES = ("all", "news")
MINUTE_S = 60


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """A time that goes by: the sum of its members."""

    days: int | None = None
    hours: int | None = None
    minutes: int | None = None

    @property
    def seconds(self) -> int:
        """Its length."""
        return (((self.days or 0) * 24 + (self.hours or 0)) * 60 + (self.minutes or 0)) * MINUTE_S


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happens.

    Attributes:
        do: the deed, a key of ``MEMBERS``.
        chapter: the heading of what begins with this step, told before it.
        minute, at, after: when; see the module.
        label: the name of what it makes, or of the step itself.
        party, format: who says which notification, or who reports alone.
        inspection, site, item, monitor: names of the agreement.
        about, visit, designation: labels of earlier steps; without ``visit`` the last notice is meant.
        points: points that a notification names, or that hold the item from now on.
        outcome: a notification names the points of the visit that had this outcome.
        outcomes: how many of the points opened, the first ones drawn, show this instead of the truth.
        holds: what is declared -> the points of which it is declared, instead of the truth.
        uids: point -> unique identifier.
        hour, until, figures, words: of a notification; a format that carries an hour, and gets none, tells the step's.
    """

    do: str
    chapter: str | None = None
    minute: int | None = None
    at: int | None = None
    after: Lapse | None = None
    label: str | None = None
    party: str | None = None
    format: str | None = None
    inspection: str | None = None
    site: str | None = None
    item: str | None = None
    monitor: str | None = None
    about: str | None = None
    visit: str | None = None
    designation: str | None = None
    points: tuple[str, ...] = ()
    outcome: str | None = None
    outcomes: Mapping[str, int] | None = None
    holds: Mapping[str, tuple[str, ...]] | None = None
    uids: Mapping[str, str] | None = None
    hour: int | None = None
    until: int | None = None
    figures: Mapping[str, int] | None = None
    words: str | None = None


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
    """Who lies, and about what: ``share`` (opens another than it sealed), ``history`` (shows two of its log), or what
    the deed ``cheat`` does then (``counterseal.world.lies``).
    """

    party: str
    about: str


@dataclass(frozen=True, kw_only=True)
class Silence:
    """Who says nothing, cosigns nothing and hears nothing, from one hour until another, or for good."""

    party: str
    since: int
    until: int | None = None

    def holds(self, hour: int) -> bool:
        """Return whether it is silent at an hour."""
        return self.since <= hour and (self.until is None or hour < self.until)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What a variant changes. ``minutes``: deed -> minute of its last step; ``skip``: labels of steps left out."""

    minutes: Mapping[str, int] | None = None
    truth: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None
    lie: Lie | None = None
    silent: tuple[Silence, ...] = ()
    skip: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """The script.

    ``truth``: site -> item -> points that really hold one, at the start. ``exchange``: after each step ``all`` logs
    are published, cosigned, mirrored and observed (the default), or those in which there is ``news``, and before a cut
    all. ``yields``: what cannot be done is told, and is no fault of the script.
    """

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
    exchange: str | None = None
    lie: Lie | None = None
    silent: tuple[Silence, ...] = ()
    yields: bool = False

    @property
    def hours(self) -> tuple[int, ...]:
        """When each step happens, Unix seconds."""
        hours: list[int] = []
        for step in self.steps:
            before = hours[-1] if hours else self.starts_at
            if step.minute is not None:
                hours.append(self.starts_at + MINUTE_S * step.minute)
            elif step.at is not None:
                hours.append(step.at)
            else:
                hours.append(before + (0 if step.after is None else step.after.seconds))
        return tuple(hours)

    def variant(self, name: str) -> Scenario:
        """Return this script as the variant ``name`` changes it.

        Raises:
            Refused: ``scenario-variant``: there is none of this name, or it changes nothing that is there;
                ``scenario-minutes``: steps go back.
        """
        variants = self.variants or {}
        if name not in variants:
            known = ", ".join(sorted(variants)) or "none"
            raise Refused("scenario-variant", f"got variant {name!r}, this scenario has {known}")
        changed = variants[name]
        steps = list(self.steps)
        for deed, minute in (changed.minutes or {}).items():
            places = [place for place, step in enumerate(steps) if step.do == deed]
            if not places:
                raise Refused("scenario-variant", f"got a minute for {deed!r}, which no step does", f"/variants/{name}")
            # The last step of a deed is the one meant: cuts come more than once.
            steps[places[-1]] = replace(steps[places[-1]], minute=minute, at=None, after=None)
        truth = {site: {**items, **(changed.truth or {}).get(site, {})} for site, items in self.truth.items()}
        scenario = replace(self, steps=tuple(steps), truth=truth, lie=changed.lie, silent=changed.silent)
        scenario = replace(scenario, steps=_edited(scenario, changed, f"/variants/{name}"))
        _check(scenario)
        return replace(scenario, yields=bool(changed.lie or changed.silent or changed.skip or changed.steps))


_ITEMS: Shape[Any] = MapOf(MapOf(ListOf(POINT, 0, key=str), low=0), low=0)
_LAPSE = Record(Lapse, {}, {"days": Integer(0, 10_000), "hours": Integer(0, 10_000), "minutes": Integer(0, 1_000_000)})
_STEP = Record(
    Step,
    {"do": Choice(DEEDS)},
    {
        "about": NAME,
        "after": _LAPSE,
        "at": UNIX_S,
        "chapter": Text(r"[^\x00-\x1f\x7f]+", 100),
        "designation": NAME,
        "figures": MapOf(FIGURE),
        "format": NAME,
        "holds": MapOf(ListOf(POINT, 1, key=str)),
        "hour": UNIX_S,
        "inspection": NAME,
        "item": NAME,
        "label": NAME,
        "minute": Integer(0, 1_000_000),
        "monitor": NAME,
        "outcome": Choice(OUTCOMES),
        "outcomes": MapOf(Integer(1, 4096)),
        "party": NAME,
        "points": ListOf(POINT, 1, key=str),
        "site": NAME,
        "uids": MapOf(Text(length_max=128), pattern=POINT.pattern),
        "until": UNIX_S,
        "visit": NAME,
        "words": Text(r"[^\x00-\x09\x0b-\x1f\x7f]+"),
    },
)
_LIE = Record(Lie, {"party": NAME, "about": Choice(LIES)})
_SILENCE = Record(Silence, {"party": NAME, "since": UNIX_S}, {"until": UNIX_S})
_VARIANT = Record(
    Variant,
    {},
    {
        "lie": _LIE,
        "minutes": MapOf(Integer(0, 1_000_000)),
        "silent": ListOf(_SILENCE, 1, 16),
        "skip": ListOf(NAME, 1, 256, key=str),
        "steps": ListOf(_STEP, 1, 1024),
        "truth": _ITEMS,
    },
)

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
        "steps": ListOf(_STEP, 1, 1024),
    },
    {"exchange": Choice(EXCHANGES), "variants": MapOf(_VARIANT)},
)


def parse(document: Any) -> Scenario:
    """Return the scenario that a document read from YAML states.

    Raises:
        Refused: ``field-*`` with the member's path; ``scenario-step``: a step with members that its deed does not
            take, or with two hours; ``scenario-label``: a label twice, or one that no earlier step has;
            ``scenario-minutes``: steps out of order.
    """
    scenario = SHAPE.read(document)
    for number, step in enumerate(scenario.steps):
        _check_members(step, f"/steps/{number}")
    for name, variant in (scenario.variants or {}).items():
        for number, step in enumerate(variant.steps):
            _check_members(step, f"/variants/{name}/steps/{number}")
    _check(scenario)
    return scenario


def _check_members(step: Step, where: str) -> None:
    given = {name for name, value in vars(step).items() if value not in (None, ())} - {"chapter", "do", "label"}
    surplus = sorted(given - TIMES - MEMBERS[step.do])
    if surplus:
        known = ", ".join(sorted(MEMBERS[step.do])) or "nothing but its hour"
        raise Refused("scenario-step", f"got {', '.join(surplus)} for {step.do}, which takes {known}", where)
    if len(given & TIMES) > 1:
        raise Refused("scenario-step", f"got {' and '.join(sorted(given & TIMES))}, want one of them", where)
    if set(step.outcomes or {}) - set(OUTCOMES):
        why = f"got outcomes {', '.join(sorted(step.outcomes or {}))}, there are {', '.join(OUTCOMES)}"
        raise Refused("scenario-step", why, where)


def _check(scenario: Scenario) -> None:
    """Hours never go back, and what a step names by its label was made by one before it."""
    hours = (scenario.starts_at, *scenario.hours)
    if list(hours) != sorted(hours):
        raise Refused("scenario-minutes", "got steps whose minutes go backwards", "/steps")
    known: set[str] = set()
    for number, step in enumerate(scenario.steps):
        for label in (step.about, step.visit, step.designation):
            if label is not None and label not in known:
                why = f"got {label!r}, the steps before made {', '.join(sorted(known)) or 'nothing'}"
                raise Refused("scenario-label", why, f"/steps/{number}")
        if step.label in known:
            raise Refused("scenario-label", f"got the label {step.label!r} twice", f"/steps/{number}")
        known |= {step.label} - {None}  # type: ignore[arg-type]


def _edited(scenario: Scenario, changed: Variant, where: str) -> tuple[Step, ...]:
    """Return the steps with the hour of each fixed, less those that a variant skips, and with those that it adds.

    A step that names what a skipped one would have made is left out with it. An added step comes after all others of
    its hour.
    """
    if not (changed.skip or changed.steps):
        return scenario.steps
    unknown = sorted(set(changed.skip) - {step.label for step in scenario.steps})
    if unknown:
        raise Refused("scenario-variant", f"got {unknown[0]!r} to be left out, which no step makes", where)
    gone = set(changed.skip)
    kept: list[Step] = []
    for hour, step in zip(scenario.hours, scenario.steps, strict=True):
        if step.label in gone or gone & {step.about, step.visit, step.designation}:
            gone |= {step.label} - {None}  # type: ignore[arg-type]
            continue
        kept.append(replace(step, minute=None, after=None, at=hour))
    added = replace(scenario, steps=changed.steps)
    more = [replace(s, minute=None, after=None, at=h) for h, s in zip(added.hours, added.steps, strict=True)]
    return tuple(sorted([*kept, *more], key=lambda step: step.at or 0))  # stable, so an hour keeps its order
