"""A node keeps the documents that amend its agreement, waits for those it lacks, and speaks under the one in effect."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from upper_cases.desk import RU, US

from counterseal.agreement import document
from counterseal.encoding import canonical
from counterseal.errors import Refused
from counterseal.log import note
from counterseal.node.node import Node
from counterseal.statements.kinds import Amendment, Notice
from counterseal.store.memory import MemoryStore
from tests.node import made

FIRST = json.loads(made.DESK.base.agreement)
FIRST["signatures"]["amendment"] = [{"by": "each", "persons": 1, "role": "officer"}]
SECOND = FIRST | {"signatures": FIRST["signatures"] | {"notice": [{"by": "author", "persons": 1, "role": "officer"}]}}
OLD, NEW = canonical.encode(FIRST), canonical.encode(SECOND)
BODY = Amendment(number=1, previous=document.agreement_digest(OLD), agreement=document.agreement_digest(NEW))


@pytest.fixture(autouse=True)
def _amendable() -> Iterator[None]:
    """Let the nodes be of an agreement that its parties may amend."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "agreement", lambda: document.parse(OLD))
        yield


def amend(author: Node, other: Node) -> bytes:
    """Log an amendment that both sign; return its id."""
    said = author.compose("amendment", BODY)
    roles = author.roles("amendment")
    lines = (*author.sign(said.text, roles).lines, *other.sign(said.text, roles).lines)
    author.log(note.Note(said.text, tuple(sorted(lines, key=lambda line: line.rank))).encode())
    return said.id


def carry(other: Node, author: Node, amendment: bytes) -> None:
    """Let a node observe another's amendment, and carry it."""
    shown = made.cosigned(author)
    made.show(other, author, shown)
    other.observe(shown, (amendment,))


def close(proposer: Node, other: Node) -> None:
    """Let a node observe both logs as they are, and close a cut over them that both sign."""
    for author in (other, proposer):
        made.show(proposer, author, made.cosigned(author))
    cut = proposer.propose_cut(made.NOW)
    made.show(other, proposer, made.cosigned(proposer))
    lines = (*proposer.sign_cut(cut).lines, *other.sign_cut(cut).lines)
    proposer.log(note.Note(cut.text, tuple(sorted(lines, key=lambda line: line.rank))).encode())


def test_an_amendment_whose_document_is_not_held_is_not_logged() -> None:
    ours, theirs = made.pair()
    with pytest.raises(Refused) as caught:
        amend(ours, theirs)
    assert caught.value.code == "amendment-missing"
    assert ours.hold(NEW) == BODY.agreement
    amend(ours, theirs)
    assert ours.regime.judge(made.NOW).amendments[0].status == "pending"
    assert ours.terms.data == OLD


def test_a_mirror_waits_for_the_document() -> None:
    ours, theirs = made.pair()
    ours.hold(NEW)
    amend(ours, theirs)
    size = theirs.regime.size(ours.origin)
    data = made.cosigned(ours)
    entries = ours.entries(ours.origin, size, ours.regime.size(ours.origin))
    theirs.mirror(data, entries)
    asked = theirs.regime.missing
    assert asked == (BODY.agreement,)
    assert theirs.regime.size(ours.origin) < size + len(entries)
    theirs.hold(NEW)
    assert not theirs.regime.missing
    assert theirs.regime.size(ours.origin) == size + len(entries)


def test_a_node_speaks_under_the_document_in_effect_also_when_started_again() -> None:
    store = MemoryStore()
    ours, theirs = made.found(made.node(RU, store)), made.found(made.node(US))
    shown = [made.cosigned(one) for one in (ours, theirs)]
    for reader in (ours, theirs):
        for author, data in zip((ours, theirs), shown, strict=True):
            made.show(reader, author, data)
    for one in (ours, theirs):
        one.hold(NEW)
    carry(theirs, ours, amend(ours, theirs))
    close(theirs, ours)
    assert (theirs.terms.data, ours.terms.data) == (NEW, OLD)
    assert ours.roles("notice") == {"officer": 2}
    made.show(ours, theirs, made.cosigned(theirs))
    assert ours.terms.data == NEW
    said = ours.say("notice", Notice(inspection="deveselu-visit", number=1))
    assert len(note.parse(ours.entries(ours.origin, *place_of(ours, said.id))[0]).lines) == 1
    assert not ours.regime.judge(made.NOW).irregularities
    again = made.node(RU, store)
    assert again.terms.data == NEW
    assert again.regime.judge(made.NOW).digest == ours.regime.judge(made.NOW).digest


def test_without_its_own_logs_word_nobody_is_bound() -> None:
    ours, theirs = made.pair()
    for one in (ours, theirs):
        one.hold(NEW)
    amendment = amend(ours, theirs)  # with the keys of both, in the log of one
    close(theirs, ours)
    assert theirs.regime.judge(made.NOW).amendments[0].status == "pending"
    assert (theirs.terms.data, ours.terms.data) == (OLD, OLD)
    with pytest.raises(Refused) as caught:
        theirs.observe(made.cosigned(theirs), (b"\x77" * 32,))
    assert caught.value.code == "re-unfounded"
    carry(theirs, ours, amendment)
    assert theirs.regime.judge(made.NOW).amendments[0].status == "pending"  # until the next cut


def place_of(node: Node, statement: bytes) -> tuple[int, int]:
    """Return from where to where a statement is an entry of its log."""
    _, index = node.regime.facts.places[statement]
    return index, index + 1
