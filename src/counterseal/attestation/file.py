"""The attestation file: plain sections, each behind a line that names it and tells its length in bytes.

    counterseal.org/attestation/v1
    agreement 2913
    {"inspections":[...],...}                        2,913 bytes of canonical JSON, then LF
    amended 2950                                     each document that an amendment named, by digest; often none
    ...
    policy 12007
    log russian-federation.example/log/...           the trust file, then LF
    ...
    checkpoint 10311                                  for each party by name: its log's checkpoint note
    russian-federation.example/log/...
    ...
    entry 540                                         and every entry up to it, oldest first
    counterseal.org/exercise/v1
    ...
    cut 1102                                          the cut that these checkpoints are
    ...
    conclusion 1507                                   state digest and findings, as canonical JSON

One file has one byte string; nothing may stand before, between or behind. A file is refused by the first of these:

1. at most 64 MiB                                                     ``attestation-size``
2. the first line                                                     ``attestation-header``
3. each section in turn: its line, with a plain decimal length within the bounds of its kind, that many bytes, LF
                                                                      ``attestation-form``
4. in this order, nothing missing, nothing more                       ``attestation-order``
5. at most 262,144 documents and entries of all logs, each counted in its turn
                                                                      ``attestation-entries``
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterseal.encoding import strict
from counterseal.errors import Refused

HEADER = b"counterseal.org/attestation/v1\n"
SIZE_MAX = 67_108_864  # bytes of the whole file
ENTRIES_MAX = 262_144  # of all logs, and documents; an entry of no bytes costs memory, too

_SECTION_MAX = {"agreement": 1_048_576, "policy": 65_536, "checkpoint": 65_535, "entry": 65_535, "cut": 65_535}
_SECTION_MAX |= {"amended": 1_048_576, "conclusion": 16_777_216}
_NEXT = {  # section -> what may follow it
    "": ("agreement",),
    "agreement": ("amended", "policy"),
    "amended": ("amended", "policy"),
    "policy": ("checkpoint",),
    "checkpoint": ("entry",),
    "entry": ("entry", "checkpoint", "cut"),
    "cut": ("conclusion",),
    "conclusion": (),
}
_LINE_MAX = 32  # bytes of a section's line


@dataclass(frozen=True, kw_only=True)
class LogPart:
    """One party's log as attested: the checkpoint note, and its entries from the first on."""

    checkpoint: bytes
    entries: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """The sections as raw bytes. Nothing is verified yet. ``documents``: those that amendments named."""

    agreement: bytes
    policy: bytes
    logs: tuple[LogPart, ...]
    cut: bytes
    conclusion: bytes
    documents: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        """Return the file, which ``parse`` reads back."""
        sections = [("agreement", self.agreement), *(("amended", document) for document in self.documents)]
        sections.append(("policy", self.policy))
        for log in self.logs:
            sections.append(("checkpoint", log.checkpoint))
            sections += [("entry", entry) for entry in log.entries]
        sections += [("cut", self.cut), ("conclusion", self.conclusion)]
        return HEADER + b"".join(f"{name} {len(data)}\n".encode() + data + b"\n" for name, data in sections)


def parse(data: bytes) -> Attestation:
    """Return the sections of a file.

    Raises:
        Refused: one of the codes of the module's list, the first that holds; ``where`` is a byte offset.
    """
    if len(data) > SIZE_MAX:
        raise Refused("attestation-size", f"got {len(data)} bytes, want at most {SIZE_MAX}")
    if not data.startswith(HEADER):
        why, mend = "got a first line that is not that of an attestation", f"it must be: {HEADER.decode().strip()}"
        raise Refused("attestation-header", why, mend=mend)
    single: dict[str, bytes] = {}
    logs: list[tuple[bytes, list[bytes]]] = []
    documents: list[bytes] = []
    last = ""
    entries = 0
    for name, section, start in _sections(data):
        if name not in _NEXT[last]:
            raise Refused("attestation-order", f"got section {name} after {last or 'the first line'}", f"byte {start}")
        if name == "checkpoint":
            logs.append((section, []))
        elif name in ("amended", "entry"):
            entries += 1
            if entries > ENTRIES_MAX:
                raise Refused("attestation-entries", f"got more than {ENTRIES_MAX} entries", f"byte {start}")
            (documents if name == "amended" else logs[-1][1]).append(section)
        else:
            single[name] = section
        last = name
    if last != "conclusion":
        raise Refused("attestation-order", f"got a file that ends after {last or 'the first line'}, want a conclusion")
    parts = tuple(LogPart(checkpoint=note, entries=tuple(entries)) for note, entries in logs)
    return Attestation(logs=parts, documents=tuple(documents), **single)


def _sections(data: bytes) -> Iterator[tuple[str, bytes, int]]:
    """Yield name, bytes and offset of each section."""
    at = len(HEADER)
    while at < len(data):
        end = data.find(b"\n", at, at + _LINE_MAX)
        name, _, digits = data[at : max(end, at)].decode("latin-1").partition(" ")
        where = f"byte {at}"
        if name not in _SECTION_MAX:
            raise Refused("attestation-form", "got bytes that are no section's line", where)
        try:
            length = strict.integer(digits)
        except Refused:
            length = -1
        if not 0 <= length <= _SECTION_MAX[name]:
            raise Refused("attestation-form", f"got no length of 0 to {_SECTION_MAX[name]} for {name}", where)
        start = end + 1
        if data[start + length : start + length + 1] != b"\n":
            raise Refused("attestation-form", f"got section {name} that does not end after {length} bytes", where)
        yield name, data[start : start + length], at
        at = start + length + 1
