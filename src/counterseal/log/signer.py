"""Who holds a private key, seen from the log layer: a public key and a function from message to raw signature.

Hardware and key stores fit behind ``Signer``; the two classes here hold the key in memory.
"""

from __future__ import annotations

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from counterseal.log.vkey import COSIGNATURE_MLDSA44, ED25519, VKey


class Signer(Protocol):
    """Signs messages with the private half of ``vkey``."""

    @property
    def vkey(self) -> VKey:
        """The key under which the signatures verify."""

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature of ``message``, without key id or time."""


class Ed25519Signer:
    """An Ed25519 key in memory, of type 0x01 (notes) or 0x04 (cosignatures): one key has one type."""

    def __init__(self, name: str, seed: bytes, type_: int = ED25519) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.vkey = VKey(name, type_, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of RFC 8032."""
        return self._private.sign(message)


class MLDSA44Signer:
    """An ML-DSA-44 key in memory, of type 0x06. Its signatures are randomised, so no two are alike."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = MLDSA44PrivateKey.from_seed_bytes(seed)
        self.vkey = VKey(name, COSIGNATURE_MLDSA44, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the 2,420-byte signature of FIPS 204, pure, with an empty context."""
        return self._private.sign(message)
