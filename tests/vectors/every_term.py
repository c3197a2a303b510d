"""An agreement of six parties that has every term: what a fold must bear, in tests and in benchmarks.

Two principals, alpha and beta, inspect each other: alpha one of beta's three bases, which it designates; beta two sites
of alpha's, of which one is declared under seal. Every kind of condition, duty, ladder, quota and effect is there at
least once.
"""

from __future__ import annotations

from typing import Any

from counterseal.statements.kinds import KINDS

PRINCIPALS = ("alpha", "beta")
PARTIES = {
    "alpha": ("principal", "west"),
    "beta": ("principal", "east"),
    "delta": ("territorial-host", "east"),
    "epsilon": ("consulted", "west"),
    "gamma": ("territorial-host", "west"),
    "zeta": ("guest-observer", "neutral"),
}
VISITS = ("base", "first", "second")
POINTS = ("p/1", "p/2", "p/3", "p/4", "p/5", "p/6")
ROLES = {
    "amendment": ("each", "officer", 1),
    "cut": ("each", "officer", 1),
    "cut-proposed": ("author", "officer", 1),
    "declaration": ("author", "officer", 1),
    "declaration-opened": ("author", "officer", 1),
    "declaration-sealed": ("author", "officer", 1),
    "designation-opened": ("author", "officer", 1),
    "designation-sealed": ("author", "officer", 1),
    "draw-share-opened": ("author", "officer", 1),
    "draw-share-sealed": ("author", "officer", 1),
    "filler": ("author", "node", 1),
    "notice": ("author", "officer", 2),
    "notification": ("author", "officer", 1),
    "observed": ("author", "node", 1),
    "one-sided-report": ("author", "officer", 1),
}


TRIED = {"expires_at": 4_000_000_000, "sensitivity": "0x1/0x1", "trial": "none mistaken"}


def every_term(volume: int = 1_000_000, places: int = 10_000) -> dict[str, Any]:
    """Return the draft: at most ``volume`` entries a month and log, ``places`` visits in each period."""
    assert set(ROLES) < set(KINDS)
    return {
        "calendars": [{"holidays": ["2022-03-08", "2022-05-09"], "name": "worked", "weekend": [6, 7]}],
        "clauses": [{"name": "I.1", "text": _title("the parties look")}],
        "commission": {"within": {"days": 30}},
        "conditions": _conditions(),
        "cuts": {"quorum": 4, "within": {"hours": 12}},
        "delivery": {
            "allowance": {"hours": 2},
            "held_quorum": 2,
            "mirrors": ["gamma", "neutral-north", "neutral-south"],
            "receipt": "receipt",
        },
        "duties": _duties(),
        "in_force_if": ["consulted"],
        "inspections": [_inspection(name) for name in VISITS],
        "items": [
            {"least_removal": {"hours": 4}, "name": name, "title": _title(name)} for name in ("missile", "target")
        ],
        "ladders": [
            {
                "name": "opening",
                "rungs": [
                    {"name": "one", "steps": ["step-a", "step-b"], "within": {"days": 30}},
                    {"name": "two", "steps": ["step-c", "step-d"], "within": {"days": 30}},
                ],
                "start": "in-force",
                "title": _title("opening"),
            },
            {
                "name": "talks",
                "rungs": [{"name": "talk", "steps": ["talk"]}],
                "start": "notification/request",
                "title": _title("talks"),
            },
        ],
        "languages": ["en"],
        "measures": [
            {"discriminates": ["missile", "target"], "kind": kind, "name": name, "observable": "what is in it"} | tried
            for name, kind, tried in (
                ("opening", "opening", TRIED),
                ("seal", "seal", {}),
                ("sensor", "sensor", TRIED | {"false_alarm": "0x1/0x64"}),
                ("show", "exhibition", TRIED | {"sensitivity": "0x9/0xa"}),
            )
        ],
        "mode": "exercise",
        "monitors": _monitors(),
        "name": "every-term",
        "notifications": _notifications(),
        "parties": [
            {"log": f"{name}.example/log/every-term", "name": name, "role": role, "side": side}
            for name, (role, side) in PARTIES.items()
        ],
        "quotas": _quotas(places),
        "rules": "v1",
        "signatures": {
            kind: [{"by": by, "persons": persons, "role": role}] for kind, (by, role, persons) in ROLES.items()
        }
        | {
            kind: [{"by": by, "persons": 1, "role": "officer"} for by in ("author", "inspected")]
            for kind in ("inspection-report", "reading")
        },
        "sites": [
            {
                "groups": [{"kind": "shelter", "name": "shelters", "points": list(POINTS)}],
                "name": name,
                "territorial_host": host,
                "title": _title(name),
            }
            for name, host in (
                ("base-1", "delta"),
                ("base-2", "delta"),
                ("base-3", "delta"),
                ("site-1", "gamma"),
            )
        ]
        + [
            {
                "capacity": 8,
                "declared": "sealed",
                "groups": [{"kind": "shelter", "name": "shelters", "points": list(POINTS)}],
                "name": "site-2",
                "territorial_host": "gamma",
                "title": _title("site-2"),
            }
        ],
        "title": _title("EXERCISE: every term"),
        "undertakings": [_undertaking(name, *of) for name, of in sorted(_OWED.items())],
        "volume": {"bytes": 1024 * volume, "entries": volume, "period": "month"},
    }


_OWED: dict[str, tuple[str, str, list[str], dict[str, Any]]] = {
    "apart-at-site-1": ("alpha", "site-1", [], {"kind": "type-distinguishable", "monitors": ["show"]}),
    "none-at-base-1": ("beta", "base-1", ["base"], {"monitors": ["gate", "seals"]}),
    "none-at-site-1": ("alpha", "site-1", ["first"], {"only_if": ["gamma-consents"]}),
    "none-at-site-2": ("alpha", "site-2", ["second"], {"kind": "at-most", "at_most": 1}),
}


def _title(text: str) -> dict[str, str]:
    return {"en": text}


def _undertaking(name: str, by: str, site: str, visits: list[str], more: dict[str, Any]) -> dict[str, Any]:
    owed = {
        "by": by,
        "item": "missile",
        "kind": "absent",
        "name": name,
        "site": site,
        "standard": {"items": 2, "lapses_after": {"days": 90}, "presence": "momentary", "probability": "0x1/0x2"},
        "to": "alpha" if by == "beta" else "beta",
    }
    return owed | more | ({"inspections": visits} if visits else {})


def _inspection(name: str) -> dict[str, Any]:
    inspecting, inspected = ("alpha", "beta") if name == "base" else ("beta", "alpha")
    where: dict[str, dict[str, Any]] = {
        "base": {"pool": ["base-1", "base-2", "base-3"], "only_if": ["figures-enough"]},
        "first": {"site": "site-1", "only_if": ["gamma-consents"]},
        "second": {"opens": "drawn", "site": "site-2", "window": {"lapses": {"years": 20}, "opens": {"days": 1}}},
    }
    quotas = {
        "base": ["all-year", "of-figure", "of-site", "one-open"],
        "first": ["all-year", "by-month", "one-open"],
        "second": ["by-month"],
    }
    return {
        "freeze": "freeze",
        "inspected": inspected,
        "inspecting": inspecting,
        "measure": "opening",
        "name": name,
        "points": 3,
        "quotas": quotas[name],
    } | where[name]


def _monitors() -> list[dict[str, Any]]:
    monitors: dict[str, dict[str, Any]] = {
        "gate": {"by": ["alpha"], "inspected": "beta", "measure": "sensor", "site": "base-1"},
        "seals": {
            "by": ["alpha", "zeta"],
            "inspected": "beta",
            "measure": "seal",
            "only_if": ["figures-enough"],
            "points": ["p/1", "p/2"],
            "site": "base-1",
        },
        "show": {"by": ["beta"], "inspected": "alpha", "measure": "show", "site": "site-1"},
    }
    return [{"name": name, "title": _title(name)} | monitor for name, monitor in monitors.items()]


def _conditions() -> list[dict[str, Any]]:
    conditions: dict[str, dict[str, Any]] = {
        "both": {"all": ["consulted", "gamma-consents"]},
        "consulted": {"notification": "consultation-held"},
        "figures-enough": {"figure": "launchers", "by": "beta", "at_least": 2},
        "gamma-consents": {"notification": "consent", "withdrawn_by": "consent-withdrawn"},
        "one-of-them": {"any": ["gamma-consents", "permitted"]},
        "permitted": {"notification": "permit"},
    }
    return [{"name": name, "title": _title(name)} | condition for name, condition in conditions.items()]


def _notifications() -> list[dict[str, Any]]:
    both, visits = list(PRINCIPALS), [f"notice/{name}" for name in VISITS]
    reports = [f"{kind}/{name}" for kind in ("one-sided", "report") for name in VISITS]
    terms: dict[str, dict[str, Any]] = {
        "answer": {"by": ["others"], "about": ["notification/request"], "once": "about", "carries": ["words"]},
        "arrival": {"by": ["inspecting"], "about": visits, "once": "about", "carries": ["hour"]},
        "consent": {"by": ["gamma"]},
        "consent-withdrawn": {"by": ["gamma"]},
        "consultation-held": {"by": ["epsilon"], "once": "ever"},
        "discrepancy": {"by": both, "carries": ["words"], "effect": "disputes", "of": ["answer-request"]},
        "explanation": {"by": ["beta"], "about": ["reading/gate", "reading/seals"], "carries": ["words"]},
        "figures": {"by": ["alpha", "beta"], "figures": ["launchers", "shelters"]},
        "freeze": {"by": ["inspected"], "about": visits, "once": "about", "carries": ["hour", "points", "site"]},
        "pause": {"by": both, "effect": "pauses", "of": ["first", "gate", "request"]},
        "permit": {"by": ["each"], "carries": ["until"]},
        "receipt": {
            "by": ["others"],
            "about": sorted(["designation/base", "notification/request", *visits]),
            "once": "about",
            "carries": ["hour"],
        },
        "referral": {
            "by": ["alpha", "beta", "zeta"],
            "about": sorted(["notification/answer", "reading/gate", "reading/seals", *reports]),
            "carries": ["words"],
            "effect": "refers",
        },
        "request": {"by": ["each"], "carries": ["words"], "only_if": ["consulted"]},
        "resolution": {
            "by": both,
            "about": sorted(
                ["notification/discrepancy", "notification/referral", "reading/gate", "reading/seals", *reports[:3]]
            ),
            "once": "about",
            "effect": "resolves",
            "signed": [{"by": "each", "persons": 1, "role": "officer"}],
        },
        "resumption": {"by": both, "effect": "resumes"},
        "step-a": {"by": ["alpha"], "once": "ever"},
        "step-b": {"by": ["beta"], "once": "ever"},
        "step-c": {"by": ["alpha"], "once": "ever"},
        "step-d": {"by": ["beta"], "once": "ever", "only_if": ["both"]},
        "suspension": {"by": both, "carries": ["words"], "effect": "suspends"},
        "talk": {"by": ["zeta"], "once": "ever"},
        "withdrawal": {"by": both, "once": "ever", "carries": ["hour"], "effect": "withdraws"},
    }
    return [{"name": name, "title": _title(name)} | term for name, term in terms.items()]


def _duties() -> list[dict[str, Any]]:
    duties: dict[str, dict[str, Any]] = {
        "answer-request": {
            "by": "others",
            "to": "author",
            "start": "notification/request",
            "counted_from": "delivered",
            "within": {"working_days": 5},
            "calendar": "worked",
            "done_by": "notification/answer",
        },
        "arrive": {
            "by": "inspecting",
            "to": "inspected",
            "start": "notice/base",
            "not_before": {"hours": 16},
            "within": {"hours": 96},
            "done_by": "notification/arrival",
            "default": {"releases": ["freeze-base"], "title": _title("no freeze is owed")},
        },
        "confirm": {
            "by": "inspected",
            "to": "inspecting",
            "start": "notice/first",
            "counted_from": "delivered",
            "within": {"hours": 1},
            "done_by": "notification/receipt",
        },
        "declare": {
            "by": "alpha",
            "to": "beta",
            "start": "in-force",
            "within": {"days": 30},
            "done_by": "declaration/site-1",
        },
        "declare-yearly": {
            "by": "beta",
            "to": "alpha",
            "recurs": {"yearly": "12-15", "grace": {"days": 1}},
            "not_before": {"days": 30},
            "within": {"days": 5},
            "done_by": "declaration/base-1",
        },
        "explain": {
            "by": "beta",
            "to": "author",
            "start": "reading/gate",
            "counted_from": "delivered",
            "within": {"days": 3},
            "done_by": "notification/explanation",
        },
        "figures-monthly": {
            "by": "each",
            "to": "others",
            "recurs": {"each": "month"},
            "within": {"days": 10},
            "done_by": "notification/figures",
            "only_if": ["one-of-them"],
        },
        "freeze-base": {
            "by": "inspected",
            "to": "inspecting",
            "start": "notice/base",
            "within": {"hours": 72},
            "done_by": "notification/freeze",
        },
        "open-second": {
            "by": "inspected",
            "to": "inspecting",
            "start": "notice/second",
            "within": {"weeks": 1},
            "done_by": "opening/second",
        },
        "read-gate": {
            "by": "alpha",
            "to": "beta",
            "recurs": {"each": "month"},
            "not_before": {"days": 10},
            "within": {"days": 5},
            "done_by": "reading/gate",
        },
        "report-first": {
            "by": "inspecting",
            "to": "inspected",
            "start": "notification/arrival",
            "counted_from": "occurred",
            "within": {"weeks": 1},
            "done_by": "report/first",
        },
    }
    return [{"counted_from": "said", "name": name, "title": _title(name)} | duty for name, duty in duties.items()]


def _quotas(places: int) -> list[dict[str, Any]]:
    share: dict[str, Any] = {"at_least": 1, "at_most": places, "denominator": 2, "numerator": 1, "rounding": "up"}
    quotas: dict[str, dict[str, Any]] = {
        "all-year": {
            "inspections": ["base", "first"],
            "per": "all",
            "period": "calendar-year",
            "places": {"fixed": places},
            "winner": "alpha",
        },
        "by-month": {"inspections": ["first", "second"], "per": "pair", "period": "month", "places": {"fixed": places}},
        "of-figure": {
            "inspections": ["base"],
            "per": "inspecting",
            "period": "treaty-year",
            "places": {"figure": "launchers", "share": share},
            "declared_by": "inspected",
            "winner": "alpha",
        },
        "of-site": {
            "inspections": ["base"],
            "per": "site",
            "period": "calendar-year",
            "places": {"by_period": [{"places": places, "years": 1_000}]},
        },
        "one-open": {
            "counting": "open",
            "inspections": ["base", "first"],
            "per": "all",
            "period": "ever",
            "places": {"fixed": 2},
        },
    }
    return [{"counting": "visits", "name": name, "title": _title(name)} | quota for name, quota in quotas.items()]
