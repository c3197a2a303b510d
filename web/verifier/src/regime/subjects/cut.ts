/**
 * Cuts: numbered vectors of log positions that every party signs; numbers and draws rest on them.
 *
 *     R29  the next number, citing and holding the previous cut and citing nothing else, at an hour and with positions
 *          that do not fall behind it, proposed by the party whose turn it is
 *                                      cut-cites, cut-number, cut-previous, cut-hour, cut-receding, cut-proposer
 *     R30  each position is a checkpoint that the proposer observed witnessed; they name every log of the agreement, by
 *          the root that the log has there, no log observed more of another than the vector holds, and no visit in it
 *          ended after the cut's hour  cut-unfounded, cut-logs, cut-root, cut-open, cut-hour
 */

import { type Facts, type Said, type Told, positionText } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { equal, hex } from "../../encoding/bytes.js";
import type { Cut } from "../../statements/kinds.js";
import type { Statement } from "../../statements/statement.js";

/** R29. */
function nextInTurn(facts: Facts, said: Said): string {
  const body = bodyOf(said, "cut");
  if (speaksOfMore(said.statement, body)) return "cut-cites";
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
  const known = facts.log(said.log).founded;
  const seen = body.vector.every(({ log, size, root }) => known.has(positionText(log, BigInt(size), root)));
  return seen ? wellFormed(facts, body) : "cut-unfounded";
}

/** Returns whether a cut says anything beside its vector: a cut stands in no log when it is attested (R29). */
export function speaksOfMore(statement: Statement, body: Cut): boolean {
  const cited = body.previous === undefined ? [] : [body.previous];
  const same = statement.re.length === cited.length && cited.every((id) => equal(id, statement.re[0]!));
  return statement.seen.length > 0 || !same;
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
  for (const report of facts.reports.values()) {
    const at = facts.places.get(hex(report.id))!;
    if (at.index < sizes.get(at.log)! && body.hour < report.body.ended_at) return "cut-hour";
  }
  return "";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  cut: [
    { id: "R29", check: nextInTurn },
    { id: "R30", check: founded },
  ],
};
