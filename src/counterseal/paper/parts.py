"""The blocks that several papers share: what a statement is and rests on, who signs, what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterseal.agreement.document import Agreement, Site
from counterseal.agreement.terms import Signature
from counterseal.paper import sheet
from counterseal.paper.held import Entry, Held
from counterseal.paper.sheet import Block, Cell, Text, Tongues
from counterseal.regime.facts import Epoch
from counterseal.regime.visits import Visit

KIND_WIDTHS = ("1fr", "1fr", "auto", "auto")


def agreement_facts(tongues: Tongues, held: Held, document: Agreement) -> list[tuple[Text, Cell]]:
    """Return the rows that say which agreement this is: its name, digest, channel, and the document in effect."""
    first = held.agreement
    rows = [
        (tongues.say("label-agreement"), sheet.code(first.name)),
        (tongues.say("label-founding"), sheet.digest(first.founding)),
    ]
    if document.digest != first.digest:
        rows.append((tongues.say("label-document"), sheet.digest(document.digest)))
    return rows


def statement_facts(tongues: Tongues, held: Held, entry: Entry) -> list[tuple[Text, Cell]]:
    """Return the rows that say of a statement what it is, who said it, where it stands, and what hours are known of it.

    Told, witnessed, held and received are four things, and each has its row.
    """
    said, hours = entry.statement, held.hours
    rows = [
        (tongues.say("label-kind"), sheet.each(tongues.known(f"said-{said.kind}", said.kind))),
        (tongues.say("label-party"), sheet.code(said.party)),
        (tongues.say("label-statement"), sheet.digest(said.id)),
        (tongues.say("label-place"), sheet.code(f"{entry.log}, {entry.index}")),
        (tongues.say("label-said"), sheet.hour_cell(said.at)),
        (tongues.say("label-witnessed"), hour_or_not_yet(tongues, hours.witnessed_by(said.id))),
    ]
    if held.agreement.delivery is not None:
        rows.append((tongues.say("label-mirrors"), hour_or_not_yet(tongues, hours.held_by(said.id))))
        others = [party.name for party in held.agreement.principals if party.name != said.party]
        received = [(party, hours.received_by(said.id, party)) for party in others]
        told = [_of_party(party, hour_or_not_yet(tongues, hour)) for party, hour in received]
        rows.append((tongues.say("label-received"), sheet.stacked(told)))
    return rows


def hour_or_not_yet(tongues: Tongues, unix_s: int | None) -> Cell:
    """Return an hour, or that it is not known yet."""
    return sheet.each(tongues.say("not-yet")) if unix_s is None else sheet.hour_cell(unix_s)


def _of_party(party: str, cell: Cell) -> Cell:
    """Return what stands behind a party's name."""
    if cell["is"] == "same":
        return sheet.same(f"{party}: {cell['text']}")
    return sheet.each([f"{party}: {words}" for words in cell["texts"]])


def visit_facts(tongues: Tongues, document: Agreement, visit: Visit) -> list[tuple[Text, Cell]]:
    """Return the rows that say which visit this is, and how it stands."""
    inspection = document.inspection(visit.inspection)
    rows = [
        (
            tongues.say("label-inspection"),
            sheet.each(tongues.say("visit-number", name=visit.inspection, number=visit.number)),
        )
    ]
    if inspection is not None:
        rows.append((tongues.say("label-inspecting"), sheet.code(inspection.inspecting)))
        rows.append((tongues.say("label-inspected"), sheet.code(inspection.inspected)))
    if visit.site is not None:
        rows += site_facts(tongues, document.site(visit.site))
    rows.append((tongues.say("label-status"), sheet.each(tongues.known(f"visit-{visit.status}", visit.status))))
    return rows


def site_facts(tongues: Tongues, site: Site) -> list[tuple[Text, Cell]]:
    """Return the rows that say which site this is, and whose ground."""
    return [
        (tongues.say("label-site"), sheet.each(tongues.title(site.title))),
        (tongues.say("label-host"), sheet.code(site.territorial_host)),
    ]


def rests_on(tongues: Tongues, held: Held, ids: Iterable[bytes]) -> list[Block]:
    """Return the table of statements that something rests on, in the order given, each once."""
    rows: list[list[Cell]] = []
    for key in dict.fromkeys(ids):
        entry = held.entries.get(key)
        if entry is None:  # of a party's log that has forked: no statement, but what proves that
            rows.append([sheet.same("–"), sheet.same("–"), sheet.same("–"), sheet.digest(key)])
            continue
        said = entry.statement
        kind = tongues.known(f"said-{said.kind}", said.kind)
        if said.kind == "notification":
            term = held.agreement.notification(said.body.format)
            kind = kind if term is None else tongues.title(term.title)
        rows.append([sheet.each(kind), sheet.code(said.party), sheet.hour_cell(said.at, short=True), sheet.digest(key)])
    heads = [tongues.say(f"label-{name}") for name in ("kind", "party", "said", "statement")]
    return [sheet.table(heads, rows, KIND_WIDTHS)] if rows else [sheet.words(tongues.say("none"))]


def logs_read(tongues: Tongues, held: Held) -> Block:
    """Return how many entries of each log were read."""
    heads = [tongues.say(f"label-{name}") for name in ("party", "log", "entries")]
    rows = [[sheet.code(party), sheet.code(log), sheet.same(size)] for party, log, size in held.sizes]
    return sheet.table(heads, rows, ("1fr", "2fr", "auto"))


def limits(tongues: Tongues, *keys: str) -> list[Block]:
    """Return what a paper does not prove, under its heading."""
    return [
        sheet.heading(tongues.say("heading-limits")),
        sheet.items(tongues.say(f"limit-{key}") for key in keys),
    ]


def signed_statement(tongues: Tongues, held: Held, document: Agreement, entry: Entry) -> list[Block]:
    """Return what is known of a signed statement, and party, office and key of each line under it."""
    heads = [tongues.say(f"label-{name}") for name in ("party", "office", "key")]
    rows: list[list[Cell]] = []
    for line in entry.note.lines:
        keys = ((party, epoch.by_line.get((line.name, line.key_id))) for party, epoch in _epochs(held))
        party, key = next(((party, key) for party, key in keys if key is not None), ("–", None))
        office = tongues.same("–") if key is None else tongues.known(f"office-{key.role}", key.role)
        rows.append([sheet.code(party), sheet.each(office), sheet.code(line.name)])
    return [
        sheet.heading(tongues.say("heading-statement")),
        sheet.facts([*agreement_facts(tongues, held, document), *statement_facts(tongues, held, entry)]),
        sheet.words(tongues.say("signed-by")),
        sheet.table(heads, rows, ("1.2fr", "1fr", "2.6fr")),
    ]


def by_hand(tongues: Tongues, signers: Iterable[tuple[str, str]], key: str = "signing") -> list[Block]:
    """Return the lines for signatures by hand, of party and role each."""
    heads = [tongues.say(f"label-{name}") for name in ("party", "office", "signature")]
    rows = [(party, tongues.known(f"office-{role}", role)) for party, role in signers]
    return [
        sheet.heading(tongues.say("heading-signatures")),
        sheet.words(tongues.say(key)),
        sheet.signatures(heads, rows),
    ]


def signers(
    agreement: Agreement, terms: Iterable[Signature], author: str, inspected: str | None
) -> list[tuple[str, str]]:
    """Return party and role of each person who signs by ``terms``, in the order of the agreement."""
    found: list[tuple[str, str]] = []
    for term in terms:
        by = {
            "author": (author,),
            "each": tuple(party.name for party in agreement.parties),
            "inspected": () if inspected is None else (inspected,),
        }[term.by]
        found += [(party, term.role) for party in by for _ in range(term.persons)]
    return found


def _epochs(held: Held) -> Iterator[tuple[str, Epoch]]:
    for log in held.regime.facts.logs.values():
        for epoch in log.epochs:
            yield log.party, epoch
