"""Whether items were told apart: what is found on an undertaking of the kind ``type-distinguishable``.

The exhibition that ended last decides: a reading of a monitor of the undertaking, or a visit of one of its inspections,
by a measure of the kind ``exhibition``. It shows it if all its points are clean, which is to say told apart, and its
measure was tried jointly and the trial not expired. The guarantee is the measure's sensitivity then, and else 0. No
exhibition is an inspection of what a site holds: nothing follows from it on absence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from counterseal.agreement.document import Agreement, Measure, Undertaking
from counterseal.assessment import monitoring
from counterseal.assessment.reasons import Reason
from counterseal.regime.disputes import finds
from counterseal.regime.judge import State
from counterseal.regime.visits import Visit
from counterseal.statements.kinds import OpenedPoint

KIND = "type-distinguishable"
ASSUMED = "sensitivity-as-tried"  # nothing else: what is exhibited is neither drawn nor frozen


@dataclass(frozen=True, kw_only=True)
class Exhibition:
    """One exhibition that both sides signed: what says it, when it ended, by which measure, what its points showed.

    ``counts``: no revoked key is under it.
    """

    statement: bytes
    ended_at: int
    measure: Measure
    points: tuple[OpenedPoint, ...]
    counts: bool

    @property
    def clean(self) -> tuple[str, ...]:
        """The points that were told apart."""
        return tuple(point.id for point in self.points if point.outcome == "clean")


def latest(agreement: Agreement, state: State, owed: Undertaking) -> Exhibition | None:
    """Return the exhibition that decides, None without any that ended by now.

    Of two that ended at one second it is that with the larger id.
    """
    all_ = (*_read(agreement, state, owed), *_visited(agreement, state, owed))
    found = [
        one for one in all_ if one.ended_at <= state.now
    ]  # an hour to come is told by both, and proves nothing yet
    return max(found, key=lambda one: (one.ended_at, one.statement), default=None)


def number(last: Exhibition | None) -> tuple[Fraction, tuple[Reason, ...]]:
    """Return the guarantee of an exhibition, in [0, 1], and why it shows nothing where it does not."""
    if last is None:
        return Fraction(0), (Reason(code="no-exhibition"),)
    basis, short = (last.statement,), []
    if not last.counts:
        short.append(Reason(code="key-revoked", statements=basis))
    if not last.clean or len(last.clean) != len(last.points):
        short.append(Reason(code="not-clean", statements=basis))
    if last.measure.expires_at is not None and last.measure.expires_at <= last.ended_at:
        short.append(Reason(code="sensitivity-expired", statements=basis))
    if last.measure.sensitivity is None:
        short.append(Reason(code="untested", statements=basis))
    return Fraction(0) if short else last.measure.shows(last.ended_at), tuple(short)


def not_told_apart(
    state: State, owed: Undertaking, visits: Iterable[Visit]
) -> tuple[tuple[bytes, frozenset[str]], ...]:
    """Return each report and each reading by which an item was not told apart, and at which points."""
    reports = (visit.report for visit in visits if visit.report is not None and finds(visit.report[1]))
    found = [(key, frozenset(one.id for one in body.points if one.outcome == "found")) for key, body in reports]
    return (*found, *monitoring.found(state, owed))


def _read(agreement: Agreement, state: State, owed: Undertaking) -> Iterator[Exhibition]:
    for reading in state.readings:
        monitor = agreement.monitor(reading.body.monitor)
        if monitor is None or monitor.name not in owed.monitors:
            continue
        measure = agreement.measure(monitor.measure)
        if measure.kind == "exhibition":
            yield Exhibition(
                statement=reading.statement,
                ended_at=reading.body.ended_at,
                measure=measure,
                points=reading.body.points,
                counts=not reading.disputed,
            )


def _visited(agreement: Agreement, state: State, owed: Undertaking) -> Iterator[Exhibition]:
    for visit in state.visits:
        inspection = agreement.inspection(visit.inspection)
        if visit.report is None or inspection is None or visit.inspection not in owed.inspections:
            continue
        measure = agreement.measure(inspection.measure)
        if measure.kind == "exhibition" and visit.site == owed.site:
            statement, body = visit.report
            yield Exhibition(
                statement=statement,
                ended_at=body.ended_at,
                measure=measure,
                points=body.points,
                counts=visit.status == "reported",
            )
