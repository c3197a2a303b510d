/**
 * Standing: may this author, at this place, say anything of this kind? (R6 to R11, R31, R32, for every kind)
 *
 *     R6   every signature line is of a key known at that place, and verifies    entry-signer, key-point, signature-*
 *     R7   the agreement's persons signed, each person and each raw key once     entry-threshold
 *     R8   each checkpoint in `seen` was observed earlier in this log, one per log, never smaller than cited before
 *                                                                                seen-unfounded, seen-receding
 *     R9   the slot is the kind's, and free                                      slot-form, slot-taken
 *     R10  every id in `re` is in the author's past, and every id the body cites is in `re`  re-unfounded, re-missing
 *     R31  the agreement says who signs the kind, or the format                 kind-unagreed
 *     R11  the author had seen the agreement in force, but for founding and observing       not-in-force
 *     R32  no pause, suspension or withdrawal that the author had seen is upon it           regime-suspended
 */

import * as conditions from "./conditions.js";
import { type Signer, threadOf } from "./effects.js";
import { type Facts, type Said, View } from "./facts.js";
import { standingOf, stopsOf } from "./suspension.js";
import { notificationOf, stepsOf } from "../agreement/check.js";
import { ROOT_SIGNED, named, principalsOf } from "../agreement/document.js";
import type { Signature } from "../agreement/terms.js";
import { compare, equal, hex, unhex } from "../encoding/bytes.js";
import * as ed25519 from "../encoding/ed25519.js";
import { Refused } from "../errors.js";
import type { Line } from "../log/note.js";
import { require } from "../log/threshold.js";
import { ED25519, make } from "../log/vkey.js";
import { KINDS, type Kind, type RootKeySet } from "../statements/kinds.js";
import type { Statement } from "../statements/statement.js";

const FOUNDING: ReadonlySet<string> = new Set(ROOT_SIGNED); // what root keys sign

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
  if (FOUNDING.has(said.statement.kind)) return rootsSigned(facts, said);
  const need = needed(facts, said.statement);
  const signed = new Map<string, Uint8Array[]>(); // log -> raw keys that signed: a line is of one party only
  for (const { log, key } of await signersOf(facts, said, new Set([said.log, ...need.keys()]))) {
    signed.set(log, [...(signed.get(log) ?? []), key]);
  }
  for (const [log, persons] of need) {
    try {
      const epoch = facts.log(log).epoch(facts.view(said).size(log));
      require(epoch?.keys.keys ?? [], signed.get(log) ?? [], persons);
    } catch (error) {
      if (error instanceof Refused) return "entry-threshold";
      throw error;
    }
  }
  return "";
}

/** Resolves to log and raw role key of who signed a statement that stands, of the parties whose word it is. */
export async function signedBy(facts: Facts, said: Said): Promise<readonly Signer[]> {
  if (FOUNDING.has(said.statement.kind)) return [];
  const logs = new Set([said.log, ...needed(facts, said.statement).keys()]);
  const signers = await signersOf(facts, said, logs);
  return [...new Map(signers.map((signer) => [`${signer.log} ${hex(signer.key)}`, signer])).values()];
}

/** R7 for what root keys sign: the author's roots, and for a rotation the new roots too. */
async function rootsSigned(facts: Facts, said: Said): Promise<string> {
  const sets = keySets(facts, said);
  for (const { roots, threshold } of sets) {
    const signed = new Set<string>();
    for (const line of said.note.lines) {
      for (const root of roots) {
        const fits = equal(make(line.name, ED25519, root).keyId, line.keyId);
        if (fits && (await codeOf(said, line, root)) === "") signed.add(hex(root));
      }
    }
    if (signed.size < threshold) return "entry-threshold";
  }
  return sets.length > 0 ? "" : "entry-threshold";
}

/** R31. */
export function kindAgreed(facts: Facts, said: Said): string {
  const { statement } = said;
  if (FOUNDING.has(statement.kind) || facts.agreement.signatures.has(statement.kind)) return "";
  const format = statement.kind === "notification" ? statement.body.format : undefined;
  return notificationOf(facts.agreement, format)?.signed === undefined ? "kind-unagreed" : "";
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
  const { statement } = said;
  if (FOUNDING.has(statement.kind) || statement.kind === "observed" || statement.kind === "filler") return "";
  if (facts.log(said.log).entered !== undefined) return "";
  // Those on which it depends may be said before.
  const { in_force_if = [] } = facts.agreement;
  const early = statement.kind === "notification" && conditions.restingOn(facts.agreement, in_force_if);
  return early && early.has(statement.body.format) ? "" : "not-in-force";
}

/**
 * Returns whether the party of `log` sees, by its first `size` entries, that the agreement is in force.
 *
 * It has observed a quorum's cosignatures over every principal's accession, and over that on which entry into force rests.
 */
export function seesInForce(facts: Facts, log: string, size: number): boolean {
  const { witnessed } = facts.log(log);
  const seen = principalsOf(facts.agreement).every((party) => {
    const accession = facts.accessions.get(party.name);
    const at = accession && facts.places.get(hex(accession));
    return at !== undefined && BigInt(at.index) < (witnessed.get(at.log) ?? 0n);
  });
  return seen && conditions.allHold(facts, facts.agreement.in_force_if, new View(facts, log, size, 0, true));
}

/** R32. */
export function notSuspended(facts: Facts, said: Said): string {
  const { statement } = said;
  if (statement.kind === "notice") {
    return standingOf(facts, facts.view(said), statement.body.inspection) === "in force" ? "" : "regime-suspended";
  }
  if (statement.kind === "reading") {
    const { monitor } = statement.body;
    return stopsOf(facts, facts.view(said)).some(({ of }) => of.includes(monitor)) ? "regime-suspended" : "";
  }
  if (statement.kind !== "notification") return "";
  const { format } = statement.body;
  const term = notificationOf(facts.agreement, format);
  if (term === undefined || term.effect !== undefined) return "";
  // The record goes on: who suspends the whole cannot keep others from saying what they have to say.
  const whole = stepsOf(facts.agreement).has(format);
  const stopped = stopsOf(facts, facts.view(said)).some(({ of }) => of.includes(format) || (whole && of.length === 0));
  return stopped ? "regime-suspended" : "";
}

/** In this order: references come before the threshold, because a report's threshold names the inspected Party. */
export const RULES: readonly Rule[] = [
  { id: "R31", check: kindAgreed },
  { id: "R6", check: linesKnown },
  { id: "R10", check: referencesPast },
  { id: "R7", check: thresholdMet },
  { id: "R8", check: seenFounded },
  { id: "R9", check: slotFree },
  { id: "R11", check: inForce },
  { id: "R32", check: notSuspended },
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
    const roots = new Map(keySets(facts, said).flatMap((keys) => keys.roots.map((root) => [hex(root), root])));
    const fitting = [...roots.values()].sort(compare);
    return fitting
      .filter((root) => equal(make(line.name, ED25519, root).keyId, line.keyId))
      .map((key) => ({ log: said.log, key }));
  }
  const found: Candidate[] = [];
  for (const log of new Set([said.log, ...facts.logs.keys()])) {
    const key = facts.log(log).signer(facts.view(said).size(log), line)?.key;
    if (key !== undefined) found.push({ log, key });
  }
  return found;
}

/** Returns the key sets whose roots sign a founding statement: the party's, and for a rotation its successor's. */
function keySets(facts: Facts, said: Said): readonly RootKeySet[] {
  const { statement } = said;
  if (statement.kind === "root-key-set") return [statement.body];
  const own = facts.log(said.log).epoch(said.index)?.keys;
  if (own === undefined) return [];
  return statement.kind === "key-rotation" ? [own, statement.body] : [own];
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

/** Resolves to who of the parties with `logs` signed, line by line. */
async function signersOf(facts: Facts, said: Said, logs: ReadonlySet<string>): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const line of said.note.lines) {
    const holder = await signerOf(facts, said, line, logs);
    if (holder !== undefined) found.push(holder);
  }
  return found;
}

/** Log -> role -> persons that must sign. */
type Needed = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Returns who must sign. */
function needed(facts: Facts, statement: Statement): Needed {
  const result = new Map<string, Map<string, number>>();
  for (const { by, role, persons } of signaturesOf(facts, statement)) {
    for (const party of signingParties(facts, statement, by)) {
      const { log } = named(facts.agreement.parties, party);
      const need = result.get(log) ?? new Map<string, number>();
      need.set(role, Math.max(persons, need.get(role) ?? 0));
      result.set(log, need);
    }
  }
  return result;
}

function signaturesOf(facts: Facts, statement: Statement): readonly Signature[] {
  const format = statement.kind === "notification" ? statement.body.format : undefined;
  const signed = notificationOf(facts.agreement, format)?.signed;
  return signed ?? facts.agreement.signatures.get(statement.kind) ?? [];
}

/** Returns whose persons sign; everybody's for what is of no known visit, which must not pass for want of one. */
function signingParties(facts: Facts, statement: Statement, by: Signature["by"]): readonly string[] {
  const everyone = facts.agreement.parties.map((party) => party.name);
  const absent = statement.kind === "cut" ? (statement.body.absent ?? []) : [];
  if (by === "each") return everyone.filter((name) => !absent.includes(name));
  if (by === "author") return [statement.party];
  if (statement.kind === "reading") {
    const monitor = facts.agreement.monitors?.find(({ name }) => name === statement.body.monitor);
    return monitor === undefined ? everyone : [monitor.inspected];
  }
  const root = threadOf(facts, statement);
  const inspection = root ? facts.inspectionOf(unhex(root)) : undefined;
  return inspection === undefined ? everyone : [inspection.inspected];
}
