"""Hours: when a statement existed, when it was held, when it was delivered; what the reader of a state sees at an hour.

Acknowledged, witnessed, held, received, overdue are five things:

- *told*: the statement's ``at``, its author's claim;
- *witnessed by*: the earliest hour by which a quorum had cosigned a checkpoint over it, as anybody observed;
- *held by*: the same for the agreement's quorum of mirrors;
- *received*: the hour that the addressee's receipt tells, or that by which the receipt was witnessed, if earlier;
- *delivered*: the earlier of received, and held plus the agreed allowance.

A party's own statement is delivered to itself when it is told. Without ``delivery`` in the agreement there is no receipt, and
what a quorum witnessed counts as delivered to everybody.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from counterseal.agreement import clock
from counterseal.regime.facts import Facts

_Ladder = tuple[list[int], list[int]]  # sizes, ascending, and for each the earliest hour of it or a larger one


class Hours:
    """The hours of everything folded, from one pass over what was observed."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        witnessed: dict[str, dict[int, int]] = {log: {} for log in facts.logs}
        held: dict[str, dict[int, int]] = {log: {} for log in facts.logs}
        for other in facts.logs.values():
            for at in other.sightings.values():
                if facts.logs[at.log].tree.root(at.size) != at.root:
                    continue  # of another history than the log's: it holds other entries
                for hour, seen in ((at.witnessed_at, witnessed), (at.held_at, held)):
                    if hour is not None:
                        seen[at.log][at.size] = min(hour, seen[at.log].get(at.size, hour))
        self._witnessed = {log: _earliest(by_size) for log, by_size in witnessed.items()}
        self._held = {log: _earliest(by_size) for log, by_size in held.items()}

    def told(self, statement: bytes) -> int:
        """Return the hour that a statement of a thread tells, its ``at``."""
        return self._facts.statements[statement].at

    def witnessed_by(self, statement: bytes) -> int | None:
        """Return the earliest hour by which a quorum had cosigned a checkpoint over a standing statement."""
        return self._by(self._witnessed, statement)

    def held_by(self, statement: bytes) -> int | None:
        """Return the earliest hour by which the mirrors' quorum held a standing statement."""
        return self._by(self._held, statement)

    def existed_by(self, statement: bytes) -> int:
        """Return the hour that a statement tells, or that by which it was witnessed, if that is earlier."""
        witnessed = self.witnessed_by(statement)
        told = self.told(statement)
        return told if witnessed is None else min(told, witnessed)

    def received_by(self, statement: bytes, party: str) -> int | None:
        """Return the hour of the party's receipt of a statement, or None."""
        delivery = self._facts.agreement.delivery
        if delivery is None:
            return None
        found: list[int] = []
        for receipt in self._facts.replies.get(statement, ()):
            said = self._facts.statements[receipt]
            if said.party == party and said.body.format == delivery.receipt:
                hour = self.existed_by(receipt)
                found.append(hour if said.body.hour is None else min(said.body.hour, hour))
        return min(found, default=None)

    def delivered_by(self, statement: bytes, party: str) -> int | None:
        """Return the hour at which a statement was delivered to a party, or None: unconfirmed."""
        if self._facts.statements[statement].party == party:
            return self.existed_by(statement)
        delivery = self._facts.agreement.delivery
        if delivery is None:
            return self.witnessed_by(statement)
        held = self.held_by(statement)
        hours = [self.received_by(statement, party), None if held is None else clock.add(held, delivery.allowance)]
        return min((hour for hour in hours if hour is not None), default=None)

    def _by(self, seen: dict[str, _Ladder], statement: bytes) -> int | None:
        log, index = self._facts.places[statement]
        sizes, earliest = seen[log]
        at = bisect_right(sizes, index)
        return earliest[at] if at < len(earliest) else None


class Reader:
    """What everybody can see at an hour, who holds what is folded."""

    def __init__(self, facts: Facts, hours: Hours, hour: int, disputed: frozenset[bytes]) -> None:
        self._facts = facts
        self._hours = hours
        self._disputed = disputed
        self.hour = hour

    def last(self, notified: str, party: str) -> tuple[int, bytes] | None:
        """Return index and id of the party's last notification of this format by the hour, disputed ones left out."""
        series = self._facts.notified.get(notified, {}).get(party)
        if series is None:
            return None
        for index, one in zip(reversed(series.indexes), reversed(series.ids), strict=True):
            if one not in self._disputed and self._hours.existed_by(one) <= self.hour:
                return index, one
        return None

    def figure(self, party: str, name: str) -> int | None:
        """Return the number that the party declared last by the hour."""
        for _, value, one in reversed(self._facts.figures.get((party, name), ())):
            if one not in self._disputed and self._hours.existed_by(one) <= self.hour:
                return value
        return None


def _earliest(by_size: dict[int, int]) -> _Ladder:
    sizes = sorted(by_size)
    return sizes, list(accumulate((by_size[size] for size in reversed(sizes)), min))[::-1]
