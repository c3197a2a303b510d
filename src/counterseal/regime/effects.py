"""What a step may do to the facts, as values, and the one function that does it.

A rule never touches the facts; it returns effects. Each effect only adds, under a key that no other statement can
take in another order; so effects of concurrent statements commute.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from counterseal.errors import Misuse
from counterseal.regime import course
from counterseal.regime.facts import Claim, Epoch, Facts, Irregularity, Said, Series
from counterseal.statements.statement import Statement


class Irregular(NamedTuple):
    """The entry broke ``rule`` in the way ``code`` names; it has no other effect."""

    irregularity: Irregularity


class Counted(NamedTuple):
    """The text id met its threshold here first: it takes its slot, and its citations move on."""

    said: Said
    signed_by: tuple[tuple[str, bytes], ...]


class KeysSet(NamedTuple):
    """The party's keys are known from here on."""

    said: Said


class Acceded(NamedTuple):
    """The party bound itself to the agreement."""

    said: Said


class Sighted(NamedTuple):
    """The author holds another checkpoint: its causal past grows."""

    said: Said


class Entered(NamedTuple):
    """The party of a log sees the agreement in force from this entry on."""

    log: str
    place: int


class Forked(NamedTuple):
    """Two roots were signed for one log and size."""

    irregularity: Irregularity


class Declared(NamedTuple):
    """A site is declared by its holder."""

    said: Said


class Noticed(NamedTuple):
    """An inspection is announced: it is open from here on."""

    said: Said
    claim: Claim


class Notified(NamedTuple):
    """A party said a notification."""

    said: Said


class DesignationMade(NamedTuple):
    """A party is committed to the site of a visit."""

    said: Said


class Designated(NamedTuple):
    """The site of a visit is named."""

    said: Said


class OneSided(NamedTuple):
    """One side reported alone."""

    said: Said


class KeysRotated(NamedTuple):
    """Another key set is the party's from here on."""

    said: Said


class KeysRevoked(NamedTuple):
    """The party no longer answers for some of its keys."""

    said: Said


class Amended(NamedTuple):
    """All parties put another document in the agreement's place, from a cut on."""

    said: Said


class Consulted(NamedTuple):
    """An amendment asked for a document."""

    digest: bytes


class ShareSealed(NamedTuple):
    """A party is committed to its share of a draw."""

    said: Said


class ShareOpened(NamedTuple):
    """A party opened the share that it had sealed."""

    said: Said


class DrawSpoiled(NamedTuple):
    """A share was opened early: the draw of this notice has no result, for ever."""

    exchange: bytes


class Reported(NamedTuple):
    """Both sides signed what was seen."""

    said: Said


class CutOffered(NamedTuple):
    """A party asked all to close a cut."""

    said: Said


class CutClosed(NamedTuple):
    """All parties, or those not absent, signed one vector of log positions."""

    said: Said


Effect: TypeAlias = (
    Irregular
    | Counted
    | KeysSet
    | Acceded
    | Sighted
    | Entered
    | Forked
    | Declared
    | Noticed
    | Notified
    | DesignationMade
    | Designated
    | OneSided
    | KeysRotated
    | KeysRevoked
    | ShareSealed
    | ShareOpened
    | DrawSpoiled
    | Reported
    | CutOffered
    | CutClosed
    | Amended
    | Consulted
)


def apply(facts: Facts, effect: Effect) -> None:
    """Change ``facts`` by one effect."""
    change = _MOST.get(type(effect))
    if change is not None:
        change(facts, *effect)
        return
    match effect:
        case Irregular(irregularity) | Forked(irregularity):
            facts.irregularities.add(irregularity)
        case KeysSet(said) | KeysRotated(said):
            begin(facts, said.log, Epoch(said.index, said.statement.body))
        case KeysRevoked(said):
            _revoke(facts, said)
        case Acceded(said):
            facts.accessions[said.statement.party] = said.id
        case Declared(said):
            made = facts.declarations.setdefault((said.statement.party, said.statement.body.site), [])
            made.append((said.id, said.statement.body))
        case Entered(log, place):
            facts.logs[log].entered = (place, facts.logs[log].shown_s)
        case Noticed(said, claim):
            facts.notices[said.id] = (said.statement, said.statement.body)
            facts.visits.setdefault(said.statement.body.inspection, []).append(said.id)
            facts.claims[said.id] = claim
            announce(facts, said.statement)
        case DesignationMade(said):
            facts.designations[said.id] = (said.statement.party, said.statement.body)
        case Designated(said):
            facts.designated[said.statement.body.notice] = (said.id, said.statement.body.site)
        case OneSided(said):
            by_party = facts.one_sided.setdefault(said.statement.body.notice, {})
            by_party[said.statement.party] = (said.id, said.statement.body)
        case ShareSealed(said):
            body = said.statement.body
            facts.sealed.setdefault(body.exchange, {})[said.statement.party] = (said.id, body)
        case ShareOpened(said):
            body = said.statement.body
            facts.opened.setdefault(body.exchange, {})[said.statement.party] = (said.id, body)
        case DrawSpoiled(exchange):
            facts.spoiled.add(exchange)
        case Reported(said):
            facts.reports[said.statement.body.notice] = (said.id, said.statement.body)
            end(facts, said.log, said.index, said.statement.body.ended_at)
        case CutOffered(said):
            _place(facts, facts.proposals.setdefault(said.statement.body.number, []), said.id)
        case CutClosed(said):
            facts.cuts[said.statement.body.number] = (said.id, said.statement.body)
            facts.cut_numbers[said.id] = said.statement.body.number
            course.close(facts, said)
        case Amended(said):
            facts.amendments[said.id] = said.statement.body
        case Consulted(digest):
            facts.consulted.add(digest)
        case _:
            raise Misuse(f"no such effect: {effect!r}")


def begin(facts: Facts, log: str, epoch: Epoch) -> None:
    """Let a key set be the party's."""
    facts.logs[log].epochs.append(epoch)
    for line in epoch.by_line:
        logs = facts.lines.setdefault(line, [])
        if log not in logs:
            logs.append(log)


def announce(facts: Facts, notice: Statement) -> None:
    """Let a notice count at the hour at which its author saw."""
    hour = max(notice.at, facts.claims[notice.id].shown_s)
    insort(facts.announced.setdefault(notice.body.inspection, []), (hour, notice.id))


def end(facts: Facts, log: str, index: int, ended_at: int) -> None:
    """Let a report in a log tell the end of a visit."""
    indexes, ends = facts.ended.setdefault(log, ([], []))
    indexes.append(index)
    ends.append(max(ended_at, ends[-1] if ends else 0))


def _count(facts: Facts, said: Said, signed_by: tuple[tuple[str, bytes], ...]) -> None:
    log, statement = facts.logs[said.log], said.statement
    one = statement.id
    facts.places[one] = (said.log, said.index)
    root = thread(facts, statement)
    if root is not None:
        facts.statements[one] = statement
        facts.threads[one] = root or one
        _place(facts, facts.thread.setdefault(root or one, []), one)
    for log_of, key in signed_by:
        facts.used.setdefault((log_of, key, said.log), []).append((said.index, one))
    if statement.slot is not None:
        log.slots[statement.slot] = one
    for digest in statement.seen:
        sighting = log.sightings[digest]
        log.cited[sighting.log] = sighting.size


def _place(facts: Facts, ids: list[bytes], one: bytes) -> None:
    """Put an id where its statement's place is."""
    if ids and facts.places[ids[-1]] > facts.places[one]:
        insort(ids, one, key=facts.places.__getitem__)
    else:
        ids.append(one)


def _sight(facts: Facts, said: Said) -> None:
    sighting = said.sighting
    assert sighting is not None  # the kind's effects are built only with one
    log = facts.logs[said.log]
    before = log.sightings.get(sighting.digest)
    # Seen again with fewer lines, a checkpoint stays witnessed; with others, it was by the earlier of the two hours.
    if before is None:
        log.sightings[sighting.digest] = sighting
    elif before.witnessed_at != sighting.witnessed_at or before.held_at != sighting.held_at:
        log.sightings[sighting.digest] = replace(
            before,
            witnessed_at=_earlier(before.witnessed_at, sighting.witnessed_at),
            held_at=_earlier(before.held_at, sighting.held_at),
        )
    sizes = log.observed.setdefault(sighting.log, [])
    if not sizes or sizes[-1][0] < sighting.size:
        sizes.append((sighting.size, said.index))
        log.sizes[sighting.log] = sighting.size
    if facts.cuts:
        course.reach(facts, said, facts.logs[sighting.log].era(sighting.size))
    shown_s = facts.logs[sighting.log].shown_at(sighting.size) if sighting.log != said.log else 0
    if sighting.shown_at is not None:
        shown_s = max(sighting.shown_at, shown_s)
    if sighting.witnessed_at is not None:
        cosigned = log.cosigned.setdefault(sighting.log, [])
        while cosigned and cosigned[-1][1] >= sighting.witnessed_at:
            cosigned.pop()  # a larger one had a quorum no later
        cosigned.append((sighting.size, sighting.witnessed_at))
    if shown_s > log.shown_s:
        log.shown_s = shown_s
        log.shown.append((said.index + 1, shown_s))
    if sighting.witnessed_at is not None:
        log.founded.add((sighting.log, sighting.size, sighting.root))
        log.witnessed[sighting.log] = max(sighting.size, log.witnessed.get(sighting.log, 0))


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((hour for hour in (one, other) if hour is not None), default=None)


def thread(facts: Facts, said: Statement) -> bytes | None:
    """Return the id that starts the thread of a statement: empty if it does itself, None if it is of no thread."""
    if said.kind not in _THREADED:
        return None
    body = said.body
    match said.kind:
        case "notice" | "declaration":
            return b""
        case "notification":
            return b"" if body.about is None else facts.threads.get(body.about, b"")
        case "inspection-report" | "one-sided-report" | "designation-opened":
            root: bytes = body.notice
            return root
    return None


_THREADED = frozenset(
    ("notice", "declaration", "notification", "inspection-report", "one-sided-report", "designation-opened")
)


def _notify(facts: Facts, said: Said) -> None:
    body, party = said.statement.body, said.statement.party
    series = facts.notified.setdefault(body.format, {}).setdefault(party, Series())
    series.indexes.append(said.index)
    series.ids.append(said.id)
    if body.about is not None:
        _place(facts, facts.replies.setdefault(body.about, []), said.id)
    facts.answered.add((body.format, party, body.about))
    for name, value in (body.figures or {}).items():
        facts.figures.setdefault((party, name), []).append((said.index, value, said.id))


def _revoke(facts: Facts, said: Said) -> None:
    insort(facts.revocations, (said.log, said.index, said.id, said.statement.body), key=lambda entry: entry[:3])
    own, body = facts.logs[said.log], said.statement.body
    for key in body.keys:
        own.revoked.setdefault(key, (said.index, body.last_good))
        for index, one in facts.used.get((said.log, key, said.log), ()):
            if body.last_good < index < said.index:
                own.disavowed.setdefault(one, said.index)


_MOST: dict[type, Callable[..., None]] = {
    Counted: _count,
    Sighted: _sight,
    Notified: _notify,
}
"""What nearly every entry does, so that it is found without a search."""
