"""RFC 8032, section 5.1, written down as it stands: slow, and sharing no line with ``counterseal.encoding``.

``verdict`` is the strict profile of spec/encoding.md, section 4, from the definitions: it multiplies by the group order
where libraries compare with lists of bad points.
"""

from __future__ import annotations

from hashlib import sha512

p = 2**255 - 19
d = -121665 * pow(121666, -1, p) % p
L = 2**252 + 27742317777372353535851937790883648493

Point = tuple[int, int]
Extended = tuple[int, int, int, int]
IDENTITY: Point = (0, 1)


def add(P: Point, Q: Point) -> Point:
    """The sum of two points."""
    return affine(add_extended(extended(P), extended(Q)))


def multiply(n: int, P: Point) -> Point:
    """P added n times, n >= 0."""
    result, power = extended(IDENTITY), extended(P)
    while n:
        if n & 1:
            result = add_extended(result, power)
        n, power = n >> 1, add_extended(power, power)
    return affine(result)


def add_extended(P: Extended, Q: Extended) -> Extended:
    """Section 5.1.4; the formulas are complete, so there are no cases."""
    X1, Y1, Z1, T1 = P
    X2, Y2, Z2, T2 = Q
    A = (Y1 - X1) * (Y2 - X2) % p
    B = (Y1 + X1) * (Y2 + X2) % p
    C = T1 * 2 * d * T2 % p
    D = Z1 * 2 * Z2 % p
    E, F, G, H = B - A, D - C, D + C, B + A
    return E * F % p, G * H % p, F * G % p, E * H % p


def extended(P: Point) -> Extended:
    """X, Y, Z, T with x = X/Z, y = Y/Z, x y = T/Z."""
    x, y = P
    return x, y, 1, x * y % p


def affine(P: Extended) -> Point:
    """x and y."""
    X, Y, Z, _ = P
    inverse = pow(Z, -1, p)
    return X * inverse % p, Y * inverse % p


def encode(P: Point) -> bytes:
    """Section 5.1.2."""
    x, y = P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(data: bytes) -> Point | None:
    """Section 5.1.3; None where decoding fails."""
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    if y >= p:
        return None
    x = root(y)
    if x is None or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else -x % p), y


def root(y: int) -> int | None:
    """A square root of (y^2 - 1) / (d y^2 + 1), or None (section 5.1.3, steps 2 and 3)."""
    square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    x = pow(square, (p + 3) // 8, p)
    if x * x % p != square:
        x = x * pow(2, (p - 1) // 4, p) % p
    return x if x * x % p == square else None


def challenge(R: bytes, A: bytes, message: bytes) -> int:
    """k of section 5.1.7, step 2."""
    return int.from_bytes(sha512(R + A + message).digest(), "little") % L


def base() -> Point:
    """B: y = 4/5, x even."""
    y = 4 * pow(5, -1, p) % p
    x = root(y)
    assert x is not None
    return (x if x & 1 == 0 else p - x), y


B = base()


def torsion() -> list[Point]:
    """The eight points of order 1, 2, 4 and 8, as multiples of one of order 8."""
    y = 2
    while True:
        x = root(y)
        P = IDENTITY if x is None else multiply(L, (x, y))
        if multiply(4, P) != IDENTITY:
            return [multiply(n, P) for n in range(8)]
        y += 1


def verdict(key: bytes, message: bytes, signature: bytes) -> str:
    """The code with which the strict profile refuses, or an empty string."""
    if len(key) != 32:
        return "key-size"
    A = decode(key)
    if A is None or A == IDENTITY or multiply(L, A) != IDENTITY:
        return "key-point"
    if len(signature) != 64:
        return "signature-size"
    R, S = signature[:32], int.from_bytes(signature[32:], "little")
    if S >= L:
        return "signature-scalar"
    if encode(IDENTITY) == R:
        return "signature-point"
    minus_A = -A[0] % p, A[1]
    return (
        "" if encode(add(multiply(S, B), multiply(challenge(R, key, message), minus_A))) == R else "signature-invalid"
    )
