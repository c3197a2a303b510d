"""The witness: cosign a log's next checkpoint only if it is this log's, and its past is what was seen (tlog-witness).

    old 20852014                          the size that the client believes this witness stands at
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9t...    the consistency proof, at most 63 lines of 32 bytes
                                          an empty line, then the checkpoint note, under C2SP rules
    example.com/behind-the-sofa
    ...

The answer is the first that holds:

    400   the request is not of this form
    404   no key of this origin is trusted
    403   no line of a trusted key, or one that does not verify
    400   old > size
    409   old is not the size stored; the body tells it
    422   an empty tree's root is wrong, equal sizes have two roots, or the proof fails
    200   to be cosigned

Pure: state in, state out. Whoever calls it makes check and store one atomic step and the new state durable before it
cosigns and answers; else a smaller checkpoint could overwrite a larger one (spec/log.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counterseal.encoding import strict
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import cosignature, note, tree, vkey
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.cosignature import Cosigner
from counterseal.log.note import Line
from counterseal.log.policy import Policy

HASHES_MAX = 63
SIZE_TYPE = "text/x.tlog.size"

State = Mapping[str, Checkpoint]
"""Origin -> the newest checkpoint cosigned. An origin that is missing stands at size 0."""


@dataclass(frozen=True)
class Answer:
    """What to do about a request.

    Attributes:
        status: the HTTP status; 200 asks to cosign.
        body: of the response; on 200 ``cosign`` makes it.
        content_type: of the body, where the protocol fixes one.
        text: on 200, the checkpoint text to be cosigned; else empty.
        evidence: the checkpoint note, signed by its log, that failed a check: keep it. Empty if there is none.
    """

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    text: bytes = b""
    evidence: bytes = b""


@dataclass(frozen=True)
class Request:
    """An add-checkpoint request by form. ``note`` is the raw foreign note, ``checkpoint`` what its text says."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes
    checkpoint: Checkpoint


def answer(state: State, request: bytes, policy: Policy) -> tuple[Answer, State]:
    """Return the answer to a request, and the state after it: the same object unless the answer is 200.

    Never raises on ``request``. The logs of ``policy`` are the known ones; its witnesses and quorum play no part.
    """
    try:
        asked = parse(request)
    except Refused as refused:
        return Answer(400, f"{refused}\n".encode()), state
    new = asked.checkpoint
    keys = vkey.index(key for key in policy.logs if key.name == new.origin)
    if not keys:
        return Answer(404, b"this log is not known here\n"), state
    try:
        evidence = note.from_foreign(asked.note, keys).encode()
    except Refused as refused:
        return Answer(403, f"{refused}\n".encode()), state
    if asked.old > new.size:
        return Answer(400, b"old is larger than the checkpoint\n", evidence=evidence), state
    stored = state.get(new.origin) or Checkpoint(new.origin, 0, tree.EMPTY_ROOT)
    if asked.old != stored.size:
        return Answer(409, b"%d\n" % stored.size, SIZE_TYPE, evidence=evidence), state
    try:
        checkpoints.verify_growth(stored, new, asked.proof)
    except Refused as refused:
        return Answer(422, f"{refused}\n".encode(), evidence=evidence), state
    return Answer(200, text=new.encode()), {**state, new.origin: new}


def cosign(text: bytes, time: int, cosigners: Iterable[Cosigner]) -> bytes:
    """Return the body of a 200: a line of each cosigner on the text that ``answer`` returned.

    Call it only once the new state is durable.
    """
    lines = (Line(by.vkey.name, by.vkey.key_id, cosignature.cosign(by, text, time)) for by in cosigners)
    return b"".join(line.encode() for line in sorted(lines, key=lambda line: line.rank))


def encode(old: int, proof: Iterable[bytes], checkpoint_note: bytes) -> bytes:
    """Return a request, as a log sends it."""
    hashes = "".join(f"{strict.base64_encode(node)}\n" for node in proof)
    return f"old {old}\n{hashes}\n".encode("ascii") + checkpoint_note


def parse(data: bytes) -> Request:
    """Return the request written in ``data``; the note in it is not verified.

    Raises:
        Refused: ``witness-request``; the codes of a foreign note's form; ``checkpoint-*``.
    """
    head, gap, rest = data.partition(b"\n\n")
    lines = head.split(b"\n", HASHES_MAX + 1)
    if not gap or not lines[0].startswith(b"old ") or len(lines) > HASHES_MAX + 1:
        raise Refused("witness-request", "got no old size, at most 63 hashes and an empty line")
    try:
        old = strict.integer(lines[0].removeprefix(b"old ").decode("ascii"))
        proof = tuple(strict.base64_decode(line.decode("ascii")) for line in lines[1:])
    except (Refused, UnicodeDecodeError):
        raise Refused("witness-request", "got an old size or a hash that is not in its one spelling") from None
    if any(len(node) != tree.HASH_SIZE for node in proof):
        raise Refused("witness-request", f"got a hash that is not {tree.HASH_SIZE} bytes")
    text, _ = note.split_foreign(rest)
    return Request(old, proof, rest, checkpoints.parse(text))
