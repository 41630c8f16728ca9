/** How parameters start. Each function fills its tensor in place and returns it, as torch.nn.init does. */
import { defaultGenerator } from '../random';
import { formatShape, type Shape, sizeOf } from '../shape';
import type { Tensor } from '../tensor';

function fill<T extends Tensor>(x: T, next: () => number): T {
  for (let i = 0; i < x.data.length; i++) x.data[i] = next();
  return x;
}

export const uniform = <T extends Tensor>(x: T, low = 0, high = 1): T =>
  fill(x, () => low + (high - low) * defaultGenerator.random());

export const normal = <T extends Tensor>(x: T, mean = 0, std = 1): T =>
  fill(x, () => mean + std * defaultGenerator.normal());

export const constant = <T extends Tensor>(x: T, value: number): T => fill(x, () => value);

/**
 * How many inputs feed one output, and how many outputs one input feeds: for a weight of [out, in, …kernel],
 * in·kernel and out·kernel.
 */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length < 2)
    throw new RangeError(
      `init: fan-in and fan-out need a weight of at least 2 dimensions, got ${formatShape(shape)}`,
    );
  const kernel = sizeOf(shape.slice(2));
  return { fanIn: shape[1] * kernel, fanOut: shape[0] * kernel };
}

export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu';

/** What the spread is multiplied by, to make up for what a nonlinearity takes away. */
export function gain(nonlinearity: Nonlinearity, slope = 0.01): number {
  switch (nonlinearity) {
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + slope ** 2));
    default:
      return 1;
  }
}

/** Var = gain² · 2 / (fanIn + fanOut): keeps the variance forward and backward (Glorot & Bengio 2010). */
export function xavierUniform<T extends Tensor>(x: T, gain = 1): T {
  const { fanIn, fanOut } = fans(x.shape);
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
  return uniform(x, -bound, bound);
}

export function xavierNormal<T extends Tensor>(x: T, gain = 1): T {
  const { fanIn, fanOut } = fans(x.shape);
  return normal(x, 0, gain * Math.sqrt(2 / (fanIn + fanOut)));
}

export interface KaimingOptions {
  /** The slope below 0 of the leaky ReLU that follows. */
  a?: number;
  /** Keep the variance of the forward pass ('fanIn') or of the backward pass. */
  mode?: 'fanIn' | 'fanOut';
  nonlinearity?: Nonlinearity;
}

function kaimingStd(
  shape: Shape,
  { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' }: KaimingOptions,
): number {
  return gain(nonlinearity, a) / Math.sqrt(fans(shape)[mode]);
}

/** Var = gain² / fan: keeps the variance through rectifiers (He et al. 2015). */
export function kaimingUniform<T extends Tensor>(x: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingStd(x.shape, options);
  return uniform(x, -bound, bound);
}

export const kaimingNormal = <T extends Tensor>(x: T, options: KaimingOptions = {}): T =>
  normal(x, 0, kaimingStd(x.shape, options));
