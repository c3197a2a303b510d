"""YAML at the door: what people write, read strictly, and turned into the canonical JSON that is signed and hashed.

Only mappings, sequences, integers and texts; no tags, anchors, merges, duplicate keys, floats, booleans or nulls, so
that ``no``, ``1.0`` and ``01`` cannot mean what their writer did not. Two texts are rewritten, because people write
them so:

    4/5                     a rational                  "0x4/0x5"
    2022-03-01T08:00:00Z    an hour, in UTC             1646121600

Every refusal names the line. Codes: ``yaml-syntax``, ``yaml-value``, ``yaml-duplicate``, ``yaml-reference``. What is
refused later, as the agreement that the draft is to become, has a path for its place: ``positions`` tells its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Never

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from counterseal.encoding import canonical
from counterseal.encoding.canonical import Value
from counterseal.encoding.strict import rational_text
from counterseal.errors import Refused

SIZE_MAX = 1_048_576  # bytes of a draft
EVENTS_MAX = 65_536  # values, and ends of sequences and mappings

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_RATIONAL = re.compile(r"(0|[1-9][0-9]{0,999})/([1-9][0-9]{0,999})")
_HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_MENDS = {
    "float": "write a fraction without quotes, such as 1/2; a text within quotes",
    "timestamp": "write the hour without quotes, as 2030-01-01T00:00:00Z; a date of a calendar within quotes",
}
_TAG = "tag:yaml.org,2002:"


def read(data: bytes) -> dict[str, Any]:
    """Return the document of a YAML file as JSON values.

    Raises:
        Refused: a code of the module's list; ``where`` is the line.
    """
    return _mapping(_compose(data))


def positions(data: bytes, *, by_name: bool = True) -> dict[str, int]:
    """Return path -> line from 1, of every member and item of a YAML file; the empty path is the document.

    Args:
        data: the file.
        by_name: whether items that have a name go by it: ``/duties/receipt/within``, as the cross-checks of an
            agreement say it, and not ``/duties/0/within``, as its shapes do.

    Raises:
        Refused: as ``read`` does, but for values that are of no kind.
    """
    top = _compose(data)
    return dict(_lines(top, "", top.start_mark.line + 1, by_name))


def line_of(where: str, lines: Mapping[str, int]) -> int:
    """Return the line of a path, or of the innermost that holds it. Requires that ``lines`` are of ``positions``."""
    while where not in lines:
        where = where.rpartition("/")[0]
    return lines[where]


def complete(
    draft: Mapping[str, Any], policy: bytes, roots: Mapping[str, bytes], mirrors: Mapping[str, str] | None = None
) -> bytes:
    """Return an agreement's canonical JSON: the draft, with what is only known at signature written in.

    Args:
        draft: as ``read`` returns it, without ``policy`` and ``parties[].roots``.
        policy: SHA-256 of the trust file, 32 bytes.
        roots: party -> root-keys digest, 32 bytes.
        mirrors: mirror as the draft's ``delivery`` names it -> name of its Ed25519 witness in the trust file; others
            stay as they are.

    Raises:
        Refused: codes of canonical JSON. Whether the result is an agreement is for its parser to say.
    """
    parties = [
        {**party, "roots": roots[party["name"]].hex()}
        if isinstance(party, dict) and party.get("name") in roots
        else party
        for party in draft.get("parties", ())
    ]
    completed = {**draft, "parties": parties, "policy": policy.hex()}
    delivery = draft.get("delivery")
    if mirrors and isinstance(delivery, dict) and isinstance(delivery.get("mirrors"), list):
        named = [mirrors.get(name, name) if isinstance(name, str) else name for name in delivery["mirrors"]]
        completed["delivery"] = {**delivery, "mirrors": named}
    return canonical.encode(completed)


def fill(draft: Mapping[str, Any]) -> bytes:
    """Return a draft's canonical JSON, with placeholders for the digests that it lacks: to be checked, never signed.

    Raises:
        Refused: codes of canonical JSON.
    """
    parties = draft.get("parties")
    if isinstance(parties, list):
        parties = [
            {"roots": f"{index:064x}"} | party if isinstance(party, dict) else party
            for index, party in enumerate(parties)
        ]
        draft = {**draft, "parties": parties}
    return canonical.encode({"policy": f"{0:064x}"} | dict(draft))


def _compose(data: bytes) -> MappingNode:
    """Return the mapping at the top, as it is written."""
    if len(data) > SIZE_MAX:
        raise Refused("yaml-syntax", f"got {len(data)} bytes, want at most {SIZE_MAX}")
    try:
        text = data.decode("utf-8")
        yaml = YAML(typ="safe", pure=True)
        depth = 0
        for number, event in enumerate(yaml.parse(text)):
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > canonical.DEPTH_MAX:  # here and not later: the reader slows with the square of the depth
                _refuse("yaml-syntax", f"got more than {canonical.DEPTH_MAX} nested values", event)
            if number > EVENTS_MAX:
                _refuse("yaml-syntax", f"got more than {EVENTS_MAX} values", event)
            if getattr(event, "tag", None) is not None:
                _refuse("yaml-value", f"got a tag {event.tag}, want none", event)
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                _refuse("yaml-reference", "got an anchor or an alias, want every value written out", event)
        node = YAML(typ="safe", pure=True).compose(text)
    except UnicodeDecodeError:
        raise Refused("yaml-syntax", "got bytes that are not UTF-8") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise Refused("yaml-syntax", str(problem), where, "mend the line; YAML 1.2, one document") from None
    if not isinstance(node, MappingNode):
        raise Refused("yaml-value", "got no mapping at the top", "line 1")
    return node


def _lines(node: Node, path: str, line: int, by_name: bool) -> Iterator[tuple[str, int]]:
    """Yield the path of a node, and of all in it, with the line: of a member that of its name."""
    yield path, line
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _lines(value, f"{path}/{key.value}", key.start_mark.line + 1, by_name)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            name = (_name(item) if by_name else "") or str(index)
            yield from _lines(item, f"{path}/{name}", item.start_mark.line + 1, by_name)


def _name(item: Node) -> str:
    """Return the name of an item, or an empty text."""
    members = item.value if isinstance(item, MappingNode) else []
    names = (str(value.value) for key, value in members if key.value == "name" and isinstance(value, ScalarNode))
    return next(names, "")


def _value(node: Node) -> Value:
    if isinstance(node, MappingNode):
        return _mapping(node)
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    assert isinstance(node, ScalarNode)  # YAML has no fourth kind
    return _scalar(node)


def _mapping(node: MappingNode) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or key.tag != f"{_TAG}str":
            _refuse("yaml-value", "got a member name that is not a text", key)
        if key.value in result:
            _refuse("yaml-duplicate", f"got member {key.value!r} twice", key)
        result[key.value] = _value(value)
    return result


def _scalar(node: ScalarNode) -> Value:
    text: str = node.value
    tag = str(node.tag).removeprefix(_TAG)
    if node.style in ('"', "'"):
        return text
    if _HOUR.fullmatch(text):
        try:
            return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())
        except ValueError:
            day = text[:10]
            why = f"got {text}: there is no such {'hour' if _is_day(day) else 'day'}"
            _refuse("yaml-value", why, node, _MENDS["timestamp"])
    if tag == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if tag == "str" and _RATIONAL.fullmatch(text):
        over, _, under = text.partition("/")
        return rational_text(Fraction(int(over), int(under)))
    if tag != "str":
        why = f"got {text!r}, read as {tag}; want an integer, a text, or quotes around it"
        _refuse("yaml-value", why, node, _MENDS.get(tag, ""))
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _refuse(code: str, why: str, at: Any, mend: str = "") -> Never:
    raise Refused(code, why, f"line {at.start_mark.line + 1}", mend)
