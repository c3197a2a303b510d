"""The cases of the encoding layer, by area."""

from __future__ import annotations

from book import Book


def cases() -> dict[str, str]:
    """Return ``AREA/NAME.json`` -> the file's text, for every case."""
    from encoding_cases import curve, documents, shapes, texts

    book = Book()
    for part in (documents, texts, curve, shapes):
        part.write(book)
    return book.documents
