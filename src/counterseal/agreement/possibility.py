"""Whether everything in an agreement can come about, or waits for itself (spec/agreement.md, section 4, step 8).

    condition/agreed  needs  notification/consent  needs one of  notice/visit  needs  condition/agreed

Every event and every condition is a node. It needs all of some nodes, one of others, or both; what can come about is
grown from those that need nothing. Steps of a ladder need the rung below, and a rung its steps and the rung below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterseal.agreement.events import IN_A_VISIT, IN_FORCE, Graph, backwards, naming
from counterseal.agreement.sayers import declared
from counterseal.errors import Refused

if TYPE_CHECKING:
    from counterseal.agreement.document import Agreement


def check_possible(agreement: Agreement) -> None:
    """Return only if everything can come about: conditions, notifications, visits and readings.

    Raises:
        Refused: ``agreement-cycle``.
    """
    _no_circle(agreement)
    found = grown(*_needs(agreement))
    stuck = {
        "conditions": [one.name for one in agreement.conditions if f"condition/{one.name}" not in found],
        "notifications": [one.name for one in agreement.notifications if f"notification/{one.name}" not in found],
        "inspections": [one.name for one in agreement.inspections if f"notice/{one.name}" not in found],
        "monitors": [one.name for one in agreement.monitors if f"reading/{one.name}" not in found],
    }
    for member, waiting in stuck.items():
        if waiting:
            waits = "it waits for itself" if len(waiting) == 1 else "they wait for each other"
            why = f"{', '.join(waiting)} can never come about: {waits}"
            raise Refused("agreement-cycle", why, f"/{member}/{waiting[0]}", "put what both must do on one rung")


def _no_circle(agreement: Agreement) -> None:
    """Return only if no condition is made of itself, on whatever branch."""
    parts = {condition.name: (*condition.all, *condition.any) for condition in agreement.conditions}
    circling = sorted(parts.keys() - grown(parts, {}))
    if circling:
        made = "it is made of itself" if len(circling) == 1 else "they are made of each other"
        why = f"{', '.join(circling)} can never come about: {made}"
        raise Refused("agreement-cycle", why, f"/conditions/{circling[0]}", "let one of them stand by itself")


def _needs(agreement: Agreement) -> tuple[dict[str, list[str]], dict[str, Sequence[str]]]:
    """Return what each event and condition needs all of, and what it needs one of."""
    all_of: dict[str, list[str]] = {IN_FORCE: []}
    one_of: dict[str, Sequence[str]] = {}
    all_of |= {f"declaration/{site.name}": [] for site in agreement.sites}
    one_of |= naming(agreement)
    for inspection in agreement.inspections:
        needed = [f"condition/{name}" for name in inspection.only_if]
        all_of |= {f"{kind}/{inspection.name}": needed for kind in IN_A_VISIT}
    for monitor in agreement.monitors:
        all_of[f"reading/{monitor.name}"] = [f"condition/{name}" for name in monitor.only_if]
    for term in agreement.notifications:
        all_of[f"notification/{term.name}"] = [f"condition/{name}" for name in term.only_if]
        if term.about:
            one_of[f"notification/{term.name}"] = list(term.about)
    for ladder in agreement.ladders:
        for place, rung in enumerate(ladder.rungs):
            below = f"rung/{ladder.name}/{place}"
            all_of[f"rung/{ladder.name}/{place + 1}"] = [below, *(f"notification/{step}" for step in rung.steps)]
            for step in rung.steps:
                all_of[f"notification/{step}"].append(below)
        all_of[f"rung/{ladder.name}/0"] = []
    declaring = declared(agreement)
    for condition in agreement.conditions:
        node = f"condition/{condition.name}"
        if condition.any:
            one_of[node] = [f"condition/{name}" for name in condition.any]
        elif condition.figure is not None:
            one_of[node] = [f"figure/{condition.figure}/{condition.by}"]
        elif condition.notification is not None:
            all_of[node] = [f"notification/{condition.notification}"]
        else:
            all_of[node] = [f"condition/{name}" for name in condition.all]
    for (figure, party), formats in declaring.items():
        one_of[f"figure/{figure}/{party}"] = [f"notification/{name}" for name in formats]
    return all_of, one_of


def grown(all_of: Graph, one_of: Graph) -> set[str]:
    """Return what can come about, where a node of ``all_of`` needs all its parts, and one of ``one_of`` one of its.

    A node of both needs both; a part that is a node of neither never comes about. In time linear in nodes and edges.
    """
    missing = {node: len(parts) for node, parts in all_of.items()}
    for node in one_of:
        missing[node] = missing.get(node, 0) + 1
    needing, choosing = backwards(all_of), backwards(one_of)
    choosers = set(one_of)
    found = {node for node, number in missing.items() if not number}
    ready = list(found)
    while ready:
        part = ready.pop()
        met = list(needing.get(part, ()))
        chosen = [node for node in choosing.get(part, ()) if node in choosers]
        choosers.difference_update(chosen)
        for node in (*met, *chosen):
            missing[node] -= 1
            if not missing[node]:
                found.add(node)
                ready.append(node)
    return found
