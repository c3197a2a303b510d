"""Every cheat is noticed by the rule or the step that the table names, and by nothing else; without that it is not.

What is read are files and states of honest nodes. ``COUNTERSEAL_TORTURE=1`` takes away every rule and step for every
cheat, and compares with the table of docs/explanation/cheats.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest
import removed
from played import ROOT

from counterseal.attestation import verify
from counterseal.encoding import ed25519
from counterseal.log import fork, note
from counterseal.node.node import Node
from counterseal.regime.judge import State
from counterseal.statements import statement
from counterseal.world import cheats, lies
from counterseal.world.cheats import CHEATS, Cheat
from counterseal.world.player import Played
from counterseal.world.scenario import LIES

TORTURE = os.environ.get("COUNTERSEAL_TORTURE") == "1"
NAMES = [cheat.name for cheat in CHEATS]
PLAYS = removed.script()


@pytest.fixture(autouse=True, scope="module")
def _verify_once() -> Iterator[None]:
    """Remember good signatures: the plays share most of their statements."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ed25519, "verify", cache(ed25519.verify))
        yield


def play(name: str = "") -> Played:
    """Return what a cheat leaves. Shared: look, do not touch."""
    return PLAYS.play(name)


def told(name: str) -> list[str]:
    """Return what was told of a play."""
    return [event.text for event in PLAYS.told(name)[1]]


def nodes(name: str) -> dict[str, Node]:
    """Return the nodes at a play's end."""
    return play(name).world.nodes


def said(name: str) -> set[bytes]:
    """Return the ids of all statements that the third party holds of all logs, whether they stand or not."""
    cirra = nodes(name)["cirra"]
    logs = (cirra.entries(log, 0, cirra.held(log)) for log in cirra.regime.facts.logs)
    return {statement.parse(note.parse(entry).text).id for entries in logs for entry in entries}


def state(name: str) -> State:
    """Return the state of a play's last attestation."""
    return cheats.verified(play(name)).state


def test_the_honest_play_meets_every_standard_and_nothing_is_noticed() -> None:
    assert cheats.noticed(play()) == ()
    verified = cheats.verified(play())
    assert [finding.status for finding in verified.findings] == [cheats.MET] * 4
    assert verified.anchored


@pytest.mark.parametrize("cheat", CHEATS, ids=NAMES)
def test_a_cheat_is_noticed_as_the_table_says(cheat: Cheat) -> None:
    found = cheats.noticed(play(cheat.name))
    wanted = {(cheat.place, cheat.code), *cheat.also}
    assert wanted <= {(one.place, one.code) for one in found}
    assert cheats.as_wanted(cheat, play(cheat.name), found)
    first = cheats.first(cheat, found)
    assert first is not None
    if cheat.place.startswith("step"):
        assert not first.statement
    else:
        assert first.party == cheat.by
        assert first.statement in said(cheat.name)


@pytest.mark.parametrize("cheat", CHEATS, ids=NAMES)
def test_without_what_notices_it_a_cheat_passes(cheat: Cheat, monkeypatch: pytest.MonkeyPatch) -> None:
    played = play(cheat.name)
    removed.remove(cheat.place, monkeypatch)
    assert not removed.told(cheat, played)


@pytest.mark.parametrize("name", NAMES)
def test_honest_nodes_come_to_one_state_and_nobody_is_left_out(name: str) -> None:
    assert len({node.regime.judge(0).digest for node in nodes(name).values()}) == 1
    assert not [text for text in told(name) if text.startswith("left out: cheat")]


def test_the_table_is_the_scenario_and_both_sides_cheat_alike() -> None:
    scenario = PLAYS.scenario
    assert {*NAMES} == {*(scenario.variants or {}), cheats.INVENTED}
    for name, variant in (scenario.variants or {}).items():
        assert variant.lie is None or variant.lie.party == cheats.of(name).by
    by = [cheat.by for cheat in CHEATS]
    assert abs(by.count("alba") - by.count("borea")) <= 1
    assert set(LIES) == {*lies.LIES, "history", "share"}


# What each cheat changes, beyond the table.


def test_two_histories_are_proven_to_anybody() -> None:
    played = play("fork")
    assert played.fork is not None
    one, other = fork.verify(*played.fork, played.world.policy)
    assert (one.origin, one.size) == (other.origin, other.size) == (nodes("fork")["alba"].origin, one.size)
    assert one.root != other.root


def test_a_report_that_comes_late_is_late_whatever_it_tells() -> None:
    (owed,) = (one for one in state("backdated-report").duties if one.duty == "report-alba-battery")
    assert owed.done is not None
    assert owed.done_s is not None
    assert owed.due_s is not None
    dated = nodes("backdated-report")["cirra"].regime.facts.statements[owed.done].at
    assert dated < owed.due_s < owed.done_s


def test_who_cannot_fold_says_what_is_missing_and_nothing_is_lost() -> None:
    (waits,) = (text for text in told("withheld-entries") if "cannot fold" in text)
    assert waits.startswith("borea cannot fold entry")
    assert "are missing" in waits
    alba, borea, cirra = nodes("withheld-entries").values()
    size = min(borea.held(alba.origin), cirra.held(alba.origin))
    whole = alba.entries(alba.origin, 0, size)
    assert borea.entries(alba.origin, 0, size) == cirra.entries(alba.origin, 0, size) == whole
    assert borea.regime.size(alba.origin) == size > int(waits.split(" to ")[1].split()[0])
    assert any(text == "borea takes no root without entries: mirror-root" for text in told("withheld-entries"))


@pytest.mark.parametrize(
    ("name", "inspection"),
    [
        ("changed-declaration", "visit-borea-battery"),
        ("mirrored-commitment", "visit-alba-battery"),
        ("aborted-draw", "visit-borea-battery"),
    ],
)
def test_a_draw_that_is_spoiled_has_no_result_and_is_never_repeated(name: str, inspection: str) -> None:
    (visit,) = (one for one in state(name).visits if one.inspection == inspection)
    assert visit.drawn is None
    assert visit.report is None
    assert visit.status == "open"
    assert cheats.of(name).by not in (visit.opened if name == "aborted-draw" else visit.sealed)


def test_a_declaration_after_the_draw_was_sealed_closes_no_point_of_it() -> None:
    (visit,) = (one for one in state("changed-declaration").visits if one.inspection == "visit-borea-battery")
    assert visit.closed == ()
    numbers = [
        body.number or 1 for _, _, body in state("changed-declaration").declarations if body.site == "borea-battery"
    ]
    assert numbers == [1, 2]


def test_who_does_not_answer_a_rung_is_named_and_the_other_is_one_step_ahead() -> None:
    (ladder,) = state("rung-not-answered").ladders
    assert [(rung.status, rung.stepped, rung.missing) for rung in ladder.rungs] == [
        ("done", ("alba", "borea"), ()),
        ("halted", ("borea",), ("alba",)),
    ]


@pytest.mark.parametrize("name", ["quota-exceeded", "rung-not-answered"])
def test_a_notice_without_a_right_opens_no_visit(name: str) -> None:
    assert {visit.status for visit in state(name).visits} == {"reported"}


def test_what_a_stolen_tablet_signs_accuses_nobody() -> None:
    verified = cheats.verified(play("stolen-tablet"))
    assert {finding.found for finding in verified.findings} == {()}
    assert [keys.revoked != () for keys in verified.state.keys] == [True, False, False]


def test_a_revocation_that_reaches_too_far_takes_nothing_back() -> None:
    assert {keys.revoked for keys in state("revocation-too-far").keys} == {()}
    assert [visit.status for visit in state("revocation-too-far").visits] == ["reported"] * 4


def test_a_flood_has_no_effect_but_that_it_is_named() -> None:
    flooded, honest = state("flood"), state("")
    (broken,) = flooded.irregularities
    volume = play("flood").world.agreement.volume
    assert volume is not None
    assert broken.index >= volume.entries
    for of in (flooded, honest):
        assert {visit.status for visit in of.visits} == {"reported"}
        assert {owed.status for owed in of.duties} == {"done"}
        assert {rung.status for ladder in of.ladders for rung in ladder.rungs} == {"done"}
    assert dict(flooded.conditions) == dict(honest.conditions)


def test_a_file_of_invented_parties_only_agrees_with_itself() -> None:
    (data,) = play(cheats.INVENTED).offered.values()
    assert not verify.verify(data).anchored
    assert {finding.status for finding in verify.verify(data).findings} == {cheats.MET}
    assert not cheats.agrees_with_itself(play("report-left-out"))


PAGE = (ROOT / "docs" / "explanation" / "cheats.md").read_text("utf-8")


@pytest.mark.parametrize("cheat", CHEATS, ids=NAMES)
def test_the_page_says_what_the_table_says(cheat: Cheat) -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{cheat.name}` |"))
    assert row.startswith(f"| `{cheat.name}` | {cheat.by} | {cheat.tried} | {cheat.place}, `{cheat.code}`")
    for status, why in cheat.findings.values():
        assert f"{status} ({why})" in row


@pytest.mark.skipif(not TORTURE, reason="half a minute")
def test_a_removal_is_missed_by_its_own_cheats_only() -> None:
    assert [row for row in removed.rows(PLAYS) if row not in PAGE.splitlines()] == []
