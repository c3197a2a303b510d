"""One party's node: it says what its officers sign, publishes its log, mirrors and observes the others'.

The order of effects, and what a crash between two of them does:

    say        preview by the regime -> store.append (durable: acknowledged) -> fold
               crash after append: the entry is there, and folded at the next start
    publish    read back from the store -> compare with what was folded -> sign (``OwnLog``)
               a difference on reading back, or a head that is not ours: stop signing, keep serving reads
    mirror     check entries against the signed root -> store.append -> fold
    hold       keep a document that amends the agreement (durable) -> fold what waited for it
    observe    ``say`` of the checkpoint that was mirrored

Registers: ``published/ORIGIN/SIZE`` the checkpoint note of a log at that size, with its cosignatures; ``cut/NUMBER``
the statement id of the one text that this party signed as that cut; ``document/DIGEST`` a document by which the
agreement is amended, or may be; ``seal/ROOT`` what this party declared under seal, and the key that opens it: it is
known to nobody else, and with it is lost what would open the declaration.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from counterseal.agreement.document import CLOSED, Agreement, agreement_digest
from counterseal.encoding import canonical
from counterseal.errors import Misuse, Refused, Unavailable
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.note import Note
from counterseal.log.policy import Policy
from counterseal.log.tree import Tree, leaf_hash
from counterseal.log.vkey import COSIGNATURE_ED25519, ED25519
from counterseal.node.keys import Keyring
from counterseal.node.own_log import OwnLog, check_sizes
from counterseal.node.witness import Clock, Witness
from counterseal.regime.closing import next_number, offered
from counterseal.regime.fold import Regime
from counterseal.sealing.declaration import Point, Seal, commit, open_points
from counterseal.statements.kinds import (
    KINDS,
    Cut,
    CutProposed,
    Declaration,
    DeclarationOpened,
    DeclarationSealed,
    LogPosition,
    Observed,
)
from counterseal.statements.statement import Statement
from counterseal.store.contract import Store

_DECLARATION = KINDS["declaration"].shape
HOUR_TOLERANCE_S = 86_400  # seconds between a cut's hour and a signer's clock


class Node:
    """The node of one party under one agreement."""

    def __init__(
        self, *, party: str, agreement: Agreement, policy: Policy, keyring: Keyring, store: Store, clock: Clock
    ) -> None:
        """Open the node on its store: everything stored is read back, hashed and folded again.

        Raises:
            Unavailable: the stored head is not of what is stored.
            Misuse: the keyring's log key is not that of the party's log.
        """
        self.party = party
        self.origin = agreement.party(party).log
        if keyring.log.vkey.name != self.origin:
            raise Misuse(f"the key {keyring.log.vkey.name} does not sign the log {self.origin}")
        self.agreement = agreement
        self.policy = policy
        self.keyring = keyring
        self.regime = Regime(agreement, policy)
        self.witness = Witness(policy=policy, cosigners=keyring.witness, store=store, clock=clock)
        self._store = store
        self._clock = clock
        self._mirrored: dict[str, Tree] = {}  # other log -> the tree of what rests here of it
        for log in self.regime.facts.logs:
            for index, entry in enumerate(store.entries(log, 0, store.size(log))):
                self.regime.feed(log, index, entry)
        while any(self._supply(digest) for digest in self.regime.missing):
            pass  # each may let another amendment ask
        self._log = OwnLog(keyring.log, store)

    # The documents of the agreement.

    @property
    def terms(self) -> Agreement:
        """The document under which this party speaks now: the agreement's first, until a cut put another in place."""
        return self.regime.agreement(self.origin)

    def hold(self, document: bytes) -> bytes:
        """Keep a document by which the agreement is to be amended, and return its digest.

        Raises:
            Refused: ``agreement-rules``: it is of a rule set that this software does not have.
        """
        digest = agreement_digest(document)
        register = f"document/{digest.hex()}"
        self.regime.supply(document)
        self._store.swap(register, self._store.register(register), document)
        return digest

    def _supply(self, digest: bytes) -> bool:
        """Give the fold a document if it is held here, and return whether it is."""
        document = self._store.register(f"document/{digest.hex()}")
        if document:
            self.regime.supply(document)
        return bool(document)

    # What the party says.

    def compose(self, kind: str, body: Any, re: Iterable[bytes] = ()) -> Statement:
        """Return the statement that this party would make now: its slot, citations and newest sightings filled in.

        A cut shows what its proposer saw by its vector, and so names no sightings besides (R29).
        """
        return Statement(
            header=self.agreement.header,
            channel=self.agreement.channel,
            party=self.party,
            kind=kind,
            at=self._clock(),
            seen=() if kind == "cut" else tuple(sorted(self._newest_sightings())),
            re=tuple(sorted({*re, *KINDS[kind].cites(body)})),
            body=body,
            slot=None if (slot := KINDS[kind].slot) is None else slot(body),
        )

    def sign(self, text: bytes, roles: Mapping[str, int]) -> Note:
        """Return ``text`` signed by the first persons of each role, as many as asked; there must be so many."""
        signers = [signer for role, count in roles.items() for signer in self.keyring.roles[role][:count]]
        return note.sign(text, signers)

    def roles(self, kind: str, by: Sequence[str] = ("author", "each")) -> dict[str, int]:
        """Return role -> persons that the agreement asks of the parties that ``by`` names."""
        return {need.role: need.persons for need in self.terms.signatures[kind] if need.by in by}

    def say(self, kind: str, body: Any, re: Iterable[bytes] = ()) -> Statement:
        """Compose, sign and log a statement that this party alone signs; return it."""
        statement = self.compose(kind, body, re)
        self.log(self.sign(statement.text, self.roles(kind)).encode())
        return statement

    # What it declares under seal.

    def seal(self, declaration: Declaration, secret: bytes) -> Statement:
        """Declare a site under seal: keep what it holds and what opens it, then log the root and the closed points.

        ``secret``: 32 random bytes, of this declaration alone.

        Raises:
            Refused: the code of the rule that it would break, as ``log``; of the declaration itself R17, R18, R49.
            Unavailable: the store failed; nothing was acknowledged.
        """
        site = self.terms.site(declaration.site)
        if site.capacity is None or tuple(point.id for point in declaration.points) != site.points:
            why = f"got {len(declaration.points)} points of {site.name}, want all {len(site.points)}, of a sealed site"
            raise Refused("declaration-points", why, mend="declare every point, of a site that is declared under seal")
        root = commit(self._seal_of(declaration, site.capacity), secret, _points_of(declaration))
        kept = {"declaration": _DECLARATION.write(declaration), "secret": secret.hex()}
        # The root is new, so nothing is overwritten; durable before anybody is told of it.
        self._store.swap(f"seal/{root.hex()}", b"", canonical.encode(kept))
        body = DeclarationSealed(
            site=site.name,
            capacity=site.capacity,
            root=root,
            closed=tuple(replace(point, uid=None) for point in declaration.points if point.holds in CLOSED),
            number=declaration.number,
        )
        return self.say("declaration-sealed", body)

    def unseal(self, sealed: bytes, points: Collection[str], notice: bytes | None = None) -> Statement:
        """Open some points of a declaration that this node sealed, for a visit or for none.

        Raises:
            Refused: the code of the rule that it would break, as ``log``; ``opening-points``: the site has no such one.
            Unavailable: its key is not here.
        """
        said = self.regime.facts.statements.get(sealed)
        body = None if said is None else said.body
        kept = self._store.register(f"seal/{body.root.hex()}") if isinstance(body, DeclarationSealed) else b""
        if not isinstance(body, DeclarationSealed) or not kept:
            raise Unavailable(f"the key of the declaration {sealed.hex()} is not here", "open it where it was sealed")
        read: Any = canonical.parse(kept)
        declaration = _DECLARATION.read(read["declaration"])
        places = {point.id: place for place, point in enumerate(declaration.points)}
        if not points or not set(points) <= places.keys():
            raise Refused("opening-points", f"got points that {body.site} does not have, or none", mend="name its own")
        opened = sorted(places[point] for point in set(points))
        seal = self._seal_of(declaration, body.capacity)
        opening = open_points(seal, bytes.fromhex(read["secret"]), _points_of(declaration), opened)
        number = len(self.regime.facts.openings.get(sealed, ())) + 1
        shown = tuple(declaration.points[place] for place in opened)
        return self.say(
            "declaration-opened",
            DeclarationOpened(
                sealed=sealed,
                number=number,
                points=shown,
                keys=opening.keys,
                siblings=opening.siblings,
                notice=notice,
            ),
        )

    def _seal_of(self, declaration: Declaration, capacity: int) -> Seal:
        return Seal(
            channel=self.agreement.channel,
            party=self.party,
            site=declaration.site,
            number=declaration.number or 1,
            points=len(declaration.points),
            capacity=capacity,
        )

    def log(self, data: bytes) -> int:
        """Append a signed statement note to the own log and return its index: acknowledged, durable here.

        Raises:
            Refused: the code of the rule that it would break; nothing was logged.
            Unavailable: the store failed; nothing was acknowledged.
        """
        broken = self.regime.preview(self.origin, data)
        if broken is not None:
            raise Refused(broken.code, f"the statement would break {broken.rule}", mend="it was not logged; mend it")
        return self._append(data)

    def _append(self, data: bytes) -> int:
        index = self.regime.size(self.origin)
        self._log.append(index, [data])
        self.regime.feed(self.origin, index, data)
        return index

    # Its log, for others.

    def publish(self) -> bytes:
        """Sign a checkpoint over the whole log, as read back from the store, and return the note.

        Raises:
            Unavailable: what was read back is not what was folded, or another process moved the head: nothing was
            signed.
        """
        tree = self._log.read_back()
        folded = self.regime.facts.logs[self.origin].tree
        if tree.size != folded.size or tree.root() != folded.root():
            raise Unavailable(f"entries of {self.origin} read back changed", "stop; restore the log from peers")
        return self._log.sign()

    def consistency(self, old: int) -> tuple[bytes, ...]:
        """Return the proof from size ``old`` to the newest signed head; none is needed from 0."""
        return self._log.consistency(old)

    def merge(self, cosignatures: Iterable[bytes]) -> bytes:
        """Return the newest head with the good lines of these answers of witnesses, and keep it as published."""
        head = self._log.head()
        merged = head
        for answer in cosignatures:
            try:
                good = note.from_foreign(head + answer, self.policy.keys)
            except Refused:
                continue  # one bad witness does not cost the lines of the others
            merged += b"".join(line.encode() for line in good.lines)
        kept = note.from_foreign(merged, self.policy.keys)
        return self._keep(checkpoints.parse(kept.text), kept.encode())

    def _keep(self, checkpoint: Checkpoint, data: bytes) -> bytes:
        """Keep a checkpoint note with all lines of it that are known here: fewer lines never replace more."""
        register = f"published/{checkpoint.origin}/{checkpoint.size}"
        known = self._store.register(register)
        if known and note.parse(known).text == note.parse(data).text:
            more = b"".join(line.encode() for line in note.parse(known).lines)
            data = note.from_foreign(data + more, self.policy.keys).encode()
        self._store.swap(register, known, data)
        return data

    def published(self, origin: str, size: int) -> bytes:
        """Return the cosigned checkpoint note of ``origin`` at ``size`` as held here; nothing if none is."""
        return self._store.register(f"published/{origin}/{size}")

    def held(self, origin: str) -> int:
        """Return how many entries of a log rest here; those that wait for others' are not folded yet."""
        return self._store.size(origin)

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        """Return entries of a log held here."""
        return self._store.entries(origin, start, end)

    # Others' logs, here.

    def mirror(self, data: bytes, entries: Sequence[bytes]) -> Checkpoint:
        """Take in another log up to a checkpoint note: ``entries`` are those beyond what is held; return what it says.

        A checkpoint older than what is held is taken too, without entries: it comes late, and proves nothing.

        Raises:
            Refused: by ``Policy.open``; ``entry-size``; ``mirror-root``: entries held and given do not lead to the
                signed root. Both roots are evidence then, if the log signed this size before.
        """
        parsed = note.parse(data)
        origin = checkpoints.parse(parsed.text).origin
        if origin not in self.regime.facts.logs:
            raise Refused("checkpoint-other-log", f"got a checkpoint of {origin}, no log of this agreement")
        checkpoint, _ = self.policy.open(parsed, origin)
        check_sizes(entries)
        held = self._store.size(origin)
        if origin != self.origin:
            tree = self._mirrored.pop(origin, None)  # of what it will be once all went well; else it is made anew
            if tree is None or tree.size != held:
                tree = Tree(leaf_hash(entry) for entry in self._store.entries(origin, 0, held))
            for entry in entries:
                tree.append(leaf_hash(entry))
            late = not entries and checkpoint.size < held
            if (tree.size != checkpoint.size and not late) or tree.root(checkpoint.size) != checkpoint.root:
                evidence = tuple(note_ for note_ in (data, self.published(origin, checkpoint.size)) if note_)
                raise Refused("mirror-root", f"the entries of {origin} do not lead to its root", evidence=evidence)
            self._store.append(origin, held, entries)
            self._mirrored[origin] = tree
            for index, entry in enumerate(entries, held):
                self.regime.feed(origin, index, entry)
            self._keep(checkpoint, data)
        return checkpoint

    def observe(self, data: bytes, carrying: Iterable[bytes] = ()) -> Statement:
        """Log that this party accepted a checkpoint note, its log's line and the Ed25519 cosignatures.

        Args:
            data: the checkpoint note.
            carrying: ids of amendments, observed before, that the party carries with it: without its log's word none
                takes effect. No node does so by itself: its officers say which.
        """
        parsed = note.parse(data)
        origin = checkpoints.parse(parsed.text).origin
        known = {
            place
            for place, vkey in self.policy.keys.items()
            if vkey.type == COSIGNATURE_ED25519 or (vkey.type == ED25519 and vkey.name == origin)
        }
        lines = tuple(line for line in parsed.lines if (line.name, line.key_id) in known)
        return self.say("observed", Observed(checkpoint=Note(parsed.text, lines).encode().decode("utf-8")), carrying)

    # Cuts.

    def ask_for_cut(self) -> Statement:
        """Log the proposal of the next cut: from its delivery on all have the agreed time to sign it; return it."""
        number, previous = self._newest_cut()
        return self.say("cut-proposed", CutProposed(number=number + 1, previous=previous))

    def propose_cut(self, hour: int, absent: Iterable[str] = ()) -> Statement:
        """Return the next cut over the newest witnessed checkpoints that this node observed, unsigned.

        ``absent``: the parties that did not sign the one before, which was proposed: it is passed over.
        """
        left_out = tuple(sorted(absent))
        number, previous = self._newest_cut()
        sightings = self.regime.facts.logs[self.origin].sightings.values()
        best: dict[str, LogPosition] = {}
        for seen in sightings:
            # A checkpoint of another history is no ground.
            own = self.regime.facts.logs[seen.log].tree.root(seen.size) == seen.root
            if own and seen.witnessed and seen.size >= (best[seen.log].size if seen.log in best else 0):
                best[seen.log] = LogPosition(log=seen.log, size=seen.size, root=seen.root)
        body = Cut(
            number=next_number(self.regime.facts, number, left_out),
            hour=hour,
            vector=tuple(position for _, position in sorted(best.items())),
            previous=previous,
            absent=left_out,
        )
        return self.compose("cut", body)

    def _newest_cut(self) -> tuple[int, bytes | None]:
        """Return number and id of the last cut that is folded here; 0 and None before any."""
        newest = max(self.regime.facts.cuts.items(), default=None)
        return (0, None) if newest is None else (newest[0], newest[1][0])

    def sign_cut(self, cut: Statement) -> Note:
        """Return the cut with this party's lines: one text for each number, ever, and only one that holds here.

        Raises:
            Refused: by ``regime.closing.offered``; ``cut-hour``: its hour is further than ``HOUR_TOLERANCE_S`` from
                this node's clock; ``cut-stale``: it leaves out entries of this party, or of one that is absent, that it
                could hold; ``cut-absent``: it is closed without this party;
                ``cut-signed``: this party signed another text of this number.
        """
        offered(self.regime.facts, cut)
        body: Cut = cut.body
        if abs(body.hour - self._clock()) > HOUR_TOLERANCE_S:
            raise Refused("cut-hour", f"got an hour {body.hour - self._clock()} seconds from this node's clock")
        if self.party in body.absent:
            raise Refused("cut-absent", "got a cut that is closed without this party")
        witnessed = self.regime.facts.logs[self.origin].witnessed
        spoken_for = {self.origin, *(self.terms.party(name).log for name in body.absent)}
        for position in body.vector:
            if position.log in spoken_for and position.size < witnessed.get(position.log, 0):
                raise Refused("cut-stale", f"got a cut that leaves out witnessed entries of {position.log}")
        register = f"cut/{body.number}"
        signed = self._store.register(register)
        if signed not in (b"", cut.id):
            raise Refused("cut-signed", f"this party signed another text as cut {body.number}")
        self._store.swap(register, signed, cut.id)  # durable before anything is signed
        return self.sign(cut.text, self.roles("cut", ("each",)))

    def _newest_sightings(self) -> list[bytes]:
        facts = self.regime.facts.logs[self.origin]
        newest: dict[str, tuple[int, bytes]] = {}
        for seen in facts.sightings.values():
            if seen.size >= newest.get(seen.log, (0, b""))[0]:
                newest[seen.log] = (seen.size, seen.digest)
        return [digest for _, digest in newest.values()]


def _points_of(declaration: Declaration) -> tuple[Point, ...]:
    return tuple(Point(point.id, point.holds, point.uid or "") for point in declaration.points)
