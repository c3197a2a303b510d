"""Writing an attestation: what one node holds at a cut, brought to its one form.

Of each checkpoint and of the cut only lines are kept that are needed; what is left out proves nothing more, and a
file with a dispensable line would be refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterseal.agreement import document
from counterseal.agreement.document import agreement_digest
from counterseal.assessment.finding import assess
from counterseal.attestation import verify
from counterseal.attestation.file import Attestation, LogPart
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log import policy as policies
from counterseal.log.note import Note
from counterseal.log.policy import Policy
from counterseal.log.vkey import ED25519
from counterseal.regime.closing import closing, needed_lines
from counterseal.regime.fold import Regime
from counterseal.statements.kinds import Cut


def write(
    *, agreement: bytes, trust_file: bytes, logs: Sequence[LogPart], cut: bytes, documents: Sequence[bytes] = ()
) -> bytes:
    """Return the attestation of what ``logs`` hold at ``cut``.

    Args:
        agreement: canonical JSON of the agreement.
        trust_file: bytes of the trust file.
        logs: for each party by name, its checkpoint note at the cut with all cosignatures, and its entries up to it.
        cut: the note of the cut, signed by all parties.
        documents: those that amendments named; what none of these logs' amendments asks for is left out.

    Raises:
        Refused: the codes of the verification's steps: what would not verify is not written.
    """
    parsed, policy = document.parse(agreement), policies.parse(trust_file)
    regime = Regime(parsed, policy, documents=documents)
    kept: list[LogPart] = []
    for part in logs:
        origin = checkpoints.parse(note.parse(part.checkpoint).text).origin
        for index, entry in enumerate(part.entries):
            regime.feed(origin, index, entry)
        kept.append(replace(part, checkpoint=minimal(note.parse(part.checkpoint), policy).encode()))
    asked = {digest: one for one in documents if (digest := agreement_digest(one)) in regime.facts.consulted}
    needed = needed_lines(regime.facts, note.parse(cut)).encode()
    body: Cut = closing(regime.facts, needed).statement.body
    state = regime.judge(body.hour, body)
    data = Attestation(
        agreement=agreement,
        documents=tuple(asked[digest] for digest in sorted(asked) if digest != parsed.digest),
        policy=trust_file,
        logs=tuple(kept),
        cut=needed,
        conclusion=verify.conclusion(state, assess(state.document, state)),
    ).encode()
    verify.verify(data)
    return data


def minimal(checkpoint: Note, policy: Policy) -> Note:
    """Return the checkpoint with its log's line and one minimal quorum; lines are dropped from the last name on.

    Raises:
        Refused: ``quorum-short``: there is no quorum among its lines.
    """
    origin = checkpoints.parse(checkpoint.text).origin
    listed = {place for place, vkey in policy.keys.items() if vkey.type != ED25519 or vkey.name == origin}
    lines = [line for line in checkpoint.lines if (line.name, line.key_id) in listed]
    names = {(line.name, line.key_id): _witness(policy, line.name, line.key_id) for line in lines}
    policy.require({name for name in names.values() if name})
    for line in reversed(tuple(lines)):
        rest = {names[other.name, other.key_id] for other in lines if other is not line} - {""}
        try:
            policy.require(rest)
        except Refused:
            continue
        if names[line.name, line.key_id]:
            lines.remove(line)
    return Note(checkpoint.text, tuple(lines))


def _witness(policy: Policy, name: str, key_id: bytes) -> str:
    """Return the trust file's name of the witness whose line this is; nothing for a log's own line."""
    vkey = policy.keys[name, key_id]
    return "" if vkey.type == ED25519 else policy.witness_names[vkey.key]
