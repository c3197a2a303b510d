"""A history under any agreement: every party with its keys, every statement really signed, checkpoints really cosigned.

    history = History("agreements/deveselu-one-visit.yaml")
    history.found()                                  # key sets and accessions, witnessed and observed by all
    receipt = history.notify("united-states", "receipt", about=notice)
    history.sync()                                   # every log published, cosigned, observed by every party
    history.regime().judge(history.now)

Time stands until ``history.now`` is set. Keys grow from the seed's text, so a history is the same bytes each time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from counterseal.agreement import document
from counterseal.agreement.document import Agreement
from counterseal.encoding import canonical
from counterseal.log import note, policy
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.cosignature import cosign
from counterseal.log.note import Line
from counterseal.log.policy import Policy
from counterseal.log.signer import Ed25519Signer
from counterseal.log.tree import Tree, leaf_hash
from counterseal.log.vkey import COSIGNATURE_ED25519
from counterseal.node import draft
from counterseal.regime.fold import Regime
from counterseal.sealing import designation
from counterseal.statements import statement as statements
from counterseal.statements.kinds import CLOSED, KINDS, root_keys_digest
from counterseal.statements.statement import Statement
from counterseal.world.seeded import Seed
from validation import seal as seals

ROOT = Path(__file__).resolve().parents[2]
START = 1_646_121_600  # 2022-03-01T08:00:00Z
NEUTRALS = ("neutral-north", "neutral-south")
PERSONS = 3  # of each role and party


class History:
    """All logs of one regime, written by one hand."""

    def __init__(self, agreement: str | Mapping[str, Any], now: int = START, seed: str = "history") -> None:
        written = draft.read((ROOT / agreement).read_bytes()) if isinstance(agreement, str) else dict(agreement)
        self.seed = Seed(seed)
        self.now = now
        self.origins: dict[str, str] = {party["name"]: party["log"] for party in written["parties"]}
        self.trust_file = self._trust_file()
        self.policy: Policy = policy.parse(self.trust_file)
        self.roles = sorted(
            {
                signature["role"]
                for given in (
                    *written["signatures"].values(),
                    *(t.get("signed", []) for t in written.get("notifications", [])),
                )
                for signature in given
            }
        )
        roots = {party: root_keys_digest(2, self._roots(party)) for party in self.origins}
        self.data = draft.complete(written, sha256(self.trust_file).digest(), roots)
        self.agreement: Agreement = document.parse(self.data)
        self.logs: dict[str, list[bytes]] = {log: [] for log in self.origins.values()}
        self.trees: dict[str, Tree] = {log: Tree() for log in self.logs}
        self.ids: dict[bytes, tuple[str, int]] = {}
        self.numbers: dict[tuple[str, str], int] = {}
        self.order: list[tuple[str, int]] = []
        self.documents: list[bytes] = []
        self.terms = self.agreement  # the document by which what is said next is signed

    # What is said.

    def found(self, *parties: str) -> None:
        """Let parties, all of them by default, found their logs and accede; then everybody observes everything."""
        self.accede(*parties)
        self.sync()

    def accede(self, *parties: str, **changes: Any) -> None:
        """Let parties, all of them by default, found their logs and accede; ``changes`` alter the accessions."""
        for party in parties or self.origins:
            self.say(party, "root-key-set", self.key_set(party))
            self.say(
                party,
                "accession",
                {
                    "agreement": self.agreement.digest.hex(),
                    "policy": self.agreement.policy.hex(),
                    "roots": {one.name: one.roots.hex() for one in self.agreement.parties},
                },
                **changes,
            )

    def say(self, party: str, kind: str, body: Mapping[str, Any], **changes: Any) -> bytes:
        """Append a statement with a JSON body, signed by all who must; return its id. ``changes`` alter it."""
        text = self.text(party, kind, body, **changes)
        return self.add(party, self.signed(party, text), text.id)

    def signed(self, party: str, said: Statement) -> bytes:
        """Return a statement's note, signed by all who must."""
        return note.sign(said.text, self._signers(party, said)).encode()

    def text(self, party: str, kind: str, body: Mapping[str, Any], **changes: Any) -> Statement:
        """Return a statement, unsigned."""
        read = KINDS[kind].shape.read(dict(body))
        slot = KINDS[kind].slot
        members = {
            "header": self.agreement.header,
            "channel": self.agreement.channel,
            "party": party,
            "kind": kind,
            "at": self.now,
            "seen": (),
            "re": tuple(sorted(KINDS[kind].cites(read))),
            "body": read,
            "slot": None if slot is None else slot(read),
        }
        return Statement(**members | changes)

    def add(self, party: str, entry: bytes, statement: bytes = b"") -> bytes:
        """Append an entry as it is."""
        log = self.origins[party]
        self.logs[log].append(entry)
        self.trees[log].append(leaf_hash(entry))
        place = (log, len(self.logs[log]) - 1)
        self.ids.setdefault(statement, place)
        self.order.append(place)
        return statement

    def notify(self, party: str, notified: str, about: bytes | None = None, **members: Any) -> bytes:
        """Append a notification, numbered; return its id."""
        number = self.numbers[party, notified] = self.numbers.get((party, notified), 0) + 1
        given = {name: value for name, value in members.items() if value is not None}
        if about is not None:
            given["about"] = about.hex()
        return self.say(party, "notification", {"format": notified, "number": number} | given)

    def read(
        self, party: str, monitor: str, points: Mapping[str, str], notice: bytes | None = None, **members: Any
    ) -> bytes:
        """Append a reading of an hour, numbered: point to outcome; return its id. ``members`` alter its body."""
        number = self.numbers[party, f"reading {monitor}"] = self.numbers.get((party, f"reading {monitor}"), 0) + 1
        body: dict[str, Any] = {
            "began_at": self.now - 3_600,
            "ended_at": self.now,
            "monitor": monitor,
            "number": number,
            "points": [{"id": point, "outcome": outcome} for point, outcome in sorted(points.items())],
        }
        if notice is not None:
            body["notice"] = notice.hex()
        return self.say(party, "reading", body | members)

    def document(self, change: Callable[[dict[str, Any]], None]) -> bytes:
        """Return the digest of the agreement changed, which is held from now on."""
        written: dict[str, Any] = json.loads(self.data)
        change(written)
        self.documents.append(canonical.encode(written))
        return document.agreement_digest(self.documents[-1])

    def amend(self, party: str, number: int, previous: bytes, digest: bytes, **changes: Any) -> bytes:
        """Append an amendment, signed by all who must; return its id."""
        body = {"agreement": digest.hex(), "number": number, "previous": previous.hex()}
        return self.say(party, "amendment", body, **changes)

    def carry(self, amendment: bytes, *parties: str) -> None:
        """Let parties, by default all, observe an amendment, and carry it in their own logs."""
        author = next(party for party, log in self.origins.items() if log == self.ids[amendment][0])
        for reader in parties or self.origins:
            if reader != author:
                self.observe(reader, author)
                checkpoint = self.checkpoint(author).decode()
                self.say(reader, "observed", {"checkpoint": checkpoint}, re=(amendment,))

    def close_cut(self, hour: int | None = None) -> bytes:
        """Let everybody observe everything, and the party whose turn it is close a cut over it; return the cut's id."""
        self.now += 3_600
        sizes = {log: len(entries) for log, entries in self.logs.items()}
        for reader in self.origins:
            for author, log in self.origins.items():
                self.observe(reader, author, sizes[log])
        cuts = [one for one in self.ids if one and self.statement(one).kind == "cut"]
        number = len(cuts) + 1
        vector = [
            {"log": log, "root": self.trees[log].root(size).hex(), "size": size} for log, size in sorted(sizes.items())
        ]
        body: dict[str, Any] = {"hour": self.now if hour is None else hour, "number": number, "vector": vector}
        turn = self.agreement.parties[number % len(self.agreement.parties)].name
        return self.say(turn, "cut", body | ({"previous": cuts[-1].hex()} if cuts else {}))

    def announce(self, inspection: str, number: int = 1, site: str | None = None, place: str | None = None) -> bytes:
        """Append a notice, after its sealed designation if ``site`` is to be designated; return its id."""
        party = self._inspecting(inspection)
        body: dict[str, Any] = {"inspection": inspection, "number": number}
        if site is not None:
            sealed = self.say(
                party,
                "designation-sealed",
                {
                    "commitment": self._designation(inspection, number, site, place).hex(),
                    "inspection": inspection,
                    "number": number,
                },
            )
            body["designation"] = sealed.hex()
        return self.say(party, "notice", body)

    def designate(self, notice: bytes, site: str, place: str | None = None) -> bytes:
        """Open the designation of a notice; return the opening's id."""
        said = self.statement(notice)
        salt = self._salt(said.body.inspection, said.body.number)
        body = {"notice": notice.hex(), "salt": salt.hex(), "sealed": said.body.designation.hex(), "site": site}
        return self.say(said.party, "designation-opened", body | ({} if place is None else {"place": place}))

    def declare_sealed(self, party: str, site: str, holds: Mapping[str, str], number: int = 1, **members: Any) -> bytes:
        """Append a sealed declaration: what is not in ``holds`` is empty; ``members`` replace some of its body."""
        seal, secret, points = self.sealing(party, site, holds, number)
        shut = [point for point in points if point["holds"] in CLOSED]
        body = {"capacity": seal["capacity"], "root": seals.hashes(seal, secret, points)[0][0].hex(), "site": site}
        body |= ({"number": number} if number > 1 else {}) | ({"closed": shut} if shut else {})
        return self.say(party, "declaration-sealed", body | members)

    def unseal(self, sealed: bytes, holds: Mapping[str, str], points: Iterable[str], number: int, **more: Any) -> bytes:
        """Append an opening of some points of a sealed declaration that holds what ``holds`` says."""
        said = self.statement(sealed)
        return self.say(said.party, "declaration-opened", self.unsealed(sealed, holds, points, number) | more)

    def unsealed(self, sealed: bytes, holds: Mapping[str, str], points: Iterable[str], number: int) -> dict[str, Any]:
        """Return the body of such an opening."""
        said = self.statement(sealed)
        seal, secret, every = self.sealing(said.party, said.body.site, holds, said.body.number or 1)
        wanted = set(points)
        places = {place for place, point in enumerate(every) if point["id"] in wanted}
        keys, siblings = seals.opening(seal, secret, every, places)
        body: dict[str, Any] = {
            "keys": [key.hex() for key in keys],
            "number": number,
            "points": [every[place] for place in sorted(places)],
            "sealed": sealed.hex(),
        }
        return body | ({"siblings": [one.hex() for one in siblings]} if siblings else {})

    def sealing(
        self, party: str, site: str, holds: Mapping[str, str], number: int
    ) -> tuple[dict[str, Any], bytes, list[dict[str, str]]]:
        """Return whose sealed declaration it is, its secret, and its points, whose items have identifiers."""
        named = self.agreement.site(site)
        points = []
        for point in named.points:
            held = holds.get(point, "empty")
            bears = held not in ("empty", *CLOSED)
            points.append({"holds": held, "id": point} | ({"uid": f"No. {site}/{point}"} if bears else {}))
        seal = {"capacity": named.capacity, "channel": self.agreement.channel}
        seal |= {"number": number, "party": party, "site": site}
        return seal, self.seed.secret(f"seal {party} {site} {number}"), points

    def observe(self, reader: str, author: str, size: int | None = None, by: Iterable[str] | None = None) -> bytes:
        """Append that ``reader`` observed a log, or its first entries, cosigned by all witnesses or by some."""
        return self.say(reader, "observed", {"checkpoint": self.checkpoint(author, size, by).decode()})

    def sync(self, *parties: str) -> None:
        """Let parties, all by default, observe every log as it then is, cosigned by every witness."""
        for reader in parties or self.origins:
            for author in self.origins:
                self.observe(reader, author)

    def checkpoint(self, party: str, size: int | None = None, by: Iterable[str] | None = None) -> bytes:
        """Return a log's checkpoint note, cosigned now."""
        log = self.origins[party]
        size = len(self.logs[log]) if size is None else size
        text = Checkpoint(log, size, self.trees[log].root(size)).encode()
        made = note.sign(text, [self.seed.signer(log)])
        for operator in self.operators if by is None else by:
            cosigner = self.witness(operator)
            made = note.add_line(made, Line(cosigner.vkey.name, cosigner.vkey.key_id, cosign(cosigner, text, self.now)))
        return made.encode()

    # What it comes to.

    def regime(self, order: Iterable[tuple[str, int]] | None = None) -> Regime:
        """Return the fold over all entries, fed as written or in another order."""
        made = Regime(self.agreement, self.policy, documents=self.documents)
        for log, index in self.order if order is None else order:
            made.feed(log, index, self.logs[log][index])
        return made

    def statement(self, statement: bytes) -> Statement:
        """Return what was said, by its id."""
        log, index = self.ids[statement]
        return statements.parse(note.parse(self.logs[log][index]).text)

    # Keys.

    @property
    def operators(self) -> tuple[str, ...]:
        """Who cosigns: the principals' operators and two neutral ones."""
        return tuple(sorted((*self.origins, *NEUTRALS)))

    def key_set(self, party: str, generation: int = 0) -> dict[str, Any]:
        """Return a party's key set as JSON; ``generation`` counts rotations."""
        keys = []
        for role in self.roles:
            for number in range(1, PERSONS + 1):
                signer = self.signer(party, role, number)
                key = {
                    "key": signer.vkey.key.hex(),
                    "name": signer.vkey.name,
                    "person": f"{role}-{number}",
                    "role": role,
                }
                keys.append(key)
        return {
            "keys": sorted(keys, key=lambda key: key["name"]),
            "next": root_keys_digest(2, self._roots(party, generation + 1)).hex(),
            "policy": self.agreement.policy.hex(),
            "roots": sorted(root.hex() for root in self._roots(party, generation)),
            "threshold": 2,
        }

    def root_signers(self, party: str, generation: int = 0) -> list[Ed25519Signer]:
        """Return a party's root keys."""
        suffix = f"-{generation}" if generation else ""
        return [self.seed.signer(f"{party}.example/root/{number}{suffix}") for number in (1, 2, 3)]

    def _roots(self, party: str, generation: int = 0) -> tuple[bytes, ...]:
        return tuple(sorted(signer.vkey.key for signer in self.root_signers(party, generation)))

    def signer(self, party: str, role: str, number: int) -> Ed25519Signer:
        """Return a role key of a party: the one of the person of that number in the role."""
        return self.seed.signer(f"{party}.example/key/{role}-{number}")

    def witness(self, operator: str) -> Ed25519Signer:
        """Return the key with which an operator cosigns."""
        name = f"{operator}.example/witness"
        return Ed25519Signer(name, self.seed.secret(f"witness {name}"), COSIGNATURE_ED25519)

    def _signers(self, party: str, said: Statement) -> list[Ed25519Signer]:
        if said.kind in document.ROOT_SIGNED:
            old = self.root_signers(party)[:2]
            return [*old, *self.root_signers(party, 1)[:2]] if said.kind == "key-rotation" else old
        term = self.terms.notification(said.body.format) if said.kind == "notification" else None
        signatures = term.signed if term is not None and term.signed else self.terms.signatures.get(said.kind, ())
        found: dict[str, Ed25519Signer] = {}
        for signature in signatures:
            for name in self._signing(party, said, signature.by):
                for number in range(1, signature.persons + 1):
                    signer = self.signer(name, signature.role, number)
                    found[signer.vkey.name] = signer
        return [found[name] for name in sorted(found)]

    def _signing(self, party: str, said: Statement, by: str) -> tuple[str, ...]:
        if by == "author":
            return (party,)
        if by == "each":
            return tuple(name for name in self.origins if name not in getattr(said.body, "absent", ()))
        if said.kind == "reading":
            monitor = self.terms.monitor(said.body.monitor)
            return (party,) if monitor is None else (monitor.inspected,)
        notice = said.body.notice if hasattr(said.body, "notice") else said.body.about
        root = self.statement(notice)
        while root.kind != "notice":
            root = self.statement(root.body.about if root.kind == "notification" else root.body.notice)
        inspection = self.terms.inspection(root.body.inspection)
        assert inspection is not None
        return (inspection.inspected,)

    def _inspecting(self, inspection: str) -> str:
        found = self.terms.inspection(inspection)
        assert found is not None
        return found.inspecting

    def _salt(self, inspection: str, number: int) -> bytes:
        return self.seed.secret(f"designation {inspection} {number}")

    def _designation(self, inspection: str, number: int, site: str, place: str | None = None) -> bytes:
        return designation.commitment(
            channel=self.agreement.channel,
            party=self._inspecting(inspection),
            inspection=inspection,
            number=number,
            site=site,
            salt=self._salt(inspection, number),
            place=place,
        )

    def _trust_file(self) -> bytes:
        """Return a trust file: every log, every operator's Ed25519 key, and a quorum of all but one."""
        lines = [f"log {self.seed.signer(log).vkey.encode()}" for log in self.origins.values()]
        names = sorted((*self.origins, *NEUTRALS))
        lines += [f"witness {name} {self.witness(name).vkey.encode()}" for name in names]
        lines += [f"group quorum-of-sides {len(names) - 1} {' '.join(names)}", "quorum quorum-of-sides"]
        return ("\n".join(lines) + "\n").encode()
