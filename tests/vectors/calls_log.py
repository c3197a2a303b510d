"""The calls that vectors of the log layer make: JSON values in, JSON values out, refusals pass through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counterseal.log import checkpoint, cosignature, note, threshold, tree, vkey
from counterseal.log.threshold import Holder

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


CALLS: dict[str, Callable[[Given], Given]] = {
    "vkey.parse": _vkey_parse,
    "note.parse": _note_parse,
    "note.verify": _note_verify,
    "note.foreign": _note_foreign,
    "threshold.persons": _threshold_persons,
    "tree.root": _tree_root,
    "tree.inclusion": _tree_inclusion,
    "tree.consistency": _tree_consistency,
    "checkpoint.parse": _checkpoint_parse,
    "checkpoint.growth": _checkpoint_growth,
    "cosignature.verify": _cosignature_verify,
}
