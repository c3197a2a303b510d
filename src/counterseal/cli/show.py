"""``counterseal show``: a file in words, without believing it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from counterseal.attestation import anchors, file
from counterseal.cli import voice
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note as notes
from counterseal.log import proof as proofs
from counterseal.log.note import Note
from counterseal.statements import statement


def show(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="an attestation, anchors, proof or note; - for standard input")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Show what a file says. Nothing is verified: for that there is ``counterseal verify``."""
    data = voice.read(path, file.SIZE_MAX)
    if data.startswith(file.HEADER):
        _print(_attestation(file.parse(data)), as_json)
    elif data.startswith(anchors.FIRST_LINE.encode()):
        held = anchors.parse(data)
        roots = {party: root.hex() for party, root in held.roots.items()}
        _print({"agreement": held.agreement.hex(), "policy": held.policy.hex(), "roots": roots}, as_json)
    elif data.startswith(proofs.FIRST_LINE.encode()):
        proof = proofs.parse(data)
        value = {"index": proof.index, "hashes": len(proof.hashes), "checkpoint": _note(proof.checkpoint)}
        _print(value, as_json)
    else:
        _print(_note(notes.parse(data)), as_json)


def _attestation(read: file.Attestation) -> dict[str, Any]:
    logs = [
        {
            "checkpoint": _note(notes.parse(part.checkpoint)),
            "entries": [_entry(index, entry) for index, entry in enumerate(part.entries)],
        }
        for part in read.logs
    ]
    return {"cut": _note(notes.parse(read.cut)), "logs": logs}


def _entry(index: int, data: bytes) -> dict[str, Any]:
    try:
        return {"index": index} | _note(notes.parse(data))
    except Refused as refused:
        return {"index": index, "void": refused.code}


def _note(note: Note) -> dict[str, Any]:
    """Return a note as what its text is: statement, checkpoint, or lines of text."""
    signed = {"lines": [line.name for line in note.lines]}
    try:
        said = statement.parse(note.text)
    except Refused:
        pass
    else:
        told = {"kind": said.kind, "party": said.party, "at": said.at, "id": said.id.hex()}
        return told | ({"slot": said.slot} if said.slot else {}) | signed
    try:
        head = checkpoints.parse(note.text)
    except Refused:
        return {"text": note.text.decode("utf-8").splitlines()} | signed
    return {"origin": head.origin, "size": head.size, "root": head.root.hex()} | signed


def _print(value: dict[str, Any], as_json: bool) -> None:
    if as_json:
        voice.out_json(value)
        return
    voice.out("not verified\n")
    voice.out("".join(f"{line}\n" for line in _lines(value, "")))


def _lines(value: Any, indent: str) -> list[str]:
    """Return a value as indented lines; what the file says is shown with invisible characters made visible."""
    if isinstance(value, dict):
        lines: list[str] = []
        for name, item in value.items():
            if isinstance(item, dict | list) and item:
                lines += [f"{indent}{name}", *_lines(item, f"{indent}  ")]
            else:
                lines.append(f"{indent}{name}  {voice.shown(str(item))}")
        return lines
    if isinstance(value, list):
        return [line for item in value for line in _item(item, indent)]
    return [f"{indent}{voice.shown(str(value))}"]


def _item(item: Any, indent: str) -> list[str]:
    """Return an item of a list on one line where it is small: a statement is a line of its own."""
    if isinstance(item, dict) and not any(isinstance(inner, dict) for inner in item.values()):
        parts = [", ".join(inner) if isinstance(inner, list) and all(isinstance(x, str) for x in inner) else inner
                 for inner in item.values()]  # fmt: skip
        if not any(isinstance(part, list) for part in parts):
            return [f"{indent}{'  '.join(voice.shown(str(part)) for part in parts)}"]
    return _lines(item, indent)
