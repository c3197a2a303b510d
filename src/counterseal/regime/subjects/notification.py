"""Notifications: typed messages that the agreement names.

R34  the format is agreed, and its author may say it                     notification-format, notification-party
R35  it is about what the format answers, or about nothing               notification-about
R36  it is numbered by format without a gap, and said once where once is agreed; what stops is said once until resumed
                                                                         notification-number, notification-once
R37  it carries the members and figures agreed, and no other             notification-carries
R38  the conditions of the format hold, as its author sees them          notification-condition
R39  a step of a ladder waits until every step below was witnessed       notification-rung
"""

from __future__ import annotations

from counterseal.agreement.events import event
from counterseal.agreement.terms import CARRIES
from counterseal.regime import conditions
from counterseal.regime.effects import Effect, Notified, thread
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule, steps
from counterseal.regime.suspension import WORDS, unresumed
from counterseal.regime.who import resolve
from counterseal.statements.kinds import Notification
from counterseal.statements.statement import Statement

EVENT_KINDS = {
    "notice": ("notice",),
    "report": ("inspection-report",),
    "one-sided": ("one-sided-report",),
    "designation": ("designation-opened",),
    "opening": ("declaration-opened",),
    "notification": ("notification",),
    "declaration": ("declaration", "declaration-sealed"),
    "reading": ("reading",),
}


def agreed(facts: Facts, said: Said) -> str:
    """R34."""
    body: Notification = said.statement.body
    term = facts.agreement.notification(body.format)
    if term is None:
        return "notification-format"
    party = said.statement.party
    about = None if body.about is None else facts.statements.get(body.about)
    root = thread(facts, said.statement)
    is_allowed = any(party in resolve(facts, who, about, root) for who in term.by)
    return "" if is_allowed else "notification-party"


def answers(facts: Facts, said: Said) -> str:
    """R35."""
    body: Notification = said.statement.body
    term = facts.agreement.notification(body.format)
    if term is None:
        return ""  # R34
    if not term.about:
        return "" if body.about is None else "notification-about"
    about = None if body.about is None else facts.statements.get(body.about)
    fits = about is not None and any(is_event(facts, about, wanted) for wanted in term.about)
    return "" if fits else "notification-about"


def numbered(facts: Facts, said: Said) -> str:
    """R36."""
    body: Notification = said.statement.body
    term = facts.agreement.notification(body.format)
    if term is None:
        return ""  # R34
    series = facts.notified.get(body.format, {}).get(said.statement.party)
    if body.number != (1 if series is None else len(series.ids) + 1):
        return "notification-number"
    if series is None:
        return ""
    view, party = facts.view(said), said.statement.party
    before = term.once == "ever" and view.last(body.format, party) is not None
    if term.once == "about" and (body.format, party, body.about) in facts.answered:
        replies = facts.replies.get(body.about or b"", ())
        mine = (one for one in replies if is_event(facts, facts.statements[one], f"notification/{body.format}"))
        before = any(facts.statements[one].party == party and not view.disputes(one) for one in mine)
    if term.effect in WORDS and unresumed(facts, view, term, party):
        before = True
    return "notification-once" if before else ""


def carries(facts: Facts, said: Said) -> str:
    """R37."""
    body: Notification = said.statement.body
    term = facts.agreement.notification(body.format)
    if term is None:
        return ""  # R34
    given = {member for member in CARRIES if getattr(body, member) not in (None, ())}
    if given != set(term.carries) or set(body.figures or {}) != set(term.figures):
        return "notification-carries"
    if body.site is None and not body.points:
        return ""
    root = thread(facts, said.statement)
    site = body.site if body.site is not None or not root else facts.site(root, facts.view(said))
    known = {site.name: site.points for site in facts.agreement.sites}
    if (site is None and body.points) or (body.site is not None and body.site not in known):
        return "notification-carries"
    return "" if set(body.points) <= set(known.get(site or "", ())) else "notification-carries"


def allowed(facts: Facts, said: Said) -> str:
    """R38."""
    term = facts.agreement.notification(said.statement.body.format)
    met = term is None or not term.only_if or conditions.all_hold(facts, term.only_if, facts.view(said))
    return "" if met else "notification-condition"


def in_turn(facts: Facts, said: Said) -> str:
    """R39."""
    rung = steps(facts).get(said.statement.body.format)
    if rung is None:
        return ""
    ladder = next(ladder for ladder in facts.agreement.ladders if ladder.name == rung[0])
    for below in ladder.rungs[: rung[1]]:
        for step in below.steps:
            ids = [one for series in facts.notified.get(step, {}).values() for one in series.ids]
            if not any(facts.witnessed_before(said, one) for one in ids):
                return "notification-rung"
    return ""


def is_event(facts: Facts, said: Statement, wanted: str) -> bool:
    """Return whether a statement is an event of the name wanted."""
    kind, name = event(wanted)
    if said.kind not in EVENT_KINDS.get(kind, ()):
        return False
    if kind == "notification":
        return bool(said.body.format == name)
    if kind == "declaration":
        return bool(said.body.site == name)
    if kind == "reading":
        return bool(said.body.monitor == name)
    if kind == "notice":
        return bool(said.body.inspection == name)
    notice = facts.notices.get(said.body.notice)
    return notice is not None and notice[1].inspection == name


def event_of(said: Statement) -> str:
    """Return the event that a statement is which starts a thread."""
    if said.kind == "notification":
        return f"notification/{said.body.format}"
    if said.kind == "reading":
        return f"reading/{said.body.monitor}"
    declared = said.kind in EVENT_KINDS["declaration"]
    return f"declaration/{said.body.site}" if declared else f"notice/{said.body.inspection}"


def notify(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """It is said."""
    return (Notified(said),)


RULES = {
    "notification": (
        Rule("R34", agreed),
        Rule("R35", answers),
        Rule("R36", numbered),
        Rule("R37", carries),
        Rule("R38", allowed),
        Rule("R39", in_turn),
    )
}
EFFECTS = {"notification": notify}
