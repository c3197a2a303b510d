"""What the fold knows so far: one record per log, and one table per subject, keyed by statement id.

Facts only grow, and every rule looks only at the author's causal past; so any delivery order gives the same facts.
``effects.apply`` is the one place that changes them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from counterseal.agreement.document import Agreement
from counterseal.encoding.canonical import INTEGER_MAX
from counterseal.log.note import Note
from counterseal.log.policy import Policy
from counterseal.log.threshold import Holder
from counterseal.log.tree import Tree
from counterseal.log.vkey import ED25519, VKey
from counterseal.statements.kinds import (
    Amendment,
    Cut,
    Declaration,
    DeclarationOpened,
    DeclarationSealed,
    DesignationSealed,
    DrawShareOpened,
    DrawShareSealed,
    InspectionReport,
    KeyRevocation,
    Notice,
    OneSidedReport,
    RoleKey,
    RootKeySet,
)
from counterseal.statements.statement import Statement


@dataclass(frozen=True)
class Sighting:
    """A checkpoint as an observer logged it: which log, how large, which root, and when a quorum had cosigned it.

    ``witnessed_at``: the earliest hour, in Unix seconds, by which the cosignatures it bore were a quorum; None if they
    are none. One honest cosigner at least is in a quorum, so what the checkpoint holds existed by then. ``held_at``:
    the same for the agreement's quorum of mirrors, who store and serve it. ``shown_at``: the latest hour such that
    those who cosigned then or later are a quorum: it was that late.
    """

    log: str
    size: int
    root: bytes
    digest: bytes
    witnessed_at: int | None
    held_at: int | None = None
    shown_at: int | None = None

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
    size: int = 0  # bytes of the entry

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


@dataclass(frozen=True)
class Epoch:
    """A key set and the index from which it is the party's; ``by_line``: its keys by signature line."""

    index: int
    keys: RootKeySet

    @cached_property
    def by_line(self) -> Mapping[tuple[str, bytes], RoleKey]:
        """Name and key id -> key."""
        return {(key.name, VKey(key.name, ED25519, key.key).key_id): key for key in self.keys.keys}

    @cached_property
    def holders(self) -> Mapping[bytes, Holder]:
        """Raw key -> who answers for it."""
        return {key.key: Holder(key.key, key.person, key.role) for key in self.keys.keys}


@dataclass
class LogFacts:
    """One party's log as folded so far.

    Attributes:
        party: whose log it is.
        tree: hashes of the folded entries; its size is their count.
        epochs: the party's key sets in order: that of entry 0, and each rotation.
        revoked: raw role key -> index of its revocation, and the last index at which its signatures are answered for.
        sizes: largest size of each log that this party observed.
        observed: every size of each log that this party observed, ascending, and the index where it first did.
        cosigned: of each log, sizes observed with a quorum, ascending, and the hour by which it or a larger one had it.
        witnessed: the same, of checkpoints that carried the quorum.
        sightings: checkpoint digest -> what was sighted.
        founded: (log, size, root) of the checkpoints sighted with a quorum.
        cited: largest size of each log that this party cited in ``seen``.
        slots: slot -> statement id that took it.
        shown_s: the latest hour by which a quorum had cosigned what this party observed, or what those had observed
            whom it observed: it was that late then.
        shown: size from which on the party had shown an hour, and the hour; both ascending.
        entered: index of the entry with which this party saw the agreement in force, and ``shown_s`` then; or None.
        disavowed: id of an entry of this log that its party said is of a revoked key -> index of the revocation.
        closure: for each folded size s, the largest size of each log observed below s (shared where unchanged).
        roots: size -> root, of those asked for.
        eras: size from which on the author knew, by itself or by what it observed, a cut, and the number of that cut;
            ascending.
    """

    party: str
    tree: Tree = field(default_factory=Tree)
    epochs: list[Epoch] = field(default_factory=list)
    revoked: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    observed: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    cosigned: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    witnessed: dict[str, int] = field(default_factory=dict)
    sightings: dict[bytes, Sighting] = field(default_factory=dict)
    founded: set[tuple[str, int, bytes]] = field(default_factory=set)
    cited: dict[str, int] = field(default_factory=dict)
    slots: dict[str, bytes] = field(default_factory=dict)
    shown_s: int = 0
    shown: list[tuple[int, int]] = field(default_factory=list)
    entered: tuple[int, int] | None = None
    disavowed: dict[bytes, int] = field(default_factory=dict)
    closure: list[Mapping[str, int]] = field(default_factory=lambda: [{}])
    roots: dict[int, bytes] = field(default_factory=dict)
    eras: list[tuple[int, int]] = field(default_factory=list)

    def era(self, size: int) -> int:
        """Return the last cut that who knows the first ``size`` entries knows, or 0."""
        count = bisect_right(self.eras, (size, INTEGER_MAX)) if self.eras else 0
        return self.eras[count - 1][1] if count else 0

    def root(self, size: int) -> bytes:
        """Return the root of the first ``size`` entries. Requires that they are folded."""
        root = self.roots.get(size)
        if root is None:
            root = self.roots[size] = self.tree.root(size)
        return root

    def held(self, log: str, index: int) -> int:
        """Return the largest size of ``log``, of at most ``index``, that this party observed: 0 if none."""
        observed = self.observed.get(log, ())
        count = bisect_left(observed, (index + 1,))
        return observed[count - 1][0] if count else 0

    def size_seen(self, log: str, index: int) -> int:
        """Return the largest size of another log that this party had observed below its entry ``index``: 0 if none."""
        observed = self.observed.get(log, ())
        count = bisect_left(observed, index, key=lambda at: at[1])
        return observed[count - 1][0] if count else 0

    def cosigned_by(self, log: str, index: int) -> int | None:
        """Return the earliest hour by which a quorum had cosigned an entry, as this party observed, or None."""
        cosigned = self.cosigned.get(log, ())
        count = bisect_left(cosigned, (index + 1,))
        return cosigned[count][1] if count < len(cosigned) else None

    def shown_at(self, size: int) -> int:
        """Return the latest hour that the party had shown by its first ``size`` entries, 0 if none."""
        count = bisect_left(self.shown, (size + 1,))
        return self.shown[count - 1][1] if count else 0

    def epoch(self, size: int) -> Epoch | None:
        """Return the key set that is in force for who knows the first ``size`` entries, or None."""
        for epoch in reversed(self.epochs):
            if epoch.index < size:
                return epoch
        return None

    def signer(self, size: int, name: str, key_id: bytes) -> RoleKey | None:
        """Return the role key that a signature line names for who knows the first ``size`` entries, or None."""
        epoch = self.epoch(size)
        key = None if epoch is None else epoch.by_line.get((name, key_id))
        if key is not None and self.revoked and self.revoked.get(key.key, (size, 0))[0] < size:
            return None
        return key


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a notice claims a place with, as its author saw it.

    ``shown_s``: the hour that the author had shown to have come; ``in_force_s``: of entry into force, as it saw that;
    ``figures``: declared number by quota that is a share.
    """

    shown_s: int
    in_force_s: int
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Series:
    """One party's notifications of one format, in the order of its log."""

    indexes: list[int] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)


@dataclass
class Disowned:
    """Where a party said something of one name, by index in its log: with good keys, and with those that it revoked.

    ``clean``: ascending. ``by``: index of a revocation -> what it disowns, ascending.
    """

    clean: list[int]
    by: dict[int, list[int]] = field(default_factory=dict)


@dataclass
class Facts:
    """Everything folded so far.

    Attributes:
        agreement, policy: what is folded under.
        logs: origin -> the party's log.
        places: statement id -> log and index at which it first stood by the rules.
        accessions: party -> statement id.
        declarations: (party, site) -> statement ids and bodies, in the order of their numbers.
        seals: the same of sealed declarations, which share these numbers; openings: id of one -> its openings so.
        notices, reports: id of the notice -> what was said.
        sealed, opened: id of the notice that started the draw -> party -> statement id and body.
        spoiled: ids of notices whose draw has no result, because a share was opened early.
        cuts: number -> statement id and body.
        cut_numbers: statement id -> number of the cut.
        proposals: number of a cut -> ids of what asked all to close it, by place.
        answered: format, party and what was answered, of every notification.
        replies: statement id -> the notifications about it, by place.
        visits: inspection -> ids of its notices, in the order of their numbers.
        claims: id of a notice -> what it claims a place with.
        statements: statement id -> statement, of those that threads are made of.
        threads: statement id -> the id that starts its thread.
        thread: id that starts a thread -> ids in it, by place.
        notified: format -> party -> indexes and ids, in the order of its log.
        figures: party and figure -> indexes, values and ids, in the order of its log.
        designations: id of a sealed designation -> who sealed what, and the sites that were exempt as it saw it.
        designated: id of a notice -> opening, site, and the place told.
        one_sided: id of a notice -> party -> what it reported alone.
        readings: monitor and party -> ids of its readings, in the order of their numbers.
        revocations: what parties revoked, by log and index.
        used: log and raw role key of its party, and log -> ids of what it signed there, in order, kept for revocations.
        volumes: log and period -> entries and bytes said in it.
        irregularities: what was said against the rules.
        announced: inspection -> hours at which the authors of its notices saw, and ids of these, ascending.
        ended: log -> places of its reports, and for each the latest end of a visit that reports up to it tell.
        lines: name and key id of a signature line -> logs whose party ever had such a role key.
        derived: what was reckoned by this document, by name, so that it is reckoned once.
        disowned: format or figure, its name, and a party -> where it said that with keys that it revoked.
        amendments: statement id -> what all parties signed.
        carried: id of an amendment -> log -> index of the first entry there that carries it: itself, or one that names
            it in ``re``.
        course: number of a cut -> how many amendments are settled there, and the digest of the document in effect;
            none of cuts before the first settled one.
        consulted: digests of documents that amendments asked for.
        documents: digest -> the document as it is given; None if it is no agreement.
        views: digest of a document -> these facts under it.
    """

    agreement: Agreement
    policy: Policy
    logs: dict[str, LogFacts]
    places: dict[bytes, tuple[str, int]] = field(default_factory=dict)
    accessions: dict[str, bytes] = field(default_factory=dict)
    declarations: dict[tuple[str, str], list[tuple[bytes, Declaration]]] = field(default_factory=dict)
    seals: dict[tuple[str, str], list[tuple[bytes, DeclarationSealed]]] = field(default_factory=dict)
    openings: dict[bytes, list[tuple[bytes, DeclarationOpened]]] = field(default_factory=dict)
    notices: dict[bytes, tuple[Statement, Notice]] = field(default_factory=dict)
    sealed: dict[bytes, dict[str, tuple[bytes, DrawShareSealed]]] = field(default_factory=dict)
    opened: dict[bytes, dict[str, tuple[bytes, DrawShareOpened]]] = field(default_factory=dict)
    spoiled: set[bytes] = field(default_factory=set)
    reports: dict[bytes, tuple[bytes, InspectionReport]] = field(default_factory=dict)
    cuts: dict[int, tuple[bytes, Cut]] = field(default_factory=dict)
    cut_numbers: dict[bytes, int] = field(default_factory=dict)
    proposals: dict[int, list[bytes]] = field(default_factory=dict)
    answered: set[tuple[str, str, bytes | None]] = field(default_factory=set)
    replies: dict[bytes, list[bytes]] = field(default_factory=dict)
    visits: dict[str, list[bytes]] = field(default_factory=dict)
    claims: dict[bytes, Claim] = field(default_factory=dict)
    statements: dict[bytes, Statement] = field(default_factory=dict)
    threads: dict[bytes, bytes] = field(default_factory=dict)
    thread: dict[bytes, list[bytes]] = field(default_factory=dict)
    notified: dict[str, dict[str, Series]] = field(default_factory=dict)
    figures: dict[tuple[str, str], list[tuple[int, int, bytes]]] = field(default_factory=dict)
    designations: dict[bytes, tuple[str, DesignationSealed, tuple[str, ...]]] = field(default_factory=dict)
    designated: dict[bytes, tuple[bytes, str, str | None]] = field(default_factory=dict)
    one_sided: dict[bytes, dict[str, tuple[bytes, OneSidedReport]]] = field(default_factory=dict)
    readings: dict[tuple[str, str], list[bytes]] = field(default_factory=dict)
    revocations: list[tuple[str, int, bytes, KeyRevocation]] = field(default_factory=list)
    used: dict[tuple[str, bytes, str], list[bytes]] = field(default_factory=dict)
    volumes: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    irregularities: set[Irregularity] = field(default_factory=set)
    announced: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    ended: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    lines: dict[tuple[str, bytes], list[str]] = field(default_factory=dict)
    derived: dict[Any, Any] = field(default_factory=dict, repr=False)
    disowned: dict[tuple[str, str, str], Disowned] = field(default_factory=dict)
    amendments: dict[bytes, Amendment] = field(default_factory=dict)
    carried: dict[bytes, dict[str, int]] = field(default_factory=dict)
    course: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    consulted: set[bytes] = field(default_factory=set)
    documents: dict[bytes, Agreement | None] = field(default_factory=dict, repr=False)
    views: dict[bytes, Facts] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def principals(self) -> tuple[str, ...]:
        """The names of the parties whose accessions bring the agreement into force."""
        return tuple(party.name for party in self.agreement.principals)

    def under(self, digest: bytes) -> Facts:
        """Return the same facts, and all that will be added to them, under a document that is here."""
        view = self.views.get(digest)
        if view is None:
            document = self.documents[digest]
            assert document is not None  # only what is an agreement takes effect
            view = self.views[digest] = replace(self, agreement=document, derived={})
        return view

    def course_at(self, cut: int) -> tuple[int, bytes]:
        """Return how many amendments are settled at a cut, and the digest of the document in effect there."""
        return self.course.get(cut) or (0, self.agreement.founding)

    def course_for(self, log: str, index: int) -> tuple[int, bytes]:
        """Return the same for the author of entry ``index`` of a log: at the last cut that it knows."""
        return self.course_at(self.logs[log].era(index))

    def last_end(self, sizes: Mapping[str, int]) -> int:
        """Return the latest end of a visit that reports among so many entries of each log tell, 0 if none does."""
        latest = 0
        for log, (indexes, ends) in self.ended.items():
            count = bisect_left(indexes, sizes.get(log, 0))
            latest = max(latest, ends[count - 1] if count else 0)
        return latest

    def site(self, notice: bytes, view: View | None = None) -> str | None:
        """Return the site of the visit that a notice announced: the agreed one, or the one designated, if any yet.

        ``view``: as the author of a statement sees it, to whom what it has not observed is not designated yet.
        """
        said = self.notices.get(notice)
        inspection = None if said is None else self.agreement.inspection(said[1].inspection)
        if inspection is None or inspection.site is not None:
            return None if inspection is None else inspection.site
        opening, site, _ = self.designated.get(notice, (b"", None, None))
        return site if site is None or view is None or view.holds(opening) else None

    def declared(self, notice: bytes, cut: Cut) -> tuple[bytes, Declaration | DeclarationSealed] | None:
        """Return the last declaration of a visit's site, open or sealed, that a cut holds, or None."""
        said, site = self.notices.get(notice), self.site(notice)
        inspection = None if said is None else self.agreement.inspection(said[1].inspection)
        if inspection is None or site is None:
            return None
        sizes = {position.log: position.size for position in cut.vector}
        size = sizes.get(self.agreement.party(inspection.inspected).log, 0)
        return self._last_declared((inspection.inspected, site), notice, size)

    def declared_to(self, notice: bytes, log: str, index: int) -> tuple[bytes, Declaration | DeclarationSealed] | None:
        """Return the declaration of a site that counts where a Party chose, to the author of entry ``index`` of a log.

        It is the last that the inspecting Party had seen when it gave notice or named the site, so that nothing is
        declared open, or closed, once it is known who comes; without one, the first that the author saw at all.
        """
        said, site = self.notices.get(notice), self.site(notice)
        inspection = None if said is None else self.agreement.inspection(said[1].inspection)
        if inspection is None or site is None:
            return None
        other = self.agreement.party(inspection.inspected).log
        seen = index if other == log else self.logs[log].size_seen(other, index)
        opening, _, _ = self.designated.get(notice, (notice, None, None))
        named_in, named_at = self.places[opening]
        own = inspection.inspected, site
        before = self._last_declared(own, notice, min(seen, self.logs[named_in].size_seen(other, named_at)))
        return before or self._last_declared(own, notice, seen, first=True)

    def _last_declared(
        self, own: tuple[str, str], notice: bytes, size: int, *, first: bool = False
    ) -> tuple[bytes, Declaration | DeclarationSealed] | None:
        """Return the last, or first, declaration of a party's site below ``size`` of its log that may count."""
        made: list[tuple[bytes, Declaration | DeclarationSealed]] = []
        made += [one for one in self.declarations.get(own, ()) if one[1].notice in (None, notice)]
        made += self.seals.get(own, ())
        held = [(self.places[statement][1], statement, body) for statement, body in made]
        found = sorted((one for one in held if one[0] < size), key=lambda one: one[0])
        return found[0 if first else -1][1:] if found else None

    def observed_at(self, log: str, statement: bytes) -> int | None:
        """Return the index of the entry of ``log`` with which its party observed a standing statement of another's."""
        of, index = self.places[statement]
        observed = self.logs[log].observed.get(of, ())
        count = bisect_left(observed, (index + 1,))
        return observed[count][1] if count < len(observed) else None

    def cut(self, statement: bytes) -> Cut | None:
        """Return the cut of that statement id, or None."""
        number = self.cut_numbers.get(statement)
        return None if number is None else self.cuts[number][1]

    def view(self, said: Said) -> View:
        """Return what the author of ``said`` sees: its past."""
        return View(self, said.log, said.index, said.statement.at)

    def view_then(self, statement: bytes) -> View:
        """Return what the author of a standing statement of a thread saw when it said it."""
        log, index = self.places[statement]
        return View(self, log, index, self.statements[statement].at, sizes=self.logs[log].closure[index])

    def in_force_at(self, view: View | None = None) -> int | None:
        """Return the hour of entry into force, None before: the earliest that a principal had shown when it saw it.

        It is an hour that a quorum had cosigned, so no party can tell another. To the author of a statement, it is the
        earliest of those in its past. What a party then owes it owes from when it saw it itself (``LogFacts.entered``).
        """
        seen = [(party.log, self.logs[party.log].entered) for party in self.agreement.principals]
        hours = (at[1] for log, at in seen if at is not None and (view is None or at[0] < view.size(log)))
        return min(hours, default=None)

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


class Sight(Protocol):
    """What somebody sees of what was notified: the author of a statement, or the reader of the state at an hour."""

    def reaches(self, until: int) -> bool:
        """Return whether the hour at which it is seen is not after another."""

    def last(self, notified: str, party: str) -> tuple[int, bytes] | None:
        """Return index and id of the last notification of this format and party that is seen, or None."""

    def figure(self, party: str, name: str) -> int | None:
        """Return the number that a party declared last, as seen, or None."""


class StopSight(Sight, Protocol):
    """A sight that shows every stop."""

    hour: int

    def stops(self, notified: str, party: str) -> Iterator[tuple[int, bytes, bool]]:
        """Yield index and id of each notification of this format and party, last first, and whether it is disputed.

        What is disputed is yielded as long as others could not know that.
        """


class View:
    """The past of the author of entry ``index`` of a log, which tells the hour ``at``.

    ``hour`` is what it tells, or the latest hour that the author has shown to have come, if that is later.
    ``witnessed``: only what the author observed a quorum's cosignatures over, also of its own log. ``sizes``: what it
    had observed of each log, if the entry is not the log's next.
    """

    def __init__(
        self,
        facts: Facts,
        log: str,
        index: int,
        at: int,
        *,
        witnessed: bool = False,
        sizes: Mapping[str, int] | None = None,
    ) -> None:
        self._facts = facts
        self._log = facts.logs[log]
        self._sizes = sizes if sizes is not None else self._log.witnessed if witnessed else self._log.sizes
        self._own = (log, self._log.witnessed.get(log, 0) if witnessed else index)
        self.hour = max(at, self._log.shown_s if sizes is None else self._log.shown_at(index))

    def reaches(self, until: int) -> bool:
        """Return whether the author's hour is not after another."""
        return self.hour <= until

    def size(self, log: str) -> int:
        """Return how many entries of a log are in the past."""
        return self._own[1] if log == self._own[0] else self._sizes.get(log, 0)

    def holds(self, statement: bytes) -> bool:
        """Return whether a standing statement is in the past."""
        log, index = self._facts.places[statement]
        return index < self.size(log)

    def cosigned_by(self, statement: bytes) -> int | None:
        """Return the earliest hour by which a quorum had cosigned a standing statement, as the author observed."""
        return self._log.cosigned_by(*self._facts.places[statement])

    def disputes(self, statement: bytes) -> bool:
        """Return whether the author saw a revocation that disputes a standing statement, and had not held it before."""
        return self._doubts(*self._facts.places[statement], statement)

    def _doubts(self, log: str, index: int, statement: bytes) -> bool:
        """Return whether the author saw a revocation that disputes a statement, and had not held that before it."""
        revoked = self._facts.logs[log].disavowed.get(statement)
        if revoked is None or revoked >= self.size(log):
            return False
        return log == self._own[0] or index >= self._log.held(log, revoked)

    def stops(self, notified: str, party: str) -> Iterator[tuple[int, bytes, bool]]:
        """Yield index and id of each notification that the author does not doubt, last first; none is disputed."""
        for index, one in self._undoubted(notified, party):
            yield index, one, False

    def last(self, notified: str, party: str) -> tuple[int, bytes] | None:
        """Return index and id of the party's last notification of this format, or None."""
        return next(self._undoubted(notified, party), None)

    def figure(self, party: str, name: str) -> int | None:
        """Return the number that the party declared last, or None."""
        line = self._facts.figures.get((party, name), [])
        log = self._facts.agreement.party(party).log
        disowned = self._facts.disowned.get(("figure", name, party))
        below = self.size(log) if disowned is None else self._last_clean(disowned, log, self.size(log)) + 1
        at = bisect_left(line, (below,))
        return line[at - 1][1] if at else None

    def _undoubted(self, notified: str, party: str) -> Iterator[tuple[int, bytes]]:
        line = self._facts.notified.get(notified, {}).get(party)
        if line is None:
            return
        log = self._facts.agreement.party(party).log
        disowned = self._facts.disowned.get(("format", notified, party))
        below = self.size(log)
        while True:
            if disowned is not None:
                below = self._last_clean(disowned, log, below) + 1
            at = bisect_left(line.indexes, below)
            if not at:
                return
            below = line.indexes[at - 1]
            yield below, line.ids[at - 1]

    def _last_clean(self, disowned: Disowned, log: str, below: int) -> int:
        """Return the last index below another that the author does not doubt, -1 if none.

        It takes as many looks as the party has revoked keys, however much it had said with them.
        """
        last = _last_below(disowned.clean, below)
        for revocation, indexes in disowned.by.items():
            if revocation >= self.size(log):
                last = max(last, _last_below(indexes, below))
            elif log != self._own[0]:
                last = max(last, _last_below(indexes, min(below, self._log.held(log, revocation))))
        return last


def _last_below(indexes: list[int], below: int) -> int:
    at = bisect_left(indexes, below)
    return indexes[at - 1] if at else -1
