"""What holds for every paper: the same bytes, the data inside, the code that leads to it, and no character lost."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import typst
import zxingcpp
from PIL import Image

from counterseal.errors import Misuse, Unavailable
from counterseal.paper import record, repertoire, sheet, typeset
from counterseal.paper.sheet import Sheet
from tests.paper.made import attestation, read

ROOT = Path(__file__).resolve().parents[2]

SET = """
import hashlib, sys
from counterseal.attestation import anchors
from counterseal.paper import record, typeset
data, held = (open(path, "rb").read() for path in sys.argv[1:])
print(hashlib.sha256(typeset.pdf(record.paper(data, anchors.parse(held)))).hexdigest())
"""


@pytest.fixture(scope="module")
def paper() -> Sheet:
    return record.paper(*attestation())


def saying(paper: Sheet, *texts: str) -> Sheet:
    """Return the paper with these texts behind a label and in a table instead of its own blocks."""
    cells = [sheet.same(text) for text in texts]
    label = list(paper.title)
    blocks = (
        sheet.facts((label, cell) for cell in cells),
        sheet.table([label], [[cell] for cell in cells], ("1fr",)),
        sheet.words([" ".join(texts)] * len(paper.languages)),
    )
    return replace(paper, blocks=blocks)


def test_two_processes_elsewhere_and_at_other_hours_give_the_same_bytes(paper: Sheet, tmp_path: Path) -> None:
    data, anchors = attestation()
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b").write_bytes(anchors.encode())
    found = {hashlib.sha256(typeset.pdf(paper)).hexdigest()}
    for zone, seed in (("Asia/Kamchatka", "1"), ("America/Los_Angeles", "2")):
        folder = tmp_path / f"elsewhere {seed}"
        folder.mkdir()
        around = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(folder), "TZ": zone}
        command = [sys.executable, "-c", SET, str(tmp_path / "a"), str(tmp_path / "b")]
        done = subprocess.run(command, cwd=folder, env=os.environ | around, capture_output=True, text=True, check=True)
        found.add(done.stdout.strip())
    assert len(found) == 1


def test_the_attached_file_is_the_one_given_and_the_report_is_what_the_verifier_prints(paper: Sheet) -> None:
    data, _ = attestation()
    made = read(paper)
    assert made.files["deveselu-one-visit-cut-2.attestation"] == data
    told = json.loads(made.files["deveselu-one-visit-cut-2.report.json"])
    assert (told["result"], told["entries"]) == ("verified", 44)
    assert len(made.files) == 2


def test_the_qr_code_on_the_first_page_is_the_digest_of_the_attached_file(paper: Sheet) -> None:
    first = Image.open(io.BytesIO(typeset.pages(paper, ppi=110)[0])).convert("L")
    (code,) = zxingcpp.read_barcodes(first)
    data, _ = attestation()
    assert code.text == f"sha256:{hashlib.sha256(data).hexdigest()}" == typeset.qr_text(paper.attached[0])


def test_the_digest_is_printed_whole_once_and_begun_in_every_foot(paper: Sheet) -> None:
    data, _ = attestation()
    groups = sheet.groups(hashlib.sha256(data).hexdigest())
    made = read(paper)
    assert made.has("".join(groups))
    assert all(" ".join(groups[:6]) in page for page in made.pages)


def test_every_page_says_that_it_is_an_exercise_and_which_of_how_many_it_is(paper: Sheet) -> None:
    pages = read(paper).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert page.startswith("EXERCISE: nothing in it binds anybody УЧЕНИЕ: ничто в нём никого не обязывает")
        assert f"page {number} of {len(pages)}" in page
        assert f"страница {number} из {len(pages)}" in page


def test_what_is_no_exercise_does_not_say_it_is(paper: Sheet) -> None:
    real = replace(paper, exercise=False, agreement=["Annex", "Приложение"], blocks=())
    assert "EXERCISE" not in read(real).text


def test_it_is_archival_and_accessible_by_its_own_word_and_dated_by_what_it_is_about(paper: Sheet) -> None:
    made = read(paper)
    assert "<pdfaid:part>3</pdfaid:part>" in made.xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in made.xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in made.xmp
    about = made.about
    assert about["/CreationDate"] == "D:20220301120000Z"
    assert about["/Title"] == "Record of findings / Акт о выводах"
    assert f"sha256:{hashlib.sha256(paper.attached[0].data).hexdigest()}" in about["/Keywords"]
    assert about["/Keywords"].startswith("typst 0.")
    assert made.has(f"with {about['/Keywords'].partition(',')[0]}.")


@pytest.mark.parametrize("hour", [0, 253_402_300_799], ids=["1970", "9999"])
def test_the_first_and_the_last_hour_that_can_be_said_can_be_set(paper: Sheet, hour: int) -> None:
    about = read(replace(paper, hour=hour)).about
    assert about["/CreationDate"] == ("D:19700101000000Z" if hour == 0 else "D:99991231235959Z")


# Characters.


def test_every_character_of_the_repertoire_has_a_glyph(paper: Sheet) -> None:
    chosen = sorted(repertoire.CHARACTERS - {" "})
    rows = [" ".join(chosen[at : at + 40]) for at in range(0, len(chosen), 40)]
    made = read(saying(paper, *rows))
    assert all(made.has(row) for row in rows)


def test_a_character_without_a_glyph_is_an_error_and_no_blank_box(
    paper: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repertoire, "CHARACTERS", repertoire.CHARACTERS | {"中"})
    with pytest.raises(Misuse, match="could not be displayed"):
        typeset.pdf(saying(paper, "中"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("中", "\\u{4e2d}"),
        ("a\u202eb", "a\\u{202e}b"),
        ("a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"),
        ("\U0001f600", "\\u{1f600}"),
        ("a\x7fb\td", "a\\u{7f}b\\u{9}d"),
        ("e\u0301", "e\\u{301}"),
        ("\ud800", "\\u{d800}"),
    ],
)
def test_what_has_no_glyph_or_plays_tricks_is_written_out(paper: Sheet, said: str, shown: str) -> None:
    assert repertoire.shown(said) == shown
    assert read(saying(paper, said)).has(shown)


@pytest.mark.parametrize(
    "said",
    ['#panic("x")', "$x^2$ *b* _i_ `c`", '"]) #read("/etc/passwd")', "= Verified", "\\u{41}", "// gone", "<a> @b {c}"],
)
def test_what_parties_say_is_never_markup(paper: Sheet, said: str) -> None:
    assert read(saying(paper, said)).has(said)


def test_a_text_of_many_pages_and_a_word_of_many_lines_stay_on_the_paper(paper: Sheet) -> None:
    long = "слово " * 2_000
    word = "w" * 3_000
    made = read(replace(paper, blocks=(sheet.facts([(list(paper.title), sheet.same(long + word))]),)))
    assert made.has(long)
    assert made.has(word)
    lines = [line for page in made.pdf.pages for line in page.extract_text().splitlines()]
    assert max(map(len, lines)) < 120  # what does not break runs off the paper on one line


# The typesetter.


def test_without_the_typesetter_it_is_told_what_to_install(paper: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Unavailable, match="papers need typst, which is not installed") as told:
        typeset.pdf(paper)
    assert "counterseal[paper]" in told.value.mend


def test_no_room_for_its_files_is_told_and_no_fault_of_ours(
    paper: Sheet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(Unavailable, match="cannot typeset"):
        typeset.pdf(paper)


def test_only_embedded_fonts_are_used(paper: Sheet) -> None:
    embedded = {family.replace(" ", "") for family in typst.Fonts(include_system_fonts=False).families()}
    fonts: set[str] = set()
    for page in read(paper).pdf.pages:
        named = cast(Any, page["/Resources"])["/Font"]
        fonts |= {str(font.get_object()["/BaseFont"]) for font in named.values()}
    assert fonts
    assert all(any(family in font for family in embedded) for font in fonts)


def test_loading_papers_loads_no_typesetter() -> None:
    script = "import sys, counterseal.paper.record, counterseal.cli.main; print({'typst', 'segno'} & set(sys.modules))"
    around = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", script], env=around, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
