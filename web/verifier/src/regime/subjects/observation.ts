/**
 * Observation: what a party saw of the logs, and forks.
 *
 *     R14  see `admit`
 *     R15  an observed size never recedes                                  observed-receding
 *     R16  one size of one log has one root, for ever                      fork, charged to the log's party
 */

import { type Effect, irregular, stands } from "../effects.js";
import type { Facts, Said, Sighting } from "../facts.js";
import type { Rule } from "../standing.js";
import { equal } from "../../encoding/bytes.js";
import { Misuse } from "../../errors.js";

/** R15. */
function notReceding(facts: Facts, said: Said): string {
  const sighting = sightingOf(said);
  return sighting.size < (facts.log(said.log).sizes.get(sighting.log) ?? 0n) ? "observed-receding" : "";
}

/** The causal past grows; a root that is not the log's own at that size is a fork (R16). */
function sight(facts: Facts, said: Said): readonly Effect[] {
  const sighting = sightingOf(said);
  const log = facts.log(sighting.log);
  if (equal(log.tree.root(Number(sighting.size)), sighting.root)) return [stands(said)];
  const { party } = log;
  const fork = { rule: "R16", code: "fork", party, log: said.log, index: said.index, subject: said.statement.id };
  return [stands(said), irregular(fork)];
}

function sightingOf(said: Said): Sighting {
  if (said.sighting === undefined) throw new Misuse("admission gives every observed statement a sighting");
  return said.sighting;
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = { observed: [{ id: "R15", check: notReceding }] };
export const EFFECTS = { observed: sight };
