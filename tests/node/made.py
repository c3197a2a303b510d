"""Nodes of two parties under the small stored agreement, whose trust file asks one witness."""

from __future__ import annotations

from upper_cases.desk import NORTH, PERSONS, RU, US, Desk, base

from counterseal.agreement import document
from counterseal.agreement.document import Agreement
from counterseal.log import note, policy, witness
from counterseal.log.policy import Policy
from counterseal.node.keys import Keyring
from counterseal.node.node import Node
from counterseal.statements.kinds import Accession, RoleKey, RootKeySet
from counterseal.store.contract import Store
from counterseal.store.memory import MemoryStore
from counterseal.world.seeded import Clock

DESK = Desk("empty", base("forged"), "forger")
NOW = 1_646_121_600


def agreement() -> Agreement:
    """Return the agreement."""
    return document.parse(DESK.base.agreement.encode())


def trust_file() -> Policy:
    """Return the trust file."""
    return policy.parse(DESK.base.trust_file.encode())


def keyring(party: str) -> Keyring:
    """Return a party's keys."""
    roles = {
        role: tuple(DESK.key(party, f"{role}-{number}") for number in range(1, count + 1))
        for role, count in PERSONS.items()
    }
    roots = tuple(DESK.key(party, f"root/{number}") for number in (1, 2, 3))
    return Keyring(log=DESK.key(party, "log"), witness=(DESK.witness(party),), roles=roles, roots=roots)


def node(party: str, store: Store | None = None) -> Node:
    """Return a party's node on a store; on one of its own in memory if none is given."""
    return Node(
        party=party,
        agreement=agreement(),
        policy=trust_file(),
        keyring=keyring(party),
        store=MemoryStore() if store is None else store,
        clock=Clock(NOW),
    )


def found(made: Node) -> Node:
    """Log key set and accession of a node's party, and return the node."""
    bound = agreement()
    keys = [
        RoleKey(name=signer.vkey.name, key=signer.vkey.key, person=f"{role}-{number}", role=role)
        for role, signers in made.keyring.roles.items()
        for number, signer in enumerate(signers, 1)
    ]
    body = RootKeySet(
        threshold=2,
        roots=tuple(sorted(root.vkey.key for root in made.keyring.roots)),
        next=bytes(32),
        policy=bound.policy,
        keys=tuple(sorted(keys, key=lambda key: key.name)),
    )
    roots = {party.name: party.roots for party in bound.parties}
    acceding = Accession(agreement=bound.digest, policy=bound.policy, roots=roots)
    for kind, said in (("root-key-set", body), ("accession", acceding)):
        made.log(note.sign(made.compose(kind, said).text, made.keyring.roots[:2]).encode())
    return made


def pair() -> tuple[Node, Node]:
    """Return the nodes of both parties, founded, each with the other's log mirrored and observed: in force."""
    nodes = found(node(RU)), found(node(US))
    shown = [cosigned(one) for one in nodes]
    for reader in nodes:
        for author, data in zip(nodes, shown, strict=True):
            show(reader, author, data)
    return nodes


def cosigned(made: Node) -> bytes:
    """Publish a node's log, have the one witness cosign it, and return the checkpoint note."""
    text = note.parse(made.publish()).text
    return made.merge([witness.cosign(text, NOW, [DESK.witness(NORTH)])])


def show(reader: Node, author: Node, data: bytes) -> None:
    """Have ``reader`` mirror and observe a checkpoint of ``author``."""
    size = int(data.split(b"\n")[1])
    held = reader.regime.size(author.origin)
    if reader is not author:
        reader.mirror(data, author.entries(author.origin, held, size))
    reader.observe(data)
