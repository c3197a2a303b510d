/**
 * A verifier key: the name, type and raw public key that a signature line points at.
 *
 *     NAME+HEX(key id)+BASE64(type byte || raw key)      key id = SHA-256(NAME LF type key)[0:4]
 *
 * The key id is a hint of 32 bits that anybody can collide in a tenth of a second: it only helps to find a key.
 * Identity is the raw key.
 *
 * A text is refused by the first of these that it breaks:
 *
 * 1. three parts; a name of ours; eight lower-case hexadecimal digits; strict base64, not empty   `vkey-form`
 * 2. type 0x01, 0x04 or 0x06                                                                     `vkey-type`
 * 3. a raw key of the type's length                                                              `vkey-key`
 * 4. the id is the hash                                                                          `vkey-id`
 * 5. an Ed25519 key is admitted by the strict profile                                            `key-point`
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { concat, hex, utf8 } from "../encoding/bytes.js";
import * as ed25519 from "../encoding/ed25519.js";
import * as strict from "../encoding/strict.js";
import { Refused } from "../errors.js";

export const ED25519 = 0x01; // signs the note's text
export const COSIGNATURE_ED25519 = 0x04; // cosigns a checkpoint, with a time
export const COSIGNATURE_MLDSA44 = 0x06; // the same, against quantum computers

export const KEY_ID_SIZE = 4;
export const NAME = /^[a-z0-9][a-z0-9._/-]{0,254}$/; // 255 bytes: the length prefix in a type 0x06 message is one byte

const KEY_SIZES = new Map([
  [ED25519, 32],
  [COSIGNATURE_ED25519, 32],
  [COSIGNATURE_MLDSA44, 1312],
]);
const FORM = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** A public key under a name, for one type of signature. Only `parse` checks it. */
export interface VKey {
  /** The key name on signature lines; a log's is its origin. */
  readonly name: string;
  /** 0x01, 0x04 or 0x06. */
  readonly type: number;
  /** The raw public key, the identity of who signs. */
  readonly key: Uint8Array;
  /** The first 4 bytes of SHA-256(name || 0x0A || type || key) (signed-note, "Signatures"). */
  readonly keyId: Uint8Array;
}

/** Known keys by what a signature line says of them: `place`. */
export type Keys = ReadonlyMap<string, VKey>;

/** Returns the key with its id. */
export function make(name: string, type: number, key: Uint8Array): VKey {
  const hashed = concat(utf8(name), Uint8Array.of(0x0a, type), key);
  return { name, type, key, keyId: sha256(hashed).slice(0, KEY_ID_SIZE) };
}

/** Returns the text form, which `parse` reads back. */
export function encode(vkey: VKey): string {
  return `${vkey.name}+${hex(vkey.keyId)}+${strict.base64Encode(concat(Uint8Array.of(vkey.type), vkey.key))}`;
}

/**
 * Returns the verifier key written in `text`.
 *
 * @throws Refused one of the codes of the module's list, the first that holds
 */
export function parse(text: string): VKey {
  const match = FORM.exec(text);
  if (match === null || !NAME.test(match[1]!)) {
    throw new Refused("vkey-form", "got text that is not NAME+ID+KEY with a name of [a-z0-9._/-]");
  }
  let data: Uint8Array;
  try {
    data = strict.base64Decode(match[3]!);
  } catch (error) {
    throw error instanceof Refused ? new Refused("vkey-form", "got a key that is not canonical base64") : error;
  }
  const vkey = make(match[1]!, data[0]!, data.slice(1));
  const size = KEY_SIZES.get(vkey.type);
  if (size === undefined) throw new Refused("vkey-type", `got type ${typeText(vkey.type)}, want 0x01, 0x04 or 0x06`);
  if (vkey.key.length !== size) {
    const got = vkey.key.length;
    throw new Refused("vkey-key", `got a key of ${got} bytes, want ${size} for type ${typeText(vkey.type)}`);
  }
  if (hex(vkey.keyId) !== match[2]) {
    throw new Refused("vkey-id", `got key id ${match[2]}, want ${hex(vkey.keyId)}`);
  }
  if (vkey.type !== COSIGNATURE_MLDSA44) ed25519.admit(vkey.key);
  return vkey;
}

/** Returns what a key is looked up by: name and key id. */
export function place(named: { readonly name: string; readonly keyId: Uint8Array }): string {
  return `${named.name} ${hex(named.keyId)}`; // a name on a line has no blank
}

/**
 * Returns the keys by what a signature line says of them.
 *
 * @throws Refused `keyset-duplicate-id`: two of the keys answer to one name and id
 */
export function index(vkeys: Iterable<VKey>): Keys {
  const keys = new Map<string, VKey>();
  for (const vkey of vkeys) {
    if (keys.has(place(vkey))) {
      throw new Refused("keyset-duplicate-id", `got two keys under ${vkey.name} with id ${hex(vkey.keyId)}`);
    }
    keys.set(place(vkey), vkey);
  }
  return keys;
}

/** Returns a type as it is written everywhere: `0x04`. */
export function typeText(type: number): string {
  return `0x${type.toString(16).padStart(2, "0")}`;
}
