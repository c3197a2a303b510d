"""A hostile history, in any order of arrival: both readers make one state of it, subject by subject."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from histories import START
from hostile import Blind, Hostile

from counterseal.assessment.finding import assess
from counterseal.encoding import canonical
from counterseal.regime.judge import State
from tests.cross import second

DAY_S = 86_400
CODES_MIN = 15  # rules of different codes that a history of this length breaks


@pytest.mark.parametrize(
    ("kind", "seed"), [(Hostile, "of two readers"), (Hostile, "of any order"), (Blind, "that looks away")]
)
def test_a_hostile_history_is_judged_alike(kind: type[Hostile], seed: str) -> None:
    history = kind(seed)
    history.run(600 if kind is Hostile else 1_200)
    order = list(history.order)
    random.Random(seed).shuffle(order)
    nows = [0, START + 3 * DAY_S, history.now, history.now + 40 * DAY_S, history.now + 1_200 * DAY_S]
    given = {
        "agreement": history.data.decode(),
        "trust_file": history.trust_file.decode(),
        "documents": [document.decode() for document in history.documents],
        "placed": [[log, index, history.logs[log][index].hex()] for log, index in order],
        "nows": nows,
    }
    states = [history.fold.judge(now) for now in nows]
    for now, state, other in zip(nows, states, second.states(json.dumps(given).encode()), strict=True):
        one = value(history, state)
        for name, subject in one["subjects"].items():
            assert other["subjects"][name] == subject, (name, now)
        assert other == one, now
    codes = {broken.code for broken in states[-1].irregularities}
    assert len(codes) >= CODES_MIN, sorted(codes)


def value(history: Hostile, state: State) -> Any:
    """Return what the first reader makes of a history, as the second one prints it."""
    told: Any = {
        "digest": state.digest.hex(),
        "findings": [finding.value() for finding in assess(state.document, state)],
        "subjects": dict(state.subjects),
    }
    return json.loads(canonical.encode(told))
