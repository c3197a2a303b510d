"""The page "write an agreement": its YAML is an agreement, and does what the page says, in YAML only."""

from __future__ import annotations

import copy
import re
from typing import Any

from histories import ROOT, History

from counterseal.agreement import compare, warning
from counterseal.agreement.document import parse
from counterseal.assessment.finding import assess
from counterseal.attestation import report, verify
from counterseal.node import draft
from counterseal.regime.judge import State

PAGE = (ROOT / "docs/how-to/write-an-agreement.md").read_text(encoding="utf-8")
ALBA, BOREA, CIRRA = "alba", "borea", "cirra"
HOUR, DAY = 3_600, 86_400


def depots() -> History:
    """Return the page's agreement, in force."""
    history = History(draft.read("\n".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.S)).encode()))
    history.found()
    return history


def statuses(history: History, after_s: int = 0) -> dict[str, str]:
    """Return duty -> status, for the duties that there are."""
    return {owed.duty: owed.status for owed in history.regime().judge(history.now + after_s).duties}


def codes(history: History) -> list[str]:
    """Return the codes of all irregularities."""
    return [entry.code for entry in history.regime().judge(history.now).irregularities]


def test_consent_for_a_year_opens_the_northern_depot_and_lapses() -> None:
    history = depots()
    (finding,) = assess(history.agreement, history.regime().judge(history.now))
    assert "not-owed" in [reason.code for reason in finding.reasons]
    history.announce("northern-visit")
    assert codes(history) == ["notice-condition"]
    history.notify(CIRRA, "consent", until=history.now + 365 * DAY)
    history.sync()
    history.announce("northern-visit")
    assert codes(history) == ["notice-condition"]
    late = history.regime().judge(history.now + 366 * DAY)
    assert dict(late.conditions) == {"cirra-consents": False}


def test_stillness_is_due_ninety_minutes_after_receipt_or_after_held_and_two_hours() -> None:
    history = depots()
    history.notify(CIRRA, "consent", until=history.now + 365 * DAY)
    history.sync()
    noticed = history.announce("northern-visit")
    history.now += 600
    history.sync()
    (owed,) = [one for one in history.regime().judge(history.now).duties if one.duty == "receive-north"]
    assert owed.due_s is not None
    assert owed.due_s - (owed.start_s or 0) == 2 * HOUR
    assert statuses(history, 3 * HOUR)["receive-north"] == "not done by due hour"
    history.now += HOUR
    history.notify(ALBA, "still", about=noticed, hour=history.now)
    history.sync()
    assert statuses(history)["be-still-north"] == "done"


def test_a_depot_is_visited_once_a_calendar_year_and_the_unit_twice_a_treaty_year() -> None:
    history = depots()
    for number in (1, 2):
        noticed = history.announce("southern-visit", number)
        if number == 1:
            history.sync()
            hours = {"began_at": history.now, "ended_at": history.now, "freeze_verified_at": history.now}
            history.say(BOREA, "one-sided-report", hours | {"notice": noticed.hex(), "points": []})
            history.sync()
    assert codes(history) == ["notice-quota"]
    history.now += 310 * DAY  # January 2023: another calendar year
    history.announce("southern-visit", 2)
    assert codes(history) == ["notice-quota"]


def test_a_question_is_answered_within_ten_working_days() -> None:
    history = depots()
    asked = history.notify(ALBA, "question", words="EXERCISE: what is the third truck for?")
    history.sync()
    (owed,) = [one for one in history.regime().judge(history.now).duties if one.duty == "answer"]
    assert owed.by == BOREA
    # Tuesday 1 March 2022, held at once, two hours allowed; 8 March is a holiday: the tenth day is Wednesday the 16th.
    assert owed.start_s == history.now + 2 * HOUR
    assert owed.due_s == owed.start_s + 15 * DAY
    history.notify(BOREA, "answer", about=asked, words="EXERCISE: for spare wheels")
    history.sync()
    assert statuses(history)["answer"] == "done"


def test_the_yearly_declaration_is_due_by_the_end_of_january() -> None:
    history = depots()
    assert statuses(history)["declare-each-year"] == "due"
    late = history.regime().judge(history.now + 340 * DAY)
    yearly = [(owed.number, owed.status) for owed in late.duties if owed.duty == "declare-each-year"]
    assert yearly == [(1, "not done by due hour"), (2, "due")]


def test_the_page_shows_the_warnings_that_there_are() -> None:
    told = [f"warning: {one.where}: {one.why} ({one.what})" for one in warning.warnings(depots().agreement)]
    assert re.findall(r"^    depots\.yaml:\d+: (warning: .*)$", PAGE, re.M) == told


def merged(written: Any, more: Any) -> Any:
    """Return a document with more: members are merged, items of one name are one, and stand by name."""
    if isinstance(written, dict) and isinstance(more, dict):
        return written | {name: merged(written.get(name), value) for name, value in more.items()}
    if isinstance(written, list) and isinstance(more, list) and isinstance(more[0], dict) and "name" in more[0]:
        named = {one["name"]: one for one in written}
        named |= {one["name"]: merged(named.get(one["name"], {}), one) for one in more}
        return [named[name] for name in sorted(named)]
    return more


def test_each_example_that_the_page_adds_makes_an_agreement() -> None:
    """What is shown beside the document, indented, can be put into it, one by one and all together."""
    written = draft.read("\n".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.S)).encode())
    shown = [re.sub(r"^    ", "", block, flags=re.M) for block in re.findall(r"\n\n((?:    .*\n)+)", PAGE)]
    examples = [draft.read(block.encode()) for block in shown if re.match(r"[a-z_]+:( \{.*\})?\n", block)]
    assert [min(example) for example in examples] == ["duties", "duties", "standard", "cuts"]
    (undertaking,) = written["undertakings"]
    whole = written
    for example in examples:
        more = {"undertakings": [undertaking | example]} if "standard" in example else example
        whole = merged(whole, more)
        for document in (merged(written, more), whole):
            parse(draft.fill(document))
    assert {"cuts", "commission"} <= whole.keys()


AMEND = (ROOT / "docs/how-to/amend-an-agreement.md").read_text(encoding="utf-8")


def received_within(state: State) -> int | None:
    """Return the hours within which notice of the northern visit is received, by the document of a state."""
    (duty,) = [one for one in state.document.duties if one.name == "receive-north"]
    return None if duty.within is None else duty.within.hours


def test_the_page_on_amendments_does_what_it_says() -> None:
    """The line that it adds makes the depots amendable; a clock changes from the cut on, and a message comes."""
    line, duty, message = re.findall(r"```yaml\n(.*?)```", AMEND, re.S)
    written = draft.read("\n".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.S)).encode())
    written["signatures"] |= draft.read(line.encode())["signatures"]
    history = History(written)
    history.found()
    history.notify(CIRRA, "consent", until=history.now + 365 * DAY)
    history.sync()

    def change(agreement: dict[str, Any]) -> None:
        (changed,) = draft.read(duty.encode())["duties"]
        agreement["duties"] = [changed if one["name"] == changed["name"] else one for one in agreement["duties"]]
        agreement["notifications"][:0] = draft.read(message.encode())["notifications"]

    after = copy.deepcopy(written)
    change(after)
    told = [f"    {compare.said(one, str)}" for one in compare.compare(written, after) if one.what == "changed"]
    assert len(told) == 1
    assert set(told) <= set(AMEND.split("\n"))
    history.announce("northern-visit")
    amendment = history.amend(BOREA, 1, history.agreement.digest, history.document(change))
    history.close_cut()
    assert received_within(history.regime().judge(history.now)) == 2  # two logs do not carry it
    history.carry(amendment)
    history.close_cut()
    regime = history.regime()
    assert [received_within(regime.judge(hour)) for hour in (history.now - 1, history.now)] == [2, 4]
    history.notify(ALBA, "alert", words="too early: its author does not know the cut")
    assert codes(history) == ["notification-format"]
    history.sync()
    history.notify(ALBA, "alert", words="now", number=1)
    assert codes(history) == ["notification-format"]


def test_the_page_on_amendments_prints_what_verify_prints() -> None:
    """The lines on amendments are those of the report on the vector that the page names."""
    (name,) = re.findall(r"`counterseal verify (spec/vectors/\S+)`", AMEND)
    printed = report.text(report.of(verify.verify((ROOT / name).read_bytes(), None)))
    lines = [line.strip() for line in printed.split("\n") if re.match(r"  (amendment \d|in effect)  ", line)]
    assert len(lines) == 4
    assert re.findall(r"^    ((?:amendment \d|in effect  ).*)$", AMEND, re.M) == lines


def test_a_broken_seal_holds_up_the_finding_until_it_is_resolved() -> None:
    history = depots()
    history.notify(CIRRA, "consent", until=history.now + 365 * DAY)
    history.sync()
    read = history.read(ALBA, "northern-seals", {"shelf/1": "clean", "shelf/2": "alarm"})
    history.sync()
    assert codes(history) == []
    (finding,) = assess(history.agreement, history.regime().judge(history.now))
    assert (finding.status, [reason.code for reason in finding.reasons]) == ("disputed", ["alarm-open"])
    history.notify(ALBA, "resolution", about=read, words="EXERCISE: the seal was torn by a cart")
    history.sync()
    assert codes(history) == []
    (finding,) = assess(history.agreement, history.regime().judge(history.now))
    assert "alarm-open" not in [reason.code for reason in finding.reasons]
