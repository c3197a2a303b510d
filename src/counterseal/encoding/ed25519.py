"""The Ed25519 strict profile: what is signed here is signed everywhere (spec/encoding.md, section 4).

Libraries disagree on edge cases; so validity is our written rule, checked in this order:

1. the key, once: 32 bytes (``key-size``), canonical, on the curve, in the prime-order subgroup, not the
   identity (``key-point``);
2. the signature R || S: 64 bytes (``signature-size``), S < L (``signature-scalar``), R not the encoding of the
   identity (``signature-point``);
3. the cofactorless equation with R compared as bytes (``signature-invalid``).

With an admitted key, an R of small order other than the identity can never satisfy 3 (spec/encoding.md).

What verified is remembered for a while, by its hash: a node meets one signature when it previews, when it folds and in
what others observed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from nacl import bindings
from nacl.exceptions import CryptoError

from counterseal.errors import Refused

KEY_SIZE = 32
SIGNATURE_SIZE = 64
ORDER = 2**252 + 27742317777372353535851937790883648493  # L of RFC 8032, section 5.1

KNOWN_MAX = 8192  # signatures remembered, 32 bytes each

_IDENTITY = b"\x01" + bytes(31)
_known: set[bytes] = set()  # SHA-256 of key, signature and message that verified


@lru_cache(maxsize=4096)
def admit(key: bytes) -> None:
    """Accept ``key`` as a public key, or refuse it for good.

    Raises:
        Refused: ``key-size``, ``key-point``.
    """
    if len(key) != KEY_SIZE:
        raise Refused("key-size", f"got a key of {len(key)} bytes, want {KEY_SIZE}")
    if not bindings.crypto_core_ed25519_is_valid_point(key):
        raise Refused("key-point", "got a key that is not a canonical point of the prime-order subgroup")


def verify(key: bytes, message: bytes, signature: bytes) -> None:
    """Return only if ``signature`` is valid for ``message`` under ``key`` by the profile.

    Raises:
        Refused: one of the codes of the module's list, the first that holds.
    """
    admit(key)
    if len(signature) != SIGNATURE_SIZE:
        raise Refused("signature-size", f"got a signature of {len(signature)} bytes, want {SIGNATURE_SIZE}")
    if int.from_bytes(signature[32:], "little") >= ORDER:
        raise Refused("signature-scalar", "got a scalar S that is not below the group order")
    if signature[:32] == _IDENTITY:
        raise Refused("signature-point", "got the identity as R")
    signed = signature + message
    known = hashlib.sha256(key + signed).digest()  # key and signature have one length, so nothing can slide
    if known in _known:
        return
    try:
        bindings.crypto_sign_open(signed, key)
    except CryptoError:
        raise Refused("signature-invalid", "the signature does not verify under this key") from None
    if len(_known) >= KNOWN_MAX:
        _known.clear()
    _known.add(known)
