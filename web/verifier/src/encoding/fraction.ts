/** Exact rationals: what Python has as `fractions.Fraction`. Always reduced, the denominator above 0. */

export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Returns numerator / denominator, reduced. Requires denominator > 0. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  let divisor = numerator < 0n ? -numerator : numerator;
  for (let rest = denominator; rest !== 0n;) [divisor, rest] = [rest, divisor % rest];
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Returns less than, equal to or greater than 0 as `left` is below, is, or is above `right`. */
export function compare(left: Fraction, right: Fraction): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
