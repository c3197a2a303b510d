/**
 * Pause, suspension, withdrawal, resumption: what a notification does to the agreement, or to a part of it.
 *
 * Each party's own word counts: what one party paused or suspended, that party alone resumes. A withdrawal is for good,
 * from the hour it tells on. A part is an inspection, a format of notification or a duty that the effect is `of`; an effect
 * of nothing in particular is upon the whole. A stop whose key is then revoked excuses the other parties as long as they
 * could not know that, and never its author.
 */

import type { Facts, StopSight, Stopping } from "./facts.js";
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
  /** A key under it was revoked, which others cannot see yet. */
  readonly disputed?: "yes";
  readonly what: (typeof ORDER)[number];
  readonly party: string;
  readonly id: Uint8Array;
  readonly of: readonly string[];
  readonly hour?: number;
}

/** Returns the stops that stand, as somebody sees them. */
export function stopsOf(facts: Facts, sight: StopSight): readonly Stop[] {
  const found: Stop[] = [];
  for (const term of facts.agreement.notifications ?? []) {
    const what = WORDS.get(term.effect ?? "");
    if (what === undefined) continue;
    for (const party of facts.notified.get(term.name)?.keys() ?? []) {
      for (const { id, disputed } of unresumed(facts, sight, term, party)) {
        const statement = facts.statements.get(hex(id));
        const hour = statement?.kind === "notification" ? statement.body.hour : undefined;
        if (hour !== undefined && hour > sight.hour) continue;
        const more = { ...(disputed && { disputed: "yes" as const }), ...(hour !== undefined && { hour }) };
        found.push({ what, party, id, of: term.of ?? [], ...more });
      }
    }
  }
  return found.sort(
    (left, right) =>
      ORDER.indexOf(left.what) - ORDER.indexOf(right.what) ||
      compareText(left.party, right.party) ||
      compare(left.id, right.id),
  );
}

/**
 * Returns how a part stands, or the whole.
 *
 * @param excused the party that this would excuse, which its own disputed stops do not
 */
export function standingOf(
  facts: Facts,
  sight: StopSight,
  part?: string,
  excused?: string,
): "in force" | (typeof ORDER)[number] {
  const stop = stopsOf(facts, sight).find(
    ({ of, disputed, party }) =>
      (of.length === 0 || (part !== undefined && of.includes(part))) && !(disputed === "yes" && party === excused),
  );
  return stop?.what ?? "in force";
}

/** Returns whether a format pauses, suspends or withdraws. */
export function isStopping(term: NotificationTerm): boolean {
  return WORDS.has(term.effect ?? "");
}

/** Returns what a party said of a stopping format and has not resumed since: by R36 one, beside those disputed. */
export function unresumed(facts: Facts, sight: StopSight, term: NotificationTerm, party: string): readonly Stopping[] {
  const resumed = lastResumption(facts, sight, term, party);
  const found: Stopping[] = [];
  for (const said of sight.stops(term.name, party)) {
    if (said.index < resumed) break;
    found.push(said);
  }
  return found;
}

/** Returns the index of the party's last resumption of what a format stops, -1 if none: a withdrawal has none. */
function lastResumption(facts: Facts, sight: StopSight, stopped: NotificationTerm, party: string): number {
  return Math.max(-1, ...resuming(facts, stopped).map((term) => sight.last(term.name, party)?.index ?? -1));
}

/** Returns the index of the party's first resumption after an index of what a format stops. */
export function resumedAfter(facts: Facts, stopped: NotificationTerm, party: string, index: number): number | undefined {
  const after = resuming(facts, stopped).flatMap(
    (term) => facts.notified.get(term.name)?.get(party)?.find((said) => said.index > index)?.index ?? [],
  );
  return after.length === 0 ? undefined : Math.min(...after);
}

/** A stop that its own party took for disputed while others held it: of which parts, from which hour. */
export interface Revived {
  readonly party: string;
  readonly of: readonly string[];
  readonly hour: number;
  /** Returns whether an index of the party's log is under it. */
  readonly isUnder: (index: number) => boolean;
}

/** Yields the stops that their own parties doubt and no revocation disputes, each up to what resumes it. */
export function* revived(facts: Facts, disputed: ReadonlyMap<string, number>): Iterable<Revived> {
  for (const { name: party, log } of facts.agreement.parties) {
    const { disavowed } = facts.log(log);
    if (disavowed.size === 0) continue;
    for (const term of (facts.agreement.notifications ?? []).filter(isStopping)) {
      for (const { index, id } of facts.notified.get(term.name)?.get(party) ?? []) {
        if (!disavowed.has(hex(id)) || disputed.has(hex(id))) continue;
        const until = resumedAfter(facts, term, party, index) ?? Infinity;
        const said = facts.statements.get(hex(id))!;
        const hour = (said.kind === "notification" ? said.body.hour : undefined) ?? 0;
        yield { party, of: term.of ?? [], hour, isUnder: (at) => index < at && at < until };
      }
    }
  }
}

/** Returns the formats that resume all that a format stops. */
function resuming(facts: Facts, stopped: NotificationTerm): readonly NotificationTerm[] {
  if (stopped.effect === "withdraws") return [];
  return (facts.agreement.notifications ?? []).filter(
    ({ effect, of }) => effect === "resumes" && (of === undefined || stopped.of?.every((part) => of.includes(part))),
  );
}
