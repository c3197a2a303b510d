"""The history ``partial``: the agreement of ``amended``, under which a cut may be closed without one of three parties.

Two of the three are of one side, the host and a principal: either may be absent, and the principal of the other side
may not. ``partial-of-four`` has another host, asks for three, and says nothing of delivery, so that what a quorum
witnessed counts as delivered.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

from counterseal.log import note
from upper_cases import amended
from upper_cases.amended import Amending, Written
from upper_cases.desk import RO, RU, US
from upper_cases.terms import DAY, HOUR

PL = "poland"
WITHIN = 2 * DAY
ALLOWANCE = 6 * HOUR


def agreement(name: str) -> Written:
    """Return the draft of a base."""
    written = amended.agreement() | {"cuts": {"quorum": 2, "within": {"days": 2}}, "name": name}
    written["signatures"]["cut-proposed"] = [{"by": "author", "persons": 1, "role": "officer"}]
    del written["volume"]
    if name == "partial-of-four":
        written["cuts"]["quorum"] = 3
        written["parties"].insert(0, {"name": PL, "role": "territorial-host", "side": US})
        del written["delivery"]
    for party in written["parties"]:
        party["log"] = f"{party['name']}.example/log/{name}"
    return written


class Partial(Amending):
    """The history, and cuts that are proposed and closed in it."""

    base = "partial"

    def __init__(self) -> None:
        super().__init__(agreement(self.base))

    def turn(self, number: int) -> str:
        """Return whose turn a number is."""
        names = sorted(self.origins)
        return names[number % len(names)]

    def propose(self, party: str, number: int, previous: bytes | None = None, **changes: Any) -> bytes:
        """Append the proposal of a cut; return its id."""
        return self.say(party, "cut-proposed", {"number": number} | _previous(previous), **changes)

    def body(self, number: int, absent: tuple[str, ...], previous: bytes | None = None) -> dict[str, Any]:
        """Return the body of a cut without some, over all that is said."""
        vector = [
            {"log": log, "root": self.trees[log].root(len(entries)).hex(), "size": len(entries)}
            for log, entries in self.logs.items()
        ]
        more = {"absent": list(absent)} if absent else {}
        return {"hour": self.now, "number": number, "vector": vector} | more | _previous(previous)

    def without(self, number: int, absent: tuple[str, ...] = (RO,), previous: bytes | None = None) -> bytes:
        """Let everybody observe everything, and close a cut without some over it; return the cut's id."""
        body = self.body(number, absent, previous)
        self.exchange()
        return self.say(self.turn(number), "cut", body)

    def told(self, *cuts: bytes) -> list[dict[str, Any]]:
        """Return the subject ``cut``."""
        shown = []
        for cut in cuts:
            log, index = self.ids[cut]
            text = note.parse(self.logs[log][index]).text
            shown.append({"body": json.loads(text.split(b"\n")[1])["body"], "id": cut.hex()})
        return sorted(shown, key=lambda one: int(one["body"]["number"]))


class OfFour(Partial):
    """The same with four parties, of whom three sign, where nothing is said of delivery."""

    base = "partial-of-four"


BASES: dict[str, type[Partial]] = {base.base: base for base in (Partial, OfFour)}


def _previous(previous: bytes | None) -> dict[str, str]:
    return {} if previous is None else {"previous": previous.hex()}


@cache
def _ready(name: str) -> Partial:
    told = BASES[name]()
    told.found()
    told.now += DAY
    told.notify(RO, "consultation-held")
    told.exchange()
    told.now += DAY
    told.mark("ready")
    return told


def at(name: str = "partial") -> Partial:
    """Return the history in force, to go on from."""
    return deepcopy(_ready(name))


def wait(told: Partial, more_s: int = 1) -> None:
    """Let everybody observe everything; then the time of all, and some seconds, go by."""
    told.exchange()
    told.now += WITHIN + (ALLOWANCE if told.base == "partial" else 0) + more_s


def asked(by: str = US, name: str = "partial", more_s: int = 1) -> Partial:
    """Return the history in which cut 1 was proposed, and the time of all is over for a second."""
    told = at(name)
    told.propose(by, 1)
    wait(told, more_s)
    return told


def contended() -> Partial:
    """Return a history in which the joint cut 1 comes late, beside the partial cut 2, and both hold an amendment.

    One author speaks under the first, until it observes the second; cut 3, which all sign, settles the amendment. Cut 4
    is proposed twice, and passed over.
    """
    told = at()
    told.amended("alarm")
    told.carried()
    told.propose(US, 1)
    wait(told)
    told.exchange()
    joint, after = told.body(1, ()), told.body(2, (RO,))
    told.exchange()
    told.say(RU, "cut", joint)
    cut = told.say(US, "cut", after)
    told.notify(RU, "alarm", words="under the cut that comes late")
    told.observe(RO, RU)
    told.propose(RO, 2, _cut_1(told))  # whose author knows of no other cut
    told.observe(RU, US)
    told.notify(RU, "alarm", words="which it knows no longer")
    told.exchange()
    cut = told.close(3, RO, cut)
    told.exchange()
    told.notify(US, "alarm", words="which is settled")
    told.propose(US, 4, cut)
    told.propose(RO, 4, cut)
    wait(told)
    told.without(6, (US,), cut)
    told.exchange()
    return told


def _cut_1(told: Partial) -> bytes:
    return told.last(RU, "cut")
