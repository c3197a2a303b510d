"""Changes of single bytes, drawn by seed alone, so that every implementation can be given the same ones.

python tests/attestation/mutants.py FILE COUNT SEED [ANCHORS]     a JSON list of [at, byte, place, code, step]
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from counterseal.attestation import anchors, report, verify
from counterseal.attestation.anchors import Anchors

HEADER = b"counterseal.org/attestation/v1\n"


class Mutant(NamedTuple):
    """One byte changed: where, what it becomes, and in which kind of place it stands."""

    at: int
    byte: int
    place: str


class Result(NamedTuple):
    """What a verifier made of a mutant. A file accepted has the code ``accepted`` and the step -1."""

    at: int
    byte: int
    place: str
    code: str
    step: int


def mutants(data: bytes, count: int, seed: str) -> list[Mutant]:
    """Return ``count`` changes of one byte of a good file, each to another byte, as many in each kind of place."""
    places: dict[str, list[range]] = {}
    for place, where in _places(data):
        places.setdefault(place, []).append(where)
    dice = random.Random(seed)
    kinds = sorted(places)
    made: list[Mutant] = []
    for number in range(count):
        place = kinds[number % len(kinds)]
        where = dice.choices(places[place], [len(one) for one in places[place]])[0]
        at = where[dice.randrange(len(where))]
        byte = data[at]
        while byte == data[at]:
            byte = dice.choice([data[at] ^ 1 << dice.randrange(8), dice.choice(_LIKELY), dice.randrange(256)])
        made.append(Mutant(at, byte, place))
    return made


def results(data: bytes, drawn: list[Mutant], trusted: Anchors | None) -> list[Result]:
    """Return what verification makes of each mutant."""
    found: list[Result] = []
    for mutant in drawn:
        changed = data[: mutant.at] + bytes([mutant.byte]) + data[mutant.at + 1 :]
        try:
            verify.verify(changed, trusted)
            found.append(Result(*mutant, "accepted", -1))
        except verify.Stopped as stopped:
            told = report.of_refusal(stopped)
            assert report.EXIT_CODES[told["result"]] == 1
            found.append(Result(*mutant, told["code"], told["step"]))
    return found


_LIKELY = b"0123456789abcdefABCDEF+/= \n"  # what could stand there as well


def _places(data: bytes) -> Iterator[tuple[str, range]]:
    """Yield kinds of place and where they are: the frame (header, sections' lines, last LFs), and each section."""
    yield "frame", range(len(HEADER))
    at = len(HEADER)
    while at < len(data):
        start = data.index(b"\n", at) + 1
        name, length = data[at : start - 1].decode("ascii").split(" ")
        end = start + int(length)
        yield "frame", range(at, start)
        yield name, range(start, end)
        yield "frame", range(end, end + 1)
        at = end + 1


if __name__ == "__main__":
    path, number, seed, *given = sys.argv[1:]
    good = Path(path).read_bytes()
    trusted = anchors.parse(Path(given[0]).read_bytes()) if given else None
    print(json.dumps(results(good, mutants(good, int(number), seed), trusted)))
