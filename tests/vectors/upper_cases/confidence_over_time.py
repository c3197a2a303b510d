"""Cases of the exact numbers beyond one visit: samples, strata, alarms, presence over time, two states with decay.

Expected values are those of the reference, cited by case, or of ``validation/confidence.py``, which counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from book import Book

from upper_cases.confidence import LEAST, ONE, text
from validation import confidence, hypergeometric

RIVAL = "validation/confidence.py"
ZERO = Fraction(0)
HOUR = 3_600
DAY = 86_400


def write(book: Book) -> None:
    """Add the cases."""
    _samples(book)
    _strata(book)
    _alarms(book)
    _presence(book)
    _posteriors(book)
    _bounds(book)
    _break_even(book)


def _samples(book: Book) -> None:
    def ok(
        name: str, sizes: tuple[int, int], most: Fraction, opened: int | str, why: str, source: str, p: Fraction = ONE
    ) -> None:
        asked = {"points": sizes[0], "items": sizes[1], "miss_max": text(most), "sensitivity": text(p)}
        book.ok(f"confidence/{name}", "confidence.least", asked, {"opened": opened}, why, source)

    for items, opened in enumerate(LEAST["1/20"], 1):
        why = "Least points to open of 24 for a miss of at most 1/20."
        ok(f"v02-d{items}", (24, items), Fraction(1, 20), opened, why, "confidence reference, V02")
    ok(
        "v03",
        (40, 38),
        Fraction(1, 20),
        1,
        "Of 40 points 38 hold one: the customary formulas ask for 2 and 4.",
        "confidence reference, V03",
    )
    nine = Fraction(9, 10)
    ok(
        "least-not-reachable",
        (24, 1),
        Fraction(1, 20),
        "not reachable",
        "All 24 opened would miss 1 in 10.",
        "by hand",
        nine,
    )
    ok("least-just-reachable", (24, 1), Fraction(1, 10), 24, "All 24 opened miss exactly 1 in 10.", "by hand", nine)
    ok(
        "least-imperfect",
        (24, 4),
        Fraction(1, 5),
        confidence.least_opened(24, 4, Fraction(1, 5), nine) or 0,
        "By bisection, and one by one.",
        RIVAL,
        nine,
    )
    ok("least-of-any-miss", (24, 4), ONE, 0, "Who asks for nothing opens nothing.", "by hand")
    ok("least-of-no-miss", (24, 4), ZERO, 21, "Of 21 opened one at least holds an item.", "by hand")


def _strata(book: Book) -> None:
    def ok(
        name: str,
        strata: Sequence[tuple[int, int, Fraction]],
        items: int,
        value: Fraction,
        why: str,
        source: str = RIVAL,
    ) -> None:
        given = {
            "items": items,
            "strata": [{"opened": n, "points": size, "sensitivity": text(p)} for size, n, p in strata],
        }
        book.ok(f"confidence/{name}", "confidence.worst", given, {"miss": text(value)}, why, source)

    half = Fraction(1, 2)
    ok("strata-one", [(24, 8, ONE)], 4, Fraction(130, 759), "One stratum is the site.", "by hand")
    ok("strata-where-nobody-looks", [(12, 12, ONE), (12, 0, ONE)], 3, ONE, "They lie where nobody looks.", "by hand")
    ok("strata-full", [(2, 2, ONE), (12, 0, ONE)], 13, ZERO, "Thirteen do not fit where nobody looks.", "by hand")
    ok("strata-none-there", [(2, 2, ONE)], 0, ONE, "Where nothing is, nothing is found.", "by hand")
    for number, (strata, items) in enumerate(
        (
            ([(12, 6, ONE), (12, 3, ONE)], 4),
            ([(8, 2, ONE), (8, 4, half), (8, 8, Fraction(1, 5))], 5),
            ([(3, 1, half), (5, 2, half), (2, 2, Fraction(9, 10))], 9),
        )
    ):
        why = "The worst of all ways to place them, each tried."
        ok(f"strata-{number}", strata, items, confidence.worst_miss(strata, items), why)


def _alarms(book: Book) -> None:
    def ok(
        name: str, sizes: tuple[int, int, int], p: Fraction, q: Fraction, least: int, why: str, source: str = RIVAL
    ) -> None:
        points, items, opened = sizes
        given = {"points": points, "items": items, "opened": opened, "sensitivity": text(p), "false_alarm": text(q)}
        made = confidence.alarms(points, items, opened, p, q, least)
        result = {name: text(value) for name, value in zip(("present", "true_find", "absent"), made, strict=True)}
        book.ok(f"confidence/{name}", "confidence.alarms", given | {"alarms_min": least}, result, why, source)

    nine, fifty = Fraction(9, 10), Fraction(1, 50)
    ok(
        "v05",
        (150, 15, 30),
        nine,
        fifty,
        2,
        "0.870566046846668, of which some is right for the wrong reason.",
        "confidence reference, V05",
    )
    assert round(confidence.alarms(150, 15, 30, nine, fifty, 2)[0] * 10**15) == 870566046846668
    ok("alarms-none-false", (24, 4, 8), ONE, ZERO, 1, "629/759: without false alarms it is the detection.")
    ok("alarms-all-false", (24, 4, 8), ZERO, ONE, 8, "A blind look that always cries finds nothing.")
    ok("alarms-more-than-opened", (24, 4, 8), nine, fifty, 9, "Eight points give no nine alarms.")
    ok("alarms-three", (24, 4, 8), nine, fifty, 3, "Three or more.")


def _presence(book: Book) -> None:
    def looks(given: Iterable[tuple[int, Fraction]]) -> list[dict[str, Any]]:
        return [{"hour_s": hour, "miss": text(miss)} for hour, miss in given]

    def lasting(
        name: str,
        given: list[tuple[int, Fraction]],
        times: tuple[int, int, int],
        value: Fraction,
        why: str,
        source: str = "by hand",
    ) -> None:
        last, duration, window = times
        asked = {"looks": looks(given), "last_s": last, "duration_s": duration, "window_s": window}
        book.ok(
            f"confidence/continuous-{name}", "confidence.continuous", asked, {"guarantee": text(value)}, why, source
        )

    def coming(
        name: str,
        given: list[tuple[int, Fraction]],
        times: tuple[int, int, int],
        removal: int,
        value: Fraction,
        why: str,
        source: str = "by hand",
    ) -> None:
        last, duration, window = times
        asked = {"looks": looks(given), "last_s": last, "duration_s": duration, "window_s": window}
        asked |= {"least_removal_s": removal}
        book.ok(
            f"confidence/cumulative-{name}", "confidence.cumulative", asked, {"guarantee": text(value)}, why, source
        )

    half, fifth = Fraction(1, 2), Fraction(1, 5)
    one = [(1_000, fifth)]
    lasting(
        "at-the-last", one, (1_000, 300, 300), 1 - fifth, "The only start that leaves the duration ends with the visit."
    )
    lasting("earlier", one, (1_000, 300, 301), ZERO, "Who starts a second earlier has left.")
    lasting("nobody-looked", [], (1_000, 300, 900), ZERO, "No visit, no guarantee.")
    lasting("shows-nothing", [(500, ONE), (1_000, ONE)], (1_000, 300, 900), ZERO, "Visits that add nothing.")
    perfect = [(hour, ZERO) for hour in (100, 400, 700, 1_000)]
    lasting("perfect", perfect, (1_000, 300, 900), ONE, "Whoever stays meets one visit, which sees everything.")
    lasting("perfect-with-a-gap", [*perfect[:1], *perfect[2:]], (1_000, 300, 900), ZERO, "One visit left out.")
    even = [(hour, half) for hour in (100, 200, 300, 400)]
    lasting("two-of-four", even, (400, 200, 300), Fraction(3, 4), "Just behind a visit, two are met.")
    lasting(
        "before-the-window",
        [(10, ZERO), *even],
        (400, 200, 300),
        Fraction(3, 4),
        "What was before the window is nothing to it.",
    )
    uneven = [(0, half), (100, ZERO), (200, half), (300, half)]
    lasting("zero-between", uneven, (300, 200, 300), ONE, "Every start meets the perfect one.")
    lasting("zero-left-behind", uneven, (300, 100, 300), half, "The start behind the perfect visit is the worst.")
    coming("dodged", even, (400, 50, 400), 50, ZERO, "Leaving and coming back fits between visits: away at each.")
    coming("stays", even, (400, 351, 400), 50, Fraction(15, 16), "No time to leave at all.")
    coming(
        "leaves-at-the-end",
        even,
        (400, 350, 400),
        50,
        Fraction(7, 8),
        "It leaves before the last, and need not come back.",
    )
    coming(
        "leaves-once",
        [*even, (500, ONE)],
        (500, 400, 500),
        50,
        Fraction(7, 8),
        "Two removal times: to leave, and to come back.",
    )
    coming(
        "no-room-to-leave",
        even,
        (400, 50, 400),
        101,
        Fraction(15, 16),
        "Nothing fits between two visits: who is there at one is there at all.",
    )
    coming("nobody-looked", [], (400, 100, 400), 50, ZERO, "No visit, no guarantee.")
    random = Random(7)
    for number in range(24):
        hours = sorted(random.sample(range(60), random.randint(2, 6)))
        given = [(hour, Fraction(random.randint(0, 4), 4)) for hour in hours]
        times = (hours[-1], duration := random.randint(1, 40), random.randint(duration, 60))
        lasting(
            f"{number}",
            given,
            times,
            confidence.continuous(given, *times),
            "Every second at which it may start.",
            RIVAL,
        )
        removal = random.randint(1, 12)
        value = confidence.cumulative(given, *times, removal, parts=16)
        coming(f"{number}", given, times, removal, value, "Every choice of visits at which it is away.", RIVAL)
        assert value <= confidence.cumulative(given, *times, removal)
    for name, given, since, why in (
        ("never", [(0, half)], "never", "One half is no assurance."),
        ("at-once", [(0, half), (9, Fraction(1, 20))], 9, "Exactly 1 in 20 is enough."),
        (
            "just-not",
            [(0, Fraction(99, 100)), (9, Fraction(501, 10_000))],
            0,
            "The last visit leaves a little more, the one before takes it.",
        ),
        ("long-ago", [(hour, half) for hour in range(0, 90, 9)], 45, "Five halves are 1 in 32."),
    ):
        book.ok(
            f"confidence/assured-{name}",
            "confidence.assured",
            {"looks": looks(given)},
            {"assured_since": since},
            why,
            "by hand",
        )
    assert all(before < after for before, after in pairwise(hour for hour, _ in even))


def step(
    days: int, h: Fraction = ZERO, r: Fraction = ZERO, absent: Fraction = ONE, present: Fraction = ONE
) -> dict[str, Any]:
    """Return a step of a case."""
    return {"days": days, "introduction": text(h), "removal": text(r), "absent": text(absent), "present": text(present)}


def _posteriors(book: Book) -> None:
    def ok(name: str, prior: Fraction, steps: list[dict[str, Any]], value: Fraction, why: str, source: str) -> None:
        given = {"prior": text(prior), "steps": steps}
        book.ok(f"confidence/{name}", "confidence.posterior", given, {"absence": text(value)}, why, source)

    half, hundredth = Fraction(1, 2), Fraction(1, 100)
    fifth = Fraction(1, 5)
    ok(
        "v08",
        half,
        [step(1, hundredth, present=fifth)],
        Fraction(495, 596),
        "One period: decay, then evidence.",
        "confidence reference, V08",
    )
    months = [step(1, hundredth, present=half)] * 12
    value = confidence.posterior(half, confidence.days(1, hundredth, ZERO, present=half) * 12)
    assert round(value * 10**15) == 989631918150024
    ok("v09", half, months, value, "Twelve periods: 0.989631918150024.", "confidence reference, V09")
    hazards = (hundredth, Fraction(1, 20), Fraction(1, 10))
    two_fifths = Fraction(2, 5)
    ok(
        "v11",
        half,
        [step(1, h, present=two_fifths) for h in hazards],
        Fraction(84645, 95663),
        "A hazard that varies.",
        "confidence reference, V11",
    )
    first = [step(0, present=two_fifths), *(step(1, h, present=two_fifths) for h in hazards[1:])]
    ok(
        "v11-without-first-decay",
        half,
        first,
        Fraction(171, 193),
        "The first decay switched off.",
        "confidence reference, V11",
    )
    once = hypergeometric.miss(24, 1, 6, Fraction(19, 20))
    ok(
        "v14-once",
        half,
        [step(0, present=once)],
        Fraction(80, 141),
        "6 of 24 clean, seen with 19/20.",
        "confidence reference, V14",
    )
    h = Fraction(6, 1000)
    value = confidence.posterior(half, confidence.days(1, h, ZERO, present=once) * 12)
    assert round(value * 10**15) == 942986645983409
    ok(
        "v14",
        half,
        [step(1, h, present=once)] * 12,
        value,
        "Twelve months of it: 0.942986645983409.",
        "confidence reference, V14",
    )
    likelihoods = {
        "clean": (ONE, Fraction(5, 8)),
        "img1": (Fraction(1, 10), two_fifths),
        "refused": (Fraction(1, 50), fifth),
    }
    seen = [likelihoods[word] for word in ("clean", "img1", "clean", "refused", "clean")]
    steps = [step(1, hundredth, Fraction(1, 50), absent, present) for absent, present in seen]
    ok(
        "v15",
        half,
        steps,
        Fraction(1740736941672, 13484778733627),
        "Removal too, and a refusal.",
        "confidence reference, V15",
    )
    for number, (days, come, go) in enumerate(
        (
            (30, h, ZERO),
            (7, fifth, two_fifths),
            (3, half, half),
            (5, ONE, ZERO),
            (4, ZERO, fifth),
            (9, Fraction(1, 3), Fraction(1, 7)),
        )
    ):
        value = confidence.posterior(Fraction(2, 3), confidence.days(days, come, go, present=once))
        why = f"{days} days in one step, and day by day."
        ok(f"posterior-days-{number}", Fraction(2, 3), [step(days, come, go, present=once)], value, why, RIVAL)
    ok("posterior-nothing-seen", half, [], half, "No step, no change.", "by hand")
    ok("posterior-sure", ONE, [step(0, present=fifth)], ONE, "Certainty stays without hazard.", "by hand")


def _bounds(book: Book) -> None:
    def ok(
        name: str,
        priors: Sequence[Fraction],
        comes: Sequence[Fraction],
        goes: Sequence[Fraction],
        steps: list[dict[str, Any]],
        made: tuple[Fraction, Fraction],
        why: str,
        source: str = RIVAL,
    ) -> None:
        classes = {"priors": priors, "introductions": comes, "removals": goes}
        given = {name: [text(bound) for bound in bounds] for name, bounds in classes.items()} | {"steps": steps}
        result = {"worst": text(made[0]), "best": text(made[1])}
        book.ok(f"confidence/{name}", "confidence.bounds", given, result, why, source)

    quarter, most = Fraction(1, 4), Fraction(3, 4)
    comes = (Fraction(1, 2000), Fraction(1, 200))
    for name, p, goes in (
        ("v16-low", Fraction(4, 5), ZERO),
        ("v16-high", Fraction(19, 20), ZERO),
        ("removal", Fraction(4, 5), Fraction(1, 50)),
    ):
        missed = hypergeometric.miss(24, 1, 8, p)
        worst = confidence.posterior(quarter, confidence.days(1, comes[1], ZERO, present=missed) * 12)
        best = confidence.posterior(most, confidence.days(1, comes[0], goes, present=missed) * 12)
        if not goes:
            assert (
                round((worst if name == "v16-low" else best) * 10**15)
                == {"v16-low": 916826827460215, "v16-high": 995475208738592}[name]
            )
        made = confidence.down(worst), confidence.up(best)
        why = "Least prior and greatest hazard; the reverse. Rounded outward to millionths."
        source = "confidence reference, V16, one end" if not goes else RIVAL
        ok(f"bounds-{name}", (quarter, most), comes, (ZERO, goes), [step(1, present=missed)] * 12, made, why, source)
    ok(
        "bounds-impossible",
        (ZERO, ZERO),
        (ZERO, ZERO),
        (ZERO, ZERO),
        [step(0, present=ZERO)],
        (ZERO, ONE),
        "What was seen cannot be: nothing is excluded.",
        "by hand",
    )
    ok(
        "bounds-exact",
        (quarter, quarter),
        (ZERO, ZERO),
        (ZERO, ZERO),
        [],
        (quarter, quarter),
        "A millionth that is one is not rounded.",
        "by hand",
    )


def _break_even(book: Book) -> None:
    def ok(name: str, steps: list[tuple[int, Fraction]], asked: Fraction, why: str, source: str = RIVAL) -> None:
        ratio = ONE
        for _, seen in steps:
            ratio *= seen
        given = {"confidence": text(asked), "steps": [step(days, present=seen) for days, seen in steps]}
        result = {
            "likelihood_ratio": text(ratio),
            "prior": text(confidence.break_even_prior(ratio, asked)),
            "hazard": text(confidence.break_even_hazard(steps, asked)),
        }
        book.ok(f"confidence/break-even-{name}", "confidence.break-even", given, result, why, source)

    nine, missed = Fraction(9, 10), hypergeometric.miss(24, 1, 6, Fraction(19, 20))
    assert round(confidence.break_even_prior(missed**12, nine) * 10**15) == 257958075742481
    why = "V14's twelve months: 0.257958075742481 (the reference ends with 422)."
    ok("v14", [(30, missed)] * 12, nine, why, "confidence reference, section 5")
    ok("nothing-seen", [(30, ONE)], nine, "Nothing seen: the prior asked for, and 30 days of decay.")
    ok("perfect", [(30, ZERO), (0, ONE)], nine, "A perfect look: any prior, and any hazard below a certain one.")
    ok("sure", [(30, missed)], ONE, "Certainty is asked for: no hazard, no doubt.")
    ok("no-day", [(0, missed)], nine, "No day passes: any hazard.")
    ok("silence", [(30, missed), (600, ONE)], nine, "What was seen once, and then nothing for long.")
    ok("ten-years", [(30, Fraction(61, 80))] * 120, nine, "Ten years of monthly visits.")
    h = Fraction(6, 1000)
    days = confidence.days(1, h, ZERO, present=missed) * 12
    from_absence, from_presence = confidence.weights(days, ONE, ZERO), confidence.weights(days, ZERO, ONE)
    need = nine * from_presence[1] - (1 - nine) * from_presence[0]
    have = (1 - nine) * from_absence[0] - nine * from_absence[1]
    prior = need / (need + have)
    assert round(prior * 10**15) == 310563310077369
    spans = [(1, missed)] * 12
    given = {"confidence": text(nine), "steps": [step(1, h, present=missed)] * 12}
    result = {
        "likelihood_ratio": text(missed**12),
        "prior": text(prior),
        "hazard": text(confidence.break_even_hazard(spans, nine)),
    }
    why = "V14's twelve months with a hazard of 6 in 1,000: 0.310563310077369."
    book.ok(
        "confidence/break-even-v14-with-hazard",
        "confidence.break-even",
        given,
        result,
        why,
        "confidence reference, section 5",
    )
    given = {"confidence": text(nine), "steps": [step(1, Fraction(1, 2))]}
    result = {
        "likelihood_ratio": text(ONE),
        "prior": "none",
        "hazard": text(confidence.break_even_hazard([(1, ONE)], nine)),
    }
    book.ok(
        "confidence/break-even-none",
        "confidence.break-even",
        given,
        result,
        "With such a hazard no prior is enough.",
        "by hand",
    )
