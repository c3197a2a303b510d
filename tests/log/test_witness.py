"""The witness: whatever requests come, in whatever order, it cosigns one history of a log, which never shrinks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterseal.log import note, policy, tree, witness
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.signer import Ed25519Signer

LOG = Ed25519Signer("alpha.example/log", bytes(32))
POLICY = policy.parse(f"log {LOG.vkey.encode()}\nquorum none\n".encode())
ORIGIN = LOG.vkey.name
SIZE = 12
# Three histories: the second parts from the first behind entry 4, the third at once.
HISTORIES = [
    tree.Tree(tree.leaf_hash(b"%d of %d" % (0 if index < common else history, index)) for index in range(SIZE))
    for history, common in ((0, SIZE), (1, 5), (2, 0))
]


def checkpoint_of(history: int, size: int) -> Checkpoint:
    """Return what the log says of a history."""
    return Checkpoint(ORIGIN, size, HISTORIES[history].root(size))


def request(history: int, old: int, new: int) -> bytes:
    """Return a request as the log would send it: signed, and with the best proof there is."""
    proof = HISTORIES[history].consistency(old, new) if 0 < old <= new else ()
    return witness.encode(old, proof, note.sign(checkpoint_of(history, new).encode(), [LOG]).encode())


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, SIZE), st.integers(0, SIZE)), max_size=30), st.booleans())
def test_all_that_is_cosigned_is_one_history(asked: list[tuple[int, int, int]], follows: bool) -> None:
    state: witness.State = {}
    cosigned: list[Checkpoint] = []
    for history, drawn, new in asked:
        stored = state[ORIGIN].size if ORIGIN in state else 0
        old = stored if follows else drawn
        answer, state = witness.answer(state, request(history, old, new), POLICY)
        assert answer.status in (200, 400, 409, 422)
        if answer.status == 200:
            assert state[ORIGIN] == checkpoint_of(history, new)
            assert answer.text == state[ORIGIN].encode()
            cosigned.append(state[ORIGIN])
        else:
            assert answer.evidence == note.sign(checkpoint_of(history, new).encode(), [LOG]).encode()
    assert [known.size for known in cosigned] == sorted(known.size for known in cosigned)
    if cosigned:
        last = cosigned[-1].size
        histories = [tree_ for tree_ in HISTORIES if tree_.root(last) == cosigned[-1].root]
        assert any(all(known.root == history.root(known.size) for known in cosigned) for history in histories)


def test_two_good_requests_on_one_state_are_why_check_and_store_are_one_step() -> None:
    # Both answers are right on the state they saw. Stored after each other without a second look, the later write
    # would take the witness back from 9 to 7, and it could then be led into a fork from there.
    state: witness.State = {ORIGIN: checkpoint_of(0, 5)}
    larger, after_larger = witness.answer(state, request(0, 5, 9), POLICY)
    smaller, after_smaller = witness.answer(state, request(1, 5, 7), POLICY)
    assert (larger.status, smaller.status) == (200, 200)
    assert after_smaller[ORIGIN].size < after_larger[ORIGIN].size
    again, unchanged = witness.answer(after_larger, request(1, 5, 7), POLICY)
    assert (again.status, again.body, unchanged) == (409, b"9\n", after_larger)
    assert state == {ORIGIN: checkpoint_of(0, 5)}


@given(st.binary(max_size=120))
def test_no_request_raises(data: bytes) -> None:
    for prefix in (b"", b"old 0\n\n", request(0, 0, 3)):
        answer, state = witness.answer({}, prefix + data, POLICY)
        assert answer.status in (200, 400, 403)
        assert (state == {}) == (answer.status != 200)
