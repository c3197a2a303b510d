/**
 * Attribute sampling: the chance that opened points show none of the items that are there.
 *
 * N points, d of them hold an item, n are drawn without replacement and opened; an opened item is seen with probability
 * p, each independently. The number of items among the drawn is hypergeometric, and averaging (1-p)^j over it gives
 *
 *     miss(N, d, n, p) = sum over j = 0..d of (-p)^j C(d, j) (n)_j / (N)_j,      (x)_j = x (x-1) ... (x-j+1)
 */

import { type Fraction, compare, fraction } from "../encoding/fraction.js";
import { Misuse } from "../errors.js";

const ZERO = fraction(0n);
const ONE = fraction(1n);
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
