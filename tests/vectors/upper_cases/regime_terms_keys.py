"""Cases of keys over time: rotation and revocation, R46 and R47, and whose key signs no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterseal.log import note
from upper_cases.bases import roots_digest
from upper_cases.desk import RO, RU, US
from upper_cases.regime_state import USUAL, Case, conditions, quota
from upper_cases.terms import HOUR, Told, at


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _rotated()
    yield from _revoked()


def _roots(told: Told, party: str, generation: int = 0) -> str:
    return roots_digest([signer.vkey.key for signer in told.root_signers(party, generation)])


def _keys(told: Told, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the subject ``key``: the founding sets in the order of parties, with ``more`` behind its party's."""
    found = [{"index": 0, "party": party, "roots": _roots(told, party)} for party in told.origins]
    return sorted((*found, *more), key=lambda one: (str(one["party"]), int(str(one["index"]))))


def _rotated() -> Iterator[Case]:
    def rotated(generation: int = 1, **changes: Any) -> tuple[Told, bytes]:
        told = at("ready")
        body = told.key_set(RU, generation) | changes
        said = told.text(RU, "key-rotation", body)
        signers = [*told.root_signers(RU)[:2], *told.root_signers(RU, generation)[:2]]
        return told, told.add(RU, note.sign(said.text, signers).encode(), said.id)

    keys = at("ready").key_set(RU, 1)["keys"]
    log_key = at("ready").seed.signer("russian-federation.example/log/terms").vkey.key.hex()
    for name, code, why, (told, rotation) in (
        ("other-roots", "rotation-next", "Not those committed to before.", rotated(2)),
        ("other-trust-file", "keyset-policy", "The agreement pins it.", rotated(policy="77" * 32)),
        (
            "key-of-a-log",
            "keyset-purpose",
            "One key, one purpose.",
            rotated(keys=[keys[0] | {"key": log_key}, *keys[1:]]),
        ),
        (
            "key-under-two-names",
            "keyset-duplicate-key",
            "It would count as two persons.",
            rotated(keys=[keys[0] | {"key": keys[1]["key"]}, *keys[1:]]),
        ),
        (
            "key-that-is-no-point",
            "key-point",
            "No signature could be of it.",
            rotated(keys=[keys[0] | {"key": "02" + "00" * 31}, *keys[1:]]),
        ),
    ):
        yield Case(f"r46-{name}", told, why, [("R46", code, rotation)], {"key": _keys(told)})
    told = at("ready")
    said = told.text(RU, "key-rotation", told.key_set(RU, 1))
    rotation = told.add(RU, note.sign(said.text, told.root_signers(RU)[:2]).encode(), said.id)
    why = "The new roots sign too: whoever stole the old ones does not have them."
    yield Case("r07-rotation-by-the-old-roots-alone", told, why, [("R7", "entry-threshold", rotation)])

    told, rotation = rotated()
    told.notify(RU, "request", words="how many?")
    index = told.ids[rotation][1]
    digest = _roots(told, RU, 1)
    shown = {"key": _keys(told, {"index": index, "party": RU, "roots": digest})}
    yield Case("rotation", told, "The committed set is the party's from here on.", [], shown)
    told, rotation = rotated(keys=[key for key in keys if key["person"] != "officer-1"])
    asked = told.notify(RU, "request", words="how many?")
    shown = {"key": _keys(told, {"index": told.ids[rotation][1], "party": RU, "roots": digest})}
    why = "A key that the rotation left out signs no more."
    yield Case("r06-key-left-out-of-a-rotation", told, why, [("R6", "entry-signer", asked)], shown)


def _revoked() -> Iterator[Case]:
    def key(told: Told, party: str, person: str) -> dict[str, str]:
        return next(key for key in told.key_set(party)["keys"] if key["person"] == person)

    def revoke(told: Told, party: str, person: str, last_good: int) -> bytes:
        return told.say(party, "key-revocation", {"keys": [key(told, party, person)["key"]], "last_good": last_good})

    def revoked(told: Told, revocation: bytes, last_good: int, *holding: str) -> dict[str, Any]:
        name = key(told, RU, "officer-1")["name"]
        gone = {"index": told.ids[revocation][1], "key": name, "last_good": last_good}
        keys = [one | ({"revoked": [gone]} if one["party"] == RU else {}) for one in _keys(told)]
        return {"condition": conditions(*holding), "key": keys}

    told = at("ready")
    stranger = told.say(RU, "key-revocation", {"keys": [key(told, US, "officer-1")["key"]], "last_good": _last(told)})
    why = "Each revokes its own."
    yield Case("r47-key-of-another", told, why, [("R47", "revocation-key", stranger)], {"key": _keys(told)})
    told = at("ready")
    revoke(told, RU, "officer-3", _last(told))
    again = revoke(told, RU, "officer-3", _last(told))
    yield Case("r47-revoked-before", told, "What is revoked stays so.", [("R47", "revocation-key", again)])
    told = at("ready")
    told.exchange()  # so it saw that the others hold more
    below = revoke(told, RU, "officer-1", 1)
    why = "What others were seen to hold is not taken back."
    yield Case("r47-below-what-others-hold", told, why, [("R47", "revocation-reach", below)], {"key": _keys(told)})
    told = at("ready")
    ahead = revoke(told, RU, "officer-1", _last(told) + 1)
    yield Case("r47-beyond-itself", told, "It cannot vouch for itself.", [("R47", "revocation-reach", ahead)])

    told = at("ready")
    good = _last(told)
    told.notify(RU, "request", words="how many?")
    told.observe(RU, RU)
    revocation = revoke(told, RU, "officer-1", good)
    shown = revoked(told, revocation, good, *USUAL)
    why = "Witnessed as it was, the request was signed with a key that is answered for no more: nothing rests on it."
    yield Case("revocation", told, why, [], shown)
    told.exchange()
    told.now += HOUR
    yield Case("revocation-seen-by-others", told, "That others see both changes nothing.", [], shown)
    asked = told.notify(RU, "request", words="and now?")
    yield Case("r06-revoked-key", told, "It signs no more.", [("R6", "entry-signer", asked)], shown)

    told = at("ready")
    good = _last(told)
    told.notify(RU, "request", words="how many?")
    told.observe(US, RU)
    told.observe(RO, US)
    revocation = revoke(told, RU, "officer-1", good)
    shown = revoked(told, revocation, good, *USUAL, "asked")
    why = "The other side held the request, though the revoking party looks away: no revocation reaches below that."
    yield Case("revocation-of-what-others-hold", told, why, [], shown)
    told = at("ready")
    good = _last(told)
    told.notify(RU, "request", words="how many?")
    revocation = revoke(told, RU, "officer-1", good)
    told.observe(US, RU)
    shown = revoked(told, revocation, good, *USUAL)
    yield Case("revocation-that-others-see-first", told, "They saw both at once, so they held nothing.", [], shown)
    told = at("ready")
    good = _last(told)
    told.notify(RU, "request", words="how many?")
    size = good + 2
    revocation = revoke(told, RU, "officer-1", good)
    told.observe(RO, RU)
    told.now += 7 * HOUR
    told.observe(US, RU, size)
    told.observe(RO, US)
    why = "Who observes an older checkpoint when it had the revocation, seven hours later, had not held it before."
    yield Case("revocation-before-others-say-they-held", told, why, [], shown)

    told = at("ready")
    good = _last(told)
    told.notify(RU, "suspension")
    revocation = revoke(told, RU, "officer-1", good)
    told.observe(US, RU)
    notice = told.announce("hangar-visit")
    why = "Whose key was stolen stops nothing: who sees the revocation gives notice."
    yield Case("suspension-with-a-revoked-key", told, why, [], {"quota": [quota([notice])]})
    told = at("ready")
    told.notify(RU, "suspension")
    revoke(told, RU, "officer-1", good)
    text = told.text(RU, "notification", {"format": "suspension", "number": 2})
    told.add(RU, note.sign(text.text, [told.signer(RU, "officer", 2)]).encode(), text.id)
    told.observe(US, RU)
    notice = told.announce("hangar-visit")
    why = "Nor does it keep its party from saying the same with a good key."
    yield Case("r32-suspended-again-with-a-good-key", told, why, [("R32", "regime-suspended", notice)])

    told = at("ready")
    told.notify(US, "suspension")
    told.observe(RU, US)
    told.observe(RO, RU)
    revoke(told, US, "officer-1", told.ids[told.last(US, "notification", "suspension")][1] - 1)
    text = told.text(US, "notice", {"inspection": "hangar-visit", "number": 1})
    told.add(US, note.sign(text.text, [told.signer(US, "officer", number) for number in (2, 3)]).encode(), text.id)
    visit = {
        "announced_at": told.now,
        "inspection": "hangar-visit",
        "known_at": told.now,
        "notice": text.id.hex(),
        "number": 1,
        "opened": [],
        "outside": "stopped",
        "sealed": [],
        "site": "hangar",
        "status": "excess",
    }
    why = "Who takes back a suspension that the other side held has no right under it."
    yield Case("notice-under-an-own-stop-that-others-held", told, why, [], {"inspection": [visit]})


def _last(told: Told) -> int:
    return len(told.logs[told.origins[RU]]) - 1
