/**
 * Anchors: what a reader must hold from outside the file, to know whose word it is (spec/attestation.md).
 *
 *     counterseal.org/anchors/v1
 *     agreement 3f02673e4d2f48650cd4a04e0a0cdba1af087ffe84c4cbcd3c75b5181084181b
 *     policy 0e1d...
 *     root russian-federation 77aa...
 *     root united-states 9b4c...                     every party once, by name, strictly ascending
 *
 * A file without anchors proves only that it agrees with itself: anybody can invent parties and keys. Any text that is
 * not of exactly this form is refused with `anchors-form`.
 */

import { text, unhex } from "../encoding/bytes.js";
import { Refused } from "../errors.js";

export const SIZE_MAX = 65_536;

const FORM = new RegExp(
  "^counterseal\\.org/anchors/v1\\nagreement ([0-9a-f]{64})\\npolicy ([0-9a-f]{64})\\n" +
    "((?:root [a-z][a-z0-9-]{0,63} [0-9a-f]{64}\\n){2,64})$",
);

/** Digests by which a reader knows the agreement, the trust file and each party's root keys, 32 bytes each. */
export interface Anchors {
  readonly agreement: Uint8Array;
  readonly policy: Uint8Array;
  readonly roots: ReadonlyMap<string, Uint8Array>;
}

/**
 * Returns the anchors written in a file.
 *
 * @throws Refused `anchors-form`
 */
export function parse(data: Uint8Array): Anchors {
  const mend = "ask the party you trust for the file that starts with counterseal.org/anchors/v1";
  const match = data.length <= SIZE_MAX ? FORM.exec(text(data) ?? "") : null;
  if (match === null) throw new Refused("anchors-form", "got bytes that are not an anchors file", "", mend);
  const roots = new Map<string, Uint8Array>();
  let last = "";
  for (const line of match[3]!.split("\n").slice(0, -1)) {
    const [, party = "", digest = ""] = line.split(" ");
    if (party <= last) throw new Refused("anchors-form", "got roots out of order by party, or twice", "", mend);
    roots.set(party, unhex(digest));
    last = party;
  }
  return { agreement: unhex(match[1]!), policy: unhex(match[2]!), roots };
}
