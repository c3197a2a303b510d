"""The case: two treaty years of the annex of the reported offer, played by all its parties. EXERCISE throughout.

Check plays it whole once, and of its variants the beginnings; ``COUNTERSEAL_TORTURE=1`` plays every variant to the end.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from played import ROOT

from counterseal.attestation import anchors, file, verify
from counterseal.node import draft
from counterseal.regime.judge import State
from counterseal.world.player import Played, Player
from counterseal.world.scenario import MEMBERS, Scenario, parse
from counterseal.world.stage import Event

NAME = "aegis-ashore-2022"
TORTURE = os.environ.get("COUNTERSEAL_TORTURE") == "1"
SPRING_2022 = 1_649_250_000  # 2022-04-06T13:00:00Z, after the first visit
DAY_S = 86_400
EXPECTED = {  # attestation -> undertaking -> status and reasons
    "deveselu-2022": {
        "no-tomahawk-at-deveselu": ("standard met", "guarantee-reached"),
        "no-tomahawk-at-redzikowo": ("not met", "no-visit"),
    },
    "redzikowo-2022": {
        "no-tomahawk-at-deveselu": ("lapsed", "lapsed"),
        "no-tomahawk-at-redzikowo": ("disputed", "inspection-open"),
    },
    "bases-2022": {"no-tomahawk-at-redzikowo": ("not met", "no-visit")},
    "silence": {
        "cruise-9m729-told-from-9m728": ("standard met", "guarantee-reached"),
        "no-9m729-at-base-a": ("lapsed", "lapsed"),
        "no-9m729-at-base-b": ("lapsed", "lapsed"),
        "no-tomahawk-at-deveselu": ("lapsed", "lapsed"),
    },
    "first-pair-2023": {"no-tomahawk-at-deveselu": ("standard met", "guarantee-reached")},
    "second-pair-2023": {
        "no-9m729-at-base-a": ("standard met", "guarantee-reached"),
        "no-9m729-at-base-c": ("lapsed", "lapsed"),
        "no-tomahawk-at-deveselu": ("standard met", "guarantee-reached"),
        "no-tomahawk-at-redzikowo": ("standard met", "guarantee-reached"),
    },
}


def script(variant: str = "", until: int = 0) -> Scenario:
    """Return the case, or a variant of it, or only what happens before an hour."""
    read = parse(draft.read((ROOT / "scenarios" / f"{NAME}.yaml").read_bytes()))
    read = read.variant(variant) if variant else read
    kept = [step for hour, step in zip(read.hours, read.steps, strict=True) if not until or hour < until]
    return replace(read, steps=tuple(kept))


def run(played: Scenario) -> tuple[Played, tuple[Event, ...]]:
    """Play a script."""
    told: list[Event] = []
    agreement = draft.read((ROOT / "agreements" / f"{NAME}.yaml").read_bytes())
    return Player(played, agreement, told.append).play(), tuple(told)


@cache
def play(variant: str = "", until: int = 0) -> tuple[Played, tuple[Event, ...]]:
    """Return what the play left and told. Shared: look, do not touch."""
    return run(script(variant, until))


def state(played: Played, party: str = "nato") -> State:
    """Return the state at the end, as one party's node has it."""
    return played.world.nodes[party].regime.judge(played.world.clock.now)


def findings(attestation: bytes) -> dict[str, tuple[str, str]]:
    """Return status and reasons of each finding that an attestation concludes."""
    concluded: list[dict[str, Any]] = json.loads(file.parse(attestation).conclusion)["findings"]
    return {
        one["undertaking"]: (one["status"], ", ".join(reason["code"] for reason in one["reasons"])) for one in concluded
    }


def test_nothing_in_it_is_against_the_rules() -> None:
    played, told = play()
    assert state(played).irregularities == ()
    assert not [event.text for event in told if event.text.startswith("left out")]
    assert {node.regime.judge(played.world.clock.now).digest for node in played.world.nodes.values()} == {
        state(played).digest
    }


def test_what_was_owed_was_done_but_one_signature() -> None:
    owed = state(play()[0]).duties
    assert [one.duty for one in owed if one.status not in ("done", "due")] == ["report-redzikowo-visit"]
    assert sum(one.status == "done" for one in owed) > 60


def test_every_site_is_visited_and_the_bases_are_named_afresh() -> None:
    visits = [(one.inspection, one.number, one.site, one.status) for one in state(play()[0]).visits]
    assert visits == [
        ("base-visit-first", 1, "base-a", "reported"),
        ("base-visit-first", 2, "base-c", "reported"),
        ("base-visit-second", 1, "base-b", "reported"),
        ("base-visit-second", 2, "base-a", "reported"),
        ("deveselu-visit", 1, "deveselu", "reported"),
        ("deveselu-visit", 2, "deveselu", "reported"),
        ("redzikowo-visit", 1, "redzikowo", "unpursued"),
        ("redzikowo-visit", 2, "redzikowo", "reported"),
    ]
    assert [dispute.status for dispute in state(play()[0]).disputes] == ["resolved"] * 3


def test_each_attestation_comes_to_its_findings() -> None:
    attestations = play()[0].attestations
    assert list(attestations) == list(EXPECTED)
    for label, wanted in EXPECTED.items():
        found = findings(attestations[label])
        assert {name: found[name] for name in wanted} == wanted, label


def test_a_base_is_cleared_since_the_freeze_of_the_whole_list_is_verified() -> None:
    """Within twenty minutes of the notice, by the portals; what could drive off takes half an hour."""
    checked = {name for name, (status, _) in findings(play()[0].attestation).items() if status == "standard met"}
    assert checked == {
        "cruise-9m729-told-from-9m728",
        "no-9m729-at-base-a",
        "no-tomahawk-at-deveselu",
        "no-tomahawk-at-redzikowo",
    }


def test_the_last_attestation_is_verified_under_its_anchors() -> None:
    played, _ = play()
    verified = verify.verify(played.attestation, anchors.parse(played.anchors))
    assert verified.anchored
    assert {member.party for member in verified.state.members} == set(played.world.nodes)


def test_the_same_seed_plays_the_same_bytes() -> None:
    first, again = play("", SPRING_2022), run(script("", SPRING_2022))
    assert first[1] == again[1]
    assert first[0].attestations == again[0].attestations != {}


def test_hours_that_are_told_never_go_back_and_all_words_are_marked() -> None:
    _, told = play()
    hours = [event.hour for event in told]
    assert hours == sorted(hours)
    assert all(step.words is None or step.words.startswith("EXERCISE: ") for step in script().steps)


def test_every_deed_is_done_in_some_script_that_comes_along() -> None:
    scripts = [parse(draft.read(path.read_bytes())) for path in (ROOT / "scenarios").glob("*.yaml")]
    steps = [step for one in scripts for step in one.steps]
    steps += [step for one in scripts for variant in (one.variants or {}).values() for step in variant.steps]
    assert {step.do for step in steps} == set(MEMBERS)


# Variants.


def last(variant: str, until: int = 0) -> dict[str, tuple[str, str]]:
    """Return the findings of a variant's last attestation."""
    return findings(play(variant, until)[0].attestation)


def test_four_tomahawks_are_found() -> None:
    assert last("four-tomahawks", SPRING_2022)["no-tomahawk-at-deveselu"] == ("contradicted", "item-found")


def test_a_freeze_verified_five_hours_after_the_notice_proves_nothing() -> None:
    assert last("late-freeze", SPRING_2022)["no-tomahawk-at-deveselu"] == ("not met", "freeze-late")


def test_a_share_that_was_not_sealed_spoils_the_draw_and_is_named() -> None:
    played, told = play("another-share", SPRING_2022)
    assert [(one.code, one.party) for one in state(played).irregularities] == [("draw-opening", "united-states")]
    assert any("never repeated" in event.text for event in told)
    assert last("another-share", SPRING_2022)["no-tomahawk-at-deveselu"] == ("disputed", "inspection-open")


def test_two_histories_are_proven_and_dispute_every_finding() -> None:
    played, _ = play("two-histories", SPRING_2022)
    assert played.fork is not None
    assert {status for status, _ in last("two-histories", SPRING_2022).values()} == {"disputed"}


def silent_from_april() -> Scenario:
    """Return the first visit, with Poland silent from the middle of it on, and for ten days."""
    changed = script("poland-is-silent", SPRING_2022 + 20 * DAY_S)
    silence = replace(changed.silent[0], since=1_649_060_000, until=SPRING_2022 + 4 * DAY_S)
    return replace(changed, silent=(silence,))


def test_a_silent_party_blocks_joint_cuts_and_hears_all_when_it_is_back() -> None:
    played, told = run(silent_from_april())
    assert any(event.text == "left out: cut, poland is silent" for event in told)
    assert any(event.text.startswith("all parties sign cut 1") and event.hour > SPRING_2022 for event in told)
    assert {node.regime.judge(0).digest for node in played.world.nodes.values()} == {
        played.world.nodes["poland"].regime.judge(0).digest
    }


@pytest.mark.skipif(not TORTURE, reason="ten seconds each")
@pytest.mark.parametrize("variant", sorted(script().variants or {}))
def test_every_variant_can_be_played_to_its_end(variant: str) -> None:
    played, told = play(variant)
    codes = {one.code for one in state(played).irregularities}
    lie = script(variant).lie
    assert codes == (set() if lie is None else {"draw-opening"} if lie.about == "share" else {"fork"})
    assert told[-1].hour >= script().hours[-1] - 30 * DAY_S
