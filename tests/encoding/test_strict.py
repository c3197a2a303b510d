"""Text forms with one spelling, held against their grammars and against arithmetic."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from counterseal.encoding import strict
from counterseal.errors import Refused

# RFC 4648, section 4, with the last letter before padding restricted to those whose unused bits are zero (3.5).
BASE64 = re.compile(
    "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?",
    re.ASCII,
)


def accepted(read: Any, text: str) -> bool:
    """Return whether ``read`` takes the text."""
    try:
        read(text)
    except Refused:
        return False
    return True


@given(st.binary(max_size=100))
def test_base64_of_any_bytes_is_read_again(data: bytes) -> None:
    assert strict.base64_decode(strict.base64_encode(data)) == data


@given(st.text("AQRgw+/=9z-_ \n\u00e9", max_size=9))
def test_base64_is_its_grammar(text: str) -> None:
    assert accepted(strict.base64_decode, text) == bool(BASE64.fullmatch(text))


def test_of_all_endings_with_one_byte_four_are_canonical() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    assert [last for last in letters if accepted(strict.base64_decode, f"A{last}==")] == ["A", "Q", "g", "w"]


@given(st.integers(0, 2**63 - 1))
@example(2**63 - 1)
def test_every_integer_has_one_text(number: int) -> None:
    assert strict.integer(str(number)) == number


@given(st.text("0123456789-+_ \n\u0661\uff11", max_size=22))
def test_an_integer_s_text_is_what_its_value_is_written_as(text: str) -> None:
    plain = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and int(text) < 2**63
    assert accepted(strict.integer, text) == plain


@given(st.fractions(min_value=0))
def test_every_rational_has_one_text(number: Fraction) -> None:
    assert strict.rational(strict.rational_text(number)) == number


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_rational_is_accepted_only_reduced(numerator: int, denominator: int) -> None:
    text = f"0x{numerator:x}/0x{denominator:x}"
    reduced = denominator != 0 and Fraction(numerator, denominator).denominator == denominator
    assert accepted(strict.rational, text) == reduced


@given(st.text("0xX123abcAB/- \n", max_size=12))
def test_a_rational_s_text_is_what_its_value_is_written_as(text: str) -> None:
    if accepted(strict.rational, text):
        assert strict.rational_text(strict.rational(text)) == text
