"""An exhibition of no point, which only a visit to a site that is closed throughout can report, tells nothing apart."""

from __future__ import annotations

from fractions import Fraction

from counterseal.agreement.document import Measure
from counterseal.assessment import exhibition
from counterseal.statements.kinds import OpenedPoint

TRIED = Measure(
    name="show",
    kind="exhibition",
    observable="what it is",
    discriminates=("a", "b"),
    sensitivity=Fraction(9, 10),
    trial="EXERCISE",
    expires_at=10,
)


def shown(*points: str) -> exhibition.Exhibition:
    """Return an exhibition, before the trial expires, at which these points were told apart."""
    clean = tuple(OpenedPoint(id=point, outcome="clean") for point in points)
    return exhibition.Exhibition(statement=bytes(32), ended_at=1, measure=TRIED, points=clean, counts=True)


def test_what_is_shown_nowhere_is_not_told_apart() -> None:
    assert exhibition.number(shown("s1")) == (Fraction(9, 10), ())
    number, short = exhibition.number(shown())
    assert number == 0
    assert [reason.code for reason in short] == ["not-clean"]
