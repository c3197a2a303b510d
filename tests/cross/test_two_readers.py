"""Two implementations that share no code say the same bytes of the same file, and end with the same exit code."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import played
import pytest
import table

from counterseal.attestation import anchors, file
from counterseal.cli.main import main
from tests.cross import second
from tests.cross.second import Ended

GOOD = table.VECTORS / "attestation" / "deveselu-one-visit.attestation"
ANCHORS = GOOD.with_suffix(".anchors")
STORED = ("amended", "partial")

First = Callable[..., Ended]


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> First:
    """Return a function that runs the first reader's command line."""

    def call(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["counterseal", *map(str, arguments)])
        return Ended(main(), *capfdbinary.readouterr())

    return call


@pytest.fixture(scope="module", params=["", *played.VARIANTS, *STORED], ids=lambda variant: variant or "as-told")
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return attestation and anchors of one play, or of a stored history."""
    if request.param in STORED:
        stored = GOOD.with_name(f"{request.param}.attestation")
        return stored, stored.with_suffix(".anchors")
    left, _ = played.play(request.param)
    folder = tmp_path_factory.mktemp("play")
    paths = folder / "attestation", folder / "anchors"
    for path, data in zip(paths, (left.attestation, left.anchors), strict=True):
        path.write_bytes(data)
    return paths


def test_a_played_file_gets_one_report(files: tuple[Path, Path], first: First) -> None:
    attestation, trusted = files
    for code, *arguments in ((0, "--anchors", trusted, "--json"), (0, "--anchors", trusted), (3, "--json"), (3,)):
        one = first("verify", attestation, *arguments)
        other = second.run("verify", attestation, *arguments)
        assert one.out == other.out != b""
        assert (one.code, clockless(one.err)) == (other.code, clockless(other.err)) == (code, clockless(one.err))


def clockless(err: bytes) -> bytes:
    """Return what a reader tells by its clock, without the clock: the two are run one after the other."""
    first, _, rest = err.partition(b"\n")
    assert first.startswith(b"by the reader's clock, 2")
    return rest


@pytest.mark.parametrize(
    ("name", "beside", "code"),
    [("partial", "partial-later", 0), ("partial", "partial-forked", 5), ("partial", "amended", 1)],
)
def test_another_file_beside_it_comes_to_the_same(first: First, name: str, beside: str, code: int) -> None:
    path, other_path = (GOOD.with_name(f"{one}.attestation") for one in (name, beside))
    trusted = path.with_suffix(".anchors")
    for more in ([], ["--json"]):
        arguments: list[str | Path] = ["--anchors", trusted, "--beside", other_path, *more]
        one, other = first("verify", path, *arguments), second.run("verify", path, *arguments)
        assert one.out == other.out
        assert one.out.count(b"\n") > (1 if more else 20)
        assert one.code == other.code == code


def _damaged(folder: Path) -> Path:
    data = bytearray(GOOD.read_bytes())
    data[-1] ^= 1
    path = folder / "damaged"
    path.write_bytes(data)
    return path


def _blown(folder: Path) -> Path:
    """Return a file one byte above the limit; it is a hole on the disk."""
    path = folder / "blown"
    with path.open("wb") as opened:
        opened.truncate(file.SIZE_MAX + 1)
    return path


def _no_anchors(folder: Path) -> Path:
    path = folder / "no-anchors"
    path.write_bytes(ANCHORS.read_bytes() + b"\n")
    return path


def _many_anchors(folder: Path) -> Path:
    path = folder / "many-anchors"
    path.write_bytes(bytes(anchors.SIZE_MAX + 1))
    return path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (lambda folder: [_damaged(folder)], "refused at step 1, form: attestation-form\n"),
        (lambda folder: [_blown(folder)], "refused at step 1, form: attestation-size\n"),
        (lambda folder: [GOOD, "--anchors", _no_anchors(folder)], "refused at step 0, anchors: anchors-form\n"),
        (lambda folder: [GOOD, "--anchors", _many_anchors(folder)], "refused at step 0, anchors: anchors-form\n"),
        (
            lambda folder: [GOOD, "--anchors", GOOD.with_name("other-root.anchors")],
            "refused at step 2, agreement: anchor-root\n",
        ),
    ],
    ids=["damaged", "too-large", "no-anchors", "anchors-too-large", "other-root"],
)
def test_a_refused_file_gets_one_line(
    words: Callable[[Path], list[str | Path]], told: str, tmp_path: Path, first: First
) -> None:
    arguments = ["verify", *words(tmp_path)]
    one, other = first(*arguments), second.run(*arguments)
    assert one.out == other.out == told.encode()
    assert one.code == other.code == 1
    assert one.err == other.err  # why, for a person


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["verify"], 2),
        (["verify", "--anchor", str(ANCHORS), str(GOOD)], 2),
        (["verify", str(GOOD), "--anchors"], 2),
        (["verify", "-x", str(GOOD)], 2),
        (["verify", str(GOOD), str(GOOD)], 2),
        (["verified", str(GOOD)], 2),
        (["verify", "none-such"], 4),
        (["verify", str(GOOD.parent)], 4),
        (["verify", str(GOOD), "--anchors", "none-such"], 4),
    ],
    ids=lambda value: "-".join(Path(word).name for word in value) if isinstance(value, list) else str(value),
)
def test_what_cannot_be_verified_gets_one_exit_code(words: list[str], code: int, first: First) -> None:
    one, other = first(*words), second.run(*words)
    assert one.code == other.code == code
    assert one.out == other.out == b""
    if code == 4:
        assert one.err.lower() == other.err.lower()  # the systems' own words differ in capitals
    else:
        assert one.err
        assert other.err.count(b"\n") == 1


def test_a_file_comes_by_standard_input_too() -> None:
    ended = second.run("verify", "-", "--anchors", ANCHORS, given=GOOD.read_bytes())
    assert (ended.code, clockless(ended.err)[:2]) == (0, b"  ")
    assert ended.out == second.run("verify", GOOD, "--anchors", ANCHORS).out


def test_help_says_what_the_exit_codes_are() -> None:
    ended = second.run("--help")
    assert (ended.code, ended.err) == (0, b"")
    assert all(f"  {code}  " in ended.out.decode() for code in range(6))


def test_no_file_draws_on_the_readers_screen(tmp_path: Path, first: First) -> None:
    """A reason shows a word of the trust file, which may hold what turns a line around or cannot be seen."""
    read = file.parse(GOOD.read_bytes())
    trust_file = "log\u202e\u200b\u00a0\U000e0041 x\n".encode()
    pinned, pin = hashlib.sha256(read.policy).hexdigest(), hashlib.sha256(trust_file).hexdigest()
    agreement = read.agreement.replace(pinned.encode(), pin.encode())
    path = tmp_path / "changed"
    path.write_bytes(replace(read, agreement=agreement, policy=trust_file).encode())
    one, other = first("verify", path), second.run("verify", path)
    assert one.out == other.out == b"refused at step 3, trust file: policy-form\n"
    assert one.err == other.err
    assert rb"'log\u202e\u200b\xa0\U000e0041'" in other.err
