"""The cheats: what each tries, and what honest nodes and the verifier make of it.

``CHEATS`` says what is wanted; ``noticed`` reads what is got out of files and of the state that everybody folds, never
out of the script. Where something is noticed is one of

    R26                   a rule of spec/regime.md: an irregularity, with the statement
    step 7                a step of spec/attestation.md at which a file is refused under its anchors
    inspection, ladder    a subject of the state that names the party that is missing
    duty NAME             a duty that was not done, or late, as a quorum witnessed
    finding NAME          a finding with its status and reason, and the statement it rests on
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from counterseal.attestation import anchors, verify
from counterseal.attestation.verify import Stopped, Verified
from counterseal.errors import Refused
from counterseal.regime.judge import State
from counterseal.world.player import Played, Player
from counterseal.world.scenario import Scenario
from counterseal.world.stage import Event

SCENARIO = "cheats"
IN_TIME = ("done", "due")
MET = "standard met"
INVENTED = "invented-parties"
TRUE = "item-there"
"""What is true where parties are invented to say otherwise."""


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """One thing that is noticed: in what (see the module), by which code, whom it names, and the statement.

    ``where``: the place in a file that is refused.
    """

    place: str
    code: str
    party: str = ""
    statement: bytes = b""
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Cheat:
    """One cheat.

    Attributes:
        name: of the variant; ``by``: who cheats.
        tried: what it does, in a few words.
        place, code: what notices it, first of all.
        also: what else is noticed, place and code; nothing but these and the findings may be.
        findings: undertaking -> status and reasons, of those that are not ``standard met`` by it.
    """

    name: str
    by: str
    tried: str
    place: str
    code: str
    also: tuple[tuple[str, str], ...] = ()
    findings: Mapping[str, tuple[str, str]] = field(default_factory=dict)


ALBA_BATTERY, ALBA_UNIT = "no-missile-at-alba-battery", "no-missile-at-alba-unit"
BOREA_BATTERY, BOREA_UNIT = "no-missile-at-borea-battery", "no-missile-at-borea-unit"
OPEN = ("disputed", "inspection-open")

CHEATS: tuple[Cheat, ...] = (
    Cheat(
        name="fork",
        by="alba",
        tried="shows two histories of its log to two readers",
        place="R16",
        code="fork",
        findings=dict.fromkeys((ALBA_BATTERY, ALBA_UNIT, BOREA_BATTERY, BOREA_UNIT), ("disputed", "fork")),
    ),
    Cheat(
        name="backdated-report",
        by="borea",
        tried="keeps a report back for twelve hours, and dates it as if it were in time",
        place="duty report-alba-battery",
        code="done late",
    ),
    Cheat(
        name="withheld-entries",
        by="alba",
        tried="has a root witnessed, and gives what is behind it to one reader only",
        place="step 6",
        code="fold-incomplete",
    ),
    Cheat(
        name="changed-declaration",
        by="borea",
        tried="declares its battery anew once the other's share of the draw is sealed",
        place="R26",
        code="draw-copied",
        also=(("inspection", "not sealed"), ("duty report-borea-battery", "not done by due hour")),
        findings={BOREA_BATTERY: OPEN},
    ),
    Cheat(
        name="mirrored-commitment",
        by="alba",
        tried="seals the other's commitment to its share as its own",
        place="R26",
        code="draw-copied",
        also=(("inspection", "not sealed"), ("duty report-alba-battery", "not done by due hour")),
        findings={ALBA_BATTERY: OPEN},
    ),
    Cheat(
        name="aborted-draw",
        by="borea",
        tried="does not open its share once it knows the other's",
        place="inspection",
        code="not opened",
        also=(("duty report-borea-battery", "not done by due hour"),),
        findings={BOREA_BATTERY: OPEN},
    ),
    Cheat(
        name="rung-not-answered",
        by="alba",
        tried="does not open its unit, and would visit the other's all the same",
        place="R40",
        code="notice-condition",
        also=(("ladder", "halted"),),
        findings=dict.fromkeys((ALBA_UNIT, BOREA_UNIT), ("not met", "not-owed, no-visit")),
    ),
    Cheat(
        name="quota-exceeded",
        by="borea",
        tried="gives notice of a second visit to a battery in one year",
        place="R42",
        code="notice-quota",
    ),
    Cheat(
        name="launchers-leave",
        by="borea",
        tried="has its launchers drive off at the notice, and back before the gate is seen",
        place=f"finding {BOREA_UNIT}",
        code="freeze-late",
        also=(("duty be-still-borea-unit", "done late"),),
        findings={BOREA_UNIT: ("not met", "freeze-late")},
    ),
    Cheat(
        name="stolen-tablet",
        by="borea",
        tried="signs with a stolen tablet of the other's escort that an item was found",
        place="R6",
        code="entry-signer",
        also=(("duty report-alba-battery", "not done by due hour"),),
        findings={ALBA_BATTERY: OPEN},
    ),
    Cheat(
        name="revocation-too-far",
        by="borea",
        tried="revokes a key so far back that what others rely on would be gone",
        place="R47",
        code="revocation-reach",
    ),
    Cheat(
        name="flood",
        by="borea",
        tried="says more than a day's volume at once",
        place="R33",
        code="volume-exceeded",
    ),
    Cheat(
        name=TRUE,
        by="alba",
        tried="has three missiles in cells that it declared empty",
        place=f"finding {ALBA_BATTERY}",
        code="item-found",
        findings={ALBA_BATTERY: ("contradicted", "item-found")},
    ),
    Cheat(
        name="report-left-out",
        by="alba",
        tried="offers a file without the report that an item was found, nor anything after it",
        place="step 7",
        code="cut-root",
        findings={ALBA_BATTERY: ("contradicted", "item-found"), ALBA_UNIT: ("not met", "no-visit"),
                  BOREA_UNIT: ("not met", "no-visit")},
    ),
    Cheat(
        name=INVENTED,
        by="alba",
        tried="offers a flawless file of parties, keys and witnesses that are all invented",
        place="step 2",
        code="anchor-agreement",
        findings={ALBA_BATTERY: ("contradicted", "item-found")},
    ),
)  # fmt: skip


class Cheats:
    """Plays the cheats of one scenario, each once."""

    def __init__(self, scenario: Scenario, agreement_draft: Mapping[str, Any]) -> None:
        self.scenario = scenario
        self._draft = agreement_draft
        self._played: dict[str, tuple[Played, tuple[Event, ...]]] = {}

    def play(self, name: str = "") -> Played:
        """Return what a cheat leaves, or with no name the honest play."""
        return self.told(name)[0]

    def told(self, name: str = "") -> tuple[Played, tuple[Event, ...]]:
        """Return the same with what was told."""
        if name not in self._played:
            self._played[name] = self._invented() if name == INVENTED else self._run(name, self.scenario.seed)
        return self._played[name]

    def _run(self, name: str, seed: str) -> tuple[Played, tuple[Event, ...]]:
        script = self.scenario.variant(name) if name else self.scenario
        told: list[Event] = []
        return Player(replace(script, seed=seed), self._draft, told.append).play(), tuple(told)

    def _invented(self) -> tuple[Played, tuple[Event, ...]]:
        """Return the true play, and the file of an honest play in which nobody has the true keys."""
        true, told = self.told(TRUE)
        flawless, _ = self._run("", f"{self.scenario.seed}, invented")
        return replace(true, offered={"invented": flawless.attestation}), told


def of(name: str) -> Cheat:
    """Return the cheat of that name.

    Raises:
        Refused: ``scenario-variant``: there is none.
    """
    for cheat in CHEATS:
        if cheat.name == name:
            return cheat
    raise Refused("scenario-variant", f"got cheat {name!r}, there are {', '.join(one.name for one in CHEATS)}")


def verified(played: Played) -> Verified:
    """Return what the last attestation of a play says under its anchors."""
    return verify.verify(played.attestation, anchors.parse(played.anchors))


def findings(said: Verified) -> dict[str, tuple[str, str]]:
    """Return status and reasons of each finding that is not ``standard met``."""
    return {
        finding.undertaking.name: (finding.status, ", ".join(reason.code for reason in finding.reasons))
        for finding in said.findings
        if finding.status != MET
    }


def noticed(played: Played) -> tuple[Noticed, ...]:
    """Return all that honest readers notice: in the files offered, then in the state at the last attestation."""
    said = verified(played)
    return (*_refused(played), *_state(said.state), *_findings(said))


def first(cheat: Cheat, found: tuple[Noticed, ...]) -> Noticed | None:
    """Return what notices a cheat first of all, if it is among what was found."""
    return next((one for one in found if (one.place, one.code) == (cheat.place, cheat.code)), None)


def as_wanted(cheat: Cheat, played: Played, found: tuple[Noticed, ...]) -> bool:
    """Return whether exactly what the table says was noticed, and the findings are those that it says."""
    wanted = {(cheat.place, cheat.code), *cheat.also}
    got = {(one.place, one.code) for one in found}
    return {one for one in got if not _is_finding(one)} == {one for one in wanted if not _is_finding(one)} and (
        findings(verified(played)) == dict(cheat.findings)
    )


def agrees_with_itself(played: Played) -> bool:
    """Return whether some file that a liar offers passes where the reader brings no anchors."""
    for data in played.offered.values():
        try:
            verify.verify(data)
        except Stopped:
            continue
        return True
    return False


def _is_finding(noticed_at: tuple[str, str]) -> bool:
    return noticed_at[0].startswith("finding ")


def _refused(played: Played) -> Iterator[Noticed]:
    for data in played.offered.values():
        try:
            verify.verify(data, anchors.parse(played.anchors))
        except Stopped as stopped:
            yield Noticed(place=f"step {stopped.step}", code=stopped.code, where=stopped.where)


def _state(state: State) -> Iterator[Noticed]:
    for broken in state.irregularities:
        yield Noticed(place=broken.rule, code=broken.code, party=broken.party, statement=broken.subject)
    for visit in state.visits:
        inspection = state.document.inspection(visit.inspection)
        both = set() if inspection is None else {inspection.inspected, inspection.inspecting}
        for code, shares in (("not sealed", set(visit.sealed)), ("not opened", set(visit.opened))):
            if visit.report is None and shares and shares != both:
                for party in sorted(both - shares):
                    yield Noticed(place="inspection", code=code, party=party, statement=visit.notice)
    for ladder in state.ladders:
        for rung in ladder.rungs:
            if rung.status == "halted":
                for party in rung.missing:
                    yield Noticed(place="ladder", code=rung.status, party=party)
    for owed in state.duties:
        if owed.status not in IN_TIME:
            statement = owed.done or owed.start or b""
            yield Noticed(place=f"duty {owed.duty}", code=owed.status, party=owed.by, statement=statement)


def _findings(said: Verified) -> Iterator[Noticed]:
    for finding in said.findings:
        for reason in finding.reasons if finding.status != MET else ():
            statement = reason.statements[-1] if reason.statements else b""
            place, by = f"finding {finding.undertaking.name}", finding.undertaking.by
            yield Noticed(place=place, code=reason.code, party=by, statement=statement)
