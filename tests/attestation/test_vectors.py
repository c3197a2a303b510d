"""Every vector of the attestation and of anchors, and what they must show together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import table
from calls_upper import CALLS
from upper_cases import cases
from upper_cases.attestation import files

from counterseal.attestation import file, report, verify
from counterseal.errors import Refused

FILES = table.files(("attestation", "anchors"))

# Files of more than 64 MiB or 262,144 entries are made below, and stored nowhere.
SIZE, ENTRIES = "attestation-size", "attestation-entries"


def told(path: Path) -> dict[str, Any]:
    """Return the report that a case expects."""
    case = json.loads(path.read_text(encoding="utf-8"))
    found: dict[str, Any] = case["expect"].get("ok", {}) if case["call"] != "attestation.beside" else {}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector(path: Path) -> None:
    table.check(CALLS, path)


def test_regenerating_leaves_no_diff() -> None:
    assert table.on_disk(FILES) == {
        path: text for path, text in cases().items() if path.startswith(("attestation/", "anchors/"))
    }
    for name, data in files().items():
        assert (table.VECTORS / "attestation" / name).read_bytes() == data


def test_every_refusal_is_shown_by_a_vector() -> None:
    results = (json.loads(path.read_text(encoding="utf-8"))["expect"].get("ok", {}) for path in FILES)
    shown = {result.get("code") for result in results} | table.codes_shown(FILES)
    assert table.codes_raised("attestation") - shown == {SIZE, ENTRIES}


def test_every_refusal_of_the_closing_cut_is_shown_by_a_vector() -> None:
    closing = table.codes_shown(path for path in table.files(("regime",)) if path.stem.startswith("closing-"))
    shown = {told(path)["code"] for path in FILES if told(path).get("step") == 7}
    assert closing - shown == {
        *("cut-absent", "cut-early", "cut-quorum", "not-in-force"),
        *("signature-point", "signature-scalar", "signature-size"),
    }


def test_every_step_refuses_in_some_vector() -> None:
    assert {told(path)["step"] for path in FILES if "step" in told(path)} == set(range(1, len(verify.STEPS)))


def test_every_result_is_shown_by_a_vector() -> None:
    assert {told(path)["result"] for path in FILES if told(path).get("result")} == set(report.EXIT_CODES)
    assert sorted(report.EXIT_CODES.values()) == [0, 1, 3]


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    data = bytes(file.SIZE_MAX + 1)
    with pytest.raises(Refused) as caught:
        file.parse(data)
    assert caught.value.code == SIZE
    with pytest.raises(Refused) as caught:
        file.parse(data[:-1])
    assert caught.value.code == "attestation-header"


def test_more_entries_than_the_limit_are_refused() -> None:
    """An entry of no bytes costs nine in the file and many more in memory."""
    head = file.HEADER + b"agreement 0\n\npolicy 0\n\n"
    log = b"checkpoint 0\n\n" + b"entry 0\n\n" * (file.ENTRIES_MAX // 2)
    rest = b"cut 0\n\nconclusion 0\n\n"
    read = file.parse(head + log + log + rest)
    assert [len(part.entries) for part in read.logs] == [file.ENTRIES_MAX // 2] * 2
    with pytest.raises(Refused) as caught:
        file.parse(head + log + log + b"entry 0\n\n" + rest)
    assert caught.value.code == ENTRIES


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_report_can_be_read(path: Path) -> None:
    """Every report that a case expects becomes lines for a person."""
    expected = told(path)
    if "result" in expected:
        lines = report.text(expected).splitlines()
        assert expected["result"] in lines[0] or expected["code"] in lines[0]
        assert all(len(line) < 200 for line in lines)
