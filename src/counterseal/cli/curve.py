"""A curve drawn in letters: the probability to have missed, against time, with the visits marked.

    1 │                ▗███
      │                ████
      │▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂████
    0 └▲───────────────▲───
      2022-03-01  2023-04-21

At each day stands b: the probability that all visits from then on would have missed an evader who was there since
before that day without a break (spec/confidence.md). It is 1 behind the last visit. A column shows the greatest value
of its days, rounded up to a height that a letter can show: the picture never looks better than the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class Letters:
    """What a terminal can draw: ``levels`` from empty to full, the axes, a visit that counts, one that adds nothing."""

    levels: str
    upright: str
    corner: str
    level: str
    counts: str
    nothing: str


DAYS_FROM_S = 5 * 86_400
"""Beyond so long a time the ends of the axis are days, else hours."""

BLOCKS = Letters(levels=" ▁▂▃▄▅▆▇█", upright="│", corner="└", level="─", counts="▲", nothing="△")
ASCII = Letters(levels=" .:#", upright="|", corner="+", level="-", counts="^", nothing="o")


def draw(
    curve: Sequence[tuple[int, Fraction]],
    visits: Sequence[int],
    since: int,
    until: int,
    *,
    letters: Letters,
    width: int = 72,
    height: int = 4,
) -> list[str]:
    """Return the lines of the picture, from top to bottom.

    Args:
        curve: hour and b(hour) at each visit that shows anything, ascending (a finding's ``curve``).
        visits: hours of all visits, also of those that show nothing.
        since, until: the hours at its ends, Unix seconds; since < until.
        letters: what to draw with.
        width, height: columns and rows of the field within the axes; width >= 40.
    """
    assert since < until  # who draws makes room
    full = len(letters.levels) - 1
    ends = (since + (until - since) * (column + 1) // width for column in range(width))
    heights = [-(-full * height * at(curve, end) // 1) for end in ends]
    lines = []
    for row in reversed(range(height)):
        cells = (letters.levels[max(0, min(full, level - row * full))] for level in heights)
        lines.append(f"{'1' if row == height - 1 else ' '} {letters.upright}{''.join(cells)}".rstrip())
    counting = {hour for hour, _ in curve}
    axis = [letters.level] * width
    for hour in sorted(visits, key=lambda hour: hour in counting):  # one that counts is drawn over one that does not
        if since <= hour <= until:
            column = min(width - 1, (hour - since) * width // (until - since))
            axis[column] = letters.counts if hour in counting else letters.nothing
    first, last = (day(hour) if until - since > DAYS_FROM_S else f"{clock(hour)}Z" for hour in (since, until))
    return [*lines, f"0 {letters.corner}{''.join(axis)}", f"   {first}{last:>{width - len(first)}}"]


def at(curve: Sequence[tuple[int, Fraction]], hour: int) -> Fraction:
    """Return b at an hour: what the first visit from then on has; 1 behind the last.

    >>> at([(10, Fraction(1, 6)), (20, Fraction(1, 3))], 11)
    Fraction(1, 3)
    """
    return next((miss for seen, miss in curve if seen >= hour), Fraction(1))


def day(unix_s: int) -> str:
    """Return the day of an hour, in UTC."""
    return clock(unix_s)[:10]


def clock(unix_s: int) -> str:
    """Return an hour in UTC, to the minute."""
    return datetime.fromtimestamp(unix_s, UTC).strftime("%Y-%m-%d %H:%M")
