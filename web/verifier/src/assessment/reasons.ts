/**
 * Why a status holds, and what would change it: codes of spec/confidence.md with the statements and numbers they cite.
 *
 * The status is the first that holds:
 *
 *     contradicted   what a report by both sides says cannot be if the undertaking is kept; no probability then
 *     disputed       an inspection is open at the cut, a party's log has forked, an item was found or declared where
 *                    the declaration, or the undertaking, has none, and no visit was made over a later declaration
 *     lapsed         the standard's time since the freeze is over at the cut
 *     not met        the guarantee is below the standard; the reasons say what is missing
 *     standard met   it is not
 */

import { hex } from "../encoding/bytes.js";
import type { Value } from "../encoding/canonical.js";

export type Status = "contradicted" | "disputed" | "lapsed" | "not met" | "standard met";

/** Outcome of a point that is no result -> the reason for which its visit adds nothing. */
export const OPEN_CODES: ReadonlyMap<string, string> = new Map([
  ["ambiguous", "points-ambiguous"],
  ["away", "points-away"],
  ["failed", "points-failed"],
  ["not-measured", "points-not-measured"],
  ["refused", "points-refused"],
  ["too-small", "points-too-small"],
]);

const SHORTFALLS = [
  "key-revoked",
  ...OPEN_CODES.values(),
  "freeze-late",
  "sensitivity-expired",
  "untested",
  "points-closed",
  "chosen-by-inspected",
  "points-unopened",
];

/** Why a status holds: a code, and the statements it rests on. */
export interface Reason {
  readonly code: string;
  readonly statements: readonly Uint8Array[];
}

/** What would change a finding: a code, and what it is about. */
export interface Change {
  readonly code: string;
  /** Until when; how many points more, or fewer; within less than how many seconds; which statements it is about. */
  readonly hour?: number;
  readonly points?: number;
  readonly seconds?: number;
  readonly statements?: readonly Uint8Array[];
}

/** Returns a reason as a canonical JSON value. */
export function reasonValue({ code, statements }: Reason): Value {
  return new Map<string, Value>([
    ["code", code],
    ["statements", statements.map(hex)],
  ]);
}

/** Returns a change as a canonical JSON value. */
export function changeValue({ code, hour, points, seconds, statements }: Change): Value {
  const value = new Map<string, Value>([["code", code]]);
  for (const [name, number] of Object.entries({ hour, points, seconds })) {
    if (number !== undefined) value.set(name, number);
  }
  if (statements !== undefined) value.set("statements", statements.map(hex));
  return value;
}

/** Returns one reason a code, with the statements of all, in the order of the specification. */
export function joined(reasons: readonly Reason[]): readonly Reason[] {
  return SHORTFALLS.flatMap((code) => {
    const cited = reasons.filter((reason) => reason.code === code).flatMap((reason) => reason.statements);
    const once = new Map(cited.map((id) => [hex(id), id] as const));
    return once.size > 0 ? [{ code, statements: [...once.values()] }] : [];
  });
}
