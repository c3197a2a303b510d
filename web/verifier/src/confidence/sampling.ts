/**
 * Attribute sampling: the chance that opened points show none of the items that are there.
 *
 * N points, d of them hold an item, n are drawn without replacement and opened; an opened item is seen with probability
 * p, each independently. The number of items among the drawn is hypergeometric, and averaging (1-p)^j over it gives
 *
 *     miss(N, d, n, p) = sum over j = 0..d of (-p)^j C(d, j) (n)_j / (N)_j,      (x)_j = x (x-1) ... (x-j+1)
 */

import { type Fraction, ONE, ZERO, compare, fraction, greatest, minus, plus, power, times } from "../encoding/fraction.js";
import { Misuse } from "../errors.js";

const ANSWERS_MAX = 1024;
const answers = new Map<string, Fraction>(); // many undertakings of one agreement ask for the same number

/** Returns the probability that no item is seen. Requires 1 <= points, 0 <= items, opened <= points, p of [0, 1]. */
export function miss(points: number, items: number, opened: number, sensitivity = ONE): Fraction {
  const inRange = (count: number): boolean => 0 <= count && count <= points;
  const isChance = compare(sensitivity, ZERO) >= 0 && compare(sensitivity, ONE) <= 0;
  if (points < 1 || !inRange(items) || !inRange(opened) || !isChance) {
    throw new Misuse(`got ${items} items and ${opened} opened of ${points} points`);
  }
  const [big, least, drawn] = [points, items, opened].map(BigInt) as [bigint, bigint, bigint];
  const asked = [points, items, opened, sensitivity.numerator, sensitivity.denominator].join(" ");
  const known = answers.get(asked);
  if (known !== undefined) return known;
  // Horner, over one denominator: each term is the one before it times -p (d-j) (n-j) / ((j+1) (N-j)).
  let [numerator, denominator] = [1n, 1n];
  for (let j = (least < drawn ? least : drawn) - 1n; j >= 0n; j -= 1n) {
    const over = sensitivity.numerator * (least - j) * (drawn - j);
    const under = sensitivity.denominator * (j + 1n) * (big - j);
    [numerator, denominator] = [denominator * under - numerator * over, denominator * under];
  }
  const missed = fraction(numerator, denominator);
  if (answers.size >= ANSWERS_MAX) answers.clear();
  answers.set(asked, missed);
  return missed;
}

/** Returns the probability that at least one item is seen: 1 - `miss`. */
export function detection(points: number, items: number, opened: number, sensitivity = ONE): Fraction {
  const missed = miss(points, items, opened, sensitivity);
  return fraction(missed.denominator - missed.numerator, missed.denominator);
}

/**
 * Returns the least number of points to open with which the miss is at most `missMax`; nothing if it is not reachable.
 *
 * The miss falls with every point opened, so the number is found by bisection. Not reachable: an imperfect look at all
 * points misses more often than that, and the answer is not N.
 */
export function leastOpened(points: number, items: number, missMax: Fraction, sensitivity = ONE): number | undefined {
  if (compare(miss(points, items, points, sensitivity), missMax) > 0) return undefined;
  let [low, high] = [0, points];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (compare(miss(points, items, middle, sensitivity), missMax) <= 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Points with one history: N of them, of which n are drawn and opened, an opened item being seen with p. */
export interface Stratum {
  readonly points: number;
  readonly opened: number;
  readonly sensitivity: Fraction;
}

/**
 * Returns the greatest probability that no item is seen, over all ways to place `items` in several strata.
 *
 * The draws of the strata are independent, so a placement is missed with the product of their misses; the worst one is
 * found stratum by stratum. Requires 0 <= items <= all points.
 */
export function worstMiss(strata: readonly Stratum[], items: number): Fraction {
  const room = strata.reduce((sum, stratum) => sum + stratum.points, 0);
  if (items < 0 || items > room) throw new Misuse(`got ${items} items for ${room} points`);
  let worst = new Map([[0, ONE]]); // items placed so far -> greatest miss
  for (const { points, opened, sensitivity } of strata) {
    const placed = new Map<number, Fraction>();
    for (const [before, missed] of worst) {
      for (let count = 0; count <= Math.min(items - before, points); count += 1) {
        const here = times(missed, miss(points, count, opened, sensitivity));
        placed.set(before + count, greatest(placed.get(before + count) ?? ZERO, here));
      }
    }
    worst = placed;
  }
  return worst.get(items)!;
}

/** How often so many alarms are raised. */
export interface Alarm {
  /** P(alarm | items there). It includes being right for the wrong reason. */
  readonly present: Fraction;
  /** P(alarm, and an item among what raised it | items there). */
  readonly trueFind: Fraction;
  /** P(alarm | no item there): the false accusation. */
  readonly absent: Fraction;
}

/**
 * Returns how often at least `alarmsMin` opened points raise an alarm.
 *
 * Of the n opened points J hold an item, J hypergeometric; each of those raises an alarm with probability p, each other
 * with q: Y = Bin(J, p) + Bin(n-J, q) (Cameron and Baldock 1998). Other arguments as of `miss`, 0 <= q <= 1.
 */
export function alarms(
  points: number,
  items: number,
  opened: number,
  sensitivity: Fraction,
  falseAlarm: Fraction,
  alarmsMin = 1,
): Alarm {
  if (compare(falseAlarm, ZERO) < 0 || compare(falseAlarm, ONE) > 0 || alarmsMin < 1) {
    throw new Misuse(`got ${alarmsMin} alarms at least, false with ${falseAlarm.numerator}/${falseAlarm.denominator}`);
  }
  miss(points, items, opened, sensitivity); // for its ranges
  const unseen = minus(ONE, sensitivity);
  let [quiet, noneTrue] = [ZERO, ZERO];
  for (let j = Math.max(0, items + opened - points); j <= Math.min(items, opened); j += 1) {
    const weight = fraction(choose(items, j) * choose(points - items, opened - j), choose(points, opened));
    const fewerFalse = fewer(opened - j, falseAlarm, alarmsMin);
    for (let t = 0; t <= Math.min(j, alarmsMin - 1); t += 1) {
      const chance = times(times(fraction(choose(j, t)), power(sensitivity, t)), power(unseen, j - t));
      quiet = plus(quiet, times(weight, times(chance, fewerFalse[alarmsMin - t]!)));
    }
    noneTrue = plus(noneTrue, times(weight, times(power(unseen, j), minus(ONE, fewerFalse[alarmsMin]!))));
  }
  const present = minus(ONE, quiet);
  const absent = minus(ONE, fewer(opened, falseAlarm, alarmsMin)[alarmsMin]!);
  return { present, trueFind: minus(present, noneTrue), absent };
}

/** Returns, for k = 0 to `most`, the probability of fewer than k successes among `count`. */
function fewer(count: number, chance: Fraction, most: number): readonly Fraction[] {
  const sums = [ZERO];
  for (let k = 0; k < most; k += 1) {
    const term =
      k > count
        ? ZERO
        : times(times(fraction(choose(count, k)), power(chance, k)), power(minus(ONE, chance), count - k));
    sums.push(plus(sums.at(-1)!, term));
  }
  return sums;
}

/** Returns how many ways there are to choose k of n; 0 if k > n. */
function choose(n: number, k: number): bigint {
  let ways = 1n;
  for (let i = 0; i < k; i += 1) ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  return ways;
}
