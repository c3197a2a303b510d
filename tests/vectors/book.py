"""Collecting cases, and bringing the folders of ``spec/vectors`` to exactly those."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parents[2] / "spec" / "vectors"


class Book:
    """The cases written so far: ``AREA/NAME.json`` -> the file's text."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}

    def ok(
        self, path: str, call: str, given: dict[str, Any], result: dict[str, Any], why: str, source: str = ""
    ) -> None:
        """Add a case that must succeed with ``result``."""
        self._add(path, call, given, {"ok": result}, why, source)

    def refused(self, path: str, call: str, given: dict[str, Any], code: str, why: str, source: str = "") -> None:
        """Add a case that must be refused with ``code``."""
        self._add(path, call, given, {"code": code}, why, source)

    def _add(self, path: str, call: str, given: dict[str, Any], expect: dict[str, Any], why: str, source: str) -> None:
        document = {"call": call, "input": given, "expect": expect, "why": why, "source": source or "made here"}
        if f"{path}.json" in self.documents:
            raise SystemExit(f"two cases are called {path}")
        self.documents[f"{path}.json"] = json.dumps(document, indent=2) + "\n"


def bring(documents: dict[str, str]) -> None:
    """Write the cases, and remove every other case from their folders."""
    for area in sorted({path.split("/")[0] for path in documents}):
        folder = VECTORS / area
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            if f"{area}/{old.name}" not in documents:
                old.unlink()
    for path, text in documents.items():
        (VECTORS / path).write_text(text, encoding="utf-8")
