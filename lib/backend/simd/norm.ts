/** Normalization of channels and of rows, with its factor and shift. */
import { sizeOf } from '../../shape';
import type { NDArray } from '../backend';
import type { Affine, Fused, Statistics } from '../shortcuts';
import type { Workspace } from './kernels';

const array = (shape: readonly number[], data: Float32Array): NDArray => ({ dtype: 'float32', shape, data });

/** Whether the kernels can read all of them. */
const areFloat32 = (...arrays: readonly (NDArray | null)[]): boolean =>
  arrays.every((x) => x === null || x.dtype === 'float32');

/** γ and β as numbers: 1 and 0, where nothing is learned. */
const factors = ({ weight, bias }: Affine, count: number) => ({
  scale: weight?.data ?? new Float32Array(count).fill(1),
  shift: bias?.data ?? new Float32Array(count),
});

/** What belongs to the inputs x, weight and bias, where they are there. */
const present = ({ weight, bias }: Affine, toX: NDArray, toWeight: NDArray, toBias: NDArray): NDArray[] => [
  toX,
  ...(weight === null ? [] : [toWeight]),
  ...(bias === null ? [] : [toBias]),
];

/**
 * Batch normalization of [batch, channels, …].
 * @param known the statistics to use; those of x, if null
 * @returns null, if an array is not float32, or x is empty
 */
export function batchNorm(
  space: Workspace,
  x: NDArray,
  affine: Affine,
  eps: number,
  known: Statistics | null,
): (Fused & Statistics) | null {
  const { weight, bias } = affine;
  const size = x.data.length;
  if (!areFloat32(x, weight, bias, known?.mean ?? null, known?.variance ?? null) || size === 0) return null;
  const [batch, channels] = x.shape;
  const inner = sizeOf(x.shape.slice(2));
  const { scale, shift } = factors(affine, channels);
  const fixed = Number(known !== null);

  const forward = space.reserve(size, size, channels, channels, channels, channels);
  const [from, to, gamma, beta, mean, variance] = forward;
  space.write(x.data, 0, size, from);
  space.write(scale, 0, channels, gamma);
  space.write(shift, 0, channels, beta);
  if (known !== null) {
    space.write(known.mean.data, 0, channels, mean);
    space.write(known.variance.data, 0, channels, variance);
  }
  space.kernels.batchNorm(from, to, gamma, beta, mean, variance, batch, channels, inner, eps, fixed);
  const means = space.take(mean, channels);
  const variances = space.take(variance, channels);

  return {
    result: array(x.shape, space.take(to, size)),
    mean: array([channels], means),
    variance: array([channels], variances),
    backward(gradient) {
      const places = space.reserve(size, size, size, channels, channels, channels, channels, channels);
      const [upstream, input, out, factor, centre, spread, toScale, toShift] = places;
      space.write(gradient.data, 0, size, upstream);
      space.write(x.data, 0, size, input);
      space.write(scale, 0, channels, factor);
      space.write(means, 0, channels, centre);
      space.write(variances, 0, channels, spread);
      space.kernels.throughBatchNorm(...places, batch, channels, inner, eps, fixed);
      return present(
        affine,
        array(x.shape, space.take(out, size)),
        array([channels], space.take(toScale, channels)),
        array([channels], space.take(toShift, channels)),
      );
    },
  };
}

/**
 * Layer normalization over the last dimensions, `columns` numbers a row.
 * @returns null, if an array is not float32, or x is empty
 */
export function layerNorm(
  space: Workspace,
  x: NDArray,
  columns: number,
  affine: Affine,
  eps: number,
): Fused | null {
  const size = x.data.length;
  if (!areFloat32(x, affine.weight, affine.bias) || size === 0) return null;
  const rows = size / columns;
  const { scale, shift } = factors(affine, columns);
  const [from, to, gamma, beta, mean, rate] = space.reserve(size, size, columns, columns, rows, rows);
  space.write(x.data, 0, size, from);
  space.write(scale, 0, columns, gamma);
  space.write(shift, 0, columns, beta);
  space.kernels.layerNorm(from, to, gamma, beta, mean, rate, rows, columns, eps);
  const means = space.take(mean, rows);
  const rates = space.take(rate, rows);

  return {
    result: array(x.shape, space.take(to, size)),
    backward(gradient) {
      const places = space.reserve(size, size, size, columns, rows, rows, 2 * columns + 8, 2 * columns + 8);
      const [upstream, input, out, factor, centre, inverse, toScale, toShift] = places;
      space.write(gradient.data, 0, size, upstream);
      space.write(x.data, 0, size, input);
      space.write(scale, 0, columns, factor);
      space.write(means, 0, rows, centre);
      space.write(rates, 0, rows, inverse);
      space.kernels.throughLayerNorm(...places, rows, columns);
      const shape = affine.weight?.shape ?? [columns];
      return present(
        affine,
        array(x.shape, space.take(out, size)),
        array(shape, new Float32Array(space.doubles(toScale, columns))),
        array(shape, new Float32Array(space.doubles(toShift, columns))),
      );
    },
  };
}
