"""The made-up keys and the pages' examples that the cases share."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from counterseal.log.signer import Ed25519Signer
from counterseal.log.vkey import COSIGNATURE_ED25519, ED25519, VKey


def seed(name: str) -> bytes:
    """Return the made-up private seed of a name (spec/note.md)."""
    return sha256(b"counterseal example key: " + name.encode()).digest()


def signer(name: str, type_: int = ED25519) -> Ed25519Signer:
    """Return the made-up signer of a name."""
    return Ed25519Signer(name, seed(name), type_)


def cosigner(name: str) -> Ed25519Signer:
    """Return the made-up Ed25519 cosigner of a name."""
    return signer(name, COSIGNATURE_ED25519)


def line(name: str, key_id: bytes, body: bytes) -> bytes:
    """Return a signature line, unchecked."""
    return b"\xe2\x80\x94 " + name.encode() + b" " + b64encode(key_id + body) + b"\n"


def signed(by: Ed25519Signer, text: bytes) -> bytes:
    """Return the line of ``by`` on ``text``."""
    return line(by.vkey.name, by.vkey.key_id, by.sign(text))


def note(text: bytes, *lines: bytes) -> bytes:
    """Return text, empty line, lines, in the order given."""
    return text + b"\n" + b"".join(lines)


def vkey_text(key: VKey) -> str:
    """Return the text of a key, written without the code under test."""
    key_id = sha256(key.name.encode() + b"\n" + bytes([key.type]) + key.key).hexdigest()[:8]
    return f"{key.name}+{key_id}+{b64encode(bytes([key.type]) + key.key).decode()}"


LEGAL = signer("alpha.example/key/legal-1")
OFFICER = signer("alpha.example/key/officer-1")
NODE = signer("alpha.example/key/node-1")
LOG = signer("alpha.example/log/regime-1")
WITNESS = cosigner("bravo.example/witness")
TIME = 1_800_000_060

CHANNEL = "regime/3f02673e4d2f48650cd4a04e0a0cdba1af087ffe84c4cbcd3c75b5181084181b"
STATEMENT = (
    b"counterseal.org/statement/v1\n"
    b'{"at":1800000000,"body":{"count":24,"site":"EXAMPLE-1"},"channel":"' + CHANNEL.encode() + b'",'
    b'"kind":"declaration","party":"alpha","re":[],'
    b'"seen":["468815abd987a2ae194fb00d5cf6d7677f0a89ac5c7281b1b9dd8e6f0e778753"]}\n'
)
STATEMENT_NOTE = note(
    STATEMENT,
    "— alpha.example/key/legal-1 "
    "61wOCk3IYhdjyIcw50YnP3WRkelrfNP5ih9MyI2i0hGxpP2HesJV6lKJxYRXbhTiQDIkIK7bIscVcfcOy3wHd+SXIAs=\n".encode(),
    "— alpha.example/key/officer-1 "
    "x8oh11LPgY//HeoDz0R65zMAd5EttEllt8qpV4y84Jgp1vPm8/tMuyF04cF/6htqrqmg7H96s7QTG/eXo137haSrhwU=\n".encode(),
)
OBSERVED = (
    b"counterseal.org/statement/v1\n"
    b'{"at":1799999940,"body":{"checkpoint":"bravo.example/log/regime-1\\n1\\n'
    b"t+tnnIqoO1Yuv+LBaeVCfzalshPERDXogPbJydhfci8=\\n\\n\xe2\x80\x94 bravo.example/log/regime-1 "
    b"29U0ATV+lWI4M7KCESwxSv5lvx4EOHfPIVpFn2EVmidPCwiWhJL5nRojmIgJ/xV6qPqvZQlQVICNHJfsKg6wIhkLuw0=\\n"
    b'"},"channel":"' + CHANNEL.encode() + b'","kind":"observed","party":"alpha","re":[],"seen":[]}\n'
)
OBSERVED_NOTE = note(
    OBSERVED,
    "— alpha.example/key/node-1 "
    "Iymbs3IiLj7UphRrPTBgpu2tRWyNdjNh2BQwmd662Ly9M5ZEScT0EHK0CWV0QYObO0yzv0fv2Oh7WDGuNIw72c8DmAs=\n".encode(),
)
ENTRIES = (b"example entry 0\n", OBSERVED_NOTE, STATEMENT_NOTE)
CHECKPOINT = b"alpha.example/log/regime-1\n3\n6ju6X7QdW/HBS9ss7pXilS2Cz6tMzpdwLE+29dbakgA=\n"
CHECKPOINT_NOTE = note(
    CHECKPOINT,
    "— alpha.example/log/regime-1 "
    "KBupcMl0QFJg/6dZ8nVNxVcsR1iz3h8tCYxRITprEi/XrzP+oDtQWcwNjUYZ2aq4EZhDm1RlJOqutqTPVajAc/hV+Ag=\n".encode(),
    "— bravo.example/witness "
    "8K6SFQAAAABrSdI8PDpf1/8WXWQc3ZBHcpNPIhM9sPfXwR1T3n8wNoIr+9/fWL1tJ2ueFE6V/mOEm1QQybl6AFTfyzc8P14i2YfoCA==\n".encode(),
)
