"""``counterseal board``: how things stand, on one screen, from a verified attestation.

    per site     the finding on each undertaking: status, guarantee, visit, age of assurance, reasons; the curve of the
                 probability to have missed, where a visit shows anything
    per party    its duties: what was not done by its hour first, then what is open; the rest is counted

An attestation speaks of the hour of its cut. ``--at`` asks how the same statements stand at a later hour, when nothing
more is known: findings lapse, duties fall due. Guarantees are rounded down, probabilities to have missed up.
"""

from __future__ import annotations

import io
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterseal.agreement.document import Agreement
from counterseal.assessment.finding import NUMBERED, Finding, assess
from counterseal.attestation import file as files
from counterseal.attestation import report as reports
from counterseal.attestation.verify import Verified
from counterseal.cli import curve, paper, voice
from counterseal.errors import Refused
from counterseal.paper import held as sources
from counterseal.regime.duties import NOT_DONE, Owed
from counterseal.regime.judge import State

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from counterseal.world.world import World

WIDTH = 100
STYLES = {
    "standard met": "bold green",
    "not met": "bold yellow",
    "lapsed": "yellow",
    NOT_DONE: "bold red",
    "due": "bold",
}
"""Status -> its colour; other findings are red, other duties plain. The words say it, too."""

DONE = ("done", "done early", "done late")
ORDER = (NOT_DONE, "due", "unwitnessed", "unconfirmed", "suspended", "blocked", "released", "excess")
"""Statuses of duties in the order of reading."""

KINDS = {
    "absent": "no {item} is there",
    "as-declared": "{item} as declared",
    "at-most": "at most {at_most} {item}",
    "not-capable": "not capable of {item}",
    "type-distinguishable": "{item} can be told apart",
}
DAY_S = 86_400


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a board shows: findings and state at ``state.now``, by a file whose cut is ``cut``."""

    result: str
    number: int
    cut_s: int
    state: State
    findings: tuple[Finding, ...]

    @property
    def document(self) -> Agreement:
        """The document by which all is judged."""
        return self.state.document


def board(
    file: Annotated[Path, typer.Argument(metavar="ATTESTATION", help="the attestation; - for standard input")],
    anchors: Annotated[Path | None, typer.Option(help="the anchors file, from one you trust")] = None,
    at: Annotated[
        str, typer.Option(help="a later hour, as 2022-03-01T10:00:00Z; else that of the attestation's cut")
    ] = "",
    plain: Annotated[bool, typer.Option("--plain", help="letters of ASCII only, no colour")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Show how things stand: findings by site, duties by party.

    The attestation is verified first. Exit codes: 0 done; 1 refused; 3 done, but no anchors were given, and identity is
    unproven; 4 a file cannot be read.
    """
    shown = read(file, anchors, paper.hour_of(at))
    if as_json:
        voice.out_json(value(shown) | {"duties": shown.state.subjects["duty"]})
    else:
        voice.out(text(shown, drawn=not plain and watched()))
    raise typer.Exit(reports.EXIT_CODES[shown.result])


def assessed(
    file: Annotated[Path, typer.Argument(metavar="ATTESTATION", help="the attestation; - for standard input")],
    anchors: Annotated[Path | None, typer.Option(help="the anchors file, from one you trust")] = None,
    at: Annotated[
        str, typer.Option(help="a later hour, as 2022-03-01T10:00:00Z; else that of the attestation's cut")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Assess what an attestation holds: findings with their numbers and reasons.

    The attestation is verified first; findings are computed anew, at its cut or at a later hour. Exit codes are those
    of `board`.
    """
    shown = read(file, anchors, paper.hour_of(at))
    if as_json:
        voice.out_json(value(shown))
    else:
        head = f"{shown.document.name} at {reports.hour(shown.state.now)}, by cut {shown.number}: {shown.result}\n"
        told = (reports.finding_text(finding) for finding in shown.findings)
        voice.out(head + "".join(f"\n{one}" for one in told))
    raise typer.Exit(reports.EXIT_CODES[shown.result])


def watched() -> bool:
    """Return whether somebody watches, on a terminal that can draw block letters."""
    return sys.stdout.isatty() and "utf" in (sys.stdout.encoding or "").lower()


def read(file: Path, anchors: Path | None, at: int | None) -> Standing:
    """Return what a verified attestation comes to, at its cut or at a later hour.

    Raises:
        Refused: a step of the verification refuses it; ``board-hour``: the hour is before the cut's.
        Unavailable: a file cannot be read.
    """
    trusted = paper.anchors_of(anchors)
    held = voice.load(file, files.SIZE_MAX, lambda data: sources.of_attestation(data, trusted))
    assert held.verified is not None  # it is of an attestation
    shown = of(held.verified)
    if at is None or at == shown.state.now:
        return shown
    if at < shown.cut_s:
        why = f"got the hour {reports.hour(at)}, the attestation's cut is of {reports.hour(shown.cut_s)}"
        raise Refused("board-hour", why, mend="an earlier hour is for an earlier attestation to tell")
    state = held.regime.judge(at, held.verified.cut[1])
    findings = assess(state.document, state)
    return Standing(result=shown.result, number=shown.number, cut_s=shown.cut_s, state=state, findings=findings)


def of(verified: Verified) -> Standing:
    """Return what a verified attestation says, at its cut."""
    _, cut = verified.cut
    return Standing(
        result=reports.VERIFIED if verified.anchored else reports.UNPROVEN,
        number=cut.number,
        cut_s=cut.hour,
        state=verified.state,
        findings=verified.findings,
    )


def value(shown: Standing) -> dict[str, object]:
    """Return findings and hour as JSON has them."""
    return {
        "agreement": shown.state.agreement.hex(),
        "cut": {"hour": shown.cut_s, "number": shown.number},
        "findings": [finding.value() for finding in shown.findings],
        "hour": shown.state.now,
        "result": shown.result,
        "state": shown.state.digest.hex(),
    }


def text(shown: Standing, *, drawn: bool) -> str:
    """Return the board as text; ``drawn``: with colours and block letters."""
    from rich.console import Console

    out = io.StringIO()
    width = min(WIDTH, shutil.get_terminal_size().columns) if drawn else WIDTH
    no_color = None if drawn else True
    console = Console(file=out, force_terminal=drawn, no_color=no_color, highlight=False, width=width)
    show(console, shown, drawn=drawn)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def show(console: Console, shown: Standing, *, drawn: bool) -> None:
    """Print the board."""
    exercise = "EXERCISE  " if shown.document.mode == "exercise" else ""
    head = f"{exercise}{shown.document.name} at {short(shown.state.now)}, by cut {shown.number}: {shown.result}"
    console.print(head, style="bold", markup=False)
    width = min(WIDTH, console.width)
    for part in (*sites(shown, width, drawn=drawn), *duties(shown)):
        console.print(part)


def sites(shown: Standing, width: int, *, drawn: bool) -> Iterator[RenderableType]:
    """Yield the findings, by site."""
    from rich.text import Text

    agreement, letters = shown.document, curve.BLOCKS if drawn else curve.ASCII
    pictures = False
    for site in sorted({finding.undertaking.site for finding in shown.findings}):
        yield Text(f"\n{site}, {len(agreement.site(site).points)} points", style="bold underline" if drawn else "bold")
        for finding in (one for one in shown.findings if one.undertaking.site == site):
            yield from _finding(shown, finding, width)
            if finding.numbers is not None and finding.numbers.curve:
                pictures = True
                looked = [*_looked(shown.state, finding)]
                first = min(looked)
                since = min(first, shown.state.in_force_s or first)
                yield Text()
                until = max(shown.state.now, since + 1)
                lines = curve.draw(
                    finding.numbers.curve, looked, since, until, letters=letters, width=max(40, min(72, width - 8))
                )
                yield from (Text(f"    {line}") for line in lines)
    if pictures:
        legend = (
            "The curves: had an item been there since before a day, and stayed, the probability that every visit from "
            "that day on would have missed it. Low is good; after the last visit it is 1. "
            f"{letters.counts} is a visit that counts, {letters.nothing} one that adds nothing."
        )
        yield Text("\n" + textwrap.fill(legend, width - 1), style="dim")


def _looked(state: State, finding: Finding) -> Iterator[int]:
    """Yield the hours at which visits were at the site, as reports have them; the curve's own among them."""
    owed = finding.undertaking
    for visit in state.visits:
        if visit.inspection in owed.inspections and visit.site in (None, owed.site):
            bodies = [visit.report[1]] if visit.report is not None else [body for _, _, body in visit.one_sided]
            yield from (body.freeze_verified_at for body in bodies)
    if finding.numbers is not None:
        yield from (hour for hour, _ in finding.numbers.curve)


def _finding(shown: Standing, finding: Finding, width: int) -> Iterator[Text]:
    from rich.text import Text

    owed, now = finding.undertaking, shown.state.now
    what = KINDS.get(owed.kind, owed.kind).format(item=owed.item, at_most=owed.at_most)
    status = Text("  ").append(finding.status.upper(), style=STYLES.get(finding.status, "bold red"))
    yield status.append(f"  {what}  ").append(f"({owed.name})", style="dim")
    asked = f"asked {decimal(owed.standard.probability)}"
    if finding.guarantee is None:
        yield _line(width, "guarantee", "none: an item was found, and both sides signed that")
    elif finding.guarantee == 0:
        yield _line(width, "guarantee", f"0, {asked}")
    elif owed.kind == "type-distinguishable":
        yield _line(
            width, "guarantee", f"{decimal(finding.guarantee)}, {asked}: the least probability to tell them apart"
        )
    else:
        points = len(finding.checked) + len(finding.not_checked)
        yield _line(width, "guarantee", f"{decimal(finding.guarantee)}, {asked}")
        yield _line(
            width, "", f"the least probability to have seen it, had {owed.standard.items} of {points} points held one"
        )
    seen = finding.freeze_verified_at if finding.exhibited_at is None else finding.exhibited_at
    if seen is not None:
        lapses = finding.lapses_at
        ends = "" if lapses is None else f", {'lapsed' if lapses < now else 'lapses'} {short(lapses)}"
        at_place = "" if finding.place is None else f" at {voice.shown(finding.place)}"
        yield _line(width, "last look", f"{short(seen)}{at_place}, {days(now - seen)} before{ends}")
    if finding.numbers is not None and finding.numbers.curve:
        since = finding.numbers.assured_since
        told = "not yet: who stayed all the time was missed with more than 1/20"
        if since is not None:
            told = f"{days(now - since)}: who stayed since before {short(since)} was missed with at most 1/20"
        yield _line(width, "assured", told)
    elif owed.kind in NUMBERED and finding.status != "contradicted":
        yield _line(width, "assured", "not at all: no visit adds anything")
    because = "; ".join(dict.fromkeys(reports.REASONS[reason.code] for reason in finding.reasons))
    yield _line(width, "because", because)


def _line(width: int, label: str, told: str) -> Text:
    """Return a line with its label, the rest of it hung below its beginning."""
    from rich.text import Text

    lines = textwrap.wrap(told, max(20, width - 15)) or [""]
    made = Text(f"    {label:<11}", style="dim").append(lines[0], style="not dim")
    for line in lines[1:]:
        made.append(f"\n{'':15}{line}", style="not dim")
    return made


def duties(shown: Standing) -> Iterator[RenderableType]:
    """Yield each party's duties: a table of those that are not done, the returns of one duty in one row."""
    from rich.table import Table
    from rich.text import Text

    titles = {term.name: term.title.get("en", term.name) for term in shown.document.duties}
    idle = [party.name for party in shown.document.parties]
    for party in [*idle]:
        owed = [one for one in shown.state.duties if one.by == party]
        if not owed:
            continue
        idle.remove(party)
        counts = Counter(one.status for one in owed)
        counted = ", ".join(f"{counts[status]} {status}" for status in (*ORDER, *DONE) if counts[status])
        yield Text(f"\n{party}", style="bold").append(f": {counted}", style="not bold")
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(no_wrap=True, min_width=32)
        table.add_column()
        for one, others in _rows([one for one in owed if one.status not in DONE]):
            status = {NOT_DONE: "not done by", "due": "due by"}.get(one.status, f"{one.status}, due")
            told = one.status if one.due_s is None else f"{status} {short(one.due_s)}"
            title = voice.shown(titles[one.duty]) + (f", to {', '.join(one.to)}" if one.to else "")
            table.add_row(Text(f"  {told}", style=STYLES.get(one.status, "")), Text(title + others))
        if table.row_count:
            yield table
    if idle:
        yield Text(f"\n{', '.join(idle)}: no duties")


def _rows(owed: Sequence[Owed]) -> Iterator[tuple[Owed, str]]:
    """Yield one instance of each duty in each status, and words on what blocks it and on the others: of those not done
    in time the last, else the first.
    """
    kept: dict[tuple[str, str], list[Owed]] = {}
    for one in sorted(owed, key=_rank):
        kept.setdefault((one.duty, one.status), []).append(one)
    for (_, status), found in sorted(kept.items(), key=lambda row: _rank(row[1][0])):
        late = status == NOT_DONE
        one, other = (found[-1], found[0]) if late else (found[0], found[-1])
        words = f"; does not hold: {', '.join(one.blocked_by)}" if one.blocked_by else ""
        if len(found) > 1:
            end = "" if other.due_s is None else f", the {'first' if late else 'last'} by {curve.day(other.due_s)}"
            words += f" ({len(found)} times{end})"
        yield one, words


def _rank(owed: Owed) -> tuple[int, int, str, int]:
    """Return what duties are shown by: status, due hour, name."""
    place = ORDER.index(owed.status) if owed.status in ORDER else len(ORDER)
    return place, owed.due_s if owed.due_s is not None else 1 << 62, owed.duty, owed.number


def decimal(number: Fraction) -> str:
    """Return a probability to three places, rounded down, and exactly.

    >>> decimal(Fraction(629, 759)), decimal(Fraction(1))
    ('0.828 (629/759)', '1')
    """
    if number.denominator == 1:
        return str(number)
    exact = f"{number.numerator}/{number.denominator}"
    thousandths = 1000 * number.numerator // number.denominator
    return f"0.{thousandths:03}" + (f" ({exact})" if len(exact) <= 20 else "")


def short(unix_s: int) -> str:
    """Return an hour in UTC, to the minute."""
    return f"{curve.clock(unix_s)}Z"


def days(seconds: int) -> str:
    """Return a length of time in whole days, rounded down; in hours below two days."""
    if seconds < 2 * DAY_S:
        return f"{seconds // 3600} hours"
    return f"{seconds // DAY_S} days"


def parties(world: World) -> RenderableType:
    """Return the table of parties: what each acknowledged, and what of it a quorum witnessed, as the others saw it."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("log of")
    for column in ("acknowledged", "witnessed", "irregularities"):
        table.add_column(column, justify="right")
    for party, node in world.nodes.items():
        others = [other.regime.facts for other in world.nodes.values() if other is not node]
        witnessed = max((facts.logs[facts.agreement.party(other).log].witnessed.get(node.origin, 0)
                         for facts in others for other in world.nodes if other != party), default=0)  # fmt: skip
        broken = [broken for broken in others[0].irregularities if broken.party == party]
        table.add_row(party, str(node.regime.size(node.origin)), str(witnessed), str(len(broken)))
    return table
