"""The history ``sealed``: two Parties who declare under seal, one site for points drawn, two of a pool as a whole.

The depot is declared by the United States, and what is drawn there is opened; the shelters by the Russian Federation,
of which the named one is opened as a whole. What everything holds is written out here.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from histories import ROOT, History

from counterseal.node import draft
from upper_cases.desk import RU, US
from upper_cases.terms import DAY, HOUR, Told
from validation import draw

DEPOT = {"d1": "sm-3", "d2": "sm-3", "d4": "sm-3", "d5": "unavailable"}
SHELTERS = {"s1": "sm-3", "s3": "away"}
STAGES = ("empty", "founded", "declared", "noticed", "shares", "drawn", "designated")
DRAWN = 2


class Sealing(Told):
    """The history at one of its stages."""

    base = "sealed"

    def __init__(self) -> None:
        History.__init__(self, agreement(), seed="sealed")
        self.marks = {"empty": 0}
        self.stage = "empty"

    def drawn(self) -> list[str]:
        """Return the points drawn at the depot, ascending."""
        notice, cut = self.last(RU, "notice"), self.last(US, "cut")
        shares = []
        for party, role in ((RU, "inspecting"), (US, "inspected")):
            share = self.share(notice, party)
            made = draw.commitment(self.agreement.channel, notice, cut, party, role, share)
            shares.append((party, role, made, share))
        candidates = [point for point in self.agreement.site("depot").points if DEPOT.get(point) != "unavailable"]
        return sorted(draw.picks(draw.seed(self.agreement.channel, notice, cut, candidates, shares), candidates, DRAWN))


@cache
def _whole() -> dict[str, Sealing]:
    told = Sealing()
    stages = {"empty": deepcopy(told)}

    def end(stage: str, of: Sealing) -> None:
        of.mark(stage)
        stages[stage] = deepcopy(of)

    told.found()
    end("founded", told)
    told.now += DAY
    told.declare_sealed(US, "depot", DEPOT)
    for site in ("shelter-a", "shelter-b"):
        told.declare_sealed(RU, site, SHELTERS)
    told.exchange()
    told.now += DAY
    end("declared", told)
    other = deepcopy(told)
    notice = told.announce("depot-visit")
    told.exchange()
    told.now += HOUR
    end("noticed", told)
    cut = told.close(1, US)
    told.exchange()
    for party, role in ((RU, "inspecting"), (US, "inspected")):
        told.seal(party, notice, cut, role)
    told.exchange()
    end("shares", told)
    for party in (RU, US):
        told.say(party, "draw-share-opened", {"exchange": notice.hex(), "share": told.share(notice, party).hex()})
    told.exchange()
    end("drawn", told)
    # The other visit is announced in the place of the first.
    visit = other.announce("shelter-visit", 1, "shelter-a")
    other.exchange()
    other.designate(visit, "shelter-a")
    other.exchange()
    other.now += HOUR
    other.stage = "declared"
    stages["designated"] = deepcopy(other)
    return stages


def at(stage: str) -> Sealing:
    """Return the history at the end of a stage, to go on from."""
    return deepcopy(_whole()[stage])


def agreement() -> dict[str, Any]:
    """Return the draft: the play's, and three sites that are declared under seal."""
    written = draft.read((ROOT / "agreements/deveselu-one-visit.yaml").read_bytes())
    written["name"] = "sealed"
    for party in written["parties"]:
        party["log"] = f"{party['name']}.example/log/sealed"
    for name, host, points in (
        ("depot", US, ["d1", "d2", "d3", "d4", "d5"]),
        ("shelter-a", RU, ["s1", "s2", "s3"]),
        ("shelter-b", RU, ["s1", "s2", "s3"]),
    ):
        written["sites"].append(
            {
                "capacity": 8 if name == "depot" else 4,
                "declared": "sealed",
                "groups": [{"kind": "bay", "name": "bays", "points": points}],
                "name": name,
                "territorial_host": host,
                "title": {"en": name},
            }
        )
    written["sites"].sort(key=lambda site: str(site["name"]))
    looking = {"measure": "hatch-opening", "points": DRAWN}
    written["inspections"] = [
        looking | {"inspected": US, "inspecting": RU, "name": "depot-visit", "opens": "drawn", "site": "depot"},
        *written["inspections"],
        looking
        | {"inspected": RU, "inspecting": US, "name": "shelter-visit", "opens": "site"}
        | {"pool": ["shelter-a", "shelter-b"]},
    ]
    owed = written["undertakings"][0] | {"inspections": ["depot-visit"], "name": "no-tomahawk-in-the-depot"}
    standard = owed["standard"] | {"items": 2, "probability": "0x1/0x2"}
    written["undertakings"].append(owed | {"site": "depot", "standard": standard})
    declared = {"kind": "as-declared", "name": "shown-in-the-depot", "site": "depot", "standard": standard}
    written["undertakings"].append(owed | declared)
    written["undertakings"].sort(key=lambda entry: str(entry["name"]))
    for kind in ("declaration-opened", "declaration-sealed", "designation-opened", "designation-sealed"):
        written["signatures"][kind] = [{"by": "author", "persons": 1, "role": "officer"}]
    written["duties"] = [
        {
            "by": "inspected",
            "counted_from": "said",
            "done_by": "opening/shelter-visit",
            "name": "open-the-named-shelter",
            "start": "designation/shelter-visit",
            "title": {"en": "open the declaration of the named shelter"},
            "to": "inspecting",
            "within": {"hours": 2},
        },
        {
            "by": US,
            "counted_from": "said",
            "done_by": "declaration/depot",
            "name": "seal-the-depot",
            "start": "in-force",
            "title": {"en": "declare the depot under seal"},
            "to": RU,
            "within": {"days": 30},
        },
    ]
    return written
