"""Inspection: from notice to the report that both sides sign.

R19  only the inspecting Party gives notice, of an agreed inspection            notice-inspection, notice-party
R20  visits are numbered from 1 without a gap, and one is open at a time        notice-number, notice-open
R21  the report answers a notice of its author                                 report-notice
R22  it lists exactly the points drawn                                          report-draw, report-points
R23  notice <= freeze verified <= begun <= ended <= signed                      report-times
"""

from __future__ import annotations

from itertools import pairwise

from counterseal.regime.effects import Effect, Noticed, Reported
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.regime.subjects.draw import drawn


def by_inspecting(facts: Facts, said: Said) -> str:
    """R19."""
    inspection = facts.agreement.inspection(said.statement.body.inspection)
    if inspection is None:
        return "notice-inspection"
    return "" if said.statement.party == inspection.inspecting else "notice-party"


def numbered(facts: Facts, said: Said) -> str:
    """R20."""
    body = said.statement.body
    earlier = [key for key, (_, notice) in facts.notices.items() if notice.inspection == body.inspection]
    if body.number != len(earlier) + 1:
        return "notice-number"
    return "notice-open" if any(key not in facts.reports for key in earlier) else ""


def answers_notice(facts: Facts, said: Said) -> str:
    """R21."""
    notice = facts.notices.get(said.statement.body.notice)
    return "" if notice is not None and notice[0].party == said.statement.party else "report-notice"


def points_drawn(facts: Facts, said: Said) -> str:
    """R22."""
    body = said.statement.body
    opened = facts.opened.get(body.notice, {})
    if not all(facts.in_past(said, statement) for statement, _ in opened.values()):
        return "report-draw"
    picks = drawn(facts, body.notice)
    if picks is None:
        return "report-draw"
    return "" if tuple(point.id for point in body.points) == tuple(sorted(picks)) else "report-points"


def in_sequence(facts: Facts, said: Said) -> str:
    """R23."""
    body = said.statement.body
    hours = (
        facts.notices[body.notice][0].at,
        body.freeze_verified_at,
        body.began_at,
        body.ended_at,
        said.statement.at,
    )
    return "" if all(left <= right for left, right in pairwise(hours)) else "report-times"


def announce(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The inspection is open."""
    return (Noticed(said),)


def report(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The inspection is reported."""
    return (Reported(said),)


RULES = {
    "notice": (Rule("R19", by_inspecting), Rule("R20", numbered)),
    "inspection-report": (Rule("R21", answers_notice), Rule("R22", points_drawn), Rule("R23", in_sequence)),
}
EFFECTS = {"notice": announce, "inspection-report": report}
