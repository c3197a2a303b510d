"""Cases of the findings over several visits, of every kind, with what was left open and what was cleared.

Each expected finding is made by a model of its own, here and in ``validation/confidence.py``, from the visits as they
were written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from book import Book

from upper_cases import over_time
from upper_cases.assessment import CELLS, SOURCE, changes, joint, ratio, text, visit
from upper_cases.desk import RO, RU, US, Desk
from upper_cases.over_time import CLAUSES, DAY, HOUR, IN_FORCE, LIKELIHOODS, OWED, PRIOR, SENSITIVITY
from upper_cases.regime import given
from validation import confidence, hypergeometric

ONE = Fraction(1)
REMOVAL = 4 * HOUR
FIRST = IN_FORCE + 2 * DAY
HALF_A_CENTURY = 50 * 365 * DAY


@dataclass
class Looked:
    """A visit as it was written down."""

    report: str
    notice: str
    freeze: int
    points: list[str]
    outcomes: dict[int, str]
    late: bool = False
    cleared: set[str] = field(default_factory=set)
    held: int = 0  # points at which the declaration in force has an item

    def ended(self, outcome: str) -> list[str]:
        """Return the points that ended so, and were not cleared."""
        found = [point for place, point in enumerate(self.points) if self.outcomes.get(place, "clean") == outcome]
        return [point for point in found if point not in self.cleared]

    @property
    def open(self) -> dict[str, list[str]]:
        """Return what was left open."""
        left = {outcome: self.ended(outcome) for outcome in sorted(set(self.outcomes.values()) - {"found"})}
        return {outcome: points for outcome, points in left.items() if points}

    def miss(self, items: int) -> Fraction:
        """Return the chance that it shows nothing."""
        if self.open or self.late or self.ended("found"):
            return ONE
        seen = ratio(SENSITIVITY)
        if self.cleared:
            seen = min(seen, 1 - ratio(LIKELIHOODS["resolved"]["present"]))
        return hypergeometric.miss(24, items, len(self.points), seen)

    def seen(self, items: int) -> Fraction:
        """Return how much likelier what it showed is with the items there."""
        if self.open:
            refused = ratio(LIKELIHOODS["refused"]["present"]) / ratio(LIKELIHOODS["refused"]["absent"])
            return max(refused if outcome == "refused" else ONE for outcome in self.open)
        return self.miss(items) / (ratio(LIKELIHOODS["resolved"]["absent"]) if self.cleared else 1)

    def short(self) -> list[tuple[str, list[str]]]:
        """Return why it adds nothing."""
        codes = [(f"points-{outcome}", [self.report]) for outcome in self.open]
        return [*codes, ("freeze-late", [self.notice, self.report])] if self.late else codes


class Story:
    """A desk, and the visits made at it."""

    def __init__(self) -> None:
        self.desk = over_time.desk()
        self.looked: list[Looked] = []

    def visit(
        self, freeze: int, outcomes: dict[int, str] | None = None, *, late: bool = False, held: int = 0
    ) -> Looked:
        """Make a visit; announced an hour before its freeze, or too long before it."""
        number = len(self.looked) + 1
        announced = freeze - (REMOVAL if late else HOUR)
        drawn, report = visit(self.desk, number, announced, freeze, outcomes)
        self.desk.exchange()
        notice = self.desk.of(RU, "notice")
        self.looked.append(Looked(report, notice, freeze, drawn, outcomes or {}, late, held=held))
        return self.looked[-1]

    def clear(self, about: str, points: Sequence[str] = ()) -> str:
        """Let both sides clear ambiguous points."""
        body: dict[str, Any] = {"about": about, "format": "clearing-of-points" if points else "clearing", "number": 1}
        body |= {"points": sorted(points)} if points else {}
        place = self.desk.say(RU, "notification", body, by=[f"{party}/officer-1" for party in (RO, RU, US)])
        return self.desk.id(place)

    def refer(self, about: str) -> str:
        """Let the inspected Party refer a report."""
        body = {"about": about, "format": "referral", "number": 1}
        return self.desk.id(self.desk.say(US, "notification", body, by=["officer-1"]))


# The model.


def records(story: Story, declared: str = "", above: str = "") -> list[dict[str, Any]]:
    """Return the finding of every undertaking.

    ``declared``: a later declaration of an item that no visit was over; ``above``: one of more than at-most-two allows.
    """
    return [_record(story, name, declared, above) for name in sorted(OWED)]


def _record(story: Story, name: str, declared: str, above: str) -> dict[str, Any]:
    looked, now = story.looked, story.desk.now
    owed = {"kind": "absent", **OWED[name]}
    standard = {"items": 4, "presence": "momentary", "probability": "0x3/0x4", **owed.get("standard", {})}
    items, asked = standard["items"], ratio(standard["probability"])
    duration = _seconds(standard.get("duration"))
    window = _seconds(standard.get("window")) or duration
    last = looked[-1] if looked else None
    within = [one for one in looked if last and (one.freeze >= last.freeze - window if duration else one is last)]
    number = _guarantee(looked, items, standard["presence"], duration, window) if last else Fraction(0)
    fit = owed["kind"] != "not-capable"
    if not fit:
        number = Fraction(0)
    status, reasons = _status(owed, looked, within, number >= asked, now, (declared, above))
    lapses = last.freeze + 30 * DAY if last else 0
    checked = last.ended("clean") if last else []
    found = {point for one in looked for point in one.ended("found")}
    left = [
        {"outcome": outcome, "points": points, "report": one.report}
        for one in within
        for outcome, points in one.open.items()
    ]
    value: dict[str, Any] = {
        "assumptions": sorted(
            ["draw-uniform", "least-removal-as-agreed", "likelihoods-as-agreed", "not-known-before-notice"]
            + ["sensitivity-as-tried"]
            + (["prior-as-agreed"] if "prior" in standard else [])
            + (["visits-independent"] if duration or "prior" in standard else [])
        ),
        "changes": _changes(status, reasons, lapses, _more(looked, items, asked) if last and not duration else None),
        "checked": checked,
        "clauses": [CLAUSES[0], CLAUSES[1]] if "clause" in owed else [CLAUSES[1]],
        "item": "tomahawk",
        "items": items,
        "kind": owed["kind"],
        "not_checked": [cell for cell in CELLS if cell not in checked],
        "presence": standard["presence"],
        "probability": standard["probability"],
        "reasons": [{"code": code, "statements": statements} for code, statements in reasons],
        "site": "deveselu",
        "status": status,
        "undertaking": name,
    }
    value |= {"at_most": owed["at_most"]} if "at_most" in owed else {}
    value |= {"duration_s": duration, "window_s": window} if duration else {}
    value |= {"found": [cell for cell in CELLS if cell in found]} if found else {}
    value |= {"open": left} if left else {}
    if last:
        value |= {"freeze_verified_at": last.freeze, "lapses_at": lapses}
    if status == "contradicted":
        return value
    value["guarantee"] = text(number)
    if last and fit:
        value |= _joint(looked, within, items, asked, last.freeze - window, now)
        value |= _posterior(looked, items, now) if "prior" in standard else {}
        if len(value["curve"]) > 1 and "visits-independent" not in value["assumptions"]:
            value["assumptions"] = [*value["assumptions"], "visits-independent"]
    return value


def _seconds(duration: dict[str, int] | None) -> int:
    return sum(count * {"days": DAY, "hours": HOUR}[unit] for unit, count in (duration or {}).items())


def _guarantee(looked: Sequence[Looked], items: int, presence: str, duration: int, window: int) -> Fraction:
    looks = [(one.freeze, one.miss(items)) for one in looked]
    last = looked[-1].freeze
    if presence == "momentary":
        return 1 - looks[-1][1]
    if presence == "cumulative":
        return confidence.cumulative(looks, last, duration, window, REMOVAL, parts=16)
    starts = [last - window, *(hour + 1 for hour, _ in looks), last - duration]
    worst = Fraction(0)
    for start in starts:
        if last - window <= start <= last - duration:
            missed = ONE
            for hour, miss in looks:
                missed *= miss if start <= hour <= start + duration else 1
            worst = max(worst, missed)
    return 1 - worst


def _status(
    owed: dict[str, Any],
    looked: Sequence[Looked],
    within: Sequence[Looked],
    met: bool,
    now: int,
    declared: tuple[str, str],
) -> tuple[str, list[tuple[str, list[str]]]]:
    kind, wrong, disputed = owed["kind"], [], []
    for one in looked:
        count = len(one.ended("found"))
        if count and kind == "at-most" and count + one.held <= owed["at_most"]:
            disputed.append(("item-undeclared", [one.report]))
        elif count:
            code = {"as-declared": "not-as-declared", "at-most": "found-above"}.get(kind, "item-found")
            wrong.append((code, [one.report]))
    said = {"absent": declared[0] or declared[1], "at-most": declared[1]}.get(kind)
    if said:
        disputed.append(("item-declared", [said]))
    if wrong or disputed:
        return ("contradicted", wrong) if wrong else ("disputed", disputed)
    unfit: list[tuple[str, list[str]]] = [("kind-without-number", [])] if kind == "not-capable" else []
    if not looked:
        return "not met", [*unfit, ("no-visit", [])]
    report = [looked[-1].report]
    if looked[-1].freeze + 30 * DAY < now:
        return "lapsed", [("lapsed", report)]
    if met:
        return "standard met", [("guarantee-reached", report)]
    codes: dict[str, list[str]] = {}
    for code in ("points-ambiguous", "points-refused", "freeze-late"):
        cited = [one for visited in within for given, ids in visited.short() if given == code for one in ids]
        codes |= {code: cited} if cited else {}
    return "not met", [*unfit, *codes.items()] or [("guarantee-short", report)]


def _changes(
    status: str, reasons: Sequence[tuple[str, list[str]]], lapses: int, more: int | None
) -> list[dict[str, Any]]:
    """``more``: how many points a visit would have to open more, -1 if all are too few; None where that is no help."""
    found = changes(status, reasons, lapses, more or 0)
    short = dict(reasons)
    if status == "not met" and "points-ambiguous" in short:
        found.insert(0, {"code": "resolve-points", "statements": short["points-ambiguous"]})
    if "guarantee-short" in short and more == -1:
        found[-1] = {"code": "raise-sensitivity"}
    return found


def _more(looked: Sequence[Looked], items: int, asked: Fraction) -> int:
    seen = ratio(SENSITIVITY)
    if looked[-1].cleared:
        seen = min(seen, 1 - ratio(LIKELIHOODS["resolved"]["present"]))
    least = confidence.least_opened(24, items, 1 - asked, seen)
    return -1 if least is None else least - 8


def _joint(
    looked: Sequence[Looked], within: Sequence[Looked], items: int, asked: Fraction, since: int, now: int
) -> dict[str, Any]:
    seen, spans, day = ONE, [], since // DAY
    for one in within:
        seen *= one.seen(items)
        spans.append((one.freeze // DAY - day, one.seen(items)))
        day = one.freeze // DAY
    spans.append((now // DAY - day, ONE))
    curve: list[tuple[int, Fraction]] = []
    assured, missed = None, ONE
    for one in reversed(looked):
        if one.miss(items) < 1:
            missed *= one.miss(items)
            curve.insert(0, (one.freeze, missed))
            assured = one.freeze if assured is None and missed <= Fraction(1, 20) else assured
    return joint(seen, asked, spans, curve, assured)


def _posterior(looked: Sequence[Looked], items: int, now: int) -> dict[str, Any]:
    def at(prior: str, comes: int, goes: int) -> Fraction:
        absent, present, day = ratio(prior), 1 - ratio(prior), IN_FORCE // DAY
        for hour, seen in [*((one.freeze, one.seen(items)) for one in looked), (now, ONE)]:
            for _ in range(hour // DAY - day):
                come, go = absent * comes / 10**6, present * goes / 10**6
                absent, present = absent - come + go, present + come - go
            present *= seen
            day = hour // DAY
        return absent / (absent + present)

    if now - IN_FORCE > HALF_A_CENTURY / 2:
        return {}
    worst = at(PRIOR["absence_min"], PRIOR["introduction_max"], 0)
    best = at(PRIOR["absence_max"], PRIOR["introduction_min"], PRIOR["removal_max"])
    return {"posterior": {"best": text(confidence.up(best)), "worst": text(confidence.down(worst))}}


# The cases.


def write(book: Book) -> None:
    """Add the cases of ``assessment`` over time."""

    def case(name: str, story: Story, why: str, declared: str = "", above: str = "") -> None:
        value = {"findings": records(story, declared, above)}
        book.ok(f"assessment/over-time-{name}", "assessment.findings", given(story.desk), value, why, SOURCE)

    case("no-visit", Story(), "Nobody looked: nothing is to be said.")
    story = Story()
    story.visit(FIRST)
    case("one-visit", story, "One visit says nothing of who came and left again before it.")
    story.visit(FIRST + 20 * DAY)
    story.visit(FIRST + 40 * DAY)
    story.desk.now += 2 * DAY
    case("three-visits", story, "Who stays 20 days of 40 is there at one of the visits, whenever it starts.")
    story.desk.now = FIRST + 70 * DAY
    case("three-visits-to-the-last-second", story, "30 days after the last freeze it still holds; odds have decayed.")
    story.desk.now += 1
    case("three-visits-lapsed", story, "A second later it has lapsed.")
    story.desk.now += HALF_A_CENTURY
    case("half-a-century-later", story, "So many days of decay are not reckoned; no hazard and no posterior is told.")

    story = Story()
    story.visit(FIRST)
    story.visit(FIRST + 20 * DAY + 2)
    story.visit(FIRST + 40 * DAY)
    case("a-gap-of-two-seconds-more", story, "Who came behind the first visit left before the second.")
    story = Story()
    for days in (0, 10, 20, 30, 40):
        story.visit(FIRST + days * DAY)
    case("five-visits", story, "The evader is there at two of the visits, and may dodge one of five at most.")

    story = Story()
    story.visit(FIRST)
    story.visit(FIRST + 20 * DAY, {3: "refused"})
    story.visit(FIRST + 40 * DAY)
    case("refused-between", story, "The last visit stands for its hour; for those who stay the middle one is lost.")
    story = Story()
    story.visit(FIRST, {3: "refused", 4: "ambiguous"})
    case("refused-and-ambiguous", story, "Both are told, with their points; the likelier of the two counts.")
    story = Story()
    story.visit(FIRST)
    story.visit(FIRST + 20 * DAY, late=True)
    story.visit(FIRST + 40 * DAY)
    case("late-between", story, "An item could have left before the middle freeze.")

    story = Story()
    looked = story.visit(FIRST, {2: "ambiguous", 5: "ambiguous"})
    case("ambiguous", story, "What was ambiguous is no clean point.")
    award = {"about": looked.report, "format": "award", "number": 1}
    story.desk.say(RO, "notification", award, by=["officer-1"])
    case("ambiguous-awarded", story, "A third party may settle a matter; it clears no point for the two sides.")
    story.clear(looked.report, [looked.points[2]])
    looked.cleared = {looked.points[2]}
    case("ambiguous-cleared-in-part", story, "The other point is still open.")
    story = Story()
    looked = story.visit(FIRST, {2: "ambiguous", 5: "ambiguous"})
    story.clear(looked.report)
    looked.cleared = {looked.points[2], looked.points[5]}
    case("ambiguous-cleared", story, "Both sides cleared it: with the chance that a clearing misses what is there.")
    story = Story()
    looked = story.visit(FIRST, {2: "ambiguous", 3: "refused"})
    story.clear(looked.report)
    looked.cleared = {looked.points[2]}
    case("refused-is-not-cleared", story, "Only what was ambiguous can be cleared.")
    story = Story()
    looked = story.visit(FIRST, {2: "ambiguous"})
    referred = story.refer(looked.report)
    story.desk.exchange()
    story.clear(referred)
    story.desk.exchange()
    looked.cleared = {looked.points[2]}
    case("ambiguous-referred-and-cleared", story, "The clearing may be about what was referred of the report.")

    story = Story()
    story.visit(FIRST, {4: "found"})
    case("found", story, "One item: too many, not as declared, or undeclared among the two allowed.")
    story = Story()
    story.visit(FIRST, {4: "found", 5: "found", 6: "found"})
    case("found-three", story, "Three are more than two.")
    story = Story()
    one = _declare(story.desk, 2, 1)
    case("declared-one", story, "Who may have two may declare one.", declared=one)
    two = _declare(story.desk, 3, 3)
    story.visit(FIRST, held=3)
    case(
        "declared-three",
        story,
        "Who may have two may not declare three; a visit over it takes nothing back.",
        above=two,
    )
    story = Story()
    _declare(story.desk, 2, 2)
    last = _declare(story.desk, 3, 0)
    assert last
    story.visit(FIRST)
    case("declared-and-looked-behind", story, "A visit was over the later declaration.")
    story = Story()
    two = _declare(story.desk, 2, 2)
    story.visit(FIRST, {4: "found"}, held=2)
    case("found-beyond-two-declared", story, "Two declared and one found are three.", declared=two)


def _declare(desk: Desk, number: int, count: int) -> str:
    """Declare items at so many of the points that were empty, or in the place of others; return the id."""
    body = desk.declaration() | {"number": number}
    for place in range(count):
        body["points"][23 - place]["holds"] = "tomahawk"
    place_said = desk.say(US, "declaration", body)
    desk.exchange()
    return desk.id(place_said)
