"""Whoever wrote an agreement, checking it takes work that grows with its size and not with the square of it.

Each agreement below is the worst of its kind that we know, at a size and at twice that size. Counted are the byte codes
that the interpreter steps through, so that no clock is asked. Work for each byte of the document may not grow.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from upper_cases.agreement_terms import _titled, termed
from upper_cases.desk import RU, US

from counterseal.agreement import document, warning
from counterseal.agreement.document import Agreement
from counterseal.errors import Refused
from validation.state import plain

Json = dict[str, Any]
GROWTH_MAX = 1.25  # of the work for a byte, where the size doubles: 2 if work grew with its square
SHARE = {"denominator": 2, "numerator": 1, "rounding": "up"}


class Count:
    """Byte codes stepped through so far."""

    steps = 0


@contextmanager
def counted() -> Iterator[Count]:
    """Count every byte code of every Python function that is called within."""
    count = Count()

    def trace(frame: FrameType, what: str, _: object) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count.steps += what == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield count
    finally:
        sys.settrace(before)


def names(letter: str, number: int) -> list[str]:
    """Return so many names in order."""
    return [f"{letter}{place:04d}" for place in range(number)]


def draft() -> Json:
    """Return the agreement with some of every term, in one language and without clauses."""
    agreement = termed()
    del agreement["languages"], agreement["clauses"], agreement["ladders"][0]["clause"]
    return agreement


def add(agreement: Json, member: str, *entries: Json) -> None:
    """Add entries to a list by name."""
    agreement[member] = sorted([*agreement[member], *entries], key=lambda entry: str(entry["name"]))


def conditions(size: int) -> Json:
    """Each condition is made of those before it, up to 30 of them."""
    agreement, made = draft(), names("z", 4 * size)
    add(agreement, "conditions", _titled(made[0], notification="consent", by=US))
    for place in range(1, len(made)):
        parts = made[max(0, place - 30) : place]
        add(agreement, "conditions", _titled(made[place], **{"all" if place % 2 else "any": parts}))
    return agreement


def backwards(size: int) -> Json:
    """Each condition waits for a notification that waits for the next one: against the order of the list."""
    agreement, made = draft(), names("z", 4 * size)
    for one, following in zip(made, [*made[1:], "agreed"], strict=True):
        add(agreement, "conditions", _titled(one, notification=one))
        add(agreement, "notifications", _titled(one, by=[US], only_if=[following]))
    return agreement


def circle(size: int) -> Json:
    """All conditions but the first are made of one that is made of itself."""
    agreement = conditions(size)
    agreement["conditions"][-1]["all"] = agreement["conditions"][-1].pop("any", ["z0001"])
    next(one for one in agreement["conditions"] if one["name"] == "z0001")["all"] = ["z0000", "z0002"]
    return agreement


def answers(size: int) -> Json:
    """Formats that answer each other in one great ring, and duties from each to each."""
    agreement, made = draft(), names("z", 2 * size)
    for place, one in enumerate(made):
        about = [f"notification/{made[(place + step) % len(made)]}" for step in range(1, 9)]
        about += ["notice/deveselu-visit"] if place == 0 else []
        add(agreement, "notifications", _titled(one, by=["author", "others"], about=sorted(about)))
        ends = {"start": f"notification/{one}", "done_by": f"notification/{made[place - 1]}", "within": {"days": 1}}
        add(
            agreement,
            "duties",
            _titled(f"y{one}", by="others", to="author", counted_from="said", **ends),
        )
    return agreement


def figures(size: int) -> Json:
    """Many formats declare the same figures, on which many conditions rest."""
    agreement, made, declared = draft(), names("z", 4 * size), names("f", 8)
    for place, one in enumerate(made):
        add(agreement, "notifications", _titled(one, by=["each"], figures=declared))
        figure, by = declared[place % 8], (RU, US)[place // 8 % 2]
        add(agreement, "conditions", _titled(one, figure=figure, by=by, at_least=1))
    return agreement


def quotas(size: int) -> Json:
    """Every visit counts under every quota, by site of a pool, as a share of what the inspected Party declared."""
    agreement = draft()
    counted, visits = names("q", size), names("v", size)
    pooled = agreement["inspections"][1]
    add(agreement, "inspections", *(pooled | {"name": one, "quotas": counted} for one in visits))
    for one in counted:
        share = {"declared_by": "inspected", "places": {"figure": "launchers", "share": SHARE}}
        entry = _titled(one, inspections=visits, per="site", period="ever", counting="visits", **share)
        add(agreement, "quotas", entry)
    return agreement


def windows(size: int) -> Json:
    """Rights that open and lapse after 10,000 working days, one a week, by a calendar full of holidays."""
    agreement = draft()
    days = [f"{2000 + n // 336}-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}" for n in range(20 * size)]
    agreement["calendars"][0] |= {"holidays": days, "weekend": [1, 2, 3, 4, 5, 6]}
    spans = {"opens": {"working_days": 10_000}, "lapses": {"working_days": 10_000}, "calendar": "worked"}
    visit = {key: value for key, value in agreement["inspections"][0].items() if key != "quotas"}
    add(agreement, "inspections", *(visit | {"name": one, "window": spans} for one in names("v", 4 * size)))
    return agreement


def chains(size: int) -> Json:
    """From every notice a chain of duties of working days leads to the freeze, which may begin on any day."""
    agreement, visits = windows(size // 4), names("v", size)
    links = names("z", size)
    for one in agreement["inspections"]:
        one.pop("window", None)
        one |= {"freeze": links[-1]}
    worked = {"counted_from": "said", "within": {"working_days": 5}, "calendar": "worked"}
    owed = {"by": "inspected", "to": "inspecting"} | worked
    first = [f"notice/{one}" for one in visits]
    for place, one in enumerate(links):
        about = first[:60] if place == 0 else [f"notification/{links[place - 1]}"]
        add(agreement, "notifications", _titled(one, by=["inspected"], about=about))
        if place:
            add(agreement, "duties", _titled(f"y{one}", start=about[0], done_by=f"notification/{one}", **owed))
    for one in visits[:60]:
        add(agreement, "duties", _titled(f"x{one}", start=f"notice/{one}", done_by=f"notification/{links[0]}", **owed))
    return agreement


def checked(data: bytes) -> Agreement | str:
    """Check an agreement as ``counterseal agreement check`` does, and order its conditions as a judge does."""
    try:
        agreement = document.parse(data)
    except Refused as refused:
        return refused.code
    warning.warnings(agreement)
    agreement.condition_parts(tuple(condition.name for condition in agreement.conditions))
    return agreement


@pytest.mark.parametrize(
    ("worst", "code"),
    [
        (conditions, ""),
        (backwards, ""),
        (circle, "agreement-cycle"),
        (answers, ""),
        (figures, ""),
        (quotas, ""),
        (windows, ""),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_work_grows_with_the_size(worst: Callable[[int], Json], code: str) -> None:
    work = []
    for size in (20, 40):
        data = plain(worst(size))
        with counted() as count:
            found = checked(data)
        assert found == code if code else isinstance(found, Agreement), found
        work.append(count.steps / len(data))
    assert work[1] <= GROWTH_MAX * work[0], work


def test_a_gap_is_not_reckoned_where_too_many_days_and_duties_are_to_be_tried() -> None:
    data = plain(chains(100))
    with counted() as count:
        found = document.parse(data)
        told = {one.what for one in warning.warnings(found)}
    assert "gap-unbounded" in told
    assert count.steps < 100 * len(data), json.dumps({"steps": count.steps, "bytes": len(data)})
