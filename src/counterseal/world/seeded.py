"""Keys, shares and signatures that grow from one seed, so that a play can be repeated byte for byte.

    secret = th("counterseal.org/world-seed/v1", seed, purpose)

For plays only: who knows the seed knows every secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dilithium_py.ml_dsa import ML_DSA_44

from counterseal.encoding.tagged import tagged_hash
from counterseal.log.signer import Ed25519Signer, Signer
from counterseal.log.vkey import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, VKey
from counterseal.node.keys import Keyring


class Clock:
    """A clock that stands until it is set. Hours are Unix seconds."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        """Return the hour."""
        return self.now


class SteadyMLDSA44Signer:
    """An ML-DSA-44 key whose signatures are the deterministic ones of FIPS 204: the same message, the same bytes.

    ``cryptography`` signs with fresh randomness only; what this signs, it verifies.
    """

    def __init__(self, name: str, seed: bytes) -> None:
        public, self._private = ML_DSA_44.key_derive(seed)
        self.vkey = VKey(name, COSIGNATURE_MLDSA44, public)

    def sign(self, message: bytes) -> bytes:
        """Return the 2,420-byte signature."""
        signature: bytes = ML_DSA_44.sign(self._private, message, deterministic=True)
        return signature


@dataclass(frozen=True)
class Seed:
    """The seed of a play."""

    text: str

    def secret(self, purpose: str) -> bytes:
        """Return 32 bytes that depend on seed and purpose alone."""
        return tagged_hash("counterseal.org/world-seed/v1", self.text.encode("utf-8"), purpose.encode("ascii"))

    def signer(self, name: str) -> Ed25519Signer:
        """Return the note-signing key of this name."""
        return Ed25519Signer(name, self.secret(f"key {name}"))

    def cosigners(self, operator: str) -> tuple[Signer, ...]:
        """Return an operator's two cosigning keys."""
        name = f"{operator}.example/witness"
        return (
            Ed25519Signer(name, self.secret(f"witness {name}"), COSIGNATURE_ED25519),
            SteadyMLDSA44Signer(f"{name}-pq", self.secret(f"witness {name}-pq")),
        )

    def keyring(self, party: str, origin: str, persons: Mapping[str, int], roots: int) -> Keyring:
        """Return all keys of a party: ``persons`` says how many hold each role."""
        return Keyring(
            log=self.signer(origin),
            witness=self.cosigners(party),
            roles={
                role: tuple(self.signer(f"{party}.example/key/{role}-{number}") for number in range(1, count + 1))
                for role, count in persons.items()
            },
            roots=tuple(self.signer(f"{party}.example/root/{number}") for number in range(1, roots + 1)),
        )
