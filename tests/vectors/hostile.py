"""A busy regime among hostile parties: between its statements, and in their place, stands whatever they can think of.

Made-up and mutated statements of every kind and format, signed by those who must sign, by others or by nobody;
checkpoints of other histories, of the future, at every hour; keys rotated and revoked; bytes of no meaning at all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from typing import Any

from busy import HELD, Busy
from every_term import PARTIES, POINTS, PRINCIPALS, VISITS, every_term

from counterseal.agreement import document
from counterseal.errors import Refused
from counterseal.log import note
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.cosignature import message_ed25519
from counterseal.log.policy import Policy
from counterseal.log.signer import Ed25519Signer
from counterseal.log.tree import leaf_hash
from counterseal.regime.fold import Regime
from counterseal.regime.subjects.cut import number_after
from counterseal.sealing import draw
from counterseal.statements.kinds import KINDS
from counterseal.statements.statement import UNIX_S_MAX, Statement, statement_id
from validation import seal as seals

HOURS = (0, 1, 1_646_121_600, 1_700_000_000, UNIX_S_MAX, UNIX_S_MAX + 1, 2**53 - 1, 2**53, -1)
TEXTS = (
    "",
    "a",
    "Ж",
    "\u2014 x",
    "alpha",
    "first",
    "site-1",
    "base-1",
    "receipt",
    "inspected",
    "clean",
    "0" * 300,
    "\x7f",
)
SITES = ("base-1", "base-2", "base-3", "site-1", "site-2", "nowhere")
WITNESSES = (*PARTIES, "neutral-north", "neutral-south")


def _more(agreement: dict[str, Any]) -> None:
    """Let there be another format, which suspends, another site in the pool, and other mirrors."""
    alarm = {"by": ["each"], "carries": ["hour"], "effect": "suspends", "name": "alarm", "title": {"en": "alarm"}}
    agreement["notifications"].insert(0, alarm)
    site = agreement["sites"][0] | {"name": "base-4"}
    agreement["sites"].insert(3, site)
    agreement["inspections"][0]["pool"].append("base-4")
    agreement["delivery"] |= {"held_quorum": 1, "mirrors": ["neutral-north", "zeta"]}


def _less(agreement: dict[str, Any]) -> None:
    """Let there be no quotas, ladders, duties and volume, and no conditions of visits."""
    for member in ("commission", "duties", "ladders", "quotas", "volume"):
        del agreement[member]
    for inspection in agreement["inspections"]:
        inspection.pop("only_if", None)
        del inspection["quotas"]
    next(term for term in agreement["notifications"] if term["name"] == "discrepancy").pop("of", None)


def _other(agreement: dict[str, Any]) -> None:
    """Let volume be counted by days, what is asked be disputed, and visits need more persons."""
    agreement["volume"] = {"bytes": 90_000, "entries": 60, "period": "day"}
    next(term for term in agreement["notifications"] if term["name"] == "request")["effect"] = "disputes"
    agreement["signatures"]["notice"] = [{"by": "author", "persons": 1, "role": "officer"}]
    agreement["undertakings"] = agreement["undertakings"][:1]


def _never(agreement: dict[str, Any]) -> None:
    """Let the documents be of other parties."""
    agreement["parties"][0]["side"] = "north"


def _last(agreement: dict[str, Any]) -> None:
    """Let nothing be amended any more."""
    del agreement["signatures"]["amendment"]


CHANGES = (_more, _less, _other, _never, _last)
"""Documents that parties put in the agreement's place, or try to."""


class Hostile(Busy):
    """A history that is folded as it is said."""

    def __init__(self, seed: str, spite: float = 0.35) -> None:
        super().__init__(every_term(volume=350, places=3), seed="hostile")
        self.dice = random.Random(seed)
        self.spite = spite
        self.known: list[tuple[bytes, str]] = []  # statement ids with their kinds
        self.fold = Regime(
            self.agreement, Policy(self.policy.logs, self.policy.witnesses, self.policy.groups, self.policy.quorum)
        )
        changed = [self.document(change) for change in CHANGES]
        self.documents.append(b"no agreement")
        self.digests = [*changed, document.agreement_digest(self.documents[-1]), self.agreement.digest]
        self.author = ""
        self.meant: dict[bytes, Statement] = {}
        self.subjects: dict[tuple[str, int], tuple[bytes, ...]] = {}

    def add(self, party: str, entry: bytes, statement: bytes = b"") -> bytes:
        """Append an entry, and fold it."""
        log = self.origins[party]
        index = len(self.logs[log])
        super().add(party, entry, statement)
        end = entry.rfind(b"\n\n")
        self.subjects[log, index] = (leaf_hash(entry), statement_id(entry[: end + 1]))
        self.fold.feed(log, index, entry)
        return statement

    def say(self, party: str, kind: str, body: Mapping[str, Any], **changes: Any) -> bytes:
        """Append a statement, or what was made of it, among others that nobody waits for."""
        dice = self.dice
        if self.day and dice.random() < self.spite:
            for _ in range(dice.randint(1, 2)):
                self.spit()
        if kind == "observed":
            self.author = party
            changes = {"re": tuple(sorted(one for one in [*self.fold.facts.amendments][-9:] if self._has_seen(one)))}
        said = self.text(party, kind, body, **changes)
        self.known.append((said.id, kind))
        self.meant[said.id] = said
        line = json.loads(said.text.split(b"\n")[1])
        if self.day and dice.random() < 0.02:
            self.author = party
            self.put(party, kind, self.mutated(line))
            return said.id
        lines = sorted(self._line(key, said.text) for key in self._who(party, kind, line))
        return self.add(party, said.text + b"\n" + b"".join(line for _, line in lines), said.id)

    def live(self) -> None:
        """Let a day go by, from the last cut that stands, and let documents arrive in the evening."""
        cuts = self.fold.facts.cuts
        self.cut = (max(cuts), cuts[max(cuts)][0]) if cuts else (0, b"")
        self.visits = {name: len(self.fold.facts.visits.get(name, ())) for name in VISITS}
        super().live()
        for digest in self.fold.missing:
            if digest in self.digests:  # else all signed a digest of nothing, and what rests on it waits for ever
                self.fold.supply(self.documents[self.digests.index(digest)])

    def statement(self, statement: bytes) -> Statement:
        """Return what was meant, whatever was said in its place."""
        return self.meant[statement]

    def spit(self) -> None:
        """Append one hostile entry."""
        dice = self.dice
        party = self.author = dice.choice((*PRINCIPALS, *self.origins))
        if dice.random() < 0.1:
            self.add(party, self._bytes(party))
            return
        kind = dice.choice(
            (*KINDS, *["notification"] * 8, *["declaration-opened"] * 2, "notice", "observed", "reading")
        )
        if kind in ("declaration-opened", "declaration-sealed") and dice.random() < 0.7:
            party = self.author = "alpha"  # who may
        line = self._envelope(party, kind, self._bodies()[kind](party))
        if dice.random() < 0.25:
            line = self.mutated(line)
        self.put(party, kind, line)

    def put(self, party: str, kind: str, line: Mapping[str, Any]) -> None:
        """Append a statement's JSON, signed by those who must or by others, now and then with a byte changed."""
        dice = self.dice
        try:
            text = self.agreement.header.encode() + b"\n" + _plain(line) + b"\n"
        except UnicodeEncodeError:
            return
        signers = self._who(party, kind, line)
        if dice.random() < 0.1:
            role = dice.choice(("node", "officer"))
            signers = [*signers[1:], self.signer(dice.choice(tuple(PARTIES)), role, dice.randint(1, 3))]
        if dice.random() < 0.02:
            signers += self.root_signers(party)[:1]
        lines = dict(self._line(signer, text) for signer in signers)
        entry = text + b"\n" + b"".join(lines[rank] for rank in sorted(lines))
        if dice.random() < 0.03:
            at = dice.randrange(len(entry))
            entry = entry[:at] + bytes([dice.randrange(256)]) + entry[at + 1 :]
        self.known.append((statement_id(text), kind))
        self.add(party, entry, statement_id(text))

    def mutated(self, line: Any) -> Any:
        """Return JSON with one to three members changed, removed or added."""
        dice = self.dice
        line = json.loads(json.dumps(line))
        for _ in range(dice.randint(1, 3)):
            target = line
            while isinstance(target, dict | list) and target and dice.random() < 0.6:
                inner = [
                    one
                    for one in (target.values() if isinstance(target, dict) else target)
                    if isinstance(one, dict | list)
                ]
                if not inner:
                    break
                target = dice.choice(inner)
            if isinstance(target, list):
                target.insert(dice.randint(0, len(target)), self._value())
            elif target and dice.random() < 0.85:
                name = dice.choice(sorted(target))
                if dice.random() < 0.15:
                    del target[name]
                elif type(target[name]) is int and dice.random() < 0.6:
                    target[name] += dice.choice((-1, 1, 86_400, -86_400))
                else:
                    target[name] = self._value()
            else:
                target[dice.choice(("x", "about", "hour", "slot", "until", "X Y", "number"))] = self._value()
        return line

    # What is said.

    def _value(self) -> Any:
        dice = self.dice
        nest: Any = 1
        for _ in range(dice.choice((1, 3, 40))):
            nest = [nest]
        return dice.choice(
            (
                dice.choice(HOURS),
                dice.randint(0, 5),
                dice.choice(TEXTS),
                self._id(),
                [],
                {},
                [self._id()],
                nest,
                {"a": 1},
                True,
                None,
                0.5,
            )
        )

    def _id(self, *kinds: str) -> str:
        """Return an id of one of these kinds, mostly one that the author of what is made up has seen."""
        fitting = [one for one, kind in self.known[-400:] if not kinds or kind in kinds]
        if self.dice.random() < 0.9:
            fitting = [one for one in fitting if self._has_seen(one)] or fitting
        return self.dice.choice(fitting).hex() if fitting and self.dice.random() < 0.98 else "77" * 32

    def _has_seen(self, one: bytes) -> bool:
        log, index = self.fold.facts.places.get(one, ("", 0))
        own = self.origins[self.author]
        return bool(log) and index < (
            len(self.logs[own]) if log == own else self.fold.facts.logs[own].sizes.get(log, 0)
        )

    def _hour(self) -> int:
        return self.dice.choice(HOURS) if self.dice.random() < 0.05 else self.now + self.dice.randint(-86_400, 3_600)

    def _envelope(self, party: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        dice = self.dice
        cited = {
            body[name]
            for name in ("about", "cut", "designation", "exchange", "notice", "previous", "sealed")
            if name in body and kind != "amendment"  # which names documents, no statements
        }
        if dice.random() < 0.05:
            cited.add(self._id())
        line = {
            "at": self._hour(),
            "body": body,
            "channel": self.agreement.channel,
            "kind": kind,
            "party": party,
            "re": sorted(cited),
            "seen": [],
        }
        sightings = self.fold.facts.logs[self.origins[party]].sightings
        if sightings and dice.random() < 0.1:
            recent = list(sightings)[-30:]
            line["seen"] = sorted({dice.choice(recent).hex() for _ in range(dice.randint(1, 3))})
        try:
            slot = KINDS[kind].slot
            taken = None if slot is None else slot(KINDS[kind].shape.read(body))
        except Refused:  # the body is of no shape: then it has no slot either
            taken = None
        return line if taken is None else line | {"slot": taken}

    def _who(self, party: str, kind: str, line: Mapping[str, Any]) -> list[Ed25519Signer]:
        if kind in document.ROOT_SIGNED:
            made = self.root_signers(party)[:2]
            return [*made, *self.root_signers(party, 1)[:2]] if kind == "key-rotation" else made
        body = line.get("body")
        format_ = body.get("format") if isinstance(body, dict) else None
        term = self.agreement.notification(format_) if kind == "notification" and isinstance(format_, str) else None
        signatures = term.signed if term is not None and term.signed else self.agreement.signatures.get(kind, ())
        found: dict[str, Ed25519Signer] = {}
        for signature in signatures:
            absent = body.get("absent") if isinstance(body, dict) else None
            present = [name for name in PARTIES if not isinstance(absent, list) or name not in absent]
            parties = {"author": [party], "each": present, "inspected": ["alpha", "beta"]}[signature.by]
            for name in parties:
                for number in range(1, signature.persons + 1):
                    signer = self.signer(name, signature.role, number)
                    found[signer.vkey.name] = signer
        return list(found.values())

    def _bodies(self) -> dict[str, Callable[[str], dict[str, Any]]]:
        dice = self.dice
        return {
            "amendment": self._amendment,
            "accession": lambda party: {
                "agreement": self.agreement.digest.hex(),
                "policy": self.agreement.policy.hex(),
                "roots": {one.name: one.roots.hex() for one in self.agreement.parties},
            },
            "cut": self._cut,
            "cut-proposed": lambda party: (
                {"number": max(1, max(self.fold.facts.cuts, default=0) + dice.choice((1, 1, 1, 0, 2)))}
                | ({"previous": self.cut[1].hex()} if self.cut[1] and dice.random() < 0.95 else {})
            ),
            "declaration": lambda party: (
                {
                    "points": [
                        {"holds": dice.choice(("empty", "missile", "target", "away", "unavailable")), "id": point}
                        for point in POINTS
                    ],
                    "site": dice.choice(SITES[:5]),
                }
                | ({"number": dice.randint(2, 9)} if dice.random() < 0.7 else {})
            ),
            "declaration-opened": self._opening,
            "declaration-sealed": lambda party: (
                {
                    "capacity": dice.choice((8, 8, 8, 16)),
                    "root": dice.choice(("77" * 32, self._root())),
                    "site": dice.choice(("site-2", "site-2", *SITES)),
                }
                | ({"closed": [{"holds": "away", "id": dice.choice(POINTS)}]} if dice.random() < 0.3 else {})
                | ({"number": dice.randint(2, 9)} if dice.random() < 0.7 else {})
            ),
            "designation-opened": lambda party: {
                "notice": self._id("notice"),
                "salt": self._salt("base", dice.randint(1, 9)).hex(),
                "sealed": self._id("designation-sealed"),
                "site": dice.choice(SITES),
            },
            "designation-sealed": lambda party: {
                "commitment": self._designation("base", 1, "base-2").hex(),
                "inspection": "base",
                "number": self.visits["base"] + dice.randint(0, 1),
            },
            "draw-share-opened": lambda party: {"exchange": self._id("notice"), "share": "11" * 32},
            "draw-share-sealed": self._sealed,
            "filler": lambda party: {"padding": "0" * dice.choice((1, 64, 5_000))},
            "inspection-report": self._report_body,
            "key-revocation": lambda party: {
                "keys": sorted(
                    {
                        self.signer(party, dice.choice(("node", "officer")), dice.randint(2, 3)).vkey.key.hex()
                        for _ in range(2)
                    }
                ),
                "last_good": max(0, len(self.logs[self.origins[party]]) - dice.choice((0, 1, 5, 50))),
            },
            "key-rotation": lambda party: self.key_set(party, 1),
            "notice": self._notice,
            "notification": self._notification,
            "observed": lambda party: {"checkpoint": self._checkpoint().decode()},
            "one-sided-report": self._report_body,
            "reading": self._reading,
            "root-key-set": lambda party: self.key_set(party),
        }

    def _amendment(self, party: str) -> dict[str, Any]:
        dice = self.dice
        settled, digest = self.fold.facts.course_for(self.origins[party], len(self.logs[self.origins[party]]))
        number = settled + dice.choice((1, 1, 1, 1, 0, 2))
        previous = digest if dice.random() < 0.9 else dice.choice(self.digests)
        return {"agreement": dice.choice(self.digests).hex(), "number": max(1, number), "previous": previous.hex()}

    def _checkpoint(self) -> bytes:
        dice = self.dice
        author = dice.choice(tuple(PARTIES))
        log = self.origins[author]
        size = max(0, len(self.logs[log]) - dice.choice((0, 0, 0, 1, 3, 200)))
        root = self.trees[log].root(size)
        if dice.random() < 0.04:
            root = bytes([dice.randrange(256)]) * 32
        elif dice.random() < 0.002:
            size += dice.randint(1, 20)
        text = Checkpoint(log, size, root).encode()
        lines = [self._line(self._key(log), text)]
        for operator in dice.sample(WITNESSES, dice.choice((0, 2, 5, 6, 8))):
            hour = dice.choice((1, 2**63 - 1, UNIX_S_MAX + 1)) if dice.random() < 0.02 else max(1, self._hour())
            if hour < 2**63:
                lines.append(self._line(self._cosigner(operator), message_ed25519(hour, text), hour.to_bytes(8, "big")))
        return text + b"\n" + b"".join(line for _, line in sorted(lines))

    def _cut(self, party: str) -> dict[str, Any]:
        sizes = dict(self.fold.facts.logs[self.origins[party]].witnessed)
        vector = [
            {"log": log, "root": self.trees[log].root(sizes[log]).hex(), "size": sizes[log]}
            for log in sorted(sizes)
            if sizes[log] <= self.trees[log].size
        ]
        last = max(self.fold.facts.cuts, default=0)
        body: dict[str, Any] = {"hour": self._hour(), "vector": vector}
        if self.dice.random() < 0.5:
            number = last + self.dice.randint(0, 2)
            previous = self.fold.facts.cuts.get(number - 1)
        else:
            absent = sorted(self.dice.sample(tuple(PARTIES), self.dice.choice((1, 1, 2, 3))))
            number = number_after(self.fold.facts, last, absent) + self.dice.choice((0, 0, 0, 1))
            previous, body["absent"] = self.fold.facts.cuts.get(last), absent
        body["number"] = number
        return body if previous is None else body | {"previous": previous[0].hex()}

    def _root(self) -> str:
        """Return the root that the next sealed declaration would have."""
        seal, secret, points = self.sealing("alpha", "site-2", HELD, self.declared.get("site-2", 0) + 1)
        return seals.hashes(seal, secret, points)[0][0].hex()

    def _opening(self, party: str) -> dict[str, Any]:
        """Return an opening of what may be sealed, of some points, for a visit or for none."""
        dice = self.dice
        sealed = self.sealed if dice.random() < 0.8 else bytes.fromhex(self._id("declaration-sealed"))
        drawn = sorted(dice.sample(POINTS, dice.choice((1, 3, 3, 6))))
        made = self.unsealed(self.sealed, HELD, drawn, len(self.fold.facts.openings.get(sealed, ())) + 1)
        if dice.random() < 0.2:
            made["points"][0] = made["points"][0] | {"holds": dice.choice(("away", "missile", "nothing"))}
        notice = {"notice": self._id("notice")} if dice.random() < 0.4 else {}
        return made | {"sealed": sealed.hex()} | notice

    def close(self) -> None:
        """Close the day's cut; or ask all for it, and close it on the next day without some."""
        dice, facts = self.dice, self.fold.facts
        last = max(facts.cuts, default=0)
        previous = {"previous": facts.cuts[last][0].hex()} if last else {}
        if dice.random() < 0.2:
            self.say(dice.choice(tuple(PARTIES)), "cut-proposed", {"number": last + 1} | previous)
            return
        absent = sorted(dice.sample(("alpha", "delta", "epsilon", "gamma", "zeta"), dice.choice((1, 2))))
        number = number_after(facts, last, absent)
        turn = self.agreement.parties[number % len(self.origins)].name
        if last + 1 not in facts.proposals or dice.random() < 0.5:
            super().close()
            return
        for author in self.origins:
            self.observe(turn, author, self.sizes[self.origins[author]])
        vector = [
            {"log": log, "root": self.trees[log].root(size).hex(), "size": size}
            for log, size in sorted(self.sizes.items())
        ]
        body: dict[str, Any] = {"absent": absent, "hour": self.now, "number": number, "vector": vector}
        self.say(turn, "cut", body | previous)

    def _sealed(self, party: str) -> dict[str, Any]:
        exchange, cut = self._id("notice"), self._id("cut")
        role = self.dice.choice(("inspected", "inspecting"))
        run = draw.Exchange(channel=self.agreement.channel, exchange=bytes.fromhex(exchange), cut=bytes.fromhex(cut))
        made = draw.commitment(run, party, role, bytes([0x11]) * 32)
        return {"commitment": made.hex(), "cut": cut, "exchange": exchange, "role": role}

    def _report_body(self, party: str) -> dict[str, Any]:
        dice = self.dice
        hours = sorted(max(0, self.now - dice.randint(0, 400_000)) for _ in range(3))
        outcomes = ("clean", "found", "refused", "ambiguous")
        return {
            "began_at": hours[1],
            "ended_at": hours[2],
            "freeze_verified_at": hours[0],
            "notice": self._id("notice"),
            "points": [
                {"id": p, "outcome": dice.choice(outcomes)} for p in sorted(dice.sample(POINTS, dice.randint(0, 4)))
            ],
        }

    def _reading(self, party: str) -> dict[str, Any]:
        dice = self.dice
        monitor = dice.choice(("gate", "gate", "seals", "seals", "show", "tower"))
        read = self.fold.facts.readings.get((monitor, party), ())
        hours = sorted(max(0, self.now - dice.randint(-600, 400_000)) for _ in range(2))
        outcomes = ("clean", "clean", "alarm", "found", "failed")
        points = sorted(dice.sample(POINTS[:2] if dice.random() < 0.8 else POINTS, dice.randint(1, 2)))
        body: dict[str, Any] = {
            "began_at": hours[0],
            "ended_at": hours[1],
            "monitor": monitor,
            "number": max(1, len(read) + dice.choice((1, 1, 1, 1, 0, 2))),
            "points": [{"id": point, "outcome": dice.choice(outcomes)} for point in points],
        }
        return body | {"notice": self._id("notice")} if dice.random() < 0.3 else body

    def _notice(self, party: str) -> dict[str, Any]:
        name = self.dice.choice(VISITS)
        number = len(self.fold.facts.visits.get(name, ())) + self.dice.choice((1, 1, 1, 0, 2))
        body: dict[str, Any] = {"inspection": name, "number": max(1, number)}
        return body | {"designation": self._id("designation-sealed")} if name == "base" else body

    def _notification(self, party: str) -> dict[str, Any]:
        dice = self.dice
        fitting = [
            term
            for term in self.agreement.notifications
            if {party, "others", "each", "inspected", "inspecting"} & {*term.by}
        ]
        term = dice.choice(fitting if fitting and dice.random() < 0.85 else self.agreement.notifications)
        if term.effect in ("suspends", "withdraws") and dice.random() < 0.9:
            term = dice.choice(self.agreement.notifications)  # else little would be in force for long
        series = self.fold.facts.notified.get(term.name, {}).get(party)
        number = (1 if series is None else len(series.ids) + 1) + dice.choice((0, 0, 0, 0, 1))
        body: dict[str, Any] = {"format": term.name, "number": number}
        if term.about and dice.random() < 0.95:
            body["about"] = self._id(*({"notification"} | {KIND_OF[about.split("/")[0]] for about in term.about}))
        carried: dict[str, Callable[[], Any]] = {
            "hour": self._hour,
            "points": lambda: sorted(dice.sample(POINTS, 2)),
            "site": lambda: dice.choice(SITES),
            "until": self._hour,
            "words": lambda: dice.choice(("so", "иначе", "0" * 200)),
        }
        body |= {member: carried[member]() for member in term.carries}
        if term.figures:
            body["figures"] = {name: dice.choice((0, 1, 3, 10**9)) for name in term.figures}
        return body

    def _bytes(self, party: str) -> bytes:
        dice = self.dice
        own = self.logs[self.origins[party]]
        other = dice.choice([entries for entries in self.logs.values() if entries])
        choices: tuple[Callable[[], bytes], ...] = (
            lambda: dice.randbytes(dice.choice((0, 1, 100, 2_000))),
            lambda: dice.choice(other),
            lambda: dice.choice(own),
            lambda: dice.choice(own)[: dice.randint(0, 900)],
            lambda: b"[" * 60_000,
            lambda: self.agreement.header.encode() + b"\n" + b'{"a":' * 9_000 + b"\n\n\xe2\x80\x94 a AAAAAAAA\n",
            lambda: note.Note(b"x" * 65_000 + b"\n", ()).encode() + b"x" * dice.choice((530, 534, 535)),
        )
        return dice.choice(choices)()


class Blind(Hostile):
    """A hostile history in which now one principal, now the other, looks at nothing for days."""

    def say(self, party: str, kind: str, body: Mapping[str, Any], **changes: Any) -> bytes:
        blind = self.day % 8 > 1 and party == ("alpha", "beta")[self.day // 8 % 2]
        return b"" if blind and kind == "observed" else super().say(party, kind, body, **changes)


KIND_OF = {
    "declaration": "declaration",
    "designation": "designation-opened",
    "notice": "notice",
    "notification": "notification",
    "one-sided": "one-sided-report",
    "reading": "reading",
    "report": "inspection-report",
}


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
