"""The words in which an agreement is said: phrases of one language, filled with titles, names and clocks.

1. titles are the agreement's own, in the language asked for, or in the first by code that they have;
2. where this software has no phrases in that language, it takes the English ones, and says so;
3. names are as in the document: none is translated or declined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counterseal.agreement.clock import Recurrence, Span
from counterseal.agreement.document import Agreement, Inspection
from counterseal.agreement.events import event, threads
from counterseal.agreement.phrases import LANGUAGES, PHRASES, QUOTES, UNITS
from counterseal.agreement.terms import WHO, Duty

_OF_VISIT = ("inspected", "inspecting")


class Words:
    """The phrases of one language, filled from one agreement."""

    def __init__(self, agreement: Agreement, language: str, phrases: Mapping[str, tuple[str, str]] = PHRASES) -> None:
        self.agreement = agreement
        self.language = language
        self.spoken = language if language in LANGUAGES else LANGUAGES[0]
        self._phrases = {**PHRASES, **phrases}

    def say(self, key: str, **values: object) -> str:
        """Return a phrase, filled."""
        return self._phrases[key][LANGUAGES.index(self.spoken)].format(**values)

    def title(self, titles: Mapping[str, str]) -> str:
        """Return a title in quotation marks."""
        return self.quote(titles[self.language] if self.language in titles else titles[min(titles)])

    def quote(self, text: str) -> str:
        """Return a text in quotation marks; of those within it, others are made."""
        left, right = QUOTES[self.spoken]
        if self.spoken == "ru":
            text = text.replace(left, "„").replace(right, "“")
        return f"{left}{text}{right}"

    def clause(self, clause: str | None) -> str:
        """Return where something is agreed, in parentheses, or an empty text."""
        return "" if clause is None else self.say("clause", clause=clause)

    def span(self, span: Span) -> str:
        """Return a span of time.

        >>> from counterseal.agreement.words import counted
        >>> counted("ru", "hours", 22), counted("en", "working_days", 1)
        ('22 часа', '1 working day')
        """
        unit, number = span.counted
        return counted(self.spoken, unit, number)

    def both(self, texts: Iterable[str], key: str = "and") -> str:
        """Return texts, each once, as a list whose last two are joined by a word."""
        *some, last = dict.fromkeys(texts)
        return self.say(key, some=", ".join(some), last=last) if some else last

    def duty(self, name: str) -> str:
        """Return the title of a duty."""
        return self.title(next(duty.title for duty in self.agreement.duties if duty.name == name))

    def conditions(self, names: Iterable[str]) -> str:
        """Return the titles of conditions that must all hold."""
        return self.both(self.title(self.agreement.condition(name).title) for name in names)

    def event(self, text: str) -> str:
        """Return an event."""
        kind, name = event(text)
        if kind == "notification":
            term = self.agreement.notification(name)
            assert term is not None  # the agreement was checked
            return self.say("event-notification", title=self.title(term.title))
        if kind == "reading":
            monitor = self.agreement.monitor(name)
            assert monitor is not None  # the agreement was checked
            return self.say("event-reading", title=self.title(monitor.title))
        if kind == "declaration":
            return self.say("event-declaration", title=self.title(self.agreement.site(name).title))
        return self.say(f"event-{kind}", name=name)

    def who(self, who: str, start: str | None = None, end: str | None = None) -> str:
        """Return who is meant by a party's name or a word of ``WHO``, of threads that hold ``start`` and ``end``."""
        if who not in WHO:
            return who
        visits = self._visits(start, end or start) if who in _OF_VISIT else ()
        names = sorted({getattr(inspection, who) for inspection in visits})
        said = "" if start is None or who != "author" else self.event(start)
        if who == "author" and start is None:
            return self.say("signed-author")
        return self.say(f"who-{who}", names=f" ({', '.join(names)})" if len(names) == 1 else "", start=said)

    def _visits(self, start: str | None, end: str | None) -> tuple[Inspection, ...]:
        if start is None or end is None:
            return ()
        roots = threads(self.agreement, start) & threads(self.agreement, end)
        named = {event(root)[1] for root in roots if event(root)[0] == "notice"}
        return tuple(inspection for inspection in self.agreement.inspections if inspection.name in named)


def counted(language: str, unit: str, number: int) -> str:
    """Return a number with its unit, a key of ``UNITS``."""
    english, russian = UNITS[unit]
    if language != "ru":
        return f"{number} {english[number != 1]}"
    if number % 10 == 1 and number % 100 != 11:
        return f"{number} {russian[0]}"
    return f"{number} {russian[1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2]}"


def clock_of(words: Words, duty: Duty) -> str:
    """Return the clock of a duty: its window, what starts it, and from which hour of that it counts."""
    calendar = "" if duty.calendar is None else words.say("counted-working", calendar=duty.calendar)
    not_before = "" if duty.not_before is None else words.span(duty.not_before)
    within = "" if duty.within is None else words.span(duty.within)
    if duty.recurs is not None:
        return words.say(
            "clock-recurs",
            recurs=_recurs(words, duty.recurs),
            within=words.say("clock-recurs-within", within=within) if within else "",
            not_before=words.say("clock-recurs-not-before", not_before=not_before) if not_before else "",
        )
    key = {
        (False, False): "clock-none",
        (False, True): "clock-within",
        (True, False): "clock-not-before",
        (True, True): "clock-window",
    }[bool(not_before), bool(within)]
    counted_from = words.say(f"counted-{duty.counted_from}") + calendar
    start = words.event(duty.start or "")
    return words.say(key, start=start, counted=counted_from, within=within, not_before=not_before)


def _recurs(words: Words, recurs: Recurrence) -> str:
    if recurs.yearly is not None:
        date = words.say("recurs-yearly", date=recurs.yearly)
    elif recurs.every is not None:
        date = words.say("recurs-every", every=words.span(recurs.every))
    else:
        date = words.say("recurs-each", period=words.say(f"period-{recurs.each}"))
    return date if recurs.grace is None else words.say("recurs-grace", date=date, grace=words.span(recurs.grace))
