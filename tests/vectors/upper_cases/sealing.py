"""Cases of the joint draw and of the designation of a site, computed by ``validation/draw.py``."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from book import Book

from validation import draw, seal

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
    _seals(book)
    _unseals(book)


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


SECRET = sha256(b"the key of the root").digest()
SEALED: dict[str, Any] = {"capacity": 8, "channel": CHANNEL, "number": 1, "party": "bravo", "site": "base-2"}
BAYS: list[dict[str, Any]] = [
    {"holds": "missile", "id": "p1", "uid": "No. 17"},
    {"holds": "empty", "id": "p2"},
    {"holds": "away", "id": "p3"},
    {"holds": "missile", "id": "p4", "uid": "No. 18"},
    {"holds": "missile", "id": "p5"},
]


def _seals(book: Book) -> None:
    def case(name: str, why: str, points: list[dict[str, Any]], secret: bytes = SECRET, **changes: Any) -> None:
        sealed = SEALED | changes
        result = {"root_hex": seal.hashes(sealed, secret, points)[0][0].hex()}
        given = sealed | {"points": points, "secret_hex": secret.hex()}
        book.ok(f"sealing/seal-{name}", "sealing.seal", given, result, why, SOURCE)

    case("whole", "Five points, and three dummies behind them.", BAYS)
    case("of-one", "One leaf is the whole tree.", BAYS[:1], capacity=1)
    case("of-one-with-a-dummy", "The capacity is inside.", BAYS[:1], capacity=2)
    case("without-dummies", "A full tree.", BAYS[:4], capacity=4)
    case("of-twice-the-capacity", "The capacity is inside.", BAYS, capacity=16)
    case("of-zeros", "Any 32 bytes.", BAYS, bytes(32))
    case("of-another-channel", "No replay under another agreement.", BAYS, channel="regime/" + "77" * 32)
    case("of-another-party", "No copies.", BAYS, party="alpha")
    case("of-another-site", "No replay for another site.", BAYS, site="base-3")
    case("of-the-next", "No replay as the next declaration.", BAYS, number=2)
    case("of-another-identifier", "What is hidden is bound.", [BAYS[0] | {"uid": "No. 18"}, *BAYS[1:]])
    case("of-no-identifier", "None is another than any.", [{"holds": "missile", "id": "p1"}, *BAYS[1:]])
    case("cut-elsewhere", "Each part has its length before it.", [{"holds": "missileNo.", "id": "p1"}, *BAYS[1:]])
    cells = [{"holds": "sm-3" if place % 7 else "empty", "id": cell} for place, cell in enumerate(CELLS)]
    case("of-24-cells", "The cells of a site.", cells, capacity=32)


def _unseals(book: Book) -> None:
    def given(opened: set[int], sealed: dict[str, Any] = SEALED, points: list[dict[str, Any]] = BAYS) -> dict[str, Any]:
        keys, siblings = seal.opening(sealed, SECRET, points, opened)
        shown = [points[place] | {"place": place} for place in sorted(opened)]
        proof = {"keys": [one.hex() for one in keys], "siblings": [one.hex() for one in siblings]}
        return sealed | proof | {"opened": shown, "points": len(points)}

    def ok(name: str, given: dict[str, Any], why: str, root: bytes = seal.hashes(SEALED, SECRET, BAYS)[0][0]) -> None:
        book.ok(f"sealing/unseal-{name}", "sealing.unseal", given, {"root_hex": root.hex()}, why, SOURCE)

    def bad(name: str, given: dict[str, Any], why: str) -> None:
        path = f"sealing/unseal-{name}"
        book.refused(path, "sealing.unseal", given, "declaration-opening", why, "spec/sealing.md")

    for name, opened, why in (
        ("one", {1}, "One key, and three hashes beside it."),
        ("two-apart", {0, 3}, "Two keys."),
        ("two-of-one-subtree", {2, 3}, "One key opens both."),
        ("last-with-the-dummies", {4}, "Behind the last point lie dummies, which its key opens with it."),
        ("four", {0, 1, 2, 3}, "One key opens the left half."),
        ("all-but-one", {0, 1, 3, 4}, "What is not opened stays closed."),
        ("all", {0, 1, 2, 3, 4}, "The key of the root opens the whole: nothing is behind the points."),
    ):
        ok(name, given(opened), why)
    one = SEALED | {"capacity": 1}
    ok("of-one-leaf", given({0}, one, BAYS[:1]), "The key is the leaf's.", seal.hashes(one, SECRET, BAYS[:1])[0][0])
    whole = given({0, 3})
    changed = [whole["opened"][0] | {"uid": "No. 18"}, whole["opened"][1]]
    made = seal.hashes(SEALED, SECRET, [BAYS[0] | {"uid": "No. 18"}, *BAYS[1:]])[0][0]
    ok("of-another-identifier", whole | {"opened": changed}, "It leads to another root.", made)
    bad("key-missing", whole | {"keys": whole["keys"][:1]}, "Two subtrees are opened.")
    bad("key-more", whole | {"keys": [*whole["keys"], SECRET.hex()]}, "No key is without its subtree.")
    bad("hash-missing", whole | {"siblings": whole["siblings"][1:]}, "One for each closed subtree.")
    bad("hash-more", whole | {"siblings": ["77" * 32, *whole["siblings"]]}, "No hash is without its subtree.")
    bad("leaf-by-leaf", given({2, 3}) | {"keys": [one.hex() for one in seal.keys(SECRET, 8)[-1][2:4]]}, "One form.")
    bad("nothing", whole | {"keys": [], "opened": [], "siblings": ["77" * 32]}, "An opening opens something.")
