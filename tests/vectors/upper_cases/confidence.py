"""Cases of the exact numbers: published tables, and ``validation/hypergeometric.py``."""

from __future__ import annotations

from fractions import Fraction

from book import Book

from validation import hypergeometric

ONE = Fraction(1)
TABLE: dict[int, dict[int, str]] = {  # d -> n -> P(find at least one) on 24 points
    1: {6: "1/4", 8: "1/3", 12: "1/2", 16: "2/3", 20: "5/6"},
    2: {6: "41/92", 8: "13/23", 12: "35/46", 16: "62/69", 20: "45/46"},
    4: {6: "1261/1771", 8: "629/759", 12: "307/322", 16: "754/759", 20: "10625/10626"},
    8: {6: "411/437", 8: "7299/7429", 12: "7424/7429", 16: "735470/735471", 20: "1"},
}
LEAST: dict[str, tuple[int, ...]] = {  # beta -> the least n for d = 1 to 8 on 24 points
    "1/2": (12, 7, 5, 4, 3, 3, 2, 2),
    "1/5": (20, 13, 10, 8, 7, 6, 5, 4),
    "1/10": (22, 17, 13, 10, 9, 7, 6, 6),
    "1/20": (23, 19, 15, 12, 10, 9, 8, 7),
    "1/100": (24, 22, 18, 16, 14, 12, 10, 9),
}


def write(book: Book) -> None:
    """Add the cases of ``confidence``."""
    _misses(book)
    _least(book)
    _guarantees(book)


def text(value: Fraction) -> str:
    """Return a rational as canonical JSON has it."""
    return f"0x{value.numerator:x}/0x{value.denominator:x}"


def _misses(book: Book) -> None:
    def ok(name: str, sizes: tuple[int, int, int], found: Fraction, why: str, source: str, p: Fraction = ONE) -> None:
        points, items, opened = sizes
        given = {"points": points, "items": items, "opened": opened, "sensitivity": text(p)}
        result = {"miss": text(1 - found), "detection": text(found)}
        book.ok(f"confidence/{name}", "confidence.miss", given, result, why, source)

    source = "table of exact values for a 24-cell site"
    for items, row in TABLE.items():
        for opened, value in row.items():
            why = f"P(find at least one) of {items} loaded cells when {opened} of 24 are opened."
            ok(f"table-d{items}-n{opened}", (24, items, opened), Fraction(value), why, source)
    ok("v01", (24, 2, 8), Fraction(13, 23), "N=24, d=2, n=8, perfect.", "confidence reference, V01")
    nine = Fraction(9, 10)
    ok("v04", (24, 3, 6), Fraction(27837, 50600), "N=24, d=3, n=6, p=0.9.", "confidence reference, V04", nine)
    zero = Fraction(0)
    ok("blind", (24, 4, 24), zero, "What sees nothing finds nothing.", "by hand", zero)
    ok("nothing-there", (24, 0, 24), zero, "Where nothing is, nothing is found.", "by hand")
    ok("nothing-opened", (24, 4, 0), zero, "Who opens nothing finds nothing.", "by hand")
    ok("all-opened", (24, 1, 24), ONE, "All opened, seen for sure.", "by hand")
    ok("all-hold-one", (24, 24, 1), ONE, "All hold one.", "by hand")
    ok("one-point", (1, 1, 1), ONE, "The smallest site.", "by hand")
    ok("more-opened-than-empty", (24, 8, 17), ONE, "Of 17 opened at least one holds an item.", "by hand")
    ok("one-point-half-seen", (1, 1, 1), Fraction(1, 2), "The sensitivity itself.", "by hand", Fraction(1, 2))
    for points in range(1, 6):
        for items in range(points + 1):
            for opened in range(points + 1):
                p = Fraction(2, 3)
                found = 1 - hypergeometric.miss_counted(points, items, opened, p)
                why = "Counted over every sample there is."
                source = "validation/hypergeometric.py"
                ok(f"counted-{points}-{items}-{opened}", (points, items, opened), found, why, source, p)
    for points, items, opened, p in ((96, 7, 31, Fraction(99, 100)), (1000, 10, 258, ONE), (4096, 64, 200, nine)):
        found = 1 - hypergeometric.miss(points, items, opened, p)
        why = "Numbers far beyond 64 bits stay exact."
        source = "validation/hypergeometric.py"
        ok(f"large-{points}-{items}-{opened}", (points, items, opened), found, why, source, p)


def _least(book: Book) -> None:
    """The 24-cell table of least sample sizes: n reaches beta, n - 1 does not."""
    for beta, row in LEAST.items():
        for items, least in enumerate(row, 1):
            for opened in (least - 1, least):
                value = hypergeometric.miss(24, items, opened, ONE)
                assert (value <= Fraction(beta)) == (opened == least), "the published table"
                given = {"points": 24, "items": items, "opened": opened, "sensitivity": "0x1/0x1"}
                result = {"miss": text(value), "detection": text(1 - value)}
                why = f"The least n for d={items} and a miss of {beta} is {least}."
                name = f"least-{beta.replace('/', '-')}-d{items}-n{opened}"
                if f"confidence/{name}.json" not in book.documents:
                    source = "table of least cells to open in a 24-cell site"
                    book.ok(f"confidence/{name}", "confidence.miss", given, result, why, source)


def _guarantees(book: Book) -> None:
    def ok(name: str, value: Fraction, why: str, source: str = "by hand", **changes: object) -> None:
        visit = {
            "points": 24,
            "opened": 8,
            "clean": "yes",
            "sensitivity": "0x1/0x1",
            "gap_s": 3_600,
            "least_removal_s": 14_400,
            "items": 4,
        }
        given = visit | changes
        book.ok(f"confidence/{name}", "confidence.momentary", given, {"guarantee": text(value)}, why, source)

    whole = Fraction(629, 759)
    zero = Fraction(0)
    ok("as-played", whole, "A freeze one hour after the notice.", "table of exact values for a 24-cell site")
    ok("gap-none", whole, "A freeze at once.", gap_s=0)
    ok("gap-one-second-short", whole, "The removal does not fit.", gap_s=14_399)
    ok("gap-that-just-fits", zero, "It fits, also exactly: escape 1.", gap_s=14_400)
    ok("gap-longer", zero, "Escape 1, whatever was opened.", gap_s=14_401)
    ok(
        "v25",
        zero,
        "Removal 30 minutes, freeze verified after 60: guarantee 0 with all 24 opened clean.",
        "confidence reference, V25",
        opened=24,
        gap_s=3_600,
        least_removal_s=1_800,
    )
    ok("not-clean", zero, "Who refuses where an item lies would lose nothing.", clean="no")
    ok("expired", zero, "A sensitivity of 0 adds nothing.", sensitivity="0x0/0x1")
    nine = Fraction(27837, 50600)
    ok("sensitivity-9-of-10", nine, "V04.", "confidence reference, V04", opened=6, items=3, sensitivity="0x9/0xa")
