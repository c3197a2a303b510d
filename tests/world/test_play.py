"""The scenario as played: what each variant comes to, and that the same seed plays the same bytes."""

from __future__ import annotations

from fractions import Fraction

import pytest
import table
from played import VARIANTS, agreement_draft, play, scenario

from counterseal.attestation import anchors, verify
from counterseal.attestation.verify import Verified
from counterseal.log import fork
from counterseal.world.player import Player

WHOLE = Fraction(629, 759)
EXPECTED: dict[str, tuple[str, Fraction | None, tuple[str, ...], tuple[tuple[str, str, str], ...]]] = {
    "": ("standard met", WHOLE, ("guarantee-reached",), ()),
    "late-freeze": ("not met", Fraction(0), ("freeze-late",), ()),
    "item-there": ("contradicted", None, ("item-found",), ()),
    "another-share": (
        "disputed",
        Fraction(0),
        ("inspection-open",),
        (("R28", "draw-opening", "united-states"),),
    ),
    "two-histories": ("disputed", WHOLE, ("fork",), (("R16", "fork", "united-states"),)),
}


def verified(variant: str) -> Verified:
    """Return what the variant's attestation says under its own anchors."""
    played, _ = play(variant)
    return verify.verify(played.attestation, anchors.parse(played.anchors))


def test_every_variant_is_expected() -> None:
    assert set(EXPECTED) == {"", *VARIANTS} == {"", *(scenario().variants or {})}


@pytest.mark.parametrize("variant", EXPECTED)
def test_a_variant_comes_to_its_finding(variant: str) -> None:
    status, number, reasons, irregularities = EXPECTED[variant]
    found = verified(variant)
    (finding,) = found.findings
    assert found.anchored
    assert (finding.status, finding.guarantee) == (status, number)
    assert tuple(reason.code for reason in finding.reasons) == reasons
    assert tuple((i.rule, i.code, i.party) for i in found.state.irregularities) == irregularities


def test_the_same_seed_plays_the_same_bytes() -> None:
    told: list[object] = []
    again = Player(scenario(), agreement_draft(), told.append).play()
    first, events = play()
    assert again.attestation == first.attestation
    assert again.anchors == first.anchors
    assert told == list(events)


def test_the_stored_file_is_what_is_played() -> None:
    played, _ = play()
    assert (table.VECTORS / "attestation" / "deveselu-one-visit.attestation").read_bytes() == played.attestation
    assert (table.VECTORS / "attestation" / "deveselu-one-visit.anchors").read_bytes() == played.anchors


@pytest.mark.parametrize("variant", EXPECTED)
def test_all_nodes_come_to_one_state(variant: str) -> None:
    nodes = play(variant)[0].world.nodes.values()
    assert len({node.regime.judge(0).digest for node in nodes}) == 1
    assert len(nodes) == 2


@pytest.mark.parametrize("variant", EXPECTED)
def test_nobody_draws_who_opened_another_share(variant: str) -> None:
    (visit,) = verified(variant).state.visits
    assert (visit.drawn is None) == (variant == "another-share")
    assert len(set(visit.drawn or ())) == (0 if variant == "another-share" else 8)


def test_a_fork_is_proven_to_anybody_with_the_trust_file() -> None:
    played, events = play("two-histories")
    assert played.fork is not None
    one, other = fork.verify(*played.fork, played.world.policy)
    assert (one.origin, one.size) == (other.origin, other.size)
    assert one.origin == played.world.agreement.party("united-states").log
    assert one.root != other.root
    assert any("two roots" in event.text for event in events)
    assert all(play(variant)[0].fork is None for variant in EXPECTED if variant != "two-histories")


def test_hours_that_are_told_never_go_back() -> None:
    for variant in EXPECTED:
        hours = [event.hour for event in play(variant)[1]]
        assert hours == sorted(hours)
        assert hours[0] == scenario().starts_at


def test_what_is_hidden_is_seen_by_those_who_open_the_point() -> None:
    """The inspected Party declares its cells empty; the draw opens one of the four that are not."""
    found = verified("item-there")
    (_, _, declared), *_ = found.state.declarations
    hidden = scenario("item-there").truth["deveselu"]["tomahawk"]
    assert {point.holds for point in declared.points if point.id in hidden} == {"empty"}
    report = found.state.visits[0].report
    assert report is not None
    assert (
        {point.id for point in report[1].points if point.outcome == "found"}
        == set(hidden) & {point.id for point in report[1].points}
        != set()
    )
