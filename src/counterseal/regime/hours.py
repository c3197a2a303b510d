"""Hours: when a statement existed, when it was held, when it was delivered; what the reader of a state sees at an hour.

Acknowledged, witnessed, held, received, overdue are five things:

- *told*: the statement's ``at``, its author's claim;
- *witnessed by*: the earliest hour by which a quorum had cosigned a checkpoint over it, as anybody observed;
- *held by*: the same for the agreement's quorum of mirrors;
- *received*: the hour that the addressee's receipt tells, or that by which the receipt was witnessed, if earlier;
- *delivered*: the earlier of received, and held plus the agreed allowance.

A party's own statement is delivered to itself when it is told. Without ``delivery`` in the agreement there is no
receipt, and what a quorum witnessed counts as delivered to everybody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import accumulate
from typing import TypeAlias

from counterseal.agreement import clock
from counterseal.agreement.clock import END_S
from counterseal.regime.facts import Facts

Disputed: TypeAlias = Mapping[bytes, int]
"""Id of a statement that a revocation disputes -> the hour by which the earliest such revocation was witnessed."""

_Entry = tuple[int, int, bytes]  # index, value and id of what was said
_Seen = tuple[list[int], list[_Entry]]  # hours, ascending, and for each the last entry that existed by it
_Ladder = tuple[list[int], list[int]]  # sizes, ascending, and for each the earliest hour of it or a larger one


class Hours:
    """The hours of everything folded, from one pass over what was observed."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        witnessed: dict[str, dict[int, int]] = {log: {} for log in facts.logs}
        held: dict[str, dict[int, int]] = {log: {} for log in facts.logs}
        for other in facts.logs.values():
            for at in other.sightings.values():
                if facts.logs[at.log].root(at.size) != at.root:
                    continue  # of another history than the log's: it holds other entries
                for hour, seen in ((at.witnessed_at, witnessed), (at.held_at, held)):
                    if hour is not None:
                        seen[at.log][at.size] = min(hour, seen[at.log].get(at.size, hour))
        self._witnessed = {log: _earliest(by_size) for log, by_size in witnessed.items()}
        self._held = {log: _earliest(by_size) for log, by_size in held.items()}
        self._seen: dict[tuple[str, str, str | None], _Seen] = {}
        self._series: dict[tuple[str, str], list[int]] = {}

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

    def seen_by(self, statement: bytes) -> int:
        """Return the hour by which others can see a statement: witnessed, or never, whatever its author tells."""
        witnessed = self.witnessed_by(statement)
        return END_S if witnessed is None else witnessed

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
        return self.delivered_to(statement, party)

    def delivered_to(self, statement: bytes, party: str) -> int | None:
        """Return the same of a standing statement of any kind, to another party than its author."""
        delivery = self._facts.agreement.delivery
        if delivery is None:
            return self.witnessed_by(statement)
        held = self.held_by(statement)
        hours = [self.received_by(statement, party), None if held is None else clock.add(held, delivery.allowance)]
        return min((hour for hour in hours if hour is not None), default=None)

    def seen_of(self, notified: str, party: str) -> list[int]:
        """Return the hours by which others could see a party's notifications of a format: in the order of its log."""
        place = notified, party
        if place not in self._series:
            series = self._facts.notified.get(notified, {}).get(party)
            self._series[place] = [] if series is None else [self.seen_by(one) for one in series.ids]
        return self._series[place]

    def held_since(self, holder: str, log: str, index: int) -> int:
        """Return the largest size of ``log``, of at most ``index``, that the party of another log held.

        It held what it observed before it knew of entry ``index``, once the entry that says so was witnessed: nobody
        says afterwards that he had held it.
        """
        observed, known_s = self._facts.logs[holder].observed.get(log, ()), self.known_by(holder, log, index)
        low, high = 0, bisect_right(observed, (index, END_S))
        while low < high:  # entries of one log are witnessed in their order
            middle = (low + high) // 2
            witnessed_s = self._at(self._witnessed, holder, observed[middle][1])
            low, high = (middle + 1, high) if witnessed_s is not None and witnessed_s <= known_s else (low, middle)
        return observed[low - 1][0] if low else 0

    def known_by(self, holder: str, log: str, index: int) -> int:
        """Return the hour by which the party of another log had entry ``index``, or said so; else never."""
        observed = self._facts.logs[holder].observed.get(log, ())
        first = bisect_right(observed, (index, END_S))
        said_s = self._at(self._witnessed, holder, observed[first][1]) if first < len(observed) else None
        delivery, held_s = self._facts.agreement.delivery, self._at(self._held, log, index)
        had_s = None if delivery is None or held_s is None else clock.add(held_s, delivery.allowance)
        return min((hour for hour in (said_s, had_s) if hour is not None), default=END_S)

    def last(
        self, said: Iterable[_Entry], name: str, party: str, hour: int, disputed: Disputed, to: str | None = None
    ) -> _Entry | None:
        """Return the last entry that existed by an hour, disputed ones left out, of what a party said under a name.

        Args:
            said: index, value and id of each, in the order of the party's log; looked at when first asked.
            name, party: what tells ``said`` from what else is asked for.
            hour: Unix seconds.
            disputed: ids that do not count, the same at every call with the same ``to``.
            to: another party, to which it was delivered by the hour, instead.
        """
        place = name, party, to
        if place not in self._seen:
            seen = self.seen_by if to is None else partial(self._had_by, to)
            entries = sorted((seen(entry[2]), entry[0], entry) for entry in said if entry[2] not in disputed)
            self._seen[place] = (
                [hour for hour, _, _ in entries],
                list(accumulate((entry for _, _, entry in entries), max)),
            )
        hours, last = self._seen[place]
        at = bisect_right(hours, hour)
        return last[at - 1] if at else None

    def _had_by(self, party: str, statement: bytes) -> int:
        """Return the hour at which a statement of another was delivered to a party, or never."""
        delivered = self.delivered_to(statement, party)
        return END_S if delivered is None else delivered

    def _by(self, seen: dict[str, _Ladder], statement: bytes) -> int | None:
        return self._at(seen, *self._facts.places[statement])

    @staticmethod
    def _at(seen: dict[str, _Ladder], log: str, index: int) -> int | None:
        sizes, earliest = seen[log]
        at = bisect_right(sizes, index)
        return earliest[at] if at < len(earliest) else None


class Reader:
    """What everybody can see at an hour, who holds what is folded."""

    def __init__(self, facts: Facts, hours: Hours, hour: int, disputed: Disputed) -> None:
        self._facts = facts
        self._hours = hours
        self._disputed = disputed
        self.hour = hour

    def reaches(self, until: int) -> bool:
        """Return whether the reader's hour is not after another."""
        return self.hour <= until

    def last(self, notified: str, party: str) -> tuple[int, bytes] | None:
        """Return index and id of the party's last notification of this format by the hour, disputed ones left out."""
        series = self._facts.notified.get(notified, {}).get(party)
        if series is None:
            return None
        said = ((index, 0, one) for index, one in zip(series.indexes, series.ids, strict=True))
        found = self._hours.last(said, f"format {notified}", party, self.hour, self._disputed)
        return None if found is None else (found[0], found[2])

    def stops(self, notified: str, party: str) -> Iterator[tuple[int, bytes, bool]]:
        """Yield index and id of each notification by the hour, last first, and whether a revocation disputes it.

        From the hour on by which that revocation was witnessed, what it disputes is left out.
        """
        series = self._facts.notified.get(notified, {}).get(party)
        if series is None:
            return
        for at in range(bisect_right(self._hours.seen_of(notified, party), self.hour) - 1, -1, -1):
            until = self._disputed.get(series.ids[at])
            if until is None or self.hour < until:
                yield series.indexes[at], series.ids[at], until is not None

    def figure(self, party: str, name: str) -> int | None:
        """Return the number that the party declared last by the hour."""
        said = self._facts.figures.get((party, name), ())
        found = self._hours.last(said, f"figure {name}", party, self.hour, self._disputed)
        return None if found is None else found[1]


def _earliest(by_size: dict[int, int]) -> _Ladder:
    sizes = sorted(by_size)
    return sizes, list(accumulate((by_size[size] for size in reversed(sizes)), min))[::-1]
