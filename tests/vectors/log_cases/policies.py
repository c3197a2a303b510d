"""Cases of trust files: form, what a quorum is, and whose checkpoint a note holds."""

from __future__ import annotations

from typing import Any

from book import Book

from counterseal.log.vkey import VKey
from log_cases.book import (
    CHECKPOINT,
    CHECKPOINT_NOTE,
    LEGAL,
    LOG,
    STATEMENT_NOTE,
    TIME,
    WITNESS,
    cosigner,
    line,
    note,
    signed,
    signer,
    vkey_text,
)
from log_cases.keys import COLLIDING, PQ, colliding
from log_cases.notes import cosigned
from log_cases.trees import ROOT3

C2SP = "tlog-policy"
ALLY, EAST, NORTH, SOUTH = (f"{name}.example/witness" for name in ("ally", "east", "north", "south"))
IDENTITY = vkey_text(VKey("small.example/witness", 4, b"\1" + bytes(31)))
OTHER_LOG = signer("bravo.example/log/regime-1")

LOG_LINE = f"log {vkey_text(LOG.vkey)}\n"
WITNESS_LINES = (
    f"witness bravo-ed {vkey_text(WITNESS.vkey)}\n"
    f"witness bravo-pq {vkey_text(PQ)}\n"
    f"witness ally {vkey_text(cosigner(ALLY).vkey)}\n"
    f"witness east {vkey_text(cosigner(EAST).vkey)}\n"
    f"witness north {vkey_text(cosigner(NORTH).vkey)}\n"
    f"witness south {vkey_text(cosigner(SOUTH).vkey)}\n"
)
SIDES = (
    LOG_LINE + WITNESS_LINES + "group bravo all bravo-ed bravo-pq\n"
    "group west any bravo ally\n"
    "group q 3 west east north south\n"
    "quorum q\n"
)
SMALL = f"{LOG_LINE}witness bravo {vkey_text(WITNESS.vkey)}\nquorum bravo\n"


def write(book: Book) -> None:
    """Add the cases of ``policy``."""
    _parse(book)
    _faults(book)
    _quorums(book)
    _open(book)


def listed(
    logs: list[str], witnesses: dict[str, str], groups: dict[str, tuple[list[str], int, bool]], quorum: str
) -> dict[str, Any]:
    """Return the expected result of ``policy.parse``."""
    named = {
        name: {"members": members, "threshold": threshold, "all": every}
        for name, (members, threshold, every) in groups.items()
    }
    return {"logs": logs, "witnesses": witnesses, "groups": named, "quorum": quorum}


def _parse(book: Book) -> None:
    def ok(case: str, text: str, result: dict[str, Any], why: str, source: str = C2SP) -> None:
        book.ok(f"policy/{case}", "policy.parse", {"policy_hex": text.encode().hex()}, result, why, source)

    log, bravo = vkey_text(LOG.vkey), vkey_text(WITNESS.vkey)
    small = listed([log], {"bravo": bravo}, {}, "bravo")
    ok("small", SMALL, small, "One log, one witness, who is enough.")
    ok("quorum-none", f"{LOG_LINE}quorum none\n", listed([log], {}, {}, "none"), "Nobody need cosign.")
    ok("quorum-alone", "quorum none\n", listed([], {}, {}, "none"), "No log is known yet.")
    written = [word.split() for word in WITNESS_LINES.splitlines()]
    ok(
        "sides",
        SIDES,
        listed(
            [log],
            {name: key for _, name, key in written},
            {
                "bravo": (["bravo-ed", "bravo-pq"], 2, True),
                "west": (["bravo", "ally"], 1, False),
                "q": (["west", "east", "north", "south"], 3, False),
            },
            "q",
        ),
        "An operator is its two keys, a side any of its operators, and the quorum counts sides.",
        "spec/log.md",
    )
    spaced = (
        f"# trust\n\n \t \n  log\t{log}  https://alpha.example/\t\n"
        f"\twitness bravo {bravo} https://bravo.example/\n #quorum x\nquorum  bravo \n"
    )
    ok("blanks-comments-and-addresses", spaced, small, "Blanks and tabs part words; addresses are for others.")
    early = f"{LOG_LINE}witness bravo {bravo}\nquorum bravo\ngroup more all bravo\n"
    ok(
        "quorum-before-a-group",
        early,
        listed([log], {"bravo": bravo}, {"more": (["bravo"], 1, True)}, "bravo"),
        "A quorum refers back, that is all.",
    )
    odd = f"witness b\u00e9ta\u00a0# {bravo}\nquorum b\u00e9ta\u00a0# \n"
    ok(
        "name-with-odd-characters",
        odd,
        listed([], {"b\u00e9ta\u00a0#": bravo}, {}, "b\u00e9ta\u00a0#"),
        "Only space and tab part words; a name is compared byte by byte.",
    )
    numbers = f"{LOG_LINE}witness a {bravo}\nwitness b {vkey_text(cosigner(ALLY).vkey)}\ngroup g 2 a b\nquorum g\n"
    ok(
        "group-by-number-is-not-all",
        numbers,
        listed([log], {"a": bravo, "b": vkey_text(cosigner(ALLY).vkey)}, {"g": (["a", "b"], 2, False)}, "g"),
        "2 of 2 is written as a number: where classical keys alone count, it is not lowered as the word all is.",
        "made here",
    )
    many = [signer(f"many.example/{number:02}") for number in range(64)]
    text = "".join(f"log {vkey_text(by.vkey)}\n" for by in many) + "quorum none\n"
    ok(
        "sixty-four-logs",
        text,
        listed([vkey_text(by.vkey) for by in many], {}, {}, "none"),
        "As many lines of a kind as a file may have.",
        "made here",
    )


def _faults(book: Book) -> None:
    def raw(case: str, data: bytes, code: str, why: str, source: str = C2SP) -> None:
        book.refused(f"policy/{case}", "policy.parse", {"policy_hex": data.hex()}, code, why, source)

    def bad(case: str, text: str, code: str, why: str, source: str = C2SP) -> None:
        raw(case, text.encode(), code, why, source)

    log, bravo, ally = vkey_text(LOG.vkey), vkey_text(WITNESS.vkey), vkey_text(cosigner(ALLY).vkey)
    two = f"{LOG_LINE}witness a {bravo}\nwitness b {ally}\n"
    raw("form-too-large", b"#" * 65_536 + b"\n", "policy-form", "65,537 bytes.", "made here")
    raw("form-not-utf8", b"# \xff\nquorum none\n", "policy-form", "Text.")
    for name, control in (("carriage-return", "\r"), ("nul", "\0"), ("form-feed", "\f"), ("delete", "\x7f")):
        bad(
            f"form-{name}",
            f"# a{control}\nquorum none\n",
            "policy-form",
            "No control character but tab and LF.",
            "made here",
        )
    bad("form-no-newline-at-the-end", "quorum none", "policy-form", "Every line ends in LF.", "made here")
    bad("form-unknown-line", "include other\nquorum none\n", "policy-form", "Nothing is skipped over.")
    bad("form-upper-case", f"LOG {log}\nquorum none\n", "policy-form", "Words are lower-case.")
    bad("form-comment-behind-a-line", "quorum none # nobody\n", "policy-form", "A comment is a line of its own.")
    bad("form-no-break-space", f"log\u00a0{log}\nquorum none\n", "policy-form", "Only space and tab part words.")
    bad("form-byte-order-mark", "\ufeffquorum none\n", "policy-form", "No mark is dropped.", "made here")
    bad("form-log-without-key", "log\nquorum none\n", "policy-form", "A log has a key.")
    bad(
        "form-log-with-a-fourth-word",
        f"log {log} https://a.example/ b\nquorum none\n",
        "policy-form",
        "Key and address.",
    )
    bad("form-witness-without-key", "witness a\nquorum none\n", "policy-form", "A witness has a name and a key.")
    bad(
        "form-witness-with-a-fifth-word",
        f"witness a {bravo} https://a.example/ b\nquorum a\n",
        "policy-form",
        "Name, key, address.",
    )
    bad("form-group-without-members", f"{two}group g any\nquorum g\n", "policy-form", "A group has members.")
    bad("form-group-without-threshold", f"{two}group g\nquorum a\n", "policy-form", "A group has a threshold.")
    for case, word in (
        ("zero", "0"),
        ("above-members", "3"),
        ("leading-zero", "01"),
        ("minus", "-1"),
        ("word", "most"),
        ("large", "9" * 30),
    ):
        bad(
            f"form-threshold-{case}",
            f"{two}group g {word} a b\nquorum g\n",
            "policy-form",
            "all, any, or 1 to the number of members.",
        )
    bad("form-quorum-of-two", f"{two}quorum a b\n", "policy-form", "One name; several make a group.")
    bad("form-quorum-without-name", f"{two}quorum\n", "policy-form", "One name.")
    full = "".join(f"log {vkey_text(signer(f'many.example/{number:02}').vkey)}\n" for number in range(64))
    bad(
        "form-sixty-five-logs",
        f"{full}{LOG_LINE}quorum none\n",
        "policy-form",
        "At most 64 lines of a kind.",
        "made here",
    )
    many = "".join(
        f"witness w{number} {vkey_text(cosigner(f'many.example/{number:02}').vkey)}\n" for number in range(65)
    )
    bad("form-sixty-five-witnesses", f"{many}quorum none\n", "policy-form", "At most 64 lines of a kind.", "made here")
    many = f"{LOG_LINE}witness w {bravo}\ngroup g0 any w\n" + "".join(
        f"group g{n} any g{n - 1}\n" for n in range(1, 65)
    )
    bad("form-sixty-five-groups", f"{many}quorum none\n", "policy-form", "At most 64 lines of a kind.", "made here")

    last = f"log {vkey_text(signer('many.example/63').vkey)}\n"
    bad("first-fault-of-the-sixty-fifth-line", f"{full}{last}quorum none\n", "policy-key", "Lines are counted last.")

    bad("key-of-no-form", "log alpha\nquorum none\n", "vkey-form", "A key is a vkey.")
    bad(
        "key-with-another-id",
        f"log {log.replace('281ba970', '281ba971')}\nquorum none\n",
        "vkey-id",
        "A key is a vkey.",
    )
    bad(
        "key-of-small-order",
        f"witness a {IDENTITY}\nquorum none\n",
        "key-point",
        "A key is admitted by the strict profile.",
    )
    bad(
        "key-type-of-a-log",
        f"log {bravo}\nquorum none\n",
        "policy-key-type",
        "A cosigner's key signs no checkpoint as its log.",
    )
    bad("key-type-of-a-log-ml-dsa-44", f"log {vkey_text(PQ)}\nquorum none\n", "policy-key-type", "Nor does this one.")
    bad("key-type-of-a-witness", f"witness a {log}\nquorum a\n", "policy-key-type", "A log's key cosigns nothing.")
    one, other = (vkey_text(by("shared.example/key").vkey) for by in (signer, cosigner))
    shared = f"log {one}\nwitness w {other}\n"
    bad("key-of-a-log-and-a-witness", f"{shared}quorum w\n", "policy-key", "One key, one purpose (spec/note.md).")
    bad("key-twice-as-a-log", f"{LOG_LINE}{LOG_LINE}quorum none\n", "policy-key", "One raw key, one log.")
    renamed = vkey_text(VKey("other.example/log", 1, LOG.vkey.key))
    bad(
        "key-twice-under-two-log-names",
        f"{LOG_LINE}log {renamed}\nquorum none\n",
        "policy-key",
        "The raw key counts, not its name.",
    )
    again = vkey_text(VKey("other.example/witness", 4, WITNESS.vkey.key))
    twice = f"witness a {bravo}\nwitness b {again}\ngroup g 2 a b\nquorum g\n"
    bad("key-twice-as-two-witnesses", twice, "policy-key", "One cosigner would count twice, under two names.")

    bad("name-of-two-witnesses", f"witness a {bravo}\nwitness a {ally}\nquorum a\n", "policy-name", "Defined twice.")
    bad("name-of-witness-and-group", f"{two}group a any b\nquorum a\n", "policy-name", "Defined twice.")
    bad("name-of-two-groups", f"{two}group g any a\ngroup g any b\nquorum g\n", "policy-name", "Defined twice.")
    bad("name-none-for-a-witness", f"witness none {bravo}\nquorum none\n", "policy-name", "The word means nobody.")
    bad("name-none-for-a-group", f"{two}group none any a\nquorum none\n", "policy-name", "The word means nobody.")
    bad("name-none-as-a-member", f"{two}group g any none\nquorum g\n", "policy-name", "The word means nobody.")
    bad(
        "name-used-before-it-is-defined",
        f"group g any a\nwitness a {bravo}\nquorum g\n",
        "policy-name",
        "References go back.",
    )
    bad(
        "name-of-the-group-itself",
        f"{two}group g any g\nquorum g\n",
        "policy-name",
        "References go back, so there is no circle.",
    )
    bad("name-unknown-as-quorum", f"{two}quorum c\n", "policy-name", "Nobody of this name.")
    bad(
        "name-of-a-log-as-a-member",
        f"{two}group g any {LOG.vkey.name}\nquorum g\n",
        "policy-name",
        "Logs witness nothing.",
    )
    bad("name-in-another-case", f"{two}quorum A\n", "policy-name", "Letter by letter.")
    bad("member-twice-in-a-group", f"{two}group g 2 a a\nquorum g\n", "policy-name", "An operator would count twice.")
    bad(
        "member-of-two-groups",
        f"{two}group g any a\ngroup h any a b\ngroup q all g h\nquorum q\n",
        "policy-name",
        "One witness would stand for two sides.",
    )
    bad(
        "group-is-a-member-of-two-groups",
        f"{two}group g any a\ngroup h any g\ngroup i any g b\nquorum i\n",
        "policy-name",
        "One side would count twice.",
    )

    bad("quorum-missing", two, "policy-quorum", "A file says what is enough.")
    bad("quorum-missing-in-an-empty-file", "", "policy-quorum", "A file says what is enough.")
    bad("quorum-twice", f"{two}quorum a\nquorum b\n", "policy-quorum", "Once.")
    bad("quorum-twice-alike", f"{two}quorum a\nquorum a\n", "policy-quorum", "Once.")
    first, second = (vkey_text(colliding(number)) for number in COLLIDING)
    bad(
        "two-keys-with-one-name-and-id",
        f"log {first}\nlog {second}\nquorum none\n",
        "keyset-duplicate-id",
        "Two real keys answer to one line.",
        "made here",
    )

    bad("first-fault-of-two-lines", f"{two}group g any c\nquorum\n", "policy-name", "Line by line.", "made here")
    bad(
        "first-fault-of-the-key",
        f"witness none {log}\nquorum none\n",
        "policy-key-type",
        "In a witness line the key comes before the name.",
        "made here",
    )
    bad(
        "first-fault-of-the-threshold",
        f"{two}group a 3 c d\nquorum g\n",
        "policy-form",
        "In a group line the threshold comes first.",
        "made here",
    )
    bad(
        "first-fault-of-control-characters",
        "include other\n\r",
        "policy-form",
        "Characters come before lines.",
        "made here",
    )
    bad(
        "first-fault-before-the-end",
        "quorum c\nquorum none",
        "policy-name",
        "The missing LF is the fault of the last line.",
        "made here",
    )


def _quorums(book: Book) -> None:
    def given(text: str, present: list[str], classical: bool) -> dict[str, Any]:
        return {"policy": text, "present": present, "classical": classical}

    def ok(case: str, present: list[str], why: str, text: str = SIDES, classical: bool = False) -> None:
        case_given = given(text, present, classical)
        book.ok(f"policy/require-{case}", "policy.require", case_given, {}, why, "spec/log.md")

    def short(case: str, present: list[str], why: str, text: str = SIDES, classical: bool = False) -> None:
        case_given = given(text, present, classical)
        book.refused(f"policy/require-{case}", "policy.require", case_given, "quorum-short", why, "spec/log.md")

    bravo = ["bravo-ed", "bravo-pq"]
    ok("three-sides", [*bravo, "east", "north"], "West by bravo's two keys, east, north.")
    ok("three-sides-by-the-ally", ["ally", "east", "south"], "West by its other operator.")
    ok("four-sides", [*bravo, "ally", "east", "north", "south"], "More is enough.")
    ok("in-any-order", ["south", "east", "ally"], "A set, not a sequence.")
    ok("strangers-do-not-harm", ["ally", "east", "south", "stranger", "west"], "Names of no witness count for nothing.")
    short("nobody", [], "Nobody is no quorum.")
    short("two-sides", [*bravo, "ally", "east"], "Four keys, three operators, two sides.")
    short("two-keys-of-one-operator", [*bravo, "east"], "An operator's two keys are one operator.")
    short("two-operators-of-one-side", [*bravo, "ally", "north"], "A side's two operators are one side.")
    short("half-an-operator", ["bravo-ed", "east", "north"], "Bravo is both its keys.")
    short("one-name-thrice", ["east", "east", "east"], "A witness counts once.")
    short("names-of-groups", ["west", "q", "bravo", "east", "north"], "Groups do not cosign.")
    ok(
        "classical-strikes-ml-dsa-44-from-all",
        ["bravo-ed", "east", "north"],
        "Of bravo's two keys one is left, and it is there.",
        SIDES,
        True,
    )
    ok(
        "classical-with-ml-dsa-44-given",
        [*bravo, "east", "north"],
        "A struck witness neither counts nor harms.",
        SIDES,
        True,
    )
    short("classical-ml-dsa-44-alone", ["bravo-pq", "east", "north"], "A struck witness does not count.", SIDES, True)
    short("classical-two-sides", ["bravo-ed", "ally", "east"], "Sides count as before.", SIDES, True)
    numbered = SIDES.replace("group bravo all", "group bravo 2")
    short("classical-lowers-no-number", ["bravo-ed", "east", "north"], "2 of 2 stays 2.", numbered, True)
    ok("number-of-all", [*bravo, "east", "north"], "2 of 2 is both.", numbered)
    lone = f"witness pq {vkey_text(PQ)}\ngroup g all pq\nquorum g\n"
    ok("ml-dsa-44-alone", ["pq"], "One key, of type 0x06.", lone)
    short("classical-group-struck-empty", ["pq"], "A group without members is not met.", lone, True)
    short("classical-group-struck-empty-and-nobody", [], "A group without members is not met.", lone, True)
    direct = f"witness pq {vkey_text(PQ)}\nquorum pq\n"
    short("classical-quorum-is-struck", ["pq"], "The one who is wanted does not count.", direct, True)
    ok("none", [], "Nobody is wanted.", "quorum none\n")
    ok("single-witness", ["bravo"], "The quorum may be one witness.", SMALL)
    short("single-witness-missing", ["stranger"], "Not this one.", SMALL)

    def minimal(
        case: str, present: list[str], why: str, text: str = SIDES, classical: bool = False, code: str = ""
    ) -> None:
        case_given = given(text, present, classical)
        if code:
            book.refused(f"policy/minimal-{case}", "policy.minimal", case_given, code, why, "spec/attestation.md")
        else:
            book.ok(f"policy/minimal-{case}", "policy.minimal", case_given, {}, why, "spec/attestation.md")

    minimal("three-sides", [*bravo, "east", "north"], "Each of the four keys is needed.")
    minimal("three-sides-by-the-ally", ["ally", "east", "north"], "Another minimal quorum.")
    minimal("fourth-side", ["ally", "east", "north", "south"], "One side too many.", code="quorum-surplus")
    minimal("second-operator", [*bravo, "ally", "east", "north"], "West is met twice.", code="quorum-surplus")
    minimal(
        "half-an-operator-beside-another",
        ["ally", "bravo-ed", "east", "north"],
        "Bravo's one key helps nobody.",
        code="quorum-surplus",
    )
    minimal(
        "stranger",
        ["ally", "east", "north", "stranger"],
        "A name that counts for nothing is surplus.",
        code="quorum-surplus",
    )
    minimal("short", ["ally", "east"], "Less than enough is not least.", code="quorum-short")
    minimal("none", [], "Nobody is wanted, nobody is there.", "quorum none\n")
    minimal(
        "none-but-one",
        ["bravo"],
        "Nobody is wanted.",
        SMALL.replace("quorum bravo", "quorum none"),
        code="quorum-surplus",
    )
    minimal("classical", ["bravo-ed", "east", "north"], "The least without ML-DSA-44.", SIDES, True)
    minimal(
        "classical-with-ml-dsa-44",
        [*bravo, "east", "north"],
        "What does not count is surplus.",
        SIDES,
        True,
        "quorum-surplus",
    )


def _open(book: Book) -> None:
    def given(text: str, data: bytes, origin: str) -> dict[str, Any]:
        return {"policy": text, "note_hex": data.hex(), "origin": origin}

    def ok(case: str, text: str, data: bytes, witnesses: list[str], why: str) -> None:
        result = {"size": 3, "root_hex": ROOT3.hex(), "witnesses": witnesses}
        book.ok(f"policy/open-{case}", "policy.open", given(text, data, LOG.vkey.name), result, why)

    def bad(case: str, data: bytes, code: str, why: str, text: str = SIDES, origin: str = LOG.vkey.name) -> None:
        book.refused(f"policy/open-{case}", "policy.open", given(text, data, origin), code, why)

    log_line, witness_line = (part + b"\n" for part in CHECKPOINT_NOTE.split(b"\n\n")[1].split(b"\n")[:2])
    ok("example", SMALL, CHECKPOINT_NOTE, ["bravo"], "The file's name of the witness, not the key's.")
    ok("without-cosignature", SMALL, note(CHECKPOINT, log_line), [], "The quorum is not asked here.")
    ok(
        "with-an-unknown-line",
        f"{LOG_LINE}quorum none\n",
        CHECKPOINT_NOTE,
        [],
        "An unknown cosigner's line does not count.",
    )
    ally = cosigned(ALLY, CHECKPOINT)
    ok("two-witnesses", SIDES, note(CHECKPOINT, ally, log_line, witness_line), ["ally", "bravo-ed"], "Names sorted.")
    bad("a-statement", STATEMENT_NOTE, "checkpoint-form", "Two lines are no checkpoint.")
    bad(
        "of-another-origin",
        CHECKPOINT_NOTE,
        "checkpoint-other-log",
        "The caller says which log it expects.",
        origin=OTHER_LOG.vkey.name,
    )
    listed_log = SMALL + f"log {vkey_text(OTHER_LOG.vkey)}\n"
    bad(
        "of-another-listed-log",
        CHECKPOINT_NOTE,
        "checkpoint-other-log",
        "Listed, but not the one expected.",
        listed_log,
        OTHER_LOG.vkey.name,
    )
    unlisted = f"witness bravo {vkey_text(WITNESS.vkey)}\nquorum bravo\n"
    bad("of-an-unknown-log", CHECKPOINT_NOTE, "checkpoint-unknown-log", "No key is trusted for it.", unlisted)
    bad(
        "without-the-log-s-line",
        note(CHECKPOINT, witness_line),
        "checkpoint-unsigned",
        "A witness vouches for growth, not for the log's word.",
        SMALL,
    )
    foreign = note(CHECKPOINT, signed(OTHER_LOG, CHECKPOINT))
    bad(
        "signed-by-another-listed-log",
        foreign,
        "checkpoint-unsigned",
        "Another log's signature, however valid.",
        listed_log,
    )
    forged = note(CHECKPOINT, line(LOG.vkey.name, LOG.vkey.key_id, LEGAL.sign(CHECKPOINT)))
    bad(
        "signature-of-another-key",
        forged,
        "signature-invalid",
        "Name and id of the log, signature of somebody else.",
        SMALL,
    )
    wrong_time = (TIME + 1).to_bytes(8, "big") + WITNESS.sign(b"cosignature/v1\ntime %d\n" % TIME + CHECKPOINT)
    bad(
        "cosignature-with-another-time",
        note(CHECKPOINT, log_line, line(WITNESS.vkey.name, WITNESS.vkey.key_id, wrong_time)),
        "signature-invalid",
        "A bad line of a known key refuses the note, though it would not be needed.",
        SMALL,
    )
    unknown_first = note(CHECKPOINT, line(OTHER_LOG.vkey.name, OTHER_LOG.vkey.key_id, bytes(64)))
    bad(
        "unsigned-before-bad-lines",
        unknown_first,
        "checkpoint-unsigned",
        "Whether the log signed at all comes first.",
        listed_log,
    )
