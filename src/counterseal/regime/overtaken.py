"""What stands and does nothing for its author, because of what others held: nobody gains by not looking.

1. A notice or a notification is *overtaken* if, before it was witnessed, there had been delivered to its author what
   takes its right to say it away: a cut that put another document in effect, with other terms for it; a word or a
   figure after which a condition that it needs holds no more; or if the term of a consent on which it rests had run
   out, and the agreed allowance, too, when it was witnessed.
2. A step, or another notification that a stop names, is *stopped* if its author said it under a stop of its own that it
   doubts and others held, as a notice is.

Such a notice binds nobody. Such a notification is disputed: it keeps its adverse effects and loses the favourable ones.
Without ``delivery`` in the agreement nobody has what it did not see, and nothing is overtaken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from counterseal.agreement import clock
from counterseal.agreement.amends import same_terms
from counterseal.agreement.clock import END_S
from counterseal.agreement.document import Inspection
from counterseal.agreement.terms import NotificationTerm
from counterseal.regime import conditions
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Disputed, Hours
from counterseal.regime.standing import steps
from counterseal.regime.suspension import revived
from counterseal.statements.statement import Statement


class Had:
    """What the author of a statement of a thread had to know: what it saw, and what was delivered before others saw it.

    Requires that the agreement has ``delivery``.
    """

    def __init__(self, facts: Facts, hours: Hours, statement: bytes, disputed: Disputed) -> None:
        assert facts.agreement.delivery is not None
        self._facts = facts
        self._hours = hours
        self._disputed = disputed
        self._view = facts.view_then(statement)
        self._party = facts.statements[statement].party
        self._before = hours.seen_by(statement)
        self._allowance = facts.agreement.delivery.allowance

    def reaches(self, until: int) -> bool:
        """Return whether the author's hour is not after another, nor that by which others saw, less the allowance."""
        return self._view.reaches(until) and self._before <= clock.add(until, self._allowance)

    def last(self, notified: str, party: str) -> tuple[int, bytes] | None:
        """Return index and id of the party's last notification of a format."""
        series = self._facts.notified.get(notified, {}).get(party)
        if series is None:
            return None
        said = ((index, 0, one) for index, one in zip(series.indexes, series.ids, strict=True))
        later = self._later(said, f"format {notified}", party)
        return self._view.last(notified, party) if later is None else (later[0], later[2])

    def figure(self, party: str, name: str) -> int | None:
        """Return the number that the party declared last."""
        later = self.later_figure(party, name)
        return self._view.figure(party, name) if later is None else later

    def later_figure(self, party: str, name: str) -> int | None:
        """Return the number that the party declared last, if the author had that without having seen it."""
        later = self._later(self._facts.figures.get((party, name), ()), f"figure {name}", party)
        return None if later is None else later[1]

    def _later(self, said: Any, name: str, party: str) -> tuple[int, int, bytes] | None:
        if party == self._party:
            return None
        found = self._hours.last(said, name, party, self._before - 1, self._disputed, self._party)
        seen = self._view.size(self._facts.agreement.party(party).log)
        return None if found is None or found[0] < seen else found


def overtaken(facts: Facts, hours: Hours, disputed: Disputed) -> frozenset[bytes]:
    """Return the notices and notifications that are overtaken; ``disputed``: by revocations."""
    if facts.agreement.delivery is None:
        return frozenset()
    return frozenset(_overtaken(facts, hours, disputed))


def unsaid(facts: Facts, hours: Hours, disputed: Disputed, late: Collection[bytes]) -> dict[bytes, int]:
    """Return the notifications that are disputed for what others held; from no hour on do their stops bind no others.

    Args:
        facts, hours: what is folded.
        disputed: by revocations.
        late: what is overtaken.
    """
    found = dict.fromkeys((one for one in late if facts.statements[one].kind == "notification"), END_S)
    return found | dict.fromkeys(_stopped(facts, hours, disputed), END_S)


def _overtaken(facts: Facts, hours: Hours, disputed: Disputed) -> Iterator[bytes]:
    courses = {party.name: _Courses(facts, hours, party.name) for party in facts.agreement.parties}
    digests = {facts.agreement.founding, *(digest for _, digest in facts.course.values())}
    documents = [facts.under(digest).agreement for digest in sorted(digests)]
    judged: list[tuple[list[Inspection | NotificationTerm | None], list[bytes]]] = []
    for name, ids in facts.visits.items():
        judged.append(([document.inspection(name) for document in documents], ids))
    for name, by_party in facts.notified.items():
        terms = [document.notification(name) for document in documents]
        judged += [([*terms], series.ids) for series in by_party.values()]
    for may_need, ids in judged:
        needs = any(term is not None and term.only_if for term in may_need)
        for one in ids if needs or len(documents) > 1 else ():
            witnessed_s = hours.witnessed_by(one)
            if witnessed_s is None:
                continue
            said = facts.statements[one]
            log, index = facts.places[one]
            newer = courses[said.party].newer(facts.logs[log].era(index), witnessed_s, said)
            if newer or (needs and not _held(facts, hours, one, disputed)):
                yield one


def _held(facts: Facts, hours: Hours, one: bytes, disputed: Disputed) -> bool:
    """Return whether what a statement needs held, by the document of its author, for one who had all that was had."""
    said = facts.statements[one]
    then = facts.under(facts.course_for(*facts.places[one])[1])
    term: Inspection | NotificationTerm | None
    if said.kind == "notice":
        term = then.agreement.inspection(said.body.inspection)
    else:
        term = then.agreement.notification(said.body.format)
    if term is None or not term.only_if:
        return True
    return conditions.all_hold(then, term.only_if, Had(facts, hours, one, disputed))


def _stopped(facts: Facts, hours: Hours, disputed: Disputed) -> Iterator[bytes]:
    """Yield what a party said under its own stop that it doubts and others held: what R32 keeps others from."""
    climbing = steps(facts)
    for stop in revived(facts, disputed):
        own = facts.logs[facts.agreement.party(stop.party).log]
        for term in facts.agreement.notifications:
            named = term.name in stop.of or (not stop.of and term.name in climbing)
            series = facts.notified.get(term.name, {}).get(stop.party)
            if series is None or not named or term.effect is not None:
                continue
            for index, one in zip(series.indexes, series.ids, strict=True):
                hour = max(own.shown_at(index), hours.existed_by(one))
                if index in stop.under and stop.hour <= hour:
                    yield one


class _Courses:
    """The cuts that put another document in effect, with the hours at which a party had them."""

    def __init__(self, facts: Facts, hours: Hours, party: str) -> None:
        self._facts = facts
        self._had: list[tuple[int, bytes, int]] = []
        before = facts.agreement.founding
        for number, (_, digest) in sorted(facts.course.items()):
            if digest != before:
                had_s = hours.delivered_to(facts.cuts[number][0], party)
                self._had.append((number, digest, END_S if had_s is None else had_s))
            before = digest

    def newer(self, era: int, by: int, said: Statement) -> bool:
        """Return whether another document than that of cut ``era`` was had before an hour, with other terms for it."""
        last = next((entry for entry in reversed(self._had) if entry[2] < by), None)
        if last is None or last[0] <= era:
            return False
        old, new = (self._facts.under(digest).agreement for digest in (self._facts.course_at(era)[1], last[1]))
        return not same_terms(old, new, said.kind, said.body.inspection if said.kind == "notice" else said.body.format)
