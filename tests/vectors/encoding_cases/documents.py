"""Cases of canonical JSON: what stands, each rule broken alone, and which of two faults is named."""

from __future__ import annotations

from typing import Any

from book import Book

JCS = "RFC 8785"


def write(book: Book) -> None:
    """Add the cases of ``canonical``."""
    _stands(book)
    _whole(book)
    _syntax(book)
    _literals(book)
    _numbers(book)
    _strings(book)
    _names(book)
    _order_of_faults(book)
    _encode(book)


def _ok(book: Book, case: str, data: bytes, value: Any, why: str, source: str = "") -> None:
    book.ok(f"canonical/{case}", "canonical.parse", {"json_hex": data.hex()}, {"value": value}, why, source)


def _bad(book: Book, case: str, data: bytes, code: str, why: str, source: str = "") -> None:
    book.refused(f"canonical/{case}", "canonical.parse", {"json_hex": data.hex()}, code, why, source)


def nested(depth: int) -> bytes:
    """Return ``depth`` arrays, one in the other."""
    return b"[" * depth + b"]" * depth


def _stands(book: Book) -> None:
    def ok(case: str, data: bytes, value: Any, why: str, source: str = "") -> None:
        _ok(book, case, data, value, why, source)

    example = b'{"count":24,"site":"EXAMPLE-1"}'
    ok("example", example, {"count": 24, "site": "EXAMPLE-1"}, "The body of the example statement.", "spec/note.md")
    ok("empty-object", b"{}", {}, "No member.")
    ok("empty-array", b"[]", [], "No item.")
    ok("empty-string", b'""', "", "No character.")
    ok("string-alone", b'"a"', "a", "A document is any value.")
    ok("integer-alone", b"7", 7, "A document is any value.")
    ok("zero", b"0", 0, "Zero has one spelling.")
    ok("negative", b"-1", -1, "The sign is part of the number.")
    ok(
        "largest-integer",
        b"9007199254740991",
        2**53 - 1,
        "2^53 - 1, the last integer every reader keeps exactly.",
        "RFC 7493",
    )
    ok("smallest-integer", b"-9007199254740991", 1 - 2**53, "-(2^53 - 1).", "RFC 7493")
    ok("array-of-mixed-values", b'[1,"1",[1],{"a":1}]', [1, "1", [1], {"a": 1}], "Every kind of value.")
    ok("depth-32", nested(32), _arrays(32), "32 containers, one in the other.")
    mixed = b'{"a":' * 16 + b"[" * 15 + b"{}" + b"]" * 15 + b"}" * 16
    value: Any = {}
    for _ in range(15):
        value = [value]
    for _ in range(16):
        value = {"a": value}
    ok("depth-32-mixed", mixed, value, "Objects and arrays count alike.")
    ok(
        "brackets-in-a-string-are-no-depth",
        b'["' + b"[{" * 40 + b'"]',
        ["[{" * 40],
        "Depth is of containers, not of characters.",
    )
    ok("forty-containers-side-by-side", b"[" + b",".join([b"[]"] * 40) + b"]", [[]] * 40, "Depth is not number.")
    escapes = b'"\\b\\t\\n\\f\\r\\"\\\\"'
    ok("short-escapes", escapes, '\b\t\n\f\r"\\', "The seven that RFC 8785 writes.", f"{JCS} 3.2.2.2")
    ok(
        "unicode-escapes-of-control-characters",
        b'"\\u0000\\u0007\\u001f"',
        "\0\x07\x1f",
        "Lower-case digits.",
        f"{JCS} 3.2.2.2",
    )
    ok("solidus", b'"a/b"', "a/b", "The solidus is written as it is.", f"{JCS} 3.2.2.2")
    ok(
        "delete-character",
        b'"\x7f"',
        "\x7f",
        "U+007F is no control character of JSON and is not escaped.",
        f"{JCS} 3.2.2.2",
    )
    ok(
        "line-separators",
        '"\u0085\u2028\u2029"'.encode(),
        "\u0085\u2028\u2029",
        "Written as they are; no line ends there.",
    )
    ok(
        "bidirectional-marks",
        '"\u202ea\u2066"'.encode(),
        "\u202ea\u2066",
        "A screen must show them; a reader keeps them.",
    )
    ok("byte-order-mark-in-a-string", '"\ufeff"'.encode(), "\ufeff", "A character like others, and never dropped.")
    ok(
        "beyond-the-basic-plane",
        '"\U0001f9ea"'.encode(),
        "\U0001f9ea",
        "Four bytes of UTF-8, not two escapes.",
        f"{JCS} 3.2.2.2",
    )
    ok("last-code-point", '"\U0010ffff\uffff"'.encode(), "\U0010ffff\uffff", "Also what is no character is kept.")
    composed, parts = "\u00e9", "e\u0301"
    ok(
        "no-normalisation",
        f'["{composed}","{parts}"]'.encode(),
        [composed, parts],
        "Two texts that look alike stay two.",
    )
    names = b'{"a":1,"a-":2,"a-b":3,"a0":4,"a_":5,"aa":6,"b":7}'
    ok(
        "names-in-order",
        names,
        {"a": 1, "a-": 2, "a-b": 3, "a0": 4, "a_": 5, "aa": 6, "b": 7},
        "In the order of their bytes.",
    )
    long = "a" * 64
    ok("name-of-64-characters", f'{{"{long}":1}}'.encode(), {long: 1}, "The longest name.")
    ok(
        "name-constructor",
        b'{"constructor":1}',
        {"constructor": 1},
        "A name like any other: readers may not trip over their own objects.",
    )
    room = "x" * (65_535 - 2)
    ok("largest-document", f'"{room}"'.encode(), room, "65,535 bytes.")


def _arrays(depth: int) -> Any:
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


def _whole(book: Book) -> None:
    def bad(case: str, data: bytes, code: str, why: str) -> None:
        _bad(book, case, data, code, why)

    bad("one-byte-too-large", b'"' + b"x" * 65_534 + b'"', "json-size", "65,536 bytes.")
    bad("too-large-and-not-utf8", b"\xff" * 65_536, "json-size", "The size is looked at before all else.")
    bad("not-utf8", b'"\xff"', "json-utf8", "0xff occurs nowhere in UTF-8.")
    bad("utf8-continuation-alone", b'"\x80"', "json-utf8", "A continuation byte continues something.")
    bad("utf8-overlong", b'"\xc1\x81"', "json-utf8", "The letter A in two bytes.")
    bad("utf8-overlong-nul", b'"\xc0\x80"', "json-utf8", "NUL in two bytes.")
    bad("utf8-surrogate", b'"\xed\xa0\x80"', "json-utf8", "U+D800 has no encoding.")
    bad(
        "utf8-surrogate-pair",
        b'"\xed\xa0\xbd\xed\xb7\xaa"',
        "json-utf8",
        "A pair in six bytes, as some databases write.",
    )
    bad("utf8-above-unicode", b'"\xf4\x90\x80\x80"', "json-utf8", "U+110000 does not exist.")
    bad("utf8-cut-off", b'"\xe2\x80', "json-utf8", "The whole document is looked at before it is read.")
    bad(
        "utf16",
        '"a"'.encode("utf-16-le"),
        "json-syntax",
        "Valid UTF-8, as it happens, with NUL after the first quotation mark.",
    )


def _syntax(book: Book) -> None:
    cases = {
        "empty": (b"", "Nothing is no document."),
        "blank-alone": (b" ", "Nothing but white space."),
        "blank-before": (b' {"a":1}', "Canonical form has no white space."),
        "blank-after": (b'{"a":1} ', "Canonical form has no white space."),
        "newline-after": (b'{"a":1}\n', "The line's end is not the document's."),
        "blank-after-colon": (b'{"a": 1}', "Canonical form has no white space."),
        "blank-after-comma": (b"[1, 2]", "Canonical form has no white space."),
        "blank-in-empty-object": (b"{ }", "Canonical form has no white space."),
        "no-break-space": ("\u00a0[]".encode(), "White space of no JSON."),
        "byte-order-mark": (b"\xef\xbb\xbf{}", "Some readers drop it: then two texts would be one."),
        "two-documents": (b"{}{}", "One document."),
        "comma-at-the-end-of-an-array": (b"[1,]", "A comma promises a value."),
        "comma-at-the-end-of-an-object": (b'{"a":1,}', "A comma promises a member."),
        "comma-alone": (b"[,]", "A comma parts two values."),
        "no-comma": (b"[1 2]", "A comma parts two values."),
        "array-not-closed": (b"[1", "The end came first."),
        "object-not-closed": (b'{"a":1', "The end came first."),
        "string-not-closed": (b'"a', "The end came first."),
        "closed-by-the-wrong-bracket": (b"[1}", "Brackets match."),
        "closed-twice": (b"[]]", "One document."),
        "name-without-value": (b'{"a"}', "A member has a value."),
        "name-without-marks": (b"{a:1}", "A name is a string."),
        "name-in-apostrophes": (b"{'a':1}", "A name is a string."),
        "name-is-an-integer": (b"{1:1}", "A name is a string."),
        "equals-sign": (b'{"a"=1}', "A colon parts name and value."),
        "comment": (b"/**/[]", "JSON has no comments."),
        "plus-sign": (b"+1", "Only the minus sign is one."),
        "minus-alone": (b"-", "A sign without digits."),
        "minus-infinity": (b"-Infinity", "A sign without digits; some readers take it."),
        "full-width-digit": ("\uff11".encode(), "Digits are ASCII."),
        "superscript-digit": ("\u00b2".encode(), "Digits are ASCII."),
        "hexadecimal": (b"0x10", "A zero, and then bytes after the document."),
        "underscore": (b"1_000", "An integer, and then bytes after the document."),
        "arabic-digit-after-a-digit": ("1\u0661".encode(), "Digits are ASCII."),
        "newline-in-a-string": (b'"a\nb"', "Control characters are escaped."),
        "tab-in-a-string": (b'"a\tb"', "Control characters are escaped."),
        "nul-in-a-string": (b'"a\0b"', "Control characters are escaped."),
        "upper-case-true": (b"True", "No word of JSON."),
        "undefined": (b"undefined", "No word of JSON."),
    }
    for case, (data, why) in cases.items():
        _bad(book, f"syntax-{case}", data, "json-syntax", why)


def _literals(book: Book) -> None:
    for word in ("true", "false", "null", "NaN", "Infinity"):
        why = "Left out or said with a word." if word.islower() else "No JSON, though some readers take it."
        _bad(book, f"literal-{word.lower()}", word.encode(), "json-literal", why)
    _bad(
        book,
        "literal-null-as-a-member",
        b'{"a":null}',
        "json-literal",
        "A member without value is left out.",
        "spec/note.md",
    )
    _bad(book, "literal-cut-off", b"[tru", "json-literal", "Its first letter decides.")
    _bad(book, "literal-that-is-none", b"nonsense", "json-literal", "Its first letter decides.")


def _numbers(book: Book) -> None:
    floats = {
        "one": ("1.0", "An integer with a fraction: kept by some readers, dropped by others."),
        "half": ("0.5", "No fractions: rationals are written as text."),
        "minus-half": ("-0.5", "No fractions: rationals are written as text."),
        "negative-zero": ("-0.0", "A negative zero, as a fraction."),
        "exponent": ("1e2", "An exponent, though the value is an integer."),
        "exponent-in-upper-case": ("1E2", "An exponent, though the value is an integer."),
        "negative-zero-with-exponent": ("-0e0", "A negative zero, with an exponent."),
        "zero-with-exponent": ("0e0", "A zero with an exponent."),
        "overflow": ("1e400", "Infinity to some readers."),
        "fraction-without-digits": ("1.", "A point starts a fraction."),
        "exponent-without-digits": ("1e", "The letter starts an exponent."),
        "beyond-the-integers": ("9007199254740993.0", "The fraction is named, not the range."),
        "5000-digits": ("1" * 5000 + ".0", "The fraction is named, however many digits precede it."),
    }
    for case, (text, why) in floats.items():
        _bad(book, f"float-{case}", text.encode(), "json-float", why)
    integers = {
        "negative-zero": ("-0", "Zero has one spelling."),
        "leading-zero": ("07", "One spelling."),
        "leading-zeros": ("00", "One spelling."),
        "negative-leading-zero": ("-07", "One spelling."),
        "leading-zero-before-a-fraction": ("00.5", "The zero comes first."),
        "two-to-the-53": ("9007199254740992", "The first integer that some readers round."),
        "minus-two-to-the-53": ("-9007199254740992", "The first integer that some readers round."),
        "two-to-the-53-plus-one": ("9007199254740993", "Rounded to 2^53 by every reader with doubles."),
        "two-to-the-63": ("9223372036854775808", "Out of range for us, and for others by one."),
        "seventeen-digits": ("10000000000000000", "One digit more than the largest has."),
        "5000-digits": ("1" * 5000, "Some readers refuse it with an error of their own, some make it null."),
        "minus-5000-digits": ("-" + "1" * 5000, "As long, below zero."),
    }
    for case, (text, why) in integers.items():
        _bad(book, f"integer-{case}", text.encode(), "json-integer", why)


def _strings(book: Book) -> None:
    escapes = {
        "solidus": (b'"\\/"', "Canonical form writes the solidus as it is."),
        "letter": (b'"\\u0061"', "A character that needs no escape."),
        "delete-character": (b'"\\u007f"', "U+007F needs no escape."),
        "line-separator": (b'"\\u2028"', "U+2028 needs no escape."),
        "newline-in-long-form": (b'"\\u000a"', "The short form is the one spelling."),
        "quotation-mark-in-long-form": (b'"\\u0022"', "The short form is the one spelling."),
        "backslash-in-long-form": (b'"\\u005c"', "The short form is the one spelling."),
        "upper-case-digit": (b'"\\u001F"', "Lower-case digits."),
        "upper-case-u": (b'"\\U0001"', "No escape of JSON."),
        "hexadecimal": (b'"\\x41"', "No escape of JSON."),
        "apostrophe": (b'"\\\'"', "No escape of JSON."),
        "vertical-tab": (b'"\\v"', "No escape of JSON."),
        "newline": (b'"\\\n"', "No escape of JSON."),
        "three-digits": (b'"\\u001"', "Four digits."),
        "blank-among-the-digits": (b'"\\u 01f"', "Four digits; some readers take a blank."),
        "sign-among-the-digits": (b'"\\u+01f"', "Four digits; some readers take a sign."),
        "full-width-digits": ('"\\u\uff10\uff10\uff10\uff17"'.encode(), "Digits are ASCII."),
        "at-the-end": (b'"\\', "The backslash is the fault, not the missing mark."),
        "cut-off": (b'"\\u00', "The escape is the fault, not the missing mark."),
        "in-a-name": (b'{"\\u0061":1}', "Names are strings: the escape is read first."),
    }
    for case, (data, why) in escapes.items():
        _bad(book, f"escape-{case}", data, "json-escape", why)
    surrogates = {
        "alone": (b'"\\ud800"', "Half a character: some readers keep it, some cannot write it again."),
        "low-alone": (b'"\\udfff"', "The other half."),
        "upper-case": (b'"\\uD800"', "Surrogate first, spelling second."),
        "pair": (b'"\\ud83e\\uddea"', "A whole character, but written as itself in canonical form."),
        "pair-in-reverse": (b'"\\uddea\\ud83e"', "Two halves of nothing."),
        "in-a-name": (b'{"\\ud800":1}', "Names are strings: the escape is read first."),
    }
    for case, (data, why) in surrogates.items():
        _bad(book, f"surrogate-{case}", data, "json-surrogate", why)


def _names(book: Book) -> None:
    names = {
        "empty": ("", "A name has a letter."),
        "prototype": ("__proto__", "Not a member but the parent, to readers written in JavaScript."),
        "integer-like": ("1", "Readers written in JavaScript would sort it before all others."),
        "upper-case": ("A", "Lower-case, so that all orders of names agree."),
        "upper-case-inside": ("aB", "Lower-case, so that all orders of names agree."),
        "starts-with-a-hyphen": ("-a", "A name starts with a letter."),
        "starts-with-an-underscore": ("_a", "A name starts with a letter."),
        "blank-inside": ("a b", "No blanks."),
        "dot-inside": ("a.b", "No dots."),
        "not-ascii": ("\u00e9", "ASCII, so that all orders of names agree."),
        "cyrillic-look-alike": ("\u0430", "A letter that looks like another."),
        "of-65-characters": ("a" * 65, "One more than a name may have."),
        "newline-at-the-end": ("a\\n", "A dollar sign of a pattern would overlook it."),
        "nul-at-the-end": ("a\\u0000", "Some readers would end the name there."),
    }
    for case, (name, why) in names.items():
        _bad(book, f"name-{case}", f'{{"{name}":1}}'.encode(), "json-name", why)

    def bad(case: str, data: bytes, code: str, why: str, source: str = "") -> None:
        _bad(book, case, data, code, why, source)

    bad("duplicate", b'{"a":1,"a":2}', "json-duplicate", "Readers disagree which one counts.", "RFC 8259 4")
    bad("duplicate-alike", b'{"a":1,"a":1}', "json-duplicate", "Also an exact repeat.")
    bad("duplicate-deep-inside", b'[{"x":{"a":1,"a":2}}]', "json-duplicate", "At every depth.")
    bad("order-of-two", b'{"b":1,"a":2}', "json-order", "One order.", f"{JCS} 3.2.3")
    bad("order-of-a-prefix", b'{"ab":1,"a":2}', "json-order", "A name comes before its extensions.")
    bad("order-by-length", b'{"a":1,"c":2,"bb":3}', "json-order", "By bytes, not by length as in some binary formats.")
    bad("order-of-a-locale", b'{"aa":1,"a-b":2}', "json-order", "Dictionaries skip the hyphen, bytes do not.")
    bad("order-deep-inside", b'[{"x":{"b":1,"a":2}}]', "json-order", "At every depth.")
    bad(
        "order-of-a-name-again",
        b'{"a":1,"b":2,"a":3}',
        "json-order",
        "The third name comes before the second: that it was there is not looked up.",
    )


def _order_of_faults(book: Book) -> None:
    def bad(case: str, data: bytes, code: str, why: str) -> None:
        _bad(book, f"first-fault-{case}", data, code, why)

    bad("utf8-before-syntax", b'{ "\xff"', "json-utf8", "Bytes first, then text.")
    bad("blank-before-float", b"[ 1.5]", "json-syntax", "From left to right.")
    bad("float-before-blank", b"[1.5 ]", "json-float", "From left to right.")
    bad("literal-before-duplicate", b'{"a":null,"a":1}', "json-literal", "From left to right.")
    bad(
        "duplicate-before-its-value",
        b'{"a":1,"a":null}',
        "json-duplicate",
        "A name is judged before its value is read.",
    )
    bad("duplicate-before-the-colon", b'{"a":1,"a" :1}', "json-duplicate", "A name is judged as soon as it ends.")
    bad("order-before-its-value", b'{"b":1,"a":1.5}', "json-order", "A name is judged before its value is read.")
    bad("name-before-order", b'{"b":1,"A":1}', "json-name", "What a name is comes before where it stands.")
    bad("name-before-duplicate", b'{"a":1,"B":1,"B":2}', "json-name", "The first B is refused.")
    bad("escape-before-name", b'{"\\u0041":1}', "json-escape", "A string is read before it is a name.")
    bad("name-before-the-end", b'{"A"', "json-name", "A name is judged as soon as it ends.")
    bad("integer-before-the-end", b"[9007199254740992", "json-integer", "From left to right.")
    bad(
        "float-before-range",
        b"[9007199254740992e1]",
        "json-float",
        "The digits end where the exponent shows what they are.",
    )
    bad("leading-zero-before-float", b"[01.5]", "json-integer", "The zero comes first.")
    bad("surrogate-before-the-end", b'"\\ud800', "json-surrogate", "From left to right.")
    bad("depth-before-the-end", b"[" * 33, "json-depth", "The 33rd bracket is the fault, not the missing ends.")
    bad("depth-before-a-fault-inside", b"[" * 33 + b"null" + b"]" * 33, "json-depth", "From left to right.")
    bad("fault-before-depth", b"[1.5," + nested(40) + b"]", "json-float", "From left to right.")
    bad("utf8-before-depth", nested(40) + b"\xff", "json-utf8", "Bytes first, then text.")
    _bad(book, "depth-33", nested(33), "json-depth", "One container too deep.")
    _bad(book, "depth-33-of-objects", b'{"a":' * 33 + b"1" + b"}" * 33, "json-depth", "Objects count too.")
    _bad(
        book, "depth-33-empty-object-inside", b"[" * 32 + b"{}" + b"]" * 32, "json-depth", "Empty containers count too."
    )
    _bad(book, "depth-30000", nested(30_000), "json-depth", "Readers that recurse without a limit break here.")


def _encode(book: Book) -> None:
    def ok(case: str, value: Any, data: bytes, why: str, source: str = "") -> None:
        book.ok(f"canonical/encode-{case}", "canonical.encode", {"value": value}, {"json_hex": data.hex()}, why, source)

    def bad(case: str, value: Any, code: str, why: str) -> None:
        book.refused(f"canonical/encode-{case}", "canonical.encode", {"value": value}, code, why)

    ok(
        "sorts-names",
        {"b": 1, "a-": 2, "a": {"d": 3, "c": 4}},
        b'{"a":{"c":4,"d":3},"a-":2,"b":1}',
        "At every depth.",
        JCS,
    )
    ok("keeps-the-order-of-items", [3, 1, 2], b"[3,1,2]", "Arrays are not sorted.")
    ok(
        "escapes",
        '\0\b\t\n\f\r\x1f"\\/\x7f\u2028',
        b'"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/\x7f\xe2\x80\xa8"',
        "Only what must be.",
        JCS,
    )
    ok("integers", [0, -1, 2**53 - 1, 1 - 2**53], b"[0,-1,9007199254740991,-9007199254740991]", "The bounds are in.")
    ok("depth-32", _arrays(32), nested(32), "32 containers.")
    bad("depth-33", _arrays(33), "json-depth", "What is written must be read again.")
    bad("integer-too-large", 2**53, "json-integer", "What is written must be read again.")
    bad("integer-too-small", -(2**53), "json-integer", "What is written must be read again.")
    bad("fraction", [0.5], "json-value", "No such value.")
    bad("true", {"a": True}, "json-value", "No such value, though some languages call it 1.")
    bad("null", {"a": None}, "json-value", "No such value: the member is left out.")
    bad("name-with-upper-case", {"aB": 1}, "json-name", "What is written must be read again.")
    bad("lone-surrogate", ["\ud800"], "json-surrogate", "No UTF-8 holds it.")
