"""The trust file: which logs, which witnesses, and which sets of witnesses are enough (C2SP tlog-policy).

    log alpha.example/log/regime-1+281ba970+AWHp...
    witness bravo-ed bravo.example/witness+f0ae9215+BAxl...
    witness bravo-pq bravo.example/witness-pq+b0e63d4a+Bp2F...
    group bravo all bravo-ed bravo-pq           an operator is its two keys
    group west any bravo ally                   a side is any of its operators
    group q 3 east west north south             and the quorum counts sides
    quorum q

Why groups in groups: a "3 of n" over single keys lets one operator count twice, with its two keys. Each name is a
member once, so a witness counts in one way only.

A file is refused at the first line that breaks one of these:

1. at most 64 KiB of UTF-8, no control character but tab and LF, LF at the end    ``policy-form``
2. every line is empty, a comment, or of a form above; 1 <= K <= members; at most 64 lines of a kind    ``policy-form``
3. a key parses                                                                    ``vkey-*``, ``key-point``
4. a log's key is of type 0x01, a witness's of type 0x04 or 0x06                   ``policy-key-type``
5. no two keys are one raw key, of whatever kind                                   ``policy-key``
6. names are defined once, before they are used, and are members at most once      ``policy-name``
7. there is one quorum line                                                        ``policy-quorum``
8. no two keys have one name and key id                                            ``keyset-duplicate-id``
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from counterseal.encoding import strict
from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note as notes
from counterseal.log import vkey as vkeys
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.note import Note
from counterseal.log.vkey import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519, VKey

SIZE_MAX = 65_536  # bytes
LINES_MAX = 64  # of each kind
NONE = "none"

_CONTROL = frozenset(range(0x20)) - {0x09, 0x0A} | {0x7F}


@dataclass(frozen=True)
class Group:
    """Witnesses a checkpoint when at least ``threshold`` members do. ``all``: the file says so by that word."""

    members: tuple[str, ...]
    threshold: int
    all: bool


@dataclass(frozen=True)
class Policy:
    """A trust file. ``quorum`` is the name of a witness or group, or ``none``."""

    logs: tuple[VKey, ...]
    witnesses: Mapping[str, VKey]
    groups: Mapping[str, Group]
    quorum: str

    @cached_property
    def keys(self) -> dict[tuple[str, bytes], VKey]:
        """All keys of logs and witnesses, by what a signature line says of them."""
        return vkeys.index((*self.logs, *self.witnesses.values()))

    @cached_property
    def witness_names(self) -> dict[bytes, str]:
        """Raw key -> the file's name of the witness."""
        return {vkey.key: name for name, vkey in self.witnesses.items()}

    def require(self, present: Collection[str], classical: bool = False) -> None:
        """Return only if the witnesses named in ``present`` are a quorum; other names count for nothing.

        Args:
            present: names of witnesses whose cosignatures verified.
            classical: only Ed25519 cosignatures are at hand (the fold sees no others). Then ML-DSA-44 witnesses do not
                count, and are struck from the members of ``all`` groups. A number K is never lowered, and a group
                struck empty is not met.

        Raises:
            Refused: ``quorum-short``.
        """
        if not self._is_quorum(present, classical):
            names = ", ".join(sorted(present)) or "nobody"
            raise Refused("quorum-short", f"got cosignatures of {names}, want a quorum of {self.quorum}")

    def require_minimal(self, present: Collection[str], classical: bool = False) -> None:
        """Return only if ``present`` is a quorum and without any one of its names would be none.

        Raises:
            Refused: ``quorum-short``; ``quorum-surplus``.
        """
        self.require(present, classical)
        for name in sorted(set(present)):
            if self._is_quorum(set(present) - {name}, classical):
                raise Refused("quorum-surplus", f"got a cosignature of {name}, without which there is a quorum")

    def open(self, note: Note, origin: str) -> tuple[Checkpoint, frozenset[str]]:
        """Return the checkpoint of the log ``origin`` in ``note``, and the names of the witnesses who cosigned it.

        Any listed log may sign a checkpoint; so the caller says which one it expects. The quorum is not asked here.

        Raises:
            Refused: ``checkpoint-*``: ``checkpoint-other-log``: of another origin; ``checkpoint-unknown-log``: no key
                for it; ``checkpoint-unsigned``: its line is missing; a line of a known key that does not verify.
        """
        checkpoint = checkpoints.parse(note.text)
        if checkpoint.origin != origin:
            raise Refused("checkpoint-other-log", f"got a checkpoint of {checkpoint.origin}, want {origin}")
        trusted = [vkey for vkey in self.logs if vkey.name == origin]
        if not trusted:
            raise Refused("checkpoint-unknown-log", f"the trust file has no key of the log {origin}")
        lines = {(line.name, line.key_id) for line in note.lines}
        if not any((vkey.name, vkey.key_id) in lines for vkey in trusted):
            raise Refused("checkpoint-unsigned", f"got a checkpoint without a line of its log {origin}")
        signers = notes.verify_known(note, self.keys)
        return checkpoint, frozenset(self.witness_names[vkey.key] for vkey in signers if vkey.type != ED25519)

    def _is_quorum(self, present: Collection[str], classical: bool) -> bool:
        if self.quorum == NONE:
            return True
        struck = {name for name, vkey in self.witnesses.items() if classical and vkey.type == COSIGNATURE_MLDSA44}
        met = {name: name in present and name not in struck for name in self.witnesses}
        for name, group in self.groups.items():  # in the order of the file: members come first
            members = [member for member in group.members if member not in struck]  # who is struck is not met either
            threshold = max(1, len(members)) if group.all else group.threshold
            met[name] = sum(met[member] for member in members) >= threshold
        return met[self.quorum]


def parse(data: bytes) -> Policy:
    """Return the policy written in a trust file.

    Raises:
        Refused: one of the codes of the module's list.
    """
    if len(data) > SIZE_MAX:
        raise Refused("policy-form", f"got {len(data)} bytes, want at most {SIZE_MAX}")
    if not _CONTROL.isdisjoint(data):
        raise Refused("policy-form", "got a control character other than tab and LF")
    try:
        *lines, rest = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Refused("policy-form", "got bytes that are not UTF-8") from None
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        try:
            reader.read([word for word in line.replace("\t", " ").split(" ") if word])
        except Refused as refused:
            raise refused.at(f"line {number}") from None
    if rest:
        raise Refused("policy-form", "got a last line without LF", where=f"line {len(lines) + 1}")
    if reader.quorum is None:
        raise Refused("policy-quorum", "got no quorum line, want one")
    policy = Policy(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum)
    assert policy.keys is not None  # computed once here, so that colliding keys are refused here
    return policy


@dataclass
class _Reader:
    """What the lines so far have defined."""

    logs: list[VKey] = field(default_factory=list)
    witnesses: dict[str, VKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None
    members: set[str] = field(default_factory=set)

    def read(self, words: list[str]) -> None:
        """Take in one line, cut at blanks."""
        match words:
            case []:
                pass
            case [first, *_] if first.startswith("#"):
                pass
            case ["log", key] | ["log", key, _]:
                vkey = self._key(key, (ED25519,))
                _count(self.logs)
                self.logs.append(vkey)
            case ["witness", name, key] | ["witness", name, key, _]:
                vkey = self._key(key, (COSIGNATURE_ED25519, COSIGNATURE_MLDSA44))
                self._define(name)
                _count(self.witnesses)
                self.witnesses[name] = vkey
            case ["group", name, threshold, _, *_]:
                members = tuple(words[3:])
                group = Group(members, _threshold(threshold, len(members)), threshold == "all")
                self._define(name)
                for member in members:
                    self._use(member)
                    if member in self.members:
                        raise Refused("policy-name", f"got {member!a} as a member twice")
                    self.members.add(member)
                _count(self.groups)
                self.groups[name] = group
            case ["quorum", name]:
                if self.quorum is not None:
                    raise Refused("policy-quorum", "got a second quorum line, want one")
                if name != NONE:
                    self._use(name)
                self.quorum = name
            case _:
                raise Refused("policy-form", f"got a line that is no log, witness, group or quorum: {words[0]!a}")

    def _key(self, text: str, types: tuple[int, ...]) -> VKey:
        vkey = vkeys.parse(text)
        if vkey.type not in types:
            raise Refused("policy-key-type", f"got a key of type {vkey.type:#04x} in this place")
        if any(vkey.key == other.key for other in (*self.logs, *self.witnesses.values())):
            raise Refused("policy-key", f"got the raw key of {vkey.name} twice")
        return vkey

    def _define(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise Refused("policy-name", f"got a second meaning of {name!a}")

    def _use(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise Refused("policy-name", f"got {name!a}, which no line before this one defines")


def _threshold(text: str, members: int) -> int:
    if text in ("all", "any"):
        return members if text == "all" else 1
    try:
        threshold = strict.integer(text)
    except Refused:
        threshold = 0
    if not 1 <= threshold <= members:
        raise Refused("policy-form", f"got {text} of {members} members, want all, any, or 1 to {members}")
    return threshold


def _count(lines: Collection[object]) -> None:
    if len(lines) >= LINES_MAX:
        raise Refused("policy-form", f"got more than {LINES_MAX} lines of one kind")
