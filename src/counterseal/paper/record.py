"""The Record of findings: what an attestation proves, as the parties' officers sign and file it.

It is made from the attestation's bytes alone, after all steps of the verification, and from the verifier's report. Each
member of a finding record has its row in ``ROWS``; one that is not there is shown as data, so that nothing is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from counterseal.agreement.document import Agreement
from counterseal.attestation import report as reports
from counterseal.attestation.anchors import Anchors
from counterseal.encoding import canonical, strict
from counterseal.paper import held as sources
from counterseal.paper import parts, phrases, sheet
from counterseal.paper.held import Held
from counterseal.paper.sheet import Attached, Block, Cell, Sheet, Text, Tongues
from counterseal.regime import explain
from counterseal.regime.facts import Irregularity
from counterseal.regime.visits import Visit

ATTESTATION_TYPE = "application/octet-stream"

Row = Callable[[Tongues, Agreement, Any], Cell]

ROWS: Mapping[str, tuple[str, Row]] = {
    "item": ("label-item", lambda tongues, agreement, name: sheet.each(tongues.title(agreement.item(name).title))),
    "site": ("label-site", lambda tongues, agreement, name: sheet.each(tongues.title(agreement.site(name).title))),
    "place": ("label-where", lambda tongues, agreement, words: sheet.same(words)),
    "at_most": ("label-at-most", lambda tongues, agreement, count: sheet.same(count)),
    "presence": (
        "label-presence",
        lambda tongues, agreement, word: sheet.each(tongues.known(f"lasting-{word}", word)),
    ),
    "duration_s": ("label-duration", lambda tongues, agreement, seconds: sheet.each(tongues.span(seconds))),
    "window_s": ("label-window", lambda tongues, agreement, seconds: sheet.each(tongues.span(seconds))),
    "items": ("label-items", lambda tongues, agreement, count: sheet.same(count)),
    "probability": ("label-asked", lambda tongues, agreement, text: _share(text)),
    "guarantee": ("label-guarantee", lambda tongues, agreement, text: _share(text)),
    "likelihood_ratio": ("label-likelihood-ratio", lambda tongues, agreement, text: _decimal(text)),
    "break_even_prior": ("label-break-even-prior", lambda tongues, agreement, text: _share(text, up=True)),
    "break_even_hazard": ("label-break-even-hazard", lambda tongues, agreement, text: _decimal(text)),
    "posterior": ("label-posterior", lambda tongues, agreement, bounds: _bounds(bounds)),
    "freeze_verified_at": ("label-freeze", lambda tongues, agreement, hour: sheet.hour_cell(hour)),
    "exhibited_at": ("label-exhibited", lambda tongues, agreement, hour: sheet.hour_cell(hour)),
    "assured_since": ("label-assured", lambda tongues, agreement, hour: sheet.hour_cell(hour)),
    "lapses_at": ("label-lapses", lambda tongues, agreement, hour: sheet.hour_cell(hour)),
    "found": ("label-found", lambda tongues, agreement, points: _points(tongues, points)),
    "checked": ("label-checked", lambda tongues, agreement, points: _points(tongues, points)),
    "not_checked": ("label-not-checked", lambda tongues, agreement, points: _points(tongues, points)),
    "open": ("label-open", lambda tongues, agreement, left: _open(tongues, left)),
    "reasons": ("label-because", lambda tongues, agreement, reasons: _reasons(tongues, reasons)),
    "changes": ("label-changes", lambda tongues, agreement, changes: _changes(tongues, changes)),
    "curve": ("label-curve", lambda tongues, agreement, curve: _curve(curve)),
    "clauses": ("label-clauses", lambda tongues, agreement, names: sheet.points(names)),
}
"""Member of a finding record -> its label, and how its value is shown; in the order of reading."""

ELSEWHERE = ("assumptions", "kind", "status", "undertaking")
"""Members that are shown above or below the rows."""


def paper(data: bytes, anchors: Anchors | None, languages: Sequence[str] = ()) -> Sheet:
    """Return the Record of findings of an attestation.

    Args:
        data: the whole file.
        anchors: from outside the file; without them the paper says that identity is unproven.
        languages: of the paper; none: those of the agreement for which there are words.

    Raises:
        Stopped: a step of the verification refuses the file: there is no paper of what is not verified.
        Refused: ``paper-language``.
    """
    held = sources.of_attestation(data, anchors)
    verified = held.verified
    assert verified is not None  # it is an attestation's
    document, report = verified.state.document, reports.of(verified)
    tongues = Tongues(document, languages)
    cut = report["cut"]
    blocks: list[Block] = [
        sheet.facts(
            [
                *parts.agreement_facts(tongues, held, document),
                (tongues.say("label-cut"), _cut(tongues, cut)),
                (tongues.say("label-state"), sheet.digest(report["state"])),
                (tongues.say("label-entries"), sheet.same(report["entries"])),
            ]
        )
    ]
    if len(report["findings"]) > 1:
        blocks += _summary(tongues, report["findings"])
    for number, finding in enumerate(report["findings"], 1):
        of = {"count": len(report["findings"]), "name": finding["undertaking"], "number": number}
        blocks.append(sheet.heading(tongues.say("heading-finding", **of)))
        blocks += finding_blocks(tongues, document, finding)
    blocks += [
        sheet.heading(tongues.say("heading-irregularities")),
        *_irregularities(tongues, verified.state.irregularities),
        *parts.limits(tongues, "hours", "lapse", "truth", "judgement"),
        sheet.heading(tongues.say("heading-rests")),
        *parts.rests_on(tongues, held, _ids(report, verified.state.visits)),
        parts.logs_read(tongues, held),
        *parts.by_hand(tongues, _officers(held, document)),
    ]
    name = f"{document.name}-cut-{cut['number']}"
    return Sheet(
        languages=tongues.languages,
        title=tongues.say("title-record"),
        agreement=tongues.title(document.title),
        exercise=document.mode == "exercise",
        standing=held.standing,
        hour=cut["hour"],
        channel=document.channel,
        attached=(
            Attached(
                name=f"{name}.attestation",
                data=data,
                description="the attestation: verify it with counterseal verify",
                media_type=ATTESTATION_TYPE,
                relationship="source",
            ),
            Attached(
                name=f"{name}.report.json",
                data=canonical.encode(report) + b"\n",
                description="the verifier's report on the attestation, as it prints it with --json",
                media_type="application/json",
            ),
        ),
        how=tongues.say("attached-attestation"),
        blocks=tuple(blocks),
    )


def _summary(tongues: Tongues, findings: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Return all findings in one table: which, how it stands, the probability reached and asked for, until when."""
    heads = [tongues.say(f"label-{name}") for name in ("no", "finding", "status", "guarantee", "asked", "lapses")]
    rows = [
        [
            sheet.same(number),
            sheet.stacked(
                [sheet.code(one["undertaking"]), sheet.each(tongues.known(f"kind-{one['kind']}", one["kind"]))]
            ),
            sheet.each(tongues.known(f"short-{one['status']}", one["status"])),
            _share(one["guarantee"]) if "guarantee" in one else sheet.same("–"),
            _share(one["probability"]),
            sheet.hour_cell(one["lapses_at"]) if "lapses_at" in one else sheet.same("–"),
        ]
        for number, one in enumerate(findings, 1)
    ]
    widths = ("auto", "2.2fr", "1.3fr", "1.1fr", "1fr", "1.2fr")
    return [sheet.heading(tongues.say("heading-summary")), sheet.table(heads, rows, widths)]


def finding_blocks(tongues: Tongues, document: Agreement, finding: Mapping[str, Any]) -> list[Block]:
    """Return what a finding record says: its status, its sentence, its rows, its assumptions."""
    undertaking = next((one for one in document.undertakings if one.name == finding["undertaking"]), None)
    kind = tongues.known(f"kind-{finding['kind']}", finding["kind"])
    status = tongues.known(f"status-{finding['status']}", finding["status"])
    blocks = [
        sheet.words([f"{one}: {other}" for one, other in zip(_capital(kind), status, strict=True)], strong=True),
        *_sentence(tongues, document, finding),
    ]
    rows: list[tuple[Text, Cell]] = []
    if undertaking is not None:
        rows = [
            (tongues.say("label-by"), sheet.code(undertaking.by)),
            (tongues.say("label-to"), sheet.code(undertaking.to)),
        ]
    rows += [
        (tongues.say(label), shows(tongues, document, finding[member]))
        for member, (label, shows) in ROWS.items()
        if member in finding
    ]
    rows += [
        ([f"{words}: {member}" for words in tongues.say("unknown-member")], sheet.code(_data(value)))
        for member, value in sorted(finding.items())
        if member not in ROWS and member not in ELSEWHERE
    ]
    blocks.append(sheet.facts(rows))
    if undertaking is not None:
        blocks += tongues.clause(document, undertaking.clause)
    blocks.append(sheet.heading(tongues.say("heading-assumptions"), 3))
    blocks.append(sheet.items(tongues.known(f"assumed-{code}", code) for code in finding.get("assumptions", ())))
    return blocks


def _sentence(tongues: Tongues, document: Agreement, finding: Mapping[str, Any]) -> list[Block]:
    """Return the finding in one sentence, where there is one: for absence, at one moment."""
    if finding["kind"] != "absent" or (finding.get("presence") != "momentary" and "duration_s" not in finding):
        return []
    checked = len(finding["checked"])
    values: dict[str, object] = {
        "asked": reports.ratio(finding["probability"]),
        "checked": checked,
        "item": tongues.title(document.item(finding["item"]).title),
        "items": finding["items"],
        "points": checked + len(finding["not_checked"]),
        "site": tongues.title(document.site(finding["site"]).title),
    }
    if "guarantee" not in finding:
        return [sheet.words(tongues.say("sentence-found", **values))]
    if finding["guarantee"] == reports.NOTHING:
        return [sheet.words(tongues.say("sentence-nothing", **values))]
    values["guarantee"] = reports.ratio(finding["guarantee"])
    if finding["presence"] == "momentary":
        return [sheet.words(tongues.say("sentence-absent", **values))]
    values["presence"] = tongues.known(f"lasting-{finding['presence']}", finding["presence"])
    values |= {name: tongues.span(finding[f"{name}_s"]) for name in ("duration", "window")}
    return [sheet.words(tongues.say("sentence-absent-during", **values))]


def _cut(tongues: Tongues, cut: Mapping[str, Any]) -> Cell:
    said = tongues.say("cut-number", number=cut["number"], hour=sheet.hour(cut["hour"]))
    return sheet.stacked([sheet.each(said), sheet.digest(cut["id"])])


def _share(text: str, *, up: bool = False) -> Cell:
    return sheet.same(sheet.share(strict.rational(text), up=up))


def _decimal(text: str) -> Cell:
    return sheet.same(sheet.decimal(strict.rational(text)))


def _bounds(bounds: Mapping[str, str]) -> Cell:
    """Return the least and the greatest probability, neither to the better side."""
    worst, best = (strict.rational(bounds[name]) for name in ("worst", "best"))
    return sheet.stacked([sheet.same(sheet.share(worst)), sheet.same(sheet.share(best, up=True))])


def _curve(curve: Sequence[Mapping[str, Any]]) -> Cell:
    """Return, hour by hour, the greatest probability that who was there since then was missed."""
    told = ((sheet.hour(one["hour"]), sheet.share(strict.rational(one["miss"]), up=True)) for one in curve)
    return sheet.stacked(sheet.same(f"{hour}: {miss}") for hour, miss in told)


def _open(tongues: Tongues, left: Sequence[Mapping[str, Any]]) -> Cell:
    """Return what was left open: outcome, points, and the report that says so."""
    cells: list[Cell] = []
    for one in left:
        cells.append(sheet.each(tongues.known(f"outcome-{one['outcome']}", one["outcome"])))
        cells += [sheet.points(one["points"]), sheet.digest(one["report"])]
    return sheet.stacked(cells)


def _changes(tongues: Tongues, changes: Sequence[Mapping[str, Any]]) -> Cell:
    """Return each change in words; one that has none is its code."""
    cells: list[Cell] = []
    for change in changes:
        hour, seconds = change.get("hour", 0), change.get("seconds", 0)
        values: dict[str, Any] = {"hour": sheet.hour(hour), "points": change.get("points", 0)}
        values["seconds"] = tongues.span(seconds)
        said = tongues.known(f"change-{change['code']}", change["code"], **values)
        cells.append(sheet.each(_capital(said)))
        cells += [sheet.digest(one) for one in change.get("statements", ())]
    return sheet.stacked(cells) if cells else tongues.empty()


def _points(tongues: Tongues, points: Sequence[str]) -> Cell:
    if not all(isinstance(point, str) for point in points):
        return sheet.code(_data(points))
    return sheet.points(points) if points else tongues.empty()


def _reasons(tongues: Tongues, reasons: Sequence[Mapping[str, Any]]) -> Cell:
    """Return each reason in words, with its code and the statements it rests on."""
    cells: list[Cell] = []
    for reason in reasons:
        cells.append(sheet.each(_capital(tongues.both(phrases.reason(reason["code"])))))
        cells.append(sheet.code(reason["code"]))
        cells += [sheet.digest(one) for one in reason["statements"]]
    return sheet.stacked(cells)


def _capital(text: Text) -> Text:
    return [words[:1].upper() + words[1:] for words in text]


def _data(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _irregularities(tongues: Tongues, irregularities: Sequence[Irregularity]) -> list[Block]:
    if not irregularities:
        return [sheet.words(tongues.say("irregular-none"))]
    return [
        sheet.items([explain.irregularity(one, language) for language in tongues.languages] for one in irregularities)
    ]


def _ids(report: Mapping[str, Any], visits: Sequence[Visit]) -> list[bytes]:
    """Return the statements that the findings rest on: those of each visit in its order, and what reasons cite."""
    found: list[bytes] = []
    for visit in visits:
        found += [visit.declaration] if visit.declaration is not None else []
        found.append(visit.notice)
        found += [visit.report[0]] if visit.report is not None else []
        found += [one for _, one, _ in visit.one_sided]
    cited = (reason["statements"] for finding in report["findings"] for reason in finding["reasons"])
    return found + [bytes.fromhex(one) for ids in cited for one in ids]


def _officers(held: Held, document: Agreement) -> list[tuple[str, str]]:
    """Return party and role of each who signs the record: as they sign a cut."""
    return parts.signers(document, document.signatures.get("cut", ()), held.agreement.principals[0].name, None)
