"""The fold does not depend on the order in which entries arrive, nor on when it is asked."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
from amended import amended
from every_term import POINTS, every_term
from histories import History
from hostile import Blind, Hostile
from played import play
from upper_cases import sealed
from upper_cases.desk import RU, Base, base
from upper_cases.partial import contended
from upper_cases.regime_sealed import sealed_by

from counterseal.agreement import document
from counterseal.agreement.document import Agreement
from counterseal.errors import Misuse, Refused
from counterseal.log import policy
from counterseal.log.policy import Policy
from counterseal.regime.fold import Regime

HISTORIES = (
    "deveselu-one-visit",
    "three-parties",
    "another-share",
    "two-histories",
    "conflicts",
    "amended",
    "sealings",
    "partial",
)
ORDERS = {"conflicts": 500}
NOW = 1_647_400_000
HOSTILE = 4  # histories among hostile parties, each in some orders

Entries = list[tuple[str, int, bytes]]
DOCUMENT = ""
"""In the place of a log: that an entry is a document which an amendment names."""


def conflicts() -> History:
    """Return a history in which parties who do not see each other contend for everything that there is only one of."""
    made = History(every_term(places=1), seed="conflicts")
    made.found()
    made.notify("epsilon", "consultation-held")
    made.sync()
    made.notify("gamma", "consent")
    made.notify("beta", "figures", figures={"launchers": 2, "shelters": 1})
    for party, site in (("alpha", "site-1"), ("beta", "base-1"), ("beta", "base-2")):
        points = [{"holds": "empty", "id": point} for point in POINTS]
        made.say(party, "declaration", {"points": points, "site": site})
    sealed = made.declare_sealed("alpha", "site-2", {"p/1": "target"})
    doubt = made.notify("alpha", "discrepancy", words="the texts differ")
    made.now += 3 * 86_400
    made.sync()
    # The last place of the year and a host's withdrawal, at one time.
    base = made.announce("base", 1, "base-1")
    first = made.announce("first", 1)
    made.notify("gamma", "consent-withdrawn")
    made.notify("alpha", "step-a")
    made.notify("beta", "step-b")
    asked = made.notify("alpha", "request", words="what is there?")
    made.notify("alpha", "resolution", about=doubt)
    made.notify("beta", "resolution", about=doubt)
    made.notify("zeta", "talk")
    _close_cut(made)
    # One side reports alone while the other designates; both answer; both refer; one suspends, the other withdraws.
    made.designate(base, "base-1")
    alone = {party: made.say(party, "one-sided-report", _alone(made, base)) for party in ("alpha", "beta")}
    made.announce("second", 1)
    made.unseal(sealed, {"p/1": "target"}, ("p/1",), 1)
    made.notify("beta", "receipt", about=asked, hour=made.now)
    made.notify("beta", "answer", about=asked, words="nothing")
    made.notify("alpha", "receipt", about=first, hour=made.now)
    _close_cut(made)
    made.sync("alpha", "beta")
    made.say("alpha", "one-sided-report", _alone(made, first))
    made.say("beta", "one-sided-report", _alone(made, first))
    for party, share in (("alpha", "inspecting"), ("beta", "inspected")):
        body = {"commitment": "33" * 32, "cut": _cut(made).hex(), "exchange": base.hex(), "role": share}
        made.say(party, "draw-share-sealed", body)
        made.say(party, "draw-share-opened", {"exchange": base.hex(), "share": "11" * 32})  # early
    made.notify("alpha", "referral", about=alone["beta"], words="not so")
    made.notify("beta", "referral", about=alone["alpha"], words="not so")
    made.notify("zeta", "referral", about=alone["alpha"], words="what now?")
    made.notify("alpha", "suspension", words="until it is clear")
    made.notify("beta", "withdrawal", hour=made.now + 86_400)
    made.notify("alpha", "request", words="with a key about to go")
    # Keys are revoked under what others do not see, and a text is said twice.
    size = len(made.logs[made.origins["alpha"]])
    revoked = next(key["key"] for key in made.key_set("alpha")["keys"] if key["name"].endswith("officer-1"))
    made.say("alpha", "key-revocation", {"keys": [revoked], "last_good": size - 2})
    made.say("beta", "key-rotation", made.key_set("beta", 1))
    said = made.text("beta", "filler", {"padding": "0"})
    for _ in range(2):
        made.add("beta", made.signed("beta", said), said.id)
    made.now += 86_400
    made.sync("beta", "gamma", "zeta")
    made.notify("beta", "request", words="too late")
    made.sync("alpha", "delta")
    made.notify("alpha", "request", words="with a key that is no longer")
    return made


def _close_cut(made: History) -> None:
    """Let everybody observe everything, and the party whose turn it is close a cut over it."""
    made.now += 3_600
    sizes = {log: len(entries) for log, entries in made.logs.items()}
    for reader in made.origins:
        for author, log in made.origins.items():
            made.observe(reader, author, sizes[log])
    cuts = [one for one in made.ids if one and made.statement(one).kind == "cut"]
    number = len(cuts) + 1
    vector = [
        {"log": log, "root": made.trees[log].root(size).hex(), "size": size} for log, size in sorted(sizes.items())
    ]
    body: dict[str, Any] = {"hour": made.now, "number": number, "vector": vector}
    turn = made.agreement.parties[number % len(made.agreement.parties)].name
    made.say(turn, "cut", body | ({"previous": cuts[-1].hex()} if cuts else {}))


def _cut(made: History) -> bytes:
    return [one for one in made.ids if one and made.statement(one).kind == "cut"][-1]


def _alone(made: History, notice: bytes) -> dict[str, Any]:
    hours = dict.fromkeys(("began_at", "ended_at", "freeze_verified_at"), made.now)
    return {"notice": notice.hex(), "points": [{"id": "p/1", "outcome": "clean"}], **hours}


def sealings() -> History:
    """Return a history in which a holder seals anew while it is told which of its sites is meant."""
    made = sealed.at("declared")
    meant = sealed_by(made, RU, "shelter-a")
    visit = made.announce("shelter-visit", 1, "shelter-a")
    made.exchange()
    made.designate(visit, "shelter-a")
    unseen = made.declare_sealed(RU, "shelter-a", {}, 2)
    made.exchange()
    late = made.declare_sealed(RU, "shelter-a", {"s1": "tomahawk"}, 3)
    every = ("s1", "s2", "s3")
    for one, held in ((meant, sealed.SHELTERS), (late, {"s1": "tomahawk"}), (unseen, {})):
        made.unseal(one, held, every, 1, notice=visit.hex())
    made.unseal(meant, sealed.SHELTERS, ("s2",), 1)
    made.unseal(late, {"s1": "sm-3"}, ("s1",), 1)
    made.exchange()
    return made


MADE = {
    "amended": cache(amended),
    "conflicts": cache(conflicts),
    "sealings": cache(sealings),
    "partial": cache(contended),
}


@cache
def history(name: str) -> Base:
    """Return a stored history, or what a variant of the play left."""
    if name in ("deveselu-one-visit", "three-parties"):
        return base(name)
    if name in MADE:
        made = MADE[name]()
        texts = {log: [entry.decode() for entry in entries] for log, entries in made.logs.items()}
        return Base(name, made.data.decode(), made.trust_file.decode(), texts)
    world = play(name)[0].world
    node = world.nodes["russian-federation"]
    logs = {log: [e.decode() for e in node.entries(log, 0, node.regime.size(log))] for log in node.regime.facts.logs}
    return Base(name, world.agreement.data.decode(), world.trust_file.decode(), logs)


def entries(name: str) -> Entries:
    """Return all entries of a history with their places, and the documents that come with them."""
    documents = [(DOCUMENT, 0, one) for one in MADE[name]().documents] if name in MADE else []
    return documents + [
        (log, index, text.encode()) for log, texts in history(name).logs.items() for index, text in enumerate(texts)
    ]


@cache
def terms(name: str) -> tuple[Agreement, Policy]:
    """Return agreement and trust file of a history."""
    of = history(name)
    return document.parse(of.agreement.encode()), policy.parse(of.trust_file.encode())


def fresh(name: str) -> Regime:
    """Return a fold that has seen nothing."""
    return Regime(*terms(name))


def fold(name: str, order: Entries) -> Regime:
    """Return the fold over entries in the order given."""
    made = fresh(name)
    for log, index, data in order:
        take(made, log, index, data)
    return made


def take(made: Regime, log: str, index: int, data: bytes) -> None:
    """Give a fold an entry, or a document."""
    if log == DOCUMENT:
        made.supply(data)
    else:
        made.feed(log, index, data)


@pytest.mark.parametrize("name", HISTORIES)
def test_any_order_of_delivery_gives_one_state(name: str) -> None:
    """125 orders each, or 500, with repeats; in every one a log arrives after all others."""
    every = entries(name)
    whole = fold(name, every).judge(NOW)
    dice = random.Random(f"delivery of {name}")
    logs = sorted(history(name).logs)
    for _ in range(ORDERS.get(name, 125)):
        late = dice.choice(logs)
        order = every + dice.sample(every, len(every) // 2)
        dice.shuffle(order)
        order = [entry for entry in order if entry[0] != late] + [entry for entry in order if entry[0] == late]
        assert fold(name, order).judge(NOW) == whole


@pytest.mark.parametrize("name", HISTORIES)
def test_after_every_entry_the_state_is_that_of_what_is_folded(name: str) -> None:
    every = entries(name)
    random.Random(f"steps of {name}").shuffle(every)
    grown = fresh(name)
    asked = {tuple[int, ...]()}
    for log, index, data in every:
        take(grown, log, index, data)
        sizes = {origin: grown.size(origin) for origin in grown.facts.logs}
        if tuple(sizes.values()) in asked:
            continue  # it waits: nothing was folded
        asked.add(tuple(sizes.values()))
        prefix = [entry for entry in entries(name) if entry[1] < sizes.get(entry[0], 1)]
        batch = fold(name, prefix)
        assert batch.judge(NOW) == grown.judge(NOW)
        assert {origin: batch.size(origin) for origin in batch.facts.logs} == sizes
    assert sizes == {log: len(texts) for log, texts in history(name).logs.items()}
    assert len(asked) > 3


def test_what_waits_changes_nothing() -> None:
    """Withholding a log stops what rests on it, and bends nothing else."""
    name = "deveselu-one-visit"
    every = entries(name)
    withheld = every[-1][0]
    partly = fold(name, [entry for entry in every if entry[0] != withheld])
    closed = [entry for entry in every if entry[1] < partly.size(entry[0])]
    assert partly.judge(NOW).digest == fold(name, closed).judge(NOW).digest
    assert 0 < len(closed) < len(every) // 2


def test_two_entries_for_one_place_are_the_feeders_mistake() -> None:
    name = "deveselu-one-visit"
    log, index, data = entries(name)[0]
    made = fold(name, [(log, index, data)])
    with pytest.raises(Misuse):
        made.feed(log, index, data + b"x")
    made.feed(log, 5, b"waits")
    with pytest.raises(Misuse):
        made.feed(log, 5, b"waits too")
    with pytest.raises(Misuse):
        made.feed("nobody.example/log/x", 0, data)
    with pytest.raises(Misuse):
        made.feed(log, -1, data)


def test_another_hour_is_another_state() -> None:
    made = fold("deveselu-one-visit", entries("deveselu-one-visit"))
    first, second = made.judge(NOW), made.judge(NOW + 1)
    assert first.subjects == second.subjects
    assert first.digest != second.digest


def test_what_contends_is_there() -> None:
    """The history of conflicts shows what it was made for."""
    state = fold("conflicts", entries("conflicts")).judge(conflicts().now)
    assert {"draw-early", "one-sided-points", "entry-signer"} <= {broken.code for broken in state.irregularities}
    assert [len(one.opened) for one in state.seals] == [1]
    assert len(state.cuts) == 2
    assert [len(entry.visits) for entry in state.quotas if entry.quota == "all-year"] == [1]
    assert [len(entry.excess) for entry in state.quotas if entry.quota == "all-year"] == [1]
    assert len([dispute for dispute in state.disputes if dispute.resolution is not None]) == 1
    assert {stop.what for stop in state.stops} == {"suspended", "withdrawn"}
    assert any(disputed for *_, disputed in state.notifications)


def test_what_is_sealed_is_there() -> None:
    """The history of sealed declarations shows what it was made for: what was sealed before its author knew counts."""
    state = fold("sealings", entries("sealings")).judge(sealings().now)
    codes = sorted(broken.code for broken in state.irregularities)
    assert codes == ["declaration-opening", "opening-late", "opening-late"]
    assert [visit.seal for visit in state.visits] == [state.seals[1].statement]
    assert [(one.body.number, len(one.opened)) for one in state.seals[:3]] == [(None, 1), (2, 3), (3, 0)]


def test_what_is_amended_is_there() -> None:
    """The history of amendments shows what it was made for, at each hour by the document in effect then."""
    made = amended()
    regime = fold("amended", entries("amended"))
    state = regime.judge(made.now)
    assert sorted((one.number, one.status, one.cut or 0) for one in state.amendments) == [
        (1, "void", 1),
        (1, "void", 1),
        (2, "late", 3),
        (2, "took effect", 2),
        (3, "took effect", 5),
    ]
    codes = sorted(broken.code for broken in state.irregularities)
    formats = ["notification-format"] * 2
    assert codes == ["amendment-name", "amendment-previous", "kind-unagreed", *formats]
    cuts = {cut.number: cut.hour for _, cut in state.cuts}
    more, _, _, last = made.documents
    hours = {0: made.data, cuts[1]: made.data, cuts[2] - 1: made.data, cuts[2]: more, cuts[4]: more, cuts[5] - 1: more}
    for hour, data in (hours | {cuts[5]: last, made.now: last}).items():
        assert regime.judge(hour).document.data == data
        assert regime.judge(hour).agreement == made.agreement.digest


def test_a_missing_document_is_asked_for_and_changes_nothing_else() -> None:
    every = entries("amended")
    given = [entry for entry in every if entry[0] != DOCUMENT]
    waiting = fold("amended", given)
    asked = len(waiting.missing)
    assert asked == 2  # by the amendments 1, of which neither knows of the other
    sizes = {log: waiting.size(log) for log in waiting.facts.logs}
    below = fold("amended", [entry for entry in given if entry[1] < sizes[entry[0]]])
    assert not below.missing
    assert below.judge(NOW) == waiting.judge(NOW)
    for log, index, data in every:
        if log == DOCUMENT:
            take(waiting, log, index, data)
    assert not waiting.missing
    assert waiting.judge(NOW) == fold("amended", every).judge(NOW)


def test_a_document_of_a_rule_set_to_come_is_not_judged() -> None:
    made = fresh("amended")
    data = amended().data
    for other in (b'"rules":"v2"', b'"rules":"v2","rung":1'):
        with pytest.raises(Refused) as caught:
            made.supply(data.replace(b'"rules":"v1"', other))
        assert caught.value.code == "agreement-rules"
    made.supply(data.replace(b'"rules":"v1"', b'"rules":"1"'))  # no rule set at all: no agreement


def test_nobody_alone_stops_the_others_by_an_amendment() -> None:
    made = amended()
    size = len(made.logs[made.origins["beta"]])
    said = made.text("beta", "amendment", {"agreement": "77" * 32, "number": 4, "previous": "77" * 32})
    made.terms = made.agreement
    made.add("beta", made.signed("beta", said).rpartition("— zeta".encode())[0])
    made.say("beta", "filler", {"padding": "0"})
    regime = made.regime()
    assert not regime.missing
    assert regime.size(made.origins["beta"]) == size + 2


@pytest.mark.parametrize("seed", range(HOSTILE))
def test_hostile_histories_in_any_order(seed: int) -> None:
    told = (Hostile if seed else Blind)(f"order {seed}")
    told.run(500)
    hours = (told.now - 86_400, told.now, told.now + 40_000_000)
    whole = [told.fold.judge(hour).digest for hour in hours]
    dice = random.Random(seed)
    for _ in range(12):
        order = dice.sample(told.order, len(told.order))
        made = told.regime(order)
        assert [made.judge(hour).digest for hour in hours] == whole
        assert made.facts.thread == told.fold.facts.thread
        assert made.facts.used == told.fold.facts.used


@pytest.mark.parametrize("seed", range(HOSTILE))
def test_a_cut_only_appends(seed: int) -> None:
    """What is below a cut stands or is irregular as it was, whatever is said above it."""
    told = Hostile(f"cuts {seed}")
    told.run(1_300)
    assert len(told.fold.facts.cuts) > 2
    for number, (_, cut) in told.fold.facts.cuts.items():
        sizes = {position.log: position.size for position in cut.vector}
        below = told.regime([(log, index) for log, index in told.order if index < sizes[log]])
        assert {log: below.size(log) for log in sizes} == sizes, f"cut {number} is closed"
        for facts in (below.facts, told.fold.facts):
            standing = {one: place for one, place in facts.places.items() if place[1] < sizes[place[0]]}
            broken = {one for one in facts.irregularities if one.index < sizes[one.log]}
            assert standing == below.facts.places
            assert broken == below.facts.irregularities


def test_a_cut_that_comes_late_stands_beside_the_one_that_passed_it_over() -> None:
    """The history of partial cuts shows what it was made for."""
    state = fold("partial", entries("partial")).judge(NOW)
    assert [(cut.number, cut.absent) for _, cut in state.cuts] == [
        (1, ()),
        (2, ("romania",)),
        (3, ()),
        (6, ("united-states",)),
    ]
    assert [(one.status, one.cut) for one in state.amendments] == [("took effect", 3)]
    assert [broken.code for broken in state.irregularities] == ["notification-format"]
    assert [party for _, party, told, _ in state.notifications if told.format == "alarm"] == [
        "russian-federation",
        "united-states",
    ]
