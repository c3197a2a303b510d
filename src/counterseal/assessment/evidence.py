"""From the visits of an undertaking to evidence: what each shows, how likely that was, and what was left open.

Every reported visit is looked at the same way, whatever else there is:

    its look     the freeze, and the chance that it misses items that are there; 1 where it adds nothing
    likelihoods  of what it showed, without items and with them; they enter ratio and posterior, never the guarantee
    open points  those that ended neither clean nor found, by outcome, but for ambiguous ones that both sides cleared
    shortfalls   why it adds nothing, as reasons with the statements that say so

An ambiguous point is cleared by a notification with the effect ``resolves``, signed for both sides, about the report or
about what was referred of it; and only where the measure has likelihoods for ``resolved``. Then an item there is missed
by the look or by the clearing: whichever is likelier, since an evader may choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from counterseal.agreement.document import Agreement, Measure, Undertaking
from counterseal.agreement.terms import Signature
from counterseal.assessment.reasons import OPEN_CODES, Reason
from counterseal.confidence import guarantee
from counterseal.confidence.presence import Look
from counterseal.regime.judge import State
from counterseal.regime.visits import Visit
from counterseal.statements.kinds import InspectionReport

CLEAN = "clean"
FOUND = "found"
AMBIGUOUS = "ambiguous"
RESOLVED = "resolved"

ONE = Fraction(1)

BY_DECLARATION = ("as-declared", "at-most")
"""Kinds of undertaking for which ``clean`` says that a point holds what was declared of it."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What one reported visit comes to, for one undertaking.

    Attributes:
        visit: the visit; ``report`` its report's id, ``body`` what that says.
        counts: whether anybody answers for it: it is not ``unpursued``.
        numbers: the visit in numbers, and ``items``, how many of the standard's could not hide in closed points.
        look: its freeze, and the greatest chance that it shows nothing.
        absent, present: likelihoods of what it showed.
        open: outcome -> points that ended so, ascending.
        shortfalls: why it adds nothing.
    """

    visit: Visit
    report: bytes
    body: InspectionReport
    counts: bool
    numbers: guarantee.Visit
    items: int
    look: Look
    absent: Fraction
    present: Fraction
    open: Mapping[str, tuple[str, ...]]
    shortfalls: tuple[Reason, ...]

    @property
    def rank(self) -> tuple[int, str, int]:
        """The order of visits: by verified freeze, then by inspection and number."""
        return self.body.freeze_verified_at, self.visit.inspection, self.visit.number


def gathered(
    agreement: Agreement,
    state: State,
    owed: Undertaking,
    visits: Iterable[Visit],
    cleared: Mapping[bytes, Sequence[str] | None],
) -> tuple[Evidence, ...]:
    """Return the evidence of the reported visits among ``visits``, in their order; the last one decides."""
    found = [_evidence(agreement, state, owed, visit, cleared) for visit in visits if visit.report is not None]
    return tuple(sorted(found, key=lambda evidence: evidence.rank))


def at_the_place(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence of the place that the last visit was to: of a site named later others say nothing of it."""
    return tuple(one for one in evidence if one.visit.place == evidence[-1].visit.place)


def cleared_points(agreement: Agreement, state: State) -> dict[bytes, Sequence[str] | None]:
    """Return report -> the points that a resolution clears, None for all; of two the first by format, party, number.

    A resolution that is itself disputed clears nothing, nor one that a third party says alone: only both may raise.
    """
    about = {dispute.raised: dispute.about for dispute in state.disputes if dispute.status == "resolved"}
    found: dict[bytes, Sequence[str] | None] = {}
    for _, _, body, disputed in state.notifications:
        term = agreement.notification(body.format)
        if term is None or term.effect != "resolves" or body.about is None or disputed:
            continue
        if _by_both(term.signed or agreement.signatures.get("notification", ())):
            subject = about.get(body.about) or body.about
            found.setdefault(subject, body.points or None)
    return found


def _by_both(signatures: Iterable[Signature]) -> bool:
    """Return whether who signs it stands for both sides of a visit, the inspecting Party being the author."""
    by = {signature.by for signature in signatures}
    return "each" in by or {"author", "inspected"} <= by


def _evidence(
    agreement: Agreement,
    state: State,
    owed: Undertaking,
    visit: Visit,
    cleared: Mapping[bytes, Sequence[str] | None],
) -> Evidence:
    assert visit.report is not None  # only reported visits are asked
    report, body = visit.report
    inspection = agreement.inspection(visit.inspection)
    assert inspection is not None  # the undertaking names it
    measure = agreement.measure(inspection.measure)
    ended: dict[str, list[str]] = {}
    for point in body.points:
        ended.setdefault(point.outcome, []).append(point.id)
    resolved = _take_cleared(measure, ended, cleared.get(report, ()))
    open_points = {outcome: tuple(ended[outcome]) for outcome in OPEN_CODES if ended.get(outcome)}
    expired = measure.expires_at is not None and measure.expires_at <= body.ended_at
    numbers = guarantee.Visit(
        points=len(agreement.site(owed.site).points) - len(visit.closed),
        opened=len(ended.get(CLEAN, ())) + resolved,
        clean=not open_points and not ended.get(FOUND),
        sensitivity=_sensitivity(measure, body.ended_at, resolved > 0),
        gap_s=body.freeze_verified_at - visit.known_at,
        least_removal_s=agreement.item(owed.item).least_removal.seconds,
    )
    items = owed.standard.items - len(visit.closed)  # what could not be opened may hold as many
    chosen = inspection.chooser == "inspected" and len(body.points) < numbers.points
    counts = visit.status != "unpursued"
    unopened = owed.kind in BY_DECLARATION and _is_unopened(state, visit, body)
    missed = guarantee.missed(numbers, items) if counts and not chosen and not unopened else ONE
    absent, present = _likelihoods(measure, open_points, resolved > 0, missed) if counts else (ONE, ONE)
    short = [Reason(code=OPEN_CODES[outcome], statements=(report,)) for outcome in open_points]
    if guarantee.escapes(numbers.gap_s, numbers.least_removal_s):
        short.append(Reason(code="freeze-late", statements=(visit.notice, report)))
    if expired:
        short.append(Reason(code="sensitivity-expired", statements=(report,)))
    if measure.sensitivity is None:
        short.append(Reason(code="untested", statements=(report,)))
    if items <= 0:
        short.append(Reason(code="points-closed", statements=(report,)))
    if chosen:  # what it did not choose may hold all of them
        short.append(Reason(code="chosen-by-inspected", statements=(report,)))
    if unopened:  # nobody but the holder knows what was declared of them
        short.append(Reason(code="points-unopened", statements=(report,)))
    if not counts:  # nobody answers for it; and what it said against the finding is not undone
        short = [Reason(code="key-revoked", statements=(report,))]
    return Evidence(
        visit=visit,
        report=report,
        body=body,
        counts=counts,
        numbers=numbers,
        items=items,
        look=Look(hour_s=body.freeze_verified_at, miss=missed),
        absent=absent,
        present=present,
        open=open_points,
        shortfalls=tuple(short),
    )


def _is_unopened(state: State, visit: Visit, body: InspectionReport) -> bool:
    """Return whether a point of a report was declared under seal, and not opened for it."""
    opened = {one.statement: {point.id for point in one.opened} for one in state.seals}
    if visit.declaration not in opened:
        return False
    shown = opened.get(visit.seal or b"", set())
    return any(point.id not in shown for point in body.points)


def _take_cleared(measure: Measure, ended: dict[str, list[str]], points: Sequence[str] | None) -> int:
    """Take the cleared points out of the ambiguous ones; return how many they were."""
    if RESOLVED not in (measure.likelihoods or {}):
        return 0
    ambiguous = ended.get(AMBIGUOUS, [])
    left = [] if points is None else [point for point in ambiguous if point not in points]
    ended[AMBIGUOUS] = left
    return len(ambiguous) - len(left)


def _sensitivity(measure: Measure, at: int, resolved: bool) -> Fraction:
    """Return the chance that an item opened at an hour is seen, the clearing of an ambiguous point included."""
    shown = measure.shows(at)
    if not resolved or measure.likelihoods is None:
        return shown
    return min(shown, 1 - measure.likelihoods[RESOLVED].present)


def _likelihoods(
    measure: Measure, open_points: Iterable[str], resolved: bool, missed: Fraction
) -> tuple[Fraction, Fraction]:
    """Return the likelihoods, without items and with them, of what a visit showed.

    One that was left open is known by its worst point: by the agreed likelihoods with the greatest ratio, 1 to 1 where
    none are agreed; what its other points showed is not counted.
    """
    agreed = measure.likelihoods or {}
    pairs = [
        (agreed[outcome].absent, agreed[outcome].present) if outcome in agreed else (ONE, ONE)
        for outcome in open_points
    ]
    if not pairs:
        return (agreed[RESOLVED].absent if resolved else ONE), missed
    absent, present = pairs[0]
    for of_absent, of_present in pairs[1:]:
        if of_present * absent > present * of_absent:
            absent, present = of_absent, of_present
    return absent, present
