"""Inspection: from notice to the report that both sides sign.

R19  only the inspecting Party gives notice, of an agreed inspection            notice-inspection, notice-party
R20  visits are numbered from 1 without a gap, and one is open at a time        notice-number, notice-open
R40  the conditions of the inspection hold, as the author sees them            notice-condition
R41  the right is open, and has not lapsed, at the hour of the notice          notice-window
R42  no quota of the inspection is used up, as the author sees it              notice-quota
R43  where a site is designated, the notice cites the sealed designation       notice-designation
R21  the report answers a notice of its author                                 report-notice
R22  it lists exactly the points drawn                                          report-draw, report-points
R23  notice <= freeze verified <= begun <= ended <= signed                      report-times
R63  where a Party chooses, the report lists as many points that are not closed chosen-declaration, chosen-points
R48  a one-sided report is by one of the two, of points of the site, with its hours in sequence
                                            one-sided-party, one-sided-points, one-sided-times
"""

from __future__ import annotations

from itertools import pairwise

from counterseal.agreement import clock
from counterseal.agreement.document import DRAWN, Inspection
from counterseal.regime import conditions, quotas
from counterseal.regime.effects import Effect, Noticed, OneSided, Reported
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.regime.subjects.draw import drawn, left_open
from counterseal.statements.kinds import InspectionReport, Notice, OneSidedReport


def by_inspecting(facts: Facts, said: Said) -> str:
    """R19."""
    inspection = facts.agreement.inspection(said.statement.body.inspection)
    if inspection is None:
        return "notice-inspection"
    return "" if said.statement.party == inspection.inspecting else "notice-party"


def numbered(facts: Facts, said: Said) -> str:
    """R20."""
    body = said.statement.body
    earlier = facts.visits.get(body.inspection, [])
    if body.number != len(earlier) + 1:
        return "notice-number"
    return "notice-open" if earlier and not is_over(facts, earlier[-1]) else ""


def is_over(facts: Facts, notice: bytes) -> bool:
    """Return whether a visit is over for who gave notice of it: reported by both sides, or by that side alone."""
    return notice in facts.reports or facts.notices[notice][0].party in facts.one_sided.get(notice, {})


def conditions_hold(facts: Facts, said: Said) -> str:
    """R40."""
    inspection = facts.agreement.inspection(said.statement.body.inspection)
    names = () if inspection is None else inspection.only_if
    met = not names or conditions.all_hold(facts, names, facts.view(said))
    return "" if met else "notice-condition"


def right_open(facts: Facts, said: Said) -> str:
    """R41."""
    inspection = facts.agreement.inspection(said.statement.body.inspection)
    if inspection is None or inspection.window is None:
        return ""
    view = facts.view(said)
    opens_s, lapses_s = window(facts, inspection, facts.in_force_at(view) or 0)
    late = lapses_s is not None and view.hour > lapses_s
    return "notice-window" if view.hour < opens_s or late else ""


def window(facts: Facts, inspection: Inspection, start: int) -> tuple[int, int | None]:
    """Return the hour from which a right stands, and that from which it has lapsed, None for never.

    ``start``: the hour of entry into force.
    """
    window = inspection.window
    if window is None:
        return start, None
    calendar = facts.agreement.calendar(window.calendar)
    opens_s = start if window.opens is None else clock.add(start, window.opens, calendar)
    return opens_s, None if window.lapses is None else clock.add(start, window.lapses, calendar)


def within_quotas(facts: Facts, said: Said) -> str:
    """R42."""
    inspection = facts.agreement.inspection(said.statement.body.inspection)
    if inspection is None:
        return ""  # R19
    view = facts.view(said)
    named = (facts.agreement.quota(name) for name in inspection.quotas)
    free = all(quotas.has_place(facts, quota, inspection, view) for quota in named)
    return "" if free else "notice-quota"


def designates(facts: Facts, said: Said) -> str:
    """R43."""
    body: Notice = said.statement.body
    inspection = facts.agreement.inspection(body.inspection)
    if inspection is None or not inspection.pool:
        return "" if body.designation is None else "notice-designation"
    sealed = facts.designations.get(body.designation or b"")
    fits = sealed is not None and (sealed[0], sealed[1].inspection, sealed[1].number) == (
        said.statement.party,
        body.inspection,
        body.number,
    )
    return "" if fits else "notice-designation"


def answers_notice(facts: Facts, said: Said) -> str:
    """R21."""
    notice = facts.notices.get(said.statement.body.notice)
    return "" if notice is not None and notice[0].party == said.statement.party else "report-notice"


def points_drawn(facts: Facts, said: Said) -> str:
    """R22."""
    body = said.statement.body
    if _is_chosen(facts, body.notice):
        return ""  # R63
    opened = facts.opened.get(body.notice, {})
    if not all(facts.in_past(said, statement) for statement, _ in opened.values()):
        return "report-draw"
    picks = drawn(facts, body.notice)
    if picks is None:
        return "report-draw"
    return "" if tuple(point.id for point in body.points) == tuple(sorted(picks)) else "report-points"


def points_chosen(facts: Facts, said: Said) -> str:
    """R63."""
    body: InspectionReport = said.statement.body
    if not _is_chosen(facts, body.notice):
        return ""  # R22
    declared = facts.declared_to(body.notice, said.log, said.index)
    if declared is None or facts.site(body.notice, facts.view(said)) is None:
        return "chosen-declaration"
    inspection = facts.agreement.inspection(facts.notices[body.notice][1].inspection)
    assert inspection is not None  # it has a choice
    free = frozenset(left_open(facts, declared[1]))
    listed = {point.id for point in body.points}
    return "" if listed <= free and len(listed) == min(inspection.points, len(free)) else "chosen-points"


def _is_chosen(facts: Facts, notice: bytes) -> bool:
    """Return whether a Party chooses the points of a visit, of which R21 says that its notice stands."""
    inspection = facts.agreement.inspection(facts.notices[notice][1].inspection)
    return inspection is not None and inspection.chooser != DRAWN


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


def one_side(facts: Facts, said: Said) -> str:
    """R48."""
    body: OneSidedReport = said.statement.body
    notice = facts.notices.get(body.notice)
    if notice is None:
        return "one-sided-party"
    inspection = facts.agreement.inspection(notice[1].inspection)
    if inspection is None or said.statement.party not in (inspection.inspected, inspection.inspecting):
        return "one-sided-party"
    site = facts.site(body.notice, facts.view(said))
    points = () if site is None else facts.agreement.site(site).points
    if not {point.id for point in body.points} <= set(points):
        return "one-sided-points"
    hours = (body.freeze_verified_at, body.began_at, body.ended_at, said.statement.at)
    return "" if all(left <= right for left, right in pairwise(hours)) else "one-sided-times"


def report_alone(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """One side's word stands beside the visit."""
    return (OneSided(said),)


def announce(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The inspection is open."""
    return (Noticed(said, quotas.claim(facts, said)),)


def report(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The inspection is reported."""
    return (Reported(said),)


RULES = {
    "notice": (
        Rule("R19", by_inspecting),
        Rule("R20", numbered),
        Rule("R40", conditions_hold),
        Rule("R41", right_open),
        Rule("R42", within_quotas),
        Rule("R43", designates),
    ),
    "one-sided-report": (Rule("R48", one_side),),
    "inspection-report": (
        Rule("R21", answers_notice),
        Rule("R22", points_drawn),
        Rule("R23", in_sequence),
        Rule("R63", points_chosen),
    ),
}
EFFECTS = {"notice": announce, "inspection-report": report, "one-sided-report": report_alone}
