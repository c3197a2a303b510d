"""Key files: for their owner alone, never overwritten, and a spoilt one is noticed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from counterseal.errors import Refused, Unavailable
from counterseal.log.vkey import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519
from counterseal.node import keys
from counterseal.node.keys import PrivateKey

KEY = PrivateKey("alpha.example/key/officer-1", ED25519, bytes(range(32)))
TYPES = (ED25519, COSIGNATURE_ED25519, COSIGNATURE_MLDSA44)


@pytest.mark.parametrize("kind", TYPES)
def test_a_key_comes_back_from_its_file(tmp_path: Path, kind: int) -> None:
    key = PrivateKey(KEY.name, kind, KEY.seed)
    path = tmp_path / "officer.key"
    keys.save(path, key)
    assert keys.load(path) == key
    assert key.signer.vkey.type == kind
    assert path.read_text(encoding="ascii").startswith(f"PRIVATE+KEY+{key.name}+")


def test_a_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "officer.key"
    keys.save(path, KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "officer.key"
    keys.save(path, KEY)
    with pytest.raises(Unavailable, match="never overwritten"):
        keys.save(path, PrivateKey(KEY.name, ED25519, bytes(32)))
    assert keys.load(path) == KEY


def test_a_secret_is_not_shown_by_chance(tmp_path: Path) -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert repr(KEY.seed) not in repr(KEY)
    with pytest.raises(Refused) as caught:
        keys.parse(KEY.encode()[:-5] + "\n")
    assert KEY.encode().split("+")[-1][:20] not in str(caught.value)


def test_every_changed_character_is_noticed() -> None:
    text = KEY.encode()
    for at in range(len(text) - 1):
        for other in "A0a+ ":
            if text[at] != other:
                with pytest.raises(Refused) as caught:
                    keys.parse(text[:at] + other + text[at + 1 :])
                assert caught.value.code == "key-file"


@pytest.mark.parametrize("text", ["", "\n", "PRIVATE+KEY+", KEY.encode() + "\n", KEY.encode() * 2, " " + KEY.encode()])
def test_a_file_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        keys.parse(text)
    assert caught.value.code == "key-file"


def test_a_file_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        keys.load(tmp_path / "nobody.key")
    with pytest.raises(Unavailable):
        keys.save(tmp_path / "nowhere" / "officer.key", KEY)


def test_a_file_that_is_not_text_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "officer.key"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Refused) as caught:
        keys.load(path)
    assert caught.value.code == "key-file"
    assert str(path) in caught.value.where
