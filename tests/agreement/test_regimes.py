"""Regimes are data: eight of them, read from ``agreements/`` and played. No number of a regime stands in ``src``.

Every want here is arithmetic over what the reference says, and every got comes out of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from histories import ROOT, History

from counterseal.agreement import clock, document, quota
from counterseal.agreement.document import Agreement
from counterseal.agreement.events import IN_FORCE, threads
from counterseal.agreement.quota import Places
from counterseal.agreement.terms import Duty
from counterseal.assessment.finding import assess
from counterseal.encoding import ed25519
from counterseal.node import draft
from counterseal.regime.duties import Owed
from counterseal.regime.judge import State
from counterseal.regime.quotas import Entry

MINUTE, HOUR, DAY = 60, 3_600, 86_400
REGIMES = (
    "cfe-1990",
    "cwc-challenge",
    "iaea-complementary-access",
    "inf-1987",
    "menzingen-2023",
    "new-start-2010",
    "start-1991",
    "vienna-document-2011",
)
RU, SU, US = "russian-federation", "soviet-union", "united-states"
AGENCY, INSPECTED, INSPECTING = "agency", "inspected-state", "inspecting-state"
RECEIVING, SECRETARIAT, THIRD, VISITING = "receiving-state", "technical-secretariat", "third-state", "visiting-state"

NUMBER = re.compile(r"\b(?:minutes|hours|days|years|fixed|team_max|numerator|at_least|at_most): [0-9]+")
SOURCE = re.compile(r"\b[A-E][0-9]{1,2}\b")


@pytest.fixture(autouse=True, scope="module")
def _verify_once() -> Iterator[None]:
    """Remember good signatures: a history is folded again for every question."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ed25519, "verify", cache(ed25519.verify))
        yield


def text(name: str) -> str:
    """Return the file of a regime."""
    return (ROOT / "agreements" / f"{name}.yaml").read_text("utf-8")


@cache
def agreement(name: str) -> Agreement:
    """Return a regime as an agreement."""
    return document.parse(draft.fill(draft.read(text(name).encode())))


def at(date: str) -> int:
    """Return the Unix second of a date, or of a date and a time of day, in UTC."""
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())


def played(name: str, in_force: str) -> History:
    """Return a regime that all have acceded to, at noon of a day."""
    history = History(f"agreements/{name}.yaml", at(f"{in_force}T12:00:00"))
    history.found()
    return history


def state(history: History, after_s: int = 0) -> State:
    """Return the state some seconds after the history's now."""
    return history.regime().judge(history.now + after_s)


def codes(history: History) -> list[str]:
    """Return the codes of all irregularities."""
    return [entry.code for entry in state(history).irregularities]


def owed(history: History, name: str, after_s: int = 0, by: str | None = None) -> Owed:
    """Return the one instance of a duty, or the one of a party's."""
    found = [one for one in state(history, after_s).duties if one.duty == name and by in (None, one.by)]
    (one,) = found
    return one


def statuses(history: History, name: str, after_s: int = 0) -> list[str]:
    """Return how the instances of a duty stand."""
    return [one.status for one in state(history, after_s).duties if one.duty == name]


def visit(history: History, inspection: str, number: int, site: str | None = None) -> bytes:
    """Let a visit be announced, designated and reported by the team alone, all at once; return its notice."""
    notice = history.announce(inspection, number, site)
    if site is not None:
        history.designate(notice, site)
    over(history, notice)
    return notice


def again(history: History, refused: bytes) -> bytes:
    """Let a notice that was refused be given anew, citing the designation that was sealed for it; return its id."""
    said = history.statement(refused)
    body = {"designation": said.body.designation.hex(), "inspection": said.body.inspection, "number": said.body.number}
    return history.say(said.party, "notice", body)


def over(history: History, notice: bytes) -> None:
    """Let the team report alone that its visit is over, which leaves room for the next."""
    hours = dict.fromkeys(("began_at", "ended_at", "freeze_verified_at"), history.now)
    history.say(history.statement(notice).party, "one-sided-report", {"notice": notice.hex(), "points": []} | hours)


def line(history: History, name: str, period: int = 1) -> Entry:
    """Return the one line of the quota ledger that is of a quota and a period."""
    (entry,) = [entry for entry in state(history).quotas if (entry.quota, entry.period) == (name, period)]
    return entry


def places(name: str, of: str) -> Places:
    """Return the places of a regime's quota."""
    return agreement(name).quota(of).places


def way(name: str, *through: str) -> tuple[Duty, ...]:
    """Return the duties that lead from notification to notification: what is done by one starts the next."""
    found: list[Duty] = []
    for start, end in pairwise(f"notification/{one}" for one in through):
        (duty,) = [one for one in agreement(name).duties if (one.start, one.done_by) == (start, end)]
        found.append(duty)
    return tuple(found)


def hours(duties: tuple[Duty, ...]) -> list[tuple[int, int | None]]:
    """Return earliest and latest end of each stage, in hours from the start of the first."""
    ends = clock.chain(((duty.not_before, duty.within) for duty in duties), 0)
    return [(earliest // HOUR, None if latest is None else latest // HOUR) for earliest, latest in ends]


# The files.


@pytest.mark.parametrize("name", REGIMES)
def test_it_is_an_agreement_and_nothing_but_data(name: str) -> None:
    history = History(f"agreements/{name}.yaml")
    read = document.parse(history.data)
    assert read == history.agreement
    assert (read.name, read.mode) == (name, "exercise")
    assert all(title.startswith(("EXERCISE", "УЧЕНИЕ")) for title in read.title.values())
    assert read.inspections
    assert read.undertakings


@pytest.mark.parametrize("name", REGIMES)
def test_every_number_has_its_source_or_is_marked_as_exercise(name: str) -> None:
    """A number that is written twice has its source once. All of a standard is EXERCISE, and so says its list."""
    sourced: set[str] = set()
    numbers: set[str] = set()
    for written in text(name).partition("\nundertakings:")[0].split("\n"):
        said, _, comment = written.partition("#")
        if NUMBER.search(said):
            numbers.add(said.strip())
            sourced |= {said.strip()} if SOURCE.search(comment) or "EXERCISE" in comment else set()
    assert numbers == sourced


@pytest.mark.parametrize("name", REGIMES)
def test_every_source_key_is_listed(name: str) -> None:
    page = (ROOT / "docs/reference/agreements.md").read_text("utf-8")
    listed = set(SOURCE.findall(page.partition("## Sources")[2]))
    cited = set(SOURCE.findall("\n".join(re.findall(r"#.*|\(.*?\)", text(name)))))
    assert cited
    assert cited <= listed
    assert f"agreements/{name}.yaml" in page


@pytest.mark.parametrize("name", REGIMES)
def test_no_duty_is_owed_in_visits_in_which_nothing_can_do_it(name: str) -> None:
    for duty in agreement(name).duties:
        if duty.start not in (None, IN_FORCE):
            assert threads(agreement(name), duty.start) <= threads(agreement(name), duty.done_by), duty.name


# Fixtures of the reference, out of the files.


def test_inf_gives_185_short_notice_visits_in_thirteen_years() -> None:
    schedule = places("inf-1987", "short-notice-a-year")
    assert quota.total(schedule) == 20 * 3 + 15 * 5 + 10 * 5 == 185
    assert [quota.count(schedule, year) for year in (1, 3, 4, 8, 9, 13, 14)] == [20, 20, 15, 15, 10, 10, 0]


def test_cfe_takes_44_hours_at_the_least_from_notice_to_visit() -> None:
    stages = way("cfe-1990", "notice-form", "arrival", "site-named", "briefing-begun", "inspection-begun")
    assert [earliest for earliest, _ in hours(stages)] == [36, 37, 43, 44]


def test_cfe_gives_84_hours_at_the_most_for_two_sites() -> None:
    stages = way("cfe-1990", "arrival", "first-site-left", "further-site-left")
    assert [latest for _, latest in hours(stages)] == [48, 84]


def test_cwc_gives_access_within_108_hours_and_is_over_84_hours_later() -> None:
    assert hours(way("cwc-challenge", "arrival", "perimeter-final")) == [(0, 24)]
    assert hours(way("cwc-challenge", "arrival", "team-at-perimeter")) == [(12, 36)]
    assert hours(way("cwc-challenge", "arrival", "access-given", "departure")) == [(0, 108), (0, 192)]


@pytest.mark.parametrize(("units", "visits"), [(1, 1), (60, 1), (120, 2), (121, 3), (900, 15), (1000, 15)])
def test_vienna_gives_an_evaluation_visit_for_60_units_or_portion_thereof(units: int, visits: int) -> None:
    assert quota.count(places("vienna-document-2011", "evaluations-a-year"), 1, units) == visits


@pytest.mark.parametrize(("of_all", "of_one"), [(15, 3), (10, 2), (9, 1), (5, 1), (4, 1), (1, 1)])
def test_vienna_gives_one_state_a_fifth_rounded_down_and_one_at_least(of_all: int, of_one: int) -> None:
    assert quota.count(places("vienna-document-2011", "evaluations-a-pair"), 1, of_all) == of_one


@pytest.mark.parametrize(("bases", "visits"), [(1, 1), (3, 1), (10, 4)])
def test_start_gives_40_per_cent_of_the_bases_of_a_dispersal_or_one(bases: int, visits: int) -> None:
    assert quota.count(places("start-1991", "post-dispersal"), 1, bases) == visits


@pytest.mark.parametrize(
    ("phase", "share"), [("in-baseline", 20), ("in-reduction", 10), ("in-residual-check", 20), ("after", 15)]
)
def test_cfe_gives_each_phase_its_share(phase: str, share: int) -> None:
    assert quota.count(places("cfe-1990", f"passive-{phase}"), 1, 100) == share


def test_start_and_new_start_give_so_many_a_year_and_two_to_a_base() -> None:
    new_start = [places("new-start-2010", name) for name in ("type-one-a-year", "type-two-a-year", "visits-a-base")]
    assert [quota.count(one, 1) for one in new_start] == [10, 8, 2]
    start = [places("start-1991", name) for name in ("data-update-a-year", "data-update-a-facility")]
    assert [quota.count(one, 1) for one in start] == [15, 2]


# INF.


def test_inf_a_closeout_after_sixty_days_is_no_right_any_more() -> None:
    history = played("inf-1987", "1988-06-01")
    history.now += 60 * DAY
    history.announce("closeout-in-soviet-union")
    assert codes(history) == []
    history.now += 1
    history.announce("closeout-in-united-states")
    assert codes(history) == ["notice-window"]


def test_inf_the_baseline_is_sixty_days_from_the_first_of_july() -> None:
    for hour, want in (
        ("1988-07-01T11:59:59", ["notice-window"]),
        ("1988-07-01T12:00:00", []),
        ("1988-08-30T12:00:00", []),
        ("1988-08-30T12:00:01", ["notice-window"]),
    ):
        history = played("inf-1987", "1988-06-01")
        history.now = at(hour)
        history.announce("baseline-in-soviet-union", site="base-c")
        assert codes(history) == want, hour


def test_inf_movement_is_restricted_in_an_hour_and_the_team_there_in_nine() -> None:
    history = played("inf-1987", "1988-06-01")
    history.now += 60 * DAY
    notice = history.announce("short-notice-in-soviet-union", site="base-c")
    history.sync()
    history.now += DAY
    designation = history.designate(notice, "base-c")
    history.sync()
    named = history.now
    assert owed(history, "restrict-in-soviet-union").status == "due"
    history.now += HOUR
    history.notify(SU, "movement-restricted", about=designation, hour=history.now, site="base-c")
    history.sync()
    restrict, bring = owed(history, "restrict-in-soviet-union"), owed(history, "bring-in-soviet-union")
    assert (restrict.status, restrict.due_s, restrict.done_s) == ("done", named + HOUR, named + HOUR)
    assert (bring.by, bring.to, bring.status, bring.due_s) == (SU, (US,), "due", named + 9 * HOUR)
    assert owed(history, "bring-in-soviet-union", 8 * HOUR).status == "due"
    assert owed(history, "bring-in-soviet-union", 8 * HOUR + 1).status == "not done by due hour"
    history.now = named + 10 * HOUR
    history.notify(SU, "team-on-site", about=notice, hour=history.now)
    history.sync()
    assert owed(history, "bring-in-soviet-union").status == "done late"
    leave = owed(history, "leave")
    assert (leave.by, leave.status, leave.due_s) == (US, "due", named + 34 * HOUR)
    assert codes(history) == []


def test_inf_the_twenty_first_visit_waits_for_the_next_treaty_year() -> None:
    history = played("inf-1987", "1988-06-01")
    history.now += 90 * DAY
    for number in range(1, 21):
        visit(history, "short-notice-in-soviet-union", number, "base-c" if number % 2 else "base-d")
    history.now = at("1989-06-01T11:59:59")
    refused = history.announce("short-notice-in-soviet-union", 21, "base-d")
    assert codes(history) == ["notice-quota"]
    history.now += 1
    again(history, refused)
    assert codes(history) == ["notice-quota"]
    years = [line(history, "short-notice-a-year", year) for year in (1, 2)]
    assert [(year.key, year.places, len(year.visits), year.excess) for year in years] == [
        (US, 20, 20, ()),
        (US, 20, 1, ()),
    ]


# START.


def test_start_the_baseline_is_from_day_45_to_day_165() -> None:
    for day, want in ((44, ["notice-window"]), (45, []), (165, []), (166, ["notice-window"])):
        history = played("start-1991", "1994-12-05")
        history.now += day * DAY
        history.announce("baseline-in-russian-federation", site="base-c")
        assert codes(history) == want, day


def test_start_a_dispersal_opens_as_many_visits_as_the_bases_involved_allow() -> None:
    history = played("start-1991", "1994-12-05")
    history.now += 200 * DAY
    refused = history.announce("post-dispersal-in-russian-federation", site="base-c")
    assert codes(history) == ["notice-condition"]
    history.notify(RU, "dispersal-ended", hour=history.now, figures={"bases-dispersed": 3})
    history.sync()
    history.now += HOUR
    notice = again(history, refused)
    history.designate(notice, "base-c")
    over(history, notice)
    refused = history.announce("post-dispersal-in-russian-federation", 2, "base-d")
    assert codes(history) == ["notice-condition", "notice-quota"]
    history.notify(RU, "dispersal-ended", hour=history.now, figures={"bases-dispersed": 10})
    history.sync()
    history.now += HOUR
    again(history, refused)
    assert codes(history) == ["notice-condition", "notice-quota"]
    entry = line(history, "post-dispersal")
    assert (entry.key, entry.places, len(entry.visits), entry.excess) == (RU, 4, 2, ())


def test_start_the_third_data_update_of_one_facility_is_one_too_many() -> None:
    history = played("start-1991", "1994-12-05")
    history.now += 170 * DAY
    notices = [visit(history, "data-update-in-united-states", number, "base-a") for number in (1, 2, 3)]
    history.sync()
    entry = line(history, "data-update-a-facility")
    assert (entry.key, entry.places, len(entry.visits), entry.excess) == ("base-a", 2, 2, (notices[2],))


def test_start_first_data_are_due_on_day_30_and_the_team_is_on_site_in_nine_hours_or_in_five() -> None:
    history = played("start-1991", "1994-12-05")
    began = history.now
    history.notify(US, "first-data", words="EXERCISE")
    history.sync()
    assert owed(history, "exchange-first-data", by=US).status == "done"
    late = owed(history, "exchange-first-data", 30 * DAY + 1, by=RU)
    assert (late.status, late.due_s) == ("not done by due hour", began + 30 * DAY)
    history.now += 50 * DAY
    notice = history.announce("baseline-in-russian-federation", site="base-c")
    history.notify(US, "notice-form", about=notice, hour=history.now + 16 * HOUR, words="EXERCISE")
    history.sync()
    assert owed(history, "arrive").from_s == history.now + 30 * MINUTE + 16 * HOUR  # from when it counts as delivered
    history.now += 15 * HOUR
    arrival = history.notify(US, "arrival", about=notice, hour=history.now)
    history.sync()
    assert owed(history, "arrive").status == "done early"
    history.now += HOUR
    history.notify(US, "site-named", about=arrival, hour=history.now, site="base-c")
    history.notify(US, "pre-inspection-ended", about=arrival, hour=history.now)
    history.sync()
    dues = [owed(history, name).due_s for name in ("bring", "bring-to-near-area")]
    assert dues == [history.now + 9 * HOUR, history.now + 5 * HOUR]
    history.now += 6 * HOUR
    history.notify(RU, "team-on-site", about=arrival, hour=history.now)
    history.sync()
    assert [owed(history, name).status for name in ("bring", "bring-to-near-area")] == ["done", "done late"]


# New START.


def test_new_start_lists_data_and_the_right_come_by_days_5_25_45_and_60() -> None:
    history = played("new-start-2010", "2011-02-05")
    began = history.now
    listed = ("list-aircraft", "list-inspectors", "exchange-first-data")
    assert [owed(history, name, by=RU).due_s for name in listed] == [began + day * DAY for day in (5, 25, 45)]
    for day, notified in ((5, "list-of-aircraft"), (26, "list-of-inspectors")):
        history.now = began + day * DAY
        history.notify(RU, notified, words="EXERCISE")
        history.sync()
    history.now = began + 46 * DAY
    assert [owed(history, name, by=RU).status for name in listed] == ["done", "done late", "not done by due hour"]
    history.now = began + 60 * DAY - 1
    refused = history.announce("type-one-in-united-states", site="base-a")
    assert codes(history) == ["notice-window"]
    history.now += 1
    again(history, refused)
    assert codes(history) == ["notice-window"]


def test_new_start_one_visit_at_a_time_is_in_a_partys_territory() -> None:
    history = played("new-start-2010", "2011-02-05")
    history.now += 60 * DAY
    notice = history.announce("type-one-in-united-states", site="base-a")
    refused = history.announce("type-two-in-united-states", site="storage-a")
    assert codes(history) == ["notice-quota"]
    history.announce("type-one-in-russian-federation", site="base-c")  # the other territory
    assert codes(history) == ["notice-quota"]
    history.designate(notice, "base-a")
    over(history, notice)
    history.now += HOUR
    again(history, refused)
    assert codes(history) == ["notice-quota"]


def test_new_start_a_base_that_is_exempt_when_it_is_sealed_is_not_visited() -> None:
    history = played("new-start-2010", "2011-02-05")
    history.now += 60 * DAY
    until = history.now + 30 * DAY
    history.notify(RU, "facility-exempted", site="base-c", until=until, words="EXERCISE")
    history.sync()
    notice = history.announce("type-one-in-russian-federation", 1, "base-c")
    history.sync()
    history.designate(notice, "base-c")
    assert codes(history) == ["designation-exempt"]
    assert state(history).visits[0].site is None


def test_new_start_data_are_renewed_within_30_days_of_each_half_year() -> None:
    history = played("new-start-2010", "2011-02-05")
    history.now = at("2011-08-31T12:00:00")
    history.notify(RU, "data", words="EXERCISE: a day before the half-year is over")
    history.sync()
    history.now = at("2011-09-20T12:00:00")
    history.notify(US, "data", words="EXERCISE")
    history.sync()
    history.now = at("2011-10-02T12:00:00")
    found = [one for one in state(history).duties if (one.duty, one.number) == ("exchange-data", 1)]
    assert {one.by: one.status for one in found} == {RU: "not done by due hour", US: "done"}
    assert {(one.number, one.from_s, one.due_s) for one in found} == {(1, at("2011-09-01"), at("2011-10-01"))}
    history.now = at("2012-04-01T12:00:00")
    assert [one.number for one in state(history).duties if one.duty == "exchange-data"] == [1, 1, 2, 2, 3, 3]


def test_new_start_the_eleventh_visit_of_type_one_is_refused_until_the_next_treaty_year() -> None:
    history = played("new-start-2010", "2011-02-05")
    history.now += 60 * DAY
    for number in range(1, 11):
        visit(history, "type-one-in-united-states", number, "base-a" if number % 2 else "base-b")
    refused = history.announce("type-one-in-united-states", 11, "base-a")
    assert codes(history) == ["notice-quota"]
    to_a_base = [entry for entry in state(history).quotas if entry.quota == "visits-a-base"]
    # A base is named after the notice, so only the ledger can tell.
    counted = [(entry.key, entry.places, len(entry.visits), len(entry.excess)) for entry in to_a_base]
    assert counted == [("base-a", 2, 2, 3), ("base-b", 2, 2, 3)]
    history.now = at("2012-02-05T12:00:00")
    again(history, refused)
    assert codes(history) == ["notice-quota"]


def test_new_start_the_team_is_brought_within_24_hours_and_stays_24() -> None:
    history = played("new-start-2010", "2011-02-05")
    history.now += 60 * DAY
    notice = history.announce("type-one-in-united-states", site="base-a")
    plan = history.notify(RU, "flight-plan", about=notice, words="EXERCISE")
    history.sync()
    history.notify(US, "receipt", about=plan, hour=history.now)
    history.sync()
    given = history.now
    history.now += 6 * HOUR
    history.notify(RU, "take-off", about=plan, hour=history.now)
    history.sync()
    off = owed(history, "take-off")
    assert (off.status, off.from_s) == ("done", given + 6 * HOUR)
    designation = history.designate(notice, "base-a")
    history.sync()
    named = history.now
    history.now += 24 * HOUR
    history.notify(US, "team-on-site", about=designation, hour=history.now, site="base-a")
    history.sync()
    brought = owed(history, "bring-to-type-one-in-united-states")
    assert (brought.status, brought.due_s, brought.done_s) == ("done", named + 24 * HOUR, named + 24 * HOUR)
    assert statuses(history, "bring-to-type-two-in-united-states") == []
    assert owed(history, "leave").due_s == named + 48 * HOUR
    assert owed(history, "state-warheads").due_s is None
    assert codes(history) == []


# CFE.


def begun_cfe() -> tuple[History, bytes]:
    """Return a history under the CFE Treaty in its first days, and a notice of a baseline visit with its form."""
    history = played("cfe-1990", "1992-11-09")
    history.notify(INSPECTED, "data", figures={"oovs": 10})
    history.sync()
    notice = history.announce("baseline-visit", site="site-1")
    form = history.notify(INSPECTING, "notice-form", about=notice, hour=history.now + 36 * HOUR, words="EXERCISE")
    history.sync()
    history.notify(INSPECTED, "receipt", about=form, hour=history.now)
    history.sync()
    return history, form


def test_cfe_who_comes_too_soon_is_early_and_who_countersigns_too_late_is_late() -> None:
    history, form = begun_cfe()
    given = history.now
    history.now += 36 * HOUR
    arrival = history.notify(INSPECTING, "arrival", about=form, hour=history.now)
    history.sync()
    arrive = owed(history, "arrive")
    assert (arrive.status, arrive.from_s, arrive.due_s) == ("done", given + 36 * HOUR, None)
    history.now += 30 * MINUTE
    history.notify(INSPECTING, "site-named", about=arrival, hour=history.now, site="site-1")
    history.sync()
    named = owed(history, "name-site")
    assert (named.status, named.from_s) == ("done early", given + 37 * HOUR)
    assert owed(history, "leave-country").due_s == given + 36 * HOUR + 10 * DAY
    history.now = given + 84 * HOUR
    handed = history.notify(INSPECTING, "report-handed-over", about=arrival, hour=history.now)
    history.notify(INSPECTING, "first-site-left", about=arrival, hour=history.now, site="site-1")
    history.sync()
    assert owed(history, "leave-first-site").status == "done"
    assert owed(history, "leave-further-site").due_s == given + (36 + 84) * HOUR
    assert owed(history, "countersign", HOUR + 1).status == "not done by due hour"
    history.now += 2 * HOUR
    history.notify(INSPECTED, "countersigned", about=handed, words="EXERCISE: no remark")
    history.sync()
    signed = owed(history, "countersign")
    assert (signed.by, signed.status, signed.due_s) == (INSPECTED, "done late", given + 85 * HOUR)
    assert codes(history) == []


def test_cfe_ten_objects_allow_two_visits_of_the_baseline() -> None:
    history, _ = begun_cfe()
    over_now = [one.notice for one in state(history).visits]
    history.designate(over_now[0], "site-1")
    over(history, over_now[0])
    visit(history, "baseline-visit", 2, "site-2")
    history.announce("baseline-visit", 3, "site-1")
    assert codes(history) == ["notice-quota"]
    assert (line(history, "passive-in-baseline").key, line(history, "passive-in-baseline").places) == (INSPECTED, 2)
    history.announce("certification-visit")  # outside all quotas
    assert codes(history) == ["notice-quota"]


def challenged(answer: str) -> tuple[History, int]:
    """Return a challenge that is accepted or refused, and the hour at which its area was named."""
    history = played("cfe-1990", "1992-11-09")
    history.notify(INSPECTED, "data", figures={"oovs": 10})
    for party in (INSPECTED, INSPECTING, "stationing-state"):
        history.notify(party, "residual-check-ended")
    history.sync()
    place = "EXERCISE: between the river and the road"
    notice = history.announce("challenge-visit", site="area-1", place=place)
    history.sync()
    history.now += 37 * HOUR
    history.notify(INSPECTING, "challenge-arrival", about=notice, hour=history.now)
    history.now += 16 * HOUR
    named = history.now
    designation = history.designate(notice, "area-1", place)
    history.sync()
    history.now += 2 * HOUR
    answered = history.notify(INSPECTED, "challenge-answered", about=designation, words=f"EXERCISE: {answer}")
    if answer == "accepted":
        history.notify(INSPECTED, "challenge-accepted", about=answered)
    else:
        history.notify(INSPECTED, "alternative-offered", about=answered, words="EXERCISE: a talk with the unit")
    history.sync()
    return history, named


def test_cfe_a_challenge_may_be_refused_and_only_an_accepted_one_is_prepared_in_six_hours() -> None:
    history, named = challenged("refused")
    answer = owed(history, "accept-or-refuse")
    assert (answer.status, answer.due_s, answer.done_s) == ("done", named + 2 * HOUR, named + 2 * HOUR)
    assert owed(history, "designate-area").status == "done"
    assert statuses(history, "prepare-challenge", 30 * DAY) == []
    assert codes(history) == []
    history, named = challenged("accepted")
    prepare = owed(history, "prepare-challenge", 6 * HOUR + 1)
    assert (prepare.by, prepare.status, prepare.due_s) == (INSPECTED, "not done by due hour", named + 8 * HOUR)


# Chemical Weapons Convention.


def test_cwc_the_clocks_of_a_challenge() -> None:
    history = played("cwc-challenge", "1997-04-29")
    place = "EXERCISE: north of the river"
    refused = history.announce("challenge", 1, "perimeter-requested", place)
    assert codes(history) == ["notice-condition"]
    history.notify("requesting-state", "request", words="EXERCISE")
    history.sync()
    notice = again(history, refused)
    history.designate(notice, "perimeter-requested", place)
    history.sync()
    assert state(history).visits[0].place == place
    given = history.now
    confirm = owed(history, "confirm-receipt")
    assert (confirm.status, confirm.due_s) == ("due", given + HOUR)
    assert owed(history, "confirm-receipt", HOUR + 1).status == "not done by due hour"
    history.now += 10 * MINUTE
    history.notify(INSPECTED, "receipt", about=notice, hour=history.now)
    history.sync()
    assert owed(history, "confirm-receipt").status == "done"
    history.now = given + 10 * MINUTE + 12 * HOUR  # counted from the receipt
    arrival = history.notify(SECRETARIAT, "arrival", about=notice, hour=history.now)
    history.sync()
    arrive = owed(history, "arrive")
    assert (arrive.status, arrive.from_s) == ("done", history.now)
    landed = history.now
    dues = {name: owed(history, name).due_s for name in ("fix-perimeter", "bring-to-perimeter", "give-access")}
    assert dues == {
        "fix-perimeter": landed + 24 * HOUR,
        "bring-to-perimeter": landed + 36 * HOUR,
        "give-access": landed + 108 * HOUR,
    }
    history.now = landed + 36 * HOUR
    history.notify(INSPECTED, "team-at-perimeter", about=arrival, hour=history.now)
    history.sync()
    asked = ("bring-to-perimeter", "fix-perimeter")
    assert [owed(history, name).status for name in asked] == ["done", "not done by due hour"]
    history.now = landed + 108 * HOUR
    given_access = history.notify(INSPECTED, "access-given", about=arrival, hour=history.now)
    partial = history.notify(
        INSPECTED, "access-partial", about=given_access, points=["part/2"], site="perimeter-requested", words="EXERCISE"
    )
    history.sync()
    assert owed(history, "leave").due_s == landed + (108 + 84) * HOUR
    assert owed(history, "offer-other-means").status == "due"
    history.notify(INSPECTED, "alternative-offered", about=partial, words="EXERCISE: a sample taken by the escort")
    history.sync()
    assert owed(history, "offer-other-means").status == "done"
    assert codes(history) == ["notice-condition"]


def test_cwc_two_routine_visits_are_for_one_plant_in_a_calendar_year() -> None:
    history = played("cwc-challenge", "1997-04-29")
    for number in (1, 2):
        visit(history, "schedule-two-visit", number)
    history.announce("schedule-two-visit", 3)
    assert codes(history) == ["notice-quota"]
    history.announce("schedule-three-visit")  # another plant
    history.now = at("1998-01-01")
    history.announce("schedule-two-visit", 3)
    assert codes(history) == ["notice-quota"]


# Vienna Document.


def test_vienna_an_answer_is_due_in_48_hours_and_then_the_meeting_in_48() -> None:
    history = played("vienna-document-2011", "2011-12-01")
    request = history.notify(VISITING, "request", words="EXERCISE: a column near the border")
    history.sync()
    history.notify(RECEIVING, "receipt", about=request, hour=history.now)
    history.sync()
    asked = history.now
    due = owed(history, "answer")
    assert (due.by, due.to, due.status, due.due_s) == (RECEIVING, (VISITING,), "due", asked + 48 * HOUR)
    history.now += 47 * HOUR
    answer = history.notify(RECEIVING, "answer", about=request, words="EXERCISE: an exercise")
    history.sync()
    history.notify(VISITING, "answer-insufficient", about=answer, words="EXERCISE: which units?")
    meeting = history.notify(VISITING, "meeting-asked", about=answer, words="EXERCISE")
    history.sync()
    history.notify(RECEIVING, "receipt", about=request, hour=history.now)  # said once already
    assert codes(history) == ["notification-once"]
    assert owed(history, "answer").status == "done"
    meet = owed(history, "meet", 49 * HOUR)
    assert (meet.status, meet.due_s) == ("not done by due hour", history.now + 30 * MINUTE + 48 * HOUR)
    history.now += 3 * DAY
    history.notify(RECEIVING, "meeting-attended", about=meeting, hour=history.now)
    history.sync()
    assert owed(history, "meet").status == "done late"


def test_vienna_an_activity_below_9000_troops_is_not_owed() -> None:
    history = played("vienna-document-2011", "2011-12-01")
    entry = history.notify(RECEIVING, "calendar-entry", hour=history.now + 90 * DAY, figures={"troops": 8_999})
    history.sync()
    blocked = owed(history, "notify-activity")
    assert (blocked.status, blocked.blocked_by) == ("blocked", ("activity-notifiable",))
    history = played("vienna-document-2011", "2011-12-01")
    entry = history.notify(RECEIVING, "calendar-entry", hour=history.now + 90 * DAY, figures={"troops": 9_000})
    history.sync()
    assert owed(history, "notify-activity").status == "due"
    history.notify(RECEIVING, "activity-notified", about=entry, hour=history.now + 90 * DAY, words="EXERCISE")
    history.sync()
    assert owed(history, "notify-activity").status == "done"


def test_vienna_a_state_with_sixty_units_receives_one_visit_a_year() -> None:
    history = played("vienna-document-2011", "2011-12-01")
    history.notify(RECEIVING, "annual-information", figures={"evaluation-quota": 1, "units": 60}, words="EXERCISE")
    history.sync()
    visit(history, "evaluation-by-visiting-state", 1, "unit-1")
    history.sync()
    refused = history.announce("evaluation-by-third-state", site="unit-2")
    assert codes(history) == ["notice-quota"]
    history.now = at("2012-01-01")
    again(history, refused)
    assert codes(history) == ["notice-quota"]


def test_vienna_the_annual_information_is_given_by_15_december() -> None:
    history = played("vienna-document-2011", "2011-12-01")
    history.now = at("2011-12-15T23:00:00")
    history.notify(RECEIVING, "annual-information", figures={"evaluation-quota": 1, "units": 60}, words="EXERCISE")
    history.sync()
    history.now = at("2011-12-16T00:00:01")
    found = {one.by: one for one in state(history).duties if (one.duty, one.number) == ("give-annual-information", 1)}
    assert {party: one.status for party, one in found.items()} == {
        RECEIVING: "done",
        THIRD: "not done by due hour",
        VISITING: "not done by due hour",
    }
    assert {one.due_s for one in found.values()} == {at("2011-12-16")}


# IAEA and Menzingen.


def test_iaea_access_comes_after_two_hours_or_twenty_four() -> None:
    history = played("iaea-complementary-access", "2005-01-03")
    notices = [history.announce(name) for name in ("access-after-a-day", "access-after-two-hours")]
    history.sync()
    for notice in notices:
        history.notify(INSPECTED, "receipt", about=notice, hour=history.now)
    history.sync()
    given = history.now
    ready = [owed(history, name).due_s for name in ("ready-after-a-day", "ready-after-two-hours")]
    come = [owed(history, name).from_s for name in ("come-after-a-day", "come-after-two-hours")]
    assert ready == come == [given + 24 * HOUR, given + 2 * HOUR]
    history.now += 2 * HOUR
    for notice in notices:
        history.notify(AGENCY, "team-at-site", about=notice, hour=history.now)
    history.notify(INSPECTED, "access-ready", about=notices[1], hour=history.now)
    history.sync()
    names = ("come-after-a-day", "come-after-two-hours", "ready-after-a-day", "ready-after-two-hours")
    assert [owed(history, name).status for name in names] == ["done early", "done", "due", "done"]
    assert owed(history, "ready-after-a-day", 22 * HOUR + 1).status == "not done by due hour"
    assert codes(history) == []


@pytest.mark.parametrize(("name", "in_force"), [("new-start-2010", "2011-02-05"), ("start-1991", "1994-12-05")])
def test_start_and_new_start_a_change_is_told_within_five_days_of_its_hour(name: str, in_force: str) -> None:
    history = played(name, in_force)
    changed = history.now
    for days in (5, 6):
        history.now = changed + days * DAY
        history.notify(RU, "change", hour=changed, site="base-c", words="EXERCISE")
        history.sync()
    assert sorted(statuses(history, "tell-change")) == ["done", "done late"]
    assert codes(history) == []


def test_menzingen_lets_the_team_pick_its_object_and_says_what_that_assumes() -> None:
    history = played("menzingen-2023", "2023-03-08")
    points = [{"holds": "empty", "id": f"structure/{number}"} for number in (1, 2, 3, 4)]
    points[3]["holds"] = "unavailable"
    history.say(INSPECTED, "declaration", {"points": points, "site": "base-a"})
    notice = history.announce("base-visit")
    history.sync()
    hours = dict.fromkeys(("began_at", "ended_at", "freeze_verified_at"), history.now)
    for picked in ("structure/4", "structure/3"):  # the first is not open to anybody
        point = {"id": picked, "outcome": "clean"}
        history.say(INSPECTING, "inspection-report", {"notice": notice.hex(), "points": [point]} | hours)
    assert codes(history) == ["chosen-points"]
    found = state(history)
    (finding,) = assess(history.agreement, found)
    assert (found.visits[0].drawn, found.visits[0].closed) == (None, ("structure/4",))
    assert (finding.checked, finding.guarantee) == (("structure/3",), Fraction(9, 10) / 3)
    assert "choice-unforeseen" in finding.assumptions
    assert "draw-uniform" not in finding.assumptions


def test_menzingen_has_an_order_and_no_clock_and_one_run() -> None:
    history = played("menzingen-2023", "2023-03-08")
    assert all(one.due_s is None for one in state(history).duties)
    notice = history.announce("base-visit")
    history.sync()
    history.notify(INSPECTING, "arrival", about=notice, hour=history.now)  # before the lockdown
    assert codes(history) == ["notification-about"]
    history.numbers[INSPECTING, "arrival"] = 0
    locked = history.notify(INSPECTED, "locked-down", about=notice, hour=history.now)
    history.sync()
    arrival = history.notify(INSPECTING, "arrival", about=locked, hour=history.now)
    confirmed = history.notify(INSPECTING, "diagram-confirmed", about=arrival, words="EXERCISE")
    history.sync()
    names = ("lock-down", "confirm-diagram", "pick-object")
    assert [owed(history, name, 365 * DAY).status for name in names] == ["done", "done", "due"]
    history.notify(INSPECTING, "object-picked", about=confirmed, points=["structure/3"], site="base-a")
    history.sync()
    assert owed(history, "pick-object").status == "done"
    over(history, notice)
    history.announce("base-visit", 2)
    assert codes(history)[1:] == ["notice-quota"]
