"""Papers of plays and histories, and what a PDF reader sees in one; all of it EXERCISE."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any, cast

import played
import pypdf
from every_term import POINTS, every_term
from histories import History

from counterseal.attestation import anchors as anchor_files
from counterseal.attestation.anchors import Anchors
from counterseal.paper import held as sources
from counterseal.paper import typeset
from counterseal.paper.held import Entry, Held
from counterseal.paper.sheet import Sheet

RU, US, NATO, RO = "russian-federation", "united-states", "nato", "romania"
HOUR, DAY = 3_600, 86_400


def attestation(variant: str = "") -> tuple[bytes, Anchors]:
    """Return the attestation of the play, and its anchors."""
    play, _ = played.play(variant)
    return play.attestation, anchor_files.parse(play.anchors)


@cache
def annex() -> History:
    """Return the annex of the reported offer, in force, with a visit announced and its receipt late. Shared."""
    history = History("agreements/aegis-ashore-2022.yaml")
    history.found()
    history.notify(NATO, "consultation-held")
    history.sync()
    history.notify(RO, "consent-of-romania")
    history.sync()
    history.notify(US, "deveselu-opened")
    history.notify(RU, "first-base-opened")
    history.sync()
    history.now += DAY
    points = [{"holds": "empty", "id": point} for point in history.agreement.site("deveselu").points]
    history.say(US, "declaration", {"points": points, "site": "deveselu"})
    history.sync()
    notice = history.announce("deveselu-visit")
    history.sync()
    history.now += HOUR // 2
    history.notify(US, "receipt", about=notice, hour=history.now)
    history.now += 3 * HOUR
    history.sync()
    return history


def every() -> History:
    """Return a history under the agreement of every term, whose only language is English, with a visit announced."""
    history = History(every_term(), seed="papers")
    history.found()
    history.notify("epsilon", "consultation-held")
    history.sync()
    history.notify("gamma", "consent")
    points = [{"holds": "target", "id": point} for point in POINTS]
    history.say("alpha", "declaration", {"points": points, "site": "site-1"})
    history.sync()
    history.now += 3 * DAY
    history.sync()
    history.announce("first")
    history.sync()
    return history


def held(history: History, anchored: bool = True) -> Held:
    """Return the history's logs as a node holds them."""
    logs = {party: history.logs[log] for party, log in history.origins.items()}
    trusted = anchor_files.of(history.agreement) if anchored else None
    return sources.of_logs(history.data, history.trust_file, logs, trusted, history.documents)


def entry(source: Held, kind: str, **members: Any) -> Entry:
    """Return the first standing statement of a kind whose body has these members."""
    found = (one for one in source.entries.values() if one.statement.kind == kind)
    return next(one for one in found if all(getattr(one.statement.body, k) == v for k, v in members.items()))


class Read:
    """A PDF as its reader has it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pypdf.PdfReader(io.BytesIO(data), strict=True)
        self.pages = [one_line(page.extract_text()) for page in self.pdf.pages]
        self.text = " ".join(self.pages)
        self.about = {name: str(value) for name, value in (self.pdf.metadata or {}).items()}
        self.files = {name: parts[0] for name, parts in self.pdf.attachments.items()}
        self.xmp = cast(Any, self.pdf.trailer["/Root"])["/Metadata"].get_data().decode("utf-8")

    def has(self, text: str) -> bool:
        """Return whether a text is there, wherever its lines break."""
        return re.sub(r"\s", "", text) in re.sub(r"\s", "", self.text)


def one_line(text: str) -> str:
    """Return a page's text without what only says where a line may break."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u200c", ""))


def read(sheet: Sheet) -> Read:
    """Return the paper, set and read again."""
    return Read(typeset.pdf(sheet))
