"""How the program speaks, in one place.

Results go to standard output, all else to standard error. Errors are lower case, say cause, place and mend, and never
show a traceback for what comes from outside. ``--json`` prints one line of canonical JSON instead, errors included.

Exit codes:

    0   done; for ``verify``, verified by anchors, whatever the findings say
    1   refused: bytes from outside break a rule
    2   the command line is wrong
    3   ``verify``, ``paper``: consistent, identity unproven (no anchors were given); the paper is written, and says so
    4   unavailable: disk, file, another process; trying again later may help
    5   ``verify --beside``: two histories were signed
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from counterseal.errors import CountersealError, Refused, Unavailable

T = TypeVar("T")

REFUSED = 1
UNAVAILABLE = 4


def out(data: bytes | str) -> None:
    """Write a result to standard output, as it is.

    Raises:
        Unavailable: it cannot be written.
    """
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        sys.stdout.buffer.write(data.encode("utf-8") if isinstance(data, str) else data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # the reader went away: nothing more is to be told
    except OSError as error:
        if sys.stdout is not None:  # what is left in its buffer must not fail again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Unavailable(f"cannot write to standard output: {error.strerror}", "what was done before stands") from None


def out_json(value: Any) -> None:
    """Write a result as one line of JSON, members sorted; canonical where the text is ASCII, as in reports.

    Other characters are escaped, so that no file draws on the reader's screen.
    """
    out(json.dumps(value, sort_keys=True, separators=(",", ":")) + "\n")


def tell(text: str) -> None:
    """Write a line for the person at the keyboard to standard error."""
    print(text, file=sys.stderr, flush=True)


def error(problem: CountersealError, as_json: bool) -> int:
    """Say what went wrong, where and how to mend it; return the exit code."""
    mend = getattr(problem, "mend", "")
    if isinstance(problem, Refused):
        if as_json:
            told = {"code": problem.code, "result": "refused", "why": shown(problem.why)}
            told |= {"where": shown(problem.where)} if problem.where else {}
            out_json(told | ({"mend": mend} if mend else {}))
        place = f" at {shown(problem.where)}" if problem.where else ""
        tell(f"counterseal: refused{place}: {shown(problem.why)} ({problem.code})")
        code = REFUSED
    else:
        if as_json:
            out_json({"result": "unavailable", "why": shown(str(problem))})
        tell(f"counterseal: {shown(str(problem))}")
        code = UNAVAILABLE
    if mend:
        tell(f"  hint: {mend}")
    return code


def shown(text: str) -> str:
    """Return ``text`` with control, bidirectional and other invisible characters made visible, so that no file draws on
    the reader's screen."""
    return "".join(char if char == " " or char.isprintable() else f"\\u{{{ord(char):x}}}" for char in text)


def read(path: Path, size_max: int) -> bytes:
    """Return a file's bytes, of which there may be ``size_max``; ``-`` is standard input.

    Raises:
        Unavailable: it cannot be read.
        Refused: ``file-size``; no more than that many bytes were read.
    """
    data = read_start(path, size_max + 1)
    if len(data) > size_max:
        raise Refused("file-size", f"got a file of more than {size_max} bytes", str(path))
    return data


def load(path: Path, size_max: int, parse: Callable[[bytes], T]) -> T:
    """Return what a file says by its parser; a refusal names the file.

    Raises:
        Unavailable, Refused: as ``read``, and as ``parse`` does.
    """
    data = read(path, size_max)
    try:
        return parse(data)
    except Refused as refused:
        raise refused.at(str(path)) from None


def read_start(path: Path, count: int) -> bytes:
    """Return the first ``count`` bytes of a file, or all if there are fewer.

    Raises:
        Unavailable: it cannot be read.
    """
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(count)
        with path.open("rb") as file:
            return file.read(count)
    except IsADirectoryError:
        raise Unavailable(f"{path} is a folder", "give a file in it") from None
    except OSError as error:
        raise Unavailable(f"cannot read {path}: {error.strerror}", "check path and rights") from None


def write(path: Path, data: bytes) -> None:
    """Write a file, making its folder.

    Raises:
        Unavailable: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable(f"cannot write {path}: {error.strerror}", "check path, rights and disk") from None
