/**
 * Cosignatures: "consistent with all I ever saw of this log, at this time" (tlog-cosignature).
 *
 *     body of a line = u64be time || signature
 *     0x04, Ed25519:    64 bytes over   "cosignature/v1" LF "time N" LF checkpoint text
 *     0x06, ML-DSA-44:  2,420 bytes over "subtree/v1" LF NUL || u8 len || cosigner name || u64be time
 *                                        || u8 len || origin || u64be 0 || u64be size || root
 *
 * An Ed25519 cosignature does not commit to its cosigner's name: so one raw key, one cosigner.
 *
 * A body is refused by the first of these that it breaks:
 *
 * 1. the key is of type 0x04 or 0x06               `cosignature-type`
 * 2. the body has the type's length                `cosignature-size`
 * 3. the time is above 0 and below 2^63            `cosignature-time`
 * 4. the text is a checkpoint                      `checkpoint-*`
 * 5. the signature verifies                        `signature-*`
 */

import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";

import { type Checkpoint, parse as parseCheckpoint } from "./checkpoint.js";
import { COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, type VKey, typeText } from "./vkey.js";
import { concat, fromU64be, u64be, utf8 } from "../encoding/bytes.js";
import * as ed25519 from "../encoding/ed25519.js";
import { Refused } from "../errors.js";

export const TIME_MAX = 2n ** 63n - 1n;
const TIME_SIZE = 8;
const SIGNATURE_SIZES = new Map([
  [COSIGNATURE_ED25519, 64],
  [COSIGNATURE_MLDSA44, 2420],
]);

/**
 * Resolves to the time, in Unix seconds, at which `vkey` cosigned the checkpoint `text`.
 *
 * @throws Refused one of the codes of the module's list, the first that holds
 */
export async function verify(vkey: VKey, text: Uint8Array, body: Uint8Array): Promise<bigint> {
  const size = SIGNATURE_SIZES.get(vkey.type);
  if (size === undefined) {
    throw new Refused("cosignature-type", `got a key of type ${typeText(vkey.type)}, want 0x04 or 0x06`);
  }
  if (body.length !== TIME_SIZE + size) {
    throw new Refused("cosignature-size", `got ${body.length} bytes after the key id, want ${TIME_SIZE + size}`);
  }
  const time = fromU64be(body);
  if (!(0n < time && time <= TIME_MAX)) {
    throw new Refused("cosignature-time", `got time ${time}, want 1 to ${TIME_MAX}`);
  }
  const checkpoint = parseCheckpoint(text);
  const signature = body.slice(TIME_SIZE);
  if (vkey.type === COSIGNATURE_ED25519) {
    await ed25519.verify(vkey.key, messageEd25519(time, text), signature);
  } else if (!ml_dsa44.verify(signature, messageMldsa(vkey.name, time, checkpoint), vkey.key)) {
    throw new Refused("signature-invalid", "the signature does not verify under this key");
  }
  return time;
}

/** Returns what a key of type 0x04 signs. */
export function messageEd25519(time: bigint, text: Uint8Array): Uint8Array {
  return concat(utf8(`cosignature/v1\ntime ${time}\n`), text);
}

/** Returns what a key of type 0x06 signs: the whole tree as the subtree from 0 to its size. */
export function messageMldsa(name: string, time: bigint, checkpoint: Checkpoint): Uint8Array {
  return concat(
    utf8("subtree/v1\n\0"),
    short(name),
    u64be(time),
    short(checkpoint.origin),
    u64be(0n),
    u64be(checkpoint.size),
    checkpoint.root,
  );
}

function short(text: string): Uint8Array {
  const data = utf8(text);
  return concat(Uint8Array.of(data.length), data);
}
