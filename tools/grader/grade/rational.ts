// Scores are exact: thirds add up to one.

/** n/d in lowest terms, d > 0. */
export interface Rational {
  readonly n: number;
  readonly d: number;
}

export const ZERO: Rational = { n: 0, d: 1 };

/** @throws RangeError when d is 0, or a part is no whole number or too large to be exact */
export function rational(n: number, d = 1): Rational {
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(d) || d === 0)
    throw new RangeError(`rational: ${n}/${d}: expected two whole numbers below 2⁵³, the second not 0`);
  const divisor = gcd(Math.abs(n), Math.abs(d)) * Math.sign(d);
  // Not -0, which is another text in JSON.
  return { n: n / divisor + 0, d: d / divisor };
}

/** The points of a test, which stand as a decimal number in the catalog: 0.1 is one tenth. */
export function rationalOf(points: number): Rational {
  const [, whole = '', digits = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(points)) ?? [];
  if (whole === '') throw new RangeError(`rationalOf: ${points}: expected a decimal number ≥ 0`);
  return rational(Number(whole + digits), 10 ** digits.length);
}

export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);

export const sum = (all: readonly Rational[]): Rational => all.reduce(add, ZERO);

/** Negative when a < b. */
export const compare = (a: Rational, b: Rational): number => a.n * b.d - b.n * a.d;

export const toNumber = ({ n, d }: Rational): number => n / d;

/** As people write it: 7, 7.5, 7.33. */
export const toText = (value: Rational, digits = 2): string =>
  String(Number(toNumber(value).toFixed(digits)));

const gcd = (a: number, b: number): number => (b === 0 ? a || 1 : gcd(b, a % b));
