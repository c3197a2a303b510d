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
  ["fork", "a party's log has two histories"],
  ["freeze-late", "an item could have left between the first knowledge and the verified freeze"],
  ["guarantee-reached", "the guarantee is at least what the standard asks"],
  ["guarantee-short", "too few points were opened for what the standard asks"],
  ["inspection-open", "an inspection has no report by both sides yet"],
  ["item-declared", "the Party that owes absence declared an item there, and no visit was over a later declaration"],
  ["item-found", "a report by both sides says that an item of the type was found"],
  ["key-revoked", "a key under the report of a visit was revoked, and what it signed is disputed"],
  ["kind-without-number", "no number is given yet for a finding of this kind"],
  ["lapsed", "the time for which a visit speaks is over"],
  ["no-visit", "no visit was reported"],
  ["not-clean", "a drawn point did not end clean"],
  ["not-owed", "a condition of the undertaking does not hold"],
  ["not-shown", "a condition without which nothing is shown does not hold"],
  ["points-closed", "as many points could not be opened as the standard has items"],
  ["presence-without-number", "no number is given yet for this presence"],
  ["sensitivity-expired", "the trial behind the sensitivity has expired"],
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
  const [checked, notChecked, assumptions] = ["checked", "not_checked", "assumptions"].map((name) =>
    items(finding, name).map((item) => `${item}`),
  ) as [string[], string[], string[]];
  const [item, site] = [word(finding, "item"), word(finding, "site")];
  const lines = [`finding ${word(finding, "undertaking")}: ${word(finding, "kind")}, ${word(finding, "status")}`];
  const points = checked.length + notChecked.length;
  if (!finding.has("guarantee")) {
    lines.push(`  A ${item} was found at ${site}, and both sides signed that it was.`);
  } else if (word(finding, "guarantee") === NOTHING) {
    lines.push(`  No visit adds to it: the guarantee is 0; asked for are ${ratio(word(finding, "probability"))}.`);
  } else {
    const [got, asked] = [word(finding, "guarantee"), word(finding, "probability")].map(ratio);
    lines.push(
      `  ${checked.length} of ${points} points of ${site} were opened, with no ${item} in them.`,
      `  Had ${number(finding, "items")} of the ${points} held one at the freeze, the visit would have shown one with`,
      `  probability at least ${got}; asked for are ${asked}.`,
    );
  }
  if (finding.has("freeze_verified_at")) {
    lines.push(
      `  freeze       ${hour(number(finding, "freeze_verified_at"))}, the hour of which this finding speaks`,
      `  lapses       ${hour(number(finding, "lapses_at"))}`,
    );
  }
  const reasons = items(finding, "reasons").map((reason) => word(members(reason), "code"));
  return [
    ...lines,
    `  clean        ${checked.join(", ") || "none"}`,
    `  not cleared  ${notChecked.join(", ") || "none"}`,
    ...(finding.has("found") ? [`  found        ${items(finding, "found").join(", ")}`] : []),
    ...reasons.map((code) => `  because      ${REASONS.get(code)} (${code})`),
    `  assuming     ${assumptions.join(", ")}`,
  ];
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
