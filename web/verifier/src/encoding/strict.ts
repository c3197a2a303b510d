/**
 * Text forms with one spelling: base64, decimal integers, digests, rationals.
 *
 * Each function refuses every text that re-encoding its value would not give back (spec/encoding.md, section 2).
 */

import { unhex } from "./bytes.js";
import { type Fraction, fraction } from "./fraction.js";
import { Refused } from "../errors.js";

const INTEGER_MAX = 2n ** 63n - 1n;

const INTEGER = /^(?:0|[1-9][0-9]{0,18})$/;
const DIGEST = /^[0-9a-f]{64}$/;
const RATIONAL = /^(0x(?:0|[1-9a-f][0-9a-f]*))\/(0x[1-9a-f][0-9a-f]*)$/;
const RATIONAL_LENGTH_MAX = 65_535;

/**
 * Returns the bytes of standard, padded base64 in its one canonical spelling.
 *
 * @throws Refused `base64-form`, also for the URL alphabet, blanks, missing padding or stray trailing bits
 */
export function base64Decode(text: string): Uint8Array {
  let binary: string | undefined;
  try {
    binary = atob(text); // takes blanks, missing padding and stray bits: the comparison below does not
  } catch {
    binary = undefined;
  }
  if (binary === undefined || btoa(binary) !== text) {
    throw new Refused("base64-form", "got text that is not canonical base64");
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Returns standard, padded base64. */
export function base64Encode(data: Uint8Array): string {
  return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * Returns the value of `0` or `[1-9][0-9]*`, at most 2^63-1.
 *
 * @throws Refused `integer-form`; `integer-range` when well formed but too large
 */
export function integer(text: string): bigint {
  if (!INTEGER.test(text)) {
    throw new Refused("integer-form", "got text that is not a plain decimal integer of at most 19 digits");
  }
  const value = BigInt(text);
  if (value > INTEGER_MAX) throw new Refused("integer-range", `got ${value}, want at most ${INTEGER_MAX}`);
  return value;
}

/**
 * Returns the 32 bytes of 64 lower-case hexadecimal digits.
 *
 * @throws Refused `digest-form`
 */
export function digest(text: string): Uint8Array {
  if (!DIGEST.test(text)) {
    throw new Refused("digest-form", "got text that is not 64 lower-case hexadecimal digits");
  }
  return unhex(text);
}

/**
 * Returns the non-negative rational written `0xN/0xD`: hexadecimal, reduced, D > 0.
 *
 * @throws Refused `rational-form`
 */
export function rational(text: string): Fraction {
  const match = text.length <= RATIONAL_LENGTH_MAX ? RATIONAL.exec(text) : null;
  if (match === null) throw new Refused("rational-form", "got text that is not a rational 0xN/0xD");
  const value = fraction(BigInt(match[1]!), BigInt(match[2]!));
  if (rationalText(value) !== text) {
    throw new Refused("rational-form", `got a rational that is not reduced, want ${rationalText(value)}`);
  }
  return value;
}

/** Returns `0xN/0xD` for a non-negative rational, the form of canonical JSON: `0x275/0x2f7` for 629/759. */
export function rationalText(value: Fraction): string {
  return `0x${value.numerator.toString(16)}/0x${value.denominator.toString(16)}`;
}
