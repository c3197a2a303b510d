"""Cosignatures: "consistent with all I ever saw of this log, at this time" (tlog-cosignature).

    body of a line = u64be time || signature
    0x04, Ed25519:    64 bytes over   "cosignature/v1" LF "time N" LF checkpoint text
    0x06, ML-DSA-44:  2,420 bytes over "subtree/v1" LF NUL || u8 len || cosigner name || u64be time
                                       || u8 len || origin || u64be 0 || u64be size || root

An Ed25519 cosignature does not commit to its cosigner's name: so one raw key, one cosigner.

A body is refused by the first of these that it breaks:

1. the key is of type 0x04 or 0x06               ``cosignature-type``
2. the body has the type's length                ``cosignature-size``
3. the time is above 0 and below 2^63            ``cosignature-time``
4. the text is a checkpoint                      ``checkpoint-*``
5. the signature verifies                        ``signature-*``
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from counterseal.encoding import ed25519
from counterseal.errors import Misuse, Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.signer import Signer
from counterseal.log.vkey import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, VKey

Cosigner = Signer
"""A signer whose key is of type 0x04 or 0x06."""

TIME_MAX = 2**63 - 1
_TIME_SIZE = 8
_SIGNATURE_SIZES = {COSIGNATURE_ED25519: 64, COSIGNATURE_MLDSA44: 2420}


def verify(vkey: VKey, text: bytes, body: bytes) -> int:
    """Return the time, in Unix seconds, at which ``vkey`` cosigned the checkpoint ``text``.

    Raises:
        Refused: one of the codes of the module's list, the first that holds.
    """
    size = _SIGNATURE_SIZES.get(vkey.type)
    if size is None:
        raise Refused("cosignature-type", f"got a key of type {vkey.type:#04x}, want 0x04 or 0x06")
    if len(body) != _TIME_SIZE + size:
        raise Refused("cosignature-size", f"got {len(body)} bytes after the key id, want {_TIME_SIZE + size}")
    time = int.from_bytes(body[:_TIME_SIZE], "big")
    if not 0 < time <= TIME_MAX:
        raise Refused("cosignature-time", f"got time {time}, want 1 to {TIME_MAX}")
    checkpoint = checkpoints.parse(text)
    if vkey.type == COSIGNATURE_ED25519:
        ed25519.verify(vkey.key, message_ed25519(time, text), body[_TIME_SIZE:])
    else:
        _verify_mldsa44(vkey.key, message_mldsa(vkey.name, time, checkpoint), body[_TIME_SIZE:])
    return time


def cosign(cosigner: Cosigner, text: bytes, time: int) -> bytes:
    """Return the body of ``cosigner``'s line on the checkpoint ``text``. Requires 0 < time < 2^63.

    Raises:
        Refused: ``checkpoint-*``: only checkpoints are cosigned.
        Misuse: the key is of another type, or the time out of range.
    """
    checkpoint = checkpoints.parse(text)
    if cosigner.vkey.type not in _SIGNATURE_SIZES:
        raise Misuse(f"a key of type {cosigner.vkey.type:#04x} cannot cosign")
    if not 0 < time <= TIME_MAX:
        raise Misuse(f"a cosignature cannot bear the time {time}")
    if cosigner.vkey.type == COSIGNATURE_ED25519:
        message = message_ed25519(time, text)
    else:
        message = message_mldsa(cosigner.vkey.name, time, checkpoint)
    return time.to_bytes(_TIME_SIZE, "big") + cosigner.sign(message)


def message_ed25519(time: int, text: bytes) -> bytes:
    """Return what a key of type 0x04 signs."""
    return b"cosignature/v1\ntime %d\n" % time + text


def message_mldsa(name: str, time: int, checkpoint: Checkpoint) -> bytes:
    """Return what a key of type 0x06 signs: the whole tree as the subtree from 0 to its size."""
    return b"".join(
        (
            b"subtree/v1\n\0",
            _short(name),
            time.to_bytes(8, "big"),
            _short(checkpoint.origin),
            bytes(8),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _short(text: str) -> bytes:
    data = text.encode("utf-8")
    return bytes([len(data)]) + data


def _verify_mldsa44(key: bytes, message: bytes, signature: bytes) -> None:
    try:
        MLDSA44PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("signature-invalid", "the signature does not verify under this key") from None
