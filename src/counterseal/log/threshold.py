"""Thresholds: how many persons signed, whatever the number of lines, names and keys they signed with.

1. each raw key counts once, under whatever names and ids it signed;
2. each key stands for one person in one role;
3. each person counts once in a role.

Names and key ids never count: a signature does not cover them (spec/note.md). Counting lines instead of persons
was a fault of many implementations of such rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counterseal.errors import Misuse, Refused
from counterseal.log import vkey
from counterseal.log.vkey import VKey


@dataclass(frozen=True)
class Holder:
    """Who answers for a raw key: a person in a role."""

    key: bytes
    person: str
    role: str


def require(holders: Iterable[Holder], signers: Iterable[bytes], need: Mapping[str, int]) -> None:
    """Return only if enough persons of every needed role signed.

    Args:
        holders: the key set.
        signers: raw keys whose signatures verified, in any order, repeats allowed; strangers count for nothing.
        need: role -> least number of persons, at least 1.

    Raises:
        Refused: ``keyset-duplicate-key``; ``threshold-short``.
        Misuse: ``need`` asks for nothing.
    """
    if not need or min(need.values()) < 1:
        raise Misuse("a threshold of nothing would be met by nobody's signature")
    present = persons(holders, signers)
    for role, count in sorted(need.items()):
        got = len(present.get(role, ()))
        if got < count:
            raise Refused("threshold-short", f"got {got} of role {role}, want {count}", where=role)


def persons(holders: Iterable[Holder], signers: Iterable[bytes]) -> dict[str, frozenset[str]]:
    """Return role -> persons who signed.

    Raises:
        Refused: ``keyset-duplicate-key``: the key set names one raw key twice, so a key may stand for two persons.
    """
    by_key: dict[bytes, Holder] = {}
    for holder in holders:
        if holder.key in by_key:
            raise Refused("keyset-duplicate-key", f"got the key {holder.key.hex()} twice in one key set")
        by_key[holder.key] = holder
    signed = [by_key[key] for key in set(signers) if key in by_key]
    return {
        role: frozenset(holder.person for holder in signed if holder.role == role)
        for role in {holder.role for holder in signed}
    }


def check_keys(vkeys: Iterable[VKey]) -> None:
    """Return only if a key set may be admitted: no raw key twice, under whatever name and type, and no line ambiguous.

    Raises:
        Refused: ``keyset-duplicate-key``; ``keyset-duplicate-id``: two keys under one name and key id.
    """
    vkeys = tuple(vkeys)
    seen: set[bytes] = set()
    for key in vkeys:
        if key.key in seen:
            raise Refused("keyset-duplicate-key", f"got the key of {key.name} twice in one key set")
        seen.add(key.key)
    vkey.index(vkeys)
