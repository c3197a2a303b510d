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

export const ZERO = fraction(0n);
export const ONE = fraction(1n);

/** Returns left + right. */
export function plus(left: Fraction, right: Fraction): Fraction {
  const numerator = left.numerator * right.denominator + right.numerator * left.denominator;
  return fraction(numerator, left.denominator * right.denominator);
}

/** Returns left - right. */
export function minus(left: Fraction, right: Fraction): Fraction {
  return plus(left, { numerator: -right.numerator, denominator: right.denominator });
}

/** Returns left * right. */
export function times(left: Fraction, right: Fraction): Fraction {
  return fraction(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** Returns left / right. Requires right > 0. */
export function over(left: Fraction, right: Fraction): Fraction {
  return fraction(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** Returns base to the power of a count of at least 0. */
export function power(base: Fraction, count: number): Fraction {
  return { numerator: base.numerator ** BigInt(count), denominator: base.denominator ** BigInt(count) };
}

/** Returns the smaller one. */
export function least(left: Fraction, right: Fraction): Fraction {
  return compare(left, right) <= 0 ? left : right;
}

/** Returns the greater one. */
export function greatest(left: Fraction, right: Fraction): Fraction {
  return compare(left, right) >= 0 ? left : right;
}
