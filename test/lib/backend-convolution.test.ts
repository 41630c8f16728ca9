import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { placesOf, type Window } from '../../lib/backend/window';
import { type Shape, sizeOf } from '../../lib/shape';
import { expectClose, expectSame, floats, stream } from './backend-arrays';

const simd = simdBackend();

/** Half the distance of neighbours at 1, and the smallest float32 above 0. */
const EPSILON = 2 ** -24;
const LEAST = 2 ** -149;

const abs = (x: NDArray): NDArray => reference.unary('abs', x);
const wide = (x: NDArray): NDArray => reference.cast(x, 'float64');
const narrow = (x: NDArray): NDArray => reference.cast(x, 'float32');

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

interface Case {
  x: NDArray;
  weight: NDArray;
  bias: NDArray | null;
  gradient: NDArray;
  window: Window;
}

/** Random images, kernels and windows. @param rarity of special numbers: in images and gradients, and in weights */
const cases = (rarity: number, inWeights: number): fc.Arbitrary<Case> =>
  fc
    .record({
      batch: fc.constantFrom(1, 1, 2, 3, 9, 17),
      channels: fc.integer({ min: 1, max: 5 }),
      out: fc.constantFrom(1, 2, 3, 4, 5, 8, 9),
      size: pair(1, 13),
      window: fc.record({
        kernel: pair(1, 4),
        stride: fc.oneof(fc.constant([1, 1] as [number, number]), pair(1, 3)),
        padding: pair(0, 4),
        dilation: fc.oneof(fc.constant([1, 1] as [number, number]), pair(1, 3)),
      }),
      withBias: fc.boolean(),
      seed: fc.integer(),
    })
    .filter(({ size, window: { kernel, padding, dilation } }) =>
      size.every((length, side) => length + 2 * padding[side] > dilation[side] * (kernel[side] - 1)),
    )
    .map(({ batch, channels, out, size, window, withBias, seed }) => {
      const random = stream(seed);
      return {
        x: floats([batch, channels, ...size], random, rarity),
        weight: floats([out, channels, ...window.kernel], random, inWeights),
        bias: withBias ? floats([out], random) : null,
        gradient: floats([batch, out, ...placesOf(size[0], size[1], window)], random, rarity),
        window,
      };
    });

/** Sums of `terms` products in float32, each rounded once (Higham 2002, §3.1); `sizes` are the sums of their sizes. */
const within = (terms: number, sizes: NDArray) => (i: number) =>
  (terms + 4) * (EPSILON * sizes.data[i] * 1.01 + LEAST);

const zeros = (shape: Shape): NDArray => ({ dtype: 'float32', shape, data: new Float32Array(sizeOf(shape)) });

describe.each([
  ['ordinary numbers', 0, 0, 300],
  ['special numbers in images and gradients', 20, 0, 300],
  ['special numbers everywhere', 50, 10, 200],
])('convolutions of %s are the reference within the bound of rounding', (_, rarity, inWeights, numRuns) => {
  const check = (property: (example: Case) => void): void =>
    fc.assert(fc.property(cases(rarity, inWeights), property), { numRuns });

  test('convolve', () => {
    check(({ x, weight, bias, window }) => {
      const exact = reference.convolve(wide(x), wide(weight), bias && wide(bias), window);
      const sizes = reference.convolve(abs(wide(x)), abs(wide(weight)), bias && abs(wide(bias)), window);
      const tolerance = within(sizeOf(weight.shape.slice(1)) + 1, sizes);
      expectClose(simd.convolve(x, weight, bias, window), narrow(exact), tolerance);
    });
  });

  test('convolveInput', () => {
    check(({ x, weight, gradient, window }) => {
      const exact = reference.convolveInput(wide(gradient), wide(weight), x.shape, window);
      const sizes = reference.convolveInput(abs(wide(gradient)), abs(wide(weight)), x.shape, window);
      const tolerance = within(weight.shape[0] * sizeOf(window.kernel), sizes);
      expectClose(simd.convolveInput(gradient, weight, x.shape, window), narrow(exact), tolerance);
    });
  });

  test('convolveWeight', () => {
    check(({ x, weight, gradient, window }) => {
      const exact = reference.convolveWeight(wide(gradient), wide(x), weight.shape, window);
      const sizes = reference.convolveWeight(abs(wide(gradient)), abs(wide(x)), weight.shape, window);
      const terms = x.shape[0] * sizeOf(gradient.shape.slice(2));
      const tolerance = within(terms, sizes);
      expectClose(simd.convolveWeight(gradient, x, weight.shape, window), narrow(exact), tolerance);
    });
  });
});

test('nothing at all: no images, no channels', () => {
  const window = { kernel: [2, 2], stride: [1, 1], padding: [0, 0], dilation: [1, 1] } as const;
  const none = zeros([0, 3, 5, 5]);
  const weight = floats([4, 3, 2, 2], stream(1));
  expectSame(simd.convolve(none, weight, null, window), zeros([0, 4, 4, 4]));
  expectSame(simd.convolveInput(zeros([0, 4, 4, 4]), weight, [0, 3, 5, 5], window), zeros([0, 3, 5, 5]));
  expectSame(simd.convolveWeight(zeros([0, 4, 4, 4]), none, weight.shape, window), zeros([4, 3, 2, 2]));
  const empty = zeros([2, 0, 5, 5]);
  const bias = floats([4], stream(2));
  const y = simd.convolve(empty, zeros([4, 0, 2, 2]), bias, window);
  expectSame(y, reference.convolve(empty, zeros([4, 0, 2, 2]), bias, window));
  expect(y.data[0]).toBe(bias.data[0]);
});

test('float64 takes the path of the reference', () => {
  const window = { kernel: [3, 2], stride: [1, 2], padding: [1, 0], dilation: [1, 1] } as const;
  const random = stream(3);
  const [x, weight] = [wide(floats([2, 3, 7, 8], random)), wide(floats([5, 3, 3, 2], random))];
  const gradient = wide(floats([2, 5, ...placesOf(7, 8, window)], random));
  expectSame(simd.convolve(x, weight, null, window), reference.convolve(x, weight, null, window));
  expectSame(
    simd.convolveInput(gradient, weight, x.shape, window),
    reference.convolveInput(gradient, weight, x.shape, window),
  );
  expectSame(
    simd.convolveWeight(gradient, x, weight.shape, window),
    reference.convolveWeight(gradient, x, weight.shape, window),
  );
});
