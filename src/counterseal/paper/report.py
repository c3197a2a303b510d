"""The report on a visit: what was opened before both sides and what it showed, disagreements and gaps included.

Made from a signed report of both sides, or of one side alone, that stands in the logs. It prints every point of the
site: those opened with declaration and outcome, and those not looked at by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counterseal.agreement.document import Agreement
from counterseal.errors import Refused
from counterseal.paper import parts, sheet
from counterseal.paper.held import Entry, Held
from counterseal.paper.notice import note_attached
from counterseal.paper.sheet import Block, Cell, Sheet, Text, Tongues
from counterseal.regime.judge import State
from counterseal.regime.visits import Visit
from counterseal.statements.kinds import InspectionReport

KINDS = ("inspection-report", "one-sided-report")
WIDTHS = ("auto", "1fr", "1.2fr", "1.4fr")


def paper(data: bytes, held: Held, languages: Sequence[str] = ()) -> Sheet:
    """Return the paper of a report.

    Args:
        data: the signed note.
        held: the logs in which it stands.
        languages: as for the Record of findings.

    Raises:
        Refused: as ``Held.entry``; ``paper-kind``: it is of another kind; ``paper-language``.
    """
    entry = held.entry(data)
    said = entry.statement
    if said.kind not in KINDS:
        mend = "notices have a paper of their own: counterseal paper notice"
        raise Refused("paper-kind", f"got a statement of kind {said.kind}, want {' or '.join(KINDS)}", mend=mend)
    state = held.regime.judge(held.hour)
    document = state.document
    tongues = Tongues(document, languages)
    body: InspectionReport = said.body
    visit = next((one for one in state.visits if one.notice == body.notice), None)
    inspection = None if visit is None else document.inspection(visit.inspection)
    alone = said.kind == "one-sided-report"
    blocks: list[Block] = [
        sheet.heading(tongues.say("heading-subject")),
        sheet.facts(_course(tongues, document, visit, body)),
        *([] if inspection is None else tongues.clause(document, inspection.clause)),
        sheet.heading(tongues.say("heading-opened")),
        _opened(tongues, document, state, visit, body),
        *_unopened(tongues, document, visit, body),
        *parts.limits(tongues, *(["one-side"] if alone else []), "points", "hours", "logs", "judgement"),
        *parts.signed_statement(tongues, held, document, entry),
        sheet.heading(tongues.say("heading-rests")),
        *parts.rests_on(tongues, held, _ids(visit, body, entry)),
        parts.logs_read(tongues, held),
        *parts.by_hand(tongues, _signers(document, visit, said.kind, said.party), "signing-report"),
    ]
    return Sheet(
        languages=tongues.languages,
        title=tongues.say(f"title-{said.kind}"),
        agreement=tongues.title(document.title),
        exercise=document.mode == "exercise",
        standing=held.standing,
        hour=said.at,
        channel=document.channel,
        attached=(note_attached(entry, data),),
        how=tongues.say("attached-note"),
        blocks=tuple(blocks),
    )


def _course(
    tongues: Tongues, document: Agreement, visit: Visit | None, body: InspectionReport
) -> list[tuple[Text, Cell]]:
    """Return the visit and its hours, in their order."""
    rows: list[tuple[Text, Cell]] = []
    if visit is not None:
        rows += parts.visit_facts(tongues, document, visit)
    rows.append((tongues.say("label-notice"), sheet.digest(body.notice)))
    if visit is not None:
        rows.append((tongues.say("label-known"), sheet.hour_cell(visit.known_at)))
    rows.append((tongues.say("label-freeze"), sheet.hour_cell(body.freeze_verified_at)))
    if visit is not None and body.freeze_verified_at >= visit.known_at:
        gap = tongues.span(body.freeze_verified_at - visit.known_at)
        rows.append((tongues.say("label-gap"), sheet.each(gap)))
    rows.append((tongues.say("label-began"), sheet.hour_cell(body.began_at)))
    rows.append((tongues.say("label-ended"), sheet.hour_cell(body.ended_at)))
    return rows


def _opened(tongues: Tongues, document: Agreement, state: State, visit: Visit | None, body: InspectionReport) -> Block:
    """Return the table of points opened: what kind each is, what was declared, what it showed."""
    declared = _declared(state, visit)
    site = None if visit is None or visit.site is None else document.site(visit.site)
    kinds = {} if site is None else {point: group.kind for group in site.groups for point in group.points}
    titles = {item.name: tongues.title(item.title) for item in document.items}
    heads = [tongues.say(f"label-{name}") for name in ("point", "group", "declared", "outcome")]
    rows: list[list[Cell]] = []
    for point in body.points:
        holds = declared.get(point.id, "")
        shown = titles.get(holds) or tongues.known(f"declared-{holds}", holds or "–")
        outcome = tongues.known(f"outcome-{point.outcome}", point.outcome)
        rows.append(
            [sheet.code(point.id), sheet.same(kinds.get(point.id, "–")), sheet.each(shown), sheet.each(outcome)]
        )
    if not rows:
        return sheet.words(tongues.say("none"))
    return sheet.table(heads, rows, WIDTHS)


def _unopened(tongues: Tongues, document: Agreement, visit: Visit | None, body: InspectionReport) -> list[Block]:
    """Return the points of the site that were not looked at, by name."""
    blocks: list[Block] = [sheet.heading(tongues.say("heading-unopened"))]
    if visit is None or visit.site is None:
        return [*blocks, sheet.words(tongues.say("none"))]
    points = document.site(visit.site).points
    opened = {point.id for point in body.points}
    rest = [point for point in points if point not in opened]
    if not rest:
        return [*blocks, sheet.words(tongues.say("all-opened"))]
    told = tongues.say("points-unopened", points=len(points), count=len(rest))
    return [*blocks, sheet.words(told), sheet.facts([(tongues.say("label-points"), sheet.points(rest))])]


def _declared(state: State, visit: Visit | None) -> Mapping[str, str]:
    """Return what the declaration over which the points were drawn says of each point."""
    over = None if visit is None else visit.declaration
    found = (body for _, key, body in state.declarations if key == over)
    return {point.id: point.holds for body in found for point in body.points}


def _ids(visit: Visit | None, body: InspectionReport, entry: Entry) -> list[bytes]:
    """Return the statements that the report rests on or stands beside: reports of one side included."""
    if visit is None:
        return [body.notice]
    found = [visit.notice] if visit.declaration is None else [visit.declaration, visit.notice]
    reports = [one for one in (visit.report,) if one is not None]
    found += [one for one, _ in reports] + [one for _, one, _ in visit.one_sided]
    return [one for one in found if one != entry.statement.id]


def _signers(document: Agreement, visit: Visit | None, kind: str, author: str) -> list[tuple[str, str]]:
    inspection = None if visit is None else document.inspection(visit.inspection)
    inspected = None if inspection is None else inspection.inspected
    return parts.signers(document, document.signatures.get(kind, ()), author, inspected)
