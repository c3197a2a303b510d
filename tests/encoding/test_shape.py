"""Shapes: what is written is read again, and the printed JSON Schema allows whatever the shape reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import table
from calls_encoding import shape_of
from hypothesis import given
from hypothesis import strategies as st

from counterseal.encoding.shape import Bytes, ListOf, Text
from counterseal.errors import Refused

Json = Any

leaves = st.one_of(
    st.builds(lambda high: {"text": {"pattern": "[a-c]+", "length_max": high}}, st.integers(1, 4)),
    st.just({"text": {}}),
    st.just({"choice": {"words": ["a", "b"]}}),
    st.builds(lambda low, width: {"integer": {"low": low, "high": low + width}}, st.integers(-3, 3), st.integers(0, 3)),
    st.just({"bytes": {"size": 1}}),
    st.just({"rational": {"low": [1, 3], "high": [1, 1]}}),
)


def containers(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Return shapes around shapes."""
    low, width = st.integers(0, 2), st.integers(0, 2)
    members = st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=2)
    return st.one_of(
        st.builds(
            lambda item, low, width: {"list": {"item": item, "low": low, "high": low + width, "ascending": False}},
            *(inner, low, width),
        ),
        st.builds(
            lambda item, low, width: {"list": {"item": item, "low": low, "high": low + width, "ascending": True}},
            *(leaves, low, width),
        ),
        st.builds(
            lambda item, low, width: {"map": {"item": item, "pattern": "[ab]c?", "low": low, "high": low + width}},
            *(inner, low, width),
        ),
        st.builds(
            lambda must, may: {"record": {"members": must, "optional": {f"{name}x": may[name] for name in may}}},
            *(members, members),
        ),
    )


shapes = st.recursive(leaves, containers, max_leaves=4)
scalars = st.sampled_from(["a", "b", "abc", "aaaaa", "ff", "0x1/0x2", "0x2/0x4", "0x1/0x1", "", "a\n", -3, 0, 1, 2, 6])


@st.composite
def fitting(draw: st.DrawFn, description: Json) -> Json:
    """Draw a value that mostly fits the shape."""
    if draw(st.integers(0, 12)) == 0:
        return draw(scalars | st.just([]) | st.just({}))
    ((kind, fields),) = description.items()
    match kind:
        case "list":
            size = draw(st.integers(fields["low"], fields["high"]))
            items = [draw(fitting(fields["item"])) for _ in range(size)]
            return sorted(items, key=str) if fields["ascending"] else items
        case "map":
            names = st.sampled_from(["a", "b", "ac", "bc", "c"])
            chosen = draw(st.lists(names, min_size=fields["low"], max_size=fields["high"], unique=True))
            return {name: draw(fitting(fields["item"])) for name in chosen}
        case "record":
            given_members = dict(fields["members"])
            given_members |= {name: may for name, may in fields["optional"].items() if draw(st.booleans())}
            return {name: draw(fitting(member)) for name, member in given_members.items()}
        case "integer":
            return draw(st.integers(fields["low"] - 1, fields["high"] + 1))
        case "bytes":
            return draw(st.sampled_from(["00", "ff", "f"]))
        case "rational":
            return draw(st.sampled_from(["0x1/0x2", "0x1/0x1", "0x1/0x3", "0x1/0x4", "0x2/0x4"]))
    return draw(st.sampled_from(["a", "b", "abc", "aaaaa", "d"]))


@given(st.data())
def test_what_a_shape_reads_its_schema_allows(data: st.DataObject) -> None:
    description = data.draw(shapes)
    value = data.draw(fitting(description))
    shape = shape_of(description)
    try:
        read = shape.read(value)
    except Refused:
        return
    allowed(description, value)
    assert shape.write(read) == value
    assert shape.read(shape.write(read)) == read


@pytest.mark.parametrize("path", table.files(["shape"]), ids=lambda path: path.stem)
def test_the_schema_allows_what_the_vectors_accept(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    if "ok" in case["expect"]:
        allowed(case["input"]["shape"], case["input"]["value"])
    elif case["expect"]["code"] in ("field-type", "field-unknown", "field-missing", "field-choice", "field-count"):
        # What a schema can say, ours does say.
        with pytest.raises(jsonschema.ValidationError):
            allowed(case["input"]["shape"], case["input"]["value"])


def allowed(description: Json, value: Json) -> None:
    """Raise unless the shape's schema is a schema and allows the value."""
    schema = shape_of(description).schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)


@given(st.text(st.characters(codec=None), max_size=40))
def test_a_text_that_only_forbids_characters(text: str) -> None:
    shape = Text(r"[^\x00-\x09\x0b-\x1f\x7f]+", 32)
    if 0 < len(text) <= 32 and re.fullmatch(shape.pattern, text):
        assert shape.read(text) == text
    else:
        with pytest.raises(Refused, match="field-form"):
            shape.read(text)


@pytest.mark.parametrize(
    ("items", "why"),
    [(["b", "a"], "got 'a' after 'b', want"), (["b", "b"], "got 'b' twice, want")],
)
def test_what_is_out_of_order_is_told(items: list[Json], why: str) -> None:
    with pytest.raises(Refused, match=why):
        ListOf(Text("[a-c]"), key=str).read(items)
    with pytest.raises(Refused, match="got '00' after '01', want"):
        ListOf(Bytes(1), key=bytes).read(["01", "00"])
