/**
 * From the state at a cut to a finding on each undertaking, with the number, its basis and its reasons.
 *
 * The status is the first that holds (spec/confidence.md):
 *
 *     contradicted   an item of the type was found and reported, or read, by both sides; no probability then
 *     disputed       an inspection, or the alarm of a monitor, is open at the cut, a party's log has forked, or the Party
 *                    that owes absence itself declares an item of the type
 *     lapsed         the standard's time since the freeze is over at the cut
 *     not met        the guarantee is below the standard; the reasons say what is missing
 *     standard met   it is not
 *
 * The latest visit decides, for presence momentary: it speaks of its own freeze, and of no other hour. Only what both
 * sides signed raises the number. Every reason cites the statements it rests on.
 */

import * as exhibition from "./exhibition.js";
import * as monitoring from "./monitoring.js";
import { type Agreement, type Undertaking, named, pointsOf, secondsOf, showsAt } from "../agreement/document.js";
import * as guarantee from "../confidence/guarantee.js";
import { compareText, equal, hex } from "../encoding/bytes.js";
import type { Value } from "../encoding/canonical.js";
import { type Fraction, compare, fraction } from "../encoding/fraction.js";
import { rationalText } from "../encoding/strict.js";
import type { Told } from "../regime/facts.js";
import type { State } from "../regime/judge.js";
import type { Visit } from "../regime/visits.js";
import { type InspectionReport, UNIX_S_MAX } from "../statements/kinds.js";

const ASSUMPTIONS = ["draw-uniform", "least-removal-as-agreed", "not-known-before-notice", "sensitivity-as-tried"];

export type Status = "contradicted" | "disputed" | "lapsed" | "not met" | "standard met";

/** Why a status holds: a code of spec/confidence.md, and the statements it rests on. */
export interface Reason {
  readonly code: string;
  readonly statements: readonly Uint8Array[];
}

/** The conclusion on one undertaking. */
export interface Finding {
  readonly undertaking: Undertaking;
  readonly status: Status;
  /** Probability in [0, 1] that the visit would have shown the standard's items; absent if contradicted. */
  readonly guarantee?: Fraction;
  /** The hour the finding speaks of, and when it lapses; absent without a visit, or an exhibition. */
  readonly freeze_verified_at?: number;
  readonly exhibited_at?: number;
  readonly lapses_at?: number;
  /** Points that the visit found clean; the site's others. */
  readonly checked: readonly string[];
  readonly not_checked: readonly string[];
  /** Points at which an item of the type was found, by any visit or reading. */
  readonly found: readonly string[];
  readonly reasons: readonly Reason[];
}

/** A visit with its report. */
type Reported = Visit & { readonly report: Told<InspectionReport> };

/** Returns the findings at `state.now`, the hour of a cut: one an undertaking, by name. */
export function assess(agreement: Agreement, state: State): readonly Finding[] {
  return agreement.undertakings.map((owed) => assessOne(agreement, state, owed));
}

/** Returns a finding as a canonical JSON value (spec/confidence.md, "the finding record"). */
export function valueOf(finding: Finding): Value {
  const owed = finding.undertaking;
  const reasons = finding.reasons.map(
    ({ code, statements }) =>
      new Map<string, Value>([
        ["code", code],
        ["statements", statements.map(hex)],
      ]),
  );
  const value = new Map<string, Value>([
    ["assumptions", ASSUMPTIONS],
    ["checked", finding.checked],
    ["item", owed.item],
    ["items", owed.standard.items],
    ["kind", owed.kind],
    ["not_checked", finding.not_checked],
    ["presence", owed.standard.presence],
    ["probability", rationalText(owed.standard.probability)],
    ["reasons", reasons],
    ["site", owed.site],
    ["status", finding.status],
    ["undertaking", owed.name],
  ]);
  if (finding.found.length > 0) value.set("found", finding.found);
  if (finding.guarantee !== undefined) value.set("guarantee", rationalText(finding.guarantee));
  if (finding.freeze_verified_at !== undefined) value.set("freeze_verified_at", finding.freeze_verified_at);
  if (finding.exhibited_at !== undefined) value.set("exhibited_at", finding.exhibited_at);
  if (finding.lapses_at !== undefined) value.set("lapses_at", finding.lapses_at);
  return value;
}

function assessOne(agreement: Agreement, state: State, owed: Undertaking): Finding {
  const visits = state.visits.filter(
    ({ inspection, site }) =>
      owed.inspections?.includes(inspection) === true && (site === undefined || site === owed.site),
  );
  const last = latest(visits);
  const unfit = unfitFor(state, owed);
  const exhibits = owed.kind === exhibition.KIND;
  const shown = exhibits ? exhibition.latest(agreement, state, owed) : undefined;
  const reckoned = exhibits ? exhibition.numberOf(shown) : numberOf(agreement, owed, last);
  const number = unfit.length > 0 ? fraction(0n) : reckoned.number;
  const short = [...unfit, ...reckoned.short];
  const looked = exhibits || last?.status === "unpursued" ? undefined : last?.report.body;
  const exhibited = shown?.counts === true ? shown : undefined;
  const checked = exhibited ? exhibition.cleanOf(exhibited) : cleanIn(looked?.points ?? []);
  const freeze = looked?.freeze_verified_at;
  const hour = exhibited?.ended_at ?? freeze;
  const lapses = hour === undefined ? undefined : Math.min(hour + secondsOf(owed.standard.lapses_after), UNIX_S_MAX);
  const all = pointsOf(named(agreement.sites, owed.site));
  const read = monitoring.foundIn(state, owed).flatMap(({ points }) => points);
  const found = new Set([...visits.filter(isReported).flatMap(foundIn), ...read]);
  const basis = [exhibits ? shown?.id : last?.report.id].filter((id) => id !== undefined);
  const { status, reasons } = statusOf(state, owed, visits, { number, short, lapses, last, basis });
  return {
    undertaking: owed,
    status,
    ...(status !== "contradicted" && { guarantee: number }),
    ...(freeze !== undefined && { freeze_verified_at: freeze }),
    ...(exhibited !== undefined && { exhibited_at: exhibited.ended_at }),
    ...(lapses !== undefined && { lapses_at: lapses }),
    checked,
    not_checked: all.filter((point) => !checked.includes(point)),
    found: all.filter((point) => found.has(point)),
    reasons,
  };
}

/** What a finding rests on: its number, why that is short, until when it speaks, the visit and the statements behind. */
interface Reckoned {
  readonly number: Fraction;
  readonly short: readonly Reason[];
  readonly lapses: number | undefined;
  readonly last: Reported | undefined;
  readonly basis: readonly Uint8Array[];
}

/** Returns the first status that holds, and all the reasons of that status. */
function statusOf(
  state: State,
  owed: Undertaking,
  visits: readonly Visit[],
  { number, short, lapses, last, basis }: Reckoned,
): { readonly status: Status; readonly reasons: readonly Reason[] } {
  const finding = visits.filter(isReported).filter((visit) => foundIn(visit).length > 0);
  const found = [...finding.map(({ report }) => report.id), ...monitoring.foundIn(state, owed).map(({ id }) => id)].map(
    (id) => ({ code: "item-found", statements: [id] }),
  );
  if (found.length > 0) return { status: "contradicted", reasons: found };
  const forks = new Map<string, Uint8Array>(); // party -> the first statement that showed it
  for (const { code, party, subject } of state.irregularities) {
    if (code === "fork" && !forks.has(party)) forks.set(party, subject);
  }
  const disputes = [
    ...visits
      .filter((visit) => visit.status === "open")
      .map((visit) => ({ code: "inspection-open", statements: [visit.notice] })),
    ...visits
      .filter(isReported)
      .filter((visit) => visit.status === "disputed")
      .map((visit) => ({ code: "key-revoked", statements: [visit.report.id] })),
    ...monitoring.alarmsIn(state, owed).map((id) => ({ code: "alarm-open", statements: [id] })),
    ...[...forks.keys()].sort(compareText).map((party) => ({ code: "fork", statements: [forks.get(party)!] })),
    ...declaredIn(state, owed, last).map((id) => ({ code: "item-declared", statements: [id] })),
  ];
  if (disputes.length > 0) return { status: "disputed", reasons: disputes };
  if (lapses !== undefined && lapses < state.now) {
    return { status: "lapsed", reasons: [{ code: "lapsed", statements: basis }] };
  }
  if (short.length > 0) return { status: "not met", reasons: short };
  if (compare(number, owed.standard.probability) < 0) {
    return { status: "not met", reasons: [{ code: "guarantee-short", statements: basis }] };
  }
  return { status: "standard met", reasons: [{ code: "guarantee-reached", statements: basis }] };
}

/** Returns why no number can be given for an undertaking: it is of a kind that has none yet, or a condition lacks. */
function unfitFor(state: State, owed: Undertaking): readonly Reason[] {
  const holding = new Map(state.conditions.map(({ name, holds }) => [name, holds]));
  const lacks = (names: readonly string[] | undefined): boolean => (names ?? []).some((name) => !holding.get(name));
  const codes = [
    ...(owed.kind !== "absent" && owed.kind !== exhibition.KIND ? ["kind-without-number"] : []),
    ...(owed.standard.presence !== "momentary" && owed.kind !== exhibition.KIND ? ["presence-without-number"] : []),
    ...(lacks(owed.only_if) ? ["not-owed"] : []),
    ...(lacks(owed.shown_by) ? ["not-shown"] : []),
  ];
  return codes.map((code) => ({ code, statements: [] }));
}

/**
 * Returns the declarations by which the Party that owes has an item there, and which no visit has looked behind.
 *
 * What is declared away again is shown by a visit over the later declaration, not by that declaration.
 */
function declaredIn(state: State, owed: Undertaking, last: Reported | undefined): readonly Uint8Array[] {
  if (owed.kind === exhibition.KIND) return []; // who owes that items can be told apart may have them
  const own = state.declarations.filter(({ party, body }) => party === owed.by && body.site === owed.site);
  const { declaration } = last ?? {};
  const looked = declaration === undefined ? 0 : own.findIndex(({ id }) => equal(id, declaration));
  return own
    .slice(Math.max(looked, 0))
    .filter(({ body }) => body.points.some((point) => point.holds === owed.item))
    .map(({ id }) => id);
}

function cleanIn(points: InspectionReport["points"]): readonly string[] {
  return points.filter((point) => point.outcome === "clean").map((point) => point.id);
}

/** Returns the points at which a visit found an item. */
function foundIn(visit: Reported): readonly string[] {
  return visit.report.body.points.filter((point) => point.outcome === "found").map((point) => point.id);
}

/** Returns the reported visit whose freeze was verified last; of two at one second, the last by name and number. */
function latest(visits: readonly Visit[]): Reported | undefined {
  return visits.filter(isReported).sort(compareFreeze).at(-1);
}

function isReported(visit: Visit): visit is Reported {
  return visit.report !== undefined;
}

function compareFreeze(left: Reported, right: Reported): number {
  return (
    left.report.body.freeze_verified_at - right.report.body.freeze_verified_at ||
    compareText(left.inspection, right.inspection) ||
    left.number - right.number
  );
}

/** Returns the guarantee of the latest visit, and why the visit adds nothing where it does not. */
function numberOf(
  agreement: Agreement,
  owed: Undertaking,
  last: Reported | undefined,
): { readonly number: Fraction; readonly short: readonly Reason[] } {
  if (last === undefined) return { number: fraction(0n), short: [{ code: "no-visit", statements: [] }] };
  const { id, body } = last.report;
  // Nobody answers for it; and what it said against the finding is not undone.
  if (last.status === "unpursued") return { number: fraction(0n), short: [{ code: "key-revoked", statements: [id] }] };
  const inspection = named(agreement.inspections, last.inspection);
  const measure = named(agreement.measures, inspection.measure);
  const expired = measure.expires_at !== undefined && measure.expires_at <= body.ended_at;
  const clean = body.points.filter((point) => point.outcome === "clean");
  const visit: guarantee.Visit = {
    points: pointsOf(named(agreement.sites, owed.site)).length - (last.closed?.length ?? 0),
    opened: clean.length,
    clean: clean.length === body.points.length,
    sensitivity: showsAt(measure, body.ended_at),
    gapS: body.freeze_verified_at - last.known_at,
    leastRemovalS: secondsOf(named(agreement.items, owed.item).least_removal),
  };
  const short: Reason[] = [];
  if (!visit.clean) short.push({ code: "not-clean", statements: [id] });
  if (guarantee.escapes(visit.gapS, visit.leastRemovalS)) {
    short.push({ code: "freeze-late", statements: [last.notice, id] });
  }
  if (expired) short.push({ code: "sensitivity-expired", statements: [id] });
  if (measure.sensitivity === undefined) short.push({ code: "untested", statements: [id] });
  const items = owed.standard.items - (last.closed?.length ?? 0); // what could not be drawn may hold as many
  if (items <= 0) short.push({ code: "points-closed", statements: [id] });
  return { number: items > 0 ? guarantee.momentary(visit, items) : fraction(0n), short };
}
