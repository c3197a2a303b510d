"""What the terms of an agreement must add up to, beyond their shapes (spec/agreement.md, section 4).

In this order, each list in the document's order:

1. texts: every clause has a text in each authentic language, no clause is there twice      ``agreement-language``,
   and every clause cited is there                                                          ``agreement-reference``
2. names: every party, condition, notification, event, figure, calendar is there            ``agreement-reference``
3. choices: one form of a condition, one start of a duty, a share with its declarer         ``agreement-choice``
4. clocks: working days have a calendar, and the calendar holidays                          ``agreement-calendar``
5. threads: what does a duty can be of the thread that starts it                            ``agreement-thread``
6. defaults: a default frees the side to which the duty was owed, never the one that owes   ``agreement-default``
7. possibility: everything can come about; conditions that wait for each other cannot       ``agreement-cycle``

Two sides may wait for each other only on one rung of a ladder, whose steps wait for the rungs below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from counterseal.agreement.clock import Span
from counterseal.agreement.terms import WHO, Condition, NotificationTerm, Quota
from counterseal.errors import Refused

if TYPE_CHECKING:
    from counterseal.agreement.document import Agreement

IN_FORCE = "in-force"
IN_A_VISIT = ("notice", "report", "one-sided", "designation")


def check_terms(agreement: Agreement) -> None:
    """Return only if the terms of a document, whose names of sites and visits are checked, fit together.

    Raises:
        Refused: a code of the module's list; ``where`` is the member's path.
    """
    _texts(agreement)
    _names(agreement)
    _choices(agreement)
    _clocks(agreement)
    _threads(agreement)
    _defaults(agreement)
    _possible(agreement)


def known(names: Iterable[str], among: Iterable[str], where: str) -> None:
    """Return only if every name is one of ``among``.

    Raises:
        Refused: ``agreement-reference``.
    """
    among = set(among)
    for name in names:
        if name not in among:
            raise Refused("agreement-reference", f"got {name!a}, which nothing here bears", where)


def event(text: str) -> tuple[str, str]:
    """Return kind and name of an event; the name of ``in-force`` is empty."""
    kind, _, name = text.partition("/")
    return kind, name


def events(agreement: Agreement) -> set[str]:
    """Return every event that the agreement can have."""
    found = {IN_FORCE}
    for inspection in agreement.inspections:
        kinds = IN_A_VISIT if inspection.pool else IN_A_VISIT[:3]
        found |= {f"{kind}/{inspection.name}" for kind in kinds}
    found |= {f"notification/{term.name}" for term in agreement.notifications}
    return found | {f"declaration/{site.name}" for site in agreement.sites}


def threads(agreement: Agreement, text: str) -> set[str]:
    """Return the events that can start the thread of an event: notices, notifications about nothing, and the rest."""
    found: set[str] = set()
    seen: set[str] = set()
    asked = [text]
    while asked:
        one = asked.pop()
        if one in seen:
            continue
        seen.add(one)
        kind, name = event(one)
        term = agreement.notification(name) if kind == "notification" else None
        if kind in IN_A_VISIT:
            found.add(f"notice/{name}")
        elif term is None or not term.about:
            found.add(one)
        else:
            asked += term.about
    return found


def _texts(agreement: Agreement) -> None:
    names = [clause.name for clause in agreement.clauses]
    if len(set(names)) != len(names):
        raise Refused("agreement-language", "got a clause twice", "/clauses")
    for clause in agreement.clauses:
        if agreement.languages and clause.text.keys() != set(agreement.languages):
            why = f"got a text in {', '.join(sorted(clause.text))}, want it in {', '.join(agreement.languages)}"
            raise Refused("agreement-language", why, f"/clauses/{clause.name}")
    if agreement.clauses and not agreement.languages:
        raise Refused("agreement-language", "got clauses, and no authentic languages", "/languages")
    for member in ("conditions", "duties", "inspections", "ladders", "notifications", "quotas", "undertakings"):
        for entry in getattr(agreement, member):
            if entry.clause is not None:
                known((entry.clause,), names, f"/{member}/{entry.name}/clause")
            if agreement.languages and hasattr(entry, "title") and entry.title.keys() != set(agreement.languages):
                why = f"got a title in {', '.join(sorted(entry.title))}, want it in {', '.join(agreement.languages)}"
                raise Refused("agreement-language", why, f"/{member}/{entry.name}/title")


def _names(agreement: Agreement) -> None:
    parties = {party.name for party in agreement.parties}
    conditions = {condition.name for condition in agreement.conditions}
    notifications = {term.name for term in agreement.notifications}
    inspections = {inspection.name for inspection in agreement.inspections}
    duties = {duty.name for duty in agreement.duties}
    known(agreement.in_force_if, conditions, "/in_force_if")
    lasting = {condition.name: condition for condition in agreement.conditions}
    asked = list(agreement.in_force_if)
    for name in asked:
        condition = lasting[name]
        asked += [part for part in (*condition.all, *condition.any) if part in lasting and part not in asked]
        term = agreement.notification(condition.notification) if condition.notification else None
        if condition.withdrawn_by or condition.figure or (term is not None and "until" in term.carries):
            why = f"entry into force rests on {name}, which can cease: what is in force would not be, without a word"
            raise Refused("agreement-choice", why, "/in_force_if", "name a condition that holds for good")
    if not agreement.principals:
        raise Refused("agreement-reference", "got no principal, whose accession would bring it into force", "/parties")
    if parties & set(WHO):
        raise Refused("agreement-reference", "got a party named as a role", "/parties")
    for inspection in agreement.inspections:
        where = f"/inspections/{inspection.name}"
        known(inspection.quotas, {quota.name for quota in agreement.quotas}, f"{where}/quotas")
        known(inspection.only_if, conditions, f"{where}/only_if")
        if inspection.freeze is not None:
            known((inspection.freeze,), notifications, f"{where}/freeze")
    for undertaking in agreement.undertakings:
        known((*undertaking.only_if, *undertaking.shown_by), conditions, f"/undertakings/{undertaking.name}")
    for term in agreement.notifications:
        where = f"/notifications/{term.name}"
        known(term.by, parties | set(WHO), f"{where}/by")
        known(term.about, events(agreement), f"{where}/about")
        known(term.only_if, conditions, f"{where}/only_if")
        known(term.of, inspections | notifications | duties, f"{where}/of")
    figures = {figure for term in agreement.notifications for figure in term.figures}
    for condition in agreement.conditions:
        where = f"/conditions/{condition.name}"
        known((*condition.all, *condition.any), conditions, where)
        known(filter(None, (condition.notification, condition.withdrawn_by)), notifications, where)
        known(filter(None, (condition.figure,)), figures, f"{where}/figure")
        known(filter(None, (condition.by,)), parties, f"{where}/by")
    for duty in agreement.duties:
        where = f"/duties/{duty.name}"
        known((duty.by, duty.to), parties | set(WHO), where)
        known((duty.done_by, *filter(None, (duty.start,))), events(agreement), where)
        known(duty.only_if, conditions, f"{where}/only_if")
        if duty.default is not None:
            known(duty.default.releases, duties, f"{where}/default/releases")
    for ladder in agreement.ladders:
        where = f"/ladders/{ladder.name}"
        known((ladder.start,), events(agreement), f"{where}/start")
        for rung in ladder.rungs:
            known(rung.steps, notifications, f"{where}/rungs/{rung.name}")
    for quota in agreement.quotas:
        where = f"/quotas/{quota.name}"
        known(quota.inspections, inspections, where)
        known(filter(None, (quota.places.figure,)), figures, f"{where}/places/figure")
        known(filter(None, (quota.winner,)), parties, f"{where}/winner")
        known(filter(None, (quota.declared_by,)), parties | {"inspected"}, f"{where}/declared_by")
        counted = {inspection.name for inspection in agreement.inspections if quota.name in inspection.quotas}
        if counted != set(quota.inspections):
            raise Refused("agreement-reference", "quota and inspections do not name each other", where)
    if agreement.delivery is not None:
        known((agreement.delivery.receipt,), notifications, "/delivery/receipt")
        if agreement.delivery.held_quorum > len(agreement.delivery.mirrors):
            raise Refused("agreement-reference", "a larger quorum than there are mirrors", "/delivery/held_quorum")


def _choices(agreement: Agreement) -> None:
    for condition in agreement.conditions:
        forms = (condition.notification, condition.all, condition.any, condition.figure)
        fits = sum(1 for form in forms if form) == 1
        fits = fits and (condition.withdrawn_by is None or condition.notification is not None)
        fits = fits and (condition.at_least is None) == (condition.figure is None)
        fits = fits and (condition.figure is None or condition.by is not None)
        if not fits:
            why = "want one of notification, all, any and figure, and a figure with by and at_least"
            raise Refused("agreement-choice", why, f"/conditions/{condition.name}")
        term = agreement.notification(condition.notification) if condition.notification else None
        if term is not None and (set(term.by) & set(WHO)) - {"each"} and condition.by is None:
            why = f"who must have said {term.name} differs by thread, so want by"
            raise Refused("agreement-choice", why, f"/conditions/{condition.name}")
    for duty in agreement.duties:
        where = f"/duties/{duty.name}"
        if (duty.start is None) == (duty.recurs is None):
            raise Refused("agreement-choice", "want one of start and recurs", where)
        if duty.start in (None, IN_FORCE) and {duty.by, duty.to} & (set(WHO) - {"each", "others"}):
            raise Refused("agreement-choice", "nobody authors its start, so want parties by name or each", where)
        visit = {event(root)[0] for root in threads(agreement, duty.start)} == {"notice"} if duty.start else False
        if not visit and {duty.by, duty.to} & {"inspected", "inspecting"}:
            raise Refused("agreement-choice", "its start is no part of a visit, so there is no inspected Party", where)
    for quota in agreement.quotas:
        if (quota.places.share is None) != (quota.declared_by is None):
            raise Refused("agreement-choice", "want declared_by with a share, and only then", f"/quotas/{quota.name}")
    stepping: set[str] = set()
    for ladder in agreement.ladders:
        for rung in ladder.rungs:
            if stepping & set(rung.steps):
                raise Refused("agreement-choice", "got a step on two rungs", f"/ladders/{ladder.name}")
            stepping |= set(rung.steps)
    for name in sorted(stepping):
        term = agreement.notification(name)
        if term is None or len(term.by) != 1 or term.by[0] in WHO or term.about or term.once != "ever":
            why = f"want {name}, a step, to be said by one named party, about nothing, once for ever"
            raise Refused("agreement-choice", why, f"/notifications/{name}")


def _clocks(agreement: Agreement) -> None:
    calendars = {calendar.name: calendar for calendar in agreement.calendars}

    def check(spans: Iterable[Span | None], calendar: str | None, where: str) -> None:
        if calendar is not None:
            known((calendar,), calendars, f"{where}/calendar")
        if any(span is not None and span.working_days is not None for span in spans) and (
            calendar is None or not calendars[calendar].holidays
        ):
            why = "counts working days, and no calendar with holidays says which they are"
            raise Refused("agreement-calendar", why, where, "name one of /calendars, or count days")

    for inspection in agreement.inspections:
        where = f"/inspections/{inspection.name}"
        window = inspection.window
        if window is not None:
            check((window.opens, window.lapses), window.calendar, f"{where}/window")
        check((inspection.duration, inspection.extension), None, where)
    for duty in agreement.duties:
        grace = None if duty.recurs is None else duty.recurs.grace
        check((duty.not_before, duty.within, grace), duty.calendar, f"/duties/{duty.name}")
    for ladder in agreement.ladders:
        for rung in ladder.rungs:
            check((rung.within,), None, f"/ladders/{ladder.name}/rungs/{rung.name}")
    if agreement.delivery is not None:
        check((agreement.delivery.allowance,), None, "/delivery/allowance")
    if agreement.commission is not None:
        check((agreement.commission.within,), None, "/commission/within")


def _threads(agreement: Agreement) -> None:
    for duty in agreement.duties:
        if duty.start is None or duty.start == IN_FORCE:
            continue
        if not threads(agreement, duty.start) & threads(agreement, duty.done_by):
            why = f"{duty.done_by} is never of the thread in which {duty.start} starts it"
            raise Refused("agreement-thread", why, f"/duties/{duty.name}", "let it be about what starts the duty")


def _defaults(agreement: Agreement) -> None:
    owed = {duty.name: duty for duty in agreement.duties}
    for duty in agreement.duties:
        for name in duty.default.releases if duty.default is not None else ():
            if not _opposite(agreement, duty.by, owed[name].by):
                why = f"its default would free {owed[name].by}, who may be who did not do it, of {name}"
                mend = "let a default free the side to which the duty was owed"
                raise Refused("agreement-default", why, f"/duties/{duty.name}/default", mend)


def _opposite(agreement: Agreement, one: str, other: str) -> bool:
    """Return whether two words mean parties of two sides in any case, as ``inspected`` and ``inspecting`` do."""
    sides = {party.name: party.side for party in agreement.parties}
    if one in sides and other in sides:
        return sides[one] != sides[other]
    return {one, other} == {"inspected", "inspecting"}


def _possible(agreement: Agreement) -> None:
    """Grow the set of what can come about until it stands still; what is left waits for itself."""
    _no_circle(agreement)
    possible = {IN_FORCE, *(f"declaration/{site.name}" for site in agreement.sites)}
    holding: set[str] = set()
    below = {
        step: set(previous.steps)
        for ladder in agreement.ladders
        for previous, rung in zip(ladder.rungs, ladder.rungs[1:], strict=False)
        for step in rung.steps
    }
    grown = True
    while grown:
        before = len(possible) + len(holding)
        for condition in agreement.conditions:
            if _can_hold(agreement, condition, possible, holding):
                holding.add(condition.name)
        for inspection in agreement.inspections:
            if set(inspection.only_if) <= holding:
                possible |= {f"{kind}/{inspection.name}" for kind in IN_A_VISIT}
        for term in agreement.notifications:
            if _can_be_said(term, below.get(term.name, set()), possible, holding):
                possible.add(f"notification/{term.name}")
        grown = len(possible) + len(holding) > before
    stuck = {
        "conditions": [condition.name for condition in agreement.conditions if condition.name not in holding],
        "notifications": [t.name for t in agreement.notifications if f"notification/{t.name}" not in possible],
        "inspections": [i.name for i in agreement.inspections if f"notice/{i.name}" not in possible],
    }
    for member, waiting in stuck.items():
        if waiting:
            why = f"{', '.join(waiting)} can never come about: they wait for each other"
            raise Refused("agreement-cycle", why, f"/{member}/{waiting[0]}", "put what both must do on one rung")


def _no_circle(agreement: Agreement) -> None:
    """Return only if no condition is made of itself, on whatever branch."""
    parts = {condition.name: {*condition.all, *condition.any} for condition in agreement.conditions}
    while settled := {name for name, left in parts.items() if not left}:
        parts = {name: left - settled for name, left in parts.items() if name not in settled}
    if parts:
        why = f"{', '.join(sorted(parts))} can never come about: they are made of each other"
        raise Refused("agreement-cycle", why, f"/conditions/{min(parts)}", "let one of them stand by itself")


def _can_hold(agreement: Agreement, condition: Condition, possible: set[str], holding: set[str]) -> bool:
    if condition.all:
        return set(condition.all) <= holding
    if condition.any:
        return bool(set(condition.any) & holding)
    if condition.notification is not None:
        return f"notification/{condition.notification}" in possible
    return any(
        condition.figure in term.figures and f"notification/{term.name}" in possible for term in agreement.notifications
    )


def _can_be_said(term: NotificationTerm, below: set[str], possible: set[str], holding: set[str]) -> bool:
    return (
        set(term.only_if) <= holding
        and {f"notification/{step}" for step in below} <= possible
        and (not term.about or bool(set(term.about) & possible))
    )


def quotas_of(agreement: Agreement, inspection: str) -> tuple[Quota, ...]:
    """Return the quotas under which visits of an inspection count."""
    return tuple(quota for quota in agreement.quotas if inspection in quota.inspections)


def steps_of(agreement: Agreement) -> Mapping[str, tuple[str, int]]:
    """Return the ladder and rung of every notification that is a step."""
    return {
        step: (ladder.name, number)
        for ladder in agreement.ladders
        for number, rung in enumerate(ladder.rungs)
        for step in rung.steps
    }
