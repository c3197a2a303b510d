"""What an author saw, had and doubted, beside slow references: the definitions of spec/regime.md, word by word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from every_term import every_term
from histories import History
from hostile import Blind

from counterseal.agreement import clock
from counterseal.log import note
from counterseal.regime import conditions
from counterseal.regime.disputes import disputed_statements
from counterseal.regime.facts import Facts, View
from counterseal.regime.hours import Hours
from counterseal.regime.overtaken import overtaken

LOOKS = 40  # at lists, of one search: fewer than there are entries in the longer one


def undoubted(facts: Facts, view: View, party: str, said: list[tuple[int, Any, bytes]]) -> list[tuple[int, Any, bytes]]:
    """Return what an author sees of what a party said and does not doubt, last first: one after the other."""
    size = view.size(facts.agreement.party(party).log)
    return [one for one in reversed(said) if one[0] < size and not view.disputes(one[2])]


def compared(facts: Facts, view: View) -> int:
    """Compare all that a view shows, and return how much it leaves out."""
    doubted = 0
    for name, by_party in facts.notified.items():
        for party, series in by_party.items():
            said = [(index, 0, one) for index, one in zip(series.indexes, series.ids, strict=True)]
            want = [(index, one) for index, _, one in undoubted(facts, view, party, said)]
            assert [(index, one) for index, one, _ in view.stops(name, party)] == want
            assert view.last(name, party) == (want[0] if want else None)
            doubted += sum(view.holds(one) for one in series.ids) - len(want)
    for (party, name), line in facts.figures.items():
        seen = undoubted(facts, view, party, line)
        assert view.figure(party, name) == (seen[0][1] if seen else None)
    return doubted


def revoking(seed: int) -> History:
    """Return a history of two parties who say three formats with three keys, and take some of it back."""
    dice = random.Random(f"revoking {seed}")
    made = History(every_term(), seed="revoking")
    made.found()
    made.notify("epsilon", "consultation-held")
    made.sync()
    observed: dict[str, list[tuple[str, int]]] = {}
    good = {"alpha": [1, 2, 3], "beta": [1, 2, 3]}
    for _ in range(120):
        party = dice.choice(("alpha", "beta"))
        what = dice.choice(("figures", "permit", "suspension", "observe", "observe", "revoke"))
        log = made.origins[party]
        if what == "observe":
            author = dice.choice(("alpha", "beta"))
            sizes = [size for (seen, size) in observed.get(party, ()) if seen == author]
            size = dice.randint(max(sizes, default=1), len(made.logs[made.origins[author]]))
            made.observe(party, author, size)
            observed.setdefault(party, []).append((author, size))
        elif what != "revoke":
            members: dict[str, Any] = {"figures": {"launchers": dice.randint(0, 9), "shelters": 1}, "until": made.now}
            carried = {"figures": ("figures",), "permit": ("until",), "suspension": ()}[what]
            number = made.numbers[party, what] = made.numbers.get((party, what), 0) + 1
            body = {"format": what, "number": number} | {name: members[name] for name in carried}
            body |= {"words": "x"} if what == "suspension" else {}
            said = made.text(party, "notification", body)
            signed = note.sign(said.text, [made.signer(party, "officer", dice.choice(good[party]))])
            made.add(party, signed.encode(), said.id)
            if made.regime().facts.places.get(said.id) is None:
                made.numbers[party, what] -= 1
        elif len(good[party]) > 1 and dice.random() < 0.6:
            person = good[party].pop()
            key = next(key["key"] for key in made.key_set(party)["keys"] if key["person"] == f"officer-{person}")
            facts, other = made.regime().facts, made.origins["beta" if party == "alpha" else "alpha"]
            held = facts.logs[other].closure[facts.logs[log].sizes.get(other, 0)].get(log, 0)
            last_good = dice.randint(max(held - 1, 2), max(held - 1, 2) + 3)
            made.say(party, "key-revocation", {"keys": [key], "last_good": last_good})
    return made


def test_what_is_doubted_beside_one_look_after_the_other() -> None:
    doubted = 0
    for seed in range(3):
        told = revoking(seed)
        facts = told.regime().facts
        for log, own in facts.logs.items():
            for size in range(2, own.tree.size + 1):
                doubted += compared(facts, View(facts, log, size, told.now, sizes=own.closure[size]))
    assert doubted > 500


class Counted(list[int]):
    """A list that counts how often it is looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        Counted.looks += 1
        return super().__getitem__(place)


def disowning(count: int) -> tuple[History, bytes]:
    """Return a history in which a party disowns so many figures, of which the good one is below them."""
    made = History(every_term())
    made.found()
    made.notify("epsilon", "consultation-held")
    made.sync()
    made.notify("beta", "figures", figures={"launchers": 7, "shelters": 1})
    good = len(made.logs[made.origins["beta"]]) - 1
    for _ in range(count):
        made.notify("beta", "figures", figures={"launchers": 1, "shelters": 1})
    key = next(key["key"] for key in made.key_set("beta")["keys"] if key["person"] == "officer-1")
    revocation = made.say("beta", "key-revocation", {"keys": [key], "last_good": good})
    made.observe("alpha", "beta")
    return made, revocation


@pytest.mark.parametrize("count", [5, 500])
def test_work_does_not_grow_with_what_a_party_disowned(count: int) -> None:
    made, _ = disowning(count)
    facts = made.regime().facts
    series = facts.notified["figures"]["beta"]
    assert len(series.indexes) == count + 1
    (disowned,) = [one for name, one in facts.disowned.items() if name == ("format", "figures", "beta")]
    assert len(disowned.clean) == 1
    series.indexes = Counted(series.indexes)
    disowned.clean = Counted(disowned.clean)
    disowned.by = {index: Counted(indexes) for index, indexes in disowned.by.items()}
    for party in ("alpha", "beta"):
        log = made.origins[party]
        view = View(facts, log, facts.logs[log].tree.size, made.now)
        Counted.looks = 0
        assert view.last("figures", "beta") == (series.indexes[0], series.ids[0])
        assert Counted.looks <= LOOKS
        assert view.figure("beta", "launchers") == 7


def test_what_is_overtaken_beside_one_look_after_the_other() -> None:
    kinds: set[str] = set()
    for seed in (0, 7, 11):  # the last has a notice
        told = Blind(f"had {seed}", spite=0.2)
        told.run(1_500)
        facts = told.fold.facts
        hours = Hours(facts)
        disputed = disputed_statements(facts, hours)
        found = overtaken(facts, hours, disputed)
        assert found == frozenset(_overtaken(facts, hours, disputed))
        kinds |= {facts.statements[one].kind for one in found}
        for one in facts.notices:
            then = facts.under(facts.course_for(*facts.places[one])[1])
            inspection = then.agreement.inspection(facts.statements[one].body.inspection)
            assert inspection is not None
            assert conditions.all_hold(then, inspection.only_if, facts.view_then(one))  # as when it was said
    assert kinds == {"notice", "notification"}


def _overtaken(facts: Facts, hours: Hours, disputed: Any) -> Iterator[bytes]:
    for one, said in facts.statements.items():
        witnessed = hours.witnessed_by(one)
        if said.kind not in ("notice", "notification") or witnessed is None:
            continue
        log, index = facts.places[one]
        known = facts.logs[log].era(index)
        had = [
            number
            for number, (statement, _) in facts.cuts.items()
            if number > known and (hours.delivered_to(statement, said.party) or 10**12) < witnessed
        ]
        old, new = (facts.under(facts.course_at(cut)[1]).agreement for cut in (known, max(had, default=known)))
        named = said.body.inspection if said.kind == "notice" else said.body.format
        terms = [getattr(one, "inspection" if said.kind == "notice" else "notification")(named) for one in (old, new)]
        if terms[0] != terms[1] or old.signatures[said.kind] != new.signatures[said.kind]:
            yield one
            continue
        if not all(_holds(facts, hours, old.condition(name), old, one, disputed) for name in terms[0].only_if):
            yield one


def _holds(facts: Facts, hours: Hours, condition: Any, agreement: Any, one: bytes, disputed: Any) -> bool:
    """Return whether a condition holds for who had what was delivered before ``one`` was witnessed."""
    said, before = facts.statements[one], hours.seen_by(one)
    then = facts.view_then(one)

    def last(seen: list[tuple[int, Any, bytes]], party: str) -> tuple[int, Any, bytes] | None:
        own = undoubted(facts, then, party, seen)
        size = then.size(facts.agreement.party(party).log)
        late = [
            entry
            for entry in seen
            if party != said.party and entry[0] >= size and entry[2] not in disputed
            if (hours.delivered_to(entry[2], said.party) or 10**12) < before
        ]
        return late[-1] if late else own[0] if own else None

    def notified(name: str, party: str) -> tuple[int, Any, bytes] | None:
        series = facts.notified.get(name, {}).get(party)
        if series is None:
            return None
        return last([(place, 0, one) for place, one in zip(series.indexes, series.ids, strict=True)], party)

    if condition.all or condition.any:
        parts = [
            _holds(facts, hours, agreement.condition(part), agreement, one, disputed)
            for part in (*condition.all, *condition.any)
        ]
        return all(parts) if condition.all else any(parts)
    if condition.figure is not None:
        figure = last(facts.figures.get((condition.by, condition.figure), []), condition.by)
        return figure is not None and figure[1] >= condition.at_least
    assert facts.agreement.delivery is not None
    allowance = facts.agreement.delivery.allowance
    sayers = {"permitted": ["alpha", "beta"], "consulted": ["epsilon"]}.get(condition.name, ["gamma"])
    for party in sayers:
        entry = notified(condition.notification, party)
        if entry is None:
            return False
        withdrawn = notified(condition.withdrawn_by, party) if condition.withdrawn_by else None
        if withdrawn is not None and withdrawn[0] > entry[0]:
            return False
        until = facts.statements[entry[2]].body.until
        if until is not None and (then.hour > until or before > clock.add(until, allowance)):
            return False
    return True
