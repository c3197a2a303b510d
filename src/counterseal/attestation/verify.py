"""Verification of an attestation, in numbered steps, from raw bytes, anywhere (spec/attestation.md).

    0  anchors      the reader's anchors from outside the file, or none: then the result is "identity unproven"
    1  form         the file has the sections it must have, and no other byte
    2  agreement    it is the anchored one, well formed, and its rule set is known here; amended documents are in order
    3  trust file   it is the one that the agreement pins, and the anchored one
    4  checkpoints  one of each party's log, by its key, with one minimal quorum and no other line
    5  entries      every entry up to the checkpoint, nothing else: the roots agree
    6  fold         the entries rest on nothing that is missing, no document is left over; the state is computed again
    7  cut          all parties but those absent signed exactly these checkpoints, as the next cut
    8  conclusion   state digest and findings, computed again, are the file's bytes

The first rule that fails refuses the file, with its code and the number of the step. No step trusts what an earlier one
did not check; what a later step says rests on all before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import ParamSpec, TypeVar

from counterseal.agreement import document
from counterseal.agreement.check import check_mirrors
from counterseal.agreement.document import Agreement
from counterseal.assessment.finding import Finding, assess
from counterseal.attestation import file
from counterseal.attestation.anchors import Anchors
from counterseal.attestation.file import Attestation
from counterseal.encoding import canonical
from counterseal.errors import Refused
from counterseal.log import note
from counterseal.log import policy as policies
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.policy import Policy
from counterseal.log.tree import Tree, leaf_hash
from counterseal.regime.closing import closing
from counterseal.regime.fold import Regime
from counterseal.regime.judge import State
from counterseal.statements.kinds import Cut

P = ParamSpec("P")
T = TypeVar("T")

STEPS = ("anchors", "form", "agreement", "trust file", "checkpoints", "entries", "fold", "cut", "conclusion")


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a file was found to say.

    Attributes:
        anchored: whether anchors from outside the file were given, and hold.
        state: the state at the cut's hour, computed from the entries.
        cut: statement id and body of the closing cut.
        findings: one for each undertaking, computed from the state.
        entries: how many entries of all logs were folded.
    """

    anchored: bool
    agreement: Agreement
    state: State
    cut: tuple[bytes, Cut]
    findings: tuple[Finding, ...]
    entries: int


class Stopped(Refused):
    """A refusal, with the number of the step that refused."""

    def __init__(self, step: int, refused: Refused) -> None:
        super().__init__(refused.code, refused.why, refused.where, refused.mend, refused.evidence)
        self.step = step


def verify(data: bytes, anchors: Anchors | None = None) -> Verified:
    """Return what the attestation ``data`` says, all of it checked.

    Args:
        data: the whole file.
        anchors: from outside the file; without them only its agreement with itself is checked.

    Raises:
        Stopped: a ``Refused`` that names its step.
    """
    read = _at(1, file.parse, data)
    agreement = _at(2, _agreement, read, anchors)
    policy = _at(3, _policy, read, agreement, anchors)
    heads = _at(4, _checkpoints, read, agreement, policy)
    _at(5, _entries, read, heads)
    regime = _at(6, _fold, read, agreement, policy, heads)
    cut = _at(7, _cut, read, regime, heads)
    state, findings = _at(8, _conclusion, read, regime, cut[1])
    return Verified(
        anchored=anchors is not None,
        agreement=agreement,
        state=state,
        cut=cut,
        findings=findings,
        entries=sum(head.size for head in heads),
    )


def _at(step: int, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a step returns; its refusal leaves with the step's number."""
    try:
        return call(*args, **kwargs)
    except Refused as refused:
        raise Stopped(step, refused) from None


def conclusion(state: State, findings: tuple[Finding, ...]) -> bytes:
    """Return the bytes of the section ``conclusion``: state digest and findings as canonical JSON."""
    return canonical.encode({"findings": [finding.value() for finding in findings], "state": state.digest.hex()})


def _agreement(read: Attestation, anchors: Anchors | None) -> Agreement:
    """Step 2."""
    digest = document.agreement_digest(read.agreement)
    if anchors is not None and digest != anchors.agreement:
        mend = "the file speaks of another agreement than your anchors; check both sources"
        raise Refused("anchor-agreement", f"got agreement {digest.hex()}, want {anchors.agreement.hex()}", mend=mend)
    agreement = document.parse(read.agreement)
    if anchors is not None and dict(anchors.roots) != {party.name: party.roots for party in agreement.parties}:
        raise Refused("anchor-root", "got an agreement whose parties' root keys are not the anchored ones")
    digests = [document.agreement_digest(amended) for amended in read.documents]
    if digest in digests or any(left >= right for left, right in pairwise(digests)):
        raise Refused("documents-order", "got amended documents out of order by digest, or one twice")
    return agreement


def _policy(read: Attestation, agreement: Agreement, anchors: Anchors | None) -> Policy:
    """Step 3."""
    digest = hashlib.sha256(read.policy).digest()
    if anchors is not None and digest != anchors.policy:
        raise Refused("anchor-policy", f"got trust file {digest.hex()}, want {anchors.policy.hex()}")
    if digest != agreement.policy:
        raise Refused("policy-other", f"got trust file {digest.hex()}, the agreement pins {agreement.policy.hex()}")
    policy = policies.parse(read.policy)
    if policy.quorum == policies.NONE:
        raise Refused("policy-no-quorum", "got a trust file by which nobody need have witnessed anything")
    check_mirrors(agreement, policy)
    return policy


def _checkpoints(read: Attestation, agreement: Agreement, policy: Policy) -> tuple[Checkpoint, ...]:
    """Step 4: in the order of the agreement's parties, which is by name."""
    if len(read.logs) != len(agreement.parties):
        raise Refused("attestation-logs", f"got {len(read.logs)} logs, want {len(agreement.parties)}")
    heads: list[Checkpoint] = []
    for party, part in zip(agreement.parties, read.logs, strict=True):
        try:
            parsed = note.parse(part.checkpoint)
            head, present = policy.open(parsed, party.log)
            if any((line.name, line.key_id) not in policy.keys for line in parsed.lines):
                raise Refused("checkpoint-surplus", "got a line of a key that the trust file does not list")
            if sum(policy.keys[line.name, line.key_id] in policy.logs for line in parsed.lines) != 1:
                raise Refused("checkpoint-surplus", "got a line of another log's key")
            policy.require_minimal(present)
        except Refused as refused:
            raise refused.at(f"log of {party.name}") from None
        heads.append(head)
    return tuple(heads)


def _entries(read: Attestation, heads: tuple[Checkpoint, ...]) -> None:
    """Step 5."""
    for head, part in zip(heads, read.logs, strict=True):
        if len(part.entries) != head.size:
            raise Refused("entries-count", f"got {len(part.entries)} entries, want {head.size}", head.origin)
        root = Tree(leaf_hash(entry) for entry in part.entries).root()
        if root != head.root:
            raise Refused("entries-root", f"got entries with root {root.hex()}, want {head.root.hex()}", head.origin)


def _fold(read: Attestation, agreement: Agreement, policy: Policy, heads: tuple[Checkpoint, ...]) -> Regime:
    """Step 6."""
    regime = Regime(agreement, policy, documents=read.documents)
    for head, part in zip(heads, read.logs, strict=True):
        for index, entry in enumerate(part.entries):
            regime.feed(head.origin, index, entry)
    if regime.missing:
        raise Refused(
            "documents-missing", f"got an amendment to {regime.missing[0].hex()}, which the file does not hold"
        )
    for head in heads:
        if regime.size(head.origin) != head.size:
            why = f"got an entry {regime.size(head.origin)} that rests on entries the file does not hold"
            raise Refused("fold-incomplete", why, head.origin)
    for amended in read.documents:
        digest = document.agreement_digest(amended)
        if digest not in regime.facts.consulted:
            raise Refused("documents-surplus", f"got a document {digest.hex()} that no amendment asks for")
    return regime


def _cut(read: Attestation, regime: Regime, heads: tuple[Checkpoint, ...]) -> tuple[bytes, Cut]:
    """Step 7."""
    said = closing(regime.facts, read.cut)
    body: Cut = said.statement.body
    if {(at.log, at.size, at.root) for at in body.vector} != {(head.origin, head.size, head.root) for head in heads}:
        raise Refused("cut-vector", "got a cut over other checkpoints than the file's")
    return said.id, body


def _conclusion(read: Attestation, regime: Regime, cut: Cut) -> tuple[State, tuple[Finding, ...]]:
    """Step 8: by the document in effect at the closing cut."""
    state = regime.judge(cut.hour, cut)
    findings = assess(state.document, state)
    if read.conclusion != conclusion(state, findings):
        raise Refused("conclusion-differs", "the file's conclusion is not what its own entries lead to")
    return state, findings
