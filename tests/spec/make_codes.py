"""Write ``spec/codes.json`` from the pages' tables: ``python tests/spec/make_codes.py``. Again changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "vectors")]

from tests.spec import codes  # noqa: E402

if __name__ == "__main__":
    codes.CODES.write_text(codes.document(), encoding="utf-8")
