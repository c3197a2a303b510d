"""``counterseal agreement``: check a draft, say it in words, draw it, compare it with another.

A draft lacks what is known only at signature, the digests of trust file and root keys; so placeholders stand in for
them here. A refusal is told as compilers do, so that an editor can go there:

    depots.yaml:41: got 'reciept', which nothing here bears (agreement-reference at /duties/receive/done_by)
      hint: name something that the document has, or add it
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from counterseal.agreement import amends as amendments
from counterseal.agreement import compare, sentences, warning
from counterseal.agreement import gap as gaps
from counterseal.agreement.compare import Change
from counterseal.agreement.document import Agreement, Inspection, parse
from counterseal.agreement.gap import Gap
from counterseal.agreement.sentences import Section
from counterseal.agreement.terms import LANGUAGE
from counterseal.attestation.report import hour
from counterseal.cli import agreement_svg, voice
from counterseal.errors import Refused
from counterseal.node import draft

app = typer.Typer(help="Check agreements, say them in words, draw and compare them.", no_args_is_help=True)

DOCUMENT = "an agreement: the YAML draft, or its signed JSON; - for standard input"
Json = Annotated[bool, typer.Option("--json", help="print JSON")]

DIFFERS = 1
SAME = "old and new are one document, so it would amend nothing"
LAST = "it does not say who signs amendments, so this one would be the last, for good"
WIDTH = 100  # characters of a line of words

MENDS = {
    "agreement-calendar": "name one of /calendars, or count days",
    "agreement-choice": "give exactly what is wanted here",
    "agreement-cycle": "let one of them come first, or put both on one rung of a ladder",
    "agreement-default": "let a default free the side to which the duty was owed",
    "agreement-item": "rename the item, or split the inspection",
    "agreement-language": "give each text once in every language under /languages, and no other",
    "agreement-points": "give the site more points, or ask for fewer",
    "agreement-purpose": "give each party a log and root keys of its own",
    "agreement-reference": "name something that the document has, or add it",
    "agreement-rules": "use software that has the pinned rule set",
    "agreement-side": "let Parties of different sides inspect each other",
    "agreement-signatures": "say under /signatures, or at the notification, who signs",
    "agreement-thread": "let it be about what starts the duty",
    "agreement-witness": "give it another role, or let another party do this",
    "field-choice": "take one of the words that are wanted",
    "field-count": "give as many as are wanted",
    "field-form": "write it in the form that is wanted",
    "field-missing": "add the member",
    "field-order": "sort the list, by name where its items have names, and let nothing stand twice",
    "field-range": "stay within the bounds",
    "field-type": "give a value of the kind that is wanted",
    "field-unknown": "check the spelling, or take the member away",
    "json-name": "member names are of a-z, 0-9, _ and -, and begin with a letter",
    "yaml-duplicate": "let each member stand once",
    "yaml-reference": "write every value out",
    "yaml-value": "write an integer or a text; put quotes around what is meant as a text",
}


class Draft(NamedTuple):
    """A file with an agreement: the parsed agreement, and the line of each path in the file."""

    agreement: Agreement
    document: dict[str, Any]
    lines: Mapping[str, int]


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help=DOCUMENT)],
    as_json: Json = False,
) -> None:
    """Check an agreement, and tell how long an item could leave unseen.

    A refusal names line, problem and mend. Of what passes, the unfrozen gap of each inspection is told: the longest
    time that the agreed clocks allow from the inspected Party's first knowledge to the verified freeze. What is warned
    of may be meant, and refuses nothing.
    """
    read = load(file, as_json)
    contents = list(_contents(read.agreement))
    measured = [(i, gap) for i in read.agreement.inspections for gap in gaps.gaps(read.agreement, i)]
    found = warning.warnings(read.agreement)
    if as_json:
        voice.out_json(
            {
                "contents": {name: list(names) for name, names in contents},
                "warnings": [
                    {"line": draft.line_of(one.where, read.lines), "what": one.what, "where": one.where, "why": one.why}
                    for one in found
                ],
                "gaps": [_gap_value(read.agreement, inspection, gap) for inspection, gap in measured],
                "name": read.agreement.name,
                "result": "ok",
            }
        )
        return
    voice.out(f"ok: {read.agreement.name}\n\n")
    for name, names in contents:
        voice.out(f"  {name:<14} {len(names):>4}  {_shortened(names)}\n")
    voice.out("\nunfrozen gap, at most\n")
    for inspection, gap in measured:
        voice.out(f"  {inspection.name}: {_gap_text(read.agreement, inspection, gap)}\n")
    if found:
        voice.out("\n")
    for one in found:
        line = draft.line_of(one.where, read.lines)
        voice.out(f"{file}:{line}: warning: {one.where}: {one.why} ({one.what})\n")


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help=DOCUMENT)],
    language: Annotated[str, typer.Option(help="one language, such as en or ru; else each authentic one")] = "",
    as_json: Json = False,
) -> None:
    """Say an agreement in words: who owes what to whom, on which condition, by which clock.

    Sentences are English or Russian, titles the agreement's own. Another language gets English sentences with titles of
    its own.
    """
    agreement = load(file, as_json).agreement
    languages = (_language(language),) if language else sentences.languages_of(agreement)
    said = {one: sentences.explain(agreement, one, hour) for one in languages}
    if as_json:
        told = {
            one: [
                {
                    "heading": section.heading,
                    "sentences": [{"text": sentence.text, "where": sentence.where} for sentence in section.sentences],
                }
                for section in sections
            ]
            for one, sections in said.items()
        }
        voice.out_json({"languages": told, "name": agreement.name})
        return
    voice.out("\n".join(_page(sections) for sections in said.values()))


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help=DOCUMENT)],
    svg: Annotated[Path, typer.Option(help="the file for the picture; - for standard output")],
    language: Annotated[str, typer.Option(help="the language, such as en or ru; else the first authentic one")] = "",
    as_json: Json = False,
) -> None:
    """Draw an agreement: a lane for each party, duties as arrows with their clocks, ladders, conditions as gates.

    The same file gives the same picture, as SVG that prints in black and white. Only an SVG is written over; no folder
    is made.
    """
    agreement = load(file, as_json).agreement
    chosen = _language(language) if language else sentences.languages_of(agreement)[0]
    picture = agreement_svg.draw(agreement, chosen, hour)
    if str(svg) == "-":
        voice.out(picture)
        return
    _require_free(svg, file)
    voice.write(svg, picture.encode("utf-8"))
    if as_json:
        voice.out_json({"language": chosen, "name": agreement.name, "svg": str(svg)})
    else:
        voice.tell(f"wrote {svg}")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help=DOCUMENT)],
    new: Annotated[Path, typer.Argument(help="another, to compare with the first")],
    as_json: Json = False,
) -> None:
    """Compare two agreements: what was added, removed, changed, by path.

    Exit codes: 0 they say the same; 1 they differ, or one was refused, which is told; 4 a file cannot be read.
    """
    before, after = load(old, as_json), load(new, as_json)
    found = compare.compare(*_comparable(before, after))
    if as_json:
        changes = [_change_value(change) for change in found]
        voice.out_json({"changes": changes, "result": "differs" if found else "equal"})
    else:
        for change in found:
            voice.out(f"{voice.shown(_change(change, before, after))}\n")
    if found:
        raise typer.Exit(DIFFERS)


@app.command()
def amends(
    old: Annotated[Path, typer.Argument(help=DOCUMENT)],
    new: Annotated[Path, typer.Argument(help="the document that is to be put in its place")],
    as_json: Json = False,
) -> None:
    """Check whether a document may amend an agreement, and tell by which rule not.

    Statements made under the old document are read by the new one; so what they may rest on must stay. What changes,
    `counterseal agreement diff` tells. Exit codes: 0 it may; 1 it may not, or one was refused, which is told; 4 a file
    cannot be read.
    """
    before, after = load(old, as_json), load(new, as_json)
    try:
        if "amendment" not in before.agreement.signatures:
            why = "the agreement does not say who signs its amendment, so it has none"
            mend = "agree on /signatures/amendment, signed by each, before it is signed"
            raise Refused("kind-unagreed", why, "/signatures", mend)
        amendments.require(*(parse(draft.fill(document)) for document in _comparable(before, after)))
    except Refused as refused:
        rule = "R31" if refused.code == "kind-unagreed" else "R52"
        file, lines = (old, before.lines) if rule == "R31" else (new, after.lines)
        line = draft.line_of(refused.where, lines)
        mend = refused.mend or "leave it as it was; add what is new under another name"
        if as_json:
            told = {"code": refused.code, "line": line, "mend": mend, "rule": rule, "where": refused.where}
            voice.out_json(told | {"result": "refused", "why": refused.why})
        voice.tell(f"{file}:{line}: {refused.why} ({rule} {refused.code} at {refused.where})")
        voice.tell(f"  hint: {mend}")
        raise typer.Exit(voice.REFUSED) from None
    signed = before.agreement.signatures["amendment"]
    warned = [] if compare.compare(*_comparable(before, after)) else [("", SAME)]
    warned += [] if "amendment" in after.agreement.signatures else [("/signatures", LAST)]
    if as_json:
        told = {"result": "ok", "signers": [f"{one.persons} of role {one.role}" for one in signed]}
        voice.out_json(told | ({"warnings": [why for _, why in warned]} if warned else {}))
        return
    signers = (f"{one.persons} {'person' if one.persons == 1 else 'persons'} of role {one.role}" for one in signed)
    voice.out(f"ok: {new} may amend {old}, if each party signs it with {' and '.join(signers)}\n")
    for where, why in warned:
        voice.out(f"{new}:{draft.line_of(where, after.lines)}: warning: {why}\n")


def _require_free(svg: Path, draft_file: Path) -> None:
    """Return only if a picture may be written to a file: nothing is there, or another picture that begins as ours.

    Raises:
        typer.BadParameter: it is the agreement, it is something else, or its folder is not there.
        Unavailable: what is there cannot be read.
    """
    why = ""
    if not svg.parent.is_dir():
        why = f"there is no folder {svg.parent}"
    elif svg.exists():
        if draft_file.exists() and svg.samefile(draft_file):
            why = f"{svg} is the agreement itself"
        elif voice.read_start(svg, len(agreement_svg.BEGIN)) != agreement_svg.BEGIN:
            why = f"{svg} is there, and is no SVG"
    if why:
        raise typer.BadParameter(f"{why}; give another file", param_hint="--svg")


def _language(code: str) -> str:
    """Return a language code.

    Raises:
        typer.BadParameter: it is none.
    """
    if re.fullmatch(LANGUAGE, code) is None:
        raise typer.BadParameter(f"got {code!r}, want two letters such as en", param_hint="--language")
    return code


def _page(sections: Iterable[Section]) -> str:
    """Return sections for a reader at a terminal."""
    lines: list[str] = []
    for section in sections:
        lines += [section.heading, ""]
        for sentence in section.sentences:
            text = voice.shown(sentence.text)
            lines += textwrap.wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)
        lines.append("")
    return "\n".join(lines)


def _comparable(before: Draft, after: Draft) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both documents, without the digests that one of them lacks because it is not signed yet."""
    documents = [dict(read.document) for read in (before, after)]
    if not all("policy" in document for document in documents):
        documents = [{name: value for name, value in one.items() if name != "policy"} for one in documents]
    if not all("roots" in party for document in documents for party in document["parties"]):
        for document in documents:
            document["parties"] = [
                {name: value for name, value in party.items() if name != "roots"} for party in document["parties"]
            ]
    return documents[0], documents[1]


def _change_value(change: Change) -> dict[str, Any]:
    value: dict[str, Any] = {"what": change.what, "where": change.where}
    sides = {"new": change.new, "old": change.old}
    return value | {name: side for name, side in sides.items() if side is not None}


def _change(change: Change, before: Draft, after: Draft) -> str:
    """Return a change in words: what was added or removed as a whole by its sentence, if it has one."""
    agreement = before.agreement if change.new is None else after.agreement
    if change.what != "changed" and isinstance(change.old or change.new, dict):
        said = sentences.explain(agreement, "en", hour)
        for sentence in (sentence for section in said for sentence in section.sentences):
            if sentence.where == change.where:
                return f"{change.where}: {change.what}: {sentence.text}"
    return compare.said(change, hour)


def load(file: Path, as_json: bool) -> Draft:
    """Return the agreement in a file; tell a refusal with its line and leave with its exit code.

    Raises:
        Unavailable: the file cannot be read.
        typer.Exit: the file was refused.
    """
    data = voice.read_start(file, draft.SIZE_MAX + 1)
    document: dict[str, Any] = {}
    try:
        document = draft.read(data)
        _no_scenario(document)
        return Draft(parse(draft.fill(document)), document, draft.positions(data))
    except Refused as told_first:
        refused = _for_authors(told_first, document, data)
        place, line = _place(refused, document, data)
        mend = refused.mend or MENDS.get(refused.code, "")
        if as_json:
            told = {"code": refused.code, "line": line, "result": "refused", "why": voice.shown(refused.why)}
            told |= {"where": voice.shown(place)} if place.startswith("/") else {}
            voice.out_json(told | ({"mend": mend} if mend else {}))
        where = f" at {voice.shown(place)}" if place.startswith("/") else ""
        voice.tell(f"{file}:{line}: {voice.shown(refused.why)} ({refused.code}{where})")
        if mend:
            voice.tell(f"  hint: {mend}")
        raise typer.Exit(voice.REFUSED) from None


def _for_authors(refused: Refused, document: dict[str, Any], data: bytes) -> Refused:
    """Return a refusal with rationals as drafts write them: the wire form of a number is nobody's who writes YAML."""
    written = refused.code == "field-form" and "rational" in refused.why
    if data.startswith(b"{") or not (written or (refused.code == "field-range" and _RATIONAL.search(refused.why))):
        return refused
    value: Any = document
    for name in refused.where.split("/")[1:]:
        value = value[int(name)] if isinstance(value, list) else value[name]
    why = f"got {str(value)[:80]!r}, want a fraction" if written else _RATIONAL.sub(_decimal, refused.why)
    return Refused(refused.code, why, refused.where, "write a fraction without quotes, such as 9/10")


_RATIONAL = re.compile(r"0x([0-9a-f]{1,16})/0x([0-9a-f]{1,16})\b")


def _decimal(match: re.Match[str]) -> str:
    return f"{int(match[1], 16)}/{int(match[2], 16)}"


def _no_scenario(document: dict[str, Any]) -> None:
    """Return only if a draft is not that of a scenario, which lies next to agreements and is easily taken for one."""
    if {"agreement", "steps"} <= document.keys():
        mend = f"check the agreement that it plays, {document['agreement']}; the scenario is for counterseal play"
        raise Refused("field-unknown", "got a scenario, want an agreement", "/steps", mend)


def _place(refused: Refused, document: dict[str, Any], data: bytes) -> tuple[str, int]:
    """Return path and line of a refusal, as close as its words tell: those of the member or text which they quote."""
    where = refused.where
    if where.startswith("line ") or not document:
        return "", int(where.removeprefix("line ") or 1)
    by_name = not refused.code.startswith("field-")  # shapes count items, cross-checks name them
    lines = draft.positions(data, by_name=by_name)
    quoted = re.match(r"got (?:member |member name )?'([^']*)'", refused.why)
    if quoted is not None:
        paths = list(_paths(document, "", by_name))
        under = [(path, text) for path, text in paths if path.startswith(f"{where}/") or path == where]
        named = (path for path, text in under if path.endswith(f"/{quoted[1]}"))
        where = next(named, next((path for path, text in under if text == quoted[1]), where))
    return where, draft.line_of(where, lines)


def _paths(value: Any, where: str, by_name: bool) -> Iterator[tuple[str, Any]]:
    """Yield path and value of everything in a value, but of names."""
    yield where, value
    if isinstance(value, dict):
        for name, member in value.items():
            if name != "name":
                yield from _paths(member, f"{where}/{name}", by_name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            name = item.get("name", index) if by_name and isinstance(item, dict) else index
            yield from _paths(item, f"{where}/{name}", by_name)


def _contents(agreement: Agreement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what an agreement holds: a heading, and the names of what is under it."""
    members = ("parties", "items", "sites", "measures", "inspections", "monitors", "undertakings", "conditions")
    for member in (*members, "notifications", "duties", "ladders", "quotas", "calendars", "clauses"):
        names = tuple(entry.name for entry in getattr(agreement, member))
        if names:
            yield member, names
    if agreement.languages:
        yield "languages", agreement.languages


def _shortened(names: Iterable[str], count: int = 4) -> str:
    listed = list(names)
    return ", ".join(listed if len(listed) <= count else [*listed[:count], "..."])


def _gap_value(agreement: Agreement, inspection: Inspection, gap: Gap) -> dict[str, Any]:
    value: dict[str, Any] = {
        "chain": [duty.name for duty in gap.chain],
        "from": gap.knowledge,
        "inspection": gap.inspection,
        "items": {
            item: agreement.item(item).least_removal.seconds // 60 for item in gaps.sought(agreement, inspection)
        },
        "of": gap.of,
        "only_if": list(gap.only_if),
    }
    return value | ({"unbounded": gap.unbounded} if gap.minutes is None else {"minutes": gap.minutes})


def _gap_text(agreement: Agreement, inspection: Inspection, gap: Gap) -> str:
    of = f"{gap.of} from {gap.knowledge}"
    if gap.minutes is None:
        return f"{of}: no clock bounds it, since {warning.why_unbounded(gap)}"
    least = (
        f"{item} {agreement.item(item).least_removal.seconds // 60} min" for item in gaps.sought(agreement, inspection)
    )
    owed = f", if {', '.join(gap.only_if)}" if gap.only_if else ""
    chain = ", ".join(duty.name for duty in gap.chain)
    return f"{of}: {gap.minutes} min, by {chain}{owed}; least removal of {', '.join(least)}"
