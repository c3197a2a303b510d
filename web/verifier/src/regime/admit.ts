/**
 * Admission by form: what one entry says, judged with nothing but its own bytes and its place (R1 to R5, R14).
 *
 *     R1   the entry is a statement note            code of the parser
 *     R2   its first line is the agreement's        entry-header
 *     R3   its channel is the agreement's           entry-channel
 *     R4   its party is the log's                   entry-party
 *     R5   entry 0 is the root key set, entry 1 the accession, neither stands elsewhere     entry-position
 *     R14  an observed checkpoint is one of the agreement's logs, signed by its key, with valid Ed25519 cosignatures
 *          of known witnesses and no other line   observed-log, observed-line, observed-ahead, codes of the log layer
 */

import type { Irregularity, Said, Sighting } from "./facts.js";
import type { Agreement } from "../agreement/document.js";
import { utf8 } from "../encoding/bytes.js";
import { Refused } from "../errors.js";
import * as checkpoints from "../log/checkpoint.js";
import * as cosignature from "../log/cosignature.js";
import * as notes from "../log/note.js";
import * as policies from "../log/policy.js";
import type { Policy } from "../log/policy.js";
import { leafHash } from "../log/tree.js";
import { COSIGNATURE_ED25519, type VKey, place } from "../log/vkey.js";
import { UNIX_S_MAX } from "../statements/kinds.js";
import * as statements from "../statements/statement.js";
import type { Statement } from "../statements/statement.js";

const POSITIONS: ReadonlyMap<string, number> = new Map([
  ["root-key-set", 0],
  ["accession", 1],
]);

/** What an entry turned out to be. */
export type Admitted = { readonly said: Said } | { readonly irregularity: Irregularity };

/** Resolves to what entry `index` of `log` says, or the irregularity that it is. Never throws on `data`. */
export async function admit(
  agreement: Agreement,
  policy: Policy,
  party: string,
  log: string,
  index: number,
  data: Uint8Array,
): Promise<Admitted> {
  const broken = (rule: string, code: string, subject: Uint8Array): Admitted => ({
    irregularity: { rule, code, party, log, index, subject },
  });
  let note: notes.Note;
  let statement: Statement;
  try {
    note = notes.parse(data);
    statement = statements.parse(note.text);
  } catch (error) {
    if (error instanceof Refused) return broken("R1", error.code, leafHash(data));
    throw error;
  }
  if (statement.header !== agreement.header) return broken("R2", "entry-header", statement.id);
  if (statement.channel !== agreement.channel) return broken("R3", "entry-channel", statement.id);
  if (statement.party !== party) return broken("R4", "entry-party", statement.id);
  if ((POSITIONS.get(statement.kind) ?? Math.max(index, 2)) !== index) {
    return broken("R5", "entry-position", statement.id);
  }
  if (statement.kind !== "observed") return { said: { log, index, note, statement } };
  try {
    const sighting = await sight(agreement, policy, utf8(statement.body.checkpoint));
    if (sighting.log === log && sighting.size > BigInt(index)) {
      throw new Refused("observed-ahead", "got a checkpoint of this log beyond the entry that holds it");
    }
    return { said: { log, index, note, statement, sighting } };
  } catch (error) {
    if (error instanceof Refused) return broken("R14", error.code, statement.id);
    throw error;
  }
}

/**
 * Resolves to what an observed checkpoint note shows.
 *
 * @throws Refused by R14
 */
async function sight(agreement: Agreement, policy: Policy, data: Uint8Array): Promise<Sighting> {
  const note = notes.parse(data);
  const seen = checkpoints.parse(note.text);
  const logs = new Set(agreement.parties.map((member) => member.log));
  const key = policy.logs.find((vkey) => vkey.name === seen.origin && logs.has(seen.origin));
  if (key === undefined) {
    throw new Refused("observed-log", `got a checkpoint of ${seen.origin}, which is no log of this agreement`);
  }
  const byLine = new Map<string, readonly [string, VKey]>();
  for (const [name, vkey] of policy.witnesses) byLine.set(place(vkey), [name, vkey]);
  const times = new Map<string, bigint>();
  let signed = false;
  for (const line of note.lines) {
    if (place(line) === place(key)) {
      await notes.verifyLine(key, note.text, line);
      signed = true;
      continue;
    }
    const [name, vkey] = byLine.get(place(line)) ?? [];
    if (name === undefined || vkey?.type !== COSIGNATURE_ED25519) {
      throw new Refused("observed-line", `got a line of ${line.name}, want the log's and Ed25519 witness lines only`);
    }
    const time = await cosignature.verify(vkey, note.text, line.body);
    times.set(name, time > BigInt(UNIX_S_MAX) ? BigInt(UNIX_S_MAX) : time); // there is no later hour (spec/clock.md)
  }
  if (!signed) throw new Refused("observed-line", "got no line of the log itself");
  const digest = checkpoints.digest(note.text);
  const [witnessedAt, shownAt] = quorumTimes(policy, times);
  const { mirrors = [], held_quorum = 0 } = agreement.delivery ?? {};
  const held = mirrors.flatMap((name) => times.get(name) ?? []).sort(compareHours);
  const heldAt = agreement.delivery === undefined ? undefined : held[held_quorum - 1];
  return {
    log: seen.origin,
    size: seen.size,
    root: seen.root,
    digest,
    ...(witnessedAt !== undefined && { witnessedAt }),
    ...(heldAt !== undefined && { heldAt }),
    ...(shownAt !== undefined && { shownAt }),
  };
}

/**
 * Returns the earliest hour by which those who cosigned were a quorum, and the latest from which on, if they are one.
 *
 * One bad witness of a quorum can tell a late hour and so move the first, but not the second beyond the others.
 */
function quorumTimes(policy: Policy, times: ReadonlyMap<string, bigint>): readonly (bigint | undefined)[] {
  const hours = [...times.values()].sort(compareHours);
  const isOf = (counts: (time: bigint) => boolean): boolean =>
    isQuorum(policy, new Set([...times].filter(([, time]) => counts(time)).map(([name]) => name)));
  return [hours.find((hour) => isOf((time) => time <= hour)), hours.findLast((hour) => isOf((time) => time >= hour))];
}

function compareHours(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function isQuorum(policy: Policy, present: ReadonlySet<string>): boolean {
  try {
    policies.require(policy, present, true);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
