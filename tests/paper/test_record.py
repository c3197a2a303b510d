"""The Record of findings: everything that the verifier reported is on it, and nothing that was not verified."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from counterseal.attestation import anchors as anchor_files
from counterseal.attestation import report as reports
from counterseal.attestation import verify
from counterseal.attestation.verify import Stopped
from counterseal.errors import Refused
from counterseal.paper import record, sheet
from counterseal.paper.phrases import PHRASES
from counterseal.paper.sheet import Tongues
from counterseal.regime import explain
from tests.paper.made import Read, attestation, read

VECTORS = Path(__file__).resolve().parents[2] / "spec" / "vectors" / "attestation"
VARIANTS = ("", "late-freeze", "item-there", "two-histories")


def made(variant: str = "") -> tuple[Read, dict[str, Any], verify.Verified]:
    """Return the paper of a play, the verifier's report, and what it verified."""
    data, anchors = attestation(variant)
    verified = verify.verify(data, anchors)
    return read(record.paper(data, anchors)), reports.of(verified), verified


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_that_the_verifier_reports_is_on_the_paper_in_both_languages(variant: str) -> None:
    paper, report, verified = made(variant)
    for digest in (report["agreement"], report["state"], report["cut"]["id"]):
        assert paper.has(digest)
    (finding,) = report["findings"]
    for column in (0, 1):
        status = PHRASES[f"status-{finding['status']}"][column]
        assert paper.has(status)
    for reason in finding["reasons"]:
        assert paper.has(f"{reasons_in_english(reason['code'])}")
        assert paper.has(reason["code"])
        assert all(paper.has(one) for one in reason["statements"])
    for point in (*finding["checked"], *finding["not_checked"], *finding.get("found", ())):
        assert paper.has(point)
    for code in finding["assumptions"]:
        assert all(paper.has(words) for words in PHRASES[f"assumed-{code}"])
    for broken in verified.state.irregularities:
        assert all(paper.has(explain.irregularity(broken, language)) for language in ("en", "ru"))
    for party in verified.agreement.parties:
        assert paper.has(party.log)


def reasons_in_english(code: str) -> str:
    return reports.REASONS[code][1:]  # the first letter is a capital there


def test_the_number_its_limits_and_its_hours_are_there() -> None:
    paper, _, _ = made()
    assert paper.has("629/759 (≥ 82.87 %)")
    assert paper.has("4/5 = 80 %")
    assert paper.has("with a probability of at least 629/759. The standard asks for 4/5.")
    assert paper.has("не меньше 629/759. Стандарт требует: 4/5.")
    assert paper.has("2022-03-01 10:00:00 UTC")
    assert paper.has("2022-03-31 10:00:00 UTC")
    for key in ("limit-hours", "limit-lapse", "limit-truth", "limit-judgement"):
        assert all(paper.has(words) for words in PHRASES[key])


def test_of_an_item_found_no_probability_is_given() -> None:
    paper, report, _ = made("item-there")
    assert report["findings"][0]["status"] == "contradicted"
    assert paper.has("No probability is given then.")
    assert not paper.has("probability reached")
    assert not paper.has("629/759")


def test_of_what_is_disputed_it_is_said_that_no_number_supports_it() -> None:
    paper, _, _ = made("two-histories")
    assert paper.has("no number below supports a finding")
    assert paper.has("числа ниже не подкрепляют вывод")


def test_without_anchors_the_paper_says_that_identity_is_unproven() -> None:
    data, anchors = attestation()
    with_anchors, without = read(record.paper(data, anchors)), read(record.paper(data, None))
    for column in (0, 1):
        assert without.has(PHRASES["unproven"][column])
        assert with_anchors.has(PHRASES["verified"][column])
        assert not with_anchors.has(PHRASES["unproven"][column])
        assert not without.has(PHRASES["verified"][column])
    assert b'"result":"consistent, identity unproven"' in without.files["deveselu-one-visit-cut-2.report.json"]


def test_no_paper_is_made_of_what_a_step_refuses() -> None:
    data, anchors = attestation()
    at = data.index(b'"outcome":"clean"') + 12
    with pytest.raises(Stopped) as refused:
        record.paper(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], anchors)
    assert (refused.value.step, refused.value.code) == (5, "entries-root")


def test_anchors_of_another_agreement_refuse_the_paper() -> None:
    data, _ = attestation()
    with pytest.raises(Stopped) as refused:
        record.paper(data, anchor_files.parse((VECTORS / "amended.anchors").read_bytes()))
    assert refused.value.code == "anchor-agreement"


def test_nobody_is_called_compliant_and_nobody_is_named() -> None:
    for variant in VARIANTS:
        text = made(variant)[0].text.lower()
        assert not re.search(r"complian|complied|violat|breach|соблюд|соответству", text)
        assert "officer-1" not in text


def test_an_amended_agreement_has_its_document_in_effect_and_all_its_findings() -> None:
    data = (VECTORS / "amended.attestation").read_bytes()
    anchors = anchor_files.parse((VECTORS / "amended.anchors").read_bytes())
    report = reports.of(verify.verify(data, anchors))
    paper = read(record.paper(data, anchors))
    assert paper.has(report["document"])
    assert paper.has(report["agreement"])
    for number, finding in enumerate(report["findings"], 1):
        assert paper.has(f"Finding {number} of {len(report['findings'])}: {finding['undertaking']}")


@pytest.mark.parametrize("languages", [("en",), ("ru",), ("ru", "en"), ("en", "ru")])
def test_columns_are_those_asked_for_in_their_order(languages: tuple[str, ...]) -> None:
    data, anchors = attestation()
    text = read(record.paper(data, anchors, languages)).text
    titles = {"en": "Record of findings", "ru": "Акт о выводах"}
    assert ("en" in languages) == (titles["en"] in text)
    assert ("ru" in languages) == (titles["ru"] in text)
    if len(languages) == 2:
        assert text.index(titles[languages[0]]) < text.index(titles[languages[1]])


@pytest.mark.parametrize("languages", [("fr",), ("en", "en"), ("EN",)])
def test_a_language_without_words_or_asked_for_twice_is_refused(languages: tuple[str, ...]) -> None:
    data, anchors = attestation()
    with pytest.raises(Refused) as refused:
        record.paper(data, anchors, languages)
    assert refused.value.code == "paper-language"


# The finding record, as it may grow.


def blocks_of(**members: Any) -> tuple[str, Tongues]:
    """Return the blocks of the play's finding with other members, as JSON."""
    _, report, verified = made()
    tongues = Tongues(verified.agreement)
    blocks = record.finding_blocks(tongues, verified.agreement, report["findings"][0] | members)
    return json.dumps(blocks, ensure_ascii=False), tongues


def test_a_member_that_has_no_row_is_shown_as_data() -> None:
    told, _ = blocks_of(some_number="0x5/0x1", some_list=[{"hour": 7, "number": "0x1/0x2"}])
    assert "also recorded: some_number" in told
    assert "также записано: some_list" in told
    assert '\\"number\\": \\"0x1/0x2\\"' in told


@pytest.mark.parametrize(
    "members",
    [
        {"status": "some new status"},
        {"kind": "some-new-kind"},
        {"reasons": [{"code": "some-new-reason", "statements": []}]},
        {"assumptions": ["some-new-assumption"]},
        {"undertaking": "some-new-undertaking"},
    ],
)
def test_a_word_that_is_not_known_stands_as_it_is(members: dict[str, Any]) -> None:
    told, _ = blocks_of(**members)
    if "undertaking" not in members:
        assert re.search("(?i)some.new", told)


GROWN = {
    "assured_since": 1_646_128_800,
    "at_most": 7,
    "break_even_hazard": "0x1/0x8",
    "break_even_prior": "0x2/0x3",
    "changes": [
        {"code": "visit-before-lapse", "hour": 1_646_128_800},
        {"code": "freeze-sooner", "seconds": 14_400},
        {"code": "open-more-points", "points": 3, "statements": ["ab" * 32]},
        {"code": "some-new-change"},
    ],
    "clauses": ["III.1"],
    "curve": [{"hour": 1_646_128_800, "miss": "0x1/0x3"}],
    "duration_s": 259_200,
    "exhibited_at": 1_646_128_801,
    "likelihood_ratio": "0x82/0x2f7",
    "open": [{"outcome": "refused", "points": ["l1/c1"], "report": "cd" * 32}],
    "place": "at the north gate",
    "posterior": {"best": "0x2/0x3", "worst": "0x1/0x3"},
    "presence": "continuous",
    "window_s": 5_184_000,
}


@pytest.mark.parametrize(
    "shown",
    [
        "вероятность пропуска не более 1/20",
        "number allowed",
        "1/8 = 0.125",
        "2/3 (≤ 66.67 %)",
        "Nothing but time; another visit before 2022-03-01 10:00:00 UTC would carry it on",
        "после первого знания раньше чем через: 4 часа",
        "A visit that opens 3 points more",
        "Some-new-change",
        "III.1",
        "2022-03-01 10:00:00 UTC: 1/3 (≤ 33.34 %)",
        "held one (without a break) for 3 days within 60 days before",
        "непрерывно; срок: 3 дня; в пределах срока: 60 дней",
        "2022-03-01 10:00:01 UTC",
        "130/759 (≥ 0.171277)",
        "at the north gate",
        "1/3 (≥ 33.33 %)",
        "отказано",
        "cdcd",
    ],
)
def test_members_that_findings_grow_have_rows_of_their_own(shown: str) -> None:
    told, _ = blocks_of(**GROWN)
    assert shown in told
    assert "also recorded" not in told


def test_a_grown_finding_can_be_set() -> None:
    _, report, verified = made()
    data, anchors = attestation()
    tongues = Tongues(verified.agreement)
    blocks = record.finding_blocks(tongues, verified.agreement, report["findings"][0] | GROWN)
    under = (sheet.heading(tongues.say("heading-rests")), *blocks)
    assert read(replace(record.paper(data, anchors), blocks=under)).has("III.1")


def test_every_member_of_a_finding_is_shown_somewhere() -> None:
    shown = record.ROWS.keys() | set(record.ELSEWHERE)
    for variant in VARIANTS:
        _, report, _ = made(variant)
        assert all(finding.keys() <= shown for finding in report["findings"])
    assert all(label in PHRASES for label, _ in record.ROWS.values())


def test_a_share_is_never_rounded_up() -> None:
    assert sheet.share(Fraction(99_999, 100_000)) == "99999/100000 (≥ 99.99 %)"
    assert sheet.share(Fraction(1, 3)) == "1/3 (≥ 33.33 %)"
    assert sheet.share(Fraction(1)) == "1"
    assert sheet.share(Fraction(1, 10**200 + 1)) == "≥ 0 %"
    assert sheet.share(1 - Fraction(1, 10**200 + 1)) == "≥ 99.99 %"
