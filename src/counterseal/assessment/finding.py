"""From the state at a cut to a finding on each undertaking, with the number, its basis and its reasons.

The status is the first that holds (spec/confidence.md):

    contradicted   an item of the type was found and reported, or read, by both sides; no probability then
    disputed       an inspection, or the alarm of a monitor, is open at the cut, a party's log has forked, or the Party
                   that owes absence itself declared an item of the type, and no visit was made over a later
                   declaration
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
from counterseal.assessment import exhibition, monitoring
from counterseal.assessment.reason import Reason
from counterseal.confidence import guarantee
from counterseal.encoding.canonical import Value
from counterseal.encoding.strict import rational_text
from counterseal.regime.judge import State
from counterseal.regime.visits import Visit
from counterseal.statements.statement import UNIX_S_MAX

CLEAN = "clean"
FOUND = "found"

ASSUMPTIONS = ("draw-uniform", "least-removal-as-agreed", "not-known-before-notice", "sensitivity-as-tried")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The conclusion on one undertaking.

    Attributes:
        undertaking: its name in the agreement; ``kind`` is what it owes (absent).
        status: the first of the module's list that holds.
        guarantee: probability in [0, 1] that the visit would have shown the standard's items; None if contradicted.
        freeze_verified_at: the hour the finding speaks of, None without a visit.
        lapses_at: when it lapses, None without a visit or an exhibition.
        checked, not_checked: points that the visit found clean; the site's others.
        found: points at which an item of the type was found, by any visit or reading.
        reasons: why the status holds.
        exhibited_at: the hour that a finding on an exhibition speaks of, else None.
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
    exhibited_at: int | None = None

    def value(self) -> Value:
        """Return the finding as a canonical JSON value (spec/confidence.md, "the finding record")."""
        owed = self.undertaking
        value: dict[str, Value] = {
            "assumptions": list(ASSUMPTIONS),
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
        if self.exhibited_at is not None:
            value["exhibited_at"] = self.exhibited_at
        if self.lapses_at is not None:
            value["lapses_at"] = self.lapses_at
        return value


def assess(agreement: Agreement, state: State) -> tuple[Finding, ...]:
    """Return the findings at ``state.now``, the hour of a cut: one an undertaking, by name."""
    return tuple(_assess(agreement, state, undertaking) for undertaking in agreement.undertakings)


def _assess(agreement: Agreement, state: State, owed: Undertaking) -> Finding:
    visits = [v for v in state.visits if v.inspection in owed.inspections and v.site in (None, owed.site)]
    last = _latest(visits)
    shown = exhibition.latest(agreement, state, owed) if owed.kind == exhibition.KIND else None
    points = agreement.site(owed.site).points
    if owed.kind == exhibition.KIND:
        number, short = exhibition.number(shown)
    else:
        number, short = _number(agreement, owed, last)
    unfit = _unfit(state, owed)
    if unfit:
        number, short = Fraction(0), (*unfit, *short)
    found = frozenset[str]().union(*(_found(visit) for visit in visits))
    found = found.union(*(ids for _, ids in monitoring.found(state, owed)))
    checked: tuple[str, ...] = ()
    freeze = hour = None
    basis: tuple[bytes, ...] = ()
    if owed.kind == exhibition.KIND:
        if shown is not None:
            basis = (shown.statement,)
            if shown.counts:
                checked, hour = shown.clean, shown.ended_at
    elif last is not None and last.report is not None:
        basis = (last.report[0],)
        if last.status != "unpursued":
            checked = tuple(point.id for point in last.report[1].points if point.outcome == CLEAN)
            freeze = hour = last.report[1].freeze_verified_at
    lapses = None if hour is None else min(hour + owed.standard.lapses_after.seconds, UNIX_S_MAX)
    status, reasons = _status(state, owed, visits, number, short, lapses, last, basis)
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
        exhibited_at=hour if owed.kind == exhibition.KIND else None,
    )


def _status(
    state: State,
    owed: Undertaking,
    visits: Iterable[Visit],
    number: Fraction,
    short: tuple[Reason, ...],
    lapses_at: int | None,
    last: Visit | None,
    basis: tuple[bytes, ...],
) -> tuple[str, tuple[Reason, ...]]:
    """Return the first status that holds, and all the reasons of that status; ``basis``: what the number rests on."""
    found = tuple(
        Reason(code="item-found", statements=(visit.report[0],))
        for visit in visits
        if visit.report is not None and _found(visit)
    )
    found += tuple(Reason(code="item-found", statements=(one,)) for one, _ in monitoring.found(state, owed))
    if found:
        return "contradicted", found
    open_visits = (visit for visit in visits if visit.status == "open")
    disputes = [Reason(code="inspection-open", statements=(visit.notice,)) for visit in open_visits]
    disputes += [
        Reason(code="key-revoked", statements=(visit.report[0],))
        for visit in visits
        if visit.report is not None and visit.status == "disputed"
    ]
    disputes += [Reason(code="alarm-open", statements=(one,)) for one in monitoring.alarms(state, owed)]
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
    if owed.kind not in ("absent", exhibition.KIND):
        found.append(Reason(code="kind-without-number"))
    if owed.standard.presence != "momentary" and owed.kind != exhibition.KIND:
        found.append(Reason(code="presence-without-number"))
    if not all(holding[name] for name in owed.only_if):
        found.append(Reason(code="not-owed"))
    if not all(holding[name] for name in owed.shown_by):
        found.append(Reason(code="not-shown"))
    return tuple(found)


def _declared(state: State, owed: Undertaking, last: Visit | None) -> list[bytes]:
    """Return the declarations by which the Party that owes has an item there, and which no visit has looked behind.

    What is declared away again is shown by a visit over the later declaration, not by that declaration.
    """
    if owed.kind == exhibition.KIND:  # who owes that items can be told apart may have them
        return []
    own = [(key, body) for party, key, body in state.declarations if (party, body.site) == (owed.by, owed.site)]
    looked = next((place for place, (key, _) in enumerate(own) if last is not None and key == last.declaration), 0)
    return [key for key, body in own[looked:] if any(point.holds == owed.item for point in body.points)]


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
    expired = measure.expires_at is not None and measure.expires_at <= report.ended_at
    visit = guarantee.Visit(
        points=len(agreement.site(owed.site).points) - len(last.closed),
        opened=sum(point.outcome == CLEAN for point in report.points),
        clean=all(point.outcome == CLEAN for point in report.points),
        sensitivity=measure.shows(report.ended_at),
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
    if measure.sensitivity is None:
        short.append(Reason(code="untested", statements=(statement,)))
    items = owed.standard.items - len(last.closed)  # what could not be drawn may hold as many
    if items <= 0:
        short.append(Reason(code="points-closed", statements=(statement,)))
    return guarantee.momentary(visit, items) if items > 0 else Fraction(0), tuple(short)
