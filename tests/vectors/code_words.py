"""The codes that a module writes out: in any expression, and those of findings by what they are made with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+|fork|lapsed|untested")

FINDINGS = ("Reason", "Change", "ASSUMPTIONS")
"""What the codes of a finding are made with: by keyword in a call, or listed."""


def made(tree: ast.Module, kind: str) -> Iterator[str]:
    """Yield the codes of a module that are made with ``kind``, a word of ``FINDINGS``.

    Reasons for which a visit adds nothing are listed by outcome, under ``OPEN_CODES``.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == kind:
            yield from (code for word in node.keywords if word.arg == "code" for code in written(word.value))
        elif isinstance(node, ast.Assign):
            targets = {ast.unparse(target) for target in node.targets}
            if kind in targets:
                yield from written(node.value)
            elif kind == "Reason" and "OPEN_CODES" in targets and isinstance(node.value, ast.Dict):
                yield from (code for value in node.value.values for code in written(value))


def written(node: ast.AST) -> Iterator[str]:
    """Yield the codes written out in an expression; of a choice, those it may come to and not what it asks."""
    if isinstance(node, ast.IfExp):
        yield from written(node.body)
        yield from written(node.orelse)
    elif isinstance(node, ast.Tuple | ast.BoolOp):
        for item in node.elts if isinstance(node, ast.Tuple) else node.values:
            yield from written(item)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
        yield node.value
