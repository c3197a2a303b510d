"""Renew the examples that the pages quote from the play: ``python tests/spec/make_examples.py``. Again changes nothing.

To be run after a change of the scenario, its agreement or its rules; ``test_pages.py`` holds pages and play together.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "vectors")]

import played  # noqa: E402

from counterseal.attestation import anchors, report, verify  # noqa: E402
from counterseal.encoding import canonical  # noqa: E402
from counterseal.encoding.tagged import lp  # noqa: E402
from counterseal.log import note  # noqa: E402
from counterseal.log.tree import Tree, leaf_hash  # noqa: E402
from counterseal.statements import statement  # noqa: E402
from counterseal.statements.kinds import KINDS  # noqa: E402

SPEC = ROOT / "spec"
BLOCK = re.compile(r"^( *)```\n(.*?)^ *```$", flags=re.DOTALL | re.MULTILINE)


def renew(page: str, number: int, text: str) -> None:
    """Put ``text`` into block ``number`` of a page."""
    path = SPEC / page
    whole = path.read_text(encoding="utf-8")
    start, end = list(BLOCK.finditer(whole))[number].span(2)
    path.write_text(whole[:start] + text + whole[end:], encoding="utf-8")


def replace(page: str, pattern: str, text: str) -> None:
    """Put ``text`` where ``pattern`` matches, which it does once."""
    path = SPEC / page
    whole, count = re.subn(pattern, lambda match: text, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"{page}: {pattern} matches {count} times")
    path.write_text(whole, encoding="utf-8")


def entries() -> Iterator[bytes]:
    """Yield all entries of the play, log by log."""
    node = next(iter(played.play()[0].world.nodes.values()))
    for party in node.agreement.parties:
        yield from node.entries(party.log, 0, node.regime.size(party.log))


def statements() -> None:
    """Renew each kind's page: of the play's statements of the kind the first that begins as the one shown."""
    for kind in KINDS:
        page = f"statements/{kind}.md"
        shown = BLOCK.findall((SPEC / page).read_text(encoding="utf-8"))[0][1]
        was = statement.parse(note.parse(shown.encode()).text)
        for entry in entries():
            said = statement.parse(note.parse(entry).text)
            if (said.kind, said.party, said.at) == (kind, was.party, was.at):
                renew(page, 0, entry.decode())
                replace(page, r"Its id is `[0-9a-f]{64}`\.", f"Its id is `{said.id.hex()}`.")
                break


def main() -> None:
    """Renew everything."""
    statements()
    play, _ = played.play()
    verified = verify.verify(play.attestation, anchors.parse(play.anchors))
    told = report.of(verified)
    renew("attestation.md", 1, play.anchors.decode())
    renew("attestation.md", 3, report.text(told))
    for name in ("agreement", "policy", "checkpoint", "entry", "cut", "conclusion"):
        found = re.findall(rf"\n({name} \d+)\n".encode(), play.attestation)[-1 if name == "entry" else 0]
        replace("attestation.md", rf"(?<=\n){name} \d+(?=\n)", found.decode())
    reason = told["findings"][0]["reasons"][0]["statements"][0]
    replace("confidence.md", r'(?<="statements":\[")[0-9a-f]{64}', reason)
    assumed = canonical.encode(told["findings"][0]["assumptions"]).decode()
    replace("confidence.md", r'(?<=\{"assumptions":)\[[^]]*\]', assumed)
    for name in ("checked", "not_checked"):
        points = canonical.encode(told["findings"][0][name]).decode()
        middle = points.index(",", len(points) // 2) + 1  # a long list stands on two lines
        if len(points) > 100:
            points = f"{points[:middle]}\n{' ' * (len(name) + 5)}{points[middle:]}"
        replace("confidence.md", rf'(?<=\n "{name}":)\[[^]]*\]', points)
    node = next(iter(played.play("another-share")[0].world.nodes.values()))
    broken = node.regime.judge(0).subjects["irregularity"]
    assert isinstance(broken, list)
    renew("regime.md", 0, canonical.encode(broken[0]).decode() + "\n")
    leaves = []
    for name, value in sorted(verified.state.subjects.items()):
        data = canonical.encode(value)
        leaves.append(leaf_hash(lp(name.encode()) + lp(data)))
        replace(
            "regime.md",
            rf"\| `{name}` \| \d+ \| `[0-9a-f]{{64}}` \|",
            f"| `{name}` | {len(data)} | `{leaves[-1].hex()}` |",
        )
    ends = f"Root `{Tree(leaves).root().hex()}`, digest\n`{verified.state.digest.hex()}`."
    replace("regime.md", r"Root `[0-9a-f]{64}`, digest\n`[0-9a-f]{64}`\.", ends)


if __name__ == "__main__":
    main()
