"""The agreement document: frozen dataclasses and their normative parser (spec/agreement.md).

Shapes come first, then the checks that a single member cannot make: every name that is cited exists, names are
used once, an inspection does not open more points than the site has. A document that passes can be acted on.

Codes: those of canonical JSON and shapes; ``agreement-reference`` (a name that nothing bears), ``agreement-rules`` (a
rule set that this software does not have), ``agreement-side`` (inspecting and inspected Party are of one side),
``agreement-points`` (more points to open, or more items, than the site has points, a point named twice, or more than
can be declared), ``agreement-signatures`` (a kind whose signatures are not given, a role counted twice, more
persons than a note has lines, or a cut or report not signed by all whose word it is), ``agreement-purpose`` (a log or a
root digest used twice), ``agreement-item`` (an item called ``empty``, or one inspection that seeks two items, so that
what it found would be unclear).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from counterseal.agreement.calendar import Calendar
from counterseal.agreement.check import check_terms, known
from counterseal.agreement.clock import SPAN, Span
from counterseal.agreement.events import EventGraph, postorder
from counterseal.agreement.terms import (
    CALENDARS,
    CLAUSE,
    CLAUSES,
    COMMISSION,
    CONDITIONS,
    CUTS,
    DELIVERY,
    DUTIES,
    LADDERS,
    LANGUAGE,
    MONITORS,
    NOTIFICATIONS,
    QUOTAS,
    SIGNATURE,
    TITLE,
    VOLUME,
    WINDOW,
    WORDS,
    Clause,
    Commission,
    Condition,
    Cuts,
    Delivery,
    Duty,
    Ladder,
    Monitor,
    NotificationTerm,
    Quota,
    Signature,
    Volume,
    Window,
    by_name,
    names,
)
from counterseal.encoding import canonical
from counterseal.encoding.canonical import INTEGER_MAX, Value
from counterseal.encoding.shape import Bytes, Choice, Integer, ListOf, MapOf, Rational, Record, Text
from counterseal.encoding.tagged import tagged_hash
from counterseal.errors import Refused
from counterseal.log.note import LINES_MAX
from counterseal.sealing import declaration
from counterseal.statements import kinds
from counterseal.statements.kinds import KEY_NAME, KINDS, NAME, POINT, UNIX_S
from counterseal.statements.statement import EXERCISE_HEADER, HEADER

SIZE_MAX = 1_048_576  # bytes of one agreement document
RULE_SETS = ("v1",)

EMPTY = "empty"  # what a declaration says of a point without an item
LEAST = Fraction(1, INTEGER_MAX)  # of a sensitivity or a probability: 0 would promise nothing
MOST = 1 - LEAST  # of a false alarm: what always alarms tells nothing
MEASURES = ("exhibition", "imagery", "opening", "seal", "sensor")
VISITED = ("exhibition", "opening")
"""Kinds of measure by which a visit looks; all but the last are those by which a monitor does."""
WITNESS = "witness"  # the role of a party that keeps a log and signs with all, and decides nothing
ROLES = ("consulted", "guest-observer", "principal", "territorial-host", "transit-state", WITNESS)
UNDERTAKINGS = ("absent", "as-declared", "at-most", "not-capable", "type-distinguishable")
PRESENCES = ("continuous", "cumulative", "momentary")
MOMENTARY = "momentary"
LIKELIHOODS = ("ambiguous", "away", "failed", "not-measured", "refused", "resolved", "too-small")
"""Results for which likelihoods may be agreed: outcomes of a point that are no result, and how one was resolved."""

DAILY_MAX = 1_000_000  # a chance a day is told in millionths
CLOSED = kinds.CLOSED
"""What a declaration says of a point that cannot be opened: it is drawn by nobody, and may hold anything."""

DECLARED = ("open", "sealed")
OPENS = ("drawn", "site")
DRAWN = "drawn"
CHOICES = (DRAWN, "inspected", "inspecting")
"""By whose choice points are opened: by nobody's, since they are drawn; or by that of one of the two Parties."""

NAMED_LATER = "named-later"  # the kind of a site whose place is told by visit
POINTS_MAX = 4096  # points of a site: as many as a declaration lists

SECONDS = {"minutes": 60, "hours": 3_600, "days": 86_400}


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A length of time in one unit: exactly one member is given."""

    minutes: int | None = None
    hours: int | None = None
    days: int | None = None

    @property
    def seconds(self) -> int:
        """The length in seconds."""
        return sum(SECONDS[unit] * (getattr(self, unit) or 0) for unit in SECONDS)


@dataclass(frozen=True, kw_only=True)
class Party:
    """A party with a log: its role, side (bloc), log origin and root-keys digest."""

    name: str
    role: str
    side: str
    log: str
    roots: bytes


@dataclass(frozen=True, kw_only=True)
class Item:
    """A type of item, and the least time in which one could be removed from a point unseen.

    ``reference_size``: the smallest container that could hold one: what is smaller is recorded as too small.
    """

    name: str
    title: Mapping[str, str]
    least_removal: Duration
    reference_size: str | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Points of inspection of one make at a site, for example the cells of one launcher."""

    name: str
    kind: str
    points: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Site:
    """A site: where it is, whose ground it is, its points of inspection in groups.

    Attributes:
        kind: ``fixed``, or ``unit``: a boundary and a roll of mobile launchers, each of them a point, shown or away; or
            ``named-later``: a place that the inspecting Party tells when it designates, its points parts of that.
        status: ``active``, ``declared-empty`` or ``under-construction``.
        declared: ``sealed`` where the holder declares it under seal and opens that step by step, else ``open``.
        capacity: leaves of the tree of a sealed declaration, a power of two.
    """

    name: str
    title: Mapping[str, str]
    territorial_host: str
    groups: tuple[Group, ...]
    kind: str | None = None
    status: str | None = None
    declared: str | None = None
    capacity: int | None = None

    @property
    def is_sealed(self) -> bool:
        """Whether its declarations are sealed."""
        return self.declared == "sealed"

    @cached_property
    def points(self) -> tuple[str, ...]:
        """All point ids in byte order."""
        return tuple(sorted(point for group in self.groups for point in group.points))


@dataclass(frozen=True, kw_only=True)
class Likelihood:
    """How likely a result is where nothing is, and where the standard's items are: chances in [0, 1]."""

    absent: Fraction
    present: Fraction


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A way to look: what it observes, what it tells apart, and how surely, by which joint trial, until when.

    Attributes:
        kind: a word of ``MEASURES``.
        sensitivity, trial, expires_at: all of them or none; without them it is untested, and adds nothing.
        false_alarm: the chance that it shows an item that is not there, by the same trial.
        likelihoods: agreed for results that are neither clean nor found, by outcome; ``resolved`` for an ambiguous
            point that both sides cleared afterwards. What is not there is as likely with items as without.
    """

    name: str
    kind: str
    observable: str
    discriminates: tuple[str, ...]
    sensitivity: Fraction | None = None
    trial: str | None = None
    expires_at: int | None = None
    false_alarm: Fraction | None = None
    likelihoods: Mapping[str, Likelihood] | None = None

    def shows(self, at: int) -> Fraction:
        """Return how surely it shows an item at an hour: 0 untested, and from the expiry of its trial on."""
        if self.sensitivity is None or self.expires_at is None or self.expires_at <= at:
            return Fraction(0)
        return self.sensitivity


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """A right to inspect: who visits whom, where, with which measure, and how many drawn points are opened.

    Attributes:
        site, pool: the site; or those of which the inspecting Party designates one by sealed choice.
        choice: by whose choice points are opened: ``drawn``, as where it is not said, ``inspected`` or ``inspecting``.
        quotas: under which a visit counts.
        only_if: conditions without which no notice may be given.
        window: from when and until when the right stands.
        freeze: the notification that verifies the freeze; it bounds the unfrozen gap.
        duration, extension: how long the team may stay, and how much longer by consent.
        team_max, entry_points, languages: who may come, by which way, and speaks and writes what.
        barred, brought: devices that stay outside, and those that may come along.
        speakers: how many of the team, at least, speak a language.
        excluded: States whose nationals are not of the team.
        opens: what the inspected Party opens of a sealed declaration for a visit: the whole ``site``, or the points
            ``drawn``; None if nothing.
    """

    name: str
    inspecting: str
    inspected: str
    measure: str
    points: int
    site: str | None = None
    pool: tuple[str, ...] = ()
    choice: str | None = None
    clause: str | None = None
    quotas: tuple[str, ...] = ()
    only_if: tuple[str, ...] = ()
    window: Window | None = None
    freeze: str | None = None
    duration: Span | None = None
    extension: Span | None = None
    team_max: int | None = None
    entry_points: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    speakers: Mapping[str, int] | None = None
    opens: str | None = None

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that a visit may be to, by name."""
        return self.pool or tuple(filter(None, (self.site,)))

    @property
    def chooser(self) -> str:
        """By whose choice points are opened: one of ``CHOICES``."""
        return self.choice or DRAWN


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What the parties agreed to hold likely before anybody looked, each between two bounds.

    Attributes:
        absence_min, absence_max: the probability, in [0, 1], that nothing was there at entry into force.
        introduction_min, introduction_max: the chance a day, in millionths, that the items are brought.
        removal_min, removal_max: the chance a day, in millionths, that they are taken away.
    """

    absence_min: Fraction
    absence_max: Fraction
    introduction_min: int
    introduction_max: int
    removal_min: int | None = None
    removal_max: int | None = None

    @property
    def removal(self) -> tuple[int, int]:
        """The chance a day, in millionths, that the items are taken away: 0 where nothing is said."""
        return self.removal_min or 0, self.removal_max or 0


@dataclass(frozen=True, kw_only=True)
class Standard:
    """What a finding must reach: against ``items`` items, present in the stated way, at least ``probability``.

    Attributes:
        duration: for how long they are there, without a break (continuous) or in all (cumulative).
        window: how far back from the last visit their presence may begin; None: no further than the duration.
        prior: agreed odds, from which a posterior may be told beside the guarantee.
    """

    items: int
    probability: Fraction
    presence: str
    lapses_after: Duration
    duration: Duration | None = None
    window: Duration | None = None
    prior: Prior | None = None


@dataclass(frozen=True, kw_only=True)
class Undertaking:
    """Who owes whom which finding, on which item, at which site, to which standard.

    Attributes:
        inspections, monitors: what can show it; one of them at least is there.
        at_most: the number that an ``at-most`` undertaking allows.
        only_if: conditions without which the undertaking is not owed.
        shown_by: conditions without which it is not shown, whatever was seen: a measured exhibition, say.
    """

    name: str
    kind: str
    by: str
    to: str
    item: str
    site: str
    standard: Standard
    inspections: tuple[str, ...] = ()
    monitors: tuple[str, ...] = ()
    clause: str | None = None
    at_most: int | None = None
    only_if: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The whole document. ``data`` is its canonical form, ``digest`` its tagged hash.

    ``first``: of a document that amends others, the digest of the first of them; else empty.
    """

    name: str
    rules: str
    mode: str
    title: Mapping[str, str]
    policy: bytes
    parties: tuple[Party, ...]
    items: tuple[Item, ...]
    sites: tuple[Site, ...]
    measures: tuple[Measure, ...]
    inspections: tuple[Inspection, ...]
    undertakings: tuple[Undertaking, ...]
    signatures: Mapping[str, tuple[Signature, ...]]
    languages: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    conditions: tuple[Condition, ...] = ()
    notifications: tuple[NotificationTerm, ...] = ()
    duties: tuple[Duty, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    monitors: tuple[Monitor, ...] = ()
    quotas: tuple[Quota, ...] = ()
    in_force_if: tuple[str, ...] = ()
    delivery: Delivery | None = None
    volume: Volume | None = None
    commission: Commission | None = None
    cuts: Cuts | None = None
    data: bytes = field(default=b"", compare=False, repr=False)
    first: bytes = field(default=b"", compare=False, repr=False)

    @cached_property
    def digest(self) -> bytes:
        """th("counterseal.org/agreement/v1", canonical JSON), 32 bytes."""
        return agreement_digest(self.data)

    @cached_property
    def logs(self) -> frozenset[str]:
        """The origins of the parties' logs."""
        return frozenset(party.log for party in self.parties)

    @property
    def founding(self) -> bytes:
        """The digest of the first document, by which the regime is known whatever is amended."""
        return self.first or self.digest

    @property
    def channel(self) -> str:
        """The channel of the regime."""
        return f"regime/{self.founding.hex()}"

    @property
    def header(self) -> str:
        """The first line of every statement under this agreement."""
        return EXERCISE_HEADER if self.mode == "exercise" else HEADER

    @cached_property
    def principals(self) -> tuple[Party, ...]:
        """The parties whose accessions bring it into force."""
        return tuple(party for party in self.parties if party.role == "principal")

    def party(self, name: str) -> Party:
        """Return the party of that name. Requires that it exists."""
        found: Party = self._named["parties"][name]
        return found

    def site(self, name: str) -> Site:
        """Return the site of that name. Requires that it exists."""
        found: Site = self._named["sites"][name]
        return found

    def item(self, name: str) -> Item:
        """Return the item of that name. Requires that it exists."""
        found: Item = self._named["items"][name]
        return found

    def measure(self, name: str) -> Measure:
        """Return the measure of that name. Requires that it exists."""
        found: Measure = self._named["measures"][name]
        return found

    def inspection(self, name: str) -> Inspection | None:
        """Return the inspection of that name, or None."""
        return self._named["inspections"].get(name)

    def monitor(self, name: str) -> Monitor | None:
        """Return the monitor of that name, or None."""
        return self._named["monitors"].get(name)

    def readers(self, monitor: Monitor) -> tuple[str, ...]:
        """Return the parties that may say readings of a monitor."""
        each = tuple(party.name for party in self.principals) if "each" in monitor.by else ()
        return tuple(dict.fromkeys((*each, *(name for name in monitor.by if name != "each"))))

    def notification(self, name: str) -> NotificationTerm | None:
        """Return the format of notification of that name, or None."""
        return self._named["notifications"].get(name)

    def condition(self, name: str) -> Condition:
        """Return the condition of that name. Requires that it exists."""
        found: Condition = self._named["conditions"][name]
        return found

    def quota(self, name: str) -> Quota:
        """Return the quota of that name. Requires that it exists."""
        found: Quota = self._named["quotas"][name]
        return found

    def calendar(self, name: str | None) -> Calendar | None:
        """Return the calendar of that name, or None for None. Requires that it exists."""
        return None if name is None else self._named["calendars"][name]

    def condition_parts(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return some conditions and all that they are made of, parts first. Requires that they do not circle."""
        known = self._condition_parts
        if names not in known:
            known[names] = tuple(postorder(self._conditions, names))
        return known[names]

    @cached_property
    def _condition_parts(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    @cached_property
    def _conditions(self) -> dict[str, tuple[str, ...]]:
        return {condition.name: (*condition.all, *condition.any) for condition in self.conditions}

    @cached_property
    def event_graph(self) -> EventGraph:
        """Threads and authors of every event. Requires that the names in the document are checked."""
        return EventGraph(self)

    @cached_property
    def sought(self) -> Mapping[str, str]:
        """Inspection -> the one item that its undertakings seek; left out where none names it."""
        return {name: owed.item for owed in self.undertakings for name in owed.inspections}

    @cached_property
    def shown(self) -> Mapping[str, frozenset[str]]:
        """Measure -> the items that it tells apart."""
        return {measure.name: frozenset(measure.discriminates) for measure in self.measures}

    @cached_property
    def duties_from(self) -> Mapping[str, list[Duty]]:
        """Event -> the duties that it starts."""
        found: dict[str, list[Duty]] = {}
        for duty in self.duties:
            if duty.start is not None:
                found.setdefault(duty.start, []).append(duty)
        return found

    @cached_property
    def _named(self) -> dict[str, dict[str, Any]]:
        return {member: {entry.name: entry for entry in getattr(self, member)} for member in _NAMED}


_NAMED = (
    "parties",
    "sites",
    "items",
    "measures",
    "inspections",
    "monitors",
    "notifications",
    "conditions",
    "quotas",
    "calendars",
)


class _DurationShape:
    """``{"hours": 4}``: one unit, one positive integer."""

    _record: Record[Duration] = Record(Duration, {}, {unit: Integer(1, 1_000_000) for unit in SECONDS})

    def read(self, value: Value, where: str = "") -> Duration:
        duration = self._record.read(value, where)
        if len([unit for unit in SECONDS if getattr(duration, unit) is not None]) != 1:
            raise Refused("field-count", "want exactly one of minutes, hours, days", where)
        return duration

    def write(self, value: Duration) -> Value:
        return self._record.write(value)

    def schema(self) -> dict[str, Any]:
        return self._record.schema() | {"minProperties": 1, "maxProperties": 1}


_DURATION = _DurationShape()
_PRIOR: Record[Prior] = Record(
    Prior,
    {
        "absence_max": Rational(),
        "absence_min": Rational(),
        "introduction_max": Integer(0, DAILY_MAX),
        "introduction_min": Integer(0, DAILY_MAX),
    },
    {"removal_max": Integer(0, DAILY_MAX), "removal_min": Integer(0, DAILY_MAX)},
)

SHAPE: Record[Agreement] = Record(
    Agreement,
    {
        "name": NAME,
        "rules": Text(r"v[1-9][0-9]{0,3}", 5),
        "mode": Choice(("exercise", "real")),
        "title": TITLE,
        "policy": Bytes(32),
        "parties": ListOf(
            Record(Party, {"name": NAME, "role": Choice(ROLES), "side": NAME, "log": KEY_NAME, "roots": Bytes(32)}),
            2,
            64,
            key=lambda party: party.name,
        ),
        "items": by_name(
            Record(Item, {"name": NAME, "title": TITLE, "least_removal": _DURATION}, {"reference_size": WORDS})
        ),
        "sites": by_name(
            Record(
                Site,
                {
                    "name": NAME,
                    "title": TITLE,
                    "territorial_host": NAME,
                    "groups": by_name(Record(Group, {"name": NAME, "kind": NAME, "points": ListOf(POINT, 1, key=str)})),
                },
                {
                    "capacity": Integer(1, declaration.CAPACITY_MAX),
                    "declared": Choice(DECLARED),
                    "kind": Choice(("fixed", NAMED_LATER, "unit")),
                    "status": Choice(("active", "declared-empty", "under-construction")),
                },
            )
        ),
        "measures": by_name(
            Record(
                Measure,
                {
                    "name": NAME,
                    "kind": Choice(MEASURES),
                    "observable": WORDS,
                    "discriminates": ListOf(NAME, 1, 256, key=str),
                },
                {
                    "expires_at": UNIX_S,
                    "false_alarm": Rational(high=MOST),
                    "sensitivity": Rational(low=LEAST),
                    "trial": WORDS,
                    "likelihoods": MapOf(
                        Record(Likelihood, {"absent": Rational(low=LEAST), "present": Rational()}),
                        pattern="|".join(LIKELIHOODS),
                        low=1,
                        high=len(LIKELIHOODS),
                    ),
                },
            )
        ),
        "inspections": by_name(
            Record(
                Inspection,
                {
                    "name": NAME,
                    "inspecting": NAME,
                    "inspected": NAME,
                    "measure": NAME,
                    "points": Integer(1, 4096),
                },
                {
                    "barred": ListOf(WORDS, 1, 64),
                    "brought": ListOf(WORDS, 1, 64),
                    "choice": Choice(CHOICES),
                    "clause": CLAUSE,
                    "duration": SPAN,
                    "entry_points": names(),
                    "excluded": ListOf(WORDS, 1, 64),
                    "extension": SPAN,
                    "freeze": NAME,
                    "languages": ListOf(Text(LANGUAGE, 2), 1, 16, key=str),
                    "only_if": names(),
                    "opens": Choice(OPENS),
                    "pool": names(),
                    "quotas": names(),
                    "site": NAME,
                    "speakers": MapOf(Integer(1, 1000), pattern=LANGUAGE, low=1, high=16),
                    "team_max": Integer(1, 1000),
                    "window": WINDOW,
                },
            )
        ),
        "undertakings": by_name(
            Record(
                Undertaking,
                {
                    "name": NAME,
                    "kind": Choice(UNDERTAKINGS),
                    "by": NAME,
                    "to": NAME,
                    "item": NAME,
                    "site": NAME,
                    "standard": Record(
                        Standard,
                        {
                            "items": Integer(1, 4096),
                            "probability": Rational(low=LEAST),
                            "presence": Choice(PRESENCES),
                            "lapses_after": _DURATION,
                        },
                        {"duration": _DURATION, "prior": _PRIOR, "window": _DURATION},
                    ),
                },
                {
                    "at_most": Integer(0, 4096),
                    "clause": CLAUSE,
                    "inspections": names(),
                    "monitors": names(),
                    "only_if": names(),
                    "shown_by": names(),
                },
            )
        ),
        "signatures": MapOf(ListOf(SIGNATURE, 1, 16)),
    },
    {
        "calendars": CALENDARS,
        "clauses": CLAUSES,
        "commission": COMMISSION,
        "conditions": CONDITIONS,
        "cuts": CUTS,
        "delivery": DELIVERY,
        "duties": DUTIES,
        "in_force_if": names(),
        "ladders": LADDERS,
        "languages": ListOf(Text(LANGUAGE, 2), 1, 16, key=str),
        "monitors": MONITORS,
        "notifications": NOTIFICATIONS,
        "quotas": QUOTAS,
        "volume": VOLUME,
    },
)

ALL_OF = {"author": {"author"}, "each": {"author", "each", "inspected"}, "inspected": {"inspected"}}
SIGNED_BY = {
    "amendment": {"each"},
    "cut": {"each"},
    "inspection-report": {"author", "inspected"},
    "reading": {"author", "inspected"},
}
"""Kinds that say of themselves that several parties signed: whose signatures they need."""

ROOT_SIGNED = ("accession", "key-revocation", "key-rotation", "root-key-set")
"""Kinds that root keys sign, by no line under ``signatures``."""

SIGNED_ALWAYS = (
    "cut",
    "declaration",
    "draw-share-opened",
    "draw-share-sealed",
    "inspection-report",
    "notice",
    "observed",
)
"""Kinds of every agreement; of the others those may be said that have their line under ``signatures``."""


def agreement_digest(data: bytes) -> bytes:
    """Return the digest of an agreement's canonical bytes (spec/agreement.md)."""
    return tagged_hash("counterseal.org/agreement/v1", data)


def parse(data: bytes) -> Agreement:
    """Return the agreement that canonical bytes state, with all its cross-references checked.

    Raises:
        Refused: codes of canonical JSON, of shapes, and of the module's list; ``where`` is the member's path.
    """
    read = SHAPE.read(canonical.parse(data, SIZE_MAX))
    agreement = replace(read, data=data)
    if agreement.rules not in RULE_SETS:
        raise Refused(
            "agreement-rules",
            f"got rule set {agreement.rules}, this software has {', '.join(RULE_SETS)}",
            "/rules",
            "use software that has the pinned rule set; without it there is no verdict",
        )
    _check_references(agreement)
    check_terms(agreement)
    return agreement


def _check_references(agreement: Agreement) -> None:
    parties = {party.name for party in agreement.parties}
    items = {item.name for item in agreement.items}
    sites = {site.name for site in agreement.sites}
    measures = {measure.name for measure in agreement.measures}
    _once(agreement.parties, "log")
    _once(agreement.parties, "roots")
    if items & {EMPTY, *CLOSED}:
        why = f"got an item called {min(items & {EMPTY, *CLOSED})}, which says something else of a point"
        raise Refused("agreement-item", why, "/items")
    for site in agreement.sites:
        if len(set(site.points)) != len(site.points):
            raise Refused("agreement-points", "got a point named twice", f"/sites/{site.name}")
        if len(site.points) > POINTS_MAX:
            raise Refused(
                "agreement-points",
                f"more points than {POINTS_MAX}, which is all that can be declared",
                f"/sites/{site.name}",
            )
        _check_seal(site)
    for measure in agreement.measures:
        where = f"/measures/{measure.name}"
        known(measure.discriminates, items, f"{where}/discriminates")
        tried = (measure.sensitivity, measure.trial, measure.expires_at)
        if None in tried and (*tried, measure.false_alarm) != (None, None, None, None):
            why = "want sensitivity, trial and expires_at together; false_alarm only with them"
            raise Refused("agreement-choice", why, where, "a measure that was not tried has none of them")
    for inspection in agreement.inspections:
        where = f"/inspections/{inspection.name}"
        known((inspection.inspecting, inspection.inspected), parties, where)
        if (inspection.site is None) == (not inspection.pool):
            raise Refused("agreement-choice", "want one of site and pool", where)
        known(inspection.sites, sites, f"{where}/site")
        if inspection.site is not None and agreement.site(inspection.site).kind == NAMED_LATER:
            why = f"{inspection.site} is named later, which only the designation of one of a pool does"
            raise Refused("agreement-choice", why, f"{where}/site", f"write pool: [{inspection.site}]")
        known((inspection.measure,), measures, f"{where}/measure")
        if agreement.measure(inspection.measure).kind not in VISITED:
            why = f"got a measure of kind {agreement.measure(inspection.measure).kind}, by which no visit looks"
            raise Refused("agreement-choice", why, f"{where}/measure", "let a monitor look by it")
        if (
            inspection.team_max is not None
            and max((inspection.speakers or {}).values(), default=0) > inspection.team_max
        ):
            raise Refused("agreement-choice", "more of the team speak a language than it may have", f"{where}/speakers")
        open_sites = [site for site in inspection.sites if not agreement.site(site).is_sealed]
        if inspection.opens is not None and open_sites:
            why = f"opens what is sealed, and {open_sites[0]} is declared openly"
            raise Refused("agreement-choice", why, f"{where}/opens", f"let {open_sites[0]} be declared sealed")
        if inspection.opens == DRAWN and inspection.chooser != DRAWN:
            why = f"opens the points drawn, and {inspection.chooser} chooses them"
            raise Refused("agreement-choice", why, f"{where}/opens", "open the whole site")
        if agreement.party(inspection.inspecting).side == agreement.party(inspection.inspected).side:
            raise Refused("agreement-side", "inspecting and inspected Party are of one side", where)
        has, least = min((len(agreement.site(name).points), name) for name in inspection.sites)
        if inspection.points > has:
            why = f"got {inspection.points} points to open, the site {least} has {has}"
            raise Refused("agreement-points", why, f"{where}/points", f"write {has} or fewer")
    for monitor in agreement.monitors:
        _check_monitor(agreement, monitor)
    _check_undertakings(agreement)
    _check_signed(agreement)


def _check_signed(agreement: Agreement) -> None:
    """Return only if every kind that may be said has its signatures, and no other."""
    for kind in KINDS:
        given = agreement.signatures.get(kind, ())
        if (kind in ROOT_SIGNED and given) or (kind in SIGNED_ALWAYS and not given):
            wrong = "are there, and root keys sign it" if given else "are missing"
            raise Refused("agreement-signatures", f"signatures of {kind} {wrong}", f"/signatures/{kind}")
        if given:
            _check_signatures(agreement, kind, given, "/signatures")
    for term in agreement.notifications:
        where = f"/notifications/{term.name}"
        if not term.signed and "notification" not in agreement.signatures:
            raise Refused("agreement-signatures", "nothing says who signs it", where)
        if term.signed:
            _check_signatures(agreement, "notification", term.signed, f"{where}/signed")
    pooled = any(inspection.pool for inspection in agreement.inspections)
    sealed = any(site.is_sealed for site in agreement.sites)
    for asked, subject, sealing in (
        (pooled, "an inspection designates", ("designation-opened", "designation-sealed")),
        (sealed, "a site is declared sealed", ("declaration-opened", "declaration-sealed")),
    ):
        for kind in sealing if asked else ():
            if kind not in agreement.signatures:
                raise Refused("agreement-signatures", f"{subject}, and signatures of {kind} are missing", "/signatures")
    if agreement.monitors and "reading" not in agreement.signatures:
        raise Refused("agreement-signatures", "a monitor is read, and signatures of reading are missing", "/signatures")
    proposing = agreement.signatures.get("cut-proposed", ())
    if agreement.cuts is not None and not proposing:
        raise Refused("agreement-signatures", "cuts may be partial, and nothing says who proposes one", "/signatures")
    if any(signature.by != "author" for signature in proposing):
        why = "a cut is proposed by its author alone, whoever is silent"
        raise Refused("agreement-signatures", why, "/signatures/cut-proposed")
    known(agreement.signatures, KINDS.keys(), "/signatures")


def _check_seal(site: Site) -> None:
    if site.is_sealed and site.kind == NAMED_LATER:
        why = "is declared once its place is told, and so not under seal before"
        raise Refused("agreement-choice", why, f"/sites/{site.name}/declared", "let it be declared openly")
    where = f"/sites/{site.name}/capacity"
    least = 1 << (len(site.points) - 1).bit_length()
    if site.is_sealed and site.capacity is None:
        why = f"{site.name} is declared sealed, and has no capacity"
        raise Refused("agreement-choice", why, where, f"write capacity: {least}, or a greater power of two")
    if not site.is_sealed and site.capacity is not None:
        why = f"got a capacity, and {site.name} is declared openly"
        raise Refused("agreement-choice", why, where, "take it away, or write declared: sealed")
    if site.capacity is not None and not declaration.fits(site.capacity, len(site.points)):
        why = f"got a capacity of {site.capacity}, want a power of two of {len(site.points)} or more"
        raise Refused("agreement-points", why, where, f"write {least}")


def _check_monitor(agreement: Agreement, monitor: Monitor) -> None:
    """Return only if what a monitor names is there, and its readings are the word of both sides."""
    where = f"/monitors/{monitor.name}"
    sides = {party.name: party.side for party in agreement.parties}
    known((monitor.measure,), {measure.name for measure in agreement.measures}, f"{where}/measure")
    if agreement.measure(monitor.measure).kind == "opening":
        why = "got a measure of kind opening, by which a visit looks"
        raise Refused("agreement-choice", why, f"{where}/measure", "let an inspection look by it")
    known((monitor.inspected,), sides, f"{where}/inspected")
    known(monitor.by, {*sides, "each"}, f"{where}/by")
    signing = {signature.by for signature in agreement.signatures.get("reading", ())}
    if "each" not in signing and any(sides[one] == sides[monitor.inspected] for one in agreement.readers(monitor)):
        why = "one side can say its readings alone: the inspected Party is of the side of who says them"
        raise Refused("agreement-side", why, f"{where}/by", "name a party of another side, or let each sign readings")
    known((monitor.site,), {site.name for site in agreement.sites}, f"{where}/site")
    if not set(monitor.points) <= set(agreement.site(monitor.site).points):
        raise Refused("agreement-points", "points that the site does not have", f"{where}/points")


def _check_undertakings(agreement: Agreement) -> None:
    parties = {party.name for party in agreement.parties}
    items = {item.name for item in agreement.items}
    sites = {site.name for site in agreement.sites}
    inspections = {inspection.name: inspection for inspection in agreement.inspections}
    pools = {inspection.name: frozenset(inspection.sites) for inspection in agreement.inspections}
    monitors = {monitor.name: monitor for monitor in agreement.monitors}
    sought: dict[str, str] = {}
    watched: dict[str, str] = {}
    for undertaking in agreement.undertakings:
        where = f"/undertakings/{undertaking.name}"
        known((undertaking.by, undertaking.to), parties, where)
        known((undertaking.item,), items, f"{where}/item")
        known((undertaking.site,), sites, f"{where}/site")
        if (undertaking.kind == "at-most") != (undertaking.at_most is not None):
            raise Refused("agreement-choice", "want at_most for an undertaking at-most, and only there", where)
        asked = undertaking.standard.items + (undertaking.at_most or 0)
        has = len(agreement.site(undertaking.site).points)
        if asked > has:
            beyond = "" if undertaking.at_most is None else f" beyond the {undertaking.at_most} allowed"
            why = f"got {undertaking.standard.items} items{beyond}, the site {undertaking.site} has {has} points"
            raise Refused("agreement-points", why, f"{where}/standard/items", "ask for fewer items")
        _check_standard(undertaking.standard, f"{where}/standard")
        if not undertaking.inspections and not undertaking.monitors:
            raise Refused("agreement-choice", "want inspections or monitors, or both", where)
        known(undertaking.inspections, inspections.keys(), f"{where}/inspections")
        for name in undertaking.inspections:
            named = inspections[name]
            if undertaking.site not in pools[name] or (named.inspected, named.inspecting) != (
                undertaking.by,
                undertaking.to,
            ):
                raise Refused("agreement-reference", f"inspection {name} is not of these parties and site", where)
            _check_shows(agreement, undertaking, name, named.measure)
            if sought.setdefault(name, undertaking.item) != undertaking.item:
                raise Refused("agreement-item", f"inspection {name} seeks two items, and reports name none", where)
        known(undertaking.monitors, monitors.keys(), f"{where}/monitors")
        for name in undertaking.monitors:
            if (monitors[name].site, monitors[name].inspected) != (undertaking.site, undertaking.by):
                raise Refused("agreement-reference", f"monitor {name} is not of this party and site", where)
            _check_shows(agreement, undertaking, name, monitors[name].measure)
            if watched.setdefault(name, undertaking.item) != undertaking.item:
                raise Refused("agreement-item", f"monitor {name} seeks two items, and readings name none", where)


def _check_shows(agreement: Agreement, undertaking: Undertaking, name: str, measure: str) -> None:
    """Return only if a measure, by which what bears ``name`` looks, can show what an undertaking owes."""
    where = f"/undertakings/{undertaking.name}"
    if undertaking.item not in agreement.shown[measure]:
        raise Refused("agreement-reference", f"the measure of {name} does not discriminate the item", where)
    if agreement.measure(measure).kind == "exhibition" and undertaking.kind != "type-distinguishable":
        why = f"{name} is an exhibition, which shows whether items can be told apart, and nothing else"
        raise Refused("agreement-choice", why, where, "name it under an undertaking of kind type-distinguishable")


def _check_standard(standard: Standard, where: str) -> None:
    """Return only if a presence has the times that belong to it, and no agreed bounds are crossed."""
    duration, window = standard.duration, standard.window
    if standard.presence != MOMENTARY and duration is None:
        why = f"presence {standard.presence} lasts, and its duration is missing"
        raise Refused("agreement-choice", why, where, "say for how long, such as duration: {days: 20}")
    if standard.presence == MOMENTARY and duration is not None:
        why = "got a duration, and presence momentary has none"
        raise Refused("agreement-choice", why, where, "take it away, or write presence: continuous")
    if window is not None and duration is None:
        why = "got a window, and presence momentary has none"
        raise Refused("agreement-choice", why, f"{where}/window", "take it away, or give a presence that lasts")
    if window is not None and duration is not None and window.seconds < duration.seconds:
        why = f"got a window of {_long(window)}, shorter than the duration of {_long(duration)}"
        raise Refused("agreement-choice", why, f"{where}/window", "let the window be as long, or longer")
    if standard.prior is not None:
        _check_prior(standard.prior, f"{where}/prior")


def _long(duration: Duration) -> str:
    """Return a length of time in its own unit."""
    return next(f"{number} {unit}" for unit in SECONDS if (number := getattr(duration, unit)) is not None)


def _check_prior(prior: Prior, where: str) -> None:
    """Return only if no agreed bounds are crossed."""
    for name, low, high in (
        ("absence", prior.absence_min, prior.absence_max),
        ("introduction", prior.introduction_min, prior.introduction_max),
        ("removal", *prior.removal),
    ):
        if low > high:
            why = f"got {name}_min {low}, which is above {name}_max {high}"
            raise Refused("agreement-choice", why, where, "exchange the two, or mend one")
    together = prior.introduction_max + prior.removal[1]
    if together > DAILY_MAX:
        why = f"introduction_max and removal_max come to {together} millionths a day, want {DAILY_MAX} at most"
        raise Refused("agreement-choice", why, where, "make one of them smaller")


def _once(parties: tuple[Party, ...], member: str) -> None:
    if len({getattr(party, member) for party in parties}) != len(parties):
        raise Refused("agreement-purpose", f"two parties share one {member}", "/parties")


def _check_signatures(agreement: Agreement, kind: str, given: tuple[Signature, ...], where: str) -> None:
    if len({(s.by, s.role) for s in given}) != len(given):
        raise Refused("agreement-signatures", f"signatures of {kind} are doubled", where)
    lines = sum(s.persons * (len(agreement.parties) if s.by == "each" else 1) for s in given)
    if lines > LINES_MAX:
        raise Refused(
            "agreement-signatures", f"{kind} asks for {lines} persons, a note has room for {LINES_MAX}", where
        )
    if not SIGNED_BY.get(kind, set()) <= {one for s in given for one in ALL_OF[s.by]}:
        why = f"{kind} is not signed by {' and '.join(sorted(SIGNED_BY[kind]))}"
        raise Refused("agreement-signatures", why, where)
