"""Cases of quotas: the schedule of INF, the shares of the Vienna Document and of START I."""

from __future__ import annotations

from book import Book

from clock_cases import INF, START, VIENNA, Json

INF_QUOTA = {
    "by_period": [{"years": 3, "places": 20}, {"years": 5, "places": 15}, {"years": 5, "places": 10}],
}


def share(numerator: int, denominator: int, rounding: str, **bounds: int) -> Json:
    """Return a quota that is a share of the declared units."""
    parts = {"numerator": numerator, "denominator": denominator, "rounding": rounding}
    return {"figure": "units", "share": parts | bounds}


EVALUATIONS = share(1, 60, "up", at_most=15)
PER_VISITOR = share(1, 5, "down", at_least=1)
DISPERSAL = share(40, 100, "nearest", at_least=1)


def write(book: Book) -> None:
    """Add the cases of ``quota.places`` and ``quota.total``."""

    def places(
        case: str, quota: Json, index: int, figure: int | None, want: int | None, why: str, source: str = ""
    ) -> None:
        given = {"places": quota, "period_index": index} | ({} if figure is None else {"figure": figure})
        result = {} if want is None else {"places": want}
        book.ok(f"clock/places-{case}", "quota.places", given, result, why, source)

    def total(case: str, quota: Json, want: int | None, why: str, source: str = "") -> None:
        result = {} if want is None else {"total": want}
        book.ok(f"clock/total-{case}", "quota.total", {"places": quota}, result, why, source)

    for index, want in ((1, 20), (3, 20), (4, 15), (8, 15), (9, 10), (13, 10), (14, 0), (1000, 0)):
        places(f"of-period-{index}", INF_QUOTA, index, None, want, "20 in 3 years, 15 in 5, 10 in 5, then none.", INF)
    total("of-a-schedule", INF_QUOTA, 185, "20 x 3 + 15 x 5 + 10 x 5 = 185.", INF)
    total("of-nothing", {"by_period": [{"years": 1, "places": 0}]}, 0, "a schedule without a place.")
    total("of-a-fixed-number", {"fixed": 18}, None, "It has no end.")
    total("of-a-share", EVALUATIONS, None, "It has no end.")
    places("fixed", {"fixed": 18}, 1000, None, 18, "In every period.")
    places("fixed-none", {"fixed": 0}, 1, None, 0, "A right that is suspended, for one.")
    places("fixed-looks-at-no-figure", {"fixed": 18}, 1, 5, 18, "It is a share of nothing.")
    places("of-an-unknown-figure", EVALUATIONS, 1, None, None, "Nobody has declared the units yet.")
    for units, want in ((0, 0), (1, 1), (60, 1), (61, 2), (120, 2), (121, 3), (900, 15), (1000, 15)):
        why = "One for 60 units or portion thereof, at most 15."
        places(f"of-{units}-units", EVALUATIONS, 1, units, want, why, VIENNA)
    for quota, want in ((0, 1), (4, 1), (5, 1), (9, 1), (10, 2), (15, 3)):
        why = "A fifth of the quota, at least 1; the text leaves the rounding open, here it is down."
        places(f"of-a-quota-of-{quota}", PER_VISITOR, 1, quota, want, why, VIENNA)
    for bases, want in ((1, 1), (3, 1), (10, 4)):
        places(f"of-{bases}-bases", DISPERSAL, 1, bases, want, "40 % of the bases, at least 1.", START)
    for figure, down, nearest, up in ((2, 0, 1, 1), (1, 0, 0, 1), (3, 0, 1, 1), (4, 1, 1, 1), (6, 1, 2, 2)):
        for rounding, want in (("down", down), ("nearest", nearest), ("up", up)):
            places(f"{figure}-quarters-{rounding}", share(1, 4, rounding), 1, figure, want, "A half is rounded up.")
    for figure, want in ((1, 0), (2, 1), (4, 1), (5, 2)):
        places(f"{figure}-thirds-nearest", share(1, 3, "nearest"), 1, figure, want, "There is no half of a third.")
    places("both-bounds-low", share(1, 2, "down", at_least=2, at_most=3), 1, 2, 2, "Raised to the least.")
    places("both-bounds-high", share(1, 2, "down", at_least=2, at_most=3), 1, 9, 3, "Lowered to the most.")
    places("more-than-the-figure", share(3, 2, "up"), 1, 3, 5, "A share may be above one.")
    places(
        "largest",
        share(1_000_000, 1, "nearest"),
        *(1, 1_000_000_000, 1_000_000_000_000_000),
        "Exact, and below 2^53 also when doubled.",
    )
    places("largest-denominator", share(999_999, 1_000_000, "up"), 1, 1_000_000_000, 999_999_000, "Exact.")
