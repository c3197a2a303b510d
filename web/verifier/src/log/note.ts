/**
 * The signed note: a text, an empty line, signature lines (C2SP signed-note, in one canonical form).
 *
 *     counterseal.org/statement/v1
 *     {"at":1800000000,...}
 *                                                                        <- the last empty line of the note
 *     — alpha.example/key/legal-1 61wOCk3I...                            U+2014, NAME, BASE64(key id || body)
 *     — alpha.example/key/officer-1 x8oh11LP...
 *
 * One note has one byte string. `parse` refuses by the first of these that fails:
 *
 * 1. at most 65,535 bytes                                                          `note-size`
 * 2. UTF-8                                                                         `note-utf8`
 * 3. no byte below 0x20 but LF                                                     `note-control`
 * 4. LF at the end, a text that is more than LF, an empty line, a signature line   `note-shape`
 * 5. then for each line in turn: its form, with strict base64 of 5 bytes or more   `note-line`
 * 6. a name of ours                                                                `note-name`
 * 7. at most 16 lines                                                              `note-lines`
 * 8. sorted by name, then by key id, strictly: one line per key                    `note-order`
 *
 * Signatures cover the text alone. Names and ids only look a key up; so nothing may rest on them.
 */

import * as cosignature from "./cosignature.js";
import { ED25519, KEY_ID_SIZE, type Keys, NAME, type VKey, place, typeText } from "./vkey.js";
import { compare, compareText, concat, text as textOf, utf8 } from "../encoding/bytes.js";
import * as ed25519 from "../encoding/ed25519.js";
import * as strict from "../encoding/strict.js";
import { Refused } from "../errors.js";

export const SIZE_MAX = 65_535; // bytes: an entry of a log
export const LINES_MAX = 16;
export const FOREIGN_SIZE_MAX = 131_072; // bytes: 16 post-quantum lines of nearly 5 kB, and room for unknown ones

const DASH = "\u2014 ";
const LF = 0x0a;
// White_Space of the Unicode character database, written out: tables differ by language and version.
const UNICODE_SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** One signature line. `body` is the signature, with the time before it on cosignatures. */
export interface Line {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly body: Uint8Array;
}

/** A text, final LF included, and its signature lines in canonical order. Nothing is verified yet. */
export interface Note {
  readonly text: Uint8Array;
  readonly lines: readonly Line[];
}

/** Returns the note's bytes, which `parse` reads back. */
export function encode(note: Note): Uint8Array {
  const lines = note.lines.map((line) => `${DASH}${line.name} ${strict.base64Encode(concat(line.keyId, line.body))}\n`);
  return concat(note.text, Uint8Array.of(LF), utf8(lines.join("")));
}

/**
 * Returns the note whose canonical form is `data`.
 *
 * @throws Refused one of the codes of the module's list, the first that holds
 */
export function parse(data: Uint8Array): Note {
  const [text, encodedLines] = split(data, SIZE_MAX);
  const lines: Line[] = [];
  for (const [index, encoded] of encodedLines.entries()) {
    const where = `signature line ${index + 1}`;
    const line = readLine(encoded, where);
    if (!NAME.test(line.name)) {
      throw new Refused("note-name", "got a key name that is not 1 to 255 of [a-z0-9._/-]", where);
    }
    if (index >= LINES_MAX) {
      throw new Refused("note-lines", `got ${encodedLines.length} signature lines, want at most ${LINES_MAX}`, where);
    }
    const before = lines.at(-1);
    if (before !== undefined && compareRank(before, line) >= 0) {
      throw new Refused("note-order", "got a line not sorted by name and key id, or of a key that has one", where);
    }
    lines.push(line);
  }
  return { text, lines };
}

/**
 * Resolves only if `line` is a valid signature or cosignature on `text` by `vkey`, as its type has it.
 *
 * @throws Refused `signature-*`, `cosignature-*`, `checkpoint-*`
 */
export async function verifyLine(vkey: VKey, text: Uint8Array, line: Line): Promise<void> {
  if (vkey.type === ED25519) await ed25519.verify(vkey.key, text, line.body);
  else await cosignature.verify(vkey, text, line.body);
}

/**
 * Resolves to who signed the text of a statement, in the order of the lines: every line is known and valid.
 *
 * @throws Refused `note-unknown-key`; `note-key-type`: not a key of type 0x01; `signature-*`
 */
export async function verifyEvery(note: Note, keys: Keys): Promise<readonly VKey[]> {
  const signers: VKey[] = [];
  for (const [index, line] of note.lines.entries()) {
    const where = `signature line ${index + 1}`;
    const vkey = keys.get(place(line));
    if (vkey === undefined) {
      throw new Refused("note-unknown-key", `got a line of ${line.name} whose key is not known`, where);
    }
    if (vkey.type !== ED25519) {
      throw new Refused("note-key-type", `got a line of a key of type ${typeText(vkey.type)}, want 0x01`, where);
    }
    await verifyAt(vkey, note.text, line, where);
    signers.push(vkey);
  }
  return signers;
}

/**
 * Resolves to who signed a checkpoint, of the known keys, in the order of the lines; unknown lines do not count.
 *
 * @throws Refused a line of a known key is bad, with the code of `verifyLine`; `note-unsigned`: no known line
 */
export async function verifyKnown(note: Note, keys: Keys): Promise<readonly VKey[]> {
  const signers: VKey[] = [];
  for (const [index, line] of note.lines.entries()) {
    const vkey = keys.get(place(line));
    if (vkey === undefined) continue;
    await verifyAt(vkey, note.text, line, `signature line ${index + 1}`);
    signers.push(vkey);
  }
  if (signers.length === 0) throw new Refused("note-unsigned", "got no signature line of a known key");
  return signers;
}

/**
 * Resolves to the canonical note of a third party's log or witness: known lines verified, all others dropped.
 *
 * Foreign notes follow C2SP alone: lines in any order, unknown ones among them, one key twice. Signatures cover the
 * text, so lines may be dropped and sorted. Of two lines of one key the smaller body stays, which is the earlier
 * cosignature.
 *
 * @throws Refused `note-size`, `note-utf8`, `note-control`, `note-shape`; `note-line`; `note-name`: a name with a
 *   Unicode space or a plus; the codes of `verifyKnown`; those of `parse` on the result
 */
export async function fromForeign(data: Uint8Array, keys: Keys): Promise<Note> {
  const { text, lines } = splitForeign(data);
  const known = new Map<string, Line>();
  for (const [index, line] of lines.entries()) {
    const vkey = keys.get(place(line));
    if (vkey === undefined) continue;
    await verifyAt(vkey, text, line, `signature line ${index + 1}`);
    const other = known.get(place(line));
    if (other === undefined || compare(line.body, other.body) < 0) known.set(place(line), line);
  }
  if (known.size === 0) throw new Refused("note-unsigned", "got no signature line of a known key");
  return parse(encode({ text, lines: [...known.values()].sort(compareRank) }));
}

/** Returns text and lines of a foreign note as they come, nothing verified. Throws as `fromForeign`. */
export function splitForeign(data: Uint8Array): Note {
  const [text, encodedLines] = split(data, FOREIGN_SIZE_MAX);
  const lines = encodedLines.map((encoded, index) => {
    const where = `signature line ${index + 1}`;
    const line = readLine(encoded, where);
    if (line.name.includes("+") || UNICODE_SPACE.test(line.name)) {
      throw new Refused("note-name", "got a key name with a space or a plus", where);
    }
    return line;
  });
  return { text, lines };
}

/** Returns the text and the undecoded signature lines, without LF: steps 1 to 4. */
function split(data: Uint8Array, sizeMax: number): [Uint8Array, string[]] {
  if (data.length > sizeMax) throw new Refused("note-size", `got ${data.length} bytes, want at most ${sizeMax}`);
  if (textOf(data) === undefined) throw new Refused("note-utf8", "got bytes that are not UTF-8");
  if (data.some((byte) => byte < 0x20 && byte !== LF)) {
    throw new Refused("note-control", "got a control character other than LF");
  }
  let at = data.length - 2; // ends at the last two LF that follow each other, or at -1
  while (at >= 0 && !(data[at] === LF && data[at + 1] === LF)) at -= 1;
  if (at < 1 || data.at(-1) !== LF || at + 2 === data.length) {
    throw new Refused("note-shape", "got bytes that are not a text, an empty line and ended signature lines");
  }
  return [data.slice(0, at + 1), textOf(data.subarray(at + 2, -1))!.split("\n")];
}

/** Returns one signature line of any name: step 5. */
function readLine(encoded: string, where: string): Line {
  const [name, encodedData, ...more] = encoded.slice(DASH.length).split(" ");
  if (!encoded.startsWith(DASH) || !name || encodedData === undefined || more.length > 0) {
    throw new Refused("note-line", "got a line that is not a dash, a name and base64, one space between", where);
  }
  let data: Uint8Array;
  try {
    data = strict.base64Decode(encodedData);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused("note-line", "got a signature that is not canonical base64", where);
  }
  if (data.length <= KEY_ID_SIZE) {
    const want = `a key id of ${KEY_ID_SIZE} and a signature`;
    throw new Refused("note-line", `got ${data.length} bytes, want ${want}`, where);
  }
  return { name, keyId: data.slice(0, KEY_ID_SIZE), body: data.slice(KEY_ID_SIZE) };
}

/** Lines are sorted by the name's bytes, then by the decoded key id (base64 sorts otherwise). */
function compareRank(left: Line, right: Line): number {
  return compareText(left.name, right.name) || compare(left.keyId, right.keyId);
}

async function verifyAt(vkey: VKey, text: Uint8Array, line: Line, where: string): Promise<void> {
  try {
    await verifyLine(vkey, text, line);
  } catch (error) {
    throw error instanceof Refused ? error.at(where) : error;
  }
}
