"""RFC 6962, section 2.1, written down as it stands: recursive, slow, and sharing no line with ``counterseal.log.tree``.

D is a list of entries (raw bytes), D[a:b] a slice as in the RFC; MTH, PATH, PROOF and SUBPROOF are its names.
Verification is from the definitions too: ``included`` and ``consistent`` rebuild the proof from all entries, as
no verifier could, and compare.
"""

from __future__ import annotations

from hashlib import sha256

Entries = list[bytes]


def MTH(D: Entries) -> bytes:
    """The Merkle Tree Hash of an ordered list of entries."""
    n = len(D)
    if n == 0:
        return sha256(b"").digest()
    if n == 1:
        return sha256(b"\x00" + D[0]).digest()
    k = split(n)
    return sha256(b"\x01" + MTH(D[0:k]) + MTH(D[k:n])).digest()


def PATH(m: int, D: Entries) -> Entries:
    """The Merkle audit path for entry m, 0 <= m < n (section 2.1.1)."""
    n = len(D)
    if n == 1:
        return []
    k = split(n)
    if m < k:
        return [*PATH(m, D[0:k]), MTH(D[k:n])]
    return [*PATH(m - k, D[k:n]), MTH(D[0:k])]


def PROOF(m: int, D: Entries) -> Entries:
    """The Merkle consistency proof from the first m entries, 0 < m <= n (section 2.1.2)."""
    return SUBPROOF(m, D, True)


def SUBPROOF(m: int, D: Entries, b: bool) -> Entries:
    """Section 2.1.2; b says that MTH(D[0:m]) is known to the verifier."""
    n = len(D)
    if m == n:
        return [] if b else [MTH(D)]
    k = split(n)
    if m <= k:
        return [*SUBPROOF(m, D[0:k], b), MTH(D[k:n])]
    return [*SUBPROOF(m - k, D[k:n], False), MTH(D[0:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n: k < n <= 2k."""
    k = 1
    while 2 * k < n:
        k = 2 * k
    return k


def directions(m: int, n: int) -> str:
    """The shape of PATH(m, D[n]), leaf first: L where the sibling stands on the left, R where on the right."""
    if n == 1:
        return ""
    k = split(n)
    return directions(m, k) + "R" if m < k else directions(m - k, n - k) + "L"


def included(m: int, D: Entries, leaf_hash: bytes, path: Entries, root: bytes) -> bool:
    """Whether everything is what the definitions give, hash by hash."""
    return 0 <= m < len(D) and leaf_hash == MTH([D[m]]) and path == PATH(m, D) and root == MTH(D)


def consistent(m: int, D: Entries, old_root: bytes, new_root: bytes, proof: Entries) -> bool:
    """Whether everything is what the definitions give, hash by hash."""
    return 0 < m <= len(D) and old_root == MTH(D[0:m]) and new_root == MTH(D) and proof == PROOF(m, D)
