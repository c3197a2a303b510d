"""The JSON Schemas of ``spec/schemas/v1``, printed from the normative parsers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from counterseal.agreement import document
from counterseal.statements import statement
from counterseal.statements.kinds import KINDS

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "schemas" / "v1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def documents() -> dict[str, str]:
    """Return file name -> text."""
    schemas = {
        "agreement": ("An agreement", document.SHAPE.schema()),
        "statement": ("The second line of a statement, of any kind", statement.schema()),
        **{name: (f"The body of a statement of kind {name}", kind.shape.schema()) for name, kind in KINDS.items()},
    }
    return {f"{name}.json": _text(name, title, schema) for name, (title, schema) in sorted(schemas.items())}


def _text(name: str, title: str, schema: dict[str, Any]) -> str:
    """Return a schema as a file. Ids are relative: it holds wherever the folder is put."""
    return json.dumps({"$schema": DIALECT, "$id": f"{name}.json", "title": title, **schema}, indent=2) + "\n"
