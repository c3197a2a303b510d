"""Running the second reader, which is compiled from ``web/verifier``."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

DIST = Path(__file__).resolve().parents[2] / "web" / "verifier" / "dist"


class Edit(NamedTuple):
    """``remove`` bytes at ``at`` of a file become ``insert``."""

    at: int
    remove: int
    insert: bytes


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: bytes
    err: bytes


Verdict = tuple[str, int]
"""The code and step of a refusal; ``accepted`` and the exit code of the report, if nothing is refused."""


def run(*arguments: str | Path, given: bytes = b"") -> Ended:
    """Return how the second reader's command line ended."""
    done = subprocess.run(_command("src/cli/main.js", *arguments), input=given, capture_output=True, timeout=60)
    return Ended(done.returncode, done.stdout, done.stderr)


def verdicts(changes: Sequence[Edit], file: Path, *anchors: Path) -> list[Verdict]:
    """Return what the second reader makes of each change of ``file``. Two processes share the work."""
    lines = [
        json.dumps([{"at": edit.at, "remove": edit.remove, "insert_hex": edit.insert.hex()}]) + "\n" for edit in changes
    ]
    command = _command("test/mutants.js", file, *anchors)
    shares = [lines[: len(lines) // 2], lines[len(lines) // 2 :]]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in shares]
    told: list[Verdict] = []
    for process, share in zip(running, shares, strict=True):
        assert process.stdin is not None
        process.stdin.write("".join(share))  # all of it is read before the first line is printed
        process.stdin.close()
    for process in running:
        assert process.stdout is not None
        with process:
            told += [(code, int(number)) for code, number in (line.split() for line in process.stdout)]
        assert process.returncode == 0, "the second reader broke off; what it said is above"
    assert len(told) == len(changes)
    return told


def states(history: bytes) -> list[dict[str, Any]]:
    """Return what the second reader makes of a history, hour by hour."""
    done = subprocess.run(_command("test/states.js"), input=history, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def words(reports: bytes) -> list[str]:
    """Return what the second reader says of reports, given as lines of canonical JSON."""
    done = subprocess.run(_command("test/words.js"), input=reports, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def refusals(agreements: Sequence[str]) -> list[str]:
    """Return code and place by which the second reader refuses each of some agreements, or ``accepted``."""
    given = json.dumps(agreements).encode()
    done = subprocess.run(_command("test/agreements.js"), input=given, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


def _command(script: str, *arguments: str | Path) -> list[str]:
    node, path = shutil.which("node"), DIST / script
    assert node is not None, "node is not on the PATH: install Node 20 or newer"
    assert path.is_file(), f"web/verifier/dist/{script} is missing: ./task test compiles it"
    return [node, str(path), *map(str, arguments)]
