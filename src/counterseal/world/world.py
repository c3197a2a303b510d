"""The world: every party's node, the neutral witnesses, one clock, and what the points really hold.

Everything that a node does here is what it does elsewhere; only time, keys and the network are made up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from counterseal.agreement import document
from counterseal.agreement.document import Agreement
from counterseal.errors import Refused
from counterseal.log import policy as policies
from counterseal.log import witness as rule
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


class World:
    """Parties, witnesses and clock of a play.

    Attributes:
        agreement, trust_file: what the parties signed, the trust file as its bytes.
        nodes: party -> its node.
        neutrals: name -> neutral witness.
        clock: shared by all.
        seed: of all secrets.
    """

    def __init__(self, scenario: Scenario, agreement_draft: Mapping[str, Any]) -> None:
        self.scenario = scenario
        self.seed = Seed(scenario.seed)
        self.clock = Clock(scenario.starts_at)
        named = [party for party in agreement_draft.get("parties", ()) if isinstance(party, dict)]
        origins = {str(party.get("name", "")): str(party.get("log", "")) for party in named}
        sides = {str(party.get("name", "")): str(party.get("side", "")) for party in named}
        persons = {held.role: held.count for held in scenario.persons}
        self.keyrings = {
            party: self.seed.keyring(party, origin, persons, scenario.roots.count) for party, origin in origins.items()
        }
        sides |= {witness.name: witness.side for witness in scenario.witnesses}
        self.trust_file = _trust_file(self.seed, self.keyrings, sides, scenario.quorum)
        roots = {
            party: root_keys_digest(scenario.roots.threshold, tuple(root.vkey.key for root in keyring.roots))
            for party, keyring in self.keyrings.items()
        }
        data = draft.complete(agreement_draft, hashlib.sha256(self.trust_file).digest(), roots)
        self.agreement: Agreement = document.parse(data)
        self.policy = policies.parse(self.trust_file)
        if scenario.lie is not None and scenario.lie.party not in origins:
            raise Refused("scenario-lie", f"got a lie of {scenario.lie.party}, which is no party", "/lie/party")
        for need in (need for needs in self.agreement.signatures.values() for need in needs):
            if persons.get(need.role, 0) < need.persons:
                why = f"got {persons.get(need.role, 0)} persons of role {need.role}, the agreement asks {need.persons}"
                raise Refused("scenario-step", why, "/persons")
        self.stores: dict[str, Store] = {party: MemoryStore() for party in origins}
        self.nodes = {party: self.node(party, self.stores[party]) for party in origins}
        self.neutrals = {
            witness.name: Witness(
                policy=self.policy,
                cosigners=self.seed.cosigners(witness.name),
                store=MemoryStore(),
                clock=self.clock,
            )
            for witness in scenario.witnesses
        }

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
    def witnesses(self) -> list[Witness]:
        """Everybody who cosigns: the parties' own witnesses and the neutral ones."""
        return [*(node.witness for node in self.nodes.values()), *self.neutrals.values()]

    def exchange(self) -> None:
        """Publish every log, have it cosigned by all, mirrored by all, and observed by all."""
        published = {party: self.publish(node, self.witnesses) for party, node in self.nodes.items()}
        for reader in self.nodes.values():
            for party, data in published.items():
                self.show(reader, self.nodes[party], data)

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

    @staticmethod
    def show(reader: Node, author: Node, data: bytes) -> None:
        """Have ``reader`` mirror ``author``'s log up to the checkpoint ``data``, and observe it."""
        held = reader.regime.size(author.origin)
        if reader is not author:
            size = author.regime.size(author.origin)
            entries = author.entries(author.origin, held, size)
            entries = entries[: max(0, _size(data) - held)]
            reader.mirror(data, entries)
        reader.observe(data)


def _size(checkpoint_note: bytes) -> int:
    return int(checkpoint_note.split(b"\n", 2)[1])


def _trust_file(seed: Seed, keyrings: Mapping[str, Keyring], sides: Mapping[str, str], quorum: int) -> bytes:
    """Return the trust file: an operator is its two keys, a side is any of its operators, the quorum counts sides."""
    lines = ["# EXERCISE"] + [f"log {keyring.log.vkey.encode()}" for keyring in keyrings.values()]
    for operator in sides:
        classical, lasting = (signer.vkey.encode() for signer in seed.cosigners(operator))
        lines += [f"witness {operator}-ed {classical}", f"witness {operator}-pq {lasting}"]
        lines.append(f"group {operator} all {operator}-ed {operator}-pq")
    members = {side: [operator for operator in sides if sides[operator] == side] for side in sides.values()}
    if quorum > len(members):
        raise Refused("scenario-quorum", f"got a quorum of {quorum}, there are {len(members)} sides", "/quorum")
    lines += [f"group side/{side} any {' '.join(operators)}" for side, operators in members.items()]
    lines.append(f"group sides {quorum} {' '.join(f'side/{side}' for side in members)}")
    return "".join(f"{line}\n" for line in (*lines, "quorum sides")).encode("ascii")
