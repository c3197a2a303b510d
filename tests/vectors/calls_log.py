"""The calls that vectors of the log layer make: JSON values in, JSON values out, refusals pass through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counterseal.log import checkpoint, cosignature, fork, note, policy, proof, threshold, tile, tree, vkey, witness
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.policy import Policy
from counterseal.log.signer import Ed25519Signer
from counterseal.log.threshold import Holder
from counterseal.log.tile import Tile

Given = dict[str, Any]
unhex = bytes.fromhex


def _keys(given: Given) -> dict[tuple[str, bytes], vkey.VKey]:
    return vkey.index(vkey.parse(text) for text in given["vkeys"])


def _vkey_parse(given: Given) -> Given:
    key = vkey.parse(given["text"])
    assert key.encode() == given["text"]
    return {"name": key.name, "id_hex": key.key_id.hex(), "type": key.type, "key_hex": key.key.hex()}


def _note_parse(given: Given) -> Given:
    data = unhex(given["note_hex"])
    parsed = note.parse(data)
    assert parsed.encode() == data
    lines = [{"name": x.name, "id_hex": x.key_id.hex(), "body_hex": x.body.hex()} for x in parsed.lines]
    return {"text_hex": parsed.text.hex(), "lines": lines}


def _note_verify(given: Given) -> Given:
    verify = {"every": note.verify_every, "known": note.verify_known}[given["mode"]]
    return {"signers": [key.encode() for key in verify(note.parse(unhex(given["note_hex"])), _keys(given))]}


def _note_foreign(given: Given) -> Given:
    return {"note_hex": note.from_foreign(unhex(given["note_hex"]), _keys(given)).encode().hex()}


def _threshold_persons(given: Given) -> Given:
    holders = [Holder(unhex(key["key_hex"]), key["person"], key["role"]) for key in given["keys"]]
    threshold.require(holders, [unhex(key) for key in given["signers_hex"]], given["need"])
    return {}


def _threshold_keys(given: Given) -> Given:
    threshold.check_keys(vkey.parse(text) for text in given["vkeys"])
    return {}


def _tree_root(given: Given) -> Given:
    return {"root_hex": tree.Tree(tree.leaf_hash(unhex(leaf)) for leaf in given["leaves_hex"]).root().hex()}


def _tree_inclusion(given: Given) -> Given:
    proof = [unhex(node) for node in given["proof_hex"]]
    ends = unhex(given["leaf_hash_hex"]), proof, unhex(given["root_hex"])
    tree.verify_inclusion(given["index"], given["size"], *ends)
    return {}


def _tree_consistency(given: Given) -> Given:
    proof = [unhex(node) for node in given["proof_hex"]]
    roots = unhex(given["old_root_hex"]), unhex(given["new_root_hex"])
    tree.verify_consistency(given["old_size"], given["new_size"], *roots, proof)
    return {}


def _checkpoint_parse(given: Given) -> Given:
    text = unhex(given["text_hex"])
    parsed = checkpoint.parse(text)
    assert parsed.encode() == text
    return {"origin": parsed.origin, "size": parsed.size, "root_hex": parsed.root.hex()}


def _checkpoint_growth(given: Given) -> Given:
    older, newer = (checkpoint.parse(unhex(given[name])) for name in ("old_text_hex", "new_text_hex"))
    checkpoint.verify_growth(older, newer, [unhex(node) for node in given["proof_hex"]])
    return {}


def _cosignature_verify(given: Given) -> Given:
    key = vkey.parse(given["vkey"])
    return {"time": cosignature.verify(key, unhex(given["text_hex"]), unhex(given["body_hex"]))}


def _tile_path(given: Given) -> Given:
    return {"path": tile.path(Tile(given["level"], given["index"], given["width"]))}


def _tile_bundle_path(given: Given) -> Given:
    return {"path": tile.bundle_path(given["index"], given["width"])}


def _tile_tiles(given: Given) -> Given:
    """Level by level: the number of full tiles and the width of the unfinished one, 0 without one."""
    full = 1 << given["height"]
    levels: list[list[int]] = []
    for place in tile.tiles(given["size"], given["height"]):
        if place.level == len(levels):
            levels.append([0, 0])
        assert [place.level, place.index, 0] == [len(levels) - 1, *levels[-1]]
        levels[-1][place.width < full] += 1 if place.width == full else place.width
    return {"levels": [{"full": count, "partial": width} for count, width in levels]}


def _tile_cut(given: Given) -> Given:
    source = tree.Tree(tree.leaf_hash(unhex(leaf)) for leaf in given["leaves_hex"])
    return {"tile_hex": tile.cut(source, Tile(given["level"], given["index"], given["width"]), given["height"]).hex()}


def _tile_bundle(given: Given) -> Given:
    return {"bundle_hex": tile.bundle([unhex(entry) for entry in given["entries_hex"]]).hex()}


def _tile_unbundle(given: Given) -> Given:
    entries = tile.unbundle(unhex(given["bundle_hex"]), [unhex(leaf) for leaf in given["leaf_hashes_hex"]])
    return {"entries_hex": [entry.hex() for entry in entries]}


def _tile_read(given: Given) -> Given:
    served = {place: unhex(data) for place, data in given["tiles_hex"].items()}
    reader = tile.Reader(
        given["size"],
        unhex(given["root_hex"]),
        lambda asked: served.get(f"{asked.level}/{asked.index}"),
        given["height"],
    )
    return {"leaf_hashes_hex": [leaf.hex() for leaf in reader.leaf_hashes(given["start"], given["end"])]}


def _policy(given: Given) -> Policy:
    return policy.parse(given["policy"].encode("utf-8"))


def _policy_parse(given: Given) -> Given:
    parsed = policy.parse(unhex(given["policy_hex"]))
    groups = {
        name: {"members": list(group.members), "threshold": group.threshold, "all": group.all}
        for name, group in parsed.groups.items()
    }
    return {
        "logs": [key.encode() for key in parsed.logs],
        "witnesses": {name: key.encode() for name, key in parsed.witnesses.items()},
        "groups": groups,
        "quorum": parsed.quorum,
    }


def _policy_require(given: Given) -> Given:
    _policy(given).require(given["present"], given["classical"])
    return {}


def _policy_minimal(given: Given) -> Given:
    _policy(given).require_minimal(given["present"], given["classical"])
    return {}


def _policy_open(given: Given) -> Given:
    opened, present = _policy(given).open(note.parse(unhex(given["note_hex"])), given["origin"])
    return {"size": opened.size, "root_hex": opened.root.hex(), "witnesses": sorted(present)}


def _proof_parse(given: Given) -> Given:
    data = unhex(given["file_hex"])
    parsed = proof.parse(data)
    assert parsed.encode() == data
    hashes = [node.hex() for node in parsed.hashes]
    return {"index": parsed.index, "hashes_hex": hashes, "note_hex": parsed.checkpoint.encode().hex()}


def _proof_verify(given: Given) -> Given:
    parsed = proof.parse(unhex(given["file_hex"]))
    return {"index": proof.verify(parsed, unhex(given["entry_hex"]), _policy(given), given["origin"])}


def _fork_verify(given: Given) -> Given:
    first, second = fork.verify(unhex(given["first_hex"]), unhex(given["second_hex"]), _policy(given))
    roots = {"first_root_hex": first.root.hex(), "second_root_hex": second.root.hex()}
    return {"origin": first.origin, "size": first.size, **roots}


def _witness_parse(given: Given) -> Given:
    data = unhex(given["request_hex"])
    request = witness.parse(data)
    assert witness.encode(request.old, request.proof, request.note) == data
    return {
        "old": request.old,
        "proof_hex": [node.hex() for node in request.proof],
        "note_hex": request.note.hex(),
        "size": request.checkpoint.size,
    }


def _witness_answer(given: Given) -> Given:
    """Answer requests one after the other, each on the state that the one before left."""
    state: witness.State = {
        origin: Checkpoint(origin, stored["size"], unhex(stored["root_hex"]))
        for origin, stored in given["state"].items()
    }
    answers: list[Given] = []
    for request in given["requests_hex"]:
        answer, after = witness.answer(state, unhex(request), _policy(given))
        assert (after is state) == (answer.status != 200)
        state = after
        told: Given = {"status": answer.status, "text_hex": answer.text.hex(), "evidence_hex": answer.evidence.hex()}
        if answer.status == 409:
            told |= {"body": answer.body.decode("ascii"), "content_type": answer.content_type}
        answers.append(told)
    stored = {name: {"size": known.size, "root_hex": known.root.hex()} for name, known in sorted(state.items())}
    return {"answers": answers, "state": stored}


def _witness_cosign(given: Given) -> Given:
    cosigners = [Ed25519Signer(key["name"], unhex(key["seed_hex"]), 0x04) for key in given["cosigners"]]
    return {"body_hex": witness.cosign(unhex(given["text_hex"]), given["time"], cosigners).hex()}


CALLS: dict[str, Callable[[Given], Given]] = {
    "vkey.parse": _vkey_parse,
    "note.parse": _note_parse,
    "note.verify": _note_verify,
    "note.foreign": _note_foreign,
    "threshold.persons": _threshold_persons,
    "threshold.keys": _threshold_keys,
    "tree.root": _tree_root,
    "tree.inclusion": _tree_inclusion,
    "tree.consistency": _tree_consistency,
    "checkpoint.parse": _checkpoint_parse,
    "checkpoint.growth": _checkpoint_growth,
    "cosignature.verify": _cosignature_verify,
    "tile.path": _tile_path,
    "tile.bundle_path": _tile_bundle_path,
    "tile.tiles": _tile_tiles,
    "tile.cut": _tile_cut,
    "tile.bundle": _tile_bundle,
    "tile.unbundle": _tile_unbundle,
    "tile.read": _tile_read,
    "policy.parse": _policy_parse,
    "policy.require": _policy_require,
    "policy.minimal": _policy_minimal,
    "policy.open": _policy_open,
    "proof.parse": _proof_parse,
    "proof.verify": _proof_verify,
    "fork.verify": _fork_verify,
    "witness.parse": _witness_parse,
    "witness.answer": _witness_answer,
    "witness.cosign": _witness_cosign,
}
