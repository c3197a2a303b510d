"""Anchors: what a reader must hold from outside the file, to know whose word it is (spec/attestation.md).

    counterseal.org/anchors/v1
    agreement 3f02673e4d2f48650cd4a04e0a0cdba1af087ffe84c4cbcd3c75b5181084181b
    policy 0e1d...
    root russian-federation 77aa...
    root united-states 9b4c...                     every party once, by name, strictly ascending

A file without anchors proves only that it agrees with itself: anybody can invent parties and keys.
Any text that is not of exactly this form is refused with ``anchors-form``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from counterseal.agreement.document import Agreement
from counterseal.errors import Refused

FIRST_LINE = "counterseal.org/anchors/v1"
SIZE_MAX = 65_536

_FORM = re.compile(
    r"counterseal\.org/anchors/v1\nagreement ([0-9a-f]{64})\npolicy ([0-9a-f]{64})\n"
    r"((?:root [a-z][a-z0-9-]{0,63} [0-9a-f]{64}\n){2,64})"
)


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """Digests by which a reader knows the agreement, the trust file and each party's root keys, 32 bytes each."""

    agreement: bytes
    policy: bytes
    roots: Mapping[str, bytes]

    def encode(self) -> bytes:
        """Return the anchors file, which ``parse`` reads back."""
        lines = [FIRST_LINE, f"agreement {self.agreement.hex()}", f"policy {self.policy.hex()}"]
        lines += [f"root {party} {digest.hex()}" for party, digest in sorted(self.roots.items())]
        return "".join(f"{line}\n" for line in lines).encode("ascii")


def parse(data: bytes) -> Anchors:
    """Return the anchors written in a file.

    Raises:
        Refused: ``anchors-form``.
    """
    mend = f"ask the party you trust for the file that starts with {FIRST_LINE}"
    try:
        match = _FORM.fullmatch(data[: SIZE_MAX + 1].decode("ascii"))
    except UnicodeDecodeError:
        match = None
    if match is None or len(data) > SIZE_MAX:
        raise Refused("anchors-form", "got bytes that are not an anchors file", mend=mend)
    lines = [line.split(" ") for line in match[3].splitlines()]
    parties = [party for _, party, _ in lines]
    if any(left >= right for left, right in pairwise(parties)):
        raise Refused("anchors-form", "got roots out of order by party, or twice", mend=mend)
    roots = {party: bytes.fromhex(digest) for _, party, digest in lines}
    return Anchors(agreement=bytes.fromhex(match[1]), policy=bytes.fromhex(match[2]), roots=roots)


def of(agreement: Agreement) -> Anchors:
    """Return the anchors that a party to ``agreement`` hands out: they name the first document, whatever is amended."""
    roots = {party.name: party.roots for party in agreement.parties}
    return Anchors(agreement=agreement.founding, policy=agreement.policy, roots=roots)
