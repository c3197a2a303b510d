/**
 * The guarantee: the least probability, without any prior, that a visit would have shown the items had they been there.
 *
 * For presence *momentary* the items are supposed there at the moment the freeze was verified, and the evader may still
 * take them away before it: if the agreed least removal time fits between the inspected Party's earliest possible
 * knowledge and the verified freeze, the visit adds nothing, whatever was opened. A visit that did not end clean adds
 * nothing either: who refuses exactly where an item lies would lose nothing.
 */

import { miss } from "./sampling.js";
import { type Fraction, ONE, minus } from "../encoding/fraction.js";

/** What a visit did, in numbers. */
export interface Visit {
  /** Points frozen and drawn from. */
  readonly points: number;
  /** Points drawn, opened and found clean. */
  readonly opened: number;
  /** Whether every drawn point ended clean. */
  readonly clean: boolean;
  /** Agreed chance that an opened item is seen; 0 if the trial behind it has expired. */
  readonly sensitivity: Fraction;
  /** Seconds from the inspected Party's earliest knowledge to the verified freeze, at least 0. */
  readonly gapS: number;
  /** Least seconds in which one item can leave unseen. */
  readonly leastRemovalS: number;
}

/** Returns whether an item could have left between knowledge and freeze: it fits, also exactly. */
export function escapes(gapS: number, leastRemovalS: number): boolean {
  return leastRemovalS <= gapS;
}

/** Returns the probability in [0, 1] that the visit would have shown `items` items there at its freeze. */
export function momentary(visit: Visit, items: number): Fraction {
  return minus(ONE, missed(visit, items));
}

/**
 * Returns the greatest probability in [0, 1] with which the visit shows none of `items` items that are there.
 *
 * It is 1 where the visit adds nothing, also if `items`, less what could hide in closed points, is 0 or below.
 */
export function missed(visit: Visit, items: number): Fraction {
  if (items <= 0 || !visit.clean || escapes(visit.gapS, visit.leastRemovalS)) return ONE;
  return miss(visit.points, items, visit.opened, visit.sensitivity);
}
