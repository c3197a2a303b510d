"""Hostile files: whoever sends one gets a refusal from both readers, within 64 MiB of memory and a second of work.

What a reader takes is measured in a process of its own, beside what it takes for a file of one byte. A file that is
itself of tens of MiB is held twice, as it came and in its sections. The file may be anybody's: no anchors are given,
which would refuse nearly all of them before they are looked at.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import table

from counterseal.attestation import file
from counterseal.encoding import canonical
from counterseal.log import policy
from tests.cross import second

MEMORY_MAX = 64 * 1024  # KiB, for all files that are not large themselves
BESIDE_MAX = 16 * 1024  # KiB beside a large file and its sections
WORK_MAX_S = 1.0
GOOD = (table.VECTORS / "attestation" / "deveselu-one-visit.attestation").read_bytes()
SOURCE = table.ROOT / "src"

# A small process starts the reader: what a process weighed before it became another counts as the other's.
LAUNCHER = """
import json, os, sys
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(pid, 0)
told = {"code": os.waitstatus_to_exitcode(status), "kib": used.ru_maxrss, "s": used.ru_utime + used.ru_stime}
print(json.dumps(told), file=sys.stderr)
"""
FIRST = (
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from counterseal.cli.main import main; sys.exit(main())",
)
SECOND = ("node", str(second.DIST / "src" / "cli" / "main.js"))
READERS = {"first": FIRST, "second": SECOND}


class Taken(NamedTuple):
    """How a reader ended, what it reported, and what it took: kibibytes at most, seconds of work."""

    code: int
    report: dict[str, Any]
    kib: int
    seconds: float


def read(reader: str, path: Path) -> Taken:
    """Return what one reader makes of a file, without anchors."""
    command = [sys.executable, "-S", "-E", "-c", LAUNCHER, *READERS[reader], "verify", "--json", str(path)]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=120)
    used = json.loads(ended.stderr.splitlines()[-1])
    return Taken(used["code"], json.loads(ended.stdout), used["kib"], used["s"])


@cache
def least(reader: str, folder: Path) -> Taken:
    """Return what a reader takes for one byte, the least of three times."""
    path = folder / "byte"
    path.write_bytes(b"\n")
    return min((read(reader, path) for _ in range(3)), key=lambda taken: taken.seconds)


# The files.


def of(**sections: bytes) -> bytes:
    """Return the good file with other bytes in some sections; a trust file is pinned by the agreement."""
    parsed = file.parse(GOOD)
    if "policy" in sections:
        pin, other = sha256(parsed.policy).hexdigest(), sha256(sections["policy"]).hexdigest()
        sections["agreement"] = parsed.agreement.replace(pin.encode(), other.encode())
    return file.Attestation(
        agreement=sections.get("agreement", parsed.agreement),
        policy=sections.get("policy", parsed.policy),
        logs=tuple(
            file.LogPart(
                checkpoint=sections.get("checkpoint", part.checkpoint),
                entries=(sections["entry"],) * 4_000 if "entry" in sections else part.entries,
            )
            for part in parsed.logs
        ),
        cut=sections.get("cut", parsed.cut),
        conclusion=sections.get("conclusion", parsed.conclusion),
    ).encode()


def agreed(**members: Any) -> bytes:
    """Return the good file with other members of its agreement."""
    return of(agreement=canonical.encode(json.loads(file.parse(GOOD).agreement) | members))


def million(section: bytes) -> bytes:
    """Return the good file up to its first section of a kind, and a million empty ones."""
    return GOOD[: GOOD.index(b"\n" + section + b" ") + 1] + (section + b" 0\n\n") * 1_000_000


def conditions(made_of: Callable[[int], list[str]]) -> bytes:
    """Return the good file with as many conditions as there may be, each made of others."""
    listed = [{"all": made_of(n) or ["c0000"], "name": f"c{n:04}", "title": {"en": "c"}} for n in range(1_024)]
    return agreed(conditions=listed)


def crowded() -> bytes:
    """Return a checkpoint with as many signature lines as fit in."""
    text, _, lines = file.parse(GOOD).logs[0].checkpoint.partition(b"\n\n")
    line = lines.splitlines(keepends=True)[0]
    return text + b"\n\n" + line * ((65_535 - len(text) - 2) // len(line))


def nested_groups() -> bytes:
    """Return a trust file whose quorum is a group of groups, each of two of the one before, as deep as it may be."""
    lines = file.parse(GOOD).policy.decode().splitlines()
    names = [line.split(" ")[1] for line in lines if line.startswith("witness ")][:2]
    kept = [line for line in lines if not line.startswith(("group ", "quorum "))]
    groups = []
    for depth in range(1_200):
        groups.append(f"group g{depth} all {' '.join(names)}")
        names = [f"g{depth}"]
    return "".join(f"{line}\n" for line in (*kept, *groups, f"quorum {names[0]}")).encode()[: policy.SIZE_MAX]


BOMBS: dict[str, tuple[Callable[[], bytes], int]] = {
    "a-million-entries": (lambda: million(b"entry"), 1),
    "a-million-documents": (lambda: GOOD[: GOOD.index(b"\npolicy ") + 1] + b"amended 0\n\n" * 1_000_000, 1),
    "a-byte-too-many": (lambda: GOOD + b"\n" * (file.SIZE_MAX + 1 - len(GOOD)), 1),
    "a-length-of-digits-alone": (lambda: file.HEADER + b"agreement " + b"9" * 60_000_000, 1),
    "a-section-as-long-as-a-file": (lambda: GOOD[: GOOD.index(b"\nconclusion ") + 1] + b"conclusion 16777217\n", 1),
    "an-agreement-of-brackets": (lambda: of(agreement=b"[" * 1_048_576), 2),
    "an-agreement-of-numbers": (lambda: of(agreement=b"[" + b"1," * 524_000 + b"1]"), 2),
    "an-agreement-of-members": (
        lambda: of(agreement=b"{" + b",".join(b'"%07d":1' % n for n in range(87_000)) + b"}"),
        2,
    ),
    "an-agreement-of-one-number": (lambda: of(agreement=b'{"a":' + b"9" * 1_000_000 + b"}"), 2),
    "conditions-of-each-other": (lambda: conditions(lambda n: [f"c{m:04}" for m in range(max(0, n - 80), n)]), 2),
    "conditions-in-a-chain": (lambda: conditions(lambda n: [f"c{n - 1:04}"] if n else []), 2),
    "a-trust-file-of-groups": (lambda: of(policy=nested_groups()), 3),
    "a-checkpoint-of-lines": (lambda: of(checkpoint=crowded()), 4),
    "entries-of-nothing": (lambda: of(entry=b""), 5),
    "entries-of-zeros": (lambda: of(entry=bytes(8_000)), 5),
    "a-cut-of-zeros": (lambda: of(cut=bytes(65_535)), 7),
    "a-conclusion-of-brackets": (lambda: of(conclusion=b"[" * 16_777_216), 8),
}
"""Name -> the file, and the step that refuses it."""


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("reader", READERS)
def test_a_bomb_is_refused_within_bounds(reader: str, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    made, step = BOMBS[name]
    path = folder / name
    if not path.exists():
        path.write_bytes(made())
    before, taken = least(reader, folder), read(reader, path)
    assert (taken.code, taken.report["result"], taken.report["step"]) == (1, "refused", step)
    size = path.stat().st_size // 1024
    assert taken.kib - before.kib <= max(MEMORY_MAX, 2 * size + BESIDE_MAX)
    assert taken.seconds - before.seconds <= WORK_MAX_S + GROUND_S[reader] * (step > 5)


GROUND_S = {"first": 1.0, "second": 2.0}
"""Seconds that the good file itself takes up to step 6: every signature in it is verified."""


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_breaks_off_is_refused(reader: str, tmp_path: Path) -> None:
    """Anywhere; each edit of a good file, one by one, is in test_tamper.py."""
    path = tmp_path / "broken"
    for place in (1, 31, 40, 3_000, 20_000, 60_000, len(GOOD) - 1):
        path.write_bytes(GOOD[:place])
        taken = read(reader, path)
        assert (taken.code, taken.report["step"]) == (1, 1)
        assert taken.report["code"].startswith("attestation-")
