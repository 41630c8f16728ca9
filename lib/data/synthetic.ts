/** Small problems made of formulas and seeded noise: two numbers in, or a curve, and easy to draw. */
import type { DType } from '../backend/backend';
import { Generator } from '../random';
import { Tensor } from '../tensor';
import { TensorDataset } from './dataset';

/** How many examples, and how noisy. */
export interface SyntheticOptions {
  /** The number of examples; 200 unless told otherwise. */
  count?: number;
  /** The standard deviation of the normal noise; each problem names its own, 0.1 or 0.02. */
  noise?: number;
  /** Fixes every number; 0 unless told otherwise. */
  seed?: number;
  /** Of the inputs (and of targets that are no classes): 'float32' unless told otherwise. */
  dtype?: 'float32' | 'float64';
}

type Unsplit = TensorDataset<[Tensor, Tensor], 'unsplit'>;

/** Fills a tensor of [count, width] row by row. */
function table(count: number, width: number, dtype: DType, row: (i: number) => readonly number[]): Tensor {
  const data = { float32: Float32Array, float64: Float64Array, int32: Int32Array }[dtype];
  const numbers = new data(count * width);
  for (let i = 0; i < count; i++) numbers.set(row(i), i * width);
  return new Tensor({ dtype, shape: [count, width], data: numbers });
}

function check(name: string, { count, noise }: { count: number; noise: number }): void {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`${name}: count is a whole number ≥ 1, got ${count}`);
  if (!(noise >= 0) || !Number.isFinite(noise))
    throw new RangeError(`${name}: noise is a number ≥ 0, got ${noise}`);
}

/** Points of [count, 2] and labels of [count]; classes take turns, so every slice is balanced. */
function classified(
  name: string,
  classes: number,
  { count = 200, noise = 0.1, seed = 0, dtype = 'float32' }: SyntheticOptions,
  place: (label: number, generator: Generator) => readonly [number, number],
): Unsplit {
  check(name, { count, noise });
  const generator = new Generator(seed);
  const points = table(count, 2, dtype, (i) => {
    const [x, y] = place(i % classes, generator);
    return [x + noise * generator.normal(), y + noise * generator.normal()];
  });
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  return new TensorDataset(points, new Tensor({ dtype: 'int32', shape: [count], data: labels })) as Unsplit;
}

/**
 * Two half circles that reach into each other, as scikit-learn's make_moons: no line separates them.
 * @returns points of [count, 2] and int32 labels 0 and 1 of [count]; noise 0.1 unless told otherwise
 */
export const twoMoons = (options: SyntheticOptions = {}): Unsplit =>
  classified('twoMoons', 2, options, (label, generator) => {
    const angle = Math.PI * generator.random();
    return label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
  });

/** How many arms there are, and how they wind. */
export interface SpiralOptions extends SyntheticOptions {
  /** The number of arms, one a class; 2 unless told otherwise. */
  classes?: number;
  /** How often an arm goes round the middle; 1 unless told otherwise. */
  turns?: number;
}

/**
 * Arms that wind around one another from the middle to radius 1.
 * @returns points of [count, 2] and int32 labels of [count]; noise 0.02 unless told otherwise
 * @throws unless classes is a whole number ≥ 2 and turns above 0
 */
export function spirals({ classes = 2, turns = 1, ...options }: SpiralOptions = {}): Unsplit {
  if (!Number.isInteger(classes) || classes < 2)
    throw new RangeError(`spirals: classes is a whole number ≥ 2, got ${classes}`);
  if (!(turns > 0) || !Number.isFinite(turns))
    throw new RangeError(`spirals: turns is a number above 0, got ${turns}`);
  return classified('spirals', classes, { noise: 0.02, ...options }, (label, generator) => {
    // The root spreads the points evenly along the arm, not crowded in the middle.
    const radius = 0.1 + 0.9 * Math.sqrt(generator.random());
    const angle = 2 * Math.PI * (turns * radius + label / classes);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/**
 * Exclusive or: four clouds at the corners (±1, ±1), of class 1 where the signs differ. A network without a hidden
 * layer cannot learn it (Minsky & Papert 1969).
 * @returns points of [count, 2] and int32 labels of [count]; noise 0.1 unless told otherwise
 */
export const xor = (options: SyntheticOptions = {}): Unsplit =>
  classified('xor', 2, options, (label, generator) => {
    const x = generator.int(2) === 0 ? -1 : 1;
    return [x, label === 1 ? -x : x];
  });

/** Which part of the curve is drawn from. */
export interface NoisySineOptions extends SyntheticOptions {
  /** Where x is drawn from, evenly; [−π, π] unless told otherwise. */
  range?: readonly [number, number];
  /** Full turns in 2π; 1 unless told otherwise. */
  frequency?: number;
}

/**
 * y = sin(frequency · x) + noise, for x uniform in the range.
 * @returns x of [count, 1] and y of [count, 1]; noise 0.1 unless told otherwise
 * @throws on a range that does not grow, and on numbers that are not finite
 */
export function noisySine({
  count = 200,
  noise = 0.1,
  seed = 0,
  dtype = 'float32',
  range = [-Math.PI, Math.PI],
  frequency = 1,
}: NoisySineOptions = {}): Unsplit {
  check('noisySine', { count, noise });
  const [low, high] = range;
  if (!(low < high) || !Number.isFinite(high - low))
    throw new RangeError(`noisySine: range is [low, high] with low < high, got [${low}, ${high}]`);
  if (!Number.isFinite(frequency))
    throw new RangeError(`noisySine: frequency is a finite number, got ${frequency}`);
  const generator = new Generator(seed);
  const x = table(count, 1, dtype, () => [low + (high - low) * generator.random()]);
  const y = table(count, 1, dtype, (i) => [Math.sin(frequency * x.data[i]) + noise * generator.normal()]);
  return new TensorDataset(x, y) as Unsplit;
}
