"""Ladders: how far up the parties are, and who has not stepped.

A rung is ``done`` when all its steps are witnessed; the one after the last done is ``under way``, and ``halted`` once
its hour has passed. A rung's hour counts from the start of the ladder, or from the hour by which the rung below was
done. Nobody may step above a rung that is not done (R39), so who halts leaves the others at most that one rung ahead
of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from counterseal.agreement import clock
from counterseal.agreement.events import IN_FORCE
from counterseal.agreement.terms import Ladder
from counterseal.regime.duties import Duties
from counterseal.regime.facts import Facts
from counterseal.regime.hours import Disputed, Hours


@dataclass(frozen=True, kw_only=True)
class RungState:
    """One rung: ``not begun``, ``under way``, ``halted`` or ``done``; ``stepped``, ``missing``: who has, has not."""

    rung: str
    status: str
    due_s: int | None
    done_s: int | None
    stepped: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LadderState:
    """A ladder and its rungs from below."""

    ladder: str
    rungs: tuple[RungState, ...]


def ladder_state(
    facts: Facts, hours: Hours, duties: Duties, ladder: Ladder, now: int, disputed: Disputed
) -> LadderState:
    """Return how a ladder stands at ``now``."""
    begun = _entered(facts) if ladder.start == IN_FORCE else _begun(hours, duties, ladder)
    begun = begun if begun is not None and begun <= now else None
    rungs: list[RungState] = []
    for rung in ladder.rungs:
        steps = [(step, _stepped(facts, step, disputed)) for step in rung.steps]
        by = {term.name: term.by[0] for term in facts.agreement.notifications if term.name in rung.steps}
        witnessed = {step: None if one is None else hours.witnessed_by(one) for step, one in steps}
        seen = {step: hour for step, hour in witnessed.items() if hour is not None and hour <= now}
        due = None if begun is None or rung.within is None else clock.add(begun, rung.within)
        done = max(seen.values()) if len(seen) == len(steps) else None
        late = due is not None and now > due
        status = "done" if done is not None else "not begun" if begun is None else "halted" if late else "under way"
        stepped = tuple(sorted({by[step] for step in seen}))
        missing = tuple(sorted({by[step] for step in by.keys() - seen.keys()}))
        rungs.append(RungState(rung=rung.name, status=status, due_s=due, done_s=done, stepped=stepped, missing=missing))
        begun = done
    return LadderState(ladder=ladder.name, rungs=tuple(rungs))


def _entered(facts: Facts) -> int | None:
    """Return the last hour that a principal had shown when it saw the agreement in force; None while one has not."""
    entered = [facts.logs[party.log].entered for party in facts.agreement.principals]
    return None if None in entered else max(at[1] for at in entered if at is not None)


def _begun(hours: Hours, duties: Duties, ladder: Ladder) -> int | None:
    """Return the hour by which the first statement that starts a ladder was witnessed, whatever it tells."""
    return min((hours.seen_by(one) for one in duties.starts(ladder.start)), default=None)


def _stepped(facts: Facts, step: str, disputed: Disputed) -> bytes | None:
    said = (one for series in facts.notified.get(step, {}).values() for one in series.ids)
    return next((one for one in said if one not in disputed), None)
