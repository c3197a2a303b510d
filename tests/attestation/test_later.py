"""What a report is worth by the reader's clock: the report stays as it is."""

from __future__ import annotations

import pytest
from upper_cases import attestation_partial
from upper_cases.attestation import stored
from upper_cases.desk import RO, US

from counterseal.attestation import later, report, verify

VERIFIED = verify.verify(stored("deveselu-one-visit"))
CUT_S, LAPSES_S = 1_646_136_000, 1_648_720_800


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (CUT_S, "has not lapsed until 2022-03-31T10:00:00Z"),
        (LAPSES_S, "has not lapsed until 2022-03-31T10:00:00Z"),
        (LAPSES_S + 1, "lapsed at 2022-03-31T10:00:00Z"),
    ],
)
def test_a_finding_lapses_by_the_readers_clock(now: int, told: str) -> None:
    shown = report.of(VERIFIED)
    before = report.text(shown)
    lines = later.validity(shown, now).splitlines()
    assert lines == [f"by the reader's clock, {report.hour(now)}", f"  no-tomahawk-at-deveselu  {told}"]
    assert report.text(shown) == before


def test_a_clock_before_the_cut_is_told() -> None:
    _, told, _ = later.validity(report.of(VERIFIED), CUT_S - 1).splitlines()
    assert told == "  the cut's hour is still to come: the clock is wrong, or the parties told a later hour"


def test_what_rests_on_no_visit_does_not_lapse() -> None:
    nobody_looked = verify.verify(stored("forged"))
    *_, told = later.validity(report.of(nobody_looked), LAPSES_S).splitlines()
    assert told == "  no-tomahawk-at-deveselu  rests on no visit that could lapse"


@pytest.mark.parametrize(
    ("relation", "code"), [("fork", 5), ("refused", 1), ("same", 3), ("superseded", 3), ("earlier", 3), ("two cuts", 3)]
)
def test_a_script_sees_a_fork(relation: str, code: int) -> None:
    assert later.exit_code("consistent, identity unproven", {"relation": relation}) == code


def test_two_cuts_of_one_number_are_told() -> None:
    made, _, _ = attestation_partial.told()
    body = made.body(2, (RO,))
    other = made.signed(US, made.text(US, "cut", body | {"hour": body["hour"] + 1}))
    data = stored("partial")
    found = later.beside(data, verify.verify(data), attestation_partial.written(made, other))
    assert (found["relation"], found["cut"]["hour"]) == ("two cuts", body["hour"] + 1)
