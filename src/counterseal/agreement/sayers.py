"""Whose word an agreement rests on, and whether that party may ever say it (spec/agreement.md, section 4, step 6).

1. a format can be said by somebody;
2. a condition rests on what the parties that it needs may say, and take back where it can be withdrawn;
3. a figure on which a condition or a share rests is one that its declarer may say;
4. a duty is done by what those who owe it may say; a report is the word of both sides;
5. what settles a dispute is signed by both sides, or said by a party of neither.

Whom a format's ``by`` can mean, ``events`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from counterseal.agreement.events import SIDES
from counterseal.agreement.terms import Condition, Duty, NotificationTerm, Quota
from counterseal.errors import Refused

if TYPE_CHECKING:
    from counterseal.agreement.document import Agreement


def check_sayers(agreement: Agreement) -> None:
    """Return only if what rests on a party's word can be said by it, and no side can settle a dispute alone.

    Raises:
        Refused: ``agreement-reference``, ``agreement-signatures``; ``where`` is the member's path.
    """
    for term in agreement.notifications:
        _check_notification(agreement, term)
    declaring = declared(agreement)
    for condition in agreement.conditions:
        _check_condition(agreement, condition, declaring)
    for duty in agreement.duties:
        _check_duty(agreement, duty)
    for quota in agreement.quotas:
        for party in sorted(_declarers(agreement, quota)):
            _check_declarer(declaring, quota.places.figure or "", party, f"/quotas/{quota.name}/declared_by")


def declared(agreement: Agreement) -> dict[tuple[str, str], list[str]]:
    """Return for each figure, and each party on whose figure something rests, the formats by which it may declare it.

    Without such a format the two are left out.
    """
    asked: dict[str, set[str]] = {}
    for condition in agreement.conditions:
        if condition.figure is not None and condition.by is not None:
            asked.setdefault(condition.figure, set()).add(condition.by)
    for quota in agreement.quotas:
        if quota.places.figure is not None:
            asked.setdefault(quota.places.figure, set()).update(_declarers(agreement, quota))
    found: dict[tuple[str, str], list[str]] = {}
    for term in agreement.notifications:
        sayers = agreement.event_graph.sayers[term.name]
        for figure in term.figures:
            for party in asked.get(figure, set()) & sayers:
                found.setdefault((figure, party), []).append(term.name)
    return found


def _check_notification(agreement: Agreement, term: NotificationTerm) -> None:
    where = f"/notifications/{term.name}"
    if not agreement.event_graph.sayers[term.name]:
        why = f"got {', '.join(term.by)}, which is nobody in any thread that it can be of"
        raise Refused("agreement-reference", why, f"{where}/by", "name a party, or what it is about")
    if term.effect == "resolves" and not _is_of_both(agreement, term):
        why = "one side can say it alone, and it would settle what that side is charged with"
        mend = "let each sign it, or leave it to a party of neither side"
        raise Refused("agreement-signatures", why, f"{where}/signed", mend)


def _is_of_both(agreement: Agreement, term: NotificationTerm) -> bool:
    """Return whether a notification takes the word of both sides, or of somebody who is of neither."""
    signing = {line.by for line in term.signed or agreement.signatures["notification"]}
    if "each" in signing or (signing >= {"author", "inspected"} and term.by == ("inspecting",)):
        return True
    sides = {party.name: party.side for party in agreement.parties}
    charged = {party.side for party in agreement.principals}
    charged |= {sides[name] for one in agreement.inspections for name in (one.inspecting, one.inspected)}
    charged |= {sides[name] for one in agreement.monitors for name in (one.inspected, *agreement.readers(one))}
    return all(sides[party] not in charged for party in agreement.event_graph.sayers[term.name])


def _check_condition(agreement: Agreement, condition: Condition, declaring: Mapping[tuple[str, str], object]) -> None:
    where = f"/conditions/{condition.name}"
    if condition.figure is not None:
        _check_declarer(declaring, condition.figure, condition.by or "", f"{where}/by")
    for member, name in (("by", condition.notification), ("withdrawn_by", condition.withdrawn_by)):
        for party in () if name is None else _saying(agreement, condition):
            if party not in agreement.event_graph.sayers[name or ""]:
                why = f"rests on {name} by {party}, who may never say it"
                mend = f"name one of those under by of {name}, or add {party} there"
                raise Refused("agreement-reference", why, f"{where}/{member}", mend)


def _saying(agreement: Agreement, condition: Condition) -> tuple[str, ...]:
    """Return the parties who must all have said what a condition rests on."""
    term = agreement.notification(condition.notification or "")
    if condition.by is not None or term is None:
        return tuple(filter(None, (condition.by,)))
    return tuple(party.name for party in agreement.principals) if "each" in term.by else term.by


def _check_duty(agreement: Agreement, duty: Duty) -> None:
    if duty.done_by.startswith("report/"):
        return  # it is the word of both sides, whosever it is to obtain it
    owing, doing = _owing(agreement, duty), agreement.event_graph.authors(duty.done_by)
    if not (owing <= doing if duty.by == "each" else owing & doing):
        why = f"is owed by {duty.by}, who may never say {duty.done_by}, by which it is done"
        raise Refused("agreement-reference", why, f"/duties/{duty.name}/by", "name who may say what does it")


def _owing(agreement: Agreement, duty: Duty) -> frozenset[str]:
    """Return the parties that ``by`` of a duty can mean."""
    if duty.by in ("each", "others"):
        return frozenset(party.name for party in agreement.principals)
    if duty.by == "author":
        return agreement.event_graph.authors(duty.start or "")
    if duty.by in SIDES:
        return agreement.event_graph.of_visits(duty.by, duty.start or "")
    return frozenset((duty.by,))


def _check_declarer(declaring: Mapping[tuple[str, str], object], figure: str, party: str, where: str) -> None:
    if (figure, party) not in declaring:
        why = f"rests on {figure} declared by {party}, who may say no notification with it"
        raise Refused("agreement-reference", why, where, "name a party under by of a notification with that figure")


def _declarers(agreement: Agreement, quota: Quota) -> set[str]:
    """Return the parties of whose figure the places of a quota may be a share."""
    if quota.declared_by != "inspected":
        return set(filter(None, (quota.declared_by,)))
    return {one.inspected for name in quota.inspections if (one := agreement.inspection(name)) is not None}
