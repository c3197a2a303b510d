/**
 * Verification of an attestation, in numbered steps, from raw bytes, anywhere (spec/attestation.md).
 *
 *     0  anchors      the reader's anchors from outside the file, or none: then the result is "identity unproven"
 *     1  form         the file has the sections it must have, and no other byte
 *     2  agreement    it is the anchored one, well formed, its rule set is known here; amended documents are in order
 *     3  trust file   it is the one that the agreement pins, and the anchored one
 *     4  checkpoints  one of each party's log, by its key, with one minimal quorum and no other line
 *     5  entries      every entry up to the checkpoint, nothing else: the roots agree
 *     6  fold         the entries rest on nothing that is missing, no document is left over; the state is computed again
 *     7  cut          all parties but those absent signed exactly these checkpoints, as the next cut
 *     8  conclusion   state digest and findings, computed again, are the file's bytes
 *
 * The first rule that fails refuses the file, with its code and the number of the step. No step trusts what an earlier
 * one did not check; what a later step says rests on all before it.
 */

import { sha256 } from "@noble/hashes/sha2.js";

import type { Anchors } from "./anchors.js";
import * as file from "./file.js";
import type { Attestation } from "./file.js";
import { checkMirrors } from "../agreement/check.js";
import * as document from "../agreement/document.js";
import type { Agreement } from "../agreement/document.js";
import { type Finding, assess, valueOf } from "../assessment/finding.js";
import { compare, equal, hex } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import { Refused } from "../errors.js";
import type { Checkpoint } from "../log/checkpoint.js";
import * as notes from "../log/note.js";
import * as policies from "../log/policy.js";
import type { Policy } from "../log/policy.js";
import { leafHash, root } from "../log/tree.js";
import { ED25519, place } from "../log/vkey.js";
import { closing } from "../regime/closing.js";
import type { Told } from "../regime/facts.js";
import { Regime } from "../regime/fold.js";
import type { State } from "../regime/judge.js";
import type { Cut } from "../statements/kinds.js";

export const STEPS = [
  "anchors",
  "form",
  "agreement",
  "trust file",
  "checkpoints",
  "entries",
  "fold",
  "cut",
  "conclusion",
] as const;

/** What a file was found to say. */
export interface Verified {
  /** Whether anchors from outside the file were given, and hold. */
  readonly anchored: boolean;
  readonly agreement: Agreement;
  /** The state at the cut's hour, computed from the entries. */
  readonly state: State;
  readonly cut: Told<Cut>;
  readonly findings: readonly Finding[];
  /** How many entries of all logs were folded. */
  readonly entries: number;
}

/** A refusal, with the number of the step that refused. */
export class Stopped extends Refused {
  constructor(
    readonly step: number,
    refused: Refused,
  ) {
    super(refused.code, refused.why, refused.where, refused.mend);
    this.name = "Stopped";
  }
}

/**
 * Resolves to what the attestation `data` says, all of it checked.
 *
 * @param anchors from outside the file; without them only its agreement with itself is checked
 * @throws Stopped a `Refused` that names its step
 */
export async function verify(data: Uint8Array, anchors?: Anchors): Promise<Verified> {
  const read = await at(1, () => file.parse(data));
  const agreement = await at(2, () => agreementOf(read, anchors));
  const policy = await at(3, () => policyOf(read, agreement, anchors));
  const heads = await at(4, () => checkpointsOf(read, agreement, policy));
  await at(5, () => checkEntries(read, heads));
  const regime = await at(6, () => fold(read, agreement, policy, heads));
  const cut = await at(7, () => cutOf(read, regime, heads));
  const { state, findings } = await at(8, () => conclude(read, regime, cut.body));
  const entries = read.logs.reduce((count, part) => count + part.entries.length, 0);
  return { anchored: anchors !== undefined, agreement, state, cut, findings, entries };
}

/** Resolves to what a step returns; its refusal leaves with the step's number. */
async function at<T>(step: number, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refused ? new Stopped(step, error) : error;
  }
}

/** Step 2. */
function agreementOf(read: Attestation, anchors: Anchors | undefined): Agreement {
  const digest = document.agreementDigest(read.agreement);
  if (anchors !== undefined && !equal(digest, anchors.agreement)) {
    const why = `got agreement ${hex(digest)}, want ${hex(anchors.agreement)}`;
    const mend = "the file speaks of another agreement than your anchors; check both sources";
    throw new Refused("anchor-agreement", why, "", mend);
  }
  const agreement = document.parse(read.agreement);
  if (anchors !== undefined) {
    const same = agreement.parties.every((party) => {
      const roots = anchors.roots.get(party.name);
      return roots !== undefined && equal(roots, party.roots);
    });
    if (!same || anchors.roots.size !== agreement.parties.length) {
      throw new Refused("anchor-root", "got an agreement whose parties' root keys are not the anchored ones");
    }
  }
  const digests = read.documents.map(document.agreementDigest);
  const ascending = digests.every((one, place) => place === 0 || compare(digests[place - 1]!, one) < 0);
  if (!ascending || digests.some((one) => equal(one, digest))) {
    throw new Refused("documents-order", "got amended documents out of order by digest, or one twice");
  }
  return agreement;
}

/** Step 3. */
function policyOf(read: Attestation, agreement: Agreement, anchors: Anchors | undefined): Policy {
  const digest = sha256(read.policy);
  if (anchors !== undefined && !equal(digest, anchors.policy)) {
    throw new Refused("anchor-policy", `got trust file ${hex(digest)}, want ${hex(anchors.policy)}`);
  }
  if (!equal(digest, agreement.policy)) {
    throw new Refused("policy-other", `got trust file ${hex(digest)}, the agreement pins ${hex(agreement.policy)}`);
  }
  const policy = policies.parse(read.policy);
  if (policy.quorum === policies.NONE) {
    throw new Refused("policy-no-quorum", "got a trust file by which nobody need have witnessed anything");
  }
  checkMirrors(agreement, policy);
  return policy;
}

/** Step 4: in the order of the agreement's parties, which is by name. */
async function checkpointsOf(read: Attestation, agreement: Agreement, policy: Policy): Promise<readonly Checkpoint[]> {
  const { parties } = agreement;
  if (read.logs.length !== parties.length) {
    throw new Refused("attestation-logs", `got ${read.logs.length} logs, want ${parties.length}`);
  }
  const heads: Checkpoint[] = [];
  for (const [index, party] of parties.entries()) {
    try {
      heads.push(await checkpointOf(read.logs[index]!.checkpoint, party.log, policy));
    } catch (error) {
      throw error instanceof Refused ? error.at(`log of ${party.name}`) : error;
    }
  }
  return heads;
}

async function checkpointOf(data: Uint8Array, origin: string, policy: Policy): Promise<Checkpoint> {
  const note = notes.parse(data);
  const { checkpoint, present } = await policies.open(policy, note, origin);
  const keys = note.lines.map((line) => policy.keys.get(place(line)));
  if (keys.some((key) => key === undefined)) {
    throw new Refused("checkpoint-surplus", "got a line of a key that the trust file does not list");
  }
  if (keys.filter((key) => key?.type === ED25519).length !== 1) {
    throw new Refused("checkpoint-surplus", "got a line of another log's key");
  }
  policies.requireMinimal(policy, present);
  return checkpoint;
}

/** Step 5. */
function checkEntries(read: Attestation, heads: readonly Checkpoint[]): void {
  for (const [index, head] of heads.entries()) {
    const { entries } = read.logs[index]!;
    if (BigInt(entries.length) !== head.size) {
      throw new Refused("entries-count", `got ${entries.length} entries, want ${head.size}`, head.origin);
    }
    const made = root(entries.map(leafHash));
    if (!equal(made, head.root)) {
      throw new Refused("entries-root", `got entries with root ${hex(made)}, want ${hex(head.root)}`, head.origin);
    }
  }
}

/** Step 6. */
async function fold(
  read: Attestation,
  agreement: Agreement,
  policy: Policy,
  heads: readonly Checkpoint[],
): Promise<Regime> {
  const regime = new Regime(agreement, policy, read.documents);
  for (const [place_, head] of heads.entries()) {
    for (const [index, entry] of read.logs[place_]!.entries.entries()) await regime.feed(head.origin, index, entry);
  }
  const [missing] = regime.missing;
  if (missing !== undefined) {
    throw new Refused("documents-missing", `got an amendment to ${missing}, which the file does not hold`);
  }
  for (const head of heads) {
    const folded = regime.size(head.origin);
    if (BigInt(folded) !== head.size) {
      const why = `got an entry ${folded} that rests on entries the file does not hold`;
      throw new Refused("fold-incomplete", why, head.origin);
    }
  }
  for (const digest of read.documents.map(document.agreementDigest).map(hex)) {
    if (!regime.facts.consulted.has(digest)) {
      throw new Refused("documents-surplus", `got a document ${digest} that no amendment asks for`);
    }
  }
  return regime;
}

/** Step 7. */
async function cutOf(read: Attestation, regime: Regime, heads: readonly Checkpoint[]): Promise<Told<Cut>> {
  const cut = await closing(regime.facts, read.cut);
  // The vector names every log once, as the heads do; so it is enough that each position is its log's head.
  const same = cut.body.vector.every((position) => {
    const head = heads.find((checkpoint) => checkpoint.origin === position.log);
    return head !== undefined && head.size === BigInt(position.size) && equal(head.root, position.root);
  });
  if (!same) throw new Refused("cut-vector", "got a cut over other checkpoints than the file's");
  return cut;
}

/** Step 8: by the document in effect at the closing cut. */
function conclude(
  read: Attestation,
  regime: Regime,
  cut: Cut,
): { readonly state: State; readonly findings: readonly Finding[] } {
  const state = regime.judge(cut.hour, cut);
  const findings = assess(state.document, state);
  const conclusion = new Map<string, canonical.Value>([
    ["findings", findings.map(valueOf)],
    ["state", hex(state.digest)],
  ]);
  if (!equal(read.conclusion, canonical.encode(conclusion))) {
    throw new Refused("conclusion-differs", "the file's conclusion is not what its own entries lead to");
  }
  return { state, findings };
}
