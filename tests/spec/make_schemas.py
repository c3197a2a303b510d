"""Write ``spec/schemas/v1`` from the parsers: ``python tests/spec/make_schemas.py``. Again changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from tests.spec import schemas  # noqa: E402

if __name__ == "__main__":
    schemas.FOLDER.mkdir(parents=True, exist_ok=True)
    for old in schemas.FOLDER.glob("*.json"):
        old.unlink()
    for name, text in schemas.documents().items():
        (schemas.FOLDER / name).write_text(text, encoding="utf-8")
