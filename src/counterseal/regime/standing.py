"""Standing: may this author, at this place, say anything of this kind? (R6 to R11, for every kind)

R6   every signature line is of a key known at that place, and verifies    entry-signer, key-point, signature-*
R7   the agreement's persons signed, each person and each raw key once     entry-threshold
R8   each checkpoint in ``seen`` was observed earlier in this log, one per log, never smaller than cited before
                                                                           seen-unfounded, seen-receding
R9   the slot is the kind's, and free                                      slot-form, slot-taken
R10  every id in ``re`` is in the author's past, and every id the body cites is in ``re``     re-unfounded, re-missing
R11  the author had seen the agreement in force, but for founding and observing              not-in-force
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from counterseal.encoding import ed25519
from counterseal.errors import Refused
from counterseal.log.note import Line
from counterseal.log.threshold import Holder, require
from counterseal.log.vkey import ED25519, VKey
from counterseal.regime.facts import Facts, Said
from counterseal.statements.kinds import KINDS, InspectionReport, RootKeySet

FOUNDING = ("accession", "root-key-set")


class Rule(NamedTuple):
    """A numbered rule: ``check`` returns the code of the fault, or an empty text."""

    id: str
    check: Callable[[Facts, Said], str]


def lines_known(facts: Facts, said: Said) -> str:
    """R6."""
    for line in said.note.lines:
        codes = [_code(said, line, holder.key) for holder in _candidates(facts, said, line)]
        if not codes:
            return "entry-signer"
        if all(codes):
            return codes[0]
    return ""


def threshold_met(facts: Facts, said: Said) -> str:
    """R7."""
    needed = {} if said.statement.kind in FOUNDING else _needed(facts, said)
    signed: dict[str, set[bytes]] = {}  # log -> raw keys of its party that signed: a line is of one party only
    for line in said.note.lines:
        holder = _signer(facts, said, line, {said.log, *needed})
        if holder is not None:
            signed.setdefault(holder.log, set()).add(holder.key)
    if said.statement.kind in FOUNDING:
        keys = _key_set(facts, said)
        return "" if keys is not None and len(signed.get(said.log, ())) >= keys.threshold else "entry-threshold"
    for log, need in needed.items():
        keys = _known_keys(facts, said, log)
        holders = [Holder(key.key, key.person, key.role) for key in (keys.keys if keys is not None else ())]
        try:
            require(holders, signed.get(log, ()), need)
        except Refused:
            return "entry-threshold"
    return ""


def seen_founded(facts: Facts, said: Said) -> str:
    """R8."""
    log = facts.logs[said.log]
    cited: set[str] = set()
    for digest in said.statement.seen:
        sighting = log.sightings.get(digest)
        if sighting is None or sighting.log in cited:
            return "seen-unfounded"
        if sighting.size < log.cited.get(sighting.log, 0):
            return "seen-receding"
        cited.add(sighting.log)
    return ""


def slot_free(facts: Facts, said: Said) -> str:
    """R9."""
    slot = KINDS[said.statement.kind].slot
    if said.statement.slot != (None if slot is None else slot(said.statement.body)):
        return "slot-form"
    taken = said.statement.slot is not None and said.statement.slot in facts.logs[said.log].slots
    return "slot-taken" if taken else ""


def references_past(facts: Facts, said: Said) -> str:
    """R10."""
    if not all(facts.in_past(said, other) for other in said.statement.re):
        return "re-unfounded"
    cited = KINDS[said.statement.kind].cites(said.statement.body)
    return "" if set(cited) <= set(said.statement.re) else "re-missing"


def in_force(facts: Facts, said: Said) -> str:
    """R11."""
    if said.statement.kind in (*FOUNDING, "observed"):
        return ""
    for party in facts.agreement.parties:
        accession = facts.accessions.get(party.name)
        if accession is None or not facts.witnessed_before(said, accession):
            return "not-in-force"
    return ""


RULES: tuple[Rule, ...] = (
    Rule("R6", lines_known),
    Rule("R10", references_past),
    Rule("R7", threshold_met),
    Rule("R8", seen_founded),
    Rule("R9", slot_free),
    Rule("R11", in_force),
)
"""In this order: references come before the threshold, because a report's threshold names the inspected Party."""


class _Candidate(NamedTuple):
    """A raw key that a signature line may be of, and the log of the party that has it."""

    log: str
    key: bytes


def _candidates(facts: Facts, said: Said, line: Line) -> tuple[_Candidate, ...]:
    """Return the keys that a line may be of: for founding statements root keys, else role keys known at this place.

    Name and id are hints that another party can collide on purpose, and a raw key can be copied; so there may be
    several, the author's first, then by party.
    """
    if said.statement.kind in FOUNDING:
        keys = _key_set(facts, said)
        roots = keys.roots if keys is not None else ()
        fitting = (root for root in roots if VKey(line.name, ED25519, root).key_id == line.key_id)
        return tuple(_Candidate(said.log, root) for root in fitting)
    found: list[_Candidate] = []
    for log in (said.log, *(origin for origin in facts.logs if origin != said.log)):
        if _known_keys(facts, said, log) is not None:
            key = facts.logs[log].signer(line.name, line.key_id)
            if key is not None:
                found.append(_Candidate(log, key.key))
    return tuple(found)


def _known_keys(facts: Facts, said: Said, log: str) -> RootKeySet | None:
    """Return the key set of ``log`` if the author knew it: its own, or one below a checkpoint that it observed."""
    known = log == said.log or facts.logs[said.log].sizes.get(log, 0) >= 1
    return facts.logs[log].keys if known else None


def _key_set(facts: Facts, said: Said) -> RootKeySet | None:
    body = said.statement.body
    return body if isinstance(body, RootKeySet) else facts.logs[said.log].keys


def _code(said: Said, line: Line, key: bytes) -> str:
    """Return the code by which ``line`` is no signature of ``key``, or an empty text."""
    try:
        ed25519.verify(key, said.note.text, line.body)
    except Refused as refused:
        return refused.code
    return ""


def _signer(facts: Facts, said: Said, line: Line, logs: Collection[str]) -> _Candidate | None:
    """Return who of the parties with ``logs`` signed a line: the first candidate under whose key it verifies.

    Who is not asked to sign has no part in it: its key set, with a copied key, would take the line from its owner.
    """
    candidates = [candidate for candidate in _candidates(facts, said, line) if candidate.log in logs]
    if len({candidate.key for candidate in candidates}) == 1:
        return candidates[0]  # it verifies: R6 holds
    return next((candidate for candidate in candidates if not _code(said, line, candidate.key)), None)


def _needed(facts: Facts, said: Said) -> dict[str, dict[str, int]]:
    """Return log -> role -> persons that must sign."""
    needed: dict[str, dict[str, int]] = {}
    for signature in facts.agreement.signatures[said.statement.kind]:
        for party in _signing_parties(facts, said, signature.by):
            need = needed.setdefault(facts.agreement.party(party).log, {})
            need[signature.role] = max(signature.persons, need.get(signature.role, 0))
    return needed


def _signing_parties(facts: Facts, said: Said, by: str) -> tuple[str, ...]:
    """Return whose persons sign; everybody's for a report on no known notice, which must not pass for want of one."""
    everyone = tuple(party.name for party in facts.agreement.parties)
    if by == "each":
        return everyone
    if by == "author":
        return (said.statement.party,)
    body = said.statement.body
    notice = facts.notices.get(body.notice) if isinstance(body, InspectionReport) else None
    inspection = facts.agreement.inspection(notice[1].inspection) if notice is not None else None
    return everyone if inspection is None else (inspection.inspected,)
