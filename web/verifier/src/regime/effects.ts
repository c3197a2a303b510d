/**
 * What a step may do to the facts, as values, and the one function that does it.
 *
 * A rule never touches the facts; it returns effects. Each effect only adds, under a key that no other statement can
 * take in another order; so effects of concurrent statements commute.
 */

import { type Facts, type Irregularity, type Said, type Sighting, positionText } from "./facts.js";
import { hex } from "../encoding/bytes.js";
import { Misuse } from "../errors.js";
import { TIME_MAX } from "../log/cosignature.js";

/**
 * The entry broke a rule, or a log forked; it is counted (takes its slot, its citations move on); it has its kind's own
 * effect; it opened a share early, so that a draw has no result, for ever.
 */
export type Effect =
  | { readonly does: "irregular"; readonly irregularity: Irregularity }
  | { readonly does: "counted"; readonly said: Said }
  | { readonly does: "stands"; readonly said: Said }
  | { readonly does: "spoils"; readonly exchange: Uint8Array };

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
    count(facts, effect.said);
  } else if (effect.does === "spoils") {
    facts.spoiled.add(hex(effect.exchange));
  } else {
    stand(facts, effect.said);
  }
}

function count(facts: Facts, said: Said): void {
  const log = facts.log(said.log);
  facts.places.set(hex(said.statement.id), { log: said.log, index: said.index });
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
      facts.log(said.log).setKeys(statement.body);
      return;
    case "accession":
      facts.accessions.set(party, id);
      return;
    case "observed":
      sight(facts, said);
      return;
    case "declaration":
      facts.declarations.set(`${party} ${statement.body.site}`, { id, party, body: statement.body });
      return;
    case "notice":
      facts.notices.set(hex(id), statement);
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
    case "cut":
      facts.cuts.set(statement.body.number, { id, body: statement.body });
      return;
  }
}

function sight(facts: Facts, said: Said): void {
  const { sighting } = said;
  if (sighting === undefined) throw new Misuse("an observed statement has a sighting");
  const log = facts.log(said.log);
  const before = log.sightings.get(hex(sighting.digest));
  // Seen again with fewer lines, a checkpoint stays witnessed; with others, it was by the earlier of the two hours.
  if (before === undefined || hourOf(sighting) < hourOf(before)) log.sightings.set(hex(sighting.digest), sighting);
  raise(log.sizes, sighting.log, sighting.size);
  if (sighting.witnessedAt !== undefined) {
    log.founded.add(positionText(sighting.log, sighting.size, sighting.root));
    raise(log.witnessed, sighting.log, sighting.size);
  }
}

function hourOf(sighting: Sighting): bigint {
  return sighting.witnessedAt ?? TIME_MAX + 1n;
}

function raise(sizes: Map<string, bigint>, log: string, size: bigint): void {
  if (size > (sizes.get(log) ?? 0n)) sizes.set(log, size);
}

function tableOf<T>(tables: Map<string, Map<string, T>>, exchange: Uint8Array): Map<string, T> {
  let table = tables.get(hex(exchange));
  if (table === undefined) tables.set(hex(exchange), (table = new Map()));
  return table;
}
