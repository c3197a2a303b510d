"""The cases of the log layer, by area."""

from __future__ import annotations

from log_cases.book import Book


def cases() -> dict[str, str]:
    """Return ``AREA/NAME.json`` -> the file's text, for every case."""
    from log_cases import keys, notes, trees

    book = Book()
    for part in (keys, notes, trees):
        part.write(book)
    return book.documents
