"""Standing: may this author, at this place, say anything of this kind? (R6 to R11, R31 and R32, for every kind)

R6   every signature line is of a key known at that place, and verifies    entry-signer, key-point, signature-*
R7   the agreement's persons signed, each person and each raw key once     entry-threshold
R8   each checkpoint in ``seen`` was observed earlier in this log, one per log, never smaller than cited before
                                                                           seen-unfounded, seen-receding
R9   the slot is the kind's, and free                                      slot-form, slot-taken
R10  every id in ``re`` is in the author's past, and every id the body cites is in ``re``     re-unfounded, re-missing
R31  the agreement says who signs the kind, or the format                       kind-unagreed
R11  the author had seen the agreement in force, but for founding and observing              not-in-force
R32  no pause, suspension or withdrawal that the author had seen is upon it     regime-suspended
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeAlias

from counterseal.agreement.check import steps_of
from counterseal.agreement.terms import Signature
from counterseal.encoding import ed25519
from counterseal.errors import Refused
from counterseal.log.note import Line
from counterseal.log.vkey import ED25519, VKey
from counterseal.regime import conditions
from counterseal.regime.effects import thread
from counterseal.regime.facts import Epoch, Facts, Said, View
from counterseal.regime.suspension import standing_of, stopping, stops
from counterseal.statements.kinds import KINDS, Cut, KeyRotation, RootKeySet, cites_nothing

FOUNDING = ("accession", "key-revocation", "key-rotation", "root-key-set")
"""Kinds that root keys sign."""


Check: TypeAlias = Callable[[Facts, Said], str]
"""Returns the code of a fault, or an empty text."""


class Rule(NamedTuple):
    """A numbered rule and its check.

    It is asked of every kind, but where it says of which ``only``, or of all ``but`` which.
    ``holds_for_plain``: whether no *plain* statement of a kind can break it, one that has no ``re``, ``seen`` or slot.
    """

    id: str
    check: Check
    only: Collection[str] | None = None
    but: Collection[str] = ()
    holds_for_plain: Callable[[Facts, str], bool] = lambda facts, kind: False

    def asks(self, kind: str) -> bool:
        """Return whether the rule can find a fault with statements of a kind."""
        return kind not in self.but and (self.only is None or kind in self.only)


def lines_known(facts: Facts, said: Said) -> str:
    """R6."""
    single = _single(facts, said)
    if single is not None:
        return _code(said, said.note.lines[0], single.key)
    for line, candidates in zip(said.note.lines, _lines(facts, said), strict=True):
        first_code = "entry-signer"
        for place, candidate in enumerate(candidates):
            code = _code(said, line, candidate.key)
            if not code:
                break
            first_code = first_code if place else code
        else:
            return first_code
    return ""


def threshold_met(facts: Facts, said: Said) -> str:
    """R7."""
    single = _single(facts, said)
    if single is not None:
        return single.code
    if said.statement.kind in FOUNDING:
        return _roots_signed(facts, said)
    return _counted(facts, said, _signers(facts, said))


def _counted(facts: Facts, said: Said, signers: tuple[_Candidate, ...]) -> str:
    """Return the code by which too few of those who must signed, or an empty text. A line is of one party only."""
    for log, need in _needed(facts, said).items():
        epoch = _epoch(facts, said, log)
        known = {} if epoch is None else epoch.holders
        holders = [known[signer.key] for signer in signers if signer.log == log and signer.key in known]
        for role, count in need.items():  # as log.threshold counts: a key set has no key twice, a role no person twice
            if len({holder.person for holder in holders if holder.role == role}) < count:
                return "entry-threshold"
    return ""


def signed_by(facts: Facts, said: Said) -> tuple[tuple[str, bytes], ...]:
    """Return log and raw role key of who signed a statement that stands, of the parties whose word it is."""
    single = _single(facts, said)
    if single is not None:
        return ((said.log, single.key),)
    if said.statement.kind in FOUNDING:
        return ()
    return tuple(sorted({(signer.log, signer.key) for signer in _signers(facts, said)}))


def _roots_signed(facts: Facts, said: Said) -> str:
    """R7 for what root keys sign: the author's roots, and for a rotation the new roots too."""
    for keys in _key_sets(facts, said):
        signed = {root for line in said.note.lines for root in keys.roots if _is_of(said, line, root)}
        if len(signed) < keys.threshold:
            return "entry-threshold"
    return "" if _key_sets(facts, said) else "entry-threshold"


def kind_agreed(facts: Facts, said: Said) -> str:
    """R31."""
    kind = said.statement.kind
    if kind in facts.agreement.signatures or kind in FOUNDING:
        return ""
    term = facts.agreement.notification(said.statement.body.format) if kind == "notification" else None
    return "" if term is not None and term.signed else "kind-unagreed"


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
    for other in said.statement.re:
        if not facts.in_past(said, other):
            return "re-unfounded"
    for cited in KINDS[said.statement.kind].cites(said.statement.body):
        if cited not in said.statement.re:
            return "re-missing"
    return ""


def in_force(facts: Facts, said: Said) -> str:
    """R11."""
    if facts.logs[said.log].entered is not None:
        return ""
    preparing = said.statement.kind == "notification" and said.statement.body.format in before_force(facts)
    return "" if preparing else "not-in-force"


def sees_in_force(facts: Facts, log: str, size: int) -> bool:
    """Return whether the party of ``log`` sees, by its first ``size`` entries, that the agreement is in force.

    It has observed a quorum's cosignatures over every principal's accession, and over that on which entry into force
    rests.
    """
    for party in facts.principals:
        accession = facts.accessions.get(party)
        origin, index = ("", 0) if accession is None else facts.places[accession]
        if accession is None or index >= facts.logs[log].witnessed.get(origin, 0):
            return False
    return conditions.all_hold(facts, facts.agreement.in_force_if, View(facts, log, size, 0, witnessed=True))


def before_force(facts: Facts) -> frozenset[str]:
    """Return the formats that may be said before entry into force: those on which it depends."""
    found: frozenset[str] | None = facts.derived.get("before force")
    if found is None:
        found = facts.derived["before force"] = conditions.resting_on(facts.agreement, facts.agreement.in_force_if)
    return found


def steps(facts: Facts) -> Mapping[str, tuple[str, int]]:
    """Return the ladder and rung of every notification that is a step."""
    found: Mapping[str, tuple[str, int]] | None = facts.derived.get("steps")
    if found is None:
        found = facts.derived["steps"] = steps_of(facts.agreement)
    return found


def not_suspended(facts: Facts, said: Said) -> str:
    """R32."""
    kind, body = said.statement.kind, said.statement.body
    if kind == "reading":
        named = any(body.monitor in stop.of for stop in stopping(facts))
        named = named and any(body.monitor in stop.of for stop in stops(facts, facts.view(said)))
        return "regime-suspended" if named else ""
    if kind == "notification":
        term = facts.agreement.notification(body.format)
        if term is None or term.effect is not None:
            return ""
        if body.format not in steps(facts):
            # The record goes on: who suspends the whole cannot keep others from saying what they have to say.
            if not any(body.format in stop.of for stop in stopping(facts)):
                return ""
            named = any(body.format in stop.of for stop in stops(facts, facts.view(said)))
            return "regime-suspended" if named else ""
    name = body.inspection if kind == "notice" else body.format
    return "regime-suspended" if standing_of(facts, facts.view(said), name) != "in force" else ""


RULES: tuple[Rule, ...] = (
    Rule("R31", kind_agreed, holds_for_plain=lambda facts, kind: kind in facts.agreement.signatures),
    Rule("R6", lines_known),
    Rule("R10", references_past, holds_for_plain=lambda facts, kind: KINDS[kind].cites is cites_nothing),
    Rule("R7", threshold_met),
    Rule("R8", seen_founded, holds_for_plain=lambda facts, kind: True),
    Rule("R9", slot_free, holds_for_plain=lambda facts, kind: KINDS[kind].slot is None),
    Rule("R11", in_force, but=(*FOUNDING, "observed", "filler")),
    Rule("R32", not_suspended, only=("notice", "notification", "reading")),
)
"""In this order: references come before the threshold, because a report's threshold names the inspected Party."""


class _Single(NamedTuple):
    """Of a note with one line, which no other party's key has: the key, and the code of R7 once it verifies."""

    key: bytes
    code: str


def _single(facts: Facts, said: Said) -> _Single | None:
    """Return what R6 and R7 come to for the most frequent of notes: one line, of a key of its author alone.

    Asked thrice in one step, it is looked up once.
    """
    last: tuple[Said, _Single | None] | None = facts.derived.get("single")
    if last is None or last[0] is not said:
        last = facts.derived["single"] = said, _known_single(facts, said)
    return last[1]


def _known_single(facts: Facts, said: Said) -> _Single | None:
    """Return what ``_single`` does: the same until the author's keys change, so reckoned once for kind and line."""
    lines, kind = said.note.lines, said.statement.kind
    if len(lines) != 1 or _absent(said):
        return None
    line, own = lines[0], facts.logs[said.log]
    logs = facts.lines.get(line[:2], ())
    if len(logs) != 1 or logs[0] != said.log:
        return None
    format_ = said.statement.body.format if kind == "notification" else ""
    place = kind, format_, line.name, line.key_id, len(own.epochs), len(own.revoked)
    single: _Single | None = facts.derived.get(place, _UNKNOWN)
    if single is _UNKNOWN:
        single = facts.derived[place] = _single_of(facts, said, line)
    return single


_UNKNOWN: Any = object()


def _single_of(facts: Facts, said: Said, line: Line) -> _Single | None:
    signers = () if said.statement.kind in FOUNDING else _candidates(facts, said, line)
    if not signers or any(signature.by == "inspected" for signature in _signatures(facts, said)):  # it differs by visit
        return None
    return _Single(signers[0].key, _counted(facts, said, signers))


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
        roots = {root for keys in _key_sets(facts, said) for root in keys.roots}
        fitting = (root for root in sorted(roots) if VKey(line.name, ED25519, root).key_id == line.key_id)
        return tuple(_Candidate(said.log, root) for root in fitting)
    logs = facts.lines.get((line.name, line.key_id), [])
    if len(logs) > 1:
        logs = [log for log in (said.log, *(origin for origin in facts.logs if origin != said.log)) if log in logs]
    found: list[_Candidate] = []
    for log in logs:
        key = facts.logs[log].signer(_size(facts, said, log), line.name, line.key_id)
        if key is not None:
            found.append(_Candidate(log, key.key))
    return tuple(found)


def _lines(facts: Facts, said: Said) -> list[tuple[_Candidate, ...]]:
    """Return the candidates of each line. Asked twice in one step, it is reckoned once."""
    last: tuple[Said, list[tuple[_Candidate, ...]]] | None = facts.derived.get("lines")
    if last is not None and last[0] is said:
        return last[1]
    found = [_candidates(facts, said, line) for line in said.note.lines]
    facts.derived["lines"] = (said, found)
    return found


def _size(facts: Facts, said: Said, log: str) -> int:
    """Return how many entries of ``log`` the author knew."""
    return said.index if log == said.log else facts.logs[said.log].sizes.get(log, 0)


def _epoch(facts: Facts, said: Said, log: str) -> Epoch | None:
    """Return the key set of ``log`` as the author knew it."""
    return facts.logs[log].epoch(_size(facts, said, log))


def _key_sets(facts: Facts, said: Said) -> tuple[RootKeySet, ...]:
    """Return the key sets whose roots sign a founding statement: the party's, and for a rotation its successor's."""
    body = said.statement.body
    epoch = _epoch(facts, said, said.log)
    if said.statement.kind == "root-key-set":
        return (body,)
    own = () if epoch is None else (epoch.keys,)
    return (*own, body) if isinstance(body, KeyRotation) and own else own


def _code(said: Said, line: Line, key: bytes) -> str:
    """Return the code by which ``line`` is no signature of ``key``, or an empty text."""
    try:
        ed25519.verify(key, said.note.text, line.body)
    except Refused as refused:
        return refused.code
    return ""


def _is_of(said: Said, line: Line, root: bytes) -> bool:
    return VKey(line.name, ED25519, root).key_id == line.key_id and not _code(said, line, root)


def _signers(facts: Facts, said: Said) -> tuple[_Candidate, ...]:
    """Return who signed, of the author and those who must. Asked twice in one step, it is reckoned once."""
    last: tuple[Said, tuple[_Candidate, ...]] | None = facts.derived.get("signers")
    if last is not None and last[0] is said:
        return last[1]
    needed = _needed(facts, said)
    found: list[_Candidate] = []
    for line, candidates in zip(said.note.lines, _lines(facts, said), strict=True):
        asked = [candidate for candidate in candidates if candidate.log == said.log or candidate.log in needed]
        if asked:
            found += _signer(said, line, asked)
    signers = tuple(found)
    facts.derived["signers"] = (said, signers)
    return signers


def _signer(said: Said, line: Line, asked: list[_Candidate]) -> list[_Candidate]:
    """Return who of those asked to sign signed a line: the first candidate under whose key it verifies.

    Who is not asked to sign has no part in it: its key set, with a copied key, would take the line from its owner.
    """
    if len(asked) == 1 or len({candidate.key for candidate in asked}) == 1:
        return asked[:1]  # it verifies: R6 holds
    return [candidate for candidate in asked if not _code(said, line, candidate.key)][:1]


def _needed(facts: Facts, said: Said) -> dict[str, dict[str, int]]:
    """Return log -> role -> persons that must sign."""
    kind = said.statement.kind
    more = said.statement.body.format if kind == "notification" else _absent(said)
    name = "needed", kind, more, said.statement.party
    known: dict[str, dict[str, int]] | None = facts.derived.get(name)
    if known is not None:
        return known
    signatures = _signatures(facts, said)
    needed: dict[str, dict[str, int]] = {}
    for signature in signatures:
        for party in _signing_parties(facts, said, signature.by):
            need = needed.setdefault(facts.agreement.party(party).log, {})
            need[signature.role] = max(signature.persons, need.get(signature.role, 0))
    if all(signature.by != "inspected" for signature in signatures):  # else it differs by visit
        facts.derived[name] = needed
    return needed


def _signatures(facts: Facts, said: Said) -> tuple[Signature, ...]:
    if said.statement.kind == "notification":
        term = facts.agreement.notification(said.statement.body.format)
        if term is not None and term.signed:
            return term.signed
    return facts.agreement.signatures[said.statement.kind]


def _signing_parties(facts: Facts, said: Said, by: str) -> tuple[str, ...]:
    """Return whose persons sign; everybody's for what is of no known visit, which must not pass for want of one."""
    everyone = tuple(party.name for party in facts.agreement.parties)
    if by == "each":
        return tuple(name for name in everyone if name not in _absent(said))
    if by == "author":
        return (said.statement.party,)
    if said.statement.kind == "reading":
        monitor = facts.agreement.monitor(said.statement.body.monitor)
        return everyone if monitor is None else (monitor.inspected,)
    root = thread(facts, said.statement)
    notice = facts.notices.get(root) if root else None
    inspection = facts.agreement.inspection(notice[1].inspection) if notice is not None else None
    return everyone if inspection is None else (inspection.inspected,)


def _absent(said: Said) -> tuple[str, ...]:
    """Return the parties without whom a cut was closed."""
    body = said.statement.body
    return body.absent if isinstance(body, Cut) else ()
