"""The history ``amended``: the agreement of ``terms`` with who signs its amendments, and documents to amend it by.

Beside its terms it has a site and a visit that nothing else names, so that they can be taken away, and a consultation
on which entry into force rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache
from typing import Any

from histories import History

from upper_cases import terms
from upper_cases.desk import RO, RU, US
from upper_cases.terms import Told
from validation import draw

Written = dict[str, Any]


def agreement() -> Written:
    """Return the draft."""
    written = terms.agreement() | {"in_force_if": ["consulted"], "name": "amended"}
    for party in written["parties"]:
        party["log"] = f"{party['name']}.example/log/amended"
    _insert(written["conditions"], {"name": "consulted", "notification": "consultation-held", "title": {"en": "held"}})
    _insert(
        written["notifications"],
        {"by": [RO], "name": "consultation-held", "once": "ever", "title": {"en": "consultation is held"}},
    )
    site = {"groups": [{"kind": "shed", "name": "sheds", "points": ["a1", "a2"]}], "name": "annex"}
    _insert(written["sites"], site | {"territorial_host": RO, "title": {"en": "annex"}})
    visit = {"inspected": US, "inspecting": RU, "measure": "hatch-opening", "name": "annex-visit", "points": 1}
    _insert(written["inspections"], visit | {"site": "annex"})
    monitor = {"by": [RU], "inspected": US, "measure": "camera", "name": "annex-gate", "site": "annex"}
    _insert(written["monitors"], monitor | {"title": {"en": "annex-gate"}})
    written["signatures"]["amendment"] = [{"by": "each", "persons": 1, "role": "officer"}]
    return written


def _insert(entries: list[Written], entry: Written) -> None:
    entries.append(entry)
    entries.sort(key=lambda one: str(one["name"]))


def _named(entries: list[Written], name: str) -> Written:
    return next(entry for entry in entries if entry["name"] == name)


def _without(written: Written, member: str, name: str) -> None:
    written[member] = [entry for entry in written[member] if entry["name"] != name]


def _alarm(written: Written) -> None:
    _insert(written["notifications"], {"by": ["each"], "carries": ["words"], "name": "alarm", "title": {"en": "alarm"}})


def _stricter(written: Written) -> None:
    _named(written["undertakings"], "none-in-shed-a")["standard"] |= {"probability": "0x1/0x1"}
    _without(written, "undertakings", "continuous-in-shed-a")
    for member in ("duties", "ladders", "quotas"):
        del written[member]
    for inspection in written["inspections"]:
        inspection.pop("quotas", None)
    _named(written["notifications"], "discrepancy").pop("of")


def _item_gone(written: Written) -> None:
    _without(written, "items", "sm-3")
    for measure in written["measures"]:
        measure["discriminates"] = ["tomahawk"]


def _site_gone(written: Written) -> None:
    _without(written, "inspections", "annex-visit")
    _without(written, "monitors", "annex-gate")
    _without(written, "sites", "annex")


def _site_named_later(written: Written) -> None:
    _named(written["sites"], "shed-b")["kind"] = "named-later"


def _step(written: Written) -> None:
    _named(written["notifications"], "letter").update(by=[RU], once="ever")
    written["ladders"][0]["rungs"][1]["steps"] = ["letter", "step-c", "step-d"]


def _half(written: Written) -> None:
    share = {"at_least": 1, "at_most": 9, "denominator": 2, "numerator": 1, "rounding": "up"}
    places = {"figure": "launchers", "share": share}
    _named(written["quotas"], "yearly").update(declared_by=US, places=places)


def _cuts_by_more(written: Written) -> None:
    written["signatures"]["cut"].insert(0, {"by": "each", "persons": 1, "role": "legal"})


def _member(path: tuple[str, ...], value: Any) -> Callable[[Written], None]:
    """Return a change of one member; entries of lists go by name. None removes it."""

    def change(written: Written) -> None:
        at: Any = written
        for step in path[:-1]:
            at = _named(at, step) if isinstance(at, list) else at[step]
        if value is None:
            del at[path[-1]]
        else:
            at[path[-1]] = value

    return change


VISIT = "inspections", "annex-visit"
DOCUMENTS: dict[str, Callable[[Written], None]] = {
    "alarm": _alarm,
    "stricter": _stricter,
    "no-more": _member(("signatures", "amendment"), None),
    "cuts-by-more": _cuts_by_more,
    "three-a-month": _member(("volume",), {"bytes": 49_152, "entries": 3, "period": "month"}),
    "a-party-of-another-side": _member(("parties", RO, "side"), RU),
    "another-trust-file": _member(("policy",), "77" * 32),
    "real": _member(("mode",), "real"),
    "in-force-without-consultation": _member(("in_force_if",), None),
    "in-force-by-another-word": _member(("conditions", "consulted", "notification"), "letter"),
    "in-force-by-anothers-word": _member(("notifications", "consultation-held", "by"), [US]),
    "item-gone": _item_gone,
    "point-more": _member(("sites", "annex", "groups", "sheds", "points"), ["a1", "a2", "a3"]),
    "site-gone": _site_gone,
    "site-named-later": _site_named_later,
    "visit-gone": lambda written: _without(written, "inspections", "annex-visit"),
    "visit-by-the-other": lambda written: _named(written["inspections"], "annex-visit").update(
        inspected=RU, inspecting=US
    ),
    "visit-elsewhere": _member((*VISIT, "site"), "hangar"),
    "visit-by-choice": _member((*VISIT, "choice"), "inspecting"),
    "monitor-gone": lambda written: _without(written, "monitors", "annex-gate"),
    "monitor-of-the-other": lambda written: _named(written["monitors"], "annex-gate").update(by=[US], inspected=RU),
    "monitor-elsewhere": _member(("monitors", "annex-gate", "site"), "hangar"),
    "pool-smaller": _member(("inspections", "shed-visit", "pool"), ["shed-a"]),
    "format-gone": lambda written: _without(written, "notifications", "letter"),
    "step-of-old": _step,
    "half-of-the-launchers": _half,
    "visit-by-another-measure": _member((*VISIT, "measure"), "untried"),
    "visit-of-more-points": _member((*VISIT, "points"), 2),
    "monitor-by-another-measure": _member(("monitors", "annex-gate", "measure"), "wire"),
    "measure-of-another-look": _member(("measures", "hatch-opening", "observable"), "another look"),
    "another-item-sought": _member(("undertakings", "none-in-hangar", "item"), "sm-3"),
    "another-kind-sought": _member(("undertakings", "none-in-hangar", "kind"), "as-declared"),
    "hangar-with-consent": _member(("inspections", "hangar-visit", "only_if"), ["host-consents"]),
}
"""Documents by name; one that is no agreement at all is ``nothing``."""
NOTHING = "nothing"


class Amending(Told):
    """The history at one of its stages, and the documents that come with it."""

    base = "amended"

    def __init__(self, written: Written | None = None) -> None:
        History.__init__(self, written or agreement(), seed=self.base)
        self.marks = {"empty": 0}
        self.stage = "empty"
        self.named = {name: self.document(change) for name, change in DOCUMENTS.items()}
        self.documents.append(b"{}")
        self.named[NOTHING] = draw.th("counterseal.org/agreement/v1", b"{}")
        self.held: list[str] = []
        self.first = draw.th("counterseal.org/agreement/v1", self.data)
        self.cuts: list[bytes] = []
        self.open: list[bytes] = []

    def amended(self, name: str, number: int = 1, party: str = RU, previous: bytes = b"", **more: Any) -> bytes:
        """Append an amendment by a document of that name, which comes along; return its id."""
        self.held += [name] if name not in self.held else []
        self.open.append(self.amend(party, number, previous or self.first, self.named[name], **more))
        return self.open[-1]

    def carried(self, *parties: str) -> None:
        """Let parties, by default all, carry the amendments that came last."""
        for amendment in self.open:
            self.carry(amendment, *parties)
        self.open = []

    def cut(self, hours: int = 1) -> bytes:
        """Close the next cut, hours later, over all that is said, all amendments being carried; return its id."""
        self.carried()
        self.now += hours * terms.HOUR
        number = len(self.cuts) + 1
        party = (RO, RU, US)[number % 3]
        self.cuts.append(self.close(number, party, self.cuts[-1] if self.cuts else None))
        return self.cuts[-1]

    def order_of(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of documents in the stored history."""
        order = [*DOCUMENTS, NOTHING]
        return [order.index(name) for name in names]


@cache
def _whole() -> dict[str, Amending]:
    told = Amending()
    stages = {"empty": deepcopy(told)}
    told.found()
    told.now += terms.DAY
    told.mark("founded")
    stages["founded"] = deepcopy(told)
    told.notify(RO, "consultation-held")
    told.exchange()
    told.now += terms.DAY
    told.mark("ready")
    stages["ready"] = deepcopy(told)
    return stages


def at(stage: str) -> Amending:
    """Return the history at the end of a stage, to go on from."""
    return deepcopy(_whole()[stage])
