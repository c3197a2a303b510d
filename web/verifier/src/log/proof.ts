/**
 * The proof file: one entry, its path, and the signed checkpoint it leads to (C2SP tlog-proof).
 *
 *     c2sp.org/tlog-proof@v1
 *     index 2
 *     ZS83PvVpIaamvowBa2TMepLNLpZwjUyzNXCK//HTI0U=      the path, leaf to root; no line in a log of one entry
 *
 *     alpha.example/log/regime-1                        the checkpoint note as it is
 *     ...
 *
 * Form: first line, index line, at most 63 lines of 32 bytes in strict base64, an empty line (`tlogproof-form`); no
 * `extra` line, because nothing would sign it (`tlogproof-extra`); then a canonical note (`note-*`).
 */

import * as checkpoints from "./checkpoint.js";
import * as notes from "./note.js";
import * as policies from "./policy.js";
import * as tree from "./tree.js";
import { concat, utf8 } from "../encoding/bytes.js";
import * as strict from "../encoding/strict.js";
import { Refused } from "../errors.js";

export const FIRST_LINE = "c2sp.org/tlog-proof@v1";
export const HASHES_MAX = 63; // no tree below 2^63 leaves has a longer path

// One character a byte: a byte that is not ASCII is then refused in its place, by the form of that place.
const LATIN1 = new TextDecoder("latin1");

/** A path from entry `index` to the root in `checkpoint`. Nothing is verified yet. */
export interface Proof {
  readonly index: bigint;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: notes.Note;
}

/** Returns the file, which `parse` reads back. */
export function encode(proof: Proof): Uint8Array {
  const head = [FIRST_LINE, `index ${proof.index}`, ...proof.hashes.map(strict.base64Encode)];
  return concat(utf8(head.map((line) => `${line}\n`).join("") + "\n"), notes.encode(proof.checkpoint));
}

/**
 * Returns the proof written in a file.
 *
 * @throws Refused `tlogproof-form`, `tlogproof-extra`, `note-*`
 */
export function parse(data: Uint8Array): Proof {
  const gap = data.findIndex((byte, at) => byte === 0x0a && data[at + 1] === 0x0a);
  const lines = LATIN1.decode(data.subarray(0, Math.max(gap, 0))).split("\n");
  if (gap < 0 || lines[0] !== FIRST_LINE) {
    throw new Refused("tlogproof-form", `got no head that starts with ${FIRST_LINE} and ends in an empty line`);
  }
  if (lines[1]?.startsWith("extra ")) {
    throw new Refused("tlogproof-extra", "got an extra line, which nothing signs", "line 2");
  }
  if (!lines[1]?.startsWith("index ")) throw new Refused("tlogproof-form", "got no index line", "line 2");
  if (lines.length > HASHES_MAX + 2) throw new Refused("tlogproof-form", `got more than ${HASHES_MAX} hashes`);
  let index: bigint;
  let hashes: readonly Uint8Array[];
  try {
    index = strict.integer(lines[1].slice("index ".length));
    hashes = lines.slice(2).map(strict.base64Decode);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused("tlogproof-form", "got an index or a hash that is not in its one spelling");
  }
  if (hashes.some((node) => node.length !== tree.HASH_SIZE)) {
    throw new Refused("tlogproof-form", `got a hash that is not ${tree.HASH_SIZE} bytes`);
  }
  return { index, hashes, checkpoint: notes.parse(data.slice(gap + 2)) };
}

/**
 * Resolves to the index at which the log `origin` holds `entry`, as a quorum of `policy` cosigned.
 *
 * The caller rebuilds `entry` from what it believes to be logged; a proof of some other entry is no proof. Signatures
 * come before the path: they say whose size and root the path is measured against.
 *
 * @throws Refused `tlogproof-origin`: another log; then by `policy.open`, `quorum-short`, `proof-*`
 */
export async function verify(
  proof: Proof,
  entry: Uint8Array,
  policy: policies.Policy,
  origin: string,
): Promise<bigint> {
  if (checkpoints.parse(proof.checkpoint.text).origin !== origin) {
    throw new Refused("tlogproof-origin", `got a proof from another log, want ${origin}`);
  }
  const { checkpoint, present } = await policies.open(policy, proof.checkpoint, origin);
  policies.require(policy, present);
  checkpoints.verifyInclusion(checkpoint, proof.index, tree.leafHash(entry), proof.hashes);
  return proof.index;
}
