"""Agreements in words: every term said in English and in Russian, and two of them compared."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from every_term import every_term

from counterseal.agreement import compare, document, phrases, sentences, words
from counterseal.agreement.clock import SPAN, Span
from counterseal.agreement.document import Agreement
from counterseal.node import draft
from counterseal.statements.kinds import KINDS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "counterseal" / "agreement"


def agreed(**changes: Any) -> Agreement:
    """Return the agreement that has every term, with some members replaced."""
    return document.parse(draft.fill({**every_term(), **changes}))


def said(agreement: Agreement, language: str = "en") -> dict[str, str]:
    """Return path -> sentence; of two at one path, both."""
    found: dict[str, str] = {}
    for section in sentences.explain(agreement, language, lambda hour: f"<{hour}>"):
        for sentence in section.sentences:
            found[sentence.where] = f"{found.get(sentence.where, '')} {sentence.text}".strip()
    return found


def entry(member: str, name: str, **changes: Any) -> list[dict[str, Any]]:
    """Return a list of the agreement that has every term, with members of one entry replaced; None takes one away."""
    listed: list[dict[str, Any]] = every_term()[member]
    for one in listed:
        if one["name"] == name:
            one.update(changes)
            for gone in [key for key, value in changes.items() if value is None]:
                del one[gone]
    return listed


def fields(phrase: str) -> set[str]:
    """Return the values that a phrase is filled with."""
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


@pytest.mark.parametrize("key", phrases.PHRASES)
def test_a_phrase_says_in_both_languages_the_same_values(key: str) -> None:
    english, russian = phrases.PHRASES[key]
    assert fields(english) == fields(russian)


def test_russian_phrases_are_russian_and_english_ones_are_not() -> None:
    for key, (english, russian) in phrases.PHRASES.items():
        letters = "".join(phrase for phrase, _, _, _ in Formatter().parse(russian))
        assert not any("а" <= char <= "я" for char in english.lower()), key
        if any(char.isalpha() for char in letters) and key != "fallback":
            assert any("а" <= char <= "я" for char in letters.lower()), key


def test_every_phrase_is_asked_for() -> None:
    source = "".join((SOURCE / name).read_text(encoding="utf-8") for name in ("sentences.py", "words.py"))
    asked = {key for key in phrases.PHRASES if f'"{key}"' in source}
    begun = {key for key in phrases.PHRASES for at in range(len(key)) if f'f"{key[:at]}{{' in source and at}
    assert phrases.PHRASES.keys() == asked | begun


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (1, "1 day", "1 день"),
        (2, "2 days", "2 дня"),
        (4, "4 days", "4 дня"),
        (5, "5 days", "5 дней"),
        (11, "11 days", "11 дней"),
        (12, "12 days", "12 дней"),
        (14, "14 days", "14 дней"),
        (20, "20 days", "20 дней"),
        (21, "21 days", "21 день"),
        (22, "22 days", "22 дня"),
        (111, "111 days", "111 дней"),
        (112, "112 days", "112 дней"),
        (121, "121 days", "121 день"),
        (1000, "1000 days", "1000 дней"),
    ],
)
def test_numbers_take_their_form(number: int, english: str, russian: str) -> None:
    assert words.counted("en", "days", number) == english
    assert words.counted("ru", "days", number) == russian


def test_every_unit_of_a_span_has_words() -> None:
    for unit in SPAN.names:
        assert words.Words(agreed(), "ru").span(Span(**{unit: 5})).startswith("5 ")


def test_each_duty_says_who_owes_what_to_whom_by_which_clock() -> None:
    told = said(agreed())
    assert told["/duties/answer-request"] == (
        "“answer-request”: each other Principal owes the Party that said the notification “request” the notification"
        " “answer”, within 5 working days of the notification “request”, counted from when it was delivered (working"
        " days by the calendar worked)."
    )
    assert told["/duties/arrive"] == (
        "“arrive”: the inspecting Party (alpha) owes the inspected Party (beta) the notification “arrival”, not before"
        " 16 hours and within 96 hours of the notice of the visit base. If it is not done by its hour, the inspected"
        " Party (beta) is free of “freeze-base”. What follows is agreed: “no freeze is owed”."
    )
    assert told["/duties/declare-yearly"] == (
        "“declare-yearly”: beta owes alpha a declaration of “base-1”, each year by the beginning of 12-15 (month-day),"
        " plus 1 day, and within 5 days of that, not earlier than 30 days before."
    )
    assert told["/duties/figures-monthly"] == (
        "“figures-monthly”: each Principal owes each other Principal the notification “figures”, by the end of each"
        " month, and within 10 days of that. It is owed only while “one-of-them”."
    )
    assert told["/duties/report-first"] == (
        "“report-first”: the inspecting Party (beta) owes the inspected Party (alpha) the joint report on the visit"
        " first, within 1 week of the notification “arrival”, counted from the hour that it tells."
    )


def test_each_duty_says_the_same_in_russian() -> None:
    told = said(agreed(), "ru")
    assert told["/duties/arrive"] == (
        "«arrive». Обязанная сторона: инспектирующая Сторона (alpha). Управомоченная сторона: инспектируемая Сторона"
        " (beta). Исполнение: уведомление «arrival». Не ранее: 16 часов; срок: 96 часов; отсчёт: объявление"
        " посещения base. Если не исполнена в срок, освобождается сторона: инспектируемая Сторона (beta); от"
        " обязанности: «freeze-base». Согласованное последствие: «no freeze is owed»."
    )
    assert told["/commission"] == (
        "Переданное в Комиссию закрывается как непреследуемое, если не разрешено; срок: 30 дней."
    )
    assert "на языке ru их нет" in told[""]


def test_a_clause_stands_with_what_it_says() -> None:
    told = said(agreed(duties=entry("duties", "confirm", clause="I.1")))
    assert told["/duties/confirm"].startswith("“confirm” (clause I.1): the inspected Party (alpha) owes")
    undated = said(agreed(duties=entry("duties", "declare", within=None)))
    assert undated["/duties/declare"].endswith("after entry into force, without a due hour.")
    late = said(agreed(duties=entry("duties", "arrive", within=None)))
    assert "not before 16 hours after the notice of the visit base, without a due hour" in late["/duties/arrive"]


def test_each_form_of_condition_says_on_what_it_rests_and_what_rests_on_it() -> None:
    told = said(agreed())
    assert told["/conditions/both"] == (
        "“both” holds while all of these do: “consulted” and “gamma-consents”. It decides on: the notification"
        " “step-d”."
    )
    assert told["/conditions/figures-enough"] == (
        "“figures-enough” holds while the figure launchers that beta declared last is at least 2. It decides on: the"
        " visit base and the monitor seals."
    )
    assert told["/conditions/gamma-consents"].startswith(
        "“gamma-consents” holds once gamma gave the notification “consent”, and while the notification"
        " “consent-withdrawn” does not follow."
    )
    assert told["/conditions/one-of-them"].startswith(
        "“one-of-them” holds while one of these does: “gamma-consents” or"
    )
    assert told["/conditions/permitted"].startswith(
        "“permitted” holds once each Principal gave the notification “permit”, until the hour that it names."
    )
    assert "entry into force" in told["/conditions/consulted"]


def test_each_form_of_quota_says_its_places() -> None:
    told = said(agreed())
    assert told["/quotas/by-month"].startswith(
        "“by-month”: of the visits first and second there are at most 10000 in each month, counted for each pair of"
        " Parties."
    )
    assert told["/quotas/of-figure"] == (
        "“of-figure”: of the visits base there are at most 1/2 of the figure launchers of the inspected Party, rounded"
        " up, at least 1, at most 10000 in each treaty year, counted for each inspecting Party. If concurrent notices"
        " claim the last place, that of alpha stands."
    )
    assert "at most 10000 in each of 1000 periods, then none" in told["/quotas/of-site"]
    assert told["/quotas/one-open"] == (
        "“one-open”: of the visits base and first, at most 2 may be open at one time, counted together."
    )


def test_rungs_say_their_steps_and_effects_what_they_stop() -> None:
    told = said(agreed())
    assert told["/ladders/opening/rungs/two"] == (
        "Rung 2, two: alpha gives “step-c” and beta gives “step-d”, within 30 days of the rung below."
    )
    assert (
        "it pauses the visit first, the monitor gate and the notification “request”, until that Party resumes it."
        in told["/notifications/pause"]
    )
    assert "it ends the whole agreement, for good, from the hour that it tells." in told["/notifications/withdrawal"]
    assert "it says that texts or data disagree on the duty “answer-request”;" in told["/notifications/discrepancy"]
    assert "signed by: each Party, officer, persons: 1." in told["/notifications/resolution"]
    assert "It tells: the figures launchers, shelters." in told["/notifications/figures"]


def test_visits_and_undertakings_say_all_their_members() -> None:
    changes: dict[str, Any] = {
        "barred": ["cameras"],
        "brought": ["scales", "tape"],
        "clause": "I.1",
        "duration": {"hours": 24},
        "entry_points": ["gate"],
        "excluded": ["Erewhon"],
        "extension": {"hours": 8},
        "languages": ["en"],
        "speakers": {"en": 2},
        "team_max": 10,
        "window": {"opens": {"days": 1}, "lapses": {"years": 20}},
    }
    told = said(agreed(inspections=entry("inspections", "base", **changes)))["/inspections/base"]
    for part in (
        "alpha may visit beta at one of “base-1”, “base-2” or “base-3”",
        "(clause I.1)",
        "Points opened, drawn jointly: 3.",
        "It looks by the measure opening, an opening, which shows “what is in it”.",
        "By a joint trial it shows an item with a probability of 1; that counts until <4000000000>.",
        "Notice may be given only while “figures-enough”.",
        "Notice may be given from 1 day after entry into force on.",
        "The right lapses 20 years after entry into force.",
        "It lasts at most 24 hours.",
        "By consent it lasts 8 hours longer.",
        "The team has at most 10 persons.",
        "The team comes by: gate.",
        "Not brought along: cameras.",
        "It may bring along: scales; tape.",
        "No nationals of these States are of the team: Erewhon.",
        "Members of the team who speak a language, at least: en: 2.",
    ):
        assert part in told
    kinds = {
        "absent": "holds none of the type “missile”",
        "as-declared": "by unique identifier",
        "at-most": "at most 1 of “missile”",
        "not-capable": "is not capable of “missile”",
        "type-distinguishable": "can be told from other items",
    }
    for kind, part in kinds.items():
        gone = {} if kind == "at-most" else {"at_most": None}
        owed = agreed(undertakings=entry("undertakings", "none-at-site-2", kind=kind, **gone))
        assert part in said(owed)["/undertakings/none-at-site-2"]
        assert "Обязанная сторона: alpha." in said(owed, "ru")["/undertakings/none-at-site-2"]


def test_a_standard_says_how_long_and_what_was_held_likely_before() -> None:
    prior = {"absence_max": "0x3/0x4", "absence_min": "0x1/0x4", "introduction_max": 5_000, "introduction_min": 500}
    lasting = {"duration": {"days": 20}, "presence": "cumulative", "window": {"hours": 960}}
    standard = {"items": 2, "lapses_after": {"days": 90}, "probability": "0x1/0x2"} | lasting | {"prior": prior}
    owed = agreed(undertakings=entry("undertakings", "none-at-site-1", standard=standard))
    told = said(owed)["/undertakings/none-at-site-1"]
    assert "had 2 been there (for 20 days in all, within the 960 hours before the last visit)" in told
    assert (
        "absence is held likely with 1/4 to 3/4; on a day the items are brought with 500 to 5000 in a million" in told
    )
    assert "and taken away with 0 to 0" in told
    assert (
        "в сумме, срок: 20 дней, в пределах периода перед последним посещением: 960 часов"
        in said(owed, "ru")["/undertakings/none-at-site-1"]
    )
    del standard["window"]
    owed = agreed(undertakings=entry("undertakings", "none-at-site-1", standard=standard | {"presence": "continuous"}))
    told = said(owed)["/undertakings/none-at-site-1"]
    assert "for 20 days without a break, within the 20 days before the last visit" in told


def test_a_visit_says_how_likely_a_point_without_result_is() -> None:
    likely = {"absent": "0x1/0x32", "present": "0x1/0x5"}
    told = said(agreed(measures=entry("measures", "opening", likelihoods={"refused": likely, "resolved": likely})))
    first = told["/inspections/first"]
    assert "A point that ends refused is as likely as 1/5 where the items are, 1/50 where they are not." in first
    assert "An ambiguous point is cleared (resolved) by both as likely as 1/5 where the items are" in first


def test_a_monitor_says_who_reads_what_by_which_measure_and_what_follows() -> None:
    told = said(agreed(monitors=entry("monitors", "gate", clause="I.1", only_if=["consulted"])))
    assert told["/monitors/gate"] == (
        "“gate” (clause I.1): alpha and beta, the inspected Party, sign what it shows of “base-1”, points: 6. It looks"
        " by the measure sensor, a sensor, which shows “what is in it”. By a joint trial it shows an item with a"
        " probability of 1; that counts until <4000000000>. It shows one that is not there with a probability of at"
        " most 1/100. It is read only while “consulted”."
    )
    assert told["/monitors/seals"].startswith("“seals”: alpha or zeta and beta, the inspected Party, sign")
    assert "It was never tried jointly, so it adds nothing to any finding." in told["/monitors/seals"]
    assert "What gate and seals show can lower the finding" in told["/undertakings/none-at-base-1"].replace(
        " or ", " and "
    )
    assert "It is shown by the exhibitions show: they must tell one" in told["/undertakings/apart-at-site-1"]
    assert "a reading of the monitor “gate”" in told["/duties/explain"]
    russian = said(agreed(), "ru")["/monitors/gate"]
    assert "инспектируемая Сторона beta" in russian
    assert "датчик" in russian


def test_another_language_gets_english_sentences_and_its_own_titles_and_says_so() -> None:
    written = json.loads(re.sub(r'\{"en": "(.*?)"\}', r'{"fr": "le \1", "en": "\1"}', json.dumps(every_term())))
    written["languages"] = ["en", "fr"]
    told = said(document.parse(draft.fill(written)), "fr")
    assert "These sentences are in English, for want of phrases in the language fr." in told[""]
    assert "“le arrive”: the inspecting Party (alpha) owes" in told["/duties/arrive"]
    assert "for want of ones in the language" not in told[""]
    assert "Titles are in the language en, for want of ones in the language de." in said(agreed(), "de")[""]


def test_quotation_marks_do_not_stand_in_the_same_ones() -> None:
    assert words.Words(agreed(), "ru").quote("ракета «Томагавк»") == "«ракета „Томагавк“»"


# Differences.


def leaves(value: Any, where: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield path, and how to reach it, of every number and text in a value that is no name."""
    steps: list[tuple[Any, str]] = []
    if isinstance(value, dict):
        steps = [(name, f"{where}/{name}") for name in value if name != "name"]
    elif isinstance(value, list):
        steps = [
            (index, f"{where}/{item['name']}" if isinstance(item, dict) and "name" in item else where)
            for index, item in enumerate(value)
        ]
    else:
        yield where, []
    for step, path in steps:
        yield from ((found, [step, *rest]) for found, rest in leaves(value[step], path))


def changed(value: Any, steps: list[Any]) -> Any:
    """Return a copy with one number or text altered."""
    copied = copy.deepcopy(value)
    at = copied
    for step in steps[:-1]:
        at = at[step]
    old = at[steps[-1]]
    at[steps[-1]] = old + 1 if isinstance(old, int) else f"{old}x"
    return copied


def test_an_agreement_does_not_differ_from_itself() -> None:
    assert compare.compare(every_term(), every_term()) == ()


def test_each_altered_number_or_text_is_told_at_its_place_and_nothing_else() -> None:
    old = json.loads(json.dumps(every_term()))  # no list of it is another's, too
    checked = 0
    for where, steps in leaves(old):
        found = compare.compare(old, changed(old, steps))
        assert found, where
        for change in found:
            assert change.where.startswith(where.rpartition("/")[0]) or where.startswith(change.where), (where, change)
            assert compare.said(change, str).startswith(f"{change.where}: ")
        checked += 1
    assert checked > 400


def test_each_entry_taken_away_or_added_is_told_once() -> None:
    old = every_term()
    for member in ("conditions", "duties", "inspections", "notifications", "quotas", "undertakings"):
        for index, one in enumerate(old[member]):
            new = copy.deepcopy(old)
            del new[member][index]
            where = f"/{member}/{one['name']}"
            assert [(c.what, c.where) for c in compare.compare(old, new)] == [("removed", where)]
            assert [(c.what, c.where) for c in compare.compare(new, old)] == [("added", where)]


def test_another_order_is_a_change_of_rungs_and_clauses_and_of_nothing_else() -> None:
    old, new = every_term(), every_term()
    for member in ("duties", "notifications", "parties"):
        new[member].reverse()
    assert compare.compare(old, new) == ()
    new["ladders"][0]["rungs"].reverse()
    (change,) = compare.compare(old, new)
    assert compare.said(change, str) == "/ladders/opening/rungs: one, two -> two, one"


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ({"within": {"hours": 1}}, {"within": {"hours": 2}}, "/within: 1 hour -> 2 hours"),
        ({"within": {"hours": 24}}, {"within": {"days": 1}}, "/within: 24 hours -> 1 day"),
        ({}, {"within": {"working_days": 1}}, "/within: added 1 working day"),
        ({"p": "0x4/0x5"}, {"p": "0x9/0xa"}, "/p: 4/5 -> 9/10"),
        ({"expires_at": 1}, {"expires_at": 2}, "/expires_at: h1 -> h2"),
        ({"by": ["a"]}, {"by": ["a", "b"]}, "/by: added b"),
        ({"title": {"en": "a"}}, {"title": {"en": "b"}}, "/title/en: a -> b"),
        (
            {"runs": [{"places": 1, "years": 2}]},
            {"runs": [{"places": 1, "years": 3}]},
            "/runs: (places 1; years 2) -> (places 1; years 3)",
        ),
        (
            {"cut": [{"by": "each", "persons": 1, "role": "a"}]},
            {"cut": [{"by": "each", "persons": 2, "role": "a"}]},
            "/cut/each-a/persons: 1 -> 2",
        ),
    ],
)
def test_values_are_shown_as_people_write_them(old: Any, new: Any, text: str) -> None:
    assert [compare.said(change, lambda hour: f"h{hour}") for change in compare.compare(old, new)] == [text]


def test_who_may_be_absent_from_a_cut_is_said() -> None:
    written = every_term() | {"cuts": {"quorum": 4, "within": {"days": 2}}}
    written["signatures"]["cut-proposed"] = [{"by": "author", "persons": 1, "role": "officer"}]
    agreement = document.parse(draft.fill(written))
    assert said(agreement)["/cuts"] == (
        "A cut is closed by all Parties, or by those that sign where 2 days are over since all were asked: at least 4"
        " of them, and of each side that has a principal one. The others are named on it."
    )
    assert "истёк срок: 2 дня" in said(agreement, "ru")["/cuts"]


def test_monitors_are_not_said_to_be_visits() -> None:
    """What shows an undertaking are its visits alone; where it names none, that is said."""
    watched = entry("undertakings", "none-at-base-1", inspections=None)
    for language, part in (("en", "No visit is named that could show it"), ("ru", "подтвердить, не названо")):
        told = said(agreed(undertakings=watched), language)["/undertakings/none-at-base-1"]
        assert part in told
        visited = said(agreed(), language)["/undertakings/none-at-base-1"]
        assert re.search("(visits|посещения:) base[:.]", visited), visited


def test_everybody_who_signs_is_named_but_root_keys() -> None:
    agreement = agreed()
    for language, place in (("en", 0), ("ru", 1)):
        told = said(agreement, language)["/signatures"]
        for kind in agreement.signatures.keys() - {"amendment"}:
            assert f" {phrases.PHRASES[f'signs-{kind}'][place]}: " in told
    assert {f"signs-{kind}" for kind in KINDS.keys() - {*document.ROOT_SIGNED, "amendment"}} <= phrases.PHRASES.keys()
