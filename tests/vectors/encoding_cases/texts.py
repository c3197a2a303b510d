"""Cases of the strict text forms and of tagged hashes."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from book import Book


def write(book: Book) -> None:
    """Add the cases of ``strict`` and ``tagged``."""
    _base64(book)
    _integers(book)
    _digests(book)
    _rationals(book)
    _tagged(book)


def _base64(book: Book) -> None:
    def ok(case: str, text: str, data: bytes, why: str, source: str = "") -> None:
        book.ok(f"strict/base64-{case}", "strict.base64", {"text": text}, {"data_hex": data.hex()}, why, source)

    rfc = "RFC 4648 10"
    for text, plain in (
        ("", ""),
        ("Zg==", "f"),
        ("Zm8=", "fo"),
        ("Zm9v", "foo"),
        ("Zm9vYg==", "foob"),
        ("Zm9vYmE=", "fooba"),
    ):
        ok(f"of-{len(plain)}-bytes", text, plain.encode(), "Test vector of the standard.", rfc)
    ok("of-6-bytes", "Zm9vYmFy", b"foobar", "Test vector of the standard.", rfc)
    ok("plus-and-slash", "+/+/", b"\xfb\xff\xbf", "The two signs of the standard alphabet.")
    ok("all-bytes", b64encode(bytes(range(256))).decode(), bytes(range(256)), "Every byte once.")
    faults = {
        "padding-missing": ("Zg", "Some decoders add it."),
        "padding-short": ("Zg=", "Two are needed."),
        "padding-long": ("Zg===", "Two are enough."),
        "padding-needless": ("Zm9v====", "None is needed."),
        "padding-alone": ("====", "Nothing is padded."),
        "padding-inside": ("Zg==Zg==", "Padding ends the text."),
        "stray-bits-two": ("QR==", "Decodes like QQ== in lenient and in some strict decoders."),
        "stray-bits-one": ("Zm9=", "Decodes like Zm8=."),
        "one-character": ("Z", "Six bits are no byte."),
        "five-characters": ("Zm9vY", "Six bits are no byte."),
        "url-alphabet": ("-_-_", "The standard alphabet only."),
        "one-sign-of-the-url-alphabet": ("+/-/", "The standard alphabet only."),
        "blank-inside": ("Zm 9v", "Some decoders skip blanks."),
        "blank-after": ("Zm9v ", "Nothing is trimmed."),
        "newline-after": ("Zm9v\n", "Nothing is trimmed."),
        "line-break-inside": ("Zm9v\nYmFy", "Some decoders skip line breaks."),
        "junk-inside": ("Zm!9v", "Some decoders skip what is no base64."),
        "nul-after": ("Zm9v\0", "Nothing is trimmed."),
        "full-width-letter": ("\uff3am9v", "ASCII only."),
        "no-base64-at-all": ("\u00e9\u00e9\u00e9\u00e9", "ASCII only."),
    }
    for case, (text, why) in faults.items():
        book.refused(f"strict/base64-{case}", "strict.base64", {"text": text}, "base64-form", why)


def _integers(book: Book) -> None:
    for case, text, why in (
        ("zero", "0", "Zero."),
        ("one", "1", "One."),
        ("ten", "10", "A zero may stand behind another digit."),
        ("two-to-the-53-plus-one", "9007199254740993", "Exact beyond what doubles keep."),
        ("largest", "9223372036854775807", "2^63 - 1."),
    ):
        book.ok(f"strict/integer-{case}", "strict.integer", {"text": text}, {"decimal": text}, why)
    faults = {
        "empty": ("", "Some readers make it 0."),
        "leading-zero": ("01", "One spelling."),
        "two-zeros": ("00", "One spelling."),
        "minus": ("-1", "Not negative."),
        "minus-zero": ("-0", "Not negative."),
        "plus": ("+1", "Some readers take the sign."),
        "blank-before": (" 1", "Some readers trim."),
        "blank-after": ("1 ", "Some readers trim."),
        "newline-after": ("1\n", "A dollar sign of a pattern would overlook it."),
        "underscore": ("1_000", "Some readers skip it."),
        "comma": ("1,000", "No grouping."),
        "fraction": ("1.0", "An integer has none."),
        "exponent": ("1e3", "An integer has none."),
        "hexadecimal": ("0x10", "Decimal."),
        "letters-after": ("12abc", "Some readers stop at the letter."),
        "full-width-digit": ("\uff11", "ASCII digits."),
        "arabic-digit": ("\u0661", "ASCII digits."),
        "superscript": ("\u00b2", "ASCII digits."),
        "twenty-digits": ("10000000000000000000", "The form ends at nineteen digits."),
        "5000-digits": ("1" * 5000, "The form ends at nineteen digits, before anything is converted."),
    }
    for case, (text, why) in faults.items():
        book.refused(f"strict/integer-{case}", "strict.integer", {"text": text}, "integer-form", why)
    for case, text in (("two-to-the-63", "9223372036854775808"), ("nineteen-nines", "9" * 19)):
        book.refused(
            f"strict/integer-{case}",
            "strict.integer",
            {"text": text},
            "integer-range",
            "Well formed, but above 2^63 - 1.",
        )


def _digests(book: Book) -> None:
    text = sha256(b"").hexdigest()
    book.ok("strict/digest", "strict.digest", {"text": text}, {"data_hex": text}, "64 lower-case digits.")
    book.ok("strict/digest-of-zeros", "strict.digest", {"text": "0" * 64}, {"data_hex": "0" * 64}, "Any 32 bytes.")
    faults = {
        "empty": ("", "32 bytes."),
        "of-62-digits": (text[:62], "32 bytes."),
        "of-63-digits": (text[:63], "32 bytes."),
        "of-66-digits": (text + "00", "32 bytes."),
        "upper-case": (text.upper(), "Lower-case."),
        "one-upper-case-digit": (text.replace("a", "A", 1), "Lower-case."),
        "prefix": ("0x" + text[2:], "No prefix."),
        "letter-g": ("g" + text[1:], "Hexadecimal digits."),
        "blank-among-the-digits": (text[:2] + " " + text[3:], "Some readers skip blanks."),
        "newline-after": (text + "\n", "A dollar sign of a pattern would overlook it."),
        "full-width-digit": ("\uff10" + text[1:], "ASCII digits."),
        "base64": (b64encode(bytes.fromhex(text)).decode(), "Hexadecimal."),
    }
    for case, (bad, why) in faults.items():
        book.refused(f"strict/digest-{case}", "strict.digest", {"text": bad}, "digest-form", why)


def _rationals(book: Book) -> None:
    def ok(case: str, text: str, numerator: str, denominator: str, why: str, source: str = "") -> None:
        result = {"numerator_hex": numerator, "denominator_hex": denominator}
        book.ok(f"strict/rational-{case}", "strict.rational", {"text": text}, result, why, source)

    ok(
        "629-759",
        "0x275/0x2f7",
        "275",
        "2f7",
        "629/759, reduced: 629 = 17 * 37, 759 = 3 * 11 * 23.",
        "spec/encoding.md",
    )
    ok("zero", "0x0/0x1", "0", "1", "Zero is 0/1.")
    ok("one", "0x1/0x1", "1", "1", "One is 1/1.")
    ok("above-one", "0x3/0x2", "3", "2", "Not bounded here.")
    long = f"{3**7000:x}"
    ok(
        "long",
        f"0x{long}/0x1{'0' * 2800}",
        long,
        "1" + "0" * 2800,
        "3^7000 / 16^2800: as many digits as it takes; in decimal 3,340, beyond some limits soon.",
    )
    faults = {
        "empty": ("", "Two numbers."),
        "not-reduced": ("0x2/0x4", "Both are even."),
        "not-reduced-one": ("0x2/0x2", "One is 1/1."),
        "zero-over-two": ("0x0/0x2", "Zero is 0/1."),
        "over-zero": ("0x1/0x0", "No such number."),
        "zero-over-zero": ("0x0/0x0", "No such number."),
        "decimal": ("629/759", "Hexadecimal, because some readers bound the length of decimals."),
        "integer": ("0x1", "Two numbers, also when the second is 1."),
        "leading-zero": ("0x01/0x2", "One spelling."),
        "leading-zero-below": ("0x1/0x02", "One spelling."),
        "upper-case": ("0x1/0xA", "Lower-case."),
        "upper-case-prefix": ("0X1/0x2", "Lower-case."),
        "prefix-missing": ("1/0x2", "Both have it."),
        "negative": ("-0x1/0x2", "Probabilities are not."),
        "negative-below": ("0x1/-0x2", "Nor is the denominator."),
        "blank": ("0x1 / 0x2", "One spelling."),
        "newline-after": ("0x1/0x2\n", "A dollar sign of a pattern would overlook it."),
        "underscore": ("0x1_0/0x11", "Some readers skip it."),
        "three-parts": ("0x1/0x2/0x3", "Two numbers."),
        "full-width-digit": ("0x\uff11/0x2", "ASCII digits."),
        "65536-characters": ("0x1/0x1" + "0" * (65_536 - 7), "Longer than an entry of a log."),
    }
    for case, (text, why) in faults.items():
        book.refused(f"strict/rational-{case}", "strict.rational", {"text": text}, "rational-form", why)


def _tagged(book: Book) -> None:
    def lp(case: str, data: bytes, result_hex: str, why: str) -> None:
        book.ok(f"tagged/lp-{case}", "tagged.lp", {"data_hex": data.hex()}, {"data_hex": result_hex}, why)

    lp("of-nothing", b"", "00000000", "Four bytes say that there are none.")
    lp("of-three-bytes", b"abc", "00000003616263", "Big-endian.")
    lp("of-256-bytes", bytes(256), "00000100" + "00" * 256, "The length is in four bytes, not in one.")

    def th(case: str, tag: str, parts: list[bytes], preimage: bytes, why: str, source: str = "") -> None:
        given = {"tag": tag, "parts_hex": [part.hex() for part in parts]}
        result = {"hash_hex": sha256(preimage).hexdigest()}
        book.ok(f"tagged/hash-{case}", "tagged.hash", given, result, why, source)

    tag = "counterseal.org/example/v1"
    head = b"\0\0\0\x1acounterseal.org/example/v1"  # 26 letters
    th("without-parts", tag, [], head, "The tag alone.")
    th("empty-part", tag, [b""], head + b"\0\0\0\0", "One part of nothing is not no part.")
    th("ab-c", tag, [b"ab", b"c"], head + b"\0\0\0\2ab\0\0\0\1c", "Where the parts are cut is hashed too.")
    th("a-bc", tag, [b"a", b"bc"], head + b"\0\0\0\1a\0\0\0\2bc", "The same letters, cut elsewhere: another hash.")
    th("abc", tag, [b"abc"], head + b"\0\0\0\3abc", "The same letters in one part: another hash.")
    th(
        "another-tag",
        "counterseal.org/example/v2",
        [b"abc"],
        b"\0\0\0\x1acounterseal.org/example/v2\0\0\0\3abc",
        "Another domain.",
    )
    th("part-of-300-bytes", tag, [b"x" * 300], head + b"\0\0\1\x2c" + b"x" * 300, "The length is in four bytes.")
    from log_cases.book import OBSERVED, STATEMENT

    def statement(case: str, text: bytes, hash_hex: str, why: str) -> None:
        given = {"tag": "counterseal.org/statement-id/v1", "parts_hex": [text.hex()]}
        book.ok(f"tagged/hash-{case}", "tagged.hash", given, {"hash_hex": hash_hex}, why, "spec/note.md")

    declared = "c88a6f0211dc6f628b91beb1d452284dedc8f80e54fa6d7fd3045e9865268c78"
    observed = "168575eeacfaa613a0c13012d44504f3364eca879d145b627cec588f288e1af7"
    statement("example-statement", STATEMENT, declared, "The id of the example statement.")
    statement("example-observed", OBSERVED, observed, "The id of the statement before it.")
