"""An agreement with a term changed: both readers take it, or refuse it with one code at one place."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from every_term import every_term
from histories import ROOT, History

from counterseal.agreement import document
from counterseal.errors import Refused
from tests.cross import second

TERMS = {
    "conditions": ("all", "any", "at_least", "by", "figure", "notification", "withdrawn_by"),
    "duties": ("by", "calendar", "default", "done_by", "not_before", "only_if", "recurs", "start", "to", "within"),
    "inspections": ("duration", "freeze", "inspected", "only_if", "points", "pool", "quotas", "site", "window"),
    "ladders": ("rungs", "start"),
    "notifications": ("about", "by", "carries", "effect", "figures", "of", "once", "only_if", "signed"),
    "quotas": ("declared_by", "inspections", "per", "period", "places", "winner"),
    "undertakings": ("by", "inspections", "item", "kind", "only_if", "shown_by", "site", "to"),
}
"""Members of terms that have a meaning together."""
SURPLUS: dict[str, Any] = {
    "calendar": "worked",
    "default": {"releases": ["answer-request"]},
    "duration": {"working_days": 1},
    "not_before": {"working_days": 3},
    "recurs": {"each": "month"},
    "window": {"opens": {"working_days": 1}},
    "within": {"working_days": 3},
}


@pytest.mark.parametrize("of", ["every-term", *(path.stem for path in sorted((ROOT / "agreements").glob("*.yaml")))])
def test_a_changed_agreement_is_read_alike(of: str) -> None:
    dice = random.Random(of)
    history = History(every_term() if of == "every-term" else f"agreements/{of}.yaml")
    count = 600 if of == "every-term" else 60
    texts = [changed(json.loads(history.data), dice) for _ in range(count)]
    one = [verdict(text) for text in texts]
    other = second.refusals(texts)
    assert len(other) == len(one)
    found = [told for told in zip(one, other, texts, strict=True) if told[0] != told[1]]
    assert found == []
    codes = {told.split(" ")[0] for told in one}
    assert of != "every-term" or len({code for code in codes if code.startswith("agreement-")}) >= 5, codes


def verdict(text: str) -> str:
    """Return code and place by which the first reader refuses an agreement, or ``accepted``."""
    try:
        document.parse(text.encode())
    except Refused as refused:
        return f"{refused.code} {refused.where}"
    return "accepted"


def changed(agreement: dict[str, Any], dice: random.Random) -> str:
    """Return the canonical text of an agreement with one to three members of terms changed."""
    words = sorted({word for word in words_of(agreement) if len(word) < 60})
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        part = dice.choice([name for name in TERMS if name in agreement])
        change(dice.choice(agreement[part]), dice.choice(agreement[part]), dice.choice(TERMS[part]), words, dice)
    return json.dumps(agreement, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def change(term: dict[str, Any], other: dict[str, Any], name: str, words: list[str], dice: random.Random) -> None:
    """Let a member of a term be that of another one, or be gone, or say another word, or come in surplus."""
    held = term.get(name)
    if name in other and dice.random() < 0.6:
        term[name] = copy.deepcopy(other[name])
    elif held is not None and dice.random() < 0.3:
        del term[name]
    elif isinstance(held, list) and all(isinstance(word, str) for word in held):
        kept = [word for word in held if dice.random() < 0.7]
        term[name] = sorted({*kept, dice.choice(words)}) if dice.random() < 0.9 else [*kept, dice.choice(words)]
    elif held is None:
        term[name] = copy.deepcopy(SURPLUS.get(name, [dice.choice(words)]))
    else:
        term[name] = dice.choice(words)


def words_of(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value, names of members too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from words_of(part)
