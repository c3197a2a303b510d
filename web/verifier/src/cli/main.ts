/**
 * `verify FILE [--anchors FILE] [--json]`: the same steps, report and exit codes as `counterseal verify`.
 *
 * Results go to standard output, all else to standard error. Exit codes: 0 verified, 1 refused, 2 the command line is
 * wrong, 3 consistent but identity unproven, 4 a file cannot be read.
 */

import { closeSync, openSync, readSync } from "node:fs";

import * as anchors from "../attestation/anchors.js";
import * as file from "../attestation/file.js";
import * as report from "../attestation/report.js";
import { Stopped, verify } from "../attestation/verify.js";
import { concat } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import { Refused } from "../errors.js";

const USAGE = "usage: node main.js verify FILE [--anchors FILE] [--json]\n";
const CHUNK = 1_048_576; // bytes

/** What the command line asks for. */
interface Asked {
  readonly path: string;
  readonly anchorsPath?: string;
  readonly json: boolean;
}

/** Runs the command line and resolves to the exit code. */
async function main(words: readonly string[]): Promise<number> {
  if (words.includes("--help") || words.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = read(words);
  if (asked === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  let data: Uint8Array;
  let held: Uint8Array | undefined;
  try {
    // One byte too many is for the steps to refuse.
    data = readStart(asked.path, file.SIZE_MAX + 1);
    held = asked.anchorsPath === undefined ? undefined : readStart(asked.anchorsPath, anchors.SIZE_MAX + 1);
  } catch (error) {
    process.stderr.write(`verifier: ${error instanceof Error ? error.message : String(error)}\n`);
    return 4;
  }
  const told = await tell(data, held);
  process.stdout.write(asked.json ? concat(canonical.encode(told), Uint8Array.of(0x0a)) : report.text(told));
  return report.EXIT_CODES.get(`${told.get("result")}`)!;
}

/** Resolves to the report on `data`. */
async function tell(data: Uint8Array, held: Uint8Array | undefined): Promise<canonical.Members> {
  try {
    return report.of(await verify(data, held === undefined ? undefined : step0(held)));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const where = error.where && ` at ${error.where}`;
    process.stderr.write(`verifier: step ${error.step}${where}: ${error.why}\n`);
    if (error.mend) process.stderr.write(`  hint: ${error.mend}\n`);
    return report.ofRefusal(error);
  }
}

function step0(data: Uint8Array): anchors.Anchors {
  try {
    return anchors.parse(data);
  } catch (error) {
    throw error instanceof Refused ? new Stopped(0, error) : error;
  }
}

/** Returns what the words ask for; nothing if they are not of the usage. */
function read(words: readonly string[]): Asked | undefined {
  const rest = [...words];
  if (rest.shift() !== "verify") return undefined;
  const paths: string[] = [];
  let anchorsPath: string | undefined;
  let json = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--json") json = true;
    else if (word === "--anchors" && rest[0] !== undefined) anchorsPath = rest.shift()!;
    else if (word.startsWith("--")) return undefined;
    else paths.push(word);
  }
  const [path, surplus] = paths;
  if (path === undefined || surplus !== undefined) return undefined;
  return { path, json, ...(anchorsPath !== undefined && { anchorsPath }) };
}

/** Returns the first `count` bytes of a file, or all if there are fewer; `-` is standard input. */
function readStart(path: string, count: number): Uint8Array {
  const descriptor = path === "-" ? 0 : openSync(path, "r");
  const parts: Uint8Array[] = [];
  try {
    for (let left = count; left > 0;) {
      const part = new Uint8Array(Math.min(left, CHUNK));
      const got = readSync(descriptor, part, 0, part.length, null);
      if (got === 0) break;
      parts.push(part.subarray(0, got));
      left -= got;
    }
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
  return concat(...parts);
}

process.exitCode = await main(process.argv.slice(2));
