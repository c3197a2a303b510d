"""The joint draw: R24 to R28."""

from __future__ import annotations

from collections.abc import Iterator

from book import Book

from upper_cases.desk import NORTH, RO, RU, US, Desk
from upper_cases.regime import Case, add
from upper_cases.regime_subjects import three


def write(book: Book) -> None:
    """Add the cases."""
    for case in cases():
        add(book, case)


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _sealing()
    yield from _cuts()
    yield from _opening()


def _sealing() -> Iterator[Case]:
    desk = Desk("cut")
    place = desk.say(RU, "draw-share-sealed", desk.sealed(RU, exchange=desk.of(US, "declaration")))
    yield Case("r24-on-no-notice", desk, "A notice starts a draw.", [("R24", "draw-exchange", place)])
    desk = Desk("cut")
    place = desk.say(RU, "draw-share-sealed", desk.sealed(RU, role="inspected"))
    yield Case("r24-in-the-others-role", desk, "Each in its role.", [("R24", "draw-role", place)])
    desk = three()
    _cut_of_three(desk)
    place = desk.say(RO, "draw-share-sealed", desk.sealed(RO))
    yield Case("r24-by-an-outsider", desk, "Two parties draw.", [("R24", "draw-role", place)])

    desk = Desk("sealed")
    copy = desk.sealed(US) | {"commitment": desk.sealed(RU)["commitment"]}
    desk = Desk({RU: 12, US: 12})
    desk.sight(US, RU, 12)
    place = desk.say(US, "draw-share-sealed", copy)
    yield Case("r26-a-copy", desk, "Who copies a seal could let the other open it.", [("R26", "draw-copied", place)])
    desk = Desk({RU: 12, US: 12})
    desk.say(US, "draw-share-sealed", copy)
    desk.exchange()
    why = "Sealed unseen, two equal seals are no fault of either; but the copied one can never be opened."
    yield Case("two-equal-seals-unseen", desk, why)


def _cuts() -> Iterator[Case]:
    holds = ("R25", "draw-cut")
    desk = Desk("cut")
    place = desk.say(RU, "draw-share-sealed", desk.sealed(RU, cut=desk.of(US, "declaration")))
    yield Case("r25-on-no-cut", desk, "A cut freezes the list.", [(*holds, place)])
    desk = Desk("declared")
    desk.exchange()
    _cut(desk, 1, US)
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 1})
    desk.exchange()
    place = desk.say(RU, "draw-share-sealed", desk.sealed(RU))
    yield Case("r25-cut-before-the-notice", desk, "The cut holds the notice.", [(*holds, place)])
    desk = Desk("in force")
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 1})
    desk.exchange()
    _cut(desk, 1, US)
    desk.exchange()
    place = desk.say(RU, "draw-share-sealed", desk.sealed(RU))
    yield Case("r25-nothing-declared", desk, "What is not declared is not frozen.", [(*holds, place)])
    desk = Desk("in force")
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 1})
    desk.exchange()
    _cut(desk, 1, US)
    desk.say(US, "declaration", desk.declaration())
    desk.exchange()
    place = desk.say(RU, "draw-share-sealed", desk.sealed(RU))
    yield Case("r25-declared-after-the-cut", desk, "The cut holds the declaration.", [(*holds, place)])

    desk = Desk("cut")
    earlier = desk.cut()
    desk.exchange()
    _cut(desk, 2, RU)
    desk.exchange()
    desk.say(RU, "draw-share-sealed", desk.sealed(RU, cut=earlier))
    desk.exchange()
    place = desk.say(US, "draw-share-sealed", desk.sealed(US))
    yield Case("r26-over-another-cut", desk, "Both cite one cut.", [("R26", "draw-copied", place)])
    desk = Desk("cut")
    desk.exchange()
    _cut(desk, 2, RU)
    desk.exchange()
    desk.say(RU, "draw-share-sealed", desk.sealed(RU, cut=earlier))
    desk.say(US, "draw-share-sealed", desk.sealed(US))
    desk.exchange()
    for party in (RU, US):
        desk.say(party, "draw-share-opened", desk.opened(party))
    why = "Two cuts cited unseen: no fault of either, but no draw comes of it, and none is made again."
    yield Case("two-cuts-cited-unseen", desk, why)


def _opening() -> Iterator[Case]:
    early = ("R27", "draw-early")
    desk = Desk("cut")
    desk.say(RU, "draw-share-sealed", desk.sealed(RU))
    desk.exchange()
    place = desk.say(RU, "draw-share-opened", desk.opened(RU))
    yield Case("r27-before-the-other-sealed", desk, "The last to seal would choose.", [(*early, place)])
    desk = Desk({RU: 12, US: 15})
    desk.sight(RU, RU, 12)
    desk.sight(RU, US, 13, by=(NORTH, US))
    place = desk.say(RU, "draw-share-opened", desk.opened(RU))
    why = "The other's seal was seen, but no quorum had witnessed it: it could still be taken back."
    yield Case("r27-sealed-but-not-witnessed", desk, why, [(*early, place)])
    desk = Desk({RU: 12, US: 15})
    desk.sight(RU, RU, 12)
    place = desk.say(RU, "draw-share-opened", desk.opened(RU))
    why = "The other's seal is there, but not in the author's past, in whatever order the logs arrive."
    yield Case("r27-sealed-but-not-seen", desk, why, [(*early, place)])
    desk = Desk({RU: 12, US: 15})
    desk.sight(RU, US, 15)
    place = desk.say(RU, "draw-share-opened", desk.opened(RU))
    yield Case("r27-own-seal-not-witnessed", desk, "Its own seal as well.", [(*early, place)])
    desk = Desk({RU: 12, US: 12})
    place = desk.say(RU, "draw-share-opened", desk.opened(RU))
    desk.exchange()
    desk.say(US, "draw-share-sealed", desk.sealed(US))
    desk.exchange()
    for party in (RU, US):
        desk.say(party, "draw-share-opened", desk.opened(party))
    why = "Shown early, a share is known to who has yet to seal: the draw has no result, whatever follows."
    yield Case("r27-early-and-then-as-if-nothing-had-been", desk, why, [(*early, place)])
    desk.exchange()
    late = desk.say(RU, "inspection-report", desk.report())
    why = "Without a draw no report."
    yield Case("r22-after-a-spoiled-draw", desk, why, [("R22", "report-draw", late), (*early, place)])
    desk = three()
    place = desk.say(RO, "draw-share-opened", {"exchange": desk.of(RU, "notice"), "share": "22" * 32})
    yield Case("r27-by-an-outsider", desk, "Two parties draw.", [("R27", "draw-exchange", place)])
    desk = Desk("sealed")
    place = desk.say(RU, "draw-share-opened", {"exchange": desk.of(US, "declaration"), "share": "22" * 32})
    yield Case("r27-on-no-notice", desk, "A notice starts a draw.", [("R27", "draw-exchange", place)])
    desk = Desk("sealed")
    place = desk.say(US, "draw-share-opened", desk.opened(US) | {"share": "22" * 32})
    why = "Another share than the sealed one: it stays sealed, and there is no second draw."
    yield Case("r28-another-share", desk, why, [("R28", "draw-opening", place)])
    desk = Desk("sealed")
    place = desk.say(US, "draw-share-opened", desk.opened(US) | {"share": "22" * 32})
    desk.say(US, "draw-share-opened", desk.opened(US))
    why = "A wrong opening takes no slot; the right one after it stands."
    yield Case("opened-after-a-wrong-opening", desk, why, [("R28", "draw-opening", place)])


def _cut(desk: Desk, number: int, party: str) -> None:
    """Have a cut made over the sizes that everybody has just observed."""
    vector = desk.vector(russian_federation=_seen(desk, RU), united_states=_seen(desk, US))
    body = {"hour": desk.now, "number": number, "vector": vector}
    desk.say(party, "cut", body | ({"previous": desk.cut()} if number > 1 else {}))


def _seen(desk: Desk, party: str) -> int:
    """Return the size of a log before the two observations that an exchange of two parties adds."""
    return len(desk.logs[desk.origins[party]]) - 2


def _cut_of_three(desk: Desk) -> None:
    sizes = {party.replace("-", "_"): len(desk.logs[desk.origins[party]]) for party in (RO, RU, US)}
    desk.exchange()
    vector = desk.vector(**sizes)
    desk.say(RU, "cut", {"hour": desk.now, "number": 1, "vector": vector}, by=[f"{p}/officer-1" for p in (RO, RU, US)])
    desk.exchange()
