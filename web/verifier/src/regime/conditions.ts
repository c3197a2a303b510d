/**
 * Conditions: does one hold, as somebody sees what was notified? (spec/regime.md)
 *
 * Whoever asks brings a `Sight`: the author of a statement sees its past at the hour it tells, the reader of a state sees
 * everything at an hour. A condition looks at nothing else; so who sees the same has the same answer.
 */

import type { Facts, Sight } from "./facts.js";
import { notificationOf } from "../agreement/check.js";
import { type Agreement, conditionParts, named, principalsOf } from "../agreement/document.js";
import { type Condition, WHO } from "../agreement/terms.js";
import { hex } from "../encoding/bytes.js";

/** Returns whether the condition of that name holds. Requires that it exists, and that conditions do not circle. */
export function holds(facts: Facts, name: string, sight: Sight): boolean {
  return holding(facts, [name], sight).get(name)!;
}

/** Returns of each of some conditions, and of all that they are made of, whether it holds; each is judged once. */
export function holding(facts: Facts, names: readonly string[], sight: Sight): ReadonlyMap<string, boolean> {
  const known = new Map<string, boolean>();
  for (const part of conditionParts(facts.agreement, names)) {
    known.set(part, holdsOne(facts, named(facts.agreement.conditions ?? [], part), sight, known));
  }
  return known;
}

/** Returns whether every condition named holds. */
export function allHold(facts: Facts, names: readonly string[] | undefined, sight: Sight): boolean {
  const known = holding(facts, names ?? [], sight);
  return (names ?? []).every((name) => known.get(name));
}

/** Returns the formats of notification on which conditions rest, and all that those rest on. */
export function restingOn(agreement: Agreement, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const asked = [...names];
  for (let name = asked.pop(); name !== undefined; name = asked.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const condition = named(agreement.conditions ?? [], name);
    asked.push(...(condition.all ?? []), ...(condition.any ?? []));
    for (const term of agreement.notifications ?? []) {
      const rests =
        term.name === condition.notification ||
        term.name === condition.withdrawn_by ||
        (condition.figure !== undefined && term.figures?.includes(condition.figure) === true);
      if (rests && !found.has(term.name)) {
        found.add(term.name);
        asked.push(...(term.only_if ?? []));
      }
    }
  }
  return found;
}

function holdsOne(facts: Facts, condition: Condition, sight: Sight, known: ReadonlyMap<string, boolean>): boolean {
  if (condition.all !== undefined) return condition.all.every((part) => known.get(part));
  if (condition.any !== undefined) return condition.any.some((part) => known.get(part));
  if (condition.figure !== undefined) {
    const value = sight.figure(condition.by!, condition.figure);
    return value !== undefined && value >= condition.at_least!;
  }
  return sayersOf(facts.agreement, condition).every((party) => isSaid(facts, condition, party, sight));
}

function sayersOf(agreement: Agreement, condition: Condition): readonly string[] {
  if (condition.by !== undefined) return [condition.by];
  const by = notificationOf(agreement, condition.notification)!.by;
  if (by.includes("each")) return principalsOf(agreement).map((party) => party.name);
  return by.filter((party) => !WHO.includes(party));
}

function isSaid(facts: Facts, condition: Condition, party: string, sight: Sight): boolean {
  const said = sight.last(condition.notification!, party);
  if (said === undefined) return false;
  if (condition.withdrawn_by !== undefined) {
    const withdrawn = sight.last(condition.withdrawn_by, party);
    if (withdrawn !== undefined && withdrawn.index > said.index) return false;
  }
  const statement = facts.statements.get(hex(said.id));
  const until = statement?.kind === "notification" ? statement.body.until : undefined;
  return until === undefined || sight.reaches(until);
}
