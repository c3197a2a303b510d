"""Disputes: what was referred, what one side reported alone, what a monitor showed, and what a revoked key had signed.

A referral, a one-sided report, and a reading with an alarm or a find, starts the commission's clock at the hour by
which it was witnessed. Resolved within it, it is ``resolved``; not resolved by then, it closes as ``unpursued``, and
lowers nothing any more.

A statement signed with a key that was revoked afterwards is *disputed* if it stands above the last good index of its
own log and no other party was seen to hold it before the revocation, whatever the revoking party had observed; or if it
stands in another log, neither had its author seen the revocation nor the revoking party that statement, and it was not
delivered to that party before. It keeps its adverse effects and loses the favourable ones: no condition rests on it,
and no duty is done by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from counterseal.agreement import clock
from counterseal.agreement.clock import END_S
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Disputed, Hours
from counterseal.statements.kinds import InspectionReport, Reading

ALARMING = ("alarm", "found")
"""Outcomes of a reading that raise a dispute."""


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


def disputes(facts: Facts, hours: Hours, now: int, disputed: Disputed) -> tuple[Dispute, ...]:
    """Return every matter raised, by its statement."""
    raised: list[bytes] = []
    for term in facts.agreement.notifications:
        if term.effect in ("refers", "disputes"):
            raised += [one for series in facts.notified.get(term.name, {}).values() for one in series.ids]
    raised += [one for by_party in facts.one_sided.values() for one, _ in by_party.values()]
    raised += [one for read in facts.readings.values() for one in read if alarms(facts.statements[one].body)]
    return tuple(_dispute(facts, hours, one, now, disputed) for one in sorted(raised))


def _dispute(facts: Facts, hours: Hours, raised: bytes, now: int, disputed: Disputed) -> Dispute:
    said = facts.statements[raised]
    about = said.body.about if said.kind == "notification" else said.body.notice
    begun = hours.witnessed_by(raised)
    commission = facts.agreement.commission
    due = None if begun is None or commission is None else clock.add(begun, commission.within)
    found = said.kind in _LASTING and finds(said.body)
    lasting = due is None or found or _pursued(facts, hours, raised, due)
    resolution = _resolution(facts, hours, raised, now if due is None or lasting else min(now, due), disputed)
    late = due is not None and now > due and not _pursued(facts, hours, raised, due)
    status = "resolved" if resolution is not None else "unpursued" if late else "open"
    return Dispute(raised=raised, about=about, party=said.party, due_s=due, status=status, resolution=resolution)


_LASTING = ("one-sided-report", "reading")
"""Kinds that raise a dispute by what they tell of points: a find lowers until it is resolved, at whatever hour."""


def finds(body: InspectionReport | Reading) -> bool:
    """Return whether a report says that something was found: one side's word, too, lowers until it is resolved."""
    return any(point.outcome == "found" for point in body.points)


def alarms(body: Reading) -> bool:
    """Return whether a reading tells of an alarm, or that something was found."""
    return any(point.outcome in ALARMING for point in body.points)


def _resolution(facts: Facts, hours: Hours, raised: bytes, by: int, disputed: Disputed) -> bytes | None:
    """Return the first resolution that others could see by an hour: later, what nobody pursued in time is closed."""
    said = facts.statements[raised]
    found = [one for one in facts.replies.get(raised, ()) if _effect(facts, one) == "resolves"]
    if said.kind == "one-sided-report" and said.body.notice in facts.reports:
        found.append(facts.reports[said.body.notice][0])  # the two sides signed after all
    seen = [(hours.seen_by(one), facts.places[one], one) for one in found if one not in disputed]
    return min((entry for entry in seen if entry[0] <= by), default=(0, ("", 0), None))[2]


def _pursued(facts: Facts, hours: Hours, raised: bytes, due: int) -> bool:
    """Return whether a matter was referred in time by who may hold it open until it is resolved.

    What one side reported alone the other Party of the visit: both want it settled then, and its author alone holds
    nothing up beyond the commission's time. A reading, which both signed, anybody.
    """
    said = facts.statements[raised]
    if said.kind not in _LASTING:
        return False
    referred = [one for one in facts.replies.get(raised, ()) if _effect(facts, one) == "refers"]
    if said.kind == "one-sided-report":
        inspection = facts.agreement.inspection(facts.notices[said.body.notice][1].inspection)
        parties = () if inspection is None else (inspection.inspected, inspection.inspecting)
        referred = [one for one in referred if facts.statements[one].party in {*parties} - {said.party}]
    return any(hours.seen_by(one) <= due for one in referred)


def _effect(facts: Facts, notification: bytes) -> str | None:
    term = facts.agreement.notification(facts.statements[notification].body.format)
    return None if term is None else term.effect


def disputed_statements(facts: Facts, hours: Hours) -> Disputed:
    """Return the statements that a revocation leaves disputed, with the hour by which others could see that."""
    found: dict[bytes, int] = {}
    for log, index, _, body in facts.revocations:
        seen = facts.logs[log].closure[index]
        others = [other for other in facts.logs if other != log]
        known = {other: hours.known_by(other, log, index) for other in others}
        held = max((hours.held_since(other, log, index) for other in others), default=0)
        for key in body.keys:
            for other in facts.logs:
                for one in facts.used.get((log, key, other), ()):
                    place = facts.places[one][1]
                    if other == log:  # what others did not hold before it
                        doubted = max(body.last_good + 1, held) <= place < index
                    else:  # what that party had not had
                        doubted = place >= seen.get(other, 0) and not _had(facts, hours, one, log, known[other])
                    if doubted:
                        found[one] = min(max(known.values()), found.get(one, END_S))
    return found


def _had(facts: Facts, hours: Hours, statement: bytes, log: str, by: int) -> bool:
    """Return whether a statement of another was delivered to the party of a log by an hour, whatever that observed."""
    if facts.agreement.delivery is None:
        return False
    delivered = hours.delivered_to(statement, facts.logs[log].party)
    return delivered is not None and delivered <= by
