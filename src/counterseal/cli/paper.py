"""``counterseal paper``: what people sign and file, as PDF with the data inside.

    record    from an attestation
    notice    from a signed notice or notification, and where it stands
    report    from a signed report on a visit, and where it stands
    duties    from logs, at an hour

Where a statement stands, ``--from`` tells: an attestation, or a folder with ``agreement.json``, ``trust-file`` and
``logs/PARTY/0000`` and on, as `counterseal play` leaves it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterseal.agreement import document
from counterseal.attestation import anchors as anchor_files
from counterseal.attestation import file as files
from counterseal.attestation import report as reports
from counterseal.attestation.anchors import Anchors
from counterseal.cli import voice
from counterseal.errors import Refused, Unavailable
from counterseal.log import note as notes

if TYPE_CHECKING:
    from counterseal.paper.held import Held
    from counterseal.paper.sheet import Sheet

app = typer.Typer(help="Set papers: findings, notices, reports, duties.", no_args_is_help=True)

SOURCE = "where it stands: an attestation, or a folder with agreement.json, trust-file and logs/PARTY/0000 and on"
TRUST_FILE_MAX = 65_536  # bytes

AnchorsFile = Annotated[Path | None, typer.Option("--anchors", help="the anchors file, from one you trust")]
Out = Annotated[Path, typer.Option(help="the PDF; - for standard output")]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", help="a language of the columns, en or ru; twice for both; else the agreement's own"),
]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@app.command()
def record(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the attestation; - for standard input")],
    out: Out,
    anchors: AnchorsFile = None,
    language: Languages = None,
    as_json: Json = False,
) -> None:
    """Set the Record of findings of an attestation.

    The attestation is verified first, in all its steps; of what is refused there is no paper. Exit codes: 0 done; 1
    refused; 3 done, but no anchors were given, and the paper says that identity is unproven; 4 a file cannot be read.
    """
    from counterseal.paper import record as records

    data = voice.read(file, files.SIZE_MAX)
    held = anchors_of(anchors)
    _write(_of(file, partial(records.paper, data, held, language or ())), out, as_json)


@app.command()
def notice(
    note: Annotated[Path, typer.Argument(metavar="NOTE", help="the signed notice or notification")],
    source: Annotated[Path, typer.Option("--from", help=SOURCE)],
    out: Out,
    anchors: AnchorsFile = None,
    language: Languages = None,
    as_json: Json = False,
) -> None:
    """Set a notice or a notification, with the clocks that it starts.

    It is set if it stands in the logs by the rules. Exit codes are those of `paper record`.
    """
    from counterseal.paper import notice as papers

    data, held = voice.read(note, notes.SIZE_MAX), held_of(source, anchors)
    _write(_of(note, partial(papers.paper, data, held, language or ())), out, as_json)


@app.command()
def report(
    note: Annotated[Path, typer.Argument(metavar="NOTE", help="the signed report, of both sides or of one")],
    source: Annotated[Path, typer.Option("--from", help=SOURCE)],
    out: Out,
    anchors: AnchorsFile = None,
    language: Languages = None,
    as_json: Json = False,
) -> None:
    """Set the report on a visit, with what was not looked at.

    It is set if it stands in the logs by the rules. Exit codes are those of `paper record`.
    """
    from counterseal.paper import report as papers

    data, held = voice.read(note, notes.SIZE_MAX), held_of(source, anchors)
    _write(_of(note, partial(papers.paper, data, held, language or ())), out, as_json)


@app.command()
def duties(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help=SOURCE.removeprefix("where it stands: "))],
    out: Out,
    at: Annotated[str, typer.Option(help="the hour, as 2022-03-01T10:00:00Z; else the latest that the logs show")] = "",
    by: Annotated[str, typer.Option(help="a party, of whose duties alone the list is")] = "",
    anchors: AnchorsFile = None,
    language: Languages = None,
    as_json: Json = False,
) -> None:
    """Set the list of duties as it stands at an hour.

    Exit codes are those of `paper record`.
    """
    from counterseal.paper import duties as papers

    held = held_of(source, anchors)
    _write(_of(source, partial(papers.paper, held, hour_of(at), by, language or ())), out, as_json)


def _of(path: Path, make: partial[Sheet]) -> Sheet:
    """Return the paper; a refusal names the file it is of."""
    try:
        return make()
    except Refused as refused:
        raise refused if refused.code in ("paper-language", "paper-party") else refused.at(str(path)) from None


def _write(sheet: Sheet, out: Path, as_json: bool) -> None:
    """Set the paper, write it, and end with the exit code that tells whether identity is proven."""
    from counterseal.paper import typeset

    made = typeset.pdf(sheet)
    result = reports.UNPROVEN if sheet.standing == "unproven" else reports.VERIFIED
    if str(out) == "-":
        voice.out(made)
    else:
        voice.write(out, made)
        data = hashlib.sha256(sheet.attached[0].data).hexdigest()
        if as_json:
            voice.out_json({"data": data, "file": str(out), "pdf": hashlib.sha256(made).hexdigest(), "result": result})
        else:
            voice.tell(f"wrote {out}: {result}, data SHA-256 {data}")
    if result == reports.UNPROVEN and not as_json:
        voice.tell("  hint: give --anchors, from one you trust and not from where the data came")
    raise typer.Exit(reports.EXIT_CODES[result])


def anchors_of(path: Path | None) -> Anchors | None:
    return None if path is None else voice.load(path, anchor_files.SIZE_MAX, anchor_files.parse)


def held_of(source: Path, anchors: Path | None) -> Held:
    """Return the logs of a source."""
    from counterseal.paper import held

    trusted = anchors_of(anchors)
    if not source.is_dir():
        return voice.load(source, files.SIZE_MAX, lambda data: held.of_attestation(data, trusted))
    agreement, trust_file, logs = files_of(source)
    try:
        return held.of_logs(agreement, trust_file, logs, trusted)
    except Refused as refused:
        raise refused.at(str(source)) from None


def files_of(folder: Path) -> tuple[bytes, bytes, dict[str, list[bytes]]]:
    """Return agreement, trust file, and party -> entries of its log, as `counterseal play` leaves them in a folder.

    Raises:
        Unavailable: one cannot be read.
        Refused: ``file-size``, ``paper-logs``: an entry is left out.
    """
    agreement = voice.read(folder / "agreement.json", document.SIZE_MAX)
    trust_file = voice.read(folder / "trust-file", TRUST_FILE_MAX)
    try:
        logs = {log.name: _entries(log) for log in sorted((folder / "logs").iterdir())}
    except OSError as error:
        raise Unavailable(f"cannot read {error.filename}: {error.strerror}", "check path and rights") from None
    return agreement, trust_file, logs


def _entries(folder: Path) -> list[bytes]:
    """Return the entries of one log's folder, whose files are named by their indexes: 0000 and on, none left out.

    Raises:
        Refused: ``paper-logs``.
    """
    found = sorted(folder.iterdir(), key=lambda path: (len(path.name), path.name))
    for index, path in enumerate(found):
        if path.name != f"{index:04}":
            raise Refused("paper-logs", f"got a file {path.name} where entry {index:04} is wanted", str(folder))
    return [voice.read(path, notes.SIZE_MAX) for path in found]


def hour_of(text: str) -> int | None:
    """Return the hour that an option gives, Unix seconds, or None."""
    if not text:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", text) is None:
            raise ValueError
        hour = int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise typer.BadParameter(f"got {text!r}, want an hour in UTC as 2022-03-01T10:00:00Z") from None
    if hour < 0:
        raise typer.BadParameter(f"got {text!r}, want an hour from 1970 on")
    return hour
