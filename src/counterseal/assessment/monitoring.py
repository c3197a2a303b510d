"""What readings do to a finding: monitors lower it, and add no number to it.

A find contradicts, for both sides signed it; an alarm, or a find, that is not resolved disputes.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterseal.agreement.document import Undertaking
from counterseal.regime.disputes import finds
from counterseal.regime.judge import ReadingState, State


def of(state: State, owed: Undertaking) -> Iterator[ReadingState]:
    """Yield the readings of an undertaking's monitors, in the state's order."""
    return (reading for reading in state.readings if reading.body.monitor in owed.monitors)


def found(state: State, owed: Undertaking) -> tuple[tuple[bytes, frozenset[str]], ...]:
    """Return each reading that found an item of the type, and at which points."""
    return tuple(
        (one.statement, frozenset(point.id for point in one.body.points if point.outcome == "found"))
        for one in of(state, owed)
        if finds(one.body)
    )


def alarms(state: State, owed: Undertaking) -> tuple[bytes, ...]:
    """Return the readings whose alarm is open."""
    return tuple(one.statement for one in of(state, owed) if one.alarm == "open")
