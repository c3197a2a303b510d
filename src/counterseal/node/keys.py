"""Private keys and the files they rest in: one line, which Go's note tools read too for type 0x01.

    PRIVATE+KEY+alpha.example/key/officer-1+c7ca21d7+AbP0...      name, key id, base64(type byte || 32-byte seed)

Ed25519 (0x01 signs notes, 0x04 cosigns) and ML-DSA-44 (0x06) keys all grow from a 32-byte seed. Files are made for
their owner alone (mode 0600) and are never overwritten. The key id is checked on reading, so a spoilt file is
noticed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counterseal.encoding import strict
from counterseal.errors import Refused, Unavailable
from counterseal.log.signer import Ed25519Signer, MLDSA44Signer, Signer
from counterseal.log.vkey import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519, NAME

SEED_SIZE = 32
PREFIX = "PRIVATE+KEY+"


@dataclass(frozen=True)
class PrivateKey:
    """A named seed with its type. ``repr`` does not show the seed."""

    name: str
    type: int
    seed: bytes

    def __repr__(self) -> str:
        return f"PrivateKey({self.name!r}, {self.type:#04x}, ...)"

    @property
    def signer(self) -> Signer:
        """What signs with this key."""
        if self.type == COSIGNATURE_MLDSA44:
            return MLDSA44Signer(self.name, self.seed)
        return Ed25519Signer(self.name, self.seed, self.type)

    def encode(self) -> str:
        """Return the line of the key file, LF included."""
        data = strict.base64_encode(bytes([self.type]) + self.seed)
        return f"{PREFIX}{self.name}+{self.signer.vkey.key_id.hex()}+{data}\n"


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """A node's keys, each with one purpose.

    Attributes:
        log: signs checkpoints of the own log; its name is the origin.
        witness: cosign checkpoints of all logs: an Ed25519 and an ML-DSA-44 key.
        roles: role -> keys of the persons who hold it.
        roots: offline root keys; a running node has none of them, only a ceremony does.
    """

    log: Signer
    witness: tuple[Signer, ...]
    roles: Mapping[str, tuple[Signer, ...]]
    roots: tuple[Signer, ...] = ()


def parse(text: str) -> PrivateKey:
    """Return the key written in a key file.

    Raises:
        Refused: ``key-file``: not of the form, or the key id is not that of the key; the text is not repeated.
    """
    if not text.startswith(PREFIX):
        mend = "make a key with: counterseal key new"
        raise Refused("key-file", f"got text that does not begin with {PREFIX}", mend=mend)
    mend = "restore the file from its copy; a key cannot be repaired"
    parts = text.removesuffix("\n").removeprefix(PREFIX).split("+", 2)
    if len(parts) != 3 or not NAME.fullmatch(parts[0]):
        raise Refused("key-file", f"got text that is not {PREFIX}NAME+ID+KEY", mend=mend)
    try:
        data = strict.base64_decode(parts[2])
    except Refused:
        data = b""
    types = (ED25519, COSIGNATURE_ED25519, COSIGNATURE_MLDSA44)
    if len(data) != 1 + SEED_SIZE or data[0] not in types:
        raise Refused("key-file", "got a key that is not a type and 32 bytes in base64", mend=mend)
    key = PrivateKey(parts[0], data[0], data[1:])
    if key.signer.vkey.key_id.hex() != parts[1]:
        raise Refused("key-file", "got a key id that is not that of the key", mend=mend)
    return key


def load(path: Path) -> PrivateKey:
    """Return the key in a file.

    Raises:
        Unavailable: the file cannot be read.
        Refused: ``key-file``.
    """
    try:
        return parse(path.read_text(encoding="ascii"))
    except UnicodeDecodeError:
        raise Refused("key-file", "got bytes that are not ASCII", str(path)) from None
    except OSError as error:
        raise Unavailable(f"cannot read the key file {path}: {error.strerror}", "check path and rights") from None
    except Refused as refused:
        raise refused.at(str(path)) from None


def save(path: Path, key: PrivateKey) -> None:
    """Write a key file that did not exist, durably, for its owner alone.

    Raises:
        Unavailable: the file exists, or cannot be written.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key.encode())
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise Unavailable(f"{path} exists; a key file is never overwritten", "choose another path") from None
    except OSError as error:
        raise Unavailable(
            f"cannot write the key file {path}: {error.strerror}", "check path, rights and disk"
        ) from None
