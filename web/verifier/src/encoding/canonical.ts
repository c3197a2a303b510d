/**
 * Canonical JSON: RFC 8785 on integers, strings, arrays and objects; one document, one byte string.
 *
 * Rules, in the order in which they refuse (spec/encoding.md, section 1):
 *
 * 1. at most `sizeMax` bytes (`json-size`) of valid UTF-8 (`json-utf8`);
 * 2. then one scan from left to right, in which the *first* byte that canonical form would not have written
 *    decides the code, so that two implementations name the same fault:
 *    `json-depth`, `json-syntax`, `json-literal`, `json-float`, `json-integer`, `json-escape`,
 *    `json-surrogate`, `json-name`, `json-duplicate`, `json-order`.
 *
 * The platform's `JSON.parse` is not asked: it rounds integers, takes members twice, and moves integer-like names.
 * Objects become maps, so that no member name can mean anything to JavaScript.
 */

import * as bytes from "./bytes.js";
import { Refused, quoted } from "../errors.js";

export type Value = number | string | readonly Value[] | Members;
export type Members = ReadonlyMap<string, Value>;

export const SIZE_MAX = 65_535; // bytes: an entry of a log, so also the JSON line within one
export const DEPTH_MAX = 32; // nested arrays and objects
export const INTEGER_MAX = Number.MAX_SAFE_INTEGER; // 2^53-1, the largest integer that every implementation keeps

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
const DIGITS = /[0-9]+/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const SHORT_ESCAPES = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const SHORT_ESCAPED = new Set(SHORT_ESCAPES.values());

/**
 * Returns the value of one canonical document.
 *
 * @param data the whole document, no byte before or after it
 * @param sizeMax limit in bytes, checked before anything else
 * @throws Refused any rule of the module's list; `where` is the byte offset of the fault
 */
export function parse(data: Uint8Array, sizeMax = SIZE_MAX): Value {
  if (data.length > sizeMax) throw new Refused("json-size", `got ${data.length} bytes, want at most ${sizeMax}`);
  const text = bytes.text(data);
  if (text === undefined) {
    throw new Refused("json-utf8", "got bytes that are not UTF-8", `byte ${bytes.utf8Fault(data)}`);
  }
  return new Scanner(text).document();
}

/**
 * Returns the canonical bytes of `value`.
 *
 * @throws Refused `json-value` for anything but integers, strings, arrays and maps, and the codes of `parse` for
 *   integers out of range, bad names, depth and lone surrogates
 */
export function encode(value: Value): Uint8Array {
  return bytes.utf8(written(value, 1));
}

/** Returns whether a value is an object. */
export function isObject(value: Value): value is Members {
  return value instanceof Map;
}

/** Returns whether a value is an array. */
export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Returns the canonical text of `value`; `depth` counts the containers down to it. */
function written(value: Value, depth: number): string {
  if (typeof value === "string") {
    if (LONE_SURROGATE.test(value)) {
      throw new Refused("json-surrogate", "got a lone surrogate in a string, want Unicode text");
    }
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isInteger(value)) throw new Refused("json-value", `got ${value}, want an integer`);
    if (!Number.isSafeInteger(value)) {
      throw new Refused("json-integer", `got ${value}, want at most 2^53-1 in absolute value`);
    }
    return String(value);
  }
  if (!isArray(value) && !isObject(value)) {
    throw new Refused("json-value", `got ${typeof value}, want an integer, a string, an array or an object`);
  }
  if (depth > DEPTH_MAX) throw new Refused("json-depth", `got more than ${DEPTH_MAX} nested containers`);
  if (isArray(value)) return `[${value.map((item) => written(item, depth + 1)).join(",")}]`;
  const members: string[] = [];
  for (const name of [...value.keys()].sort()) {
    if (!NAME.test(name)) throw new Refused("json-name", badName(name));
    members.push(`"${name}":${written(value.get(name)!, depth + 1)}`);
  }
  return `{${members.join(",")}}`;
}

/** Reads canonical grammar and nothing else. */
class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): Value {
    const value = this.value(1);
    if (this.at !== this.text.length) this.refuse("json-syntax", "got bytes after the document, want none");
    return value;
  }

  private refuse(code: string, why: string, at = this.at): never {
    throw new Refused(code, why, `byte ${bytes.utf8(this.text.slice(0, at)).length}`);
  }

  private value(depth: number): Value {
    const char = this.text.charAt(this.at);
    if (char === "{" || char === "[") {
      if (depth > DEPTH_MAX) this.refuse("json-depth", `got more than ${DEPTH_MAX} nested containers`);
      this.at += 1;
      return char === "{" ? this.object(depth) : this.array(depth);
    }
    if (char === '"') {
      this.at += 1;
      return this.string();
    }
    if (/^[-0-9]$/.test(char)) return this.integer();
    if (/^[tfnNI]$/.test(char)) {
      this.refuse("json-literal", "got a literal, want an integer, a string, an array or an object");
    }
    this.refuse("json-syntax", `got ${this.next()}, want a value`);
  }

  private array(depth: number): Value[] {
    const items: Value[] = [];
    if (this.take("]")) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.take("]")) return items;
      this.want(",");
    }
  }

  private object(depth: number): Map<string, Value> {
    const members = new Map<string, Value>();
    let previous = "";
    if (this.take("}")) return members;
    for (;;) {
      const start = this.at;
      this.want('"');
      const name = this.string();
      if (!NAME.test(name)) this.refuse("json-name", badName(name), start);
      if (name === previous) this.refuse("json-duplicate", `got member ${quoted(name)} twice`, start);
      if (name < previous) this.refuse("json-order", `got member ${quoted(name)} after ${quoted(previous)}`, start);
      previous = name;
      this.want(":");
      members.set(name, this.value(depth + 1));
      if (this.take("}")) return members;
      this.want(",");
    }
  }

  private string(): string {
    const parts: string[] = [];
    for (;;) {
      parts.push(this.match(PLAIN));
      if (this.take('"')) return parts.join("");
      if (!this.take("\\")) this.refuse("json-syntax", "got a control character or the end inside a string");
      parts.push(this.escape());
    }
  }

  private escape(): string {
    const start = this.at - 1;
    const letter = this.text.charAt(this.at);
    this.at += 1;
    const short = SHORT_ESCAPES.get(letter);
    if (short !== undefined) return short;
    const digits = this.text.slice(this.at, this.at + 4);
    if (letter !== "u") this.refuse("json-escape", "got an escape that canonical form does not write", start);
    if (/^[dD][89a-fA-F][0-9a-fA-F]{2}$/.test(digits)) {
      this.refuse("json-surrogate", "got a surrogate escape, want the character itself", start);
    }
    const char = /^[0-9a-f]{4}$/.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : "A";
    if (char >= " " || SHORT_ESCAPED.has(char)) {
      this.refuse("json-escape", "got an escape that canonical form does not write", start);
    }
    this.at += 4;
    return char;
  }

  private integer(): number {
    const start = this.at;
    const isNegative = this.take("-");
    const digits = this.match(DIGITS);
    if (digits === "") this.refuse("json-syntax", "got a sign without digits", start);
    const isFloat = /^[.eE]$/.test(this.text.charAt(this.at));
    if (digits.startsWith("0") && (digits.length > 1 || (isNegative && !isFloat))) {
      this.refuse("json-integer", "got a leading zero or -0", start);
    }
    if (isFloat) this.refuse("json-float", "got a fraction or an exponent, want an integer", start);
    if (Number(digits) > INTEGER_MAX) {
      // A larger integer may be rounded here, but never down to 2^53-1.
      this.refuse("json-integer", "got an integer beyond 2^53-1", start);
    }
    return isNegative ? -Number(digits) : Number(digits);
  }

  /** Moves past what a sticky pattern matches here, and returns it. */
  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private take(char: string): boolean {
    if (this.text.charAt(this.at) !== char) return false;
    this.at += 1;
    return true;
  }

  private want(char: string): void {
    if (!this.take(char)) this.refuse("json-syntax", `got ${this.next()}, want ${quoted(char)}`);
  }

  /** Returns the next character, quoted, for a sentence. */
  private next(): string {
    const code = this.text.codePointAt(this.at);
    return quoted(code === undefined ? "the end" : String.fromCodePoint(code));
  }
}

function badName(name: string): string {
  return `got member name ${quoted(name)}, want [a-z][a-z0-9_-]{0,63}`;
}
