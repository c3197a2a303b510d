"""Cases of the Ed25519 profile: the standard's, and every way known in which libraries disagree."""

from __future__ import annotations

from hashlib import sha256, sha512

from book import Book

from validation import rfc8032
from validation.rfc8032 import IDENTITY, B, L, Point, add, challenge, encode, multiply, p, verdict

SECRET = int.from_bytes(sha512(b"counterseal example scalar").digest(), "little") % L
NONCE = int.from_bytes(sha512(b"counterseal example nonce").digest(), "little") % L
KEY = multiply(SECRET, B)
MESSAGE = b"counterseal"
TORSION = rfc8032.torsion()
ORDERS = (1, 8, 4, 8, 2, 8, 4, 8)  # of the multiples of a point of order 8


def write(book: Book) -> None:
    """Add the cases of ``ed25519``."""
    _standard(book)
    _keys(book)
    _signatures(book)


def _case(
    book: Book, case: str, key: bytes, message: bytes, signature: bytes, code: str, why: str, source: str = ""
) -> None:
    """Add a case whose verdict is stated, and agreed by the definitions."""
    got = verdict(key, message, signature)
    if got != code:
        raise SystemExit(f"ed25519/{case}: stated {code or 'valid'}, defined {got or 'valid'}")
    given = {"key_hex": key.hex(), "message_hex": message.hex(), "signature_hex": signature.hex()}
    if code:
        book.refused(f"ed25519/{case}", "ed25519.verify", given, code, why, source)
    else:
        book.ok(f"ed25519/{case}", "ed25519.verify", given, {}, why, source)


def _standard(book: Book) -> None:
    examples = {
        "test-1": (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        "test-2": (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        "test-3": (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    }
    for case, (key, message, signature) in examples.items():
        data = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
        _case(book, f"rfc8032-{case}", *data, "", "Example of the standard.", "RFC 8032 7.1")


def encodings() -> list[tuple[str, bytes, int]]:
    """Return name, bytes and place in ``TORSION`` of all 14 encodings of the eight points of small order."""
    result = []
    for place, (x, y) in enumerate(TORSION):
        result.append((f"order-{ORDERS[place]}-{place}", encode((x, y)), place))
        if y + p < 2**255:
            result.append((f"order-{ORDERS[place]}-{place}-y-above-p", _raw(y + p, x & 1), place))
        if x == 0:
            result.append((f"order-{ORDERS[place]}-{place}-minus-zero", _raw(y, 1), place))
            if y + p < 2**255:
                result.append((f"order-{ORDERS[place]}-{place}-y-above-p-minus-zero", _raw(y + p, 1), place))
    assert len(result) == 14
    return result


def _raw(y: int, sign: int) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def _keys(book: Book) -> None:
    def ok(case: str, key: bytes, why: str, source: str = "") -> None:
        book.ok(f"ed25519/key-{case}", "ed25519.admit", {"key_hex": key.hex()}, {}, why, source)

    def bad(case: str, key: bytes, code: str, why: str) -> None:
        book.refused(f"ed25519/key-{case}", "ed25519.admit", {"key_hex": key.hex()}, code, why)

    good = encode(KEY)
    ok("honest", good, "A multiple of the base point.")
    ok("base-point", encode(B), "The base point itself: a key whose secret everybody knows, but a key.", "RFC 8032 5.1")
    ok("minus-base-point", encode((-B[0] % p, B[1])), "The other sign of x.", "RFC 8032 5.1")
    bad("empty", b"", "key-size", "32 bytes.")
    bad("of-31-bytes", good[:31], "key-size", "32 bytes.")
    bad("of-33-bytes", good + b"\0", "key-size", "32 bytes.")
    bad("of-64-bytes", good + bytes(32), "key-size", "Secret and public halves together, as some libraries keep them.")
    for name, data, place in encodings():
        what = f"A point of order {ORDERS[place]}"
        loose = ", in a spelling that decoding must refuse" if data != encode(TORSION[place]) else ""
        bad(f"small-{name}", data, "key-point", f"{what}{loose}: anybody can sign for it.")
    for place in range(1, 8):
        mixed = encode(add(KEY, TORSION[place]))
        bad(
            f"mixed-{place}",
            mixed,
            "key-point",
            f"A good key plus a point of order {ORDERS[place]}: libraries disagree on its signatures.",
        )
    bad("not-on-the-curve", _raw(2, 0), "key-point", "No point has y = 2.")
    bad("y-is-p-plus-3", _raw(p + 3, 0), "key-point", "y is below p.")
    bad("y-all-ones", b"\xff" * 32, "key-point", "y = 2^255 - 1 is not below p.")


def _signatures(book: Book) -> None:
    def case(name: str, key: bytes, signature: bytes, code: str, why: str, message: bytes = MESSAGE) -> None:
        _case(book, name, key, message, signature, code, why)

    key = encode(KEY)
    R, S = _sign(multiply(NONCE, B), NONCE)
    good = R + _scalar(S)
    case("honest", key, good, "", "Made by the definitions.")
    empty_R, empty_S = _sign(multiply(NONCE, B), NONCE, b"")
    case("honest-empty-message", key, empty_R + _scalar(empty_S), "", "Nothing can be signed.", b"")
    case("another-message", key, good, "signature-invalid", "The message is signed.", b"Counterseal")
    case("another-key", encode(B), good, "signature-invalid", "The key is hashed.")
    for size in (0, 32, 63, 65):
        cut = (good + b"\0")[:size]
        case(f"of-{size}-bytes", key, cut, "signature-size", "64 bytes.")
    halves = _scalar(S) + R
    swapped = "signature-scalar" if int.from_bytes(R, "little") >= L else "signature-invalid"
    case("halves-swapped", key, halves, swapped, "R first, then S.")
    for bit in (0, 255):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        case(f"bit-{bit}-of-r-flipped", key, bytes(flipped), "signature-invalid", "One bit.")
    flipped = bytearray(good)
    flipped[32] ^= 1
    case("bit-0-of-s-flipped", key, bytes(flipped), "signature-invalid", "One bit.")

    case(
        "s-plus-l",
        key,
        R + _scalar(S + L),
        "signature-scalar",
        "The same equation holds: a second signature without the secret.",
    )
    for factor in (2, 4, 8, 15):
        if S + factor * L < 2**256:
            case(
                f"s-plus-{factor}-l",
                key,
                R + _scalar(S + factor * L),
                "signature-scalar",
                "Old libraries looked at the top bits alone.",
            )
    case("s-is-l", key, R + _scalar(L), "signature-scalar", "S is below L.")
    case("s-is-l-minus-1", key, R + _scalar(L - 1), "signature-invalid", "In range, but not this signature's.")
    case("s-is-0", key, R + bytes(32), "signature-invalid", "In range, but not this signature's.")
    case("s-all-ones", key, R + b"\xff" * 32, "signature-scalar", "S is below L.")
    case("s-top-bit", key, R + _scalar(S | 1 << 255), "signature-scalar", "Some libraries cleared it.")

    for name, data, place in encodings():
        _, small_S = _sign(TORSION[place], 0, R_bytes=data)
        code = "signature-point" if data == encode(IDENTITY) else "signature-invalid"
        why = f"R of order {ORDERS[place]}, S fitting the equation times 8: " + (
            "it fits the plain equation too, so it is refused by its bytes."
            if code == "signature-point"
            else "the plain one it does not fit."
        )
        case(f"r-small-{name}", key, data + _scalar(small_S), code, why)
    for place in range(1, 8):
        mixed_R, mixed_S = _sign(add(multiply(NONCE, B), TORSION[place]), NONCE)
        why = f"R plus a point of order {ORDERS[place]}: valid where the equation is multiplied by 8."
        case(f"r-mixed-{place}", key, mixed_R + _scalar(mixed_S), "signature-invalid", why)
    case(
        "r-not-on-the-curve",
        key,
        _raw(2, 0) + _scalar(S),
        "signature-invalid",
        "R is compared as bytes; nothing equals it.",
    )
    case(
        "r-y-all-ones",
        key,
        b"\xff" * 32 + _scalar(S),
        "signature-invalid",
        "R is compared as bytes; nothing equals it.",
    )
    case("all-zero", key, bytes(64), "signature-invalid", "R of order 4, S = 0.")

    identity = encode(IDENTITY)
    case(
        "key-identity-anything-signed",
        identity,
        encode(B) + _scalar(1),
        "key-point",
        "R = B, S = 1 fits the equation for every message.",
    )
    mixed = _mixed_pair()
    case(
        "key-and-r-mixed",
        *mixed,
        "key-point",
        "Key and R both bear a point of small order, and the plain equation holds: OpenSSL takes it.",
    )
    case("key-before-size", identity, b"", "key-point", "The key is judged before the signature is looked at.")
    case("key-size-before-size", key[:31], b"", "key-size", "The key is judged before the signature is looked at.")
    case("size-before-scalar", key, b"\xff" * 65, "signature-size", "64 bytes first.")
    case("scalar-before-point", key, identity + _scalar(L), "signature-scalar", "S is looked at before R.")
    case("point-before-equation", key, identity + _scalar(1), "signature-point", "R is looked at before the equation.")


def _sign(R: Point, r: int, message: bytes = MESSAGE, R_bytes: bytes = b"") -> tuple[bytes, int]:
    """Return R's bytes and the S that fits them but for points of small order: S = r + k * secret."""
    R_bytes = R_bytes or encode(R)
    return R_bytes, (r + challenge(R_bytes, encode(KEY), message) * SECRET) % L


def _mixed_pair() -> tuple[bytes, bytes]:
    """Return a key A + T and a signature with R - kT in place of R, so that the plain equation holds."""
    T = TORSION[4]
    key = encode(add(KEY, T))
    for attempt in range(100):
        r = int.from_bytes(sha256(b"attempt %d" % attempt).digest(), "little") % L
        R = encode(add(multiply(r, B), T))
        k = challenge(R, key, MESSAGE)
        if k % 2 == 1:  # then k T = T, which is its own negative
            return key, R + _scalar((r + k * SECRET) % L)
    raise SystemExit("no attempt fits")


def _scalar(S: int) -> bytes:
    return S.to_bytes(32, "little")
