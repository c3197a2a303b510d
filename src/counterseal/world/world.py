"""The world: every party's node, the neutral witnesses, one clock, and what the points really hold.

Everything that a node does here is what it does elsewhere; only time, keys and the network are made up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from counterseal.agreement import document
from counterseal.agreement.document import Agreement
from counterseal.errors import Refused
from counterseal.log import note
from counterseal.log import policy as policies
from counterseal.log import witness as rule
from counterseal.log.signer import Signer
from counterseal.node import draft
from counterseal.node.keys import Keyring
from counterseal.node.node import Node
from counterseal.node.witness import Witness
from counterseal.statements.kinds import root_keys_digest
from counterseal.store.contract import Store
from counterseal.store.memory import MemoryStore
from counterseal.world.parties import LyingNode
from counterseal.world.scenario import Scenario
from counterseal.world.seeded import Clock, Seed

QUICK, LASTING = "-ed", "-pq"  # what the trust file calls an operator's two witnesses, after its name


class World:
    """Parties, witnesses and clock of a play.

    Each operator runs two witnesses, as the trust file has it: a quick one with its Ed25519 key, asked for every
    checkpoint, and a lasting one with its ML-DSA-44 key, asked for what is to be attested.

    Attributes:
        agreement, trust_file: what the parties signed, the trust file as its bytes.
        nodes: party -> its node.
        neutrals: name -> neutral witness.
        cosigners: operator -> its quick key and its lasting one.
        lasting: operator -> its lasting witness, by name.
        clock: shared by all.
        seed: of all secrets.
        silent: parties that say, cosign and hear nothing now.
    """

    def __init__(self, scenario: Scenario, agreement_draft: Mapping[str, Any]) -> None:
        self.scenario = scenario
        self.seed = Seed(scenario.seed)
        self.clock = Clock(scenario.starts_at)
        self.silent: frozenset[str] = frozenset()
        self._news: dict[str, int] = {}  # party -> size of its log when all had last heard of it
        self._published: dict[str, bytes] = {}  # party -> its newest published checkpoint
        self._mirrored: dict[tuple[str, str], bytes] = {}  # reader, author -> the checkpoint that was last mirrored
        self._seen: dict[tuple[str, str], bytes] = {}  # the same, observed
        named = [party for party in agreement_draft.get("parties", ()) if isinstance(party, dict)]
        origins = {str(party.get("name", "")): str(party.get("log", "")) for party in named}
        sides = {str(party.get("name", "")): str(party.get("side", "")) for party in named}
        persons = {held.role: held.count for held in scenario.persons}
        sides |= {witness.name: witness.side for witness in scenario.witnesses}
        self.cosigners = cosigners = {operator: self.seed.cosigners(operator) for operator in sorted(sides)}
        self.keyrings = {
            party: replace(
                self.seed.keyring(party, origin, persons, scenario.roots.count), witness=cosigners[party][:1]
            )
            for party, origin in origins.items()
        }
        self.trust_file = _trust_file(cosigners, self.keyrings, sides, scenario.quorum)
        roots = {
            party: root_keys_digest(scenario.roots.threshold, tuple(root.vkey.key for root in keyring.roots))
            for party, keyring in self.keyrings.items()
        }
        mirrors = {operator: f"{operator}{QUICK}" for operator in sides}
        data = draft.complete(agreement_draft, hashlib.sha256(self.trust_file).digest(), roots, mirrors)
        self.agreement: Agreement = document.parse(data)
        self.policy = policies.parse(self.trust_file)
        _check(scenario, self.agreement, persons)
        self.stores: dict[str, Store] = {party: MemoryStore() for party in origins}
        self.nodes = {party: self.node(party, self.stores[party]) for party in origins}
        self.neutrals = {witness.name: self._witness(cosigners[witness.name][:1]) for witness in scenario.witnesses}
        self.lasting = {operator: self._witness(pair[1:]) for operator, pair in cosigners.items()}

    def _witness(self, cosigners: Sequence[Signer]) -> Witness:
        return Witness(policy=self.policy, cosigners=cosigners, store=MemoryStore(), clock=self.clock)

    def node(self, party: str, store: Store) -> Node:
        """Return a node of ``party`` on ``store``; a lying one where the scenario has the party lie."""
        lie = self.scenario.lie
        kind = LyingNode if lie is not None and lie.party == party else Node
        return kind(
            party=party,
            agreement=self.agreement,
            policy=self.policy,
            keyring=self.keyrings[party],
            store=store,
            clock=self.clock,
        )

    def next_roots(self, party: str) -> bytes:
        """Return the root-keys digest of the next set to which ``party`` commits."""
        keys = self.seed.keyring(f"{party}.next", "unused.example/log", {}, self.scenario.roots.count).roots
        return root_keys_digest(self.scenario.roots.threshold, tuple(root.vkey.key for root in keys))

    @property
    def awake(self) -> dict[str, Node]:
        """The nodes that are not silent now, by party."""
        return {party: node for party, node in self.nodes.items() if party not in self.silent}

    @property
    def witnesses(self) -> list[Witness]:
        """The quick witnesses that are not silent now: the parties' own, then the neutral ones."""
        return [*(node.witness for node in self.awake.values()), *self.neutrals.values()]

    def exchange(self, *, lasting: bool = False) -> None:
        """Publish logs, have them cosigned by all, mirrored by all, and observed by all: every log, or those with news.

        A log has news if its party said more in it than what it observed. Who was silent hears all when it is not.

        Args:
            lasting: whether lasting witnesses cosign, too; where only news are exchanged, as many as a quorum needs.
        """
        every = self.scenario.exchange != "news"
        for party, node in self.awake.items():
            if every or node.regime.size(node.origin) > self._news.get(party, 0):
                self._published[party] = self.cosigned(node, lasting=lasting)
        self._spread(self.awake.values(), self.awake.values(), again=every)
        self._news = {party: node.regime.size(node.origin) for party, node in self.nodes.items()}

    def gather(self, proposer: Node, *, lasting: bool) -> None:
        """Before a cut, where news are exchanged: publish every log, for all to mirror and for the proposer to observe.

        ``lasting``: as in ``exchange``.
        """
        if self.scenario.exchange == "news":
            self._published |= {party: self.cosigned(node, lasting=lasting) for party, node in self.awake.items()}
            self._spread(self.awake.values(), (proposer,), again=False)
            self._news[proposer.party] = proposer.regime.size(proposer.origin)

    def cosigned(self, node: Node, *, lasting: bool) -> bytes:
        """Return ``node``'s newest checkpoint, cosigned by all who would; ``lasting``: as in ``exchange``."""
        data = self.publish(node, self.witnesses)
        for operator, witness in self.lasting.items() if lasting else ():
            if self.scenario.exchange == "news" and self._quorum(data):
                break
            if operator not in self.silent:
                data = self.publish(node, [witness])
        return data

    def _quorum(self, data: bytes) -> bool:
        """Return whether a checkpoint note carries a quorum, lasting lines counted."""
        lines = note.parse(data).lines
        keys = [self.policy.keys[line.name, line.key_id].key for line in lines]
        try:
            self.policy.require({self.policy.witness_names[key] for key in keys if key in self.policy.witness_names})
        except Refused:
            return False
        return True

    def _spread(self, readers: Iterable[Node], observers: Iterable[Node], *, again: bool) -> None:
        """Have ``readers`` mirror what was published, all of it first; then ``observers`` observe what is new to them.

        ``again``: what is not, too.
        """
        for reader in readers:
            for party, data in self._published.items():
                if self._mirrored.get((reader.party, party)) != data:
                    self._mirrored[reader.party, party] = data
                    self._mirror(reader, self.nodes[party], data)
        for reader in observers:
            for party, data in self._published.items():
                if again or self._seen.get((reader.party, party)) != data:
                    self._seen[reader.party, party] = data
                    reader.observe(data)

    def publish(self, node: Node, witnesses: Sequence[Witness]) -> bytes:
        """Return ``node``'s newest checkpoint, cosigned by those of ``witnesses`` who would."""
        signed = node.publish()
        old = 0
        answers: list[bytes] = []
        for witness in witnesses:
            answer = witness.answer(rule.encode(old, node.consistency(old), signed))
            if answer.status == 409:  # it stands at another size than the last one asked did
                old = int(answer.body)
                answer = witness.answer(rule.encode(old, node.consistency(old), signed))
            if answer.status == 200:
                answers.append(answer.body)
        return node.merge(answers)

    @classmethod
    def show(cls, reader: Node, author: Node, data: bytes) -> None:
        """Have ``reader`` mirror ``author``'s log up to the checkpoint ``data``, and observe it."""
        cls._mirror(reader, author, data)
        reader.observe(data)

    @staticmethod
    def _mirror(reader: Node, author: Node, data: bytes) -> None:
        if reader is not author:
            held = reader.held(author.origin)
            reader.mirror(data, author.entries(author.origin, held, max(held, _size(data))))


def _size(checkpoint_note: bytes) -> int:
    return int(checkpoint_note.split(b"\n", 2)[1])


def _check(scenario: Scenario, agreement: Agreement, persons: Mapping[str, int]) -> None:
    """Whom a scenario names is there, and there are persons to sign all that the agreement asks."""
    parties = {party.name for party in agreement.parties}
    if scenario.lie is not None and scenario.lie.party not in parties:
        raise Refused("scenario-lie", f"got a lie of {scenario.lie.party}, which is no party", "/lie/party")
    for silence in scenario.silent:
        if silence.party not in parties:
            raise Refused("scenario-lie", f"got silence of {silence.party}, which is no party", "/silent")
    needs = [need for given in agreement.signatures.values() for need in given]
    for need in [*needs, *(need for term in agreement.notifications for need in term.signed)]:
        if persons.get(need.role, 0) < need.persons:
            why = f"got {persons.get(need.role, 0)} persons of role {need.role}, the agreement asks {need.persons}"
            raise Refused("scenario-step", why, "/persons")


def _trust_file(
    cosigners: Mapping[str, tuple[Signer, ...]], keyrings: Mapping[str, Keyring], sides: Mapping[str, str], quorum: int
) -> bytes:
    """Return the trust file: an operator is its two keys, a side is any of its operators, the quorum counts sides."""
    lines = ["# EXERCISE"] + [f"log {keyring.log.vkey.encode()}" for keyring in keyrings.values()]
    for operator in sides:
        quick, lasting = (signer.vkey.encode() for signer in cosigners[operator])
        lines += [f"witness {operator}{QUICK} {quick}", f"witness {operator}{LASTING} {lasting}"]
        lines.append(f"group {operator} all {operator}{QUICK} {operator}{LASTING}")
    members = {side: [operator for operator in sides if sides[operator] == side] for side in sides.values()}
    if quorum > len(members):
        raise Refused("scenario-quorum", f"got a quorum of {quorum}, there are {len(members)} sides", "/quorum")
    lines += [f"group side/{side} any {' '.join(operators)}" for side, operators in members.items()]
    lines.append(f"group sides {quorum} {' '.join(f'side/{side}' for side in members)}")
    return "".join(f"{line}\n" for line in (*lines, "quorum sides")).encode("ascii")
