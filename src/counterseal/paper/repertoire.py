"""The characters that a paper can show; others are written out as ``\\u{...}``, so that none is lost or plays tricks.

What parties say may hold any character: some that no font of the typesetter has, and some that turn the direction of
what follows or cannot be seen. The ranges below are those of its embedded fonts for scripts that are read from the
left; a test sets every one of them.
"""

from __future__ import annotations

from typing import Any

RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA1, 0xAC),  # Latin-1, without the soft hyphen
    (0xAE, 0x17F),  # Latin Extended-A: Polish, Romanian, Turkish
    (0x218, 0x21B),  # Romanian, with comma below
    (0x391, 0x3A1),  # Greek
    (0x3A3, 0x3CE),
    (0x400, 0x45F),  # Cyrillic: Russian, Ukrainian, Belarusian, Bulgarian, Serbian
    (0x490, 0x491),
    (0x2010, 0x2015),  # dashes
    (0x2018, 0x201E),  # quotation marks
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),  # the Russian number sign
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
)
"""First and last character of each range."""

CHARACTERS = frozenset(chr(point) for first, last in RANGES for point in range(first, last + 1))


def shown(text: str) -> str:
    r"""Return ``text`` with what cannot be shown written out; line ends stay, a no-break space becomes a space.

    >>> shown("Объект «A»\u202e")
    'Объект «A»\\u{202e}'
    """
    if CHARACTERS.issuperset(text):
        return text
    kept = (
        char if char in CHARACTERS or char == "\n" else f"\\u{{{ord(char):x}}}" for char in text.replace("\xa0", " ")
    )
    return "".join(kept)


def shown_all(value: Any) -> Any:
    """Return a JSON value with all its texts as ``shown`` has them; names of members stay."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list):
        return [shown_all(item) for item in value]
    if isinstance(value, dict):
        return {name: shown_all(item) for name, item in value.items()}
    return value
