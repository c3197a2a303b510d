"""``counterseal demo``: the whole line in a minute, and three cheats that do not pass."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterseal.attestation import report as reports
from counterseal.attestation import verify as verification
from counterseal.attestation.anchors import of as anchors_of
from counterseal.attestation.verify import Stopped
from counterseal.cli import play as plays
from counterseal.cli import shipped, voice
from counterseal.encoding import canonical
from counterseal.errors import CountersealError, Unavailable
from counterseal.log import fork as forks

if TYPE_CHECKING:
    from rich.console import Console

    from counterseal.world.player import Played
    from counterseal.world.stage import Event

SCENARIO = plays.DEFAULT
VERIFIER = Path("web/verifier/dist/src/cli/main.js")


class Unexpected(CountersealError):
    """The demonstration did not show what it must: a fault of ours."""


def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="plain lines, no colour and no waiting, for scripts")
    ] = False,
    scenario: Annotated[
        str, typer.Option(help="a scenario with the variants another-share and two-histories")
    ] = SCENARIO,
    seed: Annotated[str, typer.Option(help="another seed: other keys, another draw")] = "",
    out: Annotated[Path | None, typer.Option(help="the folder for the files")] = None,
    cheats: Annotated[
        str, typer.Option(help="only cheats between two States of fiction, one line each: all, or one by name")
    ] = "",
) -> None:
    """Play one visit, verify it, try three cheats.

    The file of the visit is verified in Python and in TypeScript.
    """
    from rich.console import Console

    from counterseal.cli import board

    console = Console(no_color=headless, highlight=False, width=132 if headless else None)
    if cheats:
        _cheats(console, cheats, seed)
        return
    _verifier()  # before anything is played
    folder = out or _default_folder()
    console.rule("1  EXERCISE: two parties, two neutral witnesses, one site, one visit", align="left")
    played = _play(console, scenario, "", seed, headless)
    files = plays.save(played, folder)
    report = plays.outcome(played)
    console.print(board.findings(report), board.parties(played.world))
    for path in files:
        console.print(f"wrote {path}", soft_wrap=True)

    console.rule("2  a stranger verifies the file, offline, in two languages", align="left")
    attestation, anchors = (
        next(path for path in files if path.suffix == f".{kind}") for kind in ("attestation", "anchors")
    )
    _verify_twice(console, attestation, anchors, report)

    console.rule("3  three cheats", align="left")
    _one_byte(console, played, attestation, anchors)
    _another_share(console, scenario, seed, headless)
    _two_histories(console, scenario, seed, headless, folder)


def _play(console: Console, scenario: str, variant: str, seed: str, headless: bool) -> Played:
    """Return a play, told line by line; a spinner turns meanwhile where somebody watches."""

    def tell(event: Event) -> None:
        console.print(f"{reports.hour(event.hour)}  {event.text}", soft_wrap=True)

    if headless:
        return plays.run(scenario, variant, seed, tell)
    with console.status("signing, cosigning, mirroring ..."):
        return plays.run(scenario, variant, seed, tell)


def _verify_twice(console: Console, attestation: Path, anchors: Path, report: dict[str, Any]) -> None:
    typescript = _typescript(attestation, anchors)
    if typescript != canonical.encode(report):
        raise Unexpected(f"the two verifiers disagree: Python {report}, TypeScript {typescript!r}")
    console.print(reports.text(report), end="", soft_wrap=True)
    console.print(f"Python and TypeScript: the same {len(typescript)} bytes of report")


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
    plays_of = cheats.Cheats(*plays.read(cheats.SCENARIO, seed))
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
