"""A file changed in a byte or in its structure: neither reader takes it, and both name one code and one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import pytest
import table

from counterseal.attestation import anchors, verify
from counterseal.attestation.file import HEADER
from counterseal.encoding import ed25519
from counterseal.log import cosignature
from tests.attestation.mutants import mutants
from tests.cross import second
from tests.cross.second import Edit, Verdict

FILE = table.VECTORS / "attestation" / "deveselu-one-visit.attestation"
ANCHORS = FILE.with_suffix(".anchors")
GOOD = FILE.read_bytes()
OTHER = FILE.with_name("forged.attestation").read_bytes()  # of another agreement and other keys

Section = tuple[str, bytes]
T = TypeVar("T")


@pytest.fixture(scope="module", autouse=True)
def _verify_once() -> Iterator[None]:
    """Remember good signatures; bad ones raise each time, as ``lru_cache`` keeps no exceptions."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((ed25519, "verify"), (cosignature, "_verify_mldsa44")):
            patch.setattr(module, name, lru_cache(maxsize=None)(getattr(module, name)))
        yield


def sections(data: bytes) -> list[Section]:
    """Return kind and bytes of each section of a good file."""
    found: list[Section] = []
    at = len(HEADER)
    while at < len(data):
        start = data.index(b"\n", at) + 1
        name, length = data[at : start - 1].decode("ascii").split(" ")
        found.append((name, data[start : start + int(length)]))
        at = start + int(length) + 1
    return found


def joined(parts: Sequence[Section]) -> bytes:
    """Return the file of these sections, each framed as it must be."""
    return HEADER + b"".join(f"{name} {len(data)}\n".encode() + data + b"\n" for name, data in parts)


def rearranged(parts: Sequence[T]) -> Iterator[list[T]]:
    """Yield the sequence with each of its parts left out, doubled, and put behind the next one."""
    for at, part in enumerate(parts):
        yield [*parts[:at], *parts[at + 1 :]]
        yield [*parts[: at + 1], part, *parts[at + 1 :]]
        yield [*parts[:at], *parts[at + 1 : at + 2], part, *parts[at + 2 :]]


def structures() -> Iterator[bytes]:
    """Yield files in which whole parts changed: sections, lines of notes, cosignatures, the cut."""
    parts, others = sections(GOOD), sections(OTHER)
    assert joined(parts) == GOOD

    def with_part(at: int, data: bytes) -> bytes:
        return joined([*parts[:at], (parts[at][0], data), *parts[at + 1 :]])

    yield from map(joined, rearranged(parts))
    entries = [at for at, (name, _) in enumerate(parts) if name == "entry"]
    for one, far in zip(entries, entries[len(entries) // 2 :], strict=False):  # of the two logs
        yield joined([*parts[:one], parts[far], *parts[one + 1 : far], parts[one], *parts[far + 1 :]])
    for at, (name, data) in enumerate(parts):
        for foreign in [other for kind, other in others if kind == name][:2]:
            yield with_part(at, foreign)
        if name in ("policy", "checkpoint", "cut"):
            yield from (with_part(at, b"".join(lines)) for lines in rearranged(data.splitlines(keepends=True)))
        if name == "entry" and b'"kind":"cut"' in data:
            yield with_part(len(parts) - 2, data)  # an earlier cut as the closing one
    heads = [(at, data.partition(b"\n\n")) for at, (name, data) in enumerate(parts) if name == "checkpoint"]
    for (one, (text, blank, lines)), (_, (_, _, more)) in (*pairwise(heads), *pairwise(heads[::-1])):
        yield with_part(one, text + blank + more)
        yield with_part(one, text + blank + b"".join(sorted({*lines.splitlines(True), *more.splitlines(True)})))
    for end in (0, len(HEADER), len(GOOD) // 2, len(GOOD) - 1):
        yield GOOD[:end]
    yield from (b"\n" + GOOD, GOOD + b"\n", GOOD + GOOD)


def edit(changed: bytes) -> Edit:
    """Return what makes ``changed`` out of the good file."""
    start = shared(GOOD, changed)
    end = shared(GOOD[start:][::-1], changed[start:][::-1])
    return Edit(start, len(GOOD) - start - end, changed[start : len(changed) - end])


def shared(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts have in common from the first on."""
    both = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(both) if left != right), min(len(one), len(other)))


def bytes_changed(count: int, seed: str) -> list[Edit]:
    """Return changes of one byte, as many in each kind of section and in what frames them."""
    return [Edit(mutant.at, 1, bytes([mutant.byte])) for mutant in mutants(GOOD, count, seed)]


def first_verdict(change: Edit, trusted: anchors.Anchors | None) -> Verdict:
    """Return what the first reader makes of a change."""
    try:
        verify.verify(GOOD[: change.at] + change.insert + GOOD[change.at + change.remove :], trusted)
    except verify.Stopped as stopped:
        return stopped.code, stopped.step
    return "accepted", 3 if trusted is None else 0


STRUCTURES = [edit(changed) for changed in dict.fromkeys(structures()) if changed != GOOD]


@pytest.mark.parametrize(
    ("changes", "anchored"),
    [
        (bytes_changed(2_000, "two readers, with anchors"), True),
        (bytes_changed(210, "two readers, without anchors"), False),
        (STRUCTURES, True),
        (STRUCTURES[::4], False),
    ],
    ids=["bytes", "bytes-without-anchors", "structure", "structure-without-anchors"],
)
def test_no_change_passes_and_both_readers_say_why_alike(changes: list[Edit], anchored: bool) -> None:
    trusted = anchors.parse(ANCHORS.read_bytes()) if anchored else None
    one = [first_verdict(change, trusted) for change in changes]
    other = second.verdicts(changes, FILE, *([ANCHORS] if anchored else []))
    found = list(zip(changes, one, other, strict=True))
    assert [(change, *told) for change, *told in found if told[0] != told[1]] == []
    assert [change for change, told, _ in found if told[0] == "accepted"] == []


def test_there_are_changes_enough() -> None:
    assert len(bytes_changed(2_000, "two readers, with anchors")) == 2_000
    assert len(STRUCTURES) > 400


def test_both_readers_take_the_file_itself() -> None:
    nothing = Edit(0, 0, b"")
    assert second.verdicts([nothing, nothing], FILE, ANCHORS) == [("accepted", 0)] * 2
    assert second.verdicts([nothing], FILE) == [("accepted", 3)]
    assert first_verdict(nothing, anchors.parse(ANCHORS.read_bytes())) == ("accepted", 0)
