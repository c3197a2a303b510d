"""The player: takes a scenario's steps one by one, with what each party would do, and tells what happened.

After every step logs are published, cosigned, mirrored and observed (``World.exchange``). Inspectors who open a point
see the truth; what parties say comes from what they know. A party that lies does so through a ``LyingNode``; everybody
else plays on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from counterseal.attestation import anchors
from counterseal.errors import Refused
from counterseal.world import lies, record, visiting
from counterseal.world.scenario import Scenario, Step
from counterseal.world.stage import Event, Stage
from counterseal.world.world import World

DEEDS: Mapping[str, Callable[[Stage, Step], None]] = {
    "accede": record.accede,
    "announce": visiting.announce,
    "attest": record.attest,
    "cheat": lies.cheat,
    "cut": record.close_cut,
    "declare": record.declare,
    "notify": record.notify,
    "one-sided-report": visiting.one_sided_report,
    "open-designation": visiting.open_designation,
    "open-points": visiting.open_points,
    "open-shares": visiting.open_shares,
    "place": record.place,
    "read": record.read,
    "report": visiting.report,
    "seal-designation": visiting.seal_designation,
    "seal-shares": visiting.seal_shares,
    "verify-freeze": visiting.verify_freeze,
    "wait": record.wait,
}


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a play leaves: the world at its end, the attestations by label in the order made, the two notes of a fork
    if one was shown, and by name the files that a liar offers as attestations.
    """

    world: World
    attestations: Mapping[str, bytes]
    anchors: bytes
    fork: tuple[bytes, bytes] | None
    offered: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def attestation(self) -> bytes:
        """The last attestation; nothing if none was made."""
        return ([*self.attestations.values()] or [b""])[-1]


class Player:
    """Plays one scenario once."""

    def __init__(self, scenario: Scenario, agreement_draft: Mapping[str, Any], tell: Callable[[Event], None]) -> None:
        self._scenario = scenario
        truth = {site: dict(items) for site, items in scenario.truth.items()}
        self._stage = Stage(scenario, World(scenario, agreement_draft), tell, truth=truth)

    def play(self) -> Played:
        """Take every step and return what is left of it.

        Raises:
            Refused: the script asks for what its agreement does not have, or for what no honest node would do, and
                the script does not yield.
        """
        scenario, stage = self._scenario, self._stage
        world = stage.world
        for place, (hour, step) in enumerate(zip(scenario.hours, scenario.steps, strict=True)):
            world.clock.now = hour
            world.silent = frozenset(silence.party for silence in scenario.silent if silence.holds(hour))
            stage.attested = step.do == "cut" and _attested(scenario.steps[place:])
            stage.deed = step.do
            if step.chapter is not None:
                stage.event(step.chapter, "chapter")
            try:
                DEEDS[step.do](stage, step)
            except Refused as refused:
                if not scenario.yields:
                    raise refused.at(f"/steps/{place}") from None
                if refused.code != "scenario-label":  # why what it rests on was left out was told there
                    what = " ".join(filter(None, (step.do, step.format or step.inspection)))
                    told = refused.why if refused.code.startswith("scenario-") else str(refused)
                    stage.event(f"left out: {what}, {told}")
            following = scenario.steps[place + 1 :]
            world.exchange(lasting=bool(following) and following[0].do == "cut" and _attested(following))
        given = anchors.of(world.agreement).encode()
        return Played(
            world=world, attestations=stage.attestations, anchors=given, fork=stage.fork, offered=stage.offered
        )


def _attested(steps: tuple[Step, ...]) -> bool:
    """Return whether the cut with which ``steps`` begin is attested before there is another."""
    after = next((step.do for step in steps[1:] if step.do in ("attest", "cut")), "")
    return after == "attest"
