"""A snapshot: what is folded, as bytes that a node keeps for itself, so that it need not fold from the beginning.

    counterseal.org/snapshot/v1
    HASH                                    th(first line, agreement digest, trust file, line 3) in hexadecimal
    {"facts":[...],"hour":N,"state":"...","bytes":"...","texts":[...]}     compressed by zlib

The facts member by member, the state digest at an hour, and the byte strings and texts for which numbers stand in the
facts: ids come again and again.

1. the bytes are these three lines, the hash is that of agreement, trust file and facts at hand;
2. every member is there, of its type, and no other: types are read from the annotations of the facts themselves;
3. the state at the hour, computed again from the facts, has the digest, so also the sizes of all logs are the same.

Take it at a cut, whose hour is that of its findings; feed what follows ``Regime.size`` of each log. Facts have one byte
string each, whatever the order of arrival. What can be reckoned from other members is not written. A snapshot proves
nothing to others.
"""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from counterseal.agreement.document import Agreement
from counterseal.encoding.tagged import tagged_hash
from counterseal.errors import Misuse, Refused, Unavailable
from counterseal.log.policy import Policy
from counterseal.log.tree import HASH_SIZE, Tree
from counterseal.regime.effects import announce, begin, disown, end
from counterseal.regime.facts import Facts, LogFacts
from counterseal.regime.fold import Regime
from counterseal.statements import statement
from counterseal.statements.statement import Statement

HEADER = "counterseal.org/snapshot/v1"
DERIVED = {
    Facts: {"agreement", "policy", "announced", "disowned", "ended", "lines", "derived", "documents", "views"},
    LogFacts: {"closure", "roots", "sizes"},
}
"""Members that are given, or follow from the others."""


def take(regime: Regime, hour: int) -> bytes:
    """Return the snapshot of all that is folded, with the state at ``hour``; what waits for entries is not in it."""
    facts = regime.facts
    known = _Known({}, {})
    written = {"facts": _codec(Facts).write(facts, known), "hour": hour, "state": regime.judge(hour).digest.hex()}
    written |= known.write()
    line = zlib.compress(json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode(), level=1)
    return b"\n".join((HEADER.encode(), _hash(facts.agreement, facts.policy, line).hex().encode(), line))


def restore(data: bytes, agreement: Agreement, policy: Policy, documents: Iterable[bytes] = ()) -> Regime:
    """Return the fold of which ``data`` was taken. ``documents``: those that its amendments asked for, and any more.

    Raises:
        Unavailable: it is no snapshot under this agreement and trust file, or it was changed: then fold anew.
    """
    try:
        header, digest, line = data.split(b"\n", 2)
        if (header, digest) != (HEADER.encode(), _hash(agreement, policy, line).hex().encode()):
            raise ValueError("it is of another agreement or trust file, or it was changed")
        written = json.loads(zlib.decompress(line), parse_float=_refuse, parse_constant=_refuse)
        members, hour, state, digests, texts = (written[name] for name in ("facts", "hour", "state", "bytes", "texts"))
        told = _Told(_parts(_of(str, digests)), [_of(str, text) for text in _of(list, texts)])
        facts = _codec(Facts).read(members, told)
        facts.agreement, facts.policy = agreement, policy
        if list(facts.logs) != sorted(agreement.logs) or type(hour) is not int or hour < 0:
            raise ValueError("it has other logs, or no hour")
        facts.logs = {party.log: facts.logs[party.log] for party in agreement.parties}  # in the fold's own order
        _derive(facts)
        regime = Regime(agreement, policy, facts, documents)
        if not facts.consulted <= facts.documents.keys():
            raise ValueError("a document that an amendment asked for is missing")
        if regime.judge(hour).digest.hex() != state:
            raise ValueError("its state is not that of its facts")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, Refused, zlib.error) as error:
        raise Unavailable(f"the snapshot cannot be used: {error}", "fold the entries anew") from None
    return regime


def _hash(agreement: Agreement, policy: Policy, line: bytes) -> bytes:
    keys = [vkey.encode() for vkey in policy.logs]
    keys += [f"{name} {vkey.encode()}" for name, vkey in policy.witnesses.items()]
    groups = [
        f"{name} {group.threshold} {group.all} {' '.join(group.members)}" for name, group in policy.groups.items()
    ]
    trust = "\n".join((*keys, *groups, policy.quorum)).encode()
    return tagged_hash(HEADER, agreement.digest, agreement.policy, trust, line)


def _derive(facts: Facts) -> None:
    """Reckon the members that were not written."""
    for log, own in facts.logs.items():
        own.sizes = {other: sizes[-1][0] for other, sizes in own.observed.items()}
        own.closure = _closure(own)
        epochs, own.epochs = own.epochs, []
        for epoch in epochs:
            begin(facts, log, epoch)
        for revocation in sorted(set(own.disavowed.values())):
            disown(facts, log, revocation)
    for notice, _ in facts.notices.values():
        announce(facts, notice)
    for place, told in sorted((facts.places[one], body.ended_at) for one, body in facts.reports.values()):
        end(facts, *place, told)


class _Known(NamedTuple):
    """Byte strings and texts that come again and again, ids above all: written once, and by their number elsewhere."""

    digests: dict[bytes, int]
    texts: dict[str, int]

    def write(self) -> dict[str, Any]:
        if any(len(one) != HASH_SIZE for one in self.digests):
            raise Misuse("the facts hold a byte string that is no hash, key or secret of 32 bytes")
        return {"bytes": b"".join(self.digests).hex(), "texts": [*self.texts]}


class _Told(NamedTuple):
    """What numbers stand for in a snapshot that is read."""

    digests: list[bytes]
    texts: list[str]


class _Codec(NamedTuple):
    """How a value of one type is written as JSON and read back; ``read`` raises ``ValueError`` for any other value."""

    write: Callable[[Any, _Known], Any]
    read: Callable[[Any, _Told], Any]


@cache
def _codec(kind: Any) -> _Codec:
    """Return the codec of a type, as the facts are annotated."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in (int, bool):
        return _Codec(lambda value, _: value, lambda value, _: _of(kind, value))
    if kind is str:
        return _Codec(
            lambda value, known: known.texts.setdefault(value, len(known.texts)),
            lambda value, told: told.texts[_number(value)],
        )
    if kind is bytes:
        return _Codec(
            lambda value, known: known.digests.setdefault(value, len(known.digests)),
            lambda value, told: told.digests[_number(value)],
        )
    if kind is Statement:
        return _Codec(lambda said, _: said.text.decode(), lambda text, _: statement.parse(_of(str, text).encode()))
    if kind is Tree:
        return _Codec(lambda tree, _: tree.nodes(0, 0, tree.size).hex(), lambda value, _: _tree(value))
    if origin is types.UnionType:
        inner = _codec(next(part for part in parts if part is not type(None)))
        return _Codec(
            lambda value, known: None if value is None else inner.write(value, known),
            lambda value, told: None if value is None else inner.read(value, told),
        )
    if origin is tuple:
        return _tuple(parts)
    if origin in (list, set):
        return _items(origin, _codec(parts[0]))
    if origin in (dict, Mapping):
        return _pairs(_codec(parts[0]), _codec(parts[1]))
    return _record(kind)


def _tuple(parts: tuple[Any, ...]) -> _Codec:
    if parts[-1] is Ellipsis:
        inner = _codec(parts[0])
        return _Codec(
            lambda value, known: [inner.write(item, known) for item in value],
            lambda value, told: tuple([inner.read(item, told) for item in _of(list, value)]),
        )
    codecs = [_codec(part) for part in parts]
    return _Codec(
        lambda value, known: [codec.write(item, known) for codec, item in zip(codecs, value, strict=True)],
        lambda value, told: tuple(
            [codec.read(item, told) for codec, item in zip(codecs, _of(list, value), strict=True)]
        ),
    )


def _items(make: Callable[[Any], Any], inner: _Codec) -> _Codec:
    """Return the codec of a list or a set; a set has an order that no order of arrival changes."""
    if make is set:
        return _Codec(
            lambda value, known: [inner.write(item, known) for item in sorted(value, key=repr)],
            lambda value, told: _once({inner.read(item, told) for item in _of(list, value)}, value),
        )
    return _Codec(
        lambda value, known: [inner.write(item, known) for item in value],
        lambda value, told: [inner.read(item, told) for item in _of(list, value)],
    )


def _pairs(key: _Codec, item: _Codec) -> _Codec:
    """Return the codec of a table: pairs in the order of their keys."""
    return _Codec(
        lambda value, known: [[key.write(name, known), item.write(value[name], known)] for name in sorted(value)],
        lambda value, told: _once(
            {key.read(name, told): item.read(one, told) for name, one in _of(list, value)}, value
        ),
    )


def _record(kind: Any) -> _Codec:
    """Return the codec of a dataclass: its members in their order, but derived ones."""
    if not is_dataclass(kind) or not isinstance(kind, type):
        raise TypeError(f"no codec for {kind}")
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.name not in DERIVED.get(kind, ())]
    codecs = [_SPECIAL.get((kind, name)) or _codec(hints[name]) for name in names]
    given = {"agreement": None, "policy": None} if kind is Facts else {}

    def write(value: Any, known: _Known) -> list[Any]:
        return [codec.write(getattr(value, name), known) for codec, name in zip(codecs, names, strict=True)]

    def read(value: Any, told: _Told) -> Any:
        items = [codec.read(item, told) for codec, item in zip(codecs, _of(list, value), strict=True)]
        return kind(**given, **dict(zip(names, items, strict=True)))

    return _Codec(write, read)


def _places() -> _Codec:
    """Return the codec of places: of each log the ids by index, -1 where none first stood."""

    def write(value: Mapping[bytes, tuple[str, int]], known: _Known) -> list[Any]:
        by_log: dict[str, dict[int, int]] = {}
        for one in sorted(value, key=value.__getitem__):  # whatever arrived first
            log, index = value[one]
            by_log.setdefault(log, {})[index] = known.digests.setdefault(one, len(known.digests))
        return [[log, [ids.get(at, -1) for at in range(max(ids) + 1)]] for log, ids in sorted(by_log.items())]

    def read(value: Any, told: _Told) -> dict[bytes, tuple[str, int]]:
        placed = [
            (told.digests[_number(number)], (_of(str, log), index))
            for log, numbers in _of(list, value)
            for index, number in enumerate(_of(list, numbers))
            if number != -1
        ]
        found: dict[bytes, tuple[str, int]] = _once(dict(placed), placed)
        return found

    return _Codec(write, read)


_SPECIAL: dict[tuple[type, str], _Codec] = {(Facts, "places"): _places()}
"""Members that are written otherwise than their type says, for there is one of each for every entry."""


def _closure(own: LogFacts) -> list[Mapping[str, int]]:
    """Return what each first entries of a log had observed: it changes where a larger size was observed first."""
    grown = sorted((index, log, size) for log, sizes in own.observed.items() for size, index in sizes)
    found: list[Mapping[str, int]] = [{}]
    for index, log, size in grown:
        if not len(found) <= index + 1 <= own.tree.size:
            raise ValueError("an entry observed something twice, or is not there")
        found += [found[-1]] * (index + 1 - len(found))
        found.append({**found[-1], log: size})
    return found + [found[-1]] * (own.tree.size + 1 - len(found))


def _parts(digests: str) -> list[bytes]:
    whole = bytes.fromhex(digests)
    return [whole[at : at + HASH_SIZE] for at in range(0, len(whole), HASH_SIZE)]


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"got {value!r}, want a number")
    return value


def _of(kind: Any, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"got {type(value).__name__}, want {kind.__name__}")
    return value


def _once(made: Any, value: list[Any]) -> Any:
    if len(made) != len(value):
        raise ValueError("got one entry twice")
    return made


def _tree(value: Any) -> Tree:
    leaves = bytes.fromhex(_of(str, value))
    return Tree(leaves[at : at + HASH_SIZE] for at in range(0, len(leaves), HASH_SIZE))


def _refuse(text: str) -> Any:
    raise ValueError(f"got {text}")
