/**
 * Normative parsers, built from shapes: a shape turns a canonical JSON value into a TypeScript value, or refuses it.
 *
 * Checks run in a fixed order, members by name, so that two implementations refuse the same document at the same place
 * with the same code (spec/encoding.md, section 5):
 *
 *     field-type      another JSON type than the shape wants
 *     field-unknown   a member that the record does not have
 *     field-missing   a required member is absent
 *     field-form      a text outside its pattern, also digests and rationals
 *     field-choice    a text that is none of the listed words
 *     field-range     an integer outside its bounds
 *     field-count     too few or too many items
 *     field-order     items that must be strictly ascending are not
 */

import { compare as compareBytes, compareText, unhex } from "./bytes.js";
import { INTEGER_MAX, type Members, type Value, isArray, isObject } from "./canonical.js";
import { type Fraction, compare, fraction } from "./fraction.js";
import * as strict from "./strict.js";
import { Refused, quoted } from "../errors.js";

/** Reads a value, or refuses it with a `field-` code at `where`. */
export type Shape<T> = (value: Value, where: string) => T;

/** What items are put in order by. */
export type Key = string | number | Uint8Array;

/** A text of 1 to `lengthMax` characters matching `pattern` as a whole. */
export function text(pattern = String.raw`[^\x00-\x1f\x7f]+`, lengthMax = 4096): Shape<string> {
  const whole = new RegExp(`^(?:${pattern})$`, "u");
  return (value, where) => {
    const read = wantText(value, where);
    const length = [...read].length; // characters, not UTF-16 units
    if (length < 1 || length > lengthMax || !whole.test(read)) {
      throw new Refused("field-form", `got ${start(read)}, want ${pattern}`, where);
    }
    return read;
  };
}

/** One of a few words. */
export function choice<const W extends string>(words: readonly W[]): Shape<W> {
  return (value, where) => {
    const read = wantText(value, where);
    const word = words.find((candidate) => candidate === read);
    if (word === undefined) {
      throw new Refused("field-choice", `got ${start(read)}, want one of ${words.join(", ")}`, where);
    }
    return word;
  };
}

/** An integer, `low` <= value <= `high`. */
export function integer(low = 0, high = INTEGER_MAX): Shape<number> {
  return (value, where) => {
    if (typeof value !== "number") throw new Refused("field-type", `got ${typeName(value)}, want an integer`, where);
    if (value < low || value > high) {
      throw new Refused("field-range", `got ${value}, want ${low} to ${high}`, where);
    }
    return value;
  };
}

/** Exactly `size` bytes as lower-case hexadecimal digits. */
export function bytes(size = 32): Shape<Uint8Array> {
  const digits = new RegExp(`^[0-9a-f]{${2 * size}}$`);
  return (value, where) => {
    const read = wantText(value, where);
    if (!digits.test(read)) {
      throw new Refused("field-form", `got ${start(read)}, want ${2 * size} lower-case hexadecimal digits`, where);
    }
    return unhex(read);
  };
}

/** A rational of [`low`, `high`] as `0xN/0xD`, D below 2^53: what people agree on, and exact work can bear. */
export function rational(low = fraction(0n), high = fraction(1n)): Shape<Fraction> {
  return (value, where) => {
    const read = wantText(value, where);
    let number: Fraction;
    try {
      number = strict.rational(read);
    } catch (error) {
      throw error instanceof Refused ? new Refused("field-form", error.why, where) : error;
    }
    if (compare(number, low) < 0 || compare(number, high) > 0 || number.denominator > BigInt(INTEGER_MAX)) {
      const range = `${decimal(low)} to ${decimal(high)} with a denominator below 2^53`;
      throw new Refused("field-range", `got ${read.slice(0, 80)}, want ${range}`, where);
    }
    return number;
  };
}

/** An array of `low` to `high` items; strictly ascending by `key` when one is given. */
export function listOf<T>(item: Shape<T>, low = 0, high = 4096, key?: (item: T) => Key): Shape<readonly T[]> {
  return (value, where) => {
    if (!isArray(value)) throw new Refused("field-type", `got ${typeName(value)}, want an array`, where);
    if (value.length < low || value.length > high) {
      throw new Refused("field-count", `got ${value.length} items, want ${low} to ${high}`, where);
    }
    const items = value.map((member, index) => item(member, `${where}/${index}`));
    if (key !== undefined) {
      const keys = items.map(key);
      for (let index = 1; index < keys.length; index += 1) {
        if (compareKeys(keys[index - 1]!, keys[index]!) >= 0) {
          throw new Refused("field-order", "got items out of ascending order, or twice", `${where}/${index}`);
        }
      }
    }
    return items;
  };
}

/** An object with any member names that match `pattern`, all values of one shape. */
export function mapOf<T>(
  item: Shape<T>,
  pattern = "[a-z][a-z0-9-]{0,63}",
  low = 1,
  high = 256,
): Shape<ReadonlyMap<string, T>> {
  const whole = new RegExp(`^(?:${pattern})$`, "u");
  return (value, where) => {
    const members = wantObject(value, where);
    if (members.size < low || members.size > high) {
      throw new Refused("field-count", `got ${members.size} members, want ${low} to ${high}`, where);
    }
    const result = new Map<string, T>();
    for (const name of [...members.keys()].sort()) {
      if (!whole.test(name)) throw new Refused("field-unknown", `got member ${quoted(name)}, want ${pattern}`, where);
      result.set(name, item(members.get(name)!, `${where}/${name}`));
    }
    return result;
  };
}

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Read<S> = S extends Shape<infer T> ? T : never;
type Required<M> = { readonly [N in keyof M]: Read<M[N]> };
type Optional<M> = { readonly [N in keyof M]?: Read<M[N]> };

/** An object with named members; optional ones that are absent stay absent. */
export function record<M extends Shapes, O extends Shapes = Record<never, never>>(
  members: M,
  optional?: O,
): Shape<Required<M> & Optional<O>> {
  // Maps, because a document may well call a member `constructor`.
  const shapes = new Map([...Object.entries(members), ...Object.entries(optional ?? {})]);
  const required = Object.keys(members);
  return (value, where) => {
    const got = wantObject(value, where);
    const result: Record<string, unknown> = {};
    for (const name of [...new Set([...got.keys(), ...required])].sort()) {
      const shape = shapes.get(name);
      if (shape === undefined) {
        const known = [...shapes.keys()].sort().join(", ");
        throw new Refused("field-unknown", `got member ${quoted(name)}, want only ${known}`, where);
      }
      const member = got.get(name);
      if (member === undefined) throw new Refused("field-missing", `member ${quoted(name)} is missing`, where);
      result[name] = shape(member, `${where}/${name}`);
    }
    return result as Required<M> & Optional<O>;
  };
}

/** Any object, as it is: a body before its kind is known. */
export function object(value: Value, where: string): Members {
  if (!isObject(value)) throw new Refused("field-type", "got another type, want an object", where);
  return value;
}

function wantText(value: Value, where: string): string {
  if (typeof value !== "string") throw new Refused("field-type", `got ${typeName(value)}, want a text`, where);
  return value;
}

function wantObject(value: Value, where: string): Members {
  if (!isObject(value)) throw new Refused("field-type", `got ${typeName(value)}, want an object`, where);
  return value;
}

function typeName(value: Value): string {
  if (typeof value === "number") return "an integer";
  if (typeof value === "string") return "a text";
  return isArray(value) ? "an array" : "an object";
}

function compareKeys(left: Key, right: Key): number {
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (typeof left === "number" && typeof right === "number") return left - right;
  return compareBytes(left as Uint8Array, right as Uint8Array);
}

function start(read: string): string {
  return quoted([...read].slice(0, 80).join(""));
}

function decimal(value: Fraction): string {
  return value.denominator === 1n ? `${value.numerator}` : `${value.numerator}/${value.denominator}`;
}
