"""Running vectors, and finding the refusals in the code that no vector shows."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from counterseal.errors import Refused

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "spec" / "vectors"

Calls = dict[str, Callable[[dict[str, Any]], dict[str, Any]]]


def files(areas: Iterable[str]) -> list[Path]:
    """Return the case files of some areas."""
    return sorted(path for area in areas for path in (VECTORS / area).glob("*.json"))


def check(calls: Calls, path: Path) -> None:
    """Make the call of one case and compare."""
    case = json.loads(path.read_text(encoding="utf-8"))
    got: dict[str, Any]
    try:
        got = {"ok": calls[case["call"]](case["input"])}
    except Refused as refused:
        got = {"code": refused.code}
    assert got == case["expect"], case["why"]


def on_disk(paths: Iterable[Path]) -> dict[str, str]:
    """Return what the generators return, as it stands in the files."""
    return {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in paths}


def codes_shown(paths: Iterable[Path]) -> set[str]:
    """Return the codes that some case expects."""
    return {code for path in paths if (code := json.loads(path.read_text(encoding="utf-8"))["expect"].get("code"))}


def codes_raised(package: str) -> set[str]:
    """Return the codes in ``Refused("code", ...)`` and ``refuse("code", ...)`` calls of one of our packages."""
    codes: set[str] = set()
    for source in sorted((ROOT / "src" / "counterseal" / package).glob("**/*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Refused", "refuse"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    codes.add(str(first.value))
                else:
                    # Passing a code on makes none; anything else would hide one from this walk.
                    passed = ("self.code", "code", "refused.code")
                    assert ast.unparse(first) in passed, f"{source.name}:{node.lineno}: a code must be written out"
    return codes


def codes_explained(page: str) -> list[str]:
    """Return the codes in the table that ends a page of ``spec``."""
    text = (ROOT / "spec" / page).read_text(encoding="utf-8").partition("\n## Codes\n")[2]
    return [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]


def examples(page: str) -> list[str]:
    """Return the blocks shown literally on a page of ``spec``."""
    return (ROOT / "spec" / page).read_text(encoding="utf-8").split("```\n")[1::2]
