"""``counterseal demo``: a case from accession to paper, the board, two verifiers, and three cheats that do not pass."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterseal.attestation import report as reports
from counterseal.attestation import verify as verification
from counterseal.attestation.anchors import of as anchors_of
from counterseal.attestation.verify import STEPS, Stopped, Verified
from counterseal.cli import play as plays
from counterseal.cli import shipped, story, voice
from counterseal.encoding import canonical
from counterseal.errors import CountersealError, Unavailable
from counterseal.log import fork as forks

if TYPE_CHECKING:
    from rich.console import Console

    from counterseal.world.player import Played

SCENARIO = "aegis-ashore-2022"
CHEATS = plays.DEFAULT  # the small scenario, in which cheats are told in a second
VERIFIER = Path("web/verifier/dist/src/cli/main.js")


class Unexpected(CountersealError):
    """The demonstration did not show what it must: a fault of ours."""


def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="plain lines, no colour and no waiting, for scripts")
    ] = False,
    scenario: Annotated[str, typer.Option(help="the name of a scenario that comes along, or a .yaml file")] = SCENARIO,
    seed: Annotated[str, typer.Option(help="another seed: other keys, another draw")] = "",
    out: Annotated[Path | None, typer.Option(help="the folder for the files")] = None,
    cheats: Annotated[
        str, typer.Option(help="only cheats between two States of fiction, one line each: all, or one by name")
    ] = "",
) -> None:
    """Play a case, show the board, verify it as a stranger would, try three cheats.

    The file is verified in Python and in TypeScript; the Record of findings is set as PDF.
    """
    from rich.console import Console

    from counterseal.cli import board

    drawn = not headless and board.watched()
    console = Console(no_color=None if drawn else True, highlight=False, width=None if drawn else board.WIDTH)
    if cheats:
        _cheats(console, cheats, seed)
        return
    _verifier()  # before anything is played
    folder = out or _default_folder()
    script = plays.script_of(scenario, "", seed)
    _chapter(console, 1, f"{script.name}: what happened", drawn=drawn)
    with story.told(console, script.hours, watched=drawn) as tell:
        played = plays.run_script(script, shipped.scenario(scenario), tell)
    files = plays.save(played, folder)
    if not played.attestation:
        console.print(f"no attestation was made; the logs are in {folder}", soft_wrap=True)
        return
    newest = folder / f"{script.name}{_label(played)}.attestation"
    anchors = folder / f"{script.name}.anchors"
    with ThreadPoolExecutor(1) as beside:  # another process, on the other core
        typescript = beside.submit(_typescript, newest, anchors)
        verified = verification.verify(played.attestation, anchors_of(played.world.agreement))

        _chapter(console, 2, "the board", drawn=drawn)
        board.show(console, board.of(verified), drawn=drawn)
        console.print()
        console.print(board.parties(played.world))

        _chapter(console, 3, "files and papers", drawn=drawn)
        _files(console, [*files, *_paper(console, newest, anchors)])

        _chapter(console, 4, "a stranger verifies the newest file, offline, in two languages", drawn=drawn)
        _verified_twice(console, verified, newest, typescript.result())

    _chapter(console, 5, "three cheats, each on its own copy or in a play of its own", drawn=drawn)
    _one_byte(console, played, newest, anchors)
    _another_share(console, CHEATS, seed, headless)
    _two_histories(console, CHEATS, seed, headless, folder)


def _chapter(console: Console, number: int, title: str, *, drawn: bool) -> None:
    """Print a rule with a heading; ``drawn``: with letters beyond ASCII."""
    console.print()
    console.rule(f"{number}  EXERCISE  {title}", align="left", characters="─" if drawn else "-")


def _label(played: Played) -> str:
    """Return what the name of the last attestation's file has behind that of the scenario."""
    label = [*played.attestations][-1]
    return label and f"-{label}"


def _paper(console: Console, attestation: Path, anchors: Path) -> list[Path]:
    """Set the Record of findings of an attestation beside it; nothing where the typesetter is not installed."""
    from counterseal.cli import paper
    from counterseal.paper import record, typeset

    try:
        made = typeset.pdf(record.paper(attestation.read_bytes(), paper.anchors_of(anchors), ()))
    except Unavailable as missing:
        console.print(f"no Record of findings: {missing}", soft_wrap=True)
        return []
    voice.write(attestation.with_suffix(".pdf"), made)
    return [attestation.with_suffix(".pdf")]


WHAT = {
    ".anchors": "digests to have from elsewhere",
    ".attestation": "findings at a cut, and their proof",
    ".json": "the agreement as data",
    ".pdf": "the Record of findings, to sign",
    "checkpoints": "each log's cosigned heads",
    "logs": "every statement, as signed",
    "trust-file": "keys, and which witnesses suffice",
}
"""What each file of a play is, by its ending or name."""


def _files(console: Console, paths: Sequence[Path]) -> None:
    """Say where the files are, what each is, and how large."""
    console.print(f"in {paths[0].parent}:", soft_wrap=True)
    for path in sorted(paths):
        inside = [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]
        size = max(1, sum(one.stat().st_size for one in inside) // 1000)
        name = f"{path.name}{'/' * path.is_dir()}"
        console.print(f"  {name:<47}{size:>5} kB  ", end="", markup=False, soft_wrap=True)
        console.print(WHAT.get(path.suffix or path.name, ""), style="dim", soft_wrap=True)


def _verified_twice(console: Console, verified: Verified, attestation: Path, typescript: bytes) -> None:
    """Say what both verifiers report, once it is the same bytes."""
    report = reports.of(verified)
    if typescript != canonical.encode(report):
        raise Unexpected(f"the two verifiers disagree: Python {report}, TypeScript {typescript!r}")
    steps = ", ".join(f"{number} {name}" for number, name in enumerate(STEPS))
    split = steps.index("5 ")  # two lines of it
    console.print(f"{attestation.name}: {report['result']}", style="bold", markup=False)
    console.print(f"  steps     {steps[:split]}\n            {steps[split:]}")
    console.print(f"  folded    {report['entries']} entries of {len(verified.agreement.parties)} logs, from raw bytes")
    console.print(f"  state     {report['state']}")
    console.print(f"  reports   Python and TypeScript: the same {len(typescript)} bytes")


def _one_byte(console: Console, played: Played, attestation: Path, anchors: Path) -> None:
    """Change one byte in the middle of a report's outcome: "clean" for another word of the same length."""
    data = bytearray(played.attestation)
    at = data.index(b'"outcome":"clean"') + len(b'"outcome":"')
    data[at] ^= 1
    changed = attestation.with_suffix(".changed")
    voice.write(changed, bytes(data))
    try:
        verification.verify(bytes(data), anchors_of(played.world.agreement))
    except Stopped as stopped:
        refusal = reports.of_refusal(stopped)
    else:
        raise Unexpected("a changed file was accepted")
    if _typescript(changed, anchors) != canonical.encode(refusal):
        raise Unexpected("the two verifiers refuse differently")
    console.print(f"one byte of the attestation changed (byte {at}):", style="bold")
    console.print(f"  {reports.text(refusal).rstrip()}, in both languages")


def _another_share(console: Console, scenario: str, seed: str, headless: bool) -> None:
    console.print("a draw share opened that is not the one sealed:", style="bold")
    played = _quietly(console, scenario, "another-share", seed, headless)
    _irregularities(console, played, "draw-opening")


def _two_histories(console: Console, scenario: str, seed: str, headless: bool, folder: Path) -> None:
    console.print("two histories of one log shown to two readers:", style="bold")
    played = _quietly(console, scenario, "two-histories", seed, headless)
    _irregularities(console, played, "fork")
    if played.fork is None:
        raise Unexpected("nobody noticed two histories")
    one, other = forks.verify(*played.fork, played.world.policy)
    for number, data in enumerate(played.fork, 1):
        voice.write(folder / "two-histories" / f"fork-{number}.checkpoint", data)
    voice.write(folder / "two-histories" / "trust-file", played.world.trust_file)
    console.print(f"  proof for anybody: {one.origin} signed {one.size} entries twice, {one.root.hex()[:16]} and "
                  f"{other.root.hex()[:16]}; both notes are in {folder / 'two-histories'}", soft_wrap=True)  # fmt: skip


def _cheats(console: Console, which: str, seed: str) -> None:
    """Play cheats, and tell of each what was tried, what noticed it, and what it changed."""
    from counterseal.world import cheats

    chosen = cheats.CHEATS if which == "all" else (cheats.of(which),)
    script = plays.script_of(cheats.SCENARIO, "", seed)
    plays_of = cheats.Cheats(script, plays.draft_of(script, shipped.scenario(cheats.SCENARIO)))
    console.print(f"EXERCISE {cheats.SCENARIO}: as they should, both sides end in: {cheats.MET}")
    if cheats.noticed(plays_of.play()):
        raise Unexpected("the honest play was noticed")
    for cheat in chosen:
        played = plays_of.play(cheat.name)
        found = cheats.noticed(played)
        by = cheats.first(cheat, found)
        if by is None or not cheats.as_wanted(cheat, played, found):
            raise Unexpected(f"{cheat.name}: wanted {cheat.place} {cheat.code}, noticed {found}")
        statement = f", statement {by.statement.hex()[:16]}" if by.statement else by.where and f" at {by.where}"
        unproven = f" (without anchors: {reports.UNPROVEN})" if cheats.agrees_with_itself(played) else ""
        changed = [f"{name}: {status} ({why})" for name, (status, why) in cheat.findings.items()]
        console.print(f"{cheat.name}:", style="bold", end=" ")
        console.print(
            f"{cheat.by} {cheat.tried}. Noticed by {by.place}, {by.code}{statement}{unproven}."
            f" {'; '.join(changed) or f'every finding stays {cheats.MET}'}",
            soft_wrap=True,
        )


def _quietly(console: Console, scenario: str, variant: str, seed: str, headless: bool) -> Played:
    if headless:
        return plays.run(scenario, variant, seed, lambda event: None)
    with console.status("playing it ..."):
        return plays.run(scenario, variant, seed, lambda event: None)


def _irregularities(console: Console, played: Played, code: str) -> None:
    report = plays.outcome(played)
    named = [broken for broken in report["irregularities"] if broken["code"] == code]
    if not named:
        raise Unexpected(f"no {code} was noticed")
    for broken in named:
        told = f"{broken['rule']} {broken['code']}: {broken['party']}, statement {broken['subject'][:16]}"
        console.print(f"  {told}, entry {broken['index']} of {broken['log']}", soft_wrap=True)
    for finding in report["findings"]:
        reasons = ", ".join(reason["code"] for reason in finding["reasons"])
        console.print(f"  finding {finding['undertaking']}: {finding['status']} ({reasons})", soft_wrap=True)


def _typescript(attestation: Path, anchors: Path) -> bytes:
    """Return the report of the TypeScript verifier, without the final LF."""
    command = [*_verifier(), "verify", str(attestation), "--anchors", str(anchors), "--json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if done.returncode not in reports.EXIT_CODES.values() or not done.stdout:
        raise Unavailable(f"the TypeScript verifier failed: {done.stderr.decode('utf-8', 'replace').strip()}")
    json.loads(done.stdout)  # a report, whatever it says
    return done.stdout.removesuffix(b"\n")


def _verifier() -> list[str]:
    """Return the command of the TypeScript verifier."""
    node, script = shutil.which("node"), shipped.root() / VERIFIER
    if node is None or not script.is_file():
        raise Unavailable(
            "the TypeScript verifier is not built here", "run ./task demo in a checkout; it needs Node 20"
        )
    return [node, str(script)]


def _default_folder() -> Path:
    checkout = shipped.root()
    return checkout / "build" / "demo" if (checkout / "task").is_file() else Path("counterseal-demo")
