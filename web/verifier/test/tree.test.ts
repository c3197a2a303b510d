/**
 * Exhaustive tampering: no changed proof, tile, index or root is taken for the true one, in all small trees.
 *
 * Proofs are made by the definitions of RFC 6962, section 2.1, and roots by their recursion: slowly, and apart from the
 * code under test.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { concat, equal } from "../src/encoding/bytes.js";
import { Refused } from "../src/errors.js";
import * as tile from "../src/log/tile.js";
import * as tree from "../src/log/tree.js";

type Hashes = readonly Uint8Array[];

const PROOF_SIZE_MAX = 40; // leaves
const TILE_SIZE_MAX = 90;
const TILE_HEIGHT = 2;

const LEAVES: Hashes = Array.from({ length: 90 }, (_, index) => sha256(Uint8Array.of(0, index)));

function sha256(data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(data).digest());
}

function splitOf(width: number): number {
  let power = 1;
  while (power * 2 < width) power *= 2;
  return power;
}

const known = new Map<string, Uint8Array>();

/** MTH of RFC 6962 over leaves `start` to `end` - 1. */
function mth(start: number, end: number): Uint8Array {
  if (end - start === 1) return LEAVES[start]!;
  const place = `${start} ${end}`;
  const middle = start + splitOf(end - start);
  const node = known.get(place) ?? sha256(concat(Uint8Array.of(1), mth(start, middle), mth(middle, end)));
  known.set(place, node);
  return node;
}

/** PATH of RFC 6962 for leaf `index` among leaves `start` to `end` - 1. */
function pathOf(index: number, start: number, end: number): Hashes {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  return index < middle
    ? [...pathOf(index, start, middle), mth(middle, end)]
    : [...pathOf(index, middle, end), mth(start, middle)];
}

/** SUBPROOF of RFC 6962: that leaves `start` to `old` - 1 begin leaves `start` to `end` - 1. */
function subproof(old: number, start: number, end: number, isWhole: boolean): Hashes {
  if (old === end) return isWhole ? [] : [mth(start, end)];
  const middle = start + splitOf(end - start);
  return old <= middle
    ? [...subproof(old, start, middle, isWhole), mth(middle, end)]
    : [...subproof(old, middle, end, false), mth(start, middle)];
}

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const result = hash.slice();
  result[bit >> 3]! ^= 1 << (bit & 7);
  return result;
}

/** Every change of one node: flipped, replaced, cut, lengthened, removed, doubled, swapped with the next; or added. */
function* changes(proof: Hashes, other: Uint8Array): Generator<Hashes> {
  for (const [at, node] of proof.entries()) {
    const replaced = (nodes: Hashes): Hashes => [...proof.slice(0, at), ...nodes, ...proof.slice(at + 1)];
    yield replaced([flipped(node, (at * 37) % 256)]);
    yield replaced([other]);
    yield replaced([node.subarray(0, 31)]);
    yield replaced([concat(node, Uint8Array.of(0))]);
    yield replaced([]);
    yield replaced([node, node]);
    const next = proof[at + 1];
    if (next !== undefined && !equal(node, next)) {
      yield [...proof.slice(0, at), next, node, ...proof.slice(at + 2)];
    }
  }
  yield [other, ...proof];
  yield [...proof, other];
}

function isRefused(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}

test("roots are those of RFC 6962", () => {
  assert.deepEqual(tree.root([]), sha256(new Uint8Array()));
  for (let size = 1; size <= LEAVES.length; size += 1) {
    assert.deepEqual(tree.root(LEAVES.slice(0, size)), mth(0, size), `size ${size}`);
  }
});

test("every changed inclusion proof, leaf, root and index is refused", () => {
  let mutants = 0;
  for (let size = 1; size <= PROOF_SIZE_MAX; size += 1) {
    const root = mth(0, size);
    for (let index = 0; index < size; index += 1) {
      const [proof, leaf] = [pathOf(index, 0, size), LEAVES[index]!];
      const verify = (at: number, leafHash: Uint8Array, path: Hashes, top: Uint8Array) => () =>
        tree.verifyInclusion(BigInt(at), BigInt(size), leafHash, path, top);
      verify(index, leaf, proof, root)();
      const tries = [verify(index, flipped(leaf, index), proof, root), verify(index, leaf, proof, flipped(root, size))];
      for (const changed of changes(proof, LEAVES[89]!)) tries.push(verify(index, leaf, changed, root));
      for (let other = -1; other <= size; other += 1) {
        if (other !== index) tries.push(verify(other, leaf, proof, root));
      }
      for (const attempt of tries) assert.ok(isRefused(attempt), `leaf ${index} of ${size}`);
      mutants += tries.length;
    }
  }
  assert.equal(mutants, 53_505);
});

test("every changed consistency proof and root is refused", () => {
  let mutants = 0;
  for (let size = 1; size <= PROOF_SIZE_MAX; size += 1) {
    for (let old = 1; old <= size; old += 1) {
      const [proof, oldRoot, newRoot] = [subproof(old, 0, size, true), mth(0, old), mth(0, size)];
      const verify = (from: number, path: Hashes, oldTop: Uint8Array, newTop: Uint8Array) => () =>
        tree.verifyConsistency(BigInt(from), BigInt(size), oldTop, newTop, path);
      verify(old, proof, oldRoot, newRoot)();
      const tries = [
        verify(old, proof, flipped(oldRoot, old), newRoot),
        verify(old, proof, oldRoot, flipped(newRoot, size)),
      ];
      for (const changed of changes(proof, LEAVES[89]!)) tries.push(verify(old, changed, oldRoot, newRoot));
      for (const attempt of tries) assert.ok(isRefused(attempt), `${old} to ${size}`);
      mutants += tries.length;
    }
  }
  assert.equal(mutants, 29_345);
});

test("every changed tile is refused or not used", () => {
  let mutants = 0;
  for (let size = 1; size <= TILE_SIZE_MAX; size += 1) {
    const leaves = LEAVES.slice(0, size);
    const honest = new Map<string, Uint8Array>();
    for (const place of tile.tiles(BigInt(size), TILE_HEIGHT)) {
      honest.set(`${place.level}/${place.index}`, tile.cut(leaves, place, TILE_HEIGHT));
    }
    const readAll = (served: ReadonlyMap<string, Uint8Array>, used?: Set<string>): Hashes => {
      const fetch: tile.Fetch = ({ level, index }) => {
        used?.add(`${level}/${index}`);
        return served.get(`${level}/${index}`);
      };
      return new tile.Reader(BigInt(size), mth(0, size), fetch, TILE_HEIGHT).leafHashes(0n, BigInt(size));
    };
    const used = new Set<string>();
    assert.deepEqual(readAll(honest, used), leaves, `size ${size}`);
    for (const [place, data] of honest) {
      const others = [...honest].filter(([name]) => name !== place).map(([, other]) => other);
      const changed = [
        ...Array.from({ length: data.length / 32 }, (_, at) => flipped(data, 256 * at + ((size * 7) % 256))),
        data.subarray(0, data.length - 32),
        concat(data, LEAVES[89]!),
        ...others.filter((other) => !equal(other, data)).slice(0, 4),
      ];
      for (const tampered of changed) {
        const served = new Map(honest).set(place, tampered);
        assert.ok(!used.has(place) || isRefused(() => readAll(served)), `tile ${place} of ${size}`);
        mutants += used.has(place) ? 1 : 0;
      }
    }
  }
  assert.equal(mutants, 13_987);
});
