/**
 * The trust file: which logs, which witnesses, and which sets of witnesses are enough (C2SP tlog-policy).
 *
 *     log alpha.example/log/regime-1+281ba970+AWHp...
 *     witness bravo-ed bravo.example/witness+f0ae9215+BAxl...
 *     witness bravo-pq bravo.example/witness-pq+b0e63d4a+Bp2F...
 *     group bravo all bravo-ed bravo-pq           an operator is its two keys
 *     group west any bravo ally                   a side is any of its operators
 *     group q 3 east west north south             and the quorum counts sides
 *     quorum q
 *
 * Why groups in groups: a "3 of n" over single keys lets one operator count twice, with its two keys. Each name is a
 * member once, so a witness counts in one way only.
 *
 * A file is refused at the first line that breaks one of these:
 *
 * 1. at most 64 KiB of UTF-8, no control character but tab and LF, LF at the end    `policy-form`
 * 2. every line is empty, a comment, or of a form above; 1 <= K <= members; at most 64 lines of a kind    `policy-form`
 * 3. a key parses                                                                    `vkey-*`, `key-point`
 * 4. a log's key is of type 0x01, a witness's of type 0x04 or 0x06                   `policy-key-type`
 * 5. no two keys are one raw key, of whatever kind                                   `policy-key`
 * 6. names are defined once, before they are used, and are members at most once      `policy-name`
 * 7. there is one quorum line                                                        `policy-quorum`
 * 8. no two keys have one name and key id                                            `keyset-duplicate-id`
 */

import { type Checkpoint, parse as parseCheckpoint } from "./checkpoint.js";
import { type Note, verifyKnown } from "./note.js";
import * as vkeys from "./vkey.js";
import { COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519, type Keys, type VKey, place, typeText } from "./vkey.js";
import { compareText, equal, hex, text as textOf } from "../encoding/bytes.js";
import * as strict from "../encoding/strict.js";
import { Refused, placed, quoted } from "../errors.js";

export const SIZE_MAX = 65_536; // bytes
export const LINES_MAX = 64; // of each kind
export const NONE = "none";

/** Witnesses a checkpoint when at least `threshold` members do. `all`: the file says so by that word. */
export interface Group {
  readonly members: readonly string[];
  readonly threshold: number;
  readonly all: boolean;
}

/** A trust file. */
export interface Policy {
  readonly logs: readonly VKey[];
  readonly witnesses: ReadonlyMap<string, VKey>;
  readonly groups: ReadonlyMap<string, Group>;
  /** The name of a witness or group, or `none`. */
  readonly quorum: string;
  /** All keys of logs and witnesses, by what a signature line says of them. */
  readonly keys: Keys;
  /** Raw key in hexadecimal -> the file's name of the witness. */
  readonly witnessNames: ReadonlyMap<string, string>;
}

/**
 * Returns only if the witnesses named in `present` are a quorum; other names count for nothing.
 *
 * @param present names of witnesses whose cosignatures verified
 * @param classical only Ed25519 cosignatures are at hand (the fold sees no others). Then ML-DSA-44 witnesses do not
 *   count, and are struck from the members of `all` groups. A number K is never lowered, and a group struck empty is
 *   not met.
 * @throws Refused `quorum-short`
 */
export function require(policy: Policy, present: ReadonlySet<string>, classical = false): void {
  if (!isQuorum(policy, present, classical)) {
    const names = sorted(present).join(", ") || "nobody";
    throw new Refused("quorum-short", `got cosignatures of ${names}, want a quorum of ${policy.quorum}`);
  }
}

/**
 * Returns only if `present` is a quorum and without any one of its names would be none.
 *
 * @throws Refused `quorum-short`; `quorum-surplus`
 */
export function requireMinimal(policy: Policy, present: ReadonlySet<string>, classical = false): void {
  require(policy, present, classical);
  for (const name of sorted(present)) {
    const others = new Set(present);
    others.delete(name);
    if (isQuorum(policy, others, classical)) {
      throw new Refused("quorum-surplus", `got a cosignature of ${name}, without which there is a quorum`);
    }
  }
}

/** A checkpoint, and the names of the witnesses who cosigned it. */
export interface Opened {
  readonly checkpoint: Checkpoint;
  readonly present: ReadonlySet<string>;
}

/**
 * Resolves to the checkpoint of the log `origin` in `note`, and the names of the witnesses who cosigned it.
 *
 * Any listed log may sign a checkpoint; so the caller says which one it expects. The quorum is not asked here.
 *
 * @throws Refused `checkpoint-*`: `checkpoint-other-log`: of another origin; `checkpoint-unknown-log`: no key for it;
 *   `checkpoint-unsigned`: its line is missing; a line of a known key that does not verify
 */
export async function open(policy: Policy, note: Note, origin: string): Promise<Opened> {
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== origin) {
    throw new Refused("checkpoint-other-log", `got a checkpoint of ${checkpoint.origin}, want ${origin}`);
  }
  const trusted = policy.logs.filter((vkey) => vkey.name === origin);
  if (trusted.length === 0) {
    throw new Refused("checkpoint-unknown-log", `the trust file has no key of the log ${origin}`);
  }
  const lines = new Set(note.lines.map(place));
  if (!trusted.some((vkey) => lines.has(place(vkey)))) {
    throw new Refused("checkpoint-unsigned", `got a checkpoint without a line of its log ${origin}`);
  }
  const signers = await verifyKnown(note, policy.keys);
  const witnesses = signers.filter((vkey) => vkey.type !== ED25519);
  return { checkpoint, present: new Set(witnesses.map((vkey) => policy.witnessNames.get(hex(vkey.key))!)) };
}

/**
 * Returns the policy written in a trust file.
 *
 * @throws Refused one of the codes of the module's list
 */
export function parse(data: Uint8Array): Policy {
  if (data.length > SIZE_MAX) throw new Refused("policy-form", `got ${data.length} bytes, want at most ${SIZE_MAX}`);
  if (data.some((byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a) || byte === 0x7f)) {
    throw new Refused("policy-form", "got a control character other than tab and LF");
  }
  const lines = textOf(data)?.split("\n");
  if (lines === undefined) throw new Refused("policy-form", "got bytes that are not UTF-8");
  const rest = lines.pop();
  const reader = new Reader();
  for (const [index, line] of lines.entries()) {
    placed(`line ${index + 1}`, () => reader.read(line.split(/[ \t]+/).filter((word) => word !== "")));
  }
  if (rest !== "") throw new Refused("policy-form", "got a last line without LF", `line ${lines.length + 1}`);
  if (reader.quorum === undefined) throw new Refused("policy-quorum", "got no quorum line, want one");
  const { logs, witnesses, groups, quorum } = reader;
  return {
    logs,
    witnesses,
    groups,
    quorum,
    keys: vkeys.index([...logs, ...witnesses.values()]),
    witnessNames: new Map([...witnesses].map(([name, vkey]) => [hex(vkey.key), name])),
  };
}

/** What the lines so far have defined. */
class Reader {
  readonly logs: VKey[] = [];
  readonly witnesses = new Map<string, VKey>();
  readonly groups = new Map<string, Group>();
  quorum: string | undefined;
  private readonly members = new Set<string>();

  /** Takes in one line, cut at blanks. */
  read(words: readonly string[]): void {
    const [first, second, third] = words;
    if (first === undefined || first.startsWith("#")) return;
    if (first === "log" && second !== undefined && words.length <= 3) {
      const vkey = readKey(second, [ED25519], [...this.logs, ...this.witnesses.values()]);
      count(this.logs.length);
      this.logs.push(vkey);
    } else if (first === "witness" && second !== undefined && third !== undefined && words.length <= 4) {
      const types = [COSIGNATURE_ED25519, COSIGNATURE_MLDSA44];
      const vkey = readKey(third, types, [...this.logs, ...this.witnesses.values()]);
      this.define(second);
      count(this.witnesses.size);
      this.witnesses.set(second, vkey);
    } else if (first === "group" && second !== undefined && third !== undefined && words.length >= 4) {
      const members = words.slice(3);
      const group = { members, threshold: readThreshold(third, members.length), all: third === "all" };
      this.define(second);
      for (const member of members) {
        this.use(member);
        if (this.members.has(member)) throw new Refused("policy-name", `got ${quoted(member)} as a member twice`);
        this.members.add(member);
      }
      count(this.groups.size);
      this.groups.set(second, group);
    } else if (first === "quorum" && second !== undefined && words.length === 2) {
      if (this.quorum !== undefined) throw new Refused("policy-quorum", "got a second quorum line, want one");
      if (second !== NONE) this.use(second);
      this.quorum = second;
    } else {
      throw new Refused("policy-form", `got a line that is no log, witness, group or quorum: ${quoted(first)}`);
    }
  }

  private define(name: string): void {
    if (name === NONE || this.witnesses.has(name) || this.groups.has(name)) {
      throw new Refused("policy-name", `got a second meaning of ${quoted(name)}`);
    }
  }

  private use(name: string): void {
    if (!this.witnesses.has(name) && !this.groups.has(name)) {
      throw new Refused("policy-name", `got ${quoted(name)}, which no line before this one defines`);
    }
  }
}

function isQuorum(policy: Policy, present: ReadonlySet<string>, classical: boolean): boolean {
  if (policy.quorum === NONE) return true;
  const struck = new Set<string>();
  const met = new Set<string>();
  for (const [name, vkey] of policy.witnesses) {
    if (classical && vkey.type === COSIGNATURE_MLDSA44) struck.add(name);
    else if (present.has(name)) met.add(name);
  }
  for (const [name, group] of policy.groups) {
    // In the order of the file: members come before the groups they are in.
    const members = group.members.filter((member) => !(group.all && struck.has(member)));
    const threshold = group.all ? Math.max(1, members.length) : group.threshold;
    if (members.filter((member) => met.has(member)).length >= threshold) met.add(name);
  }
  return met.has(policy.quorum);
}

function readKey(text: string, types: readonly number[], others: Iterable<VKey>): VKey {
  const vkey = vkeys.parse(text);
  if (!types.includes(vkey.type)) {
    throw new Refused("policy-key-type", `got a key of type ${typeText(vkey.type)} in this place`);
  }
  for (const other of others) {
    if (equal(vkey.key, other.key)) throw new Refused("policy-key", `got the raw key of ${vkey.name} twice`);
  }
  return vkey;
}

function readThreshold(text: string, members: number): number {
  if (text === "all") return members;
  if (text === "any") return 1;
  let threshold = 0n;
  try {
    threshold = strict.integer(text);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  if (threshold < 1n || threshold > BigInt(members)) {
    throw new Refused("policy-form", `got ${text} of ${members} members, want all, any, or 1 to ${members}`);
  }
  return Number(threshold);
}

function count(lines: number): void {
  if (lines >= LINES_MAX) throw new Refused("policy-form", `got more than ${LINES_MAX} lines of one kind`);
}

function sorted(names: ReadonlySet<string>): string[] {
  return [...names].sort(compareText);
}
