"""The cases of the log layer, by area."""

from __future__ import annotations

from book import Book


def cases() -> dict[str, str]:
    """Return ``AREA/NAME.json`` -> the file's text, for every case."""
    from log_cases import forks, keys, notes, policies, proofs, tiles, trees, witnesses

    book = Book()
    for part in (keys, notes, trees, tiles, policies, proofs, witnesses, forks):
        part.write(book)
    return book.documents
