"""Every file that a cheat leaves, or offers, gets one report in both languages: code, step and statement alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import removed

from counterseal.attestation import anchors, report, verify
from counterseal.encoding import canonical
from counterseal.world.cheats import CHEATS
from tests.cross import second

NAMES = [cheat.name for cheat in CHEATS]


@pytest.mark.parametrize("name", NAMES)
def test_a_cheat_is_told_alike(name: str, tmp_path: Path) -> None:
    played = removed.script().play(name)
    trusted = tmp_path / "anchors"
    trusted.write_bytes(played.anchors)
    for number, data in enumerate((played.attestation, *played.offered.values())):
        path = tmp_path / f"{number}.attestation"
        path.write_bytes(data)
        try:
            wanted = report.of(verify.verify(data, anchors.parse(played.anchors)))
        except verify.Stopped as stopped:
            wanted = report.of_refusal(stopped)
        told = second.run("verify", path, "--anchors", trusted, "--json")
        assert told.out == canonical.encode(wanted) + b"\n"
        assert told.code == report.EXIT_CODES[wanted["result"]]
