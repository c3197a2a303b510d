"""A desk at which histories are written: statements, notes and checkpoints by parties whose every key is at hand.

Texts, ids, slots and roots are made here with ``json``, ``hashlib`` and ``validation``; nothing asks the code under
test what a statement means. Keys grow from the seed of a play, so a history can go on where the play was.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from counterseal.log.signer import Ed25519Signer
from counterseal.log.vkey import COSIGNATURE_ED25519
from counterseal.world.seeded import Seed
from validation import draw
from validation.rfc6962 import MTH
from validation.state import Place, plain, statement_id

VECTORS = Path(__file__).resolve().parents[3] / "spec" / "vectors"
NAME = "deveselu-one-visit"
RU, US, RO = "russian-federation", "united-states", "romania"
NORTH, SOUTH = "neutral-north", "neutral-south"
SIDES = (NORTH, SOUTH, RU, US)
EXERCISE = "counterseal.org/exercise/v1"

STAGES: dict[str, tuple[int, int]] = {
    "empty": (0, 0),
    "founded": (2, 2),
    "in force": (4, 4),
    "declared": (6, 7),
    "noticed": (9, 9),
    "cut": (11, 12),
    "sealed": (14, 15),
    "opened": (17, 18),
    "frozen": (19, 20),
    "inspected": (21, 22),
    "reported": (24, 24),
    "cut again": (27, 26),
}
"""How far the two logs of the play were after each step: first the inspecting Party's, then the inspected Party's."""

COSIGNERS: dict[str, tuple[str, ...]] = {
    NAME: SIDES,
    "three-parties": (NORTH, SOUTH),
    "forged": (NORTH,),
    "chosen": (NORTH, SOUTH),
    "over-time": (NORTH, SOUTH),
}
"""Who cosigns, in each history."""

QUORUM = {NAME: 3, "three-parties": 2, "forged": 1, "chosen": 2, "over-time": 2}
"""How many of them are a quorum."""

PERSONS = {"officer": 2, "legal": 1, "inspector": 1, "escort": 1, "node": 1}
"""How many persons of each party hold a role."""

SIGNERS: dict[str, tuple[str, ...]] = {
    "accession": ("root/1", "root/2"),
    "cut": (f"{RU}/officer-1", f"{US}/officer-1"),
    "declaration": ("legal-1", "officer-1"),
    "draw-share-opened": ("officer-1",),
    "draw-share-sealed": ("officer-1",),
    "inspection-report": (f"{RU}/inspector-1", f"{US}/escort-1"),
    "notice": ("officer-1", "officer-2"),
    "observed": ("node-1",),
    "root-key-set": ("root/1", "root/2"),
}


@dataclass(frozen=True)
class Base:
    """A stored history: canonical agreement, trust file, and the entries of every log."""

    name: str
    agreement: str
    trust_file: str
    logs: Mapping[str, Sequence[str]]

    @property
    def channel(self) -> str:
        """The regime's channel."""
        return "regime/" + draw.th("counterseal.org/agreement/v1", self.agreement.encode()).hex()


@cache
def base(name: str = NAME) -> Base:
    """Return a stored history."""
    stored = json.loads((VECTORS / "regime" / "base" / f"{name}.json").read_text(encoding="utf-8"))
    return Base(name, stored["agreement"], stored["trust_file"], stored["logs"])


def slot(kind: str, body: Mapping[str, Any]) -> str | None:
    """Return the slot that a statement takes (spec/statements/)."""
    match kind:
        case "amendment" | "cut" | "cut-proposed":
            return f"{kind}/{body['number']}"
        case "declaration-opened":
            return f"declaration/{body['sealed']}/opened/{body['number']}"
        case "declaration" | "declaration-sealed":
            return f"declaration/{body['site']}" + (f"/{body['number']}" if "number" in body else "")
        case "designation-opened":
            return f"designation/{body['sealed']}/opened"
        case "designation-sealed":
            return f"designation/{body['inspection']}/{body['number']}/sealed"
        case "draw-share-opened" | "draw-share-sealed":
            return f"draw/{body['exchange']}/{kind.removeprefix('draw-share-')}"
        case "inspection-report":
            return f"report/{body['notice']}"
        case "key-rotation":
            roots = (bytes.fromhex(root) for root in sorted(body["roots"]))
            made = draw.th("counterseal.org/root-keys/v1", int(body["threshold"]).to_bytes(8, "big"), *roots)
            return f"keys/{made.hex()}"
        case "notice":
            return f"notice/{body['inspection']}/{body['number']}"
        case "notification":
            return f"notification/{body['format']}/{body['number']}"
        case "one-sided-report":
            return f"one-sided-report/{body['notice']}"
        case "reading":
            return f"reading/{body['monitor']}/{body['number']}"
    return None


CITED = ("about", "cut", "designation", "exchange", "notice", "previous", "sealed")
"""Members of bodies that are ids."""


def cites(body: Mapping[str, Any]) -> list[str]:
    """Return the ids that a body cites, ascending."""
    names = () if "agreement" in body else CITED  # amendments name documents, no statements
    return sorted({body[name] for name in names if name in body})


def line(signer: Ed25519Signer, data: bytes) -> bytes:
    """Return a signature line with any body."""
    return f"\u2014 {signer.vkey.name} ".encode() + b64encode(signer.vkey.key_id + data) + b"\n"


def note(text: bytes, lines: Iterable[bytes]) -> bytes:
    """Return a note; lines of our names sort by name as bytes do."""
    by_name = sorted((one.split(b" ")[1], one) for one in lines)
    return text + b"\n" + b"".join(one for _, one in by_name)


class Desk:
    """Continues a stored history from some sizes on. ``then`` holds what was added, in the order of writing."""

    def __init__(self, upto: str | Mapping[str, int] = "empty", of: Base | None = None, seed: str = NAME) -> None:
        self.base = of or base()
        self.agreement = json.loads(self.base.agreement)
        self.origins = {party["name"]: party["log"] for party in self.agreement["parties"]}
        sizes = dict(zip((RU, US), STAGES[upto], strict=True)) if isinstance(upto, str) else dict(upto)
        self.upto = {self.origins[party]: sizes.get(party, 0) for party in self.origins}
        self.logs = {log: [text.encode() for text in self.base.logs[log][:size]] for log, size in self.upto.items()}
        self.then: list[tuple[str, bytes]] = []
        self.seed = Seed(seed)
        self.sides = COSIGNERS[self.base.name]  # who cosigns, unless a case says who
        self.now = 1_646_121_600 + 86_400  # a day after the play began

    # Keys.

    def key(self, party: str, role: str) -> Ed25519Signer:
        """Return a key by party and role: ``officer-1``, ``root/1``, ``log``, or ``PARTY/officer-1`` of another."""
        if "/" in role and not role.startswith("root/"):
            party, role = role.split("/", 1)
        if role == "log":
            return self.seed.signer(self.origins[party])
        return self.seed.signer(f"{party}.example/{role if role.startswith('root/') else f'key/{role}'}")

    def witness(self, operator: str) -> Ed25519Signer:
        """Return an operator's Ed25519 cosigning key."""
        name = f"{operator}.example/witness"
        return Ed25519Signer(name, self.seed.secret(f"witness {name}"), COSIGNATURE_ED25519)

    # Statements.

    def text(self, party: str, kind: str, body: Mapping[str, Any], **changes: Any) -> bytes:
        """Return a statement's text; ``changes`` replace members of the envelope, ``None`` removes one."""
        header = changes.pop("header", EXERCISE)
        envelope = {
            "at": self.now,
            "body": body,
            "channel": self.base.channel,
            "kind": kind,
            "party": party,
            "re": cites(body),
            "seen": [],
            "slot": slot(kind, body),
        } | changes
        envelope = {name: value for name, value in envelope.items() if value is not None}
        text: bytes = header.encode() + b"\n" + plain(envelope) + b"\n"
        return text

    def signed(self, party: str, text: bytes, by: Iterable[str]) -> bytes:
        """Return the text signed by the keys named."""
        signers = [self.key(party, role) for role in by]
        return note(text, [line(signer, signer.sign(text)) for signer in signers])

    def add(self, party: str, entry: bytes) -> Place:
        """Append any bytes to a party's log."""
        log = self.origins[party]
        self.logs[log].append(entry)
        self.then.append((log, entry))
        return log, len(self.logs[log]) - 1

    def say(
        self, party: str, kind: str, body: Mapping[str, Any], by: Iterable[str] | None = None, **changes: Any
    ) -> Place:
        """Append a signed statement."""
        text = self.text(party, kind, body, **changes)
        return self.add(party, self.signed(party, text, SIGNERS[kind] if by is None else by))

    def id(self, place: Place) -> str:
        """Return the statement id of an entry."""
        log, index = place
        entry = self.logs[log][index]
        return statement_id(entry[: entry.rindex(b"\n\n") + 1]).hex()

    def of(self, party: str, kind: str) -> str:
        """Return the id of the last statement of a kind in a party's log."""
        log = self.origins[party]
        places = [i for i, e in enumerate(self.logs[log]) if f'"kind":"{kind}"'.encode() in e]
        return self.id((log, places[-1]))

    # Checkpoints.

    def root(self, party: str, size: int) -> bytes:
        """Return the root of a party's first entries."""
        return MTH(self.logs[self.origins[party]][:size])

    def checkpoint(self, party: str, size: int | None = None, *, root: bytes | None = None) -> bytes:
        """Return the text of a party's checkpoint."""
        log = self.origins[party]
        size = len(self.logs[log]) if size is None else size
        shown = self.root(party, size) if root is None else root
        return f"{log}\n{size}\n{b64encode(shown).decode()}\n".encode()

    def cosigned(self, party: str, text: bytes, by: Iterable[str] | None = None) -> bytes:
        """Return a checkpoint note: the line of the party's log, and Ed25519 lines of operators."""
        log = self.key(party, "log")
        lines = [line(log, log.sign(text))]
        for operator in self.sides if by is None else by:
            witness = self.witness(operator)
            message = b"cosignature/v1\ntime %d\n" % self.now + text
            lines.append(line(witness, self.now.to_bytes(8, "big") + witness.sign(message)))
        return note(text, lines)

    def observe(self, reader: str, checkpoint_note: bytes, **changes: Any) -> Place:
        """Append that ``reader`` observed a checkpoint."""
        return self.say(reader, "observed", {"checkpoint": checkpoint_note.decode()}, **changes)

    def sight(
        self, reader: str, author: str, size: int | None = None, by: Iterable[str] | None = None, **changes: Any
    ) -> Place:
        """Append that ``reader`` observed the true checkpoint of ``author``."""
        return self.observe(reader, self.cosigned(author, self.checkpoint(author, size), by), **changes)

    def exchange(self) -> None:
        """Everybody observes every log as it now is, cosigned by all sides."""
        notes = [self.cosigned(party, self.checkpoint(party)) for party in self.origins]
        for reader in self.origins:
            for checkpoint_note in notes:
                self.observe(reader, checkpoint_note)

    def found(self, *parties: str) -> None:
        """Append key set and accession of parties."""
        for party in parties:
            self.say(party, "root-key-set", self.key_set(party))
            self.say(party, "accession", self.accession())

    # Bodies.

    def key_set(self, party: str) -> dict[str, Any]:
        """Return the party's founding key set, with everybody's keys as the play has them."""
        keys = [
            {"key": (by := self.key(party, f"{role}-{number}")).vkey.key.hex(), "name": by.vkey.name}
            | {"person": f"{role}-{number}", "role": role}
            for role, count in PERSONS.items()
            for number in range(1, count + 1)
        ]
        return {
            "keys": sorted(keys, key=lambda key: key["name"]),
            "next": sha256(f"the next roots of {party}".encode()).hexdigest(),
            "policy": sha256(self.base.trust_file.encode()).hexdigest(),
            "roots": sorted(root.hex() for root in self.roots(party)),
            "threshold": 2,
        }

    def roots(self, party: str) -> list[bytes]:
        """Return the party's raw root keys."""
        return [self.key(party, f"root/{number}").vkey.key for number in (1, 2, 3)]

    def accession(self) -> dict[str, Any]:
        """Return what every party accedes to."""
        return {
            "agreement": self.base.channel.removeprefix("regime/"),
            "policy": self.agreement["policy"],
            "roots": {party["name"]: party["roots"] for party in self.agreement["parties"]},
        }

    def declaration(self) -> dict[str, Any]:
        """Return what the inspected Party declares in the play: 20 interceptors, and 4 empty cells."""
        cells = [f"l{launcher}/c{cell}" for launcher in (1, 2, 3) for cell in range(1, 9)]
        points = [{"holds": "sm-3" if place < 20 else "empty", "id": cell} for place, cell in enumerate(cells)]
        return {"points": points, "site": "deveselu"}

    def sealed(self, party: str, share: bytes | None = None, **changes: Any) -> dict[str, Any]:
        """Return the body of a sealed share, over the newest notice and cut."""
        role = {RU: "inspecting", US: "inspected"}.get(party, "inspecting")
        body = {"exchange": self.of(RU, "notice"), "cut": self.cut(), "role": role} | changes
        made = draw.commitment(
            self.base.channel,
            bytes.fromhex(body["exchange"]),
            bytes.fromhex(body["cut"]),
            party,
            body["role"],
            self.share(party) if share is None else share,
        )
        return {"commitment": made.hex()} | body

    def opened(self, party: str) -> dict[str, Any]:
        """Return the body of an opened share."""
        return {"exchange": self.of(RU, "notice"), "share": self.share(party).hex()}

    def share(self, party: str) -> bytes:
        """Return the share that the party drew in the play."""
        return self.seed.secret(f"draw share {self.of(RU, 'notice')} {party}")

    def cut(self) -> str:
        """Return the id of the cut with the highest number."""
        found: dict[int, str] = {}
        for log, entries in self.logs.items():
            for index, entry in enumerate(entries):
                if b'"kind":"cut"' in entry:
                    found[body_of(entry.decode())["number"]] = self.id((log, index))
        return found[max(found)]

    def report(self, **changes: Any) -> dict[str, Any]:
        """Return the body of the play's report."""
        return body_of(base().logs[f"{RU}.example/log/{NAME}"][21]) | changes

    def vector(self, **sizes: int) -> list[dict[str, Any]]:
        """Return a cut's vector; sizes by party, the dash written as an underscore."""
        return sorted(
            (
                {"log": log, "root": self.root(party, size).hex(), "size": size}
                for party, log in self.origins.items()
                for size in [sizes[party.replace("-", "_")]]
            ),
            key=lambda position: str(position["log"]),
        )


def body_of(entry: str) -> dict[str, Any]:
    """Return the body of a statement's note."""
    body: dict[str, Any] = json.loads(entry.split("\n")[1])["body"]
    return body


def leaf(entry: bytes) -> str:
    """Return the leaf hash of an entry."""
    return sha256(b"\0" + entry).hexdigest()
