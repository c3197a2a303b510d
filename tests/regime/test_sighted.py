"""What many parties observe is looked at once; a line that verified beside one text does not verify beside another."""

from __future__ import annotations

import pytest
from every_term import every_term
from histories import History

from counterseal.errors import Refused
from counterseal.log import note
from counterseal.regime.admit import sight


def history() -> History:
    told = History(every_term())
    told.found()
    return told


def test_a_bad_line_beside_lines_that_verified() -> None:
    told = history()
    agreement, policy = told.agreement, told.policy
    good = note.parse(told.checkpoint("alpha"))
    assert sight(agreement, policy, good.encode()).size == len(told.logs[told.origins["alpha"]])
    for place, line in enumerate(good.lines):
        body = line.body[:-1] + bytes([line.body[-1] ^ 1])
        lines = (*good.lines[:place], line._replace(body=body), *good.lines[place + 1 :])
        with pytest.raises(Refused) as refused:
            sight(agreement, policy, good._replace(lines=lines).encode())
        assert refused.value.code in ("signature-invalid", "signature-scalar")


def test_lines_that_verified_beside_another_text() -> None:
    told = history()
    agreement, policy = told.agreement, told.policy
    older, newer = (note.parse(told.checkpoint("alpha", size)) for size in (2, 3))
    for whole in (older, newer):
        sight(agreement, policy, whole.encode())
    for lines in ((older.lines[0], *newer.lines[1:]), (*newer.lines[:-1], older.lines[-1])):
        with pytest.raises(Refused) as refused:
            sight(agreement, policy, newer._replace(lines=lines).encode())
        assert refused.value.code == "signature-invalid"


def test_fewer_lines_are_still_judged_by_themselves() -> None:
    told = history()
    agreement, policy = told.agreement, told.policy
    whole = note.parse(told.checkpoint("alpha"))
    assert sight(agreement, policy, whole.encode()).witnessed
    own = tuple(line for line in whole.lines if line.name == told.origins["alpha"])
    assert not sight(agreement, policy, whole._replace(lines=own).encode()).witnessed
    others = tuple(line for line in whole.lines if line.name != told.origins["alpha"])
    with pytest.raises(Refused) as refused:
        sight(agreement, policy, whole._replace(lines=others).encode())
    assert refused.value.code == "observed-line"
