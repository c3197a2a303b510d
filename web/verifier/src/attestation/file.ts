/**
 * The attestation file: plain sections, each behind a line that names it and tells its length in bytes.
 *
 *     counterseal.org/attestation/v1
 *     agreement 2913
 *     {"inspections":[...],...}                        2,913 bytes of canonical JSON, then LF
 *     amended 2950                                     each document that an amendment named, by digest; often none
 *     ...
 *     policy 12007
 *     ...
 *     checkpoint 10311                                  for each party by name: its log's checkpoint note
 *     ...
 *     entry 540                                         and every entry up to it, oldest first
 *     ...
 *     cut 1102                                          the cut that these checkpoints are
 *     ...
 *     conclusion 1507                                   state digest and findings, as canonical JSON
 *
 * One file has one byte string; nothing may stand before, between or behind. A file is refused by the first of these:
 *
 * 1. at most 64 MiB                                                     `attestation-size`
 * 2. the first line                                                     `attestation-header`
 * 3. each section in turn: its line, with a plain decimal length within the bounds of its kind, that many bytes, LF
 *                                                                       `attestation-form`
 * 4. in this order, nothing missing, nothing more                       `attestation-order`
 * 5. at most 262,144 documents and entries of all logs, each counted in its turn
 *                                                                       `attestation-entries`
 */

import { equal, utf8 } from "../encoding/bytes.js";
import * as strict from "../encoding/strict.js";
import { Refused } from "../errors.js";

export const SIZE_MAX = 67_108_864; // bytes of the whole file
const ENTRIES_MAX = 262_144; // of all logs, and documents; an entry of no bytes costs memory, too

export const HEADER = utf8("counterseal.org/attestation/v1\n");
const LINE_MAX = 32; // bytes of a section's line
const LF = 0x0a;

const SECTIONS = {
  agreement: { max: 1_048_576, next: ["amended", "policy"] },
  amended: { max: 1_048_576, next: ["amended", "policy"] },
  policy: { max: 65_536, next: ["checkpoint"] },
  checkpoint: { max: 65_535, next: ["entry"] },
  entry: { max: 65_535, next: ["entry", "checkpoint", "cut"] },
  cut: { max: 65_535, next: ["conclusion"] },
  conclusion: { max: 16_777_216, next: [] },
} as const satisfies Record<string, { readonly max: number; readonly next: readonly string[] }>;
type Name = keyof typeof SECTIONS;

/** One party's log as attested: the checkpoint note, and its entries from the first on. */
export interface LogPart {
  readonly checkpoint: Uint8Array;
  readonly entries: readonly Uint8Array[];
}

/** The sections as raw bytes. Nothing is verified yet. */
export interface Attestation {
  readonly agreement: Uint8Array;
  /** Those that amendments named. */
  readonly documents: readonly Uint8Array[];
  readonly policy: Uint8Array;
  readonly logs: readonly LogPart[];
  readonly cut: Uint8Array;
  readonly conclusion: Uint8Array;
}

/**
 * Returns the sections of a file.
 *
 * @throws Refused one of the codes of the module's list, the first that holds; `where` is a byte offset
 */
export function parse(data: Uint8Array): Attestation {
  if (data.length > SIZE_MAX) {
    throw new Refused("attestation-size", `got ${data.length} bytes, want at most ${SIZE_MAX}`);
  }
  if (!equal(data.subarray(0, HEADER.length), HEADER)) {
    throw new Refused("attestation-header", "got a first line that is not that of an attestation, version 1");
  }
  const single = new Map<Name, Uint8Array>();
  // Where entries begin and end, one number behind the other: bytes get an object each only once the form holds.
  const logs: { checkpoint: Uint8Array; entries: number[] }[] = [];
  const documents: number[] = [];
  let last: Name | undefined;
  let entries = 0;
  for (const { name, from, to, start } of sections(data)) {
    const allowed: readonly Name[] = last === undefined ? ["agreement"] : SECTIONS[last].next;
    if (!allowed.includes(name)) {
      const why = `got section ${name} after ${last ?? "the first line"}`;
      throw new Refused("attestation-order", why, `byte ${start}`);
    }
    if (name === "checkpoint") logs.push({ checkpoint: data.subarray(from, to), entries: [] });
    else if (name === "entry" || name === "amended") {
      entries += 1;
      if (entries > ENTRIES_MAX) {
        throw new Refused("attestation-entries", `got more than ${ENTRIES_MAX} entries`, `byte ${start}`);
      }
      (name === "amended" ? documents : logs.at(-1)!.entries).push(from, to);
    } else single.set(name, data.subarray(from, to));
    last = name;
  }
  if (last !== "conclusion") {
    const why = `got a file that ends after ${last ?? "the first line"}, want a conclusion`;
    throw new Refused("attestation-order", why);
  }
  const of = (name: Name): Uint8Array => single.get(name)!;
  const [agreement, policy, cut, conclusion] = [of("agreement"), of("policy"), of("cut"), of("conclusion")];
  const parts = logs.map((part) => ({ checkpoint: part.checkpoint, entries: bytesOf(data, part.entries) }));
  return { agreement, documents: bytesOf(data, documents), policy, logs: parts, cut, conclusion };
}

function bytesOf(data: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < places.length; at += 2) found.push(data.subarray(places[at], places[at + 1]));
  return found;
}

/** Yields of each section its name, where its line begins, and where its bytes begin and end. */
function* sections(data: Uint8Array): Generator<{ name: Name; start: number; from: number; to: number }> {
  let at = HEADER.length;
  while (at < data.length) {
    const where = `byte ${at}`;
    const end = data.subarray(at, at + LINE_MAX).indexOf(LF);
    const line = String.fromCharCode(...data.subarray(at, at + Math.max(end, 0)));
    const blank = line.indexOf(" ");
    const name = blank < 0 ? line : line.slice(0, blank);
    if (!isName(name)) throw new Refused("attestation-form", "got bytes that are no section's line", where);
    const { max } = SECTIONS[name];
    const length = lengthOf(blank < 0 ? "" : line.slice(blank + 1));
    if (length === undefined || length > max) {
      throw new Refused("attestation-form", `got no length of 0 to ${max} for ${name}`, where);
    }
    const start = at + end + 1;
    if (data[start + length] !== LF) {
      throw new Refused("attestation-form", `got section ${name} that does not end after ${length} bytes`, where);
    }
    yield { name, start: at, from: start, to: start + length };
    at = start + length + 1;
  }
}

function isName(name: string): name is Name {
  return Object.hasOwn(SECTIONS, name);
}

function lengthOf(digits: string): number | undefined {
  try {
    return Number(strict.integer(digits)); // a length beyond 2^53 is beyond every bound, exact or not
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
