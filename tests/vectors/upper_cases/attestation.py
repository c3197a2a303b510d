"""Cases of the attestation file: what verifies, and edits of it, with the code and the step that refuse each.

The files stand beside the cases. ``deveselu-one-visit`` is what the play writes; ``forged`` is put together here from a
history under invented keys, section by section, without asking the code that writes attestations.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from book import Book
from played import play

from counterseal.log import witness as rule
from counterseal.node.witness import Witness
from counterseal.store.memory import MemoryStore
from upper_cases import closing
from upper_cases.assessment import FREEZE, WHOLE, finding
from upper_cases.desk import NAME, QUORUM, RU, US, Base, Desk, base, line, note
from validation import draw, state
from validation.state import plain, statement_id

SOURCE = "spec/attestation.md"
HEADER = b"counterseal.org/attestation/v1\n"
LATER = 1_646_132_400  # when the forger closes its cut


@dataclass(frozen=True)
class Section:
    """A section of a file: its name, and where its line, its bytes and what follows begin."""

    name: str
    line: int
    start: int
    end: int


@dataclass
class Edits:
    """Changes of a stored file, gathered from its front to its back."""

    file: str
    made: list[tuple[int, int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data = stored(self.file)
        self.sections = sections(self.data)

    def find(self, name: str, nth: int = 0) -> Section:
        """Return a section by name, the nth of that name."""
        return [section for section in self.sections if section.name == name][nth]

    def cut(self, at: int, remove: int, insert: bytes = b"") -> Edits:
        """Replace ``remove`` bytes at ``at`` of the stored file."""
        self.made.append((at, remove, insert))
        return self

    def drop(self, *which: Section) -> Edits:
        """Take sections out, their lines included."""
        for section in which:
            self.cut(section.line, section.end + 1 - section.line)
        return self

    def put(self, section: Section, data: bytes, name: str = "") -> Edits:
        """Put other bytes into a section, or another section into its place."""
        return self.cut(section.line, section.end + 1 - section.line, coded(name or section.name, data))

    def change(self, section: Section, change: Callable[[bytes], bytes]) -> Edits:
        """Change a section's bytes, and its length with them; only what differs becomes an edit."""
        old = self.data[section.line : section.end + 1]
        new = coded(section.name, change(self.data[section.start : section.end]))
        front = next(i for i in range(len(old)) if i >= len(new) or old[i] != new[i])
        back = next(i for i in range(min(len(old), len(new)) - front + 1) if old[-1 - i :][:1] != new[-1 - i :][:1])
        return self.cut(section.line + front, len(old) - front - back, new[front : len(new) - back])

    def bytes_of(self, section: Section) -> bytes:
        """Return a section's bytes."""
        return self.data[section.start : section.end]

    def value(self) -> list[dict[str, Any]]:
        """Return the edits as a case gives them: offsets of the stored file, ascending, none within another."""
        made = sorted(self.made, key=lambda edit: edit[0])
        return [{"at": at, "remove": remove, "insert_hex": insert.hex()} for at, remove, insert in made]


def coded(name: str, data: bytes) -> bytes:
    """Return a section."""
    return f"{name} {len(data)}\n".encode() + data + b"\n"


def sections(data: bytes) -> list[Section]:
    """Return the sections of a good file."""
    found: list[Section] = []
    at = len(HEADER)
    while at < len(data):
        start = data.index(b"\n", at) + 1
        name, length = data[at : start - 1].decode().split(" ")
        found.append(Section(name, at, start, start + int(length)))
        at = start + int(length) + 1
    return found


# The files.


@cache
def files() -> dict[str, bytes]:
    """Return file name -> bytes, for every file beside the cases."""
    from upper_cases import attestation_amended, attestation_partial  # which go on from here

    played, _ = play()
    real, invented = anchors(base()), anchors(base("forged"))
    return {
        f"{NAME}.attestation": played.attestation,
        f"{NAME}.anchors": real,
        "forged.attestation": forged(),
        "forged.anchors": invented,
        "other-root.anchors": anchors(base(), roots={US: "77" * 32}),
        "other-policy.anchors": anchors(base(), policy="77" * 32),
        **attestation_amended.files(),
        **attestation_partial.files(),
    }


def stored(name: str) -> bytes:
    """Return an attestation file."""
    return files()[f"{name}.attestation"]


def anchors(of: Base, policy: str = "", roots: Mapping[str, str] | None = None) -> bytes:
    """Return the anchors of a history, with another trust file or other roots if these are given."""
    agreement = json.loads(of.agreement)
    digest = draw.th("counterseal.org/agreement/v1", of.agreement.encode()).hex()
    named = {party["name"]: party["roots"] for party in agreement["parties"]} | dict(roots or {})
    lines = [f"agreement {digest}", f"policy {policy or agreement['policy']}"]
    lines += [f"root {party} {root}" for party, root in sorted(named.items())]
    return "".join(f"{line}\n" for line in ("counterseal.org/anchors/v1", *lines)).encode()


def forger() -> Desk:
    """Return the forger's desk: everything in force, nobody looked."""
    desk = Desk({RU: 4, US: 4}, base("forged"), "forger")
    desk.now = LATER
    return desk


def forged_cut(desk: Desk) -> bytes:
    """Return the forger's cut over all that is on its desk."""
    text = closing.cut_text(desk, US, number=1, previous=None)
    return desk.signed(US, text, closing.SIGNERS)


def conclusion(desk: Desk) -> bytes:
    """Return the conclusion of a history in force in which nobody looked."""
    digest = state.digest(
        desk.base.agreement.encode(),
        desk.now,
        state.subjects(desk.agreement, desk.logs, set(), [], True, QUORUM[desk.base.name]),
    )
    return plain({"findings": [nobody_looked()], "state": digest.hex()})


def nobody_looked() -> dict[str, Any]:
    """Return the finding without a visit."""
    return finding(status="not met", number="0x0/0x1", reasons=[("no-visit", [])], checked=[], freeze=None, now=0)


def forged() -> bytes:
    """Return the forged file: its quorum is none, so checkpoints bear the log's line alone."""
    desk = forger()
    parts = [coded("agreement", desk.base.agreement.encode()), coded("policy", desk.base.trust_file.encode())]
    for party in (RU, US):
        parts += log_part(desk, party)
    parts += [coded("cut", forged_cut(desk)), coded("conclusion", conclusion(desk))]
    return HEADER + b"".join(parts)


def log_part(desk: Desk, party: str) -> list[bytes]:
    """Return the sections of a party's log."""
    checkpoint = desk.cosigned(party, desk.checkpoint(party))
    return [coded("checkpoint", checkpoint), *(coded("entry", entry) for entry in desk.logs[desk.origins[party]])]


# The cases.


def write(book: Book) -> None:
    """Add the cases of ``attestation``."""
    _accepted(book)
    _form(book)
    _agreement(book)
    _trust_file(book)
    _checkpoints(book)
    _entries(book)
    _cut(book)
    _conclusion(book)


def refused(book: Book, name: str, code: str, step: int, edits: Edits, why: str, given: str = NAME) -> None:
    """Add a file that is refused. ``given``: whose anchors; none if empty."""
    case = {"file": edits.file, "anchors": given or "none", "edits": edits.value()}
    report = {"code": code, "result": "refused", "step": step}
    book.ok(f"attestation/{name}", "attestation.verify", case, report, why, f"{SOURCE}, step {step}")


def _accepted(book: Book) -> None:
    desk = Desk({RU: 22, US: 22})
    file = Edits(NAME)
    text = file.bytes_of(file.find("cut"))
    text = text[: text.rindex(b"\n\n") + 1]
    cut = json.loads(text.split(b"\n")[1])["body"]
    digest = state.digest(
        desk.base.agreement.encode(),
        cut["hour"],
        state.subjects(desk.agreement, desk.logs, set(), [], True, QUORUM[desk.base.name]),
    )
    report = desk.report()
    found = finding(
        status="standard met",
        number=WHOLE,
        reasons=[("guarantee-reached", [desk.of(RU, "inspection-report")])],
        checked=[point["id"] for point in report["points"]],
        freeze=FREEZE,
        now=cut["hour"],
    )
    played = {
        "agreement": desk.base.channel.removeprefix("regime/"),
        "cut": {"hour": cut["hour"], "id": statement_id(text).hex(), "number": 2},
        "entries": 44,
        "findings": [found],
        "irregularities": [],
        "mode": "exercise",
        "name": NAME,
        "state": digest.hex(),
    }

    def ok(name: str, file: str, given: str, report: dict[str, Any], why: str) -> None:
        case = {"file": file, "anchors": given or "none", "edits": []}
        book.ok(f"attestation/{name}", "attestation.verify", case, report, why, SOURCE)

    unproven = {"result": "consistent, identity unproven"}
    ok("as-played", NAME, NAME, played | {"result": "verified"}, "The play's file under the play's anchors.")
    ok("as-played-without-anchors", NAME, "", played | unproven, "It agrees with itself; whose it is, nobody knows.")
    fake = forger()
    text = closing.cut_text(fake, US, number=1, previous=None)
    invented = {
        "agreement": fake.base.channel.removeprefix("regime/"),
        "cut": {"hour": fake.now, "id": statement_id(text).hex(), "number": 1},
        "entries": 8,
        "findings": [nobody_looked()],
        "irregularities": [],
        "mode": "exercise",
        "name": NAME,
        "state": json.loads(conclusion(fake))["state"],
    }
    ok("forged-without-anchors", "forged", "", invented | unproven, "Anybody can invent parties that agree.")
    ok("forged-with-forged-anchors", "forged", "forged", invented | {"result": "verified"}, "So ask whom you trust.")
    refused(book, "forged-with-the-anchors", "anchor-agreement", 2, Edits("forged"), "The anchors tell.")


def _form(book: Book) -> None:
    def bad(name: str, code: str, edits: Edits, why: str) -> None:
        refused(book, name, code, 1, edits, why)

    form, order = "attestation-form", "attestation-order"
    file = Edits(NAME)
    size = len(file.data)
    conclusion = file.find("conclusion")
    bad("empty", "attestation-header", file.cut(0, size), "Nothing.")
    bad("header-alone", order, Edits(NAME).cut(len(HEADER), size - len(HEADER)), "Nothing more.")
    bad("of-version-2", "attestation-header", Edits(NAME).cut(29, 1, b"2"), "Another format.")
    bad("byte-before", "attestation-header", Edits(NAME).cut(0, 0, b"\n"), "One file, one byte string.")
    bad("byte-behind", form, Edits(NAME).cut(size, 0, b"\n"), "One file, one byte string.")
    bad("text-behind", form, Edits(NAME).cut(size, 0, b"and more"), "One file, one byte string.")
    bad("last-byte-missing", form, Edits(NAME).cut(size - 1, 1), "Each section ends in LF.")
    bad("truncated-in-a-section", form, Edits(NAME).cut(conclusion.start + 9, size), "So many bytes, LF.")
    bad("truncated-in-a-line", form, Edits(NAME).cut(conclusion.line + 5, size), "A line ends in LF.")
    bad("truncated-before-the-conclusion", order, Edits(NAME).drop(conclusion), "Nothing missing.")
    agreement = file.find("agreement")
    digits = agreement.line + len("agreement ")
    for name, remove, insert in (
        ("length-with-leading-zero", 0, b"0"),
        ("length-with-sign", 0, b"+"),
        ("length-with-blank", 0, b" "),
        ("length-missing", 4, b""),
        ("length-one-more", 4, b"%d" % (agreement.end - agreement.start + 1)),
        ("length-one-less", 4, b"%d" % (agreement.end - agreement.start - 1)),
        ("length-beyond-the-file", 4, b"1000000"),
        ("length-beyond-its-kind", 4, b"1048577"),
        ("length-of-20-digits", 4, b"1" * 20),
        ("length-in-other-digits", 4, "\u0662".encode()),
    ):
        bad(name, form, Edits(NAME).cut(digits, remove, insert), "A plain decimal, within the bounds of its kind.")
    bad("section-unknown", form, Edits(NAME).cut(agreement.line, 0, coded("comment", b"x")), "Only known sections.")
    bad("section-in-upper-case", form, Edits(NAME).cut(agreement.line, 1, b"A"), "Letter by letter.")
    policy, checkpoint, entry, cut = (file.find(name) for name in ("policy", "checkpoint", "entry", "cut"))
    last = file.find("entry", -1)
    swapped = (
        Edits(NAME).put(agreement, file.bytes_of(policy), "policy").put(policy, file.bytes_of(agreement), "agreement")
    )
    bad("agreement-behind-policy", order, swapped, "In this order.")
    bad("policy-missing", order, Edits(NAME).drop(policy), "Nothing missing.")
    bad("policy-twice", order, Edits(NAME).cut(policy.line, 0, coded("policy", b"")), "Nothing more.")
    bad("checkpoint-missing", order, Edits(NAME).drop(checkpoint), "Before its entries.")
    third = Edits(NAME).cut(last.line, 0, coded("checkpoint", b""))
    refused(book, "checkpoint-behind-an-entry", "attestation-logs", 4, third, "A third log, of two parties.")
    bad("cut-missing", order, Edits(NAME).drop(cut), "Nothing missing.")
    bad("cut-twice", order, Edits(NAME).cut(cut.line, 0, file.data[cut.line : cut.end + 1]), "Nothing more.")
    bad("conclusion-before-the-cut", order, Edits(NAME).cut(cut.line, 0, coded("conclusion", b"")), "In this order.")
    bad("conclusion-twice", order, Edits(NAME).cut(size, 0, coded("conclusion", b"")), "Nothing more.")
    no_entries = [
        section
        for section in file.sections
        if section.name == "entry" and section.line < file.find("checkpoint", 1).line
    ]
    bad("log-without-entries", order, Edits(NAME).drop(*no_entries), "A log has entries.")
    bad(
        "entry-before-the-checkpoint",
        order,
        Edits(NAME).cut(checkpoint.line, 0, coded("entry", b"x")),
        "In this order.",
    )
    bad(
        "entry-behind-the-cut",
        order,
        Edits(NAME).cut(conclusion.line, 0, file.data[entry.line : entry.end + 1]),
        "In this order.",
    )


def _agreement(book: Book) -> None:
    def bad(name: str, code: str, change: Callable[[dict[str, Any]], Any], why: str) -> None:
        edits = Edits(NAME)
        section = edits.find("agreement")

        def rewritten(data: bytes) -> bytes:
            agreement = json.loads(data)
            change(agreement)
            return plain(agreement)

        refused(book, f"agreement-{name}", code, 2, edits.change(section, rewritten), why, "")

    edits = Edits(NAME)
    section = edits.find("agreement")
    one = Edits(NAME).change(section, lambda data: data.replace(b"l1/c1", b"l1/c0"))
    refused(book, "agreement-of-another-word", "anchor-agreement", 2, one, "The anchor is its digest.")
    spaced = Edits(NAME).change(section, lambda data: data.replace(b'":', b'": ', 1))
    refused(book, "agreement-not-canonical", "json-syntax", 2, spaced, "One agreement, one byte string.", "")
    officer = {"by": "author", "persons": 1, "role": "officer"}
    bad("with-unknown", "field-unknown", lambda a: a.update(annex="x"), "Nothing that no rule reads.")
    bad("of-rules-v2", "agreement-rules", lambda a: a.update(rules="v2"), "Without the pinned rules no verdict.")
    bad("of-no-site", "agreement-reference", lambda a: a["inspections"][0].update(site="x"), "It names a site.")
    bad("of-one-side", "agreement-side", lambda a: a["parties"][1].update(side=RU), "Nobody inspects its own side.")
    bad("of-25-points", "agreement-points", lambda a: a["inspections"][0].update(points=25), "25 of 24.")
    bad("without-signers", "agreement-signatures", lambda a: a["signatures"].pop("cut"), "Who signs cuts?")
    bad("role-twice", "agreement-signatures", lambda a: a["signatures"].update(cut=[officer, officer]), "Which?")
    bad("of-one-log", "agreement-purpose", lambda a: a["parties"][1].update(log=a["parties"][0]["log"]), "A log each.")
    why = "The agreement is the anchored one; so an anchor of other roots is not of this agreement."
    refused(book, "anchors-of-other-roots", "anchor-root", 2, Edits(NAME), why, "other-root")


def _trust_file(book: Book) -> None:
    section = Edits(NAME).find("policy")
    why = "The agreement is the anchored one; so an anchor of another trust file is not of this agreement."
    refused(book, "anchors-of-another-policy", "anchor-policy", 3, Edits(NAME), why, "other-policy")
    byte = Edits(NAME).cut(section.start, 1, b" ")
    refused(book, "policy-of-another-byte", "anchor-policy", 3, byte, "The anchor is its digest.")
    refused(book, "policy-of-another-byte-without-anchors", "policy-other", 3, byte, "The agreement pins it.", "")

    lines = base("forged").trust_file.splitlines(keepends=True)
    witness = "witness w forged.example/witness+" + lines[0].split("+", 1)[1]
    for name, made, code in (
        ("no-line", [*lines, "mirror x\n"], "policy-form"),
        ("name-undefined", [*lines[:2], "quorum w\n"], "policy-name"),
        ("key-twice", [*lines, lines[0]], "policy-key"),
        (
            "witness-that-signs-notes",
            [witness.replace("forged.example/witness", RU + ".example/log/" + NAME), *lines],
            "policy-key-type",
        ),
        ("no-quorum", lines[:2], "policy-quorum"),
        ("key-cut-short", [lines[0][:-2] + "\n", *lines[1:]], "vkey-form"),
        (
            "key-id-of-another",
            [lines[0].replace("+", "+0", 1).replace(lines[0].split("+")[1], lines[0].split("+")[1][:-1]), *lines[1:]],
            "vkey-id",
        ),
    ):
        edits = _pinned(Edits("forged"), "".join(made).encode())
        refused(book, f"policy-{name}", code, 3, edits, "A trust file that the agreement pins may still be none.", "")
    nobody = _pinned(Edits("forged"), "".join([*lines[:3], "quorum none\n"]).encode())
    why = "By such a trust file nobody need have witnessed anything."
    refused(book, "policy-that-asks-nobody", "policy-no-quorum", 3, nobody, why, "")
    for name, mirror in (("a-group", "neutral-north"), ("an-ml-dsa-key", "neutral-north-pq"), ("nobody", "nobody")):
        refused(book, f"policy-without-a-mirror-{name}", "agreement-reference", 3, _mirrored(mirror), _MIRROR, "")
    known = _mirrored("neutral-north-ed")
    why = "The mirror is known. What was said under the agreement without one is of another channel."
    refused(book, "policy-with-the-mirror", "entry-channel", 7, known, why, "")
    unknown = _pinned(Edits("forged"), "".join(lines[1:]).encode())
    why = "The trust file has no key for the first log."
    refused(book, "policy-without-a-log", "checkpoint-unknown-log", 4, unknown, why, "")


_MIRROR = "A mirror is one Ed25519 witness of the trust file: logs hold no other's cosignatures, and no group's."


def _mirrored(mirror: str) -> Edits:
    """Return the file with an agreement by which what a mirror cosigned counts as held."""

    def changed(data: bytes) -> bytes:
        agreement = json.loads(data)
        receipt = {"about": ["notice/deveselu-visit"], "by": ["others"], "name": "receipt", "title": {"en": "receipt"}}
        officer = {"by": "author", "persons": 1, "role": "officer"}
        agreement["notifications"] = [receipt | {"signed": [officer]}]
        delivery = {"allowance": {"hours": 1}, "held_quorum": 1, "mirrors": [mirror], "receipt": "receipt"}
        return plain(agreement | {"delivery": delivery})

    edits = Edits(NAME)
    return edits.change(edits.find("agreement"), changed)


def _pinned(edits: Edits, trust_file: bytes) -> Edits:
    """Exchange the trust file, and the agreement's digest of it."""
    digest = sha256(trust_file).hexdigest()
    old = json.loads(edits.bytes_of(edits.find("agreement")))["policy"]
    edits.change(edits.find("agreement"), lambda data: data.replace(old.encode(), digest.encode()))
    return edits.put(edits.find("policy"), trust_file)


def _checkpoints(book: Book) -> None:
    def bad(name: str, code: str, edits: Edits, why: str) -> None:
        refused(book, f"checkpoint-{name}", code, 4, edits, why)

    def changed(change: Callable[[bytes], bytes], nth: int = 0) -> Edits:
        edits = Edits(NAME)
        return edits.change(edits.find("checkpoint", nth), change)

    def text_changed(old: bytes, new: bytes) -> Edits:
        return changed(lambda data: data.replace(old, new, 1))

    file = Edits(NAME)
    first, second = (file.find("checkpoint", nth) for nth in (0, 1))
    good = file.bytes_of(first)
    text = good[: good.rindex(b"\n\n") + 1]
    lines = good[len(text) + 1 :].splitlines(keepends=True)
    desk = Desk({RU: 22, US: 22})
    log, other_log = desk.key(RU, "log"), desk.key(US, "log")

    def with_lines(made: Iterable[bytes]) -> Edits:
        return changed(lambda data: note(text, made))

    def unsorted(made: Iterable[bytes]) -> Edits:
        return changed(lambda data: text + b"\n" + b"".join(made))

    logs = [s for s in file.sections if s.name in ("checkpoint", "entry")]
    theirs = [s for s in logs if s.line >= second.line]
    bad("log-missing", "attestation-logs", Edits(NAME).drop(*theirs), "Every party's log.")
    small = Edits("forged")
    a, b = (small.find("checkpoint", nth) for nth in (0, 1))
    end = small.find("cut").line
    twice = Edits("forged").cut(end, 0, small.data[b.line : end])
    refused(book, "checkpoint-log-twice", "attestation-logs", 4, twice, "Each party's log once.", "")
    swapped = small.cut(a.line, end - a.line, small.data[b.line : end] + small.data[a.line : b.line])
    refused(book, "checkpoint-logs-swapped", "checkpoint-other-log", 4, swapped, "By party's name.", "")
    bad("of-the-other-log", "checkpoint-other-log", Edits(NAME).put(first, file.bytes_of(second)), "Each its own.")

    ed, pq = 0, 1
    play_lines = _played_lines(22)
    quick = next(one for one in play_lines if f" {US}.example/witness".encode() in one)
    spare = [quick, _lasting_line(22, US)]
    why = "Three sides are a quorum; a fourth makes another file of the same words."
    bad("one-more-side", "quorum-surplus", with_lines([*lines, *spare]), why)
    bad("one-more-ed25519-line", "quorum-surplus", with_lines([*lines, spare[ed]]), "A line that nothing needs.")
    bad("one-more-ml-dsa-line", "quorum-surplus", with_lines([*lines, spare[pq]]), "A line that nothing needs.")
    north = [one for one in lines if b"neutral-north" in one]
    for name, left in (
        ("one-side-fewer", [one for one in lines if one not in north]),
        ("ed25519-line-missing", [one for one in lines if one != min(north, key=len)]),
        ("ml-dsa-line-missing", [one for one in lines if one != max(north, key=len)]),
    ):
        bad(name, "quorum-short", with_lines(left), "An operator is its two lines, a quorum three sides.")
    mirror = desk.seed.signer("neutral-north.example/mirror")
    stranger = line(mirror, mirror.sign(text))
    bad(
        "line-of-a-mirror",
        "checkpoint-surplus",
        with_lines([*lines, stranger]),
        "Mirrors' lines stay on mirrors' copies.",
    )
    unknown = line(desk.seed.signer("nobody.example/witness"), bytes(72))
    bad("line-of-a-stranger", "checkpoint-surplus", with_lines([*lines, unknown]), "No line that nobody can judge.")
    foreign = line(other_log, other_log.sign(text))
    bad("line-of-the-other-log", "checkpoint-surplus", with_lines([*lines, foreign]), "One log, one line.")
    unsigned = [one for one in lines if b"/log/" not in one]
    bad("without-its-line", "checkpoint-unsigned", with_lines(unsigned), "The log signs first of all.")
    bad("line-twice", "note-order", unsorted([lines[0], *lines]), "One key, one line.")
    bad("lines-re-ordered", "note-order", unsorted([lines[1], lines[0], *lines[2:]]), "One note, one byte string.")
    bad("no-line", "note-shape", unsorted([]), "A note is signed.")
    bad("blank-in-a-line", "note-line", text_changed(b"\xe2\x80\x94 ", b"\xe2\x80\x94  "), "One blank.")
    bad("size-with-leading-zero", "checkpoint-size", text_changed(b"\n22\n", b"\n022\n"), "A plain decimal.")
    bad("of-another-size", "signature-invalid", text_changed(b"\n22\n", b"\n21\n"), "It is not what was signed.")
    bad("root-cut-short", "checkpoint-root", text_changed(b"=\n\n", b"\n\n"), "32 bytes in base64.")
    bad("with-extension", "checkpoint-extension", text_changed(b"=\n\n", b"=\nmore\n\n"), "Three lines.")
    bad("of-two-lines", "checkpoint-form", text_changed(b"\n22\n", b"\n"), "Three lines.")
    spoilt: list[tuple[str, bytes, Callable[[bytes], bytes], str]] = [
        ("log-line-of-another-signature", lines[_place(lines, b"/log/")], _flipped, "signature-invalid"),
        ("ed25519-line-spoilt", min(north, key=len), _flipped, "signature-invalid"),
        ("ml-dsa-line-spoilt", max(north, key=len), _flipped, "signature-invalid"),
        ("cosignature-at-another-second", min(north, key=len), _a_second_later, "signature-invalid"),
        ("cosignature-at-time-0", min(north, key=len), _at_time_0, "cosignature-time"),
        ("cosignature-cut-short", min(north, key=len), _short, "cosignature-size"),
    ]
    for name, old, change, code in spoilt:
        bad(name, code, with_lines([change(one) if one == old else one for one in lines]), "A bad line refuses.")
    signature = log.sign(text)
    scalar = signature[:32] + (int.from_bytes(signature[32:], "little") + closing.ORDER).to_bytes(32, "little")
    place = _place(lines, b"/log/")
    for name, body, code in (
        ("log-line-with-the-order-added", scalar, "signature-scalar"),
        ("log-line-of-the-identity", b"\1" + bytes(63), "signature-point"),
        ("log-line-of-63-bytes", signature[:63], "signature-size"),
    ):
        bad(name, code, with_lines([*lines[:place], line(log, body), *lines[place + 1 :]]), "A bad line refuses.")


def _entries(book: Book) -> None:
    def bad(name: str, code: str, edits: Edits, why: str) -> None:
        refused(book, f"entry-{name}", code, 5, edits, why)

    file = Edits(NAME)
    first, second = file.find("entry", 6), file.find("entry", 7)
    whole = file.data[first.line : first.end + 1]
    bad("removed", "entries-count", Edits(NAME).drop(first), "Every entry up to the checkpoint.")
    bad("doubled", "entries-count", Edits(NAME).cut(first.line, 0, whole), "No entry more.")
    bad("added", "entries-count", Edits(NAME).cut(file.find("cut").line, 0, coded("entry", b"x")), "No entry more.")
    both = file.data[second.line : second.end + 1] + whole
    swapped = Edits(NAME).cut(first.line, second.end + 1 - first.line, both)
    bad("swapped-with-the-next", "entries-root", swapped, "In the log's order.")
    other = Edits("forged")
    foreign = Edits(NAME).put(first, other.bytes_of(other.find("entry", 2)))
    bad("of-another-file", "entries-root", foreign, "The log's own.")
    bad("of-another-byte", "entries-root", Edits(NAME).cut(first.start + 100, 1, b"~"), "Byte by byte.")
    bad("emptied", "entries-root", Edits(NAME).put(first, b""), "Byte by byte.")

    desk = forger()
    desk.say(RU, "notice", {"inspection": "deveselu-visit", "number": 1})
    desk.sight(US, RU)
    desk.logs[desk.origins[RU]].pop()
    edits = Edits("forged")
    checkpoint, cut = edits.find("checkpoint", 1), edits.find("cut")
    edits.cut(checkpoint.line, cut.line - checkpoint.line, b"".join(log_part(desk, US)))
    why = "The second log rests on an entry of the first that the file leaves out."
    refused(book, "entry-left-out-that-another-rests-on", "fold-incomplete", 6, edits, why, "")


def _cut(book: Book) -> None:
    def bad(name: str, code: str, data: bytes, why: str) -> None:
        edits = Edits(NAME)
        refused(book, f"cut-{name}", code, 7, edits.put(edits.find("cut"), data), why)

    desk, _ = closing.after_report()

    def cut(party: str = RU, by: tuple[str, ...] = closing.SIGNERS, **changes: Any) -> bytes:
        return desk.signed(party, closing.cut_text(desk, party, **changes), by)

    good = cut()
    lines = good[good.rindex(b"\n\n") + 2 :].splitlines(keepends=True)
    text = good[: good.rindex(b"\n\n") + 1]
    bad("no-note", "note-shape", b"cut\n", "A cut is a note.")
    bad("lines-re-ordered", "note-order", text + b"\n" + lines[1] + lines[0], "One note, one byte string.")
    bad("line-twice", "note-order", text + b"\n" + lines[0] + lines[0] + lines[1], "One key, one line.")
    bad("no-statement", "statement-header", note(b"cut\n", [line(desk.key(RU, "officer-1"), bytes(64))]), "R1.")
    bad("of-an-unknown-kind", "kind-unknown", desk.signed(RU, desk.text(RU, "withdrawal", {}), closing.SIGNERS), "R1.")
    bad("in-earnest", "entry-header", cut(header="counterseal.org/statement/v1"), "This is an exercise.")
    bad("of-another-channel", "entry-channel", cut(channel=f"regime/{'77' * 32}"), "Another regime's.")
    notice = desk.text(RU, "notice", {"inspection": "deveselu-visit", "number": 2})
    bad("that-is-a-notice", "cut-kind", desk.signed(RU, notice, closing.SIGNERS), "It closes nothing.")
    bad("out-of-turn", "cut-proposer", cut(US), "Number 2 is the other party's.")
    bad("line-of-a-stranger", "entry-signer", cut(by=(*closing.SIGNERS, "romania/officer-1")), "Every line is judged.")
    spoilt = note(text, [_flipped(lines[0]), lines[1]])
    bad("line-spoilt", "signature-invalid", spoilt, "A bad line refuses.")
    bad("line-missing", "entry-threshold", note(text, lines[:1]), "All parties sign.")
    bad("line-too-many", "cut-surplus", cut(by=(*closing.SIGNERS, f"{RU}/officer-2")), "A line that nothing needs.")
    bad("without-slot", "slot-form", cut(slot=None), "R9.")
    bad("of-a-number-taken", "slot-taken", cut(US, number=1, previous=None), "R9.")
    bad("not-answering", "cut-cites", cut(re=[]), "R29.")
    bad("of-a-number-left-out", "cut-number", cut(US, number=3), "R29.")
    bad("without-previous", "cut-previous", cut(previous=None), "R29.")
    bad("of-an-earlier-hour", "cut-hour", cut(hour=1_646_125_499), "R29.")
    bad("that-recedes", "cut-receding", cut(sizes=(4, 7)), "R29.")
    vector = desk.vector(russian_federation=22, united_states=22)
    third = {"log": "zz.example/log/third", "root": "77" * 32, "size": 2}
    bad("over-another-log", "cut-logs", cut(vector=[vector[0], third]), "R30.")
    bad("over-another-root", "cut-root", cut(vector=[vector[0] | {"root": "77" * 32}, vector[1]]), "R30.")
    bad("that-is-not-closed", "cut-open", cut(sizes=(12, 22)), "R30.")
    bad("over-fewer-entries", "cut-vector", cut(sizes=(21, 22)), "A good cut, but not of these checkpoints.")
    edits = Edits(NAME)
    later = edits.put(edits.find("cut"), cut(hour=FREEZE + 40 * 86_400))
    why = "Signed by all, over these checkpoints, at another hour: the conclusion speaks of that of the file."
    refused(book, "cut-of-a-later-hour", "conclusion-differs", 8, later, why)

    early = Desk({RU: 2, US: 2}, base("forged"), "forger")
    early.now = LATER
    edits = Edits("forged")
    checkpoint = edits.find("checkpoint")
    parts = [*log_part(early, RU), *log_part(early, US), coded("cut", forged_cut(early))]
    edits.cut(checkpoint.line, edits.find("conclusion").line - checkpoint.line, b"".join(parts))
    why = "Nobody had observed the other's keys, so its line is of no known key."
    refused(book, "cut-before-anybody-looked", "entry-signer", 7, edits, why, "")


def _conclusion(book: Book) -> None:
    def bad(name: str, change: Callable[[bytes], bytes], why: str) -> None:
        edits = Edits(NAME)
        section = edits.find("conclusion")
        assert change(edits.bytes_of(section)) != edits.bytes_of(section), name
        changed = edits.change(section, change)
        refused(book, f"conclusion-{name}", "conclusion-differs", 8, changed, why)

    digest = json.loads(stored(NAME)[Edits(NAME).find("conclusion").start : -1])["state"].encode()
    bad("empty", lambda data: b"", "It is computed again, and compared as bytes.")
    bad("no-json", lambda data: b"met", "It is computed again, and compared as bytes.")
    bad("not-canonical", lambda data: data.replace(b'":', b'": ', 1), "It is computed again, and compared as bytes.")
    bad("of-another-state", lambda data: data.replace(digest, b"77" * 32), "The state is computed again.")
    bad("of-a-better-number", lambda data: data.replace(b"0x275/0x2f7", b"0x276/0x2f7"), "So are the findings.")
    bad("of-another-status", lambda data: data.replace(b"standard met", b"not met"), "So are the findings.")
    bad("without-the-not-checked", lambda data: data.replace(b'"l1/c3",', b"", 1), "What was not looked at is on it.")
    bad("with-a-member-more", lambda data: data[:-1] + b',"z":1}', "It is computed again, and compared as bytes.")
    bad("of-the-forged-file", lambda data: conclusion(forger()), "It is another file's.")


def _played_lines(size: int) -> list[bytes]:
    played, _ = play()
    party = played.world.agreement.party(RU)
    published = played.world.nodes[RU].published(party.log, size)
    return published[published.rindex(b"\n\n") + 2 :].splitlines(keepends=True)


def _lasting_line(size: int, operator: str) -> bytes:
    """Return the line of an operator's lasting witness, whom nobody asked in the play, for a quorum was there."""
    world = play()[0].world
    _, cosigner = world.seed.cosigners(operator)
    witness = Witness(policy=world.policy, cosigners=(cosigner,), store=MemoryStore(), clock=world.clock)
    return witness.answer(rule.encode(0, (), world.nodes[RU].published(world.agreement.party(RU).log, size))).body


def _place(lines: list[bytes], part: bytes) -> int:
    return next(place for place, one in enumerate(lines) if part in one)


def _rewritten(one: bytes, change: Callable[[bytes], bytes]) -> bytes:
    head, name, data = one.rstrip(b"\n").split(b" ")
    raw = b64decode(data)
    return b" ".join((head, name, b64encode(raw[:4] + change(raw[4:])))) + b"\n"


def _flipped(one: bytes) -> bytes:
    return _rewritten(one, lambda body: body[:20] + bytes([body[20] ^ 1]) + body[21:])


def _a_second_later(one: bytes) -> bytes:
    return _rewritten(one, lambda body: (int.from_bytes(body[:8], "big") + 1).to_bytes(8, "big") + body[8:])


def _at_time_0(one: bytes) -> bytes:
    return _rewritten(one, lambda body: bytes(8) + body[8:])


def _short(one: bytes) -> bytes:
    return _rewritten(one, lambda body: body[:-1])
