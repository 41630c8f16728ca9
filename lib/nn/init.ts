/** How parameters start. Each function fills its tensor in place and returns it, as torch.nn.init does. @module */
import { defaultGenerator } from '../random';
import { formatShape, type Shape, sizeOf } from '../shape';
import type { Tensor } from '../tensor';

function fill<T extends Tensor>(x: T, next: () => number): T {
  for (let i = 0; i < x.data.length; i++) x.data[i] = next();
  return x;
}

/** U(low, high), low + (high − low)·u: every number in [low, high) equally likely; [0, 1) unless told otherwise. */
export const uniform = <T extends Tensor>(x: T, low = 0, high = 1): T =>
  fill(x, () => low + (high - low) * defaultGenerator.random());

/** N(mean, std²), mean + std·z: the normal distribution; mean 0 and standard deviation 1 unless told otherwise. */
export const normal = <T extends Tensor>(x: T, mean = 0, std = 1): T =>
  fill(x, () => mean + std * defaultGenerator.normal());

/** x = value everywhere. */
export const constant = <T extends Tensor>(x: T, value: number): T => fill(x, () => value);

/** x = 0 everywhere: for biases. */
export const zeros = <T extends Tensor>(x: T): T => constant(x, 0);
/** x = 1 everywhere. */
export const ones = <T extends Tensor>(x: T): T => constant(x, 1);

/**
 * How many inputs feed one output, and how many outputs one input feeds: for a weight of [out, in, …kernel],
 * in·kernel and out·kernel.
 * @throws on fewer than two dimensions
 */
export function fans(shape: Shape): {
  /** in·kernel. */
  fanIn: number;
  /** out·kernel. */
  fanOut: number;
} {
  if (shape.length < 2)
    throw new RangeError(
      `init: fan-in and fan-out need a weight of at least 2 dimensions, got ${formatShape(shape)}`,
    );
  const kernel = sizeOf(shape.slice(2));
  return { fanIn: shape[1] * kernel, fanOut: shape[0] * kernel };
}

/** What follows the layer, for `calculateGain`. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

/**
 * What the spread of the weights is multiplied by, to make up for what the nonlinearity after them takes away; the
 * values are PyTorch's: tanh 5/3, relu √2, leakyRelu √(2/(1 + slope²)), selu 3/4, linear and sigmoid 1. ELU, GELU and
 * softplus have none there: take 'linear' or 'relu', and look at the activations.
 * @param slope of 'leakyRelu' below 0
 * @throws on any other nonlinearity
 */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  switch (nonlinearity) {
    case 'linear':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + slope ** 2));
    case 'selu':
      return 3 / 4;
    default:
      throw new RangeError(
        `calculateGain: there is no gain for '${String(nonlinearity)}', only for 'linear', 'sigmoid', 'tanh', 'relu', ` +
          "'leakyRelu' and 'selu'; where nothing fits take 'linear'",
      );
  }
}

/**
 * U(−a, a) with a = gain·√(6/(fanIn + fanOut)), so that Var = gain² · 2/(fanIn + fanOut): keeps the variance forward
 * and backward (Glorot & Bengio 2010).
 * @throws on fewer than two dimensions
 */
export function xavierUniform<T extends Tensor>(x: T, gain = 1): T {
  const { fanIn, fanOut } = fans(x.shape);
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
  return uniform(x, -bound, bound);
}

/**
 * N(0, gain² · 2/(fanIn + fanOut)) (Glorot & Bengio 2010); see `xavierUniform`.
 * @throws on fewer than two dimensions
 */
export function xavierNormal<T extends Tensor>(x: T, gain = 1): T {
  const { fanIn, fanOut } = fans(x.shape);
  return normal(x, 0, gain * Math.sqrt(2 / (fanIn + fanOut)));
}

/** What follows the layer, and which pass keeps its variance. */
export interface KaimingOptions {
  /** The slope below 0 of the leaky ReLU that follows; 0, a plain ReLU, unless told otherwise. */
  a?: number;
  /** Keep the variance of the forward pass ('fanIn', unless told otherwise) or of the backward pass. */
  mode?: 'fanIn' | 'fanOut';
  /** What follows the layer; 'leakyRelu' unless told otherwise. */
  nonlinearity?: Nonlinearity;
}

function kaimingStd(
  shape: Shape,
  { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' }: KaimingOptions,
): number {
  return calculateGain(nonlinearity, a) / Math.sqrt(fans(shape)[mode]);
}

/**
 * U(−b, b) with b = gain·√(3/fan), so that Var = gain²/fan: keeps the variance through rectifiers (He et al. 2015).
 * @throws on fewer than two dimensions
 */
export function kaimingUniform<T extends Tensor>(x: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingStd(x.shape, options);
  return uniform(x, -bound, bound);
}

/**
 * N(0, gain²/fan) (He et al. 2015); see `kaimingUniform`.
 * @throws on fewer than two dimensions
 */
export const kaimingNormal = <T extends Tensor>(x: T, options: KaimingOptions = {}): T =>
  normal(x, 0, kaimingStd(x.shape, options));

/**
 * A random matrix with W·Wᵀ = gain²·I, its rows at right angles to each other and of length `gain`; the columns (WᵀW)
 * if those are fewer. It keeps lengths, forward and backward (Saxe, McClelland & Ganguli 2014). More dimensions are
 * read as [out, rest].
 * @throws on fewer than two dimensions
 */
export function orthogonal<T extends Tensor>(x: T, gain = 1): T {
  if (x.rank < 2) {
    throw new RangeError(`orthogonal: expected at least 2 dimensions, got ${formatShape(x.shape)}`);
  }
  const rows = x.shape[0];
  const columns = sizeOf(x.shape.slice(1));
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => defaultGenerator.normal());
    // Gram–Schmidt; once more, because the first time leaves rounding errors that are large beside a small rest.
    for (const other of [...vectors, ...vectors]) {
      const overlap = dot(vector, other);
      for (let i = 0; i < length; i++) vector[i] -= overlap * other[i];
    }
    const size = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / size));
  }
  for (let i = 0; i < x.size; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    x.data[i] = gain * (rows <= columns ? vectors[row][column] : vectors[column][row]);
  }
  return x;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
