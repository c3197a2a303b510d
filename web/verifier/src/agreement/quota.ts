/**
 * Quotas: how many places there are in a period (spec/clock.md, section 5).
 *
 *     {"by_period": [{"places": 20, "years": 3}, {"places": 15, "years": 5}, {"places": 10, "years": 5}]}
 *
 * 1. a quota is a fixed number, a schedule over periods, or a share of a declared figure;
 * 2. a share says how it is rounded, and only then what it is at least and at most;
 * 3. behind the end of a schedule there is no place;
 * 4. a share of a figure that nobody has declared yet is no number.
 *
 * Whole numbers only. No number of any agreement stands here. Codes are those of shapes; no call below refuses.
 */

import { exactlyOne } from "./clock.js";
import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { Refused } from "../errors.js";
import { NAME } from "../statements/kinds.js";

const PLACES_MAX = 1_000_000;
const PART_MAX = 1_000_000; // of numerator and denominator: with a figure of 10^9 no product reaches 2^53
export const ROUNDINGS = ["down", "nearest", "up"] as const;

/** `numerator` / `denominator` of a figure, rounded; then at least and at most so many places. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  readonly rounding: (typeof ROUNDINGS)[number];
  readonly at_least?: number;
  readonly at_most?: number;
}

/** So many `places` in each of `years` periods in a row. */
export interface YearSpan {
  readonly years: number;
  readonly places: number;
}

/** A quota: exactly one of the first three is given. `figure` names what a share is of, and is there with one. */
export interface Places {
  readonly fixed?: number;
  readonly by_period?: readonly YearSpan[];
  readonly share?: Share;
  readonly figure?: string;
}

/** Returns the places of a share for a figure of 0 to 10^9. `nearest` rounds a half up. */
export function placesOf(share: Share, figure: number): number {
  const { numerator, denominator, rounding, at_least = 0, at_most } = share;
  const added = { down: 0, nearest: denominator, up: 2 * (denominator - 1) }[rounding];
  const doubled = 2 * figure * numerator + added;
  const rounded = (doubled - (doubled % (2 * denominator))) / (2 * denominator); // exact: nothing is left over
  const places = Math.max(rounded, at_least);
  return at_most === undefined ? places : Math.min(places, at_most);
}

/**
 * Returns the places in a period; undefined for a share whose figure is not known.
 *
 * @param places the quota
 * @param periodIndex of the period, from 1
 * @param figure the declared figure that `places.figure` names, 0 to 10^9; other quotas do not look at it
 */
export function count(places: Places, periodIndex: number, figure?: number): number | undefined {
  if (places.fixed !== undefined) return places.fixed;
  if (places.share !== undefined) return figure === undefined ? undefined : placesOf(places.share, figure);
  let index = periodIndex;
  for (const run of places.by_period ?? []) {
    if (index <= run.years) return run.places;
    index -= run.years;
  }
  return 0;
}

/** Returns the places of a whole schedule; undefined for a quota that has no end. */
export function total(places: Places): number | undefined {
  if (places.by_period === undefined || places.by_period.length === 0) return undefined;
  return places.by_period.reduce((sum, run) => sum + run.years * run.places, 0);
}

// Shapes

const SHARE_MEMBERS = shape.record(
  {
    numerator: shape.integer(1, PART_MAX),
    denominator: shape.integer(1, PART_MAX),
    rounding: shape.choice(ROUNDINGS),
  },
  { at_least: shape.integer(1, PLACES_MAX), at_most: shape.integer(1, PLACES_MAX) },
);

/** A share whose `at_least` is not above its `at_most`, else `field-range`. */
export const SHARE: Shape<Share> = (value, where) => {
  const share = SHARE_MEMBERS(value, where);
  if (share.at_least !== undefined && share.at_most !== undefined && share.at_least > share.at_most) {
    throw new Refused("field-range", `got at least ${share.at_least} and at most ${share.at_most}`, where);
  }
  return share;
};

export const YEAR_SPAN: Shape<YearSpan> = shape.record({
  years: shape.integer(1, 1_000),
  places: shape.integer(0, PLACES_MAX),
});

const PLACES_MEMBERS: Shape<Places> = exactlyOne(
  shape.record(
    {},
    { fixed: shape.integer(0, PLACES_MAX), by_period: shape.listOf(YEAR_SPAN, 1, 64), share: SHARE, figure: NAME },
  ),
  ["fixed", "by_period", "share"],
);

/** A quota that names a figure when it is a share (`field-missing`), and only then (`field-unknown`). */
export const PLACES: Shape<Places> = (value, where) => {
  const places = PLACES_MEMBERS(value, where);
  if (places.share !== undefined && places.figure === undefined) {
    throw new Refused("field-missing", "member 'figure' is missing: a share is of something", where);
  }
  if (places.share === undefined && places.figure !== undefined) {
    throw new Refused("field-unknown", "got member 'figure', which only a share has", where);
  }
  return places;
};
