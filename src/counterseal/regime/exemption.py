"""Exemption: a site of a pool that the inspected Party keeps out of visits for a time (spec/regime.md, R66).

What was sealed before its author had seen the exemption stays sealed, and opens: no exemption keeps anybody from a
visit. It is over by an hour that a quorum had cosigned: no author dates itself behind it.
"""

from __future__ import annotations

from counterseal.regime.facts import Facts, Said
from counterseal.statements.kinds import DesignationSealed, Notification


def exempt(facts: Facts, said: Said) -> tuple[str, ...]:
    """Return the sites, by name, that are exempt from the visit of a sealed designation, as its author sees it."""
    body: DesignationSealed = said.statement.body
    inspection = facts.agreement.inspection(body.inspection)
    terms = [t for t in facts.agreement.notifications if t.effect == "exempts" and body.inspection in t.of]
    if inspection is None or not terms:
        return ()
    view, shown_s = facts.view(said), facts.logs[said.log].shown_s
    found: set[str] = set()
    for term in terms:
        asked: set[str] = set()  # of each site, the last word counts
        for _, one, _ in view.stops(term.name, inspection.inspected):
            told: Notification = facts.statements[one].body
            if told.site is not None and told.site not in asked:
                asked.add(told.site)
                begun = told.hour is None or told.hour <= view.hour
                if begun and told.until is not None and shown_s <= told.until:
                    found.add(told.site)
    return tuple(sorted(found))
