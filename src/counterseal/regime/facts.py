"""What the fold knows so far: one record per log, and one table per subject, keyed by statement id.

Facts only grow, and every rule looks only at the author's causal past; so any delivery order gives the same facts.
``effects.apply`` is the one place that changes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counterseal.agreement.document import Agreement
from counterseal.log.note import Note
from counterseal.log.policy import Policy
from counterseal.log.tree import Tree
from counterseal.log.vkey import ED25519, VKey
from counterseal.statements.kinds import (
    Cut,
    Declaration,
    DrawShareOpened,
    DrawShareSealed,
    InspectionReport,
    Notice,
    RoleKey,
    RootKeySet,
)
from counterseal.statements.statement import Statement


@dataclass(frozen=True)
class Sighting:
    """A checkpoint as an observer logged it: which log, how large, which root, and when a quorum had cosigned it.

    ``witnessed_at``: the earliest hour, in Unix seconds, by which the cosignatures it bore were a quorum; None if they
    are none. One honest cosigner at least is in a quorum, so what the checkpoint holds existed by then.
    """

    log: str
    size: int
    root: bytes
    digest: bytes
    witnessed_at: int | None

    @property
    def witnessed(self) -> bool:
        """Whether it carried a quorum."""
        return self.witnessed_at is not None


@dataclass(frozen=True)
class Said:
    """One admitted statement at its place. ``sighting`` is set on ``observed`` statements only."""

    log: str
    index: int
    note: Note
    statement: Statement
    sighting: Sighting | None = None

    @property
    def id(self) -> bytes:
        """The statement id."""
        return self.statement.id


@dataclass(frozen=True)
class Irregularity:
    """What an entry did against the rules. ``subject``: the statement id; the leaf hash, if void by form."""

    rule: str
    code: str
    party: str
    log: str
    index: int
    subject: bytes

    @property
    def rank(self) -> tuple[str, int, str, str, str, bytes]:
        """What irregularities are listed by: their place first."""
        return self.log, self.index, self.rule, self.code, self.party, self.subject


@dataclass
class LogFacts:
    """One party's log as folded so far.

    Attributes:
        party: whose log it is.
        tree: hashes of the folded entries; its size is their count.
        keys: the key set of entry 0, once it stands.
        sizes: largest size of each log that this party observed.
        witnessed: the same, of checkpoints that carried the quorum.
        sightings: checkpoint digest -> what was sighted.
        founded: (log, size, root) of the checkpoints sighted with a quorum.
        cited: largest size of each log that this party cited in ``seen``.
        slots: slot -> statement id that took it.
        closure: for each folded size s, the largest size of each log observed below s (shared where unchanged).
    """

    party: str
    tree: Tree = field(default_factory=Tree)
    keys: RootKeySet | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    witnessed: dict[str, int] = field(default_factory=dict)
    sightings: dict[bytes, Sighting] = field(default_factory=dict)
    founded: set[tuple[str, int, bytes]] = field(default_factory=set)
    cited: dict[str, int] = field(default_factory=dict)
    slots: dict[str, bytes] = field(default_factory=dict)
    closure: list[Mapping[str, int]] = field(default_factory=lambda: [{}])

    def signer(self, name: str, key_id: bytes) -> RoleKey | None:
        """Return the role key that a signature line names, or None."""
        return self._index().get((name, key_id))

    def _index(self) -> Mapping[tuple[str, bytes], RoleKey]:
        if self.keys is None:
            return {}
        if self._by_line is None:
            self._by_line = {(key.name, VKey(key.name, ED25519, key.key).key_id): key for key in self.keys.keys}
        return self._by_line

    _by_line: dict[tuple[str, bytes], RoleKey] | None = None


@dataclass
class Facts:
    """Everything folded so far.

    Attributes:
        agreement, policy: what is folded under.
        logs: origin -> the party's log.
        places: statement id -> log and index at which it first stood by the rules.
        accessions: party -> statement id.
        declarations: (party, site) -> statement id and body.
        notices, reports: id of the notice -> what was said.
        sealed, opened: id of the notice that started the draw -> party -> statement id and body.
        spoiled: ids of notices whose draw has no result, because a share was opened early.
        cuts: number -> statement id and body.
        irregularities: what was said against the rules.
    """

    agreement: Agreement
    policy: Policy
    logs: dict[str, LogFacts]
    places: dict[bytes, tuple[str, int]] = field(default_factory=dict)
    accessions: dict[str, bytes] = field(default_factory=dict)
    declarations: dict[tuple[str, str], tuple[bytes, Declaration]] = field(default_factory=dict)
    notices: dict[bytes, tuple[Statement, Notice]] = field(default_factory=dict)
    sealed: dict[bytes, dict[str, tuple[bytes, DrawShareSealed]]] = field(default_factory=dict)
    opened: dict[bytes, dict[str, tuple[bytes, DrawShareOpened]]] = field(default_factory=dict)
    spoiled: set[bytes] = field(default_factory=set)
    reports: dict[bytes, tuple[bytes, InspectionReport]] = field(default_factory=dict)
    cuts: dict[int, tuple[bytes, Cut]] = field(default_factory=dict)
    irregularities: set[Irregularity] = field(default_factory=set)

    def in_past(self, said: Said, other: bytes) -> bool:
        """Return whether ``other`` precedes ``said``: earlier in its log, or below a size its author observed."""
        place = self.places.get(other)
        if place is None:
            return False
        log, index = place
        return index < (said.index if log == said.log else self.logs[said.log].sizes.get(log, 0))

    def witnessed_before(self, said: Said, other: bytes) -> bool:
        """Return whether ``said``'s author had observed a quorum's cosignatures over statement ``other``."""
        place = self.places.get(other)
        return place is not None and place[1] < self.logs[said.log].witnessed.get(place[0], 0)
