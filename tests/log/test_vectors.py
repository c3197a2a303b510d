"""Every vector of the log layer, and the rule that each one is there for."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from counterseal.errors import Refused

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "vectors"))

import make_log  # noqa: E402
from calls_log import CALLS  # noqa: E402

AREAS = ("vkey", "note", "threshold", "tree", "checkpoint", "cosignature", "tile", "policy", "proof", "witness")
FILES = sorted(path for area in AREAS for path in (ROOT / "spec" / "vectors" / area).glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector(path: Path) -> None:
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    try:
        got = {"ok": CALLS[case["call"]](case["input"])}
    except Refused as refused:
        got = {"code": refused.code}
    assert got == case["expect"], case["why"]


def test_regenerating_leaves_no_diff() -> None:
    on_disk = {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in FILES}
    assert on_disk == make_log.cases()
