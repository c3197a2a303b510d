"""``counterseal log``: keep a log, prove what is in it, check proofs, prove a fork."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from counterseal.cli import voice
from counterseal.errors import Refused
from counterseal.log import fork as forks
from counterseal.log import note as notes
from counterseal.log import policy as policies
from counterseal.log import proof as proofs
from counterseal.log.proof import Proof
from counterseal.node import keys
from counterseal.node.own_log import OwnLog

app = typer.Typer(help="keep a log, prove what is in it, check proofs", no_args_is_help=True)

Store = Annotated[Path, typer.Argument(help="the log's file; made on first use")]
Key = Annotated[Path, typer.Option("--key", help="the log's key file; the log's origin is the key's name")]
Trust = Annotated[Path, typer.Option("--trust", help="the trust file: logs, witnesses, quorum (C2SP tlog-policy)")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@app.command()
def add(
    store: Store,
    files: Annotated[list[Path], typer.Argument(help="entries, one a file, of at most 65,535 bytes")],
    key: Key,
    as_json: Json = False,
) -> None:
    """Append entries, all or none, and print the index of each: they are acknowledged, durable here."""
    entries = [voice.read(path, notes.SIZE_MAX) for path in files]
    with _open(store, key) as log:
        start = log.size
        log.append(start, entries)
    if as_json:
        voice.out_json({"first": start, "result": "acknowledged", "size": start + len(entries)})
    else:
        voice.out("".join(f"{start + offset} {path}\n" for offset, path in enumerate(files)))


@app.command()
def checkpoint(store: Store, key: Key) -> None:
    """Read the log back, sign a checkpoint over all of it, and print the note."""
    with _open(store, key) as log:
        log.read_back()
        voice.out(log.sign())


@app.command()
def prove(
    store: Store,
    index: Annotated[int, typer.Argument(help="of the entry, from 0")],
    key: Key,
) -> None:
    """Print the proof that the newest checkpoint holds an entry (C2SP tlog-proof)."""
    with _open(store, key) as log:
        head = log.head()
        if not head:
            raise Refused("log-unsigned", "this log has no checkpoint yet", mend="run: counterseal log checkpoint")
        if not 0 <= index < log.signed_size:
            raise Refused("proof-index", f"got entry {index}, the newest checkpoint holds {log.signed_size}")
        voice.out(Proof(index, log.inclusion(index), notes.parse(head)).encode())


@app.command()
def check(
    proof: Annotated[Path, typer.Argument(help="the proof file")],
    entry: Annotated[Path, typer.Argument(help="the entry that it should prove")],
    trust: Trust,
    origin: Annotated[str, typer.Option(help="the log in which you expect the entry")],
    as_json: Json = False,
) -> None:
    """Check that a log holds an entry, as the trust file's quorum cosigned it."""
    policy = policies.parse(voice.read(trust, policies.SIZE_MAX))
    parsed = proofs.parse(voice.read(proof, notes.SIZE_MAX * 2))
    index = proofs.verify(parsed, voice.read(entry, notes.SIZE_MAX), policy, origin)
    if as_json:
        voice.out_json({"index": index, "origin": origin, "result": "verified"})
    else:
        voice.out(f"entry {index} of {origin}\n")


@app.command()
def fork(
    first: Annotated[Path, typer.Argument(help="a checkpoint note")],
    second: Annotated[Path, typer.Argument(help="another one of the same log and size")],
    trust: Trust,
    as_json: Json = False,
) -> None:
    """Check evidence of a fork: two checkpoints that one log signed for one size, with two roots."""
    policy = policies.parse(voice.read(trust, policies.SIZE_MAX))
    one, other = forks.verify(voice.read(first, notes.SIZE_MAX), voice.read(second, notes.SIZE_MAX), policy)
    if as_json:
        roots = [one.root.hex(), other.root.hex()]
        voice.out_json({"origin": one.origin, "result": "forked", "roots": roots, "size": one.size})
    else:
        voice.out(
            f"{one.origin} signed two histories of {one.size} entries:\n  {one.root.hex()}\n  {other.root.hex()}\n"
        )


@contextmanager
def _open(store: Path, key: Path) -> Iterator[OwnLog]:
    from counterseal.store.sqlite import SqliteStore

    signer = keys.load(key).signer
    opened = SqliteStore(store)
    try:
        yield OwnLog(signer, opened)
    finally:
        opened.close()
