"""The state: what the facts come to at one time, and its digest.

    digest = th("counterseal.org/state/v1", agreement digest, u64be now, root)
    root   = RFC 6962 root over the subjects by name; leaf data = lp(name) || lp(canonical JSON of the subject)

Two parties that hold the same entries compare 32 bytes; where they differ, the subjects' leaves tell in what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from counterseal.agreement.document import Agreement
from counterseal.encoding import canonical
from counterseal.encoding.canonical import Value
from counterseal.encoding.tagged import lp, tagged_hash
from counterseal.log.tree import Tree, leaf_hash
from counterseal.regime import conditions, quotas
from counterseal.regime.course import AmendmentState, amendments, in_effect
from counterseal.regime.disputes import Dispute, alarms, disputed_statements, disputes
from counterseal.regime.duties import Duties, Owed
from counterseal.regime.facts import Facts, Irregularity
from counterseal.regime.hours import Disputed, Hours, Reader
from counterseal.regime.ladders import LadderState, ladder_state
from counterseal.regime.overtaken import overtaken, unsaid
from counterseal.regime.quotas import Entry
from counterseal.regime.subjects import seal
from counterseal.regime.suspension import Stop, standing_of, stops
from counterseal.regime.visits import Visit, outside_rights, visit_value, visits
from counterseal.statements.kinds import (
    KINDS,
    Cut,
    Declaration,
    DeclarationOpened,
    DeclarationSealed,
    DeclaredPoint,
    Notification,
    Reading,
)


@dataclass(frozen=True, kw_only=True)
class Member:
    """A party: ``status`` is ``absent`` (no key set), ``founded`` (no accession yet) or ``acceded``."""

    party: str
    status: str
    accession: bytes | None


@dataclass(frozen=True, kw_only=True)
class KeysState:
    """A party's key set by the digest of its roots, from which index on, and which of its keys are revoked, how far."""

    party: str
    roots: bytes
    index: int
    revoked: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, kw_only=True)
class SealState:
    """A sealed declaration: its openings, by number, and the points that they show, by id."""

    party: str
    statement: bytes
    body: DeclarationSealed
    openings: tuple[tuple[bytes, DeclarationOpened], ...]
    opened: tuple[DeclaredPoint, ...]


@dataclass(frozen=True, kw_only=True)
class ReadingState:
    """A reading: ``alarm`` is how the dispute stands that it raised, None without alarm or find.

    ``disputed``: a revoked key is under it.
    """

    statement: bytes
    party: str
    body: Reading
    disputed: bool
    alarm: str | None


@dataclass(frozen=True, kw_only=True)
class State:
    """What agreement and statements add up to at ``now``.

    ``agreement``: the digest of the first document; ``document``: the one by which all this is judged.
    """

    agreement: bytes
    document: Agreement = field(repr=False)
    now: int
    status: str
    members: tuple[Member, ...]
    declarations: tuple[tuple[str, bytes, Declaration], ...]
    visits: tuple[Visit, ...]
    cuts: tuple[tuple[bytes, Cut], ...]
    irregularities: tuple[Irregularity, ...]
    in_force_s: int | None = None
    stops: tuple[Stop, ...] = ()
    conditions: tuple[tuple[str, bool], ...] = ()
    notifications: tuple[tuple[bytes, str, Notification, bool], ...] = ()
    duties: tuple[Owed, ...] = ()
    ladders: tuple[LadderState, ...] = ()
    quotas: tuple[Entry, ...] = ()
    readings: tuple[ReadingState, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    keys: tuple[KeysState, ...] = ()
    amendments: tuple[AmendmentState, ...] = ()
    seals: tuple[SealState, ...] = ()

    @cached_property
    def subjects(self) -> dict[str, Value]:
        """The state as canonical JSON values, one a subject, by name."""
        return {
            "condition": [{"holds": "yes" if holds else "no", "name": name} for name, holds in self.conditions],
            "cut": [{"body": KINDS["cut"].shape.write(body), "id": key.hex()} for key, body in self.cuts],
            "declaration": self._declared,
            "dispute": [_dispute_value(dispute) for dispute in self.disputes],
            "duty": [_duty_value(duty) for duty in self.duties],
            "inspection": [visit_value(visit) for visit in self.visits],
            "irregularity": [irregularity_value(irregularity) for irregularity in self.irregularities],
            "key": [_keys_value(keys) for keys in self.keys],
            "ladder": [_ladder_value(ladder) for ladder in self.ladders],
            "membership": self.amended
            | ({} if self.in_force_s is None else {"in_force_s": self.in_force_s})
            | {
                "members": [_member_value(member) for member in self.members],
                "status": self.status,
                "stops": [_stop_value(stop) for stop in self.stops],
            },
            "notification": [
                {"body": KINDS["notification"].shape.write(body), "id": key.hex(), "party": party}
                | ({"disputed": "yes"} if disputed else {})
                for key, party, body, disputed in self.notifications
            ],
            "quota": [_quota_value(entry) for entry in self.quotas],
            "reading": [_reading_value(reading) for reading in self.readings],
        }

    @property
    def _declared(self) -> list[Value]:
        """The subject ``declaration``: open and sealed ones by party, site, then number."""
        made: list[tuple[tuple[str, str, int], dict[str, Value]]] = [
            ((party, body.site, body.number or 1), _declared_value("declaration", party, key, body))
            for party, key, body in self.declarations
        ]
        for one in self.seals:
            value = _declared_value("declaration-sealed", one.party, one.statement, one.body)
            if one.openings:
                value["opened"] = [_point_value(point) for point in one.opened]
                value["openings"] = [opening.hex() for opening, _ in one.openings]
            made.append(((one.party, one.body.site, one.body.number or 1), value))
        return [value for _, value in sorted(made, key=lambda entry: entry[0])]

    @property
    def amended(self) -> dict[str, Value]:
        """The members that tell of amendments and of the document in effect, none without any amendment."""
        if not self.amendments:
            return {}
        told = [_amendment_value(amendment) for amendment in self.amendments]
        return {"amendments": told, "document": self.document.digest.hex()}

    @cached_property
    def digest(self) -> bytes:
        """The state digest, 32 bytes."""
        leaves = (lp(name.encode()) + lp(canonical.encode(value)) for name, value in sorted(self.subjects.items()))
        root = Tree(leaf_hash(leaf) for leaf in leaves).root()
        return tagged_hash("counterseal.org/state/v1", self.agreement, self.now.to_bytes(8, "big"), root)


def judge(facts: Facts, now: int, closing: Cut | None = None) -> State:
    """Return the state at ``now``, Unix seconds. Total: any facts have a state.

    It is judged by the document in effect then. ``closing``: a cut over all that is folded, at ``now``, which is no
    entry of any log yet.
    """
    facts = facts.under(in_effect(facts, now, closing))
    hours = Hours(facts)
    revoked = disputed_statements(facts, hours)
    late = overtaken(facts, hours, revoked)
    disputed = {**revoked, **unsaid(facts, hours, revoked, late)}
    reader = Reader(facts, hours, now, disputed)
    in_force_s = facts.in_force_at()
    in_force_s = in_force_s if in_force_s is not None and in_force_s <= now else None
    ledger = quotas.ledger(facts, hours, reader, revoked)
    excess = {notice: entry.quota for entry in reversed(ledger) for notice in entry.excess}
    outside = outside_rights(facts, hours, revoked, late)
    raised = disputes(facts, hours, now, disputed)
    standing = {one.raised: one.status for one in raised}
    owed = Duties(facts, hours, now, disputed, standing, {*excess, *outside})
    status = "not in force" if in_force_s is None else standing_of(facts, reader)
    named = tuple(condition.name for condition in facts.agreement.conditions)
    known = conditions.holding(facts, named, reader)
    return State(
        agreement=facts.agreement.founding,
        document=facts.agreement,
        now=now,
        status=status,
        members=tuple(_member(facts, party.name, party.log) for party in facts.agreement.parties),
        declarations=tuple((party, *said) for (party, _), made in sorted(facts.declarations.items()) for said in made),
        visits=tuple(visits(facts, hours, now, disputed, excess, outside, standing)),
        cuts=tuple(cut for _, cut in sorted(facts.cuts.items())),
        irregularities=tuple(sorted(facts.irregularities, key=lambda irregularity: irregularity.rank)),
        in_force_s=in_force_s,
        stops=tuple(stops(facts, reader)),
        conditions=tuple((name, known[name]) for name in named),
        notifications=tuple(
            (one, party, facts.statements[one].body, one in disputed)
            for _, by_party in sorted(facts.notified.items())
            for party, series in sorted(by_party.items())
            for one in series.ids
        ),
        duties=owed.all(),
        ladders=tuple(ladder_state(facts, hours, owed, ladder, now, disputed) for ladder in facts.agreement.ladders),
        quotas=tuple(ledger),
        readings=tuple(_readings(facts, disputed, standing)),
        disputes=raised,
        keys=tuple(keys for party in facts.agreement.parties for keys in _keys(facts, party.name, party.log)),
        amendments=amendments(facts, closing),
        seals=tuple(_seal(facts, party, *said) for (party, _), made in sorted(facts.seals.items()) for said in made),
    )


def _readings(facts: Facts, disputed: Disputed, standing: Mapping[bytes, str]) -> Iterable[ReadingState]:
    for (_, party), ids in sorted(facts.readings.items()):
        for one in ids:
            body: Reading = facts.statements[one].body
            alarm = standing[one] if alarms(body) else None
            yield ReadingState(statement=one, party=party, body=body, disputed=one in disputed, alarm=alarm)


def irregularity_value(irregularity: Irregularity) -> Value:
    """Return an irregularity as a canonical JSON value."""
    return {
        "code": irregularity.code,
        "index": irregularity.index,
        "log": irregularity.log,
        "party": irregularity.party,
        "rule": irregularity.rule,
        "subject": irregularity.subject.hex(),
    }


def _member(facts: Facts, party: str, log: str) -> Member:
    accession = facts.accessions.get(party)
    status = "acceded" if accession is not None else "founded" if facts.logs[log].epochs else "absent"
    return Member(party=party, status=status, accession=accession)


def _seal(facts: Facts, party: str, statement: bytes, body: DeclarationSealed) -> SealState:
    openings = tuple(facts.openings.get(statement, ()))
    opened = seal.opened(facts, statement)
    return SealState(party=party, statement=statement, body=body, openings=openings, opened=opened)


def _declared_value(kind: str, party: str, statement: bytes, body: Declaration | DeclarationSealed) -> dict[str, Value]:
    return {"body": KINDS[kind].shape.write(body), "id": statement.hex(), "party": party}


def _point_value(point: DeclaredPoint) -> Value:
    value: dict[str, Value] = {"holds": point.holds, "id": point.id}
    return value if point.uid is None else value | {"uid": point.uid}


def _amendment_value(amendment: AmendmentState) -> Value:
    value: dict[str, Value] = {
        "agreement": amendment.agreement.hex(),
        "id": amendment.statement.hex(),
        "number": amendment.number,
        "party": amendment.party,
        "status": amendment.status,
    }
    return value if amendment.cut is None else value | {"cut": amendment.cut}


def _member_value(member: Member) -> Value:
    value: dict[str, Value] = {"party": member.party, "status": member.status}
    return value if member.accession is None else value | {"accession": member.accession.hex()}


def _keys(facts: Facts, party: str, log: str) -> Iterable[KeysState]:
    revoked = facts.logs[log].revoked
    for epoch in facts.logs[log].epochs:
        gone = tuple((key.name, *revoked[key.key]) for key in epoch.keys.keys if key.key in revoked)
        yield KeysState(party=party, roots=epoch.keys.digest, index=epoch.index, revoked=gone)


def _keys_value(keys: KeysState) -> Value:
    value: dict[str, Value] = {"index": keys.index, "party": keys.party, "roots": keys.roots.hex()}
    if keys.revoked:
        value["revoked"] = [
            {"index": index, "key": name, "last_good": last_good} for name, index, last_good in keys.revoked
        ]
    return value


def _stop_value(stop: Stop) -> Value:
    value: dict[str, Value] = {"id": stop.statement.hex(), "of": list(stop.of), "party": stop.party, "what": stop.what}
    if stop.disputed:
        value["disputed"] = "yes"
    return value if stop.hour is None else value | {"hour": stop.hour}


def _duty_value(owed: Owed) -> Value:
    value: dict[str, Value] = {
        "by": owed.by,
        "duty": owed.duty,
        "number": owed.number,
        "status": owed.status,
        "to": list(owed.to),
    }
    numbers = {"done_s": owed.done_s, "due_s": owed.due_s, "from_s": owed.from_s, "start_s": owed.start_s}
    value |= {name: number for name, number in numbers.items() if number is not None}
    ids = {"done": owed.done, "start": owed.start}
    value |= {name: one.hex() for name, one in ids.items() if one is not None}
    if owed.blocked_by:
        value["blocked_by"] = list(owed.blocked_by)
    if owed.disputed_by:
        value["disputed_by"] = [one.hex() for one in owed.disputed_by]
    return value


def _ladder_value(ladder: LadderState) -> Value:
    rungs: list[Value] = []
    for rung in ladder.rungs:
        value: dict[str, Value] = {
            "missing": list(rung.missing),
            "rung": rung.rung,
            "status": rung.status,
            "stepped": list(rung.stepped),
        }
        numbers = {"done_s": rung.done_s, "due_s": rung.due_s}
        rungs.append(value | {name: number for name, number in numbers.items() if number is not None})
    return {"ladder": ladder.ladder, "rungs": rungs}


def _quota_value(entry: Entry) -> Value:
    value: dict[str, Value] = {
        "excess": [one.hex() for one in entry.excess],
        "key": entry.key,
        "period": entry.period,
        "quota": entry.quota,
        "visits": [one.hex() for one in entry.visits],
    }
    return value if entry.places is None else value | {"places": entry.places}


def _reading_value(reading: ReadingState) -> Value:
    value: dict[str, Value] = {
        "body": KINDS["reading"].shape.write(reading.body),
        "id": reading.statement.hex(),
        "party": reading.party,
    }
    if reading.alarm is not None:
        value["alarm"] = reading.alarm
    return value | {"disputed": "yes"} if reading.disputed else value


def _dispute_value(dispute: Dispute) -> Value:
    value: dict[str, Value] = {"party": dispute.party, "raised": dispute.raised.hex(), "status": dispute.status}
    if dispute.about is not None:
        value["about"] = dispute.about.hex()
    if dispute.due_s is not None:
        value["due_s"] = dispute.due_s
    if dispute.resolution is not None:
        value["resolution"] = dispute.resolution.hex()
    return value
