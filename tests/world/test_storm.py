"""Worlds in bad weather, each drawn from a number, and what must hold in every one of them.

    1. what a node acknowledged rests on its disk, at its place, for ever
    2. an honest log signs one root for a size, and an honest witness cosigns one
    3. nothing that an honest party says is an irregularity to anybody who knows of no fork
    4. the state does not depend on the order in which entries came, nor on a restart
    5. honest nodes that hold the same entries come to one state; without a liar they do hold the same in the end
    6. what a node holds of another log is what its honest party logged, or leads to a root that a liar signed
    7. no finding is better than what was really done: not the points, not the hour of the freeze, not the truth

Check runs a slice, ``COUNTERSEAL_TORTURE=1`` ten thousand. ``COUNTERSEAL_WORLD=N`` runs world N alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import comb
from typing import Any

import pytest
from played import agreement_draft, scenario

from counterseal.assessment.finding import Finding, assess
from counterseal.confidence import guarantee
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log.tree import Tree, leaf_hash
from counterseal.regime.fold import Regime
from counterseal.regime.judge import State
from counterseal.world.machine import LIES, Machine
from counterseal.world.storm import Storm
from counterseal.world.world import World

TORTURE = os.environ.get("COUNTERSEAL_TORTURE") == "1"
ONE = os.environ.get("COUNTERSEAL_WORLD")
WORLDS = 10_000 if TORTURE else 60
BLOCK = 20  # worlds of one test
SHARED = 40  # worlds that several tests look at
SKEW_S = 900  # the most by which a clock is wrong


@cache
def ground() -> World:
    """Return agreement, trust file and keys of all storms: the one visit, with an observer, and with fillers."""
    draft: dict[str, Any] = agreement_draft()
    observer = {"log": "osce.example/log/storm", "name": "osce", "role": "guest-observer", "side": "osce"}
    draft["name"] = "storm"
    draft["parties"] = [observer, *draft["parties"]]
    draft["signatures"]["filler"] = [{"by": "author", "persons": 1, "role": "node"}]
    return World(scenario(), draft)


def storm(number: int) -> Storm:
    """Return a world after its storm, everybody holding what honest parties have."""
    passed = Storm(ground(), number).run()
    passed.settle()
    return passed


def wrong(passed: Storm) -> Iterator[str]:
    """Yield what does not hold of the list above."""
    honest = passed.honest
    names = {machine.party for machine in honest}
    for machine in honest:
        for index, data in machine.acknowledged.items():
            held = machine.disk.size(machine.origin)
            if index >= held or machine.disk.entries(machine.origin, index, index + 1) != [data]:
                yield f"1: entry {index} of {machine.party} was acknowledged, and is not there"
        broken = machine.node.regime.facts.irregularities
        forked = any(one.code == "fork" for one in broken)  # who holds one history judges by it those who saw the other
        for one in broken:
            if one.party in names and not forked:
                yield f"3: {one.rule} {one.code} by honest {one.party}, entry {one.index}, as {machine.party} sees it"
        if digests(machine.node.regime, passed) != digests(again(passed, machine), passed):
            yield f"4: the state of {machine.party} depends on the order of entries"
    for (log, size), roots in passed.seen.signed.items():
        if len(roots) > 1:
            yield f"2: {log} signed {len(roots)} roots for {size} entries"
    for (witness, log, size), roots in passed.seen.cosigned.items():
        if len(roots) > 1:
            yield f"2: {witness} cosigned {len(roots)} roots for {size} entries of {log}"
    states = {tuple(sorted(sizes(machine).items())): set[tuple[bytes, ...]]() for machine in honest}
    for machine in honest:
        states[tuple(sorted(sizes(machine).items()))].add(digests(machine.node.regime, passed))
    if any(len(found) > 1 for found in states.values()) or (len(states) > 1 and not passed.forecast.liar):
        yield f"5: honest nodes come to {sum(len(found) for found in states.values())} states"
    for machine in honest:
        yield from mistaken(passed, machine)
        yield from overstated(passed, machine)


def digests(regime: Regime, passed: Storm) -> tuple[bytes, ...]:
    """Return the state's digest at the start, now and long after."""
    now = passed.network.now
    return tuple(regime.judge(hour).digest for hour in (ground().scenario.starts_at, now, now + 10**7))


def sizes(machine: Machine) -> dict[str, bytes]:
    """Return the root of what a node holds of each log."""
    return {log: facts.tree.root() for log, facts in machine.node.regime.facts.logs.items()}


def again(passed: Storm, machine: Machine) -> Regime:
    """Return the fold of all that rests on a disk, fed in an order of chance."""
    regime = Regime(ground().agreement, ground().policy)
    logs = regime.facts.logs
    places = [(log, index) for log in logs for index in range(machine.disk.size(log))]
    for log, index in passed.dice.shuffled(places):
        regime.feed(log, index, machine.disk.entries(log, index, index + 1)[0])
    return regime


def mistaken(passed: Storm, machine: Machine) -> Iterator[str]:
    """Yield of which logs a node holds what nobody said."""
    for party, author in passed.machines.items():
        log, held = author.origin, machine.disk.size(author.origin)
        entries = machine.disk.entries(log, 0, held)
        if party == passed.forecast.liar:
            kept = machine.node.published(log, held)
            root = Tree(leaf_hash(entry) for entry in entries).root()
            good = not kept or checkpoints.parse(note.parse(kept).text).root == root
        else:
            good = held <= author.disk.size(log) and author.disk.entries(log, 0, held) == entries
        if not good:
            yield f"6: {machine.party} holds {held} entries that {party} never said"


def overstated(passed: Storm, machine: Machine) -> Iterator[str]:
    """Yield which findings say more than what was done and what is true, at each cut and at the end."""
    regime = machine.node.regime
    for hour in (passed.network.now, *(body.hour for _, body in regime.facts.cuts.values())):
        state = regime.judge(hour)
        for finding in assess(state.document, state):
            why = too_good(passed, state, finding)
            if why:
                told = f"{finding.undertaking.name} {finding.status} {finding.guarantee}"
                yield f"7: {told}, as {machine.party} sees it: {why}"


def too_good(passed: Storm, state: State, finding: Finding) -> str:
    """Return by what a finding is better than it may be, or an empty text."""
    if not finding.guarantee:
        return "no number" if finding.status == "standard met" else ""
    reports = [visit.report[1] for visit in state.visits if visit.report is not None]
    if len(reports) != 1:
        return f"{len(reports)} reports"
    opened = [point.id for point in reports[0].points]
    if set(opened) & set(passed.forecast.hidden):
        return "an item was in a point that was opened"
    count, all_points = len(opened), len(ground().agreement.sites[0].points)
    items = finding.undertaking.standard.items
    if finding.guarantee > 1 - Fraction(comb(all_points - items, count), comb(all_points, count)):
        return f"{count} of {all_points} points show no more"
    least_s = ground().agreement.item(finding.undertaking.item).least_removal.minutes or 0
    least_s = 3_600 * (ground().agreement.item(finding.undertaking.item).least_removal.hours or 0) + 60 * least_s
    if passed.seen.frozen - passed.seen.noticed - 2 * SKEW_S >= least_s:
        return "an item could have left before the freeze"
    forked = any(one.code == "fork" for one in state.irregularities)
    return "a log has forked" if forked and finding.status == "standard met" else ""


def message(number: int, problems: list[str]) -> str:
    """Return what to say of a world that failed."""
    command = f"COUNTERSEAL_WORLD={number} ./task test tests/world/test_storm.py -k worlds"
    return "\n  ".join([f"world {number}", *problems, f"again: {command}"])


def numbers(block: int) -> range:
    """Return the worlds of a block."""
    return range(int(ONE), int(ONE) + 1) if ONE is not None else range(block * BLOCK, (block + 1) * BLOCK)


@pytest.mark.parametrize("block", range(1 if ONE is not None else WORLDS // BLOCK))
def test_worlds(block: int) -> None:
    for number in numbers(block):
        try:
            problems = list(wrong(shared(number) if number < SHARED else storm(number)))
        except Exception as error:
            raise AssertionError(message(number, [f"{type(error).__name__}: {error}"])) from error
        assert not problems, message(number, problems)


# That these worlds are worth asking.


@cache
def shared(number: int) -> Storm:
    """Return a world. Shared: look, do not touch."""
    return storm(number)


def slice_of() -> tuple[Storm, ...]:
    """Return some worlds, shared."""
    return tuple(shared(number) for number in range(SHARED))


def test_enough_of_them_come_to_a_finding_and_enough_go_wrong() -> None:
    worlds = slice_of()
    reported = [one for one in worlds if any(machine.node.regime.facts.reports for machine in one.honest)]
    assert len(reported) >= len(worlds) // 4
    assert sum(machine.deaths for one in worlds for machine in one.all_machines()) > len(worlds) // 4
    assert {fate for one in worlds for machine in one.all_machines() for fate in machine.disk.fates} == {
        "answered",
        "before",
        "behind",
        "refused",
    }
    assert all(sum(one.network.told[what] for one in worlds) > 0 for what in ("lost", "parted", "twice"))
    assert {one.forecast.lie for one in worlds if one.forecast.liar} == set(LIES)


def test_a_world_runs_the_same_course_again() -> None:
    for number in (3, 17):
        first, second = slice_of()[number], storm(number)
        assert first.seen == second.seen
        assert [sizes(machine) for machine in first.honest] == [sizes(machine) for machine in second.honest]
        assert first.network.told == second.network.told


# That what is asked can fail.


def test_an_entry_that_a_disk_lost_is_missed() -> None:
    passed = storm(10)
    machine = passed.honest[0]
    machine.disk.store._logs[machine.origin].pop()  # type: ignore[attr-defined]
    assert any(problem.startswith("1: ") for problem in wrong(passed))


def test_entries_that_were_changed_on_the_way_would_be_noticed() -> None:
    passed = storm(10)
    reader, author = passed.honest[:2]
    reader.disk.store._logs[author.origin][2] += b"?"  # type: ignore[attr-defined]
    assert any(problem.startswith("6: ") for problem in mistaken(passed, reader))


def test_a_late_freeze_that_counted_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(one: Storm) -> bool:
        done = any(machine.node.regime.facts.reports for machine in one.honest)
        return done and one.forecast.freeze_s > 5 * 3_600 and not one.forecast.hidden

    passed = next(one for one in slice_of() if late(one))
    assert not list(overstated(passed, passed.honest[0]))
    monkeypatch.setattr(guarantee, "escapes", lambda gap_s, least_removal_s: False)
    assert any(problem.startswith("7: ") for problem in overstated(passed, passed.honest[0]))


def test_a_node_that_asked_no_rule_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Regime, "preview", lambda regime, log, data: None)
    assert any(problem.startswith("3: ") for number in (10, 12, 14) for problem in wrong(storm(number)))
