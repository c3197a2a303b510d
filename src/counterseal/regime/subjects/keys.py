"""Keys over time: rotation to the set committed to before, and revocation that takes back no word that others hold.

R46  a rotation reveals the roots that the set before it had committed to, and its keys are good
                                        rotation-next, keyset-policy, key-point, keyset-duplicate-key, keyset-purpose
R47  a revocation names role keys of the party, and a last good index not below what others were seen to hold
                                        revocation-key, revocation-reach

Validity goes by log index, never by date. R7 asks for both thresholds under a rotation: stolen keys cannot rotate.
"""

from __future__ import annotations

from counterseal.regime.effects import Effect, KeysRevoked, KeysRotated
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.regime.subjects.membership import keys_good
from counterseal.statements.kinds import KeyRevocation, KeyRotation


def revealed(facts: Facts, said: Said) -> str:
    """R46."""
    body: KeyRotation = said.statement.body
    epoch = facts.logs[said.log].epoch(said.index)
    if epoch is None or epoch.keys.next != body.digest:
        return "rotation-next"
    return keys_good(facts, body)


def not_below_held(facts: Facts, said: Said) -> str:
    """R47."""
    body: KeyRevocation = said.statement.body
    log = facts.logs[said.log]
    known = {key.key for epoch in log.epochs for key in epoch.keys.keys}
    if not set(body.keys) <= known or set(body.keys) & log.revoked.keys():
        return "revocation-key"
    held = max((size for other, size in _held_by_others(facts, said).items() if other != said.log), default=0)
    return "" if held - 1 <= body.last_good < said.index else "revocation-reach"


def rotate(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The new set is the party's."""
    return (KeysRotated(said),)


def revoke(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """The keys are no longer answered for."""
    return (KeysRevoked(said),)


def _held_by_others(facts: Facts, said: Said) -> dict[str, int]:
    """Return log -> how much of the author's log its party had observed, below what the author observed of it."""
    held: dict[str, int] = {}
    for log, size in facts.logs[said.log].sizes.items():
        if log != said.log:
            held[log] = facts.logs[log].closure[size].get(said.log, 0)
    return held


RULES = {"key-rotation": (Rule("R46", revealed),), "key-revocation": (Rule("R47", not_below_held),)}
EFFECTS = {"key-rotation": rotate, "key-revocation": revoke}
