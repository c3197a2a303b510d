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
KEY_NAME = Text(r"[a-z0-9][a-z0-9._/-]{0,254}", 255)
NOTE_TEXT = Text(r"[^\x00-\x09\x0b-\x1f]+", 32_768)
UNIX_S = Integer(0, 253_402_300_799)
DIGEST = Bytes(32)

OUTCOMES = ("clean", "found", "ambiguous", "refused", "too-small", "away", "not-measured", "failed")
"""What a point showed: ``clean``, no item of the type; ``found``, an item of the type; the rest are non-results."""

SHARE_ROLES = ("inspected", "inspecting")


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
class Accession:
    """Entry 1: the party binds itself to one agreement, one trust file and every party's root keys."""

    agreement: bytes
    policy: bytes
    roots: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class DeclaredPoint:
    """What the holder says one point of inspection holds: an item's name, or ``empty``."""

    id: str
    holds: str


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What every point of one site holds, by its holder."""

    site: str
    points: tuple[DeclaredPoint, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Notice of an inspection: which one of the agreement's, and the number of the visit from 1."""

    inspection: str
    number: int


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
    """A numbered, causally closed vector of log positions that every party signs. ``hour`` is "now" for findings."""

    number: int
    hour: int
    vector: tuple[LogPosition, ...]
    previous: bytes | None = None


@dataclass(frozen=True)
class Kind:
    """How a kind is read, the slot that its body takes, and the statement ids that its body cites."""

    shape: Shape[Any]
    slot: Callable[[Any], str] | None = None
    cites: Callable[[Any], tuple[bytes, ...]] = lambda body: ()


def root_keys_digest(threshold: int, roots: tuple[bytes, ...]) -> bytes:
    """Return th("counterseal.org/root-keys/v1", u64be threshold, raw root keys in ascending order)."""
    return tagged_hash("counterseal.org/root-keys/v1", threshold.to_bytes(8, "big"), *sorted(roots))


_ROLE_KEY = Record(RoleKey, {"key": DIGEST, "name": KEY_NAME, "person": NAME, "role": NAME})
_DECLARED = Record(DeclaredPoint, {"holds": NAME, "id": POINT})
_OPENED = Record(OpenedPoint, {"id": POINT, "outcome": Choice(OUTCOMES)})
_POSITION = Record(LogPosition, {"log": KEY_NAME, "root": DIGEST, "size": Integer(2)})

KINDS: dict[str, Kind] = {
    "accession": Kind(Record(Accession, {"agreement": DIGEST, "policy": DIGEST, "roots": MapOf(DIGEST, low=2)})),
    "cut": Kind(
        Record(
            Cut,
            {
                "hour": UNIX_S,
                "number": Integer(1),
                "vector": ListOf(_POSITION, 2, 64, key=lambda position: position.log),
            },
            {"previous": DIGEST},
        ),
        lambda body: f"cut/{body.number}",
        lambda body: () if body.previous is None else (body.previous,),
    ),
    "declaration": Kind(
        Record(Declaration, {"points": ListOf(_DECLARED, 1, key=lambda point: point.id), "site": NAME}),
        lambda body: f"declaration/{body.site}",
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
    "inspection-report": Kind(
        Record(
            InspectionReport,
            {
                "began_at": UNIX_S,
                "ended_at": UNIX_S,
                "freeze_verified_at": UNIX_S,
                "notice": DIGEST,
                "points": ListOf(_OPENED, 0, key=lambda point: point.id),
            },
        ),
        lambda body: f"report/{body.notice.hex()}",
        lambda body: (body.notice,),
    ),
    "notice": Kind(
        Record(Notice, {"inspection": NAME, "number": Integer(1, 9999)}),
        lambda body: f"notice/{body.inspection}/{body.number}",
    ),
    "observed": Kind(Record(Observed, {"checkpoint": NOTE_TEXT})),
    "root-key-set": Kind(
        Record(
            RootKeySet,
            {
                "keys": ListOf(_ROLE_KEY, 1, 256, key=lambda key: key.name),
                "next": DIGEST,
                "policy": DIGEST,
                "roots": ListOf(DIGEST, 1, 32, key=bytes),
                "threshold": Integer(1, 32),
            },
        )
    ),
}
