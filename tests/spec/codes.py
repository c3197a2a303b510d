"""Every code in the source, found by reading it; and every code in the tables of ``spec``."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "counterseal"
SPEC = ROOT / "spec"
CODES = SPEC / "codes.json"

# From the bottom up: a code that several layers give belongs to the lowest.
LAYERS = (
    *("encoding", "log", "sealing", "statements", "agreement", "regime", "confidence", "assessment", "attestation"),
    *("store", "node", "world", "cli"),
)

_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+|fork|lapsed|untested")
_HEADING = re.compile(r"^## (?:\d+\. )?Codes$", re.MULTILINE)


def in_source(layer: str) -> set[str]:
    """Return the codes that the modules of one layer write out."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted((SOURCE / layer).glob("**/*.py")))
    return {code for tree in trees for code in in_module(tree, layer == "regime")}


def in_module(tree: ast.Module, has_rules: bool = False) -> Iterator[str]:
    """Yield the codes of one module: of refusals, irregularities and reasons, and what assumptions are listed.

    Args:
        tree: the module.
        has_rules: whether functions that return a text return codes, as the rules of the regime do.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1].lstrip("_")
            if name in ("Refused", "refuse"):
                yield from _codes(node.args[0])
            elif name == "Irregularity":
                yield from _codes(node.args[1])
            elif name == "Reason":
                yield from (
                    code for keyword in node.keywords if keyword.arg == "code" for code in _codes(keyword.value)
                )
        elif isinstance(node, ast.Assign):
            targets = " ".join(ast.unparse(target) for target in node.targets)
            if targets == "ASSUMPTIONS" or (has_rules and "code" in targets):
                yield from _codes(node.value)
        elif has_rules and isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or node.args) == "str":
            returns = (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return) and inner.value)
            yield from (code for value in returns for code in _codes(value))


def _codes(node: ast.AST) -> Iterator[str]:
    """Yield the codes written out in an expression; of a choice, those it may come to and not what it asks."""
    if isinstance(node, ast.IfExp):
        yield from _codes(node.body)
        yield from _codes(node.orelse)
    elif isinstance(node, ast.Tuple | ast.BoolOp):
        for item in node.elts if isinstance(node, ast.Tuple) else node.values:
            yield from _codes(item)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
        yield node.value


def tables() -> dict[str, tuple[str, str]]:
    """Return code -> page and meaning, from the tables under the headings ``Codes`` of the pages.

    Raises:
        ValueError: two tables explain one code.
    """
    found: dict[str, tuple[str, str]] = {}
    for page in sorted(SPEC.glob("*.md")):
        _, *sections = _HEADING.split(page.read_text(encoding="utf-8"))
        rows = (row for section in sections for row in section.partition("\n## ")[0].splitlines())
        for row in rows:
            if row.startswith("| `"):
                code, *_, meaning = (cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip("|")))
                code = code.strip("`")
                if code in found:
                    raise ValueError(f"{code} is explained in {found[code][0]} and in {page.name}")
                found[code] = page.name, meaning
    return found


def document() -> str:
    """Return what ``codes.json`` must hold: every code in the source, as the tables explain it.

    Raises:
        ValueError: a code that the source gives and no table explains, or the reverse.
    """
    layers = {code: layer for layer in reversed(LAYERS) for code in in_source(layer)}
    explained = tables()
    if layers.keys() != explained.keys():
        raise ValueError(
            f"no table explains {sorted(layers.keys() - explained.keys())};"
            f" nothing gives {sorted(explained.keys() - layers.keys())}"
        )
    entries = {
        code: {"layer": layers[code], "meaning": meaning[:1].upper() + meaning[1:], "page": page}
        for code, (page, meaning) in sorted(explained.items())
    }
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
