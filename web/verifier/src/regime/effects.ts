/**
 * What a step may do to the facts, as values, and the one function that does it.
 *
 * A rule never touches the facts; it returns effects. Each effect only adds, under a key that no other statement can
 * take in another order; so effects of concurrent statements commute.
 */

import * as course from "./course.js";
import { exemptOf } from "./exemption.js";
import { claimOf } from "./quotas.js";
import { Epoch, type Facts, type Irregularity, type Said, type Threaded, positionText } from "./facts.js";
import { hex } from "../encoding/bytes.js";
import { Misuse } from "../errors.js";
import type { KeyRevocation } from "../statements/kinds.js";
import type { Statement, StatementOf } from "../statements/statement.js";

/**
 * The entry broke a rule, or a log forked; it is counted (takes its slot, its citations move on); it has its kind's own
 * effect; with it the party of a log sees the agreement in force; it opened a share early, so that a draw has no result,
 * for ever; it asked for a document.
 */
export type Effect =
  | { readonly does: "irregular"; readonly irregularity: Irregularity }
  | { readonly does: "counted"; readonly said: Said; readonly signedBy: readonly Signer[] }
  | { readonly does: "stands"; readonly said: Said }
  | { readonly does: "enters"; readonly log: string; readonly index: number }
  | { readonly does: "spoils"; readonly exchange: Uint8Array }
  | { readonly does: "consults"; readonly digest: Uint8Array };

/** A raw role key, and the log of the party whose word it is. */
export interface Signer {
  readonly log: string;
  readonly key: Uint8Array;
}

/** Returns that the entry broke a rule, or that a log forked. */
export function irregular(irregularity: Irregularity): Effect {
  return { does: "irregular", irregularity };
}

/** Returns that the statement has the effect of its kind. */
export function stands(said: Said): Effect {
  return { does: "stands", said };
}

/** Changes `facts` by one effect. */
export function apply(facts: Facts, effect: Effect): void {
  if (effect.does === "irregular") {
    const { rule, code, party, log, index, subject } = effect.irregularity;
    facts.irregularities.set(JSON.stringify([log, index, rule, code, party, hex(subject)]), effect.irregularity);
  } else if (effect.does === "counted") {
    count(facts, effect.said, effect.signedBy);
  } else if (effect.does === "enters") {
    const own = facts.log(effect.log);
    own.entered = { index: effect.index, hour: own.shownS };
  } else if (effect.does === "spoils") {
    facts.spoiled.add(hex(effect.exchange));
  } else if (effect.does === "consults") {
    facts.consulted.add(hex(effect.digest));
  } else {
    stand(facts, effect.said);
  }
}

function count(facts: Facts, said: Said, signedBy: readonly Signer[]): void {
  const log = facts.log(said.log);
  const { id } = said.statement;
  facts.places.set(hex(id), { log: said.log, index: said.index });
  const root = threadOf(facts, said.statement);
  if (root !== undefined) {
    const start = root === "" ? hex(id) : root;
    facts.statements.set(hex(id), said.statement as Threaded);
    facts.threads.set(hex(id), start);
    listOf(facts.thread, start).push(hex(id));
  }
  for (const { log: of, key } of signedBy) {
    listOf(facts.used, `${of} ${hex(key)}`).push({ log: said.log, index: said.index, id });
  }
  for (const other of said.statement.re) {
    const carried = facts.carried.get(hex(other));
    if (carried !== undefined && !carried.has(said.log)) carried.set(said.log, said.index);
  }
  if (said.statement.slot !== undefined) log.slots.add(said.statement.slot);
  for (const digest of said.statement.seen) {
    const sighting = log.sightings.get(hex(digest));
    if (sighting !== undefined) log.cited.set(sighting.log, sighting.size);
  }
}

function stand(facts: Facts, said: Said): void {
  const { statement } = said;
  const { id, party } = statement;
  switch (statement.kind) {
    case "root-key-set":
    case "key-rotation":
      facts.log(said.log).epochs.push(new Epoch(said.index, statement.body));
      return;
    case "key-revocation":
      revoke(facts, said, statement.body);
      return;
    case "accession":
      facts.accessions.set(party, id);
      return;
    case "filler":
      return;
    case "notification":
      notify(facts, said, statement);
      return;
    case "designation-sealed":
      facts.designations.set(hex(id), { party, body: statement.body, exempt: exemptOf(facts, said, statement.body) });
      return;
    case "designation-opened":
      facts.designated.set(hex(statement.body.notice), { ...statement.body, id });
      return;
    case "one-sided-report":
      tableOf(facts.oneSided, statement.body.notice).set(party, { id, body: statement.body });
      return;
    case "reading":
      listOf(facts.readings, `${statement.body.monitor} ${party}`).push(statement);
      return;
    case "observed":
      sight(facts, said);
      return;
    case "declaration":
      listOf(facts.declarations, `${party} ${statement.body.site}`).push({ id, party, body: statement.body });
      return;
    case "declaration-sealed":
      listOf(facts.seals, `${party} ${statement.body.site}`).push({ id, party, body: statement.body });
      return;
    case "declaration-opened":
      listOf(facts.openings, hex(statement.body.sealed)).push({ id, body: statement.body });
      return;
    case "notice":
      facts.notices.set(hex(id), statement);
      listOf(facts.visits, statement.body.inspection).push(statement);
      facts.claims.set(hex(id), claimOf(facts, said, statement));
      return;
    case "draw-share-sealed":
      tableOf(facts.sealed, statement.body.exchange).set(party, { id, body: statement.body });
      return;
    case "draw-share-opened":
      tableOf(facts.opened, statement.body.exchange).set(party, { id, body: statement.body });
      return;
    case "inspection-report":
      facts.reports.set(hex(statement.body.notice), { id, body: statement.body });
      return;
    case "cut-proposed": {
      const { number } = statement.body;
      facts.proposals.set(number, [...(facts.proposals.get(number) ?? []), id]);
      return;
    }
    case "cut":
      facts.cuts.set(statement.body.number, { id, body: statement.body });
      course.close(facts, said, statement.body);
      return;
    case "amendment":
      facts.amendments.set(hex(id), { id, body: statement.body });
      facts.carried.set(hex(id), new Map([[said.log, said.index]]));
      facts.consulted.add(hex(statement.body.agreement));
      return;
  }
}

function sight(facts: Facts, said: Said): void {
  const { sighting } = said;
  if (sighting === undefined) throw new Misuse("an observed statement has a sighting");
  const log = facts.log(said.log);
  const before = log.sightings.get(hex(sighting.digest));
  // Seen again with fewer lines, a checkpoint stays witnessed; with others, it was by the earlier of the two hours.
  const witnessedAt = earlier(before?.witnessedAt, sighting.witnessedAt);
  const heldAt = earlier(before?.heldAt, sighting.heldAt);
  log.sightings.set(hex(sighting.digest), {
    ...(before ?? sighting),
    ...(witnessedAt !== undefined && { witnessedAt }),
    ...(heldAt !== undefined && { heldAt }),
  });
  if (sighting.size > (log.sizes.get(sighting.log) ?? 0n)) {
    listOf(log.observed, sighting.log).push({ size: Number(sighting.size), index: said.index });
    log.sizes.set(sighting.log, sighting.size);
  }
  course.reach(facts, said, facts.log(sighting.log).era(Number(sighting.size)));
  let shown = sighting.log === said.log ? 0 : facts.log(sighting.log).shownAt(Number(sighting.size));
  if (sighting.shownAt !== undefined) shown = Math.max(Number(sighting.shownAt), shown);
  if (sighting.witnessedAt !== undefined) {
    const hour = Number(sighting.witnessedAt);
    const cosigned = listOf(log.cosigned, sighting.log);
    while (cosigned.length > 0 && cosigned.at(-1)!.hour >= hour) cosigned.pop(); // a larger one had a quorum no later
    cosigned.push({ size: Number(sighting.size), hour });
  }
  if (shown > log.shownS) {
    log.shownS = shown;
    log.shown.push({ size: said.index + 1, hour: shown });
  }
  if (sighting.witnessedAt !== undefined) {
    log.founded.add(positionText(sighting.log, sighting.size, sighting.root));
    raise(log.witnessed, sighting.log, sighting.size);
  }
}

function earlier(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

/** Returns the id that starts the thread of a statement: empty if it does itself, nothing if it is of no thread. */
export function threadOf(facts: Facts, said: Statement): string | undefined {
  switch (said.kind) {
    case "notice":
    case "declaration-sealed":
      return "";
    case "declaration":
      return said.body.notice === undefined ? "" : hex(said.body.notice);
    case "declaration-opened":
      if (said.body.notice !== undefined) return hex(said.body.notice);
      return facts.threads.get(hex(said.body.sealed)) ?? "";
    case "notification":
      return said.body.about === undefined ? "" : (facts.threads.get(hex(said.body.about)) ?? "");
    case "inspection-report":
    case "one-sided-report":
    case "designation-opened":
      return hex(said.body.notice);
    case "reading":
      return said.body.notice === undefined ? "" : hex(said.body.notice);
    default:
      return undefined;
  }
}

function notify(facts: Facts, said: Said, statement: StatementOf<"notification">): void {
  const { id, party, body } = statement;
  let byParty = facts.notified.get(body.format);
  if (byParty === undefined) facts.notified.set(body.format, (byParty = new Map()));
  listOf(byParty, party).push({ index: said.index, id });
  if (body.about !== undefined) listOf(facts.replies, hex(body.about)).push(statement);
  facts.answered.add(`${body.format} ${party} ${body.about === undefined ? "" : hex(body.about)}`);
  for (const [name, value] of body.figures ?? []) {
    listOf(facts.figures, `${party} ${name}`).push({ index: said.index, value, id });
  }
}

function revoke(facts: Facts, said: Said, body: KeyRevocation): void {
  facts.revocations.push({ log: said.log, index: said.index, id: said.statement.id, body });
  const { revoked, disavowed } = facts.log(said.log);
  for (const key of body.keys) {
    if (!revoked.has(hex(key))) revoked.set(hex(key), { index: said.index, lastGood: body.last_good });
    for (const { log, index, id } of facts.used.get(`${said.log} ${hex(key)}`) ?? []) {
      const disputed = log === said.log && body.last_good < index && index < said.index;
      if (disputed && !disavowed.has(hex(id))) disavowed.set(hex(id), said.index);
    }
  }
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  return list;
}

function raise(sizes: Map<string, bigint>, log: string, size: bigint): void {
  if (size > (sizes.get(log) ?? 0n)) sizes.set(log, size);
}

function tableOf<T>(tables: Map<string, Map<string, T>>, exchange: Uint8Array): Map<string, T> {
  let table = tables.get(hex(exchange));
  if (table === undefined) tables.set(hex(exchange), (table = new Map()));
  return table;
}
