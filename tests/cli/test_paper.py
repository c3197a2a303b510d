"""``counterseal paper`` as its users run it: from an empty folder, by what it writes, prints and its exit code."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from counterseal.cli import play as plays
from counterseal.cli.main import main

Run = Callable[..., tuple[int, str, str]]
NAME = plays.DEFAULT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["counterseal", "paper", *map(str, arguments)])
        code = main()
        return code, *capfd.readouterr()

    return call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files of the walking line."""
    out = tmp_path_factory.mktemp("play")
    plays.save(plays.run(NAME, "", "", lambda event: None), out)
    return out


def note(folder: Path, kind: str) -> Path:
    """Return the file of the first statement of a kind."""
    files = sorted(folder.glob("logs/*/????"))
    return next(path for path in files if f'"kind":"{kind}"' in path.read_text("utf-8"))


def attached(path: Path) -> list[bytes]:
    return [parts[0] for parts in pypdf.PdfReader(path).attachments.values()]


def test_a_record_is_written_with_the_attestation_inside(run: Run, folder: Path, tmp_path: Path) -> None:
    file, anchors = folder / f"{NAME}.attestation", folder / f"{NAME}.anchors"
    code, out, err = run("record", file, "--anchors", anchors, "--out", "papers/record.pdf")
    assert (code, out) == (0, "")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert err == f"wrote papers/record.pdf: verified, data SHA-256 {digest}\n"
    assert attached(tmp_path / "papers" / "record.pdf")[0] == file.read_bytes()


def test_without_anchors_the_paper_is_written_and_the_exit_code_tells(run: Run, folder: Path, tmp_path: Path) -> None:
    code, _, err = run("record", folder / f"{NAME}.attestation", "--out", "record.pdf")
    assert code == 3
    assert "wrote record.pdf: consistent, identity unproven" in err
    assert "hint: give --anchors" in err
    text = pypdf.PdfReader(tmp_path / "record.pdf").pages[0].extract_text()
    assert "identity unproven" in text


def test_the_pdf_goes_to_standard_output_and_is_the_same(folder: Path, run: Run, tmp_path: Path) -> None:
    code, _, _ = run("duties", folder, "--out", "duties.pdf")
    assert code == 3
    command = [sys.executable, "-c", "import sys; from counterseal.cli.main import main; sys.exit(main())"]
    command += ["paper", "duties", str(folder), "--out", "-"]
    done = subprocess.run(command, capture_output=True, check=False, env={"PYTHONPATH": ":".join(sys.path)})
    assert done.returncode == 3
    assert done.stdout == (tmp_path / "duties.pdf").read_bytes()


@pytest.mark.parametrize(("verb", "kind"), [("notice", "notice"), ("report", "inspection-report")])
@pytest.mark.parametrize("source", ["folder", "attestation"])
def test_statements_are_set_from_logs_and_from_an_attestation(
    verb: str, kind: str, source: str, run: Run, folder: Path, tmp_path: Path
) -> None:
    file = note(folder, kind)
    held = folder if source == "folder" else folder / f"{NAME}.attestation"
    anchors = folder / f"{NAME}.anchors"
    code, out, _ = run(verb, file, "--from", held, "--anchors", anchors, "--out", "x.pdf", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["result"] == "verified"
    assert told["pdf"] == hashlib.sha256((tmp_path / "x.pdf").read_bytes()).hexdigest()
    assert told["data"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert attached(tmp_path / "x.pdf") == [file.read_bytes()]


def test_the_list_of_an_hour_and_of_a_party_in_one_language(run: Run, folder: Path, tmp_path: Path) -> None:
    chosen = ("--at", "2022-03-01T10:00:00Z", "--by", "united-states", "--language", "ru")
    code, _, _ = run("duties", folder, *chosen, "--out", "x.pdf")
    assert code == 3
    text = pypdf.PdfReader(tmp_path / "x.pdf").pages[0].extract_text()
    assert "Перечень обязанностей" in text
    assert "List of duties" not in text
    assert b'"hour":1646128800' in attached(tmp_path / "x.pdf")[0]


def test_the_paper_is_set_from_standard_input(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO((folder / f"{NAME}.attestation").read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin)
    code, _, err = run("record", "-", "--out", "x.pdf")
    assert code == 3
    assert "wrote x.pdf" in err


def test_a_changed_attestation_has_no_paper(run: Run, folder: Path, tmp_path: Path) -> None:
    data = bytearray((folder / f"{NAME}.attestation").read_bytes())
    data[data.index(b'"outcome":"clean"') + 12] ^= 1
    (tmp_path / "changed").write_bytes(data)
    code, _, err = run("record", "changed", "--out", "x.pdf")
    assert code == 1
    assert "refused at changed" in err
    assert "(entries-root)" in err
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("record", "nowhere", "--out", "x.pdf"), 4, "cannot read nowhere"),
        (("duties", "nowhere", "--out", "x.pdf"), 4, "cannot read nowhere"),
        (("duties", ".", "--out", "x.pdf"), 4, "cannot read agreement.json"),
        (("duties", "PLAY", "--out", "x.pdf", "--at", "yesterday"), 2, "want an hour in UTC"),
        (("duties", "PLAY", "--out", "x.pdf", "--at", "2022-02-30T00:00:00Z"), 2, "want an hour in UTC"),
        (("duties", "PLAY", "--out", "x.pdf", "--at", "1969-12-31T00:00:00Z"), 2, "from 1970 on"),
        (("duties", "PLAY", "--out", "x.pdf", "--by", "france"), 1, "(paper-party)"),
        (("duties", "PLAY", "--out", "x.pdf", "--language", "fr"), 1, "(paper-language)"),
        (("record", "PLAY/agreement.json", "--out", "x.pdf"), 1, "(attestation-header)"),
        (("record", "PLAY/NAME.attestation", "--anchors", "PLAY/trust-file", "--out", "x.pdf"), 1, "(anchors-form)"),
        (("notice", "PLAY/trust-file", "--from", "PLAY", "--out", "x.pdf"), 1, "refused at"),
        (("notice", "PLAY/agreement.json", "--from", "PLAY"), 2, "--out"),
        (("record", "PLAY/NAME.attestation", "--out", "/dev/null/x.pdf"), 4, "cannot write"),
    ],
    ids=lambda value: "" if not isinstance(value, tuple) else "-".join(value[:3]).replace("/", " ") + value[-1],
)
def test_what_is_wrong_is_told_in_one_line(
    arguments: tuple[str, ...], code: int, says: str, run: Run, folder: Path
) -> None:
    given = (one.replace("PLAY", str(folder)).replace("NAME", NAME) for one in arguments)
    got, _, err = run(*given)
    assert (got, says in err) == (code, True), err
    assert "Traceback" not in err


def test_a_log_with_a_gap_is_refused_by_the_file_that_should_be_there(run: Run, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "logs" / "united-states" / "0004").unlink()
    code, _, err = run("duties", copy, "--out", "x.pdf")
    assert code == 1
    assert "got a file 0005 where entry 0004 is wanted (paper-logs)" in err


def test_without_the_extra_it_is_told_what_to_install(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _, err = run("duties", folder, "--out", "x.pdf")
    assert code == 4
    assert "papers need typst, which is not installed" in err
    assert "hint: install the extra" in err


def test_the_how_to_does_what_it_says(run: Run, folder: Path, tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "set-papers.md").read_text("utf-8")
    commands = [line.split() for line in page.splitlines() if line.startswith("    counterseal ")]
    shutil.copytree(folder, tmp_path / "play")
    assert commands.pop(0) == ["counterseal", "play", NAME, "--out", "play"]
    assert [command[2] for command in commands] == ["record", "notice", "report", "duties"]
    for command in commands:
        code, _, err = run(*command[2:])
        assert code == 0, err
        assert (tmp_path / command[-1]).read_bytes().startswith(b"%PDF-")
