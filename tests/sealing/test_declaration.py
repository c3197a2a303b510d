"""A sealed declaration opens exactly what is opened, in one form, and to nothing else than was sealed."""

from __future__ import annotations

from hashlib import sha256
from itertools import chain, combinations

import pytest

from counterseal.errors import Misuse, Refused
from counterseal.sealing.declaration import Opening, Point, Seal, commit, fits, open_points, root_of
from validation import seal as rival

SECRET = sha256(b"the key of a root").digest()
SIZES = [(points, capacity) for capacity in (1, 2, 4, 8) for points in range(1, capacity + 1)]


def seal(points: int, capacity: int) -> Seal:
    """Return a seal of so many points."""
    return Seal(channel="regime/x", party="bravo", site="base", number=1, points=points, capacity=capacity)


def points(count: int) -> tuple[Point, ...]:
    """Return so many points, every other one with an identifier."""
    return tuple(Point(f"p{place}", "missile", f"No. {place}" if place % 2 else "") for place in range(count))


def subsets(count: int) -> list[tuple[int, ...]]:
    """Return every choice of places, one at least."""
    return list(chain.from_iterable(combinations(range(count), size) for size in range(1, count + 1)))


@pytest.mark.parametrize(("count", "capacity"), SIZES)
def test_every_choice_of_points_opens_to_the_root_as_the_rival_says(count: int, capacity: int) -> None:
    held = points(count)
    shown = [{"id": one.id, "holds": one.holds, "uid": one.uid} for one in held]
    named = {"capacity": capacity, "channel": "regime/x", "number": 1, "party": "bravo", "site": "base"}
    root = commit(seal(count, capacity), SECRET, held)
    assert root == rival.hashes(named, SECRET, shown)[0][0]
    for chosen in subsets(count):
        opening = open_points(seal(count, capacity), SECRET, held, chosen)
        assert (list(opening.keys), list(opening.siblings)) == rival.opening(named, SECRET, shown, set(chosen))
        assert root_of(seal(count, capacity), {place: held[place] for place in chosen}, opening) == root


def test_an_opening_has_no_key_of_what_it_does_not_open() -> None:
    """Whoever has the keys can make the leaves below them; so none may be above a point that stays closed."""
    levels = rival.keys(SECRET, 8)
    for chosen in subsets(5):
        opening = open_points(seal(5, 8), SECRET, points(5), chosen)
        for key in opening.keys:
            ((level, index),) = [(at, row.index(key)) for at, row in enumerate(levels) if key in row]
            width = 8 >> level
            below = range(index * width, (index + 1) * width)
            assert {place for place in below if place < 5} <= set(chosen)
        assert not {*chain.from_iterable(levels)} & {*opening.siblings}


@pytest.mark.parametrize("count", range(1, 6))
def test_nothing_else_leads_to_the_root(count: int) -> None:
    held = points(count)
    root = commit(seal(count, 8), SECRET, held)
    opening = open_points(seal(count, 8), SECRET, held, (0,))
    for other in (Point("p0", "empty"), Point("p0", "missile", "No. 7"), Point("p1", "missile")):
        assert root_of(seal(count, 8), {0: other}, opening) != root
    for place, key in enumerate((*opening.keys, *opening.siblings)):
        changed = [*opening.keys, *opening.siblings]
        changed[place] = bytes([key[0] ^ 1]) + key[1:]
        parts = Opening(tuple(changed[: len(opening.keys)]), tuple(changed[len(opening.keys) :]))
        assert root_of(seal(count, 8), {0: held[0]}, parts) != root


def test_surplus_and_missing_parts_are_refused() -> None:
    held = points(5)
    keys, siblings = open_points(seal(5, 8), SECRET, held, (0, 3))
    for parts in (
        Opening(keys[1:], siblings),
        Opening((*keys, SECRET), siblings),
        Opening(keys, siblings[1:]),
        Opening(keys, (*siblings, SECRET)),
        Opening((), ()),
    ):
        with pytest.raises(Refused) as caught:
            root_of(seal(5, 8), {0: held[0], 3: held[3]}, parts)
        assert caught.value.code == "declaration-opening"
    with pytest.raises(Refused):
        root_of(seal(5, 8), {}, Opening((), (SECRET,)))


def test_a_capacity_is_a_power_of_two_of_as_many_points_at_least() -> None:
    assert [capacity for capacity in range(20) if fits(capacity, 3)] == [4, 8, 16]
    assert fits(4096, 4096)
    assert not fits(8192, 3)
    assert not fits(4, 0)


def test_who_seals_gives_all_points_in_order_and_a_whole_key() -> None:
    held = points(3)
    with pytest.raises(Misuse):
        commit(seal(3, 4), SECRET[1:], held)
    with pytest.raises(Misuse):
        commit(seal(3, 4), SECRET, held[::-1])
    with pytest.raises(Misuse):
        commit(seal(3, 4), SECRET, held[:2])
    with pytest.raises(Misuse):
        open_points(seal(3, 4), SECRET, held, (3,))
    with pytest.raises(Misuse):
        open_points(seal(3, 4), SECRET, held, ())
    with pytest.raises(Misuse):
        seal(5, 4)
