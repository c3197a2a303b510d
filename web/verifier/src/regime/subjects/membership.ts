/**
 * Membership: founding key sets and accessions.
 *
 *     R12  a root key set has the roots and the trust file that the agreement names, and admitted keys of one purpose
 *          each      keyset-roots, keyset-policy, key-point, keyset-duplicate-key, keyset-purpose
 *     R13  an accession names this agreement, its trust file and every party's roots
 *                                accession-agreement, accession-policy, accession-roots
 */

import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { named } from "../../agreement/document.js";
import { equal, hex } from "../../encoding/bytes.js";
import { admit } from "../../encoding/ed25519.js";
import { Refused } from "../../errors.js";
import { checkKeys } from "../../log/threshold.js";
import { ED25519, make } from "../../log/vkey.js";
import { type RootKeySet, rootKeysDigest } from "../../statements/kinds.js";

/** R12. */
function keySetAgreed(facts: Facts, said: Said): string {
  const body = bodyOf(said, "root-key-set");
  const party = named(facts.agreement.parties, said.statement.party);
  if (!equal(rootKeysDigest(body.threshold, body.roots), party.roots)) return "keyset-roots";
  return keysGood(facts, body);
}

/** Returns the code by which a key set is not good under this agreement, whoever's it is; R12 and R46. */
export function keysGood(facts: Facts, body: RootKeySet): string {
  if (!equal(body.policy, facts.agreement.policy)) return "keyset-policy";
  try {
    for (const key of [...body.roots, ...body.keys.map((held) => held.key)]) admit(key);
    checkKeys(body.keys.map((key) => make(key.name, ED25519, key.key)));
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  const others = [...facts.policy.logs, ...facts.policy.witnesses.values()].map((vkey) => vkey.key);
  const taken = new Set([...others, ...body.roots].map(hex));
  return body.keys.some((key) => taken.has(hex(key.key))) ? "keyset-purpose" : "";
}

/** R13. */
function accessionComplete(facts: Facts, said: Said): string {
  const { agreement } = facts;
  const body = bodyOf(said, "accession");
  if (!equal(body.agreement, agreement.digest)) return "accession-agreement";
  if (!equal(body.policy, agreement.policy)) return "accession-policy";
  const same = agreement.parties.every((party) => {
    const roots = body.roots.get(party.name);
    return roots !== undefined && equal(roots, party.roots);
  });
  return same && body.roots.size === agreement.parties.length ? "" : "accession-roots";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "root-key-set": [{ id: "R12", check: keySetAgreed }],
  accession: [{ id: "R13", check: accessionComplete }],
};
