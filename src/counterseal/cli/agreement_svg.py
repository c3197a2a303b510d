"""An agreement as a picture: a lane for each party, and what is owed as arrows from what starts it to what does it.

    +-- alpha --------+-- beta ---------+
    | [notice]        |                 |
    |  |  within 1 h  |                 |
    |  +------------->| <gate> [receipt]|
    +-----------------+-----------------+

1. a row holds the end of one arrow only, so nothing overlaps; rows follow what starts them, downwards;
2. a gate stands on an arrow whose duty is owed only under conditions; steps of one rung of a ladder stand side by side;
3. widths of letters are estimated, upwards, so that the same file has the same bytes wherever it is drawn;
4. every text is escaped; there is no script, style sheet or font from elsewhere; each figure has its sentence as title.

Black, white and greys: it is to be read in print.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from counterseal.agreement.document import Agreement, Inspection
from counterseal.agreement.events import IN_A_VISIT, IN_FORCE, event, events, threads
from counterseal.agreement.gap import leads_within
from counterseal.agreement.sentences import Hour, defaults, explain
from counterseal.agreement.terms import WHO, Duty
from counterseal.agreement.words import Words, clock_of

BEGIN = b"<svg"  # how every picture begins

LANE = 250  # pixels: the width of a lane, of which a box takes all but the channel of the arrows
CHANNEL = 26
MARGIN = 16
GAP = 14  # between rows
PAD = 6  # within a box
SIZE = 11  # of letters
LEAD = 14  # from line to line

NARROW, WIDE = "fijlrtI|.,:;!'()[]-/ «»“”„", "mwMW@—жмфшщыюЖМФШЩЫЮ"
"""Letters that take less, and more, than most do."""


class Line(NamedTuple):
    """A line of text in a box."""

    text: str
    bold: bool = False


class Span(NamedTuple):
    """Lanes from ``first`` to ``last``, which are the same for one lane."""

    first: int
    last: int

    @property
    def left(self) -> int:
        """Where the first lane begins."""
        return MARGIN + self.first * LANE

    @property
    def right(self) -> int:
        """Where the last lane ends."""
        return MARGIN + (self.last + 1) * LANE


def draw(agreement: Agreement, language: str, hour: Hour) -> str:
    """Return the picture as SVG."""
    picture = _Picture(agreement, language, hour)
    picture.heading()
    picture.dates()
    for inspection in agreement.inspections:
        picture.visit(inspection)
    picture.others()
    picture.ladders()
    picture.gates()
    return picture.svg()


def wrapped(text: str, width: int, bold: bool = False) -> list[str]:
    """Return a text in lines of at most ``width`` pixels by estimate, broken between words or, if need be, within."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, bold) <= width:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while width_of(line, bold) > width:
            fitting = max(size for size in range(1, len(line)) if size == 1 or width_of(line[:size], bold) <= width)
            hyphen = line.rfind("-", 1, fitting)
            at = hyphen + 1 if hyphen > 0 else fitting
            lines.append(line[:at])
            line = line[at:]
    return [*lines, line] if line else lines


def width_of(text: str, bold: bool = False) -> int:
    """Return the width of a text in pixels, estimated from above."""
    units = sum(4 if char in NARROW else 10 if char in WIDE else 8 if char.isupper() else 6 for char in text)
    return units * SIZE * (11 if bold else 10) // 96


class _Picture:
    """What is drawn so far, and how far down."""

    def __init__(self, agreement: Agreement, language: str, hour: Hour) -> None:
        self._agreement = agreement
        self._words = Words(agreement, language)
        said = [one for section in explain(agreement, language, hour) for one in section.sentences]
        self._said = {one.where: one.text for one in reversed(said)}  # of two at one path, the first
        principals = [party.name for party in agreement.principals]
        self._parties = [*principals, *(party.name for party in agreement.parties if party.name not in principals)]
        self._principals = principals
        self._width = 2 * MARGIN + LANE * len(self._parties)
        self._out: list[str] = []
        self._y = MARGIN

    def svg(self) -> str:
        """Return the whole picture."""
        height = self._y + MARGIN
        lanes = (
            f'<rect x="{MARGIN + LANE * index}" y="0" width="{LANE}" height="{height}" fill="{fill}"/>'
            for index, fill in enumerate("#fff" if index % 2 else "#f4f4f4" for index in range(len(self._parties)))
        )
        title = _text(self._words.title(self._agreement.title))
        desc = _text(" ".join(self._said[where] for where in ("", "/in_force_if")))
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc"'
            f' lang="{self._words.spoken}" width="{self._width}" height="{height}"'
            f' viewBox="0 0 {self._width} {height}" font-family="sans-serif" font-size="{SIZE}">',
            f'<title id="title">{title}</title>',
            f'<desc id="desc">{desc}</desc>',
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
            '<path d="M0 0L8 4L0 8z"/></marker></defs>',
            f'<rect width="{self._width}" height="{height}" fill="#fff"/>',
        )
        return "\n".join([*head, *lanes, *self._out, "</svg>", ""])

    def heading(self) -> None:
        """Draw the title, and the name of each lane."""
        self._band(self._words.title(self._agreement.title))
        bottoms: list[int] = []
        for index, name in enumerate(self._parties):
            role = self._words.say(f"role-{self._agreement.party(name).role}")
            self._open(f"/parties/{name}")
            bottoms.append(self._box(Span(index, index), [Line(name, bold=True), Line(role)], self._y, fill="#ddd"))
            self._close()
        self._y = max(bottoms) + GAP

    def dates(self) -> None:
        """Draw what is owed from entry into force, and on dates that return."""
        found = [duty for duty in self._agreement.duties if duty.start == IN_FORCE]
        recurring = [duty for duty in self._agreement.duties if duty.recurs is not None]
        if found or recurring:
            self._band(self._words.say("heading-duties"))
        everybody = self._span(self._principals)
        if found or recurring:
            top = self._start(everybody, [Line(self._words.event(IN_FORCE), bold=True)], self._agreement.in_force_if)
            self._arrows(top, everybody, [*found, *recurring], None)

    def visit(self, inspection: Inspection) -> None:
        """Draw what is owed in a visit."""
        owed = [duty for duty in self._agreement.duties if leads_within(self._agreement, inspection, duty)]
        self._band(self._said[f"/inspections/{inspection.name}"])
        self._thread(f"notice/{inspection.name}", owed, inspection)

    def others(self) -> None:
        """Draw what is owed in threads that are of no visit."""
        for root in sorted(events(self._agreement)):
            if event(root)[0] in (IN_FORCE, *IN_A_VISIT) or root not in threads(self._agreement, root):
                continue
            owed = [
                duty
                for duty in self._agreement.duties
                if duty.start not in (None, IN_FORCE)
                and root in threads(self._agreement, duty.start)
                and root in threads(self._agreement, duty.done_by)
            ]
            if owed:
                self._band(self._words.event(root))
                self._thread(root, owed, None)

    def ladders(self) -> None:
        """Draw each ladder, its first rung lowest: what both do on a rung stands side by side."""
        for ladder in self._agreement.ladders:
            where = f"/ladders/{ladder.name}"
            self._band(self._said[where])
            for rung in reversed(ladder.rungs):
                self._open(f"{where}/rungs/{rung.name}")
                self._note(self._said[f"{where}/rungs/{rung.name}"])
                self._rung(rung.steps)
                self._close()

    def gates(self) -> None:
        """Draw the conditions, each where it is decided."""
        if self._agreement.conditions:
            self._band(self._words.say("heading-conditions"))
        for condition in self._agreement.conditions:
            term = self._agreement.notification(condition.notification or "")
            by = [condition.by] if condition.by is not None else list(term.by) if term is not None else []
            named = [party for party in by if party in self._parties]
            where = f"/conditions/{condition.name}"
            self._open(where)
            self._y = self._gate(self._span(named), [Line(self._said[where])], self._y) + GAP
            self._close()

    def _thread(self, root: str, owed: list[Duty], inspection: Inspection | None) -> None:
        """Draw the duties that lead on from an event, and from what does them, each start once."""
        waiting, drawn = [root], set[str]()
        while waiting:
            start = waiting.pop(0)
            duties = [duty for duty in owed if duty.start == start]
            if start in drawn or not (duties or start == root):
                continue
            drawn.add(start)
            gates = inspection.only_if if inspection is not None and start == root else ()
            span = self._span(self._authors(start, inspection))
            top = self._start(span, [Line(self._words.event(start), bold=True)], gates)
            self._arrows(top, span, duties, inspection)
            waiting += [duty.done_by for duty in duties]
        rest = [duty for duty in owed if duty.start not in drawn]
        for start in dict.fromkeys(duty.start for duty in rest if duty.start is not None):
            span = self._span(self._authors(start, inspection))
            top = self._start(span, [Line(self._words.event(start), bold=True)], ())
            self._arrows(top, span, [duty for duty in rest if duty.start == start], inspection)

    def _start(self, span: Span, lines: list[Line], gates: Iterable[str]) -> int:
        """Draw what starts a clock, after its gates; return where its arrows begin."""
        for gate in gates:
            self._y = self._gate(span, [Line(self._words.conditions([gate]))], self._y)
        bottom = self._box(span, lines, self._y, fill="#e8e8e8", channel=0)
        self._y = bottom + GAP
        return bottom

    def _arrows(self, top: int, span: Span, duties: list[Duty], inspection: Inspection | None) -> None:
        """Draw an arrow for each duty, from a start that ends at ``top``."""
        lane = self._trunk(span.first, [self._span(self._owing(duty, inspection)) for duty in duties])
        trunk, last = Span(lane, lane).left + CHANNEL // 2, top
        for duty in duties:
            self._open(f"/duties/{duty.name}")
            last = self._arrow(trunk, lane, duty, inspection)
            self._close()
        if last == top:
            return
        if lane != span.first:
            top -= LEAD // 2
            self._out.append(f'<path d="M{trunk} {top}H{span.left + PAD}" fill="none" stroke="#000"/>')
        self._out.append(f'<path d="M{trunk} {top}V{last}" fill="none" stroke="#000"/>')

    def _trunk(self, lane: int, ends: list[Span]) -> int:
        """Return the lane whose channel no box covers, from that of the start on to the left."""
        while covering := [end.first for end in ends if end.first < lane <= end.last]:
            lane = min(covering)
        return lane

    def _arrow(self, trunk: int, lane: int, duty: Duty, inspection: Inspection | None) -> int:
        """Draw a duty: its clock on the arrow, its gates before what does it. Return where it leaves the trunk."""
        words, to = self._words, self._span(self._owing(duty, inspection))
        clock = wrapped(_capital(clock_of(words, duty)), LANE - CHANNEL - 2 * PAD)
        beside = not to.first <= lane <= to.last
        y = self._y
        if beside:  # the clock stands on the arrow, in the lane of what starts it
            for number, line in enumerate(clock, 1):
                self._out.append(_line(trunk + 8, y + number * LEAD, line, "italic"))
        tip = y + len(clock) * LEAD + 5 if beside else y + LEAD
        top = max(tip - LEAD, y) if beside else y
        for gate in duty.only_if:
            top = self._gate(to, [Line(words.conditions([gate]))], top)
        lines = [Line(words.title(duty.title) + words.clause(duty.clause), bold=True), Line(words.event(duty.done_by))]
        lines += [] if beside else [Line(_capital(clock_of(words, duty)))]
        lines += [Line(default) for default in defaults(words, duty)]
        bottom = self._box(to, lines, top)
        end = to.left + CHANNEL if trunk < to.left + CHANNEL else to.right - PAD
        self._out.append(f'<path d="M{trunk} {tip}H{end}" fill="none" stroke="#000" marker-end="url(#tip)"/>')
        self._y = max(bottom, tip + PAD) + GAP
        return tip

    def _rung(self, steps: Iterable[str]) -> None:
        """Draw the steps of a rung side by side, and the rung that holds them together."""
        stacks: dict[str, list[str]] = {}
        for step in steps:
            term = self._agreement.notification(step)
            assert term is not None  # the agreement was checked
            stacks.setdefault(term.by[0], []).append(self._words.title(term.title))
        across = self._span(stacks)
        middle = self._y + LEAD
        for y in (middle - 2, middle + 2):
            self._out.append(f'<path d="M{across.left + CHANNEL} {y}H{across.right - PAD}" stroke="#000"/>')
        bottoms: list[int] = []
        for party, titles in stacks.items():
            bottom = self._y
            for title in titles:
                bottom = self._box(self._span([party]), [Line(title, bold=True)], bottom)
            bottoms.append(bottom)
        self._y = max(bottoms) + GAP

    def _span(self, parties: Iterable[str]) -> Span:
        """Return the lanes of parties, those between them too; of none, those of the principals."""
        indexes = [self._parties.index(party) for party in parties] or list(range(len(self._principals)))
        return Span(min(indexes), max(indexes))

    def _authors(self, text: str, inspection: Inspection | None) -> list[str]:
        """Return the parties that may say an event."""
        kind, name = event(text)
        if kind in ("notice", "designation", "report") and inspection is not None:
            return [inspection.inspecting]
        if kind == "opening" and inspection is not None:
            return [inspection.inspected]
        term = self._agreement.notification(name) if kind == "notification" else None
        return self._resolved(() if term is None else term.by, inspection)

    def _owing(self, duty: Duty, inspection: Inspection | None) -> list[str]:
        """Return the parties that owe a duty."""
        if duty.by not in ("author", "others"):
            return self._resolved((duty.by,), inspection)
        authors = self._authors(duty.start or "", inspection)
        if duty.by == "author" or len(authors) != 1:
            return authors
        return [party for party in self._principals if party not in authors]

    def _resolved(self, names: Iterable[str], inspection: Inspection | None) -> list[str]:
        found: list[str] = []
        for name in names:
            if name in ("inspected", "inspecting") and inspection is not None:
                found.append(getattr(inspection, name))
            elif name in WHO:
                return []  # of everybody: of the principals
            else:
                found.append(name)
        return found

    # Figures.

    def _open(self, where: str) -> None:
        self._out.append(f"<g><title>{_text(self._said[where])}</title>")

    def _close(self) -> None:
        self._out.append("</g>")

    def _band(self, text: str) -> None:
        """Draw a heading over the whole width."""
        lines = wrapped(text, self._width - 2 * MARGIN - 2 * PAD, bold=True)
        height = LEAD * len(lines) + 2 * PAD
        width = self._width - 2 * MARGIN
        self._out.append(
            f'<rect x="{MARGIN}" y="{self._y}" width="{width}" height="{height}" fill="#fff" stroke="#000"/>'
        )
        for number, line in enumerate(lines, 1):
            self._out.append(_line(MARGIN + PAD, self._y + PAD - 3 + number * LEAD, line, bold=True))
        self._y += height + GAP

    def _note(self, text: str) -> None:
        """Draw a text over the whole width."""
        for line in wrapped(text, self._width - 2 * MARGIN - 2 * PAD):
            self._y += LEAD
            self._out.append(_line(MARGIN + PAD, self._y, line, "italic"))
        self._y += PAD

    def _gate(self, span: Span, lines: list[Line], y: int) -> int:
        """Draw a condition, with pointed sides; return its end."""
        return self._box(span, lines, y, gate=True)

    def _box(
        self,
        span: Span,
        lines: list[Line],
        y: int,
        fill: str = "#fff",
        channel: int = CHANNEL,
        gate: bool = False,
    ) -> int:
        """Draw a box in lanes, beginning at ``y``; return where it ends."""
        left, right = span.left + (channel or PAD), span.right - PAD
        inset = 2 * PAD if gate else PAD
        fitted = [
            Line(part, line.bold) for line in lines for part in wrapped(line.text, right - left - 2 * inset, line.bold)
        ]
        bottom = y + LEAD * len(fitted) + 2 * PAD
        middle = (y + bottom) // 2
        shape = (
            f"M{left} {middle}L{left + PAD} {y}H{right - PAD}L{right} {middle}L{right - PAD} {bottom}H{left + PAD}z"
            if gate
            else f"M{left} {y}H{right}V{bottom}H{left}z"
        )
        dashes = ' stroke-dasharray="4 2"' if gate else ""
        self._out.append(f'<path d="{shape}" fill="{fill}" stroke="#000"{dashes}/>')
        for number, line in enumerate(fitted, 1):
            self._out.append(_line(left + inset, y + PAD - 3 + number * LEAD, line.text, bold=line.bold))
        return bottom


def _line(x: int, y: int, text: str, style: str = "", bold: bool = False) -> str:
    """Return a line of text at its place."""
    look = ' font-weight="bold"' if bold else f' font-style="{style}"' if style else ""
    return f'<text x="{x}" y="{y}"{look}>{_text(text)}</text>'


def _text(text: str) -> str:
    """Return a text as XML may hold it, with what cannot be seen made visible."""
    return escape("".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in text))


def _capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]
