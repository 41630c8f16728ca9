// Random inputs for graded tests: short decimals that are easy to read and to try by hand, never 0 and never 1, where
// wrong formulas may look right, and small enough that nothing saturates.

import { type DType, Generator, Tensor } from '../../lib';
import { type Described, randomNumbers } from './sandbox/functions';

export interface Range {
  /** The smallest size of a number; 0.2 unless told otherwise, so that none is near 0. */
  readonly from?: number;
  /** The largest size; 0.95 unless told otherwise. */
  readonly to?: number;
  /** Both signs, unless only one is wanted. */
  readonly sign?: 1 | -1;
  /** Digits behind the point; 2 unless told otherwise. */
  readonly digits?: number;
}

export interface TensorDraw extends Range {
  /** 'float64' unless told otherwise. */
  readonly dtype?: DType;
  readonly requiresGrad?: boolean;
}

export class Draw {
  readonly #generator: Generator;

  constructor(seed: number) {
    this.#generator = new Generator(seed);
  }

  /** Another stream of numbers for each list of names. */
  static of(seed: number, ...names: readonly (string | number)[]): Draw {
    return new Draw(seedFor(seed, ...names));
  }

  /** Uniform in [0, 1). */
  random(): number {
    return this.#generator.random();
  }

  /** A whole number from the first to the last, both included. */
  int(first: number, last: number): number {
    return first + this.#generator.int(last - first + 1);
  }

  /** One of the list. */
  pick<T>(list: readonly T[]): T {
    return list[this.#generator.int(list.length)];
  }

  shuffle<T>(list: readonly T[]): T[] {
    return Array.from(this.#generator.permutation(list.length), (i) => list[i]);
  }

  /** One number of either sign, in size between `from` and `to`. */
  value({ from = 0.2, to = 0.95, sign, digits = 2 }: Range = {}): number {
    const size = from + (to - from) * this.random();
    const positive = sign === undefined ? this.#generator.int(2) === 0 : sign > 0;
    return Number((positive ? size : -size).toFixed(digits));
  }

  vector(n: number, range: Range = {}): number[] {
    return Array.from({ length: n }, () => this.value(range));
  }

  matrix(rows: number, columns: number, range: Range = {}): number[][] {
    return Array.from({ length: rows }, () => this.vector(columns, range));
  }

  /** float64; for activations, weights and the gradient from above alike. Never all ones. */
  tensor(shape: readonly number[], { dtype = 'float64', requiresGrad, ...range }: TensorDraw = {}): Tensor {
    const numbers = this.vector(
      shape.reduce((product, size) => product * size, 1),
      range,
    );
    const data = dtype === 'float64' ? Float64Array.from(numbers) : Float32Array.from(numbers);
    return new Tensor({ dtype, shape: [...shape], data }, requiresGrad);
  }

  /** n different numbers in random order, any two of them at least `gap` apart, none within `gap`/2 of 0. */
  distinct(n: number, gap = 0.1): number[] {
    // An odd number of steps would have one in the middle, at 0.
    const middle = (n - 1) / 2 - (n % 2) / 2;
    const at = (i: number): number => 1.3 * (i - middle) + 0.3 * (this.random() - 0.5);
    return this.shuffle(Array.from({ length: n }, (_, i) => Number((gap * at(i)).toFixed(4))));
  }

  /** n different whole numbers from the first to the last: sizes that tell rows from columns. */
  sizes(n: number, first = 2, last = 5): number[] {
    const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    return this.shuffle(all).slice(0, n);
  }

  /** A seed for whoever needs one. */
  seed(): number {
    return this.#generator.int(2 ** 31);
  }

  /** A stream of random numbers to hand to the learner: model and learner get the same ones. */
  stream(kind: 'uniform' | 'normal' = 'uniform'): Described<() => number> {
    return randomNumbers(kind, this.seed());
  }
}

/** A seed for each thing that is drawn, from the one seed of a check (FNV-1a over the names). */
export function seedFor(seed: number, ...names: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}/${names.join('/')}`) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) as number), 0x01000193) >>> 0;
  }
  return hash;
}
