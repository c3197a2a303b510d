"""The fold does not depend on the order in which entries arrive, nor on when it is asked."""

from __future__ import annotations

import random
from functools import cache

import pytest
from played import play
from upper_cases.desk import Base, base

from counterseal.agreement import document
from counterseal.errors import Misuse
from counterseal.log import policy
from counterseal.regime.fold import Regime

HISTORIES = ("deveselu-one-visit", "three-parties", "another-share", "two-histories")
NOW = 1_646_200_000

Entries = list[tuple[str, int, bytes]]


@cache
def history(name: str) -> Base:
    """Return a stored history, or what a variant of the play left."""
    if name in ("deveselu-one-visit", "three-parties"):
        return base(name)
    world = play(name)[0].world
    node = world.nodes["russian-federation"]
    logs = {log: [e.decode() for e in node.entries(log, 0, node.regime.size(log))] for log in node.regime.facts.logs}
    return Base(name, world.agreement.data.decode(), world.trust_file.decode(), logs)


def entries(name: str) -> Entries:
    """Return all entries of a history with their places."""
    return [
        (log, index, text.encode()) for log, texts in history(name).logs.items() for index, text in enumerate(texts)
    ]


def fresh(name: str) -> Regime:
    """Return a fold that has seen nothing."""
    of = history(name)
    return Regime(document.parse(of.agreement.encode()), policy.parse(of.trust_file.encode()))


def fold(name: str, order: Entries) -> Regime:
    """Return the fold over entries in the order given."""
    made = fresh(name)
    for log, index, data in order:
        made.feed(log, index, data)
    return made


@pytest.mark.parametrize("name", HISTORIES)
def test_any_order_of_delivery_gives_one_state(name: str) -> None:
    """125 orders each, with repeats; in every one a log arrives after all others."""
    every = entries(name)
    whole = fold(name, every).judge(NOW)
    dice = random.Random(f"delivery of {name}")
    logs = sorted(history(name).logs)
    for _ in range(125):
        late = dice.choice(logs)
        order = every + dice.sample(every, len(every) // 2)
        dice.shuffle(order)
        order = [entry for entry in order if entry[0] != late] + [entry for entry in order if entry[0] == late]
        assert fold(name, order).judge(NOW) == whole


@pytest.mark.parametrize("name", HISTORIES)
def test_after_every_entry_the_state_is_that_of_what_is_folded(name: str) -> None:
    every = entries(name)
    random.Random(f"steps of {name}").shuffle(every)
    grown = fresh(name)
    asked = {tuple[int, ...]()}
    for log, index, data in every:
        grown.feed(log, index, data)
        sizes = {origin: grown.size(origin) for origin in grown.facts.logs}
        if tuple(sizes.values()) in asked:
            continue  # it waits: nothing was folded
        asked.add(tuple(sizes.values()))
        prefix = [entry for entry in entries(name) if entry[1] < sizes[entry[0]]]
        batch = fold(name, prefix)
        assert batch.judge(NOW) == grown.judge(NOW)
        assert {origin: batch.size(origin) for origin in batch.facts.logs} == sizes
    assert sizes == {log: len(texts) for log, texts in history(name).logs.items()}
    assert len(asked) > 3


def test_what_waits_changes_nothing() -> None:
    """Withholding a log stops what rests on it, and bends nothing else."""
    name = "deveselu-one-visit"
    every = entries(name)
    withheld = every[-1][0]
    partly = fold(name, [entry for entry in every if entry[0] != withheld])
    closed = [entry for entry in every if entry[1] < partly.size(entry[0])]
    assert partly.judge(NOW).digest == fold(name, closed).judge(NOW).digest
    assert 0 < len(closed) < len(every) // 2


def test_two_entries_for_one_place_are_the_feeders_mistake() -> None:
    name = "deveselu-one-visit"
    log, index, data = entries(name)[0]
    made = fold(name, [(log, index, data)])
    with pytest.raises(Misuse):
        made.feed(log, index, data + b"x")
    made.feed(log, 5, b"waits")
    with pytest.raises(Misuse):
        made.feed(log, 5, b"waits too")
    with pytest.raises(Misuse):
        made.feed("nobody.example/log/x", 0, data)
    with pytest.raises(Misuse):
        made.feed(log, -1, data)


def test_another_hour_is_another_state() -> None:
    made = fold("deveselu-one-visit", entries("deveselu-one-visit"))
    first, second = made.judge(NOW), made.judge(NOW + 1)
    assert first.subjects == second.subjects
    assert first.digest != second.digest
