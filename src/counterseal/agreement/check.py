"""What the terms of an agreement must add up to, beyond their shapes (spec/agreement.md, section 4).

In this order, each list in the document's order:

1. texts: every clause has a text in each authentic language, no clause is there twice      ``agreement-language``,
   and every clause cited is there                                                          ``agreement-reference``
2. names: every party, condition, notification, event, figure, calendar is there            ``agreement-reference``
3. choices: one form of a condition, one start of a duty, a share with its declarer         ``agreement-choice``
4. clocks: working days have a calendar, and the calendar holidays                          ``agreement-calendar``
5. threads: what does a duty can be of the thread that starts it                            ``agreement-thread``
6. sayers: what rests on somebody's word, that party may say                                ``agreement-reference``,
   and no side settles alone what was referred                                              ``agreement-signatures``
7. defaults: a default frees the side to which the duty was owed, never the one that owes   ``agreement-default``
8. possibility: everything can come about; conditions that wait for each other cannot       ``agreement-cycle``
9. witnesses: a party that only witnesses owes nothing, and nothing rests on its word       ``agreement-witness``

Two sides may wait for each other only on one rung of a ladder, whose steps wait for the rungs below. Every step takes
time that grows with the size of the document, and no faster: an agreement is checked before anybody trusts its author.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from counterseal.agreement.clock import Span
from counterseal.agreement.events import IN_FORCE, event, events
from counterseal.agreement.possibility import check_possible
from counterseal.agreement.sayers import check_sayers
from counterseal.agreement.terms import WHO, Condition, Duty, NotificationTerm, Quota
from counterseal.errors import Refused
from counterseal.log.policy import Policy
from counterseal.log.vkey import COSIGNATURE_ED25519

if TYPE_CHECKING:
    from counterseal.agreement.document import Agreement

NAMED_MAX = 5  # as many names are told of those that are there, where none is like the one that is not


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
    check_sayers(agreement)
    _defaults(agreement)
    check_possible(agreement)
    _witnesses(agreement)


def check_mirrors(agreement: Agreement, policy: Policy) -> None:
    """Return only if every mirror of ``delivery`` is a witness of the trust file whose cosignatures logs can hold.

    It is asked where agreement and trust file meet, since neither says anything of the other's names.

    Raises:
        Refused: ``agreement-reference``.
    """
    for name in agreement.delivery.mirrors if agreement.delivery is not None else ():
        witness = policy.witnesses.get(name)
        if witness is None or witness.type != COSIGNATURE_ED25519:
            why = f"got {name!a}, which is no Ed25519 witness of the trust file"
            mend = f"name the Ed25519 witness of the group {name}" if name in policy.groups else "name a witness of it"
            raise Refused("agreement-reference", why, "/delivery/mirrors", mend)


def known(names: Iterable[str], among: Collection[str], where: str) -> None:
    """Return only if every name is one of ``among``, which is asked in constant time.

    Raises:
        Refused: ``agreement-reference``.
    """
    for name in names:
        if name not in among:
            near = get_close_matches(name, among, 1) or sorted(among)[:NAMED_MAX]
            there = f"; there is {', '.join(near)}" if near else ""
            raise Refused("agreement-reference", f"got {name!a}, which nothing here bears{there}", where)


def _texts(agreement: Agreement) -> None:
    names = {clause.name for clause in agreement.clauses}
    if len(names) != len(agreement.clauses):
        raise Refused("agreement-language", "got a clause twice", "/clauses")
    languages = set(agreement.languages)
    for clause in agreement.clauses:
        if agreement.languages and clause.text.keys() != languages:
            why = f"got a text in {', '.join(sorted(clause.text))}, want it in {', '.join(agreement.languages)}"
            raise Refused("agreement-language", why, f"/clauses/{clause.name}")
    if agreement.clauses and not agreement.languages:
        raise Refused("agreement-language", "got clauses, and no authentic languages", "/languages")
    members = ("conditions", "duties", "inspections", "ladders", "monitors", "notifications", "quotas", "undertakings")
    for member in members:
        for entry in getattr(agreement, member):
            if entry.clause is not None:
                known((entry.clause,), names, f"/{member}/{entry.name}/clause")
            if agreement.languages and hasattr(entry, "title") and entry.title.keys() != languages:
                why = f"got a title in {', '.join(sorted(entry.title))}, want it in {', '.join(agreement.languages)}"
                raise Refused("agreement-language", why, f"/{member}/{entry.name}/title")


def _names(agreement: Agreement) -> None:
    parties = {party.name for party in agreement.parties}
    who = parties | set(WHO)
    conditions = {condition.name: condition for condition in agreement.conditions}
    notifications = {term.name for term in agreement.notifications}
    duties = {duty.name for duty in agreement.duties}
    quotas = {quota.name for quota in agreement.quotas}
    parts = _parts(agreement)
    there = events(agreement)
    known(agreement.in_force_if, conditions, "/in_force_if")
    _check_lasting(agreement, conditions)
    if not agreement.principals:
        raise Refused("agreement-reference", "got no principal, whose accession would bring it into force", "/parties")
    if parties & set(WHO):
        raise Refused("agreement-reference", "got a party named as a role", "/parties")
    for inspection in agreement.inspections:
        where = f"/inspections/{inspection.name}"
        known(inspection.quotas, quotas, f"{where}/quotas")
        known(inspection.only_if, conditions, f"{where}/only_if")
        if inspection.freeze is not None:
            known((inspection.freeze,), notifications, f"{where}/freeze")
    for monitor in agreement.monitors:
        known(monitor.only_if, conditions, f"/monitors/{monitor.name}/only_if")
    for undertaking in agreement.undertakings:
        known((*undertaking.only_if, *undertaking.shown_by), conditions, f"/undertakings/{undertaking.name}")
    for term in agreement.notifications:
        where = f"/notifications/{term.name}"
        known(term.by, who, f"{where}/by")
        known(term.about, there, f"{where}/about")
        known(term.only_if, conditions, f"{where}/only_if")
        known(term.of, parts, f"{where}/of")
        for name in term.of:
            if len(parts[name]) > 1:
                why = f"got {name}, the name of {' and of '.join(parts[name])}"
                raise Refused("agreement-reference", why, f"{where}/of", "give each of them a name of its own")
    figures = {figure for term in agreement.notifications for figure in term.figures}
    for condition in agreement.conditions:
        where = f"/conditions/{condition.name}"
        known((*condition.all, *condition.any), conditions, where)
        known(filter(None, (condition.notification, condition.withdrawn_by)), notifications, where)
        known(filter(None, (condition.figure,)), figures, f"{where}/figure")
        known(filter(None, (condition.by,)), parties, f"{where}/by")
    for duty in agreement.duties:
        where = f"/duties/{duty.name}"
        known((duty.by, duty.to), who, where)
        known((duty.done_by, *filter(None, (duty.start,))), there, where)
        known(duty.only_if, conditions, f"{where}/only_if")
        if duty.default is not None:
            known(duty.default.releases, duties, f"{where}/default/releases")
    for ladder in agreement.ladders:
        where = f"/ladders/{ladder.name}"
        known((ladder.start,), there, f"{where}/start")
        for rung in ladder.rungs:
            known(rung.steps, notifications, f"{where}/rungs/{rung.name}")
    _check_quotas(agreement, figures)
    if agreement.delivery is not None:
        known((agreement.delivery.receipt,), notifications, "/delivery/receipt")
        if agreement.delivery.held_quorum > len(agreement.delivery.mirrors):
            raise Refused("agreement-reference", "a larger quorum than there are mirrors", "/delivery/held_quorum")


def _check_lasting(agreement: Agreement, conditions: Mapping[str, Condition]) -> None:
    """Return only if what entry into force rests on holds for good."""
    asked = dict.fromkeys(agreement.in_force_if)
    order = list(asked)
    for name in order:
        condition = conditions[name]
        new = [part for part in (*condition.all, *condition.any) if part in conditions and part not in asked]
        asked.update(dict.fromkeys(new))
        order += dict.fromkeys(new)
        term = agreement.notification(condition.notification) if condition.notification else None
        if condition.withdrawn_by or condition.figure or (term is not None and "until" in term.carries):
            why = f"entry into force rests on {name}, which can cease: what is in force would not be, without a word"
            raise Refused("agreement-choice", why, "/in_force_if", "name a condition that holds for good")


def _check_quotas(agreement: Agreement, figures: Collection[str]) -> None:
    parties = {party.name for party in agreement.parties}
    inspections = {inspection.name for inspection in agreement.inspections}
    counted: dict[str, set[str]] = {quota.name: set() for quota in agreement.quotas}
    for inspection in agreement.inspections:
        for name in inspection.quotas:
            counted[name].add(inspection.name)
    declarers = parties | {"inspected"}
    for quota in agreement.quotas:
        where = f"/quotas/{quota.name}"
        known(quota.inspections, inspections, where)
        known(filter(None, (quota.places.figure,)), figures, f"{where}/places/figure")
        known(filter(None, (quota.winner,)), parties, f"{where}/winner")
        known(filter(None, (quota.declared_by,)), declarers, f"{where}/declared_by")
        if counted[quota.name] != set(quota.inspections):
            raise Refused("agreement-reference", "quota and inspections do not name each other", where)


def _parts(agreement: Agreement) -> dict[str, list[str]]:
    """Return what an effect can be upon: name -> what bears it."""
    found: dict[str, list[str]] = {}
    for what, entries in (
        ("an inspection", agreement.inspections),
        ("a monitor", agreement.monitors),
        ("a notification", agreement.notifications),
        ("a duty", agreement.duties),
    ):
        for entry in entries:
            found.setdefault(entry.name, []).append(what)
    return found


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
            raise Refused(
                "agreement-choice", "nobody authors its start, so want parties by name, each or others", where
            )
        if duty.start == duty.done_by and not _tells_itself(agreement, duty):
            why = "its start does it, so want a notification that tells an hour, by author, counted from occurred"
            raise Refused("agreement-choice", why, where)
        visit = duty.start is not None and agreement.event_graph.in_visits(duty.start)
        if not visit and {duty.by, duty.to} & {"inspected", "inspecting"}:
            raise Refused("agreement-choice", "its start is no part of a visit, so there is no inspected Party", where)
    for term in agreement.notifications:
        if term.effect == "exempts" and not _exempts(agreement, term):
            why = "want what exempts to carry site and until, to be about nothing, and of inspections with a pool"
            raise Refused("agreement-choice", why, f"/notifications/{term.name}")
    for quota in agreement.quotas:
        if (quota.places.share is None) != (quota.declared_by is None):
            raise Refused("agreement-choice", "want declared_by with a share, and only then", f"/quotas/{quota.name}")
        _check_counting(agreement, quota)
    _check_cuts(agreement)
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


def _exempts(agreement: Agreement, term: NotificationTerm) -> bool:
    """Return whether a format can exempt a site: which, until when, from which visits."""
    visits = [agreement.inspection(name) for name in term.of]
    pools = bool(visits) and all(visit is not None and visit.pool for visit in visits)
    return pools and not term.about and {"site", "until"} <= set(term.carries)


def _tells_itself(agreement: Agreement, duty: Duty) -> bool:
    """Return whether a duty can be done by its start: by who says it, in time after the hour that it tells."""
    kind, name = event(duty.start or "")
    term = agreement.notification(name) if kind == "notification" else None
    return term is not None and "hour" in term.carries and (duty.by, duty.counted_from) == ("author", "occurred")


def _check_cuts(agreement: Agreement) -> None:
    """Return only if some party can be absent from a cut, and every side with a principal still signs it."""
    cuts, where = agreement.cuts, "/cuts"
    if cuts is None:
        return
    if cuts.quorum >= len(agreement.parties):
        why = f"got a quorum of {cuts.quorum} where there are {len(agreement.parties)} parties, so nobody can be absent"
        raise Refused("agreement-choice", why, f"{where}/quorum", "leave /cuts out, or ask for fewer")
    sides = {party.side for party in agreement.principals}
    for absent in agreement.parties:
        if sides <= {party.side for party in agreement.parties if party is not absent}:
            return
    why = "got cuts from which nobody can be absent: each side with a principal has one party"
    raise Refused("agreement-side", why, where, "leave /cuts out: one side alone closes no cut")


def _check_counting(agreement: Agreement, quota: Quota) -> None:
    """Return only if visits that count together have one declarer."""
    where = f"/quotas/{quota.name}"
    counted = [one for name in quota.inspections if (one := agreement.inspection(name)) is not None]
    if quota.declared_by != "inspected" or quota.per in ("inspected", "pair"):
        return
    # The keys under which visits to each inspected Party count.
    keys: dict[str, set[str]] = {}
    for one in counted:
        own = {"all": ("",), "inspecting": (one.inspecting,), "site": one.sites}[quota.per]
        keys.setdefault(one.inspected, set()).update(own)
    taken: set[str] = set()
    for of_one in keys.values():
        if not taken.isdisjoint(of_one):
            why = f"counts visits to {' and to '.join(keys)} together, and takes the figure that the inspected declares"
            raise Refused("agreement-choice", why, f"{where}/declared_by", "count per inspected, or name who declares")
        taken |= of_one


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
    if agreement.cuts is not None:
        check((agreement.cuts.within,), None, "/cuts/within")


def _threads(agreement: Agreement) -> None:
    for duty in agreement.duties:
        if duty.start is None or duty.start == IN_FORCE:
            continue
        if not agreement.event_graph.meet(duty.start, duty.done_by):
            why = f"{duty.done_by} is never of the thread in which {duty.start} starts it"
            raise Refused("agreement-thread", why, f"/duties/{duty.name}", "let it be about what starts the duty")


def _defaults(agreement: Agreement) -> None:
    sides = {party.name: party.side for party in agreement.parties}
    owed = {duty.name: duty for duty in agreement.duties}
    for duty in agreement.duties:
        for name in duty.default.releases if duty.default is not None else ():
            if not _opposite(sides, duty.by, owed[name].by):
                why = f"its default would free {owed[name].by}, who may be who did not do it, of {name}"
                mend = "let a default free the side to which the duty was owed"
                raise Refused("agreement-default", why, f"/duties/{duty.name}/default", mend)


def _opposite(sides: Mapping[str, str], one: str, other: str) -> bool:
    """Return whether two words mean parties of two sides in any case, as ``inspected`` and ``inspecting`` do."""
    if one in sides and other in sides:
        return sides[one] != sides[other]
    return {one, other} == {"inspected", "inspecting"}


def _witnesses(agreement: Agreement) -> None:
    """Return only if a party of the role ``witness`` is named by nothing that is owed, done, or decided."""
    witnesses = {party.name for party in agreement.parties if party.role == "witness"}
    resting = set(steps_of(agreement))
    for condition in agreement.conditions:
        resting |= {name for name in (condition.notification, condition.withdrawn_by) if name is not None}
    if agreement.delivery is not None:
        resting.add(agreement.delivery.receipt)
    named: list[tuple[str, Iterable[str | None]]] = [
        *((f"/inspections/{one.name}", (one.inspecting, one.inspected)) for one in agreement.inspections),
        *((f"/undertakings/{one.name}", (one.by, one.to)) for one in agreement.undertakings),
        *(
            (f"/notifications/{one.name}/by", one.by)
            for one in agreement.notifications
            if one.effect or one.figures or one.name in resting
        ),
        *((f"/conditions/{one.name}/by", (one.by,)) for one in agreement.conditions),
        *((f"/duties/{one.name}", (one.by, one.to)) for one in agreement.duties),
        *((f"/quotas/{one.name}", (one.declared_by, one.winner)) for one in agreement.quotas),
    ]
    for where, names in named if witnesses else ():
        for name in sorted(witnesses.intersection(filter(None, names))):
            why = f"got {name}, which is a witness: it keeps a log and signs with all, and nothing rests on its word"
            raise Refused("agreement-witness", why, where, "give it another role, or let another party do this")


def steps_of(agreement: Agreement) -> Mapping[str, tuple[str, int]]:
    """Return the ladder and rung of every notification that is a step."""
    return {
        step: (ladder.name, number)
        for ladder in agreement.ladders
        for number, rung in enumerate(ladder.rungs)
        for step in rung.steps
    }
