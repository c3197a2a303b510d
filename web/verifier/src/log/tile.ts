/**
 * Tiles: how a log serves its hashes and entries as files that never change (C2SP tlog-tiles).
 *
 *     tile/0/x001/x234/067          256 hashes at level 0 (leaf hashes), number 1,234,067
 *     tile/1/000.p/17               the first 17 hashes of an unfinished tile at level 1
 *     tile/entries/000.p/112        112 entries, each behind its length as two bytes, big-endian
 *
 * Hash i of tile n at level l is the root of the 256^l leaves from (256 n + i) * 256^l on. A tree of `size` leaves has
 * floor(size / 256^l) hashes at level l; the last (that mod 256) of them, if any, stand in an unfinished tile.
 *
 * A tile from outside is untrusted until it hashes up to the signed root; a reader returns nothing before that.
 * `height` is 8 on the wire. Tests take it smaller, so that small trees have many levels.
 */

import * as tree from "./tree.js";
import { HASH_SIZE } from "./tree.js";
import { concat, equal, hex } from "../encoding/bytes.js";
import { Misuse, Refused } from "../errors.js";

export const HEIGHT = 8;
export const LEVEL_MAX = 63n;
export const INDEX_MAX = 2n ** 63n - 1n;
export const ENTRY_SIZE_MAX = 65_535;

/** A tile's place: level, number in the level, and how many hashes it has (1 to 2^height). */
export interface Tile {
  readonly level: bigint;
  readonly index: bigint;
  readonly width: bigint;
}

/** Returns the bytes served for a tile, or `undefined` if there are none. */
export type Fetch = (tile: Tile) => Uint8Array | undefined;

/**
 * Returns the path under which a tile of height 8 is served.
 *
 * @throws Refused `tile-range`: no such tile
 */
export function path(tile: Tile): string {
  if (tile.level < 0n || tile.level > LEVEL_MAX) {
    throw new Refused("tile-range", `got level ${tile.level}, want 0 to ${LEVEL_MAX}`);
  }
  return `tile/${tile.level}/${placePath(tile.index, tile.width)}`;
}

/**
 * Returns the path under which a bundle of `width` entries is served.
 *
 * @throws Refused `tile-range`: no such bundle
 */
export function bundlePath(index: bigint, width: bigint): string {
  return `tile/entries/${placePath(index, width)}`;
}

/** Returns every tile of a tree of `size` leaves, level by level, none of them empty. */
export function* tiles(size: bigint, height = HEIGHT): Generator<Tile> {
  const full = 1n << BigInt(height);
  for (let level = 0n, count = size; count > 0n; level += 1n, count >>= BigInt(height)) {
    for (let index = 0n; index * full < count; index += 1n) {
      const left = count - index * full;
      yield { level, index, width: left < full ? left : full };
    }
  }
}

/** Returns the bytes of a tile of the tree with these leaf hashes: `width` hashes of 32 bytes. */
export function cut(leafHashes: readonly Uint8Array[], tile: Tile, height = HEIGHT): Uint8Array {
  const [width, span] = [Number(tile.width), 2 ** (height * Number(tile.level))];
  const first = Number(tile.index) * 2 ** height;
  if ((first + width) * span > leafHashes.length) {
    throw new Misuse(`tile ${tile.index} at level ${tile.level} is not complete in a tree of ${leafHashes.length}`);
  }
  const starts = Array.from({ length: width }, (_, at) => (first + at) * span);
  return concat(...starts.map((start) => tree.root(leafHashes.slice(start, start + span))));
}

/** Returns entries as one bundle. Requires each to be at most 65,535 bytes. */
export function bundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.some((entry) => entry.length > ENTRY_SIZE_MAX)) {
    throw new Misuse(`an entry of a log has at most ${ENTRY_SIZE_MAX} bytes`);
  }
  return concat(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]));
}

/**
 * Returns the entries of a bundle, whose leaf hashes are already authenticated.
 *
 * @throws Refused `tile-bundle`: the bytes are not one framed entry for each hash; `tile-entry`: an entry has another
 *   hash
 */
export function unbundle(data: Uint8Array, leafHashes: readonly Uint8Array[]): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  for (const [number, leafHash] of leafHashes.entries()) {
    const start = at + 2;
    const end = start + 256 * (data[at] ?? 0) + (data[at + 1] ?? 0);
    if (end > data.length) {
      throw new Refused("tile-bundle", `got a bundle that ends in entry ${number}, want ${leafHashes.length}`);
    }
    const entry = data.slice(start, end);
    if (!equal(tree.leafHash(entry), leafHash)) {
      throw new Refused("tile-entry", "got an entry that is not the one in the tree", `entry ${number}`);
    }
    entries.push(entry);
    at = end;
  }
  if (at !== data.length) {
    throw new Refused("tile-bundle", `got ${data.length - at} bytes behind the last entry`);
  }
  return entries;
}

/**
 * Reads leaf hashes out of untrusted tiles, under a signed size and root.
 *
 * A full tile is accepted if it hashes to the hash that stands for it in its parent tile, itself accepted before. At
 * the right edge there may be no parent: the unfinished tiles of all levels hold exactly the tree's peaks, so these
 * tiles are accepted together, if the peaks hash to the root. Checking a tile against less, its own level's shape for
 * example, once let a well-known library take forged tiles.
 */
export class Reader {
  private readonly height: bigint;
  private readonly accepted = new Map<string, Uint8Array>(); // level and index -> the tile's bytes

  /**
   * Fetches and accepts the right edge.
   *
   * @param size the signed size
   * @param root the signed root
   * @param fetch returns what is served for a tile
   * @param height of tiles; 8 on the wire
   * @throws Refused `tile-missing`; `tile-size`: not the length that the size asks for; `tile-hash`
   */
  constructor(
    private readonly size: bigint,
    root: Uint8Array,
    private readonly fetch: Fetch,
    height = HEIGHT,
  ) {
    this.height = BigInt(height);
    const edge = this.edge().map((tile): [Tile, Uint8Array] => [tile, this.get(tile)]);
    const peaks = edge.flatMap(([, data]) => peaksOf(data).reverse()); // from the right to the left
    const node = peaks.length === 0 ? tree.EMPTY_ROOT : peaks.reduce((right, left) => tree.nodeHash(left, right));
    if (!equal(node, root)) {
      throw new Refused("tile-hash", `got unfinished tiles that lead to ${hex(node)}, want the root ${hex(root)}`);
    }
    for (const [tile, data] of edge) this.accepted.set(`${tile.level}/${tile.index}`, data);
  }

  /**
   * Returns the hashes of leaves `start` to `end` - 1. Requires 0 <= start <= end <= size.
   *
   * @throws Refused `tile-missing`, `tile-size`, `tile-hash`
   */
  leafHashes(start: bigint, end: bigint): readonly Uint8Array[] {
    if (!(0n <= start && start <= end && end <= this.size)) {
      throw new Misuse(`no leaves ${start} to ${end} among ${this.size}`);
    }
    const first = start >> this.height;
    const hashes: Uint8Array[] = [];
    for (let index = first; index << this.height < end; index += 1n) hashes.push(...hashesOf(this.tile(0n, index)));
    const skipped = first << this.height;
    return hashes.slice(Number(start - skipped), Number(end - skipped));
  }

  /** Returns the unfinished tiles, from level 0 up. */
  private edge(): Tile[] {
    const result: Tile[] = [];
    for (let level = 0n, count = this.size; count > 0n; level += 1n, count >>= this.height) {
      const index = count >> this.height;
      const width = count - (index << this.height);
      if (width > 0n) result.push({ level, index, width });
    }
    return result;
  }

  /** Returns an accepted tile. */
  private tile(level: bigint, index: bigint): Uint8Array {
    const place = `${level}/${index}`;
    const before = this.accepted.get(place);
    if (before !== undefined) return before;
    const parent = this.tile(level + 1n, index >> this.height);
    const want = hashesOf(parent)[Number(index & ((1n << this.height) - 1n))]!;
    const data = this.get({ level, index, width: 1n << this.height });
    const got = peaksOf(data)[0]!;
    if (!equal(got, want)) {
      const where = `tile ${index} at level ${level}`;
      throw new Refused("tile-hash", `got a tile that leads to ${hex(got)}, want ${hex(want)}`, where);
    }
    this.accepted.set(place, data);
    return data;
  }

  private get(tile: Tile): Uint8Array {
    const where = `tile ${tile.index} at level ${tile.level}`;
    const data = this.fetch(tile);
    if (data === undefined) throw new Refused("tile-missing", "got no bytes", where);
    const want = HASH_SIZE * Number(tile.width);
    if (data.length !== want) throw new Refused("tile-size", `got ${data.length} bytes, want ${want}`, where);
    return data;
  }
}

function placePath(index: bigint, width: bigint): string {
  const full = 1n << BigInt(HEIGHT);
  if (index < 0n || index > INDEX_MAX || width < 1n || width > full) {
    const want = `0 to 2^63-1 and 1 to ${full}`;
    throw new Refused("tile-range", `got tile ${index} of width ${width}, want ${want}`);
  }
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g)!;
  const partial = width === full ? "" : `.p/${width}`;
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/") + partial;
}

function hashesOf(data: Uint8Array): Uint8Array[] {
  return Array.from({ length: data.length / HASH_SIZE }, (_, at) => data.slice(HASH_SIZE * at, HASH_SIZE * (at + 1)));
}

/** Returns the roots of the complete subtrees of a tile's hashes, the largest first; one if the tile is full. */
function peaksOf(data: Uint8Array): Uint8Array[] {
  const hashes = hashesOf(data);
  const peaks: Uint8Array[] = [];
  for (let at = 0; at < hashes.length;) {
    const width = 2 ** Math.floor(Math.log2(hashes.length - at));
    peaks.push(tree.root(hashes.slice(at, at + width)));
    at += width;
  }
  return peaks;
}
