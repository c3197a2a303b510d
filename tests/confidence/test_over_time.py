"""Presence over time and odds with decay against rivals that count every start, path and day: exact, no tolerance."""

from __future__ import annotations

import time
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

from counterseal.confidence import posterior, presence, sampling
from counterseal.confidence.posterior import Hazard, Step
from counterseal.confidence.presence import Look
from counterseal.errors import Misuse
from validation import confidence

ONE = Fraction(1)
CHANCES = st.fractions(0, 1, max_denominator=8)
LOOKS = st.lists(st.tuples(st.integers(0, 60), CHANCES), min_size=1, max_size=7, unique_by=lambda look: look[0]).map(
    sorted
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[int, Fraction]], dict[str, int]]:
    """Return visits, and the times of a standard, in seconds that can be counted."""
    looks = draw(LOOKS)
    duration = draw(st.integers(0, 50))
    times = {"last_s": looks[-1][0], "duration_s": duration, "window_s": draw(st.integers(duration, 70))}
    return looks, times


def seen(looks: list[tuple[int, Fraction]]) -> list[Look]:
    """Return visits as the code under test has them."""
    return [Look(hour_s=hour, miss=miss) for hour, miss in looks]


@given(histories())
def test_staying_is_the_worst_of_all_starts(history: tuple[list[tuple[int, Fraction]], dict[str, int]]) -> None:
    looks, times = history
    assert presence.continuous(seen(looks), **times) == confidence.continuous(looks, *times.values())


@given(histories(), st.integers(1, 20))
def test_coming_and_going_is_the_worst_of_all_absences(
    history: tuple[list[tuple[int, Fraction]], dict[str, int]], removal: int
) -> None:
    looks, times = history
    made = presence.cumulative(seen(looks), **times, least_removal_s=removal)
    last, duration, window = times.values()
    assert made == confidence.cumulative(looks, last, duration, window, removal, presence.PARTS)
    assert made <= confidence.cumulative(looks, last, duration, window, removal)  # rounded in the evader's favour


@given(histories(), st.integers(1, 20))
def test_who_may_come_and_go_is_never_easier_to_find(
    history: tuple[list[tuple[int, Fraction]], dict[str, int]], removal: int
) -> None:
    looks, times = history
    coming = presence.cumulative(seen(looks), **times, least_removal_s=removal)
    longest = times | {"duration_s": times["window_s"]}
    assert coming <= presence.cumulative(seen(looks), **longest, least_removal_s=removal)
    assert presence.continuous(seen(looks), **times) <= presence.continuous(seen(looks), **longest)


@given(histories())
def test_a_visit_that_shows_nothing_changes_nothing(
    history: tuple[list[tuple[int, Fraction]], dict[str, int]],
) -> None:
    looks, times = history
    more = sorted([*looks, *((hour + 1, ONE) for hour, _ in looks[:-1])])
    assert presence.continuous(seen(more), **times) == presence.continuous(seen(looks), **times)


def test_a_longer_history_than_is_looked_at_lowers_the_number_only() -> None:
    looks = [Look(hour_s=hour, miss=Fraction(9, 10)) for hour in range(0, 10 * (presence.VISITS_MAX + 20), 10)]
    times = {"last_s": looks[-1].hour_s, "duration_s": looks[-1].hour_s, "window_s": looks[-1].hour_s}
    exact = 1 - Fraction(9, 10) ** presence.VISITS_MAX
    assert 0 <= exact - presence.cumulative(looks, **times, least_removal_s=3) < Fraction(1, 2**54)  # misses rounded up
    assert presence.continuous(looks, **times) == 1 - Fraction(9, 10) ** len(looks)


STEPS = st.lists(
    st.builds(
        Step,
        days=st.integers(0, 9),
        introduction=st.fractions(0, Fraction(1, 2), max_denominator=9),
        removal=st.fractions(0, Fraction(1, 2), max_denominator=9),
        absent=st.fractions(Fraction(1, 9), 1, max_denominator=9),
        present=st.fractions(0, 1, max_denominator=9),
    ),
    max_size=6,
)


def days(steps: list[Step]) -> list[confidence.Day]:
    """Return the days of some steps, one by one; a step without a day is a day on which nothing moves."""
    found: list[confidence.Day] = []
    for step in steps:
        moved = (step.introduction, step.removal) if step.days else (Fraction(0), Fraction(0))
        found += confidence.days(max(1, step.days), *moved, step.absent, step.present)
    return found


@given(st.fractions(0, 1, max_denominator=20), STEPS)
def test_many_days_in_one_are_the_days_one_by_one(prior: Fraction, steps: list[Step]) -> None:
    absent, present = confidence.weights(days(steps), prior, 1 - prior)
    if absent + present == 0:
        with pytest.raises(Misuse, match="neither state"):
            posterior.posterior(prior, steps)
    else:
        assert posterior.posterior(prior, steps) == absent / (absent + present)


@given(STEPS, st.fractions(Fraction(1, 2), 1, max_denominator=20))
def test_the_prior_that_breaks_even_is_the_least_that_is_enough(steps: list[Step], asked: Fraction) -> None:
    prior = posterior.break_even_prior(steps, asked)
    below, above = Fraction(-1, 10**9), Fraction(1, 10**9)

    def enough(start: Fraction) -> bool:
        absent, present = confidence.weights(days(steps), start, 1 - start)
        return absent * (1 - asked) >= asked * present

    if prior is None:
        assert not enough(ONE)
        return
    assert enough(prior)
    assert prior == 0 or not enough(prior + below)
    assert prior + above > 1 or enough(prior + above)


@given(STEPS, st.fractions(Fraction(1, 2), 1, max_denominator=20))
def test_the_hazard_that_breaks_even_is_the_greatest_on_the_grid(steps: list[Step], asked: Fraction) -> None:
    found = posterior.break_even_hazard(steps, asked)

    def enough(millionths: int) -> bool:
        always = Hazard(comes=millionths, goes=0, whole=posterior.GRID)
        absent, present = posterior.weights(steps, 1, 0, always)
        return absent > 0 and absent * asked.denominator >= asked.numerator * (absent + present)

    millionths = int(found * posterior.GRID)
    assert enough(millionths)
    assert millionths == posterior.GRID or not enough(millionths + 1)


@given(STEPS, st.lists(st.fractions(0, 1, max_denominator=9), min_size=2, max_size=2).map(sorted), st.data())
def test_every_member_of_an_agreed_class_lies_between_its_bounds(
    steps: list[Step], priors: list[Fraction], data: st.DataObject
) -> None:
    small = st.lists(st.fractions(0, Fraction(1, 2), max_denominator=9), min_size=2, max_size=2).map(sorted)
    comes, goes = data.draw(small), data.draw(small)
    worst, best = posterior.bounds((priors[0], priors[1]), (comes[0], comes[1]), (goes[0], goes[1]), steps)

    def between(bounds: list[Fraction]) -> st.SearchStrategy[Fraction]:
        return st.fractions(bounds[0], bounds[1], max_denominator=50) if bounds[0] < bounds[1] else st.just(bounds[0])

    member = [
        Step(
            days=step.days,
            introduction=data.draw(between(comes)),
            removal=data.draw(between(goes)),
            absent=step.absent,
            present=step.present,
        )
        for step in steps
    ]
    prior = data.draw(between(priors))
    absent, present = posterior.weights(member, prior.numerator, prior.denominator - prior.numerator)
    if absent + present:
        assert worst <= Fraction(absent, absent + present) <= best


@given(st.data())
def test_the_least_sample_is_the_first_that_is_enough(data: st.DataObject) -> None:
    points = data.draw(st.integers(1, 40))
    items = data.draw(st.integers(0, points))
    miss_max, p = data.draw(CHANCES), data.draw(CHANCES)
    assert sampling.least_opened(points, items, miss_max, p) == confidence.least_opened(points, items, miss_max, p)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6), CHANCES), min_size=1, max_size=3), st.data())
def test_the_worst_split_is_the_worst_of_all(strata: list[tuple[int, int, Fraction]], data: st.DataObject) -> None:
    fitting = [(points, min(opened, points), p) for points, opened, p in strata]
    items = data.draw(st.integers(0, sum(points for points, _, _ in fitting)))
    made = [sampling.Stratum(points=points, opened=opened, sensitivity=p) for points, opened, p in fitting]
    assert sampling.worst_miss(made, items) == confidence.worst_miss(fitting, items)


@given(st.data())
def test_alarms_are_those_of_every_combination(data: st.DataObject) -> None:
    points = data.draw(st.integers(1, 12))
    items, opened = (data.draw(st.integers(0, points)) for _ in range(2))
    p, q = data.draw(CHANCES), data.draw(CHANCES)
    least = data.draw(st.integers(1, 5))
    made = sampling.alarms(points, items, opened, p, q, least)
    assert (made.present, made.true_find, made.absent) == confidence.alarms(points, items, opened, p, q, least)
    assert made.true_find <= made.present


@pytest.mark.parametrize(
    ("days", "introduction", "removal", "absent", "present"),
    [(-1, 0, 0, 1, 1), (1, -1, 0, 1, 1), (1, 0, -1, 1, 1), (1, 1, 1, 1, 1), (1, 0, 0, -1, 1), (1, 0, 0, 1, -1)],
)
def test_a_step_out_of_range_is_misuse(days: int, introduction: int, removal: int, absent: int, present: int) -> None:
    with pytest.raises(Misuse):
        Step(
            days=days,
            introduction=Fraction(introduction),
            removal=Fraction(removal),
            absent=Fraction(absent),
            present=Fraction(present),
        )


def test_ten_years_of_monthly_visits_take_a_twentieth_of_a_second() -> None:
    steps = [Step(days=30, present=Fraction(61, 80)) for _ in range(120)]
    looks = [Look(hour_s=30 * 86_400 * month, miss=Fraction(61, 80)) for month in range(120)]
    year = 365 * 86_400
    times = {"last_s": looks[-1].hour_s, "duration_s": year, "window_s": 9 * year}

    def reckon() -> float:
        begun = time.process_time()
        posterior.break_even_hazard(steps, Fraction(9, 10))
        posterior.break_even_prior([Step(days=0, present=step.present) for step in steps], Fraction(9, 10))
        priors, daily = (Fraction(1, 4), Fraction(3, 4)), (Fraction(500, 10**6), Fraction(5_000, 10**6))
        posterior.bounds(priors, daily, (Fraction(0), Fraction(0)), steps)
        presence.continuous(looks, **times)
        return time.process_time() - begun

    assert min(reckon() for _ in range(5)) < 0.05
