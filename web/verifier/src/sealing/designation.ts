/**
 * The sealed designation of a site (spec/sealing.md).
 *
 *     commitment = th("counterseal.org/designation/v1", channel, party, inspection, u64be number, site, salt, place?)
 *
 * The salt is 32 random bytes: sites are few, and a bare hash of one would be guessed at once.
 */

import { u64be, utf8 } from "../encoding/bytes.js";
import { taggedHash } from "../encoding/tagged.js";

/** Whose designation of which visit. */
export interface Designation {
  readonly channel: string;
  readonly party: string;
  readonly inspection: string;
  readonly number: number;
  readonly site: string;
  readonly salt: Uint8Array;
  /** Of a site whose place is told by visit. */
  readonly place?: string;
}

/** Returns the 32-byte commitment. `salt` is 32 bytes, `number` from 1. */
export function commitment({ channel, party, inspection, number, site, salt, place }: Designation): Uint8Array {
  const whose = [channel, party, inspection].map(utf8);
  const told = place === undefined ? [] : [utf8(place)];
  return taggedHash("counterseal.org/designation/v1", ...whose, u64be(BigInt(number)), utf8(site), salt, ...told);
}
