"""Duties and irregularities in one sentence each: every status, every rule, every code, in both languages."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace

import pytest
from every_term import every_term
from histories import History

from counterseal.agreement import document
from counterseal.node import draft
from counterseal.regime.duties import NOT_DONE, Owed
from counterseal.regime.explain import PHRASES, duty, irregularity
from counterseal.regime.facts import Irregularity
from counterseal.regime.rulebook import CODES, RULES
from counterseal.regime.suspension import Stop
from tests.spec import codes

AGREEMENT = document.parse(draft.fill(every_term()))
HOUR = 3_600

OWED = Owed(
    duty="confirm",
    by="alpha",
    to=("beta",),
    start=bytes(range(32)),
    number=0,
    start_s=1_000,
    from_s=None,
    due_s=4_600,
    status="due",
)

# What reads notes, statements and checkpoints of other parties, and so gives R1, R6, R12 and R14 their codes.
PARSERS = (
    "agreement/amends.py",
    *("encoding/canonical.py", "encoding/ed25519.py", "encoding/shape.py"),
    *("log/checkpoint.py", "log/cosignature.py", "log/note.py", "log/threshold.py"),
    "statements/statement.py",
)
INDIRECT = {"entry-signer"}  # R6 keeps it until no candidate of a line is left
UNREACHED = {
    *("note-key-type", "note-unknown-key", "note-unsigned"),  # of lines checked against given keys: R6 asks otherwise
    *("checkpoint-other-log", "proof-length", "proof-root"),  # of proofs between checkpoints
    *("agreement-rules", "amendment-missing"),  # the fold waits, and who feeds or asks it is told
    "json-value",  # when writing
    "threshold-short",  # R7 says entry-threshold instead
}


def hour(unix_s: int) -> str:
    """Return an hour as these tests show it."""
    return f"<{unix_s}>"


def reached() -> set[str]:
    """Return every code that a rule of the regime can give, found by reading the source."""
    found = codes.in_source("regime")
    for name in PARSERS:
        tree = ast.parse((codes.SOURCE / name).read_text(encoding="utf-8"))
        found |= set(codes.in_module(tree))
    return found - UNREACHED


def test_every_rule_and_code_that_there_can_be_has_its_words_and_no_other() -> None:
    assert list(RULES) == [f"R{number}" for number in (*range(1, 53), *range(71, 75))]
    assert CODES.keys() == reached() | INDIRECT


def test_every_code_that_the_specification_gives_the_regime_has_its_words() -> None:
    told = json.loads(codes.CODES.read_text(encoding="utf-8"))
    regime = {code for code, entry in told.items() if entry["page"] == "regime.md"}
    assert len(regime) > 50
    assert regime <= CODES.keys()


@pytest.mark.parametrize("table", [RULES, CODES], ids=["rules", "codes"])
def test_words_are_english_and_russian(table: dict[str, tuple[str, str]]) -> None:
    for english, russian in table.values():
        assert not re.search("[а-яё]", english.lower())
        assert re.search("[а-яё]", russian.lower())
        assert not english.endswith(".")
        assert not russian.endswith(".")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_cited_in_its_sentence(rule: str) -> None:
    for code in CODES:
        said = Irregularity(rule, code, "alpha", "alpha.example/log", 7, bytes(32))
        for language in ("en", "ru"):
            text = irregularity(said, language)
            assert text.startswith(f"{rule}, ")
            assert text.endswith(f"({code}).")
            assert "alpha.example/log" in text


def test_what_was_said_twice_is_told_with_its_rule_and_place() -> None:
    history = History(every_term())
    history.found()
    history.notify("epsilon", "consultation-held")
    history.sync()
    history.notify("alpha", "step-a")
    history.notify("alpha", "step-a")
    (broken,) = history.regime().judge(history.now).irregularities
    at = f"entry {broken.index} of alpha.example/log/every-term"
    assert irregularity(broken, "en") == (
        "R36, a notification is numbered without a gap, and said once where once is agreed: broken by alpha, as"
        f" {at} shows: it was said before, and once was agreed (notification-once)."
    )
    assert irregularity(broken, "ru").startswith("R36, уведомления нумеруются подряд")
    assert irregularity(broken, "fr") == irregularity(broken, "en")


HEAD = (
    "“confirm”: alpha owes beta the notification “receipt”, within 1 hour of the notice of the visit first, counted"
    " from when it was delivered; started by 0001020304050607"
)
BEGUN = f"{HEAD}; counted from <1000>, due by <4600>: "
STOP = Stop("suspended", "beta", bytes(32), (), None)
PART = Stop("paused", "alpha", bytes(32), ("request",), None)


@pytest.mark.parametrize(
    ("owed", "text"),
    [
        (OWED, f"{BEGUN}its due hour has not come."),
        (replace(OWED, status=NOT_DONE), f"{BEGUN}not done by its due hour."),
        (replace(OWED, status="done", done_s=2_000), f"{BEGUN}done at <2000>."),
        (replace(OWED, status="done late", done_s=9_000), f"{BEGUN}done at <9000>, after its due hour."),
        (
            replace(OWED, status="done early", from_s=2_000, done_s=1_500),
            f"{HEAD}; counted from <1000>, not before <2000>, due by <4600>: done at <1500>, before it might be.",
        ),
        (
            replace(OWED, status="unwitnessed"),
            f"{BEGUN}it was said, and no quorum is yet known to have witnessed that.",
        ),
        (
            replace(OWED, status="unconfirmed", start_s=None, due_s=None),
            f"{HEAD}: its clock has not begun, since what starts it is not yet delivered to alpha.",
        ),
        (
            replace(OWED, status="blocked", blocked_by=("consulted", "gamma-consents")),
            f"{BEGUN}it is not owed, since this does not hold: “consulted” and “gamma-consents”.",
        ),
        (replace(OWED, status="suspended"), f"{BEGUN}it is stopped, by beta, which suspended it."),
        (
            replace(OWED, disputed_by=(bytes(32),)),
            f"{BEGUN}its due hour has not come; by 0000000000000000 the texts disagree on it.",
        ),
        (replace(OWED, due_s=None), f"{HEAD}; counted from <1000>: it has no due hour, and is not done."),
    ],
)
def test_every_status_is_one_sentence_that_says_why(owed: Owed, text: str) -> None:
    assert duty(AGREEMENT, owed, "en", hour, [STOP, PART]) == text
    russian = duty(AGREEMENT, owed, "ru", hour, [STOP, PART])
    assert russian.startswith("«confirm». Обязанная сторона: alpha. Управомоченная сторона: beta.")
    assert re.search("Состояние: [а-яё]", russian)


def test_who_is_released_is_told_by_what_was_not_done() -> None:
    owed = replace(OWED, duty="freeze-base", by="beta", to=("alpha",), status="released")
    text = duty(AGREEMENT, owed, "en", hour)
    assert text.endswith(": beta is free of it, since this was not done by its due hour: “arrive”.")


def test_a_date_that_returns_is_told_by_its_number() -> None:
    owed = replace(OWED, duty="declare-yearly", by="beta", start=None, number=2)
    assert "; counted from <1000>, date 2, due by <4600>: " in duty(AGREEMENT, owed, "en", hour)


def test_every_status_that_duties_can_have_has_words() -> None:
    source = (codes.SOURCE / "regime" / "duties.py").read_text(encoding="utf-8")
    returned = {
        one.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == "_status"
        for leaf in ast.walk(node)
        if isinstance(leaf, ast.Return) and leaf.value is not None
        for one in ast.walk(leaf.value)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    assert {f"status-{status}" for status in returned | {NOT_DONE}} <= PHRASES.keys()
    known = {key.removeprefix("status-") for key in PHRASES if key.startswith("status-")} - {"open"}
    assert {status for status in known if f'"{status}"' not in source} == set()


def test_every_duty_of_a_history_is_explained_at_every_hour_of_it() -> None:
    history = History(every_term())
    history.found()
    history.notify("epsilon", "consultation-held")
    history.sync()
    history.notify("gamma", "consent")
    history.notify("beta", "figures", figures={"launchers": 2, "shelters": 2})
    history.sync()
    base = history.announce("base", site="base-1")
    first = history.announce("first")
    history.sync()
    history.now += HOUR
    history.notify("alpha", "receipt", about=first, hour=history.now)
    history.notify("alpha", "request", words="why")
    history.sync()
    history.now += 16 * HOUR
    history.notify("alpha", "arrival", about=base, hour=history.now)
    history.notify("gamma", "consent-withdrawn")
    history.sync()
    assert history.regime().judge(history.now).irregularities == ()
    seen: set[str] = set()
    history.notify("beta", "suspension", words="no more")
    history.sync()
    for later in (0, 4 * 24 * HOUR, 40 * 24 * HOUR, 400 * 24 * HOUR):
        state = history.regime().judge(history.now + later)
        for owed in state.duties:
            seen.add(owed.status)
            for language in ("en", "ru", "fr"):
                text = duty(history.agreement, owed, language, hour, state.stops)
                assert text.endswith(".")
                assert owed.by in text
    assert {"done", "suspended", "blocked"} <= seen
