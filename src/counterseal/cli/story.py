"""A play as a story: chapters, and of each what a reader would not have guessed; with a bar where somebody watches.

Left out are answers that are always given (receipts, freezes, arrivals), the shares of a draw, cuts, and findings that
wait for a visit or its end. `counterseal play` prints every line, and the logs hold every word.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from counterseal.attestation import report as reports
from counterseal.cli import board

if TYPE_CHECKING:
    from rich.console import Console

    from counterseal.world.stage import Event

HIDDEN = frozenset(("cut", "open-shares", "place", "seal-shares", "verify-freeze"))
INDENT = 20
DRAW = " computes the draw: "
ABOUT = re.compile(", about [a-z0-9-]+")  # a label of the script, which its readers alone know
DECLARED = re.compile(r"declares the \d+ points of ([a-z0-9-]+): (.*?)(, declaration \d+)?$")


class Story:
    """Takes the events of a play, and prints what of them is told."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._acceded: list[Event] = []
        self._drawn: Event | None = None  # what the first of two parties computed

    def tell(self, event: Event) -> None:
        """Tell an event, or keep it to be told with the next."""
        if event.deed == "accede":
            self._acceded.append(event)
        elif DRAW in event.text:
            self._draw(event)
        else:
            self._flush()
            if event.deed == "chapter":
                self._console.print(f"\n{event.text}", style="bold", markup=False)
            elif event.deed == "finding":
                self._finding(event)
            elif event.text.startswith("left out: "):
                self._line(event.hour, event.text, "yellow")
            elif not event.routine and (event.deed not in HIDDEN or "another share" in event.text):
                told = DECLARED.sub(_declared, ABOUT.sub("", event.text, count=1))
                self._line(event.hour, told, {"attest": "green", "report": "bold"}.get(event.deed, ""))

    def _flush(self) -> None:
        """Tell what was kept."""
        if self._acceded:
            names = ", ".join(event.text.partition(" ")[0] for event in self._acceded)
            self._line(self._acceded[0].hour, f"{names} accede, each by its root keys", "")
            self._acceded = []
        if self._drawn is not None:
            self._line(self._drawn.hour, self._drawn.text, "")
            self._drawn = None

    def _draw(self, event: Event) -> None:
        """Keep what one side computes until the other did; where they agree it is told once."""
        before, drawn = self._drawn, event.text.partition(DRAW)[2]
        if before is not None and before.text.partition(DRAW)[2] == drawn:
            self._drawn = None
            self._line(event.hour, f"both compute the same draw, that neither could choose: {drawn}", "")
        else:
            self._flush()
            self._drawn = event

    def _finding(self, event: Event) -> None:
        """Tell what a cut came to, with its reasons in words where the status does not say them."""
        head, _, codes = event.text.removesuffix(")").partition(" (")
        status = head.partition(": ")[2]
        if event.routine:
            return
        if status not in ("lapsed", "standard met"):
            head += f": {'; '.join(reports.REASONS[code] for code in codes.split(', '))}"
        self._line(event.hour, head, board.STYLES.get(status, "bold red"))

    def _line(self, hour: int, text: str, style: str) -> None:
        from rich.text import Text

        width = max(20, min(board.WIDTH, self._console.width) - INDENT)
        lines = textwrap.wrap(text, width, break_on_hyphens=False) or [""]
        told = Text(f"{board.short(hour)}   ", style="dim")  # one print a line: the bar is drawn anew after each
        told.append(f"\n{'':{INDENT}}".join(lines), style=f"not dim {style}")
        self._console.print(told, soft_wrap=True)


def _declared(found: re.Match[str]) -> str:
    """Return what is declared in fewer words."""
    site, counts, again = found.groups()
    return f"declares {site}{' anew' if again else ''}: {counts}"


@contextmanager
def told(console: Console, hours: Sequence[int], *, watched: bool) -> Iterator[Callable[[Event], None]]:
    """Yield what takes the events of a play with steps at ``hours``; ``watched``: a bar says how far it is."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    story = Story(console)
    if not watched:
        yield story.tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[at]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("signing, cosigning, mirroring", total=len(hours), at="")

        def tell(event: Event) -> None:
            progress.update(task, completed=bisect_right(hours, event.hour), at=board.short(event.hour))
            story.tell(event)

        yield tell
