"""The printed JSON Schemas: no other than the parsers', and neither narrower nor wider than they can be."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema
import played
import pytest

from counterseal.agreement import document
from counterseal.encoding import canonical
from counterseal.errors import Refused
from counterseal.log import note
from counterseal.statements import statement
from counterseal.statements.kinds import KINDS
from tests.spec import schemas

Json = Any

# What a JSON Schema cannot say: that items ascend (only that none is there twice), and that a rational is reduced.
BEYOND_SCHEMAS = {"field-order"}


@cache
def said() -> dict[str, Json]:
    """Return the second line of one statement of each kind: as played, or as its page shows it."""
    node = next(iter(played.play()[0].world.nodes.values()))
    lines: dict[str, Json] = {}
    for party in node.agreement.parties:
        for entry in node.entries(party.log, 0, node.regime.size(party.log)):
            text = note.parse(entry).text
            lines[statement.parse(text).kind] = json.loads(text.split(b"\n")[1])
    for kind in KINDS.keys() - lines.keys():
        page = (schemas.FOLDER.parents[1] / "statements" / f"{kind}.md").read_text(encoding="utf-8")
        lines[kind] = json.loads(page.split("```\n")[1].splitlines()[1])
    return lines


def validator(name: str) -> jsonschema.Draft202012Validator:
    """Return the validator of one file of the folder."""
    schema = json.loads((schemas.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def code_of(read: Callable[[Json], object], value: Json) -> str:
    """Return the code by which a parser refuses a value; nothing if it reads it."""
    try:
        read(value)
    except Refused as refused:
        return refused.code
    return ""


def read_line(line: Json) -> object:
    """Read the second line of a statement."""
    return statement.parse(f"{statement.HEADER}\n".encode() + canonical.encode(line) + b"\n")


def places(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value inside ``value``."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield (*path, name)
        yield from places(item, (*path, name))


def mutants(line: Json) -> Iterator[tuple[str, Json]]:
    """Yield the line with one value replaced, removed, added to or doubled, and what was done."""
    others: tuple[Json, ...] = (0, -1, 2**53 - 1, "", "a", "A", "a\x7f", "0" * 64, "x" * 5000, [], ["a"], {}, {"a": 1})
    for path in places(line):
        for other in others:
            yield f"{path} is {other!r}"[:80], changed(line, path, other)
        yield f"no {path}", changed(line, path, None)
        found = at(line, path)
        if isinstance(found, dict):
            yield f"more in {path}", changed(line, path, {**found, "surplus": 0})
        if isinstance(found, list) and found:
            yield f"doubled in {path}", changed(line, path, [*found, found[-1]])


def at(line: Json, path: tuple[str | int, ...]) -> Json:
    """Return the value at a path."""
    for name in path:
        line = line[name]
    return line


def changed(line: Json, path: tuple[str | int, ...], value: Json) -> Json:
    """Return a copy with another value at ``path``, or with none if it is None."""
    result = copy.deepcopy(line)
    holder = at(result, path[:-1])
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return result


def test_the_folder_is_what_the_parsers_print() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in schemas.FOLDER.iterdir()} == schemas.documents()


def test_every_kind_was_said() -> None:
    assert said().keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_allow_what_was_played(kind: str) -> None:
    validator("statement").validate(said()[kind])
    validator(kind).validate(said()[kind]["body"])


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_refuse_a_changed_statement_when_the_parser_does(kind: str) -> None:
    schema = validator("statement")
    tried = refused = 0
    for name, mutant in mutants(said()[kind]):
        code = code_of(read_line, mutant)
        tried += 1
        if not code:
            assert schema.is_valid(mutant), f"the schema allows less: {name}"
        elif code not in BEYOND_SCHEMAS:
            assert not schema.is_valid(mutant), f"{code}: {name}"
            refused += 1
    assert refused > tried / 2 > 50


def test_the_schema_allows_the_agreement_and_refuses_a_changed_one_when_its_shape_does() -> None:
    schema = validator("agreement")
    agreement = json.loads(next(iter(played.play()[0].world.nodes.values())).agreement.data)
    schema.validate(agreement)
    refused = 0
    for name, mutant in mutants(agreement):
        code = code_of(document.SHAPE.read, mutant)
        if not code:
            assert schema.is_valid(mutant), f"the schema allows less: {name}"
        elif code not in BEYOND_SCHEMAS:
            assert not schema.is_valid(mutant), f"{code}: {name}"
            refused += 1
    assert refused > 500


def test_a_rational_that_is_not_reduced_is_beyond_the_schema() -> None:
    agreement = json.loads(next(iter(played.play()[0].world.nodes.values())).agreement.data)
    agreement["undertakings"][0]["standard"]["probability"] = "0x8/0xa"
    validator("agreement").validate(agreement)
    with pytest.raises(Refused) as caught:
        document.SHAPE.read(agreement)
    assert caught.value.code == "field-form"
