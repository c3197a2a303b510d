"""Cases of trees, checkpoints and cosignatures."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

from book import Book

from log_cases.book import CHECKPOINT, ENTRIES, LOG, TIME, WITNESS, seed, vkey_text
from log_cases.keys import PQ
from validation import rfc6962

ROOT3 = b64decode(b"6ju6X7QdW/HBS9ss7pXilS2Cz6tMzpdwLE+29dbakgA=")
LEAVES = [b"leaf %d" % number for number in range(9)]
NO_HASH = sha256(b"of no tree").digest()


def write(book: Book) -> None:
    """Add the cases of ``tree``, ``checkpoint`` and ``cosignature``."""
    _roots(book)
    _inclusion(book)
    _consistency(book)
    _checkpoints(book)
    _growth(book)
    _cosignatures(book)


def leaf(data: bytes) -> bytes:
    """Return a leaf hash."""
    return rfc6962.MTH([data])


def listed(proof: list[bytes]) -> list[str]:
    """Return hashes as hexadecimal."""
    return [node.hex() for node in proof]


def _roots(book: Book) -> None:
    def ok(case: str, leaves: list[bytes], root: str, why: str, source: str) -> None:
        book.ok(f"tree/{case}", "tree.root", {"leaves_hex": listed(leaves)}, {"root_hex": root}, why, source)

    ok("empty", [], sha256(b"").hexdigest(), "The hash of nothing, not of a leaf.", "RFC 6962 2.1")
    ct = [b"", b"\0", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
    ok(
        "one-empty-entry",
        ct[:1],
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "A leaf is hashed with 0x00 before it, so an empty entry is not the empty tree.",
        "RFC 6962 2.1; test data of the Certificate Transparency libraries",
    )
    ok(
        "eight-entries",
        ct,
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        "A complete tree.",
        "test data of the Certificate Transparency libraries",
    )
    ok("example-log", list(ENTRIES), ROOT3.hex(), "The three entries of the example log.", "spec/log.md")
    for size in (2, 3, 5, 6, 7, 9):
        ok(
            f"{size}-entries",
            LEAVES[:size],
            rfc6962.MTH(LEAVES[:size]).hex(),
            f"Splits at {rfc6962.split(size)}, the largest power of two below {size}.",
            "RFC 6962 2.1",
        )
    node = leaf(LEAVES[0]) + leaf(LEAVES[1])
    ok(
        "entry-that-looks-like-a-node",
        [b"\1" + node],
        leaf(b"\1" + node).hex(),
        "Leaves and nodes are hashed apart: this is not the root of the two leaves.",
        "RFC 6962 2.1",
    )


def _inclusion(book: Book) -> None:
    def given(index: int, size: int, leaf_hash: bytes, proof: list[bytes], root: bytes) -> dict[str, Any]:
        return {
            "index": index,
            "size": size,
            "leaf_hash_hex": leaf_hash.hex(),
            "proof_hex": listed(proof),
            "root_hex": root.hex(),
        }

    def honest(index: int, size: int) -> tuple[bytes, list[bytes], bytes]:
        entries = LEAVES[:size]
        return leaf(entries[index]), rfc6962.PATH(index, entries), rfc6962.MTH(entries)

    def ok(case: str, index: int, size: int, why: str) -> None:
        book.ok(f"tree/{case}", "tree.inclusion", given(index, size, *honest(index, size)), {}, why, "RFC 6962 2.1.1")

    def bad(case: str, case_given: dict[str, Any], code: str, why: str) -> None:
        book.refused(f"tree/{case}", "tree.inclusion", case_given, code, why, "RFC 9162 2.1.3.2; made here")

    ok("inclusion-only-entry", 0, 1, "A tree of one: the leaf is the root, the proof is empty.")
    ok("inclusion-first-of-three", 0, 3, "Two siblings on the right.")
    ok("inclusion-last-of-three", 2, 3, "The last leaf of an odd tree has a short path.")
    ok("inclusion-fifth-of-seven", 4, 7, "Right, right, left.")
    ok("inclusion-last-of-nine", 8, 9, "One sibling: the complete tree of eight.")
    ok("inclusion-inside-a-complete-tree", 5, 8, "Left, right, left.")
    ends = leaf(ENTRIES[2]), rfc6962.PATH(2, list(ENTRIES)), ROOT3
    book.ok("tree/example-inclusion", "tree.inclusion", given(2, 3, *ends), {}, "The example proof.", "spec/log.md")
    book.ok(
        "tree/inclusion-does-not-bind-the-size",
        "tree.inclusion",
        given(0, 4, *honest(0, 3)),
        {},
        "Leaf 0 of 3 has a path of the same shape as leaf 0 of 4, and the root is that of 3. "
        "The hashes cannot tell; the log's signature on size and root together does.",
        "RFC 9162 2.1.3.2",
    )
    leaf_hash, proof, root = honest(4, 7)
    zero_leaf, zero_proof, zero_root = honest(0, 1)
    bad(
        "inclusion-index-is-the-size", given(7, 7, leaf_hash, proof, root), "proof-index", "Indexes end below the size."
    )
    bad(
        "inclusion-in-the-empty-tree", given(0, 0, zero_leaf, zero_proof, zero_root), "proof-index", "Nothing is in it."
    )
    bad(
        "inclusion-leaf-hash-of-31-bytes",
        given(0, 1, zero_leaf[:31], [], zero_leaf[:31]),
        "proof-hash-size",
        "Equal, but no hashes.",
    )
    bad(
        "inclusion-root-of-33-bytes",
        given(4, 7, leaf_hash, proof, root + b"\0"),
        "proof-hash-size",
        "A root is 32 bytes.",
    )
    slid = [proof[0][:31], proof[0][31:] + proof[1], proof[2]]
    bad(
        "inclusion-hashes-cut-elsewhere",
        given(4, 7, leaf_hash, slid, root),
        "proof-hash-size",
        "The same bytes, cut at 31.",
    )
    slid_leaf = given(4, 7, leaf_hash + proof[0][:1], [proof[0][1:], *proof[1:]], root)
    bad("inclusion-leaf-hash-takes-a-byte", slid_leaf, "proof-hash-size", "The same concatenation, another cut.")
    bad("inclusion-one-hash-missing", given(4, 7, leaf_hash, proof[:-1], root), "proof-length", "The length is exact.")
    bad(
        "inclusion-one-hash-too-many",
        given(4, 7, leaf_hash, [*proof, NO_HASH], root),
        "proof-length",
        "The length is exact.",
    )
    bad(
        "inclusion-hash-for-the-only-entry",
        given(0, 1, zero_leaf, [NO_HASH], zero_root),
        "proof-length",
        "One leaf, no path.",
    )
    inner = rfc6962.MTH(LEAVES[4:6])
    bad(
        "inclusion-inner-node-as-leaf",
        given(4, 7, inner, proof[1:], root),
        "proof-length",
        "A node is no leaf: its path is shorter.",
    )
    for place in range(3):
        changed = list(proof)
        changed[place] = bytes([proof[place][0] ^ 1]) + proof[place][1:]
        bad(f"inclusion-bit-flipped-in-hash-{place}", given(4, 7, leaf_hash, changed, root), "proof-root", "One bit.")
    bad(
        "inclusion-hashes-swapped",
        given(4, 7, leaf_hash, [proof[1], proof[0], proof[2]], root),
        "proof-root",
        "Order counts.",
    )
    bad(
        "inclusion-of-the-neighbour",
        given(5, 7, leaf_hash, proof, root),
        "proof-root",
        "The same path from the other side.",
    )
    bad("inclusion-of-another-entry", given(4, 7, leaf(b"other"), proof, root), "proof-root", "Another entry.")
    bad(
        "inclusion-root-of-another-size",
        given(4, 7, leaf_hash, proof, rfc6962.MTH(LEAVES[:8])),
        "proof-root",
        "The root of 8.",
    )


def _consistency(book: Book) -> None:
    def given(old: int, new: int, proof: list[bytes], old_root: bytes = b"", new_root: bytes = b"") -> dict[str, Any]:
        return {
            "old_size": old,
            "new_size": new,
            "old_root_hex": (old_root or rfc6962.MTH(LEAVES[:old])).hex(),
            "new_root_hex": (new_root or rfc6962.MTH(LEAVES[:new])).hex(),
            "proof_hex": listed(proof),
        }

    def honest(old: int, new: int) -> list[bytes]:
        return rfc6962.PROOF(old, LEAVES[:new])

    def ok(case: str, old: int, new: int, why: str) -> None:
        book.ok(f"tree/{case}", "tree.consistency", given(old, new, honest(old, new)), {}, why, "RFC 6962 2.1.2")

    def bad(case: str, case_given: dict[str, Any], code: str, why: str) -> None:
        book.refused(f"tree/{case}", "tree.consistency", case_given, code, why, "RFC 9162 2.1.4.2; made here")

    ok("consistency-one-to-two", 1, 2, "The old root is a node of the new tree and is not told again.")
    ok("consistency-three-to-seven", 3, 7, "The example of RFC 6962, section 2.1.3: four hashes.")
    ok("consistency-four-to-seven", 4, 7, "The old tree is complete: one hash.")
    ok("consistency-six-to-seven", 6, 7, "Three hashes.")
    ok("consistency-seven-to-eight", 7, 8, "The last leaf completes the tree.")
    ok("consistency-eight-to-nine", 8, 9, "The old tree becomes the left child.")
    ok("consistency-of-equal-sizes", 7, 7, "Nothing to show: an empty proof and one root.")
    book.ok(
        "tree/consistency-does-not-bind-the-new-size",
        "tree.consistency",
        given(1, 4, honest(1, 3), new_root=rfc6962.MTH(LEAVES[:3])),
        {},
        "From 1 to 3 the proof has the shape of one from 1 to 4; only the signed checkpoint tells 3 from 4.",
        "RFC 9162 2.1.4.2",
    )
    proof = honest(3, 7)
    bad("consistency-from-the-empty-tree", given(0, 7, []), "proof-index", "Nothing to show, so nothing is asked here.")
    bad("consistency-between-empty-trees", given(0, 0, []), "proof-index", "Nothing to show, so nothing is asked here.")
    bad("consistency-shrinking", given(7, 3, proof), "proof-index", "A log never gets smaller.")
    bad(
        "consistency-old-root-of-31-bytes",
        given(3, 7, proof, rfc6962.MTH(LEAVES[:3])[:31]),
        "proof-hash-size",
        "32 bytes.",
    )
    bad(
        "consistency-new-root-of-33-bytes",
        given(3, 7, proof, b"", rfc6962.MTH(LEAVES[:7]) + b"\0"),
        "proof-hash-size",
        "32 bytes.",
    )
    bad("consistency-hash-of-no-bytes", given(3, 7, [*proof[:-1], b""]), "proof-hash-size", "32 bytes.")
    bad(
        "consistency-equal-sizes-with-a-hash",
        given(7, 7, [NO_HASH]),
        "proof-length",
        "Equal sizes take an empty proof.",
    )
    bad("consistency-empty-proof", given(3, 7, []), "proof-length", "Growth is shown, not claimed.")
    bad("consistency-one-hash-missing", given(3, 7, proof[1:]), "proof-length", "The length is exact.")
    bad("consistency-one-hash-too-many", given(3, 7, [*proof, NO_HASH]), "proof-length", "The length is exact.")
    told = [rfc6962.MTH(LEAVES[:4]), *honest(4, 7)]
    bad(
        "consistency-complete-old-root-told-again",
        given(4, 7, told),
        "proof-length",
        "The verifier knows the old root.",
    )
    bad("consistency-equal-sizes-two-roots", given(7, 7, [], NO_HASH), "proof-root", "One size, two roots: a fork.")
    bad("consistency-old-root-of-a-fork", given(3, 7, proof, NO_HASH), "proof-root", "The new tree began otherwise.")
    bad("consistency-new-root-of-a-fork", given(3, 7, proof, b"", NO_HASH), "proof-root", "Not the tree of the proof.")
    bad(
        "consistency-roots-swapped",
        given(4, 7, honest(4, 7), rfc6962.MTH(LEAVES[:7]), rfc6962.MTH(LEAVES[:4])),
        "proof-root",
        "Each at its place.",
    )
    bad(
        "consistency-complete-fork",
        given(4, 8, honest(4, 8), NO_HASH),
        "proof-root",
        "The old root starts the new one's path.",
    )
    for place in range(4):
        changed = list(proof)
        changed[place] = bytes([proof[place][0] ^ 1]) + proof[place][1:]
        bad(f"consistency-bit-flipped-in-hash-{place}", given(3, 7, changed), "proof-root", "One bit.")
    bad("consistency-hashes-swapped", given(3, 7, [proof[1], proof[0], *proof[2:]]), "proof-root", "Order counts.")


def _checkpoints(book: Book) -> None:
    def ok(case: str, text: bytes, origin: str, size: int, root: bytes, why: str, source: str = "") -> None:
        result = {"origin": origin, "size": size, "root_hex": root.hex()}
        book.ok(f"checkpoint/{case}", "checkpoint.parse", {"text_hex": text.hex()}, result, why, source)

    def bad(case: str, text: bytes, code: str, why: str) -> None:
        book.refused(f"checkpoint/{case}", "checkpoint.parse", {"text_hex": text.hex()}, code, why)

    root = b64encode(ROOT3)
    ok("example", CHECKPOINT, "alpha.example/log/regime-1", 3, ROOT3, "The example log.", "spec/log.md")
    empty = sha256(b"").digest()
    ok("empty-log", b"a\n0\n" + b64encode(empty) + b"\n", "a", 0, empty, "A log that has no entry yet.")
    ok("largest-size-of-javascript", b"a\n9007199254740991\n" + root + b"\n", "a", 2**53 - 1, ROOT3, "2^53 - 1.")
    spaced = b"Some log's database"
    ok(
        "origin-is-any-line",
        spaced + b"\n3\n" + root + b"\n",
        spaced.decode(),
        3,
        ROOT3,
        "C2SP asks for no more than a line.",
    )
    ok("origin-of-255-bytes", b"a" * 255 + b"\n3\n" + root + b"\n", "a" * 255, 3, ROOT3, "Fits the length byte.")
    odd = "\ufeffa\u2028b"
    ok(
        "origin-with-odd-characters",
        odd.encode() + b"\n3\n" + root + b"\n",
        odd,
        3,
        ROOT3,
        "Lines end at LF and nowhere else.",
    )
    bad("nothing", b"", "checkpoint-form", "Three lines.")
    bad("two-lines", b"a\n3\n", "checkpoint-form", "Three lines.")
    bad("no-newline-at-the-end", CHECKPOINT[:-1], "checkpoint-form", "Every line ends in LF.")
    bad("no-origin", b"\n3\n" + root + b"\n", "checkpoint-form", "A log has a name.")
    bad("not-utf8", b"\xff\n3\n" + root + b"\n", "checkpoint-form", "An origin is text.")
    bad("extension-line", CHECKPOINT + b"extension\n", "checkpoint-extension", "Nobody audits it.")
    bad("empty-extension-line", CHECKPOINT + b"\n", "checkpoint-extension", "Also an empty line is a fourth line.")
    for name in ("counterseal.org/statement/v1", "counterseal.org/exercise/v1", "cosignature/v1", "subtree/v1"):
        case = "origin-reserved-" + name.replace("/", "-").replace(".", "-")
        bad(
            case, name.encode() + b"\n3\n" + root + b"\n", "checkpoint-origin", "The first line of another signed text."
        )
    bad("origin-of-256-bytes", b"a" * 256 + b"\n3\n" + root + b"\n", "checkpoint-origin", "Overflows the length byte.")
    bad(
        "origin-of-128-letters-256-bytes",
        "\u00e9".encode() * 128 + b"\n3\n" + root + b"\n",
        "checkpoint-origin",
        "Bytes count.",
    )
    sizes = {
        "empty": b"",
        "negative": b"-1",
        "leading-zero": b"03",
        "plus-sign": b"+3",
        "blank-before": b" 3",
        "underscore": b"1_000",
        "hexadecimal": b"0x3",
        "fraction": b"3.0",
        "full-width-digit": "\uff13".encode(),
        "carriage-return": b"3\r",
        "two-to-the-63": b"9223372036854775808",
        "twenty-digits": b"10000000000000000000",
    }
    for case, size in sizes.items():
        bad(f"size-{case}", b"a\n" + size + b"\n" + root + b"\n", "checkpoint-size", "A plain decimal below 2^63.")
    roots = {
        "empty": b"",
        "of-31-bytes": b64encode(ROOT3[:31]),
        "of-33-bytes": b64encode(ROOT3 + b"\0"),
        "hexadecimal": ROOT3.hex().encode(),
        "without-padding": root[:-1],
        "stray-bits": root[:-2] + b"B=",
        "url-alphabet": root.replace(b"/", b"_").replace(b"+", b"-"),
        "blank-after": root + b" ",
    }
    for case, encoded in roots.items():
        bad(f"root-{case}", b"a\n3\n" + encoded + b"\n", "checkpoint-root", "32 bytes in strict base64.")


def checkpoint(size: int, root: bytes = b"", origin: bytes = b"alpha.example/log/regime-1") -> bytes:
    """Return the text of a checkpoint over ``LEAVES``."""
    return b"%b\n%d\n%b\n" % (origin, size, b64encode(root or rfc6962.MTH(LEAVES[:size])))


def _growth(book: Book) -> None:
    def given(old: bytes, new: bytes, proof: list[bytes]) -> dict[str, Any]:
        return {"old_text_hex": old.hex(), "new_text_hex": new.hex(), "proof_hex": listed(proof)}

    call = "checkpoint.growth"
    three, seven, nothing = checkpoint(3), checkpoint(7), checkpoint(0)
    proof = rfc6962.PROOF(3, LEAVES[:7])
    book.ok("checkpoint/growth", call, given(three, seven, proof), {}, "The log grew from 3 to 7 entries.")
    book.ok(
        "checkpoint/growth-from-nothing", call, given(nothing, three, []), {}, "Every log grew from nothing: no proof."
    )
    book.ok("checkpoint/growth-by-nothing", call, given(three, three, []), {}, "The same checkpoint again.")
    book.ok("checkpoint/growth-of-an-empty-log-by-nothing", call, given(nothing, nothing, []), {}, "Still empty.")

    def bad(case: str, case_given: dict[str, Any], code: str, why: str) -> None:
        book.refused(f"checkpoint/growth-{case}", call, case_given, code, why)

    other = checkpoint(7, origin=b"bravo.example/log/regime-1")
    bad(
        "into-another-log",
        given(three, other, proof),
        "checkpoint-other-log",
        "One log's proof says nothing of another.",
    )
    bad("from-nothing-with-a-proof", given(nothing, three, [NO_HASH]), "proof-length", "There is nothing to prove.")
    bad(
        "from-nothing-with-a-root",
        given(checkpoint(0, NO_HASH), three, []),
        "proof-root",
        "The empty log has one root.",
    )
    bad("to-nothing", given(three, nothing, []), "proof-index", "A log never gets smaller.")
    bad(
        "to-nothing-with-a-root",
        given(nothing, checkpoint(0, NO_HASH), []),
        "proof-root",
        "The empty log has one root.",
    )
    bad("shrinks", given(seven, three, proof), "proof-index", "A log never gets smaller.")
    bad("forks-at-one-size", given(seven, checkpoint(7, NO_HASH), []), "proof-root", "One size, two roots.")
    bad("with-a-proof-of-another-growth", given(three, seven, rfc6962.PROOF(5, LEAVES[:7])), "proof-root", "Of 5 to 7.")
    book.refused(
        "checkpoint/growth-to-a-size-of-the-same-shape",
        call,
        given(checkpoint(1), checkpoint(4), rfc6962.PROOF(1, LEAVES[:3])),
        "proof-root",
        "From 1 to 3 and from 1 to 4 proofs have one shape; each checkpoint holds its own size's root.",
    )


def _cosignatures(book: Book) -> None:
    def ok(case: str, vkey: str, text: bytes, body: bytes, time: int, why: str, source: str = "") -> None:
        given = {"vkey": vkey, "text_hex": text.hex(), "body_hex": body.hex()}
        book.ok(f"cosignature/{case}", "cosignature.verify", given, {"time": time}, why, source)

    def bad(case: str, vkey: str, text: bytes, body: bytes, code: str, why: str) -> None:
        given = {"vkey": vkey, "text_hex": text.hex(), "body_hex": body.hex()}
        book.refused(f"cosignature/{case}", "cosignature.verify", given, code, why)

    ed, pq = vkey_text(WITNESS.vkey), vkey_text(PQ)

    def ed_body(time: int, text: bytes = CHECKPOINT, first: bytes = b"cosignature/v1") -> bytes:
        return time.to_bytes(8, "big") + WITNESS.sign(first + b"\ntime " + str(time).encode() + b"\n" + text)

    message = mldsa_message(TIME, 3, ROOT3)
    pq_body = TIME.to_bytes(8, "big") + mldsa_sign(message)
    ok("example-ed25519", ed, CHECKPOINT, ed_body(TIME), TIME, "At 1800000060.", "spec/log.md")
    ok("example-ml-dsa-44", pq, CHECKPOINT, pq_body, TIME, "The twin; signed deterministically.", "spec/log.md")
    ok("time-one", ed, CHECKPOINT, ed_body(1), 1, "The smallest time.")
    last = 2**53 - 1
    ok("time-large", ed, CHECKPOINT, ed_body(last), last, "2^53 - 1.")
    legal = vkey_text(LOG.vkey)
    log_body = TIME.to_bytes(8, "big") + LOG.sign(b"cosignature/v1\ntime %d\n" % TIME + CHECKPOINT)
    bad("by-a-note-key", legal, CHECKPOINT, log_body, "cosignature-type", "Valid but for the key's type, 0x01.")
    bad("ed25519-one-byte-short", ed, CHECKPOINT, ed_body(TIME)[:-1], "cosignature-size", "8 + 64 bytes.")
    bad("ed25519-one-byte-long", ed, CHECKPOINT, ed_body(TIME) + b"\0", "cosignature-size", "8 + 64 bytes.")
    bad("ed25519-without-a-time", ed, CHECKPOINT, WITNESS.sign(CHECKPOINT), "cosignature-size", "A plain signature.")
    bad("ml-dsa-44-one-byte-short", pq, CHECKPOINT, pq_body[:-1], "cosignature-size", "8 + 2,420 bytes.")
    bad("ml-dsa-44-one-byte-long", pq, CHECKPOINT, pq_body + b"\0", "cosignature-size", "8 + 2,420 bytes.")
    bad("time-zero", ed, CHECKPOINT, ed_body(0), "cosignature-time", "Valid but for time 0, which claims nothing.")
    zero = bytes(8) + mldsa_sign(mldsa_message(0, 3, ROOT3))
    bad("ml-dsa-44-time-zero", pq, CHECKPOINT, zero, "cosignature-time", "Valid but for time 0.")
    bad("time-two-to-the-63", ed, CHECKPOINT, ed_body(2**63), "cosignature-time", "Valid but for the time.")
    statement = ENTRIES[0] * 3
    bad("on-another-text", ed, statement, ed_body(TIME, statement), "checkpoint-size", "Only checkpoints are cosigned.")
    later = (TIME + 1).to_bytes(8, "big")
    bad("ed25519-time-changed", ed, CHECKPOINT, later + ed_body(TIME)[8:], "signature-invalid", "The time is signed.")
    bad("ml-dsa-44-time-changed", pq, CHECKPOINT, later + pq_body[8:], "signature-invalid", "The time is signed.")
    grown = CHECKPOINT.replace(b"\n3\n", b"\n4\n")
    bad("ed25519-size-changed", ed, grown, ed_body(TIME), "signature-invalid", "The size is signed.")
    bad("ml-dsa-44-size-changed", pq, grown, pq_body, "signature-invalid", "The size is signed.")
    bad(
        "ml-dsa-44-origin-changed",
        pq,
        CHECKPOINT.replace(b"-1\n", b"-2\n"),
        pq_body,
        "signature-invalid",
        "The origin is signed.",
    )
    plain = TIME.to_bytes(8, "big") + WITNESS.sign(CHECKPOINT)
    bad("ed25519-plain-signature-with-a-time", ed, CHECKPOINT, plain, "signature-invalid", "The header is missing.")
    v2 = ed_body(TIME, first=b"cosignature/v2")
    bad("ed25519-another-version", ed, CHECKPOINT, v2, "signature-invalid", "Another first line.")
    flipped = pq_body[:-1] + bytes([pq_body[-1] ^ 1])
    bad("ml-dsa-44-bit-flipped", pq, CHECKPOINT, flipped, "signature-invalid", "The last byte of the hint.")
    named = TIME.to_bytes(8, "big") + mldsa_sign(mldsa_message(TIME, 3, ROOT3, b"other.example/witness-pq"))
    bad("ml-dsa-44-for-another-cosigner-name", pq, CHECKPOINT, named, "signature-invalid", "The name is signed.")
    part = TIME.to_bytes(8, "big") + mldsa_sign(mldsa_message(TIME, 3, ROOT3, start=2))
    bad("ml-dsa-44-subtree", pq, CHECKPOINT, part, "signature-invalid", "A subtree from 2 on is not the log.")
    context = TIME.to_bytes(8, "big") + mldsa_sign(message, b"context")
    bad("ml-dsa-44-with-a-context", pq, CHECKPOINT, context, "signature-invalid", "The context is empty.")


def mldsa_message(time: int, size: int, root: bytes, name: bytes = PQ.name.encode(), start: int = 0) -> bytes:
    """Return what the example ML-DSA-44 cosigner signs, laid out by hand (tlog-cosignature)."""
    origin = b"alpha.example/log/regime-1"
    numbers = start.to_bytes(8, "big") + size.to_bytes(8, "big")
    named = bytes([len(name)]) + name + time.to_bytes(8, "big")
    return b"subtree/v1\n\0" + named + bytes([len(origin)]) + origin + numbers + root


def mldsa_sign(message: bytes, context: bytes = b"") -> bytes:
    """Return the deterministic ML-DSA-44 signature of the example cosigner."""
    from dilithium_py.ml_dsa import ML_DSA_44

    public, private = ML_DSA_44.key_derive(seed(PQ.name))
    assert public == PQ.key
    return bytes(ML_DSA_44.sign(private, message, ctx=context, deterministic=True))
