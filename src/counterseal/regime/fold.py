"""The fold: entries in, in any order of arrival; state out, the same for every order.

An entry waits until all that it rests on is folded: the entries before it in its log and, if it observes a
checkpoint, the entries below that checkpoint; an amendment that all parties signed waits for its document, too. Then
it takes one ``step``, under the document that its author knew in effect (``course``). What is missing holds back what
rests on it and changes nothing else; so a party that withholds stops others' conclusions, never bends them.

Whoever feeds the fold has checked the entries against a signed root; so two entries for one place are its own mistake.
Forks show elsewhere: in what parties ``observed`` (R16).
"""

from __future__ import annotations

from collections.abc import Iterable

from counterseal.agreement import amends, clock
from counterseal.agreement.check import check_mirrors
from counterseal.agreement.document import Agreement, agreement_digest
from counterseal.agreement.terms import Volume
from counterseal.errors import Misuse, Refused
from counterseal.log.policy import Policy
from counterseal.log.tree import leaf_hash
from counterseal.regime.admit import admit
from counterseal.regime.effects import Counted, Effect, Entered, Irregular, apply
from counterseal.regime.facts import Facts, Irregularity, LogFacts, Said
from counterseal.regime.judge import State, judge
from counterseal.regime.standing import RULES as STANDING
from counterseal.regime.standing import Check, sees_in_force, signed_by
from counterseal.regime.subjects import CONSEQUENCES, EFFECTS, RULES
from counterseal.statements.kinds import Cut


class Regime:
    """What one agreement and its logs add up to so far."""

    def __init__(
        self, agreement: Agreement, policy: Policy, facts: Facts | None = None, documents: Iterable[bytes] = ()
    ) -> None:
        """Begin with nothing, or with ``facts`` folded under the same agreement and policy, which it then owns.

        ``documents``: those that amendments put in the agreement's place, as ``supply`` takes them.

        Raises:
            Refused: ``agreement-reference``: the agreement names a mirror that the trust file does not have.
        """
        check_mirrors(agreement, policy)
        logs = {party.log: LogFacts(party.name) for party in agreement.parties}
        self._facts = Facts(agreement, policy, logs) if facts is None else facts
        self._waiting: dict[str, dict[int, bytes]] = {log: {} for log in logs}
        self._heads: dict[str, Said | Irregularity] = {}
        self._waiters: dict[str, list[str]] = {log: [] for log in logs}  # log -> logs whose next entry waits for it
        self._asking: dict[str, bytes] = {}  # log -> digest of the document for which its next entry waits
        self._facts.documents[agreement.digest] = agreement
        self._facts.views[agreement.digest] = self._facts
        for document in documents:
            self.supply(document)

    @property
    def facts(self) -> Facts:
        """What is folded so far, to be read only."""
        return self._facts

    def size(self, log: str) -> int:
        """Return how many entries of ``log`` are folded. Requires that it is a log of the agreement."""
        return self._facts.logs[log].tree.size

    @property
    def missing(self) -> tuple[bytes, ...]:
        """The digests of the documents for which amendments wait, ascending; ``supply`` them."""
        return tuple(sorted(set(self._asking.values())))

    def agreement(self, log: str) -> Agreement:
        """Return the document under which the next entry of ``log`` is judged. Requires that it is a log of it."""
        return self._under(log).agreement

    def supply(self, document: bytes) -> None:
        """Take in a document that an amendment names, now or later; a repeat changes nothing.

        Raises:
            Refused: ``agreement-rules``: it is of a rule set that this software does not have, so what waits for it
                waits on.
        """
        digest = agreement_digest(document)
        if digest in self._facts.documents:
            return
        self._facts.documents[digest] = amends.read(document, self._facts.agreement, self._facts.policy)
        for log in [log for log, asked in self._asking.items() if asked == digest]:
            del self._asking[log]
            self._drain(log)

    def feed(self, log: str, index: int, data: bytes) -> None:
        """Take in entry ``index`` of ``log``; a repeat changes nothing.

        Raises:
            Misuse: no such log, or other bytes than were fed before for this place.
        """
        waiting = self._waiting.get(log)
        if waiting is None or index < 0:
            raise Misuse(f"no entry {index} of {log} in this agreement")
        tree = self._facts.logs[log].tree
        size = tree.size
        if index < size or index in waiting:
            known = tree.node(0, index) if index < size else leaf_hash(waiting[index])
            if known != leaf_hash(data):
                raise Misuse(f"two entries were fed for place {index} of {log}")
            return
        waiting[index] = data
        if index == size:
            self._drain(log)

    def preview(self, log: str, data: bytes) -> Irregularity | None:
        """Return the irregularity that ``data`` would be if ``log`` took it as its next entry, or None.

        Raises:
            Refused: ``observed-missing``: it observes more of a log than is folded here; ``amendment-missing``: it
                amends by a document that is not here.
        """
        facts = self._under(log)
        entry = admit(facts.agreement, facts.policy, facts.logs[log].party, log, self.size(log), data)
        if isinstance(entry, Irregularity):
            return entry
        if entry.sighting is not None and self.size(entry.sighting.log) < entry.sighting.size:
            why = f"got a checkpoint of {entry.sighting.size} entries of {entry.sighting.log}, not all are held here"
            raise Refused("observed-missing", why, mend="mirror the log first")
        asked = _asked(facts, entry)
        if asked is not None:
            why = f"got an amendment to the document {asked.hex()}, which is not held here"
            raise Refused("amendment-missing", why, mend="ask its author for the document")
        return next((effect.irregularity for effect in step(facts, entry) if isinstance(effect, Irregular)), None)

    def judge(self, now: int, closing: Cut | None = None) -> State:
        """Return the state at ``now``, Unix seconds; for findings, the hour of a cut.

        ``closing``: a cut over all that is folded, at ``now``, which is no entry of any log yet.
        """
        return judge(self._facts, now, closing)

    def _under(self, log: str) -> Facts:
        """Return the facts under the document by which the next entry of ``log`` is judged."""
        facts = self._facts
        return facts.under(facts.course_for(log, self.size(log))[1]) if facts.course else facts

    def _drain(self, log: str) -> None:
        """Step every entry of ``log`` that can step, and whatever waited for it, until none can."""
        moving = [log]
        while moving:
            log = moving.pop()
            own, waiting, waiters = self._facts.logs[log], self._waiting[log], self._waiters[log]
            while (data := waiting.get(own.tree.size)) is not None:
                facts = self._under(log)
                entry = self._heads.pop(log, None) or admit(
                    facts.agreement, facts.policy, own.party, log, own.tree.size, data
                )
                if self._waits(facts, entry):
                    self._heads[log] = entry
                    break
                for effect in (Irregular(entry),) if isinstance(entry, Irregularity) else step(facts, entry):
                    apply(facts, effect)
                del waiting[entry.index]
                _close(facts, own, entry, data)
                if waiters:
                    moving += waiters
                    waiters.clear()

    def _waits(self, facts: Facts, entry: Said | Irregularity) -> bool:
        """Return whether an entry rests on something that is not here, and see to it that it is asked again then."""
        if isinstance(entry, Irregularity):
            return False
        sighting = entry.sighting
        if sighting is not None:
            if facts.logs[sighting.log].tree.size >= sighting.size:
                return False
            waiters = self._waiters[sighting.log]
            if entry.log not in waiters:
                waiters.append(entry.log)
            return True
        asked = _asked(facts, entry)
        if asked is not None:
            self._asking[entry.log] = asked
        return asked is not None


def _close(facts: Facts, own: LogFacts, entry: Said | Irregularity, data: bytes) -> None:
    """Put the folded entry into its log's tree and volume, with what its author now holds of the others."""
    own.tree.append(leaf_hash(data))
    volume = facts.agreement.volume
    if volume is not None:
        _count_volume(facts, volume, own, entry, len(data))
    grown = isinstance(entry, Said) and entry.sighting is not None
    own.closure.append(own.sizes.copy() if grown else own.closure[-1])
    if own.entered is None and sees_in_force(facts, entry.log, entry.index + 1):
        apply(facts, Entered(entry.log, entry.index))


def _count_volume(facts: Facts, volume: Volume, own: LogFacts, entry: Said | Irregularity, size: int) -> None:
    """Count one entry of ``size`` bytes; the first in excess of its period is an irregularity (R33).

    The period is that of the latest hour that the log has shown to have come: no other date gains its party room.
    """
    period = facts.derived.get(("period", entry.log))  # by the document's own length of a period
    if period is None or own.shown_s >= period.end_s:
        period = facts.derived["period", entry.log] = clock.period(volume.period, own.shown_s, 0)
        assert period is not None  # nothing is before 1970
    place = entry.log, period.index
    before = facts.volumes.get(place, (0, 0))
    entries, total = facts.volumes[place] = before[0] + 1, before[1] + size
    if entries <= volume.entries and total <= volume.bytes:
        return
    if before[0] <= volume.entries and before[1] <= volume.bytes:
        subject = own.tree.node(0, entry.index) if isinstance(entry, Irregularity) else entry.id
        excess = Irregularity("R33", "volume-exceeded", own.party, entry.log, entry.index, subject)
        apply(facts, Irregular(excess))


def _asked(facts: Facts, entry: Said | Irregularity) -> bytes | None:
    """Return the digest of the document for which an amendment waits: one that is not here, asked for by all parties.

    What breaks a rule before R51 needs no document; so nobody stops the others by an amendment that they did not sign.
    """
    if isinstance(entry, Irregularity) or entry.statement.kind != "amendment" or entry.id in facts.places:
        return None
    digest: bytes = entry.statement.body.agreement
    if digest in facts.documents:
        return None
    before = (check for rule, check in _checks(facts, "amendment", plain=False) if rule not in ("R51", "R52"))
    return None if any(check(facts, entry) for check in before) else digest


def step(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """Return what ``said`` does, all that it rests on being folded: the first rule that it breaks, or its effects.

    A text that stands by the rules at an earlier place has no further effect: signature lines mint no statements.
    """
    statement = said.statement
    if statement.id in facts.places:
        return ()
    kind = statement.kind
    plain = not statement.re and not statement.seen and statement.slot is None
    for rule, check in _checks(facts, kind, plain):
        code = check(facts, said)
        if code:
            party = facts.logs[said.log].party
            broken = Irregular(Irregularity(rule, code, party, said.log, said.index, said.id))
            return (broken, *(CONSEQUENCES[code](facts, said) if code in CONSEQUENCES else ()))
    return (Counted(said, signed_by(facts, said)), *EFFECTS[kind](facts, said))


def _checks(facts: Facts, kind: str, plain: bool) -> tuple[tuple[str, Check], ...]:
    """Return id and check of the rules that statements of a kind are asked, standing first; fewer of ``plain`` ones.

    Asked by every entry, they are kept.
    """
    known: dict[str, tuple[tuple[str, Check], ...]] = facts.derived.setdefault(
        "plain checks" if plain else "checks", {}
    )
    checks = known.get(kind)
    if checks is None:
        rules = (rule for rule in (*STANDING, *RULES.get(kind, ())) if rule.asks(kind))
        asked = (rule for rule in rules if not (plain and rule.holds_for_plain(facts, kind)))
        checks = known[kind] = tuple((rule.id, rule.check) for rule in asked)
    return checks
