"""``counterseal note``: sign texts, verify signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterseal.cli import voice
from counterseal.errors import Refused
from counterseal.log import note as notes
from counterseal.log import vkey as vkeys
from counterseal.log.note import Note
from counterseal.log.signer import Signer
from counterseal.log.vkey import ED25519, VKey
from counterseal.node import keys
from counterseal.statements.statement import HEADERS, statement_id

app = typer.Typer(help="Sign texts, verify signatures.", no_args_is_help=True)

Keys = Annotated[
    list[Path], typer.Option("--key", help="a private key file; give it several times for several signers")
]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@app.command()
def sign(
    text: Annotated[Path, typer.Argument(help="the text, whose last line ends in LF; - for standard input")],
    key: Keys,
    as_json: Json = False,
) -> None:
    """Sign a text and print the note."""
    data = voice.read(text, notes.SIZE_MAX)
    if not data.endswith(b"\n") or data == b"\n":
        raise Refused("note-shape", "got a text that is empty or has no newline at its end", str(text), "add one")
    signers = [note_signer(path) for path in key]
    for place, signer in enumerate(signers):
        if signer.vkey in [other.vkey for other in signers[:place]]:
            raise Refused("note-order", f"got the key {signer.vkey.name} twice")
    _print(notes.sign(data, signers), as_json)


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="the note; - for standard input")],
    key: Keys,
    as_json: Json = False,
) -> None:
    """Sign a note's text too, and print the note."""
    note = voice.load(file, notes.SIZE_MAX, notes.parse)
    for path in key:
        (line,) = notes.sign(note.text, [note_signer(path)]).lines
        if line.rank in [other.rank for other in note.lines]:
            raise Refused("note-order", f"{line.name} has signed this already", str(file))
        note = notes.add_line(note, line)
    _print(note, as_json)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="the note; - for standard input")],
    vkey: Annotated[
        list[str],
        typer.Option("--vkey", help="a verifier key, which is public, or a file with one; give it several times"),
    ],
    any_: Annotated[bool, typer.Option("--any", help="let lines of unknown keys stand, as on a checkpoint")] = False,
    as_json: Json = False,
) -> None:
    """Verify a note and print its signers.

    Every line must be of a known key and verify; with --any, at least one line, and none of a known key may be bad.
    """
    note = voice.load(file, notes.SIZE_MAX, notes.parse)
    known = vkeys.index(dict.fromkeys(_vkey(text) for text in vkey))
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


def _print(note: Note, as_json: bool) -> None:
    if as_json:
        voice.out_json({"note": note.encode().decode("utf-8"), "signers": [line.name for line in note.lines]})
    else:
        voice.out(note.encode())


def note_signer(path: Path) -> Signer:
    """Return what signs texts with the key of a file.

    Raises:
        Refused: ``key-purpose``: the key cosigns.
    """
    signer = keys.load(path).signer
    if signer.vkey.type != ED25519:
        mend = "make one with: counterseal key new --type note"
        raise Refused("key-purpose", "got a key that cosigns checkpoints and signs no texts", str(path), mend)
    return signer


def vkey_file(data: bytes) -> VKey:
    """Return the verifier key in a file.

    Raises:
        Refused: ``vkey-*``; ``key-file``: it is a private key's.
    """
    text = data.decode("utf-8", "replace").removesuffix("\n")
    if text.startswith(keys.PREFIX):
        raise Refused("key-file", "got a private key file", mend="print its verifier key with: counterseal key show")
    return vkeys.parse(text)


def _vkey(text: str) -> VKey:
    """Return the key that an option gives, directly or by the name of a file."""
    if "+" in text:
        return vkeys.parse(text)
    return voice.load(Path(text), 65_536, vkey_file)


def _identity(text: bytes) -> dict[str, str]:
    """Return the statement id of a statement's text."""
    is_statement = text.split(b"\n", 1)[0].decode("utf-8", "replace") in HEADERS
    return {"statement": statement_id(text).hex()} if is_statement else {}
