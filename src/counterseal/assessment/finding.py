"""From the state at a cut to a finding on each undertaking, with the numbers, their basis and the reasons.

What each visit shows is ``evidence``, what the visits come to ``numbers``, the statuses and their codes ``reasons``.
Only what both sides signed raises a number. Every reason cites the statements it rests on, and every finding says what
would change it (spec/confidence.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from counterseal.agreement.document import MOMENTARY, Agreement, Measure, Undertaking
from counterseal.assessment import exhibition, monitoring
from counterseal.assessment.evidence import CLEAN, FOUND, RESOLVED, Evidence, at_the_place, cleared_points, gathered
from counterseal.assessment.numbers import Numbers, counted, numbers, window_of
from counterseal.assessment.reasons import Change, Reason, joined
from counterseal.confidence import sampling
from counterseal.encoding.canonical import Value
from counterseal.encoding.strict import rational_text
from counterseal.regime.judge import State
from counterseal.regime.visits import Visit
from counterseal.statements.kinds import DeclaredPoint
from counterseal.statements.statement import UNIX_S_MAX

ASSUMPTIONS = (
    "choice-unforeseen",
    "draw-uniform",
    "least-removal-as-agreed",
    "likelihoods-as-agreed",
    "not-known-before-notice",
    "prior-as-agreed",
    "sensitivity-as-tried",
    "visits-independent",
)
ASSUMED_WHERE = {"choice-unforeseen": "inspecting", "draw-uniform": "drawn"}
"""Assumptions of visits whose points are opened by that choice, and of no other."""

NUMBERED = ("absent", "as-declared", "at-most")
"""Kinds of undertaking for which there is a number: of points that hold what they should not, and how they are drawn.

``type-distinguishable`` and ``not-capable`` are shown by what is measured of an item, not by what points hold."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The conclusion on one undertaking.

    Attributes:
        undertaking: its name in the agreement; ``kind`` is what it owes (absent).
        status: the first that holds of the list of ``reasons``.
        numbers: what the visits come to; None if contradicted, or where there are none to speak of.
        freeze_verified_at: the hour the finding speaks of, None without a visit.
        lapses_at: when it lapses, None without a visit or an exhibition.
        checked, not_checked: points that the last visit found clean; the site's others.
        open: report, outcome and points of what was left open by the visits that count.
        found: points at which an item of the type was found, by any visit or reading.
        reasons: why the status holds; ``changes``: what would change it.
        assumptions: what is assumed; ``clauses``: of the undertaking and its inspections.
        exhibited_at, told_apart: of a finding on an exhibition the hour that it speaks of, and its guarantee.
        place: where the visit that decides looked, in the words by which its place was told; None of a site agreed.
    """

    undertaking: Undertaking
    status: str
    numbers: Numbers | None
    freeze_verified_at: int | None
    lapses_at: int | None
    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    open: tuple[tuple[bytes, str, tuple[str, ...]], ...]
    found: tuple[str, ...]
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]
    assumptions: tuple[str, ...]
    clauses: tuple[str, ...]
    exhibited_at: int | None = None
    told_apart: Fraction = Fraction(0)
    place: str | None = None

    @property
    def guarantee(self) -> Fraction | None:
        """The guarantee in [0, 1]: 0 where there are no numbers to speak of, None if contradicted."""
        if self.status == "contradicted":
            return None
        return self.told_apart if self.numbers is None else self.numbers.guarantee

    def value(self) -> Value:
        """Return the finding as a canonical JSON value (spec/confidence.md, "the finding record")."""
        owed, standard = self.undertaking, self.undertaking.standard
        value: dict[str, Value] = {
            "assumptions": list(self.assumptions),
            "changes": [change.value() for change in self.changes],
            "checked": list(self.checked),
            "item": owed.item,
            "items": standard.items,
            "kind": owed.kind,
            "not_checked": list(self.not_checked),
            "presence": standard.presence,
            "probability": rational_text(standard.probability),
            "reasons": [reason.value() for reason in self.reasons],
            "site": owed.site,
            "status": self.status,
            "undertaking": owed.name,
        }
        numbers = {"at_most": owed.at_most, "freeze_verified_at": self.freeze_verified_at, "lapses_at": self.lapses_at}
        numbers |= {"exhibited_at": self.exhibited_at}
        if standard.duration is not None:
            numbers |= {"duration_s": standard.duration.seconds, "window_s": window_of(owed)}
        value |= {name: number for name, number in numbers.items() if number is not None}
        lists = {"clauses": self.clauses, "found": self.found}
        value |= {name: list(entries) for name, entries in lists.items() if entries}
        if self.open:
            value["open"] = [
                {"outcome": outcome, "points": list(points), "report": report.hex()}
                for report, outcome, points in self.open
            ]
        if self.guarantee is not None:
            value["guarantee"] = rational_text(self.guarantee)
        if self.place is not None:
            value["place"] = self.place
        return value if self.numbers is None else value | _numbers_value(self.numbers)


def _numbers_value(numbers: Numbers) -> dict[str, Value]:
    value: dict[str, Value] = {
        "break_even_prior": rational_text(numbers.break_even_prior),
        "curve": [{"hour": hour, "miss": rational_text(miss)} for hour, miss in numbers.curve],
        "likelihood_ratio": rational_text(numbers.likelihood_ratio),
    }
    if numbers.break_even_hazard is not None:
        value["break_even_hazard"] = rational_text(numbers.break_even_hazard)
    if numbers.assured_since is not None:
        value["assured_since"] = numbers.assured_since
    if numbers.posterior is not None:
        worst, best = numbers.posterior
        value["posterior"] = {"best": rational_text(best), "worst": rational_text(worst)}
    return value


def assess(agreement: Agreement, state: State) -> tuple[Finding, ...]:
    """Return the findings at ``state.now``, the hour of a cut: one an undertaking, by name."""
    cleared = cleared_points(agreement, state)
    return tuple(_assess(agreement, state, undertaking, cleared) for undertaking in agreement.undertakings)


def _assess(
    agreement: Agreement, state: State, owed: Undertaking, cleared: Mapping[bytes, Sequence[str] | None]
) -> Finding:
    visits = [v for v in state.visits if v.inspection in owed.inspections and v.site in (None, owed.site)]
    if owed.kind == exhibition.KIND:
        return _assess_exhibited(agreement, state, owed, visits)
    evidence = gathered(agreement, state, owed, visits, cleared)
    last = evidence[-1] if evidence else None
    there = at_the_place(evidence)
    unfit = _unfit(state, owed)
    heard = last is not None and last.counts
    made = numbers(agreement, state, owed, there) if heard and not unfit else None
    points = agreement.site(owed.site).points
    checked = () if last is None or not heard else tuple(p.id for p in last.body.points if p.outcome == CLEAN)
    lapses = None
    if last is not None and heard:
        lapses = min(last.look.hour_s + owed.standard.lapses_after.seconds, UNIX_S_MAX)
    status, reasons = _status(state, owed, visits, evidence, made, unfit, lapses)
    found = frozenset[str]().union(*(_found(one) for one in evidence))
    found = found.union(*(ids for _, ids in monitoring.found(state, owed)))
    basis = counted(owed, there) if heard else ()
    told = None if status == "contradicted" else made
    return Finding(
        undertaking=owed,
        status=status,
        numbers=told,
        freeze_verified_at=last.look.hour_s if last is not None and heard else None,
        lapses_at=lapses,
        checked=checked,
        not_checked=tuple(point for point in points if point not in checked),
        open=tuple((one.report, outcome, ids) for one in basis if one.counts for outcome, ids in one.open.items()),
        found=tuple(point for point in points if point in found),
        reasons=reasons,
        changes=tuple(_changes(agreement, owed, status, reasons, last, lapses)),
        assumptions=_assumptions(agreement, owed, counted(owed, there) if there else (), told),
        clauses=_clauses(agreement, owed),
        place=None if last is None else last.visit.place,
    )


def _assess_exhibited(agreement: Agreement, state: State, owed: Undertaking, visits: Sequence[Visit]) -> Finding:
    """Return the finding on items that can be told apart: the last exhibition decides, and says nothing of absence."""
    last = exhibition.latest(agreement, state, owed)
    guarantee, short = exhibition.number(last)
    unfit = _unfit(state, owed)
    heard = last is not None and last.counts
    basis = () if last is None else (last.statement,)
    lapses = None
    if last is not None and heard:
        lapses = min(last.ended_at + owed.standard.lapses_after.seconds, UNIX_S_MAX)
    found = exhibition.not_told_apart(state, owed, visits)
    wrong = tuple(Reason(code="item-found", statements=(statement,)) for statement, _ in found)
    disputes = tuple(_disputes(state, owed, visits, ()))
    status = "standard met"
    reasons: tuple[Reason, ...] = (Reason(code="guarantee-reached", statements=basis),)
    if wrong:
        status, reasons = "contradicted", wrong
    elif disputes:
        status, reasons = "disputed", disputes
    elif lapses is not None and lapses < state.now:
        status, reasons = "lapsed", (Reason(code="lapsed", statements=basis),)
    elif unfit or short:
        status, reasons = "not met", (*unfit, *short)
    elif guarantee < owed.standard.probability:
        status, reasons = "not met", (Reason(code="guarantee-short", statements=basis),)
    points = agreement.site(owed.site).points
    checked = last.clean if last is not None and heard else ()
    missed = frozenset[str]().union(*(ids for _, ids in found))
    return Finding(
        undertaking=owed,
        status=status,
        numbers=None,
        freeze_verified_at=None,
        lapses_at=lapses,
        checked=checked,
        not_checked=tuple(point for point in points if point not in checked),
        open=(),
        found=tuple(point for point in points if point in missed),
        reasons=reasons,
        changes=tuple(_changes(agreement, owed, status, reasons, None, lapses)),
        assumptions=(exhibition.ASSUMED,),
        clauses=_clauses(agreement, owed),
        exhibited_at=last.ended_at if last is not None and heard else None,
        told_apart=Fraction(0) if unfit else guarantee,
    )


def _status(
    state: State,
    owed: Undertaking,
    visits: Sequence[Visit],
    evidence: Sequence[Evidence],
    made: Numbers | None,
    unfit: tuple[Reason, ...],
    lapses_at: int | None,
) -> tuple[str, tuple[Reason, ...]]:
    """Return the first status that holds, and all the reasons of that status."""
    wrong = tuple(_contradictions(state, owed, evidence))
    if wrong:
        return "contradicted", wrong
    disputes = tuple(_disputes(state, owed, visits, evidence))
    if disputes:
        return "disputed", disputes
    basis = (evidence[-1].report,) if evidence else ()
    if lapses_at is not None and lapses_at < state.now:
        return "lapsed", (Reason(code="lapsed", statements=basis),)
    if made is not None and made.guarantee >= owed.standard.probability:
        return "standard met", (Reason(code="guarantee-reached", statements=basis),)
    if not evidence:
        return "not met", (*unfit, Reason(code="no-visit"))
    short = joined(shortfall for one in counted(owed, at_the_place(evidence)) for shortfall in one.shortfalls)
    if unfit or short:
        return "not met", (*unfit, *short)
    return "not met", (Reason(code="guarantee-short", statements=basis),)


def _unfit(state: State, owed: Undertaking) -> tuple[Reason, ...]:
    """Return why no number can be given for an undertaking: it is of a kind that has none yet, or a condition lacks."""
    holding = dict(state.conditions)
    found: list[Reason] = []
    if owed.kind not in (*NUMBERED, exhibition.KIND):
        found.append(Reason(code="kind-without-number"))
    if not all(holding[name] for name in owed.only_if):
        found.append(Reason(code="not-owed"))
    if not all(holding[name] for name in owed.shown_by):
        found.append(Reason(code="not-shown"))
    return tuple(found)


def _contradictions(state: State, owed: Undertaking, evidence: Sequence[Evidence]) -> Iterator[Reason]:
    """Yield the reports by both sides that cannot be true of a kept undertaking."""
    declared = {key: len(_holding(told, owed.item)) for _, key, told in _told(state)}
    for one in evidence:
        found = len(_found(one))
        if found == 0:
            continue
        if owed.kind == "as-declared":
            yield Reason(code="not-as-declared", statements=(one.report,))
        elif owed.kind != "at-most":
            yield Reason(code="item-found", statements=(one.report,))
        elif max(declared.get(key or b"", 0) for key in (one.visit.declaration, one.visit.seal)) + found > (
            owed.at_most or 0
        ):
            yield Reason(code="found-above", statements=(one.report,))
    if owed.kind == "absent":
        for statement, _ in monitoring.found(state, owed):
            yield Reason(code="item-found", statements=(statement,))


def _disputes(
    state: State, owed: Undertaking, visits: Sequence[Visit], evidence: Sequence[Evidence]
) -> Iterator[Reason]:
    """Yield what stands against any conclusion, as long as nobody settles it."""
    for visit in visits:
        if visit.status == "open":
            yield Reason(code="inspection-open", statements=(visit.notice,))
    for visit in visits:
        if visit.report is not None and visit.status == "disputed":
            yield Reason(code="key-revoked", statements=(visit.report[0],))
    for statement in monitoring.alarms(state, owed):
        yield Reason(code="alarm-open", statements=(statement,))
    forks = {broken.party: broken.subject for broken in reversed(state.irregularities) if broken.code == "fork"}
    for _, subject in sorted(forks.items()):
        yield Reason(code="fork", statements=(subject,))
    if owed.kind == "at-most":
        for one in evidence:
            if _found(one):
                yield Reason(code="item-undeclared", statements=(one.report,))
    for statement in _declared(state, owed, evidence[-1] if evidence else None):
        yield Reason(code="item-declared", statements=(statement,))


def _declared(state: State, owed: Undertaking, last: Evidence | None) -> Iterator[bytes]:
    """Yield the declarations by which the Party that owes has more there than it may, and none has looked behind.

    Of a sealed one, which tells nothing, the openings with which it shows more. What is declared away again is shown by
    a visit over the later declaration, not by that declaration.
    """
    if owed.kind not in ("absent", "at-most"):
        return
    own = [(key, told) for (party, site, _), key, told in _told(state) if (party, site) == (owed.by, owed.site)]
    looked = next(
        (place for place, (key, _) in enumerate(own) if last is not None and key == last.visit.declaration), 0
    )
    for _, told in own[looked:]:
        held: set[str] = set()
        for statement, points in told:
            more = _holding([(statement, points)], owed.item)
            held |= more
            if more and len(held) > (owed.at_most or 0):
                yield statement


Told = Sequence[tuple[bytes, Sequence[DeclaredPoint]]]


def _told(state: State) -> list[tuple[tuple[str, str, int], bytes, Told]]:
    """Return declarations, by party, site and number, with what was told of them: by itself, or by openings."""
    made: list[tuple[tuple[str, str, int], bytes, Told]] = [
        ((party, body.site, body.number or 1), key, [(key, body.points)]) for party, key, body in state.declarations
    ]
    for one in state.seals:
        shown = [(key, body.points) for key, body in one.openings]
        made.append(((one.party, one.body.site, one.body.number or 1), one.statement, shown))
    return sorted(made, key=lambda one: one[0])


def _holding(told: Told, item: str) -> set[str]:
    """Return the points of which it is told that they hold an item."""
    return {point.id for _, points in told for point in points if point.holds == item}


def _found(one: Evidence) -> frozenset[str]:
    """Return the points at which a visit found an item."""
    return frozenset(point.id for point in one.body.points if point.outcome == FOUND)


def _changes(
    agreement: Agreement,
    owed: Undertaking,
    status: str,
    reasons: Sequence[Reason],
    last: Evidence | None,
    lapses_at: int | None,
) -> Iterator[Change]:
    """Yield what would change a finding, in the order of its reasons; nothing changes what was found."""
    if status == "contradicted":
        return
    exhibits = owed.kind == exhibition.KIND
    if status == "standard met":
        yield Change(code="exhibit-before-lapse" if exhibits else "visit-before-lapse", hour=lapses_at)
        return
    codes: dict[str, tuple[bytes, ...]] = {}
    for reason in reasons:
        codes[reason.code] = codes.get(reason.code, ()) + reason.statements
    if "inspection-open" in codes:
        yield Change(code="report-open-visit", statements=codes["inspection-open"])
    disputed = ("key-revoked", "alarm-open") if status == "disputed" else ()
    settled = tuple(one for code in disputed for one in codes.get(code, ()))
    if settled:
        yield Change(code="resolve-dispute", statements=settled)
    if codes.keys() & {"not-owed", "not-shown"}:
        yield Change(code="meet-conditions")
    if "item-declared" in codes:
        yield Change(code="visit-over-later-declaration")
    if "points-ambiguous" in codes and _may_clear(agreement, owed):
        yield Change(code="resolve-points", statements=codes["points-ambiguous"])
    if "freeze-late" in codes:
        yield Change(code="freeze-sooner", seconds=agreement.item(owed.item).least_removal.seconds)
    if codes.keys() & {"sensitivity-expired", "untested"}:
        yield Change(code="new-trial")
    if "points-closed" in codes and last is not None and last.items <= 0:
        yield Change(code="close-fewer-points", points=1 - last.items)
    if "guarantee-short" in codes and last is not None:
        yield _more(owed, last)
    elif exhibits and status != "disputed":
        yield Change(code="exhibit-again")
    elif status != "disputed" and "kind-without-number" not in codes:
        yield Change(code="visit-again")


def _more(owed: Undertaking, last: Evidence) -> Change:
    """Return what a visit like the last one would have needed; for a presence that lasts, that one came sooner."""
    if owed.standard.presence != MOMENTARY:
        return Change(code="visit-more-often")
    numbers = last.numbers
    least = sampling.least_opened(numbers.points, last.items, 1 - owed.standard.probability, numbers.sensitivity)
    if least is None:
        return Change(code="raise-sensitivity")
    return Change(code="open-more-points", points=least - numbers.opened)


def _may_clear(agreement: Agreement, owed: Undertaking) -> bool:
    """Return whether likelihoods are agreed for ambiguous points that both sides clear."""
    return any(RESOLVED in (measure.likelihoods or {}) for measure in _measures(agreement, owed))


def _measures(agreement: Agreement, owed: Undertaking) -> Iterator[Measure]:
    for name in owed.inspections:
        inspection = agreement.inspection(name)
        if inspection is not None:
            yield agreement.measure(inspection.measure)


def _assumptions(
    agreement: Agreement, owed: Undertaking, basis: Sequence[Evidence], made: Numbers | None
) -> tuple[str, ...]:
    """Return what is assumed: three always, the others where the agreement, or a visit that counts, asks for them."""
    visits = {one.visit.inspection for one in basis} or owed.inspections
    choosers = {one.chooser for name in visits if (one := agreement.inspection(name)) is not None}
    needed = {code: chooser in choosers for code, chooser in ASSUMED_WHERE.items()} | {
        "likelihoods-as-agreed": any(measure.likelihoods for measure in _measures(agreement, owed)),
        "prior-as-agreed": owed.standard.prior is not None,
        "visits-independent": owed.standard.presence != MOMENTARY
        or owed.standard.prior is not None
        or (made is not None and len(made.curve) > 1),
    }
    return tuple(code for code in ASSUMPTIONS if needed.get(code, True))


def _clauses(agreement: Agreement, owed: Undertaking) -> tuple[str, ...]:
    """Return the clauses of the undertaking and of its inspections, each once, in that order."""
    cited = [owed.clause]
    for name in owed.inspections:
        inspection = agreement.inspection(name)
        cited.append(inspection.clause if inspection is not None else None)
    return tuple(dict.fromkeys(clause for clause in cited if clause is not None))
