"""``counterseal show``: a file in words, without believing it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from counterseal.agreement import document
from counterseal.attestation import anchors, file
from counterseal.attestation.report import hour
from counterseal.cli import voice
from counterseal.encoding import canonical
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note as notes
from counterseal.log import policy as policies
from counterseal.log import proof as proofs
from counterseal.log.note import Note
from counterseal.node import draft
from counterseal.statements import statement
from counterseal.statements.kinds import KINDS
from counterseal.statements.statement import EXERCISE_HEADER

ID_SHOWN = 16  # hexadecimal digits of an id on a line; --json has them all


def show(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="an attestation, anchors, proof, note, agreement or trust file; - for standard input"
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Show what a file says, without believing it.

    Nothing is verified: for that there is `counterseal verify`.
    """
    value = _read(voice.read(path, file.SIZE_MAX))
    if as_json:
        voice.out_json(value)
    else:
        voice.out("".join(f"{line}\n" for line in ("not verified: this is what the file says", *_lines(value))))


def _read(data: bytes) -> dict[str, Any]:
    """Return what a file says, as a JSON value whose member ``is`` tells what kind of file it is."""
    if data.startswith(file.HEADER):
        read = file.parse(data)
        logs = [
            {
                "checkpoint": _note(notes.parse(part.checkpoint)),
                "entries": [{"index": index} | _entry(entry) for index, entry in enumerate(part.entries)],
            }
            for part in read.logs
        ]
        documents = [document.agreement_digest(one).hex() for one in read.documents]
        value = {"cut": _note(notes.parse(read.cut)), "is": "attestation", "logs": logs}
        return value | {"documents": documents} if documents else value
    if data.startswith(anchors.FIRST_LINE.encode()):
        held = anchors.parse(data)
        roots = {party: root.hex() for party, root in held.roots.items()}
        return {"agreement": held.agreement.hex(), "is": "anchors", "policy": held.policy.hex(), "roots": roots}
    if data.startswith(proofs.FIRST_LINE.encode()):
        proof = proofs.parse(data)
        head = _note(proof.checkpoint)
        return {"checkpoint": head, "hashes": len(proof.hashes), "index": proof.index, "is": "proof"}
    if data.startswith(b"{"):
        agreement = document.parse(data)
        return {"document": canonical.parse(data, document.SIZE_MAX), "id": agreement.digest.hex(), "is": "agreement"}
    try:
        return _note(notes.parse(data))
    except Refused as refused:
        try:
            trust = policies.parse(data)
        except Refused:
            mend = "it is none of attestation, anchors, proof, note, agreement and trust file"
            if _is_draft(data):
                mend = "it is a YAML draft: use counterseal agreement check or explain"
            raise Refused(refused.code, refused.why, refused.where, mend) from None
        origins = [vkey.name for vkey in trust.logs]
        return {"is": "trust file", "logs": origins, "quorum": trust.quorum, "witnesses": list(trust.witnesses)}


def _is_draft(data: bytes) -> bool:
    """Return whether bytes are YAML with what every draft of an agreement has."""
    try:
        return {"parties", "rules"} <= draft.read(data).keys()
    except Refused:
        return False


def _entry(data: bytes) -> dict[str, Any]:
    try:
        return _note(notes.parse(data))
    except Refused as refused:
        return {"code": refused.code, "is": "void"}


def _note(note: Note) -> dict[str, Any]:
    """Return a note as what its text is: a statement, a checkpoint, or a text."""
    signers = [line.name for line in note.lines]
    try:
        said = statement.parse(note.text)
    except Refused:
        pass
    else:
        value = {
            "at": said.at,
            "body": KINDS[said.kind].shape.write(said.body),
            "header": said.header,
            "id": said.id.hex(),
            "is": "statement",
            "kind": said.kind,
            "party": said.party,
            "signers": signers,
        }
        return value if said.slot is None else value | {"slot": said.slot}
    try:
        head = checkpoints.parse(note.text)
    except Refused:
        return {"is": "text", "signers": signers, "text": note.text.decode("utf-8")}
    return {"is": "checkpoint", "origin": head.origin, "root": head.root.hex(), "signers": signers, "size": head.size}


def _lines(value: dict[str, Any]) -> Iterable[str]:
    match value["is"]:
        case "attestation":
            yield from (f"amended document {digest}" for digest in value.get("documents", ()))
            for log in value["logs"]:
                yield ""
                yield from _lines(log["checkpoint"])
                for entry in log["entries"]:
                    yield f"{entry['index']:>5}  {_on_one_line(entry)}"
            yield ""
            yield from _lines(value["cut"])
        case "statement":
            exercise = "EXERCISE  " if value["header"] == EXERCISE_HEADER else ""
            yield f"{exercise}{value['kind']} by {value['party']}, {hour(value['at'])}"
            yield f"  id      {value['id']}"
            yield f"  slot    {voice.shown(value.get('slot', 'none'))}"
            yield f"  signed  {', '.join(value['signers'])}"
            yield from _members(value["body"], "  ")
        case "checkpoint":
            yield f"checkpoint of {voice.shown(value['origin'])}: {value['size']} entries"
            yield f"  root    {value['root']}"
            yield f"  signed  {', '.join(value['signers'])}"
        case "proof":
            yield f"proof that entry {value['index']} is in a log, by {value['hashes']} hashes and this"
            yield from _lines(value["checkpoint"])
        case "agreement":
            yield f"agreement {value['id']}"
            yield from _members(value["document"], "  ")
        case "trust file":
            yield "trust file"
            yield from _members({name: value[name] for name in ("logs", "witnesses", "quorum")}, "  ")
        case "anchors":
            yield "anchors"
            yield from _members({name: value[name] for name in ("agreement", "policy", "roots")}, "  ")
        case _:
            yield from (voice.shown(line) for line in value["text"].split("\n"))
            yield f"  signed  {', '.join(value['signers'])}"


def _on_one_line(entry: dict[str, Any]) -> str:
    if entry["is"] != "statement":
        return f"void by form: {entry['code']}" if entry["is"] == "void" else entry["is"]
    return f"{hour(entry['at'])}  {entry['id'][:ID_SHOWN]}  {entry['kind']:<18} {', '.join(entry['signers'])}"


def _members(value: Any, indent: str) -> Iterable[str]:
    """Return members and items as indented lines; what cannot be seen in them is made visible."""
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, str) and "\n" in item:
                item = item.split("\n")
            if isinstance(item, dict | list):
                yield f"{indent}{name}"
                yield from _members(item, f"{indent}  ")
            else:
                yield f"{indent}{name}  {voice.shown(str(item))}"
    else:
        for item in value:
            if isinstance(item, dict):
                yield f"{indent}{', '.join(f'{name} {voice.shown(str(part))}' for name, part in item.items())}"
            else:
                yield f"{indent}{voice.shown(str(item))}"
