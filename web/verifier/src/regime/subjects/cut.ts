/**
 * Cuts: numbered vectors of log positions that every party signs; numbers and draws rest on them.
 *
 *     R29  the next number, citing and holding the previous cut, at an hour and with positions that do not fall behind
 *          it, proposed by the party whose turn it is
 *                                                 cut-number, cut-previous, cut-hour, cut-receding, cut-proposer
 *     R30  each position is a checkpoint that the proposer observed witnessed; they name every log of the agreement, by
 *          the root that the log has there, and no log observed more of another than the vector holds
 *                                                 cut-unfounded, cut-logs, cut-root, cut-open
 */

import type { Facts, Said, Told } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { equal, hex } from "../../encoding/bytes.js";
import type { Cut } from "../../statements/kinds.js";

/** R29. */
function nextInTurn(facts: Facts, said: Said): string {
  const body = bodyOf(said, "cut");
  const past = [...facts.cuts.values()].filter((told) => facts.inPast(said, told.id));
  const code = follows(past, body);
  if (code !== "") return code;
  if (body.previous !== undefined) {
    const at = facts.places.get(hex(body.previous))!;
    if (!body.vector.some(({ log, size }) => log === at.log && size > at.index)) return "cut-previous";
  }
  return said.statement.party === proposer(facts, body.number) ? "" : "cut-proposer";
}

/** R30. */
function founded(facts: Facts, said: Said): string {
  const body = bodyOf(said, "cut");
  const sightings = [...facts.log(said.log).sightings.values()].filter((sighting) => sighting.witnessed);
  const seen = body.vector.every((position) =>
    sightings.some(
      ({ log, size, root }) => log === position.log && size === BigInt(position.size) && equal(root, position.root),
    ),
  );
  return seen ? wellFormed(facts, body) : "cut-unfounded";
}

/** Returns whose turn it is: the party at (number mod count) by name. */
export function proposer(facts: Facts, number: number): string {
  const { parties } = facts.agreement;
  return parties[number % parties.length]!.name;
}

/** Returns the code by which `body` does not follow the cuts of `past`, or an empty text (R29). */
export function follows(past: readonly Told<Cut>[], body: Cut): string {
  let last: Told<Cut> | undefined;
  for (const told of past) if (last === undefined || told.body.number > last.body.number) last = told;
  if (body.number !== (last === undefined ? 1 : last.body.number + 1)) return "cut-number";
  if (last === undefined) return body.previous === undefined ? "" : "cut-previous";
  if (body.previous === undefined || !equal(body.previous, last.id)) return "cut-previous";
  if (body.hour < last.body.hour) return "cut-hour";
  const sizes = new Map(last.body.vector.map((position) => [position.log, position.size]));
  return body.vector.some((position) => position.size < (sizes.get(position.log) ?? 0)) ? "cut-receding" : "";
}

/** Returns the code by which the vector is not complete and causally closed, or an empty text (R30). */
export function wellFormed(facts: Facts, body: Cut): string {
  const sizes = new Map(body.vector.map((position) => [position.log, position.size]));
  if (sizes.size !== facts.logs.size || ![...facts.logs.keys()].every((log) => sizes.has(log))) return "cut-logs";
  for (const position of body.vector) {
    const { tree } = facts.log(position.log);
    if (position.size > tree.size || !equal(tree.root(position.size), position.root)) return "cut-root";
  }
  for (const [origin, size] of sizes) {
    for (const [other, observed] of facts.log(origin).closure[size]!) {
      if (observed > BigInt(sizes.get(other)!)) return "cut-open";
    }
  }
  return "";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  cut: [
    { id: "R29", check: nextInTurn },
    { id: "R30", check: founded },
  ],
};
