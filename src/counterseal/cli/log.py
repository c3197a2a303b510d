"""``counterseal log``: keep a log, prove what is in it, check proofs, prove a fork."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from counterseal.cli import voice
from counterseal.cli.note import note_signer
from counterseal.errors import Refused, Unavailable
from counterseal.log import fork as forks
from counterseal.log import note as notes
from counterseal.log import policy as policies
from counterseal.log import proof as proofs
from counterseal.log.proof import Proof
from counterseal.node.own_log import OwnLog

app = typer.Typer(help="Keep a log, prove what it holds, check proofs.", no_args_is_help=True)

Store = Annotated[Path, typer.Argument(help="the log's file; `log add` makes it")]
Key = Annotated[Path, typer.Option("--key", help="the log's private key file; its origin is the key's name")]
Trust = Annotated[Path, typer.Option("--trust", help="the trust file: logs, witnesses, quorum (C2SP tlog-policy)")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@app.command()
def add(
    store: Store,
    files: Annotated[list[Path], typer.Argument(help="entries, one a file, of at most 65,535 bytes")],
    key: Key,
    as_json: Json = False,
) -> None:
    """Append entries and print the index of each.

    All are appended or none; when their indexes are printed they are acknowledged, durable here.
    """
    entries = [voice.read(path, notes.SIZE_MAX) for path in files]
    with _open(store, key, create=True) as log:
        start = log.size
        log.append(start, entries)
    if as_json:
        voice.out_json({"first": start, "result": "acknowledged", "size": start + len(entries)})
    else:
        voice.out("".join(f"{start + offset} {path}\n" for offset, path in enumerate(files)))


@app.command()
def checkpoint(store: Store, key: Key, as_json: Json = False) -> None:
    """Sign a checkpoint over the whole log.

    What is signed is what reads back from the file and hashes again. Prints the note.
    """
    with _open(store, key) as log:
        log.read_back()
        signed = log.sign()
        if as_json:
            voice.out_json({"note": signed.decode("utf-8"), "origin": log.origin, "size": log.signed_size})
        else:
            voice.out(signed)


@app.command()
def prove(
    store: Store,
    index: Annotated[int, typer.Argument(help="of the entry, from 0")],
    key: Key,
    as_json: Json = False,
) -> None:
    """Print the proof that the log holds an entry.

    The proof leads to the newest checkpoint, and is a file of C2SP tlog-proof.
    """
    with _open(store, key) as log:
        head = log.head()
        if not head:
            mend = f"run: counterseal log checkpoint {store} --key {key}"
            raise Refused("log-unsigned", "this log has no checkpoint yet", mend=mend)
        if not 0 <= index < log.signed_size:
            raise Refused("proof-index", f"got entry {index}, the newest checkpoint holds {log.signed_size}")
        proof = Proof(index, log.inclusion(index), notes.parse(head)).encode()
        if as_json:
            voice.out_json({"index": index, "origin": log.origin, "proof": proof.decode("utf-8")})
        else:
            voice.out(proof)


@app.command()
def check(
    proof: Annotated[Path, typer.Argument(help="the proof file")],
    entry: Annotated[Path, typer.Argument(help="the entry that it should prove")],
    trust: Trust,
    origin: Annotated[str, typer.Option(help="the log in which you expect the entry")],
    as_json: Json = False,
) -> None:
    """Check the proof that a log holds an entry.

    The trust file says which logs there are, and whose cosignatures are enough. The smallest one asks for none:

    log VERIFIER-KEY-OF-THE-LOG

    quorum none
    """
    policy = voice.load(trust, policies.SIZE_MAX, policies.parse)
    parsed = voice.load(proof, notes.SIZE_MAX * 2, proofs.parse)
    try:
        index = proofs.verify(parsed, voice.read(entry, notes.SIZE_MAX), policy, origin)
    except Refused as refused:
        mend = "this is another entry than the proof is of, or another proof" if refused.code == "proof-root" else ""
        raise Refused(refused.code, refused.why, str(proof), refused.mend or mend) from None
    if as_json:
        voice.out_json({"index": index, "origin": origin, "result": "verified"})
    else:
        asked = "no cosignature was asked for" if policy.quorum == policies.NONE else "cosigned by a quorum"
        voice.out(f"verified: entry {index} of {origin}, {asked}\n")


@app.command()
def fork(
    first: Annotated[Path, typer.Argument(help="a checkpoint note")],
    second: Annotated[Path, typer.Argument(help="another one of the same log and size")],
    trust: Trust,
    as_json: Json = False,
) -> None:
    """Check evidence of two histories.

    The evidence is two checkpoints that one log signed for one size, with two roots.
    """
    policy = voice.load(trust, policies.SIZE_MAX, policies.parse)
    one, other = forks.verify(voice.read(first, notes.SIZE_MAX), voice.read(second, notes.SIZE_MAX), policy)
    if as_json:
        roots = [one.root.hex(), other.root.hex()]
        voice.out_json({"origin": one.origin, "result": "forked", "roots": roots, "size": one.size})
    else:
        voice.out(
            f"{one.origin} signed two histories of {one.size} entries:\n  {one.root.hex()}\n  {other.root.hex()}\n"
        )


@contextmanager
def _open(store: Path, key: Path, create: bool = False) -> Iterator[OwnLog]:
    """Open the log in a file, which holds the log of one key for ever.

    Raises:
        Refused: ``log-other-key``: it is another key's.
        Unavailable: there is no such file, and none is to be made.
    """
    from counterseal.store.sqlite import SqliteStore

    signer = note_signer(key)
    if not create and not store.is_file():
        raise Unavailable(f"there is no log file {store}", "counterseal log add makes it")
    opened = SqliteStore(store)
    try:
        origin, name = opened.register("origin"), signer.vkey.name.encode()
        if origin not in (b"", name):
            raise Refused("log-other-key", f"got the key of {name.decode()}, it holds {origin.decode()}", str(store))
        if not origin:
            opened.swap("origin", b"", name)
        yield OwnLog(signer, opened)
    finally:
        opened.close()
