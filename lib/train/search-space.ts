/** Where random search looks for hyperparameters: one distribution for each. */
import type { Generator } from '../random';

/** A random choice that can be drawn again and again. */
export interface Distribution<T> {
  /** Draws once. */
  sample(generator: Generator): T;
}

/** A distribution for each hyperparameter, by name. */
export type Space = Readonly<Record<string, Distribution<unknown>>>;

/** What is drawn from a space: `Sampled<{ lr: Distribution<number> }>` is `{ lr: number }`. */
export type Sampled<S extends Space> = {
  -readonly [Name in keyof S]: S[Name] extends Distribution<infer T> ? T : never;
};

function checkBounds(name: string, low: number, high: number, valid: boolean, expected: string): void {
  if (!valid || !Number.isFinite(low) || !Number.isFinite(high))
    throw new RangeError(`${name}: expected ${expected}, got ${low} and ${high}`);
}

/** U(low, high): every number in [low, high) equally likely. @throws unless low ≤ high */
export function uniform(low: number, high: number): Distribution<number> {
  checkBounds('uniform', low, high, low <= high, 'low ≤ high');
  return { sample: (generator) => low + (high - low) * generator.random() };
}

/**
 * low · (high/low)ᵘ with u uniform in [0, 1): every power of ten equally likely, for learning rates and penalties,
 * where 0.001 and 0.01 are as far apart as 0.1 and 1.
 * @throws unless 0 < low ≤ high
 */
export function logUniform(low: number, high: number): Distribution<number> {
  checkBounds('logUniform', low, high, low > 0 && low <= high, '0 < low ≤ high');
  return { sample: (generator) => low * (high / low) ** generator.random() };
}

/**
 * Every whole number from low to high, both included, equally likely.
 * @throws unless both are whole numbers, low ≤ high
 */
export function int(low: number, high: number): Distribution<number> {
  const whole = Number.isInteger(low) && Number.isInteger(high);
  checkBounds('int', low, high, whole && low <= high, 'whole numbers, low ≤ high');
  return { sample: (generator) => low + generator.int(high - low + 1) };
}

/** One of the values, each equally likely. @throws on an empty list */
export function choice<const T>(values: readonly T[]): Distribution<T> {
  if (values.length === 0) throw new RangeError('choice: there is nothing to choose from, got an empty list');
  return { sample: (generator) => values[generator.int(values.length)] };
}

/** Draws every hyperparameter once, in the order of the space. */
export function sample<S extends Space>(space: S, generator: Generator): Sampled<S> {
  const drawn = Object.entries(space).map(([name, distribution]) => [name, distribution.sample(generator)]);
  return Object.fromEntries(drawn) as Sampled<S>;
}
