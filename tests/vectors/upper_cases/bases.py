"""The stored histories that cases go on from: the play, two small ones made at the desk, and one of every term.

deveselu-one-visit   every entry of the scenario as played
three-parties        a third principal, a site that nobody inspects, a standard of 9/10; declared and noticed
forged               the play's agreement with invented keys, and a trust file that asks one witness: in force
partial              that of ``amended`` with partial cuts, in force (``partial``)
partial-of-four      the same with four parties, of whom three sign, and nothing said of delivery
amended              that agreement with who signs its amendments, in force, and documents to amend it by (``amended``)
chosen               the play's agreement, but a Party chooses the points; one of the site's is closed
named                a site whose place is told by visit (``named``)
over-time            that agreement with findings of every kind and a prior, in force and declared (``over_time``)
terms                an agreement with every kind of term, and one visit to a designated site (``terms``)
sealed               one of sites that are declared under seal, and a draw at one of them (``sealed``)
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from played import play

from upper_cases import amended, named, over_time, partial, sealed, terms
from upper_cases.desk import COSIGNERS, NAME, RO, RU, US, Base, Desk
from validation import draw
from validation.state import plain


def documents() -> dict[str, str]:
    """Return ``regime/base/NAME.json`` -> the file's text."""
    why = {
        NAME: "Every entry of the scenario as played, from the key sets to the last observation.",
        "three-parties": "Three parties, so that somebody may speak who is no party to a visit.",
        "chosen": "Visits whose points are not drawn: of one the inspecting Party chooses, of two the inspected.",
        "forged": "Anybody can invent keys for the names of an agreement.",
        "named": "Visits to a site whose place the inspecting Party tells when it designates.",
        over_time.NAME: "Findings of every kind, over several visits.",
        "terms": "An agreement with every kind of term, and one visit to a site that was designated.",
        "sealed": "An agreement of sites that are declared under seal, with a draw at one of them.",
        "partial": "An agreement under which a cut may be closed without some, in force.",
        "partial-of-four": "The same with four parties, of whom three sign, and nothing said of delivery.",
        "amended": "An agreement that its parties may amend, in force, and documents to put in its place.",
    }
    made = {NAME: of_play(), "three-parties": three_parties(), "forged": forged(), "terms": of_terms()}
    made["chosen"] = chosen()
    made["named"] = of_told("named", named.at("ready"))
    made["sealed"] = of_told("sealed", sealed.at("drawn"))
    founded = _founded(
        over_time.NAME, over_time.agreement(json.loads(of_play().agreement)), over_time.NAME, COSIGNERS[over_time.NAME]
    )
    made[over_time.NAME] = over_time.stored(founded)
    made["amended"] = of_told("amended", amended.at("ready"))
    documents = {"amended": [document.decode() for document in amended.at("empty").documents]}
    for name in partial.BASES:
        ready = partial.at(name)
        made[name] = of_told(name, ready)
        documents[name] = [document.decode() for document in ready.documents]
    return {
        f"regime/base/{name}.json": json.dumps(
            {
                "agreement": history.agreement,
                "trust_file": history.trust_file,
                "logs": history.logs,
                "why": why[name],
                "source": "made here",
            }
            | ({"documents": documents[name]} if name in documents else {}),
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
        for name, history in made.items()
    }


def of_play() -> Base:
    """Return the play as a history."""
    played, _ = play()
    node = next(iter(played.world.nodes.values()))
    logs = {
        party.log: [entry.decode() for entry in node.entries(party.log, 0, node.regime.size(party.log))]
        for party in played.world.agreement.parties
    }
    return Base(NAME, played.world.agreement.data.decode(), played.world.trust_file.decode(), logs)


def three_parties() -> Base:
    """Return a history of three parties."""
    agreement = json.loads(of_play().agreement)
    agreement["parties"] = [
        {"log": f"{name}.example/log/three", "name": name, "role": "principal", "side": name} for name in (RO, RU, US)
    ]
    site = {"groups": [{"kind": "mk-41", "name": "launcher-1", "points": ["r1/c1"]}], "name": "redzikowo"}
    agreement["sites"].append(site | {"territorial_host": "poland", "title": {"en": "Redzikowo"}})
    agreement["undertakings"][0]["standard"]["probability"] = "0x9/0xa"
    desk = _founded("three-parties", agreement, "three parties", COSIGNERS["three-parties"])
    desk.say(US, "declaration", desk.declaration())
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 1})
    desk.exchange()
    return _base(desk)


def chosen() -> Base:
    """Return a history in which points are chosen, up to the declaration: one point cannot be opened."""
    agreement = json.loads(of_play().agreement)
    agreement["name"] = "chosen"
    visit = agreement["inspections"][0]
    agreement["inspections"] = [
        visit | {"choice": "inspected", "name": "deveselu-display"},
        visit | {"choice": "inspected", "name": "deveselu-open-day", "points": 24},
        visit | {"choice": "inspecting"},
    ]
    owed = agreement["undertakings"][0]
    agreement["undertakings"] += [
        owed | {"inspections": [visit], "name": name}
        for name, visit in (("shown-at-deveselu", "deveselu-display"), ("shown-whole-at-deveselu", "deveselu-open-day"))
    ]
    for party in agreement["parties"]:
        party["log"] = f"{party['name']}.example/log/chosen"
    desk = _founded("chosen", agreement, "chosen", COSIGNERS["chosen"])
    body = desk.declaration()
    desk.say(US, "declaration", body | {"points": [*body["points"][:-1], {"holds": "unavailable", "id": "l3/c8"}]})
    for name in ("deveselu-visit", "deveselu-display", "deveselu-open-day"):
        desk.say(RU, "notice", {"inspection": name, "number": 1})
    desk.exchange()
    return _base(desk)


def forged() -> Base:
    """Return a history under invented keys, with the play's words."""
    desk = _founded("forged", json.loads(of_play().agreement), "forger", COSIGNERS["forged"])
    return _base(desk)


def of_terms() -> Base:
    """Return the history of every kind of term."""
    return of_told("terms", terms.at(terms.STAGES[-1]))


def of_told(name: str, told: terms.Told) -> Base:
    """Return what is told at a stage as a history."""
    logs = {log: [entry.decode() for entry in entries] for log, entries in told.logs.items()}
    return Base(name, told.data.decode(), told.trust_file.decode(), logs)


def _founded(name: str, agreement: dict[str, Any], seed: str, witnesses: tuple[str, ...]) -> Desk:
    """Return a desk at which all parties have just founded their logs, acceded and observed each other."""
    origins = {party["name"]: party["log"] for party in agreement["parties"]}
    draft = Desk("empty", Base(name, json.dumps(agreement), "", {log: [] for log in origins.values()}), seed)
    lines = [f"log {_vkey(draft.key(party, 'log').vkey)}" for party in origins]
    lines += [f"witness {operator} {_vkey(draft.witness(operator).vkey)}" for operator in witnesses]
    lines += [f"group all-of-them all {' '.join(witnesses)}", "quorum all-of-them"]
    trust_file = "".join(f"{line}\n" for line in lines)
    for party in agreement["parties"]:
        party["roots"] = roots_digest(draft.roots(party["name"]))
    agreement["policy"] = sha256(trust_file.encode()).hexdigest()
    empty = Base(name, plain(agreement).decode(), trust_file, {log: [] for log in origins.values()})
    desk = Desk("empty", empty, seed)
    desk.now = 1_646_121_600
    desk.found(*origins)
    desk.exchange()
    return desk


def roots_digest(roots: list[bytes]) -> str:
    """Return the digest of three root keys of which two must sign."""
    return draw.th("counterseal.org/root-keys/v1", (2).to_bytes(8, "big"), *sorted(roots)).hex()


def _base(desk: Desk) -> Base:
    logs = {log: [entry.decode() for entry in entries] for log, entries in desk.logs.items()}
    return Base(desk.base.name, desk.base.agreement, desk.base.trust_file, logs)


def _vkey(key: Any) -> str:
    """Return the text of a key, written without the code under test."""
    key_id = sha256(key.name.encode() + b"\n" + bytes([key.type]) + key.key).hexdigest()[:8]
    return f"{key.name}+{key_id}+{b64encode(bytes([key.type]) + key.key).decode()}"
