"""One sentence for a duty as it stands, or for what was said against a rule; in English or in Russian.

    “confirm receipt” (clause IV.1): alpha owes beta the notification “receipt is confirmed”, within 1 hour of the
    notice of the visit first; counted from 2022-03-01T08:00Z, due by 2022-03-01T09:00Z: not done by its due hour.

    R36, a notification is numbered without a gap, and said once where once is agreed: broken by alpha, as entry 7 of
    alpha.example/log shows: it was said before, and once was agreed (notification-once).

A sentence says who, what, since when and until when, and why; whether anything is a breach is for the parties. In a
language without phrases here it is English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from counterseal.agreement.document import Agreement
from counterseal.agreement.phrases import LANGUAGES
from counterseal.agreement.terms import Duty
from counterseal.agreement.words import Words, clock_of
from counterseal.regime.duties import NOT_DONE, Owed
from counterseal.regime.facts import Irregularity
from counterseal.regime.rulebook import CODES, RULES
from counterseal.regime.suspension import Stop

ID_SHOWN = 16  # hexadecimal digits of a statement id in a sentence

PHRASES: Mapping[str, tuple[str, str]] = {
    "owed": (
        "{title}{clause}: {by} owes {to} {done_by}, {clock}{start}{due}: {status}{disputed}.",
        "{title}{clause}. Обязанная сторона: {by}. Управомоченная сторона: {to}. Исполнение: {done_by}."
        " {clock}{start}{due}. Состояние: {status}{disputed}.",
    ),
    "owed-from": ("; counted from {hour}", "; начало: {hour}"),
    "owed-start": ("; started by {statement}", "; основание: {statement}"),
    "owed-number": (", date {number}", ", дата {number}"),
    "owed-not-before": (", not before {hour}", ", не ранее: {hour}"),
    "owed-due": (", due by {hour}", ", не позднее: {hour}"),
    "owed-disputed": ("; by {statements} the texts disagree on it", "; тексты о ней расходятся: {statements}"),
    "status-blocked": (
        "it is not owed, since this does not hold: {conditions}",
        "не причитается, так как не выполнено: {conditions}",
    ),
    "status-done": ("done at {hour}", "исполнена: {hour}"),
    "status-done early": (
        "done at {hour}, before it might be",
        "исполнена раньше дозволенного: {hour}",
    ),
    "status-done late": ("done at {hour}, after its due hour", "исполнена после срока: {hour}"),
    "status-due": ("its due hour has not come", "срок не наступил"),
    "status-open": ("it has no due hour, and is not done", "срок не установлен, не исполнена"),
    f"status-{NOT_DONE}": ("not done by its due hour", "не исполнена к сроку"),
    "status-excess": (
        "it is not owed, since the visit is one too many, or its notice came outside the right to it",
        "не причитается, так как посещение сверх квоты или объявлено вне срока права на него",
    ),
    "status-released": (
        "{by} is free of it, since this was not done by its due hour: {duty}",
        "сторона освобождена ({by}), так как к сроку не исполнено: {duty}",
    ),
    "status-suspended": ("it is stopped{stops}", "остановлена{stops}"),
    "status-unconfirmed": (
        "its clock has not begun, since what starts it is not yet delivered to {by}",
        "срок не начался: основание ещё не доставлено стороне ({by})",
    ),
    "status-unwitnessed": (
        "it was said, and no quorum is yet known to have witnessed that",
        "заявлено, но ещё не известно, что кворум это засвидетельствовал",
    ),
    "stops": (", by {stops}", ": {stops}"),
    "stop-paused": ("{party}, which paused it", "{party}, временная остановка"),
    "stop-suspended": ("{party}, which suspended it", "{party}, приостановление"),
    "stop-withdrawn": ("{party}, which withdrew", "{party}, выход"),
    "irregularity": (
        "{rule}, {says}: broken by {party}, as entry {index} of {log} shows: {fault} ({code}).",
        "{rule}, {says}. Нарушившая сторона: {party}. Запись {index} журнала {log}: {fault} ({code}).",
    ),
}
"""Key -> the phrase in each of ``LANGUAGES``."""


def duty(
    agreement: Agreement, owed: Owed, language: str, hour: Callable[[int], str], stops: Iterable[Stop] = ()
) -> str:
    """Return one sentence on a duty as it stands. Requires that ``owed`` and ``stops`` are of a state of the agreement.

    Args:
        agreement: whose duty it is, and whose titles are used.
        owed: the instance.
        language: of the sentence.
        hour: how an hour is shown, from Unix seconds; no calendar is known here.
        stops: those that stand, of the same state, by which a suspended duty is explained.
    """
    words = Words(agreement, language, PHRASES)
    term = next(term for term in agreement.duties if term.name == owed.duty)
    start = "" if owed.start is None else words.say("owed-start", statement=_id(owed.start))
    start += "" if owed.start_s is None else words.say("owed-from", hour=hour(owed.start_s))
    start += words.say("owed-number", number=owed.number) if owed.number else ""
    due = "" if owed.from_s is None else words.say("owed-not-before", hour=hour(owed.from_s))
    due += "" if owed.due_s is None else words.say("owed-due", hour=hour(owed.due_s))
    disputed = ", ".join(_id(one) for one in owed.disputed_by)
    return words.say(
        "owed",
        title=words.title(term.title),
        clause=words.clause(term.clause),
        by=owed.by,
        to=words.both(owed.to) if owed.to else words.who(term.to, term.start, term.done_by),
        done_by=words.event(term.done_by),
        clock=clock_of(words, term),
        start=start,
        due=due,
        status=_status(words, term, owed, hour, stops),
        disputed=words.say("owed-disputed", statements=disputed) if disputed else "",
    )


def irregularity(irregularity: Irregularity, language: str) -> str:
    """Return one sentence on what was said against a rule: the rule, who broke it, where, and how."""
    column = LANGUAGES.index(language) if language in LANGUAGES else 0
    return PHRASES["irregularity"][column].format(
        rule=irregularity.rule,
        says=RULES[irregularity.rule][column],
        party=irregularity.party,
        index=irregularity.index,
        log=irregularity.log,
        fault=CODES[irregularity.code][column],
        code=irregularity.code,
    )


def _status(words: Words, term: Duty, owed: Owed, hour: Callable[[int], str], stops: Iterable[Stop]) -> str:
    """Return how a duty stands, and why."""
    key = "open" if owed.status == "due" and owed.due_s is None else owed.status
    upon = [stop for stop in stops if not stop.of or term.name in stop.of]
    said = words.both(words.say(f"stop-{stop.what}", party=stop.party) for stop in upon) if upon else ""
    return words.say(
        f"status-{key}",
        by=owed.by,
        hour="" if owed.done_s is None else hour(owed.done_s),
        conditions=words.conditions(owed.blocked_by) if owed.blocked_by else "",
        duty=words.both(_freeing(words, term)) if owed.status == "released" else "",
        stops=words.say("stops", stops=said) if said else "",
    )


def _freeing(words: Words, freed: Duty) -> list[str]:
    """Return the titles of the duties whose default frees one."""
    return [
        words.title(term.title)
        for term in words.agreement.duties
        if term.default is not None and freed.name in term.default.releases
    ]


def _id(statement: bytes) -> str:
    return statement.hex()[:ID_SHOWN]
