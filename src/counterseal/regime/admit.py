"""Admission by form: what one entry says, judged with nothing but its own bytes and its place (R1 to R5, R14).

R1   the entry is a statement note            code of the parser
R2   its first line is the agreement's        entry-header
R3   its channel is the agreement's           entry-channel
R4   its party is the log's                   entry-party
R5   entry 0 is the root key set, entry 1 the accession, neither stands elsewhere     entry-position
R14  an observed checkpoint is one of the agreement's logs, signed by its key, with valid Ed25519 cosignatures of
     known witnesses and no other line        observed-log, observed-line, observed-ahead, codes of the log layer
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterseal.agreement.document import Agreement
from counterseal.encoding.shape import fill
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import cosignature, note
from counterseal.log.note import Line
from counterseal.log.policy import Policy
from counterseal.log.tree import leaf_hash
from counterseal.log.vkey import COSIGNATURE_ED25519, VKey
from counterseal.regime.facts import Irregularity, Said, Sighting
from counterseal.statements import statement
from counterseal.statements.kinds import Observed
from counterseal.statements.statement import UNIX_S_MAX

KNOWN_MAX = 512  # of each table of what was reckoned before
POSITIONS = {"root-key-set": 0, "accession": 1}


def admit(agreement: Agreement, policy: Policy, party: str, log: str, index: int, data: bytes) -> Said | Irregularity:
    """Return what entry ``index`` of ``log`` says, or the irregularity that it is. Never raises on ``data``."""
    rule = "R1"
    try:
        parsed = note.parse(data)
        said = statement.parse(parsed.text)
    except Refused as refused:
        return Irregularity(rule, refused.code, party, log, index, leaf_hash(data))
    code = ""
    header, channel = agreement.__dict__.get("opening") or _opening(agreement)
    if said.header != header:
        rule, code = "R2", "entry-header"
    elif said.channel != channel:
        rule, code = "R3", "entry-channel"
    elif said.party != party:
        rule, code = "R4", "entry-party"
    elif POSITIONS.get(said.kind, index if index > 1 else 2) != index:
        rule, code = "R5", "entry-position"
    if code:
        return Irregularity(rule, code, party, log, index, said.id)
    sighting = None
    if type(said.body) is Observed:
        try:
            sighting = _sighted(agreement, policy, said.body.checkpoint)
            if sighting.log == log and sighting.size > index:
                raise Refused("observed-ahead", "got a checkpoint of this log beyond the entry that holds it")
        except Refused as refused:
            return Irregularity("R14", refused.code, party, log, index, said.id)
    members = {"log": log, "index": index, "note": parsed, "statement": said, "sighting": sighting, "size": len(data)}
    return fill(Said, members)


def _opening(agreement: Agreement) -> tuple[str, str]:
    """Return first line and channel of every statement, and keep them with the agreement."""
    opening = agreement.__dict__["opening"] = agreement.header, agreement.channel
    return opening


def _sighted(agreement: Agreement, policy: Policy, checkpoint: str) -> Sighting:
    """Return what ``sight`` does; parties observe the same checkpoints, so each is looked at once."""
    known: dict[tuple[bytes, str], Sighting] = policy.__dict__.setdefault("sighted", {})
    place = agreement.digest, checkpoint
    sighting = known.get(place)
    if sighting is None:
        _forget(known)
        sighting = known[place] = sight(agreement, policy, checkpoint.encode("utf-8"))
    return sighting


def sight(agreement: Agreement, policy: Policy, data: bytes) -> Sighting:
    """Return what an observed checkpoint note shows.

    Raises:
        Refused: by R14.
    """
    parsed = note.parse(data)
    seen = checkpoints.parse(parsed.text)
    key = None
    if seen.origin in agreement.logs:
        for one in policy.logs:
            if one.name == seen.origin:
                key = one
                break
    if key is None:
        raise Refused("observed-log", f"got a checkpoint of {seen.origin}, which is no log of this agreement")
    text, keys, names = parsed.text, policy.keys, policy.witness_names
    known: dict[tuple[bytes, Line], int] = policy.__dict__.setdefault("verified", {})
    times: dict[str, int] = {}
    signed = False
    for line in parsed.lines:
        vkey = keys.get(line[:2])
        if vkey is None or (vkey is not key and vkey.type != COSIGNATURE_ED25519):  # the file has each raw key once
            raise Refused("observed-line", f"got a line of {line.name}, want the log's and Ed25519 witness lines only")
        time = known.get((text, line))  # it is verified once, whatever stands beside it
        if time is None:
            _forget(known)
            time = known[text, line] = _verified(vkey, text, line)
        if vkey is key:
            signed = True
        else:
            times[names[vkey.key]] = time
    if not signed:
        raise Refused("observed-line", "got no line of the log itself")
    held_at = None
    delivery = agreement.delivery
    if delivery is not None:
        held = sorted([times[name] for name in delivery.mirrors if name in times])
        held_at = held[delivery.held_quorum - 1] if delivery.held_quorum <= len(held) else None
    witnessed_at, shown_at = _quorum_times(policy, times)
    members = {
        "log": seen.origin,
        "size": seen.size,
        "root": seen.root,
        "digest": checkpoints.digest(text),
        "witnessed_at": witnessed_at,
        "held_at": held_at,
        "shown_at": shown_at,
    }
    return fill(Sighting, members)


def _verified(vkey: VKey, text: bytes, line: Line) -> int:
    """Return the time of a line that verifies, 0 of the log's own; there is no later hour than the last one."""
    if vkey.type == COSIGNATURE_ED25519:
        return min(cosignature.verify(vkey, text, line.body), UNIX_S_MAX)  # (spec/clock.md)
    note.verify_line(vkey, text, line)
    return 0


def _quorum_times(policy: Policy, times: Mapping[str, int]) -> tuple[int | None, int | None]:
    """Return the earliest hour by which those who cosigned were a quorum, and the latest from which on; None if never.

    One bad witness of a quorum can tell a late hour and so move the first, but not the second beyond the others.
    """
    if not _is_quorum(policy, frozenset(times)):
        return None, None
    hours = sorted(set(times.values()))
    if len(hours) == 1:  # cosigned at one hour, as most are
        return hours[0], hours[0]
    by = next(hour for hour in hours if _is_quorum(policy, frozenset([n for n in times if times[n] <= hour])))
    since = next(hour for hour in hours[::-1] if _is_quorum(policy, frozenset([n for n in times if times[n] >= hour])))
    return by, since


def _is_quorum(policy: Policy, names: frozenset[str]) -> bool:
    """Return whether witnesses are a quorum; asked of the same ones at every checkpoint, it is reckoned once."""
    known: dict[frozenset[str], bool] = policy.__dict__.setdefault("quorums", {})
    met = known.get(names)
    if met is None:
        _forget(known)
        try:
            policy.require(names, classical=True)
            met = known[names] = True
        except Refused:
            met = known[names] = False
    return met


def _forget(known: dict[Any, Any]) -> None:
    """Keep a table of what was reckoned before from growing without end."""
    if len(known) >= KNOWN_MAX:
        known.clear()
