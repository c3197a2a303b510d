"""Form, standing and membership: R1 to R16, and what is no fault at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from book import Book

from upper_cases.desk import NORTH, RO, RU, SIDES, SIGNERS, STAGES, US, Desk, base, line, note
from upper_cases.regime import Case, add

NOTICE = {"inspection": "deveselu-visit", "number": 1}
ORDER = 2**252 + 27742317777372353535851937790883648493
UNKNOWN = "77" * 32


def write(book: Book) -> None:
    """Add the cases."""
    for case in cases():
        add(book, case)


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _positive()
    yield from _form()
    yield from _signatures()
    yield from _copied_keys()
    yield from _standing()
    yield from _membership()
    yield from _observation()


def noticing(**changes: Any) -> tuple[Desk, Any]:
    """Return a desk at which the inspecting Party gave notice, changed somehow, and the notice's place."""
    desk = Desk("declared")
    return desk, desk.say(RU, "notice", NOTICE, **changes)


def _positive() -> Iterator[Case]:
    for stage in STAGES:
        why = f"The play when it was {stage}: nothing is irregular."
        yield Case(f"play-{stage.replace(' ', '-')}", Desk(stage), why, in_force=stage not in ("empty", "founded"))
    desk, first = noticing(by=("officer-1",))
    text = desk.logs[first[0]][first[1]]
    text = text[: text.rindex(b"\n\n") + 1]
    desk.add(RU, desk.signed(RU, text, SIGNERS["notice"]))
    why = "A text is said where it first meets its threshold; the shorter copy before it has no effect."
    yield Case("text-again-with-more-lines", desk, why, [("R7", "entry-threshold", first)])
    desk, _ = noticing()
    desk.add(RU, desk.signed(RU, text, ("officer-1",)))
    yield Case("text-again-with-fewer-lines", desk, "A copy of a text that stands is no statement, and no fault.")
    desk, first = noticing(by=("officer-1",))
    second = desk.add(RU, desk.signed(RU, text, ("officer-2",)))
    why = "Lines are never summed over copies."
    yield Case(
        "text-again-with-the-other-line",
        desk,
        why,
        [("R7", "entry-threshold", first), ("R7", "entry-threshold", second)],
    )
    desk = Desk("declared")
    desk.logs[desk.origins[US]].append(b"an entry that is not here")
    ahead = desk.checkpoint(US)
    desk.logs[desk.origins[US]].pop()
    desk.observe(RU, desk.cosigned(US, ahead))
    desk.say(RU, "notice", NOTICE)
    yield Case("what-rests-on-a-missing-entry-waits", desk, "It changes nothing until the entry is there.", [], {RU: 6})
    desk = Desk({RU: 4, US: 26})
    why = "The inspecting Party's log came only in part: all that rests on the rest waits."
    yield Case("one-log-in-part", desk, why, [], {US: 7})
    desk = Desk({RU: 0, US: 26})
    yield Case("one-log-only", desk, "Without the other log even the first observation waits.", [], {US: 2}, False)
    desk = Desk("founded")
    desk.sight(RU, US, 0)
    why = "An empty tree has a root too: the hash of nothing."
    yield Case("observed-empty-log", desk, why, in_force=False)


def _form() -> Iterator[Case]:
    desk = Desk("declared")
    good = desk.signed(RU, desk.text(RU, "notice", NOTICE), SIGNERS["notice"])
    bytes_of: dict[str, tuple[bytes, str, str]] = {
        "no-note": (b"notice\n", "note-shape", "What is no note has no effect, and blocks nobody."),
        "empty": (b"", "note-shape", "An entry may be empty; it says nothing."),
        "line-twice": (good + good[good.rindex("—".encode()) :], "note-order", "One key, one line."),
        "other-first-line": (
            note(b"counterseal.org/statement/v2\n{}\n", [line(desk.key(RU, "officer-1"), bytes(64))]),
            "statement-header",
            "Software of version 1 does not read version 2.",
        ),
        "three-lines": (good.replace(b"\n\n", b"\nmore\n\n"), "statement-lines", "A statement has two lines."),
        "blank-in-json": (good.replace(b'{"at"', b'{ "at"'), "json-syntax", "One value, one spelling."),
    }
    texts: dict[str, tuple[bytes, str, str]] = {
        "kind-unknown": (
            desk.text(RU, "withdrawal", {}),
            "kind-unknown",
            "Software that does not know a kind says so, in every language alike.",
        ),
        "member-unknown": (
            desk.text(RU, "notice", NOTICE | {"urgent": "yes"}),
            "field-unknown",
            "What no rule reads could be read differently.",
        ),
        "number-zero": (desk.text(RU, "notice", NOTICE | {"number": 0}), "field-range", "Visits count from 1."),
    }
    for name, (text, code, why) in texts.items():
        bytes_of[name] = desk.signed(RU, text, SIGNERS["notice"]), code, why
    for name, (data, code, why) in bytes_of.items():
        desk = Desk("declared")
        yield Case(f"r01-{name}", desk, why, [("R1", code, desk.add(RU, data))])

    desk, place = noticing(header="counterseal.org/statement/v1")
    yield Case(
        "r02-real-in-an-exercise", desk, "An exercise and the real thing never mix.", [("R2", "entry-header", place)]
    )
    for name, channel in (("another-regime", f"regime/{UNKNOWN}"), ("a-record", "record/letters")):
        desk, place = noticing(channel=channel)
        yield Case(
            f"r03-{name}", desk, "A replay from another channel has no effect.", [("R3", "entry-channel", place)]
        )
    desk = Desk("in force")
    text = desk.text(US, "declaration", desk.declaration())
    place = desk.add(RU, desk.signed(US, text, SIGNERS["declaration"]))
    yield Case("r04-anothers-statement", desk, "A log holds its own party's words.", [("R4", "entry-party", place)])
    desk = Desk("declared")
    place = desk.add(RU, base().logs[desk.origins[RU]][0].encode())
    yield Case("r05-key-set-again", desk, "The founding key set stands at 0 only.", [("R5", "entry-position", place)])
    desk = Desk("declared")
    place = desk.say(RU, "accession", desk.accession())
    yield Case("r05-accession-again", desk, "The accession stands at 1 only.", [("R5", "entry-position", place)])
    desk = Desk({RU: 1, US: 2})
    place = desk.sight(RU, RU, 1)
    yield Case(
        "r05-no-accession-at-1",
        desk,
        "Nothing comes before the accession.",
        [("R5", "entry-position", place)],
        {},
        False,
    )
    desk = Desk({RU: 0, US: 2})
    place = desk.say(RU, "accession", desk.accession())
    yield Case("r05-accession-first", desk, "No keys are known yet.", [("R5", "entry-position", place)], {}, False)


def _signatures() -> Iterator[Case]:
    def with_line(change: Callable[[bytes], bytes]) -> tuple[Desk, Any]:
        desk = Desk("declared")
        text = desk.text(RU, "notice", NOTICE)
        first, second = (desk.key(RU, f"officer-{number}") for number in (1, 2))
        lines = [line(first, first.sign(text)), line(second, change(second.sign(text)))]
        return desk, desk.add(RU, note(text, lines))

    def beyond(signature: bytes) -> bytes:
        scalar = int.from_bytes(signature[32:], "little") + ORDER
        return signature[:32] + scalar.to_bytes(32, "little")

    def flipped(signature: bytes) -> bytes:
        return bytes([signature[0] ^ 1]) + signature[1:]

    spoilt: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
        "signature-of-63-bytes": (lambda s: s[:63], "signature-size", "64 bytes."),
        "signature-scalar-plus-order": (beyond, "signature-scalar", "One signature, one spelling."),
        "signature-of-the-identity": (lambda s: b"\1" + bytes(63), "signature-point", "R is no identity."),
        "signature-with-one-bit-other": (flipped, "signature-invalid", "A line that does not verify voids the note."),
    }
    for name, (change, code, why) in spoilt.items():
        desk, place = with_line(change)
        yield Case(f"r06-{name}", desk, why, [("R6", code, place)])
    for name, other, why in (
        ("line-of-a-stranger", "romania/officer-1", "Every line counts: one that nobody can judge voids the note."),
        ("line-of-a-root-key", "root/1", "Root keys sign the founding only."),
        ("line-of-the-log-key", "log", "One key, one purpose."),
    ):
        desk, place = noticing(by=(*SIGNERS["notice"], other))
        yield Case(f"r06-{name}", desk, why, [("R6", "entry-signer", place)])
    desk = Desk("founded")
    checkpoint = desk.cosigned(RU, desk.checkpoint(RU)).decode()
    place = desk.say(RU, "observed", {"checkpoint": checkpoint}, by=("node-1", f"{US}/node-1"))
    why = "Another party's keys are known only once its log was observed."
    yield Case("r06-line-of-a-party-not-yet-seen", desk, why, [("R6", "entry-signer", place)], {}, False)

    short = ("R7", "entry-threshold")
    for name, by, why in (
        ("one-officer-of-two", ("officer-1",), "Two persons."),
        ("officer-and-legal", ("legal-1", "officer-1"), "Two of that role."),
        ("officers-of-another-party", (f"{US}/officer-1", f"{US}/officer-2"), "The author's own persons."),
    ):
        desk, place = noticing(by=by)
        yield Case(f"r07-{name}", desk, why, [(*short, place)])
    desk = Desk("in force")
    place = desk.say(US, "declaration", desk.declaration(), by=("officer-1",))
    yield Case("r07-declaration-without-legal", desk, "Every role that the agreement asks for.", [(*short, place)])
    desk = Desk("in force")
    checkpoint = desk.cosigned(US, desk.checkpoint(US)).decode()
    place = desk.say(RU, "observed", {"checkpoint": checkpoint}, by=("officer-1",))
    yield Case("r07-observed-by-an-officer", desk, "A node observes, an officer does not.", [(*short, place)])
    desk = Desk("inspected")
    place = desk.say(RU, "inspection-report", desk.report(), by=("inspector-1",))
    yield Case("r07-report-without-escort", desk, "Both sides sign what was seen.", [(*short, place)])
    desk = Desk("noticed")
    cut = {"hour": desk.now, "number": 1, "vector": desk.vector(russian_federation=7, united_states=7)}
    place = desk.say(US, "cut", cut, by=("officer-1",))
    yield Case("r07-cut-without-the-other-party", desk, "Each party signs a cut.", [(*short, place)])
    desk = Desk({RU: 0, US: 2})
    place = desk.say(RU, "root-key-set", desk.key_set(RU), by=("root/1",))
    yield Case("r07-key-set-by-one-root", desk, "Two of the root keys.", [(*short, place)], {}, False)
    desk = Desk({RU: 1, US: 2})
    place = desk.say(RU, "accession", desk.accession(), by=("root/3",))
    yield Case("r07-accession-by-one-root", desk, "Two of the root keys.", [(*short, place)], {}, False)
    desk = Desk({RU: 0, US: 2})
    body = desk.key_set(RU)
    for key in body["keys"]:
        key["person"] = "officer-1" if key["role"] == "officer" else key["person"]
    desk.say(RU, "root-key-set", body)
    desk.say(RU, "accession", desk.accession())
    desk.exchange()
    place = desk.say(RU, "notice", NOTICE)
    yield Case("r07-one-person-with-two-keys", desk, "Persons count, not keys.", [(*short, place)])


def _copied_keys() -> Iterator[Case]:
    """The inspected Party lists the other's officer as its own: a line is of one party only, the author's first."""
    desk = Desk({RU: 4, US: 0})
    body = desk.key_set(US)
    officer = desk.key(RU, "officer-1").vkey
    body["keys"].insert(0, {"key": officer.key.hex(), "name": officer.name, "person": "copy", "role": "officer"})
    desk = Desk({RU: 2, US: 0})
    desk.say(US, "root-key-set", body)
    desk.say(US, "accession", desk.accession())
    desk.exchange()
    desk.exchange()
    desk.say(RU, "notice", NOTICE)
    yield Case("a-copied-key-harms-nobody", desk, "In its author's log the line is its author's.")
    vector = desk.vector(russian_federation=4, united_states=4)
    place = desk.say(US, "cut", {"hour": desk.now, "number": 1, "vector": vector}, by=(f"{RU}/officer-1",))
    why = "One line does not sign for two parties: here it is of the author, and the other has not signed."
    yield Case("r07-one-line-for-two-parties", desk, why, [("R7", "entry-threshold", place)])

    desk = Desk({RO: 0, RU: 2, US: 2}, base("three-parties"), "three parties")
    body = desk.key_set(RO)
    escort = desk.key(US, "escort-1").vkey
    body["keys"].append({"key": escort.key.hex(), "name": escort.name, "person": "copy", "role": "escort"})
    desk.say(RO, "root-key-set", body)
    desk.say(RO, "accession", desk.accession())
    desk.exchange()
    desk.exchange()
    desk.say(RU, "notice", NOTICE)
    at_once = dict.fromkeys(("freeze_verified_at", "began_at", "ended_at"), desk.now)
    early = desk.report(notice=desk.of(RU, "notice"), points=[], **at_once)
    place = desk.say(RU, "inspection-report", early)
    why = "The escort signed, whoever lists its key: only what was reported is amiss, before any draw."
    yield Case("a-bystanders-copied-key-harms-nobody", desk, why, [("R22", "report-draw", place)])


def _standing() -> Iterator[Case]:
    desk, place = noticing(seen=[UNKNOWN])
    yield Case(
        "r08-never-observed", desk, "Who cites a checkpoint has logged it before.", [("R8", "seen-unfounded", place)]
    )
    desk = Desk("in force")
    desk.sight(RU, RU, 4)
    digests = sorted(digest(desk.checkpoint(RU, size)) for size in (2, 4))
    place = desk.say(RU, "notice", NOTICE, seen=digests)
    yield Case("r08-two-of-one-log", desk, "At most one checkpoint of a log.", [("R8", "seen-unfounded", place)])
    desk = Desk("declared")
    desk.say(
        RU,
        "observed",
        {"checkpoint": desk.cosigned(US, desk.checkpoint(US)).decode()},
        seen=[digest(desk.checkpoint(RU, 4))],
    )
    place = desk.say(RU, "notice", NOTICE, seen=[digest(desk.checkpoint(RU, 2))])
    yield Case("r08-smaller-than-cited-before", desk, "What was seen is not unseen.", [("R8", "seen-receding", place)])

    for name, slot in (
        ("without", None),
        ("of-another-number", "notice/deveselu-visit/2"),
        ("of-another-kind", "cut/1"),
    ):
        desk, place = noticing(slot=slot)
        yield Case(f"r09-slot-{name}", desk, "The body says which slot.", [("R9", "slot-form", place)])
    desk = Desk("in force")
    place = desk.sight(RU, US, slot="observed/1")
    yield Case("r09-slot-where-there-is-none", desk, "A kind without slots takes none.", [("R9", "slot-form", place)])
    desk = Desk("declared")
    body = desk.declaration()
    body["points"][23]["holds"] = "sm-3"
    place = desk.say(US, "declaration", body)
    yield Case("r09-declared-twice", desk, "Two texts for one slot: the first stands.", [("R9", "slot-taken", place)])

    desk, place = noticing(re=[UNKNOWN])
    yield Case("r10-answers-what-nobody-said", desk, "An answer comes after.", [("R10", "re-unfounded", place)])
    desk = Desk("declared")
    desk.say(RU, "notice", NOTICE, re=[desk.of(US, "declaration")])
    yield Case("r10-answers-what-it-observed", desk, "The declaration lies below an observed size.")
    desk = Desk({RU: 5, US: 7})
    place = desk.say(RU, "notice", NOTICE, re=[desk.of(US, "declaration")])
    why = "The declaration exists, but the author had not observed it: not in its past, in whatever order logs arrive."
    yield Case("r10-answers-what-it-had-not-observed", desk, why, [("R10", "re-unfounded", place)])
    desk = Desk("cut")
    body = desk.sealed(RU)
    place = desk.say(RU, "draw-share-sealed", body, re=[body["exchange"]])
    yield Case(
        "r10-cut-cited-but-not-answered", desk, "What the body cites is answered.", [("R10", "re-missing", place)]
    )

    not_yet = ("R11", "not-in-force")
    desk = Desk("founded")
    place = desk.say(RU, "notice", NOTICE)
    yield Case("r11-right-after-acceding", desk, "Nobody has seen both accessions.", [(*not_yet, place)], {}, False)
    desk = Desk("founded")
    desk.sight(RU, RU)
    place = desk.say(RU, "notice", NOTICE)
    yield Case("r11-the-other-not-seen", desk, "The author must have seen it in force.", [(*not_yet, place)], {}, False)
    desk = Desk("founded")
    desk.sight(RU, RU)
    desk.sight(RU, US, by=(NORTH, US))
    place = desk.say(RU, "notice", NOTICE)
    yield Case("r11-seen-but-not-by-a-quorum", desk, "Two sides are no quorum.", [(*not_yet, place)], {}, False)
    desk = Desk({RU: 2, US: 4})
    place = desk.say(RU, "notice", NOTICE)
    why = "The agreement is in force by what the other observed; the author had not seen it."
    yield Case("r11-in-force-unseen", desk, why, [(*not_yet, place)])


def _membership() -> Iterator[Case]:
    def founding(change: Callable[[Desk, dict[str, Any]], None], by: tuple[str, ...]) -> tuple[Desk, Any]:
        desk = Desk({RU: 0, US: 2})
        body = desk.key_set(RU)
        change(desk, body)
        body["keys"].sort(key=lambda key: str(key["name"]))
        return desk, desk.say(RU, "root-key-set", body, by=by)

    def other_roots(desk: Desk, body: dict[str, Any]) -> None:
        body["roots"] = sorted(desk.key("romania", f"root/{number}").vkey.key.hex() for number in (1, 2, 3))

    def other_threshold(desk: Desk, body: dict[str, Any]) -> None:
        body["threshold"] = 1

    def other_policy(desk: Desk, body: dict[str, Any]) -> None:
        body["policy"] = UNKNOWN

    def key_twice(desk: Desk, body: dict[str, Any]) -> None:
        body["keys"].append(body["keys"][0] | {"name": f"{RU}.example/key/zz", "person": "zz"})

    def no_point(desk: Desk, body: dict[str, Any]) -> None:
        body["keys"][0]["key"] = "02" + "00" * 31

    def purpose(whose: Callable[[Desk], bytes]) -> Callable[[Desk, dict[str, Any]], None]:
        def change(desk: Desk, body: dict[str, Any]) -> None:
            body["keys"][0]["key"] = whose(desk).hex()

        return change

    strangers = ("romania/root/1", "romania/root/2")
    own = SIGNERS["root-key-set"]
    changes: dict[str, tuple[Callable[[Desk, dict[str, Any]], None], tuple[str, ...], str, str]] = {
        "other-roots": (other_roots, strangers, "keyset-roots", "The agreement names whose roots these are."),
        "other-threshold": (other_threshold, own, "keyset-roots", "The threshold is under the digest."),
        "other-trust-file": (other_policy, own, "keyset-policy", "The agreement pins the trust file."),
        "key-under-two-names": (key_twice, own, "keyset-duplicate-key", "One key would count as two persons."),
        "key-that-is-no-point": (no_point, own, "key-point", "No signature could be of it."),
        "key-of-a-witness": (
            purpose(lambda desk: desk.witness(NORTH).vkey.key),
            own,
            "keyset-purpose",
            "A witness's key signs no statement.",
        ),
        "key-of-the-log": (
            purpose(lambda desk: desk.key(RU, "log").vkey.key),
            own,
            "keyset-purpose",
            "A log's key signs no statement.",
        ),
        "key-of-a-root": (
            purpose(lambda desk: desk.key(RU, "root/3").vkey.key),
            own,
            "keyset-purpose",
            "A root key signs only the founding.",
        ),
    }
    for name, (change, by, code, why) in changes.items():
        desk, place = founding(change, by)
        yield Case(f"r12-{name}", desk, why, [("R12", code, place)], {}, False)

    bound: dict[str, tuple[dict[str, Any], str]] = {
        "another-agreement": ({"agreement": UNKNOWN}, "accession-agreement"),
        "another-trust-file": ({"policy": UNKNOWN}, "accession-policy"),
    }
    roots = Desk("empty").accession()["roots"]
    bound["other-roots"] = {"roots": roots | {US: UNKNOWN}}, "accession-roots"
    bound["a-party-too-many"] = {"roots": roots | {"romania": UNKNOWN}}, "accession-roots"
    bound["a-party-exchanged"] = {"roots": {RU: roots[RU], "romania": roots[US]}}, "accession-roots"
    for name, (changed, code) in bound.items():
        desk = Desk({RU: 1, US: 2})
        place = desk.say(RU, "accession", desk.accession() | changed)
        why = "A party binds itself to exactly what the others do."
        yield Case(f"r13-{name}", desk, why, [("R13", code, place)], {}, False)


def _observation() -> Iterator[Case]:
    def observed(checkpoint_note: bytes) -> tuple[Desk, Any]:
        desk = Desk("in force")
        return desk, desk.observe(RU, checkpoint_note)

    desk = Desk("in force")
    text = desk.checkpoint(US)
    log, witness, stranger = desk.key(US, "log"), desk.witness(NORTH), desk.witness("romania")
    elsewhere = b"romania.example/log/deveselu-one-visit" + text[text.index(b"\n") :]
    foreign = desk.seed.signer("romania.example/log/deveselu-one-visit")
    extended = text + b"extension\n"
    body = desk.now.to_bytes(8, "big") + witness.sign(b"cosignature/v1\ntime %d\n" % desk.now + text)
    spoilt = body[:-1] + bytes([body[-1] ^ 1])
    bad: dict[str, tuple[bytes, str, str]] = {
        "another-log": (
            note(elsewhere, [line(foreign, foreign.sign(elsewhere))]),
            "observed-log",
            "Only logs of the agreement count here.",
        ),
        "without-line-of-the-log": (note(text, [line(witness, body)]), "observed-line", "The log signs first of all."),
        "line-of-an-unknown-witness": (
            note(text, [line(log, log.sign(text)), line(stranger, body)]),
            "observed-line",
            "In the fold every line is judged.",
        ),
        "line-of-another-log": (
            note(text, [line(log, log.sign(text)), line(own := desk.key(RU, "log"), own.sign(text))]),
            "observed-line",
            "One log, one line.",
        ),
        "log-line-spoilt": (note(text, [line(log, bytes(64))]), "signature-invalid", "It does not verify."),
        "cosignature-spoilt": (
            note(text, [line(log, log.sign(text)), line(witness, spoilt)]),
            "signature-invalid",
            "It does not verify.",
        ),
        "cosignature-of-71-bytes": (
            note(text, [line(log, log.sign(text)), line(witness, body[:-1])]),
            "cosignature-size",
            "A time and a signature.",
        ),
        "cosignature-at-time-0": (
            note(text, [line(log, log.sign(text)), line(witness, bytes(8) + body[8:])]),
            "cosignature-time",
            "Time 0 makes no claim of being the newest.",
        ),
        "no-note": (b"a checkpoint", "note-shape", "A checkpoint travels as a note."),
        "no-checkpoint": (note(b"text\n", [line(log, log.sign(b"text\n"))]), "checkpoint-form", "Three lines."),
        "with-extension": (
            note(extended, [line(log, log.sign(extended))]),
            "checkpoint-extension",
            "ML-DSA cosignatures would not cover it.",
        ),
    }
    for name, (data, code, why) in bad.items():
        desk, place = observed(data)
        yield Case(f"r14-{name}", desk, why, [("R14", code, place)])
    desk = Desk("in force")
    place = desk.observe(RU, desk.cosigned(RU, desk.checkpoint(RU, 5, root=bytes(32))))
    yield Case("r14-ahead-of-itself", desk, "An entry cannot observe itself.", [("R14", "observed-ahead", place)])

    desk = Desk("declared")
    place = desk.sight(RU, US, 4)
    yield Case("r15-smaller-than-before", desk, "A log never shrinks.", [("R15", "observed-receding", place)])
    desk = Desk("declared")
    desk.sight(RU, US, 5)
    yield Case("observed-the-same-size-again", desk, "Nothing recedes: more cosignatures may have come.")
    desk = Desk("founded")
    for by in (SIDES, (), SIDES[:2]):
        desk.sight(RU, RU, 2, by=by)
        desk.sight(RU, US, 2, by=by)
    desk.say(RU, "notice", NOTICE)
    yield Case("observed-again-with-fewer-lines", desk, "What was witnessed stays witnessed.")
    for name, first, second in (("earlier", 100, 50), ("later", 50, 100)):
        desk, _ = noticing()
        said_at = desk.now
        for seconds in (first, second):
            desk.now = said_at - seconds
            desk.sight(US, RU, 7)
        yield Case(
            f"notice-witnessed-{name}-at-the-second-look",
            desk,
            "What a quorum saw existed by then, whatever hour it claims: the earliest such hour counts.",
        )
    desk, _ = noticing()
    desk.now -= 500
    desk.sight(US, RU, 7, by=(NORTH, US))
    yield Case("notice-seen-by-no-quorum", desk, "Two sides do not date a notice.")
    desk, _ = noticing()
    desk.now -= 500
    desk.sight(US, RU, 6)
    yield Case(
        "notice-not-yet-in-what-was-witnessed", desk, "The checkpoint holds 6 entries, the notice is the seventh."
    )
    desk = Desk("declared")
    place = desk.observe(RU, desk.cosigned(US, desk.checkpoint(US, 7, root=bytes(32))))
    why = "Two roots for one size, the log's own and the one it signed: charged to that log's party."
    yield Case("r16-two-roots", desk, why, [("R16", "fork", place)])
    desk = Desk("declared")
    place = desk.observe(RU, desk.cosigned(RU, desk.checkpoint(RU, 6, root=bytes(32)), by=()))
    yield Case("r16-of-its-own-log", desk, "A party may show its own fork.", [("R16", "fork", place)])
    desk = Desk("founded")
    place = desk.observe(RU, desk.cosigned(US, desk.checkpoint(US, 0, root=bytes(32))))
    why = "An empty log has one root too."
    yield Case("r16-empty-with-another-root", desk, why, [("R16", "fork", place)], {}, False)


def digest(text: bytes) -> str:
    """Return how ``seen`` cites a checkpoint."""
    return sha256(text).hexdigest()
