"""What an agreement may say beside sites and undertakings: monitors, notifications, conditions, duties, and so on.

A **notification** is a typed message that the agreement names: a receipt, a consent, an arrival, a request, an answer.
Everything else is said about such messages and a few built-in events. An **event** is a text:

    in-force                    the hour at which the agreement entered into force
    notice/NAME                 a notice of the inspection NAME; so too report/NAME, one-sided/NAME, designation/NAME
    opening/NAME                a sealed declaration opened for a visit of the inspection NAME
    notification/NAME           a notification of that format
    declaration/NAME            a declaration of the site NAME, open or sealed
    declaration/NAME            a declaration of the site NAME
    reading/NAME                a reading of the monitor NAME

A statement belongs to a **thread**: a notice starts one; what is about a statement is of its thread; a reading is of
that of the notice it names; any other notification or reading starts its own. A duty that an event starts is done by
an event of the same thread.

Who: the name of a party; ``inspecting``, ``inspected`` in the thread of a visit; ``author`` of the statement that
starts the duty or is answered; ``others`` than that author; ``each`` party with that duty on its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from counterseal.agreement.calendar import CALENDAR
from counterseal.agreement.clock import PERIODS, RECURRENCE, SPAN, SPAN_FROM_0, Recurrence, Span
from counterseal.agreement.quota import PLACES, Places
from counterseal.encoding.shape import Choice, Integer, ListOf, MapOf, Record, Shape, Text
from counterseal.statements.kinds import NAME, POINT

CLAUSE = Text(r"[A-Za-z0-9][A-Za-z0-9.()-]{0,31}", 32)
EVENT = Text(
    r"in-force|(notice|report|one-sided|designation|opening|notification|declaration|reading)/[a-z][a-z0-9-]{0,63}", 96
)
LANGUAGE = r"[a-z]{2}"
WORDS = Text(length_max=1024)
TITLE = MapOf(WORDS, pattern=LANGUAGE, low=1, high=16)
TEXTS = MapOf(Text(r"[^\x00-\x09\x0b-\x1f\x7f]+", 8192), pattern=LANGUAGE, low=1, high=16)

WHO = ("author", "each", "inspected", "inspecting", "others")
CARRIES = ("hour", "points", "site", "until", "words")
EFFECTS = ("pauses", "suspends", "resumes", "withdraws", "refers", "resolves", "disputes", "exempts")
VOLUME_PERIODS = ("calendar-year", "day", "month")
"""Periods that no entry into force is needed for."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of the authentic texts: its number, and its words in every authentic language."""

    name: str
    text: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Signature:
    """That ``persons`` persons of ``role`` sign, of the party that ``by`` names: author, inspected, each."""

    by: str
    role: str
    persons: int


@dataclass(frozen=True, kw_only=True)
class NotificationTerm:
    """A format of notification.

    Attributes:
        name, title, clause: the format's name; for people; where it is agreed.
        by: who may say it.
        about: the events that it answers, one of which it must cite; none: it stands by itself.
        carries: members that it must have, words of ``CARRIES``.
        figures: numbers that it must declare.
        once: only one by each author: in all (``ever``) or about each statement (``about``); None: any number.
        only_if: conditions that must hold as its author sees them.
        effect: what it does to the regime, a word of ``EFFECTS``.
        of: names of inspections, monitors, notifications and duties that the effect is upon; none: all.
        signed: who signs it, where that is not what ``signatures`` says of notifications.
    """

    name: str
    title: Mapping[str, str]
    by: tuple[str, ...]
    clause: str | None = None
    about: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    once: str | None = None
    only_if: tuple[str, ...] = ()
    effect: str | None = None
    of: tuple[str, ...] = ()
    signed: tuple[Signature, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something that holds or not. Exactly one of ``notification``, ``all``, ``any`` and ``figure`` is given.

    Attributes:
        notification: holds while every party that may say it (or ``by`` alone) has said it, ``withdrawn_by`` has not
            followed, and its ``until`` has not passed.
        all, any: names of other conditions.
        figure: holds where the number that ``by`` declared last is ``at_least`` so much.
    """

    name: str
    title: Mapping[str, str]
    clause: str | None = None
    notification: str | None = None
    withdrawn_by: str | None = None
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    figure: str | None = None
    by: str | None = None
    at_least: int | None = None


@dataclass(frozen=True, kw_only=True)
class Default:
    """What follows when a duty is not done by its hour: what the other side is then free of, and which conditions."""

    releases: tuple[str, ...] = ()
    title: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who owes whom what, from when, until when.

    Attributes:
        by, to: who owes it, to whom.
        start: the event that starts its clock; or ``recurs``: a recurring date.
        counted_from: ``said`` (the hour it existed by), ``delivered`` (to the party that owes), ``delivered-to`` (to
            those to whom it is owed), ``occurred`` (the hour it tells).
        not_before, within: the window for doing it, both counted from the start.
        done_by: the event that does it; its start, of what is told so long after the hour that it tells.
        only_if: conditions without which it is not owed.
        default: the fixed consequence.
    """

    name: str
    title: Mapping[str, str]
    by: str
    to: str
    done_by: str
    start: str | None = None
    recurs: Recurrence | None = None
    counted_from: str = "said"
    not_before: Span | None = None
    within: Span | None = None
    calendar: str | None = None
    clause: str | None = None
    only_if: tuple[str, ...] = ()
    default: Default | None = None


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One rung: the notifications that are its steps, in any order or at once, all within a time."""

    name: str
    steps: tuple[str, ...]
    within: Span | None = None


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Rungs in order. A step of a rung may be said only when all steps of the rungs below are witnessed."""

    name: str
    title: Mapping[str, str]
    rungs: tuple[Rung, ...]
    start: str
    clause: str | None = None


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How many visits there may be in a period.

    Attributes:
        inspections: which visits count.
        per: whose visits are counted together: ``all``, ``inspecting`` (active), ``inspected`` (passive), ``pair``,
            ``site``.
        period: the period in which they are counted.
        places: how many there are.
        counting: ``visits`` noticed in the period, or those ``open`` at one time.
        declared_by: whose declared figure the share is of: a party, or ``inspected``.
        winner: whose notice stands when concurrent ones claim the last place; none: they are all in excess.
    """

    name: str
    title: Mapping[str, str]
    inspections: tuple[str, ...]
    per: str
    period: str
    places: Places
    counting: str = "visits"
    declared_by: str | None = None
    winner: str | None = None
    clause: str | None = None


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """What looks while nobody visits: a seal, a sensor, a picture, an exhibition; and who says what it showed.

    Attributes:
        measure: by which it looks, of any kind but ``opening``.
        inspected: the party that holds the site, and signs every reading.
        by: who says its readings: parties, or ``each`` principal.
        site, points: where; none: all points of the site.
        only_if: conditions without which there is no reading.
    """

    name: str
    title: Mapping[str, str]
    measure: str
    inspected: str
    by: tuple[str, ...]
    site: str
    points: tuple[str, ...] = ()
    clause: str | None = None
    only_if: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Window:
    """When a right may be used: not before, and not later than, so long after entry into force."""

    opens: Span | None = None
    lapses: Span | None = None
    calendar: str | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What counts as delivered: the receipt, or *held* by so many mirrors of the trust file, and the allowance."""

    receipt: str
    allowance: Span
    mirrors: tuple[str, ...]
    held_quorum: int


@dataclass(frozen=True, kw_only=True)
class Volume:
    """How much one party may say in its channel in a period, fillers included."""

    entries: int
    bytes: int
    period: str


@dataclass(frozen=True, kw_only=True)
class Commission:
    """The clock of what is referred to the consultative commission: not resolved by then, it is unpursued."""

    within: Span


@dataclass(frozen=True, kw_only=True)
class Cuts:
    """When those who signed may close a cut without the others.

    ``quorum``: so many parties sign at least; ``within``: the time that all have to sign, once that was proposed.
    """

    quorum: int
    within: Span


def by_name(shape: Shape[Any], low: int = 1) -> ListOf[Any]:
    """Return the shape of a list of records, strictly ascending by name."""
    return ListOf(shape, low, 1024, key=lambda entry: entry.name)


def names(low: int = 1) -> ListOf[str]:
    """Return the shape of a list of names, strictly ascending."""
    return ListOf(NAME, low, 256, key=str)


SIGNATURE = Record(Signature, {"by": Choice(("author", "each", "inspected")), "role": NAME, "persons": Integer(1, 32)})
_DEFAULT = Record(Default, {}, {"releases": names(), "title": TITLE})

CALENDARS = by_name(CALENDAR)
CLAUSES = ListOf(Record(Clause, {"name": CLAUSE, "text": TEXTS}), 1, 4096)
NOTIFICATIONS = by_name(
    Record(
        NotificationTerm,
        {"by": names(), "name": NAME, "title": TITLE},
        {
            "about": ListOf(EVENT, 1, 64, key=str),
            "carries": ListOf(Choice(CARRIES), 1, 8, key=str),
            "clause": CLAUSE,
            "effect": Choice(EFFECTS),
            "figures": names(),
            "of": names(),
            "once": Choice(("about", "ever")),
            "only_if": names(),
            "signed": ListOf(SIGNATURE, 1, 16),
        },
    )
)
CONDITIONS = by_name(
    Record(
        Condition,
        {"name": NAME, "title": TITLE},
        {
            "all": names(),
            "any": names(),
            "at_least": Integer(1, 1_000_000_000),
            "by": NAME,
            "clause": CLAUSE,
            "figure": NAME,
            "notification": NAME,
            "withdrawn_by": NAME,
        },
    )
)
DUTIES = by_name(
    Record(
        Duty,
        {
            "by": NAME,
            "counted_from": Choice(("delivered", "delivered-to", "occurred", "said")),
            "done_by": EVENT,
            "name": NAME,
            "title": TITLE,
            "to": NAME,
        },
        {
            "calendar": NAME,
            "clause": CLAUSE,
            "default": _DEFAULT,
            "not_before": SPAN_FROM_0,
            "only_if": names(),
            "recurs": RECURRENCE,
            "start": EVENT,
            "within": SPAN_FROM_0,
        },
    )
)
LADDERS = by_name(
    Record(
        Ladder,
        {
            "name": NAME,
            "rungs": ListOf(Record(Rung, {"name": NAME, "steps": names()}, {"within": SPAN}), 1, 64),
            "start": EVENT,
            "title": TITLE,
        },
        {"clause": CLAUSE},
    )
)
QUOTAS = by_name(
    Record(
        Quota,
        {
            "counting": Choice(("open", "visits")),
            "inspections": names(),
            "name": NAME,
            "per": Choice(("all", "inspected", "inspecting", "pair", "site")),
            "period": Choice(PERIODS),
            "places": PLACES,
            "title": TITLE,
        },
        {"clause": CLAUSE, "declared_by": NAME, "winner": NAME},
    )
)
MONITORS = by_name(
    Record(
        Monitor,
        {"by": names(), "inspected": NAME, "measure": NAME, "name": NAME, "site": NAME, "title": TITLE},
        {"clause": CLAUSE, "only_if": names(), "points": ListOf(POINT, 1, key=str)},
    )
)
WINDOW = Record(Window, {}, {"calendar": NAME, "lapses": SPAN, "opens": SPAN})
DELIVERY = Record(
    Delivery, {"allowance": SPAN_FROM_0, "held_quorum": Integer(1, 64), "mirrors": names(), "receipt": NAME}
)
VOLUME = Record(
    Volume,
    {"bytes": Integer(1), "entries": Integer(1, 1_000_000_000), "period": Choice(VOLUME_PERIODS)},
)
COMMISSION = Record(Commission, {"within": SPAN})
CUTS = Record(Cuts, {"quorum": Integer(2, 63), "within": SPAN})
