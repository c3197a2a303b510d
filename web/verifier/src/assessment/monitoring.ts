/**
 * What readings do to a finding: monitors lower it, and add no number to it.
 *
 * A find contradicts, for both sides signed it; an alarm, or a find, that is not resolved disputes.
 */

import type { Undertaking } from "../agreement/document.js";
import { finds } from "../regime/disputes.js";
import type { ReadingState, State } from "../regime/judge.js";

/** Returns the readings of an undertaking's monitors, in the state's order. */
export function readingsOf(state: State, owed: Undertaking): readonly ReadingState[] {
  return state.readings.filter(({ body }) => owed.monitors?.includes(body.monitor) === true);
}

/** Returns each reading that found an item of the type, and at which points. */
export function foundIn(
  state: State,
  owed: Undertaking,
): readonly { readonly id: Uint8Array; readonly points: readonly string[] }[] {
  return readingsOf(state, owed)
    .filter(({ body }) => finds(body))
    .map(({ id, body }) => ({
      id,
      points: body.points.filter(({ outcome }) => outcome === "found").map((point) => point.id),
    }));
}

/** Returns the readings whose alarm is open. */
export function alarmsIn(state: State, owed: Undertaking): readonly Uint8Array[] {
  return readingsOf(state, owed)
    .filter(({ alarm }) => alarm === "open")
    .map(({ id }) => id);
}
