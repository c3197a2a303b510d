"""``counterseal attest``: an attestation from files, as a node holds them.

    agreement.json          canonical JSON of the agreement
    trust-file              the one that it pins
    logs/PARTY/0000         every entry of every party's log, by index
    checkpoints/PARTY/0042  the cosigned checkpoint note of that log at a size that a cut names

`counterseal play` leaves such a folder. No key is needed: all that is in an attestation was signed before. From the
same files everybody makes the same bytes, and nothing is written that would not verify.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from counterseal.attestation import report as reports
from counterseal.attestation import write as writing
from counterseal.attestation.file import LogPart
from counterseal.cli import paper, voice
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note as notes
from counterseal.paper import held as sources
from counterseal.paper.held import Held
from counterseal.statements.kinds import Cut


def attest(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="with agreement.json, trust-file, logs/ and checkpoints/")
    ],
    out: Annotated[Path, typer.Option(help="the attestation; - for standard output")],
    cut: Annotated[
        int | None, typer.Option(min=1, help="the number of a cut; else the last one with checkpoints")
    ] = None,
    anchors: Annotated[Path | None, typer.Option(help="the anchors file, from one you trust")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Write an attestation from the logs of all parties.

    It speaks of the hour of a cut, and is verified before it is written. Exit codes: 0 done; 1 refused; 4 a file cannot
    be read or written.
    """
    agreement, trust_file, logs = paper.files_of(folder)
    try:
        held = sources.of_logs(agreement, trust_file, logs, paper.anchors_of(anchors))
        number, key, body = _cut(held, folder, cut)
        parties = {party.log: party.name for party in held.agreement.parties}
        log, index = held.regime.facts.places[key]
        data = writing.write(
            agreement=agreement,
            trust_file=trust_file,
            logs=_parts(held, folder, body, logs),
            cut=logs[parties[log]][index],
        )
    except Refused as refused:
        raise refused if refused.where else refused.at(str(folder)) from None
    digest = hashlib.sha256(data).hexdigest()
    if str(out) == "-":
        voice.out(data)
        return
    voice.write(out, data)
    if as_json:
        voice.out_json({"cut": number, "file": str(out), "hour": body.hour, "sha256": digest, "size": len(data)})
    else:
        voice.tell(f"wrote {out}: {len(data)} bytes, of cut {number} at {reports.hour(body.hour)}, SHA-256 {digest}")


def _cut(held: Held, folder: Path, asked: int | None) -> tuple[int, bytes, Cut]:
    """Return number, id and body of the cut asked for, or of the last one of which all checkpoints are there.

    Raises:
        Refused: ``attest-cut``.
    """
    found = {
        number: (key, body)
        for number, (key, body) in sorted(held.regime.facts.cuts.items())
        if all(path.is_file() for path in _places(held, folder, body).values())
    }
    number = max(found, default=0) if asked is None else asked
    if number not in found:
        why = "" if asked is None else f"got cut {asked}, "
        known = ", ".join(map(str, found)) or "no cut"
        mend = "checkpoints/PARTY/SIZE must be there of each log, SIZE being what the cut names, in four digits"
        raise Refused("attest-cut", f"{why}there are logs and checkpoints of {known}", mend=mend)
    return (number, *found[number])


def _places(held: Held, folder: Path, body: Cut) -> dict[str, Path]:
    """Return party -> where its checkpoint at a cut is, by name of the party."""
    parties = {party.log: party.name for party in held.agreement.parties}
    named = sorted((parties[position.log], position.size) for position in body.vector)
    return {party: folder / "checkpoints" / party / f"{size:04}" for party, size in named}


def _parts(held: Held, folder: Path, body: Cut, logs: Mapping[str, Sequence[bytes]]) -> list[LogPart]:
    """Return checkpoint and entries of each log at a cut, by name of the party.

    Raises:
        Refused: ``attest-checkpoint``: a file holds the checkpoint of another log or size; ``note-*`` and the like.
    """
    sizes = {position.log: position.size for position in body.vector}
    origins = {party.name: party.log for party in held.agreement.parties}
    parts: list[LogPart] = []
    for party, path in _places(held, folder, body).items():
        origin, size = origins[party], sizes[origins[party]]
        data = voice.read(path, notes.SIZE_MAX)
        try:
            head = checkpoints.parse(notes.parse(data).text)
        except Refused as refused:
            raise refused.at(str(path)) from None
        if (head.origin, head.size) != (origin, size):
            why = f"got a checkpoint of {head.origin} at {head.size} entries, want {origin} at {size}"
            raise Refused("attest-checkpoint", why, str(path))
        parts.append(LogPart(checkpoint=data, entries=tuple(logs[party][:size])))
    return parts
