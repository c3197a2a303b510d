"""Single bytes changed all over the file: none accepted, with anchors or without, each stopped at its own step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import pytest
import table

from counterseal.attestation import anchors
from counterseal.encoding import ed25519
from counterseal.log import cosignature
from tests.attestation.mutants import mutants, results

FOLDER = table.VECTORS / "attestation"
GOOD = (FOLDER / "deveselu-one-visit.attestation").read_bytes()
ANCHORS = anchors.parse((FOLDER / "deveselu-one-visit.anchors").read_bytes())
STEPS = {"agreement": 2, "policy": 3, "checkpoint": 4, "entry": 5, "cut": 7, "conclusion": 8, "frame": 1}


@pytest.fixture(scope="module", autouse=True)
def _verify_once() -> Iterator[None]:
    """Remember good signatures; bad ones raise each time, as ``lru_cache`` keeps no exceptions."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((ed25519, "verify"), (cosignature, "_verify_mldsa44")):
            patch.setattr(module, name, lru_cache(maxsize=None)(getattr(module, name)))
        yield


def test_no_byte_may_change_under_anchors() -> None:
    found = results(GOOD, mutants(GOOD, 2_000, "with anchors"), ANCHORS)
    assert [result for result in found if result.code == "accepted"] == []
    stopped = {place: Counter(result.step for result in found if result.place == place) for place in STEPS}
    for place, step in STEPS.items():
        if place == "frame":
            assert min(stopped[place]) == 1
            assert stopped[place].total() == stopped[place][1] + stopped[place][4] + stopped[place][5], stopped[place]
        else:
            assert stopped[place].keys() == {step}, place


def test_no_byte_may_change_without_anchors() -> None:
    found = results(GOOD, mutants(GOOD, 300, "without anchors"), None)
    assert [result for result in found if result.code == "accepted"] == []
    stopped = {place: {result.step for result in found if result.place == place} for place in STEPS}
    assert stopped["checkpoint"] == {4}
    assert stopped["entry"] == {5}
    assert stopped["agreement"] <= {2, 3, 4, 7, 8}
    assert stopped["policy"] == {3}


def test_the_same_seed_draws_the_same_bytes() -> None:
    once, again = (mutants(GOOD, 70, "seed") for _ in range(2))
    assert once == again != mutants(GOOD, 70, "another")
    assert Counter(mutant.place for mutant in once) == dict.fromkeys(STEPS, 10)
    assert all(GOOD[mutant.at] != mutant.byte for mutant in once)
