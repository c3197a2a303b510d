"""The words of papers are complete: in both languages, filled alike, none without use."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from counterseal.agreement import phrases as agreed
from counterseal.agreement.document import CLOSED, EMPTY, PRESENCES, UNDERTAKINGS
from counterseal.assessment.finding import ASSUMPTIONS
from counterseal.attestation.report import REASONS
from counterseal.paper import phrases
from counterseal.paper.phrases import PHRASES, RUSSIAN_REASONS
from counterseal.regime import duties, explain
from counterseal.statements.kinds import KINDS, OUTCOMES

SOURCE = Path(phrases.__file__).parent
SAME = {"label-digest"}  # SHA-256 is SHA-256


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_is_english_and_russian_and_both_take_the_same_values(key: str) -> None:
    english, russian = PHRASES[key]
    assert fields(english) == fields(russian)
    assert not re.search("[а-яё]", english.lower())
    assert key in SAME or re.search("[а-яё№]", russian.lower())
    assert english.endswith(".") == russian.endswith(".")


def test_no_phrase_takes_the_place_of_one_of_an_agreement() -> None:
    assert not PHRASES.keys() & (agreed.PHRASES.keys() | {"clause"})


def test_every_word_of_the_model_has_its_phrase() -> None:
    wanted = {f"kind-{kind}" for kind in UNDERTAKINGS}
    wanted |= {f"outcome-{outcome}" for outcome in OUTCOMES} | {f"declared-{word}" for word in (*CLOSED, EMPTY)}
    wanted |= {f"assumed-{code}" for code in ASSUMPTIONS}
    wanted |= {f"said-{kind}" for kind in KINDS if kind != "filler"}
    statuses = {key.removeprefix("status-") for key in explain.PHRASES if key.startswith("status-")}
    wanted |= {f"duty-{status}" for status in statuses}
    for status in ("contradicted", "disputed", "lapsed", "not met", "standard met"):
        wanted |= {f"status-{status}", f"short-{status}"}
    wanted |= {f"visit-{status}" for status in ("open", "reported", "disputed", "excess", "unpursued")}
    assert wanted <= PHRASES.keys()
    assert {f"presence-{word}" for word in PRESENCES} <= agreed.PHRASES.keys()
    assert duties.NOT_DONE in statuses


def test_every_reason_of_a_finding_has_russian_words() -> None:
    assert RUSSIAN_REASONS.keys() >= REASONS.keys()
    for words in RUSSIAN_REASONS.values():
        assert re.search("[а-яё]", words)
        assert not words.endswith(".")


def test_no_phrase_is_without_use() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py") if path.name != "phrases.py")
    built = (
        "said",
        "office",
        "kind",
        "status",
        "short",
        "outcome",
        "declared",
        "assumed",
        "visit",
        "duty",
        "limit",
        "change",
        "lasting",
    )
    idle: list[str] = []
    for key in PHRASES:
        first, _, rest = key.partition("-")
        used = f'"{key}"' in source or first in built or (first in ("label", "title") and f'"{rest}"' in source)
        idle += [] if used else [key]
    assert idle == []
