"""The fold beside the bare time of its signatures, and a snapshot's tail: ``./task bench fold``.

The history is made up, day by day, by ``tests/vectors/busy.py``: six parties with all that they do. In the large one
signature lines are empty of meaning and nobody verifies them; in the small one all are real. Every figure is the least
of a few runs, each with a fold, an agreement and a trust file of its own, so that nothing is known from the run before:
seconds by the clock, and seconds of the processor, which tell less of what else the machine is doing.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from busy import Busy
from nacl import bindings
from side_by_side import heading

from counterseal.agreement import document
from counterseal.encoding import ed25519
from counterseal.errors import Refused
from counterseal.log import policy
from counterseal.regime import snapshot
from counterseal.regime.fold import Regime

LARGE, SMALL, TAIL = 250_000, 25_000, 100
PROCESSES = 2
CHUNK = 500  # signatures that one process verifies at a time
RUNS = 3

T = TypeVar("T")
Verify = Callable[[bytes, bytes, bytes], None]
Seconds = tuple[float, float]  # by the clock, of this process's processor time
Signed = tuple[bytes, bytes, bytes]  # key, message, signature
Place = tuple[str, int]


def main() -> None:
    """Measure everything, in one run."""
    heading()
    _without_signatures(Busy(real=False).run(int(os.environ.get("FOLD_LARGE", LARGE))))
    _with_signatures(Busy().run(int(os.environ.get("FOLD_SMALL", SMALL))))


def _without_signatures(busy: Busy) -> None:
    order = list(busy.order)
    print(f"\n{_describe(busy)}\n\nsignatures left out, one core")
    with verifying_by(lambda key, message, signature: None):
        cold, regime = _least(lambda: _fold(busy, order))
        _tell("cold fold", cold, len(order))
        judged, state = _least(lambda: regime.judge(busy.now))
        _tell("state at its last hour", judged)
        written, data = _least(lambda: snapshot.take(regime, busy.now))
        _tell(f"snapshot taken, {len(data):,} bytes", written)
        busy.run(len(order) + TAIL)
        tail = busy.order[len(order) : len(order) + TAIL]
        restored, tails = [], []
        for _ in range(RUNS):
            took, again = _least(lambda: snapshot.restore(data, busy.agreement, busy.policy), 1)
            restored.append(took)
            tails.append(_least(lambda again=again: _feed(again, busy, tail), 1)[0])  # type: ignore[misc]
        _tell("snapshot restored, its state computed again", _both(restored), beside=cold, of="the fold")
        _tell(f"tail of {TAIL} statements after it", _both(tails), TAIL)
        whole = _fold(busy, [*order, *tail])
    hours = (busy.now - 31_536_000, busy.now, busy.now + 31_536_000)
    same = [whole.judge(hour).digest == again.judge(hour).digest for hour in hours]
    print(f"  the same digest as the whole fold at {len(hours)} hours: {'yes' if all(same) else 'NO'}")
    assert not state.irregularities


def _with_signatures(busy: Busy) -> None:
    order = list(busy.order)
    print(f"\n{len(order):,} statements with their signatures", flush=True)
    asked: list[Signed] = []
    with verifying_by(lambda *signed: asked.append(signed)):
        _fold(busy, order)
    bare, _ = _least(lambda: [bindings.crypto_sign_open(one[2] + one[1], one[0]) for one in asked])
    _tell(f"limit: libsodium alone, the {len(asked):,} that the fold asks for", bare)
    single, regime = _least(lambda: _fold(busy, order))
    _tell("cold fold, one core", single, len(order), bare)
    double, again = _least(lambda: _fold_on_two(busy, order))
    _tell(f"cold fold, {PROCESSES} processes verifying beside it", double, len(order), bare)
    assert regime.judge(busy.now) == again.judge(busy.now)
    assert not regime.judge(busy.now).irregularities


def _fold(busy: Busy, order: list[Place]) -> Regime:
    return _feed(Regime(document.parse(busy.data), policy.parse(busy.trust_file)), busy, order)


def _feed(regime: Regime, busy: Busy, order: list[Place]) -> Regime:
    for log, index in order:
        regime.feed(log, index, busy.logs[log][index])
    return regime


def _fold_on_two(busy: Busy, order: list[Place]) -> Regime:
    """Fold as if every signature were good, while other processes verify what is asked; if one is bad, fold anew.

    Verification is pure: if all that the fold asked for is good, this is what the fold would have been.
    """
    asked: list[Signed] = []
    answers = []

    def ask(*signed: bytes) -> None:
        asked.append((signed[0], signed[1], signed[2]))
        if len(asked) == CHUNK:
            answers.append(pool.apply_async(_all_good, (asked[:],)))
            asked.clear()

    with get_context("fork").Pool(PROCESSES) as pool:
        with verifying_by(ask):
            regime = _fold(busy, order)
        if _all_good(asked) and all(answer.get() for answer in answers):
            return regime
    return _fold(busy, order)


def _all_good(asked: list[Signed]) -> bool:
    try:
        for one in asked:
            ed25519.verify(*one)
    except Refused:
        return False
    return True


@contextmanager
def verifying_by(verify: Verify) -> Iterator[None]:
    """Let ``verify`` stand in for the verification of Ed25519 signatures."""
    real = ed25519.verify
    setattr(ed25519, "verify", verify)  # noqa: B010 - a function of a module is not to be assigned to
    try:
        yield
    finally:
        setattr(ed25519, "verify", real)  # noqa: B010


def _least(work: Callable[[], T], runs: int = RUNS) -> tuple[Seconds, T]:
    """Return the least seconds of a few runs, and what the last one made."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter(), time.process_time()
        made = work()
        taken.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return _both(taken), made


def _both(taken: Sequence[Seconds]) -> Seconds:
    return min(clock for clock, _ in taken), min(processor for _, processor in taken)


def _tell(label: str, seconds: Seconds, count: int = 0, beside: Seconds | None = None, of: str = "the limit") -> None:
    clock, processor = seconds
    each = f"{1_000_000 * clock / count:>8.1f} us each" if count else " " * 16
    ratio = f"   {clock / beside[0]:.2f} times {of}" if beside else ""
    print(f"  {label:<60} {clock:>8.3f} s ({processor:>7.3f} s of the processor) {each}{ratio}", flush=True)


def _describe(busy: Busy) -> str:
    kinds = Counter(
        entry.split(b'"kind":"', 1)[1].split(b'"', 1)[0].decode() for log in busy.logs.values() for entry in log
    )
    size = sum(map(len, (entry for log in busy.logs.values() for entry in log)))
    told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    return f"{len(busy.order):,} statements of {len(busy.logs)} parties in {busy.day:,} days, {size:,} bytes: {told}"


if __name__ == "__main__":
    main()
