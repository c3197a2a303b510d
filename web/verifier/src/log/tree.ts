/**
 * The Merkle tree of RFC 6962 with SHA-256: roots, and the verification of inclusion and consistency proofs.
 *
 *     leaf = SHA-256(0x00 || entry)      node = SHA-256(0x01 || left || right)      empty = SHA-256("")
 *
 * A tree of n leaves splits at the largest power of two below n (RFC 6962, section 2.1).
 *
 * Verification follows RFC 9162, sections 2.1.3.2 and 2.1.4.2, and refuses by the first of these that fails:
 *
 * 1. 0 <= index < size; 0 < old <= new                                 `proof-index`
 * 2. every hash, those not in the proof too, is 32 bytes               `proof-hash-size`
 * 3. the proof has exactly the length that index and size ask for      `proof-length`
 * 4. the proof hashes up to the root, or to both roots                 `proof-root`
 *
 * What it binds: with size and root given, an index has one path, so no other index passes. The *size* it does not
 * bind: leaf 0 of a tree of 3 has a path of the same shape in a tree of 4. A size is as good as where it comes from;
 * take it from a signed checkpoint (`checkpoint.verifyInclusion`, `checkpoint.verifyGrowth`).
 *
 * Sizes and indices are `bigint`: a checkpoint may claim any size below 2^63.
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { concat, equal, hex } from "../encoding/bytes.js";
import { Misuse, Refused } from "../errors.js";

export const HASH_SIZE = 32;
export const EMPTY_ROOT = sha256(new Uint8Array());

/** Returns the hash of an entry. */
export function leafHash(data: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), data));
}

/** Returns the hash of an inner node. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/**
 * An append-only tree that remembers every complete subtree, so that it answers for all earlier sizes too.
 *
 * `levels[h]` holds the hashes of the complete subtrees of 2^h leaves, one after the other.
 */
export class Tree {
  private readonly levels: Uint8Array[][] = [[]];

  /** The number of leaves. */
  get size(): number {
    return this.levels[0]!.length;
  }

  /** Adds a leaf by its hash. */
  append(leaf: Uint8Array): void {
    let node = leaf;
    for (let height = 0; ; height += 1) {
      const level = (this.levels[height] ??= []);
      level.push(node);
      if (level.length % 2 === 1) return;
      node = nodeHash(level[level.length - 2]!, node);
    }
  }

  /** Returns the root of the first `size` leaves. Requires 0 <= size <= this.size. */
  root(size = this.size): Uint8Array {
    if (!(0 <= size && size <= this.size)) throw new Misuse(`a tree of ${this.size} has no root at size ${size}`);
    // The complete subtrees, from the last and smallest to the first and largest.
    let node: Uint8Array | undefined;
    for (let height = 0, count = size; count > 0; height += 1, count = Math.floor(count / 2)) {
      if (count % 2 === 0) continue;
      const peak = this.levels[height]![count - 1]!;
      node = node === undefined ? peak : nodeHash(peak, node);
    }
    return node ?? EMPTY_ROOT;
  }
}

/** Returns the root of the tree with these leaf hashes. */
export function root(leafHashes: readonly Uint8Array[]): Uint8Array {
  if (leafHashes.length === 0) return EMPTY_ROOT;
  // Hashing pairs level by level and letting an odd last node rise gives the RFC's tree: its left parts are complete.
  let row = leafHashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const right = row[at + 1];
      above.push(right === undefined ? row[at]! : nodeHash(row[at]!, right));
    }
    row = above;
  }
  return row[0]!;
}

/**
 * Returns only if the leaf of this hash stands at `index` under `root`, were `root` that of `size` leaves.
 *
 * @throws Refused `proof-index`, `proof-hash-size`, `proof-length`, `proof-root`
 */
export function verifyInclusion(
  index: bigint,
  size: bigint,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (!(0n <= index && index < size)) {
    throw new Refused("proof-index", `got leaf ${index} of ${size}, want an index below the size`);
  }
  checkHashes([leafHash, root], proof, inclusionLength(index, size));
  let [place, last, node] = [index, size - 1n, leafHash]; // RFC 9162, 2.1.3.2, step 4: `place` is fn, `last` is sn
  for (const sibling of proof) {
    if (isOdd(place) || place === last) {
      node = nodeHash(sibling, node);
      while (!isOdd(place) && place > 0n) [place, last] = [place >> 1n, last >> 1n];
    } else {
      node = nodeHash(node, sibling);
    }
    [place, last] = [place >> 1n, last >> 1n];
  }
  if (!equal(node, root)) {
    throw new Refused("proof-root", `got a proof that leads to ${hex(node)}, want ${hex(root)}`);
  }
}

/**
 * Returns only if `newRoot`'s leaves begin with `oldRoot`'s, were they roots of `newSize` and `oldSize` leaves.
 *
 * Equal sizes take an empty proof and one root. Nothing is to be proved of an empty tree: size 0 is refused.
 *
 * @throws Refused `proof-index`, `proof-hash-size`, `proof-length`, `proof-root`
 */
export function verifyConsistency(
  oldSize: bigint,
  newSize: bigint,
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  if (!(0n < oldSize && oldSize <= newSize)) {
    throw new Refused("proof-index", `got sizes ${oldSize} and ${newSize}, want 0 < old <= new`);
  }
  checkHashes([oldRoot, newRoot], proof, consistencyLength(oldSize, newSize));
  if (oldSize === newSize) {
    if (!equal(oldRoot, newRoot)) {
      throw new Refused("proof-root", `got two roots for ${oldSize} leaves: ${hex(oldRoot)} and ${hex(newRoot)}`);
    }
    return;
  }
  let [place, last] = [oldSize - 1n, newSize - 1n];
  // RFC 9162, 2.1.4.2, steps 3 to 5: the largest complete subtree that ends where the old tree does.
  while (isOdd(place)) [place, last] = [place >> 1n, last >> 1n];
  const rest = [...proof];
  let oldNode = place > 0n ? rest.shift()! : oldRoot;
  let newNode = oldNode;
  for (const sibling of rest) {
    if (isOdd(place) || place === last) {
      oldNode = nodeHash(sibling, oldNode);
      newNode = nodeHash(sibling, newNode);
      while (!isOdd(place) && place > 0n) [place, last] = [place >> 1n, last >> 1n];
    } else {
      newNode = nodeHash(newNode, sibling);
    }
    [place, last] = [place >> 1n, last >> 1n];
  }
  if (!equal(oldNode, oldRoot) || !equal(newNode, newRoot)) {
    const got = `${hex(oldNode)} and ${hex(newNode)}`;
    throw new Refused("proof-root", `got a proof to ${got}, not to the roots`);
  }
}

/**
 * Returns how many hashes the path of leaf `index` has. Requires 0 <= index < size.
 *
 * Below the place where the ways to `index` and to the last leaf part there is one sibling a level; above it, one for
 * each complete subtree to the left.
 */
export function inclusionLength(index: bigint, size: bigint): number {
  const below = bitLength(index ^ (size - 1n));
  return below + bitCount(index >> BigInt(below));
}

/** Returns how many hashes the proof from `oldSize` to `newSize` has. Requires 0 < oldSize <= newSize. */
export function consistencyLength(oldSize: bigint, newSize: bigint): number {
  if (oldSize === newSize) return 0;
  const whole = bitLength(oldSize & -oldSize) - 1; // height of the smallest complete subtree on the old right edge
  const isPower = oldSize === 1n << BigInt(whole); // then that subtree is the old tree, whose root needs no telling
  return inclusionLength(oldSize - 1n, newSize) - whole + (isPower ? 0 : 1);
}

function checkHashes(ends: readonly Uint8Array[], proof: readonly Uint8Array[], length: number): void {
  for (const value of [...ends, ...proof]) {
    if (value.length !== HASH_SIZE) {
      throw new Refused("proof-hash-size", `got a hash of ${value.length} bytes, want ${HASH_SIZE}`);
    }
  }
  if (proof.length !== length) {
    throw new Refused("proof-length", `got ${proof.length} hashes, want ${length}`);
  }
}

function isOdd(number: bigint): boolean {
  return (number & 1n) === 1n;
}

/** Returns the number of binary digits; 0 has none. Requires number >= 0. */
function bitLength(number: bigint): number {
  return number === 0n ? 0 : number.toString(2).length;
}

/** Returns the number of binary digits that are 1. Requires number >= 0. */
function bitCount(number: bigint): number {
  return number.toString(2).replaceAll("0", "").length;
}
