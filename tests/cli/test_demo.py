"""The demonstration: the same seed gives the same bytes, and the story leaves out what is always said."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from counterseal.attestation.anchors import of as anchors_of
from counterseal.cli import play as plays
from counterseal.cli.story import Story
from counterseal.paper import record, typeset
from counterseal.world.stage import Event

HOUR = 1_646_128_800
SCENARIOS = [plays.DEFAULT, *(["aegis-ashore-2022"] if "COUNTERSEAL_TORTURE" in os.environ else [])]


def left(out: Path, scenario: str, seed: str) -> dict[str, str]:
    """Return path -> SHA-256 of all that a play leaves and of the paper of its last attestation, and its state."""
    played = plays.run(scenario, "", seed, lambda event: None)
    plays.save(played, out)
    made = typeset.pdf(record.paper(played.attestation, anchors_of(played.world.agreement), ()))
    files = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    state = plays.outcome(played)["state"]
    return {name: hashlib.sha256(data).hexdigest() for name, data in (files | {"pdf": made}).items()} | {"state": state}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_same_seed_twice_leaves_the_same_bytes_and_another_seed_others(tmp_path: Path, scenario: str) -> None:
    one, two, other = (left(tmp_path / name, scenario, seed) for name, seed in (("1", "s"), ("2", "s"), ("3", "t")))
    assert one == two
    signed = {name for name in one if name.startswith(("checkpoints/", "logs/")) or "." in name} | {"pdf", "state"}
    assert {name for name in signed & other.keys() if one[name] == other[name]} == set()
    assert len(signed) > 40


def told(*events: Event) -> str:
    out = io.StringIO()
    story = Story(Console(file=out, width=100, no_color=True, highlight=False))
    for event in events:
        story.tell(event)
    return out.getvalue()


def test_a_draw_on_which_both_agree_is_told_once_and_any_other_twice() -> None:
    one, same, other = (Event(HOUR, f"{party} computes the draw: {draw}", "open-points")
                        for party, draw in (("alpha", "c1, c2"), ("beta", "c1, c2"), ("beta", "c3")))  # fmt: skip
    end = Event(HOUR, "both sign the report", "report")
    assert told(one, same, end).count("c1, c2") == 1
    assert "beta" not in told(one, same, end)
    both = told(one, other, end)
    assert "alpha computes the draw: c1, c2" in both
    assert both.index("c1, c2") < both.index("beta computes the draw: c3") < both.index("report")


def test_what_is_always_said_is_left_out_and_a_lie_is_not() -> None:
    text = told(
        Event(HOUR, "alpha accedes, signed by 2 of 3 root keys", "accede"),
        Event(HOUR, "beta accedes, signed by 2 of 3 root keys", "accede"),
        Event(HOUR + 60, "the first visit", "chapter"),
        Event(HOUR + 60, "beta: receipt is confirmed, about visit-1", "notify", routine=True),
        Event(HOUR + 60, "alpha: a request, about visit-1: \"why\"", "notify"),
        Event(HOUR + 60, "alpha opens its share", "open-shares"),
        Event(HOUR + 60, "beta opens another share than it sealed", "open-shares"),
        Event(HOUR + 60, "finding none-there: disputed (inspection-open)", "finding", routine=True),
        Event(HOUR + 60, "finding none-there: not met (freeze-late)", "finding"),
        Event(HOUR + 60, "left out: report, beta is silent", "report"),
    )  # fmt: skip
    assert text.splitlines() == [
        "2022-03-01 10:00Z   alpha, beta accede, each by its root keys",
        "",
        "the first visit",
        '2022-03-01 10:01Z   alpha: a request: "why"',
        "2022-03-01 10:01Z   beta opens another share than it sealed",
        "2022-03-01 10:01Z   finding none-there: not met: an item could have left between the first knowledge",
        "                    and the verified freeze",
        "2022-03-01 10:01Z   left out: report, beta is silent",
    ]
