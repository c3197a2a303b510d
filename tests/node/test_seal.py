"""A node keeps the key of what it declared under seal, and opens that step by step, also after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from upper_cases.desk import RU, US

from counterseal.agreement import document
from counterseal.encoding import canonical
from counterseal.errors import Refused, Unavailable
from counterseal.node.node import Node
from counterseal.statements.kinds import Declaration, DeclaredPoint
from tests.node import made

AGREED = json.loads(made.DESK.base.agreement)
AGREED["sites"][0] |= {"capacity": 32, "declared": "sealed"}
for kind in ("declaration-opened", "declaration-sealed"):
    AGREED["signatures"][kind] = [{"by": "author", "persons": 1, "role": "officer"}]
DATA = canonical.encode(AGREED)
SECRET = bytes([0x44]) * 32
CELLS = [f"l{launcher}/c{cell}" for launcher in (1, 2, 3) for cell in range(1, 9)]
HELD = Declaration(
    site="deveselu",
    points=tuple(
        DeclaredPoint(id=cell, holds="unavailable" if cell == "l3/c8" else "sm-3", uid=f"No. {place}")
        for place, cell in enumerate(CELLS)
    ),
)


@pytest.fixture(autouse=True)
def _sealed() -> Iterator[None]:
    """Let the nodes be of an agreement by which the site is declared under seal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "agreement", lambda: document.parse(DATA))
        yield


def shown(node: Node) -> list[str]:
    """Return the points that the state shows of the one sealed declaration."""
    (one,) = node.regime.judge(made.NOW).seals
    return [point.id for point in one.opened]


def test_what_is_sealed_opens_step_by_step_and_nothing_else_is_seen() -> None:
    theirs = made.pair()[1]
    sealed = theirs.seal(HELD, SECRET)
    assert [point.id for point in sealed.body.closed] == ["l3/c8"]
    assert b"No. " not in sealed.text
    assert b"sm-3" not in sealed.text
    assert shown(theirs) == []
    first = theirs.unseal(sealed.id, ["l1/c1", "l2/c5"])
    assert shown(theirs) == ["l1/c1", "l2/c5"]
    assert b'No. 1"' not in first.text
    theirs.unseal(sealed.id, CELLS)
    assert shown(theirs) == CELLS
    assert not theirs.regime.judge(made.NOW).irregularities


def test_a_restarted_node_still_has_the_key() -> None:
    first = made.pair()[1]
    sealed = first.seal(HELD, SECRET)
    again = made.node(US, first._store)
    again.unseal(sealed.id, ["l1/c1"])
    assert shown(again) == ["l1/c1"]


def test_who_has_not_the_key_cannot_open() -> None:
    ours, theirs = made.pair()
    sealed = theirs.seal(HELD, SECRET)
    made.show(ours, theirs, made.cosigned(theirs))
    with pytest.raises(Unavailable):
        ours.unseal(sealed.id, ["l1/c1"])
    with pytest.raises(Unavailable):
        theirs.unseal(bytes(32), ["l1/c1"])


def test_a_declaration_that_is_not_whole_is_not_sealed() -> None:
    theirs = made.pair()[1]
    size = theirs.regime.size(theirs.origin)
    for wrong, code in (
        (Declaration(site="deveselu", points=HELD.points[1:]), "declaration-points"),
        (Declaration(site="deveselu", points=HELD.points, number=2), "declaration-number"),
    ):
        with pytest.raises(Refused) as caught:
            theirs.seal(wrong, SECRET)
        assert caught.value.code == code
    sealed = theirs.seal(HELD, SECRET)
    with pytest.raises(Refused) as caught:
        theirs.unseal(sealed.id, ["l9/c9"])
    assert caught.value.code == "opening-points"
    assert theirs.regime.size(theirs.origin) == size + 1


def test_only_the_holder_declares() -> None:
    ours = made.pair()[0]
    with pytest.raises(Refused) as caught:
        ours.seal(HELD, SECRET)
    assert caught.value.code == "declaration-party"
    assert ours.party == RU
