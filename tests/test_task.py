"""``./task`` on a small tree of its own: nothing is installed there, so no network is needed."""

import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

TASK = Path(__file__).resolve().parents[1] / "task"
MAIN = "import sys\n\n\ndef main():\n    print('counterseal', *sys.argv[1:])\n    return 3\n"


def load(path: Path) -> ModuleType:
    loader = SourceFileLoader("task", str(path))
    spec = importlib.util.spec_from_file_location("task", path, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree with the real ``task``, a program of two lines, and locks that pin nothing."""
    root = tmp_path / "a tree"  # a blank in the path is what breaks scripts
    (root / "requirements").mkdir(parents=True)
    for level in ("run", "dev"):
        (root / "requirements" / f"{level}.txt").write_text("# nothing\n", encoding="utf-8")
    (root / "src" / "counterseal" / "cli").mkdir(parents=True)
    (root / "src" / "counterseal" / "__init__.py").touch()
    (root / "src" / "counterseal" / "cli" / "__init__.py").touch()
    (root / "src" / "counterseal" / "cli" / "main.py").write_text(MAIN, encoding="utf-8")
    shutil.copy(TASK, root / "task")
    return root


def call(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command without the paths of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(words, capture_output=True, text=True, env={**inherited, **environment})


def write_wheel(folder: Path) -> Path:
    """Return the least wheel that can be installed: a module ``pinned`` of nothing."""
    wheel = folder / "pinned-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as members:
        members.writestr("pinned.py", "")
        members.writestr("pinned-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: pinned\nVersion: 1\n")
        members.writestr("pinned-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        members.writestr("pinned-1.dist-info/RECORD", "")
    return wheel


def test_set_up_once_again_after_a_change_and_after_an_interruption(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    task = load(tree / "task")

    task.python("run")
    assert [line.partition(" ...")[0] for line in capsys.readouterr().out.splitlines()] == [
        "set-up: virtual environment",
        "set-up: Python packages, requirements/run.txt",
    ]
    done = call(tree / ".venv" / "bin" / "counterseal", "verify", "a file")
    assert (done.returncode, done.stdout) == (3, "counterseal verify a file\n")

    task.python("run")
    assert capsys.readouterr().out == "", "the second run finds it done"

    done = call(sys.executable, tree / "task", "demo", PATH="")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("task: npm is not on the PATH\n")

    task.python("dev")
    assert "virtual environment" not in capsys.readouterr().out, "a higher level adds to a lower one"
    task.python("run")
    assert capsys.readouterr().out == "", "and satisfies it"

    (tree / ".venv" / "stamp").unlink()
    (tree / ".venv" / "left over").touch()
    task.python("run")
    assert "virtual environment" in capsys.readouterr().out, "a set-up that did not reach its stamp is begun anew"
    assert not (tree / ".venv" / "left over").exists()

    wheel = write_wheel(tree)
    pin = f"pinned @ {wheel.as_uri()} --hash=sha256:"
    run_lock = tree / "requirements" / "run.txt"
    run_lock.write_text(pin + hashlib.sha256(b"another wheel").hexdigest() + "\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        task.python("run")
    output = capsys.readouterr().out
    assert "virtual environment" in output, "other pins, other environment"
    assert "hash" in output.lower(), "a package with another hash is not installed"
    assert "begins anew" in str(ended.value)

    run_lock.write_text(pin + hashlib.sha256(wheel.read_bytes()).hexdigest() + "\n", encoding="utf-8")
    task.python("run")
    assert call(tree / ".venv" / "bin" / "python", "-c", "import pinned").returncode == 0


def test_help_names_every_command() -> None:
    task = load(TASK)
    for words in ([], ["help"], ["--help"]):
        done = call(TASK, *words)
        assert done.returncode == 0
        assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith("    ")] == list(task.COMMANDS)


def test_an_unknown_command_is_refused_with_those_known() -> None:
    done = call(TASK, "chekc")
    assert done.returncode == 1
    assert done.stderr.startswith("task: there is no command chekc\n")
    assert "check" in done.stderr


def test_an_older_python_is_sent_away_in_one_line() -> None:
    source = TASK.read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))  # it reads the whole file before it runs the line
    pretend = "import sys; sys.version_info, sys.version = (3, 10, 4, 'final', 0), '3.10.4 (main)'"
    done = call(sys.executable, "-c", f"{pretend}; exec(compile({source!r}, 'task', 'exec'))")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "task: Python 3.10.4 is too old, want 3.11 or newer: python3.11 task ...\n"


def test_what_is_compiled_follows_its_sources(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A compiler of one line stands in for tsc: what is tested is when it is called."""
    web = tree / "web" / "verifier"
    (web / "src").mkdir(parents=True)
    (web / "src" / "one.ts").write_text("1\n", encoding="utf-8")
    for path in ("package.json", "package-lock.json", "tsconfig.json"):
        (web / path).write_text("{}\n", encoding="utf-8")
    task = load(tree / "task")
    compiler = web / "node_modules" / ".bin" / "tsc"
    compiler.parent.mkdir(parents=True)
    compiler.write_text("#!/bin/sh\nmkdir -p dist && cp src/*.ts dist/\n", encoding="utf-8")
    compiler.chmod(0o755)
    manifests = task.digest([web / "package.json", web / "package-lock.json"])
    (web / "node_modules" / ".stamp").write_text(manifests, encoding="utf-8")

    task.node()
    assert capsys.readouterr().out.startswith("set-up: compile web/verifier")
    task.node()
    assert capsys.readouterr().out == ""
    (web / "src" / "one.ts").rename(web / "src" / "two.ts")
    task.node()
    assert sorted(path.name for path in (web / "dist").glob("*.ts")) == ["two.ts"]
