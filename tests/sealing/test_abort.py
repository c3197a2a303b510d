"""Whoever opens last may stay silent: by exact enumeration, no silence makes a point more likely than a fair draw does.

The real ``picks`` is run over every sequence of places, all of them equally likely
(``test_every_place_has_equally_many_words``). The party that opens last sees what comes out and stays silent on any
set of outcomes; each such set is one strategy. Who stays silent earlier knows less, so its strategies are among these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import perm

import pytest

from counterseal.sealing import draw

MANY = 12  # outcomes: 2 to that power are strategies
GRIDS = [(points, opened) for points in range(1, 6) for opened in range(1, points + 1) if perm(points, opened) <= MANY]


def outcomes(points: Sequence[str], opened: int, monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """Return what is drawn for every sequence of places that the words can pick, each once."""
    drawn = []
    for places in product(*(range(len(points) - index) for index in range(opened))):
        words = [place.to_bytes(8, "big") + bytes(24) for place in places]
        with monkeypatch.context() as patched:
            patched.setattr(draw, "tagged_hash", lambda tag, seed, block, words=words: words[int.from_bytes(block)])
            drawn.append(frozenset(draw.picks(bytes(32), points, opened)))
    return drawn


def strategies(drawn: Sequence[frozenset[str]]) -> Iterator[frozenset[int]]:
    """Every set of outcomes on which a party could stay silent."""
    for count in range(len(drawn) + 1):
        yield from map(frozenset, combinations(range(len(drawn)), count))


def chance(drawn: Sequence[frozenset[str]], silent: frozenset[int], point: str, default: Fraction) -> Fraction:
    """The chance that ``point`` is opened, if a missing share opens it with the chance ``default``."""
    opened = sum(point in points for place, points in enumerate(drawn) if place not in silent)
    return (opened + len(silent) * default) / Fraction(len(drawn))


@pytest.mark.parametrize(("points", "opened"), GRIDS)
def test_no_silence_makes_a_point_likelier(points: int, opened: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the default of this rule set, which opens nothing, and against one that opens a point for certain."""
    ids = [f"c{number}" for number in range(points)]
    drawn = outcomes(ids, opened, monkeypatch)
    fair = Fraction(opened, points)
    for silent in strategies(drawn):
        for point in ids:
            assert chance(drawn, silent, point, Fraction(0)) <= fair
            assert chance(drawn, silent, point, Fraction(1)) <= fair + Fraction(len(silent), len(drawn))
    assert all(chance(drawn, frozenset(), point, Fraction(0)) == fair for point in ids)


def test_one_draw_again_would_break_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same count with a second draw after a silence: the point is opened with 3/4, not 1/2 (Cleve 1986)."""
    drawn = outcomes(["c0", "c1"], 1, monkeypatch)
    fair = Fraction(1, 2)
    best = max(chance(drawn, silent, "c0", fair) for silent in strategies(drawn))
    assert best == Fraction(3, 4) > fair
