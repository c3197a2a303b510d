"""The signed note: a text, an empty line, signature lines (C2SP signed-note, in one canonical form).

    counterseal.org/statement/v1
    {"at":1800000000,...}
                                                                        <- the last empty line of the note
    — alpha.example/key/legal-1 61wOCk3I...                             U+2014, NAME, BASE64(key id || body)
    — alpha.example/key/officer-1 x8oh11LP...

One note has one byte string. ``parse`` refuses by the first of these that fails:

1. at most 65,535 bytes                                                          ``note-size``
2. UTF-8                                                                         ``note-utf8``
3. no byte below 0x20 but LF                                                     ``note-control``
4. LF at the end, a text that is more than LF, an empty line, a signature line   ``note-shape``
5. then for each line in turn: its form, with strict base64 of 5 bytes or more   ``note-line``
6. a name of ours                                                                ``note-name``
7. at most 16 lines                                                              ``note-lines``
8. sorted by name, then by key id, strictly: one line per key                    ``note-order``

Signatures cover the text alone. Names and ids only look a key up; so nothing may rest on them (spec/note.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from counterseal.encoding import ed25519, strict
from counterseal.errors import Misuse, Refused
from counterseal.log import cosignature
from counterseal.log.signer import Signer
from counterseal.log.vkey import ED25519, KEY_ID_SIZE, NAME, VKey

SIZE_MAX = 65_535  # bytes: an entry of a log
LINES_MAX = 16
FOREIGN_SIZE_MAX = 131_072  # bytes: 16 post-quantum lines of nearly 5 kB, and room for lines we do not know

_DASH = "\u2014"
_DASH_UTF8 = _DASH.encode()
_CONTROL = bytes(code for code in range(0x20) if code != 0x0A)
# White_Space of the Unicode character database, written out: tables differ by language and version.
_UNICODE_SPACES = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(code) for code in range(0x2000, 0x200B)
}


class Line(NamedTuple):
    """One signature line. ``body`` is the signature, with the time before it on cosignatures."""

    name: str
    key_id: bytes
    body: bytes

    @property
    def rank(self) -> tuple[bytes, bytes]:
        """What lines are sorted by: the name's bytes, then the decoded key id (base64 sorts otherwise)."""
        return self.name.encode("utf-8"), self.key_id

    def encode(self) -> bytes:
        """Return the line with its LF."""
        return f"{_DASH} {self.name} {strict.base64_encode(self.key_id + self.body)}\n".encode()


class Note(NamedTuple):
    """A text, final LF included, and its signature lines in canonical order. Nothing is verified yet."""

    text: bytes
    lines: tuple[Line, ...]

    def encode(self) -> bytes:
        """Return the note's bytes, which ``parse`` reads back."""
        return self.text + b"\n" + b"".join(line.encode() for line in self.lines)


_new_line: Callable[[tuple[str, bytes, bytes]], Line] = partial(tuple.__new__, Line)
_new_note: Callable[[tuple[bytes, tuple[Line, ...]]], Note] = partial(tuple.__new__, Note)
"""As ``Line`` and ``Note`` make them, without a call of Python's own: every entry has some."""

Keys = Mapping[tuple[str, bytes], VKey]
"""Known keys by name and key id, as ``vkey.index`` returns them."""


def parse(data: bytes) -> Note:
    """Return the note whose canonical form is ``data``.

    Raises:
        Refused: one of the codes of the module's list, the first that holds.
    """
    text, encoded_lines = _split(data, SIZE_MAX)
    lines: list[Line] = []
    last: tuple[str, bytes] = ("", b"")
    for encoded in encoded_lines:
        line = _line(encoded, len(lines) + 1)
        place = line[:2]
        if not _is_name(place[0]):
            why = "got a key name that is not 1 to 255 of [a-z0-9._/-]"
            raise Refused("note-name", why, _where(len(lines) + 1))
        if len(lines) == LINES_MAX:
            why = f"got {len(encoded_lines)} signature lines, want at most {LINES_MAX}"
            raise Refused("note-lines", why, _where(len(lines) + 1))
        if last >= place:  # a name of ours is ASCII: its characters are ordered as its bytes
            why = "got a line not sorted by name and key id, or of a key that has one"
            raise Refused("note-order", why, _where(len(lines) + 1))
        last = place
        lines.append(line)
    return _new_note((text, tuple(lines)))


def sign(text: bytes, signers: Iterable[Signer]) -> Note:
    """Return ``text`` signed by all ``signers``, whose keys must be of type 0x01.

    Raises:
        Refused: the result would be no canonical note.
        Misuse: a signer's key is of another type.
    """
    lines: list[Line] = []
    for signer in signers:
        if signer.vkey.type != ED25519:
            raise Misuse(f"a key of type {signer.vkey.type:#04x} does not sign free text")
        lines.append(Line(signer.vkey.name, signer.vkey.key_id, signer.sign(text)))
    return _canonical(text, lines)


def add_line(note: Note, line: Line) -> Note:
    """Return ``note`` with ``line`` at its place.

    Raises:
        Refused: ``note-order``: a line of this name and key id is there; ``note-lines``, ``note-size``.
    """
    return _canonical(note.text, [*note.lines, line])


def verify_line(vkey: VKey, text: bytes, line: Line) -> None:
    """Return only if ``line`` is a valid signature or cosignature on ``text`` by ``vkey``, as its type has it.

    Raises:
        Refused: ``signature-*``, ``cosignature-*``, ``checkpoint-*``.
    """
    if vkey.type == ED25519:
        ed25519.verify(vkey.key, text, line.body)
    else:
        cosignature.verify(vkey, text, line.body)


def verify_every(note: Note, keys: Keys) -> tuple[VKey, ...]:
    """Return who signed the text of a statement, in the order of the lines: every line is known and valid.

    Raises:
        Refused: ``note-unknown-key``; ``note-key-type``: not a key of type 0x01; ``signature-*``.
    """
    signers: list[VKey] = []
    for number, line in enumerate(note.lines, 1):
        where = f"signature line {number}"
        vkey = keys.get((line.name, line.key_id))
        if vkey is None:
            raise Refused("note-unknown-key", f"got a line of {line.name} whose key is not known", where)
        if vkey.type != ED25519:
            raise Refused("note-key-type", f"got a line of a key of type {vkey.type:#04x}, want 0x01", where)
        _verify_at(vkey, note.text, line, where)
        signers.append(vkey)
    return tuple(signers)


def verify_known(note: Note, keys: Keys) -> tuple[VKey, ...]:
    """Return who signed a checkpoint, of the known keys, in the order of the lines; unknown lines do not count.

    Raises:
        Refused: a line of a known key is bad, with the code of ``verify_line``; ``note-unsigned``: no known line.
    """
    signers: list[VKey] = []
    for number, line in enumerate(note.lines, 1):
        vkey = keys.get((line.name, line.key_id))
        if vkey is not None:
            _verify_at(vkey, note.text, line, f"signature line {number}")
            signers.append(vkey)
    if not signers:
        raise Refused("note-unsigned", "got no signature line of a known key")
    return tuple(signers)


def from_foreign(data: bytes, keys: Keys) -> Note:
    """Return the canonical note of a third party's log or witness: known lines verified, all others dropped.

    Foreign notes follow C2SP alone: lines in any order, unknown ones among them, one key twice. Signatures cover
    the text, so lines may be dropped and sorted. Of two lines of one key the smaller body stays, which is the
    earlier cosignature.

    Raises:
        Refused: ``note-size``, ``note-utf8``, ``note-control``, ``note-shape``; ``note-line``; ``note-name``:
            a name with a Unicode space or a plus; the codes of ``verify_known``; those of ``parse`` on the result.
    """
    text, lines = split_foreign(data)
    known: dict[tuple[str, bytes], Line] = {}
    for number, line in enumerate(lines, 1):
        place = line.name, line.key_id
        if place in keys:
            _verify_at(keys[place], text, line, f"signature line {number}")
            known[place] = min(line, known.get(place, line), key=lambda candidate: candidate.body)
    if not known:
        raise Refused("note-unsigned", "got no signature line of a known key")
    return _canonical(text, known.values())


def split_foreign(data: bytes) -> tuple[bytes, tuple[Line, ...]]:
    """Return text and lines of a foreign note as they come, nothing verified. Raises as ``from_foreign``."""
    text, encoded_lines = _split(data, FOREIGN_SIZE_MAX)
    lines: list[Line] = []
    for number, encoded in enumerate(encoded_lines, 1):
        line = _line(encoded, number)
        if "+" in line.name or not _UNICODE_SPACES.isdisjoint(line.name):
            raise Refused("note-name", "got a key name with a space or a plus", _where(number))
        lines.append(line)
    return text, tuple(lines)


def _split(data: bytes, size_max: int) -> tuple[bytes, list[bytes]]:
    """Return the text and the undecoded signature lines, without LF, valid UTF-8: steps 1 to 4."""
    if len(data) > size_max:
        raise Refused("note-size", f"got {len(data)} bytes, want at most {size_max}")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("note-utf8", "got bytes that are not UTF-8") from None
    if len(data.translate(None, _CONTROL)) != len(data):
        raise Refused("note-control", "got a control character other than LF")
    split = data.rfind(b"\n\n")
    if split < 1 or not data.endswith(b"\n") or split + 2 == len(data):
        raise Refused("note-shape", "got bytes that are not a text, an empty line and ended signature lines")
    return data[: split + 1], data[split + 2 : -1].split(b"\n")


@lru_cache(maxsize=1024)  # the same few keys sign again and again
def _name(encoded: bytes) -> str:
    return encoded.decode("utf-8")


@lru_cache(maxsize=1024)
def _is_name(name: str) -> bool:
    return NAME.fullmatch(name) is not None


def _where(number: int) -> str:
    return f"signature line {number}"


def _line(encoded: bytes, number: int) -> Line:
    """Return one signature line of any name: step 5."""
    parts = encoded.split(b" ", 3)
    if len(parts) != 3 or parts[0] != _DASH_UTF8 or not parts[1]:
        why = "got a line that is not a dash, a name and base64, one space between"
        raise Refused("note-line", why, _where(number))
    try:
        data = strict.base64_decode(parts[2])
    except Refused:
        raise Refused("note-line", "got a signature that is not canonical base64", _where(number)) from None
    if len(data) <= KEY_ID_SIZE:
        why = f"got {len(data)} bytes, want a key id of {KEY_ID_SIZE} and a signature"
        raise Refused("note-line", why, _where(number))
    return _new_line((_name(parts[1]), data[:KEY_ID_SIZE], data[KEY_ID_SIZE:]))


def _canonical(text: bytes, lines: Iterable[Line]) -> Note:
    return parse(Note(text, tuple(sorted(lines, key=lambda line: line.rank))).encode())


def _verify_at(vkey: VKey, text: bytes, line: Line, where: str) -> None:
    try:
        verify_line(vkey, text, line)
    except Refused as refused:
        raise refused.at(where) from None
