/**
 * Tagged, length-prefixed hashes: a hash of one thing is never the hash of another.
 *
 *     lp(x)              = u32be(length of x) || x
 *     th(tag, a, b, ...) = SHA-256(lp(tag) || lp(a) || lp(b) || ...)                   (spec/encoding.md, section 3)
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { concat, utf8 } from "./bytes.js";

/** Returns `data` behind its length as four bytes, big-endian. */
export function lp(data: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, data.length);
  return concat(length, data);
}

/** Returns the 32-byte hash of `parts` in the domain `tag`, which is ASCII. */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(concat(lp(utf8(tag)), ...parts.map(lp)));
}
