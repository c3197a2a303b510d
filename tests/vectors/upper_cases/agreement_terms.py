"""Cases of an agreement's terms: the play's agreement with one or two of every kind, changed at one place.

Which code a change gives is stated by hand, from section 4 of spec/agreement.md.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from book import Book

from upper_cases.agreement import REMOVED, Path, bad, ok, played
from upper_cases.desk import RU, US

Json = dict[str, Any]
OFFICER = {"by": "author", "persons": 1, "role": "officer"}
DAY: dict[str, Any] = {"days": 1}


def write(book: Book) -> None:
    """Add the cases of terms."""
    ok(book, "terms", termed(), "Some of every kind of term.")
    _good(book)
    _shapes(book)
    _texts(book)
    _names(book)
    _choices(book)
    _clocks(book)
    _told_by_itself(book)
    _exemptions(book)
    _threads(book)
    _sayers(book)
    _resolutions(book)
    _declarers(book)
    _cycles(book)
    _witnesses(book)


def termed(*changes: tuple[Path, Any]) -> dict[str, Any]:
    """Return the agreement with members replaced, or removed, at paths; lists are walked by name or by place."""
    agreement = played() | _terms()
    agreement["signatures"] |= {
        kind: [OFFICER] for kind in ("designation-opened", "designation-sealed", "notification", "one-sided-report")
    }
    small = {"groups": [{"kind": "shed", "name": "sheds", "points": ["s1"]}], "territorial_host": "romania"}
    agreement["sites"] += [small | {"name": name, "title": {"en": name}} for name in ("shed-a", "shed-b")]
    pooled = {"inspected": US, "inspecting": RU, "measure": "hatch-opening", "name": "shed-visit", "points": 1}
    agreement["inspections"][0] |= {"quotas": ["yearly"]}
    agreement["inspections"].append(pooled | {"pool": ["shed-a", "shed-b"], "quotas": ["shared", "yearly"]})
    for path, value in changes:
        at: Any = agreement
        for step in path[:-1]:
            at = at[_place(at, step)]
        if value is REMOVED:
            del at[path[-1]]
        else:
            at[path[-1]] = deepcopy(value)
    return agreement


def _place(at: Any, step: str | int) -> str | int:
    """Return a step, or the place of the list's item that bears the name."""
    if isinstance(at, list) and isinstance(step, str):
        return next(place for place, item in enumerate(at) if item["name"] == step)
    return step


def _titled(name: str, **members: Any) -> dict[str, Any]:
    return {"name": name, "title": {"en": name, "ru": name}} | members


def _terms() -> dict[str, Any]:
    share = {"denominator": 2, "numerator": 1, "rounding": "up"}
    return {
        "calendars": [{"holidays": ["2022-03-08"], "name": "worked", "weekend": [6, 7]}],
        "clauses": [{"name": "I.1", "text": {"en": "the parties look", "ru": "стороны смотрят"}}],
        "commission": {"within": {"days": 30}},
        "conditions": [
            _titled("agreed", notification="consent", withdrawn_by="consent-withdrawn", by=US),
            _titled("both", all=["agreed", "enough"]),
            _titled("either", any=["agreed", "enough"]),
            _titled("enough", figure="launchers", by=US, at_least=2),
        ],
        "delivery": {"allowance": {"hours": 2}, "held_quorum": 1, "mirrors": ["neutral-north"], "receipt": "receipt"},
        "duties": [
            _titled(
                "confirm",
                by="inspected",
                to="inspecting",
                start="notice/deveselu-visit",
                counted_from="delivered",
                within={"working_days": 1},
                calendar="worked",
                done_by="notification/receipt",
                default={"releases": ["report"]},
            ),
            _titled(
                "count",
                by=US,
                to=RU,
                recurs={"each": "month"},
                counted_from="said",
                within={"days": 10},
                done_by="notification/figures",
            ),
            _titled(
                "report",
                by="inspecting",
                to="inspected",
                start="notice/deveselu-visit",
                counted_from="said",
                within={"days": 10},
                done_by="report/deveselu-visit",
            ),
        ],
        "ladders": [
            _titled(
                "opening",
                start="in-force",
                rungs=[
                    {"name": "one", "steps": ["step-a", "step-b"], "within": {"days": 30}},
                    {"name": "two", "steps": ["step-c"]},
                ],
                clause="I.1",
            )
        ],
        "languages": ["en", "ru"],
        "notifications": [
            _titled("consent", by=[US]),
            _titled("consent-withdrawn", by=[US]),
            _titled("figures", by=[US], figures=["launchers"]),
            _titled("receipt", by=["others"], about=["notice/deveselu-visit"], once="about", carries=["hour"]),
            _titled("step-a", by=[RU], once="ever"),
            _titled("step-b", by=[US], once="ever"),
            _titled("step-c", by=[RU], once="ever", only_if=["agreed"]),
            _titled("suspension", by=[RU, US], effect="suspends", signed=[OFFICER | {"persons": 2}]),
        ],
        "quotas": [
            _titled(
                "shared",
                inspections=["shed-visit"],
                per="site",
                period="ever",
                places={"figure": "launchers", "share": share},
                declared_by="inspected",
                counting="visits",
            ),
            _titled(
                "yearly",
                inspections=["deveselu-visit", "shed-visit"],
                per="all",
                period="treaty-year",
                places={"fixed": 1},
                winner=RU,
                counting="visits",
            ),
        ],
        "volume": {"bytes": 1_000_000, "entries": 1_000, "period": "month"},
    }


def _good(book: Book) -> None:
    calm = termed((("duties", "confirm", "within"), DAY), (("duties", "confirm", "calendar"), REMOVED))
    ok(book, "terms-days-without-a-calendar", calm, "Days of every kind need none.")
    by_each = ((("notifications", name, "by"), ["each"]) for name in ("consent", "consent-withdrawn"))
    each = termed(*by_each, (("conditions", "agreed", "by"), REMOVED))
    ok(book, "terms-condition-of-each", each, "Every principal must have said it.")
    many = termed((("duties", "count", "recurs"), REMOVED), (("duties", "count", "start"), "in-force"))
    ok(book, "terms-duty-of-entry-into-force", many, "Once, from entry into force.")
    lasting = termed((("in_force_if",), ["agreed"]), (("conditions", "agreed", "withdrawn_by"), REMOVED))
    ok(book, "terms-in-force-if", lasting, "Entry into force may wait for a word.")
    none = (("duties", "confirm", "not_before"), {"working_days": 0}), (("delivery", "allowance"), {"hours": 0})
    at_once = termed(*none, (("duties", "report", "within"), {"days": 0}))
    ok(book, "terms-spans-of-none", at_once, "Not before its start, due at once, delivered when held.")
    team = {"brought": ["a rod", "a tape"], "excluded": ["X"], "speakers": {"en": 1, "ru": 2}, "team_max": 2}
    ok(book, "terms-team", _team(team), "For people, but for one thing.")
    ok(book, "terms-team-of-any-tongue", _team({"team_max": 2}), "Nothing is said of languages.")
    ok(book, "terms-team-without-bound", _team({"speakers": {"ru": 1_000}}), "Of a team of any number.")
    window = termed((("inspections", 0, "window"), {"lapses": {"years": 1}, "opens": {"hours": 1}}))
    _named_later(book)
    ok(book, "terms-window", window, "A right may open late and lapse.")


def _named_later(book: Book) -> None:
    later = (("sites", "shed-a", "kind"), "named-later")
    declared = (
        (("duties", "confirm", "default"), REMOVED),
        (("duties", "report", "done_by"), "declaration/shed-a"),
        (("duties", "report", "by"), "inspected"),
    )
    told = (("duties", "report", "start"), "designation/shed-visit")
    ok(book, "terms-site-named-later", termed(later, told, *declared), "Its declaration is of the thread of the visit.")
    agreed = termed(told, *declared)
    bad(book, "terms-site-named-now", agreed, "agreement-thread", "That of an agreed site is of its own thread.")
    elsewhere = termed(later, *declared, (("duties", "report", "start"), "notice/deveselu-visit"))
    bad(book, "terms-site-named-in-another-visit", elsewhere, "agreement-thread", "No visit to Deveselu names it.")
    site = termed((("sites", 0, "kind"), "named-later"))
    bad(book, "terms-site-named-later-agreed", site, "agreement-choice", "Nothing would tell the place.")
    waits = (
        (("inspections", "shed-visit", "only_if"), ["enough"]),
        (("inspections", "shed-visit", "quotas"), ["shared"]),
    )
    answer = ("notifications", "figures", "about"), ["declaration/shed-a"]
    ring = termed(later, waits[0], answer)
    bad(book, "terms-visit-after-its-place", ring, "agreement-cycle", "No place without a visit, and no visit without.")
    ok(book, "terms-visit-after-a-declaration", termed(waits[0], answer), "What is agreed can be declared before.")


def _team(members: Json) -> Json:
    agreement = termed()
    agreement["inspections"][0] |= members
    return agreement


def _shapes(book: Book) -> None:
    for name, path, value, code in (
        ("clause-empty-text", ("clauses", 0, "text", "en"), "", "field-form"),
        ("condition-of-no-name", ("conditions", 0, "name"), "", "field-form"),
        ("duty-from-nowhere", ("duties", "confirm", "counted_from"), "noticed", "field-choice"),
        ("duty-done-by-nothing", ("duties", "confirm", "done_by"), REMOVED, "field-missing"),
        ("duty-start-of-no-kind", ("duties", "confirm", "start"), "visit/deveselu-visit", "field-form"),
        ("duty-within-two-units", ("duties", "confirm", "within"), {"days": 1, "hours": 1}, "field-count"),
        ("speakers-of-none", ("inspections", 0, "speakers"), {}, "field-count"),
        ("speakers-none", ("inspections", 0, "speakers"), {"ru": 0}, "field-range"),
        ("speakers-of-a-word", ("inspections", 0, "speakers"), {"russian": 1}, "field-unknown"),
        ("brought-nothing", ("inspections", 0, "brought"), [], "field-count"),
        ("excluded-nobody", ("inspections", 0, "excluded"), [], "field-count"),
        ("window-of-none", ("inspections", 0, "window"), {"lapses": {"days": 0}}, "field-range"),
        ("rung-of-none", ("ladders", 0, "rungs", "one", "within"), {"days": 0}, "field-range"),
        ("commission-of-none", ("commission", "within"), {"days": 0}, "field-range"),
        ("ladder-without-rungs", ("ladders", 0, "rungs"), [], "field-count"),
        ("notification-carries-unknown", ("notifications", "receipt", "carries"), ["place"], "field-choice"),
        ("notification-once-a-year", ("notifications", "receipt", "once"), "year", "field-choice"),
        ("notification-effect-unknown", ("notifications", "receipt", "effect"), "stops", "field-choice"),
        ("notification-by-nobody", ("notifications", "receipt", "by"), [], "field-count"),
        ("quota-share-of-nothing", ("quotas", "shared", "places", "figure"), REMOVED, "field-missing"),
        ("quota-fixed-of-a-figure", ("quotas", "yearly", "places", "figure"), "launchers", "field-unknown"),
        ("quota-per-nobody", ("quotas", "yearly", "per"), "month", "field-choice"),
        ("quota-in-no-period", ("quotas", "yearly", "period"), "week", "field-choice"),
        ("volume-of-nothing", ("volume", "entries"), 0, "field-range"),
        ("volume-by-treaty-year", ("volume", "period"), "treaty-year", "field-choice"),
        ("delivery-without-receipt", ("delivery", "receipt"), REMOVED, "field-missing"),
        ("commission-without-time", ("commission", "within"), REMOVED, "field-missing"),
        ("language-of-three-letters", ("languages",), ["eng"], "field-form"),
        ("pool-empty", ("inspections", 1, "pool"), [], "field-count"),
        ("in-force-if-nothing", ("in_force_if",), [], "field-count"),
    ):
        _refused(book, name, path, value, code)


def _texts(book: Book) -> None:
    code = "agreement-language"
    for name, path, value in (
        ("clause-in-one-language", ("clauses", 0, "text", "ru"), REMOVED),
        ("clause-in-a-third-language", ("clauses", 0, "text", "ro"), "x"),
        ("title-in-one-language", ("duties", "confirm", "title", "ru"), REMOVED),
        ("clauses-and-no-languages", ("languages",), REMOVED),
    ):
        _refused(book, name, path, value, code)
    clause = _terms()["clauses"][0]
    _refused(book, "clause-twice", ("clauses",), [clause, clause], code)
    _refused(book, "clause-not-there", ("ladders", 0, "clause"), "I.2", "agreement-reference")


def _names(book: Book) -> None:
    for name, path, value in (
        ("condition-of-an-unknown-notification", ("conditions", "agreed", "notification"), "assent"),
        ("condition-withdrawn-by-unknown", ("conditions", "agreed", "withdrawn_by"), "dissent"),
        ("condition-by-unknown", ("conditions", "agreed", "by"), "romania"),
        ("condition-of-an-unknown-figure", ("conditions", "enough", "figure"), "shelters"),
        ("condition-of-unknown-conditions", ("conditions", "both", "all"), ["agreed", "unknown"]),
        ("duty-by-unknown", ("duties", "confirm", "by"), "romania"),
        ("duty-to-unknown", ("duties", "confirm", "to"), "romania"),
        ("duty-start-unknown", ("duties", "confirm", "start"), "notice/unknown"),
        ("duty-done-by-unknown", ("duties", "confirm", "done_by"), "notification/unknown"),
        ("duty-done-by-a-site-unknown", ("duties", "count", "done_by"), "declaration/nowhere"),
        ("duty-only-if-unknown", ("duties", "confirm", "only_if"), ["unknown"]),
        ("duty-releases-unknown", ("duties", "confirm", "default", "releases"), ["unknown"]),
        ("duty-calendar-unknown", ("duties", "confirm", "calendar"), "lunar"),
        ("designation-without-a-pool", ("duties", "report", "done_by"), "designation/deveselu-visit"),
        ("notification-by-unknown", ("notifications", "consent", "by"), ["romania"]),
        ("notification-about-unknown", ("notifications", "receipt", "about"), ["notice/unknown"]),
        ("notification-only-if-unknown", ("notifications", "step-c", "only_if"), ["unknown"]),
        ("notification-effect-of-unknown", ("notifications", "suspension", "of"), ["unknown"]),
        ("ladder-start-unknown", ("ladders", 0, "start"), "notification/unknown"),
        ("ladder-step-unknown", ("ladders", 0, "rungs", "two", "steps"), ["step-d"]),
        ("inspection-only-if-unknown", ("inspections", 0, "only_if"), ["unknown"]),
        ("inspection-freeze-unknown", ("inspections", 0, "freeze"), "unknown"),
        ("inspection-quota-unknown", ("inspections", 0, "quotas"), ["unknown"]),
        ("inspection-quota-not-both-ways", ("inspections", 0, "quotas"), REMOVED),
        ("inspection-pool-unknown", ("inspections", 1, "pool"), ["shed-a", "shed-c"]),
        ("quota-winner-unknown", ("quotas", "yearly", "winner"), "romania"),
        ("quota-declared-by-unknown", ("quotas", "shared", "declared_by"), "romania"),
        ("quota-figure-unknown", ("quotas", "shared", "places", "figure"), "shelters"),
        ("undertaking-only-if-unknown", ("undertakings", 0, "only_if"), ["unknown"]),
        ("undertaking-shown-by-unknown", ("undertakings", 0, "shown_by"), ["unknown"]),
        ("delivery-receipt-unknown", ("delivery", "receipt"), "unknown"),
        ("delivery-quorum-of-more-than-all", ("delivery", "held_quorum"), 2),
        ("in-force-if-unknown", ("in_force_if",), ["unknown"]),
    ):
        _refused(book, name, path, value, "agreement-reference")
    guests = termed(*((("parties", place, "role"), "guest-observer") for place in (0, 1)))
    bad(book, "terms-no-principal", guests, "agreement-reference", "Whose accession would bring it into force?")
    for name, path in (
        ("notification-signed-by-nobody", ("signatures", "notification")),
        ("designation-signed-by-nobody", ("signatures", "designation-sealed")),
    ):
        _refused(book, name, path, REMOVED, "agreement-signatures")


def _choices(book: Book) -> None:
    code = "agreement-choice"
    for name, path, value in (
        ("condition-of-nothing", ("conditions", "both", "all"), REMOVED),
        ("condition-of-two-forms", ("conditions", "both", "any"), ["agreed"]),
        ("condition-figure-without-least", ("conditions", "enough", "at_least"), REMOVED),
        ("condition-figure-of-nobody", ("conditions", "enough", "by"), REMOVED),
        ("condition-least-without-figure", ("conditions", "agreed", "at_least"), 2),
        ("condition-withdrawn-without-word", ("conditions", "both", "withdrawn_by"), "consent"),
        ("duty-without-start", ("duties", "confirm", "start"), REMOVED),
        ("duty-of-two-starts", ("duties", "confirm", "recurs"), {"each": "month"}),
        ("duty-recurring-by-its-author", ("duties", "count", "by"), "author"),
        ("duty-recurring-by-the-inspected", ("duties", "count", "by"), "inspected"),
        ("quota-share-undeclared", ("quotas", "shared", "declared_by"), REMOVED),
        ("quota-fixed-declared", ("quotas", "yearly", "declared_by"), US),
        ("ladder-step-on-two-rungs", ("ladders", 0, "rungs", "two", "steps"), ["step-b", "step-c"]),
        ("ladder-step-by-two", ("notifications", "step-a", "by"), [RU, US]),
        ("ladder-step-by-each", ("notifications", "step-a", "by"), ["each"]),
        ("ladder-step-often", ("notifications", "step-a", "once"), REMOVED),
        ("ladder-step-about", ("notifications", "step-a", "about"), ["notice/deveselu-visit"]),
        ("inspection-of-site-and-pool", ("inspections", 0, "pool"), ["shed-a"]),
        ("inspection-of-no-site", ("inspections", 1, "pool"), REMOVED),
    ):
        _refused(book, name, path, value, code)
    few = _team({"speakers": {"en": 1, "ru": 3}, "team_max": 2})
    bad(book, "terms-more-speakers-than-team", few, code, "Three of two.")
    differing = termed((("notifications", "consent", "by"), ["others"]), (("conditions", "agreed", "by"), REMOVED))
    bad(book, "terms-condition-of-others", differing, code, "Who the others are differs by thread.")
    for condition in ("agreed", "both", "either", "enough"):
        why = "What can cease brings nothing into force: else it would be out of force without a word."
        bad(book, f"terms-in-force-if-{condition}", termed((("in_force_if",), [condition])), code, why)
    until = (("notifications", "consent", "carries"), ["until"]), (("conditions", "agreed", "withdrawn_by"), REMOVED)
    bad(book, "terms-in-force-if-until", termed((("in_force_if",), ["agreed"]), *until), code, "It ends by itself.")
    outside = (("start", "notification/consent"), ("done_by", "notification/consent"))
    visitless = termed(*((("duties", "confirm", member), value) for member, value in outside))
    bad(book, "terms-duty-of-the-inspected-without-visit", visitless, code, "There is no inspected Party in it.")


def _clocks(book: Book) -> None:
    code = "agreement-calendar"
    _refused(book, "working-days-without-calendar", ("duties", "confirm", "calendar"), REMOVED, code)
    _refused(book, "working-days-without-holidays", ("calendars", 0, "holidays"), [], code)
    worked = {"opens": {"working_days": 1}}
    _refused(book, "working-days-of-a-window", ("inspections", 0, "window"), worked, code)
    for name, path in (
        ("duration", ("inspections", 0, "duration")),
        ("rung", ("ladders", 0, "rungs", "one", "within")),
        ("allowance", ("delivery", "allowance")),
        ("commission", ("commission", "within")),
    ):
        _refused(book, f"working-days-of-a-{name}", path, {"working_days": 1}, code)


def _told_by_itself(book: Book) -> None:
    def told(**changes: Any) -> Json:
        agreement = termed()
        change = {"by": [RU, US], "carries": ["hour"]}
        agreement["notifications"].insert(0, _titled("change", **change))
        event, five = "notification/change", {"days": 5}
        duty = {"by": "author", "to": "others", "start": event, "done_by": event, "counted_from": "occurred"}
        agreement["duties"].append(_titled("tell-change", **(duty | {"within": five} | changes)))
        return agreement

    ok(book, "terms-duty-done-by-its-start", told(), "What is due so long after the hour that it tells.")
    for name, changes in (
        ("by-others", {"by": "others", "to": "author"}),
        ("counted-from-said", {"counted_from": "said"}),
        ("that-tells-no-hour", {"done_by": "notification/figures", "start": "notification/figures"}),
        ("of-a-visit", {"done_by": "notice/deveselu-visit", "start": "notice/deveselu-visit"}),
    ):
        why = "What does itself tells since when, and owes nobody else."
        bad(book, f"terms-duty-done-by-its-start-{name}", told(**changes), "agreement-choice", why)


def _exemptions(book: Book) -> None:
    def exempting(**changes: Any) -> Json:
        agreement = termed()
        members = {"by": [US], "carries": ["site", "until"], "effect": "exempts", "of": ["shed-visit"]} | changes
        agreement["notifications"].insert(2, _titled("exemption", **members))
        return agreement

    ok(book, "terms-exemption", exempting(), "A site of a pool, until an hour.")
    for name, changes in (
        ("for-ever", {"carries": ["site"]}),
        ("of-no-site", {"carries": ["until"]}),
        ("of-an-agreed-site", {"of": ["deveselu-visit"]}),
        ("of-a-duty", {"of": ["confirm"]}),
        ("in-a-visit", {"about": ["notice/shed-visit"]}),
    ):
        bad(book, f"terms-exemption-{name}", exempting(**changes), "agreement-choice", "Which site, until when.")


def _threads(book: Book) -> None:
    code = "agreement-thread"
    _refused(book, "duty-of-another-thread", ("duties", "confirm", "done_by"), "notification/figures", code)
    _refused(book, "duty-of-another-visit", ("duties", "report", "done_by"), "report/shed-visit", code)
    code = "agreement-default"
    _refused(book, "default-frees-who-owes", ("duties", "report", "by"), "inspected", code)
    _refused(book, "default-frees-others", ("duties", "report", "by"), "others", code)
    _refused(book, "default-of-each", ("duties", "report", "by"), "each", code)


def _sayers(book: Book) -> None:
    for name, path, value in (
        ("condition-by-who-may-not", ("conditions", "agreed", "by"), RU),
        ("condition-withdrawn-by-who-may-not", ("notifications", "consent-withdrawn", "by"), [RU]),
        ("figure-by-who-may-not", ("conditions", "enough", "by"), RU),
        ("notification-by-no-author", ("notifications", "consent", "by"), ["author"]),
        ("notification-by-the-inspected-of-no-visit", ("notifications", "consent", "by"), ["inspected"]),
        ("duty-by-who-may-not", ("duties", "count", "by"), RU),
        ("duty-by-each-done-by-one", ("duties", "count", "by"), "each"),
        ("duty-by-the-inspecting-done-by-the-other", ("duties", "confirm", "by"), "inspecting"),
        ("duty-done-by-entry-into-force", ("duties", "count", "done_by"), "in-force"),
    ):
        _refused(book, name, path, value, "agreement-reference")
    # Who a word means, where what is answered is a notice, which the Russian Federation gives.
    for word, may, may_not in (("author", RU, US), ("inspected", US, RU), ("inspecting", RU, US), ("others", US, RU)):
        answer = (("notifications", "consent", "by"), [word]), (("notifications", "consent", "about"), _VISIT)
        back = (("notifications", "consent-withdrawn", "by"), [RU, US])
        good = termed(*answer, back, (("conditions", "agreed", "by"), may))
        ok(book, f"terms-condition-by-the-{word}", good, f"Of a notice that is {may}.")
        wrong = termed(*answer, back, (("conditions", "agreed", "by"), may_not))
        bad(book, f"terms-condition-by-no-{word}", wrong, "agreement-reference", f"Of a notice that is not {may_not}.")
    answer = (("notifications", "consent", "by"), ["others"]), (("notifications", "consent", "about"), _REPORT)
    back = (("notifications", "consent-withdrawn", "by"), [RU, US])
    of_report = termed(*answer, back, (("conditions", "agreed", "by"), RU))
    bad(book, "terms-condition-by-the-reporter", of_report, "agreement-reference", "The inspecting Party reports.")
    # A ring of formats that answer each other is of the threads that one of them begins in.
    ring = termed(
        (("notifications", "consent", "by"), ["inspected"]),
        (("notifications", "consent", "about"), ["notification/consent-withdrawn", *_VISIT]),
        (("notifications", "consent-withdrawn", "by"), ["inspected"]),
        (("notifications", "consent-withdrawn", "about"), ["notification/consent"]),
    )
    ring["notifications"][0]["about"].sort()
    ok(book, "terms-answers-in-a-ring", ring, "Both are of the visit.")
    ring["conditions"][0]["by"] = RU
    bad(book, "terms-answers-in-a-ring-by-another", ring, "agreement-reference", "Who is inspected in it is one.")
    one_name = termed((("duties", "count", "name"), "consent"))
    ok(book, "terms-one-name-for-two", one_name, "A duty and a format, and no effect is upon either.")
    one_name["notifications"][-1]["of"] = ["consent"]
    bad(book, "terms-effect-of-one-name-for-two", one_name, "agreement-reference", "Which of them would be suspended?")
    part = termed((("notifications", "suspension", "of"), ["consent", "count", "deveselu-visit"]))
    ok(book, "terms-effect-of-parts", part, "A format, a duty, an inspection.")


def _resolutions(book: Book) -> None:
    each, inspected = OFFICER | {"by": "each"}, OFFICER | {"by": "inspected"}

    def resolved(by: list[str], about: str, signed: list[Json] | None, neutral: str = "") -> Json:
        agreement = termed()
        resolution = _titled("resolution", by=by, about=[about], effect="resolves")
        agreement["notifications"].insert(4, resolution | ({"signed": signed} if signed else {}))
        if neutral:
            party = agreement["parties"][0] | {"name": "chair", "role": "consulted", "side": neutral}
            agreement["parties"].insert(0, party | {"log": "chair.example/log/x", "roots": "77" * 32})
        return agreement

    code, figures, notice = "agreement-signatures", "notification/figures", "notice/deveselu-visit"
    why = "Who is charged would settle it alone."
    bad(book, "terms-resolution-by-one", resolved([RU, US], figures, None), code, why)
    bad(book, "terms-resolution-signed-by-one", resolved([RU, US], figures, [OFFICER | {"persons": 2}]), code, why)
    ok(book, "terms-resolution-of-each", resolved([RU, US], figures, [each]), "Both sides sign it.")
    both = [OFFICER, inspected]
    ok(book, "terms-resolution-of-a-visit", resolved(["inspecting"], notice, both), "Both sides of it sign.")
    bad(book, "terms-resolution-by-the-inspected", resolved(["inspected"], notice, both), code, why)
    bad(book, "terms-resolution-by-either", resolved(["inspected", "inspecting"], notice, both), code, why)
    one = [inspected]
    bad(book, "terms-resolution-signed-by-the-inspected", resolved(["inspecting"], notice, one), code, why)
    ok(book, "terms-resolution-of-the-chair", resolved(["chair"], figures, None, "neutral"), "Of neither side.")
    bad(book, "terms-resolution-of-an-ally", resolved(["chair"], figures, None, RU), code, why)
    bad(book, "terms-resolution-of-the-chair-or-one", resolved(["chair", US], figures, None, "neutral"), code, why)


def _declarers(book: Book) -> None:
    code = "agreement-choice"
    _refused(book, "quota-figure-by-who-may-not", ("quotas", "shared", "declared_by"), RU, "agreement-reference")
    whole = (("notifications", "figures", "by"), [RU]), (("conditions", "enough", "by"), RU)
    inspected = termed(*whole, (("duties", "count", "by"), RU))
    bad(
        book,
        "terms-quota-figure-not-of-the-inspected",
        inspected,
        "agreement-reference",
        "Who is inspected is another.",
    )

    def both_ways(per: str, site: str = "deveselu") -> Json:
        """Return shares of what the inspected declares, of visits in both directions."""
        agreement = termed((("notifications", "figures", "by"), [RU, US]), (("quotas", "shared", "per"), per))
        back = agreement["inspections"][0] | {"inspected": RU, "inspecting": US, "name": "way-back"}
        agreement["inspections"].append(back | {"points": 1, "quotas": ["shared"], "site": site})
        agreement["quotas"][0]["inspections"] = ["shed-visit", "way-back"]
        return agreement

    for per in ("inspected", "inspecting", "pair", "site"):
        ok(book, f"terms-quota-of-the-inspected-per-{per}", both_ways(per), "Counted together are visits to one.")
    why = "Whose figure would it be?"
    bad(book, "terms-quota-of-the-inspected-per-all", both_ways("all"), code, why)
    bad(book, "terms-quota-of-the-inspected-per-shared-site", both_ways("site", "shed-a"), code, why)
    one = termed((("quotas", "shared", "per"), "all"))
    ok(book, "terms-quota-of-one-inspected-per-all", one, "All visits are to one Party.")
    pool = termed((("quotas", "shared", "counting"), "open"))
    ok(book, "terms-quota-of-open-visits-per-site-of-a-pool", pool, "The ledger tells once the site is named.")
    sited = termed((("quotas", "yearly", "counting"), "open"))
    ok(book, "terms-quota-of-open-visits-of-a-pool", sited, "Counted together whatever the site.")
    site = termed(
        (("inspections", 1, "quotas"), ["shared"]),
        (("quotas", "yearly", "inspections"), ["deveselu-visit"]),
        (("quotas", "yearly", "per"), "site"),
        (("quotas", "yearly", "counting"), "open"),
    )
    ok(book, "terms-quota-of-open-visits-per-site", site, "The site is agreed.")


def _cycles(book: Book) -> None:
    code = "agreement-cycle"
    _refused(book, "condition-of-itself", ("conditions", "both", "all"), ["both"], code)
    _refused(book, "notification-about-itself", ("notifications", "consent", "about"), ["notification/consent"], code)
    only = ("notifications", "consent", "only_if"), ["agreed"]
    bad(book, "terms-consent-after-consent", termed(only), code, "It waits for itself.")
    ring = termed((("inspections", 0, "only_if"), ["both"]), (("notifications", "figures", "about"), _VISIT))
    bad(book, "terms-visit-after-what-follows-it", ring, code, "No visit without figures, no figures without a visit.")
    rungs = termed(
        (("conditions", "agreed", "by"), RU),
        (("conditions", "agreed", "notification"), "step-c"),
        (("conditions", "agreed", "withdrawn_by"), REMOVED),
    )
    bad(book, "terms-step-after-itself", rungs, code, "The condition of a step is the step.")
    _refused(book, "condition-of-itself-or-another", ("conditions", "either", "any"), ["agreed", "either"], code)
    other = termed((("notifications", "figures", "only_if"), ["enough"]))
    other["notifications"].insert(3, _titled("figures-of-the-other", by=[RU], figures=["launchers"]))
    bad(book, "terms-figure-after-itself", other, code, "What another declares brings it no nearer.")


def _witnesses(book: Book) -> None:
    watcher = {
        "log": "norland.example/log/x",
        "name": "norland",
        "role": "witness",
        "roots": "77" * 32,
        "side": "norland",
    }

    def watched(*changes: tuple[Path, Any]) -> Json:
        agreement = termed(*changes)
        agreement["parties"] = [watcher, *agreement["parties"]]
        return agreement

    ok(book, "terms-witness", watched(), "It signs cuts with the others.")
    seen = watched()
    seen["notifications"].insert(4, _titled("remark", by=["norland"]))
    ok(book, "terms-witness-that-remarks", seen, "What it says, nothing rests on.")
    code = "agreement-witness"
    consent = [RU, US, "norland"]
    for name, changes, why in (
        ("is-owed", [(("duties", "count", "to"), "norland")], "Nobody owes it anything."),
        ("stops", [(("notifications", "suspension", "by"), ["norland", RU])], "It stops nothing."),
        ("consents", [(("notifications", "consent", "by"), sorted(consent))], "No condition rests on it."),
        ("withdraws", [(("notifications", "consent-withdrawn", "by"), sorted(consent))], "None ends by it."),
        ("declares", [(("notifications", "figures", "by"), ["norland", US])], "It has no figures."),
        ("receives", [(("notifications", "receipt", "by"), ["norland", "others"])], "Its receipt delivers nothing."),
        ("steps", [(("notifications", "step-a", "by"), ["norland"])], "It is on no ladder."),
        ("wins", [(("quotas", "yearly", "winner"), "norland")], "It has no place to win."),
    ):
        bad(book, f"terms-witness-{name}", watched(*changes), code, why)
    owed = watched()
    owed["undertakings"] = [one | {"to": "norland"} for one in owed["undertakings"]]
    owed["inspections"][0]["inspecting"] = "norland"
    bad(book, "terms-witness-inspects", owed, code, "It visits nobody.")


_VISIT = ["notice/deveselu-visit"]
_REPORT = ["report/deveselu-visit"]


def _refused(book: Book, name: str, path: Path, value: Any, code: str) -> None:
    bad(book, f"terms-{name}", termed((path, value)), code, f"At /{'/'.join(map(str, path))}.")
