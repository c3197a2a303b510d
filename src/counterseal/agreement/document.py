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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from counterseal.encoding import canonical
from counterseal.encoding.canonical import INTEGER_MAX, Value
from counterseal.encoding.shape import Bytes, Choice, Integer, ListOf, MapOf, Rational, Record, Shape, Text
from counterseal.encoding.tagged import tagged_hash
from counterseal.errors import Refused
from counterseal.log.note import LINES_MAX
from counterseal.statements.kinds import KEY_NAME, KINDS, NAME, POINT, UNIX_S
from counterseal.statements.statement import EXERCISE_HEADER, HEADER

SIZE_MAX = 1_048_576  # bytes of one agreement document
RULE_SETS = ("v1",)

EMPTY = "empty"  # what a declaration says of a point without an item
LEAST = Fraction(1, INTEGER_MAX)  # of a sensitivity or a probability: 0 would promise nothing
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
    """A type of item, and the least time in which one could be removed from a point unseen."""

    name: str
    title: Mapping[str, str]
    least_removal: Duration


@dataclass(frozen=True, kw_only=True)
class Group:
    """Points of inspection of one make at a site, for example the cells of one launcher."""

    name: str
    kind: str
    points: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Site:
    """A fixed site: where it is, whose ground it is, its points of inspection in groups."""

    name: str
    title: Mapping[str, str]
    territorial_host: str
    groups: tuple[Group, ...]

    @cached_property
    def points(self) -> tuple[str, ...]:
        """All point ids in byte order."""
        return tuple(sorted(point for group in self.groups for point in group.points))


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A way to look: what it observes, what it tells apart, and how surely, by which joint trial, until when."""

    name: str
    kind: str
    observable: str
    discriminates: tuple[str, ...]
    sensitivity: Fraction
    trial: str
    expires_at: int


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """A right to inspect: who visits whom, where, with which measure, and how many drawn points are opened."""

    name: str
    inspecting: str
    inspected: str
    site: str
    measure: str
    points: int


@dataclass(frozen=True, kw_only=True)
class Standard:
    """What a finding must reach: against ``items`` items, present in the stated way, at least ``probability``."""

    items: int
    probability: Fraction
    presence: str
    lapses_after: Duration


@dataclass(frozen=True, kw_only=True)
class Undertaking:
    """Who owes whom which finding, on which item, at which site, shown by which inspections, to which standard."""

    name: str
    kind: str
    by: str
    to: str
    item: str
    site: str
    inspections: tuple[str, ...]
    standard: Standard


@dataclass(frozen=True, kw_only=True)
class Signature:
    """That ``persons`` persons of ``role`` sign, of the party that ``by`` names: author, inspected, each."""

    by: str
    role: str
    persons: int


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The whole document. ``data`` is its canonical form, ``digest`` the tagged hash that names its channel."""

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
    data: bytes = field(default=b"", compare=False, repr=False)

    @cached_property
    def digest(self) -> bytes:
        """th("counterseal.org/agreement/v1", canonical JSON), 32 bytes."""
        return agreement_digest(self.data)

    @property
    def channel(self) -> str:
        """The channel of the regime."""
        return f"regime/{self.digest.hex()}"

    @property
    def header(self) -> str:
        """The first line of every statement under this agreement."""
        return EXERCISE_HEADER if self.mode == "exercise" else HEADER

    def party(self, name: str) -> Party:
        """Return the party of that name. Requires that it exists."""
        return next(party for party in self.parties if party.name == name)

    def site(self, name: str) -> Site:
        """Return the site of that name. Requires that it exists."""
        return next(site for site in self.sites if site.name == name)

    def item(self, name: str) -> Item:
        """Return the item of that name. Requires that it exists."""
        return next(item for item in self.items if item.name == name)

    def measure(self, name: str) -> Measure:
        """Return the measure of that name. Requires that it exists."""
        return next(measure for measure in self.measures if measure.name == name)

    def inspection(self, name: str) -> Inspection | None:
        """Return the inspection of that name, or None."""
        return next((inspection for inspection in self.inspections if inspection.name == name), None)


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


def _by_name(shape: Shape[Any], low: int = 1) -> ListOf[Any]:
    return ListOf(shape, low, 1024, key=lambda entry: entry.name)


_WORDS = Text(length_max=1024)
_TITLE = MapOf(_WORDS, pattern=r"[a-z]{2}", low=1, high=16)
_DURATION = _DurationShape()

SHAPE: Record[Agreement] = Record(
    Agreement,
    {
        "name": NAME,
        "rules": Text(r"v[1-9][0-9]{0,3}", 5),
        "mode": Choice(("exercise", "real")),
        "title": _TITLE,
        "policy": Bytes(32),
        "parties": ListOf(
            Record(
                Party, {"name": NAME, "role": Choice(("principal",)), "side": NAME, "log": KEY_NAME, "roots": Bytes(32)}
            ),
            2,
            64,
            key=lambda party: party.name,
        ),
        "items": _by_name(Record(Item, {"name": NAME, "title": _TITLE, "least_removal": _DURATION})),
        "sites": _by_name(
            Record(
                Site,
                {
                    "name": NAME,
                    "title": _TITLE,
                    "territorial_host": NAME,
                    "groups": _by_name(
                        Record(Group, {"name": NAME, "kind": NAME, "points": ListOf(POINT, 1, key=str)})
                    ),
                },
            )
        ),
        "measures": _by_name(
            Record(
                Measure,
                {
                    "name": NAME,
                    "kind": Choice(("opening",)),
                    "observable": _WORDS,
                    "discriminates": ListOf(NAME, 1, 256, key=str),
                    "sensitivity": Rational(low=LEAST),
                    "trial": _WORDS,
                    "expires_at": UNIX_S,
                },
            )
        ),
        "inspections": _by_name(
            Record(
                Inspection,
                {
                    "name": NAME,
                    "inspecting": NAME,
                    "inspected": NAME,
                    "site": NAME,
                    "measure": NAME,
                    "points": Integer(1, 4096),
                },
            )
        ),
        "undertakings": _by_name(
            Record(
                Undertaking,
                {
                    "name": NAME,
                    "kind": Choice(("absent",)),
                    "by": NAME,
                    "to": NAME,
                    "item": NAME,
                    "site": NAME,
                    "inspections": ListOf(NAME, 1, 256, key=str),
                    "standard": Record(
                        Standard,
                        {
                            "items": Integer(1, 4096),
                            "probability": Rational(low=LEAST),
                            "presence": Choice(("momentary",)),
                            "lapses_after": _DURATION,
                        },
                    ),
                },
            )
        ),
        "signatures": MapOf(
            ListOf(
                Record(
                    Signature,
                    {"by": Choice(("author", "each", "inspected")), "role": NAME, "persons": Integer(1, 32)},
                ),
                1,
                16,
            )
        ),
    },
)

ALL_OF = {"author": {"author"}, "each": {"author", "each", "inspected"}, "inspected": {"inspected"}}
SIGNED_BY = {"cut": {"each"}, "inspection-report": {"author", "inspected"}}
"""Kinds that say of themselves that several parties signed: whose signatures they need."""

UNSIGNED_BY_ROLE = ("accession", "root-key-set")
"""Kinds that root keys sign; every other kind needs its line under ``signatures``."""


def agreement_digest(data: bytes) -> bytes:
    """Return the digest of an agreement's canonical bytes (spec/agreement.md)."""
    return tagged_hash("counterseal.org/agreement/v1", data)


def parse(data: bytes) -> Agreement:
    """Return the agreement that canonical bytes state, with all its cross-references checked.

    Raises:
        Refused: codes of canonical JSON, of shapes, and of the module's list; ``where`` is the member's path.
    """
    read = SHAPE.read(canonical.parse(data, SIZE_MAX))
    agreement = Agreement(**{name: getattr(read, name) for name in SHAPE.members}, data=data)
    if agreement.rules not in RULE_SETS:
        raise Refused(
            "agreement-rules",
            f"got rule set {agreement.rules}, this software has {', '.join(RULE_SETS)}",
            "/rules",
            "use software that has the pinned rule set; without it there is no verdict",
        )
    _check_references(agreement)
    return agreement


def _check_references(agreement: Agreement) -> None:
    parties = {party.name for party in agreement.parties}
    items = {item.name for item in agreement.items}
    sites = {site.name for site in agreement.sites}
    measures = {measure.name for measure in agreement.measures}
    inspections = {inspection.name: inspection for inspection in agreement.inspections}
    _once(agreement.parties, "log")
    _once(agreement.parties, "roots")
    if EMPTY in items:
        raise Refused("agreement-item", f"got an item called {EMPTY}, which says that a point holds none", "/items")
    for site in agreement.sites:
        if len(set(site.points)) != len(site.points):
            raise Refused("agreement-points", "got a point named twice", f"/sites/{site.name}")
        if len(site.points) > POINTS_MAX:
            raise Refused(
                "agreement-points",
                f"more points than {POINTS_MAX}, which is all that can be declared",
                f"/sites/{site.name}",
            )
    for measure in agreement.measures:
        _known(measure.discriminates, items, f"/measures/{measure.name}/discriminates")
    for inspection in agreement.inspections:
        where = f"/inspections/{inspection.name}"
        _known((inspection.inspecting, inspection.inspected), parties, where)
        _known((inspection.site,), sites, f"{where}/site")
        _known((inspection.measure,), measures, f"{where}/measure")
        if agreement.party(inspection.inspecting).side == agreement.party(inspection.inspected).side:
            raise Refused("agreement-side", "inspecting and inspected Party are of one side", where)
        if inspection.points > len(agreement.site(inspection.site).points):
            raise Refused("agreement-points", "more points to open than the site has", f"{where}/points")
    sought: dict[str, str] = {}
    for undertaking in agreement.undertakings:
        where = f"/undertakings/{undertaking.name}"
        _known((undertaking.by, undertaking.to), parties, where)
        _known((undertaking.item,), items, f"{where}/item")
        _known((undertaking.site,), sites, f"{where}/site")
        if undertaking.standard.items > len(agreement.site(undertaking.site).points):
            raise Refused("agreement-points", "more items than the site has points", f"{where}/standard/items")
        _known(undertaking.inspections, inspections.keys(), f"{where}/inspections")
        for name in undertaking.inspections:
            named = inspections[name]
            if (named.site, named.inspected, named.inspecting) != (undertaking.site, undertaking.by, undertaking.to):
                raise Refused("agreement-reference", f"inspection {name} is not of these parties and site", where)
            if undertaking.item not in agreement.measure(named.measure).discriminates:
                raise Refused("agreement-reference", f"the measure of {name} does not discriminate the item", where)
            if sought.setdefault(name, undertaking.item) != undertaking.item:
                raise Refused("agreement-item", f"inspection {name} seeks two items, and reports name none", where)
    for kind in KINDS:
        given = agreement.signatures.get(kind, ())
        if (kind in UNSIGNED_BY_ROLE) != (not given) or len({(s.by, s.role) for s in given}) != len(given):
            raise Refused(
                "agreement-signatures", f"signatures of {kind} are missing, surplus or doubled", "/signatures"
            )
        lines = sum(s.persons * (len(agreement.parties) if s.by == "each" else 1) for s in given)
        if lines > LINES_MAX:
            why = f"{kind} asks for {lines} persons, a note has room for {LINES_MAX}"
            raise Refused("agreement-signatures", why, "/signatures")
        if not SIGNED_BY.get(kind, set()) <= {one for s in given for one in ALL_OF[s.by]}:
            why = f"{kind} is not signed by {' and '.join(sorted(SIGNED_BY[kind]))}"
            raise Refused("agreement-signatures", why, "/signatures")
    _known(agreement.signatures, KINDS.keys(), "/signatures")


def _known(names: Iterable[str], known: Iterable[str], where: str) -> None:
    known = set(known)
    for name in names:
        if name not in known:
            raise Refused("agreement-reference", f"got {name!a}, which nothing here bears", where)


def _once(parties: tuple[Party, ...], member: str) -> None:
    if len({getattr(party, member) for party in parties}) != len(parties):
        raise Refused("agreement-purpose", f"two parties share one {member}", "/parties")
