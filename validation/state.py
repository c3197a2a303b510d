"""The state after some entries, reckoned from their JSON alone, once somebody says which entries are irregular.

The rules of the regime are not here: a vector states by hand what breaks them. From the rest, membership,
declarations, inspections with their draws, and cuts follow by reading; the digest is spec/regime.md, "State digest".
Only agreements without further terms are reckoned: of duties, quotas and the like there are none.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from validation import draw
from validation.rfc6962 import MTH

CLOSED = ("away", "unavailable", "under-construction")

Place = tuple[str, int]
"""A log and an index in it."""


def plain(value: Any) -> bytes:
    """Canonical JSON, as RFC 8785 has it for integers, texts, arrays and objects with ASCII names."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def statement_id(text: bytes) -> bytes:
    """The id of a statement's text."""
    return draw.th("counterseal.org/statement-id/v1", text)


def text_of(entry: bytes) -> bytes:
    """The text of a note: all up to its last empty line."""
    return entry[: entry.rindex(b"\n\n") + 1]


def subjects(
    agreement: Mapping[str, Any],
    logs: Mapping[str, Sequence[bytes]],
    void: Collection[Place],
    irregularities: Sequence[Mapping[str, Any]],
    in_force: bool,
    quorum: int,
) -> dict[str, Any]:
    """Return the state's subjects.

    Args:
        agreement, logs: the agreement's JSON, and every entry.
        void: places of entries that have no effect.
        irregularities: as the state lists them; a draw of which a share was opened early has no result.
        in_force: whether the agreement is.
        quorum: how many operators must cosign, each with one Ed25519 line.
    """
    said: dict[str, dict[str, Any]] = {}
    for log, entries in logs.items():
        for index, entry in enumerate(entries):
            if (log, index) not in void:
                text = text_of(entry)
                said[statement_id(text).hex()] = json.loads(text.split(b"\n")[1])

    def of(kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(key, statement) for key, statement in said.items() if statement["kind"] == kind]

    acceded = {statement["party"]: key for key, statement in of("accession")}
    founded = {statement["party"] for _, statement in of("root-key-set")}
    members = []
    for party in agreement["parties"]:
        name = party["name"]
        status = "acceded" if name in acceded else "founded" if name in founded else "absent"
        members.append({"party": name, "status": status} | ({"accession": acceded[name]} if name in acceded else {}))
    declared = [{"body": s["body"], "id": key, "party": s["party"]} for key, s in of("declaration")]
    declared += [
        {"body": s["body"], "id": key, "party": s["party"]} | _shown_of(key, of) for key, s in of("declaration-sealed")
    ]
    cuts = [{"body": s["body"], "id": key} for key, s in of("cut")]
    early = {entry["subject"] for entry in irregularities if entry["code"] == "draw-early"}
    spoiled = {
        json.loads(text_of(entry).split(b"\n")[1])["body"]["exchange"]
        for entries in logs.values()
        for entry in entries
        if b"\n\n" in entry and statement_id(text_of(entry)).hex() in early
    }
    places = {statement_id(text_of(logs[log][index])).hex(): (log, index) for log, index in _standing(logs, void)}
    shown = [_shown(statement["body"]["checkpoint"], quorum)[:3] for _, statement in of("observed")]
    visits = []
    for key, statement in of("notice"):
        log, index = places[key]
        hours = [hour for origin, size, hour in shown if origin == log and size > index and hour is not None]
        drawn = None if key in spoiled else _drawn(agreement, key, statement, of, places)
        visit = _visit(key, statement, of, drawn, min([statement["at"], *hours]))
        named = next(i for i in agreement["inspections"] if i["name"] == statement["body"]["inspection"])
        site = _site(key, named, of)
        chosen = named.get("choice", "drawn") != "drawn"
        over = _known(key, named, of, places, logs, void, quorum) if chosen else _declaration(key, named, of, places)
        visit |= ({} if site is None else {"site": site}) | ({} if over is None else {"declaration": over})
        shut = _closed(said[over]["body"]) if over is not None else []
        visit |= {"closed": shut} if shut else {}
        visits.append(visit | _sealing(agreement, logs, void, key, named, over, drawn, said, of, places, quorum))
    parties = [party["name"] for party in agreement["parties"]]
    keys = {
        s["party"]: draw.th(
            "counterseal.org/root-keys/v1",
            s["body"]["threshold"].to_bytes(8, "big"),
            *sorted(bytes.fromhex(root) for root in s["body"]["roots"]),
        ).hex()
        for _, s in of("root-key-set")
    }
    without = ("condition", "dispute", "duty", "ladder", "notification", "quota", "reading")
    none: dict[str, Any] = {name: [] for name in without}
    return none | {
        "key": [{"index": 0, "party": party, "roots": keys[party]} for party in parties if party in keys],
        "cut": sorted(cuts, key=lambda cut: int(cut["body"]["number"])),
        "declaration": sorted(
            declared,
            key=lambda entry: (str(entry["party"]), str(entry["body"]["site"]), int(entry["body"].get("number", 1))),
        ),
        "inspection": sorted(visits, key=lambda visit: (str(visit["inspection"]), int(visit["number"]))),
        "irregularity": list(irregularities),
        "membership": {"members": members, "status": "in force" if in_force else "not in force", "stops": []}
        | ({"in_force_s": _entered(agreement, logs, void, acceded, places, quorum)} if in_force else {}),
    }


def digest(agreement: bytes, now: int, subjects: Mapping[str, Any]) -> bytes:
    """Return the state digest at ``now``, Unix seconds. ``agreement``: canonical JSON."""

    def lp(data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + data

    root = MTH([lp(name.encode()) + lp(plain(value)) for name, value in sorted(subjects.items())])
    named = draw.th("counterseal.org/agreement/v1", agreement)
    return draw.th("counterseal.org/state/v1", named, now.to_bytes(8, "big"), root)


def _entered(
    agreement: Mapping[str, Any],
    logs: Mapping[str, Sequence[bytes]],
    void: Collection[Place],
    acceded: Mapping[str, str],
    places: Mapping[str, Place],
    quorum: int,
) -> int:
    """Return the hour of entry into force: the earliest that a principal had shown when it had seen every accession."""
    principals = [party["log"] for party in agreement["parties"] if party["role"] == "principal"]
    wanted = [places[acceded[party["name"]]] for party in agreement["parties"] if party["role"] == "principal"]
    hours = []
    for log in principals:
        entries = logs[log]
        sizes: dict[str, int] = {}
        for index, (origin, size, hour, _) in _sighted(logs, void, log, len(entries), quorum):
            if hour is not None:
                sizes[origin] = max(size, sizes.get(origin, 0))
            if all(sizes.get(other, 0) > place for other, place in wanted):
                hours.append(_latest(logs, void, log, index + 1, quorum))
                break
    return min(hours)


def _sighted(
    logs: Mapping[str, Sequence[bytes]], void: Collection[Place], log: str, size: int, quorum: int
) -> list[tuple[int, tuple[str, int, int | None, int | None]]]:
    """Return where the first entries of a log observed which checkpoint: its log, its size, and its quorum's hour."""
    found = []
    for index, entry in enumerate(logs[log][:size]):
        said = None if (log, index) in void else json.loads(text_of(entry).split(b"\n")[1])
        if said is not None and said["kind"] == "observed":
            found.append((index, _shown(said["body"]["checkpoint"], quorum)))
    return found


def _latest(logs: Mapping[str, Sequence[bytes]], void: Collection[Place], log: str, size: int, quorum: int) -> int:
    """Return the latest hour that a party had shown: by itself, or by those whom it observed."""
    latest = 0
    for _, (origin, of, _by, hour) in _sighted(logs, void, log, size, quorum):
        others = 0 if origin == log else _latest(logs, void, origin, of, quorum)
        latest = max(latest, hour or 0, others)
    return latest


def _declaration(key: str, inspection: Mapping[str, Any], of: Any, places: Mapping[str, Place]) -> str | None:
    """Return the site's last declaration in the cut over which the first party by name sealed its share, if any."""
    shares = sorted((s["party"], s["body"]["cut"]) for _, s in of("draw-share-sealed") if s["body"]["exchange"] == key)
    cuts = {cut: s["body"]["vector"] for cut, s in of("cut")}
    site = _site(key, inspection, of)
    for _, cut in shares:
        sizes = {position["log"]: position["size"] for position in cuts.get(cut, ())}
        made = [
            (places[one][1], one)
            for one, s in [*of("declaration"), *of("declaration-sealed")]
            if (s["party"], s["body"]["site"]) == (inspection["inspected"], site)
            and places[one][1] < sizes.get(places[one][0], 0)
        ]
        if made:
            return str(max(made)[1])
    return None


def _site(key: str, inspection: Mapping[str, Any], of: Any) -> str | None:
    """Return the site of a visit: the agreed one, or the one that was designated."""
    named = [s["body"]["site"] for _, s in of("designation-opened") if s["body"]["notice"] == key]
    return str(inspection["site"]) if "site" in inspection else (named or [None])[0]


def _closed(body: Mapping[str, Any]) -> list[str]:
    """Return the points that a declaration, open or sealed, says cannot be opened."""
    told = body["closed"] if "closed" in body else [] if "root" in body else body["points"]
    return [point["id"] for point in told if point["holds"] in ("away", "unavailable", "under-construction")]


def _shown_of(key: str, of: Any) -> dict[str, Any]:
    """Return what is opened of a sealed declaration, and by which openings."""
    made = sorted((s["body"]["number"], one, s) for one, s in of("declaration-opened") if s["body"]["sealed"] == key)
    points = {point["id"]: point for _, _, s in made for point in s["body"]["points"]}
    return {"opened": [points[one] for one in sorted(points)], "openings": [one for _, one, _ in made]} if made else {}


def _sealing(
    agreement: Mapping[str, Any],
    logs: Mapping[str, Sequence[bytes]],
    void: Collection[Place],
    key: str,
    inspection: Mapping[str, Any],
    over: str | None,
    drawn: list[str] | None,
    said: Mapping[str, Mapping[str, Any]],
    of: Any,
    places: Mapping[str, Place],
    quorum: int,
) -> dict[str, Any]:
    """Return the last declaration sealed before its holder knew of the visit's site, and what is not opened of it."""
    inspected = inspection["inspected"]
    own = next(party["log"] for party in agreement["parties"] if party["name"] == inspected)
    opened = [one for one, s in of("designation-opened") if s["body"]["notice"] == key]
    naming = [key] if "site" in inspection else opened
    known = [
        index
        for one in naming
        for index, (log, size, _, _) in _sighted(logs, void, own, len(logs[own]), quorum)
        if log == places[one][0] and size > places[one][1]
    ]
    before = [
        (places[one][1], one)
        for one, s in of("declaration-sealed")
        if (s["party"], s["body"]["site"]) == (inspected, _site(key, inspection, of))
        and (not known or places[one][1] < min(known))
    ]
    told: dict[str, Any] = {"seal": max(before)[1]} if before else {}
    if drawn is not None and over is not None and said[over]["kind"] == "declaration-sealed":
        shown = {point["id"] for point in _shown_of(told.get("seal", ""), of).get("opened", [])}
        lacking = sorted(set(drawn) - shown)
        told |= {"unopened": lacking} if lacking else {}
    return told


def _known(
    key: str,
    inspection: Mapping[str, Any],
    of: Any,
    places: Mapping[str, Place],
    logs: Mapping[str, Sequence[bytes]],
    void: Collection[Place],
    quorum: int,
) -> str | None:
    """Return the site's declaration that counts for a report on chosen points, if any.

    The last that the inspecting Party had observed at its notice or designation, else the first that the author had.
    """
    for report, said in of("inspection-report"):
        if said["body"]["notice"] != key:
            continue
        log, index = places[report]
        sizes = {log: index}
        for _, (origin, size, _by, _shown) in _sighted(logs, void, log, index, quorum):
            if origin != log:
                sizes[origin] = max(size, sizes.get(origin, 0))
        made = [
            (places[one][1], one)
            for one, s in [*of("declaration"), *of("declaration-sealed")]
            if (s["party"], s["body"]["site"]) == (inspection["inspected"], _site(key, inspection, of))
            and places[one][1] < sizes.get(places[one][0], 0)
        ]
        naming = next((one for one, s in of("designation-opened") if s["body"]["notice"] == key), key)
        where, at = places[naming]
        early = (
            [
                size
                for _, (origin, size, _by, _shown) in _sighted(logs, void, where, at, quorum)
                if origin == places[made[0][1]][0]
            ]
            if made
            else []
        )
        before = [one for one in made if one[0] < max(early, default=0)]
        return str(max(before)[1]) if before else str(min(made)[1]) if made else None
    return None


def _standing(logs: Mapping[str, Sequence[bytes]], void: Collection[Place]) -> list[Place]:
    """Return the places that have an effect, the last of a log first: of a text said twice, the first place counts."""
    return [
        (log, index)
        for log, entries in logs.items()
        for index in reversed(range(len(entries)))
        if (log, index) not in void
    ]


def _shown(checkpoint: str, quorum: int) -> tuple[str, int, int | None, int | None]:
    """Return a checkpoint note's log and size; the hour by which ``quorum`` operators had cosigned it, or None; and
    the hour from which on as many did.
    """
    text, _, lines = checkpoint.partition("\n\n")
    origin, size, _ = text.split("\n")
    bodies = {line.split(" ")[1]: base64.b64decode(line.split(" ")[2]) for line in lines.splitlines()}
    times = sorted(int.from_bytes(body[4:12], "big") for name, body in bodies.items() if name != origin)
    met = len(times) >= quorum
    return origin, int(size), times[quorum - 1] if met else None, times[-quorum] if met else None


def _visit(key: str, said: Mapping[str, Any], of: Any, drawn: list[str] | None, known_at: int) -> dict[str, Any]:
    body = said["body"]

    def parties(kind: str) -> list[str]:
        return sorted(s["party"] for _, s in of(kind) if s["body"]["exchange"] == key)

    visit = {
        "announced_at": said["at"],
        "inspection": body["inspection"],
        "known_at": known_at,
        "notice": key,
        "number": body["number"],
        "opened": parties("draw-share-opened"),
        "sealed": parties("draw-share-sealed"),
        "status": "open",
    }
    if drawn is not None:
        visit["drawn"] = drawn
    for report, other in of("inspection-report"):
        if other["body"]["notice"] == key:
            visit["status"] = "reported"
            visit["report"] = {"body": other["body"], "id": report}
    return visit


def _drawn(
    agreement: Mapping[str, Any], key: str, said: Mapping[str, Any], of: Any, places: Mapping[str, Place]
) -> list[str] | None:
    sealed = {s["party"]: s["body"] for _, s in of("draw-share-sealed") if s["body"]["exchange"] == key}
    opened = {s["party"]: s["body"]["share"] for _, s in of("draw-share-opened") if s["body"]["exchange"] == key}
    named = [i for i in agreement["inspections"] if i["name"] == said["body"]["inspection"]]
    cuts = {body["cut"] for body in sealed.values()}
    if not named or len(sealed) != 2 or sealed.keys() != opened.keys() or len(cuts) != 1:
        return None
    site = next(site for site in agreement["sites"] if site["name"] == _site(key, named[0], of))
    over = _declaration(key, named[0], of, places)
    kinds = ("declaration", "declaration-sealed")
    shut = [point for kind in kinds for one, s in of(kind) if one == over for point in _closed(s["body"])]
    points = sorted(point for group in site["groups"] for point in group["points"] if point not in shut)
    shares = [
        (party, str(body["role"]), bytes.fromhex(body["commitment"]), bytes.fromhex(opened[party]))
        for party, body in sealed.items()
    ]
    made = draw.seed(said["channel"], bytes.fromhex(key), bytes.fromhex(cuts.pop()), points, shares)
    return draw.picks(made, points, min(named[0]["points"], len(points)))
