"""The notice: what one party told the others, on one page, with the clocks that it starts.

A notice of a visit or a notification that the agreement names. What the agreement says about it stands in its authentic
words; what the party said freely stands as it was said, translated by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterseal.agreement.document import Agreement
from counterseal.errors import Refused
from counterseal.paper import duties, parts, sheet
from counterseal.paper.held import Entry, Held
from counterseal.paper.sheet import Attached, Block, Cell, Sheet, Text, Tongues
from counterseal.regime.judge import State
from counterseal.statements.kinds import Notice, Notification

KINDS = ("notice", "notification")
NOTE_TYPE = "text/plain"


def paper(data: bytes, held: Held, languages: Sequence[str] = ()) -> Sheet:
    """Return the paper of a notice or a notification.

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
        mend = "reports have a paper of their own: counterseal paper report"
        raise Refused("paper-kind", f"got a statement of kind {said.kind}, want {' or '.join(KINDS)}", mend=mend)
    state = held.regime.judge(held.hour)
    document = state.document
    tongues = Tongues(document, languages)
    about = (
        _visit(tongues, document, state, entry)
        if said.kind == "notice"
        else _message(tongues, document, held, said.body)
    )
    started = [owed for owed in state.duties if owed.start == said.id]
    blocks = [
        sheet.heading(tongues.say("heading-subject")),
        *about,
        sheet.heading(tongues.say("heading-duties-of")),
        *duties.rows(tongues, document, state, started, short=True),
        *parts.limits(tongues, "said", "logs", "judgement"),
        *parts.signed_statement(tongues, held, document, entry),
        sheet.heading(tongues.say("heading-rests")),
        parts.logs_read(tongues, held),
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


def note_attached(entry: Entry, data: bytes) -> Attached:
    """Return the note as the data of a paper, named by kind and id."""
    name = f"{entry.statement.kind}-{entry.statement.id.hex()[:16]}.note"
    return Attached(name=name, data=data, description="the signed note (C2SP signed-note)", media_type=NOTE_TYPE)


def _visit(tongues: Tongues, document: Agreement, state: State, entry: Entry) -> list[Block]:
    """Return which visit is announced, and how it stands."""
    body: Notice = entry.statement.body
    visit = next((one for one in state.visits if one.notice == entry.statement.id), None)
    inspection = document.inspection(body.inspection)
    blocks: list[Block] = []
    if visit is not None:
        rows = parts.visit_facts(tongues, document, visit)
        if body.designation is not None:
            rows.append((tongues.say("said-designation-sealed"), sheet.digest(body.designation)))
        blocks.append(sheet.facts(rows))
    return blocks + ([] if inspection is None else tongues.clause(document, inspection.clause))


def _message(tongues: Tongues, document: Agreement, held: Held, body: Notification) -> list[Block]:
    """Return what a notification tells, member by member."""
    term = document.notification(body.format)
    rows: list[tuple[Text, Cell]] = [
        (
            tongues.say("label-format"),
            sheet.code(body.format) if term is None else sheet.each(tongues.title(term.title)),
        ),
        (tongues.say("label-number"), sheet.same(body.number)),
    ]
    if body.about is not None:
        rows.append((tongues.say("label-about"), _about(tongues, held, body.about)))
    if body.hour is not None:
        rows.append((tongues.say("label-hour"), sheet.hour_cell(body.hour)))
    if body.until is not None:
        rows.append((tongues.say("label-until"), sheet.hour_cell(body.until)))
    if body.site is not None:
        rows += parts.site_facts(tongues, document.site(body.site))
    if body.points:
        rows.append((tongues.say("label-points"), sheet.points(body.points)))
    if body.figures:
        figures = [f"{name}: {value}" for name, value in sorted(body.figures.items())]
        rows.append((tongues.say("label-figures"), sheet.stacked(sheet.code(one) for one in figures)))
    if body.words is not None:
        rows.append((tongues.say("label-words"), sheet.same(body.words)))
    return [sheet.facts(rows), *([] if term is None else tongues.clause(document, term.clause))]


def _about(tongues: Tongues, held: Held, about: bytes) -> Cell:
    """Return what is answered: its kind and author, and its id."""
    entry = held.entries.get(about)
    cells = [sheet.digest(about)]
    if entry is not None:
        kind = tongues.known(f"said-{entry.statement.kind}", entry.statement.kind)
        cells.insert(0, sheet.each([f"{one}, {entry.statement.party}" for one in kind]))
    return sheet.stacked(cells)
