"""What the folders must not know, where an import contract of pyproject.toml cannot tell.

1. Whoever verifies an attestation loads the standard library, ``cryptography`` and ``PyNaCl``, and nothing that could
   reach a network or a database. This is a fact of a running interpreter, so one is started.
2. Where a verdict is computed there is no float, and no operation that could bring one in.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"
PACKAGE = SOURCE / "counterseal"

EXACT = ("encoding", "log", "sealing", "statements", "agreement", "regime", "confidence", "assessment")
VERIFYING = (*EXACT, "attestation")

# What is neither of the standard library nor ours: the two libraries, and the C modules and binding that they bring.
SIGNATURE_LIBRARIES = {"cryptography", "_openssl", "nacl", "_sodium", "_cffi_backend"}
UNREACHED = {
    "_asyncio",
    "_socket",
    "_sqlite3",
    "_ssl",
    "asyncio",
    "http",
    "multiprocessing",
    "socket",
    "sqlite3",
    "ssl",
}
UNREACHED |= {"subprocess", "tempfile", "urllib.request"}

MATH_OF_INTEGERS = {"comb", "factorial", "gcd", "isqrt", "lcm", "perm", "prod"}
INEXACT_MODULES = {"cmath", "decimal", "numpy", "random", "scipy", "statistics"}


def modules_of(layers: tuple[str, ...]) -> list[str]:
    """Return the dotted names of all modules of some folders."""
    files = [path for layer in layers for path in sorted((PACKAGE / layer).rglob("*.py"))]
    return [".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__") for path in files]


def closure(*lines: str) -> set[str]:
    """Return what a bare interpreter has loaded after running some lines."""
    script = ["import sys", f"sys.path.insert(0, {str(SOURCE)!r})", *lines]
    script += ["import json", "print(json.dumps(sorted(sys.modules)))"]
    done = subprocess.run([sys.executable, "-I", "-c", "\n".join(script)], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def strangers(loaded: set[str]) -> set[str]:
    """Return what has no place in the verification, beyond what an interpreter that does nothing has loaded."""
    loaded = loaded - closure()
    tops = {name.partition(".")[0] for name in loaded}
    return (tops - sys.stdlib_module_names - SIGNATURE_LIBRARIES - {"counterseal"}) | (loaded & UNREACHED)


def inexact(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and reason of everything in ``source`` that is a float or could make one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                yield node.lineno, "float literal"
            case ast.Name(id="float" | "complex" | "round" as name):
                yield node.lineno, name
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield node.lineno, "true division"
            case ast.BinOp(op=ast.Pow(), right=ast.UnaryOp(op=ast.USub())):
                yield node.lineno, "negative power"
            case ast.Attribute(value=ast.Name(id="math"), attr=name) if name not in MATH_OF_INTEGERS:
                yield node.lineno, f"math.{name}"
            case ast.ImportFrom(module="math", names=names):
                yield from ((node.lineno, f"math.{x.name}") for x in names if x.name not in MATH_OF_INTEGERS)
            case ast.Import(names=names):
                tops = (x.name.partition(".")[0] for x in names)
                yield from ((node.lineno, top) for top in tops if top in INEXACT_MODULES)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in INEXACT_MODULES:
                yield node.lineno, module
            case _:
                pass


def test_verification_loads_the_standard_library_and_the_signature_libraries_only() -> None:
    names = modules_of(VERIFYING)
    assert all(f"counterseal.{layer}" in names for layer in VERIFYING)
    loaded = closure(*(f"import {name}" for name in names))
    assert set(names) <= loaded
    assert strangers(loaded) == set()


def test_loading_the_verification_loads_no_layer_above_it() -> None:
    loaded = closure(*(f"import {name}" for name in modules_of(VERIFYING)))
    layers = {name.split(".")[1] for name in loaded if name.startswith("counterseal.")}
    assert layers == {"errors", *VERIFYING}


@pytest.mark.parametrize("planted", ["socket", "urllib.request", "sqlite3", "asyncio", "apsw", "rich", "ruamel.yaml"])
def test_a_planted_import_is_a_stranger(planted: str) -> None:
    assert strangers(closure("import counterseal.log.note", f"import {planted}")) != set()


@pytest.mark.parametrize("layer", EXACT)
def test_no_float_where_a_verdict_is_computed(layer: str) -> None:
    files = sorted((PACKAGE / layer).rglob("*.py"))
    assert files, f"no folder {layer}"
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {reason}"
        for path in files
        for line, reason in inexact(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("planted", "reason"),
    [
        ("p = 0.8", "float literal"),
        ("p = 1e3", "float literal"),
        ("p = 2j", "float literal"),
        ("p = float('1')", "float"),
        ("p = map(float, x)", "float"),
        ("p = round(x)", "round"),
        ("p = found / opened", "true division"),
        ("p /= 2", "true division"),
        ("p = x**-1", "negative power"),
        ("import math\np = math.exp(1)", "math.exp"),
        ("from math import comb, lgamma", "math.lgamma"),
        ("import numpy.linalg", "numpy"),
        ("from statistics import mean", "statistics"),
    ],
)
def test_a_planted_float_is_found(planted: str, reason: str) -> None:
    assert [why for _, why in inexact(planted)] == [reason]


def test_exact_arithmetic_is_no_float() -> None:
    exact = "from math import comb\np = Fraction(comb(20, 8), comb(24, 8)) ** 2\nq = (a // b, a % b, '0.8', -1)"
    assert list(inexact(exact)) == []
