/**
 * The joint draw: points that no party could choose and every party can recompute (spec/sealing.md).
 *
 * 1. The candidates are frozen in a cut. 2. Each party logs a commitment to 32 random bytes. 3. When every commitment
 * is witnessed, each opens its share. 4. The seed is a hash of the whole transcript; 5. picks come from a hash counter
 * by rejection and a partial Fisher-Yates shuffle. There is no re-draw: a missing share has its fixed consequence
 * (Cleve 1986: each re-draw granted after an abort biases the result).
 *
 * Every value is a tagged, length-prefixed hash, so no field can slide into its neighbour, and party, role, exchange
 * and channel inside a commitment stop copies and replays.
 */

import { compareText, equal, fromU64be, hex, u64be, utf8 } from "../encoding/bytes.js";
import { taggedHash } from "../encoding/tagged.js";
import { Misuse, Refused } from "../errors.js";

export const SHARE_SIZE = 32;

const TAG_COMMIT = "counterseal.org/draw-commit/v1";
const TAG_LIST = "counterseal.org/draw-list/v1";
const TAG_SEED = "counterseal.org/draw-seed/v1";
const TAG_PICK = "counterseal.org/draw-pick/v1";

const NOTHING = new Uint8Array();

/** One run of the draw. */
export interface Exchange {
  /** The channel's name, as in statements. */
  readonly channel: string;
  /** Id of the notice that started it, 32 bytes. */
  readonly exchange: Uint8Array;
  /** Id of the cut that froze the candidates, 32 bytes. */
  readonly cut: Uint8Array;
  /** Decimal text of the future drand round named in the commitments; absent for none. */
  readonly drandRound?: Uint8Array;
}

/** What one party put in: its name, role, commitment and, once opened, the share. */
export interface Share {
  readonly party: string;
  readonly role: string;
  readonly commitment: Uint8Array;
  readonly share: Uint8Array;
}

/** Returns the 32-byte commitment of `party` to `share` (32 bytes, secret and random). */
export function commitment(exchange: Exchange, party: string, role: string, share: Uint8Array): Uint8Array {
  if (share.length !== SHARE_SIZE) throw new Misuse(`got a share of ${share.length} bytes, want ${SHARE_SIZE}`);
  return taggedHash(
    TAG_COMMIT,
    utf8(exchange.channel),
    exchange.exchange,
    utf8(party),
    utf8(role),
    exchange.cut,
    exchange.drandRound ?? NOTHING,
    share,
  );
}

/** Returns the digest of the candidate list. Requires ids in strictly ascending byte order. */
export function listDigest(points: readonly string[]): Uint8Array {
  if (points.some((point, at) => at > 0 && compareText(points[at - 1]!, point) >= 0)) {
    throw new Misuse("the candidate list is not in ascending order");
  }
  return taggedHash(TAG_LIST, ...points.map(utf8));
}

/**
 * Returns the 32-byte seed: the hash of the whole transcript, parties by name.
 *
 * @throws Refused `draw-opening` when a share does not open its commitment, `draw-copied` when two commitments are
 *   equal
 */
export function seed(
  exchange: Exchange,
  points: readonly string[],
  shares: readonly Share[],
  drandSignature = NOTHING,
): Uint8Array {
  const ordered = [...shares].sort((left, right) => compareText(left.party, right.party));
  for (const share of ordered) {
    if (!equal(commitment(exchange, share.party, share.role, share.share), share.commitment)) {
      throw new Refused("draw-opening", `the share of ${share.party} is not the one it sealed`, share.party);
    }
  }
  if (new Set(ordered.map((share) => hex(share.commitment))).size !== ordered.length) {
    throw new Refused("draw-copied", "two parties sealed the same commitment");
  }
  return taggedHash(
    TAG_SEED,
    utf8(exchange.channel),
    exchange.exchange,
    listDigest(points),
    exchange.cut,
    ...ordered.flatMap((share) => [utf8(share.party), utf8(share.role), share.commitment, share.share]),
    drandSignature,
  );
}

/**
 * Returns `count` of `points`, each subset equally likely over seeds, in the order drawn.
 *
 * Requires 0 <= count <= points.length. Block j is th(tag, seed, u64be j); its first 8 bytes, big-endian, are the word
 * w; with m points left a word at or above m * floor(2^64 / m) is skipped, so w mod m has no bias.
 */
export function picks(seed: Uint8Array, points: readonly string[], count: number): readonly string[] {
  if (!(0 <= count && count <= points.length)) {
    throw new Misuse(`got ${count} picks of ${points.length} points`);
  }
  const order = [...points];
  let block = 0n;
  for (let index = 0; index < count; index += 1) {
    let place: number | undefined;
    while (place === undefined) {
      place = placeOf(fromU64be(taggedHash(TAG_PICK, seed, u64be(block))), order.length - index);
      block += 1n;
    }
    const other = index + place;
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order.slice(0, count);
}

/**
 * Returns the place among `left` that a word of 64 bits means, or `undefined` for one of the few that are skipped.
 *
 * Requires 0 < left. Without the skip the first places would have one word more each than the last ones.
 */
export function placeOf(word: bigint, left: number): number | undefined {
  const places = BigInt(left);
  const limit = places * (2n ** 64n / places);
  return word < limit ? Number(word % places) : undefined;
}
