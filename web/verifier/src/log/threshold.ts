/**
 * Thresholds: how many persons signed, whatever the number of lines, names and keys they signed with.
 *
 * 1. each raw key counts once, under whatever names and ids it signed;
 * 2. each key stands for one person (for a quorum of sides: one side) in one role;
 * 3. each person counts once in a role.
 *
 * Names and key ids never count: a signature does not cover them. Counting lines instead of persons was a fault of
 * many implementations of such rules.
 */

import { type VKey, index } from "./vkey.js";
import { compareText, hex } from "../encoding/bytes.js";
import { Misuse, Refused } from "../errors.js";

/** Who answers for a raw key: a person in a role, or a side in the role of witness. */
export interface Holder {
  readonly key: Uint8Array;
  readonly person: string;
  readonly role: string;
}

/**
 * Returns only if enough persons of every needed role signed.
 *
 * @param holders the key set
 * @param signers raw keys whose signatures verified, in any order, repeats allowed; strangers count for nothing
 * @param need role -> least number of persons, at least 1
 * @throws Refused `keyset-duplicate-key`; `threshold-short`
 * @throws Misuse `need` asks for nothing
 */
export function require(
  holders: Iterable<Holder>,
  signers: Iterable<Uint8Array>,
  need: ReadonlyMap<string, number>,
): void {
  if (need.size === 0 || Math.min(...need.values()) < 1) {
    throw new Misuse("a threshold of nothing would be met by nobody's signature");
  }
  const present = persons(holders, signers);
  for (const [role, count] of [...need].sort(([left], [right]) => compareText(left, right))) {
    const got = present.get(role)?.size ?? 0;
    if (got < count) throw new Refused("threshold-short", `got ${got} of role ${role}, want ${count}`, role);
  }
}

/**
 * Returns role -> persons who signed.
 *
 * @throws Refused `keyset-duplicate-key`: the key set names one raw key twice, so a key may stand for two persons
 */
export function persons(
  holders: Iterable<Holder>,
  signers: Iterable<Uint8Array>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const byKey = new Map<string, Holder>();
  for (const holder of holders) {
    const key = hex(holder.key);
    if (byKey.has(key)) throw new Refused("keyset-duplicate-key", `got the key ${key} twice in one key set`);
    byKey.set(key, holder);
  }
  const result = new Map<string, Set<string>>();
  for (const signer of signers) {
    const holder = byKey.get(hex(signer));
    if (holder === undefined) continue;
    const role = result.get(holder.role) ?? new Set();
    result.set(holder.role, role.add(holder.person));
  }
  return result;
}

/**
 * Returns only if a key set may be admitted: no raw key twice, under whatever name and type, and no line ambiguous.
 *
 * @throws Refused `keyset-duplicate-key`; `keyset-duplicate-id`: two keys under one name and key id
 */
export function checkKeys(vkeys: readonly VKey[]): void {
  const seen = new Set<string>();
  for (const vkey of vkeys) {
    if (seen.has(hex(vkey.key))) {
      throw new Refused("keyset-duplicate-key", `got the key of ${vkey.name} twice in one key set`);
    }
    seen.add(hex(vkey.key));
  }
  index(vkeys);
}
