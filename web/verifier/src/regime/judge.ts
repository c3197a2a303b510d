/**
 * The state: what the facts come to at one time, and its digest.
 *
 *     digest = th("counterseal.org/state/v1", agreement digest, u64be now, root)
 *     root   = RFC 6962 root over the subjects by name; leaf data = lp(name) || lp(canonical JSON of the subject)
 */

import * as conditions from "./conditions.js";
import { type AmendmentState, amendmentsOf, inEffect } from "./course.js";
import { type Dispute, disputedStatements, disputesOf } from "./disputes.js";
import { Duties, type Owed } from "./duties.js";
import type { Facts, Irregularity, Told } from "./facts.js";
import { Hours, Reader } from "./hours.js";
import { type LadderState, ladderState } from "./ladders.js";
import { type Entry, ledger } from "./quotas.js";
import { closedOf, drawn } from "./subjects/draw.js";
import { type Stop, standingOf, stopsOf } from "./suspension.js";
import { type Agreement, principalsOf } from "../agreement/document.js";
import { compare, compareText, concat, equal, hex, u64be, utf8 } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import type { Value } from "../encoding/canonical.js";
import { lp, taggedHash } from "../encoding/tagged.js";
import { leafHash, root } from "../log/tree.js";
import {
  type Cut,
  type Declaration,
  type InspectionReport,
  type Notification,
  type OneSidedReport,
  rootKeysDigest,
} from "../statements/kinds.js";

/** A party: `absent` (no key set), `founded` (no accession yet) or `acceded`. */
export interface Member {
  readonly party: string;
  readonly status: "absent" | "founded" | "acceded";
  readonly accession?: Uint8Array;
}

/**
 * One inspection from its notice on: `open` until a report by both stands; `disputed` if a key under that was revoked;
 * `unpursued` if one side alone reported and nobody pursued that in time.
 */
export interface Visit {
  readonly notice: Uint8Array;
  readonly inspection: string;
  readonly number: number;
  /** The site agreed, or the one designated; absent until it is. */
  readonly site?: string;
  readonly announced_at: number;
  /** The notice's hour, or that by which a quorum had cosigned a checkpoint that holds it, if that is earlier. */
  readonly known_at: number;
  /** When the inspected Party confirmed receipt; when the mirrors' quorum held the notice. */
  readonly received_at?: number;
  readonly held_at?: number;
  /** The quota under which the visit is one too many. */
  readonly excess?: string;
  /** Parties that sealed a share of its draw, and that opened it. */
  readonly sealed: readonly string[];
  readonly opened: readonly string[];
  readonly status: "disputed" | "open" | "reported" | "unpursued";
  /** The points that could not be drawn, as declared. */
  readonly closed?: readonly string[];
  readonly drawn?: readonly string[];
  readonly report?: Told<InspectionReport>;
  /** What one side reported alone, by party. */
  readonly one_sided?: readonly (Told<OneSidedReport> & { readonly party: string })[];
}

/** A party's key set by the digest of its roots, from which index on, and which of its keys are revoked, how far. */
export interface KeysState {
  readonly party: string;
  readonly roots: Uint8Array;
  readonly index: number;
  readonly revoked?: readonly { readonly key: string; readonly index: number; readonly last_good: number }[];
}

/** What agreement and statements add up to at `now`. */
export interface State {
  /** The digest of the first document. */
  readonly agreement: Uint8Array;
  /** The document by which all this is judged. */
  readonly document: Agreement;
  readonly now: number;
  readonly status: "in force" | "not in force" | "paused" | "suspended" | "withdrawn";
  readonly members: readonly Member[];
  readonly declarations: readonly (Told<Declaration> & { readonly party: string })[];
  readonly visits: readonly Visit[];
  readonly cuts: readonly Told<Cut>[];
  readonly irregularities: readonly Irregularity[];
  readonly stops: readonly Stop[];
  readonly conditions: readonly { readonly name: string; readonly holds: boolean }[];
  readonly notifications: readonly (Told<Notification> & { readonly party: string; readonly disputed?: "yes" })[];
  readonly duties: readonly Owed[];
  readonly ladders: readonly LadderState[];
  readonly quotas: readonly Entry[];
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
  const disputed = disputedStatements(facts);
  const reader = new Reader(facts, hours, now, disputed);
  const force = isInForce(facts, reader);
  const quotas = ledger(facts, reader);
  const owed = new Duties(facts, hours, now, disputed);
  const disputes = disputesOf(facts, hours, now);
  const state = {
    agreement: agreement.founding,
    document: agreement,
    now,
    status: force ? standingOf(facts, reader) : ("not in force" as const),
    members: agreement.parties.map((party) => memberOf(facts, party.name, party.log)),
    declarations: [...facts.declarations.values()]
      .sort((left, right) => compareDeclared(left[0]!, right[0]!))
      .flat(),
    visits: visitsOf(facts, hours, disputed, quotas, disputes),
    cuts: [...facts.cuts.values()].sort((left, right) => left.body.number - right.body.number),
    irregularities: [...facts.irregularities.values()].sort(compareRank),
    stops: stopsOf(facts, reader),
    conditions: (agreement.conditions ?? []).map(({ name }) => ({ name, holds: conditions.holds(facts, name, reader) })),
    notifications: notificationsOf(facts, disputed),
    duties: force ? owed.all() : [],
    ladders: (agreement.ladders ?? []).map((ladder) => ladderState(facts, hours, owed, ladder, force, now)),
    quotas,
    disputes,
    keys: agreement.parties.flatMap((party) => keysOf(facts, party.name, party.log)),
    amendments: amendmentsOf(facts, closing),
  };
  return { ...state, digest: digestOf(state) };
}

function compareDeclared(left: State["declarations"][number], right: State["declarations"][number]): number {
  return compareText(left.party, right.party) || compareText(left.body.site, right.body.site);
}

function notificationsOf(facts: Facts, disputed: ReadonlySet<string>): State["notifications"] {
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
  const membership = Object.entries({ members: state.members, status: state.status, stops: state.stops });
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
  ];
  return new Map(subjects.map(([name, subject]) => [name, valueOf(subject)]));
}

function digestOf(state: Omit<State, "digest">): Uint8Array {
  const leaves = [...subjectsOf(state)].map(([name, subject]) =>
    leafHash(concat(lp(utf8(name)), lp(canonical.encode(subject)))),
  );
  return taggedHash("counterseal.org/state/v1", state.agreement, u64be(BigInt(state.now)), root(leaves));
}

/** Returns whether every principal's accession was observed witnessed, and what entry into force rests on holds. */
function isInForce(facts: Facts, reader: Reader): boolean {
  if (!conditions.allHold(facts, facts.agreement.in_force_if, reader)) return false;
  return principalsOf(facts.agreement).every((party) => {
    const accession = facts.accessions.get(party.name);
    const at = accession && facts.places.get(hex(accession));
    if (at === undefined) return false;
    return [...facts.logs.values()].some((other) => (other.witnessed.get(at.log) ?? 0n) > BigInt(at.index));
  });
}

function memberOf(facts: Facts, party: string, log: string): Member {
  const accession = facts.accessions.get(party);
  if (accession !== undefined) return { party, status: "acceded", accession };
  return { party, status: facts.log(log).epochs.length === 0 ? "absent" : "founded" };
}

function visitsOf(
  facts: Facts,
  hours: Hours,
  disputed: ReadonlySet<string>,
  quotas: readonly Entry[],
  disputes: readonly Dispute[],
): readonly Visit[] {
  const notices = [...facts.notices.values()].sort(
    (left, right) => compareText(left.body.inspection, right.body.inspection) || left.body.number - right.body.number,
  );
  const pursued = new Map(disputes.map(({ raised, status }) => [hex(raised), status]));
  return notices.map((said): Visit => {
    const id = hex(said.id);
    const report = facts.reports.get(id);
    const picks = drawn(facts, said.id);
    const site = facts.siteOf(said.id);
    const inspection = facts.inspectionOf(said.id);
    const received = inspection && hours.receivedBy(id, inspection.inspected);
    const held = hours.heldBy(id);
    const excess = quotas.find((entry) => entry.excess.some((other) => equal(other, said.id)))?.quota;
    const closed = closedOf(facts, said.id);
    const alone = [...(facts.oneSided.get(id) ?? [])]
      .map(([party, told]) => ({ ...told, party }))
      .sort((left, right) => compareText(left.party, right.party));
    // By its own word the inspecting Party is done with it; the inspected one alone is not. An item found lowers for ever.
    const keepsOpen = alone.some(({ id: told, body }) => {
      const status = pursued.get(hex(told));
      return status === "open" || (status !== "resolved" && body.points.some(({ outcome }) => outcome === "found"));
    });
    const unpursued = alone.some(({ party }) => party === said.party) && !keepsOpen;
    const reported = report !== undefined ? "reported" : unpursued ? "unpursued" : "open";
    return {
      notice: said.id,
      inspection: said.body.inspection,
      number: said.body.number,
      ...(site !== undefined && { site }),
      announced_at: said.at,
      known_at: hours.existedBy(id),
      ...(received !== undefined && { received_at: received }),
      ...(held !== undefined && { held_at: held }),
      ...(excess !== undefined && { excess }),
      sealed: [...(facts.sealed.get(id)?.keys() ?? [])].sort(compareText),
      opened: [...(facts.opened.get(id)?.keys() ?? [])].sort(compareText),
      status: report !== undefined && disputed.has(hex(report.id)) ? "disputed" : reported,
      ...(closed.length > 0 && { closed }),
      ...(picks && { drawn: picks }),
      ...(report && { report }),
      ...(alone.length > 0 && { one_sided: alone }),
    };
  });
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
