/**
 * Amendment: all parties put another document in the agreement's place, from a cut on.
 *
 *     R50  it is the next, as its author sees it, of the document in effect there   amendment-number, amendment-previous
 *     R51  what it names is an agreement                                            amendment-document
 *     R52  the new document changes nothing that statements may rest on
 *                                   amendment-founding, amendment-force, amendment-name, amendment-step
 *
 * Who signs it, R31 and R7 ask: every party. An amendment that breaks no rule before R51 waits until its document is
 * here: all parties signed its digest, so that nobody alone can stop the others by it.
 */

import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import * as amends from "../../agreement/amends.js";
import { hex } from "../../encoding/bytes.js";
import { Refused } from "../../errors.js";

/** R50. */
function nextOfItsDocument(facts: Facts, said: Said): string {
  const body = bodyOf(said, "amendment");
  const { settled, digest } = facts.courseFor(said.log, said.index);
  if (body.number !== settled + 1) return "amendment-number";
  return hex(body.previous) === digest ? "" : "amendment-previous";
}

/** R51. */
function isAgreement(facts: Facts, said: Said): string {
  return facts.documents.get(hex(bodyOf(said, "amendment").agreement)) === undefined ? "amendment-document" : "";
}

/** R52. */
function keepsWhatStands(facts: Facts, said: Said): string {
  try {
    amends.require(facts.agreement, facts.documents.get(hex(bodyOf(said, "amendment").agreement))!);
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  return "";
}

const NEXT: Rule = { id: "R50", check: nextOfItsDocument };

/** Rules that need no document. */
export const BEFORE: readonly Rule[] = [NEXT];

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  amendment: [NEXT, { id: "R51", check: isAgreement }, { id: "R52", check: keepsWhatStands }],
};
