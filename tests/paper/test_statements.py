"""Papers of signed statements, and lists of duties: what stands in the logs by the rules, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from histories import History

from counterseal.attestation import anchors as anchor_files
from counterseal.errors import Refused
from counterseal.log import note as notes
from counterseal.paper import duties, notice, report, sheet
from counterseal.paper import held as sources
from counterseal.paper.phrases import PHRASES
from counterseal.regime import explain
from counterseal.statements import statement as statements
from tests.paper.made import DAY, RU, US, annex, attestation, entry, every, held, read


def code(call: Any, *arguments: Any) -> str:
    """Return the code with which a call refuses."""
    with pytest.raises(Refused) as refused:
        call(*arguments)
    return refused.value.code


# Notices and notifications.


def test_a_notice_says_who_visits_whom_where_and_which_clocks_it_starts() -> None:
    source = held(annex())
    told = entry(source, "notice")
    paper = read(notice.paper(told.data, source))
    assert paper.files == {f"notice-{told.statement.id.hex()[:16]}.note": told.data}
    for text in ("Notice of a visit", "Объявление посещения", "Aegis Ashore site at Deveselu", RU, US, "romania"):
        assert paper.has(text)
    assert paper.has(told.statement.id.hex())
    assert paper.has(f"{told.log}, {told.index}")
    started = [owed for owed in source.regime.judge(source.hour).duties if owed.start == told.statement.id]
    titles = {term.name: term.title for term in source.agreement.duties}
    assert len(started) == 4
    for owed in started:
        assert paper.has(titles[owed.duty]["en"])
        assert paper.has(titles[owed.duty]["ru"])
    assert paper.has("2022-03-02 08:45:00")  # movement must have stopped


def test_the_clauses_that_a_notice_stands_on_are_the_agreements_own_words() -> None:
    source = held(annex())
    (clause,) = [one for one in source.agreement.clauses if one.name == "III.1"]
    paper = read(notice.paper(entry(source, "notice").data, source))
    assert paper.has(clause.text["en"])
    assert paper.has(clause.text["ru"])


def test_told_witnessed_held_and_received_are_four_rows() -> None:
    paper = read(notice.paper(entry(held(annex()), "notice").data, held(annex())))
    for text in ("hour told", "witnessed by a quorum at", "held by the mirrors at", "receipt confirmed by"):
        assert paper.has(text)
    assert paper.has("united-states: 2022-03-02 08:30:00 UTC")


def test_what_nobody_confirmed_yet_is_not_said_to_be_received() -> None:
    source = held(annex())
    told = entry(source, "notification", format="consultation-held")
    paper = read(notice.paper(told.data, source))
    assert paper.has("united-states: not yet, as far as is known here")
    assert paper.has("the Alliance has been consulted")
    assert paper.has("консультация в Альянсе проведена")


def test_free_words_stand_as_they_were_said_with_their_lines() -> None:
    history = every()
    history.notify("alpha", "request", words="первое\nсекунда <b>&\u202e")
    source = held(history)
    paper = read(notice.paper(entry(source, "notification", format="request").data, source))
    assert paper.has("первое секунда <b>&\\u{202e}")


def test_numbers_points_and_answers_are_told() -> None:
    history = every()
    history.notify("beta", "figures", figures={"launchers": 4, "shelters": 1})
    source = held(history)
    paper = read(notice.paper(entry(source, "notification", format="figures").data, source))
    assert paper.has("launchers: 4")
    assert paper.has("shelters: 1")


def test_an_agreement_of_one_language_has_one_column() -> None:
    source = held(every())
    paper = notice.paper(entry(source, "notice").data, source)
    assert paper.languages == ("en",)
    assert not any("а" <= char <= "я" for char in read(paper).text.lower())


def test_a_notice_that_nobody_logged_is_on_no_paper() -> None:
    history = every()
    text = history.text("beta", "notice", {"inspection": "second", "number": 1})
    assert code(notice.paper, history.signed("beta", text), held(history)) == "paper-statement"


def test_a_notice_that_breaks_a_rule_is_on_no_paper_and_the_rule_is_told() -> None:
    history = every()
    wrong = history.announce("second", 7)
    source = held(history)
    log, index = history.ids[wrong]
    with pytest.raises(Refused, match=rf"breaks R20 \(notice-number\) as entry {index} of {log}"):
        notice.paper(history.logs[log][index], source)


def test_other_signature_lines_make_no_other_statement_but_the_file_given_is_attached() -> None:
    history = every()
    source = held(history)
    told = entry(source, "notice")
    fewer = type(told.note)(told.note.text, told.note.lines[:1]).encode()
    assert list(read(notice.paper(fewer, source)).files.values()) == [fewer]


@pytest.mark.parametrize(
    ("paper", "kind"),
    [(notice.paper, "declaration"), (notice.paper, "cut"), (report.paper, "notice"), (report.paper, "declaration")],
    ids=["notice-declaration", "notice-cut", "report-notice", "report-declaration"],
)
def test_a_statement_of_another_kind_is_refused(paper: Any, kind: str) -> None:
    data, anchors = attestation()
    source = sources.of_attestation(data, anchors)
    assert code(paper, entry(source, kind).data, source) == "paper-kind"


def test_what_is_no_statement_is_refused_as_such() -> None:
    source = held(every())
    assert code(notice.paper, b"x", source).startswith("note-")
    checkpoint = every().checkpoint("alpha")
    assert code(notice.paper, checkpoint, source) == "statement-header"


# Reports.


def test_a_report_says_what_was_opened_declared_and_seen_and_what_was_not_looked_at() -> None:
    data, anchors = attestation()
    source = sources.of_attestation(data, anchors)
    told = entry(source, "inspection-report")
    paper = read(report.paper(told.data, source))
    assert list(paper.files.values()) == [told.data]
    opened = {point.id for point in told.statement.body.points}
    for point in source.agreement.site("deveselu").points:
        assert paper.has(point)
    assert paper.has(f"Of 24 points {24 - len(opened)} were not opened:")
    assert paper.has("Не вскрыто точек: 16 из 24:")
    assert paper.has("l1/c4 mk-41 SM-3 interceptor in its canister Противоракета SM-3 в контейнере nothing of the type")
    assert paper.has("from first knowledge to that от первого знания до этого 1 hour 1 час")
    for office in ("inspector", "escort", "инспектор", "сопровождающий"):
        assert paper.has(office)
    assert paper.has("Verified: the data was checked from its first byte to its last")


def test_an_item_seen_is_on_the_report_as_such() -> None:
    data, anchors = attestation("item-there")
    source = sources.of_attestation(data, anchors)
    paper = read(report.paper(entry(source, "inspection-report").data, source))
    assert paper.has("AN ITEM OF THE TYPE")
    assert paper.has("ПРЕДМЕТ ЭТОГО ТИПА")


def test_a_report_of_one_side_says_that_it_raises_nothing() -> None:
    history = every()
    told = next(one for one in history.ids if one and history.statement(one).kind == "notice")
    hours = {"began_at": history.now, "ended_at": history.now, "freeze_verified_at": history.now}
    points = [{"id": "p/1", "outcome": "ambiguous"}, {"id": "p/2", "outcome": "refused"}]
    history.say("alpha", "one-sided-report", {"notice": told.hex(), "points": points} | hours)
    source = held(history)
    assert not source.regime.facts.irregularities
    paper = read(report.paper(entry(source, "one-sided-report").data, source))
    assert paper.has("Report of one side on a visit")
    assert paper.has(PHRASES["limit-one-side"][0])
    assert paper.has("p/1")
    assert paper.has("ambiguous")
    assert paper.has("refused")


# Duties.


def test_every_duty_is_told_with_its_due_hour_and_its_sentence_in_both_languages() -> None:
    source = held(annex())
    paper = read(duties.paper(source))
    state = source.regime.judge(source.hour)
    assert len(state.duties) == 16
    for owed in state.duties:
        assert owed.due_s is not None
        for language in ("en", "ru"):
            said = explain.duty(state.document, owed, language, sheet.hour, state.stops)
            assert paper.has(said)


def test_the_list_is_attached_as_the_state_has_it() -> None:
    source = held(annex())
    (told,) = (json.loads(data) for data in read(duties.paper(source, by=US)).files.values())
    state = source.regime.judge(source.hour)
    assert told["state"] == state.digest.hex()
    assert told["hour"] == state.now
    assert told["duties"] == [one for one in state.subjects["duty"] if one["by"] == US]  # type: ignore[index, union-attr, call-overload]


def test_what_is_not_done_by_its_hour_stands_first() -> None:
    source = held(annex())
    text = read(duties.paper(source, by=RU)).text
    assert text.index("NOT DONE BY ITS DUE HOUR") < text.index("declare every point of BASE-A")


def test_the_list_is_of_the_hour_asked_for() -> None:
    source = held(annex())
    before = read(duties.paper(source, at=source.hour - 2 * DAY))
    after = read(duties.paper(source, at=source.hour + DAY))
    assert before.has("There are none.")
    assert after.has("2022-03-03 11:30:00 UTC")
    assert after.about["/CreationDate"] == "D:20220303113000Z"


def test_a_list_of_nobody_in_the_agreement_is_refused() -> None:
    assert code(duties.paper, held(annex()), None, "france") == "paper-party"


def test_a_log_in_which_nothing_was_said_yet_owes_nothing() -> None:
    assert read(duties.paper(held(History("agreements/aegis-ashore-2022.yaml")))).has("There are none.")


# Logs.


def test_logs_with_anchors_prove_what_was_read_and_not_that_it_is_all() -> None:
    assert read(duties.paper(held(annex()))).has(PHRASES["verified-logs"][0])
    assert read(duties.paper(held(annex(), anchored=False))).has(PHRASES["unproven"][0])


def logs_of(history: History) -> dict[str, list[bytes]]:
    return {party: list(history.logs[log]) for party, log in history.origins.items()}


def test_logs_are_refused_for_what_is_wrong_with_them() -> None:
    history, other = every(), annex()
    own = anchor_files.of(history.agreement)

    def refusal(agreement: bytes, trust: bytes, logs: Any, anchors: Any) -> str:
        return code(sources.of_logs, agreement, trust, logs, anchors)

    logs = logs_of(history)
    assert refusal(history.data, other.trust_file, logs, own) == "policy-other"
    assert refusal(history.data, history.trust_file, logs, anchor_files.of(other.agreement)) == "anchor-agreement"
    roots = dict(own.roots) | {"alpha": bytes(32)}
    wrong = type(own)(agreement=own.agreement, policy=own.policy, roots=roots)
    assert refusal(history.data, history.trust_file, logs, wrong) == "anchor-root"
    wrong = type(own)(agreement=own.agreement, policy=bytes(32), roots=own.roots)
    assert refusal(history.data, history.trust_file, logs, wrong) == "anchor-policy"
    assert refusal(history.data, history.trust_file, logs | {"omega": []}, own) == "paper-logs"
    assert refusal(history.data, history.trust_file, logs | {"beta": logs["beta"][:1]}, own) == "paper-logs"


def test_an_amendment_whose_document_is_not_here_is_told() -> None:
    history = every()
    later = history.document(lambda written: written["title"].update(en="EXERCISE: amended"))
    history.amend("alpha", 1, history.agreement.digest, later)
    history.close_cut()
    documents, history.documents = history.documents, []
    assert code(held, history) == "paper-logs"
    history.documents = documents
    assert held(history).regime.missing == ()


def test_the_note_of_every_paper_is_the_statement_whose_id_it_bears() -> None:
    source = held(annex())
    for one in source.entries.values():
        if one.statement.kind in notice.KINDS:
            paper = read(notice.paper(one.data, source))
            (data,) = paper.files.values()
            assert statements.parse(notes.parse(data).text).id == one.statement.id
            assert paper.has(one.statement.id.hex())
