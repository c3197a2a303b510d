"""``counterseal verify``: check an attestation, trusting nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterseal.attestation import anchors as anchor_files
from counterseal.attestation import file as files
from counterseal.attestation import report as reports
from counterseal.attestation import verify as verification
from counterseal.attestation.anchors import Anchors
from counterseal.attestation.verify import Stopped
from counterseal.cli import voice
from counterseal.errors import Refused


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the attestation; - for standard input")],
    anchors: Annotated[
        Path | None, typer.Option(help="the anchors file, from one you trust and not from where the attestation came")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the report as canonical JSON")] = False,
) -> None:
    """Check an attestation, trusting nobody.

    It is checked from its raw bytes, offline, in numbered steps. Exit codes: 0 verified, whatever its findings say; 1
    refused; 3 consistent but identity unproven, since no anchors were given; 4 a file cannot be read.
    """
    data = voice.read_start(file, files.SIZE_MAX + 1)  # one byte too many is for the steps to refuse
    held = None if anchors is None else voice.read_start(anchors, anchor_files.SIZE_MAX + 1)
    try:
        report = reports.of(verification.verify(data, None if held is None else _step_0(held)))
    except Stopped as stopped:
        report = reports.of_refusal(stopped)
        where = f" at {voice.shown(stopped.where)}" if stopped.where else ""
        voice.tell(f"counterseal: step {stopped.step}{where}: {voice.shown(stopped.why)}")
        if stopped.mend:
            voice.tell(f"  hint: {stopped.mend}")
    if as_json:
        voice.out_json(report)
    else:
        voice.out(reports.text(report))
    raise typer.Exit(reports.EXIT_CODES[report["result"]])


def _step_0(data: bytes) -> Anchors:
    try:
        return anchor_files.parse(data)
    except Refused as refused:
        raise Stopped(0, refused) from None
