/**
 * Disputes: what was referred, what one side reported alone, what a monitor showed, and what a revoked key had signed.
 *
 * A referral, a one-sided report, and a reading with an alarm or a find, starts the commission's clock at the hour by
 * which it was witnessed. Resolved, it is `resolved`; not resolved within that time, it closes as `unpursued`, and lowers nothing any more.
 *
 * A statement signed with a key that was revoked afterwards is *disputed* if it stands above the last good index of its
 * own log and no other party was seen to hold it before the revocation, whatever the revoking party had observed; or if it
 * stands in another log above what the revoking party had seen, and was not delivered to that party before. It keeps its
 * adverse effects and loses the favourable ones: no condition rests on it, and no duty is done by it.
 */

import { type Facts, comparePlace } from "./facts.js";
import type { Disputed, Hours } from "./hours.js";
import { notificationOf } from "../agreement/check.js";
import * as clock from "../agreement/clock.js";
import { compare, hex } from "../encoding/bytes.js";
import type { InspectionReport, Reading } from "../statements/kinds.js";

/** One matter: the statement that raised it, what that is about, by whom, until when, and how it stands. */
export interface Dispute {
  readonly raised: Uint8Array;
  readonly about?: Uint8Array;
  readonly party: string;
  readonly due_s?: number;
  readonly status: "open" | "resolved" | "unpursued";
  readonly resolution?: Uint8Array;
}

/** Returns every matter raised, by its statement. */
export function disputesOf(facts: Facts, hours: Hours, now: number, disputed: Disputed): readonly Dispute[] {
  const raised: Uint8Array[] = [];
  for (const term of facts.agreement.notifications ?? []) {
    if (term.effect !== "refers" && term.effect !== "disputes") continue;
    for (const series of facts.notified.get(term.name)?.values() ?? []) raised.push(...series.map(({ id }) => id));
  }
  for (const byParty of facts.oneSided.values()) raised.push(...[...byParty.values()].map(({ id }) => id));
  for (const read of facts.readings.values()) {
    raised.push(...read.filter(({ body }) => alarms(body)).map(({ id }) => id));
  }
  return raised.sort(compare).map((id) => disputeOf(facts, hours, id, now, disputed));
}

function disputeOf(facts: Facts, hours: Hours, raised: Uint8Array, now: number, disputed: Disputed): Dispute {
  const said = facts.statements.get(hex(raised))!;
  const told = said.kind === "one-sided-report" || said.kind === "reading" ? said.body : undefined;
  const about = said.kind === "notification" ? said.body.about : told?.notice;
  const begun = hours.witnessedBy(hex(raised));
  const { commission } = facts.agreement;
  const due = begun === undefined || commission === undefined ? undefined : clock.add(begun, commission.within);
  const pursued = due === undefined || isPursued(facts, hours, raised, due);
  const lasting = pursued || (told !== undefined && finds(told));
  const resolution = resolutionOf(facts, hours, raised, lasting ? now : Math.min(now, due), disputed);
  const late = due !== undefined && now > due && !pursued;
  return {
    raised,
    ...(about !== undefined && { about }),
    party: said.party,
    ...(due !== undefined && { due_s: due }),
    status: resolution !== undefined ? "resolved" : late ? "unpursued" : "open",
    ...(resolution !== undefined && { resolution }),
  };
}

/** Returns whether a report says that something was found: one side's word, too, lowers until it is resolved. */
export function finds({ points }: Pick<InspectionReport | Reading, "points">): boolean {
  return points.some(({ outcome }) => outcome === "found");
}

/** Returns whether a reading tells of an alarm, or that something was found. */
export function alarms({ points }: Pick<Reading, "points">): boolean {
  return points.some(({ outcome }) => outcome === "alarm" || outcome === "found");
}

/** Returns the first resolution that others could see by an hour: later, what nobody pursued in time is closed. */
function resolutionOf(
  facts: Facts,
  hours: Hours,
  raised: Uint8Array,
  by: number,
  disputed: Disputed,
): Uint8Array | undefined {
  const said = facts.statements.get(hex(raised))!;
  const found = (facts.replies.get(hex(raised)) ?? [])
    .filter(({ body }) => notificationOf(facts.agreement, body.format)?.effect === "resolves")
    .map(({ id }) => id);
  // The two sides may sign after all.
  const report = said.kind === "one-sided-report" ? facts.reports.get(hex(said.body.notice))?.id : undefined;
  if (report !== undefined) found.push(report);
  return found
    .map((id) => ({ id, seen: hours.seenBy(hex(id)), at: facts.places.get(hex(id))! }))
    .filter(({ id, seen }) => !disputed.has(hex(id)) && seen <= by)
    .sort((left, right) => left.seen - right.seen || comparePlace(left.at, right.at))[0]?.id;
}

/**
 * Returns whether a matter was referred in time by who may hold it open until it is resolved.
 *
 * What one side reported alone the other Party of the visit: both want it settled then, and its author alone holds
 * nothing up beyond the commission's time. A reading, which both signed, anybody.
 */
function isPursued(facts: Facts, hours: Hours, raised: Uint8Array, due: number): boolean {
  const said = facts.statements.get(hex(raised))!;
  if (said.kind !== "one-sided-report" && said.kind !== "reading") return false;
  const inspection = said.kind === "reading" ? undefined : facts.inspectionOf(said.body.notice);
  const others = [inspection?.inspected, inspection?.inspecting].filter((party) => party !== said.party);
  return (facts.replies.get(hex(raised)) ?? []).some(
    ({ id, party, body }) =>
      notificationOf(facts.agreement, body.format)?.effect === "refers" &&
      (said.kind === "reading" || others.includes(party)) &&
      hours.seenBy(hex(id)) <= due,
  );
}

/** Returns the statements that a revocation leaves disputed, with the hour by which others could see that. */
export function disputedStatements(facts: Facts, hours: Hours): Disputed {
  const found = new Map<string, number>();
  for (const { log, index, body } of facts.revocations) {
    const seen = facts.log(log).closure[index]!;
    const others = [...facts.logs.keys()].filter((other) => other !== log);
    const known = new Map(others.map((other) => [other, hours.knownBy(other, log, index)]));
    const held = Math.max(0, ...others.map((other) => hours.heldSince(other, log, index)));
    const all = Math.max(...known.values());
    for (const key of body.keys) {
      for (const at of facts.used.get(`${log} ${hex(key)}`) ?? []) {
        // In its own log, what others did not hold before it; in another, what that party had not had.
        const above =
          at.log === log
            ? Math.max(body.last_good + 1, held) <= at.index && at.index < index
            : BigInt(at.index) >= (seen.get(at.log) ?? 0n) && !isHad(facts, hours, at.id, log, known.get(at.log)!);
        if (above) found.set(hex(at.id), Math.min(all, found.get(hex(at.id)) ?? clock.END_S));
      }
    }
  }
  return found;
}

/** Returns whether a statement of another was delivered to the party of a log by an hour, whatever that observed. */
function isHad(facts: Facts, hours: Hours, id: Uint8Array, log: string, by: number): boolean {
  if (facts.agreement.delivery === undefined) return false;
  return (hours.deliveredTo(hex(id), facts.log(log).party) ?? Infinity) <= by;
}
