"""The list of duties: who owes what to whom by when, and how it stands, as everybody can see it at one hour.

It is judged from the logs that were read, at the hour asked for, by the document in effect then. Duties that are over
come last. Whether anything is a breach is for the parties: the paper says no more than the state does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from counterseal.agreement.document import Agreement
from counterseal.encoding import canonical
from counterseal.encoding.canonical import Value
from counterseal.errors import Refused
from counterseal.paper import parts, sheet
from counterseal.paper.held import Held
from counterseal.paper.sheet import Attached, Block, Cell, Sheet, Text, Tongues
from counterseal.regime import explain
from counterseal.regime.duties import NOT_DONE, Owed
from counterseal.regime.judge import State

ORDER = (NOT_DONE, "due", "unwitnessed", "unconfirmed", "suspended", "blocked", "released", "excess")
"""Statuses in the order of reading; those that are done stand behind."""

WIDTHS = ("2.4fr", "1.35fr", "auto", "1.5fr")


def paper(held: Held, at: int | None = None, by: str = "", languages: Sequence[str] = ()) -> Sheet:
    """Return the list of duties.

    Args:
        held: the logs read.
        at: the hour, Unix seconds; None: the latest hour that the logs show.
        by: a party, of whose duties alone the list is; empty: all.
        languages: as for the Record of findings.

    Raises:
        Refused: ``paper-party``: nobody of that name is a party; ``paper-language``.
    """
    state = held.regime.judge(held.hour if at is None else at)
    document = state.document
    names = [party.name for party in document.parties]
    if by and by not in names:
        raise Refused("paper-party", f"got party {by}, want one of {', '.join(names)}")
    tongues = Tongues(document, languages)
    chosen = [owed for owed in state.duties if not by or owed.by == by]
    blocks: list[Block] = [
        sheet.facts(
            [
                *parts.agreement_facts(tongues, held, document),
                (tongues.say("label-judged"), sheet.hour_cell(state.now)),
                (tongues.say("label-state"), sheet.digest(state.digest)),
            ]
        ),
        sheet.words(tongues.say("duties-at", hour=sheet.hour(state.now))),
    ]
    for party in [by] if by else names:
        of_party = [owed for owed in chosen if owed.by == party]
        if of_party or by:
            blocks.append(sheet.heading(tongues.say("heading-owed-by", party=party)))
            blocks += rows(tongues, document, state, of_party)
    if not chosen and not by:
        blocks.append(sheet.words(tongues.say("duties-none")))
    blocks += [
        *parts.limits(tongues, "duties", "logs", "judgement"),
        sheet.heading(tongues.say("heading-rests")),
        parts.logs_read(tongues, held),
    ]
    return Sheet(
        languages=tongues.languages,
        title=tongues.say("title-duties"),
        agreement=tongues.title(document.title),
        exercise=document.mode == "exercise",
        standing=held.standing,
        hour=state.now,
        channel=document.channel,
        attached=(_list(state, by),),
        how=tongues.say("attached-duties"),
        blocks=tuple(blocks),
    )


def rows(
    tongues: Tongues, document: Agreement, state: State, owed: Iterable[Owed], *, short: bool = False
) -> list[Block]:
    """Return a table of duties, and below it one sentence on each; ``short``: the table alone."""
    ordered = sorted(owed, key=_rank)
    if not ordered:
        return [sheet.words(tongues.say("duties-none"))]
    names = ("duty", "between", "due", "how") if short else ("no", "duty", "to", "due", "how")
    heads = [tongues.say(f"label-{name}") for name in names]
    told = [_row(tongues, document, one, short=short) for one in ordered]
    if short:
        return [sheet.table(heads, told, WIDTHS)]
    sentences = (
        [explain.duty(document, one, language, sheet.hour, state.stops) for language in tongues.languages]
        for one in ordered
    )
    numbered = [[sheet.same(number), *row] for number, row in enumerate(told, 1)]
    return [sheet.table(heads, numbered, ("auto", *WIDTHS)), sheet.items(sentences, numbered=True)]


def _row(tongues: Tongues, document: Agreement, owed: Owed, *, short: bool) -> list[Cell]:
    """Return title and clause, to whom, by when, and how it stands; ``short``: with who owes it."""
    term = next(term for term in document.duties if term.name == owed.duty)
    title = tongues.title(term.title)
    if term.clause is not None:
        title = [one + words.clause(term.clause) for one, words in zip(title, tongues.words, strict=True)]
    status = "open" if owed.status == "due" and owed.due_s is None else owed.status
    how: Text = tongues.known(f"duty-{status}", status)
    if owed.done_s is not None:
        how = [f"{one}: {sheet.hour(owed.done_s)}" for one in how]
    due = sheet.each(tongues.say("no-due")) if owed.due_s is None else sheet.hour_cell(owed.due_s, short=True)
    to = [sheet.code(f"→ {one}" if short else one) for one in owed.to] or [sheet.same("–")]
    return [sheet.each(title), sheet.stacked([sheet.code(owed.by), *to] if short else to), due, sheet.each(how)]


def _rank(owed: Owed) -> tuple[int, int, str, int, bytes]:
    place = ORDER.index(owed.status) if owed.status in ORDER else len(ORDER)
    return place, owed.due_s if owed.due_s is not None else 1 << 62, owed.duty, owed.number, owed.start or b""


def _list(state: State, by: str) -> Attached:
    """Return the list as canonical JSON: what the state's subject says of these duties."""
    subject = state.subjects["duty"]
    assert isinstance(subject, list)  # it is one of duties
    duties: list[Value] = [one for one in subject if isinstance(one, dict) and (not by or one["by"] == by)]
    value: dict[str, Value] = {
        "agreement": state.agreement.hex(),
        "duties": duties,
        "hour": state.now,
        "state": state.digest.hex(),
    }
    return Attached(
        name="duties.json",
        data=canonical.encode(value) + b"\n",
        description="the duties as the state at that hour has them",
        media_type="application/json",
    )
