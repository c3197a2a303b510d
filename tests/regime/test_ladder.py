"""The ladder, exhaustively: every interleaving of stepping and observing, with abort and timeout at every point.

A state is how many steps each party has said, and how many of each other party's it has observed witnessed. From
every state that can be reached, every party tries its next step, by the real fold over really signed entries, and
time runs out. Promise 4: nobody is ever irrevocably ahead by more than the rung under way, and the record names who
is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from histories import ROOT, History

from counterseal.node import draft

PARTIES = ("alpha", "bravo", "charlie")
DAY = 86_400
Action = tuple[str, ...]  # ("step", party) or ("observe", reader, author)
State = tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]


def ladder(parties: int, rungs: int) -> dict[str, Any]:
    """Return an agreement of so many parties with a ladder of so many rungs, on each of which everybody steps."""
    written = draft.read((ROOT / "agreements/deveselu-one-visit.yaml").read_bytes())
    names = PARTIES[:parties]
    rename = {"russian-federation": names[0], "united-states": names[1]}
    written["parties"] = [
        {"name": name, "role": "principal", "side": name, "log": f"{name}.example/log/ladder"} for name in names
    ]
    for inspection in written["inspections"]:
        inspection |= {who: rename[inspection[who]] for who in ("inspecting", "inspected")}
    for undertaking in written["undertakings"]:
        undertaking |= {who: rename[undertaking[who]] for who in ("by", "to")}
    steps = [(rung, name) for rung in range(rungs) for name in names]
    written["notifications"] = sorted(
        ({"name": f"step-{r}-{n}", "title": {"en": "a step"}, "by": [n], "once": "ever"} for r, n in steps),
        key=lambda term: str(term["name"]),
    )
    written["ladders"] = [
        {
            "name": "ladder",
            "title": {"en": "a ladder"},
            "start": "in-force",
            "rungs": [
                {"name": f"rung-{r}", "steps": [f"step-{r}-{n}" for n in names], "within": {"days": 30}}
                for r in range(rungs)
            ],
        }
    ]
    written["signatures"]["notification"] = [{"by": "author", "role": "officer", "persons": 1}]
    return written


def play(written: dict[str, Any], names: tuple[str, ...], actions: tuple[Action, ...]) -> History:
    """Return the history in which these actions follow entry into force."""
    history = deepcopy(_founded(json.dumps(written)))
    for action in actions:
        if action[0] == "step":
            number = history.numbers.get((action[1], "steps"), 0)
            history.numbers[action[1], "steps"] = number + 1
            history.notify(action[1], f"step-{number}-{action[1]}")
        else:
            history.observe(action[1], action[2])
    return history


@cache
def _founded(written: str) -> History:
    history = History(json.loads(written))
    history.found()
    return history


def least(state: State, parties: int) -> State:
    """Return the least of the states that differ only in which party is which."""
    said, seen = state
    orders = permutations(range(parties))
    return min((tuple(said[p] for p in o), tuple(tuple(seen[p][a] for a in o) for p in o)) for o in orders)


def reachable(
    written: dict[str, Any], parties: int, rungs: int, alike: bool
) -> Iterator[tuple[State, tuple[Action, ...], History]]:
    """Yield every state that the fold lets parties reach, one way there, and its history.

    ``alike``: of states that differ only in which party is which, one is enough; no rule asks for a name.
    """
    names = PARTIES[:parties]
    start: State = ((0,) * parties, ((0,) * parties,) * parties)
    found: dict[State, tuple[Action, ...]] = {start: ()}
    known = {start}
    todo = [start]

    def add(state: State, actions: tuple[Action, ...]) -> bool:
        form = least(state, parties) if alike else state
        if form in known:
            return False
        known.add(form)
        found[state] = actions
        return True

    while todo:
        state = todo.pop()
        actions = found[state]
        history = play(written, names, actions)
        yield state, actions, history
        said, seen = state
        for p, name in enumerate(names):
            if said[p] < rungs and may_step(history, name, said[p]):
                after: State = ((*said[:p], said[p] + 1, *said[p + 1 :]), seen)
                if add(after, (*actions, ("step", name))):
                    todo.append(after)
            # Its own log too: a party's own step counts as witnessed once it logged its own witnessed checkpoint.
            for author in range(parties):
                row = tuple(said[a] if a == author else seen[p][a] for a in range(parties))
                after = (said, (*seen[:p], row, *seen[p + 1 :]))
                if add(after, (*actions, ("observe", name, names[author]))):
                    todo.append(after)


def may_step(history: History, party: str, rung: int) -> bool:
    """Return whether the fold takes the party's next step; nothing but its rung may be in the way."""
    said = history.text(party, "notification", {"format": f"step-{rung}-{party}", "number": 1})
    broken = history.regime().preview(history.origins[party], history.signed(party, said))
    assert broken is None or broken.code == "notification-rung"
    return broken is None


@pytest.mark.parametrize(
    ("parties", "rungs", "alike", "states"),
    [
        (2, 1, False, 25),
        (2, 2, False, 65),
        (2, 4, False, 145),
        (3, 1, True, 147),
        (3, 2, True, 563),
    ],
)
def test_nobody_is_ever_ahead_by_more_than_the_rung_under_way(
    parties: int, rungs: int, alike: bool, states: int
) -> None:
    written, names = ladder(parties, rungs), PARTIES[:parties]
    count = 0
    for (said, seen), actions, history in reachable(written, parties, rungs, alike):
        count += 1
        assert max(said) - min(said) <= 1, actions
        for p, name in enumerate(names):
            if said[p] < rungs:
                below_seen = all(seen[p][a] >= said[p] for a in range(parties))
                assert may_step(history, name, said[p]) == below_seen, actions  # no sooner, and then at once
        # Everybody stops here, and time runs out: the record names exactly who is missing on the rung under way.
        ended = play(written, names, actions)
        ended.now += DAY
        ended.sync()
        made = ended.regime().judge(ended.now + 400 * DAY)
        assert made.irregularities == ()
        (stood,) = made.ladders
        for number, rung in enumerate(stood.rungs):
            missing = tuple(name for p, name in enumerate(names) if said[p] <= number)
            assert rung.missing == missing, actions
            under_way = number == min(said)
            assert rung.status == ("done" if not missing else "halted" if under_way else "not begun"), actions
    assert count == states


def test_a_step_out_of_turn_is_an_irregularity_and_moves_nothing() -> None:
    written = ladder(2, 2)
    history = play(written, PARTIES[:2], (("step", "alpha"), ("observe", "alpha", "alpha")))
    history.notify("alpha", "step-1-alpha")
    history.sync()
    made = history.regime().judge(history.now)
    assert [(entry.rule, entry.code, entry.party) for entry in made.irregularities] == [
        ("R39", "notification-rung", "alpha")
    ]
    assert [rung.stepped for rung in made.ladders[0].rungs] == [("alpha",), ()]
