"""Cases of the joint draw and of the designation of a site, computed by ``validation/draw.py``."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from book import Book

from validation import draw

CHANNEL = "regime/3f02673e4d2f48650cd4a04e0a0cdba1af087ffe84c4cbcd3c75b5181084181b"
EXCHANGE = sha256(b"the notice").digest()
CUT = sha256(b"the cut").digest()
SHARES = {"alpha": sha256(b"share of alpha").digest(), "bravo": sha256(b"share of bravo").digest()}
ROLES = {"alpha": "inspecting", "bravo": "inspected"}
CELLS = [f"l{launcher}/c{cell}" for launcher in (1, 2, 3) for cell in range(1, 9)]
SOURCE = "spec/sealing.md; computed with hashlib alone"


def write(book: Book) -> None:
    """Add the cases of ``sealing``."""
    _commitments(book)
    _lists(book)
    _seeds(book)
    _picks(book)
    _designations(book)


def run(**changes: Any) -> dict[str, Any]:
    """Return the exchange as a case gives it."""
    return {"channel": CHANNEL, "exchange_hex": EXCHANGE.hex(), "cut_hex": CUT.hex()} | changes


def share(party: str, **changes: Any) -> dict[str, Any]:
    """Return a party's honest share as a case gives it, changed somehow."""
    sealed = draw.commitment(CHANNEL, EXCHANGE, CUT, party, ROLES[party], SHARES[party])
    honest = {"party": party, "role": ROLES[party], "commitment_hex": sealed.hex(), "share_hex": SHARES[party].hex()}
    return honest | changes


def _commitments(book: Book) -> None:
    other = sha256(b"another").digest()
    for name, party, role, channel, exchange, cut, secret, why in (
        ("of-alpha", "alpha", "inspecting", CHANNEL, EXCHANGE, CUT, SHARES["alpha"], "The form of it."),
        ("of-bravo", "bravo", "inspected", CHANNEL, EXCHANGE, CUT, SHARES["bravo"], "The form of it."),
        ("same-share-other-party", "bravo", "inspecting", CHANNEL, EXCHANGE, CUT, SHARES["alpha"], "No copies."),
        ("same-share-other-role", "alpha", "inspected", CHANNEL, EXCHANGE, CUT, SHARES["alpha"], "No copies."),
        ("same-share-other-channel", "alpha", "inspecting", "record/x", EXCHANGE, CUT, SHARES["alpha"], "No replay."),
        ("same-share-other-exchange", "alpha", "inspecting", CHANNEL, other, CUT, SHARES["alpha"], "No replay."),
        ("same-share-other-cut", "alpha", "inspecting", CHANNEL, EXCHANGE, other, SHARES["alpha"], "One list."),
        ("of-zeros", "alpha", "inspecting", CHANNEL, EXCHANGE, CUT, bytes(32), "Any 32 bytes."),
    ):
        given = run(channel=channel, exchange_hex=exchange.hex(), cut_hex=cut.hex()) | {"party": party, "role": role}
        sealed = draw.commitment(channel, exchange, cut, party, role, secret)
        result = {"commitment_hex": sealed.hex()}
        path = f"sealing/commitment-{name}"
        book.ok(path, "sealing.commitment", given | {"share_hex": secret.hex()}, result, why, SOURCE)


def _lists(book: Book) -> None:
    for name, points, why in (
        ("of-24-cells", CELLS, "The cells of the site, in byte order."),
        ("of-one", ["l1/c1"], "One point is a list too."),
        ("of-none", [], "Nothing but the tag is hashed."),
        ("one-name-cut-in-two", ["a", "b"], "Another list than that of the one name ab."),
        ("two-names-made-one", ["ab"], "Another list than that of the names a and b."),
        ("in-byte-order", ["l1/c10", "l1/c2", "l1/c9"], "Bytes decide, not numbers: c10 before c2."),
    ):
        result = {"digest_hex": draw.list_digest(points).hex()}
        book.ok(f"sealing/list-{name}", "sealing.list", {"points": points}, result, why, SOURCE)


def _seeds(book: Book) -> None:
    def ok(name: str, shares: list[dict[str, Any]], why: str) -> None:
        raw = [
            (s["party"], s["role"], bytes.fromhex(s["commitment_hex"]), bytes.fromhex(s["share_hex"])) for s in shares
        ]
        made = draw.seed(CHANNEL, EXCHANGE, CUT, CELLS, raw)
        book.ok(f"sealing/seed-{name}", "sealing.seed", given(shares), {"seed_hex": made.hex()}, why, SOURCE)

    def bad(name: str, shares: list[dict[str, Any]], code: str, why: str) -> None:
        book.refused(f"sealing/seed-{name}", "sealing.seed", given(shares), code, why, "spec/sealing.md")

    def given(shares: list[dict[str, Any]]) -> dict[str, Any]:
        return run() | {"points": CELLS, "shares": shares}

    alpha, bravo = share("alpha"), share("bravo")
    ok("of-two", [alpha, bravo], "The whole transcript, parties by name.")
    ok("in-any-order", [bravo, alpha], "The order of telling changes nothing.")
    bad("opened-wrong", [alpha, bravo | {"share_hex": "22" * 32}], "draw-opening", "It sealed another share.")
    bad("opened-as-another", [alpha | {"party": "charlie"}, bravo], "draw-opening", "The party is under the seal.")
    bad("opened-in-another-role", [alpha | {"role": "inspected"}, bravo], "draw-opening", "So is the role.")
    why = "The commitment binds its party, so a copy cannot be opened by who copied it."
    copy = bravo | {"commitment_hex": alpha["commitment_hex"], "share_hex": alpha["share_hex"]}
    bad("copied", [alpha, copy], "draw-opening", why)
    bad("one-party-twice", [alpha, alpha], "draw-copied", "One commitment, counted once.")


def _picks(book: Book) -> None:
    def ok(name: str, seed: bytes, points: list[str], count: int, why: str) -> None:
        result = {"picks": draw.picks(seed, points, count)}
        given = {"seed_hex": seed.hex(), "points": points, "count": count}
        book.ok(f"sealing/picks-{name}", "sealing.picks", given, result, why, SOURCE)

    seed = sha256(b"a seed").digest()
    ok("8-of-24", seed, CELLS, 8, "In the order drawn.")
    ok("24-of-24", seed, CELLS, 24, "All of them, shuffled; the last step has one point left.")
    ok("0-of-24", seed, CELLS, 0, "Nothing is drawn.")
    ok("1-of-1", seed, CELLS[:1], 1, "Only one way.")
    ok("1-of-2", seed, CELLS[:2], 1, "One bit.")
    ok("of-zeros", bytes(32), CELLS, 8, "Any seed.")
    many = [f"p{number:03d}" for number in range(500)]
    ok("16-of-500", seed, many, 16, "A large list.")
    # A word is skipped with probability (2^64 mod m) / 2^64, below 2^-52 for every list that an agreement can hold: no
    # seed that anybody could find shows it. So the word is given, and what becomes of it is arithmetic.
    for name, m, w, kept, why in (
        ("word-kept-at-the-limit", 3, 2**64 - 2, True, "The limit of 3 is 2^64 - 1."),
        ("word-skipped-at-the-limit", 3, 2**64 - 1, False, "The one word that would favour the first of three."),
        ("word-of-a-power-of-two", 2, 2**64 - 1, True, "Nothing is skipped where m divides 2^64."),
        ("word-below-the-limit-of-24", 24, 2**64 - 17, True, "2^64 mod 24 = 16."),
        ("word-skipped-of-24", 24, 2**64 - 16, False, "2^64 mod 24 = 16: the last 16 words are skipped."),
        ("word-alone", 1, 2**64 - 1, True, "One point left."),
    ):
        result = {"place": w % m if kept else "skipped"}
        given = {"word_hex": f"{w:016x}", "left": m}
        book.ok(f"sealing/{name}", "sealing.place", given, result, why, "spec/sealing.md; by hand")


def _designations(book: Book) -> None:
    salt, other = sha256(b"a salt").digest(), sha256(b"another salt").digest()
    first: dict[str, Any] = {
        "channel": CHANNEL,
        "party": "alpha",
        "inspection": "short-notice",
        "number": 1,
        "site": "base-2",
        "salt_hex": salt.hex(),
    }
    for name, changes, why in (
        ("whole", {}, "The form of it."),
        ("of-another-channel", {"channel": "regime/" + "77" * 32}, "No replay under another agreement."),
        ("of-another-party", {"party": "bravo"}, "No copies."),
        ("of-another-inspection", {"inspection": "short-notices"}, "No replay for another inspection."),
        ("of-the-next-visit", {"number": 2}, "No replay for another visit."),
        ("of-the-last-visit", {"number": 9999}, "The number is eight bytes, big-endian."),
        ("of-another-site", {"site": "base-3"}, "What is hidden is bound."),
        ("of-another-salt", {"salt_hex": other.hex()}, "Sites are few; the salt hides which of them."),
        ("of-a-salt-of-zeros", {"salt_hex": "00" * 32}, "Any 32 bytes."),
        ("cut-elsewhere", {"inspection": "notice", "party": "alphashort-"}, "Each part has its length before it."),
        ("of-a-place", {"place": "the northern shore, № 7"}, "Where the site is named later, the place is bound, too."),
        ("of-another-place", {"place": "the southern shore"}, "It cannot be another afterwards."),
    ):
        given = first | changes
        names = [str(given[part]).encode() for part in ("channel", "party", "inspection")]
        number, site = int(given["number"]).to_bytes(8, "big"), str(given["site"]).encode()
        tag = "counterseal.org/designation/v1"
        place = [str(given["place"]).encode()] if "place" in given else []
        made = draw.th(tag, *names, number, site, bytes.fromhex(str(given["salt_hex"])), *place)
        result = {"commitment_hex": made.hex()}
        book.ok(f"sealing/designation-{name}", "sealing.designation", given, result, why, SOURCE)
