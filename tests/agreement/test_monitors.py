"""Monitors in an agreement: what is warned of, in which threads a reading can be, who may say it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from every_term import every_term

from counterseal.agreement import document, warning
from counterseal.agreement.document import Agreement
from counterseal.agreement.events import threads
from counterseal.node import draft


def agreed(**changes: Any) -> Agreement:
    """Return the agreement that has every term, with some members replaced."""
    return document.parse(draft.fill({**every_term(), **changes}))


def warned(agreement: Agreement) -> set[tuple[str, str]]:
    """Return what is warned of measures, monitors and undertakings, and where."""
    of = ("measure-untested", "monitor-idle", "undertaking-unseen")
    return {(one.what, one.where) for one in warning.warnings(agreement) if one.what in of}


def test_an_untested_measure_is_warned_of_and_nothing_else_here() -> None:
    assert warned(agreed()) == {("measure-untested", "/measures/seal")}


def test_a_monitor_on_which_nothing_rests_is_warned_of() -> None:
    written = every_term()
    written["undertakings"] = [one for one in written["undertakings"] if one["name"] != "apart-at-site-1"]
    assert ("monitor-idle", "/monitors/show") in warned(agreed(undertakings=written["undertakings"]))


def test_types_told_apart_by_no_exhibition_are_warned_of() -> None:
    written = every_term()
    written["undertakings"][0] |= {"inspections": ["first"]}
    del written["undertakings"][0]["monitors"]
    found = warned(agreed(undertakings=written["undertakings"]))
    assert ("undertaking-unseen", "/undertakings/apart-at-site-1") in found


def test_a_reading_is_of_its_own_thread_or_of_that_of_a_visit_to_its_site() -> None:
    agreement = agreed()
    assert threads(agreement, "reading/gate") == {"notice/base", "reading/gate"}
    assert threads(agreement, "reading/show") == {"notice/first", "reading/show"}
    assert threads(agreement, "notification/explanation") == {"notice/base", "reading/gate", "reading/seals"}


def test_readers_are_the_parties_named_and_each_are_the_principals() -> None:
    agreement = agreed()
    seals = agreement.monitor("seals")
    assert seals is not None
    assert agreement.readers(seals) == ("alpha", "zeta")
    written = every_term()
    written["monitors"][0]["by"] = ["each"]
    written["signatures"]["reading"] = [{"by": "each", "persons": 1, "role": "officer"}]
    both = agreed(monitors=written["monitors"], signatures=written["signatures"])
    gate = both.monitor("gate")
    assert gate is not None
    assert both.readers(gate) == ("alpha", "beta")


def test_a_measure_shows_nothing_untested_and_from_its_expiry_on() -> None:
    agreement = agreed()
    assert agreement.measure("seal").shows(0) == 0
    assert agreement.measure("show").shows(3_999_999_999) == Fraction(9, 10)
    assert agreement.measure("show").shows(4_000_000_000) == 0
