"""The annex of the reported offer, played where it had to decide something: EXERCISE throughout.

Each test is one question of ``docs/reference/aegis-ashore-2022.md``: what starts, what waits, what stops, for whom.
"""

from __future__ import annotations

import pytest
from histories import History

from counterseal.assessment.finding import assess
from counterseal.regime.duties import Owed
from counterseal.regime.judge import State

HOUR, DAY = 3_600, 86_400
RU, US, RO, PL, NATO = "russian-federation", "united-states", "romania", "poland", "nato"


def annex() -> History:
    """Return the annex acceded to by all, the Alliance not yet consulted."""
    history = History("agreements/aegis-ashore-2022.yaml")
    history.found()
    return history


def opened(pairs: int = 1) -> History:
    """Return the annex in force with one pair of sites open, or both."""
    history = annex()
    history.notify(NATO, "consultation-held")
    history.sync()
    history.notify(RO, "consent-of-romania")
    history.sync()
    history.notify(US, "deveselu-opened")
    history.notify(RU, "first-base-opened")
    history.sync()
    if pairs == 2:
        history.notify(PL, "consent-of-poland")
        history.sync()
        history.notify(US, "redzikowo-opened")
        history.notify(RU, "second-base-opened")
        history.sync()
    return history


def state(history: History, after_s: int = 0) -> State:
    """Return the state some seconds after the history's now."""
    return history.regime().judge(history.now + after_s)


def codes(history: History) -> list[str]:
    """Return the codes of all irregularities."""
    return [entry.code for entry in state(history).irregularities]


def duty(history: History, name: str, after_s: int = 0) -> Owed:
    """Return the one instance of a duty."""
    (owed,) = [one for one in state(history, after_s).duties if one.duty == name]
    return owed


def rungs(history: History, after_s: int = 0) -> list[tuple[str, tuple[str, ...]]]:
    """Return status and who is missing, rung by rung."""
    return [(rung.status, rung.missing) for rung in state(history, after_s).ladders[0].rungs]


def test_it_is_in_force_once_the_alliance_was_consulted_and_no_consent_is_needed_for_that() -> None:
    history = annex()
    assert state(history).status == "not in force"
    history.notify(NATO, "consultation-held")
    history.sync()
    assert state(history).status == "in force"
    assert codes(history) == []
    assert rungs(history) == [("under way", (RU, US)), ("not begun", (RU, US))]


def test_one_host_consents_and_the_other_delays() -> None:
    history = opened(1)
    history.announce("deveselu-visit")
    history.sync()
    history.announce("redzikowo-visit")
    assert codes(history) == ["notice-condition"]
    assert rungs(history) == [("done", ()), ("under way", (RU, US))]
    # Nobody may open the second pair while Poland has not consented: neither side is a rung ahead.
    history.notify(US, "redzikowo-opened")
    assert codes(history) == ["notice-condition", "notification-condition"]


def test_a_side_that_does_not_open_its_base_gets_no_visit_and_halts_the_ladder() -> None:
    history = annex()
    history.notify(NATO, "consultation-held")
    history.sync()
    history.notify(RO, "consent-of-romania")
    history.sync()
    history.notify(US, "deveselu-opened")
    history.sync()
    history.announce("deveselu-visit")
    assert codes(history) == ["notice-condition"]
    assert rungs(history, 31 * DAY) == [("halted", (RU,)), ("not begun", (RU, US))]


def test_a_host_that_withdraws_closes_its_site_and_the_base_paired_with_it() -> None:
    history = opened(2)
    history.notify(RO, "withdrawal-of-consent-of-romania")
    history.sync()
    history.announce("deveselu-visit")
    history.announce("base-visit-first", site="base-a")
    history.announce("redzikowo-visit")
    history.announce("base-visit-second", site="base-b")
    assert codes(history) == ["notice-condition", "notice-condition"]
    now = state(history)
    assert duty(history, "declare-deveselu").status == "blocked"
    assert duty(history, "declare-deveselu", 40 * DAY).blocked_by == ("romania-consents",)  # and not "not done"
    found = {f.undertaking.name: [r.code for r in f.reasons] for f in assess(history.agreement, now)}
    assert "not-owed" in found["no-tomahawk-at-deveselu"]
    history.notify(RO, "consent-of-romania")
    history.sync()
    assert dict(state(history).conditions)["first-pair-open"]


@pytest.mark.parametrize("receipt", [True, False])
def test_a_receipt_withheld_gains_nothing_beyond_the_allowance(receipt: bool) -> None:
    history = opened()
    noticed = history.announce("deveselu-visit")
    history.now += 600
    history.sync()  # witnessed and held ten minutes later
    if receipt:
        history.now += 60
        history.notify(US, "receipt", about=noticed, hour=history.now)
        history.sync()
    owed = duty(history, "declare-freeze-deveselu-visit", DAY)
    assert owed.start_s is not None
    assert owed.due_s == owed.start_s + 15 * 60
    begun = state(history).visits[0].announced_at
    assert owed.start_s == begun + (660 if receipt else 600 + 30 * 60)
    assert owed.status == "not done by due hour"
    confirmed = duty(history, "confirm-receipt-deveselu-visit", DAY)
    assert confirmed.status == ("done" if receipt else "not done by due hour")


def test_the_base_is_named_by_a_choice_sealed_before_the_notice() -> None:
    history = opened()
    noticed = history.announce("base-visit-first", site="base-c")
    history.sync()
    assert state(history).visits[0].site is None
    history.now += 20 * HOUR
    history.notify(US, "arrival", about=noticed, hour=history.now)
    history.sync()
    assert duty(history, "designate-base-visit-first", 2 * HOUR).status == "not done by due hour"
    history.designate(noticed, "base-c")
    history.now += 60
    history.sync()
    assert state(history).visits[0].site == "base-c"
    assert duty(history, "designate-base-visit-first").status == "done"
    assert duty(history, "verify-freeze-base-visit-first", 30 * 60).status == "not done by due hour"
    assert duty(history, "recall-base-visit-first").status in ("unconfirmed", "due")
    assert codes(history) == []


def test_what_only_another_visit_can_do_is_not_owed_in_this_one() -> None:
    history = opened()
    noticed = history.announce("deveselu-visit")
    history.sync()
    history.notify(RU, "arrival-for-site", about=noticed, hour=history.now)
    history.sync()
    owed = {one.duty for one in state(history, DAY).duties if one.start is not None}
    assert "arrive-deveselu-visit" in owed
    assert not owed & {"designate-base-visit-first", "report-base-visit-first", "report-redzikowo-visit"}


def test_another_base_than_the_sealed_one_cannot_be_named() -> None:
    history = opened()
    noticed = history.announce("base-visit-first", site="base-c")
    history.sync()
    history.designate(noticed, "base-d")
    assert codes(history) == ["designation-opening"]


def test_bases_are_named_afresh_each_treaty_year_and_no_third_time_in_one() -> None:
    history = opened()
    for number, site in ((1, "base-a"), (2, "base-b"), (3, "base-c")):
        noticed = history.announce("base-visit-first", number, site)
        history.sync()
        if number < 3:
            history.designate(noticed, site)
            history.sync()
            hours = {"began_at": history.now, "ended_at": history.now, "freeze_verified_at": history.now}
            history.say(US, "one-sided-report", hours | {"notice": noticed.hex(), "points": []})
            history.now += DAY
            history.sync()
    assert codes(history) == ["notice-quota"]
    history.now += 366 * DAY
    history.say(US, "notice", {"inspection": "base-visit-first", "number": 3, "designation": _sealed(history, noticed)})
    assert codes(history) == ["notice-quota"]


def _sealed(history: History, noticed: bytes) -> str:
    designation: bytes = history.statement(noticed).body.designation
    return designation.hex()


def test_an_alert_puts_visits_off_and_its_end_is_owed() -> None:
    history = opened()
    alert = history.notify(US, "alert-declared", words="EXERCISE: an alert")
    history.sync()
    history.announce("deveselu-visit")
    assert codes(history) == ["regime-suspended"]
    assert duty(history, "end-alert", 80 * HOUR).status == "not done by due hour"
    history.notify(US, "alert-ended", about=alert)
    history.sync()
    history.announce("deveselu-visit")
    assert codes(history) == ["regime-suspended"]
    assert state(history).status == "in force"


def test_suspension_stops_all_but_the_record_and_only_its_author_resumes() -> None:
    history = opened()
    history.notify(RU, "suspension", words="EXERCISE: on the ground of a fictional event")
    history.sync()
    assert state(history).status == "suspended"
    history.notify(US, "resumption")
    history.notify(US, "request-for-explanation", words="EXERCISE: the record goes on")
    history.sync()
    assert state(history).status == "suspended"
    history.announce("deveselu-visit")
    assert codes(history) == ["regime-suspended"]
    history.notify(RU, "resumption")
    history.sync()
    assert state(history).status == "in force"
    assert codes(history) == ["regime-suspended"]


def test_a_one_sided_report_goes_to_the_commission_and_closes_unpursued() -> None:
    history = opened()
    noticed = history.announce("deveselu-visit")
    history.sync()
    hours = {"began_at": history.now, "ended_at": history.now, "freeze_verified_at": history.now}
    alone = history.say(RU, "one-sided-report", hours | {"notice": noticed.hex(), "points": []})
    history.sync()
    (dispute,) = state(history).disputes
    assert (dispute.raised, dispute.status) == (alone, "open")
    assert state(history, 46 * DAY).disputes[0].status == "unpursued"
    assert state(history, 46 * DAY).visits[0].status == "unpursued"


def test_types_that_nobody_told_apart_leave_the_reciprocal_finding_unmet() -> None:
    history = opened()
    found = {f.undertaking.name: [r.code for r in f.reasons] for f in assess(history.agreement, state(history))}
    assert "not-shown" in found["no-9m729-at-base-a"]
    for party in (RU, US):
        history.notify(party, "exhibition-measured")
    history.sync()
    found = {f.undertaking.name: [r.code for r in f.reasons] for f in assess(history.agreement, state(history))}
    assert "not-shown" not in found["no-9m729-at-base-a"]


def test_a_measured_exhibition_shows_that_the_types_are_told_apart_and_lapses() -> None:
    history = opened()
    history.read(US, "exhibition-of-cruise-missiles", {"launcher/1": "clean", "launcher/2": "clean"})
    history.sync()
    found = {f.undertaking.name: f for f in assess(history.agreement, state(history))}
    assert found["cruise-9m729-told-from-9m728"].status == "standard met"
    assert "not-shown" in [reason.code for reason in found["no-9m729-at-base-a"].reasons]  # both have not said so
    found = {f.undertaking.name: f for f in assess(history.agreement, state(history, 366 * DAY))}
    assert found["cruise-9m729-told-from-9m728"].status == "lapsed"


def test_a_broken_seal_disputes_the_finding_until_both_have_signed_what_it_was() -> None:
    history = opened()
    broken = history.read(RU, "seals-at-deveselu", {"l1/c4": "alarm", "l1/c8": "clean"})
    history.sync()
    found = {f.undertaking.name: f for f in assess(history.agreement, state(history))}
    assert [reason.code for reason in found["no-tomahawk-at-deveselu"].reasons] == ["alarm-open"]
    assert found["no-tomahawk-at-redzikowo"].status == "not met"
    history.notify(US, "resolution", about=broken, words="EXERCISE: it was torn by frost")
    history.sync()
    found = {f.undertaking.name: f for f in assess(history.agreement, state(history))}
    assert found["no-tomahawk-at-deveselu"].status == "not met"


def test_texts_that_disagree_show_on_the_duty_until_the_commission_has_resolved_it() -> None:
    history = opened()
    noticed = history.announce("deveselu-visit")
    said = history.notify(US, "text-discrepancy", words="EXERCISE: hours in one text, days in the other")
    history.sync()
    assert duty(history, "confirm-receipt-deveselu-visit").disputed_by == (said,)
    history.notify(RU, "resolution", about=said, words="EXERCISE: hours")
    history.sync()
    assert duty(history, "confirm-receipt-deveselu-visit").disputed_by == ()
    assert noticed in {one.start for one in state(history).duties}
