"""Normative parsers, built from shapes: one description reads JSON, writes JSON and prints its JSON Schema.

A shape turns a canonical JSON value into a Python value and back; ``read(write(x)) == x``. Checks run in a fixed
order, members by name, so that two implementations refuse the same document at the same place with the
same code (spec/encoding.md, section 5):

    field-type      another JSON type than the shape wants
    field-unknown   a member that the record does not have
    field-missing   a required member is absent
    field-form      a text outside its pattern, also digests and rationals
    field-choice    a text that is none of the listed words
    field-range     an integer outside its bounds
    field-count     too few or too many items
    field-order     items that must be strictly ascending are not
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from counterseal.encoding import strict
from counterseal.encoding.canonical import INTEGER_MAX, Value
from counterseal.errors import Refused

KNOWN_MAX = 256  # of one shape: short texts that were found well formed; names come again and again
NEAR_MAX = 32  # characters of a name, and names, that are looked through for one that was meant
PLANS_MAX = 64  # of one record: sets of members whose order is remembered

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Shape(Protocol[T_co]):
    """What every shape can do."""

    def read(self, value: Value, where: str = "") -> T_co:
        """Return the Python value, or refuse with a ``field-`` code at ``where``."""

    def write(self, value: Any) -> Value:
        """Return the JSON value that ``read`` gives back."""

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of the shape; it never allows less than ``read``."""


def _want(value: Value, kind: type[T], name: str, where: str) -> T:
    if type(value) is not kind:
        raise Refused("field-type", f"got {_NAMES.get(type(value), 'no such value')}, want {name}", where)
    return value


def _inside(refused: Refused, where: str) -> Refused:
    """Return what a part refused, with the way to the part before its place. A way is written only when it is told."""
    return Refused(refused.code, refused.why, where + refused.where, refused.mend, refused.evidence)


_NAMES: dict[type, str] = {int: "an integer", str: "a text", list: "an array", dict: "an object"}


@dataclass(frozen=True)
class Text:
    """A text of 1 to ``length_max`` characters matching ``pattern`` as a whole (ASCII regular expression)."""

    pattern: str = r"[^\x00-\x1f\x7f]+"
    length_max: int = 4096

    def __post_init__(self) -> None:
        matches: Callable[[str], Any] = re.compile(self.pattern).fullmatch
        if _ALL_BUT.fullmatch(self.pattern):
            matches = _without(bytes(code for code in range(0x80) if not matches(chr(code))))
        object.__setattr__(self, "_matches", matches)
        object.__setattr__(self, "_known", set())

    def read(self, value: Value, where: str = "") -> str:
        text = value if type(value) is str else _want(value, str, "a text", where)
        if text in self._known:  # type: ignore[attr-defined]
            return text
        if not 1 <= len(text) <= self.length_max or not self._matches(text):  # type: ignore[attr-defined]
            raise Refused("field-form", f"got {text[:80]!r}, want {self.pattern}", where)
        if len(text) <= 80 and len(self._known) < KNOWN_MAX:  # type: ignore[attr-defined]
            self._known.add(text)  # type: ignore[attr-defined]
        return text

    def write(self, value: str) -> Value:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$", "minLength": 1, "maxLength": self.length_max}


_ALL_BUT = re.compile(r"\[\^(\\x[0-7][0-9a-f](-\\x[0-7][0-9a-f])?)+\]\+")  # a pattern that forbids ASCII characters


def _without(forbidden: bytes) -> Callable[[str], bool]:
    """Return whether a text has none of these ASCII characters; a regular expression takes ten times as long."""

    def matches(text: str) -> bool:
        data = text.encode("utf-8", "surrogatepass")
        return len(data.translate(None, forbidden)) == len(data)

    return matches


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: Value, where: str = "") -> str:
        text = _want(value, str, "a text", where)
        if text not in self.words:
            raise Refused("field-choice", f"got {text[:80]!r}, want one of {', '.join(self.words)}", where)
        return text

    def write(self, value: str) -> Value:
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Integer:
    """An integer, ``low`` <= value <= ``high``."""

    low: int = 0
    high: int = INTEGER_MAX

    def read(self, value: Value, where: str = "") -> int:
        number = value if type(value) is int else _want(value, int, "an integer", where)
        if not self.low <= number <= self.high:
            raise Refused("field-range", f"got {number}, want {self.low} to {self.high}", where)
        return number

    def write(self, value: int) -> Value:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Bytes:
    """Exactly ``size`` bytes as lower-case hexadecimal digits."""

    size: int = 32

    def read(self, value: Value, where: str = "") -> bytes:
        text = value if type(value) is str else _want(value, str, "a text", where)
        try:
            data = bytes.fromhex(text)
        except ValueError:
            data = b""
        if len(data) != self.size or data.hex() != text:
            raise Refused("field-form", f"got {text[:80]!r}, want {2 * self.size} lower-case hexadecimal digits", where)
        return data

    def write(self, value: bytes) -> Value:
        return value.hex()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^[0-9a-f]{{{2 * self.size}}}$"}


@dataclass(frozen=True)
class Rational:
    """A rational of [``low``, ``high``] as ``0xN/0xD``, D below 2^53: what people agree on, and exact work can bear."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)

    def read(self, value: Value, where: str = "") -> Fraction:
        text = _want(value, str, "a text", where)
        try:
            number = strict.rational(text)
        except Refused as refused:
            raise Refused("field-form", refused.why, where) from None
        if not self.low <= number <= self.high or number.denominator > INTEGER_MAX:
            why = f"got {text[:80]}, want {self.low} to {self.high} with a denominator below 2^53"
            raise Refused("field-range", why, where)
        return number

    def write(self, value: Fraction) -> Value:
        return strict.rational_text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^0x(0|[1-9a-f][0-9a-f]*)/0x[1-9a-f][0-9a-f]*$"}


@dataclass(frozen=True)
class ListOf(Generic[T]):
    """An array of ``low`` to ``high`` items; strictly ascending by ``key`` when one is given."""

    item: Shape[T]
    low: int = 0
    high: int = 4096
    key: Callable[[T], Any] | None = None

    def read(self, value: Value, where: str = "") -> tuple[T, ...]:
        items = value if type(value) is list else _want(value, list, "an array", where)
        if not self.low <= len(items) <= self.high:
            raise Refused("field-count", f"got {len(items)} items, want {self.low} to {self.high}", where)
        if not items:
            return ()
        result = self._items(items, where)
        if self.key is not None and len(result) > 1:
            keys = [self.key(item) for item in result]
            for index in range(1, len(keys)):
                if not keys[index - 1] < keys[index]:
                    before, key = map(_told, keys[index - 1 : index + 1])
                    why = f"got {key} {'twice' if key == before else f'after {before}'}, want items in ascending order"
                    raise Refused("field-order", why, f"{where}/{index}")
        return result

    def _items(self, items: list[Value], where: str) -> tuple[T, ...]:
        read, done = self.item.read, []
        try:
            for item in items:
                done.append(read(item))
        except Refused as refused:
            raise _inside(refused, f"{where}/{len(done)}") from None
        return tuple(done)

    def write(self, value: tuple[T, ...]) -> Value:
        return [self.item.write(item) for item in value]

    def schema(self) -> dict[str, Any]:
        result = {"type": "array", "items": self.item.schema(), "minItems": self.low, "maxItems": self.high}
        return result | ({"uniqueItems": True} if self.key is not None else {})


def _told(key: Any) -> str:
    return ascii((key.hex() if isinstance(key, bytes) else str(key))[:80])


@dataclass(frozen=True)
class MapOf(Generic[T]):
    """An object with any member names that match ``pattern``, all values of one shape."""

    item: Shape[T]
    pattern: str = r"[a-z][a-z0-9-]{0,63}"
    low: int = 1
    high: int = 256

    def __post_init__(self) -> None:
        object.__setattr__(self, "_matches", re.compile(self.pattern).fullmatch)

    def read(self, value: Value, where: str = "") -> dict[str, T]:
        members = _want(value, dict, "an object", where)
        if not self.low <= len(members) <= self.high:
            raise Refused("field-count", f"got {len(members)} members, want {self.low} to {self.high}", where)
        result: dict[str, T] = {}
        for name in sorted(members):
            if not self._matches(name):  # type: ignore[attr-defined]
                raise Refused("field-unknown", f"got member {name!r}, want {self.pattern}", where)
            try:
                result[name] = self.item.read(members[name])
            except Refused as refused:
                raise _inside(refused, f"{where}/{name}") from None
        return result

    def write(self, value: Mapping[str, T]) -> Value:
        return {name: self.item.write(item) for name, item in value.items()}

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "patternProperties": {f"^(?:{self.pattern})$": self.item.schema()},
            "additionalProperties": False,
            "minProperties": self.low,
            "maxProperties": self.high,
        }


@dataclass(frozen=True)
class Record(Generic[T]):
    """An object with named members, read into the frozen dataclass ``make``.

    Optional members that are absent are ``None``, or ``()`` for a list that must not be empty where it is there.
    """

    make: Callable[..., T]
    members: Mapping[str, Shape[Any]]
    optional: Mapping[str, Shape[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lists = {name for name, shape in self.optional.items() if isinstance(shape, ListOf) and shape.low > 0}
        absent = {name: () if name in lists else None for name in self.optional}
        object.__setattr__(self, "_absent", absent)
        object.__setattr__(self, "_plans", {})
        object.__setattr__(self, "_made", partial(fill if self._fills() else _call, self.make))

    def read(self, value: Value, where: str = "") -> T:
        made: T = self._made(self.read_members(value, where))  # type: ignore[attr-defined]
        return made

    def _fills(self) -> bool:
        """Return whether ``make`` is a dataclass of exactly these members, whose ``__init__`` does nothing else."""
        made = {one.name for one in fields(self.make)} if is_dataclass(self.make) else None
        return made == {*self.members, *self.optional} and not hasattr(self.make, "__post_init__")

    def read_members(self, value: Value, where: str = "") -> dict[str, Any]:
        """Return the members that ``read`` puts into one value, by name."""
        got = value if type(value) is dict else _want(value, dict, "an object", where)
        plan = self._plans.get(tuple(got))  # type: ignore[attr-defined]
        if plan is None:
            return self._read(got, where)
        result: dict[str, Any] = self._absent.copy()  # type: ignore[attr-defined]
        try:
            for name, read in plan:
                result[name] = read(got[name])
        except Refused as refused:
            raise _inside(refused, f"{where}/{name}") from None
        return result

    def _read(self, got: dict[str, Value], where: str) -> dict[str, Any]:
        """Return what ``read`` does, and remember in which order members of these names are read, if all is well."""
        result: dict[str, Any] = self._absent.copy()  # type: ignore[attr-defined]
        plan: list[tuple[str, Callable[[Value], Any]]] = []
        for name in sorted(got.keys() | self.members.keys()):
            shape = self.members.get(name) or self.optional.get(name)
            if shape is None:
                known = ", ".join(sorted(self.members.keys() | self.optional.keys()))
                near = _near(name, (one for one in known.split(", ") if one not in got))
                mend = f"check the spelling: is it {near}?" if near else ""
                raise Refused("field-unknown", f"got member {name!r}, want only {known}", where, mend)
            if name not in got:
                near = _near(name, got.keys() - self.members.keys() - self.optional.keys())
                why = f"got member {near!r}, which is none; is it {name!r}?" if near else f"member {name!r} is missing"
                raise Refused("field-missing", why, where, f"write {name} for {near}" if near else "")
            result[name] = shape.read(got[name], f"{where}/{name}")
            plan.append((name, shape.read))
        if len(self._plans) < PLANS_MAX:  # type: ignore[attr-defined]
            self._plans[tuple(got)] = plan  # type: ignore[attr-defined]
        return result

    def write(self, value: T) -> Value:
        result: dict[str, Value] = {}
        for name, shape in (*self.members.items(), *self.optional.items()):
            member = getattr(value, name)
            if name in self.members or member != self._absent[name]:  # type: ignore[attr-defined]
                result[name] = shape.write(member)
        return result

    def schema(self) -> dict[str, Any]:
        properties = {name: shape.schema() for name, shape in (*self.members.items(), *self.optional.items())}
        return {
            "type": "object",
            "properties": dict(sorted(properties.items())),
            "required": sorted(self.members),
            "additionalProperties": False,
        }


def _near(name: str, others: Iterable[str]) -> str:
    """Return which of some names a misspelt one is closest to; empty if none is near. Only short ones are compared."""
    short = [one for one in sorted(others) if len(one) <= NEAR_MAX][:NEAR_MAX]
    return next(iter(get_close_matches(name, short, 1)), "") if len(name) <= NEAR_MAX else ""


def fill(make: Callable[..., T], members: dict[str, Any]) -> T:
    """Return a dataclass of these members, which it then owns, as its own ``__init__`` would, in a fourth of the time.

    Requires all its members, and that it has no ``__post_init__``. A frozen one assigns each by a call of its own.
    """
    made: T = _new(make)
    _assign(made, "__dict__", members)
    return made


_new: Callable[[Callable[..., Any]], Any] = object.__new__  # type: ignore[assignment]
_assign = object.__setattr__


def _call(make: Callable[..., T], members: dict[str, Any]) -> T:
    return make(**members)
