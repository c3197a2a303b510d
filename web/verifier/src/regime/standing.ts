/**
 * Standing: may this author, at this place, say anything of this kind? (R6 to R11, for every kind)
 *
 *     R6   every signature line is of a key known at that place, and verifies    entry-signer, key-point, signature-*
 *     R7   the agreement's persons signed, each person and each raw key once     entry-threshold
 *     R8   each checkpoint in `seen` was observed earlier in this log, one per log, never smaller than cited before
 *                                                                                seen-unfounded, seen-receding
 *     R9   the slot is the kind's, and free                                      slot-form, slot-taken
 *     R10  every id in `re` is in the author's past, and every id the body cites is in `re`  re-unfounded, re-missing
 *     R11  the author had seen the agreement in force, but for founding and observing       not-in-force
 */

import type { Facts, Said } from "./facts.js";
import { named } from "../agreement/document.js";
import { equal, hex } from "../encoding/bytes.js";
import * as ed25519 from "../encoding/ed25519.js";
import { Refused } from "../errors.js";
import type { Line } from "../log/note.js";
import { require } from "../log/threshold.js";
import { ED25519, make } from "../log/vkey.js";
import { KINDS, type Kind, type RootKeySet } from "../statements/kinds.js";
import type { Statement } from "../statements/statement.js";

const FOUNDING: ReadonlySet<string> = new Set(["accession", "root-key-set"]);

/** A numbered rule: `check` returns, or resolves to, the code of the fault, or an empty text. */
export interface Rule {
  readonly id: string;
  readonly check: (facts: Facts, said: Said) => string | Promise<string>;
}

/** R6. */
export async function linesKnown(facts: Facts, said: Said): Promise<string> {
  for (const line of said.note.lines) {
    const codes: string[] = [];
    for (const { key } of candidates(facts, said, line)) codes.push(await codeOf(said, line, key));
    if (codes.length === 0) return "entry-signer";
    if (codes.every((code) => code !== "")) return codes[0]!;
  }
  return "";
}

/** R7. */
export async function thresholdMet(facts: Facts, said: Said): Promise<string> {
  const need: Needed = FOUNDING.has(said.statement.kind) ? new Map() : needed(facts, said.statement);
  const signed = new Map<string, Uint8Array[]>(); // log -> raw keys that signed: a line is of one party only
  for (const line of said.note.lines) {
    const holder = await signerOf(facts, said, line, new Set([said.log, ...need.keys()]));
    if (holder !== undefined) signed.set(holder.log, [...(signed.get(holder.log) ?? []), holder.key]);
  }
  if (FOUNDING.has(said.statement.kind)) {
    const roots = new Set((signed.get(said.log) ?? []).map(hex));
    const keys = keySet(facts, said);
    return keys !== undefined && roots.size >= keys.threshold ? "" : "entry-threshold";
  }
  for (const [log, persons] of need) {
    try {
      require(knownKeys(facts, said, log)?.keys ?? [], signed.get(log) ?? [], persons);
    } catch (error) {
      if (error instanceof Refused) return "entry-threshold";
      throw error;
    }
  }
  return "";
}

/** R8. */
export function seenFounded(facts: Facts, said: Said): string {
  const log = facts.log(said.log);
  const cited = new Set<string>();
  for (const digest of said.statement.seen) {
    const sighting = log.sightings.get(hex(digest));
    if (sighting === undefined || cited.has(sighting.log)) return "seen-unfounded";
    if (sighting.size < (log.cited.get(sighting.log) ?? 0n)) return "seen-receding";
    cited.add(sighting.log);
  }
  return "";
}

/** R9. */
export function slotFree(facts: Facts, said: Said): string {
  const { statement } = said;
  if (statement.slot !== kindOf(statement).slot?.(statement.body)) return "slot-form";
  return statement.slot !== undefined && facts.log(said.log).slots.has(statement.slot) ? "slot-taken" : "";
}

/** R10. */
export function referencesPast(facts: Facts, said: Said): string {
  if (!said.statement.re.every((other) => facts.inPast(said, other))) return "re-unfounded";
  const { statement } = said;
  const answered = new Set(statement.re.map(hex));
  const cited = kindOf(statement).cites?.(statement.body) ?? [];
  return cited.every((id) => answered.has(hex(id))) ? "" : "re-missing";
}

/** R11. */
export function inForce(facts: Facts, said: Said): string {
  if (FOUNDING.has(said.statement.kind) || said.statement.kind === "observed") return "";
  const seen = facts.agreement.parties.every((party) => {
    const accession = facts.accessions.get(party.name);
    return accession !== undefined && facts.witnessedBefore(said, accession);
  });
  return seen ? "" : "not-in-force";
}

/** In this order: references come before the threshold, because a report's threshold names the inspected Party. */
export const RULES: readonly Rule[] = [
  { id: "R6", check: linesKnown },
  { id: "R10", check: referencesPast },
  { id: "R7", check: thresholdMet },
  { id: "R8", check: seenFounded },
  { id: "R9", check: slotFree },
  { id: "R11", check: inForce },
];

/** Returns how statements of this one's kind are read; its functions take this one's body. */
function kindOf(statement: Statement): Kind<unknown> {
  return KINDS[statement.kind] as Kind<unknown>;
}

/** A raw key that a signature line may be of, and the log of the party that has it. */
interface Candidate {
  readonly log: string;
  readonly key: Uint8Array;
}

/**
 * Returns the keys that a line may be of: for founding statements root keys, else role keys known at this place.
 *
 * Name and id are hints that another party can collide on purpose, and a raw key can be copied; so there may be
 * several. The author's come first, then by party, each raw key once.
 */
function candidates(facts: Facts, said: Said, line: Line): readonly Candidate[] {
  if (FOUNDING.has(said.statement.kind)) {
    const roots = keySet(facts, said)?.roots ?? [];
    const fitting = roots.filter((root) => equal(make(line.name, ED25519, root).keyId, line.keyId));
    return fitting.map((key) => ({ log: said.log, key }));
  }
  const found: Candidate[] = [];
  for (const log of new Set([said.log, ...facts.logs.keys()])) {
    const known = knownKeys(facts, said, log) !== undefined;
    const key = known ? facts.log(log).signer(line)?.key : undefined;
    if (key !== undefined) found.push({ log, key });
  }
  return found;
}

/** Returns the key set of `log` if the author knew it: its own, or one below a checkpoint that it observed. */
function knownKeys(facts: Facts, said: Said, log: string): RootKeySet | undefined {
  const known = log === said.log || (facts.log(said.log).sizes.get(log) ?? 0n) >= 1n;
  return known ? facts.log(log).keys : undefined;
}

function keySet(facts: Facts, said: Said): RootKeySet | undefined {
  return said.statement.kind === "root-key-set" ? said.statement.body : facts.log(said.log).keys;
}

/** Resolves to the code by which `line` is no signature of `key`, or an empty text. */
async function codeOf(said: Said, line: Line, key: Uint8Array): Promise<string> {
  try {
    await ed25519.verify(key, said.note.text, line.body);
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  return "";
}

/**
 * Resolves to who of the parties with `logs` signed a line: the first candidate under whose key it verifies.
 *
 * Who is not asked to sign has no part in it: its key set, with a copied key, would take the line from its owner.
 */
async function signerOf(
  facts: Facts,
  said: Said,
  line: Line,
  logs: ReadonlySet<string>,
): Promise<Candidate | undefined> {
  const found = candidates(facts, said, line).filter((candidate) => logs.has(candidate.log));
  if (new Set(found.map(({ key }) => hex(key))).size === 1) return found[0]; // it verifies: R6 holds
  for (const candidate of found) if ((await codeOf(said, line, candidate.key)) === "") return candidate;
  return undefined;
}

/** Log -> role -> persons that must sign. */
type Needed = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Returns who must sign. */
function needed(facts: Facts, statement: Statement): Needed {
  const result = new Map<string, Map<string, number>>();
  for (const { by, role, persons } of facts.agreement.signatures.get(statement.kind) ?? []) {
    for (const party of signingParties(facts, statement, by)) {
      const { log } = named(facts.agreement.parties, party);
      const need = result.get(log) ?? new Map<string, number>();
      need.set(role, Math.max(persons, need.get(role) ?? 0));
      result.set(log, need);
    }
  }
  return result;
}

/** Returns whose persons sign; everybody's for a report on no known notice, which must not pass for want of one. */
function signingParties(facts: Facts, statement: Statement, by: "author" | "each" | "inspected"): readonly string[] {
  const everyone = facts.agreement.parties.map((party) => party.name);
  if (by === "each") return everyone;
  if (by === "author") return [statement.party];
  const notice = statement.kind === "inspection-report" ? facts.notices.get(hex(statement.body.notice)) : undefined;
  const inspection = facts.agreement.inspections.find((entry) => entry.name === notice?.body.inspection);
  return inspection === undefined ? everyone : [inspection.inspected];
}
