"""``counterseal note``: sign texts, verify signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterseal.cli import voice
from counterseal.log import note as notes
from counterseal.log import vkey as vkeys
from counterseal.log.vkey import VKey
from counterseal.node import keys
from counterseal.statements.statement import HEADERS, statement_id

app = typer.Typer(help="sign texts, verify signatures", no_args_is_help=True)

Keys = Annotated[list[Path], typer.Option("--key", help="a key file; give it several times for several signers")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@app.command()
def sign(
    text: Annotated[Path, typer.Argument(help="the text, whose last line ends in LF; - for standard input")],
    key: Keys,
) -> None:
    """Sign a text and print the note."""
    signers = [keys.load(path).signer for path in key]
    voice.out(notes.sign(voice.read(text, notes.SIZE_MAX), signers).encode())


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="the note; - for standard input")],
    key: Keys,
) -> None:
    """Sign the text of a note too, and print the note with the new lines in their places."""
    note = notes.parse(voice.read(file, notes.SIZE_MAX))
    for path in key:
        (line,) = notes.sign(note.text, [keys.load(path).signer]).lines
        note = notes.add_line(note, line)
    voice.out(note.encode())


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="the note; - for standard input")],
    vkey: Annotated[list[str], typer.Option("--vkey", help="a verifier key, or a file with one; several for several")],
    any_: Annotated[bool, typer.Option("--any", help="let lines of unknown keys stand, as on a checkpoint")] = False,
    as_json: Json = False,
) -> None:
    """Verify a note: every line by a known key, or with --any at least one and none bad. Prints the signers."""
    note = notes.parse(voice.read(file, notes.SIZE_MAX))
    known = vkeys.index(_vkey(text) for text in vkey)
    signers = notes.verify_known(note, known) if any_ else notes.verify_every(note, known)
    if as_json:
        voice.out_json(
            {"result": "verified", "signers": [signer.encode() for signer in signers]} | _identity(note.text)
        )
        return
    for signer in signers:
        voice.out(f"signed by {signer.name}, key {signer.key.hex()[:16] if len(signer.key) == 32 else 'ML-DSA-44'}\n")
    for name, value in _identity(note.text).items():
        voice.out(f"{name} {value}\n")


def _vkey(text: str) -> VKey:
    """Return the key that an option gives, directly or by the name of a file."""
    if "+" not in text:
        text = voice.read(Path(text), 65_536).decode("utf-8", "replace").removesuffix("\n")
    return vkeys.parse(text)


def _identity(text: bytes) -> dict[str, str]:
    """Return the statement id of a statement's text."""
    is_statement = text.split(b"\n", 1)[0].decode("utf-8", "replace") in HEADERS
    return {"statement": statement_id(text).hex()} if is_statement else {}
