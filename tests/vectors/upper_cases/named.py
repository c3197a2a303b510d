"""The history ``named``: visits to a site whose place the inspecting Party knows by itself, and tells by visit.

Of one visit the points are drawn, of the other the inspecting Party chooses them. Deveselu is in both pools, too.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from histories import ROOT, History

from counterseal.node import draft
from upper_cases import terms
from upper_cases.desk import RU, US
from upper_cases.terms import Told

SITE = "anywhere"
SHORE, HILL = "the northern shore, № 7", "the hill behind it"
PARTS = ("part/1", "part/2", "part/3")


class Naming(Told):
    """The history at one of its stages."""

    base = "named"

    def __init__(self) -> None:
        History.__init__(self, agreement(), seed="named")
        self.marks = {"empty": 0}
        self.stage = "empty"

    def go(self, inspection: str, number: int = 1, place: str = SHORE) -> bytes:
        """Announce a visit to a place and tell it; return the notice's id."""
        notice = self.announce(inspection, number, SITE, place)
        self.exchange()
        self.designate(notice, SITE, place)
        return notice

    def list(self, notice: bytes | None, holds: dict[str, str] | None = None, **more: Any) -> bytes:
        """Append a declaration of the place of a visit; return its id."""
        return self.declare(US, SITE, holds or {}, **({} if notice is None else {"notice": notice.hex()}), **more)


@cache
def _whole() -> dict[str, Naming]:
    told = Naming()
    stages = {"empty": deepcopy(told)}
    told.found()
    told.now += terms.DAY
    told.mark("ready")
    stages["ready"] = deepcopy(told)
    return stages


def at(stage: str) -> Naming:
    """Return the history at the end of a stage, to go on from."""
    return deepcopy(_whole()[stage])


def agreement() -> dict[str, Any]:
    """Return the draft: the play's, with two visits to a place that is told later, and who owes its declaration."""
    written: dict[str, Any] = draft.read((ROOT / "agreements/deveselu-one-visit.yaml").read_bytes())
    written["name"] = "named"
    for party in written["parties"]:
        party["log"] = f"{party['name']}.example/log/named"
    site = {"groups": [{"kind": "part", "name": "parts", "points": list(PARTS)}], "kind": "named-later", "name": SITE}
    written["sites"].insert(0, site | {"territorial_host": US, "title": {"en": SITE}})
    visit = {"inspected": US, "inspecting": RU, "measure": "hatch-opening", "points": 2, "pool": [SITE, "deveselu"]}
    written["inspections"] = [
        visit | {"name": "challenge"},
        visit | {"choice": "inspecting", "name": "challenge-by-eye"},
        *written["inspections"],
    ]
    owed = written["undertakings"][0]
    standard = owed["standard"] | {"items": 2}
    written["undertakings"].append(
        owed | {"inspections": ["challenge-by-eye"], "name": "none-anywhere", "site": SITE, "standard": standard}
    )
    written["duties"] = [
        {
            "by": "inspecting",
            "counted_from": "delivered-to",
            "done_by": "notification/arrival",
            "name": "arrive",
            "not_before": {"hours": 12},
            "start": "notice/challenge",
            "title": {"en": "arrive, not before twelve hours are over", "ru": "прибыть не раньше чем через 12 часов"},
            "to": "inspected",
        },
        {
            "by": "inspected",
            "counted_from": "said",
            "done_by": f"declaration/{SITE}",
            "name": "declare-place",
            "start": "designation/challenge",
            "title": {"en": "declare the place", "ru": "заявить место"},
            "to": "inspecting",
            "within": {"hours": 2},
        },
        {
            "by": "author",
            "counted_from": "occurred",
            "done_by": "notification/change",
            "name": "tell-change",
            "start": "notification/change",
            "title": {"en": "tell a change within five days", "ru": "сообщить об изменении в пять дней"},
            "to": "others",
            "within": {"days": 5},
        },
    ]
    written["notifications"] = [
        {"name": name, "title": {"en": name, "ru": name}} | more
        for name, more in (
            ("arrival", {"about": ["notice/challenge"], "by": ["inspecting"]}),
            ("change", {"by": [RU, US], "carries": ["hour"]}),
            (
                "exemption",
                {"by": [RU, US], "carries": ["site", "until"], "effect": "exempts", "of": ["challenge"]},
            ),
            ("receipt", {"about": ["notice/challenge"], "by": ["inspected"], "carries": ["hour"], "once": "about"}),
        )
    ]
    written["delivery"] = {
        "allowance": {"hours": 6},
        "held_quorum": 2,
        "mirrors": ["neutral-north", "neutral-south"],
        "receipt": "receipt",
    }
    officer = [{"by": "author", "persons": 1, "role": "officer"}]
    for kind in ("designation-opened", "designation-sealed", "notification", "one-sided-report"):
        written["signatures"][kind] = officer
    return written
