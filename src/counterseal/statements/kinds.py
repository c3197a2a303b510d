"""The kinds of statement: their bodies, one frozen dataclass each, and their normative parsers.

``KINDS`` maps a kind's name to its shape, to the ids its body cites, and to the slot it must take: a function of the
body, or ``None`` where there may be many. Two signed texts of one party for one slot are equivocation
(spec/statements/).
All times are Unix seconds; all digests and keys are raw bytes here and hexadecimal in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from counterseal.encoding.shape import Bytes, Choice, Integer, ListOf, MapOf, Record, Shape, Text
from counterseal.encoding.tagged import tagged_hash

NAME = Text(r"[a-z][a-z0-9-]{0,63}", 64)
POINT = Text(r"[a-z0-9][a-z0-9./-]{0,127}", 128)
PLACE = Text(r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+", 1024)
"""Where something is, in words on one line: no control characters, and none that draw on a reader's screen."""
KEY_NAME = Text(r"[a-z0-9][a-z0-9._/-]{0,254}", 255)
NOTE_TEXT = Text(r"[^\x00-\x09\x0b-\x1f]+", 32_768)
UNIX_S = Integer(0, 253_402_300_799)
DIGEST = Bytes(32)
NUMBER = Integer(1, 9999)

OUTCOMES = ("clean", "found", "ambiguous", "refused", "too-small", "away", "not-measured", "failed")
"""What a point showed: ``clean``, no item of the type; ``found``, an item of the type; the rest are non-results."""

CLOSED = ("away", "unavailable", "under-construction")
"""Why a point cannot be opened: it is drawn by nobody, and may hold anything."""

READ_OUTCOMES = ("alarm", *OUTCOMES)
"""What a monitor showed of a point: also ``alarm``, a broken seal, a change on a sensor or a picture; no item yet."""

SHARE_ROLES = ("inspected", "inspecting")
PADDING = Text(r"0+", 32_768)
FIGURE = Integer(0, 1_000_000_000)


@dataclass(frozen=True, kw_only=True)
class RoleKey:
    """One online key: ``name`` as in signature lines, raw Ed25519 ``key``, who holds it, in which role."""

    name: str
    key: bytes
    person: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RootKeySet:
    """Entry 0 of every regime log: offline root keys with their threshold, and the role keys they vouch for.

    ``next`` is the root-keys digest of the pre-committed successor set; ``policy`` the SHA-256 of the trust file.
    """

    threshold: int
    roots: tuple[bytes, ...]
    next: bytes
    policy: bytes
    keys: tuple[RoleKey, ...]

    @property
    def digest(self) -> bytes:
        """The root-keys digest: the anchor by which others know this party."""
        return root_keys_digest(self.threshold, self.roots)


@dataclass(frozen=True, kw_only=True)
class KeyRotation(RootKeySet):
    """The successor of a root key set: the roots that it had committed to as ``next``, and their role keys."""


@dataclass(frozen=True, kw_only=True)
class KeyRevocation:
    """Role keys that the party no longer answers for: what they signed in its log at ``last_good`` still stands."""

    keys: tuple[bytes, ...]
    last_good: int


@dataclass(frozen=True, kw_only=True)
class Accession:
    """Entry 1: the party binds itself to one agreement, one trust file and every party's root keys."""

    agreement: bytes
    policy: bytes
    roots: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class DeclaredPoint:
    """What the holder says one point of inspection holds: an item's name, or ``empty``, or why it cannot be opened.

    ``uid``: the unique identifier of the item.
    """

    id: str
    holds: str
    uid: str | None = None


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What every point of one site holds, by its holder. ``number``: from 2 on, that it supplements earlier ones.

    ``notice``: the id of the notice of the visit whose place it lists, where the site's place is told by visit.
    """

    site: str
    points: tuple[DeclaredPoint, ...]
    number: int | None = None
    notice: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class DeclarationSealed:
    """The holder's commitment to a whole declaration of a site (spec/sealing.md, section 5).

    Attributes:
        site, number: as of a declaration.
        capacity: leaves of the tree under ``root``.
        closed: points that cannot be opened, and why: all that is told of the declaration at once.
    """

    site: str
    capacity: int
    root: bytes
    closed: tuple[DeclaredPoint, ...] = ()
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeclarationOpened:
    """Some points of a sealed declaration, and what proves them.

    Attributes:
        sealed: id of the sealed declaration.
        number: which opening of it, from 1.
        points: what these points hold.
        keys, siblings: keys of opened subtrees, and hashes of closed ones, each from left to right.
        notice: the visit for which it is opened, or None.
    """

    sealed: bytes
    number: int
    points: tuple[DeclaredPoint, ...]
    keys: tuple[bytes, ...]
    siblings: tuple[bytes, ...] = ()
    notice: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Notice of an inspection: which one of the agreement's, and the number of the visit from 1.

    ``designation``: the id of the sealed designation, where the site is named later.
    """

    inspection: str
    number: int
    designation: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class DesignationSealed:
    """The inspecting Party's commitment to the site of one visit, before its notice."""

    inspection: str
    number: int
    commitment: bytes


@dataclass(frozen=True, kw_only=True)
class DesignationOpened:
    """The site behind a sealed designation, with the 32 random bytes that hid it.

    ``place``: where it is, in words, of a site whose place is told by visit.
    """

    sealed: bytes
    notice: bytes
    site: str
    salt: bytes
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class Notification:
    """A typed message that the agreement names.

    Attributes:
        format: the name of one of the agreement's notifications.
        number: of this party's in this format, from 1.
        about: the statement it answers, reports on or belongs to.
        hour: when what it tells happened, or is to happen.
        until: when what it grants ends.
        site, points: where.
        figures: declared numbers, by name.
        words: what no other member says.
    """

    format: str
    number: int
    about: bytes | None = None
    hour: int | None = None
    until: int | None = None
    site: str | None = None
    points: tuple[str, ...] = ()
    figures: Mapping[str, int] | None = None
    words: str | None = None


@dataclass(frozen=True, kw_only=True)
class Filler:
    """Nothing: an entry that hides how much a party has to say."""

    padding: str


@dataclass(frozen=True, kw_only=True)
class DrawShareSealed:
    """A party's commitment to its share of a joint draw. ``exchange`` is the notice's id, ``cut`` the frozen cut's."""

    exchange: bytes
    cut: bytes
    role: str
    commitment: bytes


@dataclass(frozen=True, kw_only=True)
class DrawShareOpened:
    """The share behind a party's commitment, 32 random bytes."""

    exchange: bytes
    share: bytes


@dataclass(frozen=True, kw_only=True)
class OpenedPoint:
    """One opened point and its outcome, a word of ``OUTCOMES``."""

    id: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class InspectionReport:
    """What both sides saw and sign: when the freeze was verified, which points were opened and what they showed."""

    notice: bytes
    freeze_verified_at: int
    began_at: int
    ended_at: int
    points: tuple[OpenedPoint, ...]


@dataclass(frozen=True, kw_only=True)
class OneSidedReport(InspectionReport):
    """The same by one side alone: it may lower a finding, never raise it."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a monitor showed, as its reader and the inspected Party sign it.

    Attributes:
        monitor, number: which monitor of the agreement, and the how-manieth reading of it by this party, from 1.
        began_at, ended_at: the hours between which it speaks.
        points: what it showed of which points; an outcome is a word of ``READ_OUTCOMES``.
        notice: of the visit in whose course it was read, if in any.
    """

    monitor: str
    number: int
    began_at: int
    ended_at: int
    points: tuple[OpenedPoint, ...]
    notice: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Observed:
    """A checkpoint that the party accepted: the whole note, log line and Ed25519 cosignatures."""

    checkpoint: str


@dataclass(frozen=True, kw_only=True)
class LogPosition:
    """One log's place in a cut: the tree of ``size`` entries has ``root``."""

    log: str
    size: int
    root: bytes


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A numbered, causally closed vector of log positions that every party signs. ``hour`` is "now" for findings.

    ``absent``: the parties without whom the others closed it: it is *partial* then, else *joint*.
    """

    number: int
    hour: int
    vector: tuple[LogPosition, ...]
    previous: bytes | None = None
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CutProposed:
    """A party asks all others to close the cut of this number after ``previous``: from here on they have a time."""

    number: int
    previous: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """All parties put another document in the agreement's place. ``number``: which amendment, from 1.

    ``previous``: the digest of the document that it amends; ``agreement``: that of the new one.
    """

    number: int
    previous: bytes
    agreement: bytes


def cites_nothing(body: Any) -> tuple[bytes, ...]:
    """Return the ids cited by the body of a kind that cites none."""
    return ()


@dataclass(frozen=True)
class Kind:
    """How a kind is read, the slot that its body takes, and the statement ids that its body cites."""

    shape: Shape[Any]
    slot: Callable[[Any], str] | None = None
    cites: Callable[[Any], tuple[bytes, ...]] = cites_nothing


def root_keys_digest(threshold: int, roots: tuple[bytes, ...]) -> bytes:
    """Return th("counterseal.org/root-keys/v1", u64be threshold, raw root keys in ascending order)."""
    return tagged_hash("counterseal.org/root-keys/v1", threshold.to_bytes(8, "big"), *sorted(roots))


_ROLE_KEY = Record(RoleKey, {"key": DIGEST, "name": KEY_NAME, "person": NAME, "role": NAME})
_DECLARED = Record(DeclaredPoint, {"holds": NAME, "id": POINT}, {"uid": Text(length_max=128)})
_CLOSED = Record(DeclaredPoint, {"holds": Choice(CLOSED), "id": POINT})
_OPENED = Record(OpenedPoint, {"id": POINT, "outcome": Choice(OUTCOMES)})
_READ = Record(OpenedPoint, {"id": POINT, "outcome": Choice(READ_OUTCOMES)})
_KEY_SET: dict[str, Shape[Any]] = {
    "keys": ListOf(_ROLE_KEY, 1, 256, key=lambda key: key.name),
    "next": DIGEST,
    "policy": DIGEST,
    "roots": ListOf(DIGEST, 1, 32, key=bytes),
    "threshold": Integer(1, 32),
}
_REPORT: dict[str, Shape[Any]] = {
    "began_at": UNIX_S,
    "ended_at": UNIX_S,
    "freeze_verified_at": UNIX_S,
    "notice": DIGEST,
    "points": ListOf(_OPENED, 0, key=lambda point: point.id),
}
_POSITION = Record(LogPosition, {"log": KEY_NAME, "root": DIGEST, "size": Integer(2)})

KINDS: dict[str, Kind] = {
    "accession": Kind(Record(Accession, {"agreement": DIGEST, "policy": DIGEST, "roots": MapOf(DIGEST, low=2)})),
    "amendment": Kind(
        Record(Amendment, {"agreement": DIGEST, "number": NUMBER, "previous": DIGEST}),
        lambda body: f"amendment/{body.number}",
    ),
    "cut": Kind(
        Record(
            Cut,
            {
                "hour": UNIX_S,
                "number": Integer(1),
                "vector": ListOf(_POSITION, 2, 64, key=lambda position: position.log),
            },
            {"absent": ListOf(NAME, 1, 62, key=str), "previous": DIGEST},
        ),
        lambda body: f"cut/{body.number}",
        lambda body: () if body.previous is None else (body.previous,),
    ),
    "cut-proposed": Kind(
        Record(CutProposed, {"number": Integer(1)}, {"previous": DIGEST}),
        lambda body: f"cut-proposed/{body.number}",
        lambda body: () if body.previous is None else (body.previous,),
    ),
    "declaration": Kind(
        Record(
            Declaration,
            {"points": ListOf(_DECLARED, 1, key=lambda point: point.id), "site": NAME},
            {"notice": DIGEST, "number": Integer(2, 9999)},
        ),
        lambda body: f"declaration/{body.site}" + ("" if body.number is None else f"/{body.number}"),
        lambda body: () if body.notice is None else (body.notice,),
    ),
    "declaration-opened": Kind(
        Record(
            DeclarationOpened,
            {
                "keys": ListOf(DIGEST, 1),
                "number": NUMBER,
                "points": ListOf(_DECLARED, 1, key=lambda point: point.id),
                "sealed": DIGEST,
            },
            {"notice": DIGEST, "siblings": ListOf(DIGEST, 1)},
        ),
        lambda body: f"declaration/{body.sealed.hex()}/opened/{body.number}",
        lambda body: (body.sealed,) if body.notice is None else (body.notice, body.sealed),
    ),
    "declaration-sealed": Kind(
        Record(
            DeclarationSealed,
            {"capacity": Integer(1, 4096), "root": DIGEST, "site": NAME},
            {"closed": ListOf(_CLOSED, 1, key=lambda point: point.id), "number": Integer(2, 9999)},
        ),
        lambda body: f"declaration/{body.site}" + ("" if body.number is None else f"/{body.number}"),
    ),
    "designation-opened": Kind(
        Record(DesignationOpened, {"notice": DIGEST, "salt": DIGEST, "sealed": DIGEST, "site": NAME}, {"place": PLACE}),
        lambda body: f"designation/{body.sealed.hex()}/opened",
        lambda body: (body.notice, body.sealed),
    ),
    "designation-sealed": Kind(
        Record(DesignationSealed, {"commitment": DIGEST, "inspection": NAME, "number": NUMBER}),
        lambda body: f"designation/{body.inspection}/{body.number}/sealed",
    ),
    "draw-share-opened": Kind(
        Record(DrawShareOpened, {"exchange": DIGEST, "share": DIGEST}),
        lambda body: f"draw/{body.exchange.hex()}/opened",
        lambda body: (body.exchange,),
    ),
    "draw-share-sealed": Kind(
        Record(
            DrawShareSealed,
            {"commitment": DIGEST, "cut": DIGEST, "exchange": DIGEST, "role": Choice(SHARE_ROLES)},
        ),
        lambda body: f"draw/{body.exchange.hex()}/sealed",
        lambda body: (body.cut, body.exchange),
    ),
    "filler": Kind(Record(Filler, {"padding": PADDING})),
    "inspection-report": Kind(
        Record(InspectionReport, _REPORT),
        lambda body: f"report/{body.notice.hex()}",
        lambda body: (body.notice,),
    ),
    "key-revocation": Kind(
        Record(KeyRevocation, {"keys": ListOf(DIGEST, 1, 256, key=bytes), "last_good": Integer()}),
    ),
    "key-rotation": Kind(
        Record(KeyRotation, _KEY_SET),
        lambda body: f"keys/{body.digest.hex()}",
    ),
    "notice": Kind(
        Record(Notice, {"inspection": NAME, "number": NUMBER}, {"designation": DIGEST}),
        lambda body: f"notice/{body.inspection}/{body.number}",
        lambda body: () if body.designation is None else (body.designation,),
    ),
    "notification": Kind(
        Record(
            Notification,
            {"format": NAME, "number": Integer(1, 1_000_000_000)},
            {
                "about": DIGEST,
                "figures": MapOf(FIGURE),
                "hour": UNIX_S,
                "points": ListOf(POINT, 1, key=str),
                "site": NAME,
                "until": UNIX_S,
                "words": Text(r"[^\x00-\x09\x0b-\x1f\x7f]+"),
            },
        ),
        lambda body: f"notification/{body.format}/{body.number}",
        lambda body: () if body.about is None else (body.about,),
    ),
    "observed": Kind(Record(Observed, {"checkpoint": NOTE_TEXT})),
    "one-sided-report": Kind(
        Record(OneSidedReport, _REPORT),
        lambda body: f"one-sided-report/{body.notice.hex()}",
        lambda body: (body.notice,),
    ),
    "reading": Kind(
        Record(
            Reading,
            {
                "began_at": UNIX_S,
                "ended_at": UNIX_S,
                "monitor": NAME,
                "number": Integer(1, 1_000_000_000),
                "points": ListOf(_READ, 1, key=lambda point: point.id),
            },
            {"notice": DIGEST},
        ),
        lambda body: f"reading/{body.monitor}/{body.number}",
        lambda body: () if body.notice is None else (body.notice,),
    ),
    "root-key-set": Kind(Record(RootKeySet, _KEY_SET)),
}
