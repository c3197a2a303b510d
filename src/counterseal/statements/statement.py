"""The statement note: two lines of text that a party signs (spec/statement.md).

    counterseal.org/exercise/v1
    {"at":1646114400,"body":{...},"channel":"regime/3f02...","kind":"notice","party":"russian-federation","re":[],"seen":[]}

Order of checks on a text: first line (``statement-header``), exactly two lines (``statement-lines``), canonical JSON,
the envelope's members, the kind (``kind-unknown``), the body's members. Signatures are judged with the keys of the
regime, never here.

The id is a tagged hash of the text. Signature lines mint no ids: the same text with other lines is the same
statement (spec/note.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from counterseal.encoding import canonical
from counterseal.encoding.canonical import Value
from counterseal.encoding.shape import Bytes, Integer, ListOf, Record, Shape, Text, fill
from counterseal.encoding.tagged import tagged_hash
from counterseal.errors import Refused
from counterseal.statements.kinds import KINDS

HEADER = "counterseal.org/statement/v1"
EXERCISE_HEADER = "counterseal.org/exercise/v1"
HEADERS = (HEADER, EXERCISE_HEADER)
_ID = "counterseal.org/statement-id/v1"
_HEADERS = {header.encode("ascii"): header for header in HEADERS}

PARTY = Text(r"[a-z][a-z0-9-]{0,63}", 64)
CHANNEL = Text(r"regime/[0-9a-f]{64}|record/[a-z0-9][a-z0-9._-]{0,63}", 128)
SLOT = Text(r"[a-z0-9][a-z0-9./-]{0,255}", 256)
UNIX_S_MAX = 253_402_300_799  # 9999-12-31T23:59:59Z, so that every time can be written as a date


@dataclass(frozen=True, kw_only=True)
class _Envelope:
    channel: str
    party: str
    kind: str
    at: int
    seen: tuple[bytes, ...]
    re: tuple[bytes, ...]
    body: Any
    slot: str | None = None


@dataclass(frozen=True, kw_only=True)
class Statement(_Envelope):
    """One statement of one party.

    Attributes:
        header: the first line: real or exercise; all entries of a log share it.
        channel: the channel of the log it stands in.
        party: who says it.
        kind: a key of ``KINDS``.
        at: when, in Unix seconds: the author's claim.
        seen: digests of checkpoints that the author had observed before, ascending.
        re: ids of the statements it answers, ascending.
        body: the kind's dataclass.
        slot: for kinds of which there may be only one: the place it takes.
    """

    header: str

    @cached_property
    def text(self) -> bytes:
        """The signed text: both lines, each with its LF."""
        said = replace(self, body=KINDS[self.kind].shape.write(self.body))
        return self.header.encode("ascii") + b"\n" + canonical.encode(_ENVELOPE.write(said)) + b"\n"

    @cached_property
    def id(self) -> bytes:
        """The statement id, 32 bytes."""
        return statement_id(self.text)


class _Object:
    """Any JSON object: the body before its kind is known."""

    def read(self, value: Value, where: str = "") -> Value:
        if type(value) is not dict:
            raise Refused("field-type", "got another type, want an object", where)
        return value

    def write(self, value: Value) -> Value:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


_IDS: Shape[tuple[bytes, ...]] = ListOf(Bytes(32), 0, 256, key=bytes)
_TAIL: dict[str, Shape[Any]] = {
    "channel": CHANNEL,
    "kind": Text(r"[a-z][a-z0-9-]{0,63}", 64),
    "party": PARTY,
    "re": _IDS,
    "seen": _IDS,
}
_ENVELOPE: Record[_Envelope] = Record(
    _Envelope, {"at": Integer(0, UNIX_S_MAX), "body": _Object(), **_TAIL}, {"slot": SLOT}
)


def statement_id(text: bytes) -> bytes:
    """Return the 32-byte id of a statement's text, final LF included (spec/note.md)."""
    return tagged_hash(_ID, text)


def parse(text: bytes) -> Statement:
    """Return the statement that ``text`` says. Its ``text`` is the given bytes, never a rebuilt form.

    Args:
        text: the text of a note that has been parsed, so UTF-8 without control bytes but LF.

    Raises:
        Refused: the first failing check of the module's list.
    """
    first, *rest = text.split(b"\n", 3)
    header = _HEADERS.get(first)
    if header is None:
        header = first.decode("utf-8", "replace")
        raise Refused("statement-header", f"got first line {header[:80]!a}, want {' or '.join(HEADERS)}", "line 1")
    if len(rest) != 2 or rest[1]:
        raise Refused("statement-lines", "want exactly two lines, each ended by LF")
    line = rest[0]
    members = _recall(line) if line.endswith(_ALONE) else None
    if members is None:
        skimmed = canonical.skim(line)
        try:
            members = _read(canonical.parse(line) if skimmed is None else skimmed)
        except Refused:
            members = _read(canonical.parse(line))  # which says first what is wrong with the JSON
    members["header"] = header
    members["text"] = text
    members["id"] = tagged_hash(_ID, text)
    return fill(Statement, members)


def _read(value: Value) -> dict[str, Any]:
    """Return the members of the envelope, the body as its kind has it."""
    members = _ENVELOPE.read_members(value)
    members["body"] = _read_body(members["kind"], members["body"])
    return members


def _read_body(name: str, value: Value) -> Any:
    kind = KINDS.get(name)
    if kind is None:
        raise Refused("kind-unknown", f"got kind {name!a}, want one of {', '.join(KINDS)}", "/kind")
    return kind.shape.read(value, "/body")


# Most statements answer nothing, cite nothing and take no slot; and of most of these only the hour is new: what one
# party observed, others observe too, and fillers are filled alike. So the body, and the tail that follows it, are read
# once each; a text is canonical if its parts are. Long ones are not kept: a log can hold many, each another.

_ALONE = b',"re":[],"seen":[]}'
_KEPT_MAX = 4096  # bytes of a part that is kept


def _recall(line: bytes) -> dict[str, Any] | None:
    """Return the members of a second line that ends like ``_ALONE``, or None if it cannot be told from its parts."""
    start, end = line.find(b',"body":'), line.rfind(b',"channel":')
    if not line.startswith(b'{"at":') or not 0 < start < end or len(line) > canonical.SIZE_MAX:
        return None
    if end - start > _KEPT_MAX or len(line) - end > _KEPT_MAX:
        return None
    try:
        at = int(line[6:start])
        members = _tail(line[end:])
        body = _body(members["kind"], line[start + 8 : end])
    except (Refused, ValueError):
        return None
    if not 0 <= at <= UNIX_S_MAX or b"%d" % at != line[6:start]:
        return None
    return {**members, "at": at, "body": body}


@lru_cache(maxsize=1024)
def _tail(data: bytes) -> dict[str, Any]:
    return _ALONE_TAIL.read_members(canonical.parse(b"{" + data[1:]))


@lru_cache(maxsize=1024)
def _body(kind: str, data: bytes) -> Any:
    value = canonical.skim(data)
    return _read_body(kind, canonical.parse(data) if value is None else _Object().read(value))


_ALONE_TAIL: Record[dict[str, Any]] = Record(dict, _TAIL, {"slot": SLOT})


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the second line, any kind."""
    result = _ENVELOPE.schema()
    result["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": name}}},
            "then": {"properties": {"body": kind.shape.schema()}},
        }
        for name, kind in sorted(KINDS.items())
    ]
    result["properties"]["kind"] = {"enum": sorted(KINDS)}
    return result
