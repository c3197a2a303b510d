/**
 * What a verified file is worth now, and beside a later one (spec/attestation.md, section 5).
 *
 * Neither is of the report: that is the same for everybody, for ever.
 *
 * 1. `validity`: whether what a finding says still holds by the reader's clock.
 * 2. `beside`: another attestation of the same regime, or a checkpoint of one of its logs. The first that holds:
 *
 *     refused      the other does not verify
 *     fork         a log of one is no continuation of that of the other: somebody was told another history
 *     same         the same cut, or the checkpoint that the file has
 *     two cuts     another cut of the same number
 *     superseded   the other's cut is later, or the log goes on
 *     earlier      the other is older
 */

import type { Anchors } from "./anchors.js";
import * as file from "./file.js";
import { EXIT_CODES, cutValue, hour } from "./report.js";
import { Stopped, type Verified, verify } from "./verify.js";
import { equal, hex } from "../encoding/bytes.js";
import type { Members, Value } from "../encoding/canonical.js";
import { Refused } from "../errors.js";
import { parse as parseCheckpoint } from "../log/checkpoint.js";
import * as notes from "../log/note.js";
import * as policies from "../log/policy.js";
import { leafHash, root } from "../log/tree.js";

export const FORKED = 5; // exit code
const NOTE_MAX = 65_535; // bytes of a checkpoint note

/** What a relation means. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["refused", "the other file proves nothing: it was refused"],
  ["fork", "two histories were signed: who has only one of these files was told only one of them"],
  ["same", "it is of the same cut"],
  ["two cuts", "two cuts of one number were signed, and neither is later"],
  ["superseded", "what it tells is later: rest on that"],
  ["earlier", "what it tells is older: this file supersedes it"],
]);

/** Returns the lines that say of each finding whether it holds at `now`, Unix seconds; no report is so dated. */
export function validity(verified: Verified, now: number): string {
  const lines = [`by the reader's clock, ${hour(now)}`];
  if (now < verified.cut.body.hour) {
    lines.push("  the cut's hour is still to come: the clock is wrong, or the parties told a later hour");
  }
  for (const { undertaking, lapses_at: lapses } of verified.findings) {
    let told = "rests on no visit that could lapse";
    if (lapses !== undefined) told = lapses < now ? `lapsed at ${hour(lapses)}` : `has not lapsed until ${hour(lapses)}`;
    lines.push(`  ${undertaking.name}  ${told}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Resolves to what another file comes to beside a verified one, as a canonical JSON value.
 *
 * @param data the file that was verified to say `verified`
 * @param other an attestation, or a checkpoint note, not verified yet
 * @param anchors those by which `data` was verified
 */
export async function beside(
  data: Uint8Array,
  verified: Verified,
  other: Uint8Array,
  anchors?: Anchors,
): Promise<Members> {
  const read = file.parse(data);
  try {
    const isFile = equal(other.subarray(0, file.HEADER.length), file.HEADER);
    return isFile ? await besideFile(read, verified, other, anchors) : await besideNote(read, verified, other);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const told: [string, Value][] = [["code", error.code], ["relation", "refused"]];
    return new Map(error instanceof Stopped ? [...told, ["step", error.step]] : told);
  }
}

/** Returns the exit code of a verified file beside another. */
export function exitCode(result: string, told: Members): number {
  const relation = told.get("relation");
  return relation === "fork" ? FORKED : EXIT_CODES.get(relation === "refused" ? "refused" : result)!;
}

/** Returns what `beside` tells in words, each line ended by LF. */
export function text(told: Members): string {
  const relation = `${told.get("relation")}`;
  const lines = [`beside the other file: ${relation}`, `  ${WORDS.get(relation)}`];
  if (relation === "refused") {
    lines.push(`  code         ${told.get("code")}${told.has("step") ? `, at step ${told.get("step")}` : ""}`);
  }
  if (told.has("cut")) {
    const cut = told.get("cut") as Members;
    lines.push(`  cut ${cut.get("number")}        ${cut.get("id")}`, `  cut's hour   ${hour(Number(cut.get("hour")))}`);
  }
  if (told.has("log")) {
    const sizes = `of ${told.get("size")} entries here, ${told.get("other_size")} there`;
    lines.push(`  log          ${told.get("log")}, ${sizes}`);
  }
  if (relation === "fork") {
    lines.push(`  root here    ${told.get("root")}`, `  root there   ${told.get("other_root")}`);
    lines.push("  Keep both files: each is signed by the log's key, and together they prove it to anyone.");
  }
  return lines.map((line) => `${line}\n`).join("");
}

async function besideFile(
  read: file.Attestation,
  verified: Verified,
  other: Uint8Array,
  anchors: Anchors | undefined,
): Promise<Members> {
  const found = await verify(other, anchors);
  if (!equal(found.agreement.digest, verified.agreement.digest)) {
    throw new Refused("later-agreement", "got a file of another agreement", "", "compare files of one regime");
  }
  const cut: [string, Value] = ["cut", cutValue(found.cut)];
  const theirs = file.parse(other).logs;
  for (const [index, mine] of read.logs.entries()) {
    const their = theirs[index]!;
    const { origin } = parseCheckpoint(notes.parse(mine.checkpoint).text);
    const size = Math.min(mine.entries.length, their.entries.length);
    const [one, another] = [mine, their].map((part) => root(part.entries.slice(0, size).map(leafHash)));
    if (!equal(one!, another!)) {
      return new Map([...forked(origin, mine.entries.length, their.entries.length, one!, another!), cut]);
    }
  }
  const [number, others] = [verified.cut.body.number, found.cut.body.number];
  let relation = others > number ? "superseded" : others < number ? "earlier" : "two cuts";
  if (equal(found.cut.id, verified.cut.id)) relation = "same";
  return new Map<string, Value>([["relation", relation], cut]);
}

/** A checkpoint beyond the file's own proves no continuation: only that the log goes on. */
async function besideNote(read: file.Attestation, verified: Verified, other: Uint8Array): Promise<Members> {
  if (other.length > NOTE_MAX) {
    throw new Refused("note-size", `got ${other.length} bytes, want an attestation or a checkpoint note`);
  }
  const note = notes.parse(other);
  const { origin } = parseCheckpoint(note.text);
  const index = verified.agreement.parties.findIndex(({ log }) => log === origin);
  if (index < 0) {
    throw new Refused("later-log", `got a checkpoint of ${origin}, which is no log of this agreement`);
  }
  const { checkpoint: head } = await policies.open(policies.parse(read.policy), note, origin);
  const { entries } = read.logs[index]!;
  const otherSize = Number(head.size);
  const told: [string, Value][] = [["log", origin], ["other_size", otherSize], ["size", entries.length]];
  if (otherSize > entries.length) return new Map([...told, ["relation", "superseded"]]);
  const mine = root(entries.slice(0, otherSize).map(leafHash));
  if (!equal(mine, head.root)) return new Map(forked(origin, entries.length, otherSize, mine, head.root));
  return new Map([...told, ["relation", otherSize === entries.length ? "same" : "earlier"]]);
}

/** Returns that a log forked; roots are those of the smaller of the two sizes. */
function forked(
  log: string,
  size: number,
  otherSize: number,
  one: Uint8Array,
  other: Uint8Array,
): readonly [string, Value][] {
  return [
    ["log", log],
    ["other_root", hex(other)],
    ["other_size", otherSize],
    ["relation", "fork"],
    ["root", hex(one)],
    ["size", size],
  ];
}
