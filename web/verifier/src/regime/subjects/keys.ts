/**
 * Keys over time: rotation to the set committed to before, and revocation that takes back no word that others hold.
 *
 *     R46  a rotation reveals the roots that the set before it had committed to, and its keys are good
 *                                   rotation-next, keyset-policy, key-point, keyset-duplicate-key, keyset-purpose
 *     R47  a revocation names role keys of the party, and a last good index not below what others were seen to hold
 *                                   revocation-key, revocation-reach
 *
 * Validity goes by log index, never by date. R7 asks for both thresholds under a rotation: stolen keys cannot rotate.
 */

import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { keysGood } from "./membership.js";
import { bodyOf } from "./said.js";
import { equal, hex } from "../../encoding/bytes.js";
import { rootKeysDigest } from "../../statements/kinds.js";

/** R46. */
function revealed(facts: Facts, said: Said): string {
  const body = bodyOf(said, "key-rotation");
  const epoch = facts.log(said.log).epoch(said.index);
  if (epoch === undefined || !equal(epoch.keys.next, rootKeysDigest(body.threshold, body.roots))) return "rotation-next";
  return keysGood(facts, body);
}

/** R47. */
function notBelowHeld(facts: Facts, said: Said): string {
  const body = bodyOf(said, "key-revocation");
  const log = facts.log(said.log);
  const known = new Set(log.epochs.flatMap((epoch) => epoch.keys.keys.map(({ key }) => hex(key))));
  if (!body.keys.every((key) => known.has(hex(key)) && !log.revoked.has(hex(key)))) return "revocation-key";
  let held = 0;
  for (const [other, size] of log.sizes) {
    if (other === said.log) continue;
    held = Math.max(held, Number(facts.log(other).closure[Number(size)]!.get(said.log) ?? 0n));
  }
  return held - 1 <= body.last_good && body.last_good < said.index ? "" : "revocation-reach";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "key-rotation": [{ id: "R46", check: revealed }],
  "key-revocation": [{ id: "R47", check: notBelowHeld }],
};
