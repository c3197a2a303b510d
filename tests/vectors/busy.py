"""A busy regime, day by day: six parties under the agreement of every term, who do what such parties do.

    busy = Busy()
    busy.run(25_000)                 # days, until so many statements are said
    busy.regime().judge(busy.now)

Each morning every party observes the log of every other as of the evening, cosigned by five of eight witnesses or six,
and the party whose turn it is closes a cut. Then visits go on, each over a week: notice, receipt, arrival, designation,
freeze, shares sealed and opened, what was declared under seal opened as drawn, report, here and there by one side
alone, with referral and resolution; there are requests, receipts, answers, figures, declarations, permits, consents
and their withdrawal, suspensions and resumptions; gates and seals are read, with an alarm now and then, and items
exhibited; the rest is fillers.

Without ``real`` signature lines are well formed but empty of meaning: for folds in which nobody verifies them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from every_term import POINTS, PRINCIPALS, VISITS, every_term
from histories import NEUTRALS, History

from counterseal.encoding.strict import base64_encode
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.cosignature import message_ed25519
from counterseal.log.signer import Ed25519Signer
from counterseal.sealing import draw

DAY_S = 86_400
HELD = {"p/1": "target"}  # what is declared under seal
COSIGNERS = ("alpha", "beta", "gamma", "neutral-north", "neutral-south")
REQUESTS = 2  # of each principal and day
FILLERS = 6  # of each party and day


class Busy(History):
    """The regime: its history grows by days."""

    def __init__(self, draft: Mapping[str, Any] | None = None, seed: str = "busy", real: bool = True) -> None:
        super().__init__(every_term() if draft is None else draft, seed=seed)
        self.real = real
        self.day = self.work = 0
        self.yesterday = b""
        self.count = 0
        self.cut: tuple[int, bytes] = (0, b"")
        self.sizes: dict[str, int] = {}
        self.open: dict[str, dict[str, Any]] = {}
        self.visits = dict.fromkeys(VISITS, 0)
        self.asked: dict[str, list[bytes]] = {"alpha": [], "beta": []}
        self.matters: list[tuple[int, bytes]] = []
        self.unexplained: list[bytes] = []
        self.declared: dict[str, int] = {}
        self.sealed = b""  # the last sealed declaration of site-2
        self.openings: dict[bytes, int] = {}
        self._key = cache(self._key_of)

    def begin(self) -> None:
        """Found the regime, bring it into force, climb its ladders, declare its sites."""
        self.found()
        self.notify("epsilon", "consultation-held")
        self.morning()
        self.notify("gamma", "consent")
        self.notify("alpha", "step-a")
        self.notify("beta", "step-b")
        self.notify("zeta", "talk")
        self.notify("beta", "figures", figures={"launchers": 900, "shelters": 12})
        for party, site in (
            ("alpha", "site-1"),
            ("beta", "base-1"),
            ("beta", "base-2"),
            ("beta", "base-3"),
        ):
            self.declare(party, site)
        self.declare_under_seal()
        self.now += DAY_S

    def run(self, count: int) -> Busy:
        """Let days go by until so many statements are said."""
        if not self.order:
            self.begin()
        while len(self.order) < count:
            self.live()
        return self

    def live(self) -> None:
        """Let a day go by."""
        self.day += 1
        evening = self.now + DAY_S
        self.morning()
        if self.day > 1:
            self.close()
        if self.day % 97 == 61:
            self.notify("beta", "resumption")  # what it suspended the day before, when nothing else may be said
        else:
            self.work += 1
            for name in VISITS:
                self.visit(name)
            self.watch()
            self.talk()
        self.yesterday = self.cut[1]
        for party in self.origins:
            for number in range(FILLERS):
                self.now += 60
                self.say(party, "filler", {"padding": "0" * (16 * (1 + (number + self.day) % 4))})
        self.now = evening

    def morning(self) -> None:
        """Let every party observe the log of every other as it stands; and the one whose turn it is its own too."""
        number = self.cut[0] + 1
        turn = self.agreement.parties[number % len(self.origins)].name
        shown = {
            party: (
                self.checkpoint(party, by=COSIGNERS).decode(),
                self.checkpoint(party, by=(*COSIGNERS, "zeta")).decode(),
            )
            for party in self.origins
        }
        self.sizes = {log: len(entries) for log, entries in self.logs.items()}
        for place, reader in enumerate(self.origins):
            for author in self.origins:
                if author != reader or reader in (
                    turn,
                    *PRINCIPALS,
                ):  # a share is opened once one's own is witnessed too
                    self.now += 7
                    self.say(reader, "observed", {"checkpoint": shown[author][place % 2]})

    def close(self) -> None:
        """Let the party whose turn it is close a cut over what all observed this morning."""
        number = self.cut[0] + 1
        turn = self.agreement.parties[number % len(self.origins)].name
        vector = [
            {"log": log, "root": self.trees[log].root(size).hex(), "size": size}
            for log, size in sorted(self.sizes.items())
        ]
        body: dict[str, Any] = {"hour": self.now, "number": number, "vector": vector}
        if number > 1:
            body["previous"] = self.cut[1].hex()
        self.cut = (number, self.say(turn, "cut", body))

    def visit(self, name: str) -> None:
        """Take the next step of a visit: one a day, a week in all."""
        step = (self.work + VISITS.index(name)) % 7
        inspecting, inspected = ("alpha", "beta") if name == "base" else ("beta", "alpha")
        run = self.open.get(name)
        self.now += 300
        if step == 0 and name == "first" and self.day % 97 in (20, 21):
            self.open.pop(name, None)  # the host does not consent
        elif step == 0:
            self.visits[name] += 1
            site = f"base-{1 + self.visits[name] % 3}" if name == "base" else None
            notice = self.announce(name, self.visits[name], site)
            self.open[name] = {"notice": notice, "site": site or {"first": "site-1", "second": "site-2"}[name]}
        elif run is None:
            return
        elif step == 1:
            self.notify(inspected, "receipt", about=run["notice"], hour=self.now)
            self.notify(inspecting, "arrival", about=run["notice"], hour=self.now)
            run["sealed"] = self.sealed  # before the inspected Party saw the notice
            if name == "base":
                run["opening"] = self.designate(run["notice"], run["site"])
        elif step == 2:
            if name == "base":
                self.notify(inspected, "receipt", about=run["opening"], hour=self.now)
            self.notify(inspected, "freeze", about=run["notice"], hour=self.now, points=["p/1"], site=run["site"])
            run["frozen"] = self.now
        elif step == 3:
            run["cut"] = self.yesterday
            for party, role in ((inspecting, "inspecting"), (inspected, "inspected")):
                body = {
                    "commitment": self._commitment(run, party, role).hex(),
                    "cut": run["cut"].hex(),
                    "exchange": run["notice"].hex(),
                    "role": role,
                }
                self.say(party, "draw-share-sealed", body)
        elif step == 4:
            for party in (inspecting, inspected):
                share = self._share(run["notice"], party).hex()
                self.say(party, "draw-share-opened", {"exchange": run["notice"].hex(), "share": share})
        elif step == 5:
            self._report(run, inspecting, inspected)

    def watch(self) -> None:
        """Let a monitor be read, in the course of a visit to its site if there is one; each in turn."""
        self.now += 60
        run = self.open.get("base", {})
        notice = run["notice"] if run.get("site") == "base-1" and "opening" in run else None
        alarm = "alarm" if self.day % 13 == 0 else "clean"
        while self.unexplained:
            self.notify("beta", "explanation", about=self.unexplained.pop(), words="a bird")
        if self.day % 3 == 0:
            one = self.read("alpha", "gate", {"p/1": "clean", "p/3": alarm}, notice)
            self.unexplained.append(one)
            if alarm == "alarm":
                self.matters.append((self.day, one))
        elif self.day % 3 == 1:
            reader = ("alpha", "zeta")[self.day % 2]  # zeta may not have seen yet which site is meant
            self.read(reader, "seals", {"p/1": "clean", "p/2": alarm}, notice if reader == "alpha" else None)
        elif self.day % 7 == 2:
            self.read("beta", "show", {"p/1": "clean"})

    def talk(self) -> None:
        """Let principals ask, confirm and answer; let here and there something grave happen."""
        for party, other in (("alpha", "beta"), ("beta", "alpha")):
            for asked in self.asked[other]:
                self.now += 30
                self.notify(party, "receipt", about=asked, hour=self.now)
                self.notify(party, "answer", about=asked, words="as agreed")
        for party in self.asked:
            self.asked[party] = [self.notify(party, "request", words=f"day {self.day}: {n}") for n in range(REQUESTS)]
        if self.day % 30 == 1:
            launchers = 900 + self.day // 30
            self.notify("beta", "figures", figures={"launchers": launchers, "shelters": 12})
            for party, site in (("alpha", "site-1"), ("beta", "base-1")):
                self.declare(party, site)
            self.declare_under_seal()
        if self.day % 50 == 2:
            self.matters.append((self.day, self.notify("alpha", "discrepancy", words="the texts differ")))
        for told, matter in [one for one in self.matters if one[0] <= self.day - 2]:
            self.notify("beta", "resolution", about=matter)
            self.matters.remove((told, matter))
        turns = {20: ("gamma", "consent-withdrawn"), 21: ("gamma", "consent"), 60: ("beta", "suspension")}
        turns |= {80: ("alpha", "permit"), 90: ("zeta", ""), 95: ("alpha", "permit")}
        party, format_ = turns.get(self.day % 97, ("", ""))
        if format_ == "suspension":
            self.notify(party, "suspension", words="for a day")
        elif format_ == "permit":
            self.notify(party, format_, until=self.now + 90 * DAY_S)
        elif format_ in ("consent", "consent-withdrawn", "pause", "resumption"):
            self.notify(party, format_)

    def declare(self, party: str, site: str) -> bytes:
        """Let a party declare a site, once more."""
        number = self.declared[site] = self.declared.get(site, 0) + 1
        points = [{"holds": "target" if point == "p/1" else "empty", "id": point} for point in POINTS]
        return self.say(
            party, "declaration", {"points": points, "site": site} | ({"number": number} if number > 1 else {})
        )

    def declare_under_seal(self) -> None:
        """Let alpha declare site-2, once more."""
        number = self.declared["site-2"] = self.declared.get("site-2", 0) + 1
        self.sealed = self.declare_sealed("alpha", "site-2", HELD, number)

    # What is faster, or empty, here.

    def add(self, party: str, entry: bytes, statement: bytes = b"") -> bytes:
        """Append an entry as it is."""
        self.count += 1
        return super().add(party, entry, statement)

    def say(self, party: str, kind: str, body: Mapping[str, Any], **changes: Any) -> bytes:
        """Append a statement, signed by all who must, without reading it again."""
        said = self.text(party, kind, body, **changes)
        lines = sorted(self._line(key, said.text) for key in self._signers(party, said))
        return self.add(party, said.text + b"\n" + b"".join(line for _, line in lines), said.id)

    def checkpoint(self, party: str, size: int | None = None, by: Iterable[str] | None = None) -> bytes:
        """Return a log's checkpoint note, cosigned now."""
        log = self.origins[party]
        size = len(self.logs[log]) if size is None else size
        text = Checkpoint(log, size, self.trees[log].root(size)).encode()
        lines = [self._line(self.seed.signer(log) if self.real else self._log_key(log), text)]
        for operator in self.operators if by is None else by:
            prefix = self.now.to_bytes(8, "big")
            lines.append(self._line(self._cosigner(operator), message_ed25519(self.now, text), prefix))
        return text + b"\n" + b"".join(line for _, line in sorted(lines))

    def _line(self, signer: Ed25519Signer, text: bytes, prefix: bytes = b"") -> tuple[tuple[bytes, bytes], bytes]:
        vkey = signer.vkey
        body = prefix + (signer.sign(text) if self.real else bytes(64))
        return (vkey.name.encode(), vkey.key_id), f"\u2014 {vkey.name} {base64_encode(vkey.key_id + body)}\n".encode()

    def _key_of(self, name: str) -> Ed25519Signer:
        operator, _, part = name.partition("|")
        return super().witness(operator) if part == "witness" else self.seed.signer(name)

    def _cosigner(self, operator: str) -> Ed25519Signer:
        return self._key(f"{operator}|witness")

    def _log_key(self, log: str) -> Ed25519Signer:
        return self._key(log)

    def signer(self, party: str, role: str, number: int) -> Ed25519Signer:
        made: Ed25519Signer = (
            self._key(f"{party}.example/key/{role}-{number}")
            if hasattr(self, "_key")
            else (super().signer(party, role, number))
        )
        return made

    def _trust_file(self) -> bytes:
        """Return a trust file with a quorum of five operators of eight."""
        names = len(self.origins) + len(NEUTRALS)
        return (
            super()._trust_file().replace(f"group quorum-of-sides {names - 1} ".encode(), b"group quorum-of-sides 5 ")
        )

    # Draws.

    def _exchange(self, run: Mapping[str, Any]) -> draw.Exchange:
        return draw.Exchange(channel=self.agreement.channel, exchange=run["notice"], cut=run["cut"])

    def _share(self, notice: bytes, party: str) -> bytes:
        return self.seed.secret(f"share {notice.hex()} {party}")

    def _commitment(self, run: Mapping[str, Any], party: str, role: str) -> bytes:
        return draw.commitment(self._exchange(run), party, role, self._share(run["notice"], party))

    def _drawn(self, run: Mapping[str, Any], inspecting: str, inspected: str) -> tuple[str, ...]:
        shares = [
            draw.Share(
                party=party,
                role=role,
                commitment=self._commitment(run, party, role),
                share=self._share(run["notice"], party),
            )
            for party, role in ((inspecting, "inspecting"), (inspected, "inspected"))
        ]
        return draw.picks(draw.seed(self._exchange(run), POINTS, shares), POINTS, 3)

    def _report(self, run: dict[str, Any], inspecting: str, inspected: str) -> None:
        drawn = sorted(self._drawn(run, inspecting, inspected))
        if run["site"] == "site-2":
            number = self.openings[run["sealed"]] = self.openings.get(run["sealed"], 0) + 1
            self.unseal(run["sealed"], HELD, drawn, number, notice=run["notice"].hex())
        body = {
            "began_at": self.now - 60,
            "ended_at": self.now,
            "freeze_verified_at": run["frozen"],
            "notice": run["notice"].hex(),
            "points": [{"id": point, "outcome": "clean"} for point in drawn],
        }
        if self.day % 11 == 0:  # one side alone, referred and resolved
            alone = self.say(inspecting, "one-sided-report", body)
            self.matters.append(
                (self.day, self.notify(inspecting, "referral", about=alone, words="they would not sign"))
            )
        else:
            self.say(inspecting, "inspection-report", body)
