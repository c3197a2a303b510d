"""Cases of amendments, R50 to R52, of what takes effect when, and of whom which document judges."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from book import Book

from counterseal.log import note
from upper_cases.agreement import bad, changed, ok
from upper_cases.amended import NOTHING, Amending, at
from upper_cases.desk import RO, RU, US
from upper_cases.regime_state import Break, Case, add, given
from upper_cases.terms import DAY, HOUR, IN_FORCE

FORBIDDEN = {
    "amendment-founding": ("a-party-of-another-side", "another-trust-file", "real"),
    "amendment-force": ("in-force-by-another-word", "in-force-by-anothers-word", "in-force-without-consultation"),
    "amendment-name": (
        *("another-item-sought", "another-kind-sought", "measure-of-another-look", "monitor-by-another-measure"),
        *("visit-by-another-measure", "visit-of-more-points"),
        *("format-gone", "item-gone", "monitor-elsewhere", "monitor-gone", "monitor-of-the-other"),
        *("point-more", "pool-smaller", "site-gone"),
        *("site-named-later", "visit-by-choice", "visit-by-the-other", "visit-elsewhere", "visit-gone"),
    ),
    "amendment-step": ("step-of-old",),
}


def write(book: Book) -> None:
    """Add the cases."""
    for case in chain(_broken(), _course(), _judged()):
        add(book, case)  # one by one: a history goes on after its case
    _amends(book)
    _closing(book)


def membership(told: Amending, document: bytes, *amendments: dict[str, Any]) -> dict[str, Any]:
    """Return the subject ``membership``, everybody in, with the amendments that stand."""
    members = [
        {"accession": told.last(party, "accession").hex(), "party": party, "status": "acceded"}
        for party in (RO, RU, US)
    ]
    whole = {"in_force_s": IN_FORCE + DAY, "members": members, "status": "in force", "stops": []}
    return whole | {"amendments": list(amendments), "document": document.hex()} if amendments else whole


def line(told: Amending, name: str, one: bytes, status: str, party: str = RU, **members: int) -> dict[str, Any]:
    """Return one amendment of the subject, number 1 if none is given."""
    shown = {"agreement": told.named[name].hex(), "id": one.hex(), "number": 1, "party": party, "status": status}
    return shown | members


def _broken() -> Iterator[Case]:
    def case(name: str, told: Amending, why: str, *broken: Break) -> Case:
        return Case(name, told, why, list(broken), {"membership": membership(told, told.first)})

    for name, number, previous, code, why in (
        ("r50-number-2-first", 2, b"", "amendment-number", "The first is number 1."),
        ("r50-of-a-document-not-in-effect", 1, b"\x77" * 32, "amendment-previous", "What is in effect is the first."),
    ):
        told = at("ready")
        one = told.amended("alarm", number, previous=previous)
        yield case(name, told, why, ("R50", code, one))
    told = at("ready")
    one = told.amended(NOTHING)
    yield case("r51-no-agreement", told, "All signed the digest of something else.", ("R51", "amendment-document", one))
    for code, names in FORBIDDEN.items():
        for name in names:
            told = at("ready")
            one = told.amended(name)
            yield case(f"r52-{name}", told, "Statements may rest on what was there.", ("R52", code, one))

    told = at("ready")
    body = {"agreement": told.named["alarm"].hex(), "number": 1, "previous": told.first.hex()}
    said = told.text(RU, "amendment", body)
    signed = note.parse(told.signed(RU, said))
    one = told.add(RU, note.Note(signed.text, signed.lines[1:]).encode(), said.id)
    told.notify(RU, "request", words="what stands above it is folded")
    why = "A party's person is missing; so its document, which is not here, is not waited for."
    yield Case("r07-amendment-by-two-of-three", told, why, [("R7", "entry-threshold", one)], _requests(told, RU))
    told = at("founded")
    told.held = ["alarm"]
    one = told.amended("alarm")
    why = "The consultation on which entry into force rests is not held."
    yield Case("r11-amendment", told, why, [("R11", "not-in-force", one)], {"quota": []})

    told = at("ready")
    first = told.amended("alarm")
    told.cut()
    told.exchange()
    again = told.amended("alarm", 1, US)
    why = "Its author knows that number 1 is settled."
    shown = membership(told, told.named["alarm"], line(told, "alarm", first, "took effect", cut=1))
    yield Case("r50-number-settled", told, why, [("R50", "amendment-number", again)], {"membership": shown})
    told = at("ready")
    first = told.amended("alarm")
    told.cut()
    told.exchange()
    again = told.amended("alarm", 2, US)
    why = "Number 1 is settled; what number 2 amends is what that put in the agreement's place."
    shown = membership(told, told.named["alarm"], line(told, "alarm", first, "took effect", cut=1))
    yield Case("r50-of-the-first-document", told, why, [("R50", "amendment-previous", again)], {"membership": shown})
    told = at("ready")
    first = told.amended("no-more")
    told.cut()
    told.exchange()
    again = told.amended("stricter", 2, US, told.named["no-more"])
    why = "The document in effect says of nobody that he signs amendments."
    shown = membership(told, told.named["no-more"], line(told, "no-more", first, "took effect", cut=1))
    yield Case("r31-amendment-where-none-is-left", told, why, [("R31", "kind-unagreed", again)], {"membership": shown})


def _requests(told: Amending, *parties: str) -> dict[str, Any]:
    """Return the subject ``notification``: the consultation, and a request by each of some parties."""
    ids = [(RO, "consultation-held")] + [(party, "request") for party in parties]
    found = []
    for party, format_ in ids:
        one = told.last(party, "notification", format_)
        body = {"format": format_, "number": 1} | ({} if party == RO else {"words": told.statement(one).body.words})
        found.append({"body": body, "id": one.hex(), "party": party})
    return {"notification": found}


def _course() -> Iterator[Case]:
    told = at("ready")
    one = told.amended("alarm")
    told.exchange()
    shown = membership(told, told.first, line(told, "alarm", one, "pending"))
    yield Case("amendment-pending", told, "No cut holds it yet.", [], {"membership": shown})

    told = at("ready")
    one = told.amended("alarm")
    told.cut()
    shown = membership(told, told.named["alarm"], line(told, "alarm", one, "took effect", cut=1))
    yield Case("amendment-took-effect", told, "The first cut holds it.", [], {"membership": shown})
    told.now -= 1
    shown = shown | {"document": told.first.hex()}
    why = "A second before the cut's hour the first document judges."
    yield Case("amendment-before-the-hour-of-its-cut", told, why, [], {"membership": shown})

    told = at("ready")
    one = told.amended("alarm")
    told.carried(RO)
    told.cut()
    shown = membership(told, told.first, line(told, "alarm", one, "pending"))
    why = "All signed it, and one Party's own log does not carry it: who stole its keys amends nothing."
    yield Case("amendment-not-carried-by-all", told, why, [], {"membership": shown})
    told.carry(one, US)
    shown = membership(told, told.first, line(told, "alarm", one, "pending"))
    yield Case("amendment-carried-above-the-cut", told, "The cut does not hold that.", [], {"membership": shown})
    told.cut()
    shown = membership(told, told.named["alarm"], line(told, "alarm", one, "took effect", cut=2))
    yield Case("amendment-carried-below-the-next-cut", told, "The next cut does.", [], {"membership": shown})
    told = at("ready")
    one = told.amended("alarm")
    told.open = []
    told.carry(one, RO)
    told.exchange()
    sizes = {log: len(entries) for log, entries in told.logs.items()}
    stolen = next(key["key"] for key in told.key_set(US)["keys"] if key["person"] == "officer-1")
    told.say(US, "key-revocation", {"keys": [stolen], "last_good": sizes[told.origins[US]] - 1})
    for author, log in told.origins.items():
        told.observe(RU, author, sizes[log])
    vector = [{"log": log, "root": told.trees[log].root(size).hex(), "size": size} for log, size in sizes.items()]
    told.say(RU, "cut", {"hour": told.now, "number": 1, "vector": vector})
    shown = membership(told, told.first, line(told, "alarm", one, "pending"))
    why = (
        "A stolen key signed amendment and cut for who had not seen it revoked; its log saw that, and carries nothing."
    )
    yield Case("amendment-by-a-stolen-key", told, why, [], {"membership": shown, "cut": _first_cut(told)})
    told = at("ready")
    one, other = told.amended("alarm"), told.amended("stricter", party=US)
    told.open = [other]
    told.cut()
    lines = [line(told, "alarm", one, "pending"), line(told, "stricter", other, "took effect", US, cut=1)]
    lines.sort(key=lambda shown: str(shown["id"]))
    shown = membership(told, told.named["stricter"], *lines)
    yield Case(
        "amendment-beside-one-not-carried", told, "Two documents, of which one is carried.", [], {"membership": shown}
    )
    told = at("ready")
    one, other = told.amended("alarm"), told.amended("alarm", party=US)
    told.carry(other, RO)
    told.open = []
    told.cut()
    lines = [line(told, "alarm", one, "took effect", cut=1), line(told, "alarm", other, "took effect", US, cut=1)]
    lines.sort(key=lambda shown: str(shown["id"]))
    shown = membership(told, told.named["alarm"], *lines)
    why = "It is the document that is carried: two logs by an amendment of their own, the third by the second's."
    yield Case("amendment-carried-by-two-of-one-document", told, why, [], {"membership": shown})

    told = at("ready")
    one, other = told.amended("alarm"), told.amended("stricter", party=US)
    told.cut()
    lines = [line(told, "alarm", one, "void", cut=1), line(told, "stricter", other, "void", US, cut=1)]
    lines.sort(key=lambda shown: str(shown["id"]))
    why = "All signed two documents under one number, and neither takes effect."
    yield Case("amendments-of-one-number", told, why, [], {"membership": membership(told, told.first, *lines)})
    told.exchange()
    next_ = told.amended("stricter", 2)
    told.cut()
    lines.append(line(told, "stricter", next_, "took effect", number=2, cut=2))
    shown = membership(told, told.named["stricter"], *lines)
    yield Case("amendment-after-two-of-one-number", told, "Their number is spent.", [], {"membership": shown})

    told = at("ready")
    one, other = told.amended("alarm"), told.amended("alarm", party=US)
    told.cut()
    lines = [line(told, "alarm", one, "took effect", cut=1), line(told, "alarm", other, "took effect", US, cut=1)]
    lines.sort(key=lambda shown: str(shown["id"]))
    why = "Two statements, one document."
    shown = membership(told, told.named["alarm"], *lines)
    yield Case("amendments-of-one-document", told, why, [], {"membership": shown})

    told = at("ready")
    one = told.amended("alarm")
    told.cut()
    late = told.amended("stricter", party=US)  # which has not observed the cut
    told.cut()
    lines = [line(told, "alarm", one, "took effect", cut=1), line(told, "stricter", late, "late", US, cut=2)]
    lines.sort(key=lambda shown: str(shown["id"]))
    shown = membership(told, told.named["alarm"], *lines)
    yield Case("amendment-late", told, "Its number was settled unseen.", [], {"membership": shown})

    told = at("ready")
    told.amended("alarm")
    told.notify(RU, "request", words="waits behind the amendment")
    told.exchange()
    told.notify(US, "request", words="waits for it, too")
    told.held = []
    why = "All signed an amendment whose document is missing: what rests on it waits."
    yield Case("amendment-without-its-document", told, why, [], _requests(told) | {"membership": membership(told, b"")})


def _first_cut(told: Amending) -> list[dict[str, Any]]:
    """Return the subject ``cut``: the cut stands."""
    one = told.last(RU, "cut")
    body = told.statement(one).body
    vector = [{"log": at.log, "root": at.root.hex(), "size": at.size} for at in body.vector]
    return [{"body": {"hour": body.hour, "number": body.number, "vector": vector}, "id": one.hex()}]


def _judged() -> Iterator[Case]:
    def begun() -> tuple[Amending, dict[str, Any]]:
        """Return a history in which a cut, in the log of the inspecting Party, put ``alarm`` in place."""
        told = at("ready")
        one = told.amended("alarm")
        told.cut()
        return told, membership(told, told.named["alarm"], line(told, "alarm", one, "took effect", cut=1))

    told = at("founded")
    told.notify(RO, "consultation-held")
    told.observe(RU, RO, by=())
    asked = told.notify(RU, "request", words="how many?")
    why = "It saw the word on which entry into force rests, and no quorum's cosignatures over it."
    none = {"membership": {name: member for name, member in membership(told, b"").items() if name != "in_force_s"}}
    none["membership"]["status"] = "not in force"
    yield Case("r11-by-a-word-not-witnessed", told, why, [("R11", "not-in-force", asked)], none)
    told, shown = begun()
    told.notify(RU, "alarm", words="under the new document")
    yield Case("alarm-after-the-cut", told, "Its author logged the cut.", [], {"membership": shown})
    told, shown = begun()
    alarm = told.notify(US, "alarm", words="of what it does not know")
    why = "Its author has not observed the cut, and speaks under the first document."
    broken = [("R34", "notification-format", alarm)]
    yield Case("r34-under-the-document-before", told, why, broken, {"membership": shown})
    told, shown = begun()
    told.observe(RO, RU)
    told.observe(US, RO)
    told.notify(US, "alarm", words="by way of the host")
    why = "Its author observed one who had observed the cut: an older document than theirs whom it can cite is not its."
    yield Case("alarm-by-one-who-knows-the-cut-by-another", told, why, [], {"membership": shown})

    told = at("ready")
    one = told.amended("three-a-month")
    told.cut()
    said = [told.say(RU, "filler", {"padding": "0" * count}) for count in (1, 2, 3, 4, 5)]
    shown = membership(told, told.named["three-a-month"], line(told, "three-a-month", one, "took effect", cut=1))
    why = (
        "From the cut on its author's entries are counted by months; what it said on the day before is not among them."
    )
    yield Case("r33-by-the-document-in-effect", told, why, [("R33", "volume-exceeded", said[3])], {"membership": shown})

    told = at("ready")
    told.amended("stricter")
    told.cut()
    told.now += HOUR
    why = "Duties are judged by the document in effect at the hour, whenever they began: it has none."
    yield Case("duties-gone-with-an-amendment", told, why, [], {"duty": []})


def _amends(book: Book) -> None:
    """Add the cases of the check alone, document beside document, and of who signs amendments."""
    for name, by in (("amended-by-each", "each"), ("amended-by-its-author", "author"), ("amended-by-two", "inspected")):
        written = changed((("signatures", "amendment"), [{"by": by, "persons": 1, "role": "officer"}]))
        if by == "each":
            ok(book, name, written, "Every party signs its amendments.")
        else:
            bad(book, name, written, "agreement-signatures", "Who did not sign would be bound.")
    old = at("empty")
    texts = dict(zip(old.named, old.documents, strict=True))
    why = "What an amendment may change, and what not."
    for name in ("alarm", "stricter", "no-more", "cuts-by-more"):
        shown = {"old": old.data.decode(), "new": texts[name].decode()}
        book.ok(f"agreement/amends-{name}", "agreement.amends", shown, {}, why, "spec/agreement.md")
    for code, names in FORBIDDEN.items():
        for name in names:
            shown = {"old": old.data.decode(), "new": texts[name].decode()}
            book.refused(f"agreement/amends-{name}", "agreement.amends", shown, code, why, "spec/agreement.md")


def _closing(book: Book) -> None:
    """Add closing cuts: judged by the document in effect at the last cut that stands."""

    def case(name: str, roles: tuple[str, ...], code: str, why: str) -> None:
        told = at("ready")
        told.amended("cuts-by-more")
        told.cut()
        told.exchange()
        told.now += HOUR
        vector = [
            {"log": log, "root": told.trees[log].root(len(entries)).hex(), "size": len(entries)}
            for log, entries in told.logs.items()
        ]
        body = {"hour": told.now, "number": 2, "previous": told.cuts[-1].hex(), "vector": vector}
        said = told.text(US, "cut", body)
        signers = [told.signer(party, role, 1) for party in (RO, RU, US) for role in roles]
        cut = note.sign(said.text, sorted(signers, key=lambda signer: signer.vkey.name)).encode()
        shown = {name: value for name, value in given(told).items() if name != "now"} | {"cut": cut.decode()}
        if code:
            book.refused(f"regime/{name}", "regime.closing", shown, code, why, "spec/regime.md, the closing cut")
        else:
            result = {"id": said.id.hex(), "number": 2}
            book.ok(f"regime/{name}", "regime.closing", shown, result, why, "spec/regime.md, the closing cut")

    why = "The last cut put a document in place by which a legal adviser of each party signs cuts, too."
    case("closing-under-an-amendment", ("legal", "officer"), "", why)
    case("closing-as-before-the-amendment", ("officer",), "entry-threshold", why)
