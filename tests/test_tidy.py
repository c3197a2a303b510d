"""Our own style, as far as a machine can check it, on every file that git tracks or would.

A limit here is a ratchet: what was over it when the limit came is listed with its reason, and nothing may join it.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FUNCTION_LINES_MAX = 70
LONG_FUNCTIONS: dict[str, str] = {}  # "path:name" -> why it may stay

# In two parts each, so that this file does not hold what it looks for.
TEXTS = {
    "a path of somebody's machine": ("/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "/tm" + "p/", "/Us" + "ers/"),
    "the host of a package registry": (
        "registry.npm" + "js",
        "files.python" + "hosted",
        "pypi" + ".org",
        "--index" + "-url",
    ),
    "an open end, which belongs into an issue": ("TO" + "DO", "FIX" + "ME", "X" + "XX"),
    "a mark of an unfinished merge": ("<<<" + "<<<<", ">>>" + ">>>>"),
}
# Data made by others keep their words.
FOREIGN = ("LICENSE", "spec/vectors/public/")
FRAGMENT = r"(?:[1-9][0-9]*|\+[a-z0-9-]+)\.(?P<type>[a-z]+)(?:\.[1-9][0-9]*)?\.md"


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for name in sorted(set(done.stdout.split("\0")) - {""}) if (path := ROOT / name).is_file())


def name(path: Path) -> str:
    """Return the path as git writes it."""
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str | None:
    """Return the text of a file, or None if it is no text."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def python(*folders: str) -> list[Path]:
    """Return the Python files below some folders, and ``task``."""
    return [
        path for path in files() if (path.suffix == ".py" and name(path).startswith(folders)) or name(path) == "task"
    ]


def links(content: str) -> list[str]:
    """Return the files that a Markdown text links to; what stands in code is no link."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", content, flags=re.DOTALL)
    targets = (target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", prose))
    return [target for target in targets if target and "://" not in target]


def words_found(content: str) -> list[str]:
    """Return what ``content`` should not hold, by reason. Paths and open ends count where a word begins."""

    def found(word: str) -> bool:
        begin = r"(?<![\w+/}.-])" if word.isupper() or word.startswith("/") else ""
        return re.search(begin + re.escape(word), content) is not None

    return [f"{reason}: {word}" for reason, words in TEXTS.items() for word in words if found(word)]


def long_functions(source: str) -> Iterator[tuple[str, int]]:
    """Yield name and lines of every function whose body, without its docstring, is too long."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > FUNCTION_LINES_MAX:
                yield node.name, lines


def test_files_hold_no_word_that_does_not_belong() -> None:
    found = [
        f"{name(path)}: {word}"
        for path in files()
        if not name(path).startswith(FOREIGN)
        for word in words_found(text(path) or "")
    ]
    assert found == []


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS.keys())
def test_a_planted_word_is_found(words: tuple[str, ...]) -> None:
    for word in words:
        assert words_found(f"see {word}x for it") != []


def test_text_ends_in_one_newline_and_holds_no_carriage_return() -> None:
    found = []
    for path in files():
        content = text(path)
        if content and not name(path).startswith(FOREIGN) and (not content.endswith("\n") or "\r" in content):
            found.append(name(path))
    assert found == []


def test_links_of_documents_lead_somewhere() -> None:
    dead = [
        f"{name(path)}: {target}"
        for path in files()
        if path.suffix == ".md" and not name(path).startswith(FOREIGN)
        for target in links(text(path) or "")
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_a_planted_link_is_read() -> None:
    assert links("see [a](b.md#c), [d](https://example.org/) and [e](#f), `[g](h)`") == ["b.md"]


def test_style_by_example_quotes_real_code() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    quotes = re.findall(r"\(`(src/[^`]+)`\):\n\n```python\n(.*?)```", guide, flags=re.DOTALL)
    assert len(quotes) == guide.count("```python") > 0
    changed = [source for source, quote in quotes if quote not in (ROOT / source).read_text(encoding="utf-8")]
    assert changed == []


def test_every_module_opens_with_a_docstring() -> None:
    bare = [
        name(path) for path in python("src/") if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert bare == []


def test_functions_fit_on_a_screen() -> None:
    found = {
        f"{name(path)}:{function}": lines
        for path in python("src/", "validation/", "benchmarks/")
        for function, lines in long_functions(path.read_text(encoding="utf-8"))
    }
    assert found.keys() == LONG_FUNCTIONS.keys(), found


def test_a_planted_long_function_is_found() -> None:
    def source(lines: int) -> str:
        return 'def f():\n    """Say."""\n' + "    pass\n" * lines

    assert list(long_functions(source(FUNCTION_LINES_MAX))) == []
    assert list(long_functions(source(FUNCTION_LINES_MAX + 1))) == [("f", FUNCTION_LINES_MAX + 1)]


def test_changelog_fragments_are_well_named() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
    types = {kind["directory"] for kind in config["type"]}
    for path in files():
        if name(path).startswith("changelog.d/"):
            match = re.fullmatch(FRAGMENT, path.name)
            assert match is not None, f"{name(path)}: want ISSUE.TYPE.md, or +WORDS.TYPE.md where there is no issue"
            assert match["type"] in types, f"{name(path)}: want one of {sorted(types)}"
            assert (text(path) or "").strip().endswith("."), f"{name(path)}: want whole sentences"


def test_lock_files_pin_every_package_by_hash() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        packages = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8").strip())
        unpinned = [
            x for x in packages if not re.match(r"[a-z0-9-]+==\S+( ; [^\n]+)? \\\n    --hash=sha256:[0-9a-f]{64}", x)
        ]
        assert unpinned == []


def test_running_needs_nothing_that_developing_lacks() -> None:
    def pins(level: str) -> set[str]:
        lines = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8").splitlines()
        return {line for line in lines if re.match(r"[a-z0-9-]+==", line)}

    assert pins("run") - pins("dev") == set()


@pytest.mark.parametrize("script", ["task", ".ci/run"])
def test_scripts_are_executable(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111 == 0o111
