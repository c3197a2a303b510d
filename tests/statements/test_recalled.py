"""A statement that is put together from parts read before is the one that a reading of the whole gives, or refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counterseal.encoding.canonical import SIZE_MAX
from counterseal.errors import Refused
from counterseal.statements import statement
from counterseal.statements.statement import HEADER, UNIX_S_MAX, Statement

BODY = '{"padding":"0000"}'
TAIL = f'"channel":"regime/{"ab" * 32}","kind":"filler","party":"alpha","re":[],"seen":[]}}'
HOURS = (
    "0",
    "7",
    str(UNIX_S_MAX),
    str(UNIX_S_MAX + 1),
    "-1",
    "-0",
    "07",
    "+7",
    " 7",
    "7 ",
    "1_0",
    "7.0",
    "1e1",
    "",
    "x",
)
BODIES = (
    BODY,
    '{"padding":""}',
    '{"padding": "0000"}',
    '{"padding":"0000","padding":"0000"}',
    '{"padding":"\\u0030"}',
    '{"padding":["0000"]}',
    '{"more":1,"padding":"0000"}',
    f'{{"padding":"{"0" * SIZE_MAX}"}}',
    '{"checkpoint":"' + "\u2014" * 21_830 + '"}',  # of a size that only the whole exceeds
    "{}",
    "[]",
    "7",
    '{"padding":"0000"',
    BODY + BODY,
    f'{BODY},"body":{BODY}',
    f"{BODY},{TAIL[:-1]}",
)
TAILS = (
    TAIL,
    TAIL + " ",
    TAIL.replace("filler", "fillers"),
    TAIL.replace("filler", "observed"),
    TAIL.replace('"alpha"', '"Alpha"'),
    TAIL.replace('"alpha"', "7"),
    TAIL.replace('"kind"', '"more":1,"kind"'),
    TAIL.replace('"re":[]', f'"re":["{"cd" * 32}"]'),
    TAIL.replace('"channel"', ' "channel"'),
    TAIL.replace("}", ',"slot":"a"}'),
)


def texts() -> Iterator[bytes]:
    """Yield every hour, body and tail beside good ones, and every body with every tail."""
    for hour in HOURS:
        yield text(hour, BODY, TAIL)
    for body in BODIES:
        for tail in TAILS:
            yield text("7", body, tail)


def text(hour: str, body: str, tail: str) -> bytes:
    return f'{HEADER}\n{{"at":{hour},"body":{body},{tail}\n'.encode()


def told(data: bytes) -> Statement | tuple[str, str, str]:
    try:
        return statement.parse(data)
    except Refused as refused:
        return refused.code, refused.why, refused.where


def test_as_if_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    statement.parse(text("7", BODY, TAIL))  # so that the parts of a good one are known
    recalled = [(told(data), told(data)) for data in texts()]
    monkeypatch.setattr(statement, "_recall", lambda line: None)
    for data, (first, second) in zip(texts(), recalled, strict=True):
        whole = told(data)
        assert first == second == whole, data[:300]
        if isinstance(first, Statement) and isinstance(whole, Statement):
            assert vars(first) == vars(whole)


def test_that_parts_are_recalled() -> None:
    first = statement.parse(text("7", BODY, TAIL))
    second = statement.parse(text("8", BODY, TAIL))
    assert (first.at, second.at) == (7, 8)
    assert first.body is second.body
    assert first.id != second.id


def test_that_long_parts_are_not_kept() -> None:
    long = BODY.replace("0000", "0" * 5_000)
    first, second = (statement.parse(text(hour, long, TAIL)) for hour in ("7", "8"))
    assert first.body == second.body
    assert first.body is not second.body
