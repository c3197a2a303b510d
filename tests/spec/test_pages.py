"""What the pages show is so: literal examples are read, computed or played again."""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction
from functools import cache
from math import comb
from pathlib import Path

import played
import pytest

from counterseal.agreement import document
from counterseal.assessment import finding
from counterseal.attestation import anchors, file, report, verify
from counterseal.confidence import sampling
from counterseal.encoding import canonical
from counterseal.encoding.shape import Record
from counterseal.encoding.tagged import lp
from counterseal.errors import Refused
from counterseal.log import note
from counterseal.log.tree import leaf_hash
from counterseal.regime.fold import Regime
from counterseal.regime.judge import State
from counterseal.sealing import draw
from counterseal.statements import statement
from counterseal.statements.kinds import KINDS, root_keys_digest
from counterseal.world.seeded import Seed
from validation import confidence, seal

SPEC = Path(__file__).resolve().parents[2] / "spec"


def page(name: str) -> str:
    """Return a page's text."""
    return (SPEC / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[str]:
    """Return the blocks of a page that are shown literally, without those of a named language."""
    return re.findall(r"^ *```\n(.*?)^ *```$", page(name), flags=re.DOTALL | re.MULTILINE)


def members(name: str, heading: str) -> set[str]:
    """Return the top-level members in the first table behind a heading."""
    table = page(name).partition(f"\n{heading}\n")[2].partition("| member |")[2].partition("\n\n")[0]
    cells = (row.split("|")[1] for row in table.splitlines() if row.startswith("| `"))
    return {member for cell in cells for member in re.findall(r"`([a-z_]+)`", cell)}


@cache
def verified() -> verify.Verified:
    """Return what the play's attestation is verified to say."""
    play, _ = played.play()
    return verify.verify(play.attestation, anchors.parse(play.anchors))


def state() -> State:
    """Return the state at the cut of the play's attestation."""
    return verified().state


# Statements.

PLAYED = set(KINDS) - {
    "amendment",
    "cut-proposed",
    "declaration-opened",
    "declaration-sealed",
    "designation-opened",
    "designation-sealed",
    "filler",
    "key-revocation",
    "key-rotation",
    "notification",
    "one-sided-report",
    "reading",
}
"""Kinds that the play says; the others are shown as a history under the agreement of every term says them."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_page_with_a_statement_of_its_own(kind: str) -> None:
    name = f"statements/{kind}.md"
    said = statement.parse(note.parse(blocks(name)[0].encode()).text)
    assert said.kind == kind
    assert f"Its id is `{said.id.hex()}`." in page(name)
    assert f"(statements/{kind}.md)" in page("statement.md")


def test_there_is_no_page_of_another_kind() -> None:
    assert {path.stem for path in (SPEC / "statements").iterdir()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kinds_page_lists_the_members_of_its_body(kind: str) -> None:
    shape = KINDS[kind].shape
    assert isinstance(shape, Record)
    assert members(f"statements/{kind}.md", "## Body") == shape.members.keys() | shape.optional.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_shown_statements_are_the_plays_or_signed_by_a_historys_keys(kind: str) -> None:
    play, _ = played.play()
    shown = note.parse(blocks(f"statements/{kind}.md")[0].encode())
    if kind not in PLAYED:
        for line in shown.lines:
            note.verify_line(Seed("pages").signer(line.name).vkey, shown.text, line)
        return
    node = next(iter(play.world.nodes.values()))
    parties = node.agreement.parties
    entries = [entry for party in parties for entry in node.entries(party.log, 0, node.regime.size(party.log))]
    assert blocks(f"statements/{kind}.md")[0].encode() in entries


def test_the_envelope_lists_its_members() -> None:
    line = json.loads(blocks("statement.md")[0].splitlines()[1])
    assert members("statement.md", "## 1. The text") == line.keys() | {"slot"}


def test_the_statement_shown_has_the_id_shown() -> None:
    said = statement.parse(note.parse(blocks("statement.md")[0].encode()).text)
    assert f"`{said.id.hex()}`" in page("statement.md")


def test_the_root_keys_digest_is_made_as_shown() -> None:
    body = json.loads(blocks("statements/root-key-set.md")[0].splitlines()[1])["body"]
    roots = sorted(bytes.fromhex(root) for root in body["roots"])
    parts = (b"counterseal.org/root-keys/v1", body["threshold"].to_bytes(8, "big"), *roots)
    made = hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()
    assert made == root_keys_digest(body["threshold"], tuple(roots)).hex()
    assert f"`{made}`" in page("statements/root-key-set.md")


# Agreement.


def test_the_agreement_shown_is_one() -> None:
    shown = canonical.encode(json.loads(blocks("agreement.md")[0]))
    assert document.parse(shown).name == "deveselu-one-visit"


def test_the_agreements_members_are_listed() -> None:
    assert members("agreement.md", "## 1. Members") == document.SHAPE.members.keys()


# Sealing: the example by a transcription that knows hashlib alone.


def test_the_draw_shown_is_drawn() -> None:
    def th(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()

    shown = page("sealing.md")
    channel = b"regime/3f02673e4d2f48650cd4a04e0a0cdba1af087ffe84c4cbcd3c75b5181084181b"
    exchange, cut = (hashlib.sha256(text).digest() for text in (b"example notice", b"example cut"))
    sealed = [(b"alpha", b"inspecting", bytes([0x11]) * 32), (b"bravo", b"inspected", bytes([0x22]) * 32)]
    transcript: list[bytes] = []
    for party, role, share in sealed:
        made = th(b"counterseal.org/draw-commit/v1", channel, exchange, party, role, cut, b"", share)
        transcript += [party, role, made, share]
        assert f"commitment {made.hex()}" in shown
    points = [b"c1", b"c2", b"c3", b"c4", b"c5"]
    listed = th(b"counterseal.org/draw-list/v1", *points)
    seed = th(b"counterseal.org/draw-seed/v1", channel, exchange, listed, cut, *transcript, b"")
    assert f"list       {listed.hex()}\nseed       {seed.hex()}\n" in shown
    for i in range(3):
        word = th(b"counterseal.org/draw-pick/v1", seed, i.to_bytes(8, "big"))[:8]
        m = 5 - i
        assert int.from_bytes(word, "big") < m * (2**64 // m)  # no word is skipped in this example
        pick = int.from_bytes(word, "big") % m
        points[i], points[i + pick] = points[i + pick], points[i]
        order = " ".join(point.decode() for point in points)
        assert f"| {i} | {m} | {i} | `{word.hex()}` | {pick} | {order} |" in shown
    drawn = [point.decode() for point in points[:3]]
    assert f"drawn      {' '.join(drawn)}\n" in shown
    assert draw.picks(seed, ("c1", "c2", "c3", "c4", "c5"), 3) == tuple(drawn)


def test_the_sealed_declaration_shown_is_sealed_and_opens() -> None:
    sealed = {"capacity": 4, "channel": "regime/3f02673e4d2f48650cd4a04e0a0cdba1af087ffe84c4cbcd3c75b5181084181b"}
    sealed |= {"number": 1, "party": "bravo", "site": "base-2"}
    points = [
        {"holds": "missile", "id": "p1", "uid": "No. 17"},
        {"holds": "empty", "id": "p2"},
        {"holds": "missile", "id": "p3", "uid": "No. 18"},
    ]
    secret = bytes([0x44]) * 32
    (first, last), (closed,) = seal.opening(sealed, secret, points, {0, 2})
    shown = page("sealing.md")
    assert f"root       {seal.hashes(sealed, secret, points)[0][0].hex()}\n" in shown
    assert f"p1 opens   key {first.hex()}\nwith p3    key {last.hex()}\n           hash {closed.hex()}\n" in shown


# Confidence: the numbers by the definition, as a mixture over the items among the drawn.


@pytest.mark.parametrize(
    ("points", "items", "opened", "seen", "shown"),
    [
        (24, 4, 8, Fraction(1), "detection(24, 4, 8, 1) = 629/759"),
        (24, 3, 6, Fraction(9, 10), "detection(24, 3, 6, 9/10) = 27837/50600"),
    ],
)
def test_the_numbers_shown_follow_from_the_definition(
    points: int, items: int, opened: int, seen: Fraction, shown: str
) -> None:
    missed = sum(
        (Fraction(comb(items, j) * comb(points - items, opened - j), comb(points, opened)) * (1 - seen) ** j)
        for j in range(min(items, opened) + 1)
    )
    assert shown in page("confidence.md")
    assert str(1 - missed) == shown.split(" = ")[1]
    assert sampling.detection(points, items, opened, seen) == 1 - missed


def test_the_samples_and_odds_shown_follow_from_counting() -> None:
    shown = page("confidence.md")
    least = [confidence.least_opened(24, items, Fraction(1, 20)) for items in range(1, 9)]
    assert f"d = 1 to 8: {', '.join(map(str, least))}." in shown
    looks = [(hour, Fraction(1, 2)) for hour in (100, 200, 300, 400)]
    assert confidence.continuous(looks, 400, 200, 300) == Fraction(3, 4)
    assert confidence.cumulative(looks, 400, 350, 400, 50) == Fraction(7, 8)
    assert confidence.cumulative(looks, 400, 50, 400, 50) == 0
    assert "leaves room to be away at the last, 7/8; for 50 of 400, at all, 0." in shown
    half, hundredth, fifth, two_fifths = Fraction(1, 2), Fraction(1, 100), Fraction(1, 5), Fraction(2, 5)
    none = Fraction(0)
    assert f"{confidence.posterior(half, confidence.days(1, hundredth, none, present=fifth))}." in shown
    hazards = (hundredth, Fraction(1, 20), Fraction(1, 10))
    seen = [day for h in hazards for day in confidence.days(1, h, none, present=two_fifths)]
    assert f"{confidence.posterior(half, seen)}." in shown
    clean, image, refused = (Fraction(1), Fraction(5, 8)), (Fraction(1, 10), two_fifths), (Fraction(1, 50), fifth)
    likelihoods = (clean, image, clean, refused, clean)
    seen = [day for pair in likelihoods for day in confidence.days(1, hundredth, Fraction(1, 50), *pair)]
    assert f"{confidence.posterior(half, seen)}." in shown


def test_the_finding_shown_is_the_plays_and_lists_its_members() -> None:
    shown = json.loads(blocks("confidence.md")[0])
    assert shown == verified().findings[0].value()
    others = {"assured_since", "at_most", "break_even_hazard", "clauses", "duration_s", "exhibited_at", "found", "open"}
    others |= {"place", "posterior", "window_s"}
    assert members("confidence.md", "## 3. The finding record") == shown.keys() | others


def test_statuses_and_assumptions_are_those_of_the_source() -> None:
    stated = re.findall(r"^\| `([a-z ]+)` \| .* \| .* \|$", page("confidence.md").partition("## 3.")[0], re.MULTILINE)
    assert list(dict.fromkeys(stated)) == ["contradicted", "disputed", "lapsed", "not met", "standard met"]
    assumed = re.findall(r"^\| `([a-z-]+)` \| assumed: ", page("confidence.md"), flags=re.MULTILINE)
    assert tuple(assumed) == finding.ASSUMPTIONS


# Regime and attestation.


def test_the_state_shown_is_the_plays() -> None:
    shown = page("regime.md")
    for name, value in state().subjects.items():
        data = canonical.encode(value)
        leaf = leaf_hash(lp(name.encode()) + lp(data))
        assert f"| `{name}` | {len(data)} | `{leaf.hex()}` |" in shown
    assert f"now = {state().now}, {verified().entries} entries" in shown
    assert f"`{state().digest.hex()}`" in shown


def test_the_state_of_nothing_is_as_shown() -> None:
    node = next(iter(played.play()[0].world.nodes.values()))
    empty = Regime(node.agreement, node.policy).judge(0)
    assert f"`{empty.digest.hex()}`" in page("regime.md")


def test_the_irregularity_shown_is_the_plays() -> None:
    node = next(iter(played.play("another-share")[0].world.nodes.values()))
    assert json.loads(blocks("regime.md")[0]) in node.regime.judge(0).subjects["irregularity"]  # type: ignore[operator]


def test_the_file_shown_begins_its_sections_as_the_play_does() -> None:
    data = played.play()[0].attestation
    for line in re.findall(
        r"^(?:agreement|policy|checkpoint|entry|cut|conclusion) \d+$", blocks("attestation.md")[0], re.M
    ):
        assert f"\n{line}\n".encode() in data
    assert data.startswith(file.HEADER)


def test_the_anchors_shown_are_the_plays() -> None:
    assert blocks("attestation.md")[1].encode() == played.play()[0].anchors


def test_the_report_shown_is_the_plays() -> None:
    shown = blocks("attestation.md")[3]
    assert shown == report.text(report.of(verified()))
    stopped = verify.Stopped(5, Refused("entries-root", "got entries with another root"))
    assert canonical.encode(report.of_refusal(stopped)).decode() in page("attestation.md")
    assert f"`{report.text(report.of_refusal(stopped)).strip()}`" in page("attestation.md")


@pytest.mark.parametrize(("line", "variant"), [(0, ""), (1, "item-there"), (2, "another-share")])
def test_the_reports_other_lines_are_as_shown(line: int, variant: str) -> None:
    attestation = played.play(variant)[0].attestation
    told = report.text(report.of(verify.verify(attestation))).splitlines()
    assert blocks("attestation.md")[4].splitlines()[line] in told


def test_steps_have_the_names_of_the_page() -> None:
    named = re.findall(r"^\*\*(\d) ([a-z ]+)\.\*\*", page("attestation.md"), flags=re.MULTILINE)
    assert named == [(str(number), name) for number, name in enumerate(verify.STEPS)]


def test_the_contents_name_the_last_rule() -> None:
    """The row of the regime on the contents page goes up to the highest rule that its page has."""
    rules = [int(number) for number in re.findall(r"^\*\*R(\d+)\.", page("regime.md"), re.M)]
    assert f"rules R1 to R{max(rules)}," in page("README.md")
