"""The board, the curve in letters, and an attestation made from files."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterseal.cli import curve
from counterseal.cli import play as plays
from counterseal.cli.main import main

Run = Callable[..., tuple[int, str, str]]
NAME = plays.DEFAULT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["counterseal", *map(str, arguments)])
        code = main()
        return code, *capfd.readouterr()

    return call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files of the walking line."""
    out = tmp_path_factory.mktemp("play")
    plays.save(plays.run(NAME, "", "", lambda event: None), out)
    return out


def test_the_board_says_what_is_found_since_when_and_who_owes_what(run: Run, folder: Path) -> None:
    file, anchors = folder / f"{NAME}.attestation", folder / f"{NAME}.anchors"
    code, out, err = run("board", file, "--anchors", anchors)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "EXERCISE  deveselu-one-visit at 2022-03-01 12:00Z, by cut 2: verified"
    assert "  STANDARD MET  no tomahawk is there  (no-tomahawk-at-deveselu)" in lines
    assert "    guarantee  0.828 (629/759), asked 0.800 (4/5)" in lines
    assert "    last look  2022-03-01 10:00Z, 2 hours before, lapses 2022-03-31 10:00Z" in lines
    assert "russian-federation, united-states: no duties" in lines
    assert out.isascii()  # it is no terminal
    assert max(map(len, lines)) <= 100


def test_without_anchors_identity_is_unproven(run: Run, folder: Path) -> None:
    for command in ("board", "assess"):
        code, out, _ = run(command, folder / f"{NAME}.attestation")
        assert code == 3
        assert "by cut 2: consistent, identity unproven" in out.splitlines()[0]


def test_what_nobody_looked_at_since_has_lapsed(run: Run, folder: Path) -> None:
    file = folder / f"{NAME}.attestation"
    _, now, _ = run("assess", file, "--json")
    code, later, _ = run("assess", file, "--json", "--at", "2022-04-01T00:00:00Z")
    assert code == 3
    assert [json.loads(one)["findings"][0]["status"] for one in (now, later)] == ["standard met", "lapsed"]
    assert "  LAPSED  no tomahawk is there" in run("board", file, "--at", "2022-04-01T00:00:00Z")[1]


def test_an_hour_before_the_cut_is_not_told(run: Run, folder: Path) -> None:
    code, out, err = run("board", folder / f"{NAME}.attestation", "--at", "2022-03-01T11:59:59Z")
    assert (code, out) == (1, "")
    assert "board-hour" in err
    assert run("board", folder / f"{NAME}.attestation", "--at", "tomorrow")[0] == 2


def test_a_changed_file_has_no_board(run: Run, folder: Path) -> None:
    data = (folder / f"{NAME}.attestation").read_bytes()
    Path("changed").write_bytes(data.replace(b'"outcome":"clean"', b'"outcome":"found"', 1))
    code, out, err = run("board", "changed")
    assert (code, out) == (1, "")
    assert "entries-root" in err


def test_an_attestation_made_from_files_is_the_one_that_was_played(run: Run, folder: Path) -> None:
    code, out, err = run("attest", folder, "--out", "made")
    assert (code, out) == (0, "")
    assert "of cut 2 at 2022-03-01T12:00:00Z" in err
    assert Path("made").read_bytes() == (folder / f"{NAME}.attestation").read_bytes()
    assert json.loads(run("attest", folder, "--out", "again", "--cut", "2", "--json")[1])["cut"] == 2


@pytest.mark.parametrize("harm", ["no checkpoints", "a checkpoint of another size", "an entry less", "a byte changed"])
def test_files_that_do_not_hold_are_no_attestation(run: Run, folder: Path, tmp_path: Path, harm: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    heads, entries = sorted(copy.glob("checkpoints/*/*")), sorted(copy.glob("logs/*/*"))
    if harm == "no checkpoints":
        shutil.rmtree(copy / "checkpoints")
    elif harm == "a checkpoint of another size":
        heads[0].write_bytes(heads[1].read_bytes())
    elif harm == "an entry less":
        entries[0].unlink()
    else:
        entries[0].write_bytes(entries[0].read_bytes().replace(b'"threshold":2', b'"threshold":1'))
    code, _, err = run("attest", copy, "--out", "made")
    assert code == 1, err
    assert err.startswith("counterseal: refused at ")
    assert not Path("made").exists()


@given(
    misses=st.lists(st.fractions(0, 1, max_denominator=50), max_size=6),
    gaps=st.lists(st.integers(1, 10**7), min_size=6, max_size=6),
    before=st.integers(0, 10**7),
    after=st.integers(1, 10**7),
    letters=st.sampled_from([curve.BLOCKS, curve.ASCII]),
)
def test_the_picture_never_looks_better_than_the_numbers(
    misses: list[Fraction], gaps: list[int], before: int, after: int, letters: curve.Letters
) -> None:
    width, height = 40, 4
    hours = [before + sum(gaps[:place]) for place in range(len(misses))]
    told: list[tuple[int, Fraction]] = []
    for hour, miss in zip(reversed(hours), reversed(misses), strict=True):
        told.insert(0, (hour, miss * (told[0][1] if told else 1)))
    until = (hours[-1] if hours else before) + after
    lines = curve.draw(told, hours, 0, until, letters=letters, width=width, height=height)
    full = len(letters.levels) - 1
    for column in range(width):
        level = sum(letters.levels.index(line.ljust(width + 3)[column + 3]) for line in lines[:height])
        for hour in (until * column // width, until * (column + 1) // width):
            assert level >= full * height * curve.at(told, hour)
        exact = full * height * curve.at(told, until * (column + 1) // width)
        assert level < exact + 1
    marks = lines[height][3:]
    assert marks.count(letters.nothing) == 0
    assert (letters.counts in marks) == bool(hours)


def test_a_visit_that_adds_nothing_is_marked_as_such() -> None:
    lines = curve.draw([(50, Fraction(1, 2))], [10, 50], 0, 100, letters=curve.ASCII, width=40, height=2)
    assert lines == [
        "1 |" + " " * 20 + "#" * 20,
        "  |" + "#" * 40,
        "0 +" + "----o---------------^-------------------",
        "   1970-01-01 00:00Z      1970-01-01 00:01Z",
    ]


def test_the_page_that_explains_it_shows_what_is_shown(run: Run) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "read-a-board.md").read_text("utf-8")
    commands = [line.split() for line in page.splitlines() if line.startswith("    counterseal ")]
    assert [words[1] for words in commands] == ["play", "board", "attest", "attest"]
    outs = []
    for _, *words in commands:
        code, out, err = run(*words)
        assert code == 0, err
        outs.append(out)
    shown = {line.strip() for line in outs[1].splitlines()}
    sites = page.partition("## 3.")[0]  # of a party an example is quoted
    quoted = [line.strip() for line in sites.splitlines() if line.startswith("    ") and "counterseal " not in line]
    assert {line for line in quoted if line not in shown} == set()
    assert len(quoted) == 13
    for made, label in (("mine", "second-pair-2023"), ("first", "deveselu-2022")):
        played = Path(f"play/aegis-ashore-2022-{label}.attestation")
        assert Path(f"{made}.attestation").read_bytes() == played.read_bytes()
