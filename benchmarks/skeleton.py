"""The walking line's parts beside their peers and limits: ``./task bench skeleton``."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rfc8785
from nacl import bindings
from pymerkle import InmemoryTree
from pymerkle import verify_inclusion as peer_verify
from side_by_side import Row, heading, measure

from counterseal.attestation import verify
from counterseal.attestation.anchors import parse as parse_anchors
from counterseal.cli import play as plays
from counterseal.encoding import canonical
from counterseal.log import note
from counterseal.log.signer import Ed25519Signer
from counterseal.log.tree import Tree, leaf_hash, verify_inclusion
from counterseal.store.sqlite import SqliteStore

ENTRIES = 1_000
TREE_SIZE = 100_000


def main() -> None:
    """Measure everything, in one run."""
    heading()
    with tempfile.TemporaryDirectory() as folder:
        played = plays.run(plays.DEFAULT, "", "", lambda event: None)
        plays.save(played, Path(folder))
        node = next(iter(played.world.nodes.values()))
        entries = node.entries(node.origin, 0, node.regime.size(node.origin))
        _encoding(entries)
        _notes()
        _trees()
        _store(Path(folder))
        _verification(Path(folder) / f"{plays.DEFAULT}.attestation", Path(folder) / f"{plays.DEFAULT}.anchors")


def _encoding(entries: list[bytes]) -> None:
    lines = [note.parse(entry).text.split(b"\n")[1] for entry in entries]

    def each(work: Callable[[bytes], object]) -> Callable[[], object]:
        return lambda: [work(line) for line in lines * 20]

    count = len(lines) * 20
    rows: list[Row] = [
        ("canonical.parse: read and refuse", count, each(canonical.parse)),
        ("rfc8785: json.loads, dumps, compare", count, each(lambda line: rfc8785.dumps(json.loads(line)) == line)),
        ("limit: json.loads alone", count, each(json.loads)),
    ]
    measure(f"canonical JSON, {sum(map(len, lines)) // len(lines)} bytes a line", rows)


def _notes() -> None:
    signers = [Ed25519Signer(f"alpha.example/key/{name}", hashlib.sha256(name.encode()).digest()) for name in "ab"]
    made = [note.sign(b"text %d\n" % number, signers) for number in range(ENTRIES)]
    data = [signed.encode() for signed in made]
    keys = {(signer.vkey.name, signer.vkey.key_id): signer.vkey for signer in signers}
    raw = [(line.body + signed.text, keys[line.name, line.key_id].key) for signed in made for line in signed.lines]
    rows: list[Row] = [
        (
            "note.parse and verify_every, two signers",
            ENTRIES,
            lambda: [note.verify_every(note.parse(x), keys) for x in data],
        ),
        (
            "limit: libsodium on the same signatures",
            ENTRIES,
            lambda: [bindings.crypto_sign_open(*pair) for pair in raw],
        ),
    ]
    measure("signed notes, parsed and verified", rows)


def _trees() -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(TREE_SIZE)]
    pairs = [b"\1" + leaves[0] + leaf for leaf in leaves]
    tree = Tree(leaves)
    root = tree.root()
    places = range(0, TREE_SIZE, TREE_SIZE // ENTRIES)
    proofs = [(place, tree.inclusion(place, TREE_SIZE)) for place in places]
    hashes = sum(len(proof) for _, proof in proofs)
    peer = InmemoryTree.init_from_entries([b"%d" % number for number in range(TREE_SIZE)], algorithm="sha256")
    if peer.get_root(TREE_SIZE) != root:
        raise SystemExit("pymerkle has another root for the same entries")
    told = [(peer.get_leaf(place + 1), peer.prove_inclusion(place + 1, TREE_SIZE)) for place in places]

    def peer_grow() -> None:
        made = InmemoryTree(algorithm="sha256")
        for number in range(TREE_SIZE):
            made.append_entry(b"%d" % number)

    grow: list[Row] = [
        (
            "leaf_hash and Tree.append",
            TREE_SIZE,
            lambda: Tree(leaf_hash(b"%d" % number) for number in range(TREE_SIZE)),
        ),
        ("pymerkle: append_entry, in memory", TREE_SIZE, peer_grow),
        ("limit: SHA-256 of 65 bytes by hashlib", TREE_SIZE, lambda: [hashlib.sha256(pair).digest() for pair in pairs]),
    ]

    def check_all() -> None:
        for place, proof in proofs:
            verify_inclusion(place, TREE_SIZE, leaves[place], proof, root)

    def peer_check() -> None:
        for leaf, proof in told:
            peer_verify(leaf, root, proof)

    prove: list[Row] = [
        ("Tree.inclusion", len(places), lambda: [tree.inclusion(place, TREE_SIZE) for place in places]),
        (
            "pymerkle: prove_inclusion",
            len(places),
            lambda: [peer.prove_inclusion(place + 1, TREE_SIZE) for place in places],
        ),
    ]
    check: list[Row] = [
        ("verify_inclusion", len(proofs), check_all),
        ("pymerkle: verify_inclusion", len(proofs), peer_check),
        ("limit: its hashes alone", len(proofs), lambda: [hashlib.sha256(pair).digest() for pair in pairs[:hashes]]),
    ]
    measure("trees: appending a leaf", grow)
    measure(f"trees: making a proof in {TREE_SIZE:,} leaves", prove)
    measure("trees: checking one", check)


def _store(folder: Path) -> None:
    store = SqliteStore(folder / "bench.db")
    entry = bytes(512)

    def append() -> None:
        for _ in range(100):
            store.append("log", store.size("log"), [entry])

    def batch() -> None:
        store.append("log", store.size("log"), [entry] * ENTRIES)

    def raw() -> None:
        with (folder / "raw").open("ab") as file:
            for _ in range(100):
                file.write(entry)
                file.flush()
                os.fdatasync(file.fileno())

    rows: list[Row] = [
        ("SqliteStore.append, one entry each", 100, append),
        ("limit: write and fdatasync of a file", 100, raw),
        ("SqliteStore.append, 1,000 entries at once", ENTRIES, batch),
    ]
    measure("durable appends of 512 bytes", rows)
    store.close()


def _verification(file: Path, anchors: Path) -> None:
    data, held = file.read_bytes(), parse_anchors(anchors.read_bytes())
    code = "import sys; from counterseal.cli.main import main; sys.exit(main())"
    run = partial(subprocess.run, check=True, capture_output=True)
    command = [sys.executable, "-c", code, "verify", str(file), "--anchors", str(anchors)]
    script = Path(__file__).resolve().parents[1] / "web/verifier/dist/src/cli/main.js"
    rows: list[Row] = [
        ("counterseal verify, cold, as a process", 1, lambda: run(command)),
        ("the TypeScript verifier, cold, under Node", 1, lambda: run(["node", str(script), *command[3:]])),
        ("verify.verify, warm", 1, lambda: verify.verify(data, held)),
        ("limit: starting Python", 1, lambda: run([sys.executable, "-c", ""])),
    ]
    measure(f"the attestation of the walking line, {len(data):,} bytes", rows)


if __name__ == "__main__":
    main()
