/**
 * Two states, absent and present, and what evidence does to the odds between them; with decay while nobody looks.
 *
 * Present means exactly the standard's items. Each step is decay, then evidence, the first one included: for its days,
 * once a day, absent becomes present with probability h and present absent with r; then a result y is seen. Weights are
 * kept unnormalised, as integers:
 *
 *     absent'  = absent (1-h) + present r          then  absent' L(y | absent)
 *     present' = present (1-r) + absent h          then  present' L(y | present)
 *
 * n days in one: with S = absent + present, which decay does not change, and l = 1 - h - r,
 *
 *     absent_n = l^n absent + r S (1 + l + ... + l^(n-1))
 */

import { type Fraction, ZERO, fraction } from "../encoding/fraction.js";
import { Misuse } from "../errors.js";

/** Steps of the grid of hazards, and of bounds that are rounded for a record: a millionth. */
export const GRID = 1_000_000n;

const KEPT_BITS = 256;

/** Some days without a look, then a result. */
export interface Step {
  readonly days: number;
  /** Likelihoods of the result, at least 0; both 1 if nobody looked. */
  readonly absent: Fraction;
  readonly present: Fraction;
  /** Chances a day of this step's own: h + r <= 1. */
  readonly introduction?: Fraction;
  readonly removal?: Fraction;
}

/** Chances a day as whole numbers over one denominator. */
export interface Hazard {
  readonly comes: bigint;
  readonly goes: bigint;
  readonly whole: bigint;
}

/** The unnormalised weights of absent and present. */
type Weights = readonly [bigint, bigint];

/** Returns chances a day over one denominator. */
export function hazard(introduction: Fraction, removal = ZERO): Hazard {
  const whole = introduction.denominator * removal.denominator;
  const comes = introduction.numerator * removal.denominator;
  return { comes, goes: removal.numerator * introduction.denominator, whole };
}

/** Returns the weights behind all steps, from those before them; `always`: chances that hold on every day instead. */
export function weights(steps: readonly Step[], before: Weights, always?: Hazard): Weights {
  let [absent, present] = before;
  for (const step of steps) {
    if (step.days > 0) {
      const daily = always ?? hazard(step.introduction ?? ZERO, step.removal ?? ZERO);
      [absent, present] = decayed(step.days, daily, absent, present);
    }
    absent *= step.absent.numerator * step.present.denominator;
    present *= step.present.numerator * step.absent.denominator;
  }
  return [absent, present];
}

function decayed(days: number, { comes, goes, whole }: Hazard, absent: bigint, present: bigint): Weights {
  const moved = comes + goes;
  if (moved === 0n) return [absent, present];
  const [kept, total] = [(whole - moved) ** BigInt(days), whole ** BigInt(days)];
  // whole - kept divides the difference of their powers: the sum of the series.
  const later = kept * absent + goes * (absent + present) * ((total - kept) / moved);
  return [later, (absent + present) * total - later];
}

/** Returns the probability of absence behind all steps, exactly; `prior`, in [0, 1], is that before them. */
export function posterior(prior: Fraction, steps: readonly Step[]): Fraction {
  const [absent, present] = weights(steps, odds(prior));
  if (absent + present === 0n) throw new Misuse("got results that neither state can give");
  return fraction(absent, absent + present);
}

function odds(prior: Fraction): Weights {
  return [prior.numerator, prior.denominator - prior.numerator];
}

/** Two bounds, the lower one first. */
export type Between = readonly [Fraction, Fraction];

/**
 * Returns the least and the greatest probability of absence over an agreed class, rounded outward to millionths.
 *
 * The odds of presence rise with the hazard and fall with the removal, so the extremes are at two constant corners: least
 * prior, greatest hazard, least removal; and the reverse. Hazards of the steps are not used. Where what was seen cannot
 * be in either state, the bounds are 0 and 1.
 */
export function bounds(priors: Between, introductions: Between, removals: Between, steps: readonly Step[]): Between {
  const worst = weights(steps, odds(priors[0]), hazard(introductions[1], removals[0]));
  const best = weights(steps, odds(priors[1]), hazard(introductions[0], removals[1]));
  const [low, high] = [worst[0] + worst[1], best[0] + best[1]];
  return [
    fraction(low === 0n ? 0n : (worst[0] * GRID) / low, GRID),
    fraction(high === 0n ? GRID : (best[0] * GRID + high - 1n) / high, GRID),
  ];
}

/** Returns how much likelier the results are with the items there throughout than with none. Requires absent > 0. */
export function likelihoodRatio(steps: readonly Step[]): Fraction {
  const still = steps.map((step) => ({ ...step, days: 0 }));
  const [absent, present] = weights(still, [1n, 1n]);
  return fraction(present, absent);
}

/**
 * Returns the least prior of absence with which absence is at least as sure as `confidence`; nothing if none is.
 *
 * From certain absence the steps lead to weights (a_A, a_P), from certain presence to (p_A, p_P). With
 * X = c p_P - (1-c) p_A and Y = (1-c) a_A - c a_P it is X / (X + Y); 0, any prior, if X <= 0 <= Y; none if Y < 0.
 */
export function breakEvenPrior(steps: readonly Step[], confidence: Fraction): Fraction | undefined {
  const ofAbsence = weights(steps, [1n, 0n]);
  const ofPresence = weights(steps, [0n, 1n]);
  const [sure, rest] = odds(confidence);
  const need = sure * ofPresence[1] - rest * ofPresence[0];
  const have = rest * ofAbsence[0] - sure * ofAbsence[1];
  if (have < 0n) return undefined;
  return need > 0n ? fraction(need, need + have) : ZERO;
}

/**
 * Returns the greatest hazard a day, in millionths, with which certain absence is still as sure as `confidence`.
 *
 * Nothing is removed. The probability of absence falls as the hazard rises, so it is found by bisection; rounded down to
 * the grid. Hazards of the steps are not used.
 */
export function breakEvenHazard(steps: readonly Step[], confidence: Fraction): Fraction {
  let [low, high] = [0n, GRID];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (isSure(steps, { comes: middle, goes: 0n, whole: GRID }, confidence)) low = middle;
    else high = middle - 1n;
  }
  return fraction(low, GRID);
}

/**
 * Returns whether certain absence is still as sure as `confidence` behind the steps, nothing being removed.
 *
 * Exact weights grow by some bits a day. So they are first kept between two bounds, cut after each step, the lower ones
 * down and the upper ones up; only where these leave it open is it asked exactly.
 */
function isSure(steps: readonly Step[], daily: Hazard, confidence: Fraction): boolean {
  const [sure, rest] = odds(confidence);
  let [absentLow, absentHigh, presentLow, presentHigh] = [1n, 1n, 0n, 0n];
  for (const step of steps) {
    const total = daily.whole ** BigInt(step.days);
    const kept = (daily.whole - daily.comes) ** BigInt(step.days);
    const absent = step.absent.numerator * step.present.denominator;
    const present = step.present.numerator * step.absent.denominator;
    presentLow = (presentLow * total + absentLow * (total - kept)) * present;
    presentHigh = (presentHigh * total + absentHigh * (total - kept)) * present;
    [absentLow, absentHigh] = [absentLow * kept * absent, absentHigh * kept * absent];
    const cut = BigInt(Math.max(0, bits(absentHigh > presentHigh ? absentHigh : presentHigh) - KEPT_BITS));
    [absentLow, presentLow] = [absentLow >> cut, presentLow >> cut];
    [absentHigh, presentHigh] = [-(-absentHigh >> cut), -(-presentHigh >> cut)];
  }
  if (absentLow > 0n && rest * absentLow >= sure * presentHigh) return true;
  if (rest * absentHigh < sure * presentLow) return false;
  const [absent, present] = weights(steps, [1n, 0n], daily);
  return absent > 0n && rest * absent >= sure * present;
}

/** Returns the number of bits of a number of at least 0, up to three too many. */
function bits(number: bigint): number {
  return 4 * number.toString(16).length;
}
