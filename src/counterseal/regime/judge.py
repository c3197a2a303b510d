"""The state: what the facts come to at one time, and its digest.

    digest = th("counterseal.org/state/v1", agreement digest, u64be now, root)
    root   = RFC 6962 root over the subjects by name; leaf data = lp(name) || lp(canonical JSON of the subject)

Two parties that hold the same entries compare 32 bytes; where they differ, the subjects' leaves tell in what.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from counterseal.encoding import canonical
from counterseal.encoding.canonical import Value
from counterseal.encoding.tagged import lp, tagged_hash
from counterseal.log.tree import Tree, leaf_hash
from counterseal.regime.facts import Facts, Irregularity
from counterseal.regime.subjects import draw
from counterseal.statements.kinds import KINDS, Cut, Declaration, InspectionReport


@dataclass(frozen=True, kw_only=True)
class Member:
    """A party: ``status`` is ``absent`` (no key set), ``founded`` (no accession yet) or ``acceded``."""

    party: str
    status: str
    accession: bytes | None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One inspection from its notice on.

    Attributes:
        notice: the notice's statement id, by which draw and report cite it.
        inspection, number: which inspection of the agreement, and the how-manieth visit.
        announced_at: the hour the notice claims.
        known_at: the earliest hour at which the inspected Party may have known: the notice's, or that by which a quorum
            had cosigned a checkpoint that holds it, if that is earlier. A notice cannot claim a later hour than it had.
        status: ``open`` until a report by both stands, then ``reported``.
        sealed, opened: parties that sealed a share of its draw, and that opened it.
        drawn: the points drawn, in the order drawn, or None while a share is missing.
        report: statement id and body of the report.
    """

    notice: bytes
    inspection: str
    number: int
    announced_at: int
    known_at: int
    status: str
    sealed: tuple[str, ...]
    opened: tuple[str, ...]
    drawn: tuple[str, ...] | None
    report: tuple[bytes, InspectionReport] | None


@dataclass(frozen=True, kw_only=True)
class State:
    """What agreement and statements add up to at ``now``."""

    agreement: bytes
    now: int
    status: str
    members: tuple[Member, ...]
    declarations: tuple[tuple[str, bytes, Declaration], ...]
    visits: tuple[Visit, ...]
    cuts: tuple[tuple[bytes, Cut], ...]
    irregularities: tuple[Irregularity, ...]

    @cached_property
    def subjects(self) -> dict[str, Value]:
        """The state as canonical JSON values, one a subject, by name."""
        return {
            "cut": [{"body": KINDS["cut"].shape.write(body), "id": key.hex()} for key, body in self.cuts],
            "declaration": [
                {"body": KINDS["declaration"].shape.write(body), "id": key.hex(), "party": party}
                for party, key, body in self.declarations
            ],
            "inspection": [_visit_value(visit) for visit in self.visits],
            "irregularity": [irregularity_value(irregularity) for irregularity in self.irregularities],
            "membership": {
                "members": [_member_value(member) for member in self.members],
                "status": self.status,
            },
        }

    @cached_property
    def digest(self) -> bytes:
        """The state digest, 32 bytes."""
        leaves = (lp(name.encode()) + lp(canonical.encode(value)) for name, value in sorted(self.subjects.items()))
        root = Tree(leaf_hash(leaf) for leaf in leaves).root()
        return tagged_hash("counterseal.org/state/v1", self.agreement, self.now.to_bytes(8, "big"), root)


def judge(facts: Facts, now: int) -> State:
    """Return the state at ``now``, Unix seconds. Total: any facts have a state."""
    members = tuple(_member(facts, party.name, party.log) for party in facts.agreement.parties)
    return State(
        agreement=facts.agreement.digest,
        now=now,
        status="in force" if in_force(facts) else "not in force",
        members=members,
        declarations=tuple((party, *said) for (party, _), said in sorted(facts.declarations.items())),
        visits=tuple(_visits(facts)),
        cuts=tuple(cut for _, cut in sorted(facts.cuts.items())),
        irregularities=tuple(sorted(facts.irregularities, key=lambda irregularity: irregularity.rank)),
    )


def in_force(facts: Facts) -> bool:
    """Return whether every party acceded and somebody observed a quorum's cosignatures over each accession."""
    return all(
        party.name in facts.accessions and _witnessed(facts, facts.accessions[party.name])
        for party in facts.agreement.parties
    )


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


def _witnessed(facts: Facts, statement: bytes) -> bool:
    log, index = facts.places[statement]
    return any(other.witnessed.get(log, 0) > index for other in facts.logs.values())


def _witnessed_hours(facts: Facts) -> dict[str, tuple[list[int], list[int]]]:
    """Return log -> sizes at which anybody saw it witnessed, ascending, and the earliest hour for each or a larger one.

    A checkpoint of another history than the log's holds other entries, and does not count.
    """
    seen: dict[str, dict[int, int]] = {log: {} for log in facts.logs}
    for other in facts.logs.values():
        for at in other.sightings.values():
            if at.witnessed_at is not None and facts.logs[at.log].tree.root(at.size) == at.root:
                seen[at.log][at.size] = min(at.witnessed_at, seen[at.log].get(at.size, at.witnessed_at))
    hours: dict[str, tuple[list[int], list[int]]] = {}
    for log, by_size in seen.items():
        sizes = sorted(by_size)
        earliest = list(accumulate((by_size[size] for size in reversed(sizes)), min))[::-1]
        hours[log] = sizes, earliest
    return hours


def _member(facts: Facts, party: str, log: str) -> Member:
    accession = facts.accessions.get(party)
    status = "acceded" if accession is not None else "founded" if facts.logs[log].keys is not None else "absent"
    return Member(party=party, status=status, accession=accession)


def _member_value(member: Member) -> Value:
    value: dict[str, Value] = {"party": member.party, "status": member.status}
    return value if member.accession is None else value | {"accession": member.accession.hex()}


def _visits(facts: Facts) -> Iterable[Visit]:
    ordered = sorted(facts.notices.items(), key=lambda item: (item[1][1].inspection, item[1][1].number))
    hours = _witnessed_hours(facts)
    for key, (said, notice) in ordered:
        log, index = facts.places[key]
        sizes, earliest = hours[log]
        witnessed_by = earliest[bisect_right(sizes, index) :][:1]
        report = facts.reports.get(key)
        yield Visit(
            notice=key,
            inspection=notice.inspection,
            number=notice.number,
            announced_at=said.at,
            known_at=min([said.at, *witnessed_by]),
            status="open" if report is None else "reported",
            sealed=tuple(sorted(facts.sealed.get(key, ()))),
            opened=tuple(sorted(facts.opened.get(key, ()))),
            drawn=draw.drawn(facts, key),
            report=report,
        )


def _visit_value(visit: Visit) -> Value:
    value: dict[str, Value] = {
        "announced_at": visit.announced_at,
        "inspection": visit.inspection,
        "known_at": visit.known_at,
        "notice": visit.notice.hex(),
        "number": visit.number,
        "opened": list(visit.opened),
        "sealed": list(visit.sealed),
        "status": visit.status,
    }
    if visit.drawn is not None:
        value["drawn"] = list(visit.drawn)
    if visit.report is not None:
        value["report"] = {"body": KINDS["inspection-report"].shape.write(visit.report[1]), "id": visit.report[0].hex()}
    return value
