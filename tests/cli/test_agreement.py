"""``counterseal agreement`` as its users run it: a fault is told at its line, what passes is said, drawn, compared."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from every_term import every_term

from counterseal.agreement import document
from counterseal.cli import agreement_svg
from counterseal.cli.agreement import MENDS
from counterseal.cli.main import main
from counterseal.node import draft

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "agreements").glob("*.yaml"))

Run = Callable[..., tuple[int, str, str]]

PRIOR = "{{absence_min: {}/4, absence_max: {}/4, introduction_min: {}, introduction_max: {}}}"

DEPOTS = """\
name: depots
rules: v1
mode: exercise
title: {en: "EXERCISE: two depots", ru: "УЧЕНИЕ: два склада"}
languages: [en, ru]
in_force_if: [cirra-consents]
parties:
  - {name: alba, role: principal, side: alba, log: alba.example/log/depots}
  - {name: borea, role: principal, side: borea, log: borea.example/log/depots}
  - {name: cirra, role: territorial-host, side: borea, log: cirra.example/log/depots}
clauses:
  - name: "1"
    text: {en: "They look.", ru: "Они смотрят."}
  - name: "2"
    text: {en: "Cirra consents.", ru: "Цирра согласна."}
calendars:
  - {name: worked, weekend: [6, 7], holidays: ["2022-05-02", "2022-05-03"]}
delivery: {receipt: receipt, allowance: {minutes: 30}, mirrors: [north, south], held_quorum: 2}
items:
  - {name: mine, title: {en: "a mine", ru: "мина"}, least_removal: {minutes: 30}}
sites:
  - name: north
    title: {en: "the north", ru: "север"}
    territorial_host: cirra
    groups:
      - {name: shelves, kind: shelf, points: [s/1, s/2, s/3]}
  - name: south
    title: {en: "the south", ru: "юг"}
    territorial_host: alba
    groups:
      - {name: shelves, kind: shelf, points: [s/1, s/2, s/3]}
measures:
  - name: looking
    kind: opening
    observable: "what is in a crate"
    discriminates: [mine]
    sensitivity: 9/10
    trial: "EXERCISE: none"
    expires_at: 2030-01-01T00:00:00Z
notifications:
  - name: answer
    title: {en: "an answer", ru: "ответ"}
    by: [others]
    about: [notification/question]
  - name: arrival
    title: {en: "arrival", ru: "прибытие"}
    by: [inspecting]
    about: [notice/chosen, notice/south]
  - name: consent
    title: {en: "Cirra consents", ru: "Цирра согласна"}
    by: [cirra]
  - name: frozen
    title: {en: "it is still", ru: "всё остановлено"}
    by: [inspected]
    about: [notice/chosen, notice/south]
  - name: question
    title: {en: "a question", ru: "вопрос"}
    by: [alba, borea]
    only_if: [cirra-consents]
  - name: receipt
    title: {en: "receipt", ru: "получение"}
    by: [others]
    about: [notice/chosen, notice/south]
  - name: stepped
    title: {en: "alba steps", ru: "альба ступает"}
    by: [alba]
    once: ever
  - name: stepped-too
    title: {en: "borea steps", ru: "борея ступает"}
    by: [borea]
    once: ever
conditions:
  - name: cirra-consents
    clause: "2"
    title: {en: "Cirra consents", ru: "Цирра согласна"}
    notification: consent
duties:
  - name: answer
    title: {en: "answer", ru: "ответить"}
    by: others
    to: author
    start: notification/question
    within: {working_days: 3}
    calendar: worked
    counted_from: said
    done_by: notification/answer
  - name: arrive
    title: {en: "arrive", ru: "прибыть"}
    by: inspecting
    to: inspected
    start: notice/chosen
    counted_from: said
    not_before: {hours: 1}
    within: {hours: 2}
    done_by: notification/arrival
    default: {releases: [freeze-chosen]}
  - name: choose
    title: {en: "name the site", ru: "назвать объект"}
    by: inspecting
    to: inspected
    start: notification/arrival
    counted_from: occurred
    within: {minutes: 45}
    done_by: designation/chosen
  - name: freeze-chosen
    title: {en: "stop", ru: "остановить"}
    by: inspected
    to: inspecting
    start: designation/chosen
    counted_from: said
    within: {minutes: 20}
    done_by: notification/frozen
  - name: freeze-south
    clause: "1"
    title: {en: "stop all", ru: "остановить всё"}
    by: inspected
    to: inspecting
    start: notice/south
    counted_from: delivered
    within: {hours: 1}
    done_by: notification/frozen
ladders:
  - name: steps
    title: {en: "steps", ru: "шаги"}
    start: in-force
    rungs:
      - {name: first, steps: [stepped, stepped-too], within: {days: 3}}
quotas:
  - name: yearly
    title: {en: "a year", ru: "в год"}
    inspections: [south]
    per: inspecting
    period: calendar-year
    counting: visits
    places: {fixed: 2}
inspections:
  - name: chosen
    inspecting: alba
    inspected: borea
    pool: [north, south]
    measure: looking
    points: 3
    freeze: frozen
  - name: south
    clause: "1"
    inspecting: borea
    inspected: alba
    site: south
    measure: looking
    points: 2
    quotas: [yearly]
    freeze: frozen
undertakings:
  - name: no-mine
    kind: absent
    by: alba
    to: borea
    item: mine
    site: south
    inspections: [south]
    standard: {items: 2, probability: 1/2, presence: momentary, lapses_after: {days: 1}}
signatures:
  cut: [{by: each, role: officer, persons: 1}]
  declaration: [{by: author, role: officer, persons: 1}]
  designation-opened: [{by: author, role: officer, persons: 1}]
  designation-sealed: [{by: author, role: officer, persons: 1}]
  draw-share-opened: [{by: author, role: officer, persons: 1}]
  draw-share-sealed: [{by: author, role: officer, persons: 1}]
  inspection-report: [{by: author, role: officer, persons: 1}, {by: inspected, role: officer, persons: 1}]
  notice: [{by: author, role: officer, persons: 1}]
  notification: [{by: author, role: officer, persons: 1}]
  observed: [{by: author, role: node, persons: 1}]
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["counterseal", "agreement", *arguments])
        code = main()
        return code, *capfd.readouterr()

    return call


def written(*edits: tuple[str, str], name: str = "depots.yaml") -> str:
    """Write the depots with some texts replaced, each of which is there once; return the file's name."""
    text = DEPOTS
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    Path(name).write_text(text, encoding="utf-8")
    return name


def line_of(file: str, at: str) -> int:
    """Return the line on which a text begins that is once in a file; ``TEXT:+N`` is N lines below."""
    fragment, _, below = at.partition(":+")
    fragment += ":" if below else ""
    text = Path(file).read_text("utf-8")
    assert text.count(fragment) == 1, f"{fragment!r} is there {text.count(fragment)} times"
    return text[: text.index(fragment)].count("\n") + 1 + int(below or 0)


class Fault(NamedTuple):
    """A planted fault: the code it must give, the text replaced, what stands instead, and a text of its line."""

    code: str
    old: str
    new: str
    at: str


FAULTS = [
    # check.py, in its order
    Fault("agreement-language", '{en: "They look.", ru: "Они смотрят."}', '{en: "They look."}', '- name: "1"'),
    Fault("agreement-language", '- name: "2"\n    text', '- name: "1"\n    text', "clauses:"),
    Fault("agreement-language", "languages: [en, ru]\n", "", "name: depots"),
    Fault("agreement-language", 'title: {en: "stop", ru: "остановить"}', 'title: {en: "stop"}', 'title: {en: "stop"}'),
    Fault("agreement-reference", 'clause: "2"', 'clause: "3"', 'clause: "3"'),
    Fault("agreement-reference", "in_force_if: [cirra-consents]", "in_force_if: [nobody]", "in_force_if"),
    Fault("agreement-reference", "by: [cirra]", "by: [sirra]", "by: [sirra]"),
    Fault(
        "agreement-reference",
        "calendar: worked\n    counted_from: said\n    done_by: notification/answer",
        "calendar: worked\n    counted_from: said\n    done_by: notification/anwser",
        "done_by: notification/anwser",
    ),
    Fault("agreement-reference", "notification: consent\n", "notification: assent\n", "notification: assent"),
    Fault(
        "agreement-reference",
        "measure: looking\n    points: 3",
        "measure: guessing\n    points: 3",
        "measure: guessing",
    ),
    Fault("agreement-reference", "quotas: [yearly]\n", "quotas: [monthly]\n", "quotas: [monthly]"),
    Fault("agreement-reference", "    quotas: [yearly]\n", "", "- name: yearly"),
    Fault("agreement-reference", "held_quorum: 2", "held_quorum: 3", "held_quorum: 3"),
    Fault("agreement-reference", "default: {releases: [freeze-chosen]}", "default: {releases: [x]}", "releases: [x]"),
    Fault("agreement-reference", "steps: [stepped, stepped-too]", "steps: [leapt]", "steps: [leapt]"),
    Fault(
        "agreement-choice",
        "notification: consent\n",
        "notification: consent\n    all: [cirra-consents]\n",
        "- name: cirra-consents",
    ),
    Fault(
        "agreement-choice",
        "start: notice/south\n",
        "start: notice/south\n    recurs: {each: month}\n",
        "- name: freeze-south",
    ),
    Fault("agreement-choice", "by: others\n    to: author", "by: inspected\n    to: author", "duties:+1"),
    Fault("agreement-choice", "by: [alba]\n    once: ever", "by: [alba]", "- name: stepped\n"),
    Fault("agreement-choice", "places: {fixed: 2}", "places: {fixed: 2}\n    declared_by: alba", "- name: yearly"),
    Fault("agreement-choice", "    site: south\n    measure", "    measure", "inspections:\n  - name:+8"),
    Fault("agreement-calendar", "    calendar: worked\n", "", "duties:+1"),
    Fault("agreement-calendar", ', holidays: ["2022-05-02", "2022-05-03"]', ", holidays: []", "duties:+1"),
    Fault("agreement-thread", "about: [notification/question]", "about: [notification/consent]", "duties:+1"),
    Fault(
        "agreement-default",
        "default: {releases: [freeze-chosen]}",
        "default: {releases: [choose]}",
        "releases: [choose]",
    ),
    Fault("agreement-cycle", "by: [cirra]\n", "by: [cirra]\n    only_if: [cirra-consents]\n", "conditions:+1"),
    Fault("agreement-witness", "role: territorial-host", "role: witness", "by: [cirra]"),
    # document.py
    Fault("agreement-side", "role: principal, side: borea", "role: principal, side: alba", "- name: chosen"),
    Fault("agreement-points", "points: 3\n", "points: 4\n", "points: 4"),
    Fault("agreement-points", "standard: {items: 2", "standard: {items: 4", "standard: {items: 4"),
    Fault("agreement-purpose", "log: borea.example/log/depots", "log: alba.example/log/depots", "parties:"),
    Fault("agreement-signatures", "  notice: [{by: author, role: officer, persons: 1}]\n", "", "signatures:"),
    Fault("agreement-rules", "rules: v1", "rules: v9", "rules: v9"),
    # shapes
    Fault("field-unknown", "to: borea", "to: borea\n    untill: 3", "untill: 3"),
    Fault("field-missing", "    item: mine\n", "", "- name: no-mine"),
    Fault("field-type", "role: territorial-host", "role: [host]", "role: [host]"),
    Fault("field-form", '{en: "They look."', '{en: "They\\tlook."', 'text: {en: "They\\tlook'),
    Fault("field-form", "start: notice/south", "start: notices/south", "start: notices/south"),
    Fault("field-choice", "kind: absent", "kind: present", "kind: present"),
    Fault("field-range", "held_quorum: 2", "held_quorum: 0", "held_quorum: 0"),
    Fault("field-count", "within: {minutes: 45}", "within: {minutes: 45, hours: 1}", "within: {minutes: 45, hours"),
    Fault("field-order", "  - name: north\n", "  - name: zone\n", "sites:+6"),
    Fault("json-name", "in_force_if: [cirra-consents]", "InForce: [cirra-consents]", "InForce"),
    # YAML
    Fault("yaml-syntax", "mode: exercise", 'mode: "exercise', 'title: {en: "EXERCISE'),
    Fault("yaml-value", "persons: 1}, {by: inspected", "persons: 1.0}, {by: inspected", "persons: 1.0"),
    Fault("yaml-value", "held_quorum: 2", "held_quorum: true", "held_quorum: true"),
    Fault(
        "yaml-duplicate",
        "    site: south\n    measure",
        "    site: south\n    site: north\n    measure",
        "    site: north",
    ),
    Fault("yaml-reference", "to: borea", "to: &b borea", "to: &b borea"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.new.strip()[:20]}")
def test_a_fault_is_told_at_its_line_with_a_mend(run: Run, fault: Fault) -> None:
    file = written((fault.old, fault.new))
    code, out, err = run("check", file)
    assert (code, out) == (1, "")
    assert err.startswith(f"{file}:{line_of(file, fault.at)}: "), err
    assert fault.code in err
    assert "\n  hint: " in err
    assert run("check", file, "--json")[0] == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("probability: 1/2", "probability: 0.5", "hint: write a fraction without quotes, such as 1/2"),
        ("2030-01-01T00:00:00Z", "2030-01-01", "hint: write the hour without quotes, as 2030-01-01T00:00:00Z"),
        (
            "  notice: [{by: author, role: officer, persons: 1}]\n",
            "",
            "signatures of notice are missing (agreement-signatures at /signatures/notice)",
        ),
        ("by: [cirra]\n", "by: [cirra]\n    only_if: [cirra-consents]\n", "it waits for itself"),
        ("points: 3\n", "points: 4\n", "got 4 points to open, the site north has 3"),
        ("standard: {items: 2", "standard: {items: 4", "got 4 items, the site south has 3 points"),
        (
            "    site: south\n    measure",
            "    site: south\n    choise: inspected\n    measure",
            "hint: check the spelling: is it",
        ),
        (
            "presence: momentary",
            "presense: momentary",
            "got member 'presense', which is none; is it 'presence'? (field-missing",
        ),
        ("presence: momentary", "presence: continuous", "presence continuous lasts, and its duration is missing"),
        (
            "presence: momentary",
            "presence: momentary, duration: {days: 1}",
            "got a duration, and presence momentary has none",
        ),
        (
            "presence: momentary",
            "presence: momentary, window: {days: 1}",
            "got a window, and presence momentary has none",
        ),
        (
            "presence: momentary",
            "presence: continuous, duration: {days: 20}, window: {days: 19}",
            "got a window of 19 days, shorter than the duration of 20 days",
        ),
        (
            "presence: momentary",
            f"presence: momentary, prior: {PRIOR.format(3, 2, 1, 2)}",
            "got absence_min 3/4, which is above absence_max 1/2",
        ),
        (
            "presence: momentary",
            f"presence: momentary, prior: {PRIOR.format(1, 2, 9, 2)}",
            "got introduction_min 9, which is above introduction_max 2",
        ),
        (
            "presence: momentary",
            f"presence: momentary, prior: {PRIOR.format(1, 2, 1, 1_000_000).replace('}', ', removal_max: 1}')}",
            "introduction_max and removal_max come to 1000001 millionths a day, want 1000000 at most",
        ),
        ("sensitivity: 9/10", "sensitivity: 90%", "got '90%', want a fraction"),
        ("probability: 1/2", 'probability: "1/2"', "hint: write a fraction without quotes, such as 9/10"),
        ("probability: 1/2", "probability: 3/2", "got 3/2, want"),
        ("2030-01-01T00:00:00Z", "2030-02-30T00:00:00Z", "got 2030-02-30T00:00:00Z: there is no such day"),
        ("2030-01-01T00:00:00Z", "2030-02-28T25:00:00Z", "got 2030-02-28T25:00:00Z: there is no such hour"),
        (
            "    territorial_host: alba\n",
            "    territorial_host: alba\n    declared: sealed\n    capacity: 3\n",
            "hint: write 4",
        ),
        (
            "    territorial_host: alba\n",
            "    territorial_host: alba\n    declared: sealed\n",
            "hint: write capacity: 4, or a greater power of two",
        ),
        ("    territorial_host: alba\n", "    territorial_host: alba\n    capacity: 4\n", "is declared openly"),
    ],
)
def test_a_message_says_what_to_write(run: Run, old: str, new: str, told: str) -> None:
    code, _, err = run("check", written((old, new)))
    assert code == 1
    assert told in err


def test_a_scenario_is_told_from_an_agreement(run: Run) -> None:
    code, _, err = run("check", str(ROOT / "scenarios" / "deveselu-one-visit.yaml"))
    assert code == 1
    assert "got a scenario, want an agreement (field-unknown at /steps)" in err
    assert "hint: check the agreement that it plays, deveselu-one-visit;" in err


def test_amends_says_of_what_is_gone_that_it_was_there(run: Run) -> None:
    old = written(AMENDABLE, name="old.yaml")
    question = DEPOTS[DEPOTS.index("  - name: stepped-too\n") : DEPOTS.index("conditions:\n")]
    new = written(AMENDABLE, (question, ""), ("steps: [stepped, stepped-too]", "steps: [stepped]"), name="new.yaml")
    code, _, err = run("amends", old, new)
    assert code == 1
    assert "it was there and is missing now" in err
    assert "hint: put it back" in err


def test_every_code_that_a_draft_can_be_refused_with_has_a_fault_planted() -> None:
    unplanted = {"agreement-item"}  # below
    assert {fault.code for fault in FAULTS} | unplanted == MENDS.keys() | {"yaml-syntax"}


def test_an_item_that_says_it_is_empty_is_refused(run: Run) -> None:
    text = (
        DEPOTS.replace("{name: mine,", "{name: empty,")
        .replace("[mine]", "[empty]")
        .replace("item: mine", "item: empty")
    )
    Path("depots.yaml").write_text(text, encoding="utf-8")
    code, _, err = run("check", "depots.yaml")
    assert code == 1
    line = line_of("depots.yaml", "items:\n")
    assert err.startswith(f"depots.yaml:{line}: ")
    assert "agreement-item" in err


def test_a_refusal_as_json_has_line_path_and_mend(run: Run) -> None:
    file = written(("start: notice/south", "start: notice/soth"))
    code, out, _ = run("check", file, "--json")
    assert code == 1
    assert json.loads(out) == {
        "code": "agreement-reference",
        "line": line_of(file, "start: notice/soth"),
        "mend": MENDS["agreement-reference"],
        "result": "refused",
        "where": "/duties/freeze-south/start",
        "why": "got 'notice/soth', which nothing here bears; there is notice/south",
    }


@pytest.mark.parametrize(
    "text", ["", "[]", "a: [", "\x00", "parties: 3", "parties: [3]", "name: {a: {}}", "? [a]\n: b"]
)
def test_what_is_no_agreement_at_all_is_refused_without_a_traceback(run: Run, text: str) -> None:
    Path("depots.yaml").write_text(text, encoding="utf-8")
    code, out, err = run("check", "depots.yaml")
    assert (code, out) == (1, "")
    assert re.match(r"depots\.yaml:\d+: ", err)
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_unavailable(run: Run) -> None:
    for command in (("check",), ("explain",), ("show", "--svg", "x.svg"), ("diff", "also-nothing")):
        code, _, err = run(*command, "nothing.yaml")
        assert code == 4
        assert "check path and rights" in err


# What a draft comes to.


def checked(run: Run, *edits: tuple[str, str]) -> dict[str, Any]:
    """Return what ``check --json`` says of the depots, edited."""
    code, out, err = run("check", written(*edits), "--json")
    assert (code, err) == (0, "")
    told: dict[str, Any] = json.loads(out)
    return told


def gaps(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is known and when -> minutes, or why no clock bounds them."""
    return {f"{gap['of']} {gap['from']}": gap.get("minutes", gap.get("unbounded")) for gap in told["gaps"]}


def test_the_gap_is_the_allowance_and_the_hour_and_of_a_pool_the_whole_chain(run: Run) -> None:
    told = checked(run)
    assert gaps(told) == {
        "site designation/chosen": 20,
        "pool notice/chosen": 120 + 45 + 20,
        "site notice/south": 30 + 60,  # delivered to who owes, at the latest when the allowance is over
    }
    (south,) = [gap for gap in told["gaps"] if gap["inspection"] == "south"]
    assert (south["chain"], south["items"]) == (["freeze-south"], {"mine": 30})


def test_an_item_that_could_leave_within_the_gap_is_warned_of_with_both_numbers(run: Run) -> None:
    file = written()
    code, out, _ = run("check", file)
    assert code == 0
    line = line_of(file, "- name: south\n    clause")
    assert f"{file}:{line}: warning: /inspections/south: an item could leave the site: 90 min gap, least" in out
    assert "least removal of mine 30 min (gap-escapes)" in out
    assert "site from designation/chosen: 20 min" in out
    quick = checked(run, ("least_removal: {minutes: 30}", "least_removal: {minutes: 91}"))
    assert [one["where"] for one in quick["warnings"] if one["what"] == "gap-escapes"] == ["/inspections/chosen"]


def test_the_same_gap_as_the_least_removal_is_enough_to_leave(run: Run) -> None:
    told = checked(run, ("least_removal: {minutes: 30}", "least_removal: {minutes: 90}"))
    assert "/inspections/south" in [one["where"] for one in told["warnings"] if one["what"] == "gap-escapes"]


def test_a_party_is_delivered_its_own_word_at_once(run: Run) -> None:
    told = checked(run, ("counted_from: occurred", "counted_from: delivered"))
    assert gaps(told)["pool notice/chosen"] == 185


def test_no_clock_bounds_a_gap_without_freeze_without_chain_or_without_within(run: Run) -> None:
    assert (
        gaps(checked(run, ("    quotas: [yearly]\n    freeze: frozen\n", "    quotas: [yearly]\n")))[
            "site notice/south"
        ]
        == "no-freeze"
    )
    assert (
        gaps(checked(run, ("start: notice/south\n", "start: notification/arrival\n")))["site notice/south"]
        == "no-chain"
    )
    no_within = checked(run, ("    within: {hours: 1}\n", ""))
    assert gaps(no_within)["site notice/south"] == "no-within"
    told = {(one["what"], one["where"]) for one in no_within["warnings"]}
    assert {("gap-unbounded", "/inspections/south"), ("duty-undated", "/duties/freeze-south")} <= told
    out = run("check", written(("    within: {hours: 1}\n", "")))[1]
    assert "no clock bounds it, since freeze-south, on the way to its freeze, has no clock" in out


def test_the_shorter_of_two_chains_bounds_the_gap(run: Run) -> None:
    quick = """  - name: freeze-south-quickly
    title: {en: "stop", ru: "встать"}
    by: inspected
    to: inspecting
    start: notice/south
    counted_from: said
    within: {minutes: 25}
    done_by: notification/frozen
    only_if: [cirra-consents]
ladders:
"""
    told = checked(run, ("ladders:\n", quick))
    (south,) = [gap for gap in told["gaps"] if gap["inspection"] == "south"]
    assert (south["minutes"], south["chain"], south["only_if"]) == (25, ["freeze-south-quickly"], ["cirra-consents"])


def test_working_days_and_months_are_counted_over_the_worst_of_all_days(run: Run) -> None:
    weeks = ("within: {hours: 1}\n", "within: {working_days: 2}\n    calendar: worked\n")
    # Told on Friday 29 April 2022: Monday and Tuesday are holidays, so Wednesday and Thursday; delivered 30 min later.
    assert gaps(checked(run, weeks))["site notice/south"] == 6 * 1440 + 30
    months = ("within: {hours: 1}\n", "within: {months: 2}\n")
    assert gaps(checked(run, months))["site notice/south"] == 62 * 1440 + 30  # July and August


def test_each_warning_is_given_for_its_reason_alone(run: Run) -> None:
    def warned(*edits: tuple[str, str]) -> set[tuple[str, str]]:
        return {(one["what"], one["where"]) for one in checked(run, *edits)["warnings"]}

    usual = warned()
    assert {what for what, _ in usual} == {"gap-escapes"}
    unused = warned(("in_force_if: [cirra-consents]\n", ""), ("    only_if: [cirra-consents]\n", ""))
    assert unused - usual == {("condition-unused", "/conditions/cirra-consents")}
    unseen = warned(("places: {fixed: 2}", "places: {fixed: 0}"))
    assert unseen - usual == {("undertaking-unseen", "/undertakings/no-mine")}
    empty = warned(
        ("    quotas: [yearly]\n", "    quotas: [yearly]\n    window: {opens: {days: 9}, lapses: {weeks: 1}}\n")
    )
    assert empty - usual == {("window-empty", "/inspections/south/window")}
    nowhere = warned(("territorial_host: cirra", "territorial_host: cira"))
    assert {what for what, _ in nowhere - usual} == {"host-unknown"}
    undated = warned(("    within: {working_days: 3}\n", ""))
    assert undated - usual == {("duty-undated", "/duties/answer")}
    ladder = DEPOTS[DEPOTS.index("ladders:") : DEPOTS.index("quotas:\n")]
    monitor = 'monitors:\n  - {name: seals, clause: "1", title: {en: seals, ru: пломбы}, measure: seal, by: [borea],'
    monitor += " inspected: alba, site: south}\n"
    seal = "  - {name: seal, kind: seal, observable: a seal, discriminates: [mine]}\nnotifications:\n"
    reading = "signatures:\n  reading:\n    - {by: author, role: inspector, persons: 1}\n"
    reading += "    - {by: inspected, role: escort, persons: 1}\n"
    watched = [("quotas:\n", f"{monitor}quotas:\n"), ("signatures:\n", reading)]
    alarmed = warned(*watched, ("notifications:\n", seal)) - usual
    assert ("alarm-unresolvable", "/monitors/seals") in alarmed
    commission = ("items:\n", "commission: {within: {days: 9}}\nitems:\n")
    closed = warned(*watched, ("notifications:\n", seal), commission) - usual
    assert alarmed - closed == {("alarm-unresolvable", "/monitors/seals")}
    idle = warned((ladder, ""))
    assert idle - usual == {("notification-idle", f"/notifications/{step}") for step in ("stepped", "stepped-too")}


def test_a_signed_agreement_is_checked_like_its_draft(run: Run) -> None:
    data = draft.complete(
        draft.read(DEPOTS.encode()), bytes(32), {name: name.encode().ljust(32) for name in ("alba", "borea", "cirra")}
    )
    Path("agreement.json").write_bytes(data)
    assert document.parse(data).name == "depots"
    code, out, _ = run("check", "agreement.json", "--json")
    assert code == 0
    assert json.loads(out)["gaps"] == checked(run)["gaps"]
    assert run("diff", "agreement.json", "depots.yaml")[:2] == (0, "")


# All of them, shipped and made up.


def every(tmp_path: Path) -> Path:
    """Return a file with an agreement that has every term."""
    path = tmp_path / "every-term.yaml"
    path.write_text(json.dumps(every_term(), indent=1), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [*(path.name for path in SHIPPED), "every-term.yaml", "depots.yaml"])
def test_every_agreement_is_checked_said_and_drawn(run: Run, tmp_path: Path, name: str) -> None:
    path = {"every-term.yaml": every(tmp_path), "depots.yaml": tmp_path / written()}.get(
        name, ROOT / "agreements" / name
    )
    code, out, err = run("check", str(path))
    assert (code, err) == (0, "")
    assert out.startswith(f"ok: {path.stem}\n")
    told = json.loads(run("check", str(path), "--json")[1])
    assert all(gap.get("minutes", 0) >= 0 for gap in told["gaps"])
    text = path.read_text(encoding="utf-8").split("\n")
    for warning in told["warnings"]:
        assert warning["where"].split("/")[2] in " ".join(text[warning["line"] - 1 : warning["line"] + 14])
    agreement = document.parse(draft.fill(draft.read(path.read_bytes())))
    code, out, err = run("explain", str(path), "--json")
    assert (code, err) == (0, "")
    said = json.loads(out)["languages"]
    assert set(said) == set(agreement.languages or agreement.title)
    for sections in said.values():
        places = {sentence["where"] for section in sections for sentence in section["sentences"]}
        for member in (
            "parties",
            "undertakings",
            "inspections",
            "duties",
            "conditions",
            "ladders",
            "quotas",
            "notifications",
        ):
            assert {f"/{member}/{entry.name}" for entry in getattr(agreement, member)} <= places
    for language in ("en", "ru"):
        assert run("explain", str(path), "--language", language)[0] == 0
        assert run("show", str(path), "--svg", "a.svg", "--language", language)[0] == 0
        is_a_picture(Path("a.svg"))


# Pictures.

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[int, int, int, int]


def is_a_picture(path: Path) -> None:
    """Assert that a picture prints, can be read aloud, does nothing, and that nothing in it lies over another."""
    root = ElementTree.fromstring(path.read_bytes())
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    assert root[0].text
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    boxes = [
        box(element)
        for element in root.iter(f"{SVG}path")
        if element.attrib["d"].endswith("z") and "fill" in element.attrib
    ]
    texts = [text_box(element) for element in root.iter(f"{SVG}text")]
    assert all(x >= 0 and right <= width and y >= 0 and bottom <= height for x, y, right, bottom in (*boxes, *texts))
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []
    assert [pair for pair in combinations(texts, 2) if overlap(*pair)] == []
    lines = [line for element in root.iter(f"{SVG}path") for line in straight(element)]
    assert [(line, other) for line in lines for other in (*boxes, *texts) if overlap(line, other)] == []


def box(element: ElementTree.Element) -> Box:
    """Return what a closed path of straight lines covers."""
    x, y = [], []
    for letter, first, second in re.findall(r"([MLHV])(\d+)(?: (\d+))?", element.attrib["d"]):
        if letter != "V":
            x.append(int(first))
        if letter != "H":
            y.append(int(second or first))
    return min(x), min(y), max(x), max(y)


def text_box(element: ElementTree.Element) -> Box:
    """Return what a line of text covers, by the estimate with which it was broken."""
    x, y = int(element.attrib["x"]), int(element.attrib["y"])
    width = agreement_svg.width_of(element.text or "", element.attrib.get("font-weight") == "bold")
    return x, y - agreement_svg.SIZE + 2, x + width, y + 2


def straight(element: ElementTree.Element) -> list[Box]:
    """Return an arrow's straight line, as a box without height or width; of a rung none, since it joins its boxes."""
    d = re.fullmatch(r"M(\d+) (\d+)([HV])(\d+)", element.attrib["d"])
    if d is None or "fill" not in element.attrib:
        return []
    x, y, to = int(d[1]), int(d[2]), int(d[4])
    return [(min(x, to), y, max(x, to), y) if d[3] == "H" else (x, min(y, to), x, max(y, to))]


def overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes have more in common than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_planted_overlap_is_found() -> None:
    assert overlap((0, 0, 10, 10), (9, 9, 20, 20))
    assert overlap((0, 5, 30, 5), (9, 0, 20, 20))  # a line through a box
    assert not overlap((0, 0, 10, 10), (0, 10, 10, 20))


def test_a_picture_is_the_same_bytes_each_time_and_escapes_what_it_is_told(run: Run) -> None:
    evil = '<script>alert(1)</script> & \u202e"x"'
    file = written(('{en: "stop all", ru', f"{{en: {json.dumps(evil)}, ru"))
    for name in ("one.svg", "two.svg"):
        code, _, err = run("show", file, "--svg", name)
        assert (code, err) == (0, f"wrote {name}\n")
    one = Path("one.svg").read_bytes()
    assert one == Path("two.svg").read_bytes()
    is_a_picture(Path("one.svg"))
    text = one.decode("utf-8")
    assert "<script" not in text
    assert "\u202e" not in text
    assert "&lt;script&gt;" in text
    code, out, _ = run("show", file, "--svg", "-")
    assert (code, out.encode()) == (0, one)
    told = json.loads(run("show", file, "--svg", "one.svg", "--language", "ru", "--json")[1])
    assert told == {"language": "ru", "name": "depots", "svg": "one.svg"}


def test_a_picture_is_written_over_another_picture_and_over_nothing_else(run: Run) -> None:
    file = written()
    Path("notes.txt").write_text("mine", encoding="utf-8")
    Path("empty.svg").touch()
    Path("linked.svg").symlink_to(file)
    Path("hard.svg").hardlink_to(file)
    for target, why in (
        (file, "itself"),
        (f"./{file}", "itself"),
        ("linked.svg", "itself"),
        ("hard.svg", "itself"),
        ("notes.txt", "no SVG"),
        ("empty.svg", "no SVG"),
        ("nowhere/one.svg", "no folder"),
    ):
        code, out, err = run("show", file, "--svg", target)
        assert (code, out) == (2, ""), target
        assert why in err
    assert Path(file).read_text("utf-8") == DEPOTS
    assert Path("notes.txt").read_text("utf-8") == "mine"
    assert not Path("nowhere").exists()
    Path("old.svg").write_text("<svg>another</svg>", encoding="utf-8")
    assert run("show", file, "--svg", "old.svg")[0] == 0
    is_a_picture(Path("old.svg"))


def test_a_picture_has_a_lane_for_each_party_and_each_duty_its_sentence(run: Run) -> None:
    run("show", written(), "--svg", "one.svg")
    root = ElementTree.parse("one.svg").getroot()
    assert root is not None
    shown = [element.text for element in root.iter(f"{SVG}text")]
    assert {"alba", "borea", "cirra"} <= set(shown)
    titles = [element.text or "" for element in root.iter(f"{SVG}title")]
    assert (
        len([title for title in titles if title.startswith("“stop all” (clause 1): the inspected Party (alba) owes")])
        == 1
    )


def test_long_words_are_broken_and_no_line_is_too_wide() -> None:
    lines = agreement_svg.wrapped("a-very-long-name-" * 9 + " ЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩ end", 120)
    assert "".join(lines).replace(" ", "") == "a-very-long-name-" * 9 + "Щ" * 30 + "end"
    assert all(agreement_svg.width_of(line) <= 120 for line in lines)
    assert agreement_svg.wrapped("", 120) == []


# Words and differences at the door; what they say is tested below it.


def test_explain_says_each_authentic_language_or_the_one_asked_for(run: Run) -> None:
    code, out, _ = run("explain", written())
    assert code == 0
    assert out.index("Duties\n") < out.index("Обязанности\n")
    assert "Duties" not in run("explain", "depots.yaml", "--language", "ru")[1]
    assert max(len(line) for line in out.split("\n")) <= 100
    code, out, _ = run("explain", "depots.yaml", "--language", "fr")
    assert code == 0
    assert "in English, for want of phrases in the language fr" in out.replace("\n   ", "")
    code, _, err = run("explain", "depots.yaml", "--language", "french")
    assert code == 2
    assert "two letters" in err


def test_diff_says_what_changed_in_words_and_exits_with_1(run: Run) -> None:
    old = written(name="old.yaml")
    assert run("diff", old, old) == (0, "", "")
    assert json.loads(run("diff", old, old, "--json")[1]) == {"changes": [], "result": "equal"}
    new = written(
        ("within: {hours: 1}\n", "within: {hours: 2}\n"),
        ("expires_at: 2030-01-01T00:00:00Z", "expires_at: 2031-01-01T00:00:00Z"),
        ("sensitivity: 9/10", "sensitivity: 19/20"),
        ("about: [notification/question]", "about: [notification/question, report/south]"),
        ('    clause: "1"\n    inspecting: borea', "    inspecting: borea"),
        (DEPOTS[DEPOTS.index("  - name: freeze-chosen") : DEPOTS.index("  - name: freeze-south")], ""),
        ("    default: {releases: [freeze-chosen]}\n", ""),
        name="new.yaml",
    )
    code, out, err = run("diff", old, new)
    assert (code, err) == (1, "")
    assert out.split("\n") == [
        "/duties/arrive/default: removed (releases freeze-chosen)",
        "/duties/freeze-chosen: removed: “stop”: the inspected Party (borea) owes the inspecting Party (alba) the"
        " notification “it is still”, within 20 minutes of the designation for the visit chosen.",
        "/duties/freeze-south/within: 1 hour -> 2 hours",
        "/inspections/south/clause: removed 1",
        "/measures/looking/expires_at: 2030-01-01T00:00:00Z -> 2031-01-01T00:00:00Z",
        "/measures/looking/sensitivity: 9/10 -> 19/20",
        "/notifications/answer/about: added report/south",
        "",
    ]
    told = json.loads(run("diff", old, new, "--json")[1])
    assert told["result"] == "differs"
    assert {
        "new": {"hours": 2},
        "old": {"hours": 1},
        "what": "changed",
        "where": "/duties/freeze-south/within",
    } in told["changes"]


def test_diff_refuses_what_is_no_agreement_by_the_name_of_its_file(run: Run) -> None:
    old, new = written(name="old.yaml"), written(("kind: absent", "kind: gone"), name="new.yaml")
    code, out, err = run("diff", old, new)
    assert (code, out) == (1, "")
    assert err.startswith(f"new.yaml:{line_of(new, 'kind: gone')}: ")


AMENDABLE = ("signatures:\n", "signatures:\n  amendment: [{by: each, role: officer, persons: 1}]\n")


def test_amends_says_who_signs_what_may_be_put_in_place(run: Run) -> None:
    old = written(AMENDABLE, name="old.yaml")
    new = written(AMENDABLE, ("sensitivity: 9/10", "sensitivity: 19/20"), name="new.yaml")
    assert run("amends", old, new) == (
        0,
        f"ok: {new} may amend {old}, if each party signs it with 1 person of role officer\n",
        "",
    )
    assert json.loads(run("amends", old, new, "--json")[1]) == {"result": "ok", "signers": ["1 of role officer"]}


def test_amends_warns_of_the_last_amendment(run: Run) -> None:
    old = written(AMENDABLE, name="old.yaml")
    new = written(("sensitivity: 9/10", "sensitivity: 19/20"), name="new.yaml")
    code, out, _ = run("amends", old, new)
    assert code == 0
    assert out.split("\n")[1].startswith(f"new.yaml:{line_of(new, 'signatures:')}: warning: it does not say who signs")
    assert len(json.loads(run("amends", old, new, "--json")[1])["warnings"]) == 1


def test_amends_warns_of_two_that_are_one_document(run: Run) -> None:
    old = written(AMENDABLE, name="old.yaml")
    code, out, _ = run("amends", old, old)
    assert (code, out.count("warning")) == (0, 1)
    assert "old.yaml:1: warning: old and new are one document" in out


def test_amends_says_by_which_rule_a_document_may_not(run: Run) -> None:
    old = written(AMENDABLE, name="old.yaml")
    for change, code, where, shown in (
        (("mode: exercise", "mode: real"), "amendment-founding", "/mode", "mode: real"),
        (("in_force_if: [cirra-consents]\n", ""), "amendment-force", "/in_force_if", "name: depots"),
        (("name: mine, title", "name: mines, title"), "agreement-reference", "", "discriminates: [mine]"),
    ):
        new = written(AMENDABLE, change, name="new.yaml")
        code_, out, err = run("amends", old, new)
        assert (code_, out) == (1, "")
        assert err.startswith(f"new.yaml:{line_of(new, shown)}: ")
        assert code in err
        told = json.loads(run("amends", old, new, "--json")[1])
        assert (told["result"], told["code"]) == ("refused", code)
        assert not where or (told["where"], told["rule"]) == (where, "R52")


def test_what_has_no_amendment_cannot_be_amended(run: Run) -> None:
    old = written(name="old.yaml")
    code, out, err = run("amends", old, old)
    assert (code, out) == (1, "")
    assert err.startswith(f"old.yaml:{line_of(old, 'signatures:')}: ")
    assert "(R31 kind-unagreed at /signatures)" in err
