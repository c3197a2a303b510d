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
from counterseal.regime.facts import Claim, Disowned, Epoch, Facts, Irregularity, Said, Series
from counterseal.statements.kinds import Notification
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


class Sealed(NamedTuple):
    """A site is declared under seal by its holder."""

    said: Said


class Opened(NamedTuple):
    """Points of a sealed declaration are known."""

    said: Said


class Noticed(NamedTuple):
    """An inspection is announced: it is open from here on."""

    said: Said
    claim: Claim


class Notified(NamedTuple):
    """A party said a notification."""

    said: Said


class DesignationMade(NamedTuple):
    """A party is committed to the site of a visit, of which some are exempt as it sees it."""

    said: Said
    exempt: tuple[str, ...]


class Designated(NamedTuple):
    """The site of a visit is named."""

    said: Said


class OneSided(NamedTuple):
    """One side reported alone."""

    said: Said


class Read(NamedTuple):
    """Both sides signed what a monitor showed."""

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
    | Sealed
    | Opened
    | Noticed
    | Notified
    | DesignationMade
    | Designated
    | OneSided
    | Read
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
        case Sealed(said):
            sealed = facts.seals.setdefault((said.statement.party, said.statement.body.site), [])
            sealed.append((said.id, said.statement.body))
        case Opened(said):
            facts.openings.setdefault(said.statement.body.sealed, []).append((said.id, said.statement.body))
        case Entered(log, place):
            facts.logs[log].entered = (place, facts.logs[log].shown_s)
        case Noticed(said, claim):
            facts.notices[said.id] = (said.statement, said.statement.body)
            facts.visits.setdefault(said.statement.body.inspection, []).append(said.id)
            facts.claims[said.id] = claim
            announce(facts, said.statement)
        case DesignationMade(said, exempt):
            facts.designations[said.id] = (said.statement.party, said.statement.body, exempt)
        case Designated(said):
            body = said.statement.body
            facts.designated[body.notice] = (said.id, body.site, body.place)
        case OneSided(said):
            by_party = facts.one_sided.setdefault(said.statement.body.notice, {})
            by_party[said.statement.party] = (said.id, said.statement.body)
        case Read(said):
            facts.readings.setdefault((said.statement.body.monitor, said.statement.party), []).append(said.id)
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
            facts.carried[said.id] = {said.log: said.index}
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
        facts.used.setdefault((log_of, key, said.log), []).append(one)
    for other in statement.re if facts.amendments else ():
        if other in facts.amendments:
            facts.carried[other].setdefault(said.log, said.index)
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
        case "notice" | "declaration-sealed":
            return b""
        case "declaration":
            return body.notice or b""
        case "declaration-opened":
            opened_for: bytes | None = body.notice
            return facts.threads.get(body.sealed, b"") if opened_for is None else opened_for
        case "notification":
            return b"" if body.about is None else facts.threads.get(body.about, b"")
        case "inspection-report" | "one-sided-report" | "designation-opened":
            root: bytes = body.notice
            return root
        case "reading":
            return body.notice or b""
    return None


_THREADED = frozenset(
    (
        *("notice", "declaration", "declaration-sealed", "declaration-opened", "designation-opened"),
        *("notification", "inspection-report", "one-sided-report", "reading"),
    )
)


def _notify(facts: Facts, said: Said) -> None:
    body, party = said.statement.body, said.statement.party
    series = facts.notified.setdefault(body.format, {}).setdefault(party, Series())
    series.indexes.append(said.index)
    series.ids.append(said.id)
    if facts.disowned:
        for name in _named(party, body):
            if name in facts.disowned:
                facts.disowned[name].clean.append(said.index)
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
        for one in facts.used.get((said.log, key, said.log), ()):
            if body.last_good < facts.places[one][1] < said.index:
                own.disavowed.setdefault(one, said.index)
    disown(facts, said.log, said.index)


def disown(facts: Facts, log: str, revocation: int) -> None:
    """Let a revocation take what it disowns out of what its party said with good keys, name by name."""
    taken: dict[tuple[str, str, str], list[int]] = {}
    for one, index in facts.logs[log].disavowed.items():
        said = facts.statements.get(one)
        if index == revocation and said is not None and said.kind == "notification":
            for name in _named(said.party, said.body):
                taken.setdefault(name, []).append(facts.places[one][1])
    for name, indexes in taken.items():
        what, called, party = name
        if name not in facts.disowned:
            said_at = facts.notified[called][party].indexes if what == "format" else None
            line = [index for index, _, _ in facts.figures[party, called]] if said_at is None else [*said_at]
            facts.disowned[name] = Disowned(line)
        disowned, gone = facts.disowned[name], set(indexes)
        disowned.clean = [index for index in disowned.clean if index not in gone]
        disowned.by[revocation] = sorted(gone)


def _named(party: str, body: Notification) -> list[tuple[str, str, str]]:
    """Return under what names a notification counts: its format, and the figures that it declares."""
    return [("format", body.format, party), *(("figure", name, party) for name in body.figures or {})]


_MOST: dict[type, Callable[..., None]] = {
    Counted: _count,
    Sighted: _sight,
    Notified: _notify,
}
"""What nearly every entry does, so that it is found without a search."""
