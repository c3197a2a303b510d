"""Text forms with one spelling: base64, decimal integers, digests, rationals.

Each function refuses every text that re-encoding its value would not give back (spec/encoding.md, section 2).
"""

from __future__ import annotations

import binascii
import re
from fractions import Fraction

from counterseal.errors import Refused

INTEGER_MAX = 2**63 - 1

_INTEGER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RATIONAL = re.compile(r"0x(0|[1-9a-f][0-9a-f]*)/0x([1-9a-f][0-9a-f]*)")
_RATIONAL_LENGTH_MAX = 65_535
_a2b, _b2a = binascii.a2b_base64, binascii.b2a_base64


def base64_decode(text: str | bytes) -> bytes:
    """Return the bytes of standard, padded base64 in its one canonical spelling; ``text`` may be UTF-8 itself.

    Raises:
        Refused: ``base64-form``, also for the URL alphabet, blanks, missing padding or stray trailing bits.
    """
    spelled = text.encode("utf-8", "surrogatepass") if type(text) is str else text
    try:
        data = _a2b(spelled, strict_mode=True)
    except ValueError:
        data = None
    if data is None or _b2a(data, newline=False) != spelled:
        raise Refused("base64-form", "got text that is not canonical base64")
    return data


def base64_encode(data: bytes) -> str:
    """Return standard, padded base64."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def integer(text: str) -> int:
    """Return the value of ``0`` or ``[1-9][0-9]*``, at most 2^63-1.

    Raises:
        Refused: ``integer-form``; ``integer-range`` when well formed but too large.
    """
    if not _INTEGER.fullmatch(text):
        raise Refused("integer-form", "got text that is not a plain decimal integer of at most 19 digits")
    value = int(text)
    if value > INTEGER_MAX:
        raise Refused("integer-range", f"got {value}, want at most {INTEGER_MAX}")
    return value


def digest(text: str) -> bytes:
    """Return the 32 bytes of 64 lower-case hexadecimal digits.

    Raises:
        Refused: ``digest-form``.
    """
    if not _DIGEST.fullmatch(text):
        raise Refused("digest-form", "got text that is not 64 lower-case hexadecimal digits")
    return bytes.fromhex(text)


def rational(text: str) -> Fraction:
    """Return the non-negative rational written ``0xN/0xD``: hexadecimal, reduced, D > 0.

    Hexadecimal because interpreters bound the length of decimal integers (spec/encoding.md).

    Raises:
        Refused: ``rational-form``.
    """
    match = _RATIONAL.fullmatch(text) if len(text) <= _RATIONAL_LENGTH_MAX else None
    if match is None:
        raise Refused("rational-form", "got text that is not a rational 0xN/0xD")
    value = Fraction(int(match[1], 16), int(match[2], 16))
    if rational_text(value) != text:
        raise Refused("rational-form", f"got a rational that is not reduced, want {rational_text(value)}")
    return value


def rational_text(value: Fraction) -> str:
    """Return ``0xN/0xD`` for a non-negative rational, the form of canonical JSON.

    >>> rational_text(Fraction(629, 759))
    '0x275/0x2f7'
    """
    return f"{value.numerator:#x}/{value.denominator:#x}"
