"""Whatever a party logs, the fold goes on: no entry raises, each stands or is one irregularity."""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from typing import Any

import hypothesis.strategies as st
import pytest
from calls_upper import regime
from hostile import Hostile
from hypothesis import given
from upper_cases.desk import RU, STAGES, US, Desk, base, line, note, slot
from upper_cases.regime import given as given_of

from counterseal.assessment.finding import assess
from counterseal.encoding import ed25519
from counterseal.regime.fold import Regime
from counterseal.statements.statement import UNIX_S_MAX
from validation.state import plain

DIGESTS = ["00" * 32, "77" * 32]
TEXTS = ["", "a", "deveselu", "deveselu-visit", "inspected", "inspecting", "clean", "found", "empty", "l1/c1", RU, US]
VALUES = st.one_of(
    st.integers(-1, 30),
    st.sampled_from([1_646_125_200, 2**53 - 1, -(2**53 - 1)]),
    st.sampled_from([*TEXTS, *DIGESTS]),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
)
ENTRIES = [text for log in base().logs.values() for text in log]
STAGE = st.sampled_from(sorted(STAGES))
PARTY = st.sampled_from([RU, US])


def goes_on(desk: Desk) -> Regime:
    """Fold what stands on the desk, ask for its state, and return the fold."""
    made = regime(given_of(desk))
    assert len(made.judge(desk.now).digest) == 32
    for origin in made.facts.logs:
        assert made.size(origin) <= len(desk.logs[origin])
    return made


def ids_of(desk: Desk) -> list[str]:
    """Return the ids of everything said so far."""
    return [desk.id((log, index)) for log, entries in desk.logs.items() for index in range(len(entries))]


@given(STAGE, PARTY, st.binary(max_size=200))
def test_any_bytes(stage: str, party: str, data: bytes) -> None:
    desk = Desk(stage)
    log, index = desk.origins[party], len(desk.logs[desk.origins[party]])
    made = regime(given_of(desk))
    made.feed(log, index, data)
    assert made.size(log) == index + 1
    assert [(i.log, i.index) for i in made.judge(desk.now).irregularities] == [(log, index)]


@given(STAGE, PARTY, st.sampled_from(ENTRIES))
def test_any_entry_at_any_place(stage: str, party: str, entry: str) -> None:
    desk = Desk(stage)
    desk.add(party, entry.encode())
    goes_on(desk)


@given(STAGE, PARTY, st.sampled_from(ENTRIES), st.integers(0, 4000), st.integers(0, 255))
def test_any_byte_of_an_entry_changed(stage: str, party: str, entry: str, at: int, byte: int) -> None:
    data = entry.encode()
    place = at % len(data)
    desk = Desk(stage)
    log, index = desk.origins[party], len(desk.logs[desk.origins[party]])
    made = regime(given_of(desk))
    made.feed(log, index, data[:place] + bytes([byte]) + data[place + 1 :])
    made.judge(desk.now)


@given(st.data())
def test_any_member_changed_and_signed_anew(data: st.DataObject) -> None:
    """By all keys of both parties: so the change is judged by the rules, not by its signatures."""
    desk = Desk(data.draw(STAGE))
    honest: dict[str, Any] = json.loads(data.draw(st.sampled_from(ENTRIES)).split("\n")[1])
    envelope = honest | {"body": dict(honest["body"])}
    known = st.sampled_from(ids_of(desk) or DIGESTS)
    alike: dict[type, st.SearchStrategy[Any]] = {
        int: st.one_of(st.integers(-1, 30), st.sampled_from([1_646_125_200, 1_646_300_000, 2**53 - 1])),
        str: st.one_of(known, st.sampled_from(TEXTS)),
        list: st.lists(known, max_size=2, unique=True).map(sorted),
    }
    for _ in range(data.draw(st.integers(0, 3))):
        target = envelope["body"] if data.draw(st.booleans()) else envelope
        member = data.draw(st.sampled_from(sorted(target.keys() - {"body"})))
        target[member] = data.draw(alike.get(type(target[member]), VALUES) if data.draw(st.booleans()) else VALUES)
    if data.draw(st.booleans()):
        envelope = _fit(envelope, honest)
    roles = ["officer-1", "officer-2", "legal-1", "inspector-1", "escort-1", "node-1"]
    founding = honest["kind"] in ("root-key-set", "accession")
    by = ["root/1", "root/2"] if founding else [f"{name}/{role}" for name in (RU, US) for role in roles]
    text = b"counterseal.org/exercise/v1\n" + plain(envelope) + b"\n"
    desk.add(honest["party"], desk.signed(honest["party"], text, by))
    goes_on(desk)


def _fit(envelope: dict[str, Any], honest: dict[str, Any]) -> dict[str, Any]:
    """Return the envelope as its changed body asks for it, so that the later rules see the change."""
    body = envelope["body"]
    cited = sorted(
        {body[name] for name in ("cut", "exchange", "notice", "previous") if isinstance(body.get(name), str)}
    )
    fitted = honest | {"body": body, "re": cited, "seen": []}
    taken = slot(honest["kind"], body)
    return fitted if taken is None else fitted | {"slot": taken}


@given(STAGE, PARTY, PARTY, st.integers(0, 40), st.binary(min_size=32, max_size=32), st.booleans())
def test_any_checkpoint_observed(stage: str, reader: str, author: str, size: int, root: bytes, true: bool) -> None:
    desk = Desk(stage)
    held = len(desk.logs[desk.origins[author]])
    shown = desk.checkpoint(author, size, root=None if true and size <= held else root)
    desk.observe(reader, desk.cosigned(author, shown))
    made = goes_on(desk)
    if size > held and reader != author and made.facts.logs[desk.origins[reader]].epochs:
        assert made.size(desk.origins[reader]) == len(desk.logs[desk.origins[reader]]) - 1


@pytest.mark.parametrize("size", [65_535, 65_536])
def test_the_largest_entry(size: int) -> None:
    desk = Desk("declared")
    officer = desk.key(RU, "officer-1")
    text = b"counterseal.org/exercise/v1\n" + b"a" * 65_000 + b"\n"
    lines = [line(officer, bytes(64))]
    data = note(text, lines)
    desk.add(RU, data + b"x" * (size - len(data)))
    goes_on(desk)


TORTURE = os.environ.get("COUNTERSEAL_TORTURE") == "1"
STATEMENTS = 1_000_000 if TORTURE else 12_000
EPISODE = 1_500  # statements of one history: then another begins, so that what is kept does not grow
STEP_S_MAX = 5  # of the processor: no entry and no question takes so long, whatever it says


def test_hostile_statements_under_every_term(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing raises, nothing hangs, nothing grows, and every irregularity names what is in a log."""
    monkeypatch.setattr(ed25519, "verify", getattr(ed25519.verify, "__wrapped__", ed25519.verify))
    said = episode = 0
    codes: set[str] = set()
    peaks: list[int] = []
    kept: list[int] = []
    while said < STATEMENTS:
        history = Hostile(f"episode {episode}")
        while len(history.order) < EPISODE and not _stands_still(history):
            begun = time.process_time()
            history.run(len(history.order) + 1)
            assert time.process_time() - begun < STEP_S_MAX
        said += len(history.order)
        episode += 1
        codes |= _look(history)
        del history
        gc.collect()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        kept.append(len(gc.get_objects()))
        if TORTURE and episode % 50 == 0:
            print(f"{said} statements in {episode} histories, {len(codes)} codes, peak {peaks[-1] // 1024} MiB")
    assert len(codes) > 40
    middle = min(20, len(peaks) // 2)
    assert kept[-1] < 1.05 * kept[middle]  # nothing of a history outlives it
    assert peaks[-1] < 1.5 * peaks[middle]  # what one takes depends on how many dates its state tells


def _stands_still(history: Hostile) -> bool:
    """Return whether the logs wait for each other, after somebody observed what is not there."""
    return sum(map(history.fold.size, history.logs)) < len(history.order) - 300


def _look(history: Hostile) -> set[str]:
    """Ask for state and findings at several hours, and return the codes of what was irregular."""
    codes: set[str] = set()
    for now in (0, history.now - 2_592_000, history.now, history.now + 40_000_000, UNIX_S_MAX):
        begun = time.process_time()
        state = history.fold.judge(now)
        assert len(state.digest) == 32
        assert len(assess(state.document, state)) == len(state.document.undertakings)
        assert time.process_time() - begun < STEP_S_MAX
        for broken in state.irregularities:
            assert broken.subject in history.subjects[broken.log, broken.index]
            codes.add(broken.code)
    return codes
