/**
 * Cuts: numbered vectors of log positions that every party signs; numbers and draws rest on them.
 *
 *     R29  the next number, citing and holding the previous cut and citing nothing else, at an hour and with positions
 *          that do not fall behind it, by the party whose turn it is
 *                                      cut-cites, cut-number, cut-previous, cut-hour, cut-receding, cut-proposer
 *     R30  each position is a checkpoint that the proposer observed witnessed; they name every log of the agreement, by
 *          the root that the log has there, no log observed more of another than the vector holds, and no visit in it
 *          ended after the cut's hour  cut-unfounded, cut-logs, cut-root, cut-open, cut-hour
 *     R71  a proposal is of the next number                           cut-number, cut-previous
 *     R72  of a partial cut: who is absent may be, enough parties signed, and every side with a principal
 *                                      cut-absent, cut-quorum
 *     R73  it was proposed to all, and their time is over             cut-early
 *     R74  it leaves out nothing of the absent that its author had observed witnessed        cut-behind
 *
 * A cut is joint where all parties signed it, and partial where some are `absent`. A partial one passes over the number
 * that was proposed, and over those whose turn is an absent party's; so a number has one author and every party signs one
 * text for it, and who is silent in its turn stops nobody.
 */

import { type Facts, type Said, type Told, positionText } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import * as clock from "../../agreement/clock.js";
import { named, principalsOf } from "../../agreement/document.js";
import { equal, hex } from "../../encoding/bytes.js";
import type { Cut } from "../../statements/kinds.js";
import type { Statement } from "../../statements/statement.js";

/** R29. */
function nextInTurn(facts: Facts, said: Said): string {
  const body = bodyOf(said, "cut");
  if (speaksOfMore(said.statement, body)) return "cut-cites";
  const code = follows(facts, pastOf(facts, said), body);
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

/** R71. */
function nextProposed(facts: Facts, said: Said): string {
  const body = bodyOf(said, "cut-proposed");
  const last = lastOf(pastOf(facts, said));
  if (body.number !== (last?.body.number ?? 0) + 1) return "cut-number";
  return isPrevious(body.previous, last) ? "" : "cut-previous";
}

/** R72. */
function absentMayBe(facts: Facts, said: Said): string {
  const { absent } = bodyOf(said, "cut");
  if (absent === undefined) return "";
  const { cuts, parties } = facts.agreement;
  if (cuts === undefined || absent.some((one) => parties.every(({ name }) => name !== one))) return "cut-absent";
  const signing = parties.filter(({ name }) => !absent.includes(name));
  const whole = principalsOf(facts.agreement).every(({ side }) => signing.some((party) => party.side === side));
  return signing.length >= cuts.quorum && whole ? "" : "cut-quorum";
}

/** R73. */
function timeIsOver(facts: Facts, said: Said): string {
  const body = bodyOf(said, "cut");
  if (body.absent === undefined) return "";
  const { cuts } = facts.agreement;
  const sizes = new Map(body.vector.map(({ log, size }) => [log, size]));
  const over = (facts.proposals.get(facts.numberBefore(body) + 1) ?? []).some((id) => {
    const { log, index } = facts.places.get(hex(id))!;
    if (!facts.inPast(said, id) || index >= (sizes.get(log) ?? 0)) return false;
    const asked = askedBy(facts, said, log, index);
    return cuts !== undefined && asked !== undefined && facts.log(said.log).shownS > clock.add(asked, cuts.within);
  });
  return over ? "" : "cut-early";
}

/** Returns the hour by which an entry was delivered to everybody, as the author of `said` observed. */
function askedBy(facts: Facts, said: Said, log: string, index: number): number | undefined {
  const own = facts.log(said.log);
  const { delivery } = facts.agreement;
  if (delivery === undefined) return own.cosignedBy(log, index);
  let held: number | undefined;
  for (const seen of own.sightings.values()) {
    if (seen.log !== log || seen.size <= BigInt(index) || seen.heldAt === undefined) continue;
    held = Math.min(Number(seen.heldAt), held ?? Infinity);
  }
  return held === undefined ? undefined : clock.add(held, delivery.allowance);
}

/** R74. */
function holdsTheAbsent(facts: Facts, said: Said): string {
  const { absent, vector } = bodyOf(said, "cut");
  const { witnessed } = facts.log(said.log);
  const logs = (absent ?? []).map((name) => named(facts.agreement.parties, name).log);
  const isBehind = vector.some(({ log, size }) => logs.includes(log) && BigInt(size) < (witnessed.get(log) ?? 0n));
  return isBehind ? "cut-behind" : "";
}

/** Returns the code by which a cut may not be closed without those absent, or an empty text (R72 to R74). */
export function partial(facts: Facts, said: Said): string {
  return absentMayBe(facts, said) || timeIsOver(facts, said) || holdsTheAbsent(facts, said);
}

function pastOf(facts: Facts, said: Said): readonly Told<Cut>[] {
  return [...facts.cuts.values()].filter((told) => facts.inPast(said, told.id));
}

function lastOf(past: readonly Told<Cut>[]): Told<Cut> | undefined {
  let last: Told<Cut> | undefined;
  for (const told of past) if (last === undefined || told.body.number > last.body.number) last = told;
  return last;
}

function isPrevious(previous: Uint8Array | undefined, last: Told<Cut> | undefined): boolean {
  if (previous === undefined || last === undefined) return previous === undefined && last === undefined;
  return equal(previous, last.id);
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

/** Returns the number of the cut after number `last`: the next; without some, the first behind it not in theirs. */
function numberAfter(facts: Facts, last: number, absent: readonly string[] | undefined): number {
  if (absent === undefined) return last + 1;
  for (let number = last + 2; number < last + 2 + facts.agreement.parties.length; number++) {
    if (!absent.includes(proposer(facts, number))) return number;
  }
  return 0;
}

/** Returns the code by which `body` does not follow the cuts of `past`, or an empty text (R29). */
export function follows(facts: Facts, past: readonly Told<Cut>[], body: Cut): string {
  const last = lastOf(past);
  if (body.number !== numberAfter(facts, last?.body.number ?? 0, body.absent)) return "cut-number";
  if (!isPrevious(body.previous, last)) return "cut-previous";
  if (last === undefined) return "";
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
    { id: "R72", check: absentMayBe },
    { id: "R73", check: timeIsOver },
    { id: "R74", check: holdsTheAbsent },
  ],
  "cut-proposed": [{ id: "R71", check: nextProposed }],
};
