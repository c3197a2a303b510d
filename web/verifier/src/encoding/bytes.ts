/**
 * What Python has built in: byte strings that compare, join, and turn into text and numbers.
 *
 * The order of bytes is lexicographic; texts are put in order by their UTF-8 bytes, which is the order of code points
 * (JavaScript's own comparison is of UTF-16 units, another order beyond U+FFFF).
 */

const ENCODER = new TextEncoder();
// A byte order mark is a character like any other here: what is signed is never dropped.
const STRICT_DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LAX_DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Returns the bytes one after the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Returns less than, equal to or greater than 0 as `left` comes before, is, or comes after `right`. */
export function compare(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = left[at]! - right[at]!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Returns whether the bytes are the same. */
export function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && compare(left, right) === 0;
}

/** Compares texts by code point. */
export function compareText(left: string, right: string): number {
  return compare(utf8(left), utf8(right));
}

/** Returns lower-case hexadecimal digits. */
export function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Returns the bytes of hexadecimal digits. Requires an even number of them and nothing else. */
export function unhex(text: string): Uint8Array {
  const result = new Uint8Array(text.length / 2);
  for (let at = 0; at < result.length; at += 1) result[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return result;
}

/** Returns the UTF-8 bytes of a text. Requires that no surrogate is alone in it. */
export function utf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Returns the text of UTF-8 bytes, or `undefined` if they are not UTF-8. */
export function text(data: Uint8Array): string | undefined {
  try {
    return STRICT_DECODER.decode(data);
  } catch {
    return undefined;
  }
}

/** Returns the offset of the first byte that belongs to no character. Requires that `text` refuses `data`. */
export function utf8Fault(data: Uint8Array): number {
  let at = 0;
  for (const character of LAX_DECODER.decode(data)) {
    const bytes = utf8(character);
    // Where decoding failed it left U+FFFD, which `data` does not have in this place.
    if (!equal(bytes, data.subarray(at, at + bytes.length))) break;
    at += bytes.length;
  }
  return at;
}

/** Returns `number` as eight bytes, big-endian. Requires 0 <= number < 2^64. */
export function u64be(number: bigint): Uint8Array {
  const result = new Uint8Array(8);
  new DataView(result.buffer).setBigUint64(0, number);
  return result;
}

/** Returns the number in eight bytes, big-endian. */
export function fromU64be(data: Uint8Array): bigint {
  return new DataView(data.buffer, data.byteOffset, 8).getBigUint64(0);
}
