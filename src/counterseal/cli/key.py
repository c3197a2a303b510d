"""``counterseal key``: make keys and look at them."""

from __future__ import annotations

import secrets
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from counterseal.cli import voice
from counterseal.cli.note import vkey_file
from counterseal.errors import Refused
from counterseal.log import vkey as vkeys
from counterseal.log.vkey import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519, NAME
from counterseal.node import keys

app = typer.Typer(help="Make keys, and look at them.", no_args_is_help=True)


class KeyType(StrEnum):
    """What a key signs."""

    NOTE = "note"
    COSIGN = "cosign"
    COSIGN_PQ = "cosign-pq"


TYPES = {KeyType.NOTE: ED25519, KeyType.COSIGN: COSIGNATURE_ED25519, KeyType.COSIGN_PQ: COSIGNATURE_MLDSA44}


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="its name on signature lines, such as alpha.example/key/officer-1")],
    out: Annotated[Path, typer.Option(help="the file to make; never overwritten, readable by its owner alone")],
    type_: Annotated[
        KeyType, typer.Option("--type", help="note signs texts, cosign and cosign-pq (ML-DSA-44) cosign checkpoints")
    ] = KeyType.NOTE,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Make a key, and print its verifier key.

    The verifier key is public: others need it to check signatures. `counterseal key show` prints it again.
    """
    if not NAME.fullmatch(name):
        raise Refused("vkey-form", f"got name {name!r}, want 1 to 255 of a-z 0-9 . _ / -", mend="choose another name")
    key = keys.PrivateKey(name, TYPES[type_], secrets.token_bytes(keys.SEED_SIZE))
    keys.save(out, key)
    _print(key.signer.vkey, as_json)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="a key file, or a file with a verifier key")],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Print the verifier key of a key file.

    Nothing secret is printed.
    """
    data = voice.read(file, 65_536)
    if data.startswith(keys.PREFIX.encode()):
        _print(keys.load(file).signer.vkey, as_json)
    else:
        _print(voice.load(file, 65_536, vkey_file), as_json)


def _print(vkey: vkeys.VKey, as_json: bool) -> None:
    if as_json:
        voice.out_json({"id": vkey.key_id.hex(), "name": vkey.name, "type": vkey.type, "vkey": vkey.encode()})
    else:
        voice.out(f"{vkey.encode()}\n")
