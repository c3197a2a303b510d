/** Who: what `author`, `others`, `each`, `inspecting` and `inspected` mean where an agreement says them. */

import type { Facts } from "./facts.js";
import { principalsOf } from "../agreement/document.js";
import { unhex } from "../encoding/bytes.js";

/**
 * Returns the parties that a word means.
 *
 * @param author who said what is answered or what starts a duty, if anybody
 * @param owes the party that owes, whose others are meant where nobody said anything
 * @param root the id that starts the thread of that, empty or absent if there is none
 */
export function resolve(
  facts: Facts,
  who: string,
  author?: string,
  root?: string,
  owes?: string,
): readonly string[] {
  const principals = principalsOf(facts.agreement).map((party) => party.name);
  if (who === "each") return principals;
  if (who === "author") return author === undefined ? [] : [author];
  if (who === "others") return principals.filter((name) => name !== (author ?? owes));
  if (who === "inspected" || who === "inspecting") {
    const inspection = root ? facts.inspectionOf(unhex(root)) : undefined;
    return inspection === undefined ? [] : [inspection[who]];
  }
  return [who];
}
