"""What an amendment may change, and what it may not: a new document beside the one that it is to replace.

Statements made under the old document are read by the new one from then on. So whatever they may rest on stays:

1. what founds the regime: mode, trust file, and every party as it is                             ``amendment-founding``
2. what entry into force rests on: its conditions, and who says their notifications                ``amendment-force``
3. every item; every site with exactly its points; every inspection with its two Parties, who chooses its points, and
   its site, or a pool that only grows; every monitor with its inspected Party and site; every format of notification
                                                                                   ``amendment-name``
4. who takes a step: a format that was there and is a step now is said by the one who alone said it before
                                                                                                   ``amendment-step``

All else may change, come and go: measures, standards, undertakings, conditions, duties, ladders, quotas, clocks,
signatures, texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Never

from counterseal.agreement import document
from counterseal.agreement.check import check_mirrors, steps_of
from counterseal.agreement.document import NAMED_LATER, RULE_SETS, Agreement, Inspection
from counterseal.agreement.terms import Condition, NotificationTerm
from counterseal.encoding import canonical
from counterseal.errors import Refused
from counterseal.log.policy import Policy


def read(data: bytes, first: Agreement, policy: Policy) -> Agreement | None:
    """Return the document that ``data`` states, in the channel of ``first``; None if it is no agreement.

    Nor is it one if it names a mirror that the trust file does not have.

    Raises:
        Refused: ``agreement-rules``: it may be one, by a rule set that this software does not have.
    """
    try:
        amended = replace(document.parse(data), first=first.founding)
        check_mirrors(amended, policy)
        return amended
    except Refused as refused:
        if refused.code == "agreement-rules" or _asks_for_other_rules(data):
            why = f"got an amended document of a rule set that this software lacks, it has {', '.join(RULE_SETS)}"
            mend = "use software that has it; without it there is no verdict"
            raise Refused("agreement-rules", why, "/rules", mend) from None
        return None


def require(old: Agreement, new: Agreement) -> None:
    """Return only if ``new`` may amend ``old``.

    Raises:
        Refused: a code of the module's list, the first that holds; ``where`` is the member's path.
    """
    for member in ("mode", "policy", "parties"):
        if getattr(old, member) != getattr(new, member):
            refuse("amendment-founding", "the regime was founded on it", f"/{member}")
    _same_force(old, new)
    _same_names(old, new)
    before = {term.name: term for term in old.notifications}
    for name in sorted(steps_of(new).keys() & before.keys()):
        step = new.notification(name)
        if step is None or step.by != before[name].by:
            refuse("amendment-step", "others may have said it", f"/notifications/{name}/by")


def same_terms(old: Agreement, new: Agreement, kind: str, name: str) -> bool:
    """Return whether two documents let the same parties say the same on the same terms, what is for people aside.

    Args:
        old, new: documents, of which ``new`` came in the place of ``old``, at once or by others.
        kind: ``notice`` or ``notification``.
        name: of the inspection, or of the format, that ``old`` has.
    """
    return _terms(old, kind, name) == _terms(new, kind, name)


def _terms(agreement: Agreement, kind: str, name: str) -> list[Any]:
    """Return all that a document says of who may give a notice or a notification, and when."""
    quotas: list[Any] = []
    term: Inspection | NotificationTerm | None
    if kind == "notice":
        visit = term = agreement.inspection(name)
        window = None if visit is None else visit.window
        calendar = None if window is None else agreement.calendar(window.calendar)
        named = () if visit is None else visit.quotas
        quotas = [calendar, *(replace(agreement.quota(quota), title={}, clause=None) for quota in named)]
        term = None if visit is None else replace(visit, clause=None)
    else:
        format_ = agreement.notification(name)
        term = None if format_ is None else replace(format_, title={}, clause=None)
    parts = () if term is None else agreement.condition_parts(term.only_if)
    conditions = [_held_by(agreement.condition(part)) for part in parts]
    return [term, agreement.signatures.get(kind), conditions, quotas, steps_of(agreement).get(name)]


def _asks_for_other_rules(data: bytes) -> bool:
    """Return whether bytes that are no agreement here are a document that names another rule set."""
    try:
        value = canonical.parse(data, document.SIZE_MAX)
    except Refused:
        return False
    rules = value.get("rules") if isinstance(value, dict) else None
    return isinstance(rules, str) and rules not in RULE_SETS and re.fullmatch("v[1-9][0-9]{0,3}", rules) is not None


def _same_force(old: Agreement, new: Agreement) -> None:
    if old.in_force_if != new.in_force_if:
        refuse("amendment-force", "entry into force rests on other conditions", "/in_force_if")
    known = {condition.name: condition for condition in new.conditions}
    for name in _parts(old):
        condition = old.condition(name)
        if name not in known or _held_by(condition) != _held_by(known[name]):
            refuse("amendment-force", "entry into force rests on it", f"/conditions/{name}")
        term, now = (one.notification(condition.notification or "") for one in (old, new))
        if term is not None and now is not None and now.by != term.by:
            refuse("amendment-force", "entry into force rests on who says it", f"/notifications/{term.name}/by")


def _parts(agreement: Agreement) -> Iterable[str]:
    """Return the names of the conditions on which entry into force rests, parts first."""
    return agreement.condition_parts(agreement.in_force_if)


def _held_by(condition: Condition) -> Condition:
    """Return a condition without what is for people."""
    return replace(condition, title={}, clause=None)


def _same_names(old: Agreement, new: Agreement) -> None:
    items = {item.name for item in new.items}
    sites = {site.name: site for site in new.sites}
    for item in old.items:
        if item.name not in items:
            refuse_gone("declarations may name it", f"/items/{item.name}")
    for site in old.sites:
        if site.name not in sites:
            why, mend = (
                "declarations may list exactly its points",
                "put it back; to end visits there, give their quota 0 places",
            )
            refuse_gone(why, f"/sites/{site.name}", mend)
        if sites[site.name].points != site.points:
            refuse("amendment-name", "declarations may list exactly its points", f"/sites/{site.name}")
        if (sites[site.name].kind == NAMED_LATER) != (site.kind == NAMED_LATER):
            refuse(
                "amendment-name", "declarations may be of a place told by visit, or of none", f"/sites/{site.name}/kind"
            )
    for visit in old.inspections:
        where, now = f"/inspections/{visit.name}", new.inspection(visit.name)
        if now is None:
            refuse_gone("notices may name it", where, "put it back; to end such visits, give their quota 0 places")
        elif (visit.inspecting, visit.inspected, visit.site) != (now.inspecting, now.inspected, now.site):
            refuse("amendment-name", "visits may be under way between these Parties at this site", where)
        elif visit.chooser != now.chooser:
            refuse("amendment-name", "visits of which the points were so chosen may stand", f"{where}/choice")
        elif not set(visit.pool) <= set(now.pool):
            refuse("amendment-name", "sites of its pool may be designated", f"{where}/pool")
        elif (visit.measure, visit.points) != (now.measure, now.points):
            refuse("amendment-name", "reports of visits by this measure, to so many points, may stand", where)
    for monitor in old.monitors:
        where, then = f"/monitors/{monitor.name}", new.monitor(monitor.name)
        if then is None:
            refuse_gone("readings of it may stand", where, "put it back; to end its readings, give it a condition")
        elif (monitor.inspected, monitor.site) != (then.inspected, then.site):
            refuse("amendment-name", "readings of this Party at this site may stand", where)
        elif monitor.measure != then.measure:
            refuse("amendment-name", "readings by this measure may stand", f"{where}/measure")
    looks = {measure.name: measure for measure in new.measures}
    for measure in old.measures:
        look = looks.get(measure.name, measure)
        if (measure.kind, measure.observable, measure.discriminates) != (
            look.kind,
            look.observable,
            look.discriminates,
        ):
            refuse("amendment-name", "what was seen by it was this; let it be another", f"/measures/{measure.name}")
    formats: set[str] = {term.name for term in new.notifications}
    gone: list[NotificationTerm] = [term for term in old.notifications if term.name not in formats]
    if gone:
        refuse_gone("notifications of it may stand", f"/notifications/{gone[0].name}")
    _same_questions(old, new)


def _same_questions(old: Agreement, new: Agreement) -> None:
    """What reports and readings told was of what was sought then: nobody had looked for anything else."""
    before, now = _sought(old), _sought(new)
    for where, questions in sorted(before.items()):
        if not now.get(where, set()) <= questions:
            refuse("amendment-name", "what it told was of what the undertakings sought then; let it be another", where)


def _sought(agreement: Agreement) -> dict[str, set[tuple[str, str]]]:
    """Return visit or monitor -> kinds of undertaking that rest on it, and the items sought."""
    found: dict[str, set[tuple[str, str]]] = {f"/inspections/{one.name}": set() for one in agreement.inspections}
    found |= {f"/monitors/{one.name}": set() for one in agreement.monitors}
    for owed in agreement.undertakings:
        for where in (
            *(f"/inspections/{name}" for name in owed.inspections),
            *(f"/monitors/{name}" for name in owed.monitors),
        ):
            found[where].add((owed.kind, owed.item))
    return found


def refuse_gone(why: str, where: str, mend: str = "put it back") -> Never:
    """Raise the refusal of a document in which a name is missing that was there."""
    raise Refused(
        "amendment-name", f"it was there and is missing now, which an amendment may not do: {why}", where, mend
    )


def refuse(code: str, why: str, where: str) -> None:
    """Raise the refusal of a change that an amendment may not make."""
    raise Refused(code, f"an amendment may not change this: {why}", where)
