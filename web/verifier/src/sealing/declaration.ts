/**
 * The sealed declaration of a site: one root binds what every point holds, and opens point by point (spec/sealing.md).
 *
 *     leaf = th("counterseal.org/seal-leaf/v1", channel, party, site, u64be number, u64be capacity, u64be place,
 *               "point" or "dummy", id, holds, uid, key of the leaf)
 *     node = th("counterseal.org/seal-node/v1", left, right)
 *     key of a child = th("counterseal.org/seal-key/v1", key of its parent, byte 0 on the left, 1 on the right)
 *
 * 1. The point at place i of the site's list is leaf i; behind the last are dummies, up to the capacity, a power of two.
 * 2. The key of a leaf is its salt. So one key opens a subtree, and shows nothing of what is beside or above it.
 * 3. An opening has the keys of the largest subtrees that hold opened points and else only dummies, and the hashes of the
 *    largest that hold none; both from left to right.
 */

import { u64be, utf8 } from "../encoding/bytes.js";
import { taggedHash } from "../encoding/tagged.js";
import { Refused } from "../errors.js";

export const CAPACITY_MAX = 4096;

/** What one point holds: `uid` is the unique identifier of the item, empty without one. */
export interface Point {
  readonly id: string;
  readonly holds: string;
  readonly uid: string;
}

/** What proves opened points: keys of opened subtrees, and hashes of closed ones, 32 bytes each, left to right. */
export interface Opening {
  readonly keys: readonly Uint8Array[];
  readonly siblings: readonly Uint8Array[];
}

/** Whose declaration of what. `points`: how many points the site has; `capacity`: leaves of the tree. */
export interface Seal {
  readonly channel: string;
  readonly party: string;
  readonly site: string;
  readonly number: number;
  readonly points: number;
  readonly capacity: number;
}

type Points = ReadonlyMap<number, Point>;
type Standing = "closed" | "mixed" | "opened";

const DUMMY: Point = { id: "", holds: "", uid: "" };

/** Returns whether a tree of `capacity` leaves may seal so many points, one at least. */
export function fits(capacity: number, points: number): boolean {
  return 1 <= points && points <= capacity && capacity <= CAPACITY_MAX && (capacity & (capacity - 1)) === 0;
}

/** Returns the root over all points, by place, under the 32-byte key of the root. */
export function commit(seal: Seal, secret: Uint8Array, points: Points): Uint8Array {
  return hashOf(seal, secret, points, 0, seal.capacity);
}

/**
 * Returns the root to which opened points, by place, and their opening lead. Requires places of the site's points.
 *
 * @throws Refused `declaration-opening`: it has more keys or hashes than these points ask for, or fewer
 */
export function rootOf(seal: Seal, opened: Points, opening: Opening): Uint8Array {
  const standings = [...standingsOf(seal, opened, 0, seal.capacity)];
  const wanted = ["opened", "closed"].map((standing) => standings.filter((one) => one === standing).length);
  if (opened.size === 0 || opening.keys.length !== wanted[0] || opening.siblings.length !== wanted[1]) {
    const why = `got ${opening.keys.length} keys and ${opening.siblings.length} hashes`;
    throw new Refused("declaration-opening", `${why}, these points ask for ${wanted[0]} and ${wanted[1]}`);
  }
  const keys = opening.keys.values();
  const siblings = opening.siblings.values();
  const part = (first: number, width: number): Uint8Array => {
    switch (standingOf(seal, opened, first, width)) {
      case "opened":
        return hashOf(seal, keys.next().value!, opened, first, width);
      case "closed":
        return siblings.next().value!;
      case "mixed": {
        const left = part(first, width / 2);
        return nodeOf(left, part(first + width / 2, width / 2));
      }
    }
  };
  return part(0, seal.capacity);
}

/** Yields how the largest subtrees stand that are opened, or hold no opened point, from left to right. */
function* standingsOf(seal: Seal, opened: Points, first: number, width: number): Iterable<Standing> {
  const standing = standingOf(seal, opened, first, width);
  if (standing !== "mixed") {
    yield standing;
    return;
  }
  yield* standingsOf(seal, opened, first, width / 2);
  yield* standingsOf(seal, opened, first + width / 2, width / 2);
}

/** Returns whether all points of a subtree are opened, one at least, or none; or some are, and some are not. */
function standingOf(seal: Seal, opened: Points, first: number, width: number): Standing {
  const end = Math.min(first + width, seal.points);
  let count = 0;
  for (let place = first; place < end; place += 1) count += opened.has(place) ? 1 : 0;
  return count === 0 ? "closed" : count === end - first ? "opened" : "mixed";
}

function hashOf(seal: Seal, key: Uint8Array, points: Points, first: number, width: number): Uint8Array {
  if (width > 1) {
    const [left, right] = [0, 1].map((side) =>
      hashOf(seal, childOf(key, side), points, first + (side * width) / 2, width / 2),
    );
    return nodeOf(left!, right!);
  }
  const point = points.get(first);
  const { id, holds, uid } = point ?? DUMMY;
  return taggedHash(
    "counterseal.org/seal-leaf/v1",
    ...[seal.channel, seal.party, seal.site].map(utf8),
    ...[seal.number, seal.capacity, first].map((number) => u64be(BigInt(number))),
    ...[point === undefined ? "dummy" : "point", id, holds, uid].map(utf8),
    key,
  );
}

function nodeOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  return taggedHash("counterseal.org/seal-node/v1", left, right);
}

function childOf(key: Uint8Array, side: number): Uint8Array {
  return taggedHash("counterseal.org/seal-key/v1", key, Uint8Array.of(side));
}
