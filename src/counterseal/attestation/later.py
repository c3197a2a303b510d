"""What a verified file is worth now, and beside a later one (spec/attestation.md, section 5).

Neither is of the report: that is the same for everybody, for ever.

1. ``validity``: whether what a finding says still holds by the reader's clock.
2. ``beside``: another attestation of the same regime, or a checkpoint of one of its logs. The first that holds:

    refused      the other does not verify
    fork         a log of one is no continuation of that of the other: somebody was told another history
    same         the same cut, or the checkpoint that the file has
    two cuts     another cut of the same number
    superseded   the other's cut is later, or the log goes on
    earlier      the other is older
"""

from __future__ import annotations

from typing import Any

from counterseal.attestation import file
from counterseal.attestation.anchors import Anchors
from counterseal.attestation.report import EXIT_CODES, cut_value, hour
from counterseal.attestation.verify import Stopped, Verified, verify
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log import policy as policies
from counterseal.log.tree import Tree, leaf_hash

REFUSED, FORK, SAME, TWO_CUTS, SUPERSEDED, EARLIER = "refused", "fork", "same", "two cuts", "superseded", "earlier"
FORKED = 5  # exit code
NOTE_MAX = 65_535  # bytes of a checkpoint note

WORDS = {
    REFUSED: "the other file proves nothing: it was refused",
    FORK: "two histories were signed: who has only one of these files was told only one of them",
    SAME: "it is of the same cut",
    TWO_CUTS: "two cuts of one number were signed, and neither is later",
    SUPERSEDED: "what it tells is later: rest on that",
    EARLIER: "what it tells is older: this file supersedes it",
}
"""What a relation means."""


def validity(report: dict[str, Any], now: int) -> str:
    """Return the lines that say of each finding whether it holds at ``now``, Unix seconds; no report is so dated."""
    lines = [f"by the reader's clock, {hour(now)}"]
    if now < report["cut"]["hour"]:
        lines.append("  the cut's hour is still to come: the clock is wrong, or the parties told a later hour")
    for finding in report["findings"]:
        lapses = finding.get("lapses_at")
        told = "rests on no visit that could lapse"
        if lapses is not None:
            told = f"lapsed at {hour(lapses)}" if lapses < now else f"has not lapsed until {hour(lapses)}"
        lines.append(f"  {finding['undertaking']}  {told}")
    return "".join(f"{line}\n" for line in lines)


def beside(data: bytes, verified: Verified, other: bytes, anchors: Anchors | None = None) -> dict[str, Any]:
    """Return what another file comes to beside a verified one, as a canonical JSON value.

    Args:
        data: the file that was verified to say ``verified``.
        verified: what it says.
        other: an attestation, or a checkpoint note, not verified yet.
        anchors: those by which ``data`` was verified.
    """
    read = file.parse(data)
    try:
        if other.startswith(file.HEADER):
            return _attestation(read, verified, other, anchors)
        return _checkpoint(read, verified, other)
    except Refused as refused:
        step = {"step": refused.step} if isinstance(refused, Stopped) else {}
        return {"code": refused.code, "relation": REFUSED} | step


def exit_code(result: str, told: dict[str, Any]) -> int:
    """Return the exit code of a verified file beside another."""
    return {FORK: FORKED, REFUSED: EXIT_CODES[REFUSED]}.get(told["relation"], EXIT_CODES[result])


def text(told: dict[str, Any]) -> str:
    """Return what ``beside`` tells in words, each line ended by LF."""
    relation = told["relation"]
    lines = [f"beside the other file: {relation}", f"  {WORDS[relation]}"]
    if relation == REFUSED:
        lines.append(f"  code         {told['code']}" + (f", at step {told['step']}" if "step" in told else ""))
    if "cut" in told:
        lines += [f"  cut {told['cut']['number']}        {told['cut']['id']}"]
        lines += [f"  cut's hour   {hour(told['cut']['hour'])}"]
    if "log" in told:
        lines += [f"  log          {told['log']}, of {told['size']} entries here, {told['other_size']} there"]
    if relation == FORK:
        lines += [f"  root here    {told['root']}", f"  root there   {told['other_root']}"]
        lines += ["  Keep both files: each is signed by the log's key, and together they prove it to anyone."]
    return "".join(f"{line}\n" for line in lines)


def _attestation(read: file.Attestation, verified: Verified, other: bytes, anchors: Anchors | None) -> dict[str, Any]:
    found = verify(other, anchors)
    if found.agreement.digest != verified.agreement.digest:
        raise Refused("later-agreement", "got a file of another agreement", mend="compare files of one regime")
    theirs = file.parse(other)
    cut = {"cut": cut_value(*found.cut)}
    for mine, their in zip(read.logs, theirs.logs, strict=True):
        log = checkpoints.parse(note.parse(mine.checkpoint).text).origin
        size = min(len(mine.entries), len(their.entries))
        roots = [Tree(leaf_hash(entry) for entry in part.entries[:size]).root() for part in (mine, their)]
        if roots[0] != roots[1]:
            return _forked(log, len(mine.entries), len(their.entries), *roots) | cut
    number, others = verified.cut[1].number, found.cut[1].number
    relation = SUPERSEDED if others > number else EARLIER if others < number else TWO_CUTS
    return {"relation": SAME if found.cut[0] == verified.cut[0] else relation} | cut


def _checkpoint(read: file.Attestation, verified: Verified, other: bytes) -> dict[str, Any]:
    """A checkpoint beyond the file's own proves no continuation: only that the log goes on."""
    if len(other) > NOTE_MAX:
        raise Refused("note-size", f"got {len(other)} bytes, want an attestation or a checkpoint note")
    parsed = note.parse(other)
    origin = checkpoints.parse(parsed.text).origin
    logs = [party.log for party in verified.agreement.parties]
    if origin not in logs:
        raise Refused("later-log", f"got a checkpoint of {origin}, which is no log of this agreement")
    head, _ = policies.parse(read.policy).open(parsed, origin)
    entries = read.logs[logs.index(origin)].entries
    told = {"log": origin, "other_size": head.size, "size": len(entries)}
    if head.size > len(entries):
        return told | {"relation": SUPERSEDED}
    root = Tree(leaf_hash(entry) for entry in entries[: head.size]).root()
    if root != head.root:
        return _forked(origin, len(entries), head.size, root, head.root)
    return told | {"relation": SAME if head.size == len(entries) else EARLIER}


def _forked(log: str, size: int, other_size: int, root: bytes, other_root: bytes) -> dict[str, Any]:
    """Return that a log forked; roots are those of the smaller of the two sizes."""
    told = {"log": log, "other_size": other_size, "relation": FORK, "size": size}
    return told | {"other_root": other_root.hex(), "root": root.hex()}
