"""Canonical JSON: RFC 8785 on integers, strings, arrays and objects; one document, one byte string.

Rules, in the order in which they refuse (spec/encoding.md, section 1):

1. at most ``size_max`` bytes (``json-size``) of valid UTF-8 (``json-utf8``);
2. then one scan from left to right, in which the *first* byte that canonical form would not have written
   decides the code, so that two implementations name the same fault:
   ``json-depth``, ``json-syntax``, ``json-literal``, ``json-float``, ``json-integer``, ``json-escape``,
   ``json-surrogate``, ``json-name``, ``json-duplicate``, ``json-order``.

Example::

    >>> parse(b'{"count":24,"site":"deveselu"}')
    {'count': 24, 'site': 'deveselu'}
    >>> encode({"site": "deveselu", "count": 24})
    b'{"count":24,"site":"deveselu"}'

``parse`` first tries the interpreter's own C parser, checks the value and compares its re-encoding; only bytes that
fail there are scanned by the slow transcription of the rules, which exists to name the fault. A property test holds
the two against each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Never, TypeAlias

from counterseal.errors import Refused

Value: TypeAlias = int | str | list["Value"] | dict[str, "Value"]

SIZE_MAX = 65_535  # bytes: an entry of a log, so also the JSON line within one
DEPTH_MAX = 32  # nested arrays and objects
INTEGER_MAX = 2**53 - 1  # the largest integer that every JSON implementation keeps exactly

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_DIGITS = re.compile(r"[0-9]+")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_SHORT_ESCAPES = {'"': '"', "\\": "\\", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX4 = re.compile(r"[0-9a-f]{4}")


def parse(data: bytes, size_max: int = SIZE_MAX) -> Value:
    """Return the value of one canonical document.

    Args:
        data: the whole document, no byte before or after it.
        size_max: limit in bytes, checked before anything else.

    Raises:
        Refused: any rule of the module's list; ``where`` is the byte offset of the fault.
    """
    if len(data) > size_max:
        raise Refused("json-size", f"got {len(data)} bytes, want at most {size_max}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("json-utf8", "got bytes that are not UTF-8", f"byte {error.start}") from None
    try:
        value: Value
        value, end = _DECODER.raw_decode(text)
        if end == len(text):
            _check(value, 1)
            if _encode(value) == text:
                return value
    except (ValueError, RecursionError, Refused):
        pass  # the scanner says what is wrong, and where
    return _Scanner(text).document()


def skim(data: bytes) -> Value | None:
    """Return what ``parse`` would, or None if it would refuse, but unchecked: numbers, names and depth.

    For shapes, which check more: a value that a shape has read is one that ``parse`` returns.
    """
    try:
        text = data.decode("utf-8")
        value: Value
        value, end = _SCAN(text, 0)
        if end != len(text) or len(data) > SIZE_MAX:
            return None
        return value if _is_of_one_text(value, text) or _encode(value) == text else None
    except (ValueError, StopIteration, RecursionError):
        return None


def _is_of_one_text(value: Value, text: str) -> bool:
    """Return whether ``text``, which says ``value``, is the canonical form of an object whose one member is a text.

    Long ones are of this form, and a text is escaped sooner than encoded; one with rarer escapes is not found to be.
    """
    if type(value) is not dict or len(value) != 1:
        return False
    ((name, item),) = value.items()
    if type(item) is not str:
        return False
    escaped = item.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{{"{name}":"{escaped}"}}' == text


def encode(value: Value) -> bytes:
    """Return the canonical bytes of ``value``.

    Raises:
        Refused: ``json-value`` for anything but integers, strings, lists and dicts, and the codes of
            ``parse`` for integers out of range, bad names, depth and lone surrogates.
    """
    _check(value, 1)
    try:
        return _encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("json-surrogate", "got a lone surrogate in a string, want Unicode text") from None


# The C parser alone: whatever it takes too lightly, `_check` or the comparison with the re-encoding does not. What
# refers to itself has no depth that `_check` would let pass, so the encoder need not look for it.
_DECODER = json.JSONDecoder()
_SCAN: Callable[[str, int], tuple[Any, int]] = vars(_DECODER)["scan_once"]
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
)


def _quick() -> Callable[[Any, int], Iterable[str]] | None:
    """Return the encoder's C half, which it would build anew for each document; None where the interpreter has none."""
    make: Callable[..., Callable[[Any, int], Iterable[str]]] | None = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return None
    return make(None, _ENCODER.default, json.encoder.encode_basestring, None, ":", ",", True, False, False)


_QUICK = _quick()


def _encode(value: Any) -> str:
    if _QUICK is None or type(value) not in (dict, list):
        return _ENCODER.encode(value)
    return "".join(_QUICK(value, 0))


def _check(value: Any, depth: int) -> None:
    """Refuse what canonical form cannot hold; ``depth`` counts the containers down to ``value``."""
    kind = type(value)
    if kind is str:
        return
    if kind is int:
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise Refused("json-integer", f"got {value:#x}, want at most 2^53-1 in absolute value")
        return
    if kind is dict or kind is list:
        if depth > DEPTH_MAX:
            raise Refused("json-depth", f"got more than {DEPTH_MAX} nested containers")
        if kind is dict:
            for name in value:
                if type(name) is not str or not _NAME.fullmatch(name):
                    raise Refused("json-name", f"got member name {name!r}, want [a-z][a-z0-9_-]{{0,63}}")
            value = value.values()
        for item in value:
            if type(item) is not str:  # most are
                _check(item, depth + 1)
        return
    raise Refused("json-value", f"got {type(value).__name__}, want an integer, a string, a list or an object")


class _Scanner:
    """Reads canonical grammar and nothing else; the transcription that names the fault."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def refuse(self, code: str, why: str, at: int | None = None) -> Never:
        offset = len(self.text[: self.at if at is None else at].encode("utf-8"))
        raise Refused(code, why, f"byte {offset}")

    def document(self) -> Value:
        value = self.value(1)
        if self.at != len(self.text):
            self.refuse("json-syntax", "got bytes after the document, want none")
        return value

    def value(self, depth: int) -> Value:
        char = self.text[self.at : self.at + 1]
        if char == "{" or char == "[":
            if depth > DEPTH_MAX:
                self.refuse("json-depth", f"got more than {DEPTH_MAX} nested containers")
            self.at += 1
            return self.object(depth) if char == "{" else self.array(depth)
        if char == '"':
            self.at += 1
            return self.string()
        if char != "-" and not (char.isascii() and char.isdigit()):
            if char and char in "tfnNI":
                self.refuse("json-literal", "got a literal, want an integer, a string, an array or an object")
            self.refuse("json-syntax", f"got {char or 'the end'!r}, want a value")
        return self.integer()

    def array(self, depth: int) -> list[Value]:
        items: list[Value] = []
        if self.take("]"):
            return items
        while True:
            items.append(self.value(depth + 1))
            if self.take("]"):
                return items
            self.want(",")

    def object(self, depth: int) -> dict[str, Value]:
        members: dict[str, Value] = {}
        previous = ""
        if self.take("}"):
            return members
        while True:
            start = self.at
            self.want('"')
            name = self.string()
            if not _NAME.fullmatch(name):
                self.refuse("json-name", f"got member name {name!r}, want [a-z][a-z0-9_-]{{0,63}}", start)
            if name == previous:
                self.refuse("json-duplicate", f"got member {name!r} twice", start)
            if name < previous:
                self.refuse("json-order", f"got member {name!r} after {previous!r}", start)
            previous = name
            self.want(":")
            members[name] = self.value(depth + 1)
            if self.take("}"):
                return members
            self.want(",")

    def string(self) -> str:
        parts: list[str] = []
        while True:
            plain = _PLAIN.match(self.text, self.at)
            assert plain is not None  # the pattern also matches nothing
            parts.append(plain.group())
            self.at = plain.end()
            if self.take('"'):
                return "".join(parts)
            if not self.take("\\"):
                self.refuse("json-syntax", "got a control character or the end inside a string")
            parts.append(self.escape())

    def escape(self) -> str:
        start = self.at - 1
        letter = self.text[self.at : self.at + 1]
        self.at += 1
        if letter in _SHORT_ESCAPES:
            return _SHORT_ESCAPES[letter]
        digits = self.text[self.at : self.at + 4]
        if letter != "u":
            self.refuse("json-escape", "got an escape that canonical form does not write", start)
        if re.fullmatch(r"[dD][89a-fA-F][0-9a-fA-F]{2}", digits):
            self.refuse("json-surrogate", "got a surrogate escape, want the character itself", start)
        char = chr(int(digits, 16)) if _HEX4.fullmatch(digits) else "A"
        if char >= " " or char in _SHORT_ESCAPES.values():
            self.refuse("json-escape", "got an escape that canonical form does not write", start)
        self.at += 4
        return char

    def integer(self) -> int:
        start = self.at
        negative = self.take("-")
        digits = _DIGITS.match(self.text, self.at)
        if digits is None:
            self.refuse("json-syntax", "got a sign without digits", start)
        self.at = digits.end()
        shape = digits.group()
        if shape[0] == "0" and (len(shape) > 1 or (negative and self.text[self.at : self.at + 1] not in tuple(".eE"))):
            self.refuse("json-integer", "got a leading zero or -0", start)
        if self.at < len(self.text) and self.text[self.at] in ".eE":
            self.refuse("json-float", "got a fraction or an exponent, want an integer", start)
        if len(shape) > 16 or int(shape) > INTEGER_MAX:
            self.refuse("json-integer", "got an integer beyond 2^53-1", start)
        return -int(shape) if negative else int(shape)

    def take(self, char: str) -> bool:
        if self.text.startswith(char, self.at):
            self.at += 1
            return True
        return False

    def want(self, char: str) -> None:
        if not self.take(char):
            got = self.text[self.at : self.at + 1] or "the end"
            self.refuse("json-syntax", f"got {got!r}, want {char!r}")
