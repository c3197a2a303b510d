"""The cases of clocks and quotas."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from book import Book

Json = Any

LAST = "9999-12-31T23:59:59Z"  # the last time there is
END_S = 253_402_300_800  # the first second after it

CFE = "CFE Treaty, Inspection Protocol, sections IV and VII; history, nuke.fas.org/control/cfe/cfebook"
CWC = "CWC, Verification Annex, Part X"
INF = "INF history, chapters 7 and 8, fas.org/nuke/control/inf/infbook"
NEW_START = "New START, Protocol, Part Four"
START = "START I, Inspection Protocol, sections VII and X"
VIENNA = "Vienna Document, older edition, paragraphs 105 to 109; exchange by 15 December"


def at(text: str) -> int:
    """Return the Unix second of ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM:SSZ``."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def calendar(*holidays: str, weekend: tuple[int, ...] = (6, 7)) -> Json:
    """Return a calendar."""
    return {"name": "working-days", "weekend": list(weekend), "holidays": list(holidays)}


def cases() -> dict[str, str]:
    """Return ``AREA/NAME.json`` -> the file's text, for every case."""
    from clock_cases import periods, quotas, shapes, spans

    book = Book()
    for part in (spans, periods, quotas, shapes):
        part.write(book)
    return book.documents
