/**
 * Presence over time: the guarantee of several visits, over every start and path of an evader; and its curve.
 *
 *     continuous   start anywhere in the window that leaves T before the last visit, and stay for T without a break
 *     cumulative   come and go as it likes, and be there for T in all
 *
 * A visit at which the evader is away shows nothing: factor 1. Any other shows nothing with its miss. The guarantee is
 * 1 less the greatest product of factors over all starts and paths. Leaving takes at least the agreed removal time before
 * a freeze, and coming back as long after it. Absences are counted down to sixteenths of a removal time, in the evader's
 * favour: so a cumulative guarantee is a lower bound, all else is exact.
 */

import { type Fraction, ONE, ZERO, compare, fraction, minus } from "../encoding/fraction.js";
import { Misuse } from "../errors.js";

const ASSURED = fraction(1n, 20n); // the miss at which an evader who stayed would have been found
const GRID = 2n ** 64n; // on which misses are rounded up there
const PARTS = 16; // of a removal time, in which a cumulative guarantee counts what an evader loses
export const VISITS_MAX = 256; // visits that a cumulative guarantee looks at, the last ones

/** One visit: the second of its verified freeze, and the chance in [0, 1] that it misses items that are there. */
export interface Look {
  readonly hourS: number;
  readonly miss: Fraction;
}

/** The freeze of the last visit, with which the window ends; 0 <= durationS <= windowS. */
export interface Times {
  readonly lastS: number;
  readonly durationS: number;
  readonly windowS: number;
}

/**
 * Returns the probability in [0, 1] with which an evader who stays for the duration is shown.
 *
 * Only the window's first start and starts in the second behind a visit matter: any other start can be put off to an
 * earlier one without meeting one visit more. Looks ascend by hour, none is after the last.
 */
export function continuous(looks: readonly Look[], { lastS, durationS, windowS }: Times): Fraction {
  if (durationS < 0 || durationS > windowS) throw new Misuse(`got ${durationS} seconds in ${windowS}`);
  const [firstS, latestS] = [lastS - windowS, lastS - durationS];
  const within = looks.filter(({ hourS }) => firstS <= hourS && hourS <= lastS);
  const starts: [number, number][] = [[firstS, 0]];
  for (const [place, { hourS }] of within.entries()) if (hourS < latestS) starts.push([hourS + 1, place + 1]);
  let [worst, zeros, begin, end] = [ZERO, 0, 0, 0];
  let [numerator, denominator] = [1n, 1n];
  // A window slides over the visits; its product is kept, the zeros counted apart.
  for (const [startS, place] of starts) {
    for (; end < within.length && within[end]!.hourS <= startS + durationS; end += 1) {
      const { miss } = within[end]!;
      if (miss.numerator === 0n) zeros += 1;
      else numerator *= miss.numerator;
      denominator *= miss.denominator;
    }
    for (const { miss } of within.slice(begin, place)) {
      if (miss.numerator === 0n) zeros -= 1;
      else numerator /= miss.numerator;
      denominator /= miss.denominator;
    }
    begin = place;
    const product = { numerator, denominator };
    if (zeros === 0 && compare(product, worst) > 0) worst = product;
  }
  return minus(ONE, worst);
}

/** Parts of removal times lost -> the greatest product, over the denominators so far. */
type Products = ReadonlyMap<number, bigint>;

/**
 * Returns the probability in [0, 1], at least, with which an evader who is there for the duration in all is shown.
 *
 * A pass over the visits keeps, for an evader who is there and for one who is away, the greatest product for each number
 * of parts of removal times lost. Requires leastRemovalS >= 1.
 */
export function cumulative(looks: readonly Look[], times: Times, leastRemovalS: number): Fraction {
  const { lastS, durationS, windowS } = times;
  if (durationS < 0 || durationS > windowS || leastRemovalS < 1) throw new Misuse(`got ${durationS} in ${windowS}`);
  const firstS = lastS - windowS;
  const parts = (seconds: number): number => Math.floor((PARTS * seconds) / leastRemovalS);
  const within = looks
    .filter(({ hourS, miss }) => firstS <= hourS && hourS <= lastS && compare(miss, ONE) < 0)
    .slice(-VISITS_MAX)
    .map(({ hourS, miss }) => ({ hourS, miss: roundedUp(miss) }));
  const lostMax = parts(windowS - durationS);
  const later = (products: Products, lost: number): Products =>
    new Map([...products].map(([count, product]) => [count + lost, product] as const).filter(([count]) => count <= lostMax));
  let [there, away]: [Products, Products] = [new Map([[0, 1n]]), new Map()];
  let [beforeS, denominator] = [firstS, 1n];
  for (const [place, { hourS, miss }] of within.entries()) {
    const fits = parts(hourS - beforeS);
    let [comes, goes] = [there, later(there, Math.min(fits, PARTS))];
    if (place > 0) {
      comes = best(there, fits >= PARTS ? later(away, PARTS) : new Map());
      goes = best(fits >= PARTS ? later(there, PARTS) : new Map(), later(away, Math.min(fits, 2 * PARTS)));
    }
    there = scaled(comes, miss.numerator);
    away = scaled(goes, miss.denominator);
    beforeS = hourS;
    denominator *= miss.denominator;
  }
  away = later(away, Math.min(parts(lastS - beforeS), PARTS));
  const products = [...there.values(), ...away.values()];
  const worst = products.reduce((most, product) => (product > most ? product : most));
  return minus(ONE, fraction(worst, denominator));
}

/** Returns a miss rounded up to the grid on which a cumulative presence is reckoned. */
function roundedUp({ numerator, denominator }: Fraction): Fraction {
  return fraction((numerator * GRID + denominator - 1n) / denominator, GRID);
}

function scaled(products: Products, by: bigint): Products {
  return new Map([...products].map(([lost, product]) => [lost, product * by]));
}

/** Returns the greater product for each number lost. */
function best(left: Products, right: Products): Products {
  const found = new Map(left);
  for (const [lost, product] of right) if (product > (found.get(lost) ?? -1n)) found.set(lost, product);
  return found;
}

/**
 * Yields hour and b(hour), not reduced, at each visit that shows anything, from the last one back.
 *
 * b(t): the probability that the visits from t on would all have missed an evader present since before t without a
 * break: the product of their misses. Requires that looks ascend by hour.
 */
export function* curve(looks: readonly Look[]): Generator<readonly [number, Fraction]> {
  let [numerator, denominator] = [1n, 1n];
  for (const { hourS, miss } of looks.toReversed()) {
    if (compare(miss, ONE) < 0) {
      numerator *= miss.numerator;
      denominator *= miss.denominator;
      yield [hourS, { numerator, denominator }];
    }
  }
}

/** Returns the age of assurance as an hour: the latest t with b(t) <= 1/20; nothing if there is none. */
export function assuredSince(looks: readonly Look[]): number | undefined {
  for (const [hourS, missed] of curve(looks)) if (compare(missed, ASSURED) <= 0) return hourS;
  return undefined;
}
