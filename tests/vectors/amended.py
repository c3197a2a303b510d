"""A history in which the agreement of every term is amended, while some speak under the old document and some do not.

Amendment 1 is said twice, with two documents: none of them takes effect at cut 1. Amendment 2 takes effect at cut 2;
another of its number, said by who had not seen that, comes too late. Amendment 3 lets nothing be amended any more.
"""

from __future__ import annotations

from typing import Any

from busy import HELD
from every_term import POINTS, every_term
from histories import History
from hostile import CHANGES

from counterseal.agreement import document

MORE, LESS, OTHER, _, LAST = CHANGES


def amended() -> History:
    """Return the history."""
    made = History(every_term(places=3), seed="amended")
    first = made.agreement.digest
    more, less, other = (made.document(change) for change in (MORE, LESS, OTHER))
    made.found()
    made.notify("epsilon", "consultation-held")
    made.sync()
    made.notify("gamma", "consent")
    made.notify("beta", "figures", figures={"launchers": 4, "shelters": 1})
    for party, site in (("alpha", "site-1"), ("beta", "base-1")):
        made.say(party, "declaration", _declaration(site))
    sealed = made.declare_sealed("alpha", "site-2", HELD)
    made.now += 3 * 86_400
    # Two documents under one number.
    for amendment in (made.amend("alpha", 1, first, less), made.amend("beta", 1, first, more)):
        made.carry(amendment)
    made.close_cut()
    made.sync()
    visit = made.announce("first", 1)
    # The next number. Of the cut that holds it, in delta's log, gamma knows, beta through gamma, alpha through beta.
    made.carry(made.amend("beta", 2, first, more))
    made.close_cut()
    made.terms = _read(made, 0)
    made.observe("gamma", "delta")
    made.notify("beta", "alarm", hour=made.now + 40 * 86_400)  # of a format that its author does not know yet
    made.observe("beta", "gamma")
    alarm = made.notify("beta", "alarm", hour=made.now + 40 * 86_400, number=1)
    made.notify("alpha", "receipt", about=visit, hour=made.now)
    made.notify("alpha", "alarm", hour=made.now + 40 * 86_400)  # nor does this one
    made.observe("alpha", "beta")
    made.say("alpha", "filler", {"padding": "0"}, re=(alarm,))
    made.notify("alpha", "alarm", hour=made.now + 40 * 86_400, number=1)
    made.notify("zeta", "talk")
    made.announce("second", 1)
    made.unseal(sealed, HELD, POINTS[:2], 1)
    made.carry(made.amend("epsilon", 2, first, other))  # late
    made.say("beta", "declaration", _declaration("base-4"))
    made.close_cut()
    made.sync()
    base = made.announce("base", 1, "base-4")
    made.designate(base, "base-4")
    made.notify("alpha", "request", words="under the new document")
    last = made.document(_more_and_less_and_no_more)
    third = made.amend("zeta", 3, more, last)
    made.carry(third, "alpha", "beta", "delta", "gamma")
    made.close_cut()  # where epsilon's own log does not carry it yet
    made.carry(third, "epsilon")
    made.amend("alpha", 3, first, other)  # of another document than that in effect
    made.close_cut()
    made.sync("alpha", "beta", "zeta")
    made.terms = _read(made, -1)
    made.say("alpha", "one-sided-report", _alone(made, base))
    made.notify("alpha", "resolution", about=made.notify("alpha", "discrepancy", words="the texts differ"))
    made.terms = made.agreement
    made.amend("beta", 4, last, other)  # no more
    made.amend("gamma", 3, more, other)  # who does not know better
    made.close_cut()
    made.sync()
    return made


def _more_and_less_and_no_more(agreement: dict[str, Any]) -> None:
    for change in (MORE, LESS, LAST):
        change(agreement)


def _read(made: History, index: int) -> document.Agreement:
    return document.parse(made.documents[index])


def _declaration(site: str) -> dict[str, Any]:
    return {"points": [{"holds": "empty", "id": point} for point in POINTS], "site": site}


def _alone(made: History, notice: bytes) -> dict[str, Any]:
    hours = dict.fromkeys(("began_at", "ended_at", "freeze_verified_at"), made.now)
    return {"notice": notice.hex(), "points": [{"id": "p/1", "outcome": "clean"}], **hours}
