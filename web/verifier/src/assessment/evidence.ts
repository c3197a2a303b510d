/**
 * From the visits of an undertaking to evidence: what each shows, how likely that was, and what was left open.
 *
 * An ambiguous point is cleared by a notification with the effect `resolves`, signed for both sides, about the report, or
 * about what was referred of it; and only where the measure has likelihoods for `resolved`. Then an item there is missed by the look or
 * by the clearing: whichever is likelier, since an evader may choose.
 */

import { OPEN_CODES, type Reason } from "./reasons.js";
import { type Agreement, type Measure, type Undertaking, chooserOf, named, pointsOf, secondsOf, showsAt } from "../agreement/document.js";
import * as guarantee from "../confidence/guarantee.js";
import type { Look } from "../confidence/presence.js";
import { compareText, equal, hex } from "../encoding/bytes.js";
import { type Fraction, ONE, compare, least, minus, over } from "../encoding/fraction.js";
import type { Told } from "../regime/facts.js";
import type { State } from "../regime/judge.js";
import type { Visit } from "../regime/visits.js";
import type { InspectionReport } from "../statements/kinds.js";

/** Kinds of undertaking for which `clean` says that a point holds what was declared of it. */
const BY_DECLARATION: readonly string[] = ["as-declared", "at-most"];

/** What one reported visit comes to, for one undertaking. */
export interface Evidence {
  readonly visit: Visit;
  readonly report: Told<InspectionReport>;
  /** Whether anybody answers for it: it is not `unpursued`. */
  readonly counts: boolean;
  /** The visit in numbers; how many of the standard's items could not hide in closed points. */
  readonly numbers: guarantee.Visit;
  readonly items: number;
  /** Its freeze, and the greatest chance that it shows nothing. */
  readonly look: Look;
  /** Likelihoods of what it showed. */
  readonly absent: Fraction;
  readonly present: Fraction;
  /** Outcome -> points that ended so, ascending. */
  readonly open: ReadonlyMap<string, readonly string[]>;
  /** Why it adds nothing. */
  readonly shortfalls: readonly Reason[];
}

/** Report, in hexadecimal -> the points that a resolution clears, `all` or some. */
export type Cleared = ReadonlyMap<string, readonly string[] | "all">;

/** Returns the evidence of the reported visits, by freeze, inspection and number; the last one decides. */
export function gathered(
  agreement: Agreement,
  state: State,
  owed: Undertaking,
  visits: readonly Visit[],
  cleared: Cleared,
): readonly Evidence[] {
  return visits
    .flatMap((visit) => (visit.report === undefined ? [] : [evidenceOf(agreement, state, owed, visit, visit.report, cleared)]))
    .sort(
      (left, right) =>
        left.look.hourS - right.look.hourS ||
        compareText(left.visit.inspection, right.visit.inspection) ||
        left.visit.number - right.visit.number,
    );
}

/** Returns the evidence of the place that the last visit was to: of a site named later others say nothing of it. */
export function atThePlace(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ visit }) => visit.place === evidence.at(-1)!.visit.place);
}

/**
 * Returns the points that resolutions clear, by report; of two the first by format, party, number.
 *
 * A resolution that is itself disputed clears nothing, nor one that a third party says alone: only both may raise.
 */
export function clearedPoints(agreement: Agreement, state: State): Cleared {
  const settled = state.disputes.filter(({ status }) => status === "resolved");
  const about = new Map(settled.map((dispute) => [hex(dispute.raised), dispute.about]));
  const found = new Map<string, readonly string[] | "all">();
  for (const { body, disputed } of state.notifications) {
    const term = agreement.notifications?.find(({ name }) => name === body.format);
    if (term?.effect !== "resolves" || body.about === undefined || disputed !== undefined) continue;
    const by = new Set((term.signed ?? agreement.signatures.get("notification") ?? []).map((signature) => signature.by));
    if (!by.has("each") && !(by.has("author") && by.has("inspected"))) continue;
    const subject = hex(about.get(hex(body.about)) ?? body.about);
    if (!found.has(subject)) found.set(subject, body.points ?? "all");
  }
  return found;
}

function evidenceOf(
  agreement: Agreement,
  state: State,
  owed: Undertaking,
  visit: Visit,
  report: Told<InspectionReport>,
  cleared: Cleared,
): Evidence {
  const { id, body } = report;
  const inspection = named(agreement.inspections, visit.inspection);
  const measure = named(agreement.measures, inspection.measure);
  const agreed = measure.likelihoods?.get("resolved");
  const clearing = agreed === undefined ? undefined : cleared.get(hex(id));
  const isCleared = (point: string): boolean => clearing === "all" || (clearing?.includes(point) ?? false);
  const ended = (outcome: string): string[] =>
    body.points.filter((point) => point.outcome === outcome).map((point) => point.id);
  const resolved = ended("ambiguous").filter(isCleared).length;
  const open = new Map<string, readonly string[]>();
  for (const outcome of OPEN_CODES.keys()) {
    const left = ended(outcome).filter((point) => outcome !== "ambiguous" || !isCleared(point));
    if (left.length > 0) open.set(outcome, left);
  }
  const expired = measure.expires_at !== undefined && measure.expires_at <= body.ended_at;
  const shown = showsAt(measure, body.ended_at);
  const seen =
    agreed === undefined || resolved === 0 ? shown : least(shown, minus(ONE, agreed.present));
  const closed = visit.closed?.length ?? 0;
  const numbers: guarantee.Visit = {
    points: pointsOf(named(agreement.sites, owed.site)).length - closed,
    opened: ended("clean").length + resolved,
    clean: open.size === 0 && ended("found").length === 0,
    sensitivity: seen,
    gapS: body.freeze_verified_at - visit.known_at,
    leastRemovalS: secondsOf(named(agreement.items, owed.item).least_removal),
  };
  const items = owed.standard.items - closed; // what could not be opened may hold as many
  const chosen = chooserOf(inspection) === "inspected" && body.points.length < numbers.points;
  const counts = visit.status !== "unpursued";
  const unopened = BY_DECLARATION.includes(owed.kind) && isUnopened(state, visit, body);
  const missed = counts && !chosen && !unopened ? guarantee.missed(numbers, items) : ONE;
  const likelihoods = counts ? likelihoodsOf(measure, open, resolved > 0, missed) : { absent: ONE, present: ONE };
  const short: Reason[] = [...open.keys()].map((outcome) => ({ code: OPEN_CODES.get(outcome)!, statements: [id] }));
  if (guarantee.escapes(numbers.gapS, numbers.leastRemovalS)) {
    short.push({ code: "freeze-late", statements: [visit.notice, id] });
  }
  if (expired) short.push({ code: "sensitivity-expired", statements: [id] });
  if (measure.sensitivity === undefined) short.push({ code: "untested", statements: [id] });
  if (items <= 0) short.push({ code: "points-closed", statements: [id] });
  if (chosen) short.push({ code: "chosen-by-inspected", statements: [id] }); // what it did not choose may hold them
  if (unopened) short.push({ code: "points-unopened", statements: [id] }); // nobody else knows what was declared
  // Nobody answers for one that is unpursued; and what it said against the finding is not undone.
  const shortfalls = counts ? short : [{ code: "key-revoked", statements: [id] }];
  const look = { hourS: body.freeze_verified_at, miss: missed };
  return { visit, report, counts, numbers, items, look, ...likelihoods, open, shortfalls };
}

/** Returns whether a point of a report was declared under seal, and not opened for it. */
function isUnopened(state: State, visit: Visit, body: InspectionReport): boolean {
  const { declaration, seal } = visit;
  const told = declaration && state.declarations.find(({ id }) => equal(id, declaration));
  if (told === undefined || !("root" in told.body)) return false;
  const openings = seal === undefined ? [] : (state.openings.get(hex(seal)) ?? []);
  const shown = new Set(openings.flatMap((opening) => opening.body.points.map(({ id }) => id)));
  return body.points.some(({ id }) => !shown.has(id));
}

/**
 * Returns the likelihoods, without items and with them, of what a visit showed.
 *
 * One that was left open is known by its worst point: by the agreed likelihoods with the greatest ratio, 1 to 1 where
 * none are agreed; what its other points showed is not counted.
 */
function likelihoodsOf(
  measure: Measure,
  open: ReadonlyMap<string, unknown>,
  resolved: boolean,
  missed: Fraction,
): { readonly absent: Fraction; readonly present: Fraction } {
  const unknown = { absent: ONE, present: ONE };
  const pairs = [...open.keys()].map((outcome) => measure.likelihoods?.get(outcome) ?? unknown);
  const ratio = (pair: typeof unknown): Fraction => over(pair.present, pair.absent);
  if (pairs.length > 0) return pairs.reduce((most, pair) => (compare(ratio(pair), ratio(most)) > 0 ? pair : most));
  const agreed = resolved ? measure.likelihoods?.get("resolved") : undefined;
  return { absent: agreed?.absent ?? ONE, present: missed };
}
