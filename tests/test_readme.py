"""The README is run: its commands, in their order, and its map against the tree."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COUNTERSEAL = [sys.executable, "-c", "import sys; from counterseal.cli.main import main; sys.exit(main())"]
COMMANDS = [line.removeprefix("$ ") for line in re.findall(r"^\$ .*$", README, re.MULTILINE)]


def test_its_commands_do_what_it_says(tmp_path: Path) -> None:
    ran: dict[str, subprocess.CompletedProcess[str]] = {}
    for command in COMMANDS:
        words = shlex.split(command, comments=True)
        words = [str(tmp_path / word.removeprefix("build/demo/")) if "build/demo/" in word else word for word in words]
        match words:
            case ["./task", "test"]:
                continue  # this is it
            case ["./task", "demo"]:
                words = [*COUNTERSEAL, "demo", "--headless", "--out", str(tmp_path)]
            case [".venv/bin/counterseal", *rest]:
                words = [*COUNTERSEAL, *rest]
            case ["./task"]:
                words = [sys.executable, "task"]
            case ["node", *_]:
                pass
            case _:
                pytest.fail(f"the README has a command that this test does not know: {command}")
        environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/local/bin:/usr/bin:/bin", "COLUMNS": "160"}
        ran[command] = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
    codes = [(done.returncode, command) for command, done in ran.items()]
    demo, python, board, typescript, task = ran.values()
    assert [code for code, _ in codes] == [0, 0, 3, 3, 0], (codes, [done.stderr for done in ran.values()])
    assert "629/759" in demo.stdout
    assert "EXERCISE" in demo.stdout
    for said in ("refused at step 5, entries: entries-root", "R28 draw-opening", "R16 fork"):
        assert said in demo.stdout
    assert "verified" in python.stdout.splitlines()[0]
    assert "  LAPSED  no tomahawk is there  (no-tomahawk-at-deveselu)\n" in board.stdout
    assert "consistent, identity unproven" in typescript.stdout.splitlines()[0]
    assert "check" in task.stdout


def test_every_folder_of_the_tree_is_on_its_map() -> None:
    packages = {path.name for path in (ROOT / "src" / "counterseal").iterdir() if (path / "__init__.py").is_file()}
    assert {name for name in packages if f"| `{name}/` |" not in README} == set()


def test_every_file_on_its_map_is_in_the_tree() -> None:
    for row in re.findall(r"^\| `(\w+)/` \| (.*) \|$", README, re.MULTILINE):
        folder = ROOT / "src" / "counterseal" / row[0]
        for name in re.findall(r"`(\w+\.py)`", row[1]):
            assert (folder / name).is_file(), f"{row[0]}/{name}"
    for name in re.findall(r"\]\(([^):]+)\)", README):
        assert (ROOT / name).is_file(), name
