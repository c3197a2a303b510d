/**
 * The kinds of statement: their bodies, one interface each, and their normative parsers.
 *
 * `KINDS` maps a kind's name to its shape, to the ids its body cites, and to the slot it must take: a function of the
 * body, absent where there may be many. Two signed texts of one party for one slot are equivocation
 * (spec/statements/). All times are Unix seconds; all digests and keys are raw bytes here and hexadecimal in JSON.
 * Members bear the names that they have in the documents.
 */

import { compare, hex, u64be } from "../encoding/bytes.js";
import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { taggedHash } from "../encoding/tagged.js";

export const NAME = shape.text("[a-z][a-z0-9-]{0,63}", 64);
export const POINT = shape.text("[a-z0-9][a-z0-9./-]{0,127}", 128);
export const KEY_NAME = shape.text("[a-z0-9][a-z0-9._/-]{0,254}", 255);
export const NOTE_TEXT = shape.text(String.raw`[^\x00-\x09\x0b-\x1f]+`, 32_768);
export const UNIX_S_MAX = 253_402_300_799; // 9999-12-31T23:59:59Z, so that every time can be written as a date
export const UNIX_S = shape.integer(0, UNIX_S_MAX);
export const DIGEST = shape.bytes(32);

/** What a point showed. `clean`: seen, no item of the type. `found`: an item of the type. The rest are non-results. */
export const OUTCOMES = [
  "clean",
  "found",
  "ambiguous",
  "refused",
  "too-small",
  "away",
  "not-measured",
  "failed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SHARE_ROLES = ["inspected", "inspecting"] as const;
export type ShareRole = (typeof SHARE_ROLES)[number];

/** One online key of a party: `name` as in signature lines, raw Ed25519 `key`, who holds it, what it may sign. */
export interface RoleKey {
  readonly name: string;
  readonly key: Uint8Array;
  readonly person: string;
  readonly role: string;
}

/**
 * Entry 0 of every regime log: offline root keys with their threshold, and the role keys they vouch for.
 *
 * `next` is the root-keys digest of the pre-committed successor set; `policy` the SHA-256 of the trust file.
 */
export interface RootKeySet {
  readonly threshold: number;
  readonly roots: readonly Uint8Array[];
  readonly next: Uint8Array;
  readonly policy: Uint8Array;
  readonly keys: readonly RoleKey[];
}

/** Entry 1: the party binds itself to one agreement, one trust file and every party's root keys. */
export interface Accession {
  readonly agreement: Uint8Array;
  readonly policy: Uint8Array;
  readonly roots: ReadonlyMap<string, Uint8Array>;
}

/** What the holder says one point of inspection holds: an item's name, or `empty`. */
export interface DeclaredPoint {
  readonly id: string;
  readonly holds: string;
}

/** What every point of one site holds, by its holder. */
export interface Declaration {
  readonly site: string;
  readonly points: readonly DeclaredPoint[];
}

/** Notice of an inspection: which one of the agreement's, and the number of the visit from 1. */
export interface Notice {
  readonly inspection: string;
  readonly number: number;
}

/** A party's commitment to its share of a joint draw. `exchange` is the notice's id, `cut` the frozen cut's. */
export interface DrawShareSealed {
  readonly exchange: Uint8Array;
  readonly cut: Uint8Array;
  readonly role: ShareRole;
  readonly commitment: Uint8Array;
}

/** The share behind a party's commitment, 32 random bytes. */
export interface DrawShareOpened {
  readonly exchange: Uint8Array;
  readonly share: Uint8Array;
}

/** One opened point and its outcome. */
export interface OpenedPoint {
  readonly id: string;
  readonly outcome: Outcome;
}

/** What both sides saw and sign: when the freeze was verified, which points were opened and what they showed. */
export interface InspectionReport {
  readonly notice: Uint8Array;
  readonly freeze_verified_at: number;
  readonly began_at: number;
  readonly ended_at: number;
  readonly points: readonly OpenedPoint[];
}

/** A checkpoint that the party accepted: the whole note, log line and Ed25519 cosignatures. */
export interface Observed {
  readonly checkpoint: string;
}

/** One log's place in a cut: the tree of `size` entries has `root`. */
export interface LogPosition {
  readonly log: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** A numbered, causally closed vector of log positions that every party signs. `hour` is "now" for findings. */
export interface Cut {
  readonly number: number;
  readonly hour: number;
  readonly vector: readonly LogPosition[];
  readonly previous?: Uint8Array;
}

/** The body of each kind. */
export interface Bodies {
  readonly accession: Accession;
  readonly cut: Cut;
  readonly declaration: Declaration;
  readonly "draw-share-opened": DrawShareOpened;
  readonly "draw-share-sealed": DrawShareSealed;
  readonly "inspection-report": InspectionReport;
  readonly notice: Notice;
  readonly observed: Observed;
  readonly "root-key-set": RootKeySet;
}
export type KindName = keyof Bodies;

/** How a kind is read, the slot that its body takes, and the statement ids that its body cites. */
export interface Kind<B> {
  readonly shape: Shape<B>;
  readonly slot?: (body: B) => string;
  readonly cites?: (body: B) => readonly Uint8Array[];
}

/** Returns th("counterseal.org/root-keys/v1", u64be threshold, raw root keys in ascending order). */
export function rootKeysDigest(threshold: number, roots: readonly Uint8Array[]): Uint8Array {
  return taggedHash("counterseal.org/root-keys/v1", u64be(BigInt(threshold)), ...[...roots].sort(compare));
}

const ROLE_KEY = shape.record({ key: DIGEST, name: KEY_NAME, person: NAME, role: NAME });
const DECLARED = shape.record({ holds: NAME, id: POINT });
const OPENED = shape.record({ id: POINT, outcome: shape.choice(OUTCOMES) });
const POSITION = shape.record({ log: KEY_NAME, root: DIGEST, size: shape.integer(2) });

export const KINDS: { readonly [N in KindName]: Kind<Bodies[N]> } = {
  accession: {
    shape: shape.record({ agreement: DIGEST, policy: DIGEST, roots: shape.mapOf(DIGEST, undefined, 2) }),
  },
  cut: {
    shape: shape.record(
      {
        hour: UNIX_S,
        number: shape.integer(1),
        vector: shape.listOf(POSITION, 2, 64, (position) => position.log),
      },
      { previous: DIGEST },
    ),
    slot: (body) => `cut/${body.number}`,
    cites: (body) => (body.previous === undefined ? [] : [body.previous]),
  },
  declaration: {
    shape: shape.record({ points: shape.listOf(DECLARED, 1, undefined, (point) => point.id), site: NAME }),
    slot: (body) => `declaration/${body.site}`,
  },
  "draw-share-opened": {
    shape: shape.record({ exchange: DIGEST, share: DIGEST }),
    slot: (body) => `draw/${hex(body.exchange)}/opened`,
    cites: (body) => [body.exchange],
  },
  "draw-share-sealed": {
    shape: shape.record({ commitment: DIGEST, cut: DIGEST, exchange: DIGEST, role: shape.choice(SHARE_ROLES) }),
    slot: (body) => `draw/${hex(body.exchange)}/sealed`,
    cites: (body) => [body.cut, body.exchange],
  },
  "inspection-report": {
    shape: shape.record({
      began_at: UNIX_S,
      ended_at: UNIX_S,
      freeze_verified_at: UNIX_S,
      notice: DIGEST,
      points: shape.listOf(OPENED, 0, undefined, (point) => point.id),
    }),
    slot: (body) => `report/${hex(body.notice)}`,
    cites: (body) => [body.notice],
  },
  notice: {
    shape: shape.record({ inspection: NAME, number: shape.integer(1, 9999) }),
    slot: (body) => `notice/${body.inspection}/${body.number}`,
  },
  observed: { shape: shape.record({ checkpoint: NOTE_TEXT }) },
  "root-key-set": {
    shape: shape.record({
      keys: shape.listOf(ROLE_KEY, 1, 256, (key) => key.name),
      next: DIGEST,
      policy: DIGEST,
      roots: shape.listOf(DIGEST, 1, 32, (root) => root),
      threshold: shape.integer(1, 32),
    }),
  },
};
