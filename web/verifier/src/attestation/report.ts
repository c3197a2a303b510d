/**
 * What a verifier tells: one canonical JSON report, and the lines that a person reads, made from the report alone.
 *
 * Every implementation gives the same bytes for the same file and anchors (spec/attestation.md, "the report"); the
 * result also has its exit code, because "agrees with itself" must not pass for "verified" in a script:
 *
 *     0   verified
 *     1   refused
 *     3   consistent, identity unproven
 */

import { STEPS, type Stopped, type Verified } from "./verify.js";
import { valueOf } from "../assessment/finding.js";
import { hex } from "../encoding/bytes.js";
import { type Members, type Value, isArray, isObject } from "../encoding/canonical.js";
import * as strict from "../encoding/strict.js";
import { Misuse } from "../errors.js";
import type { Told } from "../regime/facts.js";
import { amendedOf, irregularityValue } from "../regime/judge.js";
import type { Cut } from "../statements/kinds.js";

export const VERIFIED = "verified";
export const UNPROVEN = "consistent, identity unproven";
export const REFUSED = "refused";
export const EXIT_CODES: ReadonlyMap<string, number> = new Map([
  [VERIFIED, 0],
  [REFUSED, 1],
  [UNPROVEN, 3],
]);

const RATIO_LENGTH_MAX = 100; // characters of the hexadecimal form; a longer one is shown as it is
const NOTHING = "0x0/0x1";
/** What the reasons of a finding mean, in words. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["alarm-open", "an alarm or a find of a monitor is not resolved"],
  ["chosen-by-inspected", "the inspected Party chose the points, and not all that could be were opened"],
  ["fork", "a party's log has two histories"],
  ["found-above", "a report by both sides says that there was more of the item than is allowed"],
  ["freeze-late", "an item could have left between the first knowledge and the verified freeze"],
  ["guarantee-reached", "the guarantee is at least what the standard asks"],
  ["guarantee-short", "the visits show less than the standard asks"],
  ["inspection-open", "an inspection has no report by both sides yet"],
  ["item-declared", "the Party that owes it declared more than it may, and no visit was over a later declaration"],
  ["item-found", "a report or a reading by both sides says that an item of the type was found"],
  ["item-undeclared", "an item was found where none was declared, within the number allowed"],
  ["key-revoked", "a key under the report of a visit, or a reading, was revoked, and what it signed is disputed"],
  ["kind-without-number", "no number is given yet for a finding of this kind"],
  ["lapsed", "the time for which a visit speaks is over"],
  ["no-exhibition", "no exhibition was reported or read"],
  ["no-visit", "no visit was reported"],
  ["not-as-declared", "a report by both sides says that a point did not hold what was declared"],
  ["not-clean", "a point that was exhibited did not end clean"],
  ["not-owed", "a condition of the undertaking does not hold"],
  ["not-shown", "a condition without which nothing is shown does not hold"],
  ["points-ambiguous", "what a drawn point showed was ambiguous"],
  ["points-away", "a drawn point was away"],
  ["points-closed", "as many points could not be opened as the standard has items"],
  ["points-failed", "the look at a drawn point failed"],
  ["points-not-measured", "a drawn point was not measured"],
  ["points-refused", "the look at a drawn point was refused"],
  ["points-too-small", "a drawn point was said to be too small for the item"],
  ["points-unopened", "points that were declared under seal, and not opened, show nothing of what was declared"],
  ["sensitivity-expired", "the trial behind the sensitivity has expired"],
  ["untested", "the measure was never tried jointly, so it adds nothing"],
]);
/** What would change a finding, in words. */
const CHANGES: ReadonlyMap<string, string> = new Map([
  ["close-fewer-points", "a visit with {points} fewer points that cannot be opened"],
  ["exhibit-again", "another exhibition, every point of which ends clean"],
  ["exhibit-before-lapse", "nothing but time; another exhibition before {hour} would carry it on"],
  ["freeze-sooner", "a visit whose freeze is verified less than {seconds} seconds after the first knowledge of it"],
  ["meet-conditions", "the conditions of the undertaking, met"],
  ["new-trial", "a joint trial anew of the measure"],
  ["open-more-points", "a visit that opens {points} points more"],
  ["raise-sensitivity", "a measure that shows more of what is there: all points opened would not be enough"],
  ["report-open-visit", "a report by both sides on the open visit"],
  ["resolve-dispute", "a settlement of what is disputed"],
  ["resolve-points", "a clearing of the ambiguous points by both sides"],
  ["visit-again", "another visit, every drawn point of which ends clean"],
  ["visit-before-lapse", "nothing but time; another visit before {hour} would carry it on"],
  ["visit-more-often", "more visits in the time of which the standard speaks"],
  ["visit-over-later-declaration", "a visit over a later declaration"],
]);
const NO_MORE = [
  "This file says nothing of other hours, of other sites, or of what a point could hold.",
  "It is without prejudice to any party's own judgement.",
];

/** Returns the report on a file that no step refused, as a canonical JSON value. */
export function of(verified: Verified): Members {
  const { agreement, cut, state } = verified;
  return new Map<string, Value>([
    ["agreement", hex(agreement.digest)],
    ...amendedOf(state),
    ["cut", cutValue(cut)],
    ["entries", verified.entries],
    ["findings", verified.findings.map(valueOf)],
    ["irregularities", state.irregularities.map(irregularityValue)],
    ["mode", agreement.mode],
    ["name", agreement.name],
    ["result", verified.anchored ? VERIFIED : UNPROVEN],
    ["state", hex(state.digest)],
  ]);
}

/** Returns the closing cut as a canonical JSON value. */
export function cutValue({ id, body }: Told<Cut>): Members {
  return new Map<string, Value>([
    ...(body.absent === undefined ? [] : ([["absent", body.absent]] as const)),
    ["hour", body.hour],
    ["id", hex(id)],
    ["number", body.number],
  ]);
}

/** Returns the report on a refused file: the code and the step, which every implementation names alike. */
export function ofRefusal(stopped: Stopped): Members {
  return new Map<string, Value>([
    ["code", stopped.code],
    ["result", REFUSED],
    ["step", stopped.step],
  ]);
}

/** Returns the report in words, each line ended by LF. */
export function text(report: Members): string {
  const result = word(report, "result");
  if (result === REFUSED) {
    const step = number(report, "step");
    return `refused at step ${step}, ${STEPS[step]}: ${word(report, "code")}\n`;
  }
  const cut = members(report.get("cut"));
  const held = [...STEPS.entries()].filter(([step]) => step > 0 || result === VERIFIED);
  const lines = [
    `${word(report, "mode") === "exercise" ? "EXERCISE" : "agreement"} ${word(report, "name")}: ${result}`,
    `  steps held   ${held.map(([step, name]) => `${step} ${name}`).join(", ")}`,
    `  agreement    ${word(report, "agreement")}`,
    ...amendmentLines(report),
    `  cut ${number(cut, "number")}        ${word(cut, "id")}`,
    `  cut's hour   ${hour(number(cut, "hour"))}`,
    ...(cut.has("absent") ? [`  partial      without ${items(cut, "absent").join(", ")}`] : []),
    `  state        ${word(report, "state")} from ${number(report, "entries")} entries`,
  ];
  if (result === UNPROVEN) {
    lines.push("  No anchors were given: anybody could have invented these parties. Ask one you trust for them.");
  }
  for (const finding of items(report, "findings").map(members)) lines.push("", ...findingLines(finding));
  const irregularities = items(report, "irregularities").map(members);
  lines.push("", irregularities.length > 0 ? "irregularities" : "no irregularities");
  for (const broken of irregularities) {
    const place = `entry ${number(broken, "index")} of ${word(broken, "log")}`;
    lines.push(`  ${word(broken, "rule")} ${word(broken, "code")} by ${word(broken, "party")}, at ${place}`);
  }
  return [...lines, "", ...NO_MORE].map((line) => `${line}\n`).join("");
}

/** Returns a time in UTC to the second, as ISO 8601 has it. */
export function hour(unixS: number): string {
  return new Date(1000 * unixS).toISOString().replace(".000Z", "Z");
}

/** Returns the rational `0xN/0xD` of canonical JSON as people write it, N/D; one too long to read as it is. */
function ratio(hexadecimal: string): string {
  if (hexadecimal.length > RATIO_LENGTH_MAX) return hexadecimal;
  const { numerator, denominator } = strict.rational(hexadecimal);
  return `${numerator}/${denominator}`;
}

function amendmentLines(report: Members): readonly string[] {
  if (!report.has("document")) return [];
  const lines = items(report, "amendments")
    .map(members)
    .map((one) => {
      const became = word(one, "status") + (one.has("cut") ? ` at cut ${number(one, "cut")}` : "");
      return `  amendment ${number(one, "number")}  ${word(one, "agreement")}, ${became}`;
    });
  return [...lines, `  in effect    ${word(report, "document")}`];
}

function findingLines(finding: Members): readonly string[] {
  const lines = [
    `finding ${word(finding, "undertaking")}: ${word(finding, "kind")}, ${word(finding, "status")}`,
    ...conclusionLines(finding),
  ];
  if (finding.has("freeze_verified_at")) {
    lines.push(`  freeze       ${hour(number(finding, "freeze_verified_at"))}, the hour of which this finding speaks`);
  }
  if (finding.has("exhibited_at")) {
    lines.push(`  exhibited    ${hour(number(finding, "exhibited_at"))}, the hour of which this finding speaks`);
  }
  if (finding.has("lapses_at")) lines.push(`  lapses       ${hour(number(finding, "lapses_at"))}`);
  if (finding.has("place")) lines.push(`  place        ${word(finding, "place")}, of which alone this finding speaks`);
  const listed = (of: Members, name: string): string => items(of, name).join(", ");
  const open = finding.has("open") ? items(finding, "open").map(members) : [];
  const reasons = items(finding, "reasons").map((reason) => word(members(reason), "code"));
  const changes = items(finding, "changes").map(members);
  return [
    ...lines,
    ...numberLines(finding),
    `  clean        ${listed(finding, "checked") || "none"}`,
    `  not cleared  ${listed(finding, "not_checked") || "none"}`,
    ...open.map((one) => `  ${word(one, "outcome").padEnd(12)} ${listed(one, "points")}`),
    ...(finding.has("found") ? [`  found        ${listed(finding, "found")}`] : []),
    ...reasons.map((code) => `  because      ${REASONS.get(code)} (${code})`),
    ...changes.map((change) => `  would change ${changeWords(change)} (${word(change, "code")})`),
    ...(finding.has("clauses") ? [`  clauses      ${listed(finding, "clauses")}`] : []),
    `  assuming     ${listed(finding, "assumptions")}`,
  ];
}

/** Returns what is concluded of the items: that they were found, that nothing is shown, or the guarantee. */
function conclusionLines(finding: Members): readonly string[] {
  const [item, site, kind] = [word(finding, "item"), word(finding, "site"), word(finding, "kind")];
  const exhibits = kind === "type-distinguishable";
  if (!finding.has("guarantee")) {
    if (exhibits) return [`  A ${item} was not told apart at ${site}, and both sides signed that.`];
    return kind === "as-declared"
      ? [`  A point of ${site} did not hold what was declared, and both sides signed that it did not.`]
      : [`  A ${item} was found at ${site}, and both sides signed that it was.`];
  }
  const [got, asked] = [word(finding, "guarantee"), word(finding, "probability")].map(ratio);
  if (word(finding, "guarantee") === NOTHING) {
    return [`  No ${exhibits ? "exhibition" : "visit"} adds to it: the guarantee is 0; asked for are ${asked}.`];
  }
  const checked = items(finding, "checked").length;
  if (exhibits) {
    return [
      `  At ${checked} points of ${site} what was exhibited was told apart, by a measure that tells a`,
      `  ${item} with probability at least ${got}; asked for are ${asked}.`,
    ];
  }
  const points = checked + items(finding, "not_checked").length;
  let [shown, other, one] = [`with no ${item} in them`, "one", "one"];
  if (kind === "as-declared") [shown, other, one] = [`and held of ${item} what was declared`, "something else", "it"];
  if (kind === "at-most") {
    [shown, other] = [`${shown} beyond what was declared`, `one beyond the ${number(finding, "at_most")} allowed`];
  }
  let [when, visit] = ["at the freeze", "the visit"];
  if (finding.has("duration_s")) {
    const [duration, window] = [number(finding, "duration_s"), number(finding, "window_s")];
    const how = word(finding, "presence") === "continuous" ? "without a break" : "in all";
    when = `for ${duration} seconds ${how}, within the ${window} seconds before the freeze`;
    visit = "the visits";
  }
  return [
    `  ${checked} of ${points} points of ${site} were opened, ${shown}.`,
    `  Had ${number(finding, "items")} of the ${points} held ${other} ${when}, ${visit} would have shown ${one} with`,
    `  probability at least ${got}; asked for are ${asked}.`,
  ];
}

function numberLines(finding: Members): readonly string[] {
  if (!finding.has("likelihood_ratio")) return [];
  const told = (of: Members, name: string): string => ratio(word(of, name));
  const asked = told(finding, "probability");
  const lines = [
    `  ratio        ${told(finding, "likelihood_ratio")} times as likely is what was seen with the items there`,
    `  break even   ${told(finding, "break_even_prior")}: from this prior of absence on, absence is as sure as ${asked}`,
  ];
  if (finding.has("break_even_hazard")) {
    const hazard = told(finding, "break_even_hazard");
    lines.push(`  hazard       ${hazard} a day: up to it, certain absence is as sure at the cut's hour`);
  }
  if (finding.has("assured_since")) {
    const since = hour(number(finding, "assured_since"));
    lines.push(`  assured      ${since}: who stayed since before was missed with at most 1/20`);
  }
  if (finding.has("posterior")) {
    const bounds = members(finding.get("posterior"));
    const [worst, best] = [told(bounds, "worst"), told(bounds, "best")];
    lines.push(`  posterior    ${worst} to ${best}: absence at the cut's hour, by the agreed prior`);
  }
  return lines;
}

function changeWords(change: Members): string {
  const words = CHANGES.get(word(change, "code"));
  if (words === undefined) throw new Misuse("the report has a change without words");
  return words.replace(/\{([a-z]+)\}/g, (_, name: string) =>
    name === "hour" ? hour(number(change, name)) : `${number(change, name)}`,
  );
}

// A report is of our own making: a member of another type is a fault of ours.

function word(of: Members, name: string): string {
  const value = of.get(name);
  if (typeof value !== "string") throw new Misuse(`the report has no text ${name}`);
  return value;
}

function number(of: Members, name: string): number {
  const value = of.get(name);
  if (typeof value !== "number") throw new Misuse(`the report has no number ${name}`);
  return value;
}

function items(of: Members, name: string): readonly Value[] {
  const value = of.get(name);
  if (value === undefined || !isArray(value)) throw new Misuse(`the report has no list ${name}`);
  return value;
}

function members(value: Value | undefined): Members {
  if (value === undefined || !isObject(value)) throw new Misuse("the report lacks a part");
  return value;
}
