"""The calls that vectors of the layers from sealing to attestation make: JSON values in, JSON values out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from counterseal.agreement import amends, document
from counterseal.assessment.finding import assess
from counterseal.attestation import anchors, later, report, verify
from counterseal.confidence import guarantee, posterior, presence, sampling
from counterseal.encoding import canonical
from counterseal.encoding.strict import rational, rational_text
from counterseal.log import policy
from counterseal.regime.closing import closing
from counterseal.regime.fold import Regime
from counterseal.regime.judge import irregularity_value
from counterseal.sealing import declaration, designation, draw
from counterseal.statements import statement
from counterseal.statements.kinds import KINDS

Given = dict[str, Any]
unhex = bytes.fromhex
VECTORS = Path(__file__).resolve().parents[2] / "spec" / "vectors"


@cache
def base(name: str) -> Given:
    """Return a stored history."""
    stored: Given = json.loads((VECTORS / "regime" / "base" / f"{name}.json").read_text(encoding="utf-8"))
    return stored


def entries(given: Given) -> list[tuple[str, bytes]]:
    """Return the entries of a case with their logs, in the order of the case."""
    stored = base(given["base"])["logs"]
    first = [(log, text.encode()) for log, size in given["upto"].items() for text in stored[log][:size]]
    return first + [(log, text.encode()) for log, text in given["then"]]


def regime(given: Given) -> Regime:
    """Return the fold over a case's entries, fed in the order of the case."""
    stored = base(given["base"])
    documents = [stored["documents"][number].encode() for number in given.get("documents", ())]
    agreement = document.parse(stored["agreement"].encode())
    made = Regime(agreement, policy.parse(stored["trust_file"].encode()), documents=documents)
    sizes: dict[str, int] = {}
    for log, entry in entries(given):
        index = sizes.get(log, 0)
        made.feed(log, index, entry)
        sizes[log] = index + 1
    return made


def _exchange(given: Given) -> draw.Exchange:
    return draw.Exchange(channel=given["channel"], exchange=unhex(given["exchange_hex"]), cut=unhex(given["cut_hex"]))


def _sealing_commitment(given: Given) -> Given:
    made = draw.commitment(_exchange(given), given["party"], given["role"], unhex(given["share_hex"]))
    return {"commitment_hex": made.hex()}


def _sealing_list(given: Given) -> Given:
    return {"digest_hex": draw.list_digest(given["points"]).hex()}


def _sealing_seed(given: Given) -> Given:
    shares = [
        draw.Share(
            party=share["party"],
            role=share["role"],
            commitment=unhex(share["commitment_hex"]),
            share=unhex(share["share_hex"]),
        )
        for share in given["shares"]
    ]
    return {"seed_hex": draw.seed(_exchange(given), given["points"], shares).hex()}


def _sealing_picks(given: Given) -> Given:
    return {"picks": list(draw.picks(unhex(given["seed_hex"]), given["points"], given["count"]))}


def _sealing_place(given: Given) -> Given:
    place = draw.place_of(int(given["word_hex"], 16), given["left"])
    return {"place": "skipped" if place is None else place}


def _sealing_designation(given: Given) -> Given:
    made = designation.commitment(
        channel=given["channel"],
        party=given["party"],
        inspection=given["inspection"],
        number=given["number"],
        site=given["site"],
        salt=unhex(given["salt_hex"]),
        place=given.get("place"),
    )
    return {"commitment_hex": made.hex()}


def _seal(given: Given, points: int) -> declaration.Seal:
    texts = {name: given[name] for name in ("channel", "party", "site")}
    return declaration.Seal(**texts, number=given["number"], capacity=given["capacity"], points=points)


def _point(given: Given) -> declaration.Point:
    return declaration.Point(given["id"], given["holds"], given.get("uid", ""))


def _sealing_seal(given: Given) -> Given:
    points = [_point(point) for point in given["points"]]
    made = declaration.commit(_seal(given, len(points)), unhex(given["secret_hex"]), points)
    return {"root_hex": made.hex()}


def _sealing_unseal(given: Given) -> Given:
    opened = {point["place"]: _point(point) for point in given["opened"]}
    keys, siblings = (tuple(map(unhex, given[name])) for name in ("keys", "siblings"))
    made = declaration.root_of(_seal(given, given["points"]), opened, declaration.Opening(keys, siblings))
    return {"root_hex": made.hex()}


def _statement_parse(given: Given) -> Given:
    text = given["text"].encode()
    said = statement.parse(text)
    assert said.text == text
    assert replace(said, at=said.at).text == text  # built anew from its members
    kind = KINDS[said.kind]
    return {
        "id": said.id.hex(),
        "header": said.header,
        "kind": said.kind,
        "party": said.party,
        "slot_of_kind": "none" if kind.slot is None else kind.slot(said.body),
        "cites": sorted({cited.hex() for cited in kind.cites(said.body)}),
    }


def _agreement_parse(given: Given) -> Given:
    data = given["text"].encode()
    agreement = document.parse(data)
    assert canonical.encode(document.SHAPE.write(agreement)) == data
    return {"digest": agreement.digest.hex(), "channel": agreement.channel, "header": agreement.header}


def _agreement_amends(given: Given) -> Given:
    amends.require(document.parse(given["old"].encode()), document.parse(given["new"].encode()))
    return {}


def _confidence_miss(given: Given) -> Given:
    sizes = given["points"], given["items"], given["opened"], rational(given["sensitivity"])
    return {"miss": rational_text(sampling.miss(*sizes)), "detection": rational_text(sampling.detection(*sizes))}


def _confidence_momentary(given: Given) -> Given:
    visit = guarantee.Visit(
        points=given["points"],
        opened=given["opened"],
        clean=given["clean"] == "yes",
        sensitivity=rational(given["sensitivity"]),
        gap_s=given["gap_s"],
        least_removal_s=given["least_removal_s"],
    )
    return {"guarantee": rational_text(guarantee.momentary(visit, given["items"]))}


def _confidence_least(given: Given) -> Given:
    sizes = given["points"], given["items"], rational(given["miss_max"]), rational(given["sensitivity"])
    least = sampling.least_opened(*sizes)
    return {"opened": "not reachable" if least is None else least}


def _confidence_worst(given: Given) -> Given:
    strata = [
        sampling.Stratum(points=one["points"], opened=one["opened"], sensitivity=rational(one["sensitivity"]))
        for one in given["strata"]
    ]
    return {"miss": rational_text(sampling.worst_miss(strata, given["items"]))}


def _confidence_alarms(given: Given) -> Given:
    sizes = given["points"], given["items"], given["opened"]
    rates = rational(given["sensitivity"]), rational(given["false_alarm"])
    made = sampling.alarms(*sizes, *rates, given["alarms_min"])
    return {name: rational_text(getattr(made, name)) for name in ("present", "true_find", "absent")}


def _looks(given: Given) -> list[presence.Look]:
    return [presence.Look(hour_s=one["hour_s"], miss=rational(one["miss"])) for one in given["looks"]]


def _confidence_continuous(given: Given) -> Given:
    times = {name: given[name] for name in ("last_s", "duration_s", "window_s")}
    return {"guarantee": rational_text(presence.continuous(_looks(given), **times))}


def _confidence_cumulative(given: Given) -> Given:
    times = {name: given[name] for name in ("last_s", "duration_s", "window_s", "least_removal_s")}
    return {"guarantee": rational_text(presence.cumulative(_looks(given), **times))}


def _confidence_assured(given: Given) -> Given:
    since = presence.assured_since(_looks(given))
    return {"assured_since": "never" if since is None else since}


def _steps(given: Given) -> list[posterior.Step]:
    rates = ("introduction", "removal", "absent", "present")
    return [posterior.Step(days=one["days"], **{name: rational(one[name]) for name in rates}) for one in given["steps"]]


def _confidence_posterior(given: Given) -> Given:
    return {"absence": rational_text(posterior.posterior(rational(given["prior"]), _steps(given)))}


def _confidence_bounds(given: Given) -> Given:
    priors, comes, goes = (
        (rational(given[name][0]), rational(given[name][1])) for name in ("priors", "introductions", "removals")
    )
    worst, best = posterior.bounds(priors, comes, goes, _steps(given))
    return {"worst": rational_text(worst), "best": rational_text(best)}


def _confidence_break_even(given: Given) -> Given:
    confidence, steps = rational(given["confidence"]), _steps(given)
    prior = posterior.break_even_prior(steps, confidence)
    return {
        "likelihood_ratio": rational_text(posterior.likelihood_ratio(steps)),
        "prior": "none" if prior is None else rational_text(prior),
        "hazard": rational_text(posterior.break_even_hazard(steps, confidence)),
    }


def _anchors_parse(given: Given) -> Given:
    data = unhex(given["text_hex"])
    read = anchors.parse(data)
    assert read.encode() == data
    roots = {party: digest.hex() for party, digest in read.roots.items()}
    return {"agreement": read.agreement.hex(), "policy": read.policy.hex(), "roots": roots}


def _regime_closing(given: Given) -> Given:
    said = closing(regime(given).facts, given["cut"].encode())
    return {"id": said.id.hex(), "number": said.statement.body.number}


def _assessment_findings(given: Given) -> Given:
    state = regime(given).judge(given["now"])
    return {"findings": [found.value() for found in assess(state.document, state)]}


def _regime_fold(given: Given) -> Given:
    made = regime(given)
    state = made.judge(given["now"])
    return {
        "state": state.digest.hex(),
        "irregularities": [irregularity_value(irregularity) for irregularity in state.irregularities],
        "sizes": {log: made.size(log) for log in given["upto"]},
    }


def _regime_state(given: Given) -> Given:
    state = regime(given).judge(given["now"])
    return {
        "irregularities": [irregularity_value(irregularity) for irregularity in state.irregularities],
        "subjects": {name: state.subjects[name] for name in given["subjects"]},
    }


def edited(data: bytes, edits: list[Given]) -> bytes:
    """Return ``data`` with parts replaced; ``at`` counts in the data as it was, edits are ascending and apart."""
    parts: list[bytes] = []
    last = 0
    for edit in edits:
        parts += [data[last : edit["at"]], unhex(edit["insert_hex"])]
        last = edit["at"] + edit["remove"]
    return b"".join((*parts, data[last:]))


def _attestation_verify(given: Given) -> Given:
    folder = VECTORS / "attestation"
    data = edited((folder / f"{given['file']}.attestation").read_bytes(), given["edits"])
    trusted = None
    if given["anchors"] != "none":
        trusted = anchors.parse((folder / f"{given['anchors']}.anchors").read_bytes())
    try:
        return report.of(verify.verify(data, trusted))
    except verify.Stopped as stopped:
        return report.of_refusal(stopped)


def _attestation_beside(given: Given) -> Given:
    folder = VECTORS / "attestation"
    data = (folder / f"{given['file']}.attestation").read_bytes()
    trusted = None
    if given["anchors"] != "none":
        trusted = anchors.parse((folder / f"{given['anchors']}.anchors").read_bytes())
    other = unhex(given["other_hex"]) if "other_hex" in given else None
    other = (folder / f"{given['other']}.attestation").read_bytes() if other is None else other
    found = later.beside(data, verify.verify(data, trusted), other, trusted)
    return found | {"words": later.text(found)}


CALLS: dict[str, Callable[[Given], Given]] = {
    "sealing.commitment": _sealing_commitment,
    "sealing.list": _sealing_list,
    "sealing.seed": _sealing_seed,
    "sealing.picks": _sealing_picks,
    "sealing.place": _sealing_place,
    "sealing.designation": _sealing_designation,
    "sealing.seal": _sealing_seal,
    "sealing.unseal": _sealing_unseal,
    "statement.parse": _statement_parse,
    "agreement.amends": _agreement_amends,
    "agreement.parse": _agreement_parse,
    "confidence.miss": _confidence_miss,
    "confidence.momentary": _confidence_momentary,
    "confidence.least": _confidence_least,
    "confidence.worst": _confidence_worst,
    "confidence.alarms": _confidence_alarms,
    "confidence.continuous": _confidence_continuous,
    "confidence.cumulative": _confidence_cumulative,
    "confidence.assured": _confidence_assured,
    "confidence.posterior": _confidence_posterior,
    "confidence.bounds": _confidence_bounds,
    "confidence.break-even": _confidence_break_even,
    "anchors.parse": _anchors_parse,
    "regime.fold": _regime_fold,
    "regime.state": _regime_state,
    "regime.closing": _regime_closing,
    "assessment.findings": _assessment_findings,
    "attestation.beside": _attestation_beside,
    "attestation.verify": _attestation_verify,
}
