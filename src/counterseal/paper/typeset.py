"""From a sheet to the bytes of a PDF: PDF/A-3a and PDF/UA-1, the data attached, the same bytes every time.

1. only the typesetter's embedded fonts are used, and a character without a glyph is an error, never a blank box;
2. the document's date is the hour that the paper is about, in UTC: no clock is asked;
3. the typesetter's release stands on the paper and in the PDF's keywords, since another may break lines otherwise.

``typst`` and ``segno`` come with the extra ``paper``, and are loaded when a paper is set.
"""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from counterseal import __version__
from counterseal.agreement.phrases import LANGUAGES
from counterseal.errors import Misuse, Unavailable
from counterseal.paper.phrases import PHRASES
from counterseal.paper.repertoire import shown_all
from counterseal.paper.sheet import Attached, Sheet, groups

if TYPE_CHECKING:
    from types import ModuleType

TEMPLATE = "sheet.typ"
STANDARDS = ("a-3a", "ua-1")
QR_PREFIX = "sha256:"
_PHRASES = ("banner", "page", "alt-qr", "attached", "typeset")
_LABELS = ("label-file", "label-size", "label-digest")


def pdf(sheet: Sheet) -> bytes:
    """Return the paper as PDF.

    Raises:
        Unavailable: the typesetter is not installed, or there is no room for its files.
    """
    made: bytes = _set(sheet, format="pdf", pdf_standards=list(STANDARDS))
    return made


def pages(sheet: Sheet, ppi: int = 96) -> list[bytes]:
    """Return the paper's pages as PNG, for looking at; raises as ``pdf`` does."""
    made = _set(sheet, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def qr_text(attached: Attached) -> str:
    """Return what the QR code says: the SHA-256 of the attached data, in lower-case hexadecimal."""
    return f"{QR_PREFIX}{hashlib.sha256(attached.data).hexdigest()}"


def _set(sheet: Sheet, **how: Any) -> Any:
    typst, segno = _typesetter()
    code = io.BytesIO()
    segno.make_qr(qr_text(sheet.attached[0]), error="m").save(code, kind="svg", border=4, xmldecl=False)
    try:
        with TemporaryDirectory(prefix="counterseal-paper-") as folder:
            root = Path(folder)
            (root / TEMPLATE).write_bytes(_template())
            (root / "sheet.json").write_text(json.dumps(_value(sheet), ensure_ascii=False), encoding="utf-8")
            (root / "qr.svg").write_bytes(code.getvalue())
            for place, attached in enumerate(sheet.attached):
                (root / f"attached-{place}").write_bytes(attached.data)
            return typst.compile(
                root / TEMPLATE,
                root=root,
                font_paths=typst.Fonts(include_system_fonts=False),
                ignore_system_fonts=True,
                timestamp=sheet.hour,
                **how,
            )
    except OSError as error:
        raise Unavailable(f"cannot typeset: {error.strerror}", "check the room for temporary files") from None
    except typst.TypstError as error:
        raise Misuse(f"the template cannot set this paper: {error}") from error  # every text was made one that it can


def _typesetter() -> tuple[ModuleType, ModuleType]:
    try:
        import typst  # noqa: I001 - what is named first, if both are absent

        import segno
    except ImportError as error:
        mend = "install the extra: pip install 'counterseal[paper]'; in a checkout, ./task demo does it"
        raise Unavailable(f"papers need {error.name}, which is not installed", mend) from None
    return typst, segno


def _template() -> bytes:
    return resources.files("counterseal.paper").joinpath("templates", TEMPLATE).read_bytes()


def _value(sheet: Sheet) -> Any:
    """Return what the template reads."""
    date = datetime.fromtimestamp(sheet.hour, UTC)
    data = sheet.attached[0]
    columns = [LANGUAGES.index(language) for language in sheet.languages]

    def each(key: str) -> list[str]:
        return [PHRASES[key][column] for column in columns]

    value = {
        "agreement": sheet.agreement,
        "attached": [
            {
                "description": one.description,
                "media_type": one.media_type,
                "name": one.name,
                "relation": one.relationship,
            }
            for one in sheet.attached
        ],
        "blocks": list(sheet.blocks),
        "channel": sheet.channel,
        "data": {
            "groups": groups(hashlib.sha256(data.data).hexdigest()),
            "name": data.name,
            "size": f"{len(data.data):,}".replace(",", " "),
        },
        "date": [date.year, date.month, date.day, date.hour, date.minute, date.second],
        "exercise": sheet.exercise,
        "how": sheet.how,
        "labels": {key: each(key) for key in _LABELS},
        "languages": list(sheet.languages),
        "phrases": {key: each(key) for key in _PHRASES},
        "release": __version__,
        "standing": each(sheet.standing),
        "title": sheet.title,
        "unproven": sheet.standing == "unproven",
    }
    return shown_all(value)
