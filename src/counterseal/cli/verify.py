"""``counterseal verify``: check an attestation, trusting nobody."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from counterseal.attestation import anchors as anchor_files
from counterseal.attestation import file as files
from counterseal.attestation import later
from counterseal.attestation import report as reports
from counterseal.attestation import verify as verification
from counterseal.attestation.anchors import Anchors
from counterseal.attestation.verify import Stopped
from counterseal.cli import voice
from counterseal.errors import Refused

MENDS = {"entries-root": "an entry was changed after it was signed; ask for the file again, from another hand"}
"""Code of a refusal -> what its reader can do about it, where the steps do not say."""


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the attestation; - for standard input")],
    anchors: Annotated[
        Path | None, typer.Option(help="the anchors file, from one you trust and not from where the attestation came")
    ] = None,
    beside: Annotated[
        Path | None,
        typer.Option(help="a later attestation, or a checkpoint note of one of its logs, to hold beside it"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the report as canonical JSON")] = False,
) -> None:
    """Check an attestation, trusting nobody.

    It is checked from its raw bytes, offline, in numbered steps. Exit codes: 0 verified, whatever its findings say; 1
    refused, it or the file beside it; 3 consistent but identity unproven, since no anchors were given; 4 a file cannot
    be read; 5 two histories were signed, as the file beside it shows. What holds by this machine's clock goes to
    standard error: it is not of the report.
    """
    data = voice.read_start(file, files.SIZE_MAX + 1)  # one byte too many is for the steps to refuse
    held = None if anchors is None else voice.read_start(anchors, anchor_files.SIZE_MAX + 1)
    other = None if beside is None else voice.read_start(beside, files.SIZE_MAX + 1)
    told: dict[str, Any] | None = None
    try:
        trusted = None if held is None else _step_0(held)
        verified = verification.verify(data, trusted)
        report = reports.of(verified)
        told = None if other is None else later.beside(data, verified, other, trusted)
    except Stopped as stopped:
        report = reports.of_refusal(stopped)
        where = f" at {voice.shown(stopped.where)}" if stopped.where else ""
        voice.tell(f"counterseal: step {stopped.step}{where}: {voice.shown(stopped.why)}")
        mend = stopped.mend or MENDS.get(stopped.code, "")
        if mend:
            voice.tell(f"  hint: {mend}")
    if as_json:
        voice.out_json(report)
    else:
        voice.out(reports.text(report))
    if report["result"] != reports.REFUSED:
        voice.tell(later.validity(report, int(time.time())).removesuffix("\n"))
    if told is None:
        raise typer.Exit(reports.EXIT_CODES[report["result"]])
    if as_json:
        voice.out_json(told)
    else:
        voice.out("\n" + later.text(told))
    raise typer.Exit(later.exit_code(report["result"], told))


def _step_0(data: bytes) -> Anchors:
    try:
        return anchor_files.parse(data)
    except Refused as refused:
        raise Stopped(0, refused) from None
