"""The witness's memory: stored before it is signed, one root per size, whoever else writes to the store."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from upper_cases.desk import RU, US

from counterseal.errors import Unavailable
from counterseal.log import witness as rule
from counterseal.log.tree import Tree, leaf_hash
from counterseal.node.witness import Witness
from counterseal.store.memory import MemoryStore
from counterseal.world.seeded import Clock
from tests.node import made

ORIGIN = made.DESK.origins[RU]


class Disturbed(MemoryStore):
    """A store in which something happens just before each swap."""

    def __init__(self) -> None:
        super().__init__()
        self.before_swap: Callable[[], None] = lambda: None

    def swap(self, name: str, old: bytes, new: bytes) -> None:
        """See ``Store.swap``."""
        self.before_swap()
        super().swap(name, old, new)


def witness(store: MemoryStore) -> Witness:
    """Return a witness on a store."""
    return Witness(policy=made.trust_file(), cosigners=(made.DESK.witness(US),), store=store, clock=Clock(made.NOW))


def leaves(size: int, last: bytes = b"") -> list[bytes]:
    """Return leaf hashes of a log, the last of them of another entry if one is given."""
    entries = [b"entry %d" % index for index in range(size)]
    return [leaf_hash(entry) for entry in ([*entries[:-1], last] if last else entries)]


def request(old: int, size: int, last: bytes = b"") -> bytes:
    """Return a request to cosign a log of this size."""
    tree = Tree(leaves(size, last))
    proof = tree.consistency(old, size) if old else ()
    return rule.encode(old, proof, made.DESK.cosigned(RU, made.DESK.checkpoint(RU, size, root=tree.root()), ()))


def test_it_grows_from_nothing_and_remembers() -> None:
    store = MemoryStore()
    first = witness(store).answer(request(0, 3))
    assert (first.status, first.body.count(b"\n")) == (200, 1)
    assert store.register(f"witness/{ORIGIN}") == first.text
    again = witness(store)  # another process, later
    assert again.answer(request(0, 5)).status == 409
    assert again.answer(request(0, 5)).body == b"3\n"
    assert again.answer(request(3, 5)).status == 200
    assert again.answer(request(5, 5)).status == 200
    assert again.answer(request(5, 5, b"another")).status == 422


def test_it_stores_before_it_signs() -> None:
    store = Disturbed()
    asked = witness(store)
    signed: list[bytes] = []
    cosigner = made.DESK.witness(US)

    class Watched:
        vkey = cosigner.vkey

        def sign(self, message: bytes) -> bytes:
            signed.append(store.register(f"witness/{ORIGIN}"))
            return cosigner.sign(message)

    asked._cosigners = (Watched(),)
    answer = asked.answer(request(0, 3))
    assert signed == [answer.text]


@pytest.mark.parametrize(
    ("other", "status", "size"),
    [(request(0, 3), 409, b"3\n"), (request(0, 4), 409, b"4\n"), (request(0, 3, b"another"), 409, b"3\n")],
    ids=["the same", "a larger one", "another root"],
)
def test_of_two_answers_at_once_one_is_worked_out_again(other: bytes, status: int, size: bytes) -> None:
    store = Disturbed()
    quick, slow = witness(store), witness(store)

    def overtake() -> None:
        store.before_swap = lambda: None
        assert quick.answer(other).status == 200

    store.before_swap = overtake
    answer = slow.answer(request(0, 3))
    assert (answer.status, answer.body) == (status, size)


def test_never_two_roots_for_one_size_though_it_is_overtaken() -> None:
    store = Disturbed()
    quick, slow = witness(store), witness(store)
    assert quick.answer(request(0, 2)).status == 200

    def overtake() -> None:
        store.before_swap = lambda: None
        assert quick.answer(request(2, 3)).status == 200

    store.before_swap = overtake
    assert slow.answer(request(2, 3, b"another")).status == 409


def test_a_disk_that_refuses_is_not_a_race() -> None:
    store = Disturbed()

    def fail() -> None:
        raise Unavailable("the disk is full")

    store.before_swap = fail
    with pytest.raises(Unavailable, match="disk is full"):
        witness(store).answer(request(0, 3))
    assert store.register(f"witness/{ORIGIN}") == b""


def test_a_damaged_register_signs_nothing() -> None:
    store = MemoryStore()
    store.swap(f"witness/{ORIGIN}", b"", b"rubbish")
    with pytest.raises(Unavailable, match="damaged"):
        witness(store).answer(request(0, 3))


@pytest.mark.parametrize(("data", "status"), [(b"", 400), (b"old 0\n\nno note\n", 400)])
def test_a_bad_request_reads_no_register(data: bytes, status: int) -> None:
    assert witness(MemoryStore()).answer(data).status == status
