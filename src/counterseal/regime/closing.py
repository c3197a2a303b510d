"""The closing cut: judged beside its vector, before it is an entry of any log.

An attestation carries the cut over its own entries; the note itself, and what its proposer observed to found it, come
later in the logs. So it is judged by the keys valid at the vector, by these, in this order:

    R1   it is a statement note                                        codes of the parsers
    R2, R3   of the agreement's exercise or not, of its channel        entry-header, entry-channel
    R29  it is a cut, by the party whose turn it is                    cut-kind, cut-proposer
    R6   every line is of a key known there, and verifies              entry-signer, key-point, signature-*
    R7   the persons of all who must signed, and no line is dispensable entry-threshold, cut-surplus
    R9   the slot is the cut's number                                  slot-form, slot-taken
    R29  it cites the previous cut that it names, and nothing else      cut-cites
    R11  the agreement is in force                                     not-in-force
    R29  it is the next cut after those folded                         cut-number, cut-previous, cut-hour, cut-receding
    R30  its vector is complete, by the logs' own roots, and closed    cut-logs, cut-root, cut-open, cut-hour
    R72 to R74   who is absent may be, and their time is over          cut-absent, cut-quorum, cut-early, cut-behind
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterseal.errors import Refused
from counterseal.log import note
from counterseal.log.note import Note
from counterseal.regime import standing
from counterseal.regime.facts import Facts, Said
from counterseal.regime.subjects import cut as cuts
from counterseal.statements import statement
from counterseal.statements.kinds import Cut
from counterseal.statements.statement import Statement


def closing(facts: Facts, data: bytes) -> Said:
    """Return the cut that the note ``data`` closes over all that is folded.

    Raises:
        Refused: one of the codes of the module's list, the first that holds.
    """
    facts = _under_last(facts)
    parsed = note.parse(data)
    said = _said(facts, parsed)
    body: Cut = said.statement.body
    _require(standing.lines_known(facts, said))
    _require(standing.threshold_met(facts, said))
    if _dispensable(facts, said) is not None:
        raise Refused("cut-surplus", "got a line without which enough persons signed")
    _require(standing.slot_free(facts, said))
    _require("cut-cites" if cuts.speaks_of_more(said) else "")
    _require(standing.in_force(facts, said))
    _require(cuts.follows(facts, list(facts.cuts.values()), body))
    _require(cuts.well_formed(facts, body))
    _require(cuts.partial(facts, said))
    return said


def offered(facts: Facts, cut: Statement) -> None:
    """Return only if a cut may be signed by who holds ``facts``: all is well but its lines and its proposer's log.

    Raises:
        Refused: R2, R3, R9, R29, R30 or R72 to R74, with their codes; of R30 not ``cut-unfounded``.
    """
    facts = _under_last(facts)
    body = _cut_of(facts, cut)
    log = facts.agreement.party(cut.party).log
    said = Said(log, facts.logs[log].tree.size, Note(cut.text, ()), cut)
    _require(standing.slot_free(facts, said))
    _require("cut-cites" if cuts.speaks_of_more(said) else "")
    _require(cuts.follows(facts, list(facts.cuts.values()), body))
    _require(cuts.well_formed(facts, body))
    _require(cuts.holds_previous(facts, body))
    _require(cuts.partial(facts, said))


def needed_lines(facts: Facts, parsed: Note) -> Note:
    """Return the cut without its dispensable lines, dropped from the first on. Raises as ``closing`` does of form."""
    facts = _under_last(facts)
    said = _said(facts, parsed)
    while (place := _dispensable(facts, said)) is not None:
        said = _without(said, place)
    return said.note


def _under_last(facts: Facts) -> Facts:
    """Return the facts under the document in effect at the last cut."""
    return facts.under(facts.course_at(max(facts.cuts, default=0))[1])


def _said(facts: Facts, parsed: Note) -> Said:
    """Return the note as the proposer's next entry, if it is this agreement's cut by that party."""
    read = statement.parse(parsed.text)
    _cut_of(facts, read)
    log = facts.agreement.party(read.party).log
    return Said(log, facts.logs[log].tree.size, parsed, read)


def _cut_of(facts: Facts, read: Statement) -> Cut:
    """Return the body of a statement that is this agreement's cut, by the party whose turn it is."""
    if read.header != facts.agreement.header:
        raise Refused("entry-header", f"got first line {read.header}, want {facts.agreement.header}")
    if read.channel != facts.agreement.channel:
        raise Refused("entry-channel", f"got channel {read.channel}, want {facts.agreement.channel}")
    if not isinstance(read.body, Cut):
        raise Refused("cut-kind", f"got a statement of kind {read.kind}, want a cut")
    proposer = cuts.proposer(facts, read.body.number)
    if read.party != proposer:
        raise Refused("cut-proposer", f"got a cut by {read.party}, want one by {proposer}")
    return read.body


def _dispensable(facts: Facts, said: Said) -> int | None:
    """Return the place of the first line without which the threshold is still met."""
    places = range(len(said.note.lines))
    return next((place for place in places if not standing.threshold_met(facts, _without(said, place))), None)


def _without(said: Said, place: int) -> Said:
    lines = said.note.lines
    return replace(said, note=said.note._replace(lines=(*lines[:place], *lines[place + 1 :])))


def _require(code: str) -> None:
    if code:
        raise Refused(code, "the closing cut breaks this rule of spec/regime.md")


def next_number(facts: Facts, last: int, absent: Sequence[str]) -> int:
    """Return the number of the cut after number ``last``, of all or without some (R29, R72)."""
    return cuts.number_after(facts, last, absent)
