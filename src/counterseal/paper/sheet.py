"""A paper before it is set: blocks of words, facts and tables, each in all languages of the paper.

    Sheet("record", title=[["Record of findings", "Акт о выводах"]], ..., blocks=[heading(...), facts(...), ...])

A *text* is a list with one string a language, in the order of the sheet's languages. A *cell* is what stands in a table
or behind a label: ``same`` (one value for all languages), ``each`` (a text), ``digest`` (32 bytes in hexadecimal, in
groups of four), ``points``. Blocks and cells are JSON values with a member ``is``; the template knows no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from counterseal.agreement.document import Agreement
from counterseal.agreement.phrases import LANGUAGES
from counterseal.agreement.phrases import PHRASES as AGREED
from counterseal.agreement.words import Words, counted
from counterseal.attestation.report import RATIO_LENGTH_MAX
from counterseal.errors import Refused
from counterseal.paper.phrases import PHRASES

_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))

Text = list[str]
Block = dict[str, Any]
Cell = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file inside the PDF: its name, its bytes, what it is for the PDF's reader, and its media type."""

    name: str
    data: bytes
    description: str
    media_type: str
    relationship: str = "data"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One paper.

    Attributes:
        languages: of its columns.
        title, agreement: what it is, and the title of the agreement, as texts.
        exercise: whether every page says so.
        standing: how far it is known whose word it is: ``Held.standing``.
        hour: Unix seconds: the document's date, of what it is about and not of when it was set.
        channel: the regime's, which the PDF names as its subject.
        attached: the data first, whose digest the paper bears.
        how: what a reader does with the data.
        blocks: in the order of reading.
    """

    languages: tuple[str, ...]
    title: Text
    agreement: Text
    exercise: bool
    standing: str
    hour: int
    channel: str
    attached: tuple[Attached, ...]
    how: Text
    blocks: tuple[Block, ...] = field(repr=False)


class Tongues:
    """The languages of a paper: every phrase said in each of them."""

    def __init__(self, agreement: Agreement, languages: Sequence[str] = ()) -> None:
        """Speak ``languages``, or those of the agreement for which there are words here, or English.

        Raises:
            Refused: ``paper-language``: there are no words in a language, or it stands twice.
        """
        spoken = agreement.languages or tuple(agreement.title)
        chosen = tuple(languages) or tuple(one for one in LANGUAGES if one in spoken) or LANGUAGES[:1]
        if set(chosen) - set(LANGUAGES) or len(set(chosen)) != len(chosen):
            mend = "leave the option out for the agreement's own"
            raise Refused(
                "paper-language", f"got languages {', '.join(chosen)}, want of {', '.join(LANGUAGES)}", mend=mend
            )
        self.languages = chosen
        self.words = tuple(Words(agreement, language, PHRASES) for language in chosen)

    def say(self, key: str, **values: object) -> Text:
        """Return a phrase, filled: a value that is a text gives each language its own."""
        return [
            words.say(key, **{name: value[at] if isinstance(value, list) else value for name, value in values.items()})
            for at, words in enumerate(self.words)
        ]

    def span(self, seconds: int) -> Text:
        """Return a length of time in the largest unit that it is a whole number of, in each language, else h:mm:ss."""
        if seconds % 60:
            return self.same(span(seconds))
        unit, size = next((one for one in _UNITS if seconds and seconds % one[1] == 0), _UNITS[-1])
        return [counted(words.spoken, unit, seconds // size) for words in self.words]

    def known(self, key: str, other: str, **values: object) -> Text:
        """Return a phrase, filled, or ``other`` in its place if there is none of that key."""
        return self.say(key, **values) if key in PHRASES or key in AGREED else self.same(other)

    def both(self, pair: Sequence[str]) -> Text:
        """Return what stands in the order of ``LANGUAGES``, in the paper's."""
        return [pair[LANGUAGES.index(language)] for language in self.languages]

    def same(self, text: str) -> Text:
        """Return one text for all languages."""
        return [text] * len(self.languages)

    def title(self, titles: Mapping[str, str]) -> Text:
        """Return a title of the agreement, without quotation marks, in each language that it has, else in another."""
        return [titles.get(language, titles[min(titles)]) for language in self.languages]

    def clause(self, agreement: Agreement, name: str | None) -> list[Block]:
        """Return the authentic words of a clause, under their number; nothing where there is none."""
        found = (clause for clause in agreement.clauses if clause.name == name)
        return [words(self.say("clause-text", clause=one.name, text=self.title(one.text))) for one in found]

    def empty(self) -> Cell:
        """Return the cell that says none."""
        return each(self.say("none"))


# Blocks.


def heading(text: Text, level: int = 2) -> Block:
    """Return a heading."""
    return {"is": "heading", "level": level, "texts": text}


def words(text: Text, *, strong: bool = False) -> Block:
    """Return a paragraph in parallel; ``strong``: in a frame."""
    return {"is": "words", "strong": strong, "texts": text}


def items(texts: Iterable[Text], *, numbered: bool = False) -> Block:
    """Return a list, item beside item, each behind a dash or its number from 1."""
    found = list(texts)
    return {"is": "items", "items": found, "marks": [f"{at + 1}." if numbered else "–" for at in range(len(found))]}


def facts(rows: Iterable[tuple[Text, Cell]]) -> Block:
    """Return labels with their cells."""
    return {"is": "facts", "rows": [{"cell": cell, "label": label} for label, cell in rows]}


def table(heads: Sequence[Text], rows: Iterable[Sequence[Cell]], widths: Sequence[str]) -> Block:
    """Return a table; ``widths``: of each column, a share as "2fr" or "auto"."""
    return {"heads": list(heads), "is": "table", "rows": [list(row) for row in rows], "widths": list(widths)}


def signatures(heads: Sequence[Text], rows: Iterable[tuple[str, Text]]) -> Block:
    """Return lines for signatures by hand: a party, an office, and room. Nobody's name is printed."""
    return {"heads": list(heads), "is": "signatures", "rows": [{"office": office, "party": by} for by, office in rows]}


# Cells.


def same(text: object) -> Cell:
    """Return a value that needs no language."""
    return {"is": "same", "text": str(text)}


def code(text: str) -> Cell:
    """Return a name or data, letter by letter."""
    return {"is": "code", "text": text}


def each(text: Text) -> Cell:
    """Return a value in each language."""
    return {"is": "each", "texts": text}


def digest(data: bytes | str) -> Cell:
    """Return a digest in hexadecimal, in groups of four digits."""
    return {"groups": groups(data.hex() if isinstance(data, bytes) else data), "is": "digest"}


def points(names: Iterable[str]) -> Cell:
    """Return names of points, or what is named alike."""
    return {"is": "points", "names": list(names)}


def stacked(cells: Iterable[Cell]) -> Cell:
    """Return cells one below the other."""
    return {"cells": list(cells), "is": "stacked"}


def hour_cell(unix_s: int, *, short: bool = False) -> Cell:
    """Return an hour; ``short``: under a head that says UTC already."""
    text = hour(unix_s)
    return same(text.removesuffix(" UTC") if short else text)


def hour(unix_s: int) -> str:
    """Return an hour in UTC as papers write it.

    >>> hour(1646128800)
    '2022-03-01 10:00:00 UTC'
    """
    return datetime.fromtimestamp(unix_s, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def span(seconds: int) -> str:
    """Return a length of time to the second. Requires ``seconds >= 0``.

    >>> span(5_400), span(93_784)
    ('1:30:00', '26:03:04')
    """
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def groups(digits: str) -> list[str]:
    """Return digits in groups of four, by which people compare them.

    >>> groups("b34c0417")
    ['b34c', '0417']
    """
    return [digits[at : at + 4] for at in range(0, len(digits), 4)]


def share(value: Fraction, *, up: bool = False) -> str:
    """Return a probability as a fraction and in per cent; one too long to read in per cent alone.

    Per cent are never rounded to the better side: down, or with ``up`` up.

    >>> share(Fraction(4, 5)), share(Fraction(629, 759)), share(Fraction(0))
    ('4/5 = 80 %', '629/759 (≥ 82.87 %)', '0')
    >>> share(Fraction(130, 759), up=True)
    '130/759 (≤ 17.13 %)'
    """
    if value.denominator == 1:
        return str(value.numerator)
    hundredths, rest = divmod(value.numerator * 10_000, value.denominator)
    if rest == 0:
        return f"{value} = {_point(hundredths, 2)} %"
    near = f"≤ {_point(hundredths + 1, 2)} %" if up else f"≥ {_point(hundredths, 2)} %"
    return near if len(str(value)) > RATIO_LENGTH_MAX else f"{value} ({near})"


def decimal(value: Fraction) -> str:
    """Return a number as a fraction and in decimals, rounded down; one too long to read in decimals alone.

    >>> decimal(Fraction(130, 759)), decimal(Fraction(1, 8)), decimal(Fraction(3))
    ('130/759 (≥ 0.171277)', '1/8 = 0.125', '3')
    """
    if value.denominator == 1:
        return str(value.numerator)
    millionths, rest = divmod(value.numerator * 1_000_000, value.denominator)
    if rest == 0:
        return f"{value} = {_point(millionths, 6)}"
    near = f"≥ {_point(millionths, 6)}"
    return near if len(str(value)) > RATIO_LENGTH_MAX else f"{value} ({near})"


def _point(number: int, places: int) -> str:
    """Return ``number`` with its last ``places`` digits behind the point, and no zeros at the end."""
    whole, part = divmod(number, 10**places)
    return f"{whole}.{part:0{places}}".rstrip("0").rstrip(".")
