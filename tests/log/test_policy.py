"""Quorums count sides: whatever keys, operators and groups there are, nobody counts twice."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from counterseal.errors import Refused
from counterseal.log import policy
from counterseal.log.policy import Policy
from counterseal.log.signer import Ed25519Signer, MLDSA44Signer
from counterseal.log.vkey import COSIGNATURE_ED25519, VKey

# side -> operators -> number of keys: an operator of two keys has an Ed25519 and an ML-DSA-44 one.
Sides = list[list[int]]
sides_drawn = st.lists(st.lists(st.integers(1, 2), min_size=1, max_size=2), min_size=1, max_size=3)
CLASSICAL = [Ed25519Signer(f"w{number}.example", bytes([number]) * 32, COSIGNATURE_ED25519).vkey for number in range(6)]
QUANTUM_SAFE = [MLDSA44Signer(f"w{number}.example/pq", bytes([number]) * 32).vkey for number in range(6)]


def written(sides: Sides, threshold: int) -> tuple[Policy, list[list[list[str]]]]:
    """Return the trust file of these sides, and the names of the keys by side and operator."""
    lines: list[str] = []
    names: list[list[list[str]]] = []
    number = 0
    for place, side in enumerate(sides):
        operators: list[list[str]] = []
        for keys in side:
            pair = [(f"k{number}", CLASSICAL[number]), (f"k{number}-pq", QUANTUM_SAFE[number])][:keys]
            lines += [f"witness {name} {key.encode()}" for name, key in pair]
            lines.append(f"group o{number} all {' '.join(name for name, _ in pair)}")
            operators.append([name for name, _ in pair])
            number += 1
        first = number - len(side)
        lines.append(f"group s{place} any {' '.join(f'o{first + at}' for at in range(len(side)))}")
        names.append(operators)
    lines += [f"group q {threshold} {' '.join(f's{place}' for place in range(len(sides)))}", "quorum q"]
    return policy.parse("".join(f"{line}\n" for line in lines).encode()), names


def is_quorum(trusted: Policy, present: set[str], classical: bool = False) -> bool:
    """Return whether the names are a quorum."""
    try:
        trusted.require(present, classical)
    except Refused:
        return False
    return True


def is_minimal(trusted: Policy, present: set[str]) -> bool:
    """Return whether the names are a quorum none of which can be spared."""
    try:
        trusted.require_minimal(present)
    except Refused:
        return False
    return True


@given(sides_drawn, st.data())
def test_a_quorum_is_so_many_sides(sides: Sides, data: st.DataObject) -> None:
    threshold = data.draw(st.integers(1, len(sides)))
    trusted, names = written(sides, threshold)
    everybody = list(chain.from_iterable(chain.from_iterable(names)))
    for present in map(set, chain.from_iterable(combinations(everybody, size) for size in range(len(everybody) + 1))):
        met = sum(any(set(operator) <= present for operator in side) for side in names)
        assert is_quorum(trusted, present) == (met >= threshold)
        spared = any(is_quorum(trusted, present - {name}) for name in present)
        assert is_minimal(trusted, present) == (met >= threshold and not spared)
        # Where Ed25519 alone is at hand an operator is its first key.
        met = sum(any(operator[0] in present for operator in side) for side in names)
        assert is_quorum(trusted, present, classical=True) == (met >= threshold)


def test_no_file_lets_a_key_count_twice() -> None:
    first, second = CLASSICAL[:2]
    renamed = VKey("other.example", first.type, first.key)
    key_id = sha256(b"other.example\n\x04" + first.key).hexdigest()[:8]
    assert renamed.encode() == f"other.example+{key_id}+{b64encode(bytes([4]) + first.key).decode()}"
    head = f"witness a {first.encode()}\nwitness b {second.encode()}\n"
    for twice in (
        f"witness c {renamed.encode()}\ngroup q 2 a c\nquorum q\n",  # one key under two names
        "group q 2 a a\nquorum q\n",  # one member twice
        "group g any a\ngroup q 2 a g\nquorum q\n",  # alone and in a group
        "group g any a b\ngroup h any a\ngroup q 2 g h\nquorum q\n",  # in two groups
        "group g any a\ngroup q 2 g g\nquorum q\n",  # one group twice
    ):
        try:
            policy.parse((head + twice).encode())
        except Refused as refused:
            codes = refused.code
        else:
            codes = "accepted"
        assert codes in ("policy-key", "policy-name"), twice


@given(
    st.binary(max_size=60)
    | st.lists(st.sampled_from(["log", "witness", "group", "quorum", "none", " ", "\n", "a", "1"]))
)
def test_no_bytes_raise_anything_but_a_refusal(given_bytes: bytes | list[str]) -> None:
    data = given_bytes if isinstance(given_bytes, bytes) else "".join(given_bytes).encode()
    with suppress(Refused):
        policy.parse(data)
