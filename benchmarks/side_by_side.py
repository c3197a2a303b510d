"""Rates side by side: ours, a peer's, and the raw limit, measured in turn in one run, with their ratios.

Each row is a function that does ``count`` units of work. All rows run once to warm up, then five times in turn, so that
a machine that slows down slows all of them; the median is printed, with the ratio of the first row's rate to it.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Sequence

Row = tuple[str, int, Callable[[], object]]

RUNS = 5


def measure(title: str, rows: Sequence[Row]) -> None:
    """Run and print ``rows``: label, units of work, function. The first is ours."""
    seconds: list[list[float]] = [[] for _ in rows]
    for run in range(RUNS + 1):
        for place, (_, _, work) in enumerate(rows):
            start = time.perf_counter()
            work()
            if run:
                seconds[place].append(time.perf_counter() - start)
    rates = [count / statistics.median(taken) for (_, count, _), taken in zip(rows, seconds, strict=True)]
    print(f"\n{title}")
    for (label, count, _), rate, taken in zip(rows, rates, seconds, strict=True):
        each = [1_000 * run / count for run in taken]  # ms
        told = f"{rate:>12,.0f}/s" if rate >= 100 else f"{1_000 / rate:>9,.1f} ms  "
        spread = f"{min(each):,.4g} to {max(each):,.4g} ms each"
        print(f"  {label:<44} {told}   ours is {rates[0] / rate:>6.2f} times as fast   ({spread})")


def heading() -> None:
    """Print on what this was measured."""
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {platform.system()}")
