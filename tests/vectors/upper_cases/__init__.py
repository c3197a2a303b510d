"""The cases of the layers from sealing to attestation, by area."""

from __future__ import annotations

from functools import cache

from book import Book


@cache
def cases() -> dict[str, str]:
    """Return ``AREA/NAME.json`` -> the file's text, for every case. Shared: look, do not touch."""
    from upper_cases import (
        agreement,
        agreement_terms,
        anchors,
        assessment,
        assessment_terms,
        attestation,
        attestation_amended,
        attestation_partial,
        closing,
        confidence,
        regime_amended,
        regime_draw,
        regime_form,
        regime_partial,
        regime_subjects,
        regime_terms,
        sealing,
        statement,
        statement_terms,
    )

    book = Book()
    for part in (sealing, statement, statement_terms, agreement, agreement_terms, confidence):
        part.write(book)
    for part in (regime_form, regime_subjects, regime_draw, regime_terms, regime_amended, regime_partial, closing):
        part.write(book)
    for part in (assessment, assessment_terms, anchors, attestation, attestation_amended, attestation_partial):
        part.write(book)
    return book.documents
