/**
 * The checkpoint: what a log commits to by signing, its origin, size and root.
 *
 *     alpha.example/log/regime-1                          origin: the name of the log's key
 *     3                                                   size, plain decimal
 *     6ju6X7QdW/HBS9ss7pXilS2Cz6tMzpdwLE+29dbakgA=        root of the first 3 entries, 32 bytes
 *
 * Every line ends in LF. A text is refused by the first of these that it breaks:
 *
 * 1. UTF-8, three ended lines at least, the first not empty        `checkpoint-form`
 * 2. no extension line: auditors cannot see them, and ML-DSA cosignatures do not cover them    `checkpoint-extension`
 * 3. an origin of at most 255 bytes that is no reserved first line    `checkpoint-origin`
 * 4. a size of integer form                                        `checkpoint-size`
 * 5. a root of 32 bytes in strict base64                           `checkpoint-root`
 *
 * The proofs of `tree` do not bind a size: some paths have one shape in trees of several sizes. The log binds it,
 * by signing size and root together. So proofs from outside are checked against a checkpoint, by the two functions
 * below, which take sizes from nowhere else.
 */

import { sha256 } from "@noble/hashes/sha2.js";

import * as tree from "./tree.js";
import * as bytes from "../encoding/bytes.js";
import * as strict from "../encoding/strict.js";
import { Refused } from "../errors.js";

/** First lines of other signed texts: an origin of this name would let one pass as the other. */
export const RESERVED_ORIGINS: ReadonlySet<string> = new Set([
  "counterseal.org/statement/v1",
  "counterseal.org/exercise/v1",
  "cosignature/v1",
  "subtree/v1",
]);

export const ORIGIN_SIZE_MAX = 255; // bytes: the length prefix of a type 0x06 message is one byte

/** The log `origin` had exactly these first `size` entries, whose tree has this root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** Returns the text that the log signs, which `parse` reads back. */
export function encode(checkpoint: Checkpoint): Uint8Array {
  return bytes.utf8(`${checkpoint.origin}\n${checkpoint.size}\n${strict.base64Encode(checkpoint.root)}\n`);
}

/**
 * Returns the checkpoint written in the text of a note.
 *
 * @throws Refused one of the codes of the module's list, the first that holds
 */
export function parse(text: Uint8Array): Checkpoint {
  const lines = bytes.text(text)?.split("\n");
  if (lines === undefined) throw new Refused("checkpoint-form", "got text that is not UTF-8");
  const rest = lines.pop();
  const [origin, sizeText, rootText] = lines;
  if (rest !== "" || !origin || sizeText === undefined || rootText === undefined) {
    throw new Refused("checkpoint-form", "got text that is not three lines, each ended by LF, from an origin on");
  }
  if (lines.length > 3) throw new Refused("checkpoint-extension", `got ${lines.length} lines, want 3`, "line 4");
  if (RESERVED_ORIGINS.has(origin) || bytes.utf8(origin).length > ORIGIN_SIZE_MAX) {
    throw new Refused("checkpoint-origin", "got an origin that is reserved or too long", "line 1");
  }
  const size = orUndefined(() => strict.integer(sizeText));
  if (size === undefined) {
    throw new Refused("checkpoint-size", "got a size that is not a plain integer below 2^63", "line 2");
  }
  const root = orUndefined(() => strict.base64Decode(rootText));
  if (root?.length !== tree.HASH_SIZE) {
    throw new Refused("checkpoint-root", "got a root that is not 32 bytes in base64", "line 3");
  }
  return { origin, size, root };
}

/** Returns SHA-256 of a checkpoint's text: how `seen` cites it. */
export function digest(text: Uint8Array): Uint8Array {
  return sha256(text);
}

/**
 * Returns only if entry `index` of the log, as of `checkpoint`, has `leafHash`.
 *
 * @throws Refused `proof-*`
 */
export function verifyInclusion(
  checkpoint: Checkpoint,
  index: bigint,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  tree.verifyInclusion(index, checkpoint.size, leafHash, proof, checkpoint.root);
}

/**
 * Returns only if `newer` is the log of `older`, with entries added or none. Every log grew from nothing.
 *
 * @throws Refused `checkpoint-other-log`: the origins differ; `proof-*`
 */
export function verifyGrowth(older: Checkpoint, newer: Checkpoint, proof: readonly Uint8Array[]): void {
  if (older.origin !== newer.origin) {
    throw new Refused("checkpoint-other-log", `got a checkpoint of ${newer.origin}, want ${older.origin}`);
  }
  for (const checkpoint of [older, newer]) {
    if (checkpoint.size === 0n && !bytes.equal(checkpoint.root, tree.EMPTY_ROOT)) {
      throw new Refused("proof-root", "got an empty log whose root is not the hash of nothing");
    }
  }
  if (older.size > 0n) {
    tree.verifyConsistency(older.size, newer.size, older.root, newer.root, proof);
  } else if (proof.length > 0) {
    throw new Refused("proof-length", `got ${proof.length} hashes, want none: every tree grows from the empty one`);
  }
}

/** Returns what `read` returns, or `undefined` if it refuses. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
