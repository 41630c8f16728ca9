/** From where to where a quantity plausibly lies. */
export interface Interval {
  /** The lower end. */
  readonly low: number;
  /** The upper end. */
  readonly high: number;
}

/** How sure the interval is. */
export interface WilsonIntervalOptions {
  /** Of many such intervals, so large a share holds the truth; 0.95 unless told otherwise. */
  confidence?: 0.9 | 0.95 | 0.99;
}

/** How many standard deviations around its mean a normal distribution has this share. */
const REACH: Readonly<Record<string, number>> = {
  0.9: 1.6448536269514722,
  0.95: 1.959963984540054,
  0.99: 2.5758293035489004,
};

/**
 * Wilson's interval of a share (Wilson 1927): all true shares p for which k hits of n are no surprise,
 * |k/n − p| ≤ z·√(p(1 − p)/n), which is
 *
 *     (k/n + z²/2n ± z·√(k/n·(1 − k/n)/n + z²/4n²)) / (1 + z²/n)
 *
 * Near 0 and 1, where the usual k/n ± z·√(k/n·(1 − k/n)/n) is much too narrow, it stays honest (Brown, Cai & DasGupta
 * 2001): 42 of 42 give 0.916 … 1, and not 1 … 1. The n examples must have been drawn independently.
 * @param hits how many of the examples, k
 * @param count all examples, n
 * @throws unless both are whole numbers with 0 ≤ hits ≤ count and count ≥ 1, and on a confidence that is not offered
 */
export function wilsonInterval(
  hits: number,
  count: number,
  { confidence = 0.95 }: WilsonIntervalOptions = {},
): Interval {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`wilsonInterval: count, of all examples, is a whole number ≥ 1, got ${count}`);
  if (!Number.isInteger(hits) || hits < 0 || hits > count) {
    throw new RangeError(
      `wilsonInterval: hits is a whole number in 0 … ${count}, got ${hits}; ` +
        'is it a share? Multiply it by the number of examples, and round',
    );
  }
  const z = REACH[confidence];
  if (z === undefined) {
    const offered = Object.keys(REACH).join(', ');
    throw new RangeError(`wilsonInterval: confidence is one of ${offered}, got ${confidence}`);
  }
  const share = hits / count;
  const middle = share + z ** 2 / (2 * count);
  const reach = z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  const whole = 1 + z ** 2 / count;
  // Rounding must not lead out of what a share can be.
  return { low: Math.max(0, (middle - reach) / whole), high: Math.min(1, (middle + reach) / whole) };
}
