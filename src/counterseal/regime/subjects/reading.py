"""Readings: what seals, sensors, pictures and exhibitions showed, as who reads them and the inspected Party sign it.

R53  the monitor is agreed, and its author may read it                        reading-monitor, reading-party
R54  readings of a monitor are numbered by author without a gap              reading-number
R55  the points are the monitor's, and the visit it names is to its site     reading-points, reading-notice
R56  begun <= ended <= signed                                                 reading-times
R57  the conditions of the monitor hold, as its author sees them             reading-condition
"""

from __future__ import annotations

from itertools import pairwise

from counterseal.agreement.terms import Monitor
from counterseal.regime import conditions
from counterseal.regime.effects import Effect, Read
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.statements.kinds import Reading


def agreed(facts: Facts, said: Said) -> str:
    """R53."""
    monitor = _monitor(facts, said)
    if monitor is None:
        return "reading-monitor"
    return "" if said.statement.party in facts.agreement.readers(monitor) else "reading-party"


def numbered(facts: Facts, said: Said) -> str:
    """R54."""
    body: Reading = said.statement.body
    earlier = facts.readings.get((body.monitor, said.statement.party), ())
    return "" if body.number == len(earlier) + 1 else "reading-number"


def of_monitor(facts: Facts, said: Said) -> str:
    """R55."""
    body: Reading = said.statement.body
    monitor = _monitor(facts, said)
    if monitor is None:
        return ""  # R53
    points = monitor.points or facts.agreement.site(monitor.site).points
    if not {point.id for point in body.points} <= set(points):
        return "reading-points"
    if body.notice is None:
        return ""
    notice = facts.notices.get(body.notice)
    inspection = None if notice is None else facts.agreement.inspection(notice[1].inspection)
    site = facts.site(body.notice, facts.view(said))
    fits = inspection is not None and (inspection.inspected, site) == (monitor.inspected, monitor.site)
    return "" if fits else "reading-notice"


def in_sequence(facts: Facts, said: Said) -> str:
    """R56."""
    body: Reading = said.statement.body
    hours = (body.began_at, body.ended_at, said.statement.at)
    return "" if all(left <= right for left, right in pairwise(hours)) else "reading-times"


def allowed(facts: Facts, said: Said) -> str:
    """R57."""
    monitor = _monitor(facts, said)
    met = monitor is None or not monitor.only_if or conditions.all_hold(facts, monitor.only_if, facts.view(said))
    return "" if met else "reading-condition"


def _monitor(facts: Facts, said: Said) -> Monitor | None:
    return facts.agreement.monitor(said.statement.body.monitor)


def read(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The monitor is read."""
    return (Read(said),)


RULES = {
    "reading": (
        Rule("R53", agreed),
        Rule("R54", numbered),
        Rule("R55", of_monitor),
        Rule("R56", in_sequence),
        Rule("R57", allowed),
    )
}
EFFECTS = {"reading": read}
