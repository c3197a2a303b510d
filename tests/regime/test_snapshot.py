"""A snapshot and what follows it come to what the whole history comes to; and no other bytes pass for one."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from amended import amended
from busy import Busy
from hostile import Hostile
from upper_cases.desk import base

from counterseal.agreement import document
from counterseal.errors import Unavailable
from counterseal.log import policy
from counterseal.regime import snapshot
from counterseal.regime.fold import Regime

HOURS = (-31_536_000, -86_400, 0, 86_400, 31_536_000)  # beside the last hour of a history


@cache
def busy() -> Busy:
    """Return a history. Shared: look, do not touch."""
    return Busy().run(1_000)


@cache
def whole() -> Regime:
    return busy().regime()


@cache
def taken() -> bytes:
    return snapshot.take(whole(), busy().now)


def states(regime: Regime, now: int) -> list[bytes]:
    """Return state digests at several hours."""
    return [regime.judge(max(0, now + hour)).digest for hour in HOURS]


@pytest.mark.parametrize("number", [1, 4, 7])
def test_at_a_cut_with_its_tail_it_is_the_whole(number: int) -> None:
    _, cut = whole().facts.cuts[number]
    sizes = {position.log: position.size for position in cut.vector}
    below = busy().regime([place for place in busy().order if place[1] < sizes[place[0]]])
    again = snapshot.restore(snapshot.take(below, cut.hour), busy().agreement, busy().policy)
    assert {log: again.size(log) for log in sizes} == sizes
    assert states(again, cut.hour) == states(below, cut.hour)
    for log, index in busy().order:
        again.feed(log, index, busy().logs[log][index])  # a repeat changes nothing
    assert states(again, busy().now) == states(whole(), busy().now)
    assert snapshot.take(again, busy().now) == taken()


@pytest.mark.parametrize("seed", range(3))
def test_hostile_histories_at_any_place(seed: int) -> None:
    told = Hostile(f"snapshots {seed}")
    told.run(700)
    dice = random.Random(seed)
    for place in dice.sample(range(len(told.order)), 6):
        begun = told.regime(told.order[:place])
        again = snapshot.restore(snapshot.take(begun, told.now), told.agreement, told.policy, told.documents)
        assert states(again, told.now) == states(begun, told.now)
        for log, index in told.order:
            again.feed(log, index, told.logs[log][index])
        assert states(again, told.now) == states(told.fold, told.now)
        assert snapshot.take(again, told.now) == snapshot.take(told.fold, told.now)


def test_amended_histories_at_any_place() -> None:
    told = amended()
    whole = told.regime()
    for place in range(0, len(told.order), 7):
        begun = told.regime(told.order[:place])
        data = snapshot.take(begun, told.now)
        again = snapshot.restore(data, told.agreement, told.policy, told.documents)
        assert states(again, told.now) == states(begun, told.now)
        for log, index in told.order:
            again.feed(log, index, told.logs[log][index])
        assert states(again, told.now) == states(whole, told.now)
        assert snapshot.take(again, told.now) == snapshot.take(whole, told.now)
        if begun.facts.consulted:
            digests = begun.facts.consulted
            others = [one for one in told.documents if document.agreement_digest(one) not in digests]
            with pytest.raises(Unavailable):
                snapshot.restore(data, told.agreement, told.policy, others)


def test_the_order_of_arrival_leaves_no_trace() -> None:
    order = random.Random("arrival").sample(busy().order, len(busy().order))
    assert snapshot.take(busy().regime(order), busy().now) == taken()


def test_what_waits_is_not_in_it() -> None:
    log, index = busy().order[-1]
    made = busy().regime(busy().order[:-1])
    made.feed(log, index + 5, b"later")
    assert snapshot.take(made, busy().now) == snapshot.take(busy().regime(busy().order[:-1]), busy().now)


def test_nothing_folded() -> None:
    made = Regime(busy().agreement, busy().policy)
    again = snapshot.restore(snapshot.take(made, 0), busy().agreement, busy().policy)
    assert again.judge(0) == made.judge(0)


def refused(data: bytes) -> bool:
    try:
        snapshot.restore(data, busy().agreement, busy().policy)
    except Unavailable:
        return True
    return False


def test_any_byte_changed() -> None:
    data = taken()
    dice = random.Random("bytes")
    heads = range(len(b"\n".join(data.split(b"\n", 2)[:2])) + 1)
    for at in (*heads, *(dice.randrange(len(data)) for _ in range(100)), len(data) - 1):
        assert refused(data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]), at
    for part in (b"", data[:-1], data + b"\n", data[1:], data[: len(data) // 2], data.replace(b"\n", b"\r\n")):
        assert refused(part)


def test_under_other_terms() -> None:
    other = base()
    agreement = document.parse(other.agreement.encode())
    with pytest.raises(Unavailable):
        snapshot.restore(taken(), agreement, policy.parse(other.trust_file.encode()))
    laxer = busy().trust_file.replace(b"quorum-of-sides 5 ", b"quorum-of-sides 4 ")
    with pytest.raises(Unavailable):
        snapshot.restore(taken(), busy().agreement, policy.parse(laxer))


def forged(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return a snapshot changed by somebody who knows how its hash is made."""
    written = read()
    change(written)
    line = zlib.compress(json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode())
    made = snapshot._hash(busy().agreement, busy().policy, line).hex().encode()
    return b"\n".join((taken().split(b"\n")[0], made, line))


def read() -> dict[str, Any]:
    """Return the third line of the snapshot."""
    written: dict[str, Any] = json.loads(zlib.decompress(taken().split(b"\n", 2)[2]))
    return written


def test_a_forger_s_other_types() -> None:
    """Each value in the facts in turn is of another type; a sample of them, from all depths."""
    paths: list[tuple[int, ...]] = []

    def walk(value: Any, path: tuple[int, ...]) -> None:
        paths.append(path)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            walk(item, (*path, index))

    written = read()
    walk(written["facts"], ())
    dice = random.Random("types")
    by_depth = {depth: [path for path in paths if len(path) == depth] for depth in {len(path) for path in paths}}
    for path in [dice.choice(by_depth[depth]) for depth in sorted(by_depth) for _ in range(12)]:

        def change(written: dict[str, Any], path: tuple[int, ...] = path) -> None:
            target = written["facts"]
            for index in path[:-1]:
                target = target[index]
            if not path:
                written["facts"] = {}
                return
            target[path[-1]] = 1.5 if type(target[path[-1]]) is not list else "x"

        assert refused(forged(change)), path


def test_a_forger_s_other_state() -> None:
    assert not refused(forged(lambda written: None))
    assert refused(forged(lambda written: written.update(state="00" * 32)))
    assert refused(forged(lambda written: written.update(hour=written["hour"] + 1)))
    assert refused(forged(lambda written: written.update(hour=-1)))
    assert refused(forged(lambda written: written.pop("hour")))
    assert refused(forged(lambda written: written["facts"].append([])))
