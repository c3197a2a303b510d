"""Cases of the anchors file."""

from __future__ import annotations

from typing import Any

from book import Book

SOURCE = "spec/attestation.md, anchors"
AGREEMENT, POLICY, ROOT, OTHER = ("11" * 32, "22" * 32, "33" * 32, "44" * 32)
FILE = (
    "counterseal.org/anchors/v1\n"
    f"agreement {AGREEMENT}\npolicy {POLICY}\n"
    f"root russian-federation {ROOT}\nroot united-states {OTHER}\n"
)


def write(book: Book) -> None:
    """Add the cases of ``anchors``."""

    def ok(name: str, text: str, roots: dict[str, str], why: str) -> None:
        result: dict[str, Any] = {"agreement": AGREEMENT, "policy": POLICY, "roots": roots}
        book.ok(f"anchors/{name}", "anchors.parse", {"text_hex": text.encode().hex()}, result, why, SOURCE)

    ok("of-two", FILE, {"russian-federation": ROOT, "united-states": OTHER}, "The form.")
    names = [f"p{number:02d}" for number in range(64)]
    many = "".join(f"root {name} {ROOT}\n" for name in names)
    head = FILE[: FILE.index("root")]
    ok("of-64", head + many, dict.fromkeys(names, ROOT), "As many as an agreement can have.")
    roots = FILE[FILE.index("root") :].splitlines(keepends=True)
    bad: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "Nothing."),
        "of-version-2": (FILE.replace("/v1", "/v2").encode(), "Another form."),
        "without-last-lf": (FILE[:-1].encode(), "Each line ends in LF."),
        "with-an-empty-line": (FILE.encode() + b"\n", "No other line."),
        "with-a-comment": (FILE.encode() + b"# mine\n", "No other line."),
        "with-carriage-returns": (FILE.replace("\n", "\r\n").encode(), "LF alone."),
        "upper-case-digest": (FILE.replace(AGREEMENT, "AB" * 32).encode(), "Lower-case digits."),
        "short-digest": (FILE.replace(POLICY, POLICY[:-1]).encode(), "64 digits."),
        "without-policy": (FILE.replace(f"policy {POLICY}\n", "").encode(), "All three."),
        "policy-first": (
            f"counterseal.org/anchors/v1\npolicy {POLICY}\nagreement {AGREEMENT}\n{''.join(roots)}".encode(),
            "In this order.",
        ),
        "one-root": (f"{head}{roots[0]}".encode(), "An agreement has two parties at least."),
        "roots-out-of-order": (f"{head}{roots[1]}{roots[0]}".encode(), "By name."),
        "root-twice": (f"{head}{roots[0]}{roots[0]}".encode(), "Every party once."),
        "of-65": (f"{head}{many}root p64 {ROOT}\n".encode(), "An agreement has at most 64."),
        "blank-doubled": (FILE.replace("root ", "root  ", 1).encode(), "One blank."),
        "party-upper-case": (FILE.replace("russian", "Russian").encode(), "Names as in the agreement."),
        "party-not-ascii": (FILE.replace("russian", "р").encode(), "ASCII."),
        "not-utf8": (FILE.encode().replace(b"russian", b"\xff"), "ASCII."),
        "byte-order-mark": (b"\xef\xbb\xbf" + FILE.encode(), "No byte before."),
    }
    for name, (data, why) in bad.items():
        given = {"text_hex": data.hex()}
        book.refused(f"anchors/{name}", "anchors.parse", given, "anchors-form", why, SOURCE)
