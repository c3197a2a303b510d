/**
 * The state: what the facts come to at one time, and its digest.
 *
 *     digest = th("counterseal.org/state/v1", agreement digest, u64be now, root)
 *     root   = RFC 6962 root over the subjects by name; leaf data = lp(name) || lp(canonical JSON of the subject)
 */

import * as conditions from "./conditions.js";
import { type AmendmentState, amendmentsOf, inEffect } from "./course.js";
import { type Dispute, alarms, disputedStatements, disputesOf } from "./disputes.js";
import { Duties, type Owed } from "./duties.js";
import type { Facts, Irregularity, Told } from "./facts.js";
import { type Disputed, Hours, Reader } from "./hours.js";
import { type LadderState, ladderState } from "./ladders.js";
import { overtaken, unsaid } from "./overtaken.js";
import { type Entry, ledger } from "./quotas.js";
import { openedOf } from "./subjects/seal.js";
import { type Stop, standingOf, stopsOf } from "./suspension.js";
import { type Visit, outsideRights, visitsOf } from "./visits.js";
import type { Agreement } from "../agreement/document.js";
import { compare, compareText, concat, hex, u64be, utf8 } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import type { Value } from "../encoding/canonical.js";
import { lp, taggedHash } from "../encoding/tagged.js";
import { leafHash, root } from "../log/tree.js";
import {
  type Cut,
  type Declaration,
  type DeclarationOpened,
  type DeclarationSealed,
  type DeclaredPoint,
  type Notification,
  type Reading,
  rootKeysDigest,
} from "../statements/kinds.js";

/** A party: `absent` (no key set), `founded` (no accession yet) or `acceded`. */
export interface Member {
  readonly party: string;
  readonly status: "absent" | "founded" | "acceded";
  readonly accession?: Uint8Array;
}

/** A party's key set by the digest of its roots, from which index on, and which of its keys are revoked, how far. */
export interface KeysState {
  readonly party: string;
  readonly roots: Uint8Array;
  readonly index: number;
  readonly revoked?: readonly { readonly key: string; readonly index: number; readonly last_good: number }[];
}

/** An open declaration. */
export type DeclaredState = Told<Declaration> & { readonly party: string };

/** A sealed declaration: its openings, by number, and the points that they show, by id. */
export interface SealState extends Told<DeclarationSealed> {
  readonly party: string;
  readonly opened?: readonly DeclaredPoint[];
  readonly openings?: readonly Uint8Array[];
}

/** A reading: how the dispute stands that it raised, absent without alarm or find; whether a revoked key is under it. */
export interface ReadingState extends Told<Reading> {
  readonly party: string;
  readonly alarm?: Dispute["status"];
  readonly disputed?: "yes";
}

/** What agreement and statements add up to at `now`. */
export interface State {
  /** The digest of the first document. */
  readonly agreement: Uint8Array;
  /** The document by which all this is judged. */
  readonly document: Agreement;
  readonly now: number;
  readonly status: "in force" | "not in force" | "paused" | "suspended" | "withdrawn";
  /** The hour of entry into force; absent before it. */
  readonly in_force_s?: number;
  readonly members: readonly Member[];
  /** By party, site, then number. */
  readonly declarations: readonly (DeclaredState | SealState)[];
  /** Id of a sealed declaration -> what was opened of it; no subject of its own. */
  readonly openings: ReadonlyMap<string, readonly Told<DeclarationOpened>[]>;
  readonly visits: readonly Visit[];
  readonly cuts: readonly Told<Cut>[];
  readonly irregularities: readonly Irregularity[];
  readonly stops: readonly Stop[];
  readonly conditions: readonly { readonly name: string; readonly holds: boolean }[];
  readonly notifications: readonly (Told<Notification> & { readonly party: string; readonly disputed?: "yes" })[];
  readonly duties: readonly Owed[];
  readonly ladders: readonly LadderState[];
  readonly quotas: readonly Entry[];
  readonly readings: readonly ReadingState[];
  readonly disputes: readonly Dispute[];
  readonly keys: readonly KeysState[];
  readonly amendments: readonly AmendmentState[];
  /** The state digest, 32 bytes. */
  readonly digest: Uint8Array;
}

/**
 * Returns the state at `now`, Unix seconds, by the document in effect then. Total: any facts have a state.
 *
 * @param closing a cut over all that is folded, at `now`, which is no entry of any log yet
 */
export function judge(all: Facts, now: number, closing?: Cut): State {
  const facts = all.under(inEffect(all, now, closing));
  const { agreement } = facts;
  const hours = new Hours(facts);
  const revoked = disputedStatements(facts, hours);
  const late = overtaken(facts, hours, revoked);
  const disputed = new Map([...revoked, ...unsaid(facts, hours, revoked, late)]);
  const reader = new Reader(facts, hours, now, disputed);
  const entered = facts.inForceAt();
  const inForceS = entered !== undefined && entered <= now ? entered : undefined;
  const quotas = ledger(facts, hours, reader, revoked);
  const disputes = disputesOf(facts, hours, now, disputed);
  const raised = new Map(disputes.map(({ raised, status }) => [hex(raised), status]));
  const outside = outsideRights(facts, hours, revoked, late);
  const excess = new Map(quotas.toReversed().flatMap((entry) => entry.excess.map((id) => [hex(id), entry.quota])));
  const owed = new Duties(facts, hours, now, disputed, raised, new Set([...outside.keys(), ...excess.keys()]));
  const named = (agreement.conditions ?? []).map(({ name }) => name);
  const known = conditions.holding(facts, named, reader);
  const state = {
    agreement: agreement.founding,
    document: agreement,
    now,
    status: inForceS === undefined ? ("not in force" as const) : standingOf(facts, reader),
    ...(inForceS !== undefined && { in_force_s: inForceS }),
    members: agreement.parties.map((party) => memberOf(facts, party.name, party.log)),
    declarations: declarationsOf(facts),
    openings: facts.openings,
    visits: visitsOf(facts, { hours, now, disputed, raised, excess, outside }),
    cuts: [...facts.cuts.values()].sort((left, right) => left.body.number - right.body.number),
    irregularities: [...facts.irregularities.values()].sort(compareRank),
    stops: stopsOf(facts, reader),
    conditions: named.map((name) => ({ name, holds: known.get(name)! })),
    notifications: notificationsOf(facts, disputed),
    duties: inForceS === undefined ? [] : owed.all(),
    ladders: (agreement.ladders ?? []).map((ladder) => ladderState(facts, hours, owed, ladder, now, disputed)),
    quotas,
    readings: readingsOf(facts, disputed, raised),
    disputes,
    keys: agreement.parties.flatMap((party) => keysOf(facts, party.name, party.log)),
    amendments: amendmentsOf(facts, closing),
  };
  return { ...state, digest: digestOf(state) };
}

function declarationsOf(facts: Facts): State["declarations"] {
  const sealed = [...facts.seals.values()].flat().map((told): SealState => {
    const openings = (facts.openings.get(hex(told.id)) ?? []).map(({ id }) => id);
    return { ...told, ...(openings.length > 0 && { opened: openedOf(facts, told.id), openings }) };
  });
  return [...[...facts.declarations.values()].flat(), ...sealed].sort(
    (left, right) =>
      compareText(left.party, right.party) ||
      compareText(left.body.site, right.body.site) ||
      (left.body.number ?? 1) - (right.body.number ?? 1),
  );
}

function notificationsOf(facts: Facts, disputed: Disputed): State["notifications"] {
  const byName = <T>([left]: readonly [string, T], [right]: readonly [string, T]): number => compareText(left, right);
  return [...facts.notified].sort(byName).flatMap(([, byParty]) =>
    [...byParty].sort(byName).flatMap(([party, series]) =>
      series.map(({ id }) => {
        const body = facts.statements.get(hex(id))!.body as Notification;
        return { id, party, body, ...(disputed.has(hex(id)) && { disputed: "yes" as const }) };
      }),
    ),
  );
}

function readingsOf(
  facts: Facts,
  disputed: Disputed,
  raised: ReadonlyMap<string, Dispute["status"]>,
): readonly ReadingState[] {
  const all = [...facts.readings.values()].flat();
  all.sort(
    (left, right) =>
      compareText(left.body.monitor, right.body.monitor) ||
      compareText(left.party, right.party) ||
      left.body.number - right.body.number,
  );
  return all.map(({ id, party, body }) => ({
    id,
    party,
    body,
    ...(alarms(body) && { alarm: raised.get(hex(id))! }),
    ...(disputed.has(hex(id)) && { disputed: "yes" as const }),
  }));
}

function keysOf(facts: Facts, party: string, log: string): readonly KeysState[] {
  const { epochs, revoked } = facts.log(log);
  return epochs.map(({ index, keys }) => {
    const gone = keys.keys.flatMap(({ name, key }) => {
      const at = revoked.get(hex(key));
      return at === undefined ? [] : [{ key: name, index: at.index, last_good: at.lastGood }];
    });
    const roots = rootKeysDigest(keys.threshold, keys.roots);
    return { party, roots, index, ...(gone.length > 0 && { revoked: gone }) };
  });
}

/** Returns an irregularity as a canonical JSON value. */
export function irregularityValue({ code, index, log, party, rule, subject }: Irregularity): Value {
  return valueOf({ code, index, log, party, rule, subject });
}

/** Returns what statements and states are made of as a canonical JSON value: bytes in hexadecimal, no absent member. */
function valueOf(thing: unknown): Value {
  if (typeof thing === "number" || typeof thing === "string") return thing;
  if (thing instanceof Uint8Array) return hex(thing);
  if (Array.isArray(thing)) return thing.map(valueOf);
  const members = thing instanceof Map ? [...thing] : Object.entries(thing as object);
  return new Map(members.filter(([, member]) => member !== undefined).map(([name, member]) => [name, valueOf(member)]));
}

/** Returns the members that tell of amendments and of the document in effect, none without any amendment. */
export function amendedOf({ amendments, document }: Pick<State, "amendments" | "document">): ReadonlyMap<string, Value> {
  if (amendments.length === 0) return new Map();
  return new Map([
    ["amendments", valueOf(amendments)],
    ["document", hex(document.digest)],
  ]);
}

/** Returns the state's subjects as canonical JSON values, by name. */
export function subjectsOf(state: Omit<State, "digest">): ReadonlyMap<string, Value> {
  const membership = Object.entries({
    in_force_s: state.in_force_s,
    members: state.members,
    status: state.status,
    stops: state.stops,
  });
  const subjects: readonly (readonly [string, unknown])[] = [
    ["condition", state.conditions.map(({ name, holds }) => ({ name, holds: holds ? "yes" : "no" }))],
    ["cut", state.cuts],
    ["declaration", state.declarations],
    ["dispute", state.disputes],
    ["duty", state.duties],
    ["inspection", state.visits],
    ["irregularity", state.irregularities],
    ["key", state.keys],
    ["ladder", state.ladders],
    ["membership", new Map<string, unknown>([...membership, ...amendedOf(state)])],
    ["notification", state.notifications],
    ["quota", state.quotas],
    ["reading", state.readings],
  ];
  return new Map(subjects.map(([name, subject]) => [name, valueOf(subject)]));
}

function digestOf(state: Omit<State, "digest">): Uint8Array {
  const leaves = [...subjectsOf(state)].map(([name, subject]) =>
    leafHash(concat(lp(utf8(name)), lp(canonical.encode(subject)))),
  );
  return taggedHash("counterseal.org/state/v1", state.agreement, u64be(BigInt(state.now)), root(leaves));
}

function memberOf(facts: Facts, party: string, log: string): Member {
  const accession = facts.accessions.get(party);
  if (accession !== undefined) return { party, status: "acceded", accession };
  return { party, status: facts.log(log).epochs.length === 0 ? "absent" : "founded" };
}

function compareRank(left: Irregularity, right: Irregularity): number {
  return (
    compareText(left.log, right.log) ||
    left.index - right.index ||
    compareText(left.rule, right.rule) ||
    compareText(left.code, right.code) ||
    compareText(left.party, right.party) ||
    compare(left.subject, right.subject)
  );
}
