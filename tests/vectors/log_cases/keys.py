"""Cases of verifier keys and of thresholds."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from book import Book

from counterseal.log.signer import Ed25519Signer, MLDSA44Signer
from counterseal.log.vkey import VKey
from log_cases.book import LEGAL, LOG, OFFICER, WITNESS, seed, vkey_text

PQ = MLDSA44Signer("bravo.example/witness-pq", seed("bravo.example/witness-pq")).vkey

# The keys that seeds "counterseal example key: alpha.example/key/officer-1 #N" give for N = 35277 and 134490:
# two keys with one name and one key id, found in five seconds by trying.
COLLIDING = (35277, 134490)


def write(book: Book) -> None:
    """Add the cases of ``vkey`` and ``threshold``."""
    _vkeys(book)
    _thresholds(book)


def colliding(number: int) -> VKey:
    """Return one of the two colliding keys."""
    name = "alpha.example/key/officer-1"
    return Ed25519Signer(name, seed(f"{name} #{number}")).vkey


def _vkeys(book: Book) -> None:
    def ok(case: str, text: str, key: VKey, id_hex: str, why: str, source: str = "") -> None:
        result = {"name": key.name, "id_hex": id_hex, "type": key.type, "key_hex": key.key.hex()}
        book.ok(f"vkey/{case}", "vkey.parse", {"text": text}, result, why, source)

    def bad(case: str, text: str, code: str, why: str) -> None:
        book.refused(f"vkey/{case}", "vkey.parse", {"text": text}, code, why)

    def text(name: str, data: bytes, key_id: str = "") -> str:
        key_id = key_id or sha256(name.encode() + b"\n" + data).hexdigest()[:8]
        return f"{name}+{key_id}+{b64encode(data).decode()}"

    legal = "alpha.example/key/legal-1+eb5c0e0a+AXdO9B6+xTTEOVi1IRhVjGzcYDxCiRRaRUm37eWWBU0j"
    ok(
        "example-legal",
        legal,
        LEGAL.vkey,
        "eb5c0e0a",
        "A plus sign in the base64 is no separator.",
        "spec/note.md",
    )
    officer = "alpha.example/key/officer-1+c7ca21d7+AW3TNFr6HtkiK9eKH/laXtCg+tfAgIr8gGTXZUIAJinv"
    ok("example-officer", officer, OFFICER.vkey, "c7ca21d7", "The second signer of the example.", "spec/note.md")
    log = "alpha.example/log/regime-1+281ba970+AWHp3lRoRF16cGPXt+DhxBmR3WWw+vd0Q0jLsXzmqHRe"
    ok("example-log", log, LOG.vkey, "281ba970", "A log's key has the log's origin for a name.", "spec/log.md")
    witness = "bravo.example/witness+f0ae9215+BAxlfodNRRZmgVQN+xldwUtoJaiDXEL8iEgcAn9yaVpG"
    ok("example-witness", witness, WITNESS.vkey, "f0ae9215", "Type 0x04, an Ed25519 cosigner.", "spec/log.md")
    ok("example-ml-dsa-44", vkey_text(PQ), PQ, "b0e63d4a", "Type 0x06, an ML-DSA-44 cosigner.", "spec/log.md")
    longest = VKey("a" * 255, 1, LEGAL.vkey.key)
    ok(
        "name-of-255-bytes",
        vkey_text(longest),
        longest,
        longest.key_id.hex(),
        "The longest name that fits the one-byte length of a type 0x06 message.",
    )

    raw = b"\x01" + LEGAL.vkey.key
    name = LEGAL.vkey.name
    bad("empty", "", "vkey-form", "Nothing is no key.")
    bad("name-of-256-bytes", text("a" * 256, raw), "vkey-form", "One byte longer than a name may be.")
    bad("name-empty", text("", raw), "vkey-form", "A key has a name.")
    bad("name-upper-case", text("Alpha.example/key", raw), "vkey-form", "Names are lower-case ASCII.")
    bad("name-with-a-space", text("alpha example", raw), "vkey-form", "A space would end the name on a signature line.")
    bad("name-starts-with-a-dot", text(".alpha.example", raw), "vkey-form", "Names start with a letter or a digit.")
    bad("name-not-ascii", text("b\u00e9ta.example", raw), "vkey-form", "Names are lower-case ASCII.")
    bad("name-cyrillic-look-alike", text("\u0430lpha.example", raw), "vkey-form", "Names are lower-case ASCII.")
    bad("id-upper-case", legal.replace("eb5c0e0a", "EB5C0E0A"), "vkey-form", "One spelling: lower-case hexadecimal.")
    bad("id-of-seven-digits", legal.replace("eb5c0e0a", "eb5c0e0"), "vkey-form", "A key id is four bytes.")
    bad("id-missing", f"{name}+{b64encode(raw).decode()}", "vkey-form", "Three parts, not two.")
    bad("key-empty", f"{name}+eb5c0e0a+", "vkey-form", "The type byte at least must be there.")
    bad("base64-stray-bits", f"{name}+eb5c0e0a+AB==", "vkey-form", "AB== decodes as AA== does: one spelling only.")
    bad("base64-url-alphabet", legal.replace("B6+x", "B6-x"), "vkey-form", "The standard alphabet only.")
    bad("base64-without-padding", f"{name}+eb5c0e0a+AQ", "vkey-form", "Padding is part of the one spelling.")
    bad("blank-before", f" {legal}", "vkey-form", "Nothing is trimmed.")
    bad("newline-after", f"{legal}\n", "vkey-form", "Nothing is trimmed.")
    bad("type-ecdsa", text(name, b"\x02" + LEGAL.vkey.key), "vkey-type", "Type 0x02 is not ours.")
    bad("type-tree-head", text(name, b"\x05" + LEGAL.vkey.key), "vkey-type", "Type 0x05 is not ours.")
    bad("type-private", text(name, b"\xff" + LEGAL.vkey.key), "vkey-type", "Type 0xff is not ours.")
    bad("type-alone-unknown", text(name, b"\x00"), "vkey-type", "The type is looked at before the length.")
    bad("ed25519-key-of-31-bytes", text(name, raw[:-1]), "vkey-key", "An Ed25519 key is 32 bytes.")
    bad("ed25519-key-of-33-bytes", text(name, raw + b"\0"), "vkey-key", "An Ed25519 key is 32 bytes.")
    bad("ml-dsa-44-key-of-32-bytes", text(name, b"\x06" + raw[1:]), "vkey-key", "An ML-DSA-44 key is 1,312 bytes.")
    bad("ml-dsa-44-key-of-1313-bytes", text(PQ.name, b"\x06" + PQ.key + b"\0"), "vkey-key", "One byte too many.")
    bad("id-of-another-name", text(name, raw, "c7ca21d7"), "vkey-id", "The id is the hash of name, type and key.")
    bad("id-of-another-type", text(name, b"\x04" + raw[1:], "eb5c0e0a"), "vkey-id", "The type is hashed into the id.")
    identity = b"\x01" + bytes(31)
    bad("key-is-the-identity", text(name, b"\x01" + identity), "key-point", "Anybody can sign for the identity.")
    bad("cosigner-key-of-small-order", text(name, b"\x04" + bytes(32)), "key-point", "A point of order four.")
    bad("key-not-on-the-curve", text(name, b"\x01\x02" + bytes(31)), "key-point", "No point has this encoding.")
    loose = b"\xee" + b"\xff" * 30 + b"\x7f"
    bad("key-not-canonical", text(name, b"\x01" + loose), "key-point", "The identity again, with y written as p + 1.")


def _thresholds(book: Book) -> None:
    keys = {
        name: sha256(name.encode()).hexdigest() for name in ("ann-1", "ann-2", "bob-1", "eve-1", "lee-1", "stranger")
    }
    ann, ann2, bob, eve, lee = (
        {"key_hex": keys[key], "person": key[:3], "role": "legal" if key == "lee-1" else "officer"}
        for key in ("ann-1", "ann-2", "bob-1", "eve-1", "lee-1")
    )
    all_keys = [ann, ann2, bob, eve, lee]
    call = "threshold.persons"

    def given(signers: list[str], need: dict[str, int], held: list[dict[str, str]] | None = None) -> dict[str, object]:
        return {"keys": held or all_keys, "signers_hex": [keys[name] for name in signers], "need": need}

    two = {"officer": 2}
    both = {"legal": 1, "officer": 1}
    book.ok("threshold/two-persons", call, given(["ann-1", "bob-1"], two), {}, "Two persons of the role signed.")
    book.ok("threshold/one-of-each-role", call, given(["ann-1", "lee-1"], both), {}, "One officer and one legal.")
    book.ok("threshold/more-than-needed", call, given(["ann-1", "bob-1", "eve-1"], two), {}, "More is enough.")
    book.ok(
        "threshold/strangers-do-not-count-and-do-not-harm",
        call,
        given(["ann-1", "stranger", "bob-1"], two),
        {},
        "A key outside the set counts for nothing.",
    )
    sides = [
        {"key_hex": keys["ann-1"], "person": "west", "role": "witness"},
        {"key_hex": keys["ann-2"], "person": "west", "role": "witness"},
        {"key_hex": keys["bob-1"], "person": "east", "role": "witness"},
        {"key_hex": keys["eve-1"], "person": "south", "role": "witness"},
    ]
    three = {"witness": 3}
    book.ok(
        "threshold/three-sides",
        call,
        given(["ann-1", "bob-1", "eve-1"], three, sides),
        {},
        "The same count serves a quorum of sides: a side stands where a person does.",
    )

    def short(
        case: str, signers: list[str], need: dict[str, int], why: str, held: list[dict[str, str]] | None = None
    ) -> None:
        book.refused(f"threshold/{case}", call, given(signers, need, held), "threshold-short", why)

    short("nobody-signed", [], {"officer": 1}, "No signature meets no threshold.")
    short("one-key-twice", ["ann-1", "ann-1"], two, "A repeated key counts once.")
    short("one-person-with-two-keys", ["ann-1", "ann-2"], two, "A person counts once, with however many keys.")
    short("one-side-with-two-witnesses", ["ann-1", "ann-2", "bob-1"], three, "A side counts once.", sides)
    short("role-missing", ["ann-1", "bob-1", "eve-1"], both, "No number of officers makes a legal.")
    short("role-unknown-to-the-key-set", ["ann-1", "lee-1"], {"minister": 1}, "Nobody holds this role.")
    short("strangers-only", ["stranger", "stranger"], {"officer": 1}, "A key outside the set counts for nothing.")
    short("case-differs-in-role", ["ann-1", "bob-1"], {"Officer": 2}, "Roles are compared byte by byte.")

    def twice(case: str, again: dict[str, str], why: str) -> None:
        held = [ann, bob, again]
        book.refused(f"threshold/{case}", call, given(["ann-1", "bob-1"], two, held), "keyset-duplicate-key", why)

    twice("key-set-names-one-key-for-two-persons", {**ann, "person": "eve"}, "One key would count as two persons.")
    twice("key-set-names-one-key-for-two-roles", {**ann, "role": "legal"}, "One key, one purpose.")
    twice("key-set-names-one-key-twice-alike", ann, "Even an exact repeat is a fault of the set.")
    _key_sets(book)


def _key_sets(book: Book) -> None:
    def bad(case: str, vkeys: list[VKey], code: str, why: str) -> None:
        given = {"vkeys": [vkey_text(key) for key in vkeys]}
        book.refused(f"threshold/keys-{case}", "threshold.keys", given, code, why, "spec/note.md")

    keys = [LEGAL.vkey, OFFICER.vkey, LOG.vkey, WITNESS.vkey, PQ]
    given = {"vkeys": [vkey_text(key) for key in keys]}
    book.ok("threshold/keys-all-different", "threshold.keys", given, {}, "Five keys, five names.", "spec/note.md")
    renamed = VKey("alpha.example/key/legal-2", LEGAL.vkey.type, LEGAL.vkey.key)
    retyped = VKey("alpha.example/witness", 4, LEGAL.vkey.key)
    bad("one-under-two-names", [LEGAL.vkey, renamed], "keyset-duplicate-key", "The raw key counts, not its name.")
    bad("one-under-two-types", [LEGAL.vkey, OFFICER.vkey, retyped], "keyset-duplicate-key", "One key, one purpose.")
    bad("one-twice", [LEGAL.vkey, LEGAL.vkey], "keyset-duplicate-key", "Even an exact repeat is a fault of the set.")
    two = [colliding(number) for number in COLLIDING]
    bad("two-under-one-name-and-id", two, "keyset-duplicate-id", "Two real keys answer to one line.")
