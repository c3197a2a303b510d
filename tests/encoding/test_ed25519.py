"""The Ed25519 profile on public edge cases: libsodium, OpenSSL and the definitions give one verdict on each.

``ed25519.verify`` stands on libsodium. Here the same profile is put on OpenSSL, and both are held against
``validation/rfc8032.py``. The TypeScript verifier runs the same files.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings
from nacl.exceptions import CryptoError

from counterseal.encoding import ed25519
from counterseal.errors import Refused
from validation import rfc8032

ROOT = Path(__file__).resolve().parents[2]

PUBLIC = ROOT / "spec" / "vectors" / "public"
Case = tuple[bytes, bytes, bytes]


def cctv() -> list[tuple[Case, bool]]:
    """Return CCTV's 914 edge cases, each with the strict verdict: valid only where no flag says what is odd."""
    cases = json.loads((PUBLIC / "cctv" / "ed25519vectors.json").read_text(encoding="utf-8"))
    return [((bytes.fromhex(c["key"]), c["msg"].encode(), bytes.fromhex(c["sig"])), not c["flags"]) for c in cases]


def wycheproof() -> list[tuple[Case, bool]]:
    """Return Wycheproof's cases with their verdicts."""
    document = json.loads((PUBLIC / "wycheproof" / "ed25519_test.json").read_text(encoding="utf-8"))
    result: list[tuple[Case, bool]] = []
    for group in document["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for test in group["tests"]:
            case = key, bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"])
            result.append((case, {"valid": True, "invalid": False}[test["result"]]))
    return result


def own_cases() -> list[Case]:
    """Return the cases of ``spec/vectors/ed25519``."""
    documents = (
        json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "spec/vectors/ed25519").glob("*.json")
    )
    names = ("key_hex", "message_hex", "signature_hex")
    found = [tuple(bytes.fromhex(d["input"][n]) for n in names) for d in documents if d["call"] == "ed25519.verify"]
    return [(key, message, signature) for key, message, signature in found]


def ours(key: bytes, message: bytes, signature: bytes) -> str:
    """Return the code with which the software refuses, or an empty string."""
    try:
        ed25519.verify(key, message, signature)
    except Refused as refused:
        return refused.code
    return ""


@lru_cache
def admitted(key: bytes) -> bool:
    """Return whether the definitions admit a key."""
    return rfc8032.verdict(key, b"", b"") == "signature-size"


def openssl(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return OpenSSL's own verdict."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def libsodium(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return libsodium's own verdict."""
    try:
        bindings.crypto_sign_open(signature + message, key)
    except CryptoError:
        return False
    return True


def profile_on_openssl(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return the profile's verdict, with OpenSSL for the equation."""
    return (
        admitted(key)
        and len(signature) == 64
        and int.from_bytes(signature[32:], "little") < rfc8032.L
        and signature[:32] != rfc8032.encode(rfc8032.IDENTITY)
        and openssl(key, message, signature)
    )


def disagreements(cases: list[Case]) -> list[Any]:
    """Return the cases on which the three paths do not give one verdict."""
    found: list[Any] = []
    for case in cases:
        verdicts = ours(*case), rfc8032.verdict(*case), profile_on_openssl(*case)
        if verdicts[0] != verdicts[1] or (verdicts[0] == "") != verdicts[2]:
            found.append((case, verdicts))
    return found


def test_of_cctv_s_edge_cases_the_one_without_a_flag_is_accepted() -> None:
    cases = cctv()
    assert Counter(valid for _, valid in cases) == {True: 1, False: 913}
    assert [case for case, valid in cases if (ours(*case) == "") != valid] == []
    assert disagreements([case for case, _ in cases]) == []


def test_without_the_profile_the_libraries_differ_on_cctv_s_edge_cases() -> None:
    # The alarm's own test: if these were one too, the edge cases would show nothing.
    assert sum(openssl(*case) for case, _ in cctv()) == 208
    assert sum(libsodium(*case) for case, _ in cctv()) == 43


def test_wycheproof_s_verdicts_are_ours() -> None:
    cases = wycheproof()
    assert Counter(valid for _, valid in cases) == {True: 88, False: 63}
    assert [case for case, valid in cases if (ours(*case) == "") != valid] == []
    assert disagreements([case for case, _ in cases]) == []


def test_own_cases_are_judged_alike() -> None:
    cases = own_cases()
    assert len(cases) > 50
    assert disagreements(cases) == []


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200))
def test_what_openssl_signs_is_accepted(seed: bytes, message: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    ed25519.verify(private.public_key().public_bytes_raw(), message, private.sign(message))


@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(min_size=1, max_size=40),
    bit=st.integers(min_value=0, max_value=8 * (32 + 64 + 1) - 1),
)
def test_any_flipped_bit_is_refused(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key = private.public_key().public_bytes_raw()
    changed = bytearray(key + private.sign(message) + message)
    changed[bit // 8] ^= 1 << bit % 8
    data = bytes(changed)
    with pytest.raises(Refused):
        ed25519.verify(data[:32], data[96:], data[32:96])


def test_what_verified_once_is_remembered_for_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ed25519, "KNOWN_MAX", 4)
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key = private.public_key().public_bytes_raw()
    for number in range(9):
        message = b"%d" % number
        for _ in range(2):
            ed25519.verify(key, message, private.sign(message))
        with pytest.raises(Refused):
            ed25519.verify(key, message + b"?", private.sign(message))
    monkeypatch.setattr(bindings, "crypto_sign_open", None)  # it is not asked about what is known
    ed25519.verify(key, message, private.sign(message))
    assert len(ed25519._known) <= 4


@given(data=st.binary(min_size=32, max_size=32))
def test_keys_are_admitted_by_the_definition(data: bytes) -> None:
    try:
        ed25519.admit(data)
        got = True
    except Refused:
        got = False
    assert got == admitted(data)
