"""The joint numbers of a finding: the guarantee, the likelihood ratio, what breaks even, and an agreed posterior.

Presence momentary speaks of one freeze, so the last visit decides. For the other two every visit within the standard's
window, which ends with the last freeze, counts. The posterior rests on all visits since entry into force. Days are
those of UTC: between two hours lie as many as their day numbers differ, so that no part of a day is lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from counterseal.agreement.document import DAILY_MAX, MOMENTARY, Agreement, Prior, Undertaking
from counterseal.assessment.evidence import Evidence
from counterseal.confidence import posterior, presence
from counterseal.confidence.posterior import GRID, Step
from counterseal.regime.judge import State

DAY_S = 86_400
DAYS_MAX = 7_320  # days of decay that are reckoned, some twenty years; their number of bits is what costs


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What the visits of an undertaking come to.

    Attributes:
        guarantee: least probability, in [0, 1], that they would have shown the items, without any prior.
        likelihood_ratio: how much likelier what they showed is with the items there than without.
        break_even_prior: least prior of absence with which absence is as sure as the standard's probability.
        break_even_hazard: greatest hazard a day, in millionths, with which certain absence stays so sure until now;
            None where no day has passed, or too many.
        curve: hour and b(hour), rounded up to millionths, at each visit that shows anything, ascending.
        assured_since: latest hour with b(hour) at most 1/20, or None.
        posterior: least and greatest probability of absence now, rounded outward to millionths; None: no prior agreed.
    """

    guarantee: Fraction
    likelihood_ratio: Fraction
    break_even_prior: Fraction
    break_even_hazard: Fraction | None
    curve: tuple[tuple[int, Fraction], ...]
    assured_since: int | None
    posterior: tuple[Fraction, Fraction] | None


def window_of(owed: Undertaking) -> int:
    """Return the seconds back from the last freeze within which the items may have come; 0 for presence momentary."""
    standard = owed.standard
    length = standard.window or standard.duration
    return 0 if length is None else length.seconds


def counted(owed: Undertaking, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return the visits that the guarantee rests on: the last one, or all within the window. Requires one."""
    if owed.standard.presence == MOMENTARY:
        return evidence[-1:]
    first_s = evidence[-1].look.hour_s - window_of(owed)
    return [one for one in evidence if one.look.hour_s >= first_s]


def numbers(agreement: Agreement, state: State, owed: Undertaking, evidence: Sequence[Evidence]) -> Numbers:
    """Return the numbers of an undertaking. Requires evidence, ascending by freeze, whose last visit counts."""
    standard, last_s = owed.standard, evidence[-1].look.hour_s
    within = [one for one in counted(owed, evidence) if one.counts]
    looks = [one.look for one in evidence if one.counts]
    steps = _steps(within, last_s - window_of(owed), state.now)
    confidence = standard.probability
    prior = posterior.break_even_prior([Step(days=0, absent=s.absent, present=s.present) for s in steps], confidence)
    assert prior is not None  # without hazards there is one
    tail = looks[-presence.VISITS_MAX :]
    return Numbers(
        guarantee=_guarantee(agreement, owed, looks),
        likelihood_ratio=posterior.likelihood_ratio(steps),
        break_even_prior=prior,
        break_even_hazard=posterior.break_even_hazard(steps, confidence) if 0 < _days(steps) <= DAYS_MAX else None,
        curve=tuple(reversed([(hour, Fraction(-(-GRID * n // d), GRID)) for hour, n, d in presence.curve(tail)])),
        assured_since=presence.assured_since(tail),
        posterior=None if standard.prior is None else _posterior(standard.prior, state, evidence),
    )


def _guarantee(agreement: Agreement, owed: Undertaking, looks: Sequence[presence.Look]) -> Fraction:
    standard, last_s = owed.standard, looks[-1].hour_s
    if standard.duration is None:
        return 1 - looks[-1].miss
    times = {"last_s": last_s, "duration_s": standard.duration.seconds, "window_s": window_of(owed)}
    if standard.presence == "continuous":
        return presence.continuous(looks, **times)
    return presence.cumulative(looks, **times, least_removal_s=agreement.item(owed.item).least_removal.seconds)


def _steps(evidence: Iterable[Evidence], since_s: int, until_s: int) -> list[Step]:
    """Return what was seen, and the days before each visit and behind the last, from one hour to another."""
    steps: list[Step] = []
    day = since_s // DAY_S
    for one in evidence:
        here = one.look.hour_s // DAY_S
        steps.append(Step(days=here - day, absent=one.absent, present=one.present))
        day = here
    return [*steps, Step(days=max(0, until_s // DAY_S - day))]


def _days(steps: Iterable[Step]) -> int:
    return sum(step.days for step in steps)


def _posterior(prior: Prior, state: State, evidence: Iterable[Evidence]) -> tuple[Fraction, Fraction] | None:
    """Return the bounds of the posterior now; None before entry into force, and where too many days have passed."""
    since_s = state.in_force_s
    if since_s is None:
        return None
    steps = _steps((one for one in evidence if one.counts and one.look.hour_s >= since_s), since_s, state.now)
    if _days(steps) > DAYS_MAX:
        return None
    return posterior.bounds(
        (prior.absence_min, prior.absence_max),
        (Fraction(prior.introduction_min, DAILY_MAX), Fraction(prior.introduction_max, DAILY_MAX)),
        (Fraction(prior.removal[0], DAILY_MAX), Fraction(prior.removal[1], DAILY_MAX)),
        steps,
    )
