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
/** Where something is, in words on one line: no control characters, and none that draw on a reader's screen. */
const PLACE = shape.text(String.raw`[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+`, 1024);
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

/** Why a point cannot be opened: it is drawn by nobody, and may hold anything. */
export const CLOSED = ["away", "unavailable", "under-construction"] as const;

/** What a monitor showed of a point: also `alarm`, a broken seal, a change on a sensor or a picture; no item yet. */
export const READ_OUTCOMES = ["alarm", ...OUTCOMES] as const;

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

/** The successor of a root key set: the roots that it had committed to as `next`, and their role keys. */
export type KeyRotation = RootKeySet;

/** Role keys that the party no longer answers for: what they signed in its log at `last_good` still stands. */
export interface KeyRevocation {
  readonly keys: readonly Uint8Array[];
  readonly last_good: number;
}

/**
 * What the holder says one point of inspection holds: an item's name, or `empty`, or why it cannot be opened.
 *
 * `uid`: the unique identifier of the item.
 */
export interface DeclaredPoint {
  readonly id: string;
  readonly holds: string;
  readonly uid?: string;
}

/**
 * What every point of one site holds, by its holder. `number`: from 2 on, that it supplements earlier ones.
 *
 * `notice`: the id of the notice of the visit whose place it lists, where the site's place is told by visit.
 */
export interface Declaration {
  readonly site: string;
  readonly points: readonly DeclaredPoint[];
  readonly number?: number;
  readonly notice?: Uint8Array;
}

/**
 * The holder's commitment to a whole declaration of a site (spec/sealing.md, section 5). `capacity`: leaves of the tree
 * under `root`; `closed`: points that cannot be opened, and why: all that is told of the declaration at once.
 */
export interface DeclarationSealed {
  readonly site: string;
  readonly capacity: number;
  readonly root: Uint8Array;
  readonly closed?: readonly DeclaredPoint[];
  readonly number?: number;
}

/**
 * Some points of a sealed declaration, and what proves them. `number`: which opening of it, from 1; `keys`, `siblings`:
 * keys of opened subtrees, and hashes of closed ones, from left to right; `notice`: the visit for which it is opened.
 */
export interface DeclarationOpened {
  readonly sealed: Uint8Array;
  readonly number: number;
  readonly points: readonly DeclaredPoint[];
  readonly keys: readonly Uint8Array[];
  readonly siblings?: readonly Uint8Array[];
  readonly notice?: Uint8Array;
}

/**
 * Notice of an inspection: which one of the agreement's, and the number of the visit from 1.
 *
 * `designation`: the id of the sealed designation, where the site is named later.
 */
export interface Notice {
  readonly inspection: string;
  readonly number: number;
  readonly designation?: Uint8Array;
}

/** The inspecting Party's commitment to the site of one visit, before its notice. */
export interface DesignationSealed {
  readonly inspection: string;
  readonly number: number;
  readonly commitment: Uint8Array;
}

/**
 * The site behind a sealed designation, with the 32 random bytes that hid it.
 *
 * `place`: where it is, in words, of a site whose place is told by visit.
 */
export interface DesignationOpened {
  readonly sealed: Uint8Array;
  readonly notice: Uint8Array;
  readonly site: string;
  readonly salt: Uint8Array;
  readonly place?: string;
}

/** A typed message that the agreement names; `format` is one of its notifications, `about` the statement it answers. */
export interface Notification {
  readonly format: string;
  readonly number: number;
  readonly about?: Uint8Array;
  readonly hour?: number;
  readonly until?: number;
  readonly site?: string;
  readonly points?: readonly string[];
  readonly figures?: ReadonlyMap<string, number>;
  readonly words?: string;
}

/** Nothing: an entry that hides how much a party has to say. */
export interface Filler {
  readonly padding: string;
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

/** The same by one side alone: it may lower a finding, never raise it. */
export type OneSidedReport = InspectionReport;

/** What a monitor showed of one point. */
export interface ReadPoint {
  readonly id: string;
  readonly outcome: (typeof READ_OUTCOMES)[number];
}

/**
 * What a monitor showed between two hours, as its reader and the inspected Party sign it; `number`: of this party's
 * readings of the monitor, from 1; `notice`: of the visit in whose course it was read, if in any.
 */
export interface Reading {
  readonly monitor: string;
  readonly number: number;
  readonly began_at: number;
  readonly ended_at: number;
  readonly points: readonly ReadPoint[];
  readonly notice?: Uint8Array;
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
  /** The parties without whom the others closed it: it is partial then, else joint. */
  readonly absent?: readonly string[];
}

/** A party asks all others to close the cut of this number after `previous`: from here on they have a time. */
export interface CutProposed {
  readonly number: number;
  readonly previous?: Uint8Array;
}

/**
 * All parties put another document in the agreement's place. `number`: which amendment, from 1; `previous`: the digest of
 * the document that it amends; `agreement`: that of the new one.
 */
export interface Amendment {
  readonly number: number;
  readonly previous: Uint8Array;
  readonly agreement: Uint8Array;
}

/** The body of each kind. */
export interface Bodies {
  readonly accession: Accession;
  readonly amendment: Amendment;
  readonly cut: Cut;
  readonly "cut-proposed": CutProposed;
  readonly declaration: Declaration;
  readonly "declaration-opened": DeclarationOpened;
  readonly "declaration-sealed": DeclarationSealed;
  readonly "designation-opened": DesignationOpened;
  readonly "designation-sealed": DesignationSealed;
  readonly "draw-share-opened": DrawShareOpened;
  readonly "draw-share-sealed": DrawShareSealed;
  readonly filler: Filler;
  readonly "inspection-report": InspectionReport;
  readonly "key-revocation": KeyRevocation;
  readonly "key-rotation": KeyRotation;
  readonly notice: Notice;
  readonly notification: Notification;
  readonly observed: Observed;
  readonly "one-sided-report": OneSidedReport;
  readonly reading: Reading;
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
const NUMBER = shape.integer(1, 9999);
const DECLARED = shape.record({ holds: NAME, id: POINT }, { uid: shape.text(undefined, 128) });
const CLOSED_POINT = shape.record({ holds: shape.choice(CLOSED), id: POINT });
const OPENED = shape.record({ id: POINT, outcome: shape.choice(OUTCOMES) });
const READ = shape.record({ id: POINT, outcome: shape.choice(READ_OUTCOMES) });
const POSITION = shape.record({ log: KEY_NAME, root: DIGEST, size: shape.integer(2) });

const KEY_SET = shape.record({
  keys: shape.listOf(ROLE_KEY, 1, 256, (key) => key.name),
  next: DIGEST,
  policy: DIGEST,
  roots: shape.listOf(DIGEST, 1, 32, (root) => root),
  threshold: shape.integer(1, 32),
});
const REPORT = shape.record({
  began_at: UNIX_S,
  ended_at: UNIX_S,
  freeze_verified_at: UNIX_S,
  notice: DIGEST,
  points: shape.listOf(OPENED, 0, undefined, (point) => point.id),
});

export const KINDS: { readonly [N in KindName]: Kind<Bodies[N]> } = {
  accession: {
    shape: shape.record({ agreement: DIGEST, policy: DIGEST, roots: shape.mapOf(DIGEST, undefined, 2) }),
  },
  amendment: {
    shape: shape.record({ agreement: DIGEST, number: NUMBER, previous: DIGEST }),
    slot: (body) => `amendment/${body.number}`,
  },
  cut: {
    shape: shape.record(
      {
        hour: UNIX_S,
        number: shape.integer(1),
        vector: shape.listOf(POSITION, 2, 64, (position) => position.log),
      },
      { absent: shape.listOf(NAME, 1, 62, (name) => name), previous: DIGEST },
    ),
    slot: (body) => `cut/${body.number}`,
    cites: (body) => (body.previous === undefined ? [] : [body.previous]),
  },
  "cut-proposed": {
    shape: shape.record({ number: shape.integer(1) }, { previous: DIGEST }),
    slot: (body) => `cut-proposed/${body.number}`,
    cites: (body) => (body.previous === undefined ? [] : [body.previous]),
  },
  declaration: {
    shape: shape.record(
      { points: shape.listOf(DECLARED, 1, undefined, (point) => point.id), site: NAME },
      { notice: DIGEST, number: shape.integer(2, 9999) },
    ),
    slot: (body) => `declaration/${body.site}${body.number === undefined ? "" : `/${body.number}`}`,
    cites: (body) => (body.notice === undefined ? [] : [body.notice]),
  },
  "declaration-opened": {
    shape: shape.record(
      {
        keys: shape.listOf(DIGEST, 1),
        number: NUMBER,
        points: shape.listOf(DECLARED, 1, undefined, (point) => point.id),
        sealed: DIGEST,
      },
      { notice: DIGEST, siblings: shape.listOf(DIGEST, 1) },
    ),
    slot: (body) => `declaration/${hex(body.sealed)}/opened/${body.number}`,
    cites: (body) => (body.notice === undefined ? [body.sealed] : [body.notice, body.sealed]),
  },
  "declaration-sealed": {
    shape: shape.record(
      { capacity: shape.integer(1, 4096), root: DIGEST, site: NAME },
      {
        closed: shape.listOf(CLOSED_POINT, 1, undefined, (point) => point.id),
        number: shape.integer(2, 9999),
      },
    ),
    slot: (body) => `declaration/${body.site}${body.number === undefined ? "" : `/${body.number}`}`,
  },
  "designation-opened": {
    shape: shape.record({ notice: DIGEST, salt: DIGEST, sealed: DIGEST, site: NAME }, { place: PLACE }),
    slot: (body) => `designation/${hex(body.sealed)}/opened`,
    cites: (body) => [body.notice, body.sealed],
  },
  "designation-sealed": {
    shape: shape.record({ commitment: DIGEST, inspection: NAME, number: NUMBER }),
    slot: (body) => `designation/${body.inspection}/${body.number}/sealed`,
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
  filler: { shape: shape.record({ padding: shape.text("0+", 32_768) }) },
  "inspection-report": {
    shape: REPORT,
    slot: (body) => `report/${hex(body.notice)}`,
    cites: (body) => [body.notice],
  },
  "key-revocation": {
    shape: shape.record({ keys: shape.listOf(DIGEST, 1, 256, (key) => key), last_good: shape.integer() }),
  },
  "key-rotation": {
    shape: KEY_SET,
    slot: (body) => `keys/${hex(rootKeysDigest(body.threshold, body.roots))}`,
  },
  notice: {
    shape: shape.record({ inspection: NAME, number: NUMBER }, { designation: DIGEST }),
    slot: (body) => `notice/${body.inspection}/${body.number}`,
    cites: (body) => (body.designation === undefined ? [] : [body.designation]),
  },
  notification: {
    shape: shape.record(
      { format: NAME, number: shape.integer(1, 1_000_000_000) },
      {
        about: DIGEST,
        figures: shape.mapOf(shape.integer(0, 1_000_000_000)),
        hour: UNIX_S,
        points: shape.listOf(POINT, 1, undefined, (point) => point),
        site: NAME,
        until: UNIX_S,
        words: shape.text(String.raw`[^\x00-\x09\x0b-\x1f\x7f]+`),
      },
    ),
    slot: (body) => `notification/${body.format}/${body.number}`,
    cites: (body) => (body.about === undefined ? [] : [body.about]),
  },
  observed: { shape: shape.record({ checkpoint: NOTE_TEXT }) },
  "one-sided-report": {
    shape: REPORT,
    slot: (body) => `one-sided-report/${hex(body.notice)}`,
    cites: (body) => [body.notice],
  },
  reading: {
    shape: shape.record(
      {
        began_at: UNIX_S,
        ended_at: UNIX_S,
        monitor: NAME,
        number: shape.integer(1, 1_000_000_000),
        points: shape.listOf(READ, 1, undefined, (point) => point.id),
      },
      { notice: DIGEST },
    ),
    slot: (body) => `reading/${body.monitor}/${body.number}`,
    cites: (body) => (body.notice === undefined ? [] : [body.notice]),
  },
  "root-key-set": { shape: KEY_SET },
};
