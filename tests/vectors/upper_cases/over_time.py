"""The history ``over-time``: the play's agreement with findings of every kind, a prior, and a way to clear points.

In force and declared; every case makes its own visits from there on.
"""

from __future__ import annotations

from typing import Any

from upper_cases.desk import RO, RU, US, Base, Desk, base

NAME = "over-time"
DAY, HOUR = 86_400, 3_600
IN_FORCE = 1_646_121_600  # when the parties acceded
EXPIRY = 4_000_000_000
CLAUSES = ["III.2", "VII"]
COMMISSION_DAYS = 30

PRIOR: dict[str, Any] = {
    "absence_max": "0x3/0x4",
    "absence_min": "0x1/0x4",
    "introduction_max": 5_000,
    "introduction_min": 500,
    "removal_max": 1_000,
}
LIKELIHOODS = {
    "refused": {"absent": "0x1/0x32", "present": "0x1/0x5"},
    "resolved": {"absent": "0x9/0xa", "present": "0x1/0x5"},
}
SENSITIVITY = "0x9/0xa"

OWED: dict[str, dict[str, Any]] = {
    "as-declared": {"kind": "as-declared", "standard": {"items": 3, "probability": "0x1/0x2"}},
    "at-most-two": {"at_most": 2, "kind": "at-most", "standard": {"probability": "0x1/0x2"}},
    "cumulative": {
        "standard": {"duration": {"hours": 950}, "presence": "cumulative", "window": {"days": 40}},
    },
    "continuous": {
        "standard": {"duration": {"days": 20}, "presence": "continuous", "window": {"days": 40}},
    },
    "continuous-one-span": {
        "standard": {"duration": {"days": 20}, "presence": "continuous"},
    },
    "no-tomahawk-at-deveselu": {"clause": CLAUSES[0], "standard": {"prior": PRIOR}},
    "not-capable": {"kind": "not-capable"},
    "not-one": {"standard": {"items": 1, "probability": "0x13/0x14"}},
}
"""What each undertaking says beside four tomahawks, of which none may be there for a moment, asked for with 3/4."""


def agreement(of: dict[str, Any]) -> dict[str, Any]:
    """Return the play's agreement ``of``, changed."""
    titles = {"en": "EXERCISE", "ru": "УЧЕНИЕ"}
    of["name"] = NAME
    of["parties"].insert(0, {"name": RO, "role": "consulted", "side": RO})
    for party in of["parties"]:
        party["log"] = f"{party['name']}.example/log/{NAME}"
    of["measures"][0] |= {"expires_at": EXPIRY, "likelihoods": LIKELIHOODS, "sensitivity": SENSITIVITY}
    of["inspections"][0]["clause"] = CLAUSES[1]
    of["languages"] = ["en", "ru"]
    of["clauses"] = [{"name": clause, "text": titles} for clause in CLAUSES]
    of["commission"] = {"within": {"days": COMMISSION_DAYS}}
    officer = [{"by": "author", "persons": 1, "role": "officer"}]
    of["notifications"] = [
        {
            "about": ["report/deveselu-visit"],
            "by": [RO],
            "effect": "resolves",
            "name": "award",
            "signed": officer,
            "title": titles,
        },
        {
            "about": ["notification/referral", "report/deveselu-visit"],
            "by": [RU],
            "effect": "resolves",
            "name": "clearing",
            "signed": [{"by": "each", "persons": 1, "role": "officer"}],
            "title": titles,
        },
        {
            "about": ["report/deveselu-visit"],
            "by": [RU],
            "carries": ["points"],
            "effect": "resolves",
            "name": "clearing-of-points",
            "signed": [{"by": "each", "persons": 1, "role": "officer"}],
            "title": titles,
        },
        {
            "about": ["report/deveselu-visit"],
            "by": [US],
            "effect": "refers",
            "name": "referral",
            "signed": officer,
            "title": titles,
        },
    ]
    owed = of["undertakings"][0]
    standard = owed["standard"] | {"probability": "0x3/0x4"}
    of["undertakings"] = [
        owed | more | {"name": name, "standard": standard | more.get("standard", {})}
        for name, more in sorted(OWED.items())
    ]
    return of


def desk() -> Desk:
    """Return the desk behind all that is stored of it."""
    stored = base(NAME)
    upto = {party: len(stored.logs[f"{party}.example/log/{NAME}"]) for party in (RO, RU, US)}
    found = Desk(upto, stored, NAME)
    found.now = IN_FORCE
    return found


def stored(founded: Desk) -> Base:
    """Return what is stored: the declaration of nothing sought is the inspected Party's last word."""
    founded.say(US, "declaration", founded.declaration())
    return Base(
        NAME,
        founded.base.agreement,
        founded.base.trust_file,
        {log: [entry.decode() for entry in entries] for log, entries in founded.logs.items()},
    )
