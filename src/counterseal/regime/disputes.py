"""Disputes: what was referred to the commission, what one side reported alone, and what a revoked key had signed.

A referral, and a one-sided report, starts the commission's clock at the hour by which it was witnessed. Resolved
within it, it is ``resolved``; not resolved by then, it closes as ``unpursued``, and lowers nothing any more.

A statement signed with a key that was revoked afterwards is *disputed* if it stands above the last good index of its
own log, or if it stands in another log and neither had its author seen the revocation nor the revoking party that
statement. It keeps its adverse effects and loses the favourable ones: no condition rests on it, and no duty is done
by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from counterseal.agreement import clock
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Hours


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """One matter: the statement that raised it, what that is about, by whom, until when, and how it stands.

    ``status``: ``open``, ``resolved`` or ``unpursued``.
    """

    raised: bytes
    about: bytes | None
    party: str
    due_s: int | None
    status: str
    resolution: bytes | None


def disputes(facts: Facts, hours: Hours, now: int) -> tuple[Dispute, ...]:
    """Return every matter raised, by its statement."""
    raised: list[bytes] = []
    for term in facts.agreement.notifications:
        if term.effect in ("refers", "disputes"):
            raised += [one for series in facts.notified.get(term.name, {}).values() for one in series.ids]
    raised += [one for by_party in facts.one_sided.values() for one, _ in by_party.values()]
    return tuple(_dispute(facts, hours, one, now) for one in sorted(raised))


def _dispute(facts: Facts, hours: Hours, raised: bytes, now: int) -> Dispute:
    said = facts.statements[raised]
    about = said.body.about if said.kind == "notification" else said.body.notice
    begun = hours.witnessed_by(raised)
    commission = facts.agreement.commission
    due = None if begun is None or commission is None else clock.add(begun, commission.within)
    resolution = facts.resolved(raised)
    if resolution is None and said.kind == "one-sided-report" and said.body.notice in facts.reports:
        resolution = facts.reports[said.body.notice][0]  # the two sides signed after all
    by = now if due is None else min(now, due)
    if resolution is not None and hours.seen_by(resolution) > by:
        resolution = None  # not yet, or too late: what nobody pursued in time is closed
    late = due is not None and now > due and not _pursued(facts, hours, raised, due)
    status = "resolved" if resolution is not None else "unpursued" if late else "open"
    return Dispute(raised=raised, about=about, party=said.party, due_s=due, status=status, resolution=resolution)


def _pursued(facts: Facts, hours: Hours, raised: bytes, due: int) -> bool:
    """Return whether what one side reported alone was referred in time: it is then open until it is resolved."""
    for reply in facts.replies.get(raised, ()):
        term = facts.agreement.notification(facts.statements[reply].body.format)
        if term is not None and term.effect == "refers" and hours.seen_by(reply) <= due:
            return facts.statements[raised].kind == "one-sided-report"
    return False


def disputed_statements(facts: Facts) -> frozenset[bytes]:
    """Return the ids of the statements that a revocation leaves disputed."""
    found: set[bytes] = set()
    for log, index, _, body in facts.revocations:
        seen = facts.logs[log].closure[index]
        for key in body.keys:
            for other in facts.logs:
                for place, one in facts.used.get((key, other), ()):
                    if other == log:
                        if body.last_good < place < index:
                            found.add(one)
                    elif place >= seen.get(other, 0):  # above what the revoking party had seen; below, it stands
                        found.add(one)
    return frozenset(found)
