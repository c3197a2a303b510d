/**
 * `verify FILE [--anchors FILE] [--beside FILE] [--json]`: the same steps, report and exit codes as `counterseal verify`.
 *
 * Results go to standard output, all else to standard error, where no character from a file draws on the screen.
 */

import { closeSync, openSync, readSync } from "node:fs";
import { parseArgs } from "node:util";

import * as anchors from "../attestation/anchors.js";
import * as file from "../attestation/file.js";
import * as later from "../attestation/later.js";
import * as report from "../attestation/report.js";
import { Stopped, verify } from "../attestation/verify.js";
import { concat } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import { Refused } from "../errors.js";

const USAGE = "usage: main.js verify FILE [--anchors FILE] [--beside FILE] [--json]";
const HELP = `${USAGE}

Checks an attestation from its raw bytes, offline, in numbered steps, and says what it proves.

  FILE            the attestation; - for standard input
  --anchors FILE  from one you trust, and not from where the attestation came
  --beside FILE   a later attestation, or a checkpoint note of one of its logs, to hold beside it
  --json          print the report as canonical JSON

Exit codes:

  0  verified
  1  refused, it or the file beside it
  2  the command line is wrong
  3  consistent, identity unproven: no anchors were given
  4  a file cannot be read
  5  two histories were signed, as the file beside it shows

What holds by this machine's clock goes to standard error: it is not of the report.
`;
const CHUNK = 1_048_576; // bytes

/** What the command line asks for. */
interface Asked {
  readonly path: string;
  readonly anchorsPath?: string;
  readonly besidePath?: string;
  readonly json: boolean;
}

/** Runs the command line and resolves to the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const asked = read(words);
  if (asked === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  if (asked === undefined) {
    complain(USAGE);
    return 2;
  }
  let data: Uint8Array;
  let held: Uint8Array | undefined;
  let other: Uint8Array | undefined;
  try {
    // One byte too many is for the steps to refuse.
    data = readStart(asked.path, file.SIZE_MAX + 1);
    held = asked.anchorsPath === undefined ? undefined : readStart(asked.anchorsPath, anchors.SIZE_MAX + 1);
    other = asked.besidePath === undefined ? undefined : readStart(asked.besidePath, file.SIZE_MAX + 1);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    complain(error.message);
    process.stderr.write(`  hint: ${error.mend}\n`);
    return 4;
  }
  const write = (told: canonical.Members, words: () => string): void => {
    process.stdout.write(asked.json ? concat(canonical.encode(told), Uint8Array.of(0x0a)) : words());
  };
  try {
    const trusted = held === undefined ? undefined : step0(held);
    const verified = await verify(data, trusted);
    const told = report.of(verified);
    write(told, () => report.text(told));
    process.stderr.write(later.validity(verified, Math.floor(Date.now() / 1000)));
    const result = `${told.get("result")}`;
    if (other === undefined) return report.EXIT_CODES.get(result)!;
    const found = await later.beside(data, verified, other, trusted);
    write(found, () => `\n${later.text(found)}`);
    return later.exitCode(result, found);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    complain(`step ${error.step}${error.where && ` at ${error.where}`}: ${error.why}`);
    if (error.mend) process.stderr.write(`  hint: ${error.mend}\n`);
    const told = report.ofRefusal(error);
    write(told, () => report.text(told));
    return report.EXIT_CODES.get(`${told.get("result")}`)!;
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
function read(words: readonly string[]): Asked | "help" | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        anchors: { type: "string" },
        beside: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
      allowPositionals: true,
    });
    if (values.help === true) return "help";
    const [command, path, ...surplus] = positionals;
    if (command !== "verify" || path === undefined || surplus.length > 0) return undefined;
    return {
      path,
      json: values.json === true,
      ...(values.anchors !== undefined && { anchorsPath: values.anchors }),
      ...(values.beside !== undefined && { besidePath: values.beside }),
    };
  } catch {
    return undefined; // parseArgs throws at an option that there is not, or without its value
  }
}

/** Writes one line for the person at the keyboard. */
function complain(text: string): void {
  process.stderr.write(`counterseal: ${shown(text)}\n`);
}

/** Returns `text` with control, bidirectional and other invisible characters made visible. */
function shown(text: string): string {
  return text.replace(/(?! )[\p{C}\p{Z}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A file that the machine does not give, and what the person at the keyboard can do about it. */
class Unreadable extends Error {
  constructor(
    why: string,
    readonly mend: string,
  ) {
    super(why);
  }
}

/** Returns the first `count` bytes of a file, or all if there are fewer; `-` is standard input. Throws `Unreadable`. */
function readStart(path: string, count: number): Uint8Array {
  try {
    return readBytes(path, count);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code === "EISDIR") throw new Unreadable(`${path} is a folder`, "give a file in it");
    const reason = error.message.replace(/^[A-Z]+: /, "").replace(/, [a-z]+(?: '.*')?$/s, "");
    throw new Unreadable(`cannot read ${path}: ${reason}`, "check path and rights");
  }
}

function readBytes(path: string, count: number): Uint8Array {
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
