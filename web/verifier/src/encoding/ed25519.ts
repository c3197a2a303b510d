/**
 * The Ed25519 strict profile: what is signed here is signed everywhere (spec/encoding.md, section 4).
 *
 * Libraries disagree on edge cases; so validity is our written rule, checked in this order:
 *
 * 1. the key, once: 32 bytes (`key-size`), canonical, on the curve, in the prime-order subgroup, not the identity
 *    (`key-point`);
 * 2. the signature R || S: 64 bytes (`signature-size`), S < L (`signature-scalar`), R not the encoding of the identity
 *    (`signature-point`);
 * 3. the cofactorless equation with R compared as bytes (`signature-invalid`).
 *
 * Step 3 is WebCrypto's where it knows Ed25519. Elsewhere it is noble's, which multiplies the equation by the cofactor;
 * under an admitted key, and with R canonical and of the prime-order subgroup too, that comes to the same.
 */

import { ed25519 } from "@noble/curves/ed25519.js";

import { equal, hex } from "./bytes.js";
import { Refused } from "../errors.js";

export const KEY_SIZE = 32;
export const SIGNATURE_SIZE = 64;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n; // L of RFC 8032, section 5.1

const IDENTITY = Uint8Array.of(1, ...new Uint8Array(31));
const ADMITTED_MAX = 4096;
const admitted = new Set<string>(); // admission costs a scalar multiplication: each key pays it once

/** Step 3 of the profile. Requires an admitted key, 64 bytes of signature, S < L, and R other than the identity. */
export type Equation = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

/**
 * Accepts `key` as a public key, or refuses it for good.
 *
 * @throws Refused `key-size`, `key-point`
 */
export function admit(key: Uint8Array): void {
  if (key.length !== KEY_SIZE) throw new Refused("key-size", `got a key of ${key.length} bytes, want ${KEY_SIZE}`);
  const digits = hex(key);
  if (admitted.has(digits)) return;
  if (!isPrimeOrderPoint(key)) {
    throw new Refused("key-point", "got a key that is not a canonical point of the prime-order subgroup");
  }
  if (admitted.size >= ADMITTED_MAX) admitted.clear();
  admitted.add(digits);
}

/**
 * Resolves only if `signature` is valid for `message` under `key` by the profile.
 *
 * @param equation who computes step 3; the best that the platform has, if absent
 * @throws Refused one of the codes of the module's list, the first that holds
 */
export async function verify(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  equation?: Equation,
): Promise<void> {
  admit(key);
  if (signature.length !== SIGNATURE_SIZE) {
    throw new Refused("signature-size", `got a signature of ${signature.length} bytes, want ${SIGNATURE_SIZE}`);
  }
  if (littleEndian(signature.subarray(32)) >= ORDER) {
    throw new Refused("signature-scalar", "got a scalar S that is not below the group order");
  }
  if (equal(signature.subarray(0, 32), IDENTITY)) throw new Refused("signature-point", "got the identity as R");
  const holds = equation ?? (await bestEquation());
  if (!(await holds(key, message, signature))) {
    throw new Refused("signature-invalid", "the signature does not verify under this key");
  }
}

/** Step 3 by the platform's own implementation. */
export async function webCryptoEquation(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

/** Step 3 by noble. */
export async function nobleEquation(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return isPrimeOrderPoint(signature.subarray(0, 32)) && ed25519.verify(signature, message, key, { zip215: false });
}

let best: Promise<Equation> | undefined;

/** Returns WebCrypto's equation if the platform has it, found out once by importing the base point as a key. */
function bestEquation(): Promise<Equation> {
  best ??= Promise.resolve()
    .then(() => crypto.subtle.importKey("raw", ed25519.Point.BASE.toBytes(), "Ed25519", false, ["verify"]))
    .then(
      () => webCryptoEquation,
      () => nobleEquation, // no WebCrypto at all, or one that does not know Ed25519
    );
  return best;
}

function isPrimeOrderPoint(encoded: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(encoded, false); // false: non-canonical encodings throw
    return !point.is0() && point.isTorsionFree();
  } catch {
    return false;
  }
}

function littleEndian(data: Uint8Array): bigint {
  return BigInt(`0x${hex(data.slice().reverse())}`);
}
