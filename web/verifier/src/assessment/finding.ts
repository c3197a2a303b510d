/**
 * From the state at a cut to a finding on each undertaking, with the numbers, their basis and the reasons.
 *
 * What each visit shows is `evidence`, what the visits come to `numbers`, the statuses and their codes `reasons`. Only
 * what both sides signed raises a number. Every reason cites the statements it rests on, and every finding says what
 * would change it (spec/confidence.md).
 */

import * as exhibition from "./exhibition.js";
import * as monitoring from "./monitoring.js";
import { type Cleared, type Evidence, atThePlace, clearedPoints, gathered } from "./evidence.js";
import { type Numbers, counted, numbersOf, windowOf } from "./numbers.js";
import { type Change, type Reason, type Status, changeValue, joined, reasonValue } from "./reasons.js";
import { type Agreement, type Measure, type Undertaking, chooserOf, named, pointsOf, secondsOf } from "../agreement/document.js";
import { leastOpened } from "../confidence/sampling.js";
import { compareText, equal, hex } from "../encoding/bytes.js";
import type { Value } from "../encoding/canonical.js";
import { type Fraction, ONE, ZERO, compare, minus } from "../encoding/fraction.js";
import { rationalText } from "../encoding/strict.js";
import type { State } from "../regime/judge.js";
import type { Visit } from "../regime/visits.js";
import { type DeclaredPoint, UNIX_S_MAX } from "../statements/kinds.js";

const ASSUMPTIONS = [
  "choice-unforeseen",
  "draw-uniform",
  "least-removal-as-agreed",
  "likelihoods-as-agreed",
  "not-known-before-notice",
  "prior-as-agreed",
  "sensitivity-as-tried",
  "visits-independent",
];
/** Assumptions of visits whose points are opened by that choice, and of no other. */
const ASSUMED_WHERE: readonly (readonly [string, string])[] = [
  ["choice-unforeseen", "inspecting"],
  ["draw-uniform", "drawn"],
];
/** Kinds of undertaking for which there is a number: of points that hold what they should not. */
const NUMBERED: readonly string[] = ["absent", "as-declared", "at-most"];

/** The conclusion on one undertaking. */
export interface Finding {
  readonly undertaking: Undertaking;
  readonly status: Status;
  /** What the visits come to; absent if contradicted, or where there are none to speak of. */
  readonly numbers?: Numbers;
  /** The hour the finding speaks of, and when it lapses; absent without a visit. */
  readonly freeze_verified_at?: number;
  readonly lapses_at?: number;
  /** Points that the last visit found clean; the site's others. */
  readonly checked: readonly string[];
  readonly not_checked: readonly string[];
  /** What was left open by the visits that count. */
  readonly open: readonly { readonly report: Uint8Array; readonly outcome: string; readonly points: readonly string[] }[];
  /** Points at which an item of the type was found, by any visit or reading. */
  readonly found: readonly string[];
  /** Why the status holds, and what would change it. */
  readonly reasons: readonly Reason[];
  readonly changes: readonly Change[];
  /** What is assumed; the clauses of the undertaking and its inspections. */
  readonly assumptions: readonly string[];
  readonly clauses: readonly string[];
  /** Of a finding on an exhibition: the hour that it speaks of, and its guarantee. */
  readonly exhibited_at?: number;
  readonly told_apart?: Fraction;
  /** Where the visit that decides looked, in the words by which its place was told; absent of a site agreed. */
  readonly place?: string;
}

/** Returns the findings at `state.now`, the hour of a cut: one an undertaking, by name. */
export function assess(agreement: Agreement, state: State): readonly Finding[] {
  const cleared = clearedPoints(agreement, state);
  return agreement.undertakings.map((owed) => assessOne(agreement, state, owed, cleared));
}

/** Returns a finding as a canonical JSON value (spec/confidence.md, "the finding record"). */
export function valueOf(finding: Finding): Value {
  const owed = finding.undertaking;
  const { standard } = owed;
  const value = new Map<string, Value>([
    ["assumptions", finding.assumptions],
    ["changes", finding.changes.map(changeValue)],
    ["checked", finding.checked],
    ["item", owed.item],
    ["items", standard.items],
    ["kind", owed.kind],
    ["not_checked", finding.not_checked],
    ["presence", standard.presence],
    ["probability", rationalText(standard.probability)],
    ["reasons", finding.reasons.map(reasonValue)],
    ["site", owed.site],
    ["status", finding.status],
    ["undertaking", owed.name],
  ]);
  const { exhibited_at, freeze_verified_at, lapses_at } = finding;
  const lasting = standard.duration !== undefined && {
    duration_s: secondsOf(standard.duration),
    window_s: windowOf(owed),
  };
  for (const [name, number] of Object.entries({ at_most: owed.at_most, exhibited_at, freeze_verified_at, lapses_at, ...lasting })) {
    if (number !== undefined) value.set(name, number);
  }
  for (const [name, entries] of Object.entries({ clauses: finding.clauses, found: finding.found })) {
    if (entries.length > 0) value.set(name, entries);
  }
  if (finding.open.length > 0) {
    value.set(
      "open",
      finding.open.map(
        ({ report, outcome, points }) =>
          new Map<string, Value>([
            ["outcome", outcome],
            ["points", points],
            ["report", hex(report)],
          ]),
      ),
    );
  }
  if (finding.place !== undefined) value.set("place", finding.place);
  if (finding.status === "contradicted") return value;
  if (finding.numbers === undefined) value.set("guarantee", rationalText(finding.told_apart ?? ZERO));
  else for (const [name, number] of numberValues(finding.numbers)) value.set(name, number);
  return value;
}

function* numberValues(numbers: Numbers): Generator<readonly [string, Value]> {
  yield ["break_even_prior", rationalText(numbers.breakEvenPrior)];
  yield [
    "curve",
    numbers.curve.map(
      ([hour, missed]) =>
        new Map<string, Value>([
          ["hour", hour],
          ["miss", rationalText(missed)],
        ]),
    ),
  ];
  yield ["guarantee", rationalText(numbers.guarantee)];
  yield ["likelihood_ratio", rationalText(numbers.likelihoodRatio)];
  if (numbers.breakEvenHazard !== undefined) yield ["break_even_hazard", rationalText(numbers.breakEvenHazard)];
  if (numbers.assuredSince !== undefined) yield ["assured_since", numbers.assuredSince];
  if (numbers.posterior !== undefined) {
    const [worst, best] = numbers.posterior.map(rationalText) as [string, string];
    yield [
      "posterior",
      new Map([
        ["best", best],
        ["worst", worst],
      ]),
    ];
  }
}

function assessOne(agreement: Agreement, state: State, owed: Undertaking, cleared: Cleared): Finding {
  const visits = state.visits.filter(
    ({ inspection, site }) =>
      owed.inspections?.includes(inspection) === true && (site === undefined || site === owed.site),
  );
  if (owed.kind === exhibition.KIND) return assessExhibited(agreement, state, owed, visits);
  const evidence = gathered(agreement, state, owed, visits, cleared);
  const last = evidence.at(-1);
  const heard = last?.counts === true ? last : undefined;
  const there = atThePlace(evidence);
  const unfit = unfitFor(state, owed);
  const numbers =
    heard !== undefined && unfit.length === 0 ? numbersOf(agreement, state, owed, there) : undefined;
  const looked = heard?.report.body;
  const checked = (looked?.points ?? []).filter((point) => point.outcome === "clean").map((point) => point.id);
  const freeze = looked?.freeze_verified_at;
  const lapses =
    freeze === undefined ? undefined : Math.min(freeze + secondsOf(owed.standard.lapses_after), UNIX_S_MAX);
  const all = pointsOf(named(agreement.sites, owed.site));
  const read = monitoring.foundIn(state, owed).flatMap(({ points }) => points);
  const found = new Set([...evidence.flatMap(foundIn), ...read]);
  const { status, reasons } = statusOf(state, owed, visits, evidence, numbers, unfit, lapses);
  const basis = heard === undefined ? [] : counted(owed, there).filter(({ counts }) => counts);
  const told = status === "contradicted" ? undefined : numbers;
  return {
    undertaking: owed,
    status,
    ...(told !== undefined && { numbers: told }),
    ...(freeze !== undefined && { freeze_verified_at: freeze }),
    ...(lapses !== undefined && { lapses_at: lapses }),
    checked,
    not_checked: all.filter((point) => !checked.includes(point)),
    open: basis.flatMap(({ report, open }) =>
      [...open].map(([outcome, points]) => ({ report: report.id, outcome, points })),
    ),
    found: all.filter((point) => found.has(point)),
    reasons,
    changes: [...changesOf(agreement, owed, status, reasons, last, lapses)],
    assumptions: assumptionsOf(agreement, owed, there.length === 0 ? [] : counted(owed, there), told),
    clauses: clausesOf(agreement, owed),
    ...(last?.visit.place !== undefined && { place: last.visit.place }),
  };
}

/** Returns the finding on items that can be told apart: the last exhibition decides, and says nothing of absence. */
function assessExhibited(agreement: Agreement, state: State, owed: Undertaking, visits: readonly Visit[]): Finding {
  const last = exhibition.latest(agreement, state, owed);
  const { number, short } = exhibition.numberOf(last);
  const unfit = unfitFor(state, owed);
  const heard = last?.counts === true ? last : undefined;
  const basis = last === undefined ? [] : [last.id];
  const lapses =
    heard === undefined ? undefined : Math.min(heard.ended_at + secondsOf(owed.standard.lapses_after), UNIX_S_MAX);
  const found = exhibition.notToldApart(state, owed, visits);
  const disputes = [...disputesIn(state, owed, visits, [])];
  let status: Status = "standard met";
  let reasons: readonly Reason[] = [{ code: "guarantee-reached", statements: basis }];
  if (found.length > 0) {
    status = "contradicted";
    reasons = found.map(({ id }) => ({ code: "item-found", statements: [id] }));
  } else if (disputes.length > 0) {
    status = "disputed";
    reasons = disputes;
  } else if (lapses !== undefined && lapses < state.now) {
    status = "lapsed";
    reasons = [{ code: "lapsed", statements: basis }];
  } else if (unfit.length + short.length > 0) {
    status = "not met";
    reasons = [...unfit, ...short];
  } else if (compare(number, owed.standard.probability) < 0) {
    status = "not met";
    reasons = [{ code: "guarantee-short", statements: basis }];
  }
  const all = pointsOf(named(agreement.sites, owed.site));
  const checked = heard === undefined ? [] : exhibition.cleanOf(heard);
  const missed = new Set(found.flatMap(({ points }) => points));
  return {
    undertaking: owed,
    status,
    ...(lapses !== undefined && { lapses_at: lapses }),
    checked,
    not_checked: all.filter((point) => !checked.includes(point)),
    open: [],
    found: all.filter((point) => missed.has(point)),
    reasons,
    changes: [...changesOf(agreement, owed, status, reasons, undefined, lapses)],
    assumptions: [exhibition.ASSUMED],
    clauses: clausesOf(agreement, owed),
    ...(heard !== undefined && { exhibited_at: heard.ended_at }),
    told_apart: unfit.length > 0 ? ZERO : number,
  };
}

/** Returns the first status that holds, and all the reasons of that status. */
function statusOf(
  state: State,
  owed: Undertaking,
  visits: readonly Visit[],
  evidence: readonly Evidence[],
  numbers: Numbers | undefined,
  unfit: readonly Reason[],
  lapsesAt: number | undefined,
): { readonly status: Status; readonly reasons: readonly Reason[] } {
  const wrong = [...contradictionsIn(state, owed, evidence)];
  if (wrong.length > 0) return { status: "contradicted", reasons: wrong };
  const disputes = [...disputesIn(state, owed, visits, evidence)];
  if (disputes.length > 0) return { status: "disputed", reasons: disputes };
  const basis = evidence.slice(-1).map(({ report }) => report.id);
  if (lapsesAt !== undefined && lapsesAt < state.now) {
    return { status: "lapsed", reasons: [{ code: "lapsed", statements: basis }] };
  }
  if (numbers !== undefined && compare(numbers.guarantee, owed.standard.probability) >= 0) {
    return { status: "standard met", reasons: [{ code: "guarantee-reached", statements: basis }] };
  }
  if (evidence.length === 0) return { status: "not met", reasons: [...unfit, { code: "no-visit", statements: [] }] };
  const short = joined(counted(owed, atThePlace(evidence)).flatMap(({ shortfalls }) => shortfalls));
  if (unfit.length + short.length > 0) return { status: "not met", reasons: [...unfit, ...short] };
  return { status: "not met", reasons: [{ code: "guarantee-short", statements: basis }] };
}

/** Returns why no number can be given for an undertaking: it is of a kind that has none yet, or a condition lacks. */
function unfitFor(state: State, owed: Undertaking): readonly Reason[] {
  const holding = new Map(state.conditions.map(({ name, holds }) => [name, holds]));
  const lacks = (names: readonly string[] | undefined): boolean => (names ?? []).some((name) => !holding.get(name));
  const codes = [
    ...([...NUMBERED, exhibition.KIND].includes(owed.kind) ? [] : ["kind-without-number"]),
    ...(lacks(owed.only_if) ? ["not-owed"] : []),
    ...(lacks(owed.shown_by) ? ["not-shown"] : []),
  ];
  return codes.map((code) => ({ code, statements: [] }));
}

/** Yields the reports by both sides that cannot be true of a kept undertaking. */
function* contradictionsIn(state: State, owed: Undertaking, evidence: readonly Evidence[]): Generator<Reason> {
  const declared = new Map(toldIn(state).map(({ id, told }) => [hex(id), holding(told, owed.item).size]));
  for (const one of evidence) {
    const found = foundIn(one).length;
    if (found === 0) continue;
    const statements = [one.report.id];
    const counting = [one.visit.declaration, one.visit.seal].filter((id) => id !== undefined);
    const known = Math.max(0, ...counting.map((id) => declared.get(hex(id)) ?? 0));
    if (owed.kind === "as-declared") yield { code: "not-as-declared", statements };
    else if (owed.kind !== "at-most") yield { code: "item-found", statements };
    else if (known + found > (owed.at_most ?? 0)) yield { code: "found-above", statements };
  }
  if (owed.kind !== "absent") return;
  for (const { id } of monitoring.foundIn(state, owed)) yield { code: "item-found", statements: [id] };
}

/** Yields what stands against any conclusion, as long as nobody settles it. */
function* disputesIn(
  state: State,
  owed: Undertaking,
  visits: readonly Visit[],
  evidence: readonly Evidence[],
): Generator<Reason> {
  for (const { status, notice } of visits) {
    if (status === "open") yield { code: "inspection-open", statements: [notice] };
  }
  for (const { status, report } of visits) {
    if (report !== undefined && status === "disputed") yield { code: "key-revoked", statements: [report.id] };
  }
  for (const id of monitoring.alarmsIn(state, owed)) yield { code: "alarm-open", statements: [id] };
  const forks = new Map<string, Uint8Array>(); // party -> the first statement that showed it
  for (const { code, party, subject } of state.irregularities) {
    if (code === "fork" && !forks.has(party)) forks.set(party, subject);
  }
  for (const party of [...forks.keys()].sort(compareText)) yield { code: "fork", statements: [forks.get(party)!] };
  if (owed.kind === "at-most") {
    for (const one of evidence) {
      if (foundIn(one).length > 0) yield { code: "item-undeclared", statements: [one.report.id] };
    }
  }
  for (const id of declaredIn(state, owed, evidence.at(-1))) yield { code: "item-declared", statements: [id] };
}

/**
 * Returns the declarations by which the Party that owes has more there than it may, and none has looked behind.
 *
 * Of a sealed one, which tells nothing, the openings with which it shows more. What is declared away again is shown by a
 * visit over the later declaration, not by that declaration.
 */
function* declaredIn(state: State, owed: Undertaking, last: Evidence | undefined): Generator<Uint8Array> {
  if (owed.kind !== "absent" && owed.kind !== "at-most") return;
  const own = toldIn(state).filter(({ party, site }) => party === owed.by && site === owed.site);
  const declaration = last?.visit.declaration;
  const looked = declaration === undefined ? 0 : own.findIndex(({ id }) => equal(id, declaration));
  for (const { told } of own.slice(Math.max(looked, 0))) {
    const held = new Set<string>();
    for (const one of told) {
      const more = holding([one], owed.item);
      for (const point of more) held.add(point);
      if (more.size > 0 && held.size > (owed.at_most ?? 0)) yield one.id;
    }
  }
}

/** What was told of a declaration: by itself, or by openings. */
type TellingPoints = readonly { readonly id: Uint8Array; readonly points: readonly DeclaredPoint[] }[];

interface ToldOf {
  readonly id: Uint8Array;
  readonly party: string;
  readonly site: string;
  readonly told: TellingPoints;
}

/** Returns declarations, by party, site and number, with what was told of them. */
function toldIn(state: State): readonly ToldOf[] {
  return state.declarations.map(({ id, party, body }) => ({
    id,
    party,
    site: body.site,
    told:
      "root" in body
        ? (state.openings.get(hex(id)) ?? []).map((opening) => ({ id: opening.id, points: opening.body.points }))
        : [{ id, points: body.points }],
  }));
}

/** Returns the points of which it is told that they hold an item. */
function holding(told: TellingPoints, item: string): ReadonlySet<string> {
  return new Set(told.flatMap(({ points }) => points.filter(({ holds }) => holds === item).map(({ id }) => id)));
}

/** Returns the points at which a visit found an item. */
function foundIn({ report }: Evidence): readonly string[] {
  return report.body.points.filter((point) => point.outcome === "found").map((point) => point.id);
}

/** Yields what would change a finding, in the order of its reasons; nothing changes what was found. */
function* changesOf(
  agreement: Agreement,
  owed: Undertaking,
  status: Status,
  reasons: readonly Reason[],
  last: Evidence | undefined,
  lapsesAt: number | undefined,
): Generator<Change> {
  if (status === "contradicted") return;
  const exhibits = owed.kind === exhibition.KIND;
  if (status === "standard met") {
    yield { code: exhibits ? "exhibit-before-lapse" : "visit-before-lapse", ...(lapsesAt !== undefined && { hour: lapsesAt }) };
    return;
  }
  const codes = new Set(reasons.map(({ code }) => code));
  const cited = (...wanted: readonly string[]): readonly Uint8Array[] =>
    wanted.flatMap((code) => reasons.filter((reason) => reason.code === code).flatMap(({ statements }) => statements));
  if (codes.has("inspection-open")) yield { code: "report-open-visit", statements: cited("inspection-open") };
  const settled = status === "disputed" ? cited("key-revoked", "alarm-open") : [];
  if (settled.length > 0) yield { code: "resolve-dispute", statements: settled };
  if (codes.has("not-owed") || codes.has("not-shown")) yield { code: "meet-conditions" };
  if (codes.has("item-declared")) yield { code: "visit-over-later-declaration" };
  if (codes.has("points-ambiguous") && mayClear(agreement, owed)) {
    yield { code: "resolve-points", statements: cited("points-ambiguous") };
  }
  if (codes.has("freeze-late")) {
    yield { code: "freeze-sooner", seconds: secondsOf(named(agreement.items, owed.item).least_removal) };
  }
  if (codes.has("sensitivity-expired") || codes.has("untested")) yield { code: "new-trial" };
  if (codes.has("points-closed") && last !== undefined && last.items <= 0) yield { code: "close-fewer-points", points: 1 - last.items };
  if (codes.has("guarantee-short") && last !== undefined) yield moreOf(owed, last);
  else if (exhibits && status !== "disputed") yield { code: "exhibit-again" };
  else if (status !== "disputed" && !codes.has("kind-without-number")) yield { code: "visit-again" };
}

/** Returns what a visit like the last one would have needed; for a presence that lasts, that one came sooner. */
function moreOf(owed: Undertaking, { numbers, items }: Evidence): Change {
  const { presence, probability } = owed.standard;
  if (presence !== "momentary") return { code: "visit-more-often" };
  const least = leastOpened(numbers.points, items, minus(ONE, probability), numbers.sensitivity);
  if (least === undefined) return { code: "raise-sensitivity" };
  return { code: "open-more-points", points: least - numbers.opened };
}

/** Returns whether likelihoods are agreed for ambiguous points that both sides clear. */
function mayClear(agreement: Agreement, owed: Undertaking): boolean {
  return measuresOf(agreement, owed).some(({ likelihoods }) => likelihoods?.has("resolved"));
}

function measuresOf(agreement: Agreement, owed: Undertaking): readonly Measure[] {
  return (owed.inspections ?? []).map((name) => named(agreement.measures, named(agreement.inspections, name).measure));
}

/** Returns what is assumed: three always, the others where the agreement, or a visit that counts, asks for them. */
function assumptionsOf(
  agreement: Agreement,
  owed: Undertaking,
  basis: readonly Evidence[],
  numbers: Numbers | undefined,
): readonly string[] {
  const { presence, prior } = owed.standard;
  const visits = basis.length === 0 ? (owed.inspections ?? []) : basis.map(({ visit }) => visit.inspection);
  const choosers = new Set<string>(visits.map((name) => chooserOf(named(agreement.inspections, name))));
  const needed = new Map([
    ...ASSUMED_WHERE.map(([code, chooser]): [string, boolean] => [code, choosers.has(chooser)]),
    ["likelihoods-as-agreed", measuresOf(agreement, owed).some(({ likelihoods }) => likelihoods !== undefined)],
    ["prior-as-agreed", prior !== undefined],
    ["visits-independent", presence !== "momentary" || prior !== undefined || (numbers?.curve.length ?? 0) > 1],
  ]);
  return ASSUMPTIONS.filter((code) => needed.get(code) ?? true);
}

/** Returns the clauses of the undertaking and of its inspections, each once, in that order. */
function clausesOf(agreement: Agreement, owed: Undertaking): readonly string[] {
  const cited = [owed.clause, ...(owed.inspections ?? []).map((name) => named(agreement.inspections, name).clause)];
  return [...new Set(cited.filter((clause) => clause !== undefined))];
}
