"""A node says nothing irregular, signs only what reads back, never runs twice, and mirrors only what was signed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from upper_cases.desk import RU, US

from counterseal.errors import Misuse, Refused, Unavailable
from counterseal.log import checkpoint as checkpoints
from counterseal.log import fork, note
from counterseal.log.tree import Tree, leaf_hash
from counterseal.node.node import Node
from counterseal.statements.kinds import Declaration, DeclaredPoint, Notice
from counterseal.store.memory import MemoryStore
from counterseal.store.sqlite import SqliteStore
from counterseal.world.seeded import Clock
from tests.node import made

NOTICE = Notice(inspection="deveselu-visit", number=1)


def declaration(holds: str) -> Declaration:
    """Return a declaration that all cells hold one thing."""
    points = made.agreement().site("deveselu").points
    return Declaration(site="deveselu", points=tuple(DeclaredPoint(id=point, holds=holds) for point in points))


def test_two_nodes_come_into_force_by_observing_each_other() -> None:
    ours, theirs = made.pair()
    for one in (ours, theirs):
        assert one.regime.judge(made.NOW).status == "in force"
        assert one.regime.judge(made.NOW).irregularities == ()
    said = ours.say("notice", NOTICE)
    assert ours.regime.facts.places[said.id] == (ours.origin, 4)


def test_a_statement_that_would_break_a_rule_is_not_logged() -> None:
    store = MemoryStore()
    alone = made.found(made.node(RU, store))
    before = alone.regime.judge(made.NOW).digest
    with pytest.raises(Refused) as caught:
        alone.say("notice", NOTICE)
    assert caught.value.code == "not-in-force"
    assert store.size(alone.origin) == 2
    assert alone.regime.judge(made.NOW).digest == before


def test_bytes_that_are_no_statement_are_not_logged() -> None:
    alone = made.found(made.node(RU))
    with pytest.raises(Refused) as caught:
        alone.log(b"hello\n")
    assert caught.value.code == "note-shape"


def test_a_checkpoint_is_over_what_the_store_holds() -> None:
    alone = made.found(made.node(RU))
    shown = checkpoints.parse(note.parse(alone.publish()).text)
    assert (shown.origin, shown.size) == (alone.origin, 2)
    assert shown.root == Tree(leaf_hash(entry) for entry in alone.entries(alone.origin, 0, 2)).root()
    assert alone.publish() == alone.publish()


def test_what_reads_back_changed_is_not_signed_and_reads_go_on() -> None:
    store = MemoryStore()
    alone = made.found(made.node(RU, store))
    first = alone.publish()
    alone.observe(first)
    spoilt = store._logs[alone.origin]
    spoilt[2] = bytes([spoilt[2][0] ^ 1]) + spoilt[2][1:]
    with pytest.raises(Unavailable, match="read back"):
        alone.publish()
    assert store.register(f"head/{alone.origin}") == first
    assert alone.entries(alone.origin, 0, 2) == spoilt[:2]
    with pytest.raises(Unavailable):
        alone.publish()


def test_a_second_process_on_one_store_halts() -> None:
    store = MemoryStore()
    first = made.found(made.node(RU, store))
    first.publish()
    second = made.node(RU, store)
    first.observe(first.publish())
    with pytest.raises(Unavailable, match="another writer"):
        second.observe(second._log.head())
    first.publish()
    with pytest.raises(Unavailable, match="another process"):
        second.publish()
    assert checkpoints.parse(note.parse(store.register(f"head/{first.origin}")).text).size == 3


def test_a_node_started_again_knows_what_it_knew(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    ours, theirs = made.found(made.node(RU, store)), made.found(made.node(US))
    made.show(ours, theirs, theirs.publish())
    head = ours.publish()
    ours.observe(head)
    again = SqliteStore(tmp_path / "store.db")
    same = made.node(RU, again)
    assert same.regime.judge(made.NOW).digest == ours.regime.judge(made.NOW).digest
    assert same.published(theirs.origin, 2) == ours.published(theirs.origin, 2) != b""
    store.close()
    again.close()


@pytest.mark.parametrize("damage", ["changed", "lost"])
def test_a_node_does_not_start_over_another_log_than_it_signed(damage: str) -> None:
    store = MemoryStore()
    alone = made.found(made.node(RU, store))
    alone.publish()
    entries = store._logs[alone.origin]
    if damage == "changed":
        entries[1] += b"x"
    else:
        entries.pop()
    with pytest.raises(Unavailable, match=r"(that|than) were signed"):
        made.node(RU, store)


def test_a_node_has_the_key_of_its_own_log() -> None:
    with pytest.raises(Misuse):
        Node(
            party=US,
            agreement=made.agreement(),
            policy=made.trust_file(),
            keyring=made.keyring(RU),
            store=MemoryStore(),
            clock=Clock(0),
        )


def test_a_mirror_takes_only_entries_that_lead_to_the_signed_root() -> None:
    reader, author = made.node(RU), made.found(made.node(US))
    data, entries = author.publish(), author.entries(author.origin, 0, 2)
    wrong = {
        "one changed": [entries[0], entries[1] + b"x"],
        "swapped": entries[::-1],
        "one missing": entries[:1],
        "one more": [*entries, b"x"],
        "none": [],
    }
    for given in wrong.values():
        with pytest.raises(Refused) as caught:
            reader.mirror(data, given)
        assert caught.value.code == "mirror-root"
        assert caught.value.evidence == (data,)
        assert reader.regime.size(author.origin) == 0
    assert reader.mirror(data, entries).size == 2
    assert reader.mirror(data, []).size == 2
    assert reader.entries(author.origin, 0, 2) == entries


def test_a_checkpoint_that_comes_late_proves_nothing() -> None:
    reader, author = made.node(RU), made.found(made.node(US))
    older, entries = author.publish(), author.entries(author.origin, 0, 2)
    author.observe(older)
    reader.mirror(author.publish(), author.entries(author.origin, 0, 3))
    assert reader.mirror(older, []).size == 2
    with pytest.raises(Refused) as caught:
        reader.mirror(older, entries)
    assert caught.value.code == "mirror-root"
    forged = made.DESK.checkpoint(US, 2, root=bytes(32))
    with pytest.raises(Refused) as caught:
        reader.mirror(made.DESK.cosigned(US, forged, ()), [])
    assert len(caught.value.evidence) == 2
    assert reader.regime.size(author.origin) == 3


def test_a_fork_leaves_both_checkpoints_as_evidence() -> None:
    ours, liar = made.pair()
    twin_store = MemoryStore()
    for log in liar.regime.facts.logs:
        twin_store.append(log, 0, liar.entries(log, 0, liar.regime.size(log)))
    twin = made.node(US, twin_store)
    liar.say("declaration", declaration("empty"))
    twin.say("declaration", declaration("sm-3"))
    shown, hidden = liar.publish(), twin.publish()
    made.show(ours, liar, shown)
    with pytest.raises(Refused) as caught:
        ours.mirror(hidden, [])
    assert caught.value.code == "mirror-root"
    first, second = caught.value.evidence
    one, other = fork.verify(first, second, made.trust_file())
    assert one.root != other.root
    ours.observe(hidden)
    (found,) = ours.regime.judge(made.NOW).irregularities
    assert (found.rule, found.code, found.party) == ("R16", "fork", US)


def test_a_mirror_knows_the_logs_of_its_agreement_only() -> None:
    reader = made.node(RU)
    stranger = made.DESK.seed.signer("romania.example/log/x")
    text = b"romania.example/log/x\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    with pytest.raises(Refused) as caught:
        reader.mirror(note.sign(text, [stranger]).encode(), [])
    assert caught.value.code == "checkpoint-other-log"


def test_what_is_observed_is_mirrored_first() -> None:
    ours, theirs = made.pair()
    theirs.say("declaration", declaration("empty"))
    with pytest.raises(Refused) as caught:
        ours.observe(theirs.publish())
    assert caught.value.code == "observed-missing"


def test_a_party_signs_one_text_for_each_number() -> None:
    ours, theirs = made.pair()
    cut = theirs.propose_cut(made.NOW)
    assert [position.size for position in cut.body.vector] == [2, 2]
    assert ours.sign_cut(cut) == ours.sign_cut(cut)
    assert len(ours.sign_cut(cut).lines) == 1
    other = theirs.propose_cut(made.NOW + 1)
    with pytest.raises(Refused) as caught:
        ours.sign_cut(other)
    assert caught.value.code == "cut-signed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": 2}, "cut-proposer"),
        ({"number": 3}, "cut-number"),
        ({"previous": bytes(32)}, "cut-previous"),
        ({"hour": made.NOW + 86_401}, "cut-hour"),
        ({"hour": made.NOW - 86_401}, "cut-hour"),
    ],
)
def test_a_cut_that_is_not_the_next_one_is_not_signed(changes: dict[str, Any], code: str) -> None:
    ours, theirs = made.pair()
    body = replace(theirs.propose_cut(made.NOW).body, **changes)
    with pytest.raises(Refused) as caught:
        ours.sign_cut(theirs.compose("cut", body))
    assert caught.value.code == code


def test_a_cut_is_signed_only_over_what_is_held_here() -> None:
    ours, theirs = made.pair()
    cut = theirs.propose_cut(made.NOW)
    alone = made.found(made.node(US))
    with pytest.raises(Refused) as caught:
        alone.sign_cut(cut)
    assert caught.value.code == "cut-root"
    made.show(ours, ours, made.cosigned(ours))
    with pytest.raises(Refused) as caught:
        ours.sign_cut(cut)
    assert caught.value.code == "cut-stale"


def test_fewer_cosignatures_never_replace_more() -> None:
    ours, theirs = made.pair()
    full = ours.published(theirs.origin, 2)
    assert full.count(b"\n\xe2\x80\x94 ") == 2
    bare = theirs._log.sign()
    ours.mirror(bare, [])
    assert ours.published(theirs.origin, 2) == full


def test_a_cosignature_that_does_not_verify_is_not_published() -> None:
    alone = made.found(made.node(RU))
    data = alone.publish()
    line = data[data.rindex(b"\n\n") + 2 :]
    spoilt = line[:-6] + b"AAAA=\n"
    assert spoilt not in alone.merge([spoilt])
    assert alone.merge([spoilt, line]) == alone.merge([line]) == alone.published(alone.origin, 2)


def test_an_entry_that_no_tile_can_hold_is_not_mirrored() -> None:
    ours, theirs = made.pair()
    with pytest.raises(Refused) as caught:
        ours.mirror(theirs.publish(), [bytes(65_536)])
    assert caught.value.code == "entry-size"


def test_an_observation_keeps_no_line_of_another_log() -> None:
    ours, theirs = made.pair()
    theirs.say("declaration", declaration("empty"))
    data = made.cosigned(theirs)
    ours.mirror(data, theirs.entries(theirs.origin, ours.regime.size(theirs.origin), 5))
    whole = note.parse(data)
    (stray,) = note.sign(whole.text, [ours._log._signer]).lines
    crowded = note.Note(whole.text, tuple(sorted((*whole.lines, stray), key=lambda line: line.rank)))
    assert ours.observe(crowded.encode()).body.checkpoint.encode() == data


def test_a_checkpoint_of_another_history_is_no_ground_of_a_cut() -> None:
    ours, liar = made.pair()
    twin_store = MemoryStore()
    for log in liar.regime.facts.logs:
        twin_store.append(log, 0, liar.entries(log, 0, liar.regime.size(log)))
    twin = made.node(US, twin_store)
    liar.say("declaration", declaration("empty"))
    twin.say("declaration", declaration("sm-3"))
    made.show(ours, liar, made.cosigned(liar))
    ours.observe(made.cosigned(twin))
    roots = {position.log: position.root for position in ours.propose_cut(made.NOW).body.vector}
    assert roots[liar.origin] == liar.regime.facts.logs[liar.origin].tree.root()
