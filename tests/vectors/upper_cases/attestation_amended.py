"""Cases of an attestation under an amendment: the documents that it carries, and by which of them it concludes.

The file ``amended``: two amendments of number 1, which cut 1 settles and makes void; amendment 2, which the closing cut
settles, so that its findings are by the document that this one named.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from book import Book

from counterseal.attestation import write as writer
from counterseal.attestation.file import LogPart
from counterseal.log import note
from upper_cases import attestation, regime_amended
from upper_cases.amended import Amending, at
from upper_cases.assessment_terms import APART, OWED, UNFIT, _record, no_visit, not_exhibited
from upper_cases.attestation import SOURCE, Edits, Section, refused
from upper_cases.desk import US
from upper_cases.terms import HOUR
from validation import draw

FILE = "amended"
CARRIED = ("alarm", "stricter")


@cache
def told() -> tuple[Amending, list[bytes], bytes]:
    """Return the history, the ids of its amendments, and its closing cut, which all signed."""
    made = at("ready")
    amendments = [made.amended("alarm"), made.amended("stricter", party=US)]
    made.cut()
    made.exchange()
    amendments.append(made.amended("stricter", 2, US))
    made.carried()
    made.now += HOUR
    vector = [
        {"log": log, "root": made.trees[log].root(len(entries)).hex(), "size": len(entries)}
        for log, entries in made.logs.items()
    ]
    body = {"hour": made.now, "number": 2, "previous": made.cuts[-1].hex(), "vector": vector}
    return made, amendments, made.signed(US, made.text(US, "cut", body))


@cache
def files() -> dict[str, bytes]:
    """Return file name -> bytes: attestation and anchors."""
    made, _, cut = told()
    data = writer.write(
        agreement=made.data,
        documents=made.documents,
        trust_file=made.trust_file,
        logs=[
            LogPart(checkpoint=made.checkpoint(party), entries=tuple(made.logs[log]))
            for party, log in made.origins.items()
        ],
        cut=cut,
    )
    agreement = json.loads(made.data)
    lines = [f"agreement {made.first.hex()}", f"policy {agreement['policy']}"]
    lines += [f"root {party['name']} {party['roots']}" for party in agreement["parties"]]
    anchors = "".join(f"{line}\n" for line in ("counterseal.org/anchors/v1", *lines)).encode()
    return {f"{FILE}.attestation": data, f"{FILE}.anchors": anchors}


def write(book: Book) -> None:
    """Add the cases."""
    made, amendments, cut = told()
    edits = Edits(FILE)
    shown = [
        regime_amended.line(made, "alarm", amendments[0], "void", cut=1),
        regime_amended.line(made, "stricter", amendments[1], "void", US, cut=1),
    ]
    shown.sort(key=lambda one: str(one["id"]))
    shown.append(regime_amended.line(made, "stricter", amendments[2], "took effect", US, number=2, cut=2))
    report: dict[str, Any] = {
        "agreement": made.first.hex(),
        "amendments": shown,
        "cut": {
            "hour": made.now,
            "id": draw.th("counterseal.org/statement-id/v1", note.parse(cut).text).hex(),
            "number": 2,
        },
        "document": made.named["stricter"].hex(),
        "entries": sum(map(len, made.logs.values())),
        "findings": [found(name) for name in OWED if name != "continuous-in-shed-a"],
        "irregularities": [],
        "mode": "exercise",
        "name": "amended",
        "result": "verified",
        "state": json.loads(edits.bytes_of(edits.find("conclusion")))["state"],
    }
    case = {"file": FILE, "anchors": FILE, "edits": []}
    why = "The anchors name the first document, the findings are by the one in effect at the closing cut."
    book.ok("attestation/amended", "attestation.verify", case, report, why, SOURCE)
    _refused(book)


def found(name: str) -> dict[str, Any]:
    """Return a finding under the stricter document: nobody looked."""
    record = _record(name, not_exhibited() if name in APART else no_visit(UNFIT.get(name, [])), 0)
    return record | ({"probability": "0x1/0x1"} if name == "none-in-shed-a" else {})


def _refused(book: Book) -> None:
    made, _, _ = told()
    texts = dict(zip(made.named, made.documents, strict=True))
    first, second = sorted(CARRIED, key=lambda name: made.named[name])

    def bad(name: str, code: str, step: int, edits: Edits, why: str) -> None:
        refused(book, f"amended-{name}", code, step, edits, why, FILE)

    def both(edits: Edits, *names: bytes) -> Edits:
        """Put other documents in the place of the two."""
        one, other = edits.find("amended"), edits.find("amended", 1)
        parts = b"".join(attestation.coded("amended", data) for data in names)
        return edits.cut(one.line, other.end + 1 - one.line, parts)

    def here() -> tuple[Edits, Section, Section]:
        edits = Edits(FILE)
        return edits, edits.find("amended"), edits.find("amended", 1)

    one, other = texts[first], texts[second]
    edits, place, _ = here()
    bad("document-missing", "documents-missing", 6, edits.drop(place), "An amendment asks for it.")
    edits, place, behind = here()
    bad("documents-missing", "documents-missing", 6, edits.drop(place, behind), "Amendments ask for them.")
    bad("documents-swapped", "documents-order", 2, both(Edits(FILE), other, one), "One file has one byte string.")
    bad("document-twice", "documents-order", 2, both(Edits(FILE), one, one, other), "One file has one byte string.")
    more = sorted((one, other, made.data), key=lambda data: draw.th("counterseal.org/agreement/v1", data))
    bad("first-document-again", "documents-order", 2, both(Edits(FILE), *more), "It stands under its own name.")
    more = sorted((one, other, b"{}"), key=lambda data: draw.th("counterseal.org/agreement/v1", data))
    bad("document-left-over", "documents-surplus", 6, both(Edits(FILE), *more), "No amendment asks for it.")
    changed = one.replace(b'"rules":"v1"', b'"rules":"v2"')
    more = sorted((one, other, changed), key=lambda data: draw.th("counterseal.org/agreement/v1", data))
    why = "Who has no such rule set gives no verdict."
    bad("document-of-other-rules", "agreement-rules", 6, both(Edits(FILE), *more), why)
    changed = one.replace(b'"mode":"exercise"', b'"mode":"exercisf"')
    more = sorted((changed, other), key=lambda data: draw.th("counterseal.org/agreement/v1", data))
    bad("document-of-another-byte", "documents-missing", 6, both(Edits(FILE), *more), "The amendment names its digest.")
    edits, place, _ = here()
    policy = edits.find("policy")
    data = edits.bytes_of(place)
    edits.drop(place).cut(policy.end + 1, 0, attestation.coded("amended", data))
    bad("document-behind-the-trust-file", "attestation-order", 1, edits, "Each section has its place.")
    edits, place, _ = here()
    edits.cut(place.line, place.start - place.line, b"amended 1048577\n")
    bad("document-too-large", "attestation-form", 1, edits, "An agreement is no larger.")
    edits = Edits(FILE)
    edits.change(edits.find("conclusion"), lambda data: data.replace(b'"0x1/0x1"', b'"0x1/0x2"', 1))
    bad("by-the-document-before", "conclusion-differs", 8, edits, "What is asked for is what is in effect.")
