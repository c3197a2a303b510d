"""The calls that vectors of the encoding layer make: JSON values in, JSON values out, refusals pass through."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from counterseal.encoding import canonical, ed25519, strict, tagged
from counterseal.encoding.shape import Bytes, Choice, Integer, ListOf, MapOf, Rational, Record, Shape, Text

Given = dict[str, Any]
unhex = bytes.fromhex


def _canonical_parse(given: Given) -> Given:
    data = unhex(given["json_hex"])
    value = canonical.parse(data)
    assert canonical.encode(value) == data
    return {"value": value}


def _canonical_encode(given: Given) -> Given:
    return {"json_hex": canonical.encode(given["value"]).hex()}


def _strict_base64(given: Given) -> Given:
    data = strict.base64_decode(given["text"])
    assert strict.base64_encode(data) == given["text"]
    return {"data_hex": data.hex()}


def _strict_integer(given: Given) -> Given:
    return {"decimal": str(strict.integer(given["text"]))}


def _strict_digest(given: Given) -> Given:
    return {"data_hex": strict.digest(given["text"]).hex()}


def _strict_rational(given: Given) -> Given:
    value = strict.rational(given["text"])
    assert strict.rational_text(value) == given["text"]
    return {"numerator_hex": f"{value.numerator:x}", "denominator_hex": f"{value.denominator:x}"}


def _tagged_lp(given: Given) -> Given:
    return {"data_hex": tagged.lp(unhex(given["data_hex"])).hex()}


def _tagged_hash(given: Given) -> Given:
    return {"hash_hex": tagged.tagged_hash(given["tag"], *(unhex(part) for part in given["parts_hex"])).hex()}


def _ed25519_admit(given: Given) -> Given:
    ed25519.admit(unhex(given["key_hex"]))
    return {}


def _ed25519_verify(given: Given) -> Given:
    ed25519.verify(*(unhex(given[name]) for name in ("key_hex", "message_hex", "signature_hex")))
    return {}


def shape_of(description: Given) -> Shape[Any]:
    """Return the shape that a vector describes: ``{"KIND": {its fields}}``."""
    (kind, fields), *rest = description.items()
    assert not rest
    match kind:
        case "text":
            return Text(**fields)
        case "choice":
            return Choice(tuple(fields["words"]))
        case "integer":
            return Integer(**fields)
        case "bytes":
            return Bytes(**fields)
        case "rational":
            return Rational(**{name: Fraction(*pair) for name, pair in fields.items()})
        case "list":
            key = (lambda item: item) if fields["ascending"] else None
            return ListOf(shape_of(fields["item"]), fields["low"], fields["high"], key)
        case "map":
            return MapOf(shape_of(fields["item"]), fields["pattern"], fields["low"], fields["high"])
        case "record":
            members, optional = (
                {name: shape_of(member) for name, member in fields.get(part, {}).items()}
                for part in ("members", "optional")
            )
            return Record(SimpleNamespace, members, optional)
    raise AssertionError(kind)


def _shape_read(given: Given) -> Given:
    shape = shape_of(given["shape"])
    return {"value": shape.write(shape.read(given["value"]))}


CALLS: dict[str, Callable[[Given], Given]] = {
    "canonical.parse": _canonical_parse,
    "canonical.encode": _canonical_encode,
    "strict.base64": _strict_base64,
    "strict.integer": _strict_integer,
    "strict.digest": _strict_digest,
    "strict.rational": _strict_rational,
    "tagged.lp": _tagged_lp,
    "tagged.hash": _tagged_hash,
    "ed25519.admit": _ed25519_admit,
    "ed25519.verify": _ed25519_verify,
    "shape.read": _shape_read,
}
