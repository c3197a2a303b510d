"""A verifier key: the name, type and raw public key that a signature line points at.

    NAME+HEX(key id)+BASE64(type byte || raw key)      key id = SHA-256(NAME LF type key)[0:4]

The key id is a hint of 32 bits that anybody can collide in a tenth of a second: it only helps to find a key.
Identity is the raw key (spec/note.md).

A text is refused by the first of these that it breaks:

1. three parts; a name of ours; eight lower-case hexadecimal digits; strict base64, not empty   ``vkey-form``
2. type 0x01, 0x04 or 0x06                                                                     ``vkey-type``
3. a raw key of the type's length                                                              ``vkey-key``
4. the id is the hash                                                                          ``vkey-id``
5. an Ed25519 key is admitted by the strict profile                                            ``key-point``
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from counterseal.encoding import ed25519, strict
from counterseal.errors import Refused

ED25519 = 0x01  # signs the note's text
COSIGNATURE_ED25519 = 0x04  # cosigns a checkpoint, with a time
COSIGNATURE_MLDSA44 = 0x06  # the same, against quantum computers

KEY_ID_SIZE = 4
NAME = re.compile(r"[a-z0-9][a-z0-9._/-]{0,254}")  # 255 bytes: the length prefix of a type 0x06 message is one byte

_KEY_SIZES = {ED25519: 32, COSIGNATURE_ED25519: 32, COSIGNATURE_MLDSA44: 1312}
_FORM = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")


@dataclass(frozen=True)
class VKey:
    """A public key under a name, for one type of signature. Only ``parse`` checks it.

    Attributes:
        name: the key name on signature lines; a log's is its origin.
        type: 0x01, 0x04 or 0x06.
        key: the raw public key, the identity of who signs.
    """

    name: str
    type: int
    key: bytes

    @cached_property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || 0x0A || type || key) (signed-note, "Signatures")."""
        hashed = self.name.encode("utf-8") + b"\n" + bytes([self.type]) + self.key
        return hashlib.sha256(hashed).digest()[:KEY_ID_SIZE]

    def encode(self) -> str:
        """Return the text form, which ``parse`` reads back."""
        return f"{self.name}+{self.key_id.hex()}+{strict.base64_encode(bytes([self.type]) + self.key)}"


def parse(text: str) -> VKey:
    """Return the verifier key written in ``text``.

    Raises:
        Refused: one of the codes of the module's list, the first that holds.
    """
    match = _FORM.fullmatch(text)
    if match is None or not NAME.fullmatch(match[1]):
        raise Refused("vkey-form", "got text that is not NAME+ID+KEY with a name of [a-z0-9._/-]")
    try:
        data = strict.base64_decode(match[3])
    except Refused:
        raise Refused("vkey-form", "got a key that is not canonical base64") from None
    vkey = VKey(match[1], data[0], data[1:])
    size = _KEY_SIZES.get(vkey.type)
    if size is None:
        raise Refused("vkey-type", f"got type {vkey.type:#04x}, want 0x01, 0x04 or 0x06")
    if len(vkey.key) != size:
        raise Refused("vkey-key", f"got a key of {len(vkey.key)} bytes, want {size} for type {vkey.type:#04x}")
    if vkey.key_id.hex() != match[2]:
        raise Refused("vkey-id", f"got key id {match[2]}, want {vkey.key_id.hex()}")
    if vkey.type != COSIGNATURE_MLDSA44:
        ed25519.admit(vkey.key)
    return vkey


def index(vkeys: Iterable[VKey]) -> dict[tuple[str, bytes], VKey]:
    """Return the keys by what a signature line says of them: name and key id.

    Raises:
        Refused: ``keyset-duplicate-id``: two of the keys answer to one name and id.
    """
    keys: dict[tuple[str, bytes], VKey] = {}
    for vkey in vkeys:
        if (vkey.name, vkey.key_id) in keys:
            raise Refused("keyset-duplicate-id", f"got two keys under {vkey.name} with id {vkey.key_id.hex()}")
        keys[vkey.name, vkey.key_id] = vkey
    return keys
