"""Cases of measures of every kind, and of monitors: the agreement of terms and a few of them, changed at one place."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from book import Book

from upper_cases.agreement import REMOVED, Path, bad, ok
from upper_cases.agreement_terms import termed
from upper_cases.desk import RU, US

SIGNED = [{"by": "author", "persons": 1, "role": "inspector"}, {"by": "inspected", "persons": 1, "role": "escort"}]
BY_EACH = [{"by": "each", "persons": 1, "role": "officer"}]
TRIED = {"expires_at": 1_704_067_200, "false_alarm": "0x1/0x64", "sensitivity": "0x9/0xa", "trial": "EXERCISE"}
STANDARD = {"items": 1, "lapses_after": {"days": 30}, "presence": "momentary", "probability": "0x1/0x2"}


def watched(*changes: tuple[Path, Any]) -> dict[str, Any]:
    """Return the agreement of terms with a measure of every kind, and monitors; changed as ``termed`` does."""
    agreement = termed()
    both = {"discriminates": ["sm-3", "tomahawk"], "observable": "EXERCISE"}
    agreement["measures"] += [
        both | {"kind": kind, "name": name} | tried
        for name, kind, tried in (
            ("picture", "imagery", {}),
            ("portal", "sensor", TRIED),
            ("show", "exhibition", TRIED),
            ("wire", "seal", {}),
        )
    ]
    titled = {"en": "EXERCISE", "ru": "УЧЕНИЕ"}
    agreement["monitors"] = [
        {"by": [RU], "inspected": US, "measure": measure, "name": name, "site": site, "title": titled} | more
        for name, measure, site, more in (
            ("display", "show", "deveselu", {"clause": "I.1"}),
            ("gate", "portal", "deveselu", {"only_if": ["agreed"]}),
            ("seals", "wire", "shed-a", {"points": ["s1"]}),
        )
    ]
    agreement["signatures"]["reading"] = SIGNED
    owed = {"by": US, "item": "tomahawk", "site": "deveselu", "standard": STANDARD, "to": RU}
    agreement["undertakings"] = [
        owed | {"kind": "type-distinguishable", "monitors": ["display"], "name": "apart"},
        agreement["undertakings"][0] | {"monitors": ["gate"]},
    ]
    for path, value in changes:
        at: Any = agreement
        for step in path[:-1]:
            at = at[
                next(place for place, item in enumerate(at) if item["name"] == step) if isinstance(at, list) else step
            ]
        if value is REMOVED:
            del at[path[-1]]
        else:
            at[path[-1]] = deepcopy(value)
    return agreement


NONE = "no-tomahawk-at-deveselu"


def write(book: Book) -> None:
    """Add the cases."""
    ok(book, "monitors", watched(), "Measures of every kind, and what looks by them.")
    _good(book)
    for code, cases in REFUSED.items():
        for name, path, value in cases:
            bad(book, f"monitors-{name}", watched((path, value)), code, f"At /{'/'.join(map(str, path))}.")
    _more(book)


def _good(book: Book) -> None:
    alone = watched((("undertakings", NONE, "inspections"), REMOVED))
    ok(book, "monitors-alone", alone, "What monitors can lower, without a visit that could show it.")
    each = watched((("monitors", "gate", "by"), ["each"]), (("signatures", "reading"), BY_EACH))
    ok(book, "monitors-read-by-each", each, "The watched Party too, since all sign.")
    shown = watched((("inspections", "shed-visit", "measure"), "show"))
    ok(book, "monitors-visit-to-an-exhibition", shown, "A visit may be to an exhibition, where no absence rests on it.")
    stopped = watched((("notifications", "suspension", "of"), ["gate"]))
    ok(book, "monitors-suspended", stopped, "A monitor can be stopped.")
    done = watched(
        (("duties", "count", "by"), RU),
        (("duties", "count", "to"), US),
        (("duties", "count", "done_by"), "reading/gate"),
    )
    ok(book, "monitors-duty-that-recurs", done, "A monthly check is a duty.")
    begun = watched((("duties", "report", "start"), "reading/gate"), (("duties", "report", "by"), RU))
    begun["duties"] = [duty for duty in begun["duties"] if duty["name"] != "confirm"]
    next(duty for duty in begun["duties"] if duty["name"] == "report")["to"] = US
    ok(book, "monitors-duty-in-a-visit", begun, "A reading may be of the thread of a visit to its site.")


REFUSED: dict[str, tuple[tuple[str, Path, Any], ...]] = {
    "agreement-choice": (
        ("measure-without-trial", ("measures", "portal", "trial"), REMOVED),
        ("measure-without-expiry", ("measures", "portal", "expires_at"), REMOVED),
        ("measure-without-sensitivity", ("measures", "portal", "sensitivity"), REMOVED),
        ("measure-with-a-trial-alone", ("measures", "wire", "trial"), "EXERCISE"),
        ("measure-with-a-false-alarm-alone", ("measures", "wire", "false_alarm"), "0x1/0x2"),
        ("visit-by-a-sensor", ("inspections", "shed-visit", "measure"), "portal"),
        ("visit-by-a-seal", ("inspections", "shed-visit", "measure"), "wire"),
        ("visit-by-imagery", ("inspections", "shed-visit", "measure"), "picture"),
        ("monitor-by-an-opening", ("monitors", "gate", "measure"), "hatch-opening"),
        ("undertaking-by-nothing", ("undertakings", "apart", "monitors"), REMOVED),
        ("absence-by-an-exhibition", ("undertakings", NONE, "monitors"), ["display"]),
        ("absence-by-a-visit-to-an-exhibition", ("inspections", "deveselu-visit", "measure"), "show"),
    ),
    "agreement-item": (),
    "agreement-language": (("title-in-one-language", ("monitors", "gate", "title", "ru"), REMOVED),),
    "agreement-points": (("point-of-no-site", ("monitors", "seals", "points"), ["s1", "s9"]),),
    "agreement-reference": (
        ("measure-unknown", ("monitors", "gate", "measure"), "unknown"),
        ("inspected-unknown", ("monitors", "gate", "inspected"), "romania"),
        ("by-unknown", ("monitors", "gate", "by"), ["romania"]),
        ("by-others", ("monitors", "gate", "by"), ["others"]),
        ("site-unknown", ("monitors", "gate", "site"), "unknown"),
        ("only-if-unknown", ("monitors", "gate", "only_if"), ["unknown"]),
        ("clause-unknown", ("monitors", "gate", "clause"), "I.2"),
        ("undertaking-by-unknown", ("undertakings", NONE, "monitors"), ["unknown"]),
        ("undertaking-elsewhere", ("undertakings", NONE, "monitors"), ["seals"]),
        ("undertaking-of-what-it-does-not-tell", ("measures", "portal", "discriminates"), ["sm-3"]),
        ("duty-by-who-does-not-read", ("duties", "count", "done_by"), "reading/gate"),
        ("duty-by-a-reading-unknown", ("duties", "count", "done_by"), "reading/unknown"),
    ),
    "agreement-side": (
        ("by-the-inspected", ("monitors", "gate", "by"), [US]),
        ("by-each-that-sign-not-all", ("monitors", "gate", "by"), ["each"]),
    ),
    "agreement-signatures": (
        ("signed-by-nobody", ("signatures", "reading"), REMOVED),
        ("signed-by-the-author", ("signatures", "reading"), SIGNED[:1]),
        ("signed-by-the-inspected", ("signatures", "reading"), SIGNED[1:]),
    ),
    "agreement-thread": (("duty-of-another-thread", ("duties", "report", "done_by"), "reading/seals"),),
    "field-choice": (("measure-of-no-kind", ("measures", "wire", "kind"), "rumour"),),
    "field-range": (
        ("false-alarm-always", ("measures", "portal", "false_alarm"), "0x1/0x1"),
        ("sensitivity-none", ("measures", "portal", "sensitivity"), "0x0/0x1"),
    ),
    "field-count": (
        ("by-nobody", ("monitors", "gate", "by"), []),
        ("of-no-points", ("monitors", "seals", "points"), []),
        ("undertaking-by-none", ("undertakings", NONE, "monitors"), []),
    ),
    "field-order": (("points-descending", ("monitors", "seals", "points"), ["s2", "s1"]),),
    "field-missing": (("without-title", ("monitors", "gate", "title"), REMOVED),),
}
"""Code -> a name, where the agreement is changed, and to what."""


def _more(book: Book) -> None:
    two = watched()
    owed = two["undertakings"][1]
    two["undertakings"].append(owed | {"inspections": None, "item": "sm-3", "name": "none-of-the-other"})
    del two["undertakings"][2]["inspections"]
    bad(book, "monitors-two-items", two, "agreement-item", "A reading says that something was found, not which.")
    alike = watched((("notifications", "suspension", "of"), ["gate"]))
    alike["monitors"][1]["name"] = "confirm"
    alike["monitors"].sort(key=lambda one: str(one["name"]))
    alike["undertakings"][1]["monitors"] = ["confirm"]
    next(term for term in alike["notifications"] if term["name"] == "suspension")["of"] = ["confirm"]
    bad(book, "monitors-suspended-or-a-duty", alike, "agreement-reference", "Of two things with one name.")
    waiting = watched((("notifications", "consent", "about"), ["reading/gate"]))
    bad(book, "monitors-waiting", waiting, "agreement-cycle", "The reading waits for a word that answers it.")
    alone = watched((("notifications", "suspension", "effect"), "resolves"))
    why = "Who reads a monitor would settle what it showed."
    for term in alone["notifications"]:
        if term["name"] == "suspension":
            term |= {"about": ["reading/gate"], "by": [RU]}
    bad(book, "monitors-resolved-by-one", alone, "agreement-signatures", why)
    neutral = watched((("monitors", "gate", "by"), ["ceres"]))
    neutral["parties"].insert(0, neutral["parties"][0] | {"log": "ceres.example/log/x", "name": "ceres"})
    neutral["parties"][0] |= {"role": "guest-observer", "roots": "77" * 32, "side": "neutral"}
    ok(book, "monitors-read-by-a-neutral", deepcopy(neutral), "Whom both sides let read.")
    for term in neutral["notifications"]:
        if term["name"] == "suspension":
            term |= {"about": ["reading/gate"], "by": ["ceres"], "effect": "resolves"}
    bad(book, "monitors-resolved-by-who-reads", neutral, "agreement-signatures", why)
