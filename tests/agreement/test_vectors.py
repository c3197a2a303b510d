"""Every vector of the agreement document, and the rule that each one is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
import table
from calls_upper import CALLS
from upper_cases import cases
from upper_cases.agreement import changed

from counterseal.agreement import document
from counterseal.errors import Refused
from validation.state import plain

FILES = table.files(("agreement",))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == {path: text for path, text in cases().items() if path.startswith("agreement/")}


def test_every_refusal_is_shown_by_a_vector() -> None:
    assert table.codes_raised("agreement") - table.codes_shown(FILES) == set()


def test_a_site_has_no_more_points_than_can_be_declared() -> None:
    agreement = changed()
    group = agreement["sites"][0]["groups"][0]
    for points in (4_096 - 16, 4_096 - 15):
        group["points"] = [f"a{number:04d}" for number in range(points)]
        data = plain(agreement)
        if points + 16 <= 4_096:
            assert len(document.parse(data).site("deveselu").points) == 4_096
            continue
        with pytest.raises(Refused) as caught:
            document.parse(data)
        assert (caught.value.code, caught.value.where) == ("agreement-points", "/sites/deveselu")
