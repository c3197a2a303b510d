/**
 * The state: what the facts come to at one time, and its digest.
 *
 *     digest = th("counterseal.org/state/v1", agreement digest, u64be now, root)
 *     root   = RFC 6962 root over the subjects by name; leaf data = lp(name) || lp(canonical JSON of the subject)
 */

import type { Facts, Irregularity, Told } from "./facts.js";
import { drawn } from "./subjects/draw.js";
import { compare, compareText, concat, equal, hex, u64be, utf8 } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import type { Value } from "../encoding/canonical.js";
import { lp, taggedHash } from "../encoding/tagged.js";
import { leafHash, root } from "../log/tree.js";
import type { Cut, Declaration, InspectionReport } from "../statements/kinds.js";

/** A party: `absent` (no key set), `founded` (no accession yet) or `acceded`. */
export interface Member {
  readonly party: string;
  readonly status: "absent" | "founded" | "acceded";
  readonly accession?: Uint8Array;
}

/** One inspection from its notice on: `open` until a report by both stands. */
export interface Visit {
  readonly notice: Uint8Array;
  readonly inspection: string;
  readonly number: number;
  readonly announced_at: number;
  /** The notice's hour, or that by which a quorum had cosigned a checkpoint that holds it, if that is earlier. */
  readonly known_at: number;
  /** Parties that sealed a share of its draw, and that opened it. */
  readonly sealed: readonly string[];
  readonly opened: readonly string[];
  readonly status: "open" | "reported";
  readonly drawn?: readonly string[];
  readonly report?: Told<InspectionReport>;
}

/** What agreement and statements add up to at `now`. */
export interface State {
  readonly agreement: Uint8Array;
  readonly now: number;
  readonly status: "in force" | "not in force";
  readonly members: readonly Member[];
  readonly declarations: readonly (Told<Declaration> & { readonly party: string })[];
  readonly visits: readonly Visit[];
  readonly cuts: readonly Told<Cut>[];
  readonly irregularities: readonly Irregularity[];
  /** The state digest, 32 bytes. */
  readonly digest: Uint8Array;
}

/** Returns the state at `now`, Unix seconds. Total: any facts have a state. */
export function judge(facts: Facts, now: number): State {
  const state = {
    agreement: facts.agreement.digest,
    now,
    status: isInForce(facts) ? ("in force" as const) : ("not in force" as const),
    members: facts.agreement.parties.map((party) => memberOf(facts, party.name, party.log)),
    declarations: [...facts.declarations.values()].sort(
      (left, right) => compareText(left.party, right.party) || compareText(left.body.site, right.body.site),
    ),
    visits: visitsOf(facts),
    cuts: [...facts.cuts.values()].sort((left, right) => left.body.number - right.body.number),
    irregularities: [...facts.irregularities.values()].sort(compareRank),
  };
  return { ...state, digest: digestOf(state) };
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

function digestOf(state: Omit<State, "digest">): Uint8Array {
  const subjects: readonly (readonly [string, unknown])[] = [
    ["cut", state.cuts],
    ["declaration", state.declarations],
    ["inspection", state.visits],
    ["irregularity", state.irregularities],
    ["membership", { members: state.members, status: state.status }],
  ];
  const leaves = subjects.map(([name, subject]) =>
    leafHash(concat(lp(utf8(name)), lp(canonical.encode(valueOf(subject))))),
  );
  return taggedHash("counterseal.org/state/v1", state.agreement, u64be(BigInt(state.now)), root(leaves));
}

/** Returns whether every party acceded and somebody observed a quorum's cosignatures over each accession. */
function isInForce(facts: Facts): boolean {
  return facts.agreement.parties.every((party) => {
    const accession = facts.accessions.get(party.name);
    const at = accession && facts.places.get(hex(accession));
    if (at === undefined) return false;
    return [...facts.logs.values()].some((other) => (other.witnessed.get(at.log) ?? 0n) > BigInt(at.index));
  });
}

function memberOf(facts: Facts, party: string, log: string): Member {
  const accession = facts.accessions.get(party);
  if (accession !== undefined) return { party, status: "acceded", accession };
  return { party, status: facts.log(log).keys === undefined ? "absent" : "founded" };
}

function visitsOf(facts: Facts): readonly Visit[] {
  const notices = [...facts.notices.values()].sort(
    (left, right) => compareText(left.body.inspection, right.body.inspection) || left.body.number - right.body.number,
  );
  const hours = witnessedHours(facts);
  return notices.map((said) => {
    const place = facts.places.get(hex(said.id))!;
    const report = facts.reports.get(hex(said.id));
    const picks = drawn(facts, said.id);
    return {
      notice: said.id,
      inspection: said.body.inspection,
      number: said.body.number,
      announced_at: said.at,
      known_at: knownAt(hours.get(place.log)!, place.index, said.at),
      sealed: [...(facts.sealed.get(hex(said.id))?.keys() ?? [])].sort(compareText),
      opened: [...(facts.opened.get(hex(said.id))?.keys() ?? [])].sort(compareText),
      status: report === undefined ? ("open" as const) : ("reported" as const),
      ...(picks && { drawn: picks }),
      ...(report && { report }),
    };
  });
}

/** Sizes at which a log was seen witnessed, descending, and the earliest hour for each or a larger one. */
type Hours = readonly { readonly size: bigint; readonly earliest: bigint }[];

/** Returns log -> hours. A checkpoint of another history than the log's holds other entries, and does not count. */
function witnessedHours(facts: Facts): ReadonlyMap<string, Hours> {
  const seen = new Map([...facts.logs.keys()].map((log) => [log, [] as { size: bigint; earliest: bigint }[]]));
  for (const other of facts.logs.values()) {
    for (const { log, size, root: sighted, witnessedAt } of other.sightings.values()) {
      if (witnessedAt === undefined || !equal(facts.log(log).tree.root(Number(size)), sighted)) continue;
      seen.get(log)!.push({ size, earliest: witnessedAt });
    }
  }
  for (const hours of seen.values()) {
    hours.sort((left, right) => (left.size < right.size ? 1 : left.size > right.size ? -1 : 0));
    for (const [at, hour] of hours.entries()) {
      const before = hours[at - 1];
      if (before !== undefined && before.earliest < hour.earliest) hour.earliest = before.earliest;
    }
  }
  return seen;
}

/** Returns `announcedAt`, or the hour by which anybody saw entry `index` witnessed, if that is earlier. */
function knownAt(hours: Hours, index: number, announcedAt: number): number {
  // The last of those above the index, by bisection: it has the earliest hour of them all.
  let [low, high] = [0, hours.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (hours[middle]!.size > BigInt(index)) low = middle + 1;
    else high = middle;
  }
  const earliest = hours[low - 1]?.earliest;
  return earliest !== undefined && earliest < BigInt(announcedAt) ? Number(earliest) : announcedAt;
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
