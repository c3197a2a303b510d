"""A node closes a cut without a party that stays away, and signs none that leaves out what that party said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from upper_cases.desk import RO, RU, US
from upper_cases.partial import WITHIN, Partial, at, wait

from counterseal.errors import Refused
from counterseal.log import note
from counterseal.node.keys import Keyring
from counterseal.node.node import Node
from counterseal.statements.kinds import Cut
from counterseal.store.memory import MemoryStore
from counterseal.world.seeded import Clock


def node(told: Partial, party: str) -> Node:
    """Return a party's node, which holds all that is told."""
    store = MemoryStore()
    for log, entries in told.logs.items():
        store.append(log, 0, entries)
    roles = {role: (told.signer(party, role, 1), told.signer(party, role, 2)) for role in told.roles}
    keyring = Keyring(
        log=told.seed.signer(told.origins[party]),
        witness=(told.witness(party),),
        roles=roles,
        roots=tuple(told.root_signers(party)),
    )
    return Node(
        party=party,
        agreement=told.agreement,
        policy=told.policy,
        keyring=keyring,
        store=store,
        clock=Clock(told.now),
    )


def closed(by: Node, signing: Iterable[Node], absent: Iterable[str]) -> Cut:
    """Return the cut that a node closes with others."""
    proposed = by.propose_cut(by._clock(), absent)
    lines = [line for one in signing for line in one.sign_cut(proposed).lines]
    by.log(note.Note(proposed.text, tuple(sorted(lines, key=lambda line: line.rank))).encode())
    return by.regime.facts.cuts[max(by.regime.facts.cuts)][1]


def asked() -> Partial:
    """Return the history in which a node asked for a cut, and the time of all went by."""
    told = at()
    asking = node(told, RU)
    said = asking.ask_for_cut()
    size = asking.regime.size(asking.origin)
    told.add(RU, asking.entries(asking.origin, size - 1, size)[0], said.id)
    wait(told)
    told.exchange()
    return told


def test_two_nodes_close_a_cut_without_the_third() -> None:
    told = asked()
    ours, theirs = node(told, US), node(told, RU)
    cut = closed(ours, (ours, theirs), (RO,))
    assert (cut.number, cut.absent, cut.previous) == (2, (RO,), None)
    assert ours.ask_for_cut().body.number == 3


def test_before_the_time_of_all_is_over_nobody_signs() -> None:
    told = asked()
    ours = node(told, US)
    proposed = ours.propose_cut(told.now, (RO,))
    early = at()
    early.propose(RU, 1)
    early.exchange()
    early.now += WITHIN
    early.exchange()
    other = node(early, RU)
    with pytest.raises(Refused) as caught:
        other.sign_cut(node(early, US).propose_cut(early.now, (RO,)))
    assert caught.value.code == "cut-early"
    assert node(told, RU).sign_cut(proposed).lines


def test_nobody_signs_a_cut_that_is_closed_without_him() -> None:
    told = asked()
    proposed = node(told, RO).propose_cut(told.now, (US,))
    with pytest.raises(Refused) as caught:
        node(told, US).sign_cut(proposed)
    assert caught.value.code == "cut-absent"
    assert node(told, RU).sign_cut(proposed).lines


def test_who_knows_what_the_absent_said_last_signs_no_cut_without_it() -> None:
    told = asked()
    proposed = node(told, US).propose_cut(told.now, (RO,))
    told.notify(RO, "consent-withdrawn")
    told.observe(RU, RO)
    with pytest.raises(Refused) as caught:
        node(told, RU).sign_cut(proposed)
    assert caught.value.code == "cut-stale"


def test_a_text_once_signed_for_a_number_stays_the_only_one() -> None:
    told = asked()
    ours, theirs = node(told, US), node(told, RU)
    joint = theirs.propose_cut(told.now)
    assert ours.sign_cut(joint).lines  # and it is never completed
    cut = closed(ours, (ours, theirs), (RO,))
    with pytest.raises(Refused) as caught:
        ours.sign_cut(ours.compose("cut", replace(cut, hour=cut.hour + 1)))
    assert caught.value.code in ("cut-signed", "slot-taken")
