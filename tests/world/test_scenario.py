"""A scenario that cannot be played says why: by code, place and the names there are."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from played import NAME, ROOT, agreement_draft, scenario

from counterseal.errors import Refused
from counterseal.node import draft
from counterseal.world.player import Player
from counterseal.world.scenario import DEEDS, parse


def document() -> dict[str, Any]:
    """Return the scenario as written."""
    return draft.read((ROOT / "scenarios" / f"{NAME}.yaml").read_bytes())


def refused(changed: dict[str, Any]) -> Refused:
    """Return why a scenario is refused, on reading or on playing."""
    with pytest.raises(Refused) as caught:
        Player(parse(changed), agreement_draft(), lambda event: None).play()
    return caught.value


def steps(*deeds: str) -> list[dict[str, Any]]:
    """Return one step a minute."""
    places = {
        "announce": {"inspection": "deveselu-visit"},
        "declare": {"site": "deveselu"},
        "place": {"site": "deveselu", "item": "tomahawk"},
    }
    return [{"minute": minute, "do": deed} | places.get(deed, {}) for minute, deed in enumerate(deeds)]


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"seed": ""}, "field-form", "/seed"),
        ({"quorum": 0}, "field-range", "/quorum"),
        ({"quorum": 5}, "scenario-quorum", "/quorum"),
        ({"unknown": 1}, "field-unknown", ""),
        ({"persons": [{"role": "officer", "count": 1}]}, "scenario-step", "/persons"),
        ({"roots": {"count": 1, "threshold": 2}}, "entry-threshold", "/steps/0"),
        ({"steps": [{"minute": 5, "do": "cut"}, {"minute": 4, "do": "cut"}]}, "scenario-minutes", "/steps"),
        ({"steps": [{"minute": 5, "do": "leave"}]}, "field-choice", "/steps/0/do"),
        ({"steps": [{"do": "cut", "site": "deveselu"}]}, "scenario-step", "/steps/0"),
        ({"steps": [{"do": "cut", "minute": 5, "at": 1_650_000_000}]}, "scenario-step", "/steps/0"),
        ({"steps": [{"do": "cut", "at": 1_600_000_000}]}, "scenario-minutes", "/steps"),
        ({"steps": [{"do": "open-points", "outcomes": {"lost": 1}}]}, "scenario-step", "/steps/0"),
        ({"steps": [{"do": "cut", "label": "one"}, {"do": "cut", "label": "one"}]}, "scenario-label", "/steps/1"),
        ({"steps": [{"do": "report", "visit": "one"}]}, "scenario-label", "/steps/0"),
        ({"witnesses": []}, "scenario-quorum", "/quorum"),
    ],
)
def test_what_is_wrong_with_it(changes: dict[str, Any], code: str, where: str) -> None:
    found = refused(document() | changes)
    assert (found.code, found.where) == (code, where)


@pytest.mark.parametrize(
    "played",
    [
        ("accede", "seal-shares"),
        ("accede", "open-shares"),
        ("accede", "verify-freeze"),
        ("accede", "open-points"),
        ("accede", "attest"),
        ("accede", "announce", "seal-shares"),
    ],
    ids=" ".join,
)
def test_a_step_for_which_there_is_no_ground(played: tuple[str, ...]) -> None:
    assert refused(document() | {"steps": steps(*played)}).code == "scenario-step"


@pytest.mark.parametrize("deed", sorted(set(DEEDS) - {"accede", "place", "wait"}))
def test_no_deed_comes_before_acceding(deed: str) -> None:
    assert refused(document() | {"steps": steps(deed)}).code


@pytest.mark.parametrize("deed", ["declare", "announce"])
@pytest.mark.parametrize("name", [None, "nowhere"])
def test_a_name_that_the_agreement_does_not_have_is_told_with_those_it_has(deed: str, name: str | None) -> None:
    member = {"declare": "site", "announce": "inspection"}[deed]
    step = {"minute": 1, "do": deed} | ({} if name is None else {member: name})
    found = refused(document() | {"steps": [*steps("accede"), step]})
    assert found.code == "scenario-step"
    assert "deveselu" in found.why


def test_a_site_that_nobody_inspects_is_not_declared() -> None:
    changed = agreement_draft()
    changed["sites"].append(deepcopy(changed["sites"][0]) | {"name": "elsewhere"})
    script = parse(document() | {"steps": [*steps("accede"), {"minute": 1, "do": "declare", "site": "elsewhere"}]})
    with pytest.raises(Refused) as caught:
        Player(script, changed, lambda event: None).play()
    assert caught.value.code == "scenario-step"


def test_a_variant_is_known_by_name() -> None:
    with pytest.raises(Refused) as caught:
        scenario("nothing-happens")
    assert caught.value.code == "scenario-variant"
    assert "late-freeze" in caught.value.why


@pytest.mark.parametrize(
    ("variant", "code"),
    [
        ({"minutes": {"unknown-deed": 1}}, "scenario-variant"),
        ({"minutes": {"attest": 1}}, "scenario-minutes"),
        ({"skip": ["nothing-made-it"]}, "scenario-variant"),
        ({"steps": [{"do": "wait", "at": 1_600_000_000}]}, "scenario-minutes"),
        ({"steps": [{"do": "report", "visit": "nowhere", "minute": 300}]}, "scenario-label"),
    ],
)
def test_a_variant_changes_what_there_is(variant: dict[str, Any], code: str) -> None:
    script = parse(document() | {"variants": {"other": variant}})
    with pytest.raises(Refused) as caught:
        script.variant("other")
    assert caught.value.code == code


def test_hours_are_told_in_three_ways() -> None:
    told: list[dict[str, Any]] = [
        {"minute": 10},
        {},
        {"after": {"days": 1, "hours": 2, "minutes": 3}},
        {"at": 1_650_000_000},
    ]
    script = parse(document() | {"steps": [{"do": "wait"} | when for when in told]})
    start = script.starts_at
    assert script.hours == (start + 600, start + 600, start + 600 + 86_400 + 7_200 + 180, 1_650_000_000)


def test_a_variant_leaves_out_what_rests_on_a_step_and_adds_others_in_their_place() -> None:
    written = [
        {"minute": 1, "do": "cut", "label": "one"},
        {"after": {"minutes": 4}, "do": "report", "visit": "one", "label": "two"},
        {"do": "notify", "about": "two"},
        {"after": {"minutes": 5}, "do": "wait"},
    ]
    added = [{"minute": 5, "do": "attest"}, {"after": {"minutes": 10}, "do": "attest"}]
    changed = {"variants": {"other": {"skip": ["one"], "steps": added}}}
    script = parse(document() | {"steps": written} | changed).variant("other")
    hours = [(hour - script.starts_at) // 60 for hour in script.hours]
    assert list(zip(hours, (step.do for step in script.steps), strict=True)) == [
        (5, "attest"),
        (10, "wait"),
        (15, "attest"),
    ]
    assert script.yields


def test_truth_changes_at_points_that_there_are() -> None:
    placed = {"minute": 1, "do": "place", "site": "deveselu", "item": "tomahawk"}
    assert refused(document() | {"steps": [placed | {"points": ["l9/c9"]}]}).code == "scenario-step"
    declared = {"minute": 1, "do": "declare", "site": "deveselu", "holds": {"away": ["l9/c9"]}}
    assert refused(document() | {"steps": [*steps("accede"), declared]}).code == "scenario-step"


@pytest.mark.parametrize(
    "changed", [{"lie": {"party": "romania", "about": "share"}}, {"silent": [{"party": "romania", "since": 1}]}]
)
def test_only_parties_lie(changed: dict[str, Any]) -> None:
    script = parse(document() | {"variants": {"other": changed}})
    with pytest.raises(Refused) as caught:
        Player(script.variant("other"), agreement_draft(), lambda event: None)
    assert caught.value.code == "scenario-lie"
