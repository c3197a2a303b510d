"""``counterseal play``: play a scenario and leave its files in a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterseal.attestation import report as reports
from counterseal.attestation import verify as verification
from counterseal.attestation import write as writing
from counterseal.attestation.anchors import of as anchors_of
from counterseal.cli import shipped, voice
from counterseal.errors import Refused
from counterseal.log import note as notes

if TYPE_CHECKING:
    from counterseal.world.player import Played
    from counterseal.world.scenario import Scenario
    from counterseal.world.stage import Event

DEFAULT = "deveselu-one-visit"
YAML_MAX = 1_048_576  # bytes


def play(
    scenario: Annotated[str, typer.Argument(help="the name of a scenario that comes along, or a .yaml file")] = DEFAULT,
    out: Annotated[Path, typer.Option(help="the folder for the files; made if need be")] = Path("counterseal-play"),
    variant: Annotated[str, typer.Option(help="a variant of the scenario; a wrong name tells which there are")] = "",
    seed: Annotated[str, typer.Option(help="another seed than the scenario's: other keys, another draw")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Play a scenario, and leave its files.

    Every party is in one process, with keys and clock from a seed: the same seed gives the same bytes.
    """
    tell: Callable[[Event], None] = (lambda event: None) if as_json else _tell
    played = run(scenario, variant, seed, tell)
    files = save(played, out)
    if as_json:
        voice.out_json({"files": [str(path) for path in files], "report": outcome(played)})
        return
    voice.out(f"\n{reports.text(outcome(played))}" if played.attestation else "\nno attestation was made\n")
    for path in files:
        voice.tell(f"wrote {path}")


def run(scenario: str, variant: str, seed: str, tell: Callable[[Event], None]) -> Played:
    """Return what a play leaves."""
    return run_script(script_of(scenario, variant, seed), shipped.scenario(scenario), tell)


def script_of(scenario: str, variant: str, seed: str) -> Scenario:
    """Return the script of a scenario, as a variant and a seed change it."""
    from counterseal.node import draft
    from counterseal.world import scenario as scenarios

    script = voice.load(shipped.scenario(scenario), YAML_MAX, lambda data: scenarios.parse(draft.read(data)))
    script = script.variant(variant) if variant else script
    if not (seed.isascii() and seed.isprintable()):
        raise Refused("scenario-seed", "got a seed that is not printable ASCII")
    return replace(script, seed=seed) if seed else script


def run_script(script: Scenario, file: Path, tell: Callable[[Event], None]) -> Played:
    """Return what a play of a script leaves; ``file``: where it was read, beside which its agreement may be."""
    from counterseal.world.player import Player

    return Player(script, draft_of(script, file), tell).play()


def draft_of(script: Scenario, file: Path) -> dict[str, Any]:
    """Return the draft of a script's agreement; ``file``: where the script was read."""
    from counterseal.node import draft

    return voice.load(shipped.agreement(file, script.agreement), YAML_MAX, draft.read)


def save(played: Played, out: Path) -> list[Path]:
    """Write the play's files, and return their paths: what parties hand to strangers, then each log's entries, and the
    checkpoints that cuts rest on.
    """
    world = played.world
    name = world.scenario.name
    files = {
        f"{name}.anchors": played.anchors,
        "agreement.json": world.agreement.data,
        "trust-file": world.trust_file,
    }
    for label, attestation in played.attestations.items():
        files[f"{name}{label and f'-{label}'}.attestation"] = attestation
    if played.fork is not None:
        files |= {"fork-1.checkpoint": played.fork[0], "fork-2.checkpoint": played.fork[1]}
    for party, node in world.nodes.items():
        for index, entry in enumerate(node.entries(node.origin, 0, node.regime.size(node.origin))):
            files[f"logs/{party}/{index:04}"] = entry
    files |= {f"checkpoints/{place}": note for place, note in _checkpoints(played).items()}
    for stale in (
        *out.glob("checkpoints/*/[0-9]*"),
        *out.glob("fork-?.checkpoint"),
        *out.glob("logs/*/????"),
        *out.glob(f"{name}.*"),
        *out.glob(f"{name}-*.attestation"),
        *out.glob(f"{name}-*.pdf"),
    ):
        stale.unlink()  # of an earlier play into the same folder: nothing of it may pass for this one's
    for folder in (*out.glob("checkpoints/*"), *out.glob("logs/*")):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()  # of one who was a party to another agreement
    for path, data in files.items():
        voice.write(out / path, data)
    folders = [out / "checkpoints"] if (out / "checkpoints").is_dir() else []
    return [out / path for path in files if not path.startswith(("checkpoints/", "logs/"))] + [*folders, out / "logs"]


def _checkpoints(played: Played) -> dict[str, bytes]:
    """Return PARTY/SIZE -> the checkpoint note of each log at each cut that may be attested: cosigned to last."""
    world = played.world
    node = next(iter(world.nodes.values()))
    found: dict[str, bytes] = {}
    for _, body in node.regime.facts.cuts.values():
        for position in body.vector:
            held = node.published(position.log, position.size)
            try:
                writing.minimal(notes.parse(held), world.policy)
            except Refused:
                continue  # no quorum signed it with the keys that attestations ask for
            found[f"{node.regime.facts.logs[position.log].party}/{position.size:04}"] = held
    return found


def outcome(played: Played) -> dict[str, Any]:
    """Return the verifier's report on the play's attestation, by the play's own anchors; empty without one."""
    if not played.attestation:
        return {}
    return reports.of(verification.verify(played.attestation, anchors_of(played.world.agreement)))


def _tell(event: Event) -> None:
    voice.out(f"\n{event.text}\n" if event.deed == "chapter" else f"{reports.hour(event.hour)}  {event.text}\n")
