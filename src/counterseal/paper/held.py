"""What a paper is made of: logs that were read, and statements that stand in them by the rules.

Two sources, each with or without the reader's anchors:

    an attestation   verified in all its steps; its state is that of its cut
    logs             agreement, trust file and entries as a node holds them, folded; every statement is checked by keys
                     that lead to the agreement's root digests, but nobody says that there are no further entries

A statement that breaks a rule, or stands in none of the logs, is on no paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from counterseal.agreement import document
from counterseal.agreement.document import Agreement
from counterseal.attestation import file, verify
from counterseal.attestation.anchors import Anchors
from counterseal.attestation.verify import Verified
from counterseal.errors import Refused
from counterseal.log import note as notes
from counterseal.log import policy as policies
from counterseal.log.note import Note
from counterseal.regime.fold import Regime
from counterseal.regime.hours import Hours
from counterseal.statements import statement as statements
from counterseal.statements.statement import Statement


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A statement that stands: where, and the note with its signature lines."""

    log: str
    index: int
    data: bytes
    note: Note
    statement: Statement


@dataclass(frozen=True, kw_only=True)
class Held:
    """Logs that were read and folded.

    Attributes:
        agreement: the first document.
        anchored: whether anchors of the reader held.
        regime: what the logs add up to.
        entries: statement id -> the entry, of statements that stand by the rules.
        hour: the latest hour that a quorum had cosigned; of an attestation, the hour of its cut.
        verified: what an attestation was found to say, None of logs.
    """

    agreement: Agreement
    anchored: bool
    regime: Regime = field(repr=False)
    entries: Mapping[bytes, Entry] = field(repr=False)
    hour: int
    verified: Verified | None = None

    @property
    def standing(self) -> str:
        """How far it is known whose word this is: ``verified``, ``verified-logs`` or ``unproven``."""
        if not self.anchored:
            return "unproven"
        return "verified-logs" if self.verified is None else "verified"

    @property
    def hours(self) -> Hours:
        """When statements were witnessed, held and received."""
        return Hours(self.regime.facts)

    @property
    def sizes(self) -> list[tuple[str, str, int]]:
        """Party, log, and how many of its entries were read."""
        return [(party.name, party.log, self.regime.size(party.log)) for party in self.agreement.parties]

    def entry(self, data: bytes) -> Entry:
        """Return the standing entry with the text of the note ``data``.

        Raises:
            Refused: ``note-*``, ``statement-*`` and the like: it is no statement; ``paper-statement``: it stands in
                none of the logs by the rules.
        """
        said = statements.parse(notes.parse(data).text)
        entry = self.entries.get(said.id)
        if entry is None:
            broken = [one for one in self.regime.facts.irregularities if one.subject == said.id]
            why = "got a statement that stands in none of the logs"
            if broken:
                first = min(broken, key=lambda one: one.rank)
                why = f"got a statement that breaks {first.rule} ({first.code}) as entry {first.index} of {first.log}"
            raise Refused("paper-statement", why, mend="a paper is made of what is logged and stands by the rules")
        return entry


def of_attestation(data: bytes, anchors: Anchors | None) -> Held:
    """Return what an attestation holds, verified.

    Raises:
        Stopped: a step of the verification refuses it.
    """
    verified = verify.verify(data, anchors)
    read = file.parse(data)
    first = document.parse(read.agreement)
    regime = Regime(first, policies.parse(read.policy), documents=read.documents)
    logs = {party.log: part.entries for party, part in zip(first.parties, read.logs, strict=True)}
    entries = _fold(regime, logs)
    return Held(
        agreement=first,
        anchored=verified.anchored,
        regime=regime,
        entries=entries,
        hour=verified.cut[1].hour,
        verified=verified,
    )


def of_logs(
    agreement: bytes,
    trust_file: bytes,
    logs: Mapping[str, Sequence[bytes]],
    anchors: Anchors | None,
    documents: Iterable[bytes] = (),
) -> Held:
    """Return what a node's logs hold.

    Args:
        agreement: canonical JSON of the first document.
        trust_file: bytes of the trust file that it pins.
        logs: party -> its entries, from the first on.
        anchors: from outside; without them it is not known whose logs these are.
        documents: those that amendments named.

    Raises:
        Refused: ``anchor-*``, ``policy-other`` and the codes of documents and trust files; ``paper-logs``: entries of
            nobody in the agreement, or some that rest on what is not here.
    """
    first, policy = document.parse(agreement), policies.parse(trust_file)
    digest = hashlib.sha256(trust_file).digest()
    if digest != first.policy:
        raise Refused("policy-other", f"got trust file {digest.hex()}, the agreement pins {first.policy.hex()}")
    if anchors is not None:
        if first.digest != anchors.agreement:
            raise Refused("anchor-agreement", f"got agreement {first.digest.hex()}, want {anchors.agreement.hex()}")
        if digest != anchors.policy:
            raise Refused("anchor-policy", f"got trust file {digest.hex()}, want {anchors.policy.hex()}")
        if dict(anchors.roots) != {party.name: party.roots for party in first.parties}:
            raise Refused("anchor-root", "got an agreement whose parties' root keys are not the anchored ones")
    origins = {party.name: party.log for party in first.parties}
    strangers = sorted(set(logs) - set(origins))
    if strangers:
        raise Refused("paper-logs", f"got entries of {strangers[0]}, which is no party to the agreement")
    regime = Regime(first, policy, documents=documents)
    entries = _fold(regime, {origins[party]: said for party, said in logs.items()})
    if regime.missing:
        why = f"got an amendment to the document {regime.missing[0].hex()}, which is not here"
        raise Refused("paper-logs", why, mend="give an attestation, which holds amended documents, too")
    for party, said in logs.items():
        size = regime.size(origins[party])
        if size != len(said):
            why = f"got an entry {size} of {party} that rests on entries of another log which are not here"
            raise Refused("paper-logs", why, mend="give the logs of all parties, as one node holds them")
    shown_s = max(one.shown_s for one in regime.facts.logs.values())
    return Held(
        agreement=first, anchored=anchors is not None, regime=regime, entries=entries, hour=shown_s, verified=None
    )


def _fold(regime: Regime, logs: Mapping[str, Sequence[bytes]]) -> dict[bytes, Entry]:
    """Feed the fold, and return what stands by the rules."""
    for log, entries in logs.items():
        for index, data in enumerate(entries):
            regime.feed(log, index, data)
    standing: dict[bytes, Entry] = {}
    for key, (log, index) in regime.facts.places.items():
        data = logs[log][index]
        note = notes.parse(data)
        said = statements.parse(note.text)
        standing[key] = Entry(log=log, index=index, data=data, note=note, statement=said)
    return standing
