"""From the state at a cut to a finding on each undertaking, with the number, its basis and its reasons.

The status is the first that holds (spec/confidence.md):

    contradicted   an item of the type was found and reported by both sides; no probability then
    disputed       an inspection is open at the cut, a party's log has forked, or the Party that owes absence itself
                   declared an item of the type, and no visit was made over a later declaration
    lapsed         the standard's time since the freeze is over at the cut
    not met        the guarantee is below the standard; the reasons say what is missing
    standard met   it is not

The latest visit decides, for presence momentary: it speaks of its own freeze, and of no other hour. Only what both
sides signed raises the number. Every reason cites the statements it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from counterseal.agreement.document import Agreement, Undertaking
from counterseal.confidence import guarantee
from counterseal.encoding.canonical import Value
from counterseal.encoding.strict import rational_text
from counterseal.regime.judge import State
from counterseal.regime.visits import Visit
from counterseal.statements.statement import UNIX_S_MAX

CLEAN = "clean"
FOUND = "found"

ASSUMPTIONS = (
    "choice-unforeseen",
    "draw-uniform",
    "least-removal-as-agreed",
    "not-known-before-notice",
    "sensitivity-as-tried",
)
ASSUMED_WHERE = {"choice-unforeseen": "inspecting", "draw-uniform": "drawn"}
"""Assumptions of visits whose points are opened by that choice, and of no other."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a status holds: a code of spec/confidence.md, and the statements it rests on."""

    code: str
    statements: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The conclusion on one undertaking.

    Attributes:
        undertaking: its name in the agreement; ``kind`` is what it owes (absent).
        status: the first of the module's list that holds.
        guarantee: probability in [0, 1] that the visit would have shown the standard's items; None if contradicted.
        freeze_verified_at: the hour the finding speaks of, None without a visit.
        lapses_at: when it lapses, None without a visit.
        checked, not_checked: points that the visit found clean; the site's others.
        found: points at which an item of the type was found, by any visit.
        reasons: why the status holds.
        assumptions: codes on which the number rests.
        place: where the visit that decides looked, in the words by which its place was told; None of a site agreed.
    """

    undertaking: Undertaking
    status: str
    guarantee: Fraction | None
    freeze_verified_at: int | None
    lapses_at: int | None
    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    found: tuple[str, ...]
    reasons: tuple[Reason, ...]
    assumptions: tuple[str, ...]
    place: str | None = None

    def value(self) -> Value:
        """Return the finding as a canonical JSON value (spec/confidence.md, "the finding record")."""
        owed = self.undertaking
        value: dict[str, Value] = {
            "assumptions": list(self.assumptions),
            "checked": list(self.checked),
            "item": owed.item,
            "items": owed.standard.items,
            "kind": owed.kind,
            "not_checked": list(self.not_checked),
            "presence": owed.standard.presence,
            "probability": rational_text(owed.standard.probability),
            "reasons": [
                {"code": reason.code, "statements": [key.hex() for key in reason.statements]} for reason in self.reasons
            ],
            "site": owed.site,
            "status": self.status,
            "undertaking": owed.name,
        }
        if self.found:
            value["found"] = list(self.found)
        if self.guarantee is not None:
            value["guarantee"] = rational_text(self.guarantee)
        if self.freeze_verified_at is not None:
            value["freeze_verified_at"] = self.freeze_verified_at
        if self.lapses_at is not None:
            value["lapses_at"] = self.lapses_at
        if self.place is not None:
            value["place"] = self.place
        return value


def assess(agreement: Agreement, state: State) -> tuple[Finding, ...]:
    """Return the findings at ``state.now``, the hour of a cut: one an undertaking, by name."""
    return tuple(_assess(agreement, state, undertaking) for undertaking in agreement.undertakings)


def _assess(agreement: Agreement, state: State, owed: Undertaking) -> Finding:
    visits = [v for v in state.visits if v.inspection in owed.inspections and v.site in (None, owed.site)]
    last = _latest(visits)
    points = agreement.site(owed.site).points
    number, short = _number(agreement, owed, last)
    unfit = _unfit(state, owed)
    if unfit:
        number, short = Fraction(0), (*unfit, *short)
    found = frozenset[str]().union(*(_found(visit) for visit in visits))
    checked: tuple[str, ...] = ()
    freeze = lapses = None
    if last is not None and last.report is not None and last.status != "unpursued":
        checked = tuple(point.id for point in last.report[1].points if point.outcome == CLEAN)
        freeze = last.report[1].freeze_verified_at
        lapses = min(freeze + owed.standard.lapses_after.seconds, UNIX_S_MAX)
    status, reasons = _status(state, owed, visits, number, short, lapses, last)
    return Finding(
        undertaking=owed,
        status=status,
        guarantee=None if status == "contradicted" else number,
        freeze_verified_at=freeze,
        lapses_at=lapses,
        checked=checked,
        not_checked=tuple(point for point in points if point not in checked),
        found=tuple(point for point in points if point in found),
        reasons=reasons,
        assumptions=_assumptions(agreement, owed, last),
        place=None if last is None else last.place,
    )


def _assumptions(agreement: Agreement, owed: Undertaking, last: Visit | None) -> tuple[str, ...]:
    """Return the assumptions of the visit that decides; without one, those of any that could."""
    visits = owed.inspections if last is None else (last.inspection,)
    choosers = {one.chooser for name in visits if (one := agreement.inspection(name)) is not None}
    return tuple(code for code in ASSUMPTIONS if ASSUMED_WHERE.get(code) in (None, *choosers))


def _status(
    state: State,
    owed: Undertaking,
    visits: Iterable[Visit],
    number: Fraction,
    short: tuple[Reason, ...],
    lapses_at: int | None,
    last: Visit | None,
) -> tuple[str, tuple[Reason, ...]]:
    """Return the first status that holds, and all the reasons of that status; ``last``: what the number rests on."""
    basis = () if last is None or last.report is None else (last.report[0],)
    found = tuple(
        Reason(code="item-found", statements=(visit.report[0],))
        for visit in visits
        if visit.report is not None and _found(visit)
    )
    if found:
        return "contradicted", found
    open_visits = (visit for visit in visits if visit.status == "open")
    disputes = [Reason(code="inspection-open", statements=(visit.notice,)) for visit in open_visits]
    disputes += [
        Reason(code="key-revoked", statements=(visit.report[0],))
        for visit in visits
        if visit.report is not None and visit.status == "disputed"
    ]
    forks = {broken.party: broken.subject for broken in reversed(state.irregularities) if broken.code == "fork"}
    disputes += [Reason(code="fork", statements=(subject,)) for _, subject in sorted(forks.items())]
    disputes += [Reason(code="item-declared", statements=(statement,)) for statement in _declared(state, owed, last)]
    if disputes:
        return "disputed", tuple(disputes)
    if lapses_at is not None and lapses_at < state.now:
        return "lapsed", (Reason(code="lapsed", statements=basis),)
    if short or number < owed.standard.probability:
        return "not met", short or (Reason(code="guarantee-short", statements=basis),)
    return "standard met", (Reason(code="guarantee-reached", statements=basis),)


def _unfit(state: State, owed: Undertaking) -> tuple[Reason, ...]:
    """Return why no number can be given for an undertaking: it is of a kind that has none yet, or a condition lacks."""
    holding = dict(state.conditions)
    found: list[Reason] = []
    if owed.kind != "absent":
        found.append(Reason(code="kind-without-number"))
    if owed.standard.presence != "momentary":
        found.append(Reason(code="presence-without-number"))
    if not all(holding[name] for name in owed.only_if):
        found.append(Reason(code="not-owed"))
    if not all(holding[name] for name in owed.shown_by):
        found.append(Reason(code="not-shown"))
    return tuple(found)


def _declared(state: State, owed: Undertaking, last: Visit | None) -> list[bytes]:
    """Return the declarations by which the Party that owes has an item there, and which no visit has looked behind.

    Of a sealed one, which tells nothing, the openings that show an item.

    What is declared away again is shown by a visit over the later declaration, not by that declaration.
    """
    own = sorted(
        [
            (body.number or 1, key, [(key, body.points)])
            for party, key, body in state.declarations
            if (party, body.site) == (owed.by, owed.site)
        ]
        + [
            (one.body.number or 1, one.statement, [(key, body.points) for key, body in one.openings])
            for one in state.seals
            if (one.party, one.body.site) == (owed.by, owed.site)
        ]
    )
    looked = next((place for place, (_, key, _) in enumerate(own) if last is not None and key == last.declaration), 0)
    told = (one for _, _, shown in own[looked:] for one in shown)
    return [key for key, points in told if any(point.holds == owed.item for point in points)]


def _found(visit: Visit) -> frozenset[str]:
    """Return the points at which a visit found an item."""
    points = () if visit.report is None else visit.report[1].points
    return frozenset(point.id for point in points if point.outcome == FOUND)


def _latest(visits: Iterable[Visit]) -> Visit | None:
    """Return the reported visit whose freeze was verified last; of two at one second, the last by name and number."""
    reported = [visit for visit in visits if visit.report is not None]
    return max(reported, key=_freeze_rank, default=None)


def _freeze_rank(visit: Visit) -> tuple[int, str, int]:
    assert visit.report is not None  # only reported visits are ranked
    return visit.report[1].freeze_verified_at, visit.inspection, visit.number


def _number(agreement: Agreement, owed: Undertaking, last: Visit | None) -> tuple[Fraction, tuple[Reason, ...]]:
    """Return the guarantee of the latest visit, and why the visit adds nothing where it does not."""
    inspection = agreement.inspection(last.inspection) if last is not None else None
    if last is None or last.report is None or inspection is None:
        return Fraction(0), (Reason(code="no-visit"),)
    statement, report = last.report
    if last.status == "unpursued":  # nobody answers for it; and what it said against the finding is not undone
        return Fraction(0), (Reason(code="key-revoked", statements=(statement,)),)
    measure = agreement.measure(inspection.measure)
    expired = measure.expires_at <= report.ended_at
    visit = guarantee.Visit(
        points=len(agreement.site(owed.site).points) - len(last.closed),
        opened=sum(point.outcome == CLEAN for point in report.points),
        clean=all(point.outcome == CLEAN for point in report.points),
        sensitivity=Fraction(0) if expired else measure.sensitivity,
        gap_s=report.freeze_verified_at - last.known_at,
        least_removal_s=agreement.item(owed.item).least_removal.seconds,
    )
    short: list[Reason] = []
    if not visit.clean:
        short.append(Reason(code="not-clean", statements=(statement,)))
    if guarantee.escapes(visit.gap_s, visit.least_removal_s):
        short.append(Reason(code="freeze-late", statements=(last.notice, statement)))
    if expired:
        short.append(Reason(code="sensitivity-expired", statements=(statement,)))
    items = owed.standard.items - len(last.closed)  # what could not be drawn may hold as many
    if items <= 0:
        short.append(Reason(code="points-closed", statements=(statement,)))
    if inspection.chooser == "inspected" and len(report.points) < visit.points:
        short.append(Reason(code="chosen-by-inspected", statements=(statement,)))
        items = 0  # what it did not choose may hold all of them
    return guarantee.momentary(visit, items) if items > 0 else Fraction(0), tuple(short)
