"""The history ``terms``: an agreement with every kind of term, and one visit to a designated site from end to end.

Three parties: two principals who inspect each other, and a host who consents. The stages follow each other at hours
that are written out here, so that what is due when can be stated by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

from histories import ROOT, START, History

from counterseal.log import note
from counterseal.node import draft
from counterseal.statements import statement as statements
from upper_cases.desk import RO, RU, US
from validation import draw

DAY, HOUR = 86_400, 3_600
IN_FORCE = START
"""The hour that all accessions tell."""
READY = START + 2 * DAY
"""Two days later: figures, consent and declarations are told, and every window is open."""

STAGES = ("empty", "founded", "ready", "noticed", "designated", "cut", "sealed", "opened", "reported")
CONSENT_UNTIL = START + 200 * DAY
WINDOW = START + 2 * DAY, START + 300 * DAY
"""From when and until when the visit to Deveselu may be announced."""
CLOSED = "s3"
"""The one point of three that could not be opened."""


class Told(History):
    """The history at one of its stages. What is said from there on is a case's own."""

    base = "terms"

    def __init__(self) -> None:
        super().__init__(agreement(), seed="terms")
        self.marks: dict[str, int] = {"empty": 0}
        self.stage = "empty"

    def mark(self, stage: str) -> None:
        """Let a stage end here."""
        self.stage = stage
        self.marks[stage] = len(self.order)

    def sizes(self) -> dict[str, int]:
        """Return the sizes of the logs at the end of the stage."""
        count = dict.fromkeys(self.logs, 0)
        for log, _ in self.order[: self.marks[self.stage]]:
            count[log] += 1
        return count

    def last(self, party: str, kind: str, notified: str = "") -> bytes:
        """Return the id of the last statement of a kind, or notification of a format, in a party's log."""
        for log, index in reversed(self.order):
            if log == self.origins[party]:
                said = statements.parse(note.parse(self.logs[log][index]).text)
                if said.kind == kind and (not notified or said.body.format == notified):
                    return said.id
        raise AssertionError(kind)

    def seal_site(self, inspection: str, number: int, site: str, party: str = RU) -> bytes:
        """Append a sealed designation by any party, of any inspection."""
        salt = self._salt(inspection, number)
        parts = (party, inspection), number.to_bytes(8, "big"), site
        made = draw.th(
            "counterseal.org/designation/v1",
            self.agreement.channel.encode(),
            *(part.encode() for part in parts[0]),
            parts[1],
            parts[2].encode(),
            salt,
        )
        body = {"commitment": made.hex(), "inspection": inspection, "number": number}
        return self.say(party, "designation-sealed", body)

    def open_site(self, party: str, notice: bytes, sealed: bytes, site: str, number: int) -> bytes:
        """Append an opened designation, with the salt of the visit of that number."""
        salt = self._salt("shed-visit", number)
        body = {"notice": notice.hex(), "salt": salt.hex(), "sealed": sealed.hex(), "site": site}
        return self.say(party, "designation-opened", body)

    def share(self, notice: bytes, party: str) -> bytes:
        """Return the share that a party draws."""
        return self.seed.secret(f"draw share {notice.hex()} {party}")

    def seal(self, party: str, notice: bytes, cut: bytes, role: str) -> bytes:
        """Append a sealed share."""
        sealed = draw.commitment(self.agreement.channel, notice, cut, party, role, self.share(notice, party))
        body = {"commitment": sealed.hex(), "cut": cut.hex(), "exchange": notice.hex(), "role": role}
        return self.say(party, "draw-share-sealed", body)

    def exchange(self) -> None:
        """Let everybody observe every log as it now is."""
        notes = [self.checkpoint(party).decode() for party in self.origins]
        for reader in self.origins:
            for checkpoint in notes:
                self.say(reader, "observed", {"checkpoint": checkpoint})

    def close(self, number: int, party: str, previous: bytes | None = None) -> bytes:
        """Let everybody observe everything, and a party close a cut over what all saw."""
        sizes = {log: len(entries) for log, entries in self.logs.items()}
        vector = [{"log": log, "root": self.trees[log].root(size).hex(), "size": size} for log, size in sizes.items()]
        self.exchange()
        body = {"hour": self.now, "number": number, "vector": vector}
        return self.say(party, "cut", body if previous is None else body | {"previous": previous.hex()})

    def declare(self, party: str, site: str, holds: dict[str, str], **more: Any) -> bytes:
        """Append a declaration: what is not named in ``holds`` is empty."""
        points = [{"holds": holds.get(point, "empty"), "id": point} for point in self.agreement.site(site).points]
        return self.say(party, "declaration", {"points": points, "site": site} | more)


@cache
def _whole() -> dict[str, Told]:
    told = Told()
    stages = {"empty": deepcopy(told)}

    def end(stage: str) -> None:
        told.mark(stage)
        stages[stage] = deepcopy(told)

    told.found()
    end("founded")

    told.now = READY - DAY
    told.notify(RO, "consent", until=CONSENT_UNTIL)
    told.notify(US, "figures", figures={"launchers": 3})
    told.declare(US, "shed-a", {"s1": "sm-3", CLOSED: "unavailable"})
    told.declare(US, "shed-b", {})
    told.declare(RU, "hangar", {})
    told.exchange()
    told.now = READY
    end("ready")

    visit(told, end)
    return stages


def visit(told: Told, end: Callable[[str], None] = lambda stage: None, points: tuple[str, ...] = ("s1", "s2")) -> None:
    """Play the visit to shed A from its notice to its report on ``points``; ``end`` is called at each stage."""
    notice = told.announce("shed-visit", 1, "shed-a")
    told.exchange()
    told.now += HOUR
    end("noticed")

    told.designate(notice, "shed-a")
    told.notify(US, "receipt", about=notice, hour=told.now)
    told.now += HOUR
    end("designated")

    cut = told.close(1, RU)
    told.exchange()
    end("cut")

    for party, role in ((RU, "inspecting"), (US, "inspected")):
        told.seal(party, notice, cut, role)
    told.exchange()
    end("sealed")

    for party in (RU, US):
        told.say(party, "draw-share-opened", {"exchange": notice.hex(), "share": told.share(notice, party).hex()})
    told.observe(RU, RU)
    told.observe(RU, US)
    end("opened")

    told.say(RU, "inspection-report", report(notice, told.now, points))
    told.exchange()
    told.now += HOUR
    end("reported")


def at(stage: str) -> Told:
    """Return the history at the end of a stage, to go on from."""
    return deepcopy(_whole()[stage])


def report(notice: bytes, hour: int, points: tuple[str, ...] = ("s1", "s2")) -> dict[str, Any]:
    """Return the body of the report: the points that could be opened, here both, were clean."""
    return {
        "began_at": hour,
        "ended_at": hour,
        "freeze_verified_at": hour,
        "notice": notice.hex(),
        "points": [{"id": point, "outcome": "clean"} for point in points],
    }


def agreement() -> dict[str, Any]:
    """Return the draft: the play's, and terms of every kind."""
    written = draft.read((ROOT / "agreements/deveselu-one-visit.yaml").read_bytes())
    written["name"] = "terms"
    written["parties"] = [
        {"log": f"{name}.example/log/terms", "name": name, "role": role, "side": side}
        for name, role, side in (
            (RO, "territorial-host", US),
            (RU, "principal", RU),
            (US, "principal", US),
        )
    ]
    written["sites"] += [
        {
            "groups": [{"kind": "shed", "name": "sheds", "points": points}],
            "name": name,
            "territorial_host": host,
            "title": _title(name),
        }
        for name, host, points in (
            ("hangar", RU, ["h1", "h2"]),
            ("shed-a", RO, ["s1", "s2", CLOSED]),
            ("shed-b", RO, ["s1", "s2", CLOSED]),
        )
    ]
    written["measures"] = sorted([*written["measures"], *MEASURES], key=lambda measure: measure["name"])
    looking = {"measure": "hatch-opening", "points": 2}
    written["inspections"][0] |= {
        "only_if": ["host-consents"],
        "quotas": ["yearly"],
        "window": {"lapses": {"days": 300}, "opens": {"days": 2}},
    }
    written["inspections"] += [
        {"inspected": RU, "inspecting": US, "measure": "untried", "points": 2}
        | {"name": "hangar-visit", "quotas": ["yearly"], "site": "hangar"},
        looking | {"inspected": US, "inspecting": RU, "name": "shed-visit", "pool": ["shed-a", "shed-b"]},
    ]
    written["undertakings"] = sorted(
        [*written["undertakings"], *(_owed(name, more) for name, more in OWED.items())], key=lambda owed: owed["name"]
    )
    for kind in ("designation-opened", "designation-sealed", "notification"):
        written["signatures"][kind] = [_signed("officer")]
    written["signatures"]["filler"] = [_signed("node")]
    written["signatures"]["one-sided-report"] = [_signed("inspector")]
    written["signatures"]["reading"] = [_signed("inspector"), _signed("escort", "inspected")]
    return written | _terms()


EXPIRY = READY + 60 * DAY
"""When the trial of the exhibition expires."""
MEASURES: tuple[dict[str, Any], ...] = tuple(
    {"discriminates": ["sm-3", "tomahawk"], "kind": kind, "name": name, "observable": "EXERCISE"} | tried
    for name, kind, tried in (
        ("camera", "sensor", {"expires_at": EXPIRY, "false_alarm": "0x1/0x64", "sensitivity": "0x1/0x2"}),
        ("rehearsal", "exhibition", {}),
        ("show", "exhibition", {"expires_at": EXPIRY, "sensitivity": "0x9/0xa"}),
        ("untried", "opening", {}),
        ("wire", "seal", {}),
    )
    for tried in [tried | ({"trial": "EXERCISE"} if tried else {})]
)

OWED: dict[str, dict[str, Any]] = {
    "apart-in-shed-a": {"inspections": None, "kind": "type-distinguishable", "monitors": ["display"]},
    "apart-untried-in-shed-a": {"inspections": None, "kind": "type-distinguishable", "monitors": ["trial-display"]},
    "at-most-one-in-shed-a": {"at_most": 1, "kind": "at-most"},
    "continuous-in-shed-a": {
        "standard": {
            "duration": {"hours": 6},
            "items": 1,
            "lapses_after": {"days": 30},
            "presence": "continuous",
            "probability": "0x1/0x2",
            "window": {"days": 2},
        }
    },
    "none-in-hangar": {"by": RU, "inspections": ["hangar-visit"], "site": "hangar", "to": US},
    "none-in-shed-a": {},
    "none-in-shed-a-if-asked": {"only_if": ["asked"]},
    "none-in-shed-a-once-shown": {"shown_by": ["asked"]},
    "none-in-shed-a-watched": {"monitors": ["gate", "seal"]},
}


def _owed(name: str, more: dict[str, Any]) -> dict[str, Any]:
    owed = {
        "by": US,
        "inspections": ["shed-visit"],
        "item": "tomahawk",
        "kind": "absent",
        "name": name,
        "site": "shed-a",
        "standard": {"items": 2, "lapses_after": {"days": 30}, "presence": "momentary", "probability": "0x1/0x2"},
        "to": RU,
    } | more
    return {member: value for member, value in owed.items() if value is not None}


def _title(text: str) -> dict[str, str]:
    return {"en": text}


def _signed(role: str, by: str = "author") -> dict[str, Any]:
    return {"by": by, "persons": 1, "role": role}


def _terms() -> dict[str, Any]:
    members: dict[str, dict[str, dict[str, Any]]] = {
        "conditions": {
            "asked": {"notification": "request", "by": RU},
            "both": {"all": ["host-consents", "many-launchers"]},
            "either": {"any": ["asked", "host-consents"]},
            "host-consents": {"notification": "consent", "withdrawn_by": "consent-withdrawn"},
            "many-launchers": {"figure": "launchers", "by": US, "at_least": 4},
        },
        "duties": {
            "answer-request": {
                "by": "others",
                "to": "author",
                "start": "notification/request",
                "counted_from": "delivered",
                "within": {"days": 5},
                "done_by": "notification/answer",
            },
            "arrive": {
                "by": US,
                "to": "inspected",
                "start": "notice/hangar-visit",
                "counted_from": "said",
                "within": {"days": 3},
                "done_by": "notification/arrival",
                "default": {"releases": ["freeze"]},
            },
            "confirm": {
                "by": "inspected",
                "to": "inspecting",
                "start": "notice/shed-visit",
                "counted_from": "said",
                "within": {"hours": 2},
                "done_by": "notification/receipt",
            },
            "count": {
                "by": US,
                "to": RU,
                "recurs": {"each": "month"},
                "counted_from": "said",
                "within": {"days": 10},
                "done_by": "notification/figures",
                "only_if": ["many-launchers"],
                "default": {"releases": ["freeze"]},
            },
            "declare": {
                "by": US,
                "to": RU,
                "start": "in-force",
                "counted_from": "said",
                "not_before": {"days": 3},
                "within": {"days": 30},
                "done_by": "declaration/deveselu",
            },
            "explain": {
                "by": US,
                "to": "author",
                "start": "reading/gate",
                "counted_from": "said",
                "within": {"days": 2},
                "done_by": "notification/explanation",
            },
            "freeze": {
                "by": RU,
                "to": "inspecting",
                "start": "notice/hangar-visit",
                "counted_from": "said",
                "within": {"days": 4},
                "done_by": "notification/freeze",
            },
            "watch": {
                "by": RU,
                "to": US,
                "start": "reading/seal",
                "counted_from": "said",
                "within": {"days": 1},
                "done_by": "reading/gate",
            },
        },
        "monitors": {
            "display": {"by": [RU], "inspected": US, "measure": "show", "site": "shed-a"},
            "gate": {"by": [RU], "inspected": US, "measure": "camera", "site": "shed-a"},
            "seal": {
                "by": [RU],
                "inspected": US,
                "measure": "wire",
                "only_if": ["host-consents"],
                "points": ["s1", "s2"],
                "site": "shed-a",
            },
            "trial-display": {"by": [RU], "inspected": US, "measure": "rehearsal", "site": "shed-a"},
        },
        "ladders": {
            "opening": {
                "rungs": [
                    {"name": "first", "steps": ["step-a", "step-b"], "within": {"days": 10}},
                    {"name": "second", "steps": ["step-c", "step-d"], "within": {"days": 10}},
                ],
                "start": "in-force",
            },
        },
        "notifications": _notifications(),
        "quotas": {
            "yearly": {
                "counting": "visits",
                "inspections": ["deveselu-visit", "hangar-visit"],
                "per": "all",
                "period": "treaty-year",
                "places": {"fixed": 1},
                "winner": RU,
            },
        },
    }
    terms: dict[str, Any] = {
        member: [{"name": name, "title": _title(name)} | entry for name, entry in sorted(entries.items())]
        for member, entries in members.items()
    }
    return terms | {
        "commission": {"within": {"days": 30}},
        "delivery": {
            "allowance": {"hours": 6},
            "held_quorum": 2,
            "mirrors": ["neutral-north", "neutral-south"],
            "receipt": "receipt",
        },
        "volume": {"bytes": 49_152, "entries": 36, "period": "day"},
    }


def _notifications() -> dict[str, dict[str, Any]]:
    principals = [RU, US]
    return {
        "answer": {"by": ["others"], "about": ["notification/request"], "once": "about", "carries": ["words"]},
        "arrival": {"by": ["inspecting"], "about": ["notice/hangar-visit"], "once": "about", "carries": ["hour"]},
        "consent": {"by": [RO], "carries": ["until"]},
        "consent-withdrawn": {"by": [RO]},
        "discrepancy": {"by": principals, "carries": ["words"], "effect": "disputes", "of": ["answer-request"]},
        "explanation": {"by": [US], "about": ["reading/gate"], "carries": ["words"]},
        "figures": {"by": [US], "figures": ["launchers"]},
        "freeze": {
            "by": ["inspected"],
            "about": ["notice/hangar-visit"],
            "once": "about",
            "carries": ["points", "site"],
        },
        "hold": {"by": principals, "effect": "pauses", "of": ["gate"]},
        "letter": {"by": principals, "only_if": ["many-launchers"]},
        "pause": {"by": principals, "effect": "pauses", "of": ["hangar-visit", "request"]},
        "receipt": {
            "by": ["others"],
            "about": ["notice/shed-visit", "notification/request"],
            "once": "about",
            "carries": ["hour"],
        },
        "referral": {
            "by": principals,
            "about": ["notification/answer", "one-sided/shed-visit", "reading/gate", "reading/seal"],
            "carries": ["words"],
            "effect": "refers",
        },
        "request": {"by": ["each"], "carries": ["words"]},
        "resolution": {
            "by": principals,
            "about": [
                "notification/discrepancy",
                "notification/referral",
                "one-sided/shed-visit",
                "reading/gate",
                "reading/seal",
            ],
            "once": "about",
            "effect": "resolves",
            "signed": [_signed("officer", "each")],
        },
        "resumption": {"by": principals, "effect": "resumes"},
        "step-a": {"by": [RU], "once": "ever"},
        "step-b": {"by": [US], "once": "ever"},
        "step-c": {"by": [RU], "once": "ever"},
        "step-d": {"by": [US], "once": "ever"},
        "suspension": {"by": principals, "effect": "suspends"},
        "withdrawal": {"by": principals, "once": "ever", "carries": ["hour"], "effect": "withdraws"},
    }
