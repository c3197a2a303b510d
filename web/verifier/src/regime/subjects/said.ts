/** What a rule knows of the statement that it judges: its kind, and so the shape of its body. */

import type { Said } from "../facts.js";
import { Misuse } from "../../errors.js";
import type { Bodies, KindName } from "../../statements/kinds.js";

/** Returns the body of a statement of this kind. */
export function bodyOf<N extends KindName>(said: Said, kind: N): Bodies[N] {
  const { statement } = said;
  if (statement.kind !== kind) throw new Misuse(`a rule for ${kind} was asked of ${statement.kind}`);
  return statement.body as Bodies[N];
}
