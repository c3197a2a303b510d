"""``counterseal``: the root of the command line."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from counterseal import __version__
from counterseal.cli import agreement, attest, board, demo, key, log, note, paper, play, show, verify, voice
from counterseal.errors import CountersealError

app = typer.Typer(
    help="Parties who do not trust each other confirm that something is not there.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(agreement.app, name="agreement")
app.add_typer(key.app, name="key")
app.add_typer(note.app, name="note")
app.add_typer(log.app, name="log")
app.add_typer(paper.app, name="paper")
app.command()(play.play)
app.command()(verify.verify)
app.command()(board.board)
app.command("assess")(board.assessed)
app.command()(attest.attest)
app.command()(show.show)
app.command()(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        voice.out(f"counterseal {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Options that stand before a command."""


def main() -> int:
    """Run the command line and return its exit code; see ``cli.voice``."""
    try:
        app()
    except CountersealError as problem:
        return voice.error(problem, "--json" in sys.argv)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0
