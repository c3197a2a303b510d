"""The cases of the layers from sealing to attestation, by area."""

from __future__ import annotations

from functools import cache

from book import Book


@cache
def cases() -> dict[str, str]:
    """Return ``AREA/NAME.json`` -> the file's text, for every case. Shared: look, do not touch."""
    from upper_cases import (
        agreement,
        agreement_monitors,
        agreement_standard,
        agreement_terms,
        anchors,
        assessment,
        assessment_over_time,
        assessment_readings,
        assessment_terms,
        attestation,
        attestation_amended,
        attestation_partial,
        chosen,
        closing,
        confidence,
        confidence_over_time,
        regime_amended,
        regime_draw,
        regime_form,
        regime_named,
        regime_partial,
        regime_sealed,
        regime_subjects,
        regime_terms,
        sealing,
        statement,
        statement_terms,
    )

    book = Book()
    for part in (
        sealing,
        statement,
        statement_terms,
        agreement,
        agreement_standard,
        agreement_terms,
        agreement_monitors,
        confidence,
        confidence_over_time,
    ):
        part.write(book)
    for part in (
        regime_form,
        regime_subjects,
        regime_draw,
        regime_terms,
        regime_amended,
        regime_sealed,
        regime_partial,
        closing,
    ):
        part.write(book)
    parts = (
        assessment,
        assessment_terms,
        assessment_over_time,
        assessment_readings,
        chosen,
        regime_named,
        anchors,
        attestation,
        attestation_amended,
        attestation_partial,
    )
    for part in parts:
        part.write(book)
    return book.documents
