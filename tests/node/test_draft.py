"""YAML at the door: what people may write, and the line of what they may not."""

from __future__ import annotations

import pytest

from counterseal.errors import Refused
from counterseal.node import draft

READ = {
    "a: 1": {"a": 1},
    "a: -12": {"a": -12},
    "a: text": {"a": "text"},
    "a: 'no'": {"a": "no"},
    'a: "1.0"': {"a": "1.0"},
    "a: 4/5": {"a": "0x4/0x5"},
    "a: 8/10": {"a": "0x4/0x5"},
    "a: '4/5'": {"a": "4/5"},
    "a: 2022-03-01T08:00:00Z": {"a": 1_646_121_600},
    "a: '2022-03-01T08:00:00Z'": {"a": "2022-03-01T08:00:00Z"},
    "a: [1, x, {b: 2}]": {"a": [1, "x", {"b": 2}]},
    "# comment\na:\n  - b\n": {"a": ["b"]},
    "a: УЧЕНИЕ": {"a": "УЧЕНИЕ"},
}

REFUSED = {
    "": ("yaml-value", "line 1"),
    "- a": ("yaml-value", "line 1"),
    "text": ("yaml-value", "line 1"),
    "a: 1.5": ("yaml-value", "line 1"),
    "a: 1e3": ("yaml-value", "line 1"),
    "a: true": ("yaml-value", "line 1"),
    "a:": ("yaml-value", "line 1"),
    "a: null": ("yaml-value", "line 1"),
    "a: 0x10": ("yaml-value", "line 1"),
    "a: 1\nb: 012": ("yaml-value", "line 2"),
    "a: 12345678901234567": ("yaml-value", "line 1"),
    "a: 2022-03-01": ("yaml-value", "line 1"),
    "a: 2022-13-01T08:00:00Z": ("yaml-value", "line 1"),
    "1: a": ("yaml-value", "line 1"),
    "[a]: b": ("yaml-value", "line 1"),
    "a: 1\nb: 2\na: 3": ("yaml-duplicate", "line 3"),
    "a: &x 1\nb: *x": ("yaml-reference", "line 1"),
    "a: 1\nb:\n  <<: *x": ("yaml-reference", "line 3"),
    "a: !!python/object:os.system x": ("yaml-value", "line 1"),
    "a: !mine x": ("yaml-value", "line 1"),
    "a: [1": ("yaml-syntax", "line 1"),
    "a: b: c": ("yaml-syntax", "line 1"),
    "a: 1\n--- \nb: 2": ("yaml-syntax", "line 2"),
    "\ta: 1": ("yaml-syntax", "line 1"),
}


@pytest.mark.parametrize("text", READ)
def test_what_may_be_written(text: str) -> None:
    assert draft.read(text.encode()) == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_not(text: str) -> None:
    code, where = REFUSED[text]
    with pytest.raises(Refused) as caught:
        draft.read(text.encode())
    assert (caught.value.code, caught.value.where) == (code, where)


@pytest.mark.parametrize(
    "data",
    [b"a: \xff", b"a: " + b"[" * 20_000, b"a: b\n" + b"#" * draft.SIZE_MAX],
    ids=["not UTF-8", "too deep", "too large"],
)
def test_what_cannot_be_read(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        draft.read(data)
    assert caught.value.code == "yaml-syntax"


def test_values_nest_as_deep_as_canonical_json_lets_them() -> None:
    def nested(depth: int) -> bytes:
        return b"a: " + b"[" * (depth - 1) + b"]" * (depth - 1)

    assert draft.read(nested(32))["a"] != []
    with pytest.raises(Refused) as caught:
        draft.read(nested(33))
    assert (caught.value.code, caught.value.where) == ("yaml-syntax", "line 1")


def test_what_is_known_at_signature_is_written_in() -> None:
    given = {"name": "x", "parties": [{"name": "a"}, {"name": "b"}, "odd"]}
    done = draft.complete(given, b"\x11" * 32, {"a": b"\x22" * 32})
    policy, roots = "11" * 32, "22" * 32
    assert done.decode() == (
        f'{{"name":"x","parties":[{{"name":"a","roots":"{roots}"}},{{"name":"b"}},"odd"],"policy":"{policy}"}}'
    )
    assert "policy" not in given


def test_mirrors_get_the_names_that_the_trust_file_has() -> None:
    given = {"delivery": {"held_quorum": 1, "mirrors": ["north", "south"]}, "parties": []}
    done = draft.complete(given, b"\x11" * 32, {}, {"north": "north-ed", "west": "west-ed"})
    assert done.decode() == (
        f'{{"delivery":{{"held_quorum":1,"mirrors":["north-ed","south"]}},"parties":[],"policy":"{"11" * 32}"}}'
    )
    assert given["delivery"] == {"held_quorum": 1, "mirrors": ["north", "south"]}
    for odd in ("x", {"mirrors": "x"}, {"mirrors": [1]}):
        draft.complete({"delivery": odd}, bytes(32), {}, {"x": "y"})  # what it is not, its parser says
