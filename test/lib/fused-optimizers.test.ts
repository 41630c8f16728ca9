import { optim, Tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { expectClose, expectSame, floats, size, stream } from './backend-arrays';

const simd = simdBackend();
const narrow = (x: NDArray): NDArray => reference.cast(x, 'float32');

/** Three steps of an optimizer on the same numbers in both precisions: float64 takes the loop of the optimizer itself. */
function compare(make: (params: Tensor[]) => { step(): void }, count: number, seed: number): void {
  const random = stream(seed);
  const start = floats([count], random);
  const gradients = [1, 2, 3].map(() => floats([count], random));
  const [single, double] = (['float32', 'float64'] as const).map((dtype) => {
    const theta = new Tensor(reference.cast(start, dtype), true);
    const optimizer = make([theta]);
    for (const gradient of gradients) {
      theta.grad = new Tensor(reference.cast(gradient, dtype));
      optimizer.step();
    }
    return theta;
  });
  expectClose(single, narrow(double), (i) => 1e-4 * (1 + Math.abs(double.data[i])));
  const moved = double.data.some((value, i) => value !== start.data[i]);
  expect(moved).toBe(count > 0);
}

const counts = fc.oneof(size, fc.constantFrom(2047, 2048, 2049, 5000));

test.each<[string, (params: Tensor[]) => { step(): void }]>([
  ['SGD', (params) => new optim.SGD(params, { lr: 0.1, weightDecay: 0.2 })],
  ['momentum', (params) => new optim.SGD(params, { lr: 0.1, momentum: 0.9, dampening: 0.3 })],
  [
    'Nesterov',
    (params) => new optim.SGD(params, { lr: 0.1, momentum: 0.8, nesterov: true, weightDecay: 0.1 }),
  ],
  ['Adagrad', (params) => new optim.Adagrad(params, { lr: 0.1, lrDecay: 0.3, weightDecay: 0.1 })],
  ['RMSprop', (params) => new optim.RMSprop(params, { lr: 0.1, weightDecay: 0.1, eps: 0.1 })],
  ['RMSprop with momentum', (params) => new optim.RMSprop(params, { momentum: 0.7, eps: 0.1 })],
  ['RMSprop, centered', (params) => new optim.RMSprop(params, { momentum: 0.7, centered: true, eps: 0.1 })],
  ['Adam', (params) => new optim.Adam(params, { lr: 0.1, weightDecay: 0.1 })],
  ['AdamW', (params) => new optim.AdamW(params, { lr: 0.1, weightDecay: 0.5 })],
])('%s in one go is its loop', (_, make) => {
  fc.assert(
    fc.property(counts, fc.integer(), (count, seed) => compare(make, count, seed)),
    { numRuns: 25 },
  );
});

describe('the kernels', () => {
  const sgd = { lr: 0.1, momentum: 0.9, dampening: 0, weightDecay: 0.5, nesterov: false };

  test('the first velocity is the gradient, whatever was there', () => {
    const [theta, gradient] = [Float32Array.of(1, 2, 3), Float32Array.of(10, 20, 30)];
    const velocity = Float32Array.of(Number.NaN, 7, 7);
    expect(simd.sgd(theta, gradient, velocity, { ...sgd, first: true })).toBe(true);
    expect([...velocity]).toEqual([10.5, 21, 31.5]);
    expect([...gradient]).toEqual([10, 20, 30]);
    expectClose(
      { dtype: 'float32', shape: [3], data: theta },
      { dtype: 'float32', shape: [3], data: Float32Array.of(1 - 1.05, 2 - 2.1, 3 - 3.15) },
      () => 1e-6,
    );
  });

  test('a variance that rounding takes below 0 counts as 0', () => {
    // α = 1 keeps both means: 1 − 1.1² is below 0.
    const arrays = [Float32Array.of(0), Float32Array.of(2), Float32Array.of(1), Float32Array.of(1.1)];
    const numbers = { lr: 1, alpha: 1, eps: 0.5, weightDecay: 0, momentum: 0 };
    const [theta, gradient, square, mean] = arrays;
    expect(simd.rmsprop(theta, gradient, square, mean, null, numbers)).toBe(true);
    expect(theta[0]).toBe(-4);
  });

  test('a NaN stays where it is', () => {
    const x = floats([9], stream(1));
    x.data[4] = Number.NaN;
    const theta = new Float32Array(9);
    simd.sgd(theta, x.data, null, { ...sgd, first: false });
    expect(Array.from(theta, Number.isNaN)).toEqual(Array.from(x.data, Number.isNaN));
  });

  test('float64 is left to the optimizer', () => {
    const [theta, gradient, other] = [1, 2, 3].map((value) => Float64Array.of(value));
    const before = [theta, other].map((data) => ({
      dtype: 'float64' as const,
      shape: [1],
      data: data.slice(),
    }));
    expect(simd.sgd(theta, gradient, other, { ...sgd, first: false })).toBe(false);
    expect(simd.adagrad(theta, gradient, other, { lr: 1, weightDecay: 0, eps: 1 })).toBe(false);
    const numbers = { lr: 1, alpha: 0.9, eps: 1, weightDecay: 0, momentum: 0 };
    expect(simd.rmsprop(theta, gradient, other, null, null, numbers)).toBe(false);
    for (const [i, data] of [theta, other].entries()) {
      expectSame({ dtype: 'float64', shape: [1], data }, before[i]);
    }
  });
});
