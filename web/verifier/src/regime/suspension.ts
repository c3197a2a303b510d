/**
 * Pause, suspension, withdrawal, resumption: what a notification does to the agreement, or to a part of it.
 *
 * Each party's own word counts: what one party paused or suspended, that party alone resumes. A withdrawal is for good,
 * from the hour it tells on. A part is an inspection, a format of notification or a duty that the effect is `of`; an effect
 * of nothing in particular is upon the whole.
 */

import type { Facts, Sight } from "./facts.js";
import type { NotificationTerm } from "../agreement/terms.js";
import { compare, compareText, hex } from "../encoding/bytes.js";

const ORDER = ["withdrawn", "suspended", "paused"] as const; // worst first
const WORDS: ReadonlyMap<string, (typeof ORDER)[number]> = new Map([
  ["withdraws", "withdrawn"],
  ["suspends", "suspended"],
  ["pauses", "paused"],
]);

/** One stop that stands: what it is, by whom, by which statement, of which parts (none: the whole), from when. */
export interface Stop {
  readonly what: (typeof ORDER)[number];
  readonly party: string;
  readonly id: Uint8Array;
  readonly of: readonly string[];
  readonly hour?: number;
}

/** Returns the stops that stand, as somebody sees them. */
export function stopsOf(facts: Facts, sight: Sight): readonly Stop[] {
  const found: Stop[] = [];
  for (const term of facts.agreement.notifications ?? []) {
    const what = WORDS.get(term.effect ?? "");
    if (what === undefined) continue;
    for (const party of facts.notified.get(term.name)?.keys() ?? []) {
      const said = sight.last(term.name, party);
      if (said === undefined || isResumed(facts, sight, term, party, said.index)) continue;
      const statement = facts.statements.get(hex(said.id));
      const hour = statement?.kind === "notification" ? statement.body.hour : undefined;
      if (hour !== undefined && hour > sight.hour) continue;
      found.push({ what, party, id: said.id, of: term.of ?? [], ...(hour !== undefined && { hour }) });
    }
  }
  return found.sort(
    (left, right) =>
      ORDER.indexOf(left.what) - ORDER.indexOf(right.what) ||
      compareText(left.party, right.party) ||
      compare(left.id, right.id),
  );
}

/** Returns how a part stands, or the whole. */
export function standingOf(facts: Facts, sight: Sight, part?: string): "in force" | (typeof ORDER)[number] {
  const stop = stopsOf(facts, sight).find(({ of }) => of.length === 0 || (part !== undefined && of.includes(part)));
  return stop?.what ?? "in force";
}

function isResumed(facts: Facts, sight: Sight, stopped: NotificationTerm, party: string, index: number): boolean {
  if (stopped.effect === "withdraws") return false;
  return (facts.agreement.notifications ?? []).some((term) => {
    const covers = term.of === undefined || stopped.of?.every((part) => term.of!.includes(part)) === true;
    if (term.effect !== "resumes" || !covers) return false;
    const said = sight.last(term.name, party);
    return said !== undefined && said.index > index;
  });
}
