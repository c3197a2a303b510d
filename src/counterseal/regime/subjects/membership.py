"""Membership: founding key sets and accessions.

R12  a root key set has the roots and the trust file that the agreement names, and admitted keys of one purpose each
         keyset-roots, keyset-policy, key-point, keyset-duplicate-key, keyset-purpose
R13  an accession names this agreement, its trust file and every party's roots
                       accession-agreement, accession-policy, accession-roots
"""

from __future__ import annotations

from counterseal.encoding import ed25519
from counterseal.errors import Refused
from counterseal.log.threshold import check_keys
from counterseal.log.vkey import ED25519, VKey
from counterseal.regime.effects import Acceded, Effect, KeysSet
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.statements.kinds import RootKeySet


def key_set_agreed(facts: Facts, said: Said) -> str:
    """R12."""
    body = said.statement.body
    if body.digest != facts.agreement.party(said.statement.party).roots:
        return "keyset-roots"
    return keys_good(facts, body)


def keys_good(facts: Facts, body: RootKeySet) -> str:
    """Return the code by which a key set is not good under this agreement, whoever's it is; R12 and R46."""
    if body.policy != facts.agreement.policy:
        return "keyset-policy"
    try:
        for key in (*body.roots, *(held.key for held in body.keys)):
            ed25519.admit(key)
        check_keys([VKey(key.name, ED25519, key.key) for key in body.keys])
    except Refused as refused:
        return refused.code
    others = {vkey.key for vkey in (*facts.policy.logs, *facts.policy.witnesses.values())} | set(body.roots)
    return "keyset-purpose" if any(key.key in others for key in body.keys) else ""


def accession_complete(facts: Facts, said: Said) -> str:
    """R13."""
    body, agreement = said.statement.body, facts.agreement
    if body.agreement != agreement.digest:
        return "accession-agreement"
    if body.policy != agreement.policy:
        return "accession-policy"
    if dict(body.roots) != {party.name: party.roots for party in agreement.parties}:
        return "accession-roots"
    return ""


def set_keys(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The party's keys are known."""
    return (KeysSet(said),)


def accede(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The party is bound."""
    return (Acceded(said),)


RULES = {"root-key-set": (Rule("R12", key_set_agreed),), "accession": (Rule("R13", accession_complete),)}
EFFECTS = {"root-key-set": set_keys, "accession": accede}
