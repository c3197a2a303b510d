"""The parts of which bad weather is made: dice, network, disk, clock."""

from __future__ import annotations

import pytest

from counterseal.errors import Unavailable
from counterseal.store.memory import MemoryStore
from counterseal.world.faults import FATES, Crashed, FaultyStore, SkewedClock
from counterseal.world.network import Dice, Network, Partition, Weather


def heard(weather: Weather, *partitions: Partition, count: int = 200) -> list[tuple[int, int]]:
    """Return hour and number of each message that came from a to b, one sent each second."""
    network = Network(Dice(b"network"), 0, weather, list(partitions))
    came: list[tuple[int, int]] = []
    for number in range(count):
        network.run(number)
        network.send("a", "b", lambda number=number: came.append((network.now, number)))  # type: ignore[misc]
    network.run(count + weather.delay_max_s + 1)
    return came


def test_dice_fall_as_the_seed_says_and_on_every_side() -> None:
    first, again, other = Dice(b"one"), Dice(b"one"), Dice(b"two")
    fallen = [first.between(1, 6) for _ in range(600)]
    assert fallen == [again.between(1, 6) for _ in range(600)]
    assert fallen != [other.between(1, 6) for _ in range(600)]
    assert all(60 < fallen.count(side) < 140 for side in range(1, 7))
    assert sorted(first.shuffled("abcdef")) == list("abcdef")


def test_messages_come_late_and_overtake_each_other() -> None:
    came = heard(Weather(delay_max_s=30))
    assert len(came) == 200
    assert all(1 <= hour - number <= 30 for hour, number in came)
    assert [hour for hour, _ in came] == sorted(hour for hour, _ in came)
    assert [number for _, number in came] != sorted(number for _, number in came)
    assert came == heard(Weather(delay_max_s=30))


def test_some_are_lost_and_some_come_twice() -> None:
    assert 100 < len(heard(Weather(loss=30))) < 180
    assert 205 < len(heard(Weather(twice=10))) < 245


@pytest.mark.parametrize("group", [("a",), ("b",), ("a", "c")])
def test_a_partition_parts_inside_and_outside_until_it_ends(group: tuple[str, ...]) -> None:
    came = heard(Weather(), Partition(frozenset(group), 50))
    assert {number for _, number in came} == set(range(50, 200))
    assert len(heard(Weather(), Partition(frozenset(("a", "b")), 50))) == 200


def test_what_happens_in_one_second_happens_in_the_order_in_which_it_was_put() -> None:
    network, done = Network(Dice(b""), 0), list[int]()
    for number in range(9):
        network.after(5, lambda number=number: done.append(number))  # type: ignore[misc]
    network.run(5)
    assert done == []
    network.run(6)
    assert done == list(range(9))


def test_a_faulty_disk_has_each_fate_and_never_half_a_write() -> None:
    disk = FaultyStore(MemoryStore(), Dice(b"disk"), 50)
    for number in range(400):
        before, fates = disk.size("log"), len(disk.fates)
        raised: type[Exception] | None = None
        try:
            disk.append("log", before, [b"%d" % number, b"and more"])
        except (Unavailable, Crashed) as fault:
            raised = type(fault)
        fate = disk.fates[-1] if len(disk.fates) > fates else ""
        assert disk.size("log") - before == (0 if fate in ("refused", "before") else 2)
        assert raised is {"": None, "refused": Unavailable, "answered": Unavailable}.get(fate, Crashed)
    assert set(disk.fates) == set(FATES)


def test_a_faulty_disk_that_is_mended_keeps_everything() -> None:
    disk = FaultyStore(MemoryStore(), Dice(b"disk"), 0)
    disk.swap("head", b"", b"one")
    disk.append("log", 0, [b"entry"])
    assert (disk.register("head"), disk.entries("log", 0, 1), disk.fates) == (b"one", [b"entry"], [])


def test_a_skewed_clock_is_ahead_or_behind_and_above_0() -> None:
    assert [SkewedClock(lambda: 100, skew)() for skew in (0, 30, -30, -500)] == [100, 130, 70, 1]
