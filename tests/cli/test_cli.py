"""The command line as its users run it: from an empty folder, by what it prints and its exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from counterseal.cli import play as plays
from counterseal.cli.main import main
from counterseal.cli.voice import shown

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["counterseal", *arguments])
        code = main()
        return code, *capfd.readouterr()

    return call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files of the walking line."""
    out = tmp_path_factory.mktemp("play")
    plays.save(plays.run(plays.DEFAULT, "", "", lambda event: None), out)
    return out


def test_no_arguments_says_what_there_is(run: Run) -> None:
    code, out, err = run()
    assert code == 2
    for command in (
        "play",
        "verify",
        "show",
        "demo",
        "agreement",
        "key",
        "note",
        "log",
        "paper",
        "attest",
        "assess",
        "board",
    ):
        assert f"\n  {command} " in out + err


def test_a_wrong_option_is_a_usage_error(run: Run) -> None:
    code, _, err = run("verify", "--anchor")
    assert code == 2
    assert "No such option" in err


def test_a_key_is_made_once_and_shown_without_its_secret(run: Run, tmp_path: Path) -> None:
    code, vkey, _ = run("key", "new", "alpha.example/key/officer-1", "--out", "officer.key")
    assert code == 0
    assert vkey.startswith("alpha.example/key/officer-1+")
    path = tmp_path / "officer.key"
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    assert run("key", "show", "officer.key")[:2] == (0, vkey)
    code, _, err = run("key", "new", "alpha.example/key/officer-1", "--out", "officer.key")
    assert (code, path.read_bytes()) == (4, before)
    assert "never overwritten" in err


def test_two_sign_one_text_and_a_third_is_not_believed(run: Run, tmp_path: Path) -> None:
    vkeys = [run("key", "new", f"alpha.example/key/{name}", "--out", name)[1].strip() for name in ("a", "b", "c")]
    Path("text").write_bytes(b"one\n")
    Path("note").write_text(run("note", "sign", "text", "--key", "b")[1], encoding="utf-8")
    Path("both").write_text(run("note", "add", "note", "--key", "a")[1], encoding="utf-8")
    code, out, _ = run("note", "verify", "both", "--vkey", vkeys[0], "--vkey", vkeys[1], "--json")
    assert code == 0
    assert json.loads(out) == {"result": "verified", "signers": vkeys[:2]}
    code, out, err = run("note", "verify", "both", "--vkey", vkeys[0], "--vkey", vkeys[2])
    assert (code, out) == (1, "")
    assert "note-unknown-key" in err
    assert run("note", "verify", "both", "--vkey", vkeys[0], "--any")[0] == 0


def test_a_log_proves_what_it_holds_and_nothing_else(run: Run) -> None:
    vkey = run("key", "new", "alpha.example/log/papers", "--out", "log.key")[1].strip()
    for name in ("one", "two", "three"):
        Path(name).write_text(f"{name}\n", encoding="ascii")
    Path("trust").write_text(f"log {vkey}\nquorum none\n", encoding="ascii")
    code, out, _ = run("log", "add", "papers.db", "one", "two", "--key", "log.key")
    assert (code, out) == (0, "0 one\n1 two\n")
    code, _, err = run("log", "prove", "papers.db", "1", "--key", "log.key")
    assert code == 1
    assert "log-unsigned" in err
    first = run("log", "checkpoint", "papers.db", "--key", "log.key")[1]
    assert run("log", "checkpoint", "papers.db", "--key", "log.key")[1] == first  # one size, one signature
    Path("proof").write_text(run("log", "prove", "papers.db", "1", "--key", "log.key")[1], encoding="utf-8")
    origin = ("--trust", "trust", "--origin", "alpha.example/log/papers")
    code, out, _ = run("log", "check", "proof", "two", *origin)
    assert (code, out) == (0, "verified: entry 1 of alpha.example/log/papers, no cosignature was asked for\n")
    code, _, err = run("log", "check", "proof", "three", *origin)
    assert code == 1
    assert "proof-root" in err


def test_every_command_tells_the_same_as_json(run: Run) -> None:
    run("key", "new", "alpha.example/log/papers", "--out", "log.key")
    Path("one").write_text("one\n", encoding="ascii")
    run("log", "add", "papers.db", "one", "--key", "log.key")
    for arguments, member in (
        (("note", "sign", "one", "--key", "log.key"), "note"),
        (("log", "checkpoint", "papers.db", "--key", "log.key"), "note"),
        (("log", "prove", "papers.db", "0", "--key", "log.key"), "proof"),
        (("key", "show", "log.key"), "vkey"),
    ):
        told = json.loads(run(*arguments, "--json")[1])
        assert told[member].strip() == run(*arguments)[1].strip()
    asked = 0
    for group in ((), ("agreement",), ("key",), ("note",), ("log",), ("paper",)):
        for name in re.findall(r"^  ([a-z]+) ", run(*group, "--help")[1].partition("Commands:")[2], re.MULTILINE):
            if name not in ("agreement", "demo", "key", "note", "log", "paper"):
                assert "--json" in run(*group, name, "--help")[1], (group, name)
                asked += 1
    assert asked == 25


def test_two_histories_are_evidence_and_two_sizes_are_not(run: Run) -> None:
    vkey = run("key", "new", "alpha.example/log/papers", "--out", "log.key")[1].strip()
    Path("trust").write_text(f"log {vkey}\nquorum none\n", encoding="ascii")
    for name in ("one", "two"):
        Path(name).write_text(f"{name}\n", encoding="ascii")
        run("log", "add", f"{name}.db", name, "--key", "log.key")
        Path(f"{name}.checkpoint").write_text(run("log", "checkpoint", f"{name}.db", "--key", "log.key")[1], "utf-8")
    run("log", "add", "two.db", "one", "--key", "log.key")
    Path("longer").write_text(run("log", "checkpoint", "two.db", "--key", "log.key")[1], "utf-8")
    code, out, _ = run("log", "fork", "one.checkpoint", "two.checkpoint", "--trust", "trust", "--json")
    assert code == 0
    assert json.loads(out)["result"] == "forked"
    code, _, err = run("log", "fork", "one.checkpoint", "longer", "--trust", "trust")
    assert code == 1
    assert "fork-none" in err


def test_a_cheat_is_told_in_one_line(run: Run) -> None:
    code, out, err = run("demo", "--headless", "--cheats", "quota-exceeded")
    assert (code, err) == (0, "")
    honest, told = out.splitlines()
    assert honest == "EXERCISE cheats: as they should, both sides end in: standard met"
    assert re.fullmatch(
        r"quota-exceeded: borea gives notice of a second visit to a battery in one year\."
        r" Noticed by R42, notice-quota, statement [0-9a-f]{16}\. every finding stays standard met",
        told,
    )
    code, _, err = run("demo", "--cheats", "nothing")
    assert code == 1
    assert "scenario-variant" in err
    assert "stolen-tablet" in err


def test_the_walking_line_is_verified_by_its_anchors_and_unproven_without(run: Run, folder: Path) -> None:
    file, anchors = folder / "deveselu-one-visit.attestation", folder / "deveselu-one-visit.anchors"
    code, out, err = run("verify", str(file), "--anchors", str(anchors))
    assert code == 0
    assert err.startswith("by the reader's clock, ")
    assert err.endswith("\n  no-tomahawk-at-deveselu  lapsed at 2022-03-31T10:00:00Z\n")
    assert "clock" not in out
    assert out.startswith("EXERCISE deveselu-one-visit: verified\n")
    assert "probability at least 629/759; asked for are 4/5." in out
    code, out, _ = run("verify", str(file))
    assert code == 3
    assert "consistent, identity unproven" in out


def test_a_changed_file_is_refused_with_code_and_step(run: Run, folder: Path, tmp_path: Path) -> None:
    data = (folder / "deveselu-one-visit.attestation").read_bytes()
    Path("changed").write_bytes(data.replace(b'"outcome":"clean"', b'"outcome":"found"', 1))
    code, out, err = run("verify", "changed", "--anchors", str(folder / "deveselu-one-visit.anchors"), "--json")
    assert code == 1
    assert json.loads(out) == {"code": "entries-root", "result": "refused", "step": 5}
    assert "step 5" in err
    assert "hint: an entry was changed after it was signed; ask for the file again, from another hand" in err


def test_anchors_that_are_none_are_refused_at_step_0(run: Run, folder: Path) -> None:
    file = str(folder / "deveselu-one-visit.attestation")
    code, out, _ = run("verify", file, "--anchors", file)
    assert (code, out) == (1, "refused at step 0, anchors: anchors-form\n")


def test_a_folder_is_no_file(run: Run, folder: Path) -> None:
    code, _, err = run("verify", str(folder))
    assert code == 4
    assert "is a folder" in err


def test_a_file_that_is_not_there_is_unavailable_not_refused(run: Run) -> None:
    code, out, err = run("verify", "nothing", "--json")
    assert code == 4
    assert json.loads(out)["result"] == "unavailable"
    assert "check path and rights" in err


def test_a_huge_file_is_refused_by_its_size_alone(run: Run, tmp_path: Path) -> None:
    with Path("huge").open("wb") as file:
        file.truncate(2 * 1024**3)  # sparse: two gigabytes that nobody may read
    assert run("verify", "huge")[:2] == (1, "refused at step 1, form: attestation-size\n")
    code, _, err = run("show", "huge")
    assert code == 1
    assert "file-size" in err


def test_show_reads_every_file_of_a_play_and_believes_none(run: Run, folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            code, out, err = run("show", str(path))
            assert (code, err) == (0, ""), path
            assert out.startswith("not verified")


def test_show_names_the_documents_that_amend_an_agreement(run: Run) -> None:
    path = Path(__file__).resolve().parents[2] / "spec/vectors/attestation/amended.attestation"
    code, out, err = run("show", str(path))
    assert (code, err) == (0, "")
    digests = json.loads(run("show", str(path), "--json")[1])["documents"]
    assert len(digests) == 2
    assert [line for line in out.splitlines() if line.startswith("amended document ")] == [
        f"amended document {digest}" for digest in digests
    ]


def test_show_knows_a_draft_and_says_what_reads_it(run: Run) -> None:
    draft = Path(__file__).resolve().parents[2] / "agreements/deveselu-one-visit.yaml"
    code, out, err = run("show", str(draft))
    assert (code, out) == (1, "")
    assert "hint: it is a YAML draft: use counterseal agreement check or explain" in err
    Path("other").write_text("a: 1\n", encoding="utf-8")
    code, _, err = run("show", "other")
    assert code == 1
    assert "hint: it is none of attestation, anchors, proof, note, agreement and trust file" in err


def test_a_scenario_without_its_agreement_names_both_places(run: Run) -> None:
    shipped = Path(__file__).resolve().parents[2]
    script = (shipped / "scenarios/deveselu-one-visit.yaml").read_text(encoding="utf-8")
    Path("scenarios").mkdir()
    changed = re.sub(r"^agreement: .*$", "agreement: nowhere", script, flags=re.M)
    Path("scenarios/mine.yaml").write_text(changed, encoding="utf-8")
    code, _, err = run("play", "scenarios/mine.yaml", "--out", "out")
    assert code == 4
    assert f"{Path.cwd() / 'agreements' / 'nowhere.yaml'} nor {shipped / 'agreements' / 'nowhere.yaml'}" in err


def test_show_makes_invisible_characters_visible(run: Run) -> None:
    run("key", "new", "alpha.example/key/a", "--out", "a")
    Path("text").write_bytes("abc\u202ecba\u0085\n".encode())
    Path("note").write_text(run("note", "sign", "text", "--key", "a")[1], encoding="utf-8")
    out = run("show", "note")[1]
    assert "\\u{202e}" in out
    assert "\u202e" not in out
    assert shown("a\u0301 ж\x1b[31m") == "a\u0301 ж\\u{1b}[31m"


def test_a_file_holds_the_log_of_one_key_and_reading_makes_none(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("key", "new", f"{name}.example/log", "--out", name)
    run("key", "new", "c.example/witness", "--type", "cosign", "--out", "c")
    Path("one").write_text("one\n", encoding="ascii")
    assert run("log", "add", "log.db", "one", "--key", "a")[0] == 0
    code, _, err = run("log", "add", "log.db", "one", "--key", "b")
    assert code == 1
    assert "it holds a.example/log" in err
    assert run("log", "add", "log.db", "one", "--key", "c")[0] == 1
    code, _, err = run("log", "prove", "nothing.db", "0", "--key", "a")
    assert code == 4
    assert not (tmp_path / "nothing.db").exists()


def test_mistakes_with_notes_are_named(run: Run) -> None:
    for name in ("a", "b"):
        run("key", "new", f"{name}.example/key", "--out", name)
    run("key", "new", "c.example/witness", "--type", "cosign", "--out", "c")
    Path("text").write_bytes(b"one\n")
    Path("unended").write_bytes(b"one")
    Path("note").write_text(run("note", "sign", "text", "--key", "a")[1], encoding="utf-8")
    for arguments, said in (
        (("note", "sign", "unended", "--key", "a"), "newline"),
        (("note", "sign", "text", "--key", "a", "--key", "a"), "twice"),
        (("note", "add", "note", "--key", "a"), "has signed this already"),
        (("note", "sign", "text", "--key", "c"), "signs no texts"),
        (("note", "sign", "text", "--key", "text"), "counterseal key new"),
        (("note", "verify", "note", "--vkey", "a"), "counterseal key show"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (1, ""), arguments
        assert said in err
        assert "Traceback" not in err


def test_a_full_disk_behind_standard_output_is_said(folder: Path) -> None:
    code = "import sys; from counterseal.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "verify", str(folder / "deveselu-one-visit.attestation")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 4
    assert done.stderr.startswith("counterseal: cannot write to standard output")
    assert "Traceback" not in done.stderr


def test_an_earlier_play_leaves_nothing_in_a_later_ones_folder(run: Run, tmp_path: Path) -> None:
    assert run("play", "--variant", "two-histories", "--out", "p")[0] == 0
    assert (tmp_path / "p" / "fork-1.checkpoint").is_file()
    assert run("play", "--out", "p")[0] == 0
    assert not (tmp_path / "p" / "fork-1.checkpoint").exists()
    for folder in ("checkpoints", "logs"):  # another agreement's parties
        (tmp_path / "p" / folder / "elsewhere").mkdir()
        (tmp_path / "p" / folder / "elsewhere" / "0000").write_bytes(b"stale")
    assert run("play", "--out", "p")[0] == 0
    assert [path.name for path in sorted((tmp_path / "p").glob("*/elsewhere"))] == []
    assert run("attest", "p", "--out", "made")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("play", "--seed", "s\u00e9"), "scenario-seed"),
        (("play", "no-such-scenario"), "scenario-unknown"),
        (("play", "--variant", "no-such-variant"), "scenario-variant"),
    ],
)
def test_a_play_that_is_not_there_says_what_there_is(run: Run, arguments: tuple[str, ...], code: str) -> None:
    exit_code, _, err = run(*arguments)
    assert exit_code == 1
    assert code in err
    assert "late-freeze" in err or "deveselu-one-visit" in err or "printable" in err
