/**
 * Whether items were told apart: what is found on an undertaking of the kind `type-distinguishable`.
 *
 * The exhibition that ended last decides: a reading of a monitor of the undertaking, or a visit of one of its inspections,
 * by a measure of the kind `exhibition`. It shows it if all its points are clean, which is to say told apart, and its
 * measure was tried jointly and the trial not expired. The guarantee is the measure's sensitivity then, and else 0. No
 * exhibition is an inspection of what a site holds: nothing follows from it on absence.
 */

import * as monitoring from "./monitoring.js";
import { type Agreement, type Measure, type Undertaking, named, showsAt } from "../agreement/document.js";
import { compare as compareBytes } from "../encoding/bytes.js";
import { type Fraction, fraction } from "../encoding/fraction.js";
import { finds } from "../regime/disputes.js";
import type { State } from "../regime/judge.js";
import type { Visit } from "../regime/visits.js";
import type { ReadPoint } from "../statements/kinds.js";

export const KIND = "type-distinguishable";
export const ASSUMED = "sensitivity-as-tried"; // nothing else: what is exhibited is neither drawn nor frozen

/** One exhibition that both sides signed: what says it, when it ended, by which measure, what its points showed. */
export interface Exhibition {
  readonly id: Uint8Array;
  readonly ended_at: number;
  readonly measure: Measure;
  readonly points: readonly ReadPoint[];
  /** No revoked key is under it. */
  readonly counts: boolean;
}

/** Returns the exhibition that decides, of those that ended by now; of two at one second that with the larger id. */
export function latest(agreement: Agreement, state: State, owed: Undertaking): Exhibition | undefined {
  return [...readIn(agreement, state, owed), ...visitedIn(agreement, state, owed)]
    .filter((one) => one.ended_at <= state.now) // an hour to come is told by both, and proves nothing yet
    .sort((left, right) => left.ended_at - right.ended_at || compareBytes(left.id, right.id))
    .at(-1);
}

/** Returns the points that were told apart. */
export function cleanOf({ points }: Exhibition): readonly string[] {
  return points.filter(({ outcome }) => outcome === "clean").map(({ id }) => id);
}

/** Returns the guarantee of an exhibition, in [0, 1], and why it shows nothing. */
export function numberOf(last: Exhibition | undefined): {
  readonly number: Fraction;
  readonly short: readonly { readonly code: string; readonly statements: readonly Uint8Array[] }[];
} {
  if (last === undefined) return { number: fraction(0n), short: [{ code: "no-exhibition", statements: [] }] };
  const { expires_at, sensitivity } = last.measure;
  const codes = [
    ...(last.counts ? [] : ["key-revoked"]),
    ...(last.points.length > 0 && cleanOf(last).length === last.points.length ? [] : ["not-clean"]),
    ...(expires_at !== undefined && expires_at <= last.ended_at ? ["sensitivity-expired"] : []),
    ...(sensitivity === undefined ? ["untested"] : []),
  ];
  const number = codes.length > 0 ? fraction(0n) : showsAt(last.measure, last.ended_at);
  return { number, short: codes.map((code) => ({ code, statements: [last.id] })) };
}

/** Returns each report and each reading by which an item was not told apart, and at which points. */
export function notToldApart(
  state: State,
  owed: Undertaking,
  visits: readonly Visit[],
): readonly { readonly id: Uint8Array; readonly points: readonly string[] }[] {
  const reports = visits.flatMap(({ report }) => (report !== undefined && finds(report.body) ? [report] : []));
  const found = reports.map(({ id, body }) => ({
    id,
    points: body.points.filter(({ outcome }) => outcome === "found").map((point) => point.id),
  }));
  return [...found, ...monitoring.foundIn(state, owed)];
}

function readIn(agreement: Agreement, state: State, owed: Undertaking): readonly Exhibition[] {
  return state.readings
    .filter(({ body }) => owed.monitors?.includes(body.monitor) === true)
    .map(({ id, body, disputed }) => ({
      id,
      ended_at: body.ended_at,
      measure: named(agreement.measures, named(agreement.monitors ?? [], body.monitor).measure),
      points: body.points,
      counts: disputed === undefined,
    }))
    .filter(({ measure }) => measure.kind === "exhibition");
}

function visitedIn(agreement: Agreement, state: State, owed: Undertaking): readonly Exhibition[] {
  return state.visits
    .filter(({ inspection, site }) => owed.inspections?.includes(inspection) === true && site === owed.site)
    .flatMap(({ inspection, report, status }) =>
      report === undefined
        ? []
        : [
            {
              id: report.id,
              ended_at: report.body.ended_at,
              measure: named(agreement.measures, named(agreement.inspections, inspection).measure),
              points: report.body.points,
              counts: status === "reported",
            },
          ],
    )
    .filter(({ measure }) => measure.kind === "exhibition");
}
